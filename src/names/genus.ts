/**
 * Where does the name start, and what is its first word?
 *
 * Quotes, daggers, hybrid signs and "Candidatus" before the genus; abbreviated genera, genera in capitals or small letters;
 * the genus that a second parent of a formula takes from the first.
 */

import { added } from "./added.ts";
import { PARTICLES } from "./author-words.ts";
import { isDigit, isLower, isUpper } from "./chars.ts";
import { isEpithet } from "./epithets.ts";
import { NO_ROLE, roleOf, STOP } from "./lexicon.ts";
import { fail, hybrid, isCapital, markerAt, type NameContext, type NameScan, plainLetters } from "./name-context.ts";
import { DOUBTFUL_EPITHETS, looksLatin } from "./name-words.ts";
import { readSpecies } from "./qualifiers.ts";
import { MAX_MARKER_LENGTH, supragenericMarker } from "./rank-markers.ts";
import {
  ALL_CAPS,
  ASTERISK,
  CAPITAL,
  CLOSE,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  DAGGER,
  DASH,
  DOT,
  INNER_CAPITAL,
  LOWERCASE,
  MIXED,
  OPEN,
  OPEN_SQUARE,
  PLUS,
  QUESTION,
  QUOTE,
  SIGN,
  TICK,
  TIMES,
} from "./tokens.ts";

/** The doubtful epithets with a capital. */
const DOUBTFUL_GENERA: ReadonlySet<string> = new Set(
  [...DOUBTFUL_EPITHETS].map((word) => word.charAt(0).toUpperCase() + word.slice(1)),
);

/** Endings of genera, stricter than those of epithets: English words must not pass. */
const LATIN_GENUS = /(?:us|a|um|is|es|on|os|ys|as|ax|ix|ops|ex|yx|oe|er|erix|en|ne|che|thoe|gale|phane|stoma)$/;

const BACKSLASH = 0x5c;

/** Quotes, daggers, question marks, hybrid signs, "Candidatus" before the genus. */
export function readLeading(c: NameContext, from: number): number {
  const t = c.tokens;
  const name = c.name;
  let at = from;
  for (;;) {
    if (t.kind[at] === SIGN) {
      const sign = t.first(at);
      if (sign === DAGGER) {
        name.extinct = true;
        c.scan.mark("dagger", at);
      } else if (sign === TIMES) {
        hybrid(c, at, "genus");
      } else if (sign === PLUS) {
        c.state.graftChimera = true;
        c.scan.warn("graft chimera");
        c.scan.mark("hybridSign", at);
        if (t.touches(at + 1)) c.scan.warn("hybrid sign without blank");
      } else if (sign === BACKSLASH && t.first(at + 1) === 0x4e && t.length(at + 1) === 1) {
        c.scan.warn("leading quote or bracket");
        at++; // "\\N", the null of database dumps
      } else if (sign === QUESTION) {
        if (t.kind[at + 1] === LOWERCASE) return at;
        c.state.doubtful = true;
        c.scan.warn("question mark");
      } else if (sign === OPEN_SQUARE || sign === OPEN) {
        // "[Acontia] chia"
        c.scan.warn("leading quote or bracket");
        c.state.doubtful = true;
      } else if (sign === QUOTE || sign === TICK) {
        c.scan.warn("leading quote or bracket");
        if (at + 2 < c.end && t.is(at + 2, sign)) c.state.doubtful = true;
      } else if (
        sign === DOT ||
        sign === COMMA ||
        sign === DASH ||
        sign === ASTERISK ||
        sign === COLON ||
        sign === 0x3d
      ) {
        c.scan.warn("leading quote or bracket");
      } else return at;
      at++;
      continue;
    }
    if (t.kind[at] === CAPITAL || t.kind[at] === LOWERCASE) {
      const length = t.length(at);
      if (length === 1 && (t.first(at) | 0x20) === 0x78 && isCapital(c, at + 1) && !t.is(at + 1, DOT)) {
        hybrid(c, at, "genus");
        at++;
        continue;
      }
      if (length === 10 && t.word(at).toLowerCase() === "candidatus" && isCapital(c, at + 1)) {
        name.candidatus = true;
      } else if (length === 2 && t.word(at) === "Ca" && t.is(at + 1, DOT) && isCapital(c, at + 2)) {
        name.candidatus = true;
        c.scan.mark("candidatus", at, at + 1);
        c.scan.warn("candidatus");
        at += 2;
        continue;
      } else return at;
      c.scan.mark("candidatus", at);
      c.scan.warn("candidatus");
      at++;
      continue;
    }
    return at;
  }
}

/** Genus or uninomial, and what stands before it. */
export function readGenus(c: NameContext, from: number): number {
  const t = c.tokens;
  let at = from;
  const name = c.name;
  if (t.is(at, QUESTION) && t.kind[at + 1] === LOWERCASE) {
    name.genus = "?";
    c.state.doubtful = true;
    c.scan.warn("question mark");
    name.kind = "placeholder";
    c.scan.mark("genus", at);
    return readSpecies(c, at + 1);
  }
  // "subgen. Psammophrynopsis"
  if (t.kind[at] === LOWERCASE && t.length(at) <= MAX_MARKER_LENGTH) {
    const marker = supragenericMarker(t.word(at));
    const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
    if (marker !== undefined && isCapital(c, next) && t.length(next) > 1) {
      c.scan.mark("rankMarker", at, next - 1);
      c.scan.warn("two names in one");
      c.state.marker = marker;
      c.state.infragenericMarker = marker.text;
      name.uninomial = genusWord(c, next);
      c.scan.mark("uninomial", next);
      return next + 1;
    }
  }
  const kind = t.kind[at];
  if (at >= c.end) {
    fail(c);
    return at;
  }
  let word = t.word(at);
  let joined = 0;
  if (kind === INNER_CAPITAL && word.charAt(0) === "x" && isLower(word.charCodeAt(2))) {
    // "xAgropogon"
    joinedHybrid(c, at);
    joined = 1;
    word = word.slice(1);
  } else if (kind === CAPITAL && word.length > 3 && word.charAt(0) === "X" && isUpper(word.charCodeAt(1))) {
    joinedHybrid(c, at);
    joined = 1;
    word = word.slice(1);
  } else if (kind === ALL_CAPS) {
    word = word.charAt(0) + word.slice(1).toLowerCase();
    c.scan.warn("capitals changed");
  } else if (kind === LOWERCASE) {
    // "fessa Fulvetta cinereiceps fessa": an index word before the name
    const next = t.is(at + 1, COMMA) ? at + 2 : at + 1;
    if (word.length > 2 && isPlainBinomial(c, next)) {
      c.scan.warn("word before name");
      return readGenus(c, next);
    }
    if (word.length < 3 || !plainLetters(c, word) || !isLatinFromHere(c, at)) {
      fail(c);
      return at;
    }
    c.scan.warn("lower-case start");
    word = word.charAt(0).toUpperCase() + word.slice(1);
  } else if (kind === MIXED) return mixedGenus(c, at, word);
  else if (kind !== CAPITAL) {
    fail(c);
    return at;
  } else {
    const checked = checkGenus(c, word, at);
    if (checked === undefined) return at;
    word = checked;
  }
  // Abbreviated: "M. alpium", "Dros. melanogaster"
  if (kind === CAPITAL && t.is(at + 1, DOT) && t.touches(at + 1)) {
    const next = at + 2;
    const abbreviated =
      word.length <= 8 && (t.kind[next] === LOWERCASE || t.is(next, OPEN)) && (word.length <= 2 || !t.touches(next));
    if (abbreviated || (word.length === 1 && t.kind[next] !== CAPITAL)) {
      name.genus = `${word}.`;
      c.scan.mark("genus", at, at + 1);
      c.scan.warn("abbreviated genus");
      at = readInfrageneric(c, next);
      return readSpecies(c, at);
    }
    if (word.length <= 2 || t.kind[next] === LOWERCASE) {
      fail(c);
      return at;
    }
  } else if (word.length === 1) {
    if (t.kind[at + 1] === LOWERCASE && t.length(at + 1) > 3 && isEpithet(c, at + 1)) {
      name.genus = `${word}.`;
      c.scan.mark("genus", at);
      c.scan.warn("abbreviated genus");
      return readSpecies(c, at + 1);
    }
    fail(c);
    return at;
  }
  if (DOUBTFUL_GENERA.has(word)) {
    c.state.doubtful = true;
    c.scan.warn("epithet is no epithet");
  }
  // "Asteraceae Hieracium billyanum": a family may stand before the name.
  if (
    word.endsWith("ae") &&
    /(?:aceae|idae)$/.test(word) &&
    isCapital(c, at + 1) &&
    t.length(at + 1) > 2 &&
    !c.allCaps
  ) {
    const next = t.kind[at + 1] === CAPITAL ? at + 2 : at + 1;
    if (
      next === at + 2 &&
      t.kind[next] === LOWERCASE &&
      isEpithet(c, next) &&
      !PARTICLES.has(t.word(next)) &&
      looksLatin(t.word(at + 1)) &&
      looksLatin(t.word(next))
    ) {
      c.scan.warn("family before name");
      return readGenus(c, at + 1);
    }
  }
  if (t.is(at + 1, CLOSE_SQUARE) && c.state.doubtful) {
    name.uninomial = word;
    c.scan.mark("genus", at);
    return at + 2;
  }
  if ((t.is(at + 1, QUOTE) || t.is(at + 1, TICK)) && c.state.doubtful) {
    name.uninomial = word;
    c.scan.mark("genus", at);
    return at + 2;
  }
  name.uninomial = word;
  c.scan.markText("genus", t.start[at]! + joined, t.end[at]!);
  return at + 1;
}

/** "XAgropogon": the first letter is the hybrid sign. */
function joinedHybrid(c: NameContext, at: number): void {
  const start = c.tokens.start[at]!;
  c.scan.markText("hybridSign", start, start + 1);
  c.scan.warn("named hybrid");
  c.scan.warn("hybrid sign without blank");
  if (!c.name.notho.includes("genus")) c.name.notho = added(c.name.notho, "genus");
}

/** Genus with a capital and an epithet. */
function isPlainBinomial(c: NameContext, at: number): boolean {
  const t = c.tokens;
  if (at >= c.end || t.kind[at] !== CAPITAL || t.length(at) < 3 || !looksLatin(t.word(at))) return false;
  return t.kind[at + 1] === LOWERCASE && roleOf(t.word(at + 1)) === NO_ROLE && isEpithet(c, at + 1);
}

/** Strings without a capital are names only when genus and epithet look Latin and no prose follows. */
function isLatinFromHere(c: NameContext, at: number): boolean {
  const t = c.tokens;
  if (!LATIN_GENUS.test(t.word(at))) return false;
  let lower = 0;
  for (let k = at + 1; k < c.end && k < at + 8; k++) {
    if (t.kind[k] !== LOWERCASE) continue;
    const word = t.word(k);
    const role = roleOf(word);
    if (
      role === STOP &&
      word !== "ex" &&
      word !== "et" &&
      word !== "x" &&
      word !== "var" &&
      word !== "ssp" &&
      word !== "subsp" &&
      word !== "sp" &&
      word !== "in"
    )
      return false;
    if (role === NO_ROLE && ++lower === 1 && k === at + 1 && !looksLatin(word)) return false;
  }
  return lower <= 3;
}

/** The word of a token with one capital: `"ABIES"` → `"Abies"`. */
export function genusWord(c: NameContext, at: number): string {
  const t = c.tokens;
  const word = t.word(at);
  if (t.kind[at] === ALL_CAPS) {
    c.scan.warn("capitals changed");
    return word.charAt(0) + word.slice(1).toLowerCase();
  }
  return word;
}

/** Refuses "Abbott's", "ScarabaeinGC"; keeps "Prunus-Lauro-Cerasus" with lower-case parts. */
function checkGenus(c: NameContext, word: string, at: number): string | undefined {
  let hyphens = 0;
  let innerCapital = -1;
  for (let i = 1; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code === DASH) hyphens++;
    else if (code === TICK) {
      fail(c);
      return undefined;
    } else if (code >= 0x41 && isUpper(code)) {
      if (word.charCodeAt(i - 1) === DASH) {
        c.scan.warn("hyphen before capital in genus");
      } else if (innerCapital < 0) innerCapital = i;
    }
  }
  if (hyphens > 2) {
    fail(c);
    return undefined;
  }
  if (innerCapital >= 0) {
    // "EusiridaeNZD": a family with a code of a collection
    const suffix = word.slice(innerCapital);
    if (innerCapital > 4 && suffix.length > 1 && suffix === suffix.toUpperCase()) {
      c.name.uninomial = word.slice(0, innerCapital);
      c.name.kind = "informal";
      let end = at + 1;
      while (end < c.end && c.tokens.touches(end)) end++;
      c.name.phrase = c.tokens.text.slice(c.tokens.start[at]! + innerCapital, c.tokens.end[end - 1]!);
      c.scan.mark("uninomial", at);
      c.scan.warn("approximation");
      c.state.approximate = true;
      c.state.to = end;
      return word.slice(0, innerCapital);
    }
    const repaired = hyphens === 0 ? repairCapital(word, innerCapital) : undefined;
    if (repaired === undefined) {
      fail(c);
      return undefined;
    }
    c.scan.warn("capitals changed");
    return repaired;
  }
  // "Iteaphila-group", "Flamella-lineage"
  const label = hyphens > 0 ? /-(group|complex|lineage|clade)$/.exec(word) : null;
  if (label !== null) {
    const genus = word.slice(0, label.index);
    c.name.uninomial = genus;
    c.name.kind = "informal";
    c.name.phrase = label[1];
    c.scan.mark("uninomial", at);
    c.scan.warn("approximation");
    c.state.approximate = true;
    c.state.to = at + 1;
    return genus;
  }
  if (hyphens > 0) return word.charAt(0) + word.slice(1).replace(/-\p{Lu}/gu, (part) => part.toLowerCase());
  return word;
}

/** "Desulfobacterota_B", "Hypochrys0des". */
function mixedGenus(c: NameContext, at: number, word: string): number {
  const repaired = repairDigits(word);
  if (repaired !== undefined && isUpper(word.charCodeAt(0)) && word.length > 5) {
    c.scan.warn("digit read as letter");
    c.name.uninomial = repaired;
    c.scan.mark("genus", at);
    return at + 1;
  }
  fail(c);
  return at;
}

/** Genus of the right side of a formula: "S." and lower-case epithets take that of the left side. */
export function impliedGenus(c: NameContext, from: number, left: NameScan): number {
  const t = c.tokens;
  const genus = left.name.genus ?? left.name.uninomial;
  const name = c.name;
  if (t.kind[from] === LOWERCASE && genus !== undefined) {
    const marker = markerAt(c, from);
    name.genus = genus;
    if (marker !== undefined && left.name.specificEpithet !== undefined) {
      name.specificEpithet = left.name.specificEpithet;
      return from;
    }
    return readSpecies(c, from);
  }
  if (t.kind[from] === CAPITAL && t.length(from) <= 3 && genus !== undefined) {
    const dotted = t.is(from + 1, DOT);
    if ((dotted || t.length(from) === 1) && genus.startsWith(t.word(from))) {
      c.scan.mark("genus", from, dotted ? from + 1 : from);
      c.scan.warn("abbreviated genus");
      name.genus = genus;
      const at = readInfrageneric(c, dotted ? from + 2 : from + 1);
      return readSpecies(c, at);
    }
  }
  return readGenus(c, from);
}

/** Subgenus in parentheses after a genus, before an epithet. */
export function readInfrageneric(c: NameContext, from: number): number {
  const t = c.tokens;
  if (!t.is(from, OPEN) || (!isCapital(c, from + 1) && !isLowerCaseSubgenus(c, from))) return from;
  let close = from + 2;
  const dotted = t.is(close, DOT);
  if (dotted) close++;
  if (t.is(close, QUESTION)) close++;
  if (!t.is(close, CLOSE)) return from;
  let after = close + 1;
  // "Alnetoidia (Alnella) [sic] sudzhuchenica"
  if (t.is(after, OPEN_SQUARE) && t.is(after + 2, CLOSE_SQUARE) && t.word(after + 1) === "sic") after += 3;
  if (dotted) c.scan.warn("abbreviated subgenus");
  const word = genusWord(c, from + 1);
  c.name.infragenericEpithet = dotted ? `${word}.` : word.charAt(0).toUpperCase() + word.slice(1);
  c.scan.mark("infragenericEpithet", from + 1, dotted ? from + 2 : from + 1);
  return after;
}

/** "Hypochrys0des" → "Hypochrysodes": single digits between letters that OCR confuses; `undefined` otherwise. */
function repairDigits(word: string): string | undefined {
  let digits = 0;
  let out = "";
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (!isDigit(code)) {
      out += word.charAt(i);
      continue;
    }
    digits++;
    const between = i > 0 && isLower(word.charCodeAt(i - 1)) && isLower(word.charCodeAt(i + 1));
    const letter = code === 0x30 ? "o" : code === 0x31 ? "l" : code === 0x35 ? "s" : "";
    if (!between || letter === "") return undefined;
    out += letter;
  }
  return digits === 1 ? out : undefined;
}

/**
 * One capital too many: "MItra" → "Mitra"; a capital I behind a vowel is a misread l: "ZeyIanema" → "Zeylanema".
 * `undefined` when the word is something else ("ScarabaeinGCsp", "DNA").
 */
function repairCapital(word: string, at: number): string | undefined {
  const rest = word.slice(at + 1);
  if (rest.length < 2 || rest !== rest.toLowerCase()) return undefined;
  if (word.charAt(at) === "I") return word.slice(0, at) + (/[aeiouy]/i.test(word.charAt(at - 1)) ? "l" : "i") + rest;
  return at === 1 ? word.charAt(0) + word.charAt(1).toLowerCase() + rest : undefined;
}

/** "(acanthoderes)": a subgenus written small, before an epithet. */
export function isLowerCaseSubgenus(c: NameContext, open: number): boolean {
  const t = c.tokens;
  if (t.kind[open + 1] !== LOWERCASE || t.length(open + 1) < 4 || !t.is(open + 2, CLOSE)) return false;
  const word = t.word(open + 1);
  return roleOf(word) === NO_ROLE && LATIN_GENUS.test(word) && t.kind[open + 3] === LOWERCASE && isEpithet(c, open + 3);
}
