/**
 * Which words keep a name from being plain? The one answer for parser, matcher and image builder.
 *
 * Most words of most names mean nothing but themselves. The few that may be a rank marker, a particle, a note, a virus
 * are told by their last three letters and their length first: one look into a table instead of cutting and hashing
 * every word.
 */

import { GENERATIONS, MONTHS, NOTE_CAPITALS, SHORT_MONTHS, UNKNOWN_AUTHORS } from "./authors.ts";
import { ictvRank, KIND_ENDS, KIND_WORDS, mayTellKind } from "./kinds.ts";
import { AGGREGATES, CAPITALISED_NOTES, DOUBTFUL_EPITHETS, NO_GENERA } from "./names.ts";
import { COMMON_WORDS, UNKNOWN_WORDS, VAGUE_WORDS } from "./prose.ts";
import { DETERMINATION_WORDS, PLACEHOLDER_NAMES, REMARKS } from "./remarks.ts";
import { ODD_ROLES } from "./roles.ts";

/** Packs one more letter: the last three of a word stay. Capitals and small letters are the same. */
export function packLetter(packed: number, code: number): number {
  return ((packed << 5) | (code & 31)) & 0x7fff;
}

/** The last three letters of a word, packed; of a shorter word all. */
export function packedEnd(text: string, from: number, to: number): number {
  let packed = 0;
  for (let at = Math.max(from, to - 3); at < to; at++) packed = packLetter(packed, text.charCodeAt(at));
  return packed;
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Small words that are no epithets, or not always: whoever meets one behind a genus asks the parser. */
export const ODD_EPITHETS: ReadonlySet<string> = new Set([
  ...ODD_ROLES,
  ...DOUBTFUL_EPITHETS,
  ...REMARKS,
  ...DETERMINATION_WORDS,
]);
/** First words, with a capital, that are no genera, or not always. */
export const ODD_GENERA: ReadonlySet<string> = new Set(
  [...UNKNOWN_WORDS, ...PLACEHOLDER_NAMES, ...VAGUE_WORDS, ...COMMON_WORDS, ...DOUBTFUL_EPITHETS, ...NO_GENERA].map(
    capitalised,
  ),
);
/** In small letters: however they are written, they are looked at more closely. */
const ODD_AUTHORS: ReadonlySet<string> = new Set(
  [
    ...NOTE_CAPITALS,
    ...GENERATIONS,
    ...UNKNOWN_AUTHORS.keys(),
    ...CAPITALISED_NOTES,
    ...MONTHS,
    ...SHORT_MONTHS,
    ..."al et group gp grex approved gen sp spec fam var comb ord jr sr jun sen".split(" "),
  ].map((word) => word.toLowerCase()),
);

/** By last three letters: bit n for an odd word of n letters, {@link ANY_LENGTH} for one of any length. */
const EPITHET_LENGTHS = lengthsByEnd(ODD_EPITHETS);
const GENUS_LENGTHS = lengthsByEnd(ODD_GENERA);
const AUTHOR_LENGTHS = lengthsByEnd(ODD_AUTHORS);
for (const end of ["eae", "dae", "nae", "mes", "era", "les"]) AUTHOR_LENGTHS[packedEnd(end, 0, 3)]! |= 1 << 31;
const KIND_LENGTHS = lengthsByEnd([]);
const ANY_LENGTH = 31;

function lengthsByEnd(words: Iterable<string>): Uint32Array {
  const lengths = new Uint32Array(0x8000);
  for (const word of [...words, ...KIND_WORDS])
    lengths[packedEnd(word, 0, word.length)]! |= 1 << Math.min(word.length, 31);
  for (const end of KIND_ENDS) lengths[packedEnd(end, 0, end.length)]! |= 1 << 31;
  return lengths;
}

/** Which last letters have a length, a bit each: so few bytes stay in the processor's nearest cache. */
const EPITHET_ENDS = endsOf(EPITHET_LENGTHS);
const GENUS_ENDS = endsOf(GENUS_LENGTHS);
const AUTHOR_ENDS = endsOf(AUTHOR_LENGTHS);
const KIND_ENDS_ALONE = endsOf(KIND_LENGTHS);

function endsOf(lengths: Uint32Array): Uint32Array {
  const ends = new Uint32Array(lengths.length >>> 5);
  for (let packed = 0; packed < lengths.length; packed++)
    if (lengths[packed] !== 0) ends[packed >>> 5]! |= 1 << (packed & 31);
  return ends;
}

function mayBeOdd(ends: Uint32Array, lengths: Uint32Array, packed: number, length: number): boolean {
  if (((ends[packed >>> 5]! >>> (packed & 31)) & 1) === 0) return false;
  const bits = lengths[packed]!;
  return bits >>> ANY_LENGTH !== 0 || (length < ANY_LENGTH && ((bits >>> length) & 1) !== 0);
}

/** Letters that names of viruses hold: "…virus", "…viricetes", "…satellite". */
const VIR = packedEnd("vir", 0, 3);
const TEL = packedEnd("tel", 0, 3);

/**
 * Where the plain genus ends that begins at `from`: a capital and two and more small letters that are no odd word.
 * `from` when none stands there.
 */
export function plainGenusEnd(text: string, from: number): number {
  const capital = text.charCodeAt(from);
  if (!(capital >= 0x41 && capital <= 0x5a)) return from;
  let packed = capital & 31;
  let mayBeVirus = false;
  let at = from + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x61 || code > 0x7a) break;
    packed = packLetter(packed, code);
    if (packed === VIR || packed === TEL) mayBeVirus = true;
  }
  if (at < from + 2) return from;
  if (!mayBeVirus && !mayBeOdd(GENUS_ENDS, GENUS_LENGTHS, packed, at - from)) return at;
  const word = text.slice(from, at);
  return ODD_GENERA.has(word) || mayTellKind(word) || (mayBeVirus && ictvRank(word) !== undefined) ? from : at;
}

/**
 * Where the plain epithet ends that begins at `from`: small letters and inner hyphens that are no odd word. `from` when
 * none stands there.
 */
export function plainEpithetEnd(text: string, from: number): number {
  let at = smallEnd(text, from);
  if (at === from) return from;
  let part = from;
  while (at + 1 < text.length && text.charCodeAt(at) === 0x2d) {
    // "novae-angliae", but "alphasatellite-Cameroon"
    if (mayTellKindAt(packedEnd(text, part, at), at - part)) return from;
    part = at + 1;
    const next = smallEnd(text, part);
    if (next === part || endsInAggregate(text, at, next)) return from;
    at = next;
  }
  const isWhole = part === from;
  if (!mayBeOdd(EPITHET_ENDS, EPITHET_LENGTHS, packedEnd(text, part, at), at - part)) return at;
  const word = text.slice(from, at);
  if (isWhole) return ODD_EPITHETS.has(word) || mayTellKind(word) ? from : at;
  return ODD_EPITHETS.has(word) || mayTellKind(word) || mayTellKind(text.slice(part, at)) ? from : at;
}

function smallEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x61 || code > 0x7a) break;
  }
  return at;
}

/** True when a capitalised word that ends in `packed` is an author and nothing else. */
export function isPlainAuthor(text: string, from: number, to: number, packed: number): boolean {
  if (!mayBeOdd(AUTHOR_ENDS, AUTHOR_LENGTHS, packed, to - from)) return true;
  const word = text.slice(from, to);
  return !ODD_AUTHORS.has(word.toLowerCase()) && !mayTellKind(word) && !isHigherTaxon(word);
}

/** "Rosaceae" behind a name is its family, no author. */
export function isHigherTaxon(word: string): boolean {
  return word.length > 6 && /(?:aceae|idae|inae|oideae|iformes|optera|ales)$/.test(word);
}

/** True when a part of a word that ends in `packed` may tell a virus: "alphasatellites-Cameroon". */
export function mayTellKindAt(packed: number, length: number): boolean {
  return mayBeOdd(KIND_ENDS_ALONE, KIND_LENGTHS, packed, length);
}

/** "koningsbergeri-group": the part behind the hyphen makes the name that of an aggregate. */
function endsInAggregate(text: string, hyphen: number, to: number): boolean {
  return AGGREGATES.has(text.slice(hyphen + 1, to));
}
