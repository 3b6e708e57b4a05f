/**
 * What does a name string say, when it is written as most are?
 *
 * `Quercus robur L.` · `Carex nigra subsp. alba (L.) Mill.` · `Puma (Felis) concolor major Smith, 1900`: ASCII words with one
 * blank between them, no sign and no word that could mean something else, authors as `plain-authors.ts` reads them. Nine
 * of ten names of a backbone are like this. One pass over the code units; the parts are slices of the string, and where
 * the string is in standard form it is its own.
 *
 * `undefined` for anything else, which the scanner of `parse.ts` reads: to the same result where this would have read it.
 */

import { PlainAuthors } from "./authors/plain-authors.ts";
import { stemEpithet } from "./keys/stem.ts";
import type { ParsedName, ParseOptions } from "./parsed-name.ts";
import { inferRankAndCode, type RankEvidence } from "./parts/infer.ts";
import { emptyName } from "./parts/name-context.ts";
import { hasVirusPart } from "./parts/not-names.ts";
import { CLOSE, DASH, OPEN } from "./text/tokens.ts";
import type { Warning } from "./warnings.ts";
import { particleEnd } from "./words/particles.ts";
import { endsInAggregate, isPlainEpithet, isPlainGenus, mayTellKindAt, packLetter } from "./words/plain-ends.ts";
import { type RankMarker, rankMarker } from "./words/rank-markers.ts";

const BLANK = 0x20;
const SMALL_A = 0x61;
const SMALL_Z = 0x7a;
const SMALL_F = 0x66;
const SMALL_S = 0x73;
const SMALL_V = 0x76;

/** Longest string read here. */
const MAX_LENGTH = 250;

/** The common markers. */
const SUBSPECIES = rankMarker("subsp")!;
const VARIETY = rankMarker("var")!;
const FORM = rankMarker("f")!;

/** Letters that names of viruses hold: "…virus", "…viricetes", "…satellite". */
const VIR = packLetter(packLetter(packLetter(0, 0x76), 0x69), 0x72);
const TEL = packLetter(packLetter(packLetter(0, 0x74), 0x65), 0x6c);

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
  /** Last three letters of the word read last. */
  #packed = 0;
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

  /** End of the first word, 0 when it is no plain genus. */
  #genusEnd(text: string): number {
    if (text.length < 3) return 0;
    const first = text.charCodeAt(0);
    if (first < 0x41 || first > 0x5a) return 0;
    let packed = packLetter(0, first);
    let mayBeVirus = false;
    let at = 1;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < SMALL_A || code > SMALL_Z) break;
      packed = packLetter(packed, code);
      if (packed === VIR || packed === TEL) mayBeVirus = true;
    }
    if (at < 3 || (at < text.length && text.charCodeAt(at) !== BLANK)) return 0;
    if (!isPlainGenus(text, 0, at, packed)) return 0;
    return mayBeVirus && hasVirusPart(text.slice(0, at)) ? 0 : at;
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

  /** "(Felis) concolor": the blank before the epithet, 0 when something else stands here. */
  #readSubgenus(text: string, from: number): number {
    if (from >= text.length) return 0;
    const first = text.charCodeAt(from);
    if (first < 0x41 || first > 0x5a) return 0;
    const end = this.#smallEnd(text, from + 1, packLetter(0, first));
    if (end < from + 3 || end + 2 >= text.length || text.charCodeAt(end) !== CLOSE) return 0;
    if (text.charCodeAt(end + 1) !== BLANK || !isSmall(text, end + 2)) return 0;
    if (!isPlainGenus(text, from, end, this.#packed)) return 0;
    this.#subgenus = text.slice(from, end);
    this.#mark("infragenericEpithet", from, end);
    this.#subgenusEnd = end + 1;
    return end + 1;
  }

  /** Behind "subsp.", "var." or "f." at `from`: the blank before the epithet; the blank before `from` when none stands here. */
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

  /** End of an epithet with its blank or the end of the text behind; 0 when it is not plain. */
  #epithetEnd(text: string, from: number): number {
    let at = this.#smallEnd(text, from, 0);
    while (at + 1 < text.length && at > from && text.charCodeAt(at) === DASH) {
      // "novae-angliae"
      if (mayTellKindAt(this.#packed)) return 0;
      const next = this.#smallEnd(text, at + 1, this.#packed);
      if (next === at + 1 || endsInAggregate(text, at, next)) return 0;
      at = next;
    }
    if (at < text.length && text.charCodeAt(at) !== BLANK) return 0;
    return isPlainEpithet(text, from, at, this.#packed) ? at : 0;
  }

  /** End of a run of small letters. */
  #smallEnd(text: string, from: number, packedBefore: number): number {
    let packed = packedBefore;
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < SMALL_A || code > SMALL_Z) break;
      packed = packLetter(packed, code);
    }
    this.#packed = packed;
    return at;
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
  const blank = text.indexOf(" ", genusEnd + 1);
  if (blank < 0) return true;
  const before = text.charAt(blank - 1);
  return before === "." || before === "," || !/[A-Z(\u0080-\uffff]/.test(text.charAt(blank + 1));
}
