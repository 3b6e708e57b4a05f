/**
 * Which words of the string are genus, epithets, rank markers, hybrid signs, qualifiers?
 *
 * Walks over the tokens from left to right; each branch consumes at least one token or stops, so the walk is linear.
 * Authorship in between is read by `scan-authors.ts`, what follows the name by `scan-notes.ts`.
 */

import type { NomenclaturalCode } from "../../taxonomy/nomenclatural-code.ts";
import { type Rank, rankOrdinal } from "../../taxonomy/rank.ts";
import type { AuthorScanner } from "../authors/scan-authors.ts";
import { emptyName } from "../parsed-name.ts";
import type { Scan } from "../text/scan.ts";
import { AMPERSAND, CAPITAL, COMMA, DOT, LOWERCASE, NUMBER, OPEN, QUESTION, QUOTE, TICK } from "../text/tokens.ts";
import { NO_ROLE, roleOf } from "../words/roles.ts";
import { readCultivar } from "./cultivars.ts";
import { epithetAt } from "./epithets.ts";
import { formulaAt } from "./formula.ts";
import { impliedGenus, readGenus } from "./genus.ts";
import { readIndexedSpecies, readIndexedSubspecies, startsIndexEntry } from "./index-entry.ts";
import { readAggregate } from "./informal.ts";
import { addInfraspecific, bareInfraspecific, isSpelledGreek, readLettered, readMarked } from "./infraspecific.ts";
import { readLeading } from "./leading.ts";
import { readAuthorship, skipSicNote } from "./name-authorship.ts";
import { isCapital, NameContext, type NameScan } from "./name-context.ts";
import { readInfraQualifier } from "./qualifiers.ts";
import { readStrain } from "./strains.ts";
import { afterUninomial } from "./uninomial.ts";

const SPECIES = rankOrdinal("SPECIES");

/** What the caller knows about the name. */
interface KnownAboutName {
  rank?: Rank | undefined;
  code?: NomenclaturalCode | undefined;
  authorship?: string | undefined;
}

/** Reads names from the tokens of a scan. */
export class NameScanner {
  readonly #context: NameContext;

  constructor(scan: Scan) {
    this.#context = new NameContext(scan);
  }

  get authors(): AuthorScanner {
    return this.#context.authors;
  }

  /**
   * Reads one name from token `from` on.
   *
   * @param left the other parent when this is the right side of a hybrid formula.
   */
  read(from: number, end: number, verbatim: string, left?: NameScan, known?: KnownAboutName): NameScan {
    const c = this.#context;
    const t = c.tokens;
    c.end = end;
    const rank = known?.rank;
    c.code = known?.code;
    c.authorKnown = known?.authorship !== undefined && /\p{Lu}/u.test(known.authorship);
    c.binomialExpected = rank !== undefined && rankOrdinal(rank) >= SPECIES && rank !== "UNRANKED" && rank !== "OTHER";
    c.trinomialExpected = c.binomialExpected && rankOrdinal(rank!) > SPECIES;
    const name = emptyName(verbatim);
    const state: NameScan = {
      name,
      to: from,
      authorship: undefined,
      marker: undefined,
      rightFrom: -1,
      graftChimera: false,
      graftFormula: false,
      approximate: false,
      comparison: false,
      endsInfrageneric: false,
      infragenericMarker: undefined,
      suprageneric: undefined,
      aggregate: false,
      failed: false,
      indexWord: -1,
      informal: false,
      doubtful: false,
      closedQuote: false,
    };
    c.name = name;
    c.state = state;
    let at = readLeading(c, from);
    if (left !== undefined) at = impliedGenus(c, at, left);
    else {
      if (t.kind[at] === LOWERCASE && startsIndexEntry(c, at)) {
        c.scan.warn("word before name");
        state.indexWord = at;
        at += 2;
      }
      at = readGenus(c, at);
    }
    if (state.failed) return state;
    if (state.indexWord >= 0 && name.uninomial !== undefined) at = readIndexedSpecies(c, at);
    if (name.genus === undefined && name.uninomial !== undefined) at = afterUninomial(c, at);
    if (state.indexWord >= 0 && name.specificEpithet !== undefined) readIndexedSubspecies(c, at);
    if (name.genus !== undefined) at = afterSpecies(c, at);
    if (name.uninomial !== undefined && (name.notho[0] as string) === "genus") name.notho[0] = "uninomial";
    state.to = at;
    return state;
  }
}

/** Infraspecific parts, authors in between, hybrid formulas, cultivars. */
function afterSpecies(context: NameContext, from: number): number {
  const name = context.name;
  const state = context.state;
  if (state.approximate) return from;
  if (name.specificEpithet === undefined) {
    const formula = from < context.end ? formulaAt(context, from) : -1;
    return formula >= 0 ? formula : from;
  }
  let at = from;
  for (let guard = 0; guard < MOST_PARTS && at < context.end; guard++) {
    const plain = readPlainPart(context, at);
    if (plain > at) {
      at = plain;
      continue;
    }
    if (plain === END_OF_NAME) break;
    at = skipSicNote(context, at);
    if (state.rightFrom >= 0) return at;
    // A hybrid sign after a complete species: formula, or an infraspecific notho epithet after a marker.
    const formula = formulaAt(context, at);
    if (formula >= 0) return formula;
    const after = readFurtherPart(context, at);
    const isDone = state.approximate || name.phrase !== undefined;
    if (after === at || (isDone && after > at)) return Math.max(at, after);
    at = after;
  }
  return at;
}

/** Parts behind a species that are read; more are garbage. */
const MOST_PARTS = 12;
const END_OF_NAME = -1;

/** Most names: an author, or a plain word that is an infraspecific epithet or nothing; `at` when something else stands here. */
function readPlainPart(context: NameContext, at: number): number {
  const t = context.tokens;
  const hasAuthors = context.state.authorship !== undefined;
  if (!hasAuthors && isPlainAuthorStart(context, at)) {
    const after = readAuthorship(context, at);
    if (after > at) return after;
  }
  if (t.kind[at] !== LOWERCASE || roleOf(t.word(at)) !== NO_ROLE || t.length(at) < 2) return at;
  if (isSpelledGreek(context, at)) return at;
  if (bareInfraspecific(context, at, hasAuthors)) return takeBare(context, at);
  const after = hasAuthors ? at : readAuthorship(context, at);
  return after > at ? after : END_OF_NAME;
}

function takeBare(context: NameContext, at: number): number {
  const after = epithetAt(context, at);
  addInfraspecific(context, undefined, at, after);
  return after;
}

/** What else can follow a species; the first reader that takes something. `at` when none does. */
function readFurtherPart(context: NameContext, at: number): number {
  for (const read of FURTHER_PARTS) {
    const after = read(context, at);
    if (after > at) return after;
  }
  return at;
}

const FURTHER_PARTS: readonly ((c: NameContext, at: number) => number)[] = [
  readMarked,
  readDoubt,
  (c, at) => (isSpelledGreek(c, at) ? readLettered(c, at) : at),
  readInfraQualifier,
  readCultivar,
  readStrain,
  skipClosingQuote,
  readAggregate,
  (c, at) => (bareInfraspecific(c, at, c.state.authorship !== undefined) ? takeBare(c, at) : at),
  // "Cortinarius angulatus B gracilescens", "disseminatum c subsessile", "collinitus β mucosus", "* furfuraceum"
  readLettered,
  (c, at) => (c.state.authorship === undefined ? readAuthorship(c, at) : at),
];

/** A question mark behind the species: that of an author ("?lipi?ski, 1988") or a doubt ("yuccae? subsp. minor"). */
function readDoubt(context: NameContext, at: number): number {
  const t = context.tokens;
  if (context.state.authorship !== undefined || !t.is(at, QUESTION)) return at;
  if (t.touches(at + 1)) {
    const after = readAuthorship(context, at);
    if (after > at) return after;
  }
  if (!t.touches(at) || t.touches(at + 1) || at + 1 >= context.end) return at;
  context.scan.warn("question mark");
  context.state.doubtful = true;
  return at + 1;
}

/** '"Quercus robur" L.' */
function skipClosingQuote(context: NameContext, at: number): number {
  const t = context.tokens;
  if (context.state.closedQuote || !(t.is(at, QUOTE) || t.is(at, TICK))) return at;
  if (!context.scan.warnings.includes("leading quote or bracket")) return at;
  context.state.closedQuote = true;
  return at + 1;
}

/** A capitalised word of several letters that no Group, grex or code can begin. */
function isPlainAuthorStart(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (t.is(at, OPEN)) return isCapital(context, at + 1) && t.is(at + 2, DOT);
  if (t.kind[at] !== CAPITAL || t.length(at) < 2) return false;
  const next = t.kind[at + 1];
  return (
    at + 1 >= context.end || t.is(at + 1, DOT) || t.is(at + 1, COMMA) || t.is(at + 1, AMPERSAND) || next === NUMBER
  );
}
