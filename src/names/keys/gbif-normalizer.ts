/**
 * Under which term did GBIF index a name?
 *
 * Two generations: {@link normalizeLegacy} (checklistbank, API v1) folds everything after the genus as one string,
 * {@link normalizeCol} (Catalogue of Life, API v2) treats each epithet by itself. Both leave the genus alone.
 * {@link normalizeColAll} stems the genus too. Case is kept.
 *
 * Source: behaviour of gbif/checklistbank and CatalogueOfLife/backend as recorded by their unit tests.
 */

/** Letters that canonical decomposition does not take apart. */
const LETTERS: Record<string, string> = {
  æ: "ae",
  Æ: "AE",
  ǽ: "ae",
  Ǽ: "AE",
  œ: "oe",
  Œ: "OE",
  ø: "o",
  Ø: "O",
  ß: "ss",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  ł: "l",
  Ł: "L",
  þ: "th",
  Þ: "TH",
  ı: "i",
  ħ: "h",
  ŧ: "t",
  ſ: "s",
};

/** A name of plain letters, of words too long to be a hybrid sign: nothing in it needs folding or taking away. */
const PLAIN = /^[A-Z][a-z]+(?: [a-z]{2,})*$/;

/** Folds diacritics and ligatures, one letter for an umlaut: `"Müllærina"` → `"Mullaerina"`. Other characters stay. */
export function asciiFold(text: string): string {
  let i = 0;
  while (i < text.length && text.charCodeAt(i) < 0x80) i++;
  if (i === text.length) return text;
  let out = text.slice(0, i);
  for (; i < text.length; i++) {
    const char = text.charAt(i);
    if (char.charCodeAt(0) < 0x80) out += char;
    else if (char in LETTERS) out += LETTERS[char];
    else {
      const base = char.normalize("NFD").charAt(0);
      if (base >= "\u0300" && base <= "\u036f") continue;
      out += base.charCodeAt(0) < 0x80 ? base : char;
    }
  }
  return out;
}

/** Takes hybrid signs away: `"Carex ×cayouettei"` → `"Carex cayouettei"`. */
export function removeHybridSign(text: string): string {
  let out = text;
  if (/^[xX×]/.test(out)) out = out.replace(/^(?:× ?|[xX] ?(?=\p{Lu}))/u, "");
  if (out.includes("×") || out.includes(" x ") || out.includes(" X "))
    out = out.replace(/ × ?| ?× | [xX] (?=\p{Ll})/gu, " ").replaceAll("×", "");
  return out;
}

function squeezeLetters(text: string): string {
  // Most words have no doubled letter.
  let i = 1;
  while (i < text.length && text.charCodeAt(i) !== text.charCodeAt(i - 1)) i++;
  if (i >= text.length) return text;
  let out = text.slice(0, i);
  for (; i < text.length; i++) if (text.charCodeAt(i) !== text.charCodeAt(i - 1)) out += text.charAt(i);
  return out;
}

/** GBIF's older normaliser: `"Abies amus"` → `"Abies ama"`. A name with a genus of one or two letters is only folded. */
export function normalizeLegacy(name: string): string {
  let s = name;
  if (!PLAIN.test(name)) {
    s = name.trim();
    s = s.replace(/^(?:× ?|[xX] ?(?=\p{Lu}))/u, "").replace(/ (?:× ?|[xX] )(?=\p{L})/gu, " ");
    s = asciiFold(s).replace(/['_-]/g, "").replace(/\s+/g, " ").trim();
  }
  const space = s.indexOf(" ");
  if (space <= 2) return s;
  return `${s.slice(0, space)} ${normalizeLegacyEpithets(s.slice(space + 1))}`;
}

/** Longest text normalised in place. */
const MAX_PLAIN = 120;
const letters = new Uint8Array(MAX_PLAIN);
const TEXT = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code));

const SPACE = 0x20;
const A = 0x61;
const E = 0x65;
const G = 0x67;
const H = 0x68;
const I = 0x69;
const J = 0x6a;
const M = 0x6d;
const N = 0x6e;
const O = 0x6f;
const R = 0x72;
const S = 0x73;
const T = 0x74;
const U = 0x75;
const Y = 0x79;
const Z = 0x7a;

/** Puts small letters and spaces into `letters`, doubled ones once; their number, 0 when something else stands there. */
function takeSqueezed(text: string): number {
  if (text.length > MAX_PLAIN) return 0;
  let length = 0;
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < A || code > Z) && code !== SPACE) return 0;
    if (code !== before) letters[length++] = code;
    before = code;
  }
  return length;
}

function isI(code: number): boolean {
  return code === J || code === Y || code === I;
}

/** Runs of j, y and i that do not begin a word become one i; the new length. */
function evenI(length: number): number {
  let out = 0;
  let inRun = false;
  for (let at = 0; at < length; at++) {
    const code = letters[at]!;
    if (!isI(code) || at === 0 || letters[at - 1] === SPACE) {
      letters[out++] = code;
      inRun = false;
    } else {
      if (!inRun) letters[out++] = I;
      inRun = true;
    }
  }
  return out;
}

/** What the older normaliser makes of all that follows the genus: plain words with one space between them. */
export function normalizeLegacyEpithets(epithets: string): string {
  let length = takeSqueezed(epithets);
  if (length === 0) return normalizeLegacyByRules(epithets);
  const last = letters[length - 1]!;
  const before = length > 1 ? letters[length - 2]! : 0;
  if ((last === N && before === O) || ((last === M || last === S) && before === U)) {
    letters[length - 2] = A;
    length--;
  }
  length = evenI(length);
  if (length > 1 && letters[length - 1] === I && letters[length - 2] === E) {
    letters[length - 2] = I;
    length--;
  }
  let text = "";
  for (let at = 0; at < length; at++) {
    const code = letters[at]!;
    const previous = at > 0 ? letters[at - 1]! : 0;
    if (code !== H || (previous !== T && previous !== R)) text += TEXT[code];
  }
  return text;
}

/** As {@link normalizeLegacyEpithets}, for text that is not plain. */
function normalizeLegacyByRules(epithets: string): string {
  return squeezeLetters(epithets)
    .replace(/(?:on|um|us|a)$/, "a")
    .replace(/(?<!\b)[jyi]+/g, "i")
    .replace(/ei$/, "i")
    .replace(/([tr])h/g, "$1");
}

/** The newer normaliser's Latin stem of one lower-case epithet: `"pulchra"` → `"pulcher"`, `"viatrix"` → `"viator"`. */
export function stemEpithetCol(epithet: string): string {
  if (epithet.endsWith("gous") || epithet.endsWith("goum")) return epithet.slice(0, -3);
  if (epithet.endsWith("trix")) return `${epithet.slice(0, -3)}or`;
  const feminine = epithet.endsWith("ra") ? 2 : epithet.endsWith("rum") ? 3 : 0;
  if (feminine > 0 && epithet.length > feminine && !isVowel(epithet.charCodeAt(epithet.length - feminine - 1)))
    return `${epithet.slice(0, -feminine)}er`;
  return epithet.slice(0, epithet.length - endingCol(epithet));
}

function isVowel(code: number): boolean {
  return code === A || code === E || code === I || code === O || code === U;
}

/** Letters of the ending: arum orum · us um ae am is os as ei yi ii · i o a e. */
function endingCol(epithet: string): number {
  const length = epithet.length;
  const last = epithet.charCodeAt(length - 1);
  const before = length > 1 ? epithet.charCodeAt(length - 2) : 0;
  switch (last) {
    case M:
      if (epithet.endsWith("arum") || epithet.endsWith("orum")) return 4;
      return before === U || before === A ? 2 : 0;
    case S:
      return before === U || before === I || before === O || before === A ? 2 : 0;
    case E:
      return before === A ? 2 : 1;
    case I:
      return before === E || before === Y || before === I ? 2 : 1;
    case O:
    case A:
      return 1;
    default:
      return 0;
  }
}

/** What the newer normaliser makes of one plain epithet. */
export function normalizeWordCol(word: string): string {
  const stem = stemEpithetCol(word);
  let text = "";
  let last = 0;
  let inRun = false;
  for (let at = 0; at < stem.length; at++) {
    const code = stem.charCodeAt(at);
    if (code < A || code > Z) return normalizeWordColByRules(stem);
    const run = at > 0 && isI(code);
    const letter = run ? I : code;
    const isRepeated = (run && inRun) || letter === last;
    inRun = run;
    if (isRepeated) continue;
    if (letter !== H || (last !== G && last !== T && last !== R)) text += TEXT[letter];
    last = letter;
  }
  return text;
}

/** What is left to do with a stem that is not plain. */
function normalizeWordColByRules(stem: string): string {
  return squeezeLetters(stem.replace(/(?<=.)[jyi]+/g, "i"))
    .replaceAll("gh", "g")
    .replaceAll("th", "t")
    .replaceAll("rh", "r");
}

function tokensCol(name: string): string[] {
  if (PLAIN.test(name)) return name.split(" ");
  const s = removeHybridSign(
    asciiFold(name)
      .replace(/[?!"'`_-]/g, "")
      .replace(/[,.:;]/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );
  return s === "" ? [] : s.trim().split(/ +/);
}

/** The Catalogue of Life's normaliser: `"Lynx rufus baileyi"` → `"Lynx ruf baile"`. The first word stays as it is. */
export function normalizeCol(name: string): string {
  return tokensCol(name)
    .map((word, at) => (at > 0 && /^[a-z]+$/.test(word) ? normalizeWordCol(word) : word))
    .join(" ");
}

/** As {@link normalizeCol} with the first word stemmed too: `"Cycas circinalis"` → `"Cic circinal"`. */
export function normalizeColAll(name: string): string {
  return tokensCol(name)
    .map((word, at) => {
      if (at > 0) return /^[a-z]+$/.test(word) ? normalizeWordCol(word) : word;
      const normal = normalizeWordCol(word.toLowerCase());
      return normal.charAt(0).toUpperCase() + normal.slice(1);
    })
    .join(" ");
}
