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
export function groupBefore(c: NameContext, at: number): number {
  const next = epithetOfGroup(c, at);
  if (next === at) return at;
  const t = c.tokens;
  const group = t.word(at) === "ex" ? at + 1 : at;
  c.state.aggregate = true;
  c.name.qualifiers = added(c.name.qualifiers, {
    term: AGGREGATES.get(t.word(group)) ?? "group",
    qualifies: "specificEpithet",
  });
  c.scan.warn("annotation at the end");
  c.scan.mark("qualifier", at, next - 1);
  return next;
}

/** As {@link groupBefore}, without noting the group. */
export function epithetOfGroup(c: NameContext, at: number): number {
  const t = c.tokens;
  if (t.kind[at] !== LOWERCASE) return at;
  const group = t.word(at) === "ex" ? at + 1 : at;
  if (!/^(?:gr|grp|group|agg|aggr|complex)$/.test(t.word(group))) return at;
  const next = t.is(group + 1, DOT) ? group + 2 : group + 1;
  const isSmall = next < c.end && t.kind[next] === LOWERCASE;
  return isSmall && roleOf(t.word(next)) === NO_ROLE && isEpithet(c, next) ? next : at;
}

/**
 * "Galaxias spA", "Pheidole JTL-012", "Pheidole 1", "Pheidole morphotype A", "Rissoa n. sp. 3": a genus and the number or code
 * of a form that has no name; returns the end. A lone "L" is Linnaeus, four digits are a year.
 */
export function readCode(c: NameContext, from: number): number {
  const t = c.tokens;
  if (from >= c.end || !startsCode(c, from)) return from;
  const name = c.name;
  name.kind = "informal";
  name.qualifiers = added(name.qualifiers, { term: "sp.", qualifies: "specificEpithet" });
  name.phrase = t.text.slice(t.start[from]!).trim();
  name.genus ??= name.uninomial;
  name.uninomial = undefined;
  c.scan.warn("annotation at the end");
  c.scan.mark("note", from, c.end - 1);
  return c.end;
}

function startsCode(c: NameContext, at: number): boolean {
  const t = c.tokens;
  const isLast = at + 1 >= c.end;
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
      if (t.length(at) === 1) return (isLast && word !== "L") || (t.is(at + 1, DASH) && isNumbered(c, at + 2));
      return (word === "No" && isNumbered(c, t.is(at + 1, DOT) ? at + 2 : at + 1)) || isBarcode(c, at);
    case ALL_CAPS:
      return isBarcode(c, at) || (t.length(at) <= 6 && t.is(at + 1, DASH) && isNumbered(c, at + 2));
    case LOWERCASE: {
      const next = t.is(at + 1, DOT) || t.is(at + 1, DASH) ? at + 2 : at + 1;
      if (word === "sp" || word === "nr") return t.is(at + 1, DASH) && isNumbered(c, next);
      if (FORM_WORDS.has(word)) return isNumbered(c, next) || (t.kind[next] === CAPITAL && t.length(next) === 1);
      return startsNewSpecies(c, at);
    }
    default:
      return false;
  }
}

/** A number or a code with digits. */
function isNumbered(c: NameContext, at: number): boolean {
  const kind = c.tokens.kind[at];
  return at < c.end && ((kind === NUMBER && c.tokens.length(at) !== 4) || kind === MIXED);
}

/** "BOLD:AAA1234" */
function isBarcode(c: NameContext, at: number): boolean {
  const t = c.tokens;
  return t.word(at).toLowerCase() === "bold" && (t.is(at + 1, COLON) || t.is(at + 1, DASH)) && t.kind[at + 2] === MIXED;
}

/** "n. sp.", "nov. sp.", "new species", "undescribed species" behind a genus. */
function startsNewSpecies(c: NameContext, at: number): boolean {
  const t = c.tokens;
  const word = t.word(at);
  if (word === "nov" && at + (t.is(at + 1, DOT) ? 2 : 1) >= c.end) return true;
  if (!/^(?:n|nov|nova|new|undescribed|unnamed|unidentified|undetermined)$/.test(word)) return false;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  return /^(?:sp|spp|spec|species)$/.test(t.word(next));
}

/** "agg.", "species group", "koningsbergeri-group" and the like. */
export function readAggregate(c: NameContext, from: number): number {
  const t = c.tokens;
  let at = from;
  if (t.is(at, OPEN)) return from;
  if (t.kind[at] !== LOWERCASE) return from;
  if (t.word(at) === "species" && t.kind[at + 1] === LOWERCASE) at++;
  else if (t.word(at) === "sp" && t.is(at + 1, DOT) && t.kind[at + 2] === LOWERCASE) at += 2;
  const term = AGGREGATES.get(t.word(at));
  if (term === undefined) return from;
  if ((term === "group" || term === "complex") && t.kind[at + 1] === CAPITAL && yearSoon(c, at + 1) && at === from)
    return from;
  const after = t.is(at + 1, DOT) ? at + 2 : at + 1;
  const name = c.name;
  if (name.specificEpithet === undefined) {
    if (term !== "group" && term !== "complex") return from;
    name.kind = "informal";
    name.phrase = term;
    c.state.approximate = true;
    c.scan.warn("annotation at the end");
    return after;
  }
  c.state.aggregate = true;
  name.qualifiers = added(name.qualifiers, {
    term,
    qualifies: name.infraspecificEpithet === undefined ? "specificEpithet" : "infraspecificEpithet",
  });
  c.scan.warn("annotation at the end");
  c.scan.mark("qualifier", from, after - 1);
  return after;
}
