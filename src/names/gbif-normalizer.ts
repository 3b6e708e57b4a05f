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
export function asciiFold(s: string): string {
  let i = 0;
  while (i < s.length && s.charCodeAt(i) < 0x80) i++;
  if (i === s.length) return s;
  let out = s.slice(0, i);
  for (; i < s.length; i++) {
    const char = s.charAt(i);
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
export function removeHybridSign(s: string): string {
  let out = s;
  if (/^[xX×]/.test(out)) out = out.replace(/^(?:× ?|[xX] ?(?=\p{Lu}))/u, "");
  if (out.includes("×") || out.includes(" x ") || out.includes(" X "))
    out = out.replace(/ × ?| ?× | [xX] (?=\p{Ll})/gu, " ").replaceAll("×", "");
  return out;
}

function squeezeLetters(s: string): string {
  // Most words have no doubled letter.
  let i = 1;
  while (i < s.length && s.charCodeAt(i) !== s.charCodeAt(i - 1)) i++;
  if (i >= s.length) return s;
  let out = s.slice(0, i);
  for (; i < s.length; i++) if (s.charCodeAt(i) !== s.charCodeAt(i - 1)) out += s.charAt(i);
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
  const blank = s.indexOf(" ");
  if (blank <= 2) return s;
  return `${s.slice(0, blank)} ${normalizeLegacyEpithets(s.slice(blank + 1))}`;
}

/** What the older normaliser makes of all that follows the genus: plain words with one blank between them. */
export function normalizeLegacyEpithets(epithets: string): string {
  return squeezeLetters(epithets)
    .replace(/(?:on|um|us|a)$/, "a")
    .replace(/(?<!\b)[jyi]+/g, "i")
    .replace(/ei$/, "i")
    .replace(/([tr])h/g, "$1");
}

/** The newer normaliser's Latin stem of one lower-case epithet: `"pulchra"` → `"pulcher"`, `"viatrix"` → `"viator"`. */
export function stemEpithetCol(epithet: string): string {
  if (/go(?:us|um)$/.test(epithet)) return epithet.slice(0, -3).replace(/go$/, "g");
  if (epithet.endsWith("trix")) return `${epithet.slice(0, -3)}or`;
  if (/[^aeiou]r(?:a|um)$/.test(epithet)) return epithet.replace(/r(?:a|um)$/, "er");
  return epithet.replace(/(?:arum|orum|us|um|ae|am|is|os|as|[eyi]i|[ioae])$/, "");
}

/** What the newer normaliser makes of one plain epithet. */
export function normalizeWordCol(word: string): string {
  return squeezeLetters(stemEpithetCol(word).replace(/(?<=.)[jyi]+/g, "i"))
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
