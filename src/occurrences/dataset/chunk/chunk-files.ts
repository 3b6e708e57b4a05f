/** The Parquet files of a chunk: its records as understood and as published, and the names that were asked. */

import type { InterpretedField, InterpretedRecord } from "../../interpretation/interpreted.ts";
import type { ColumnValues, NumberedValues, Numbers } from "../parquet/leaves.ts";
import { PackedTexts } from "../parquet/packed-texts.ts";
import { parquetFile } from "../parquet/parquet-file.ts";
import { type Column, INTERPRETED_COLUMNS } from "../schema.ts";
import type { ChunkTools, InterpretedChunk } from "./interpret-chunk.ts";
import { namesFile, sameForRows } from "./names-file.ts";

/** The file of interpreted records. */
export function interpretedFile(records: readonly InterpretedRecord[], createdBy: string): Uint8Array {
  const values = INTERPRETED_COLUMNS.map(({ name }) => records.map((record) => record[name as InterpretedField]));
  return parquetFile(INTERPRETED_COLUMNS, values, records.length, createdBy);
}

/** The files of a chunk. @param terms columns of the verbatim file, the same for all chunks of a table */
export function chunkFiles(
  chunk: InterpretedChunk,
  terms: readonly string[],
  { taxa, createdBy }: ChunkTools,
): { interpreted: Uint8Array; verbatim: Uint8Array; names: Uint8Array } {
  const { set, keys, fields } = chunk;
  const nothing = sameForRows(set.rowCount, undefined);
  const interpreted = INTERPRETED_COLUMNS.map(({ name }) =>
    name === "gbifID" ? keys : (fields.get(name as InterpretedField) ?? nothing),
  );
  const packed = new PackedTexts();
  // First: what was published is packed from the bytes of the chunk, for both files.
  const verbatim = verbatimFile(chunk, terms, createdBy, packed);
  return {
    interpreted: parquetFile(INTERPRETED_COLUMNS, interpreted, set.rowCount, createdBy, packed),
    verbatim,
    names: namesFile(chunk.asked, taxa, createdBy),
  };
}

function verbatimFile(
  { set, extensions, keys }: InterpretedChunk,
  wanted: readonly string[],
  createdBy: string,
  packed: PackedTexts,
): Uint8Array {
  const { terms, rowCount } = set;
  const nothing = sameForRows(rowCount, undefined);
  const names = (wanted.length > 0 ? wanted : terms).filter(
    (term) => term !== "gbifID" && term !== "coreId" && term !== "extensions",
  );
  const columns: Column[] = [
    { name: "gbifID", type: "long" },
    { name: "coreId", type: "text" },
    ...names.map((name) => ({ name, type: "text" as const })),
    { name: "extensions", type: "json" },
  ];
  const rows = extensions?.map((ofRow) =>
    ofRow !== undefined && Object.keys(ofRow).length > 0 ? JSON.stringify(ofRow) : undefined,
  );
  const values: (ColumnValues | NumberedValues | Numbers)[] = [
    keys,
    set.ids ?? nothing,
    ...names.map((name) => set.columns[terms.indexOf(name)] ?? nothing),
    rows ?? nothing,
  ];
  return parquetFile(columns, values, rowCount, createdBy, packed);
}
