/**
 * Which cultivar, Group or grex is named? (ICNCP Art. 2-4)
 */

import { isLetter } from "../text/chars.ts";
import {
  ALL_CAPS,
  AMPERSAND,
  CAPITAL,
  CLOSE,
  COMMA,
  DOT,
  LOWERCASE,
  NUMBER,
  OPEN,
  QUOTE,
  SIGN,
  TICK,
} from "../text/tokens.ts";
import { PARTICLES } from "../words/authors.ts";
import { readAuthorship } from "./name-authorship.ts";
import { isCross, type NameContext } from "./name-context.ts";

/** Tokens looked ahead for a closing quote or parenthesis; longer ones are no cultivars or vouchers. */
const LOOKAHEAD = 40;

/** True for authors in quotes: "(Hughes) Vickery, S.Jacobs & Everett", "du Buysson, 1905". */
function holdsAuthors(context: NameContext, from: number, to: number): boolean {
  const t = context.tokens;
  if (t.is(from, OPEN)) return true;
  for (let at = from + 1; at < to; at++)
    if (t.is(at, AMPERSAND) || (t.is(at - 1, COMMA) && t.kind[at] === NUMBER && t.length(at) === 4)) return true;
  return false;
}

/** Words before the epithet of a cultivar. */
const CULTIVAR_WORDS: ReadonlySet<string> = new Set(["cv", "cultivar", "cvar", "cult"]);

/** "'Kentish Belle'", "cv. Cilpinense", "Border Auricula Group", "Sorel grex". */
export function readCultivar(context: NameContext, from: number): number {
  const t = context.tokens;
  const name = context.name;
  let at = from;
  if (at >= context.end) return from;
  const isCv = t.kind[at] === LOWERCASE && CULTIVAR_WORDS.has(t.word(at));
  if (isCv) at = t.is(at + 1, DOT) ? at + 2 : at + 1;
  // "cult. in hort. Kew" says that it is grown.
  if (isCv && t.word(from) === "cult" && t.kind[at] === LOWERCASE) return from;
  if (t.is(at, TICK) || t.is(at, QUOTE)) {
    const sign = t.first(at);
    while (t.is(at + 1, sign)) at++;
    if (at + 1 >= context.end || t.kind[at + 1] === NUMBER) return from;
    if (sign === TICK && t.kind[at + 1] === LOWERCASE && !isCv && PARTICLES.has(t.word(at + 1))) return from;
    // The last closing quote before a space or the end, so that "'Vintner's Treasure'" keeps its apostrophe.
    let close = -1;
    for (let k = at + 1; k < context.end && k < at + LOOKAHEAD; k++) {
      if (!t.is(k, sign)) continue;
      if (t.touches(k + 1) && k + 1 < context.end && t.kind[k + 1] !== SIGN) continue;
      close = k;
      break;
    }
    // "megasoma \"Dall\" Pils.": cultivars have no authors (ICNCP Art. 2), so these are authors somehow.
    if (
      sign === QUOTE &&
      !isCv &&
      close === at + 2 &&
      t.kind[close + 1] === CAPITAL &&
      startsAuthorTail(context, close + 1)
    )
      return from;
    if (sign === QUOTE && !isCv && holdsAuthors(context, at + 1, close)) return from;
    const open = close < 0;
    if (open) {
      if (sign !== QUOTE || t.kind[at + 1] !== LOWERCASE) return from;
      close = context.end;
    }
    name.cultivarEpithet = t.text.slice(t.start[at + 1]!, t.end[close - 1]!).trim();
    context.scan.mark("cultivarEpithet", at + 1, close - 1);
    const after = open ? close : close + 1;
    const species = context.state.authorship;
    context.state.authorship = undefined;
    const to = readAuthorship(context, after);
    if (to === after) context.state.authorship = species;
    return to;
  }
  if (isCv && at < context.end && isLetter(t.first(at))) {
    let close = at;
    while (close < context.end && isLetter(t.first(close)) && !isCross(context, close)) close++;
    name.cultivarEpithet = t.text.slice(t.start[at]!, t.end[close - 1]!);
    context.scan.mark("cultivarEpithet", at, close - 1);
    return close;
  }
  // "(Dissectum Group) 'Crimson Queen'"
  if (t.is(at, OPEN)) {
    const inside = readGroup(context, at + 1);
    if (inside > at + 1 && t.is(inside, CLOSE)) return cultivarOfGroup(context, inside + 1);
    return from;
  }
  const after = readGroup(context, at);
  return after > at ? cultivarOfGroup(context, after) : from;
}

/** A cultivar behind its Group or grex is the name itself. */
function cultivarOfGroup(context: NameContext, at: number): number {
  if (!context.tokens.is(at, TICK) && !context.tokens.is(at, QUOTE)) return at;
  const after = readCultivar(context, at);
  if (after > at) context.name.rank = "CULTIVAR";
  return after;
}

/** Group and grex: capitalised words up to the word; `at` when none stands here. */
function readGroup(context: NameContext, at: number): number {
  const t = context.tokens;
  if (t.kind[at] === CAPITAL) {
    let k = at;
    if (GROUP_WORDS.has(t.word(at)) && t.kind[at + 1] === CAPITAL && !t.is(at + 2, DOT))
      return groupBehindWord(context, at);
    while (k < context.end && (t.kind[k] === CAPITAL || t.kind[k] === ALL_CAPS) && k < at + 6) {
      const word = t.word(k);
      if (k > at && (word === "Group" || word === "Gp")) return cultivarGroup(context, at, k, "CULTIVAR_GROUP");
      k++;
    }
    if (k > at && k < context.end && (t.word(k) === "grex" || t.word(k) === "gx"))
      return cultivarGroup(context, at, k, "GREX");
    if (k === at + 1 && t.word(k) === "g" && t.is(k + 1, DOT) && t.is(k + 2, TICK))
      return cultivarGroup(context, at, k, "GREX");
  }
  return at;
}

/** "Group" in the languages of seed lists, where it stands before its epithet. */
const GROUP_WORDS: ReadonlySet<string> = new Set(["Group", "Gruppe", "Groep", "Groupe", "Grupo"]);

/** "Gruppe Phureja" */
function groupBehindWord(context: NameContext, at: number): number {
  const t = context.tokens;
  let end = at + 1;
  while (end < context.end && t.kind[end] === CAPITAL && end < at + 4) end++;
  context.name.cultivarEpithet = t.text.slice(t.start[at + 1]!, t.end[end - 1]!);
  context.name.rank = "CULTIVAR_GROUP";
  context.name.rankOrigin = "written";
  context.scan.mark("rankMarker", at);
  context.scan.mark("cultivarEpithet", at + 1, end - 1);
  return end;
}

/** An author and nothing else up to the end or a year: "Pils.", "Smith, 1900". */
function startsAuthorTail(context: NameContext, at: number): boolean {
  const t = context.tokens;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  return next >= context.end || t.kind[next] === NUMBER || (t.is(next, COMMA) && t.kind[next + 1] === NUMBER);
}

function cultivarGroup(context: NameContext, at: number, last: number, rank: "CULTIVAR_GROUP" | "GREX"): number {
  const t = context.tokens;
  const name = context.name;
  name.cultivarEpithet = t.text.slice(t.start[at]!, t.end[last - 1]!);
  name.rank = rank;
  name.rankOrigin = "written";
  context.scan.mark("cultivarEpithet", at, last - 1);
  context.scan.mark("rankMarker", last);
  return t.is(last + 1, DOT) ? last + 2 : last + 1;
}
