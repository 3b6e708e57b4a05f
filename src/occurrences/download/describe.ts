/** Which columns do the files of a format have? As GBIF's `describe` tells, with the types of ours. */
import { INTERPRETED_COLUMNS } from "../dataset/schema.ts";
import {
  type ExportColumn,
  MULTIMEDIA_COLUMNS,
  OCCURRENCE_COLUMNS,
  SIMPLE_COLUMNS,
  SPECIES_COLUMNS,
  VERBATIM_COLUMNS,
} from "../export/columns.ts";
import { EXTENSIONS } from "./files/extensions.ts";

/** A column. */
export interface DescribedField {
  readonly name: string;
  readonly type: string;
  /** How a moment is written. */
  readonly typeFormat?: string | undefined;
  readonly term: string;
  readonly nullable: boolean;
  /** What stands between the values of a list in text. */
  readonly delimiter?: string | undefined;
}

interface Fields {
  readonly fields: readonly DescribedField[];
}

const TYPES: Readonly<Record<string, string>> = {
  list: "ARRAY<STRING>",
  integer: "INT",
  decimal: "DOUBLE",
  boolean: "BOOLEAN",
  timestamp: "DATE",
};
/** How moments are written; other dates stand as precise as they were given. */
const TYPE_FORMAT = "yyyy-MM-ddTHH:mm:ss.SSSZ";
const INTERPRETED = new Map(INTERPRETED_COLUMNS.map(({ name, type }) => [name, TYPES[type] ?? "STRING"]));
const TERMS = new Map(OCCURRENCE_COLUMNS.map(({ name, term }) => [name, term]));
const GBIF = "http://rs.gbif.org/terms/1.0/";
/** Columns of tables that stand for a term of another name. */
const OTHER_TERMS = new Map([
  ["verbatimScientificName", "http://rs.tdwg.org/dwc/terms/scientificName"],
  ["verbatimScientificNameAuthorship", "http://rs.tdwg.org/dwc/terms/scientificNameAuthorship"],
  ["publishingOrgKey", "http://rs.gbif.org/terms/internal/publishingOrgKey"],
]);
const REQUIRED = new Set(["gbifID", "datasetKey"]);

/** The columns of a format, under GBIF's name for it: `"simpleCsv"`; `undefined` for another name. */
export function describedFormat(name: string): object | undefined {
  switch (name) {
    case "simpleCsv":
      return of(named(SIMPLE_COLUMNS), true);
    case "simpleParquet":
      return of(named(SIMPLE_COLUMNS), false);
    case "speciesList":
      return {
        fields: of(named(SPECIES_COLUMNS), true).fields.map((field) => ({
          ...field,
          ...(field.name === "numberOfOccurrences" && { type: "INT" }),
          nullable: field.name !== "taxonKey",
        })),
      };
    case "dwca":
      return {
        verbatim: texts(VERBATIM_COLUMNS),
        multimedia: texts(MULTIMEDIA_COLUMNS),
        interpreted: of(OCCURRENCE_COLUMNS, true),
        verbatimExtensions: EXTENSIONS,
      };
    default:
      return undefined;
  }
}

function named(names: readonly string[]): ExportColumn[] {
  return names.map((name) => ({ name, term: OTHER_TERMS.get(name) ?? TERMS.get(name) ?? GBIF + name }));
}

function of(columns: readonly ExportColumn[], isText: boolean): Fields {
  return {
    fields: columns.map(({ name, term }) => {
      const type = name === "gbifID" ? "STRING" : (INTERPRETED.get(name) ?? "STRING");
      const isList = type === TYPES["list"];
      return {
        ...{ name, type },
        ...(type === TYPES["timestamp"] && { typeFormat: TYPE_FORMAT }),
        ...{ term, nullable: !REQUIRED.has(name) },
        ...(isText && isList && { delimiter: ";" }),
      };
    }),
  };
}

function texts(columns: readonly ExportColumn[]): Fields {
  return { fields: columns.map(({ name, term }) => ({ name, type: "STRING", term, nullable: name !== "gbifID" })) };
}
