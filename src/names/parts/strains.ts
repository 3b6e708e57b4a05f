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
export function readStrain(context: NameContext, from: number): number {
  const t = context.tokens;
  if (from >= context.end) return from;
  if (t.kind[from] === ALL_CAPS && isCode(t, from, context.end)) return phraseFrom(context, from);
  if (t.kind[from] !== LOWERCASE) return from;
  let at = from;
  const word = t.word(at);
  if (word === "strain" || word === "str") {
    while (at < context.end && (t.is(at, DOT) || (t.kind[at] === LOWERCASE && /^(?:strain|str)$/.test(t.word(at)))))
      at++;
    if (at >= context.end) return from;
    context.name.rank = "STRAIN";
    context.name.rankOrigin = "written";
    return phraseFrom(context, at);
  }
  if (word === "sp" || word === "species" || markerAt(context, at) !== undefined) {
    const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
    if (t.kind[next] !== NUMBER && t.kind[next] !== MIXED) return from;
    if (t.kind[next] === NUMBER && t.length(next) === 4) return from;
    const marker = markerAt(context, at);
    if (marker !== undefined) context.state.marker = marker;
    return phraseFrom(context, word === "species" ? at : next);
  }
  return from;
}

/** The rest of the string without quotes becomes the phrase. */
function phraseFrom(context: NameContext, from: number): number {
  const t = context.tokens;
  let first = from;
  let last = context.end - 1;
  if ((t.is(first, TICK) || t.is(first, QUOTE)) && last > first) {
    first++;
    if (t.is(last, TICK) || t.is(last, QUOTE)) last--;
  }
  context.name.phrase = t.text.slice(t.start[first]!, t.end[last]!);
  context.name.kind = "informal";
  context.scan.warn("annotation at the end");
  context.scan.mark("note", first, last);
  return context.end;
}
