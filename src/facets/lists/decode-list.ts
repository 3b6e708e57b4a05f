/** Which text do the bytes of a list hold, and where are they none? */
import { isUtf8 } from "node:buffer";
import { BinomenError } from "../../errors.ts";
import { binaryKind } from "../../tables/binary.ts";
import { detectEncoding } from "../../tables/encoding.ts";

/** An encoding that whoever sends a list may name. UTF-8 needs no name, and UTF-16 is known by its byte order mark. */
export type NamedEncoding = "utf-8" | "windows-1252";

/**
 * The text of a list in pieces. A byte that is not of its encoding ends it: what is replaced would be another text.
 *
 * @param named the encoding that whoever sends it names
 * @throws BinomenError FACET_IMPORT_ENCODING with the place of the byte, FILE_NOT_A_TABLE for a binary file
 */
export async function* decodedList(
  bytes: AsyncIterable<Uint8Array>,
  named: NamedEncoding | undefined,
): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let offset = 0;
  let line = 1;
  /** Where a character may have begun that the last piece did not end. */
  let tail: Uint8Array = new Uint8Array(0);
  for await (const piece of withStart(bytes)) {
    decoder ??= new TextDecoder(encodingOf(piece, named), { fatal: true });
    let text: string;
    try {
      text = decoder.decode(piece, { stream: true });
    } catch (cause) {
      throw encodingFault(Buffer.concat([tail, piece]), offset - tail.length, line, decoder.encoding, cause);
    }
    yield text;
    offset += piece.length;
    for (let at = piece.indexOf(LF); at >= 0; at = piece.indexOf(LF, at + 1)) line++;
    tail = piece.slice(-3);
  }
  try {
    yield decoder?.decode() ?? "";
  } catch (cause) {
    throw encodingFault(Buffer.from(tail), offset - tail.length, line, decoder?.encoding ?? "utf-8", cause);
  }
}

const LF = 0x0a;

/** @throws BinomenError FILE_NOT_A_TABLE */
function encodingOf(start: Uint8Array, named: NamedEncoding | undefined): string {
  const kind = binaryKind(start);
  if (kind) throw new BinomenError("FILE_NOT_A_TABLE", { where: "The file", found: kind.name, hint: kind.hint });
  const seen = detectEncoding(start.subarray(0, 1000), named);
  return seen.startsWith("utf-16") ? seen : (named ?? "utf-8");
}

/** Names the first byte that is not of the encoding. */
function encodingFault(bytes: Buffer, start: number, line: number, encoding: string, cause: unknown): BinomenError {
  let at = 0;
  // A cut character at the very beginning belongs to text that was read before.
  while (at < 3 && at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++;
  let faulty = line - (bytes.subarray(0, Math.min(3, bytes.length)).includes(LF) && start > 0 ? 1 : 0);
  for (let end = 0; encoding === "utf-8" && at < bytes.length; at = end, faulty++) {
    const found = bytes.indexOf(LF, at);
    end = found < 0 ? bytes.length : found + 1;
    if (isUtf8(bytes.subarray(at, end))) continue;
    while (at < end && isCharacter(bytes, at)) at += characterLength(bytes[at] as number);
    break;
  }
  return new BinomenError("FACET_IMPORT_ENCODING", { encoding, offset: start + at, line: faulty }, { cause });
}

function isCharacter(bytes: Buffer, at: number): boolean {
  return isUtf8(bytes.subarray(at, at + characterLength(bytes[at] as number)));
}

function characterLength(first: number): number {
  return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** The same bytes; the first piece is long enough to see what they are. */
async function* withStart(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array[] | undefined = [];
  let length = 0;
  for await (const piece of bytes) {
    if (start === undefined) {
      yield piece;
      continue;
    }
    start.push(piece);
    length += piece.length;
    if (length < 512) continue;
    yield start.length > 1 ? Buffer.concat(start) : piece;
    start = undefined;
  }
  if (start !== undefined && length > 0) yield Buffer.concat(start);
}
