/**
 * Records as rows of GBIF's download files: tab between cells, no quotes, tabs and line ends in values become spaces.
 *
 * Put together by columns: those that are empty or say the same in all rows of a part are written into what stands between
 * the others.
 */
import { ByteSink } from "../../answer/bytes/byte-sink.ts";
import type { PartColumn, PartColumns, PartValue } from "../dataset/part-columns.ts";
import { INTERPRETED_COLUMNS } from "../dataset/schema.ts";
import { MULTIMEDIA_COLUMNS, OCCURRENCE_COLUMNS, SIMPLE_COLUMNS, VERBATIM_COLUMNS } from "./columns.ts";
import { DERIVED_COLUMNS } from "./derived-columns.ts";

/** What a dataset can be exported as. */
export const EXPORT_FORMATS = ["dwca", "simple-csv", "ndjson", "parquet", "species-list"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const INTERPRETED: ReadonlySet<string> = new Set(INTERPRETED_COLUMNS.map(({ name }) => name));
const DECIMALS: ReadonlySet<string> = new Set(
  INTERPRETED_COLUMNS.flatMap(({ name, type }) => (type === "decimal" ? [name] : [])),
);

/** Cells of a column by row, or the one that all rows have. */
type Cells = string | readonly string[];

/**
 * The rows of a part, by member of the archive.
 *
 * @param rows of the part that are wanted, ascending; all when absent
 */
export function exportRows(
  format: "dwca" | "simple-csv",
  part: PartColumns,
  rows: ArrayLike<number> = Int32Array.from({ length: part.rowCount }, (_, row) => row),
): Record<string, Uint8Array> {
  if (format === "simple-csv")
    return {
      csv: lines(
        SIMPLE_COLUMNS.map((name) => interpretedCells(part, rows, name)),
        rows.length,
      ),
    };
  return {
    "occurrence.txt": lines(
      OCCURRENCE_COLUMNS.map(({ name }) => occurrenceCells(part, rows, name)),
      rows.length,
    ),
    "verbatim.txt": lines(
      VERBATIM_COLUMNS.map(({ name }) =>
        name === "gbifID" ? interpretedCells(part, rows, name) : verbatimCells(part, rows, name),
      ),
      rows.length,
    ),
    "multimedia.txt": Buffer.from(mediaLines(part, rows)),
  };
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

function occurrenceCells(part: PartColumns, rows: ArrayLike<number>, name: string): Cells {
  const { interpreted } = part;
  const derived = DERIVED_COLUMNS.get(name);
  if (derived !== undefined) return cellsOf(interpreted.get(derived.from), rows, (value) => cellOf(derived.of(value)));
  return INTERPRETED.has(name) ? interpretedCells(part, rows, name) : verbatimCells(part, rows, name);
}

function interpretedCells({ interpreted }: PartColumns, rows: ArrayLike<number>, name: string): Cells {
  return cellsOf(interpreted.get(name), rows, DECIMALS.has(name) ? decimalCell : cellOf);
}

/** Terms only: what the file has beside them is written elsewhere. */
function verbatimCells({ verbatim }: PartColumns, rows: ArrayLike<number>, name: string): Cells {
  if (name === "gbifID" || name === "coreId" || name === "extensions") return "";
  return cellsOf(verbatim.get(name), rows, (value) => (typeof value === "string" ? cellOf(value) : ""));
}

/** Equal values behind one another are made into text once. */
function cellsOf(
  column: PartColumn | undefined,
  rows: ArrayLike<number>,
  textOf: (value: NonNullable<PartValue>) => string,
): Cells {
  if (column === undefined || rows.length === 0) return "";
  const cells: string[] = new Array(rows.length);
  let isSame = true;
  let last: PartValue;
  let text = "";
  for (let i = 0; i < rows.length; i++) {
    const value = column[rows[i]!];
    if (value !== last) {
      last = value;
      text = value === undefined ? "" : textOf(value);
      if (i > 0 && text !== cells[0]) isSame = false;
    }
    cells[i] = text;
  }
  return isSame ? cells[0]! : cells;
}

function mediaLines({ interpreted }: PartColumns, rows: ArrayLike<number>): string {
  const media = interpreted.get("media");
  if (media === undefined) return "";
  const keys = interpreted.get("gbifID");
  let text = "";
  for (let i = 0; i < rows.length; i++) {
    const ofRow = media[rows[i]!];
    if (typeof ofRow !== "string") continue;
    for (const medium of JSON.parse(ofRow) as Record<string, string>[]) {
      const cells = MULTIMEDIA_COLUMNS.map(({ name }) => cellOf(name === "gbifID" ? keys?.[rows[i]!] : medium[name]));
      text += `${cells.join("\t")}\n`;
    }
  }
  return text;
}

/** A decimal as GBIF's downloads and DuckDB write it: `250` → `"250.0"`, `0.00001` → `"1e-05"`. */
function decimalCell(decimal: PartValue): string {
  const value = Number(decimal);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** What ends a cell or a line for some reader, or is cut off by it. */
const UNSAFE = /[\t\n\r\v\f\0\u0085\u2028\u2029]|^ | $/;

function cellOf(value: PartValue): string {
  if (value === undefined || value === null) return "";
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === "object" ? value.join(";") : String(value);
  if (!UNSAFE.test(text)) return text;
  // What ends a cell or a line becomes a space (`download/files/cells-sql.ts` says the same in SQL).
  return text.replace(/[\t\n\r\v\f\0\u0085\u2028\u2029]/g, " ").replace(/^ +| +$/g, "");
}

function lines(columns: readonly Cells[], rowCount: number): Uint8Array {
  const varying: (readonly string[])[] = [];
  // What stands before each column that varies: the cells that do not.
  const before: string[] = [];
  let fixed = "";
  columns.forEach((cells, i) => {
    if (i > 0) fixed += "\t";
    if (typeof cells === "string") fixed += cells;
    else {
      varying.push(cells);
      before.push(fixed);
      fixed = "";
    }
  });
  sink.length = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let i = 0; i < varying.length; i++) {
      sink.write(before[i]!);
      sink.write(varying[i]![row]!);
    }
    sink.write(fixed);
    sink.writeByte(LF);
  }
  return sink.copy();
}

const LF = 0x0a;
/** One for all parts of a thread: it is as large as the longest member of a part was. */
const sink = new ByteSink();
