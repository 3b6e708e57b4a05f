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

const A = 0x61;
const B = 0x62;
const D = 0x64;
const E = 0x65;
const I = 0x69;
const M = 0x6d;
const N = 0x6e;
const O = 0x6f;
const S = 0x73;
const T = 0x74;
const U = 0x75;

/** Stem of one epithet in lower-case ASCII: `"maculata"` → `"maculat"`. j and v become i and u. */
export function stemEpithet(epithet: string): string {
  let word = epithet;
  if (word.includes("j")) word = word.replaceAll("j", "i");
  if (word.includes("v")) word = word.replaceAll("v", "u");
  if (word.endsWith("que")) {
    if (QUE_WORDS.has(word)) return word;
    word = word.slice(0, -3);
  }
  const suffix = suffixLength(word);
  return suffix > 0 && word.length - suffix >= 2 ? word.slice(0, -suffix) : word;
}

/**
 * Letters of the suffix that a word ends in, 0 for none. Those of gnparser's list: ibus ius ae am as em es ia is nt os ud um us
 * a e ii i o u; told by the last letters, since every epithet that is looked up is stemmed.
 */
function suffixLength(word: string): number {
  const { length } = word;
  const last = word.charCodeAt(length - 1);
  const before = word.charCodeAt(length - 2);
  switch (last) {
    case S:
      if (before !== U) return before === A || before === E || before === I || before === O ? 2 : 0;
      if (word.charCodeAt(length - 3) === I) return 3;
      return word.charCodeAt(length - 3) === B && word.charCodeAt(length - 4) === I ? 4 : 2;
    case E:
      return before === A ? 2 : 1;
    case M:
      return before === A || before === E || before === U ? 2 : 0;
    case A:
    case I:
      return before === I ? 2 : 1;
    case T:
      return before === N ? 2 : 0;
    case D:
      return before === U ? 2 : 0;
    default:
      return last === O || last === U ? 1 : 0;
  }
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
