/**
 * What does a word sound like?
 *
 * The phonetic key of Taxamatch: words that are easily confused by ear or in Latin spelling (ae/e/i, c/k, th/t, y/i,
 * doubled letters) share it.
 *
 * Source: T. Rees (2014), "Taxamatch, an algorithm for near ('fuzzy') matching of scientific names in taxonomic
 * databases", PLoS ONE 9: e107510.
 */
import { foldNameShort } from "./fold.ts";

/** Replacements at the start of a word; the first that fits is made. */
const STARTS: readonly (readonly [string, string])[] = [
  ["AE", "E"],
  ["CN", "N"],
  ["CT", "T"],
  ["CZ", "C"],
  ["DJ", "J"],
  ["EA", "E"],
  ["EU", "U"],
  ["GN", "N"],
  ["KN", "N"],
  ["MC", "MAC"],
  ["MN", "N"],
  ["OE", "E"],
  ["QU", "Q"],
  ["PS", "S"],
  ["PT", "T"],
  ["TS", "S"],
  ["WR", "R"],
  ["X", "Z"],
];

/** The same by first letter. */
const STARTS_BY_LETTER = Map.groupBy(STARTS, ([written]) => written.charCodeAt(0));
const NO_STARTS: typeof STARTS = [];

/** Two letters that become one, made one after the other, behind the first letter. */
const PAIRS = ["AEI", "IAA", "OEI", "OIA", "SCS"].map((letters) => [...letters].map((letter) => letter.charCodeAt(0)));

/** Then: what each letter becomes, 0 for none. */
const LETTERS = new Uint16Array(128);
for (let code = 0; code < LETTERS.length; code++) LETTERS[code] = code;
for (const [from, to] of ["H", "EI", "UI", "YI", "OA", "KC", "ZS"])
  LETTERS[from!.charCodeAt(0)] = to?.charCodeAt(0) ?? 0;

const [A, I, M, S] = [..."AIMS"].map((letter) => letter.charCodeAt(0)) as [number, number, number, number];

/** Room for two keys, reused. */
let key = new Uint16Array(64);
let otherKey = new Uint16Array(64);

/**
 * Phonetic key in capitals: `"bifasciata"` → `"BIFASATA"`.
 *
 * @param isEpithet evens out the endings -is, -us and -um too, so that the gender of an epithet does not matter.
 */
export function phoneticKey(word: string, isEpithet = false): string {
  if (word.length * 4 > key.length) key = new Uint16Array(word.length * 4);
  const length = writeKey(word, isEpithet, key);
  let text = "";
  for (let i = 0; i < length; i++) text += String.fromCharCode(key[i]!);
  return text;
}

/** True when two words have the same {@link phoneticKey}; nothing is allocated. */
export function soundAlike(a: string, b: string): boolean {
  const longest = Math.max(a.length, b.length);
  if (longest * 4 > key.length) key = new Uint16Array(longest * 4);
  if (longest * 4 > otherKey.length) otherKey = new Uint16Array(longest * 4);
  const length = writeKey(a, false, key);
  if (writeKey(b, false, otherKey) !== length) return false;
  for (let i = 0; i < length; i++) if (key[i] !== otherKey[i]) return false;
  return true;
}

/** Writes the key of a word into `out`, which must hold four times the word; its length. */
function writeKey(word: string, isEpithet: boolean, out: Uint16Array): number {
  const upper = foldNameShort(word).toUpperCase();
  let length = writeStart(upper, out);
  for (const pair of PAIRS) length = replacePair(out, length, pair);
  length = replaceLetters(out, length);
  if (!isEpithet || length <= 4) return length;
  const last = out[length - 1]!;
  const before = out[length - 2]!;
  if ((before !== I || (last !== S && last !== M)) && (before !== A || last !== S)) return length;
  out[length - 2] = A;
  return length - 1;
}

/** Writes the word with its beginning replaced; its length. */
function writeStart(upper: string, out: Uint16Array): number {
  let length = 0;
  let from = 0;
  for (const [written, sounded] of STARTS_BY_LETTER.get(upper.charCodeAt(0)) ?? NO_STARTS) {
    if (!upper.startsWith(written)) continue;
    for (; length < sounded.length; length++) out[length] = sounded.charCodeAt(length);
    from = written.length;
    break;
  }
  for (; from < upper.length; from++) out[length++] = upper.charCodeAt(from);
  return length;
}

/** Replaces two letters by one, behind the first: "Eriogonum" must not sound like "Iriogonum" only. The new length. */
function replacePair(letters: Uint16Array, end: number, pair: readonly number[]): number {
  const [first, second, to] = pair;
  let length = 1;
  for (let i = 1; i < end; i++) {
    if (letters[i] === first && i + 1 < end && letters[i + 1] === second) {
      letters[length++] = to!;
      i++;
    } else letters[length++] = letters[i]!;
  }
  return Math.min(length, end);
}

/** Replaces single letters behind the first, then makes doubled ones one; the new length. */
function replaceLetters(letters: Uint16Array, end: number): number {
  let length = Math.min(1, end);
  let before = letters[0]!;
  for (let i = 1; i < end; i++) {
    const letter = letters[i]!;
    const sounded = letter < LETTERS.length ? LETTERS[letter]! : letter;
    if (sounded === 0 || sounded === before) continue;
    letters[length++] = sounded;
    before = sounded;
  }
  return length;
}
