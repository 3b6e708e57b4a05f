/** Records as rows of GBIF's download files: tab between cells, no quotes, tabs and line ends in values become spaces. */
import { INTERPRETED_COLUMNS } from "../dataset/schema.ts";
import { gbifRegionOf, REGION_COLUMNS } from "../dictionaries/gbif-regions.ts";
import { MULTIMEDIA_COLUMNS, OCCURRENCE_COLUMNS, SIMPLE_COLUMNS, VERBATIM_COLUMNS } from "./columns.ts";
import { type ExportedRecord, ndjsonLine } from "./ndjson.ts";

/** What a dataset can be exported as. */
export const EXPORT_FORMATS = ["dwca", "simple-csv", "ndjson", "parquet", "species-list"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const INTERPRETED: ReadonlySet<string> = new Set(INTERPRETED_COLUMNS.map(({ name }) => name));

const namesOf = (wanted: string): ReadonlySet<string> =>
  new Set(INTERPRETED_COLUMNS.flatMap(({ name, type }) => (type === wanted ? [name] : [])));
const DECIMALS = namesOf("decimal");
const TIMESTAMPS = namesOf("timestamp");

/** The rows of a part, by member of the archive. */
export function exportRows(
  format: "dwca" | "simple-csv" | "ndjson",
  records: readonly ExportedRecord[],
): Record<string, string> {
  switch (format) {
    case "simple-csv":
      return { csv: lines(records.map(({ record }) => SIMPLE_COLUMNS.map((name) => cellOf(fieldOf(record, name))))) };
    case "ndjson":
      return { ndjson: records.map((record) => `${ndjsonLine(record)}\n`).join("") };
    case "dwca":
      return {
        "occurrence.txt": lines(records.map(occurrenceRow)),
        "verbatim.txt": lines(records.map(verbatimRow)),
        "multimedia.txt": lines(records.flatMap(mediaRows)),
      };
  }
}

/** First lines of the members. */
export function exportHeaders(format: "dwca" | "simple-csv" | "ndjson"): Record<string, string> {
  const header = (names: readonly string[]) => `${names.join("\t")}\n`;
  const of = (columns: readonly { name: string }[]) => header(columns.map(({ name }) => name));
  switch (format) {
    case "simple-csv":
      return { csv: header(SIMPLE_COLUMNS) };
    case "ndjson":
      return { ndjson: "" };
    case "dwca":
      return {
        "occurrence.txt": of(OCCURRENCE_COLUMNS),
        "verbatim.txt": of(VERBATIM_COLUMNS),
        "multimedia.txt": of(MULTIMEDIA_COLUMNS),
      };
  }
}

function occurrenceRow({ record, core }: ExportedRecord): string[] {
  const verbatim = new Map(core);
  return OCCURRENCE_COLUMNS.map(({ name }) => {
    if (name === "geodeticDatum") return record.hasCoordinate ? "WGS84" : "";
    const country = REGION_COLUMNS.get(name);
    if (country !== undefined) return cellOf(gbifRegionOf(String(fieldOf(record, country))));
    return cellOf(INTERPRETED.has(name) ? fieldOf(record, name) : verbatim.get(name));
  });
}

function verbatimRow({ record, core }: ExportedRecord): string[] {
  const verbatim = new Map(core);
  return VERBATIM_COLUMNS.map(({ name }) => cellOf(name === "gbifID" ? record.gbifID : verbatim.get(name)));
}

function mediaRows({ record }: ExportedRecord): string[][] {
  if (record.media === undefined) return [];
  const media = JSON.parse(record.media) as Record<string, string>[];
  return media.map((medium) =>
    MULTIMEDIA_COLUMNS.map(({ name }) => cellOf(name === "gbifID" ? record.gbifID : medium[name])),
  );
}

function fieldOf(record: ExportedRecord["record"], name: string): unknown {
  const value = record[name as keyof typeof record] as unknown;
  if (typeof value !== "number") return value;
  if (TIMESTAMPS.has(name)) return new Date(value).toISOString();
  return DECIMALS.has(name) ? decimalText(value) : value;
}

/** A decimal as GBIF's downloads and DuckDB write it: `250` → `"250.0"`, `0.00001` → `"1e-05"`. */
function decimalText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = Array.isArray(value) ? value.join(";") : String(value);
  // What ends a cell or a line for some reader becomes a space (`download/files/cells-sql.ts` says the same in SQL).
  return text.replace(/[\t\n\r\v\f\0\u0085\u2028\u2029]/g, " ").replace(/^ +| +$/g, "");
}

function lines(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join("\t")}\n`).join("");
}
