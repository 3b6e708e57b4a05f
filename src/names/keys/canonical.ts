/**
 * How is a word of a name written in the canonical form?
 *
 * ASCII letters as gnparser writes them (ä → ae, ö → oe, ñ → n), no apostrophes, numerals as Latin words
 * ("10-maculata" → "decemmaculata"), hyphens kept.
 */

import { numeralPrefix } from "../words/numerals.ts";

const LETTERS: Record<string, string> = {
  ä: "ae",
  å: "ao",
  ö: "oe",
  ø: "oe",
  ü: "ue",
  æ: "ae",
  ǽ: "ae",
  œ: "oe",
  ß: "ss",
  ſ: "s",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ı: "i",
  ŋ: "n",
  ħ: "h",
  ŧ: "t",
};

/** True for words that need no work. */
function isPlainWord(word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code >= 0x80 || code === 0x27 || (code >= 0x30 && code <= 0x39)) return false;
    if (i > 0 && code >= 0x41 && code <= 0x5a) return false;
  }
  return true;
}

/** Canonical form of a genus or epithet: `"d'orbignyi"` → `"dorbignyi"`, `"Prunus-Lauro"` → `"Prunus-lauro"`. */
export function canonicalWord(word: string): string {
  if (isPlainWord(word)) return word;
  const numeral = /^(\d{1,2})[-.]?(?=\p{L})/u.exec(word);
  const rest = numeral ? word.slice(numeral[0].length) : word;
  let out = numeral ? numeralPrefix(Number(numeral[1])) : "";
  for (let i = 0; i < rest.length; i++) {
    const char = rest.charAt(i);
    if (char === "'") continue;
    const code = rest.charCodeAt(i);
    if (code < 0x80) {
      out += i > 0 && code >= 0x41 && code <= 0x5a ? char.toLowerCase() : char;
      continue;
    }
    const lower = char.toLowerCase();
    let folded = Object.hasOwn(LETTERS, lower) ? LETTERS[lower]! : lower.normalize("NFD").charAt(0);
    if (lower !== char && i === 0) folded = folded.charAt(0).toUpperCase() + folded.slice(1);
    out += folded;
  }
  return out;
}
