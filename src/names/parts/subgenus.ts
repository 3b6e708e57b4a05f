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
export function asGenus(context: NameContext): void {
  context.name.genus = context.name.uninomial;
  context.name.uninomial = undefined;
}

/** A subgenus in brackets with what follows it; `at` when none stands here. */
export function readSubgenus(context: NameContext, at: number): number {
  const t = context.tokens;
  if (t.is(at, OPEN) && isLowerCaseSubgenus(context, at)) {
    context.scan.warn("capitals changed");
    const after = readInfrageneric(context, at);
    asGenus(context);
    return readSpecies(context, after);
  }
  if (t.is(at, OPEN) && isCapital(context, at + 1)) {
    const after = readParenthesised(context, at);
    if (after > at) return after;
  }
  const bracketed = afterBracketedSubgenus(context, at);
  if (bracketed > at) return bracketed;
  const strict = afterStrictSubgenus(context, at);
  if (strict === at) return at;
  context.name.infragenericEpithet = context.name.uninomial;
  asGenus(context);
  return readSpecies(context, strict);
}

/** A single word in parentheses: a subgenus when an epithet follows or the word is no author. */
function readParenthesised(context: NameContext, at: number): number {
  const t = context.tokens;
  const close = t.is(at + 2, DOT) ? at + 3 : at + 2;
  if (!t.is(close, CLOSE)) return at;
  const next = skipSic(context, close + 1);
  if (startsEpithet(context, next) || (startsQualifier(context, next) && !startsNovelty(context, next))) {
    const after = readInfrageneric(context, at);
    asGenus(context);
    return readSpecies(context, after);
  }
  if (close > at + 2) return at;
  context.scan.warn("subgenus or author in parentheses");
  if (looksLikeAuthor(context, at + 1, close + 1)) return at;
  infrageneric(context, at + 1, undefined);
  context.state.infragenericMarker = "subgen.";
  return readAuthorship(context, close + 1);
}

/** "Rubus (subg. Rubus) idaeus", "Carabus [Carabus] auratus"; `from` when none stands here. */
function afterBracketedSubgenus(context: NameContext, from: number): number {
  const t = context.tokens;
  const isSquare = t.is(from, OPEN_SQUARE);
  if (!isSquare && !t.is(from, OPEN)) return from;
  let word = from + 1;
  const marker = t.kind[word] === LOWERCASE ? supragenericMarker(t.word(word)) : undefined;
  if (marker !== undefined) word = t.is(word + 1, DOT) ? word + 2 : word + 1;
  if ((marker === undefined && !isSquare) || !isCapital(context, word) || marker?.level === "suprageneric") return from;
  if (!t.is(word + 1, isSquare ? CLOSE_SQUARE : CLOSE)) return from;
  const after = word + 2;
  if (startsEpithet(context, after)) {
    context.name.infragenericEpithet = genusWord(context, word);
    context.scan.mark("infragenericEpithet", word);
    context.name.genus = context.name.uninomial;
    context.name.uninomial = undefined;
    return readSpecies(context, after);
  }
  if (marker === undefined) return from;
  context.state.infragenericMarker = marker.text;
  infrageneric(context, word, marker);
  return readAuthorship(context, after);
}

/** "Cicindela (s. str.) campestris", "Bombus (Bombus s.str.) terrestris": the subgenus is named like the genus. */
function afterStrictSubgenus(context: NameContext, from: number): number {
  const t = context.tokens;
  const isBare = !t.is(from, OPEN);
  let at = isBare ? from : t.word(from + 1) === context.name.uninomial ? from + 2 : from + 1;
  if (t.word(at) === "s" && t.is(at + 1, DOT)) at += 2;
  else if (t.word(at) === "sensu") at++;
  else return from;
  if (!/^(?:str|s|stricto)$/.test(t.word(at))) return from;
  at += t.is(at + 1, DOT) ? 2 : 1;
  if (isBare) return startsEpithet(context, at) ? at : from;
  return t.is(at, CLOSE) && startsEpithet(context, at + 1) ? at + 1 : from;
}

function infrageneric(context: NameContext, at: number, marker: RankMarker | undefined): void {
  const name = context.name;
  context.state.endsInfrageneric = true;
  if (marker !== undefined) context.state.marker = marker;
  const word = genusWord(context, at);
  name.infragenericEpithet = word.charAt(0).toUpperCase() + word.slice(1);
  context.scan.mark("infragenericEpithet", at);
  name.genus = undefined;
}

/** "Rosa sect. Caninae", "Poaceae subtrib. Scolochloinae"; returns `at` when none stands here. */
export function infragenericMarkerAt(context: NameContext, from: number): number {
  const t = context.tokens;
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
  if (isSmall && marker.level === "infrageneric" && endsOrOpens(context, next + 1)) {
    context.scan.warn("capitals changed");
  } else if (!isCapital(context, next) || t.length(next) < 2) return from;
  if (!dotted && yearSoon(context, next)) return from; // "Serina subser Gredler, 1898"
  context.scan.mark("rankMarker", at, dotted ? at + 1 : at);
  context.scan.warn(marker.notho ? "named hybrid" : "two names in one");
  if (marker.notho) context.name.notho = added(context.name.notho, "infragenericEpithet");
  context.state.infragenericMarker = marker.text;
  context.state.authorship = undefined;
  if (marker.level === "suprageneric") {
    context.state.suprageneric = context.name.uninomial;
    context.state.marker = marker;
    context.name.uninomial = genusWord(context, next);
    context.scan.mark("uninomial", next);
  } else {
    const species = readSpeciesOfSubgenus(context, next);
    if (species > next) return species;
    infrageneric(context, next, marker);
  }
  const after = readAuthorship(context, next + 1);
  const deeper = context.state.endsInfrageneric ? infragenericMarkerAt(context, after) : after;
  return deeper;
}

/** The end, a parenthesis or an author. */
function endsOrOpens(context: NameContext, at: number): boolean {
  return at >= context.end || context.tokens.is(at, OPEN) || isCapital(context, at);
}

/** "Rubus subg. Rubus idaeus": the species behind an infrageneric name; `at` when none stands there. */
function readSpeciesOfSubgenus(context: NameContext, at: number): number {
  const t = context.tokens;
  const next = at + 1;
  if (t.kind[next] !== LOWERCASE || roleOf(t.word(next)) !== NO_ROLE || !isEpithet(context, next)) return at;
  context.name.infragenericEpithet = genusWord(context, at);
  context.scan.mark("infragenericEpithet", at);
  context.name.genus = context.name.uninomial;
  context.name.uninomial = undefined;
  return readSpecies(context, next);
}

/** Whether a word in parentheses after a genus is its author rather than a subgenus. */
function looksLikeAuthor(context: NameContext, at: number, after: number): boolean {
  const t = context.tokens;
  // Botanists never write a subgenus in parentheses (ICN Art. 21), zoologists never a genus author without year.
  if (context.code === "BOTANICAL" || context.code === "CULTIVARS" || context.code === "BACTERIAL") return true;
  if (context.code === "ZOOLOGICAL") return false;
  const word = t.word(at);
  const genus = context.name.uninomial!;
  if (word === genus) return false;
  if (t.is(at + 1, DOT) || word.length < 4) return true;
  if (/(?:aceae|idae|inae|eae|ales|oidea)$/.test(genus)) return true;
  // Latin subgenera end like genera; botanists cite "(Urban) Cuatrecasas" without year.
  const latin =
    /(?:[^ct]us|[a-z]{6}us|[a-z]ia|[^v]a|um|is|es|on|as|ax|ops|ix|ys|yx|oides|ella|ina|ere|odes|ites|opsis|ma|ne|le|ce|pe|be|ge|me|re)$/;
  const genusLike = latin.test(word.toLowerCase());
  // With a year behind the parentheses and none in them the code is zoological, and zoologists put a year to every author.
  const isLongVowel = word.length > 7 && /[aeo]$/.test(word) && !/(?:etto|ello|ino|ero|ano|enko)$/.test(word);
  if (!genusLike) return !(isLongVowel && yearBehind(context, after));
  // Without a year behind, botanists are more likely: only clear Latin is a subgenus.
  if (
    after < context.end &&
    isCapital(context, after) &&
    !yearBehind(context, after) &&
    !/(?:[^ct]us|um|ella|ina|ia|opsis|oides)$/.test(word)
  )
    return true;
  if (/(?:ov|ev|in|sk)a$/.test(word)) return !yearBehind(context, after);
  return (
    /(?:man|son|sen|berg|feld|stein|mann|ski|sky|ers|ley|ius)$/.test(word) &&
    !yearSoon(context, after) &&
    after < context.end
  );
}
