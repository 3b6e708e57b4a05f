/**
 * Which form or group is meant that has no name of its own?
 *
 * Numbers and codes behind a genus ("Pheidole JTL-012"), groups of species ("gr. murorum", "murorum agg.").
 */

import { added } from "../added.ts";
import { ALL_CAPS, CAPITAL, COLON, DASH, DOT, INNER_CAPITAL, LOWERCASE, MIXED, NUMBER, OPEN } from "../text/tokens.ts";
import { AGGREGATES, FORM_WORDS } from "../words/names.ts";
import { NO_ROLE, roleOf } from "../words/roles.ts";
import { isEpithet } from "./epithets.ts";
import { type NameContext, yearSoon } from "./name-context.ts";

/** "Galaxias gr. vulgaris", "Acastella ex gr. rouaulti": the epithet of a species group; `at` when none stands here. */
export function groupBefore(context: NameContext, at: number): number {
  const next = epithetOfGroup(context, at);
  if (next === at) return at;
  const t = context.tokens;
  const group = t.word(at) === "ex" ? at + 1 : at;
  context.state.aggregate = true;
  context.name.qualifiers = added(context.name.qualifiers, {
    term: AGGREGATES.get(t.word(group)) ?? "group",
    qualifies: "specificEpithet",
  });
  context.scan.warn("annotation at the end");
  context.scan.mark("qualifier", at, next - 1);
  return next;
}

/** As {@link groupBefore}, without noting the group. */
export function epithetOfGroup(context: NameContext, at: number): number {
  const t = context.tokens;
  if (t.kind[at] !== LOWERCASE) return at;
  const group = t.word(at) === "ex" ? at + 1 : at;
  if (!/^(?:gr|grp|group|agg|aggr|complex)$/.test(t.word(group))) return at;
  const next = t.is(group + 1, DOT) ? group + 2 : group + 1;
  const isSmall = next < context.end && t.kind[next] === LOWERCASE;
  return isSmall && roleOf(t.word(next)) === NO_ROLE && isEpithet(context, next) ? next : at;
}

/**
 * "Galaxias spA", "Pheidole JTL-012", "Pheidole 1", "Pheidole morphotype A", "Rissoa n. sp. 3": a genus and the number or code
 * of a form that has no name; returns the end. A lone "L" is Linnaeus, four digits are a year.
 */
export function readCode(context: NameContext, from: number): number {
  const t = context.tokens;
  if (from >= context.end || !startsCode(context, from)) return from;
  const name = context.name;
  name.kind = "informal";
  name.qualifiers = added(name.qualifiers, { term: "sp.", qualifies: "specificEpithet" });
  name.phrase = t.text.slice(t.start[from]!).trim();
  name.genus ??= name.uninomial;
  name.uninomial = undefined;
  context.scan.warn("annotation at the end");
  context.scan.mark("note", from, context.end - 1);
  return context.end;
}

function startsCode(context: NameContext, at: number): boolean {
  const t = context.tokens;
  const isLast = at + 1 >= context.end;
  const word = t.word(at);
  switch (t.kind[at]) {
    case MIXED:
      if (/^\d+-?\p{Ll}{4,}/u.test(word)) return false; // "777-spinosus"
      return !/^\d{3,4}[a-z?]?$/.test(word) && !/^\d+(?:st|nd|rd|th)$/.test(word) && !/^[12]\d{3}\D/.test(word);
    case NUMBER:
      return isLast && t.length(at) !== 4;
    case INNER_CAPITAL:
      return /^(?:m?sp|spp|n?sp|form)\p{Lu}{1,3}$/u.test(word);
    case CAPITAL:
      if (word === "N" && t.is(at + 1, DOT) && t.word(at + 2) === "sp") return true;
      if (t.length(at) === 1) return (isLast && word !== "L") || (t.is(at + 1, DASH) && isNumbered(context, at + 2));
      return (word === "No" && isNumbered(context, t.is(at + 1, DOT) ? at + 2 : at + 1)) || isBarcode(context, at);
    case ALL_CAPS:
      return isBarcode(context, at) || (t.length(at) <= 6 && t.is(at + 1, DASH) && isNumbered(context, at + 2));
    case LOWERCASE: {
      const next = t.is(at + 1, DOT) || t.is(at + 1, DASH) ? at + 2 : at + 1;
      if (word === "sp" || word === "nr") return t.is(at + 1, DASH) && isNumbered(context, next);
      if (FORM_WORDS.has(word)) return isNumbered(context, next) || (t.kind[next] === CAPITAL && t.length(next) === 1);
      return startsNewSpecies(context, at);
    }
    default:
      return false;
  }
}

/** A number or a code with digits. */
function isNumbered(context: NameContext, at: number): boolean {
  const kind = context.tokens.kind[at];
  return at < context.end && ((kind === NUMBER && context.tokens.length(at) !== 4) || kind === MIXED);
}

/** "BOLD:AAA1234" */
function isBarcode(context: NameContext, at: number): boolean {
  const t = context.tokens;
  return t.word(at).toLowerCase() === "bold" && (t.is(at + 1, COLON) || t.is(at + 1, DASH)) && t.kind[at + 2] === MIXED;
}

/** "n. sp.", "nov. sp.", "new species", "undescribed species" behind a genus. */
function startsNewSpecies(context: NameContext, at: number): boolean {
  const t = context.tokens;
  const word = t.word(at);
  if (word === "nov" && at + (t.is(at + 1, DOT) ? 2 : 1) >= context.end) return true;
  if (!/^(?:n|nov|nova|new|undescribed|unnamed|unidentified|undetermined)$/.test(word)) return false;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  return /^(?:sp|spp|spec|species)$/.test(t.word(next));
}

/** "agg.", "species group", "koningsbergeri-group" and the like. */
export function readAggregate(context: NameContext, from: number): number {
  const t = context.tokens;
  let at = from;
  if (t.is(at, OPEN)) return from;
  if (t.kind[at] !== LOWERCASE) return from;
  if (t.word(at) === "species" && t.kind[at + 1] === LOWERCASE) at++;
  else if (t.word(at) === "sp" && t.is(at + 1, DOT) && t.kind[at + 2] === LOWERCASE) at += 2;
  const term = AGGREGATES.get(t.word(at));
  if (term === undefined) return from;
  if (
    (term === "group" || term === "complex") &&
    t.kind[at + 1] === CAPITAL &&
    yearSoon(context, at + 1) &&
    at === from
  )
    return from;
  const after = t.is(at + 1, DOT) ? at + 2 : at + 1;
  const name = context.name;
  if (name.specificEpithet === undefined) {
    if (term !== "group" && term !== "complex") return from;
    name.kind = "informal";
    name.phrase = term;
    context.state.approximate = true;
    context.scan.warn("annotation at the end");
    return after;
  }
  context.state.aggregate = true;
  name.qualifiers = added(name.qualifiers, {
    term,
    qualifies: name.infraspecificEpithet === undefined ? "specificEpithet" : "infraspecificEpithet",
  });
  context.scan.warn("annotation at the end");
  context.scan.mark("qualifier", from, after - 1);
  return after;
}
