import { isUtf8 } from "node:buffer";

const windows1252 = new TextDecoder("windows-1252");

/**
 * Rows as text. Lines that are no UTF-8 are read as Windows-1252, which is what they are when they come from an older
 * spreadsheet; the other lines are not touched by that.
 */
export function decodeRows(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let text = "";
  for (let start = 0; start < bytes.length; ) {
    const lineEnd = bytes.indexOf(0x0a, start);
    const end = lineEnd < 0 ? bytes.length : lineEnd + 1;
    const line = bytes.subarray(start, end);
    text += isUtf8(line) ? line.toString("utf8") : windows1252.decode(line);
    start = end;
  }
  return text;
}
