/**
 * Which words of the string are genus, epithets, rank markers, hybrid signs, qualifiers?
 *
 * Walks over the tokens from left to right; each branch consumes at least one token or stops, so the walk is linear.
 * Authorship in between is read by `scan-authors.ts`, what follows the name by `scan-notes.ts`.
 */

import { type Rank, rankOrdinal } from "../taxonomy/rank.ts";
import { JOINING_AUTHORS, PARTICLES, SURNAMES_AFTER } from "./author-words.ts";
import { MAX_NUMERAL } from "./canonical.ts";
import { isDigit, isLetter, isLower, isUpper } from "./chars.ts";
import { JOINT, MARKER, NO_ROLE, NOTE, PARTICLE, QUALIFIER, roleOf, STOP, SUFFIX } from "./lexicon.ts";
import { AGGREGATES, APPROXIMATIONS, COMPARISONS, DOUBTFUL_EPITHETS, looksLatin, OTHER_STOPS } from "./name-words.ts";
import type { NamePart, ParsedName } from "./parsed-name.ts";
import { MAX_MARKER_LENGTH, type RankMarker, rankMarker, supragenericMarker } from "./rank-markers.ts";
import type { Scan } from "./scan.ts";
import { AuthorScanner, type Authorship, titleCase } from "./scan-authors.ts";
import {
  ALL_CAPS,
  AMPERSAND,
  ASTERISK,
  CAPITAL,
  CLOSE,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  DAGGER,
  DASH,
  DOT,
  INNER_CAPITAL,
  LOWERCASE,
  MIXED,
  NUMBER,
  OPEN,
  OPEN_SQUARE,
  PLUS,
  QUESTION,
  QUOTE,
  SIGN,
  TICK,
  TIMES,
  type Tokens,
} from "./tokens.ts";

const SPECIES = rankOrdinal("SPECIES");

/** Endings of genera, stricter than those of epithets: English words must not pass. */
const LATIN_GENUS = /(?:us|a|um|is|es|on|os|ys|as|ax|ix|ops|ex|yx|oe|er|erix|en|ne|che|thoe|gale|phane|stoma)$/;

const BACKSLASH = 0x5c;
const UNDERSCORE = 0x5f;

/** Tokens looked ahead for a closing quote or parenthesis; longer ones are no cultivars or vouchers. */
const LOOKAHEAD = 40;

/** What the scanner knows about a name beside the fields of {@link ParsedName}. */
export interface NameScan {
  name: ParsedName;
  /** First token after name and authorship. */
  to: number;
  authorship: Authorship | undefined;
  /** Rank of a marker; `undefined` when none was written. */
  marker: RankMarker | undefined;
  /** True when a hybrid formula was split here: `rightFrom` is where the other parent starts. */
  rightFrom: number;
  /** "+ Crataegomespilus". */
  graftChimera: boolean;
  /** "Cytisus purpureus + Laburnum anagyroides". */
  graftFormula: boolean;
  /** Canonical parts stop here: epithets behind "aff." and "sp." do not count. */
  approximate: boolean;
  comparison: boolean;
  /** The infrageneric name is the name itself: "Rosa sect. Caninae". */
  endsInfrageneric: boolean;
  /** Marker before the infrageneric name. */
  infragenericMarker: string | undefined;
  suprageneric: string | undefined;
  aggregate: boolean;
  failed: boolean;
  /** Greek letter taken for an epithet, informal forms */
  informal: boolean;
  doubtful: boolean;
}

/** An empty {@link ParsedName}; all fields are there so that every name has the same hidden class. */
export function emptyName(verbatim: string): ParsedName {
  return {
    verbatim,
    kind: "scientific",
    uninomial: undefined,
    genus: undefined,
    infragenericEpithet: undefined,
    specificEpithet: undefined,
    infraspecificEpithet: undefined,
    infraspecifics: [],
    cultivarEpithet: undefined,
    rank: undefined,
    rankOrigin: undefined,
    code: undefined,
    codeOrigin: undefined,
    notho: [],
    hybridParents: [],
    combinationAuthorship: undefined,
    basionymAuthorship: undefined,
    authorshipVerbatim: undefined,
    authorship: undefined,
    candidatus: false,
    extinct: false,
    qualifiers: [],
    taxonomicNote: undefined,
    nomenclaturalNote: undefined,
    phrase: undefined,
    tail: undefined,
    quality: 1,
    warnings: [],
    cardinality: 0,
    canonicalName: undefined,
    canonicalFull: undefined,
    canonicalStem: undefined,
    normalised: undefined,
    words: [],
  };
}

/** Reads names from the tokens of a scan. */
export class NameScanner {
  readonly #scan: Scan;
  readonly #tokens: Tokens;
  readonly authors: AuthorScanner;
  #end = 0;
  /** The caller says that the name is a species or below. */
  #binomialExpected = false;
  /** The whole string is in capitals: words after the genus may be epithets. */
  #allCaps = false;
  #name!: ParsedName;
  #state!: NameScan;

  constructor(scan: Scan) {
    this.#scan = scan;
    this.#tokens = scan.tokens;
    this.authors = new AuthorScanner(scan);
  }

  /**
   * Reads one name from token `from` on.
   *
   * @param left the other parent when this is the right side of a hybrid formula.
   */
  read(from: number, end: number, verbatim: string, left?: NameScan, rank?: Rank): NameScan {
    this.#end = end;
    this.#binomialExpected =
      rank !== undefined && rankOrdinal(rank) >= SPECIES && rank !== "UNRANKED" && rank !== "OTHER";
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
      informal: false,
      doubtful: false,
    };
    this.#name = name;
    this.#state = state;
    if (left === undefined) this.#allCaps = this.#isAllCaps(from, end);
    let at = this.#readLeading(from);
    if (left !== undefined) at = this.#impliedGenus(at, left);
    else at = this.#readGenus(at);
    if (state.failed) return state;
    if (name.genus === undefined && name.uninomial !== undefined) at = this.#afterUninomial(at);
    if (name.genus !== undefined) at = this.#afterSpecies(at);
    if (name.uninomial !== undefined && (name.notho[0] as string) === "genus") name.notho[0] = "uninomial";
    state.to = at;
    return state;
  }

  #isAllCaps(from: number, end: number): boolean {
    const t = this.#tokens;
    let words = 0;
    for (let at = from; at < end; at++) {
      const kind = t.kind[at];
      if (kind === ALL_CAPS) words++;
      else if (kind === LOWERCASE || kind === INNER_CAPITAL) return false;
      else if (kind === CAPITAL && t.length(at) > 1) return false;
    }
    return words > 0;
  }

  /** Quotes, daggers, question marks, hybrid signs, "Candidatus" before the genus. */
  #readLeading(from: number): number {
    const t = this.#tokens;
    const name = this.#name;
    let at = from;
    for (;;) {
      if (t.kind[at] === SIGN) {
        const sign = t.first(at);
        if (sign === DAGGER) {
          name.extinct = true;
          this.#scan.mark("dagger", at);
        } else if (sign === TIMES) {
          this.#hybrid(at, "genus");
        } else if (sign === PLUS) {
          this.#state.graftChimera = true;
          this.#scan.warn("graft chimera");
          this.#scan.mark("hybridSign", at);
          if (t.touches(at + 1)) this.#scan.warn("hybrid sign without blank");
        } else if (sign === BACKSLASH && t.first(at + 1) === 0x4e && t.length(at + 1) === 1) {
          at++; // "\\N", the null of database dumps
        } else if (sign === QUESTION) {
          if (t.kind[at + 1] === LOWERCASE) return at;
          this.#state.doubtful = true;
          this.#scan.warn("question mark");
        } else if (sign === OPEN_SQUARE || sign === OPEN) {
          // "[Acontia] chia"
          this.#scan.warn("leading quote or bracket");
          this.#state.doubtful = true;
        } else if (sign === QUOTE || sign === TICK) {
          this.#scan.warn("leading quote or bracket");
          if (at + 2 < this.#end && t.is(at + 2, sign)) this.#state.doubtful = true;
        } else if (
          sign === DOT ||
          sign === COMMA ||
          sign === DASH ||
          sign === ASTERISK ||
          sign === COLON ||
          sign === 0x3d
        ) {
          this.#scan.warn("leading quote or bracket");
        } else return at;
        at++;
        continue;
      }
      if (t.kind[at] === CAPITAL || t.kind[at] === LOWERCASE) {
        const length = t.length(at);
        if (length === 1 && (t.first(at) | 0x20) === 0x78 && this.#isCapital(at + 1) && !t.is(at + 1, DOT)) {
          this.#hybrid(at, "genus");
          at++;
          continue;
        }
        if (length === 10 && t.word(at).toLowerCase() === "candidatus" && this.#isCapital(at + 1)) {
          name.candidatus = true;
        } else if (length === 2 && t.word(at) === "Ca" && t.is(at + 1, DOT) && this.#isCapital(at + 2)) {
          name.candidatus = true;
          this.#scan.mark("candidatus", at, at + 1);
          this.#scan.warn("candidatus");
          at += 2;
          continue;
        } else return at;
        this.#scan.mark("candidatus", at);
        this.#scan.warn("candidatus");
        at++;
        continue;
      }
      return at;
    }
  }

  #hybrid(at: number, part: NamePart): void {
    this.#scan.mark("hybridSign", at);
    this.#scan.warn("named hybrid");
    if (this.#tokens.touches(at + 1)) this.#scan.warn("hybrid sign without blank");
    if (!this.#name.notho.includes(part)) this.#name.notho.push(part);
  }

  #isCapital(at: number): boolean {
    const kind = this.#tokens.kind[at];
    return at < this.#end && (kind === CAPITAL || kind === ALL_CAPS);
  }

  #fail(): void {
    this.#state.failed = true;
  }

  /** Genus or uninomial, and what stands before it. */
  #readGenus(from: number): number {
    const t = this.#tokens;
    let at = from;
    const name = this.#name;
    if (t.is(at, QUESTION) && t.kind[at + 1] === LOWERCASE) {
      name.genus = "?";
      this.#state.doubtful = true;
      this.#scan.warn("question mark");
      name.kind = "placeholder";
      this.#scan.mark("genus", at);
      return this.#readSpecies(at + 1);
    }
    // "subgen. Psammophrynopsis"
    if (t.kind[at] === LOWERCASE && t.length(at) <= MAX_MARKER_LENGTH) {
      const marker = supragenericMarker(t.word(at));
      const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
      if (marker !== undefined && this.#isCapital(next) && t.length(next) > 1) {
        this.#scan.mark("rankMarker", at, next - 1);
        this.#scan.warn("two names in one");
        this.#state.marker = marker;
        this.#state.infragenericMarker = marker.text;
        name.uninomial = this.#genusWord(next);
        this.#scan.mark("uninomial", next);
        return next + 1;
      }
    }
    const kind = t.kind[at];
    if (at >= this.#end) {
      this.#fail();
      return at;
    }
    let word = t.word(at);
    if (kind === INNER_CAPITAL && word.charAt(0) === "x" && isLower(word.charCodeAt(2))) {
      // "xAgropogon"
      this.#hybrid(at, "genus");
      this.#scan.warn("hybrid sign without blank");
      word = word.slice(1);
    } else if (kind === CAPITAL && word.length > 3 && word.charAt(0) === "X" && isUpper(word.charCodeAt(1))) {
      this.#hybrid(at, "genus");
      this.#scan.warn("hybrid sign without blank");
      word = word.slice(1);
    } else if (kind === ALL_CAPS) {
      word = titleCase(word).replaceAll("-", "-");
      word = word.charAt(0) + word.slice(1).toLowerCase();
      this.#scan.warn("capitals changed");
    } else if (kind === LOWERCASE) {
      // "fessa Fulvetta cinereiceps fessa": an index word before the name
      const next = t.is(at + 1, COMMA) ? at + 2 : at + 1;
      if (word.length > 2 && this.#isPlainBinomial(next)) {
        this.#scan.warn("word before name");
        return this.#readGenus(next);
      }
      if (word.length < 3 || !this.#plainLetters(word) || !this.#isLatinFromHere(at)) {
        this.#fail();
        return at;
      }
      this.#scan.warn("lower-case start");
      word = word.charAt(0).toUpperCase() + word.slice(1);
    } else if (kind === MIXED) return this.#mixedGenus(at, word);
    else if (kind !== CAPITAL) {
      this.#fail();
      return at;
    } else {
      const checked = this.#checkGenus(word, at);
      if (checked === undefined) return at;
      word = checked;
    }
    // Abbreviated: "M. alpium", "Dros. melanogaster"
    if (kind === CAPITAL && t.is(at + 1, DOT) && t.touches(at + 1)) {
      const next = at + 2;
      const abbreviated =
        word.length <= 8 && (t.kind[next] === LOWERCASE || t.is(next, OPEN)) && (word.length <= 2 || !t.touches(next));
      if (abbreviated || (word.length === 1 && t.kind[next] !== CAPITAL)) {
        name.genus = `${word}.`;
        this.#scan.mark("genus", at, at + 1);
        this.#scan.warn("abbreviated genus");
        at = this.#readInfrageneric(next);
        return this.#readSpecies(at);
      }
      if (word.length <= 2 || t.kind[next] === LOWERCASE) {
        this.#fail();
        return at;
      }
    } else if (word.length === 1) {
      if (t.kind[at + 1] === LOWERCASE && t.length(at + 1) > 3 && this.#isEpithet(at + 1)) {
        name.genus = `${word}.`;
        this.#scan.mark("genus", at);
        this.#scan.warn("abbreviated genus");
        return this.#readSpecies(at + 1);
      }
      this.#fail();
      return at;
    }
    if (DOUBTFUL_EPITHETS.has(word.toLowerCase())) {
      this.#state.doubtful = true;
      this.#scan.warn("epithet is no epithet");
    }
    // "Asteraceae Hieracium billyanum": a family may stand before the name.
    if (/(?:aceae|idae)$/.test(word) && this.#isCapital(at + 1) && t.length(at + 1) > 2 && !this.#allCaps) {
      const next = t.kind[at + 1] === CAPITAL ? at + 2 : at + 1;
      if (
        next === at + 2 &&
        t.kind[next] === LOWERCASE &&
        this.#isEpithet(next) &&
        !PARTICLES.has(t.word(next)) &&
        looksLatin(t.word(at + 1)) &&
        looksLatin(t.word(next))
      ) {
        this.#scan.warn("family before name");
        return this.#readGenus(at + 1);
      }
    }
    if (t.is(at + 1, CLOSE_SQUARE) && this.#state.doubtful) {
      name.uninomial = word;
      this.#scan.mark("genus", at);
      return at + 2;
    }
    if ((t.is(at + 1, QUOTE) || t.is(at + 1, TICK)) && this.#state.doubtful) {
      name.uninomial = word;
      this.#scan.mark("genus", at);
      return at + 2;
    }
    name.uninomial = word;
    this.#scan.mark("genus", at);
    return at + 1;
  }

  /** Genus with a capital and an epithet. */
  #isPlainBinomial(at: number): boolean {
    const t = this.#tokens;
    if (at >= this.#end || t.kind[at] !== CAPITAL || t.length(at) < 3 || !looksLatin(t.word(at))) return false;
    return t.kind[at + 1] === LOWERCASE && roleOf(t.word(at + 1)) === NO_ROLE && this.#isEpithet(at + 1);
  }

  /** Strings without a capital are names only when genus and epithet look Latin and no prose follows. */
  #isLatinFromHere(at: number): boolean {
    const t = this.#tokens;
    if (!LATIN_GENUS.test(t.word(at))) return false;
    let lower = 0;
    for (let k = at + 1; k < this.#end && k < at + 8; k++) {
      if (t.kind[k] !== LOWERCASE) continue;
      const word = t.word(k);
      const role = roleOf(word);
      if (
        role === STOP &&
        word !== "ex" &&
        word !== "et" &&
        word !== "x" &&
        word !== "var" &&
        word !== "ssp" &&
        word !== "subsp" &&
        word !== "sp" &&
        word !== "in"
      )
        return false;
      if (role === NO_ROLE && ++lower === 1 && k === at + 1 && !looksLatin(word)) return false;
    }
    return lower <= 3;
  }

  #plainLetters(word: string): boolean {
    for (let i = 0; i < word.length; i++) {
      const code = word.charCodeAt(i);
      if (!isLetter(code) && code !== DASH && code !== TICK) return false;
    }
    return true;
  }

  #genusWord(at: number): string {
    const t = this.#tokens;
    const word = t.word(at);
    if (t.kind[at] === ALL_CAPS) {
      this.#scan.warn("capitals changed");
      return word.charAt(0) + word.slice(1).toLowerCase();
    }
    return word;
  }

  /** Refuses "Abbott's", "ScarabaeinGC"; keeps "Prunus-Lauro-Cerasus" with lower-case parts. */
  #checkGenus(word: string, at: number): string | undefined {
    let hyphens = 0;
    let innerCapital = -1;
    for (let i = 1; i < word.length; i++) {
      const code = word.charCodeAt(i);
      if (code === DASH) hyphens++;
      else if (code === TICK) {
        this.#fail();
        return undefined;
      } else if (code >= 0x41 && isUpper(code)) {
        if (word.charCodeAt(i - 1) === DASH) {
          this.#scan.warn("hyphen before capital in genus");
        } else if (innerCapital < 0) innerCapital = i;
      }
    }
    if (hyphens > 2) {
      this.#fail();
      return undefined;
    }
    if (innerCapital >= 0) {
      // "EusiridaeNZD": a family with a code of a collection
      const suffix = word.slice(innerCapital);
      if (innerCapital > 4 && suffix.length > 1 && suffix === suffix.toUpperCase()) {
        this.#name.uninomial = word.slice(0, innerCapital);
        this.#name.kind = "informal";
        let end = at + 1;
        while (end < this.#end && this.#tokens.touches(end)) end++;
        this.#name.phrase = this.#tokens.text.slice(this.#tokens.start[at]! + innerCapital, this.#tokens.end[end - 1]!);
        this.#scan.mark("uninomial", at);
        this.#scan.warn("approximation");
        this.#state.approximate = true;
        this.#state.to = end;
        return word.slice(0, innerCapital);
      }
      this.#fail();
      return undefined;
    }
    // "Iteaphila-group", "Flamella-lineage"
    const label = hyphens > 0 ? /-(group|complex|lineage|clade)$/.exec(word) : null;
    if (label !== null) {
      const genus = word.slice(0, label.index);
      this.#name.uninomial = genus;
      this.#name.kind = "informal";
      this.#name.phrase = label[1];
      this.#scan.mark("uninomial", at);
      this.#scan.warn("approximation");
      this.#state.approximate = true;
      this.#state.to = at + 1;
      return genus;
    }
    if (hyphens > 0) return word.charAt(0) + word.slice(1).replace(/-\p{Lu}/gu, (part) => part.toLowerCase());
    return word;
  }

  /** "Desulfobacterota_B", "Hypochrys0des". */
  #mixedGenus(at: number, word: string): number {
    const repaired = repairDigits(word);
    if (repaired !== undefined && isUpper(word.charCodeAt(0)) && word.length > 5) {
      this.#scan.warn("digit read as letter");
      this.#name.uninomial = repaired;
      this.#scan.mark("genus", at);
      return at + 1;
    }
    this.#fail();
    return at;
  }

  /** Genus of the right side of a formula: "S." and lower-case epithets take that of the left side. */
  #impliedGenus(from: number, left: NameScan): number {
    const t = this.#tokens;
    const genus = left.name.genus ?? left.name.uninomial;
    const name = this.#name;
    if (t.kind[from] === LOWERCASE && genus !== undefined) {
      const marker = this.#markerAt(from);
      name.genus = genus;
      if (marker !== undefined && left.name.specificEpithet !== undefined) {
        name.specificEpithet = left.name.specificEpithet;
        return from;
      }
      return this.#readSpecies(from);
    }
    if (t.kind[from] === CAPITAL && t.length(from) <= 3 && genus !== undefined) {
      const dotted = t.is(from + 1, DOT);
      if ((dotted || t.length(from) === 1) && genus.startsWith(t.word(from))) {
        this.#scan.mark("genus", from, dotted ? from + 1 : from);
        this.#scan.warn("abbreviated genus");
        name.genus = genus;
        const at = this.#readInfrageneric(dotted ? from + 2 : from + 1);
        return this.#readSpecies(at);
      }
    }
    return this.#readGenus(from);
  }

  /** Marker at a token, with or without full stop, when it stands before an epithet. */
  #markerAt(at: number): RankMarker | undefined {
    const t = this.#tokens;
    if (t.kind[at] !== LOWERCASE || t.length(at) > MAX_MARKER_LENGTH || at >= this.#end) return undefined;
    return rankMarker(t.word(at));
  }

  /** Subgenus in parentheses after a genus, before an epithet. */
  #readInfrageneric(from: number): number {
    const t = this.#tokens;
    if (!t.is(from, OPEN) || !this.#isCapital(from + 1)) return from;
    let close = from + 2;
    const dotted = t.is(close, DOT);
    if (dotted) close++;
    if (t.is(close, QUESTION)) close++;
    if (!t.is(close, CLOSE)) return from;
    let after = close + 1;
    // "Alnetoidia (Alnella) [sic] sudzhuchenica"
    if (t.is(after, OPEN_SQUARE) && t.is(after + 2, CLOSE_SQUARE) && t.word(after + 1) === "sic") after += 3;
    if (dotted) this.#scan.warn("abbreviated subgenus");
    this.#name.infragenericEpithet = dotted ? `${t.word(from + 1)}.` : this.#genusWord(from + 1);
    this.#scan.mark("infragenericEpithet", from + 1, dotted ? from + 2 : from + 1);
    return after;
  }

  /** Everything that can follow a genus: subgenus, rank marker, epithet, qualifier, authorship. */
  #afterUninomial(from: number): number {
    const t = this.#tokens;
    const name = this.#name;
    const state = this.#state;
    let at = from;
    if (state.to > from) return state.to; // "EusiridaeNZD"
    if (t.is(at, QUESTION) && t.touches(at) && at + 1 < this.#end) {
      // "Anchitherium? sp."
      this.#scan.warn("question mark");
      state.doubtful = true;
      at++;
    }
    // "Desulfobacterota_B"
    if (t.is(at, 0x5f) && t.touches(at) && t.touches(at + 1)) {
      name.kind = "informal";
      name.phrase = t.text.slice(t.start[at + 1]!, t.end[at + 1]!);
      state.approximate = true;
      this.#scan.warn("approximation");
      return at + 2;
    }
    if (t.is(at, DASH) && t.kind[at + 1] === LOWERCASE && t.touches(at)) return at;
    // Subgenus: only a single word in parentheses, and only when an epithet follows or the word is no author.
    if (t.is(at, OPEN) && this.#isCapital(at + 1)) {
      const close = t.is(at + 2, DOT) ? at + 3 : at + 2;
      if (t.is(close, CLOSE)) {
        const next = this.#skipSic(close + 1);
        const epithet = this.#startsEpithet(next);
        if (epithet) {
          at = this.#readInfrageneric(at);
          name.genus = name.uninomial;
          name.uninomial = undefined;
          return this.#readSpecies(at);
        }
        if (close === at + 2 && !this.#looksLikeAuthor(at + 1, close + 1)) {
          this.#scan.warn("subgenus or author in parentheses");
          this.#infrageneric(at + 1, undefined);
          at = close + 1;
          state.infragenericMarker = "subgen.";
          return this.#readAuthorship(at);
        }
        if (close === at + 2) this.#scan.warn("subgenus or author in parentheses");
      }
    }
    const infrageneric = this.#infragenericMarkerAt(at);
    if (infrageneric > at) return infrageneric;
    if (this.#startsEpithet(at) || this.#startsQualifier(at) || this.#startsHybridEpithet(at)) {
      name.genus = name.uninomial;
      name.uninomial = undefined;
      at = this.#readSpecies(at);
      if (name.specificEpithet === undefined && state.rightFrom < 0 && name.qualifiers.length === 0) {
        name.uninomial = name.genus;
        name.genus = undefined;
      } else return at;
    }
    if (this.#isCapitalEpithet(at)) {
      this.#scan.warn("capitals changed");
      name.genus = name.uninomial;
      name.uninomial = undefined;
      const word = t.word(at);
      name.specificEpithet = word.charAt(0).toLowerCase() + word.slice(1);
      this.#scan.mark("specificEpithet", at);
      return at + 1;
    }
    const formula = this.#formulaAt(at);
    if (formula >= 0) return formula;
    const cultivar = this.#readCultivar(at);
    if (cultivar > at) return this.#genusOfCultivar(cultivar);
    const aggregate = this.#readAggregate(at);
    if (aggregate > at) return aggregate;
    const before = at;
    at = this.#readAuthorship(at);
    if (at > before) {
      const later = this.#infragenericMarkerAt(at);
      if (later > at) return later;
      const split = this.#formulaAt(at);
      if (split >= 0) return split;
      const quoted = this.#readCultivar(at);
      if (quoted > at) return this.#genusOfCultivar(quoted);
    }
    if (name.extinct === false && t.is(at, DAGGER)) {
      name.extinct = true;
      at++;
    }
    return at;
  }

  /** A cultivar of a genus has a genus, no uninomial; what follows may be the other parent. */
  #genusOfCultivar(at: number): number {
    const name = this.#name;
    name.genus = name.uninomial;
    name.uninomial = undefined;
    const formula = this.#formulaAt(at);
    return formula >= 0 ? formula : at;
  }

  /** "Cycloneda Darestei Crotch": old works write epithets from persons and places with a capital. */
  #isCapitalEpithet(at: number): boolean {
    const t = this.#tokens;
    if (t.kind[at] !== CAPITAL || t.length(at) < 5 || t.is(at + 1, DOT) || t.is(at + 1, COMMA)) return false;
    const word = t.word(at);
    if (!/^\p{Lu}\p{Ll}+(?:ii|[^aeiou]ei|[^aeiou]ianus|[^aeiou]iana|ianum|ensis|ense)$/u.test(word)) return false;
    if (this.#isCapital(at + 1) || t.is(at + 1, OPEN)) return true;
    return this.#binomialExpected && at + 1 >= this.#end;
  }

  #skipSic(at: number): number {
    const t = this.#tokens;
    if ((t.is(at, OPEN_SQUARE) || t.is(at, OPEN)) && t.word(at + 1) === "sic") {
      let close = at + 2;
      if (t.is(close, 0x21)) close++;
      if (t.is(close, CLOSE_SQUARE) || t.is(close, CLOSE)) return close + 1;
    }
    return at;
  }

  #infrageneric(at: number, marker: RankMarker | undefined): void {
    const name = this.#name;
    this.#state.endsInfrageneric = true;
    if (marker !== undefined) this.#state.marker = marker;
    name.infragenericEpithet = this.#genusWord(at);
    this.#scan.mark("infragenericEpithet", at);
    name.genus = undefined;
  }

  /** "Rosa sect. Caninae", "Poaceae subtrib. Scolochloinae"; returns `at` when none stands here. */
  #infragenericMarkerAt(from: number): number {
    const t = this.#tokens;
    let at = from;
    if (t.is(at, COMMA)) at++;
    if (t.kind[at] !== LOWERCASE || t.length(at) > MAX_MARKER_LENGTH) return from;
    const word = t.word(at);
    const marker = supragenericMarker(word);
    if (marker === undefined) return from;
    const dotted = t.is(at + 1, DOT);
    let next = dotted ? at + 2 : at + 1;
    if (t.is(next, TIMES)) next++;
    if (!this.#isCapital(next) || t.length(next) < 2) return from;
    if (!dotted && this.#yearSoon(next)) return from; // "Serina subser Gredler, 1898"
    this.#scan.mark("rankMarker", at, dotted ? at + 1 : at);
    this.#scan.warn(marker.notho ? "named hybrid" : "two names in one");
    if (marker.notho) this.#name.notho.push("infragenericEpithet");
    this.#state.infragenericMarker = marker.text;
    this.#state.authorship = undefined;
    if (marker.level === "suprageneric") {
      this.#state.suprageneric = this.#name.uninomial;
      this.#state.marker = marker;
      this.#name.uninomial = this.#genusWord(next);
      this.#scan.mark("uninomial", next);
    } else this.#infrageneric(next, marker);
    const after = this.#readAuthorship(next + 1);
    const deeper = this.#state.endsInfrageneric ? this.#infragenericMarkerAt(after) : after;
    return deeper;
  }

  #yearBehind(from: number): boolean {
    const t = this.#tokens;
    for (let at = from; at < this.#end && at < from + 20; at++)
      if (t.kind[at] === NUMBER && t.length(at) === 4) return true;
    return false;
  }

  #yearSoon(from: number): boolean {
    const t = this.#tokens;
    for (let at = from + 1; at < this.#end && at < from + 4; at++) if (t.kind[at] === NUMBER) return true;
    return false;
  }

  /** Whether a word in parentheses after a genus is its author rather than a subgenus. */
  #looksLikeAuthor(at: number, after: number): boolean {
    const t = this.#tokens;
    const word = t.word(at);
    const genus = this.#name.uninomial!;
    if (word === genus) return false;
    if (t.is(at + 1, DOT) || word.length < 4) return true;
    if (/(?:aceae|idae|inae|eae|ales|oidea)$/.test(genus)) return true;
    // Latin subgenera end like genera; botanists cite "(Urban) Cuatrecasas" without year.
    const latin =
      /(?:[^ct]us|[a-z]ia|[^v]a|um|is|es|on|as|ax|ops|ix|ys|yx|oides|ella|ina|ere|odes|ites|opsis|ma|ne|le|ce|pe|be|ge|me|re)$/;
    const genusLike = latin.test(word.toLowerCase());
    if (!genusLike) return true;
    // Without a year behind, botanists are more likely: only clear Latin is a subgenus.
    if (
      after < this.#end &&
      this.#isCapital(after) &&
      !this.#yearBehind(after) &&
      !/(?:[^ct]us|um|ella|ina|ia|opsis|oides)$/.test(word)
    )
      return true;
    if (/(?:ov|ev|in|sk)a$/.test(word)) return !this.#yearSoon(after);
    return (
      /(?:man|son|sen|berg|feld|stein|mann|ski|sky|ers|ley|ius)$/.test(word) &&
      !this.#yearSoon(after) &&
      after < this.#end
    );
  }

  /** True when a specific epithet (perhaps behind a hybrid sign) stands here. */
  #startsEpithet(at: number): boolean {
    const t = this.#tokens;
    if (at >= this.#end) return false;
    if (this.#startsHybridEpithet(at)) return true;
    if (t.kind[at] === LOWERCASE || t.kind[at] === INNER_CAPITAL || t.kind[at] === MIXED || t.kind[at] === NUMBER)
      return this.#isEpithet(at);
    if (this.#allCaps && t.kind[at] === ALL_CAPS) return this.#isCapsEpithet(at);
    return this.#startsHybridEpithet(at);
  }

  #startsHybridEpithet(at: number): boolean {
    const t = this.#tokens;
    if (t.is(at, TIMES)) return t.kind[at + 1] === LOWERCASE && at + 1 < this.#end;
    return this.#isCross(at) && t.kind[at + 1] === LOWERCASE;
  }

  /** A lone "x" or "X" between words. */
  #isCross(at: number): boolean {
    const t = this.#tokens;
    if (t.is(at, TIMES)) return true;
    return t.length(at) === 1 && (t.first(at) | 0x20) === 0x78 && !t.is(at + 1, DOT) && !t.is(at + 1, COMMA);
  }

  #isCapsEpithet(at: number): boolean {
    const t = this.#tokens;
    if (t.kind[at] !== ALL_CAPS || t.length(at) < 3) return false;
    if (t.is(at + 1, DOT) || t.is(at + 1, COMMA) || t.kind[at + 1] === NUMBER) return false;
    return looksLatin(t.word(at).toLowerCase());
  }

  /** True when the token can be an epithet. */
  #isEpithet(at: number): boolean {
    const t = this.#tokens;
    if (at >= this.#end) return false;
    const kind = t.kind[at];
    const length = t.length(at);
    if (kind === MIXED || kind === NUMBER) return this.#numeralEpithet(at) > at;
    if (kind === INNER_CAPITAL) {
      // "d'Orbigny" is an author; "M'callii" no lower start.
      return false;
    }
    if (kind !== LOWERCASE || length < 2) return false;
    const word = t.word(at);
    if (t.touches(at + 1)) {
      const next = t.first(at + 1);
      // "madecassus_01m", "petri-", "Okra/Mali"
      if (next === UNDERSCORE && t.kind[at + 2] === LOWERCASE && t.touches(at + 2)) return length > 3; // "fervida_homonym"
      if (next === UNDERSCORE || next === 0x2f || next === 0x40 || next === TICK) return false;
      if (next === DASH && !t.is(at + 2, DASH) && at + 2 < this.#end && t.touches(at + 2)) return false;
      if (next === COMMA && t.kind[at + 2] === LOWERCASE && !this.#noteAt(at + 2) && !this.#particleAuthor(at + 2))
        return false;
    }
    if (at > 0 && t.is(at - 1, DASH) && t.touches(at)) return false;
    switch (roleOf(word)) {
      case NO_ROLE:
        break;
      case STOP:
        return this.#authorYearFollows(at, word);
      case QUALIFIER:
        return (word === "spec" || word === "complex" || word === "group") && this.#authorYearFollows(at, word);
      case NOTE:
        return this.#noveltyIsEpithet(at, word) || this.#authorYearFollows(at, word);
      case JOINT:
        return false;
      case PARTICLE:
        return this.#particleIsEpithet(at, word);
      case SUFFIX:
        return this.#isCapital(at + 1) || at + 1 >= this.#end || length > 3;
      default: {
        // A rank marker is an epithet only before an author with year: "Helophorus ser Zaitzev, 1908".
        const next = at + 1;
        return this.#isCapital(next) && this.#yearSoon(next);
      }
    }
    if (t.is(at + 1, DOT) && t.touches(at + 1) && t.kind[at + 2] === LOWERCASE && t.touches(at + 2)) return length > 3;
    return this.#plainLetters(word);
  }

  #noteAt(at: number): boolean {
    const role = roleOf(this.#tokens.word(at));
    return role === NOTE || role === MARKER;
  }

  /** "Alyssum novum Kit.", "var. nova (Ulbr.) Barneby": a full word without a full stop. */
  #noveltyIsEpithet(at: number, word: string): boolean {
    const t = this.#tokens;
    if (!/^nov(?:a|um|us)$/.test(word)) return false;
    const next = at + 1;
    return next >= this.#end || t.is(next, OPEN) || t.kind[next] === CAPITAL;
  }

  #particleAuthor(at: number): boolean {
    return PARTICLES.has(this.#tokens.word(at)) && this.#isCapital(at + 1);
  }

  /** "Agra not Erwin, 2002": a word that is otherwise a note is an epithet when author and year follow. */
  #authorYearFollows(at: number, word: string): boolean {
    const t = this.#tokens;
    if (word.length < 3 || !/^[a-z]+$/.test(word)) return false;
    if (word === "and" || word === "und" || word === "con" || word === "sensu" || word === "auct" || word === "non")
      return false;
    if (
      word === "nec" ||
      word === "fide" ||
      word === "secundum" ||
      word === "nom" ||
      word === "strain" ||
      word === "var"
    )
      return false;
    if (word === "ssp" || word === "subsp" || word === "from" || word === "hort") return false;
    const next = t.is(at + 1, OPEN) ? at + 2 : at + 1;
    if (word === "secundum" && next >= this.#end) return this.#name.specificEpithet === undefined;
    if (t.kind[next] !== CAPITAL || t.length(next) < 2) return false;
    if (this.#name.specificEpithet !== undefined) return false;
    if (word === "complex" || word === "secundum") return true;
    for (let k = next + 1; k < this.#end && k < next + 14; k++) {
      if (t.kind[k] === NUMBER && t.length(k) === 4) return true;
      if (t.kind[k] === LOWERCASE && !JOINING_AUTHORS.has(t.word(k)) && !PARTICLES.has(t.word(k))) return false;
    }
    return false;
  }

  /** "dela (Er. Marcus …)" is an epithet, "le Renard 1995" an author. */
  #particleIsEpithet(at: number, word: string): boolean {
    const t = this.#tokens;
    const next = at + 1;
    if (this.#name.specificEpithet !== undefined) return false;
    if (next >= this.#end) return word !== "von" && word !== "van";
    if (this.#binomialExpected) return true;
    if (word === "dela") return true;
    const surnames = SURNAMES_AFTER.get(word);
    if (surnames !== undefined && this.#isCapital(next) && t.length(next) > 1) {
      const surname = t.word(next).split("-", 1)[0]!;
      return !surnames.has(surname) && this.#yearBehind(next);
    }
    if (t.is(next, OPEN)) return word.length > 2;
    if (word.length > 4 || word === "san" || word === "bey" || word === "ben" || word === "los")
      return !this.#isCapital(next) || word === "oude";
    if (t.kind[next] === LOWERCASE) {
      const following = t.word(next);
      return !PARTICLES.has(following) && word.length > 3;
    }
    return false;
  }

  /** Token after a numeral epithet ("4-gibbus", "13punctatus", "13.punctatus"), `at` when there is none. */
  #numeralEpithet(at: number): number {
    const t = this.#tokens;
    if (t.kind[at] === MIXED) {
      const word = t.word(at);
      const match = /^(\d{1,2})-?(\p{Ll}{3,}(?:-\p{Ll}+)*)$/u.exec(word);
      return match !== null && Number(match[1]) > 0 && Number(match[1]) <= MAX_NUMERAL ? at + 1 : at;
    }
    if (t.kind[at] === NUMBER && t.length(at) <= 2 && t.touches(at + 1) && t.touches(at + 2)) {
      const joined = t.is(at + 1, DOT) || t.is(at + 1, DASH);
      if (joined && t.kind[at + 2] === LOWERCASE && t.length(at + 2) > 2 && Number(t.word(at)) <= MAX_NUMERAL)
        return at + 3;
    }
    return at;
  }

  #startsQualifier(at: number): boolean {
    const t = this.#tokens;
    if (at >= this.#end) return false;
    if (t.is(at, QUESTION)) return this.#isEpithet(at + 1);
    if (t.kind[at] !== LOWERCASE || t.length(at) > 13) return false;
    const word = t.word(at);
    if (COMPARISONS.has(word) || APPROXIMATIONS.has(word)) return true;
    return false;
  }

  /** Specific epithet with qualifiers and hybrid sign. */
  #readSpecies(from: number): number {
    const t = this.#tokens;
    const name = this.#name;
    let at = from;
    const qualified = this.#readQualifier(at, "specificEpithet");
    if (qualified > at) {
      at = qualified;
      if (this.#state.approximate || this.#state.to === -1) {
        if (name.phrase !== undefined || name.specificEpithet !== undefined) return at;
        return at;
      }
    }
    if (this.#isCross(at) && t.kind[at + 1] === LOWERCASE && at + 1 < this.#end && this.#isEpithet(at + 1)) {
      this.#hybrid(at, "specificEpithet");
      at++;
    }
    if (!this.#startsEpithet(at)) return at;
    const after = this.#epithetAt(at);
    name.specificEpithet = this.#epithetText;
    this.#scan.mark("specificEpithet", at, after - 1);
    if (DOUBTFUL_EPITHETS.has(name.specificEpithet)) {
      this.#state.doubtful = true;
      this.#scan.warn("epithet is no epithet");
    }
    return after;
  }

  #epithetText = "";

  /** Reads the epithet at a token into `#epithetText`; returns the token after it. */
  #epithetAt(at: number): number {
    const t = this.#tokens;
    const numeral = t.kind[at] === MIXED || t.kind[at] === NUMBER ? this.#numeralEpithet(at) : at;
    if (numeral > at) {
      this.#scan.warn("numeral in epithet");
      this.#epithetText = t.text.slice(t.start[at]!, t.end[numeral - 1]!).replace(".", "-");
      return numeral;
    }
    let word = t.word(at);
    if (t.kind[at] === ALL_CAPS) {
      word = word.toLowerCase();
      this.#scan.warn("capitals changed");
    }
    if (word.includes("'")) this.#scan.warn("apostrophe in epithet");
    // "koningsbergeri-group"
    const hyphen = word.lastIndexOf("-");
    if (hyphen > 2 && AGGREGATES.has(word.slice(hyphen + 1))) {
      this.#state.aggregate = true;
      this.#name.qualifiers.push({ term: AGGREGATES.get(word.slice(hyphen + 1))!, qualifies: "specificEpithet" });
      this.#scan.warn("annotation at the end");
      word = word.slice(0, hyphen);
    }
    this.#epithetText = word;
    let after = at + 1;
    if (t.is(after, UNDERSCORE) && t.touches(after) && t.kind[after + 1] === LOWERCASE) {
      this.#scan.warn("annotation at the end");
      return after + 2;
    }
    // "petri-", a stray hyphen; "albus?" a doubt
    if (t.is(after, DASH) && t.touches(after) && !t.touches(after + 1)) after++;
    return after;
  }

  /** cf., aff., sp. …; sets `approximate` when what follows does not count. */
  #readQualifier(from: number, part: NamePart): number {
    const t = this.#tokens;
    const name = this.#name;
    const state = this.#state;
    let at = from;
    if (t.is(at, OPEN) && t.kind[at + 1] === LOWERCASE && t.is(at + 2, DOT) && t.is(at + 3, CLOSE)) {
      // "(cf.)"
      if (COMPARISONS.has(t.word(at + 1))) {
        this.#comparison(at + 1, part);
        return at + 4;
      }
    }
    if (t.is(at, QUESTION) && (this.#isEpithet(at + 1) || at + 1 >= this.#end)) {
      if (at + 1 >= this.#end) return from;
      this.#scan.warn("question mark");
      name.kind = "informal";
      state.doubtful = true;
      name.qualifiers.push({ term: "?", qualifies: part });
      this.#scan.mark("qualifier", at);
      if (part === "specificEpithet") {
        state.approximate = true;
        this.#scan.warn("approximation");
        return this.#undetermined(at + 1);
      }
      return at + 1;
    }
    if (t.kind[at] !== LOWERCASE || t.length(at) > 13 || at >= this.#end) return from;
    const word = t.word(at);
    if (COMPARISONS.has(word)) {
      at = this.#comparison(at, part);
      return at;
    }
    const term = APPROXIMATIONS.get(word);
    if (term === undefined) return from;
    if (word === "spec" || word === "species" || word === "near") {
      const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
      if (word === "species" && (AGGREGATES.has(t.word(next)) || next >= this.#end || t.kind[next] === CAPITAL))
        return from;
      if (word === "near" && t.kind[next] !== LOWERCASE) return from;
      if (word === "spec" && this.#isEpithet(at)) return from;
    }
    // "sp. nov.", "sp. n." are notes
    const dot = t.is(at + 1, DOT) ? at + 2 : at + 1;
    if (term === "sp." && this.#isNovum(dot) && name.specificEpithet !== undefined) return from;
    if (term === "sp." && part === "infraspecificEpithet") return from; // "Vulpes vulpes sp."
    this.#scan.warn("approximation");
    this.#scan.mark("qualifier", at, dot - 1);
    name.kind = "informal";
    state.approximate = true;
    name.qualifiers.push({ term, qualifies: part });
    let next = dot;
    // "sp. nr. subjuncta", "sp. cf. alba", "aff. cf."
    while (t.kind[next] === LOWERCASE && next < this.#end) {
      const further = t.word(next);
      const other = COMPARISONS.get(further) ?? APPROXIMATIONS.get(further);
      if (other === undefined) break;
      name.qualifiers.push({ term: other, qualifies: part });
      this.#scan.mark("qualifier", next);
      next = t.is(next + 1, DOT) ? next + 2 : next + 1;
    }
    if (term === "aff." || term === "nr." || term === "prox." || name.qualifiers.length > 1)
      return this.#undetermined(next);
    // The free part: "sp. Bloomfield (Smith 12)"
    if (next < this.#end) {
      name.phrase = t.text.slice(t.start[at]!, t.text.length).trim();
      return this.#end;
    }
    return next;
  }

  #isNovum(at: number): boolean {
    const t = this.#tokens;
    if (t.kind[at] !== LOWERCASE) return false;
    const word = t.word(at);
    return word === "nov" || word === "n" || word === "nova" || word === "novum" || word === "ined" || word === "novus";
  }

  #comparison(at: number, part: NamePart): number {
    const t = this.#tokens;
    const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
    this.#scan.warn("comparison");
    this.#scan.mark("qualifier", at, next - 1);
    this.#name.kind = "informal";
    this.#state.comparison = true;
    this.#name.qualifiers.push({ term: "cf.", qualifies: part });
    return next;
  }

  /** After "aff.", "?": the epithet is kept but the name counts as determined to the genus only. */
  #undetermined(from: number): number {
    const t = this.#tokens;
    const name = this.#name;
    let at = from;
    if (this.#isCross(at) && t.kind[at + 1] === LOWERCASE) {
      this.#hybrid(at, "specificEpithet");
      at++;
    }
    if (at < this.#end && this.#isEpithet(at)) {
      const after = this.#epithetAt(at);
      if (name.specificEpithet === undefined) {
        name.specificEpithet = this.#epithetText;
        this.#scan.mark("specificEpithet", at, after - 1);
        at = this.#readAuthorship(after);
      } else {
        name.infraspecificEpithet = this.#epithetText;
        name.infraspecifics.push({ rankMarker: undefined, epithet: this.#epithetText });
        this.#scan.mark("infraspecificEpithet", at, after - 1);
        at = this.#readAuthorship(after);
      }
      return at;
    }
    if (
      at < this.#end &&
      (t.kind[at] === CAPITAL || t.kind[at] === MIXED || t.kind[at] === NUMBER || t.kind[at] === ALL_CAPS)
    ) {
      name.phrase = t.text.slice(t.start[from]!, t.text.length).trim();
      return this.#end;
    }
    return at;
  }

  /** Infraspecific parts, authors in between, hybrid formulas, cultivars. */
  #afterSpecies(from: number): number {
    const _t = this.#tokens;
    const name = this.#name;
    const state = this.#state;
    let at = from;
    if (name.specificEpithet === undefined || state.approximate) {
      if (at < this.#end && name.specificEpithet === undefined && !state.approximate) {
        const formula = this.#formulaAt(at);
        if (formula >= 0) return formula;
      }
      return at;
    }
    for (let guard = 0; guard < 12 && at < this.#end; guard++) {
      const start = at;
      at = this.#skipSicNote(at);
      if (state.rightFrom >= 0) return at;
      // A hybrid sign after a complete species: formula, or an infraspecific notho epithet after a marker.
      const formula = this.#formulaAt(at);
      if (formula >= 0) return formula;
      const marked = this.#readMarked(at);
      if (marked > at) {
        at = marked;
        continue;
      }
      const qualifier = this.#readInfraQualifier(at);
      if (qualifier > at) {
        at = qualifier;
        if (state.approximate || name.phrase !== undefined) return at;
        continue;
      }
      const cultivar = this.#readCultivar(at);
      if (cultivar > at) {
        at = cultivar;
        continue;
      }
      const aggregate = this.#readAggregate(at);
      if (aggregate > at) {
        at = aggregate;
        continue;
      }
      if (this.#bareInfraspecific(at, state.authorship !== undefined)) {
        const after = this.#epithetAt(at);
        this.#addInfraspecific(undefined, at, after);
        at = after;
        continue;
      }
      // "Cortinarius angulatus B gracilescens", "disseminatum c subsessile", "collinitus β mucosus", "* furfuraceum"
      const lettered = this.#readLettered(at);
      if (lettered > at) {
        at = lettered;
        continue;
      }
      if (state.authorship === undefined) {
        const after = this.#readAuthorship(at);
        if (after > at) {
          at = after;
          continue;
        }
      }
      if (at === start) break;
    }
    return at;
  }

  #skipSicNote(at: number): number {
    const after = this.#skipSic(at);
    if (after > at) {
      this.#scan.mark("note", at, after - 1);
      this.#addNomenclaturalNote("sic");
    } else if (this.#tokens.kind[at] === LOWERCASE && this.#tokens.word(at) === "corrig") {
      this.#addNomenclaturalNote("corrig.");
      return this.#tokens.is(at + 1, DOT) ? at + 2 : at + 1;
    }
    return after;
  }

  #addNomenclaturalNote(note: string): void {
    const name = this.#name;
    name.nomenclaturalNote = name.nomenclaturalNote === undefined ? note : `${name.nomenclaturalNote}, ${note}`;
  }

  #readInfraQualifier(at: number): number {
    const t = this.#tokens;
    if (t.is(at, QUESTION)) {
      if (!this.#isEpithet(at + 1)) return at;
      return this.#readQualifier(at, "infraspecificEpithet");
    }
    if (t.kind[at] !== LOWERCASE || t.length(at) > 13) return at;
    const word = t.word(at);
    if (!COMPARISONS.has(word) && !APPROXIMATIONS.has(word)) return at;
    if (word === "sp" || word === "species" || word === "spec" || word === "near") return at;
    return this.#readQualifier(at, "infraspecificEpithet");
  }

  /** An infraspecific epithet without marker. After authors only Latin-looking words count. */
  #bareInfraspecific(at: number, afterAuthors: boolean): boolean {
    const t = this.#tokens;
    if (at >= this.#end) return false;
    if (this.#allCaps && t.kind[at] === ALL_CAPS) return !afterAuthors && this.#isCapsEpithet(at);
    if (t.kind[at] !== LOWERCASE && t.kind[at] !== MIXED && t.kind[at] !== NUMBER) return false;
    if (!this.#isEpithet(at)) return false;
    if (t.kind[at] !== LOWERCASE) return !afterAuthors;
    if (t.length(at) < 3) return false;
    if (this.#lowerCaseAuthor(at, afterAuthors)) return false;
    const word = t.word(at);
    if (this.#name.infraspecifics.length >= 3) return false;
    if (!afterAuthors) return true;
    // "pectinatum (L. f.) typica": authors in parentheses only, the name goes on
    if (this.#state.authorship?.combination === undefined) return word.length > 3 && !this.#proseFollows(at);
    return looksLatin(word) && word.length > 3 && !this.#proseFollows(at);
  }

  /** "sael. ex Norrl.", "T.P. lucas, 1892": an author written small. */
  #lowerCaseAuthor(at: number, afterAuthors: boolean): boolean {
    const t = this.#tokens;
    if (t.is(at + 1, DOT)) {
      if (t.kind[at + 2] === LOWERCASE) return t.word(at + 2) === "ex" || JOINING_AUTHORS.has(t.word(at + 2));
      return t.is(at + 2, AMPERSAND) || (t.touches(at + 1) && t.is(at + 2, DASH));
    }
    return afterAuthors && t.is(at + 1, COMMA) && t.kind[at + 2] === NUMBER;
  }

  /** Several lower-case words in a row are prose, not epithets. */
  #proseFollows(at: number): boolean {
    const t = this.#tokens;
    return t.kind[at + 1] === LOWERCASE && OTHER_STOPS.has(t.word(at + 1));
  }

  #addInfraspecific(marker: string | undefined, at: number, after: number): void {
    const name = this.#name;
    name.infraspecificEpithet = this.#epithetText;
    name.infraspecifics.push({ rankMarker: marker, epithet: this.#epithetText });
    this.#scan.mark("infraspecificEpithet", at, after - 1);
    this.#state.authorship = undefined;
    if (DOUBTFUL_EPITHETS.has(this.#epithetText)) {
      this.#state.doubtful = true;
      this.#scan.warn("epithet is no epithet");
    }
  }

  /** Rank marker and epithet: "var. alba", "f. sp. tritici", "nothosubsp. × alba", "ab. n. undularia". */
  #readMarked(from: number): number {
    const t = this.#tokens;
    const state = this.#state;
    let at = from;
    if (t.is(at, COMMA) && this.#markerAt(at + 1) !== undefined) at++;
    const cross = this.#isCross(at) && this.#markerAt(at + 1) !== undefined ? at : -1;
    if (cross >= 0) at++;
    let marker = this.#markerAt(at);
    if (marker === undefined || marker.level !== "infraspecific") return from;
    let text = marker.text;
    let next = at + 1;
    const dotted = t.is(next, DOT);
    if (dotted) next++;
    if (marker.text === "f." && t.kind[next] === LOWERCASE && t.word(next) === "sp") {
      const special = rankMarker("fsp")!;
      next = t.is(next + 1, DOT) ? next + 2 : next + 1;
      marker = special;
      text = special.text;
    } else if (marker.text === "ab." && t.kind[next] === LOWERCASE && t.word(next) === "n" && t.is(next + 1, DOT)) {
      text = "ab. n.";
      next += 2;
    } else if (t.kind[next] === LOWERCASE && t.length(next) === 1 && t.is(next + 1, DOT)) {
      // "var. b. alba", "var. δ. microphylla"
      if (isLower(t.first(next)) && t.kind[next + 2] === LOWERCASE) {
        this.#scan.warn("Greek letter before epithet");
        next += 2;
      }
    } else if (this.#isGreek(next) && t.kind[next + 1] === LOWERCASE) {
      this.#scan.warn("Greek letter before epithet");
      next++;
    }
    // "var. cf. alba"
    if (t.kind[next] === LOWERCASE && COMPARISONS.has(t.word(next)))
      next = this.#comparison(next, "infraspecificEpithet");
    let hybridAt = -1;
    if (this.#isCross(next) && t.kind[next + 1] === LOWERCASE) hybridAt = next++;
    if (next < this.#end && this.#isGreek(next) && !this.#isEpithet(next)) {
      // "var. β Guppy": the letter is the name
      this.#scan.mark("rankMarker", at);
      this.#scan.warn("Greek letter before epithet");
      this.#epithetText = t.word(next);
      this.#addInfraspecific(text, next, next + 1);
      state.marker = marker;
      return next + 1;
    }
    if (next < this.#end && this.#isEpithet(next) && !(t.is(next + 1, DOT) && t.length(next) < 4)) {
      if (marker.uncommon) this.#scan.warn("uncommon rank marker");
      if (text === "f." && t.length(at) === 1 && state.authorship !== undefined) this.#scan.warn("form or filius");
      this.#scan.mark("rankMarker", at, dotted ? at + 1 : at);
      if (marker.notho || hybridAt >= 0 || cross >= 0) {
        this.#scan.warn("named hybrid");
        if (hybridAt >= 0) this.#scan.mark("hybridSign", hybridAt);
        if (!this.#name.notho.includes("infraspecificEpithet")) this.#name.notho.push("infraspecificEpithet");
      }
      const after = this.#epithetAt(next);
      this.#addInfraspecific(text, next, after);
      state.marker = marker;
      return after;
    }
    // "form A Cortese & Bjørklund 1998"
    if (
      marker.rank === "FORM" &&
      !dotted &&
      t.kind[next] === CAPITAL &&
      t.length(next) === 1 &&
      !t.is(next + 1, DOT) &&
      t.length(at) > 1
    ) {
      this.#scan.mark("rankMarker", at);
      this.#epithetText = t.word(next);
      this.#addInfraspecific(text, next, next + 1);
      state.marker = marker;
      state.informal = true;
      return next + 1;
    }
    // Phrase name: "subsp. Busselton (G.J.Keighery s.n.)"; unfinished: "ssp."
    if (text === "f." || text === "st." || marker.level !== "infraspecific") return from;
    if (next >= this.#end) {
      state.marker = marker;
      state.informal = true;
      this.#name.kind = "informal";
      this.#scan.warn("annotation at the end");
      this.#name.tail = t.text.slice(t.start[at]!).trim();
      return this.#end;
    }
    if (dotted && t.kind[next] === CAPITAL && t.length(next) > 2 && this.#hasVoucher(next)) {
      state.marker = marker;
      state.informal = true;
      this.#name.kind = "informal";
      this.#name.phrase = t.text.slice(t.start[next]!).trim();
      this.#scan.warn("approximation");
      return this.#end;
    }
    return from;
  }

  /** A phrase name ends with a voucher in parentheses: "(G.J.Keighery 12)", "(A.Smith s.n.)". */
  #hasVoucher(from: number): boolean {
    const t = this.#tokens;
    let open = -1;
    for (let at = from; at < this.#end && at < from + LOOKAHEAD; at++) {
      if (t.is(at, OPEN)) open = at;
      if (open >= 0 && t.is(at, CLOSE)) return at + 1 >= this.#end;
    }
    return false;
  }

  #isGreek(at: number): boolean {
    const code = this.#tokens.first(at);
    return code >= 0x370 && code <= 0x3ff && this.#tokens.length(at) === 1;
  }

  /** A letter or asterisks before an infraspecific epithet, as in old works. */
  #readLettered(at: number): number {
    const t = this.#tokens;
    let next = at;
    let marker: string | undefined;
    if (t.is(at, ASTERISK)) {
      while (t.is(next, ASTERISK)) next++;
      marker = "*".repeat(next - at);
    } else if (this.#isGreek(at) || t.first(at) === 0xdf) next = at + 1;
    else if (t.length(at) === 1 && (t.kind[at] === CAPITAL || t.kind[at] === LOWERCASE) && !t.is(at + 1, DOT)) {
      if (this.#isCross(at)) return at;
      next = at + 1;
    } else return at;
    if (t.is(next, DOT)) next++;
    if (t.kind[next] !== LOWERCASE || t.length(next) < 4 || !this.#isEpithet(next)) return at;
    if (t.kind[at] === CAPITAL && t.length(at) === 1 && this.#state.authorship !== undefined) return at;
    if (t.kind[at] === LOWERCASE && PARTICLES.has(t.word(at)) && !looksLatin(t.word(next))) return at;
    this.#scan.warn("uncommon rank marker");
    this.#scan.mark("rankMarker", at, next - 1);
    const after = this.#epithetAt(next);
    this.#addInfraspecific(marker, next, after);
    return after;
  }

  /** Where the other parent of a hybrid formula starts, as the new position; -1 when no formula stands here. */
  #formulaAt(at: number): number {
    const t = this.#tokens;
    if (at >= this.#end) return -1;
    const graft = t.is(at, PLUS);
    if (!graft && !this.#isCross(at)) return -1;
    const next = at + 1;
    if (next >= this.#end) return -1;
    const kind = t.kind[next];
    const capital = kind === CAPITAL || kind === ALL_CAPS;
    const lower = kind === LOWERCASE && (this.#isEpithet(next) || this.#markerAt(next) !== undefined);
    if (!capital && !(lower && this.#name.specificEpithet !== undefined) && !t.is(next, QUESTION)) return -1;
    if (t.is(at, TIMES) === false && !graft && capital && t.is(next + 1, DOT) && t.length(next) === 1) {
      // "Zhang X Y. Li" is no formula, "aurita x S. caprea" is: an epithet must follow.
      if (t.kind[next + 2] !== LOWERCASE && !t.is(next + 2, OPEN)) return -1;
    }
    if (
      lower &&
      !capital &&
      this.#markerAt(next) !== undefined &&
      this.#state.authorship === undefined &&
      !t.is(at, TIMES)
    )
      return -1;
    this.#scan.mark("hybridSign", at);
    this.#scan.warn(graft ? "graft chimera" : "hybrid formula");
    if (graft) this.#state.graftFormula = true;
    this.#state.rightFrom = next;
    return next;
  }

  /** "'Kentish Belle'", "cv. Cilpinense", "Border Auricula Group", "Sorel grex". */
  #readCultivar(from: number): number {
    const t = this.#tokens;
    const name = this.#name;
    let at = from;
    if (at >= this.#end) return from;
    const isCv =
      t.kind[at] === LOWERCASE && (t.word(at) === "cv" || t.word(at) === "cultivar" || t.word(at) === "cvar");
    if (isCv) at = t.is(at + 1, DOT) ? at + 2 : at + 1;
    if (t.is(at, TICK) || t.is(at, QUOTE)) {
      const sign = t.first(at);
      while (t.is(at + 1, sign)) at++;
      if (at + 1 >= this.#end || t.kind[at + 1] === NUMBER) return from;
      if (sign === TICK && t.kind[at + 1] === LOWERCASE && !isCv && PARTICLES.has(t.word(at + 1))) return from;
      // The last closing quote before a blank or the end, so that "'Vintner's Treasure'" keeps its apostrophe.
      let close = -1;
      for (let k = at + 1; k < this.#end && k < at + LOOKAHEAD; k++) {
        if (!t.is(k, sign)) continue;
        if (t.touches(k + 1) && k + 1 < this.#end && t.kind[k + 1] !== SIGN) continue;
        close = k;
        break;
      }
      const open = close < 0;
      if (open) {
        if (sign !== QUOTE || t.kind[at + 1] !== LOWERCASE) return from;
        close = this.#end;
      }
      name.cultivarEpithet = t.text.slice(t.start[at + 1]!, t.end[close - 1]!).trim();
      this.#scan.mark("cultivarEpithet", at + 1, close - 1);
      const after = open ? close : close + 1;
      const species = this.#state.authorship;
      this.#state.authorship = undefined;
      const to = this.#readAuthorship(after);
      if (to === after) this.#state.authorship = species;
      return to;
    }
    if (isCv && at < this.#end && isLetter(t.first(at))) {
      let close = at;
      while (close < this.#end && isLetter(t.first(close)) && !this.#isCross(close)) close++;
      name.cultivarEpithet = t.text.slice(t.start[at]!, t.end[close - 1]!);
      this.#scan.mark("cultivarEpithet", at, close - 1);
      return close;
    }
    // Group and grex: capitalised words up to the word.
    if (t.kind[at] === CAPITAL) {
      let k = at;
      while (k < this.#end && (t.kind[k] === CAPITAL || t.kind[k] === ALL_CAPS) && k < at + 6) {
        const word = t.word(k);
        if (k > at && (word === "Group" || word === "Gp")) return this.#cultivarGroup(at, k, "CULTIVAR_GROUP");
        k++;
      }
      if (k > at && k < this.#end && (t.word(k) === "grex" || t.word(k) === "gx"))
        return this.#cultivarGroup(at, k, "GREX");
    }
    return from;
  }

  #cultivarGroup(at: number, k: number, rank: "CULTIVAR_GROUP" | "GREX"): number {
    const t = this.#tokens;
    const name = this.#name;
    name.cultivarEpithet = t.text.slice(t.start[at]!, t.end[k - 1]!);
    name.rank = rank;
    name.rankOrigin = "written";
    this.#scan.mark("cultivarEpithet", at, k - 1);
    this.#scan.mark("rankMarker", k);
    return t.is(k + 1, DOT) ? k + 2 : k + 1;
  }

  /** "agg.", "species group", "koningsbergeri-group" and the like. */
  #readAggregate(from: number): number {
    const t = this.#tokens;
    let at = from;
    if (t.is(at, OPEN)) return from;
    if (t.kind[at] !== LOWERCASE) return from;
    if (t.word(at) === "species" && t.kind[at + 1] === LOWERCASE) at++;
    const term = AGGREGATES.get(t.word(at));
    if (term === undefined) return from;
    if ((term === "group" || term === "complex") && t.kind[at + 1] === CAPITAL && this.#yearSoon(at + 1) && at === from)
      return from;
    const after = t.is(at + 1, DOT) ? at + 2 : at + 1;
    const name = this.#name;
    if (name.specificEpithet === undefined) {
      if (term !== "group" && term !== "complex") return from;
      name.kind = "informal";
      name.phrase = term;
      this.#state.approximate = true;
      this.#scan.warn("annotation at the end");
      return after;
    }
    this.#state.aggregate = true;
    name.qualifiers.push({
      term,
      qualifies: name.infraspecificEpithet === undefined ? "specificEpithet" : "infraspecificEpithet",
    });
    this.#scan.warn("annotation at the end");
    this.#scan.mark("qualifier", from, after - 1);
    return after;
  }

  /** Authorship of the name read last. */
  #readAuthorship(from: number): number {
    const t = this.#tokens;
    let at = this.#skipSicNote(from);
    // "mihi" stands for the writer.
    if (t.kind[at] === LOWERCASE && t.word(at) === "mihi") {
      this.#scan.warn("author placeholder");
      at = t.is(at + 1, DOT) ? at + 2 : at + 1;
    }
    if (at >= this.#end) return at;
    const read = this.authors.read(at, this.#end);
    if (read === undefined) return at;
    this.#state.authorship = read;
    return read.to;
  }
}

/** "Hypochrys0des" → "Hypochrysodes": single digits between letters that OCR confuses; `undefined` otherwise. */
function repairDigits(word: string): string | undefined {
  let digits = 0;
  let out = "";
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (!isDigit(code)) {
      out += word.charAt(i);
      continue;
    }
    digits++;
    const between = i > 0 && isLower(word.charCodeAt(i - 1)) && isLower(word.charCodeAt(i + 1));
    const letter = code === 0x30 ? "o" : code === 0x31 ? "l" : code === 0x35 ? "s" : "";
    if (!between || letter === "") return undefined;
    out += letter;
  }
  return digits === 1 ? out : undefined;
}
