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
import type { Word } from "./word.ts";

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

/** The same by first letter, as codes. */
const STARTS_BY_LETTER = startsByLetter();

function startsByLetter(): (readonly (readonly [written: readonly number[], sounded: readonly number[]])[])[] {
  const codes = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
  const table = Array.from({ length: 128 }, (): [number[], number[]][] => []);
  for (const [written, sounded] of STARTS) table[written.charCodeAt(0)]!.push([codes(written), codes(sounded)]);
  return table;
}

/** Two letters that become one, made one after the other, behind the first letter. */
const PAIRS = ["AEI", "IAA", "OEI", "OIA", "SCS"].map((letters) => [...letters].map((letter) => letter.charCodeAt(0)));

/** Which pairs two neighbours may be, a bit each, by the low five bits of both. */
const PAIRS_OF = new Uint8Array(1 << 10);
PAIRS.forEach(([first, second], pair) => {
  PAIRS_OF[neighbours(first!, second!)]! |= 1 << pair;
});

/** Which later pairs may come about when a pair has become one letter. */
const PAIRS_AFTER = PAIRS.map(([, , to], made) =>
  PAIRS.reduce(
    (bits, [first, second], pair) => (pair > made && (first === to || second === to) ? bits | (1 << pair) : bits),
    0,
  ),
);

function neighbours(first: number, second: number): number {
  return ((first & 31) << 5) | (second & 31);
}

/** Then: what each letter becomes, 0 for none. */
const LETTERS = new Uint16Array(128);
for (let code = 0; code < LETTERS.length; code++) LETTERS[code] = code;
for (const [from, to] of ["H", "EI", "UI", "YI", "OA", "KC", "ZS"])
  LETTERS[from!.charCodeAt(0)] = to?.charCodeAt(0) ?? 0;

const [A, I, M, S] = [..."AIMS"].map((letter) => letter.charCodeAt(0)) as [number, number, number, number];

const SMALL_A = 0x61;
const SMALL_Z = 0x7a;
/** What a small ASCII letter has more than its capital. */
const SMALL = 0x20;

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
  const length = evenKey(writeCapitals(word, key), isEpithet, key);
  let text = "";
  let i = 0;
  for (; i + 4 <= length; i += 4) text += String.fromCharCode(key[i]!, key[i + 1]!, key[i + 2]!, key[i + 3]!);
  for (; i < length; i++) text += String.fromCharCode(key[i]!);
  return text;
}

/** True when two words have the same {@link phoneticKey}; nothing is allocated. */
export function soundAlike(a: Word, b: Word): boolean {
  const longest = Math.max(a.length, b.length);
  if (longest * 4 > key.length) key = new Uint16Array(longest * 4);
  if (longest * 4 > otherKey.length) otherKey = new Uint16Array(longest * 4);
  const length = evenKey(writeCapitalsOf(a, key), false, key);
  if (evenKey(writeCapitalsOf(b, otherKey), false, otherKey) !== length) return false;
  for (let i = 0; i < length; i++) if (key[i] !== otherKey[i]) return false;
  return true;
}

/** Makes the key of a word out of its capitals in `out`, which must hold four times as many; its length. */
function evenKey(capitals: number, isEpithet: boolean, out: Uint16Array): number {
  let length = capitals;
  let pairs = pairsIn(out, length);
  length = replaceStart(out, length);
  for (let pair = 0; pairs !== 0 && pair < PAIRS.length; pair++) {
    if (((pairs >>> pair) & 1) === 0) continue;
    length = replacePair(out, length, PAIRS[pair]!);
    pairs |= PAIRS_AFTER[pair]!;
  }
  length = replaceLetters(out, length);
  if (!isEpithet || length <= 4) return length;
  const last = out[length - 1]!;
  const before = out[length - 2]!;
  if ((before !== I || (last !== S && last !== M)) && (before !== A || last !== S)) return length;
  out[length - 2] = A;
  return length - 1;
}

/** Writes the folded word in capitals; its length. Nearly all words are small ASCII letters. */
function writeCapitals(word: string, out: Uint16Array): number {
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code < SMALL_A || code > SMALL_Z) return writeFolded(word, out);
    out[i] = code - SMALL;
  }
  return word.length;
}

/** The same of a word's codes. */
function writeCapitalsOf(word: Word, out: Uint16Array): number {
  const { codes, length } = word;
  for (let i = 0; i < length; i++) {
    const code = codes[i]!;
    if (code < SMALL_A || code > SMALL_Z) return writeFolded(word.text(), out);
    out[i] = code - SMALL;
  }
  return length;
}

function writeFolded(word: string, out: Uint16Array): number {
  const upper = foldNameShort(word).toUpperCase();
  for (let i = 0; i < upper.length; i++) out[i] = upper.charCodeAt(i);
  return upper.length;
}

/** Which pairs may be among the letters, a bit each. */
function pairsIn(letters: Uint16Array, length: number): number {
  let pairs = 0;
  for (let i = 1; i < length; i++) pairs |= PAIRS_OF[neighbours(letters[i - 1]!, letters[i]!)]!;
  return pairs;
}

/** Replaces the beginning; the new length. */
function replaceStart(letters: Uint16Array, length: number): number {
  const first = letters[0]!;
  if (length === 0 || first >= STARTS_BY_LETTER.length) return length;
  for (const [written, sounded] of STARTS_BY_LETTER[first]!) {
    if (written.length > length || (written.length > 1 && letters[1] !== written[1])) continue;
    letters.copyWithin(sounded.length, written.length, length);
    letters.set(sounded);
    return length + sounded.length - written.length;
  }
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
