/** Turns one part of a dataset into compressed pieces of the members of an archive. */
import { parquetFile } from "../dataset/parquet/parquet-file.ts";
import { readPart } from "../dataset/read-part.ts";
import { INTERPRETED_COLUMNS } from "../dataset/schema.ts";
import { SIMPLE_COLUMNS } from "./columns.ts";
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
  const all = await readPart(folder, part);
  const records = keys === undefined ? all : all.filter(({ record }) => isAmong(keys, record.gbifID ?? -1));
  if (format === "parquet") {
    const columns = SIMPLE_COLUMNS.map((name) => INTERPRETED_COLUMNS.find((column) => column.name === name)!);
    const values = columns.map(({ name }) => records.map(({ record }) => record[name as "locality"]));
    const piece = deflatePiece(parquetFile(columns, values, records.length, createdBy));
    return { records: records.length, pieces: { [`occurrence.parquet/${prefix}${part}`]: piece } };
  }
  const texts = exportRows(format, records);
  if (format === "ndjson")
    return { records: records.length, pieces: {}, bytes: new Uint8Array(Buffer.from(texts["ndjson"]!)) };
  const pieces = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, deflatePiece(Buffer.from(text))]),
  );
  return { records: records.length, pieces };
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
