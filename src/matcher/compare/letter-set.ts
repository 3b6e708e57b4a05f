/**
 * Can two words certainly not become the same?
 *
 * Rules of spelling (normalisers, phonetic keys) drop or exchange some letters and keep others. When the letters that are
 * always kept differ, so do the results, and the rules need not be applied.
 */
import type { Word } from "../../names/keys/word.ts";

const A = 97;

/** A set of letters, a bit each. */
export function lettersOf(letters: string): number {
  let bits = 0;
  for (let i = 0; i < letters.length; i++) bits |= 1 << (letters.charCodeAt(i) - A);
  return bits;
}

/** True when a code below 128 is that of a letter in the set. */
export function isOneOf(letters: number, letter: number): boolean {
  return letter >= A && letter < A + 26 && ((letters >>> (letter - A)) & 1) === 1;
}

/** True when two words of ASCII letters have the same `kept` letters in the same order, doubled ones as one. */
export function keepsSameLetters(a: Word, b: Word, kept: number): boolean {
  let i = 0;
  let j = 0;
  let last = 0;
  for (;;) {
    i = nextKept(a, i, kept, last);
    j = nextKept(b, j, kept, last);
    if (i >= a.length || j >= b.length) return i >= a.length && j >= b.length;
    last = a.codes[i]!;
    if (last !== b.codes[j]) return false;
  }
}

/** The next place of a kept letter other than `last`. */
function nextKept({ codes, length }: Word, from: number, kept: number, last: number): number {
  let at = from;
  for (; at < length; at++) {
    const letter = codes[at]!;
    if (letter !== last && ((kept >>> (letter - A)) & 1) === 1) return at;
  }
  return at;
}
