/**
 * Which characters do the bytes of a text file mean?
 *
 * Gives the text in pieces that end where a line ends, so that whoever splits rows never sees half a line. A line that
 * is not valid in a UTF-8 file is read as Windows-1252, which has a character for nearly every byte, and is named.
 */
import { isAscii, isUtf8 } from "node:buffer";
import { BinomenError } from "../errors.ts";
import type { ProblemReport } from "../taxonomy/problem-report.ts";

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

/** Longest line. Beyond it the file has no lines, so it is not what it claims. */
const LONGEST_LINE_BYTES = 1 << 26;

/** Labels of Latin-1 that mean Windows-1252 in practice (and in TextDecoder). */
const FALLBACK = new TextDecoder("windows-1252");

/**
 * Guesses the encoding from the first bytes: a byte order mark, the zeros of UTF-16, valid UTF-8, else Windows-1252.
 *
 * @param declared what a descriptor says; only a byte order mark or valid UTF-16 overrules it.
 */
export function detectEncoding(sample: Buffer, declared?: string): string {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return "utf-8";
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  const zeros = zerosByParity(sample.subarray(0, 1000));
  if (zeros.odd > 0.3 && zeros.even < 0.1) return "utf-16le";
  if (zeros.even > 0.3 && zeros.odd < 0.1) return "utf-16be";
  const label = declared === undefined ? undefined : decoderLabel(declared);
  // A descriptor that says UTF-16 of a file without zero bytes is wrong.
  if (label !== undefined && !label.startsWith("utf-16")) return label;
  return isUtf8(withoutCutCharacter(sample)) ? "utf-8" : "windows-1252";
}

/** Which line end a file uses: `declared` if it occurs, else LF (also for CR LF), else CR. */
export function detectNewline(sample: string, declared?: string): string {
  if (declared && !/^[\r\n]*$/.test(declared) && sample.includes(declared)) return declared;
  return !sample.includes("\n") && sample.includes("\r") ? "\r" : "\n";
}

/** Decodes the first bytes of a file; the last character may be cut off. */
export function decodeSample(sample: Buffer, encoding: string): string {
  const bytes = encoding === "utf-8" ? withoutCutCharacter(sample) : sample;
  if (encoding === "utf-8" && !isUtf8(bytes)) return FALLBACK.decode(bytes);
  return new TextDecoder(encoding).decode(bytes);
}

/**
 * Decodes a file into pieces of whole lines. The byte order mark is dropped.
 *
 * @throws SOURCE_DAMAGED when a line is longer than 64 MiB.
 */
export async function* decodePieces(
  chunks: AsyncIterable<Buffer>,
  format: TextFormat,
  path: string,
): AsyncIterable<TextPiece> {
  if (!cutsAtBytes(format)) {
    yield* decodeWide(chunks, format);
    return;
  }
  const lineEnd = format.newline.charCodeAt(format.newline.length - 1);
  let rest: Buffer = Buffer.alloc(0);
  let first = true;
  for await (const chunk of chunks) {
    let bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    if (first && bytes.length >= 3) {
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
      first = false;
    }
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
    rest = Buffer.from(bytes.subarray(start));
    if (rest.length > LONGEST_LINE_BYTES)
      throw new BinomenError("SOURCE_DAMAGED", { path, problem: "has no line ends in 64 MiB: it is no text table." });
  }
  if (rest.length) yield decodeLines(rest, format);
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
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(lineEnd, start);
    const stop = found < 0 ? bytes.length : found + 1;
    const line = bytes.subarray(start, stop);
    if (!isUtf8(line)) badLines.push(lines.length);
    lines.push(isUtf8(line) ? line.toString("utf8") : FALLBACK.decode(line));
    start = stop;
  }
  return { text: lines.join(""), badLines };
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

async function* decodeWide(chunks: AsyncIterable<Buffer>, format: TextFormat): AsyncIterable<TextPiece> {
  const decoder = new TextDecoder(format.encoding);
  let rest = "";
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf(format.newline) + format.newline.length;
    if (end < format.newline.length) rest = text;
    else {
      yield { text: text.slice(0, end) };
      rest = text.slice(end);
    }
  }
  rest += decoder.decode();
  if (rest) yield { text: rest };
}

function decoderLabel(declared: string): string | undefined {
  const label = declared.trim().toLowerCase();
  // Java and MySQL names that TextDecoder does not know.
  const known = ({ cp1252: "windows-1252", latin1: "windows-1252", utf8mb4: "utf-8", macroman: "macintosh" } as const)[
    label
  ];
  try {
    return known ?? new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

function zerosByParity(bytes: Buffer): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) i % 2 ? odd++ : even++;
  const half = Math.max(1, bytes.length / 2);
  return { even: even / half, odd: odd / half };
}

/** Drops a UTF-8 sequence that the end of the sample cuts. */
function withoutCutCharacter(sample: Buffer): Buffer {
  let end = sample.length;
  for (let back = 1; back <= 4 && back <= sample.length; back++) {
    const byte = sample[sample.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      end = sample.length - back;
      break;
    }
  }
  return sample.subarray(0, end);
}
