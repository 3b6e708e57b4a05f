/**
 * What do the letters of a request say, when its sender did not write them in UTF-8?
 *
 * JSON, forms and the queries of URLs are UTF-8 by their rules, and old programs send Latin-1 all the same. A letter that
 * becomes U+FFFD makes another name; so what is not UTF-8 is read as Windows-1252, as lines of tables are ({@link decodeLines}).
 */
import { isUtf8 } from "node:buffer";
import { detectEncoding } from "./encoding.ts";
import { decodeLines } from "./text.ts";

const FALLBACK = new TextDecoder("windows-1252");

/** What stands between two quotes is in one encoding: JSON mostly is one line. */
const BETWEEN_QUOTES = { encoding: "utf-8", newline: '"' } as const;

/** JSON as text: UTF-16, byte order marks, and strings that are not UTF-8, which JSON does not know, are read, too. */
export function decodeJson(bytes: Buffer): string {
  const mayBeMarked = bytes[0] === 0 || bytes[1] === 0 || (bytes[0] ?? 0) >= 0x80;
  const encoding = mayBeMarked ? detectEncoding(bytes) : "utf-8";
  if (encoding.startsWith("utf-16")) return new TextDecoder(encoding).decode(bytes);
  return (isUtf8(bytes) ? bytes.toString("utf8") : decodeLines(bytes, BETWEEN_QUOTES).text).replace(/^\uFEFF/, "");
}

/** True when {@link decodeJson} reads some of the strings as Windows-1252. */
export function hasOtherLetters(bytes: Buffer): boolean {
  return !isUtf8(bytes) && !detectEncoding(bytes.subarray(0, 1000)).startsWith("utf-16");
}

/** A text that somebody sent, whole: UTF-8 or Windows-1252. */
export function decodeSent(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : FALLBACK.decode(bytes);
}

/** The same text with its letters percent-encoded in UTF-8: `"q=M%FCller"` → `"q=M%C3%BCller"`. */
export function wellEncoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      decodeURIComponent(run);
      return run;
    } catch {
      return encodeURIComponent(FALLBACK.decode(Buffer.from(run.replaceAll("%", ""), "hex")));
    }
  });
}
