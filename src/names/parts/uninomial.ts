/**
 * What follows a genus: an infrageneric name, an epithet, a code, an author?
 */

import { CAPITAL, COMMA, DAGGER, DASH, DOT, LOWERCASE, OPEN, QUESTION } from "../text/tokens.ts";
import { FORM_WORDS } from "../words/names.ts";
import { NO_ROLE, roleOf } from "../words/roles.ts";
import { readCultivar } from "./cultivars.ts";
import { isEpithet, startsEpithet, startsHybridEpithet } from "./epithets.ts";
import { formulaAt } from "./formula.ts";
import { epithetOfGroup, readAggregate, readCode } from "./informal.ts";
import { readAuthorship } from "./name-authorship.ts";
import { isCapital, isGreek, markerAt, type NameContext } from "./name-context.ts";
import { nothospeciesAt, readSpecies, startsQualifier } from "./qualifiers.ts";
import { readStrain } from "./strains.ts";
import { asGenus, infragenericMarkerAt, readSubgenus } from "./subgenus.ts";

/** Everything that can follow a genus: subgenus, rank marker, epithet, qualifier, authorship. */
export function afterUninomial(context: NameContext, from: number): number {
  const t = context.tokens;
  if (context.state.to > from) return context.state.to; // "EusiridaeNZD"
  let at = from;
  if (t.is(at, QUESTION) && t.touches(at) && at + 1 < context.end) {
    // "Anchitherium? sp."
    context.scan.warn("question mark");
    context.state.doubtful = true;
    at++;
  }
  if (t.is(at, UNDERSCORE) && t.touches(at) && t.touches(at + 1)) return readLabel(context, at);
  if (t.is(at, DASH) && t.kind[at + 1] === LOWERCASE && t.touches(at)) return at;
  if (t.is(at, DAGGER)) {
    context.name.extinct = true; // "Henriksenopterix† paucistriata"
    at++;
  }
  const subgenus = readSubgenus(context, at);
  if (subgenus > at) return subgenus;
  const species = readSpeciesBehind(context, at);
  if (species > at) return species;
  return withoutEpithet(context, at);
}

const UNDERSCORE = 0x5f;

/** "Desulfobacterota_B" */
function readLabel(context: NameContext, at: number): number {
  const t = context.tokens;
  context.name.kind = "informal";
  context.name.phrase = t.text.slice(t.start[at + 1]!, t.end[at + 1]!);
  context.state.approximate = true;
  context.scan.warn("approximation");
  return at + 2;
}

/** Epithets with what stands before them, names of rank, codes; `at` when none stands here. */
function readSpeciesBehind(context: NameContext, at: number): number {
  const t = context.tokens;
  const name = context.name;
  if (t.kind[at] === LOWERCASE && FORM_WORDS.has(t.word(at))) {
    const coded = readCode(context, at);
    if (coded > at) return coded;
  }
  // Most names: a plain word, the specific epithet.
  if (t.kind[at] === LOWERCASE && roleOf(t.word(at)) === NO_ROLE && isEpithet(context, at)) {
    asGenus(context);
    return readSpecies(context, at);
  }
  const marked = infragenericMarkerAt(context, at);
  if (marked > at) return marked;
  if (epithetOfGroup(context, at) > at || nothospeciesAt(context, at) > at) {
    asGenus(context);
    return readSpecies(context, at);
  }
  const isMarked = isGreek(context, at) && t.kind[at + 1] === LOWERCASE && isEpithet(context, at + 1);
  if (isMarked || startsEpithet(context, at) || startsQualifier(context, at) || startsHybridEpithet(context, at)) {
    asGenus(context);
    const after = readSpecies(context, at);
    if (name.specificEpithet !== undefined || context.state.rightFrom >= 0 || name.qualifiers.length > 0) return after;
    name.uninomial = name.genus;
    name.genus = undefined;
  }
  if (!isCapitalEpithet(context, at)) return at;
  context.scan.warn("capitals changed");
  asGenus(context);
  const word = t.word(at);
  name.specificEpithet = word.charAt(0).toLowerCase() + word.slice(1);
  context.scan.mark("specificEpithet", at);
  return at + 1;
}

/** A uninomial: the other parent of a formula, a numbered form, a cultivar, a code, authors. */
function withoutEpithet(context: NameContext, from: number): number {
  const t = context.tokens;
  const formula = formulaAt(context, from);
  if (formula >= 0) return formula;
  // "Baeckea ssp. 2 (LJM 2019)"
  const numbered = markerAt(context, from) === undefined ? from : readStrain(context, from);
  if (numbered > from) {
    asGenus(context);
    return numbered;
  }
  const cultivar = readCultivar(context, from);
  if (cultivar > from) return genusOfCultivar(context, cultivar);
  const aggregate = readAggregate(context, from);
  if (aggregate > from) return aggregate;
  const coded = readCode(context, from);
  if (coded > from) return coded;
  let at = readAuthorship(context, from);
  if (at > from) {
    const later = infragenericMarkerAt(context, at);
    if (later > at) return later;
    const split = formulaAt(context, at);
    if (split >= 0) return split;
    const quoted = readCultivar(context, at);
    if (quoted > at) return genusOfCultivar(context, quoted);
  }
  if (!context.name.extinct && t.is(at, DAGGER)) {
    context.name.extinct = true;
    at++;
  }
  return at;
}

/** A cultivar of a genus has a genus, no uninomial; what follows may be the other parent. */
function genusOfCultivar(context: NameContext, at: number): number {
  const name = context.name;
  name.genus = name.uninomial;
  name.uninomial = undefined;
  const formula = formulaAt(context, at);
  return formula >= 0 ? formula : at;
}

/** "Cycloneda Darestei Crotch": old works write epithets from persons and places with a capital. */
function isCapitalEpithet(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (t.kind[at] !== CAPITAL || t.length(at) < 5 || t.is(at + 1, DOT) || t.is(at + 1, COMMA)) return false;
  const word = t.word(at);
  if (!/^\p{Lu}\p{Ll}+(?:ii|[^aeiou]ei|[^aeiou]ianus|[^aeiou]iana|ianum|ensis|ense)$/u.test(word)) return false;
  if (isCapital(context, at + 1) || t.is(at + 1, OPEN)) return true;
  return context.binomialExpected && at + 1 >= context.end;
}
