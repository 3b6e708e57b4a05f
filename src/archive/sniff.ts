/** How is a text table written down: which delimiter, quotes, encoding, line ends, is there a header? */
import { BinomenError } from "../errors.ts";
import { decoderLabel, decodeSample, detectEncoding, FALLBACK } from "../tables/encoding.ts";
import { MOST_COLUMNS, SAMPLE_BYTES } from "../tables/limits.ts";
import type { TableFormat } from "../tables/rows.ts";
import { type SniffedText, sniffText } from "../tables/sniff.ts";
import type { SourceFile } from "./packed/source-file.ts";
import { knownColumns } from "./terms.ts";

/** What the first bytes of a table tell. */
export interface SniffedTable {
  readonly format: TableFormat;
  /** Cells of the first line, whether it is a header or not. */
  readonly firstLine: readonly string[];
  /** Cells of the first lines, the header included. */
  readonly lines: readonly (readonly string[])[];
  /** Titles and comments above the header. */
  readonly titles: SniffedText["titles"];
}

/** First bytes of a file, unpacked. */
export async function readSample(file: SourceFile, bytes = SAMPLE_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of file.read()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}

/** Whole content of a small file as text, in whatever encoding. */
export async function readText(file: SourceFile, limit = 1 << 24): Promise<string> {
  const bytes = await readSample(file, limit);
  return decodeSample(bytes, detectEncoding(bytes)).replace(/^\uFEFF/, "");
}

/**
 * Looks at the first bytes of a table.
 *
 * @param declared what a descriptor says. Its encoding and line ends are believed as far as the bytes allow; the
 *   delimiter and the quotes always.
 * @throws SOURCE_DAMAGED when the first row has more columns than any table, or does not end in the sample
 */
export function sniffTable(sample: Buffer, declared: Partial<TableFormat> = {}, path = ""): SniffedTable {
  const encoding = detectEncoding(sample, declared.encoding);
  const text = decodeSample(sample, encoding).replace(/^\uFEFF/, "");
  const { dialect, headerLines, rows, titles } = sniffText(text, sample.length < SAMPLE_BYTES, {
    declared,
    known: knownColumns,
    // A descriptor says how many lines its header has.
    mayHaveTitles: declared.headerLines === undefined,
  });
  const width = rows[0]?.length ?? 0;
  if (width > MOST_COLUMNS)
    throw new BinomenError("SOURCE_DAMAGED", {
      path,
      problem: `its first row has ${width}${sample.length < SAMPLE_BYTES ? "" : " or more"} columns, at most ${MOST_COLUMNS} are read.`,
    });
  // UTF-8 proves itself, a declaration counts; what is read as Windows-1252 for want of both may be anything.
  const isGuessed = encoding === FALLBACK && decoderLabel(declared.encoding ?? "") === undefined;
  return {
    format: {
      encoding,
      ...(isGuessed && { unknownEncoding: declared.encoding ?? "" }),
      ...dialect,
      headerLines: declared.headerLines ?? headerLines,
    },
    firstLine: rows[0] ?? [],
    lines: rows,
    titles,
  };
}
