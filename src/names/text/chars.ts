/**
 * What kind of character is this?
 *
 * One table look-up per code unit; letters beyond the table are told by their case mappings.
 */

/** Bits of a character class. */
export const UPPER = 1;
export const LOWER = 2;
export const DIGIT = 4;
export const SPACE = 8;
/** Characters that may stand inside a word: hyphen, apostrophe. */
export const JOINER = 16;
/** Characters that cleaning must look at. */
export const DIRTY = 32;
export const LETTER = UPPER | LOWER;

const TABLE_END = 0x250;
const CLASSES = new Uint8Array(TABLE_END);
for (let code = 0; code < TABLE_END; code++) {
  const char = String.fromCharCode(code);
  let bits = 0;
  if (/\p{Lu}/u.test(char)) bits = UPPER;
  else if (/\p{L}/u.test(char)) bits = LOWER;
  else if (code >= 0x30 && code <= 0x39) bits = DIGIT;
  else if (code === 0x20) bits = SPACE;
  else if (code === 0x2d || code === 0x27) bits = JOINER;
  // Controls, tags, entities, underscores, backticks, non-breaking spaces, and what mojibake is made of.
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) bits |= DIRTY;
  if ("<_`^{}|~\\#\u00a0\u00ad\u00b4\u00a8".includes(char)) bits |= DIRTY;
  CLASSES[code] = bits;
}
// Two of these in a row are what UTF-8 looks like when read as Latin-1.
export const MOJIBAKE_LEADS = "\u00c2\u00c3\u00c4\u00c5\u00e2";

/** Class of a code unit as a bit set; 0 for punctuation. */
export function charClass(code: number): number {
  if (code < TABLE_END) return CLASSES[code]!;
  let known = RARE[code]!;
  if (known === UNKNOWN) {
    known = rareClass(code);
    RARE[code] = known;
  }
  return known;
}

/** Classes of the other code units, worked out when one is met first. */
const UNKNOWN = 0xff;
const RARE = new Uint8Array(0x10000).fill(UNKNOWN);

function rareClass(code: number): number {
  // Hyphens, dashes, curly quotes, zero-width and wide spaces, ligatures, full-width forms: cleaned first.
  if (code >= 0x2000 && code <= 0x206f) return DIRTY;
  if (code === 0x3000 || code === 0xfeff || (code >= 0xfb00 && code <= 0xfb06) || (code >= 0xff01 && code <= 0xff5e))
    return DIRTY;
  if (code >= 0x300 && code <= 0x36f) return DIRTY | LOWER;
  if (code >= 0x2b0 && code <= 0x2ff) return DIRTY;
  if (code === 0x2212) return DIRTY;
  const char = String.fromCharCode(code);
  if (code === 0xfffd) return LOWER;
  // Cyrillic and Greek hold the look-alikes.
  const dirty = code >= 0x370 && code <= 0x52f ? DIRTY : 0;
  if (char.toLowerCase() !== char) return UPPER | dirty;
  if (char.toUpperCase() !== char || /[\p{L}\p{M}]/u.test(char)) return LOWER | dirty;
  return 0;
}

/** True for capital letters of any script. */
export function isUpper(code: number): boolean {
  return (charClass(code) & UPPER) !== 0;
}

/** True for small letters, letters without case and combining marks. */
export function isLower(code: number): boolean {
  return (charClass(code) & LOWER) !== 0;
}

/** True for letters of any script. */
export function isLetter(code: number): boolean {
  return (charClass(code) & LETTER) !== 0;
}

/** True for 0-9. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
