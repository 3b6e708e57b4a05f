/**
 * Which characters do the bytes of a text file mean?
 *
 * Gives the text in pieces that end where a line ends, so that whoever splits rows never sees half a line. A line that
 * is not valid in a UTF-8 file is read as Windows-1252, which has a character for nearly every byte, and is named.
 */
import { isAscii, isUtf8 } from "node:buffer";
import { BinomenError } from "../errors.ts";
import type { ProblemReport } from "../taxonomy/problem-report.ts";
import { LONGEST_LINE_BYTES } from "./limits.ts";

/** How a text file is written down. */
export interface TextFormat {
  /** Label that TextDecoder understands: `"utf-8"`, `"utf-16le"`, `"windows-1252"` … */
  readonly encoding: string;
  /** What ends a line. `"\n"` also stands for `"\r\n"`. */
  readonly newline: string;
}

/** Whole lines of a file. */
export interface TextPiece {
  text: string;
  /** Lines of this piece, counted from 0, that were not in the encoding of the file. Mostly absent. */
  badLines?: number[] | undefined;
  /** Lines whose characters were destroyed before: `"M\uFFFDller"`, `"MÃ¼ller"`. Mostly absent. */
  lostLines?: number[] | undefined;
}

/** Adds to a report what is wrong with the characters of a piece. @param firstLine 1-based line of its first line. */
export function reportCharacters(piece: TextPiece, firstLine: number, report: ProblemReport, file?: string): void {
  for (const line of piece.badLines ?? []) report.add("WRONG_ENCODING", firstLine + line, undefined, file);
  for (const line of piece.lostLines ?? []) report.add("LOST_CHARACTERS", firstLine + line, undefined, file);
}

/** The replacement character, or UTF-8 that was once read as Latin-1 and written again. */
const LOST = /\uFFFD|[ÂÃ][\u0080-\u00BF]/;

/** Bytes that are decoded at once: few enough that one odd character does not make megabytes of text two bytes wide. */
const PIECE_BYTES = 1 << 17;

const FALLBACK = new TextDecoder("windows-1252");

/**
 * Decodes a file into pieces of whole lines. The byte order mark is dropped.
 *
 * @param line the 1-based line behind all pieces that were given out, for the error
 * @throws SOURCE_DAMAGED when a line is longer than LONGEST_LINE_BYTES.
 */
export async function* decodePieces(
  chunks: AsyncIterable<Buffer>,
  format: TextFormat,
  path: string,
  line?: () => number,
): AsyncIterable<TextPiece> {
  if (!cutsAtBytes(format)) {
    yield* decodeWide(chunks, format, path, line);
    return;
  }
  const lineEnd = format.newline.charCodeAt(format.newline.length - 1);
  let rest: Buffer[] = [];
  let restLength = 0;
  let first = true;
  for await (const chunk of chunks) {
    rest.push(chunk);
    restLength += chunk.length;
    if (restLength < 3 && first) continue;
    if (!first && chunk.indexOf(lineEnd) < 0) {
      // Put together only when a line ends: a long line must not be copied again and again.
      checkLineLength(restLength, path, line);
      continue;
    }
    let bytes = rest.length > 1 ? Buffer.concat(rest) : rest[0]!;
    if (first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    first = false;
    let start = 0;
    const end = bytes.lastIndexOf(lineEnd) + 1;
    while (start < end) {
      // The piece ends behind the last line end within PIECE_BYTES, or behind the first one if lines are longer.
      let stop = end;
      if (end - start > PIECE_BYTES) {
        stop = bytes.lastIndexOf(lineEnd, start + PIECE_BYTES) + 1;
        if (stop <= start) stop = bytes.indexOf(lineEnd, start) + 1;
      }
      yield decodeLines(bytes.subarray(start, stop), format);
      start = stop;
    }
    restLength = bytes.length - start;
    rest = restLength > 0 ? [Buffer.from(bytes.subarray(start))] : [];
    checkLineLength(restLength, path, line);
  }
  let bytes = Buffer.concat(rest);
  if (first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
  if (bytes.length) yield decodeLines(bytes, format);
}

function checkLineLength(length: number, path: string, line?: () => number): void {
  if (length <= LONGEST_LINE_BYTES) return;
  const where = line === undefined ? "a line" : `line ${line()}`;
  const problem = `${where} is longer than ${LONGEST_LINE_BYTES >> 20} MiB: it is no text table, or its lines end otherwise.`;
  throw new BinomenError("SOURCE_DAMAGED", { path, problem });
}

/** Decodes bytes that hold whole lines. */
export function decodeLines(bytes: Buffer, format: TextFormat): TextPiece {
  if (format.encoding !== "utf-8")
    return { text: isAscii(bytes) ? bytes.toString("latin1") : new TextDecoder(format.encoding).decode(bytes) };
  if (isUtf8(bytes)) {
    const text = bytes.toString("utf8");
    return mayBeLost(text) && LOST.test(text) ? { text, lostLines: linesWith(LOST, text, format.newline) } : { text };
  }
  const lineEnd = format.newline.charCodeAt(format.newline.length - 1);
  const badLines: number[] = [];
  const lostLines: number[] = [];
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(lineEnd, start);
    const stop = found < 0 ? bytes.length : found + 1;
    const line = bytes.subarray(start, stop);
    const isGood = isUtf8(line);
    const text = isGood ? line.toString("utf8") : FALLBACK.decode(line);
    if (!isGood) badLines.push(lines.length);
    else if (LOST.test(text)) lostLines.push(lines.length);
    lines.push(text);
    start = stop;
  }
  return { text: lines.join(""), badLines, ...(lostLines.length > 0 && { lostLines }) };
}

/** Searching for single characters costs a tenth of the pattern, and nearly all pieces have none of them. */
function mayBeLost(text: string): boolean {
  return text.includes("\uFFFD") || text.includes("Ã") || text.includes("Â");
}

function linesWith(pattern: RegExp, text: string, newline: string): number[] {
  return text.split(newline).flatMap((line, i) => (pattern.test(line) ? [i] : []));
}

/** True when a line end can be found without decoding. */
export function cutsAtBytes(format: TextFormat): boolean {
  return !format.encoding.startsWith("utf-16") && format.newline.charCodeAt(format.newline.length - 1) < 0x80;
}

async function* decodeWide(
  chunks: AsyncIterable<Buffer>,
  format: TextFormat,
  path: string,
  line?: () => number,
): AsyncIterable<TextPiece> {
  const decoder = new TextDecoder(format.encoding);
  let rest = "";
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf(format.newline) + format.newline.length;
    if (end < format.newline.length) {
      rest = text;
      checkLineLength(rest.length, path, line);
    } else {
      yield { text: text.slice(0, end) };
      rest = text.slice(end);
    }
  }
  rest += decoder.decode();
  if (rest) yield { text: rest };
}

/**
 * A stream of text as UTF-8: what is UTF-16, or said to be in another encoding, is transcoded. Lines that are not UTF-8 are left
 * to whoever reads them ({@link decodeLines}).
 *
 * @param encoding as `detectEncoding` finds it
 */
export async function* asUtf8(input: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  if (encoding === "utf-8") {
    yield* input;
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const bytes of input) {
    const text = decoder.decode(bytes, { stream: true });
    if (text !== "") yield Buffer.from(text);
  }
  const rest = decoder.decode();
  if (rest !== "") yield Buffer.from(rest);
}
