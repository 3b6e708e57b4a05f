/**
 * Do two words sound alike?
 *
 * By Taxamatch's phonetic key; most words are told apart without it.
 */
import { soundAlike } from "../../names/keys/phonetic.ts";
import type { Word } from "../../names/keys/word.ts";
import { keepsSameLetters, lettersOf } from "./letter-set.ts";

/** True when two words have the same phonetic key. */
export function soundsAlike(a: Word, b: Word): boolean {
  return maySoundAlike(a, b) && soundAlike(a, b);
}

/** Letters that the phonetic key keeps wherever they stand behind the first two. */
const SOUNDED = lettersOf("bdfglmnpqrtvwx");

/** False when the phonetic keys certainly differ: words that begin alike are told apart by the letters that are kept. */
function maySoundAlike(a: Word, b: Word): boolean {
  if (a.length < 2 || b.length < 2 || a.codes[0] !== b.codes[0] || a.codes[1] !== b.codes[1]) return true;
  return keepsSameLetters(a, b, SOUNDED);
}
