/**
 * Are these bytes a plain Latin name?
 *
 * What `nameType` tells of a text, for the folded bytes of a name that is put together from its words, so that nearly all
 * names are written into an answer without a string of their own.
 */

const BLANK = 0x20;
const [V, I, R] = [0x76, 0x69, 0x72];
/** Words that make a name one of a virus; "vir" anywhere leaves it to be looked at as text. */
const VIRAL_WORDS = ["phage", "npv", "gv"].map((word) => [...word].map((letter) => letter.charCodeAt(0)));
const MOST_WORDS = 4;

/** True for a name of ASCII words (digits not in the first), four at most, that `nameType` calls SCIENTIFIC. */
export function isLatinName(bytes: Uint8Array, start: number, end: number): boolean {
  let words = 1;
  let wordStart = start;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === BLANK) {
      if (at === wordStart || isViralWord(bytes, wordStart, at) || ++words > MOST_WORDS) return false;
      wordStart = at + 1;
      continue;
    }
    const isLetter = byte >= 0x61 && byte <= 0x7a;
    if (!isLetter && (words === 1 || byte < 0x30 || byte > 0x39)) return false;
    if (byte === R && bytes[at - 1] === I && bytes[at - 2] === V && at - 2 >= start) return false;
  }
  return wordStart < end && !isViralWord(bytes, wordStart, end);
}

function isViralWord(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > VIRAL_WORDS[0]!.length) return false;
  return VIRAL_WORDS.some(
    (word) => word.length === end - start && word.every((letter, i) => bytes[start + i] === letter),
  );
}
