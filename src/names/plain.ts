/**
 * What does a name string say, when it is written as most are?
 *
 * `Quercus robur L.` · `Carex nigra subsp. alba (L.) Mill.` · `Puma (Felis) concolor major Smith, 1900`: ASCII words with one
 * space between them, no sign and no word that could mean something else, authors as `plain-authors.ts` reads them. Nine
 * of ten names of a backbone are like this. One pass over the code units; the parts are slices of the string, and where
 * the string is in standard form it is its own.
 *
 * `undefined` for anything else, which the scanner of `parse.ts` reads: to the same result where this would have read it.
 */

import { PlainAuthors } from "./authors/plain-authors.ts";
import { stemEpithet } from "./keys/stem.ts";
import { emptyName, type ParsedName, type ParseOptions } from "./parsed-name.ts";
import { inferRankAndCode, type RankEvidence } from "./parts/infer.ts";
import { CLOSE, OPEN } from "./text/tokens.ts";
import type { Warning } from "./warnings.ts";
import { particleEnd } from "./words/particles.ts";
import { plainEpithetEnd, plainGenusEnd } from "./words/plain-ends.ts";
import { type RankMarker, rankMarker } from "./words/rank-markers.ts";

const SPACE = 0x20;
const SMALL_A = 0x61;
const SMALL_Z = 0x7a;
const SMALL_F = 0x66;
const SMALL_S = 0x73;
const SMALL_V = 0x76;

/** Shortest genus read here: shorter ones may be abbreviations. */
const MIN_GENUS = 3;

/** Longest string read here. */
const MAX_LENGTH = 250;

/** The common markers. */
const SUBSPECIES = rankMarker("subsp")!;
const VARIETY = rankMarker("var")!;
const FORM = rankMarker("f")!;

const EX_WARNINGS: Warning[] = ["author before ex"];

/** Reads plain names. One object is reused for all strings. */
export class PlainReader {
  readonly #authors = new PlainAuthors();
  readonly #evidence: RankEvidence = {
    name: emptyName(""),
    marker: undefined,
    aggregate: false,
    endsInfrageneric: false,
  };
  #subgenus: string | undefined;
  #subgenusEnd = 0;
  #specific: string | undefined;
  #infraspecific: string | undefined;
  #marker: RankMarker | undefined;

  /** The parsed name, `undefined` when the string is not plain. */
  read(text: string, options: ParseOptions | undefined): ParsedName | undefined {
    if (text.length > MAX_LENGTH) return undefined;
    const genusEnd = this.#genusEnd(text);
    if (genusEnd === 0) return undefined;
    const authors = this.#authors;
    authors.words = [{ kind: "genus", start: 0, end: genusEnd }];
    const nameEnd = this.#readEpithets(text, genusEnd);
    if (nameEnd === 0) return undefined;
    const hasAuthors = nameEnd < text.length;
    if (hasAuthors) {
      if (!authors.read(text, nameEnd + 1)) return undefined;
      if (this.#specific === undefined && !isPlainUninomial(text, genusEnd, options)) return undefined;
    } else if (options?.authorship !== undefined) return undefined;
    return this.#name(text, genusEnd, nameEnd, options);
  }

  /** End of the first word, 0 when it is not a plain genus. */
  #genusEnd(text: string): number {
    const end = plainGenusEnd(text, 0);
    return end < MIN_GENUS || (end < text.length && text.charCodeAt(end) !== SPACE) ? 0 : end;
  }

  /** Subgenus, epithets and marker; returns where the name ends, 0 when it is not plain. */
  #readEpithets(text: string, genusEnd: number): number {
    this.#subgenus = undefined;
    this.#specific = undefined;
    this.#infraspecific = undefined;
    this.#marker = undefined;
    let at = genusEnd;
    if (at + 1 >= text.length) return at === text.length ? at : 0;
    if (text.charCodeAt(at + 1) === OPEN) {
      at = this.#readSubgenus(text, at + 2);
      if (at === 0) return 0;
    }
    if (!isSmall(text, at + 1)) return this.#subgenus === undefined ? at : 0;
    let end = this.#epithetEnd(text, at + 1);
    if (end < at + 3) return 0;
    this.#specific = text.slice(at + 1, end);
    this.#mark("specificEpithet", at + 1, end);
    if (!isSmall(text, end + 1) || particleEnd(text, end + 1) > end + 1) return end;
    at = this.#markerEnd(text, end + 1);
    const minimum = at === end ? 3 : 2;
    end = this.#epithetEnd(text, at + 1);
    if (end < at + 1 + minimum || (isSmall(text, end + 1) && particleEnd(text, end + 1) === end + 1)) return 0;
    this.#infraspecific = text.slice(at + 1, end);
    this.#mark("infraspecificEpithet", at + 1, end);
    return end;
  }

  /** "(Felis) concolor": the space before the epithet, 0 when something else stands here. */
  #readSubgenus(text: string, from: number): number {
    if (from >= text.length) return 0;
    const end = plainGenusEnd(text, from);
    if (end < from + MIN_GENUS || end + 2 >= text.length || text.charCodeAt(end) !== CLOSE) return 0;
    if (text.charCodeAt(end + 1) !== SPACE || !isSmall(text, end + 2)) return 0;
    this.#subgenus = text.slice(from, end);
    this.#mark("infragenericEpithet", from, end);
    this.#subgenusEnd = end + 1;
    return end + 1;
  }

  /** Behind "subsp.", "var." or "f." at `from`: the space before the epithet; the space before `from` when none stands here. */
  #markerEnd(text: string, from: number): number {
    let end = from;
    const first = text.charCodeAt(from);
    if (first === SMALL_S && text.startsWith("subsp. ", from)) {
      this.#marker = SUBSPECIES;
      end = from + 6;
    } else if (first === SMALL_V && text.startsWith("var. ", from)) {
      this.#marker = VARIETY;
      end = from + 4;
    } else if (first === SMALL_F && text.startsWith("f. ", from)) {
      this.#marker = FORM;
      end = from + 2;
    } else return from - 1;
    this.#mark("rankMarker", from, end);
    return end;
  }

  /** End of an epithet with a space or the end of the text behind; 0 when it is not plain. */
  #epithetEnd(text: string, from: number): number {
    const end = plainEpithetEnd(text, from);
    return end === from || (end < text.length && text.charCodeAt(end) !== SPACE) ? 0 : end;
  }

  #mark(
    kind: "specificEpithet" | "infraspecificEpithet" | "infragenericEpithet" | "rankMarker",
    start: number,
    end: number,
  ) {
    this.#authors.words.push({ kind, start, end });
  }

  /** Puts the name together. */
  #name(text: string, genusEnd: number, nameEnd: number, options: ParseOptions | undefined): ParsedName {
    const name = emptyName(text);
    const authors = this.#authors;
    const genus = genusEnd === text.length ? text : text.slice(0, genusEnd);
    const whole = nameEnd === text.length ? text : text.slice(0, nameEnd);
    name.cardinality = 1;
    name.canonicalName = whole;
    name.canonicalFull = whole;
    if (this.#specific === undefined) {
      name.uninomial = genus;
      name.canonicalStem = genus;
    } else {
      name.genus = genus;
      this.#setEpithets(name, this.#specific, whole);
    }
    name.normalised = text;
    if (nameEnd < text.length) {
      name.combinationAuthorship = authors.combination;
      name.basionymAuthorship = authors.basionym;
      name.authorship = authors.authorship;
      name.authorshipVerbatim = authors.isStandard ? authors.authorship : text.slice(nameEnd + 1);
      if (!authors.isStandard) name.normalised = `${whole} ${authors.authorship}`;
      if (authors.hasEx) {
        name.warnings = [...EX_WARNINGS];
        name.quality = 2;
      }
    }
    this.#evidence.name = name;
    this.#evidence.marker = this.#marker;
    inferRankAndCode(this.#evidence, options);
    name.words = authors.words;
    return name;
  }

  #setEpithets(name: ParsedName, specific: string, whole: string): void {
    const genus = name.genus!;
    const infraspecific = this.#infraspecific;
    const marker = this.#marker?.text;
    name.specificEpithet = specific;
    name.cardinality = 2;
    name.canonicalStem = `${genus} ${stemEpithet(specific)}`;
    if (infraspecific !== undefined) {
      name.cardinality = 3;
      name.infraspecificEpithet = infraspecific;
      name.infraspecifics = [{ rankMarker: marker, epithet: infraspecific }];
      name.canonicalStem = `${name.canonicalStem} ${stemEpithet(infraspecific)}`;
    }
    if (this.#subgenus !== undefined) {
      name.infragenericEpithet = this.#subgenus;
      name.canonicalFull = genus + whole.slice(this.#subgenusEnd);
      name.canonicalName = name.canonicalFull;
    }
    if (marker !== undefined) name.canonicalName = `${genus} ${specific} ${infraspecific}`;
  }
}

function isSmall(text: string, at: number): boolean {
  if (at >= text.length) return false;
  const code = text.charCodeAt(at);
  return code >= SMALL_A && code <= SMALL_Z;
}

/** A genus or higher taxon before its author. "Cycloneda Darestei Crotch" may be an epithet with a capital. */
function isPlainUninomial(text: string, genusEnd: number, options: ParseOptions | undefined): boolean {
  if (options?.rank !== undefined) return false;
  const space = text.indexOf(" ", genusEnd + 1);
  if (space < 0) return true;
  const before = text.charAt(space - 1);
  return before === "." || before === "," || !/[A-Z(\u0080-\uffff]/.test(text.charAt(space + 1));
}
