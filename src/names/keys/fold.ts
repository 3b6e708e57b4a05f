/**
 * Under which key is a name looked up?
 *
 * {@link foldName} turns any spelling of a name into lower-case ASCII words with one space between them: diacritics
 * folded as gnparser does (ä → ae, å → ao, ö/ø → oe, ü → ue, æ → ae, œ → oe, ñ → n, ß → ss), hybrid signs, apostrophes
 * and hyphens gone ("novae-angliae" = "novaeangliae"), other punctuation a space. {@link foldNameShort} is the second
 * folding, which users who know no umlauts write: ä → a, å → a, ö/ø → o, ü → u. Letters of other scripts are kept in
 * lower case, so that two Chinese placeholders stay different keys.
 *
 * Not here: endings (`stem.ts`) and GBIF's normaliser (`gbif-normalizer.ts`).
 */
import { latinLookAlike } from "../text/homoglyphs.ts";

/** Letters whose folding is not "the base letter of the canonical decomposition". */
const LONG_LETTERS: Record<string, string> = {
  ä: "ae",
  å: "ao",
  ö: "oe",
  ø: "oe",
  ü: "ue",
  æ: "ae",
  ǽ: "ae",
  ǣ: "ae",
  œ: "oe",
  ß: "ss",
  ſ: "s",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ŀ: "l",
  ı: "i",
  ĳ: "ij",
  ŋ: "n",
  ħ: "h",
  ŧ: "t",
  ĸ: "k",
  ɨ: "i",
  ƶ: "z",
  ƀ: "b",
  ɵ: "o",
  ǿ: "oe",
};
const SHORT_LETTERS: Record<string, string> = { ...LONG_LETTERS, ä: "a", å: "a", ö: "o", ø: "o", ü: "u", ǿ: "o" };

/** Code units below this have an entry in the tables. Covers Latin-1, Latin Extended-A/B and IPA. */
const TABLE_END = 0x2b0;
const LONG = foldingTable(LONG_LETTERS);
const SHORT = foldingTable(SHORT_LETTERS);

/** Lower-case folding of each code unit; `" "` for what separates words, `""` for what is dropped. */
function foldingTable(letters: Record<string, string>): string[] {
  const table: string[] = [];
  for (let code = 0; code < TABLE_END; code++) {
    const char = String.fromCharCode(code);
    const lower = char.toLowerCase();
    const base = lower.normalize("NFD").charAt(0);
    if (lower in letters) table.push(letters[lower]!);
    else if (/[a-z0-9]/.test(base)) table.push(base);
    else if (char === "'" || char === "`" || char === "\u00b4" || char === "\u00ad") table.push("");
    else table.push(/\p{L}/u.test(char) ? lower : " ");
  }
  return table;
}

/** Two-letter ligatures from PDF text. */
const LIGATURES: Record<string, string> = { ﬀ: "ff", ﬁ: "fi", ﬂ: "fl", ﬃ: "ffi", ﬄ: "ffl", ﬅ: "st", ﬆ: "st", ẞ: "ss" };

/** Folds one code unit that is outside the table. */
function foldRare(char: string): string {
  const code = char.charCodeAt(0);
  if (isDropped(code)) return "";
  const latin = latinLookAlike(code) || latinLookAlike(char.toLowerCase().charCodeAt(0));
  if (latin) return String.fromCharCode(latin).toLowerCase();
  if (char in LIGATURES) return LIGATURES[char]!;
  if (code >= 0xd800 && code <= 0xdfff) return char; // half of a pair: kept together with its other half
  const lower = char.normalize("NFKD").toLowerCase();
  if (/^[a-z0-9]/.test(lower)) return lower.replace(/[^a-z0-9]/g, "");
  return /[\p{L}\p{N}]/u.test(char) ? char.toLowerCase() : " ";
}

/** Apostrophes, zero-width characters, combining marks. */
function isDropped(code: number): boolean {
  return (
    (code >= 0x2018 && code <= 0x201b) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x2b0 && code <= 0x2ff) ||
    code === 0x2032 ||
    code === 0x2060 ||
    code === 0xfeff
  );
}

function isHyphen(code: number): boolean {
  return code === 0x2d || (code >= 0x2010 && code <= 0x2014) || code === 0x2212;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** True when the string is already words of ASCII letters with single spaces and no lone "x": lower-casing is enough. */
function isPlain(text: string): boolean {
  let wordStart = 0;
  const length = text.length;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x20) {
      if (i === wordStart || (i === wordStart + 1 && (text.charCodeAt(wordStart) | 0x20) === 0x78)) return false;
      wordStart = i + 1;
    } else {
      const lower = code | 0x20;
      if (lower < 0x61 || lower > 0x7a || code > 0x7a) return false;
    }
  }
  return wordStart < length;
}

/**
 * The look-up key of a name: `"Rhododendron × prævernum"` → `"rhododendron praevernum"`. Empty when the string holds
 * no letter or digit. A lone "x" between words counts as a hybrid sign.
 */
export function foldName(name: string): string {
  return isPlain(name) ? name.toLowerCase() : foldWith(name, LONG);
}

/** As {@link foldName}, with umlauts as their plain letter: `"Müllerina"` → `"mullerina"`. */
export function foldNameShort(name: string): string {
  return isPlain(name) ? name.toLowerCase() : foldWith(name, SHORT);
}

function foldWith(name: string, table: readonly string[]): string {
  const s = hasCombiningMark(name) ? name.normalize("NFC") : name;
  let out = "";
  let word = "";
  for (let i = 0; i < s.length; i++) {
    const code = s.charCodeAt(i);
    let folded: string;
    if (isHyphen(code)) folded = isDigit(s.charCodeAt(i - 1)) || isDigit(s.charCodeAt(i + 1)) ? " " : "";
    else folded = code < TABLE_END ? table[code]! : foldRare(s.charAt(i));
    if (folded !== " ") word += folded;
    else if (word !== "") {
      if (word !== "x") out = out === "" ? word : `${out} ${word}`;
      word = "";
    }
  }
  if (word === "") return out;
  return out === "" ? word : `${out} ${word}`;
}

function hasCombiningMark(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x300 && code <= 0x36f) return true;
  }
  return false;
}
