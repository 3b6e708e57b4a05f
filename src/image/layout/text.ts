/**
 * How does text become bytes, and bytes text?
 *
 * UTF-8, written by hand: names are short and nearly all ASCII, where a call into the platform's encoder costs more
 * than the loop.
 */

/** Longest UTF-8 form of one UTF-16 unit: buffers of `3 * text.length` bytes always suffice. */
export const MAX_BYTES_PER_UNIT = 3;

/** Writes `text` into `bytes` from `at` on; the end. A lone surrogate becomes U+FFFD. */
export function encodeText(text: string, bytes: Uint8Array, at = 0): number {
  let end = at;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[end++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[end++] = 0xc0 | (code >> 6);
      bytes[end++] = 0x80 | (code & 0x3f);
      continue;
    }
    if (code >= 0xd800 && code < 0xe000) {
      const next = text.charCodeAt(i + 1);
      if (code < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
        const point = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
        bytes[end++] = 0xf0 | (point >> 18);
        bytes[end++] = 0x80 | ((point >> 12) & 0x3f);
        bytes[end++] = 0x80 | ((point >> 6) & 0x3f);
        bytes[end++] = 0x80 | (point & 0x3f);
        i++;
        continue;
      }
      code = 0xfffd;
    }
    bytes[end++] = 0xe0 | (code >> 12);
    bytes[end++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[end++] = 0x80 | (code & 0x3f);
  }
  return end;
}

/** Number of bytes that {@link encodeText} writes. */
export function encodedLength(text: string): number {
  return encodeText(text, new Uint8Array(text.length * MAX_BYTES_PER_UNIT));
}

const decoder = new TextDecoder();

/** The text of `bytes[start, end)`. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  let i = start;
  // Eight letters a call: half the time of one by one, and of the platform's decoder for strings of this length.
  for (; i + 8 <= end; i += 8) {
    const a = bytes[i]!;
    const b = bytes[i + 1]!;
    const c = bytes[i + 2]!;
    const d = bytes[i + 3]!;
    const e = bytes[i + 4]!;
    const f = bytes[i + 5]!;
    const g = bytes[i + 6]!;
    const h = bytes[i + 7]!;
    if ((a | b | c | d | e | f | g | h) >= 0x80) return text + decodeRest(bytes, i, end);
    text += String.fromCharCode(a, b, c, d, e, f, g, h);
  }
  for (; i < end; i++) {
    const byte = bytes[i]!;
    if (byte >= 0x80) return text + decodeRest(bytes, i, end);
    text += String.fromCharCode(byte);
  }
  return text;
}

/** As {@link decodeText}, with letters outside ASCII. The platform's decoder takes no shared memory, hence the copy. */
function decodeRest(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.slice(start, end));
}

/** Writes a number of at least `width` digits; the end. */
export function writeDigits(value: number, width: number, to: DataView, at: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  if (digits < width) digits = width;
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    const next = Math.floor(rest / 10);
    to.setUint8(i, 0x30 + rest - next * 10);
    rest = next;
  }
  return at + digits;
}
