/**
 * Is a name between genus and species written here?
 *
 * "Aus (Bus)" is a subgenus or an author: the word's ending, a year and the words behind it decide. Others stand in square
 * brackets, behind a marker ("Rosa sect. Caninae"), or are named like the genus ("s. str.").
 */

import { added } from "../added.ts";
import { CLOSE, CLOSE_SQUARE, COMMA, DOT, LOWERCASE, OPEN, OPEN_SQUARE, TIMES } from "../text/tokens.ts";
import { MAX_MARKER_LENGTH, type RankMarker, supragenericMarker } from "../words/rank-markers.ts";
import { NO_ROLE, roleOf } from "../words/roles.ts";
import { isEpithet, startsEpithet } from "./epithets.ts";
import { isLowerCaseSubgenus, readInfrageneric } from "./genus.ts";
import { genusWord } from "./genus-spelling.ts";
import { readAuthorship, skipSic } from "./name-authorship.ts";
import { isCapital, type NameContext, yearBehind, yearSoon } from "./name-context.ts";
import { readSpecies, startsNovelty, startsQualifier } from "./qualifiers.ts";

/** The first word is a genus, because an epithet or a qualifier follows. */
export function asGenus(c: NameContext): void {
  c.name.genus = c.name.uninomial;
  c.name.uninomial = undefined;
}

/** A subgenus in brackets with what follows it; `at` when none stands here. */
export function readSubgenus(c: NameContext, at: number): number {
  const t = c.tokens;
  if (t.is(at, OPEN) && isLowerCaseSubgenus(c, at)) {
    c.scan.warn("capitals changed");
    const after = readInfrageneric(c, at);
    asGenus(c);
    return readSpecies(c, after);
  }
  if (t.is(at, OPEN) && isCapital(c, at + 1)) {
    const after = readParenthesised(c, at);
    if (after > at) return after;
  }
  const bracketed = afterBracketedSubgenus(c, at);
  if (bracketed > at) return bracketed;
  const strict = afterStrictSubgenus(c, at);
  if (strict === at) return at;
  c.name.infragenericEpithet = c.name.uninomial;
  asGenus(c);
  return readSpecies(c, strict);
}

/** A single word in parentheses: a subgenus when an epithet follows or the word is no author. */
function readParenthesised(c: NameContext, at: number): number {
  const t = c.tokens;
  const close = t.is(at + 2, DOT) ? at + 3 : at + 2;
  if (!t.is(close, CLOSE)) return at;
  const next = skipSic(c, close + 1);
  if (startsEpithet(c, next) || (startsQualifier(c, next) && !startsNovelty(c, next))) {
    const after = readInfrageneric(c, at);
    asGenus(c);
    return readSpecies(c, after);
  }
  if (close > at + 2) return at;
  c.scan.warn("subgenus or author in parentheses");
  if (looksLikeAuthor(c, at + 1, close + 1)) return at;
  infrageneric(c, at + 1, undefined);
  c.state.infragenericMarker = "subgen.";
  return readAuthorship(c, close + 1);
}

/** "Rubus (subg. Rubus) idaeus", "Carabus [Carabus] auratus"; `from` when none stands here. */
function afterBracketedSubgenus(c: NameContext, from: number): number {
  const t = c.tokens;
  const isSquare = t.is(from, OPEN_SQUARE);
  if (!isSquare && !t.is(from, OPEN)) return from;
  let word = from + 1;
  const marker = t.kind[word] === LOWERCASE ? supragenericMarker(t.word(word)) : undefined;
  if (marker !== undefined) word = t.is(word + 1, DOT) ? word + 2 : word + 1;
  if ((marker === undefined && !isSquare) || !isCapital(c, word) || marker?.level === "suprageneric") return from;
  if (!t.is(word + 1, isSquare ? CLOSE_SQUARE : CLOSE)) return from;
  const after = word + 2;
  if (startsEpithet(c, after)) {
    c.name.infragenericEpithet = genusWord(c, word);
    c.scan.mark("infragenericEpithet", word);
    c.name.genus = c.name.uninomial;
    c.name.uninomial = undefined;
    return readSpecies(c, after);
  }
  if (marker === undefined) return from;
  c.state.infragenericMarker = marker.text;
  infrageneric(c, word, marker);
  return readAuthorship(c, after);
}

/** "Cicindela (s. str.) campestris", "Bombus (Bombus s.str.) terrestris": the subgenus is named like the genus. */
function afterStrictSubgenus(c: NameContext, from: number): number {
  const t = c.tokens;
  const isBare = !t.is(from, OPEN);
  let at = isBare ? from : t.word(from + 1) === c.name.uninomial ? from + 2 : from + 1;
  if (t.word(at) === "s" && t.is(at + 1, DOT)) at += 2;
  else if (t.word(at) === "sensu") at++;
  else return from;
  if (!/^(?:str|s|stricto)$/.test(t.word(at))) return from;
  at += t.is(at + 1, DOT) ? 2 : 1;
  if (isBare) return startsEpithet(c, at) ? at : from;
  return t.is(at, CLOSE) && startsEpithet(c, at + 1) ? at + 1 : from;
}

function infrageneric(c: NameContext, at: number, marker: RankMarker | undefined): void {
  const name = c.name;
  c.state.endsInfrageneric = true;
  if (marker !== undefined) c.state.marker = marker;
  const word = genusWord(c, at);
  name.infragenericEpithet = word.charAt(0).toUpperCase() + word.slice(1);
  c.scan.mark("infragenericEpithet", at);
  name.genus = undefined;
}

/** "Rosa sect. Caninae", "Poaceae subtrib. Scolochloinae"; returns `at` when none stands here. */
export function infragenericMarkerAt(c: NameContext, from: number): number {
  const t = c.tokens;
  let at = from;
  if (t.is(at, COMMA)) at++;
  if (t.kind[at] !== LOWERCASE || t.length(at) > MAX_MARKER_LENGTH) return from;
  const word = t.word(at);
  const marker = supragenericMarker(word);
  if (marker === undefined) return from;
  const dotted = t.is(at + 1, DOT);
  let next = dotted ? at + 2 : at + 1;
  if (t.is(next, TIMES)) next++;
  const isSmall = dotted && t.kind[next] === LOWERCASE && t.length(next) > 3 && roleOf(t.word(next)) === NO_ROLE;
  if (isSmall && marker.level === "infrageneric" && endsOrOpens(c, next + 1)) {
    c.scan.warn("capitals changed");
  } else if (!isCapital(c, next) || t.length(next) < 2) return from;
  if (!dotted && yearSoon(c, next)) return from; // "Serina subser Gredler, 1898"
  c.scan.mark("rankMarker", at, dotted ? at + 1 : at);
  c.scan.warn(marker.notho ? "named hybrid" : "two names in one");
  if (marker.notho) c.name.notho = added(c.name.notho, "infragenericEpithet");
  c.state.infragenericMarker = marker.text;
  c.state.authorship = undefined;
  if (marker.level === "suprageneric") {
    c.state.suprageneric = c.name.uninomial;
    c.state.marker = marker;
    c.name.uninomial = genusWord(c, next);
    c.scan.mark("uninomial", next);
  } else {
    const species = readSpeciesOfSubgenus(c, next);
    if (species > next) return species;
    infrageneric(c, next, marker);
  }
  const after = readAuthorship(c, next + 1);
  const deeper = c.state.endsInfrageneric ? infragenericMarkerAt(c, after) : after;
  return deeper;
}

/** The end, a parenthesis or an author. */
function endsOrOpens(c: NameContext, at: number): boolean {
  return at >= c.end || c.tokens.is(at, OPEN) || isCapital(c, at);
}

/** "Rubus subg. Rubus idaeus": the species behind an infrageneric name; `at` when none stands there. */
function readSpeciesOfSubgenus(c: NameContext, at: number): number {
  const t = c.tokens;
  const next = at + 1;
  if (t.kind[next] !== LOWERCASE || roleOf(t.word(next)) !== NO_ROLE || !isEpithet(c, next)) return at;
  c.name.infragenericEpithet = genusWord(c, at);
  c.scan.mark("infragenericEpithet", at);
  c.name.genus = c.name.uninomial;
  c.name.uninomial = undefined;
  return readSpecies(c, next);
}

/** Whether a word in parentheses after a genus is its author rather than a subgenus. */
function looksLikeAuthor(c: NameContext, at: number, after: number): boolean {
  const t = c.tokens;
  // Botanists never write a subgenus in parentheses (ICN Art. 21), zoologists never a genus author without year.
  if (c.code === "BOTANICAL" || c.code === "CULTIVARS" || c.code === "BACTERIAL") return true;
  if (c.code === "ZOOLOGICAL") return false;
  const word = t.word(at);
  const genus = c.name.uninomial!;
  if (word === genus) return false;
  if (t.is(at + 1, DOT) || word.length < 4) return true;
  if (/(?:aceae|idae|inae|eae|ales|oidea)$/.test(genus)) return true;
  // Latin subgenera end like genera; botanists cite "(Urban) Cuatrecasas" without year.
  const latin =
    /(?:[^ct]us|[a-z]{6}us|[a-z]ia|[^v]a|um|is|es|on|as|ax|ops|ix|ys|yx|oides|ella|ina|ere|odes|ites|opsis|ma|ne|le|ce|pe|be|ge|me|re)$/;
  const genusLike = latin.test(word.toLowerCase());
  // With a year behind the parentheses and none in them the code is zoological, and zoologists put a year to every author.
  const isLongVowel = word.length > 7 && /[aeo]$/.test(word) && !/(?:etto|ello|ino|ero|ano|enko)$/.test(word);
  if (!genusLike) return !(isLongVowel && yearBehind(c, after));
  // Without a year behind, botanists are more likely: only clear Latin is a subgenus.
  if (
    after < c.end &&
    isCapital(c, after) &&
    !yearBehind(c, after) &&
    !/(?:[^ct]us|um|ella|ina|ia|opsis|oides)$/.test(word)
  )
    return true;
  if (/(?:ov|ev|in|sk)a$/.test(word)) return !yearBehind(c, after);
  return /(?:man|son|sen|berg|feld|stein|mann|ski|sky|ers|ley|ius)$/.test(word) && !yearSoon(c, after) && after < c.end;
}
