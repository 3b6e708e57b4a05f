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

/** Replacements elsewhere, made one after the other. */
const INSIDE: readonly (readonly [string, string])[] = [
  ["AE", "I"],
  ["IA", "A"],
  ["OE", "I"],
  ["OI", "A"],
  ["SC", "S"],
  ["H", ""],
  ["E", "I"],
  ["U", "I"],
  ["Y", "I"],
  ["O", "A"],
  ["K", "C"],
  ["Z", "S"],
];

/**
 * Phonetic key in capitals: `"bifasciata"` → `"BIFASATA"`.
 *
 * @param isEpithet evens out the endings -is, -us and -um too, so that the gender of an epithet does not matter.
 */
export function phoneticKey(word: string, isEpithet = false): string {
  const upper = foldNameShort(word).toUpperCase();
  let key = upper;
  for (const [from, to] of STARTS) {
    if (upper.startsWith(from)) {
      key = to + upper.slice(from.length);
      break;
    }
  }
  // The first letter stays: "Eriogonum" must not sound like "Iriogonum" only.
  let rest = key.slice(1);
  for (const [from, to] of INSIDE) if (rest.includes(from)) rest = rest.replaceAll(from, to);
  key = squeeze(key.slice(0, 1) + rest);
  if (isEpithet && key.length > 4 && /(?:IS|IM|AS)$/.test(key)) key = `${key.slice(0, -2)}A`;
  return key;
}

/** Doubled letters become one. */
function squeeze(word: string): string {
  let out = "";
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) !== word.charCodeAt(i - 1)) out += word.charAt(i);
  return out;
}
