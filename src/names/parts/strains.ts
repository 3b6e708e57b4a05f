/**
 * Which strain, culture or numbered form of a species is meant?
 *
 * "strain K12", "ATCC 25922", "sp. 12" behind a species, "ssp. 2 (LJM 2019)": the determined part stays the name, the rest is
 * its phrase.
 */

import { isCode } from "../authors/author-lookahead.ts";
import { ALL_CAPS, DOT, LOWERCASE, MIXED, NUMBER, QUOTE, TICK } from "../text/tokens.ts";
import type { NameContext } from "./name-context.ts";
import { markerAt } from "./name-context.ts";

/** Reads a strain at a token; returns the end when there is one. */
export function readStrain(c: NameContext, from: number): number {
  const t = c.tokens;
  if (from >= c.end) return from;
  if (t.kind[from] === ALL_CAPS && isCode(t, from, c.end)) return phraseFrom(c, from);
  if (t.kind[from] !== LOWERCASE) return from;
  let at = from;
  const word = t.word(at);
  if (word === "strain" || word === "str") {
    while (at < c.end && (t.is(at, DOT) || (t.kind[at] === LOWERCASE && /^(?:strain|str)$/.test(t.word(at))))) at++;
    if (at >= c.end) return from;
    c.name.rank = "STRAIN";
    c.name.rankOrigin = "written";
    return phraseFrom(c, at);
  }
  if (word === "sp" || word === "species" || markerAt(c, at) !== undefined) {
    const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
    if (t.kind[next] !== NUMBER && t.kind[next] !== MIXED) return from;
    if (t.kind[next] === NUMBER && t.length(next) === 4) return from;
    const marker = markerAt(c, at);
    if (marker !== undefined) c.state.marker = marker;
    return phraseFrom(c, word === "species" ? at : next);
  }
  return from;
}

/** The rest of the string without quotes becomes the phrase. */
function phraseFrom(c: NameContext, from: number): number {
  const t = c.tokens;
  let first = from;
  let last = c.end - 1;
  if ((t.is(first, TICK) || t.is(first, QUOTE)) && last > first) {
    first++;
    if (t.is(last, TICK) || t.is(last, QUOTE)) last--;
  }
  c.name.phrase = t.text.slice(t.start[first]!, t.end[last]!);
  c.name.kind = "informal";
  c.scan.warn("annotation at the end");
  c.scan.mark("note", first, last);
  return c.end;
}
