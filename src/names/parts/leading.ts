/**
 * What stands before the first word of a name?
 *
 * Quotes, daggers, question marks, hybrid signs, "Candidatus", and the leftovers of dumps.
 */

import type { Rank } from "../../taxonomy/rank.ts";
import { added } from "../added.ts";
import {
  ASTERISK,
  CAPITAL,
  CLOSE,
  COLON,
  COMMA,
  DAGGER,
  DASH,
  DOT,
  LOWERCASE,
  OPEN,
  OPEN_SQUARE,
  PLUS,
  QUESTION,
  QUOTE,
  SIGN,
  TICK,
  TIMES,
} from "../text/tokens.ts";
import { COMPARISONS } from "../words/names.ts";
import { COMMON_WORDS } from "../words/prose.ts";
import { hybrid, isCapital, type NameContext } from "./name-context.ts";
import { nameBehindWords } from "./not-names.ts";

const BACKSLASH = 0x5c;

/** "cf. Quercus robur", "Aff. Quercus": the token behind the qualifier, `at` when none stands here. */
function leadingQualifier(context: NameContext, at: number): number {
  const t = context.tokens;
  if (t.length(at) < 2 || t.length(at) > 5) return at;
  const word = t.word(at).toLowerCase();
  const term = COMPARISONS.get(word) ?? (word === "aff" || word === "nr" ? `${word}.` : undefined);
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  if (term === undefined || t.kind[next] !== CAPITAL || t.length(next) < 3) return at;
  context.scan.warn(term === "cf." ? "comparison" : "approximation");
  context.scan.mark("qualifier", at, next - 1);
  context.name.kind = "informal";
  if (term === "cf.") context.state.comparison = true;
  context.name.qualifiers = added(context.name.qualifiers, { term, qualifies: "specificEpithet" });
  return next;
}

/** "Nothogen. Festulolium", "nothospecies Salix alba": the token behind the marker, `at` when none stands here. */
function nothogenusEnd(context: NameContext, at: number): number {
  const t = context.tokens;
  if (t.length(at) < 7 || !NOTHO_WORDS.has(t.word(at).toLowerCase())) return at;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  return isCapital(context, next) ? next : at;
}

const NOTHO_WORDS: ReadonlySet<string> = new Set(["nothogen", "nothogenus"]);

/** "Family Poaceae Barnhart", "Genus: Quercus L.": the token behind the word for the rank, which is kept; `at` when none stands here. */
function behindRankWord(context: NameContext, at: number): number {
  const t = context.tokens;
  if (t.kind[at] !== CAPITAL || t.length(at) < 5) return at;
  const rank = RANKS_BEFORE.get(t.word(at));
  const next = t.is(at + 1, DOT) || t.is(at + 1, COLON) ? at + 2 : at + 1;
  if (rank === undefined || t.kind[next] !== CAPITAL || t.length(next) < 3 || t.is(next + 1, DOT)) return at;
  context.scan.warn("word before name");
  // "Genus Quercus robur" is a species all the same.
  if (t.kind[next + 1] !== LOWERCASE) {
    context.name.rank = rank;
    context.name.rankOrigin = "written";
  }
  return next;
}

/** Words for ranks that are no genera, as they begin a line. */
const RANKS_BEFORE: ReadonlyMap<string, Rank> = new Map<string, Rank>([
  ["Family", "FAMILY"],
  ["Subfamily", "SUBFAMILY"],
  ["Order", "ORDER"],
  ["Class", "CLASS"],
  ["Phylum", "PHYLUM"],
  ["Tribe", "TRIBE"],
  ["Genus", "GENUS"],
]);

/** "Common Oak (Quercus robur)": where the scientific name begins, 0 when the string begins with it. */
function skipCommonName(context: NameContext): number {
  const t = context.tokens;
  if (t.kind[0] !== CAPITAL && t.kind[0] !== LOWERCASE) return 0;
  if (!COMMON_WORDS.has(t.word(0).toLowerCase())) return 0;
  const at = nameBehindWords(t);
  if (at < 0) return 0;
  context.scan.warn("word before name");
  if (t.is(context.end - 1, CLOSE) && t.is(at - 1, OPEN)) context.end--;
  return at;
}

/** Quotes, daggers, question marks, hybrid signs, "Candidatus" before the genus. */
export function readLeading(context: NameContext, from: number): number {
  const t = context.tokens;
  const name = context.name;
  let at = from === 0 ? skipCommonName(context) : from;
  for (;;) {
    if (t.kind[at] === SIGN) {
      const sign = t.first(at);
      if (sign === DAGGER) {
        name.extinct = true;
        context.scan.mark("dagger", at);
      } else if (sign === TIMES) {
        hybrid(context, at, "genus");
      } else if (sign === PLUS) {
        context.state.graftChimera = true;
        context.scan.warn("graft chimera");
        context.scan.mark("hybridSign", at);
        if (t.touches(at + 1)) context.scan.warn("hybrid sign without space");
      } else if (sign === BACKSLASH && t.first(at + 1) === 0x4e && t.length(at + 1) === 1) {
        context.scan.warn("leading quote or bracket");
        at++; // "\\N", the null of database dumps
      } else if (sign === QUESTION) {
        if (t.kind[at + 1] === LOWERCASE) return at;
        context.state.doubtful = true;
        context.scan.warn("question mark");
      } else if (sign === OPEN_SQUARE || sign === OPEN) {
        // "[Acontia] chia"
        context.scan.warn("leading quote or bracket");
        context.state.doubtful = true;
      } else if (sign === QUOTE || sign === TICK) {
        context.scan.warn("leading quote or bracket");
        if (at + 2 < context.end && t.is(at + 2, sign)) context.state.doubtful = true;
      } else if (
        sign === DOT ||
        sign === COMMA ||
        sign === DASH ||
        sign === ASTERISK ||
        sign === COLON ||
        sign === 0x3d
      ) {
        context.scan.warn("leading quote or bracket");
      } else return at;
      at++;
      continue;
    }
    if (t.kind[at] === CAPITAL || t.kind[at] === LOWERCASE) {
      const behind = leadingQualifier(context, at);
      if (behind > at) {
        at = behind;
        continue;
      }
      const length = t.length(at);
      const afterNotho = nothogenusEnd(context, at);
      if (afterNotho > at) {
        hybrid(context, at, "genus");
        at = afterNotho;
        continue;
      }
      if (length === 1 && (t.first(at) | 0x20) === 0x78 && isCapital(context, at + 1) && !t.is(at + 1, DOT)) {
        hybrid(context, at, "genus");
        at++;
        continue;
      }
      const ranked = behindRankWord(context, at);
      if (ranked > at) {
        at = ranked;
        continue;
      }
      if (length === 10 && t.word(at).toLowerCase() === "candidatus" && isCapital(context, at + 1)) {
        name.candidatus = true;
      } else if (length === 2 && t.word(at) === "Ca" && t.is(at + 1, DOT) && isCapital(context, at + 2)) {
        name.candidatus = true;
        context.scan.mark("candidatus", at, at + 1);
        context.scan.warn("candidatus");
        at += 2;
        continue;
      } else return at;
      context.scan.mark("candidatus", at);
      context.scan.warn("candidatus");
      at++;
      continue;
    }
    return at;
  }
}
