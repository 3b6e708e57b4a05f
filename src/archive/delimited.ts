/**
 * What is in a CSV or TSV file, or a folder or zip of them without a descriptor?
 *
 * Columns are known by their Darwin Core, ColDP, GBIF or WFO names, others are mapped by the caller. WFO's
 * `classification.csv`, its list of names, and the export of GBIF's matching service are such files.
 */
import { BinomenError } from "../errors.ts";
import { duplicateColumns } from "../tables/table.ts";
import { readMetadata } from "./metadata.ts";
import { areLinkedByName } from "./name-links.ts";
import type { SourceFiles } from "./packed/source-file.ts";
import { readSample, type SniffedTable, sniffTable } from "./sniff.ts";
import type { Source } from "./source.ts";
import { type TablePart, TableSource } from "./table-source.ts";
import { type FieldMap, mapColumns, resemblingColumns } from "./terms.ts";
import { USUAL_RULES } from "./usage-rows.ts";

/** What a caller may say about columns. */
export interface MapOptions {
  /** Column name → Darwin Core term or field: `{ Taxon: "scientificName" }`. `""` leaves a column out. */
  map?: Readonly<Record<string, string>> | undefined;
}

/**
 * Opens the table of names of a source without descriptor; `undefined` when no file has a column of names.
 *
 * @throws SOURCE_UNKNOWN_FORMAT when `map` names a column that no file has.
 */
export async function openDelimited(
  path: string,
  source: SourceFiles,
  options: MapOptions,
): Promise<Source | undefined> {
  const { files, packing, close } = source;
  let best: { part: TablePart; score: number } | undefined;
  const vernaculars: TablePart[] = [];
  /** Tables of names that do not look like extensions of one. */
  const named: string[] = [];
  const missing = new Set(Object.keys(options.map ?? {}).map((column) => column.trim().toLowerCase()));
  for (const file of files) {
    if (packing !== "file" && !/\.(txt|csv|tsv|tab|dat|psv)$/i.test(file.name)) continue;
    const sniffed = sniffTable(await readSample(file), {}, file.name);
    for (const column of sniffed.firstLine) missing.delete(column.trim().toLowerCase());
    const fields = mapColumns(sniffed.firstLine, options.map);
    const part: TablePart = {
      file,
      table: { format: sniffed.format, fields, columnCount: sniffed.firstLine.length, rules: rulesOf(fields, sniffed) },
      columns: {
        resembling: resemblingColumns(sniffed.firstLine, fields),
        duplicates: [...duplicateColumns(sniffed.firstLine).keys()],
      },
      titles: sniffed.titles,
    };
    if (fields.columns.vernacularName !== undefined && (fields.columns.id ?? fields.columns.taxonId) !== undefined)
      vernaculars.push(part);
    const score = nameScore(fields, file.name, packing);
    if (score <= 0) continue;
    if (best === undefined || score > best.score) best = { part, score };
    if (score > EXTENSION_SCORE) named.push(file.name);
  }
  if (!best) return undefined;
  if (missing.size)
    throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
      path,
      problem: `No column is called ${[...missing].map((column) => `"${column}"`).join(", ")}.`,
    });
  const { part } = best;
  if (packing !== "file" && !isChecklist(part.table.fields, part.file.name)) refuseUnrelated(path, named, files.length);
  return new TableSource({
    path,
    format: packing === "file" ? "delimited" : "dwca",
    metadata: await readMetadata(files),
    parts: [part],
    linkedByName: await areLinkedByName([part], path),
    vernaculars: vernaculars.filter(
      (other) => other.file !== part.file || part.table.fields.columns.vernacularName !== undefined,
    ),
    close,
  });
}

/** Score of a table that is rather an extension. */
const EXTENSION_SCORE = 0.1;

/** What a table of usages has beside a name, some of it at least. */
const USAGE_FIELDS = [
  "id",
  "taxonId",
  "parentId",
  "parentName",
  "acceptedId",
  "acceptedName",
  "rank",
  "status",
] as const;

function isChecklist({ columns }: FieldMap, name: string): boolean {
  return CHECKLIST_NAME.test(name) || USAGE_FIELDS.filter((field) => columns[field] !== undefined).length > 1;
}

const CHECKLIST_NAME = /(^|\/)(tax|name|checklist|classification|species)/i;

/**
 * Plots, photos and a budget in one folder are not a checklist because each has a column of species. A single table is taken,
 * and so is one that looks like a checklist; of several others nobody can say which is meant.
 */
function refuseUnrelated(path: string, named: readonly string[], fileCount: number): void {
  if (named.length < 2 && fileCount < 2) return;
  const shown = named.slice(0, 5).join(", ") + (named.length > 5 ? ", …" : "");
  throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
    path,
    problem: `It holds ${fileCount} files without a descriptor, and none looks like a checklist (names stand in: ${shown || "none"}). Name the file that is meant.`,
  });
}

/** How surely a file is the list of names: 0 when it has none. */
function nameScore({ columns }: FieldMap, name: string, packing: SourceFiles["packing"]): number {
  const hasName =
    columns.scientificName !== undefined ||
    columns.canonicalName !== undefined ||
    columns.genericName !== undefined ||
    columns.uninomial !== undefined ||
    (columns.genus !== undefined && columns.specificEpithet !== undefined);
  if (!hasName) return 0;
  let score = Object.keys(columns).length;
  if (packing !== "file" && CHECKLIST_NAME.test(name)) score += 3;
  // Extensions of taxa (vernacular names, distributions, occurrences) repeat the name.
  if (columns.vernacularName !== undefined) score -= 5;
  if (packing !== "file" && /vernacular|distrib|occurrence|image|media|reference|description|type/i.test(name))
    score -= 8;
  return Math.max(score, 0.1);
}

/** Synonyms point to their accepted usage by the parent column when there is no other and the file has statuses. */
function rulesOf({ columns }: FieldMap, sniffed: SniffedTable): TablePart["table"]["rules"] {
  const isColdp = sniffed.firstLine.some((column) => /^col:/i.test(column.trim()));
  return {
    ...USUAL_RULES,
    parentOfSynonymIsAccepted:
      columns.parentId !== undefined && columns.acceptedId === undefined && (isColdp || columns.status !== undefined),
  };
}
