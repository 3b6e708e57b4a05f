/** In which form is a list of names whose sender does not say? */
import { decodeText } from "../tables/encoding.ts";
import { cellsOfLine, sniffText } from "../tables/sniff.ts";
import { columnTerm } from "../taxonomy/column-names.ts";
import type { BulkFormat } from "./format.ts";
import { isHeader, knownIn } from "./header.ts";

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
 * The form that the first bytes look like: JSON by its bracket, a table by a header with a column of names or by the same
 * number of tabs, semicolons or bars in all lines, else one name a line.
 *
 * @param map columns that the caller named, which make a header of a line that would be none
 */
export function formatOfContent(start: Buffer, map?: Readonly<Record<string, string>>): BulkFormat {
  const text = decodeText(start).text.trimStart();
  if (text.startsWith("{")) return "ndjson";
  if (text.startsWith("[")) return "json";
  const known = (cells: readonly string[]): number => (isHeader(cells, map) ? knownIn(cells, map) : 0);
  const { dialect, rows } = sniffText(text, false, { known, mayBeList: true, mayHaveTitles: true });
  const header = rows[0] ?? [];
  if (header.length > 1 && (known(header) > 0 || (dialect.delimiter !== "," && rows.length > 1)))
    return dialect.delimiter === "\t" ? "tsv" : "csv";
  // A header alone in its line: a table of one column. A genus is not one, so only words that say what they are.
  const [only = ""] = cellsOfLine(header[0] ?? "", { ...dialect, delimiter: "", quote: '"' });
  return columnTerm(only)?.term === "scientificName" ? "csv" : "text";
}
