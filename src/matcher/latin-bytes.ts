/**
 * Are these bytes a plain Latin name?
 *
 * What `nameType` tells of a text, for the bytes of a name that is put together from its folded words, so that nearly all
 * names are written into an answer without a string of their own.
 */

const BLANK = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SMALL = 0x20;
const [V, I, R, U, O] = [0x76, 0x69, 0x72, 0x75, 0x6f];
/** Words that make a name one of a virus, as do "virus" and "viroid" anywhere. */
const VIRAL_WORDS = ["phage", "npv", "gv"].map((word) => [...word].map((letter) => letter.charCodeAt(0)));
const LONGEST_VIRAL_WORD = Math.max(...VIRAL_WORDS.map((word) => word.length));
const MOST_WORDS = 3;

/**
 * True for a name of ASCII words (digits not in the first, of which the first letter may be a capital), three at most,
 * that `nameType` calls SCIENTIFIC.
 */
export function isLatinName(bytes: Uint8Array, start: number, end: number): boolean {
  let words = 1;
  let wordStart = start;
  for (let at = start; at < end; at++) {
    let byte = bytes[at]!;
    if (byte === BLANK) {
      if (at === wordStart || isViralWord(bytes, wordStart, at) || ++words > MOST_WORDS) return false;
      wordStart = at + 1;
      continue;
    }
    if (at === start) byte |= SMALL;
    if (byte < 0x61 || byte > 0x7a) {
      if (words === 1 || byte < 0x30 || byte > 0x39) return false;
    } else if ((byte === U || byte === O) && at - start > 2 && isBehindVir(bytes, at)) return false;
  }
  return wordStart < end && !isViralWord(bytes, wordStart, end);
}

function isBehindVir(bytes: Uint8Array, at: number): boolean {
  return bytes[at - 1] === R && bytes[at - 2] === I && (bytes[at - 3]! | SMALL) === V;
}

function isViralWord(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length > LONGEST_VIRAL_WORD) return false;
  // Without functions that know these bytes: they would be made for every word of every answer.
  for (const word of VIRAL_WORDS) {
    if (word.length !== length) continue;
    let i = 0;
    while (i < length && (bytes[start + i]! | SMALL) === word[i]) i++;
    if (i === length) return true;
  }
  return false;
}

/** True when a byte must be escaped in a JSON string. */
export function mustEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < BLANK || byte === QUOTE || byte === BACKSLASH) return true;
  }
  return false;
}
