/** In which form is a list of names whose sender does not say? */
import { BinomenError } from "../errors.ts";
import { decodeRows } from "../tables/decode.ts";
import type { Delimiter } from "../tables/delimited-text.ts";
import { splitRows } from "../tables/delimited-text.ts";
import type { BulkFormat } from "./format.ts";
import { readHeader } from "./rows.ts";

const EXTENSIONS: Readonly<Record<string, BulkFormat>> = {
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
  ndjson: "ndjson",
  jsonl: "ndjson",
  json: "json",
  msgpack: "msgpack",
};

/** The form that a file name says, a packing suffix ignored; `undefined` for `.txt` and others. */
export function formatOfFileName(name: string): BulkFormat | undefined {
  const extension = /\.(\w+?)(\.(gz|zst))?$/i.exec(name)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : EXTENSIONS[extension];
}

/**
 * The form that the first bytes look like: JSON by its bracket, a table by a header with a column of names, else one
 * name a line.
 *
 * @param map columns that the caller named, which make a header of a line that would be none
 */
export function formatOfContent(start: Buffer, map?: Readonly<Record<string, string>>): BulkFormat {
  const text = decodeRows(start)
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (text.startsWith("{")) return "ndjson";
  if (text.startsWith("[")) return "json";
  const isHeader = (delimiter: Delimiter) => {
    const [header = ""] = splitRows(text, delimiter);
    if (!header.includes(delimiter)) return false;
    try {
      return readHeader(header, delimiter, map).columns.length > 1;
    } catch (error) {
      if (error instanceof BinomenError) return false;
      throw error;
    }
  };
  if (isHeader("\t")) return "tsv";
  if (isHeader(",") || isHeader(";")) return "csv";
  const [first = ""] = splitRows(text, "\t");
  // A header alone in its line: a table of one column.
  return /^"?(scientific[ _]?name|canonical[ _]?name|name)"?$/i.test(first.trim()) ? "csv" : "text";
}
