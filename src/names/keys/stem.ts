/**
 * Which Latin stem does an epithet have?
 *
 * Gender and case endings ("alba", "albus", "album") collapse to one stem, so that an epithet is found whatever its
 * ending. Different words collapse too ("smithii", "smithiae"): whoever finds by stem must weigh the ending afterwards.
 *
 * Source: the noun rules of Schinke, Greengrass, Robertson and Willett (1996), "A stemming algorithm for Latin text
 * databases", with the reduced suffix list that gnparser uses.
 */

import { QUE_WORDS } from "../words/que-words.ts";

/**
 * Suffixes by their last letter. Of those in gnparser's list (ibus ius ae am as em es ia is nt os ud um us a e ii i o u)
 * only suffixes with the same last letter can compete, and they stand here in its order.
 */
const SUFFIXES: ReadonlyMap<string, readonly string[]> = new Map([
  ["s", ["ibus", "ius", "as", "es", "is", "os", "us"]],
  ["e", ["ae", "e"]],
  ["m", ["am", "em", "um"]],
  ["a", ["ia", "a"]],
  ["t", ["nt"]],
  ["d", ["ud"]],
  ["i", ["ii", "i"]],
  ["o", ["o"]],
  ["u", ["u"]],
]);

/** Stem of one epithet in lower-case ASCII: `"maculata"` → `"maculat"`. j and v become i and u. */
export function stemEpithet(epithet: string): string {
  let word = epithet;
  if (word.includes("j")) word = word.replaceAll("j", "i");
  if (word.includes("v")) word = word.replaceAll("v", "u");
  if (word.endsWith("que")) {
    if (QUE_WORDS.has(word)) return word;
    word = word.slice(0, -3);
  }
  const suffixes = SUFFIXES.get(word.charAt(word.length - 1));
  if (suffixes === undefined) return word;
  for (const suffix of suffixes) {
    if (word.endsWith(suffix)) return word.length - suffix.length >= 2 ? word.slice(0, -suffix.length) : word;
  }
  return word;
}

/** Stems every word but the first: `"betula alba naturae"` → `"betula alb natur"`. */
export function stemName(name: string): string {
  const first = name.indexOf(" ");
  if (first < 0) return name;
  let out = name.slice(0, first);
  let start = first + 1;
  while (start <= name.length) {
    let end = name.indexOf(" ", start);
    if (end < 0) end = name.length;
    out += ` ${stemEpithet(name.slice(start, end))}`;
    start = end + 1;
  }
  return out;
}
