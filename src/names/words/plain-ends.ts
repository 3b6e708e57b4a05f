/**
 * Which words keep a name from being plain?
 *
 * Most words of most names mean nothing but themselves. The few that may be a rank marker, a particle, a note, a virus
 * are told by their last three letters first, packed into 15 bits while the word is read: one look into a table instead
 * of cutting and hashing every word.
 */

import { KIND_TRIGGERS, mayTellKind, PLACEHOLDER_WORDS } from "../parts/not-names.ts";
import { GENERATIONS, NOTE_CAPITALS, UNKNOWN_AUTHORS } from "./authors.ts";
import { AGGREGATES, DOUBTFUL_EPITHETS } from "./names.ts";
import { ODD_ROLES } from "./roles.ts";

/** Packs one more letter: the last three of a word stay. Capitals and small letters are the same. */
export function packLetter(packed: number, code: number): number {
  return ((packed << 5) | (code & 31)) & 0x7fff;
}

function packedEnd(word: string): number {
  let packed = 0;
  for (let i = 0; i < word.length; i++) packed = packLetter(packed, word.charCodeAt(i));
  return packed;
}

const KIND = 1;
const EPITHET = 2;
const AUTHOR = 4;
const GENUS = 8;

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const ODD_EPITHETS: ReadonlySet<string> = new Set([...ODD_ROLES, ...DOUBTFUL_EPITHETS]);
const ODD_GENERA: ReadonlySet<string> = new Set(
  [...PLACEHOLDER_WORDS, ...DOUBTFUL_EPITHETS, "candidatus"].map(capitalised),
);
/** In small letters: however they are written, they are looked at more closely. */
const ODD_AUTHORS: ReadonlySet<string> = new Set(
  [
    ...NOTE_CAPITALS,
    ...GENERATIONS,
    ...UNKNOWN_AUTHORS.keys(),
    ..."al et group gp grex approved gen sp spec fam var comb ord".split(" "),
  ].map((word) => word.toLowerCase()),
);

/** What a word with these last three letters may be. */
const ENDS = new Uint8Array(0x8000);
for (const word of KIND_TRIGGERS) ENDS[packedEnd(word)]! |= KIND;
for (const word of ODD_EPITHETS) ENDS[packedEnd(word)]! |= EPITHET;
for (const word of ODD_GENERA) ENDS[packedEnd(word)]! |= GENUS;
for (const word of ODD_AUTHORS) ENDS[packedEnd(word)]! |= AUTHOR;

/** True when a word that ends in `packed` is the start of a plain name. */
export function isPlainGenus(text: string, from: number, to: number, packed: number): boolean {
  if ((ENDS[packed]! & (KIND | GENUS)) === 0) return true;
  const word = text.slice(from, to);
  return !ODD_GENERA.has(word) && !mayTellKind(word);
}

/** True when a lower-case word that ends in `packed` is an epithet and nothing else. */
export function isPlainEpithet(text: string, from: number, to: number, packed: number): boolean {
  if ((ENDS[packed]! & (KIND | EPITHET)) === 0) return true;
  const word = text.slice(from, to);
  return !ODD_EPITHETS.has(word) && !mayTellKind(word);
}

/** True when a capitalised word that ends in `packed` is an author and nothing else. */
export function isPlainAuthor(text: string, from: number, to: number, packed: number): boolean {
  if ((ENDS[packed]! & (KIND | AUTHOR)) === 0) return true;
  const word = text.slice(from, to);
  return !ODD_AUTHORS.has(word.toLowerCase()) && !mayTellKind(word);
}

/** True when a part of a word that ends in `packed` may tell a virus: "alphasatellites-Cameroon". */
export function mayTellKindAt(packed: number): boolean {
  return (ENDS[packed]! & KIND) !== 0;
}

/** "koningsbergeri-group": the part behind the hyphen makes the name that of an aggregate. */
export function endsInAggregate(text: string, hyphen: number, to: number): boolean {
  return AGGREGATES.has(text.slice(hyphen + 1, to));
}
