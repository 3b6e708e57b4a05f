/**
 * Which byte was a character before it was misread?
 *
 * UTF-8 read as Latin-1 or cp1252 turns each byte into a character of its own ("Ã¼" for "ü").
 */

/** Bytes 0x80-0x9f of cp1252 by their characters. */
const CP1252: ReadonlyMap<number, number> = new Map(
  Array.from(
    "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178",
    (char, at): [number, number] => [char.charCodeAt(0), 0x80 + at],
  ),
);

/** The byte that a character was before it was misread, -1 when none. */
export function byteOf(code: number): number {
  if (code < 0x80 || (code >= 0xa0 && code < 0x100)) return code;
  if (code >= 0x80 && code < 0xa0) return code;
  return CP1252.get(code) ?? -1;
}

/** The byte when it can continue a UTF-8 sequence, else -1. */
export function continuation(code: number): number {
  const byte = byteOf(code);
  return byte >= 0x80 && byte < 0xc0 ? byte : -1;
}
