/**
 * How sure was the writer? cf., aff., sp., "?", species groups.
 *
 * Source of the terms: Sigovini, Keppel and Tagliapietra (2016), "Open Nomenclature in the biodiversity era".
 */

import { added } from "../added.ts";
import type { NamePart } from "../parsed-name.ts";
import { ALL_CAPS, CAPITAL, CLOSE, DOT, LOWERCASE, MIXED, NUMBER, OPEN, QUESTION } from "../text/tokens.ts";
import { AGGREGATES, APPROXIMATIONS, COMPARISONS, DOUBTFUL_EPITHETS } from "../words/names.ts";
import { NO_ROLE, roleOf } from "../words/roles.ts";
import { epithetAt, isEpithet, startsEpithet } from "./epithets.ts";
import { groupBefore } from "./informal.ts";
import { readAuthorship } from "./name-authorship.ts";
import { hybrid, isCross, isGreek, type NameContext } from "./name-context.ts";

/** True when a qualifier of open nomenclature stands here. */
export function startsQualifier(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (at >= context.end) return false;
  if (t.is(at, QUESTION)) return isEpithet(context, at + 1);
  if (bracketedComparison(context, at) > at || spelledComparison(context, at) > at) return true;
  if (t.kind[at] !== LOWERCASE || t.length(at) > 13) return false;
  const word = t.word(at);
  return COMPARISONS.has(word) || APPROXIMATIONS.has(word);
}

/** "sp. nov.": a note of a new name, no qualifier. */
export function startsNovelty(context: NameContext, at: number): boolean {
  return isNovum(context, context.tokens.is(at + 1, DOT) ? at + 2 : at + 1);
}

/** Specific epithet with qualifiers and hybrid sign. */
export function readSpecies(context: NameContext, from: number): number {
  const t = context.tokens;
  const name = context.name;
  let at = from;
  // Most names: a plain word stands here, no qualifier and no hybrid sign.
  if (t.kind[at] === LOWERCASE && roleOf(t.word(at)) === NO_ROLE && isEpithet(context, at))
    return specificEpithet(context, at);
  const qualified = readQualifier(context, at, "specificEpithet");
  if (qualified > at) {
    at = qualified;
    if (context.state.approximate || context.state.to === -1) {
      if (name.phrase !== undefined || name.specificEpithet !== undefined) return at;
      return at;
    }
  }
  if (isCross(context, at) && t.kind[at + 1] === LOWERCASE && at + 1 < context.end && isEpithet(context, at + 1)) {
    hybrid(context, at, "specificEpithet");
    at++;
  }
  // "Rosa β canina": the mark of an old variety, whose species is not said.
  if (isGreek(context, at) && t.kind[at + 1] === LOWERCASE && t.length(at + 1) > 2 && isEpithet(context, at + 1)) {
    context.scan.warn("Greek letter before epithet");
    at++;
  }
  const group = groupBefore(context, at);
  if (group > at) return specificEpithet(context, group);
  const behindNotho = nothospeciesAt(context, at);
  if (behindNotho > at) {
    hybrid(context, at, "specificEpithet");
    return specificEpithet(context, behindNotho);
  }
  if (!startsEpithet(context, at)) return at;
  return specificEpithet(context, at);
}

/** "Polypodium nothosp. shivasiae": the epithet behind, `at` when no such marker stands here. */
export function nothospeciesAt(context: NameContext, at: number): number {
  const t = context.tokens;
  if (t.kind[at] !== LOWERCASE || !/^notho(?:sp|spec|species|ssp)$/.test(t.word(at))) return at;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  return next < context.end && t.kind[next] === LOWERCASE && isEpithet(context, next) ? next : at;
}

/** Takes the word at a token for the specific epithet. */
function specificEpithet(context: NameContext, at: number): number {
  const after = epithetAt(context, at);
  context.name.specificEpithet = context.epithetText;
  context.scan.mark("specificEpithet", at, after - 1);
  if (DOUBTFUL_EPITHETS.has(context.epithetText)) {
    context.state.doubtful = true;
    context.scan.warn("epithet is no epithet");
  }
  return after;
}

/** cf., aff., sp. …; sets `approximate` when what follows does not count. */
function readQualifier(context: NameContext, from: number, part: NamePart): number {
  const t = context.tokens;
  const name = context.name;
  const state = context.state;
  const at = from;
  const bracketed = bracketedComparison(context, at);
  if (bracketed > at) {
    comparison(context, at + 1, part);
    return bracketed;
  }
  const spelled = spelledComparison(context, at);
  if (spelled > at) {
    comparison(context, spelled - 1, part);
    return skipRepeatedGenus(context, spelled);
  }
  if (t.is(at, QUESTION) && (isEpithet(context, at + 1) || at + 1 >= context.end)) {
    if (at + 1 >= context.end) return from;
    context.scan.warn("question mark");
    name.kind = "informal";
    state.doubtful = true;
    name.qualifiers = added(name.qualifiers, { term: "?", qualifies: part });
    context.scan.mark("qualifier", at);
    if (part === "specificEpithet") {
      state.approximate = true;
      context.scan.warn("approximation");
      return undetermined(context, at + 1);
    }
    return at + 1;
  }
  if (t.kind[at] !== LOWERCASE || t.length(at) > 13 || at >= context.end) return from;
  const word = t.word(at);
  if (COMPARISONS.has(word)) {
    return skipRepeatedGenus(context, comparison(context, at, part));
  }
  const term = APPROXIMATIONS.get(word);
  if (term === undefined) return from;
  if (word === "spec" || word === "species" || word === "near") {
    const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
    if (
      word === "species" &&
      (AGGREGATES.has(t.word(next)) || next >= context.end || (t.kind[next] === CAPITAL && t.length(next) > 1))
    )
      return from;
    if (word === "near" && t.kind[next] !== LOWERCASE) return from;
    if (word === "spec" && isEpithet(context, at)) return from;
  }
  // "sp. nov.", "sp. n." are notes
  const dot = t.is(at + 1, DOT) ? at + 2 : at + 1;
  if (term === "sp." && isNovum(context, dot) && name.specificEpithet !== undefined) return from;
  if (term === "sp." && part === "infraspecificEpithet") return from; // "Vulpes vulpes sp."
  context.scan.warn("approximation");
  context.scan.mark("qualifier", at, dot - 1);
  name.kind = "informal";
  state.approximate = true;
  name.qualifiers = added(name.qualifiers, { term, qualifies: part });
  let next = dot;
  // "sp. nr. subjuncta", "sp. cf. alba", "aff. cf."
  while (t.kind[next] === LOWERCASE && next < context.end) {
    const further = t.word(next);
    const other = COMPARISONS.get(further) ?? APPROXIMATIONS.get(further);
    if (other === undefined) break;
    name.qualifiers = added(name.qualifiers, { term: other, qualifies: part });
    context.scan.mark("qualifier", next);
    next = t.is(next + 1, DOT) ? next + 2 : next + 1;
  }
  if (term === "aff." || term === "nr." || term === "prox." || name.qualifiers.length > 1)
    return undetermined(context, next);
  // The free part: "sp. Bloomfield (Smith 12)"
  if (next < context.end) {
    name.phrase = t.text.slice(t.start[at]!, t.text.length).trim();
    return context.end;
  }
  return next;
}

/** The token behind "(cf.)" or "(cf)", `at` when none stands here. */
function bracketedComparison(context: NameContext, at: number): number {
  const t = context.tokens;
  if (!t.is(at, OPEN) || t.kind[at + 1] !== LOWERCASE || !COMPARISONS.has(t.word(at + 1))) return at;
  const close = t.is(at + 2, DOT) ? at + 3 : at + 2;
  return t.is(close, CLOSE) ? close + 1 : at;
}

/** The token behind "c.f." or "c. f.", `at` when none stands here. */
function spelledComparison(context: NameContext, at: number): number {
  const t = context.tokens;
  if (t.length(at) !== 1 || t.word(at) !== "c" || !t.is(at + 1, DOT) || t.length(at + 2) !== 1) return at;
  if (t.word(at + 2) !== "f") return at;
  return t.is(at + 3, DOT) ? at + 4 : at + 3;
}

function isNovum(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (t.kind[at] !== LOWERCASE) return false;
  const word = t.word(at);
  return word === "nov" || word === "n" || word === "nova" || word === "novum" || word === "ined" || word === "novus";
}

/** Notes a "cf." before a part; returns the token behind it. */
export function comparison(context: NameContext, at: number, part: NamePart): number {
  const t = context.tokens;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  context.scan.warn("comparison");
  context.scan.mark("qualifier", at, next - 1);
  context.name.kind = "informal";
  context.state.comparison = true;
  context.name.qualifiers = added(context.name.qualifiers, { term: "cf.", qualifies: part });
  return next;
}

/** "Soergelia aff. S. mayfieldi": the token behind a genus that is said again before an epithet. */
function skipRepeatedGenus(context: NameContext, at: number): number {
  const t = context.tokens;
  const genus = context.name.genus;
  if (t.kind[at] !== CAPITAL || genus === undefined) return at;
  const dotted = t.is(at + 1, DOT);
  const repeats = dotted ? t.length(at) < 4 && genus.startsWith(t.word(at)) : t.word(at) === genus;
  const next = dotted ? at + 2 : at + 1;
  return repeats && t.kind[next] === LOWERCASE && isEpithet(context, next) ? next : at;
}

/** After "aff.", "?": the epithet is kept but the name counts as determined to the genus only. */
function undetermined(context: NameContext, from: number): number {
  const t = context.tokens;
  const name = context.name;
  let at = skipRepeatedGenus(context, from);
  if (isCross(context, at) && t.kind[at + 1] === LOWERCASE) {
    hybrid(context, at, "specificEpithet");
    at++;
  }
  if (at < context.end && isEpithet(context, at)) {
    const after = epithetAt(context, at);
    if (name.specificEpithet === undefined) {
      name.specificEpithet = context.epithetText;
      context.scan.mark("specificEpithet", at, after - 1);
      at = readAuthorship(context, after);
    } else {
      name.infraspecificEpithet = context.epithetText;
      name.infraspecifics = added(name.infraspecifics, { rankMarker: undefined, epithet: context.epithetText });
      context.scan.mark("infraspecificEpithet", at, after - 1);
      at = readAuthorship(context, after);
    }
    return at;
  }
  if (
    at < context.end &&
    (t.kind[at] === CAPITAL || t.kind[at] === MIXED || t.kind[at] === NUMBER || t.kind[at] === ALL_CAPS)
  ) {
    name.phrase = t.text.slice(t.start[from]!, t.text.length).trim();
    return context.end;
  }
  return at;
}

/** Reads a qualifier behind a specific epithet. */
export function readInfraQualifier(context: NameContext, at: number): number {
  const t = context.tokens;
  if (t.is(at, QUESTION)) {
    if (!isEpithet(context, at + 1)) return at;
    return readQualifier(context, at, "infraspecificEpithet");
  }
  if (t.kind[at] !== LOWERCASE || t.length(at) > 13) return at;
  const word = t.word(at);
  if (!COMPARISONS.has(word) && !APPROXIMATIONS.has(word)) return at;
  if (word === "sp" || word === "species" || word === "spec" || word === "near") return at;
  return readQualifier(context, at, "infraspecificEpithet");
}
