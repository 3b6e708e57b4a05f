/** How are the records of a part read back? */
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import type { ExportedRecord } from "../export/ndjson.ts";
import { InterpretedRecord } from "../interpretation/interpreted.ts";
import type { Extensions } from "../interpretation/record.ts";
import { openParquet } from "./part-columns.ts";
import { INTERPRETED_COLUMNS } from "./schema.ts";

/** Objects of a Parquet file; nulls are `undefined` or null. @param columns all when absent */
export async function readParquet(path: string, columns?: string[]): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ ...openParquet(path), ...(columns && { columns }) });
}

/** The interpreted records of a part. */
export async function readInterpreted(folder: string, part: string): Promise<InterpretedRecord[]> {
  const objects = await readParquet(join(folder, "interpreted", part));
  return objects.map((object) => {
    const record = new InterpretedRecord();
    const fields = record as unknown as Record<string, unknown>;
    for (const { name, type } of INTERPRETED_COLUMNS) {
      const value = object[name];
      if (value === null || value === undefined) continue;
      fields[name] = type === "long" ? Number(value) : type === "timestamp" ? (value as Date).getTime() : value;
    }
    return record;
  });
}

/** The records of a part with their verbatim ones. */
export async function readPart(folder: string, part: string): Promise<ExportedRecord[]> {
  const [records, verbatim] = await Promise.all([
    readInterpreted(folder, part),
    readParquet(join(folder, "verbatim", part)),
  ]);
  return records.map((record, i) => {
    const { gbifID: _, coreId: __, extensions, ...core } = verbatim[i]!;
    return {
      record,
      core: Object.entries(core).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      extensions: typeof extensions === "string" ? (JSON.parse(extensions) as Extensions) : {},
    };
  });
}
