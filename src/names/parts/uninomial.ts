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
import { isCapital, markerAt, type NameContext } from "./name-context.ts";
import { nothospeciesAt, readSpecies, startsQualifier } from "./qualifiers.ts";
import { readStrain } from "./strains.ts";
import { asGenus, infragenericMarkerAt, readSubgenus } from "./subgenus.ts";

/** Everything that can follow a genus: subgenus, rank marker, epithet, qualifier, authorship. */
export function afterUninomial(c: NameContext, from: number): number {
  const t = c.tokens;
  if (c.state.to > from) return c.state.to; // "EusiridaeNZD"
  let at = from;
  if (t.is(at, QUESTION) && t.touches(at) && at + 1 < c.end) {
    // "Anchitherium? sp."
    c.scan.warn("question mark");
    c.state.doubtful = true;
    at++;
  }
  if (t.is(at, UNDERSCORE) && t.touches(at) && t.touches(at + 1)) return readLabel(c, at);
  if (t.is(at, DASH) && t.kind[at + 1] === LOWERCASE && t.touches(at)) return at;
  if (t.is(at, DAGGER)) {
    c.name.extinct = true; // "Henriksenopterix† paucistriata"
    at++;
  }
  const subgenus = readSubgenus(c, at);
  if (subgenus > at) return subgenus;
  const species = readSpeciesBehind(c, at);
  if (species > at) return species;
  return withoutEpithet(c, at);
}

const UNDERSCORE = 0x5f;

/** "Desulfobacterota_B" */
function readLabel(c: NameContext, at: number): number {
  const t = c.tokens;
  c.name.kind = "informal";
  c.name.phrase = t.text.slice(t.start[at + 1]!, t.end[at + 1]!);
  c.state.approximate = true;
  c.scan.warn("approximation");
  return at + 2;
}

/** Epithets with what stands before them, names of rank, codes; `at` when none stands here. */
function readSpeciesBehind(c: NameContext, at: number): number {
  const t = c.tokens;
  const name = c.name;
  if (t.kind[at] === LOWERCASE && FORM_WORDS.has(t.word(at))) {
    const coded = readCode(c, at);
    if (coded > at) return coded;
  }
  // Most names: a plain word, the specific epithet.
  if (t.kind[at] === LOWERCASE && roleOf(t.word(at)) === NO_ROLE && isEpithet(c, at)) {
    asGenus(c);
    return readSpecies(c, at);
  }
  const marked = infragenericMarkerAt(c, at);
  if (marked > at) return marked;
  if (epithetOfGroup(c, at) > at || nothospeciesAt(c, at) > at) {
    asGenus(c);
    return readSpecies(c, at);
  }
  if (startsEpithet(c, at) || startsQualifier(c, at) || startsHybridEpithet(c, at)) {
    asGenus(c);
    const after = readSpecies(c, at);
    if (name.specificEpithet !== undefined || c.state.rightFrom >= 0 || name.qualifiers.length > 0) return after;
    name.uninomial = name.genus;
    name.genus = undefined;
  }
  if (!isCapitalEpithet(c, at)) return at;
  c.scan.warn("capitals changed");
  asGenus(c);
  const word = t.word(at);
  name.specificEpithet = word.charAt(0).toLowerCase() + word.slice(1);
  c.scan.mark("specificEpithet", at);
  return at + 1;
}

/** A uninomial: the other parent of a formula, a numbered form, a cultivar, a code, authors. */
function withoutEpithet(c: NameContext, from: number): number {
  const t = c.tokens;
  const formula = formulaAt(c, from);
  if (formula >= 0) return formula;
  // "Baeckea ssp. 2 (LJM 2019)"
  const numbered = markerAt(c, from) === undefined ? from : readStrain(c, from);
  if (numbered > from) {
    asGenus(c);
    return numbered;
  }
  const cultivar = readCultivar(c, from);
  if (cultivar > from) return genusOfCultivar(c, cultivar);
  const aggregate = readAggregate(c, from);
  if (aggregate > from) return aggregate;
  const coded = readCode(c, from);
  if (coded > from) return coded;
  let at = readAuthorship(c, from);
  if (at > from) {
    const later = infragenericMarkerAt(c, at);
    if (later > at) return later;
    const split = formulaAt(c, at);
    if (split >= 0) return split;
    const quoted = readCultivar(c, at);
    if (quoted > at) return genusOfCultivar(c, quoted);
  }
  if (!c.name.extinct && t.is(at, DAGGER)) {
    c.name.extinct = true;
    at++;
  }
  return at;
}

/** A cultivar of a genus has a genus, no uninomial; what follows may be the other parent. */
function genusOfCultivar(c: NameContext, at: number): number {
  const name = c.name;
  name.genus = name.uninomial;
  name.uninomial = undefined;
  const formula = formulaAt(c, at);
  return formula >= 0 ? formula : at;
}

/** "Cycloneda Darestei Crotch": old works write epithets from persons and places with a capital. */
function isCapitalEpithet(c: NameContext, at: number): boolean {
  const t = c.tokens;
  if (t.kind[at] !== CAPITAL || t.length(at) < 5 || t.is(at + 1, DOT) || t.is(at + 1, COMMA)) return false;
  const word = t.word(at);
  if (!/^\p{Lu}\p{Ll}+(?:ii|[^aeiou]ei|[^aeiou]ianus|[^aeiou]iana|ianum|ensis|ense)$/u.test(word)) return false;
  if (isCapital(c, at + 1) || t.is(at + 1, OPEN)) return true;
  return c.binomialExpected && at + 1 >= c.end;
}
