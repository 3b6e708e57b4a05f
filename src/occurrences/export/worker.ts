/** Turns one part of a dataset into compressed pieces of the members of an archive. */
import type { ColumnValue } from "../dataset/parquet/leaves.ts";
import { parquetFile } from "../dataset/parquet/parquet-file.ts";
import { type PartColumns, type PartValue, readPartColumns } from "../dataset/part-columns.ts";
import { readPart } from "../dataset/read-part.ts";
import { INTERPRETED_COLUMNS } from "../dataset/schema.ts";
import { SIMPLE_COLUMNS } from "./columns.ts";
import { ndjsonLine } from "./ndjson.ts";
import { exportRows } from "./rows.ts";
import { type DeflatedPiece, deflatePiece } from "./zip.ts";

/** "Make these pieces." */
export interface ExportMessage {
  readonly format: "dwca" | "simple-csv" | "ndjson" | "parquet";
  readonly folder: string;
  readonly part: string;
  readonly createdBy: string;
  /** Before the name of the part in the archive, where several datasets have parts of one name. */
  readonly prefix?: string | undefined;
  /** Keys of the records that are wanted, ascending; all when absent. */
  readonly keys?: Float64Array | undefined;
}

/** Pieces by member; for NDJSON the plain bytes. */
export interface ExportedPart {
  readonly records: number;
  readonly pieces: Readonly<Record<string, DeflatedPiece>>;
  readonly bytes?: Uint8Array | undefined;
}

/** Exports one part. */
export default async function exportPart(message: ExportMessage): Promise<ExportedPart> {
  const { format, folder, part, createdBy, prefix = "", keys } = message;
  if (format === "ndjson") {
    const all = await readPart(folder, part);
    const records = keys === undefined ? all : all.filter(({ record }) => isAmong(keys, record.gbifID ?? -1));
    const text = records.map((record) => `${ndjsonLine(record)}\n`).join("");
    return { records: records.length, pieces: {}, bytes: new Uint8Array(Buffer.from(text)) };
  }
  const columns = await readPartColumns(folder, part);
  const rows = wantedRows(columns, keys);
  if (format === "parquet") {
    const wanted = SIMPLE_COLUMNS.map((name) => INTERPRETED_COLUMNS.find((column) => column.name === name)!);
    const values = wanted.map(({ name }) => {
      const column = columns.interpreted.get(name);
      return Array.from(rows, (row) => writable(column?.[row]));
    });
    const piece = deflatePiece(parquetFile(wanted, values, rows.length, createdBy));
    return { records: rows.length, pieces: { [`occurrence.parquet/${prefix}${part}`]: piece } };
  }
  const pieces = Object.fromEntries(
    Object.entries(exportRows(format, columns, rows)).map(([name, bytes]) => [name, deflatePiece(bytes)]),
  );
  return { records: rows.length, pieces };
}

function wantedRows({ rowCount, interpreted }: PartColumns, keys: Float64Array | undefined): Int32Array {
  const all = Int32Array.from({ length: rowCount }, (_, row) => row);
  if (keys === undefined) return all;
  const own = interpreted.get("gbifID");
  return all.filter((row) => isAmong(keys, Number(own?.[row] ?? -1)));
}

/** A value as files of Parquet are written from it. */
function writable(value: PartValue): ColumnValue {
  if (value instanceof Date) return value.getTime();
  return typeof value === "bigint" ? Number(value) : value;
}

/** Whether a sorted list of numbers has this one. */
function isAmong(sorted: Float64Array, wanted: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
