/** The rows of a chunk, whatever they are written in. */
import { readJson } from "./json-rows.ts";
import { type RowChunk, type RowSet, readTable } from "./rows.ts";

/** Reads all rows of a chunk. */
export function readRows(chunk: RowChunk): RowSet {
  const { form } = chunk;
  return form.kind === "json" ? readJson(chunk) : readTable(chunk, form);
}
