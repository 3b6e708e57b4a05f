/**
 * What do the readers of a name's parts share, and which small questions do all of them ask?
 */
import type { NomenclaturalCode } from "../../taxonomy/nomenclatural-code.ts";
import { added } from "../added.ts";
import { AuthorScanner, type Authorship } from "../authors/scan-authors.ts";
import type { NamePart, ParsedName } from "../parsed-name.ts";
import { isLetter } from "../text/chars.ts";
import type { Scan } from "../text/scan.ts";
import { ALL_CAPS, CAPITAL, COMMA, DASH, DOT, LOWERCASE, NUMBER, TICK, TIMES, type Tokens } from "../text/tokens.ts";
import { MAX_MARKER_LENGTH, type RankMarker, rankMarker } from "../words/rank-markers.ts";

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
  /** Token of the word that an index has first: "lactea, Strigilla Dunker, 1861"; -1 for none. */
  indexWord: number;
  /** Greek letter taken for an epithet, informal forms */
  informal: boolean;
  doubtful: boolean;
  /** The quote before the name was closed. */
  closedQuote: boolean;
}

/** The state of one reading. One object is reused for all strings. */
export class NameContext {
  readonly scan: Scan;
  readonly tokens: Tokens;
  readonly authors: AuthorScanner;
  /** First token that is not to be read. */
  end = 0;
  /** The caller says that the name is a species or below. */
  binomialExpected = false;
  /** The caller says that the name is below the species. */
  trinomialExpected = false;
  /** The caller knows who named it, so that no author stands in the string. */
  authorKnown = false;
  /** The code that the caller knows. */
  code: NomenclaturalCode | undefined;
  /** The genus as it is spelled, and how many signs of its token stand before it. */
  genusText = "";
  genusOffset = 0;
  /** What `epithetAt` read. */
  epithetText = "";
  name!: ParsedName;
  state!: NameScan;

  constructor(scan: Scan) {
    this.scan = scan;
    this.tokens = scan.tokens;
    this.authors = new AuthorScanner(scan);
  }
}

/** True for words that start with a capital. */
export function isCapital(context: NameContext, at: number): boolean {
  const kind = context.tokens.kind[at];
  return at < context.end && (kind === CAPITAL || kind === ALL_CAPS);
}

/** No name can be read here. */
export function fail(context: NameContext): void {
  context.state.failed = true;
}

/** Notes that the part behind the sign at this token is of hybrid origin. */
export function hybrid(context: NameContext, at: number, part: NamePart): void {
  context.scan.mark("hybridSign", at);
  context.scan.warn("named hybrid");
  if (context.tokens.touches(at + 1)) context.scan.warn("hybrid sign without space");
  if (!context.name.notho.includes(part)) context.name.notho = added(context.name.notho, part);
}

/** A lone "x" or "X" between words. */
export function isCross(context: NameContext, at: number): boolean {
  const t = context.tokens;
  if (t.is(at, TIMES)) return true;
  return t.length(at) === 1 && (t.first(at) | 0x20) === 0x78 && !t.is(at + 1, DOT) && !t.is(at + 1, COMMA);
}

/** True for a lone Greek letter. */
export function isGreek(context: NameContext, at: number): boolean {
  const code = context.tokens.first(at);
  return code >= 0x370 && code <= 0x3ff && context.tokens.length(at) === 1;
}

/** True when a number of four digits stands within the next twenty tokens. */
export function yearBehind(context: NameContext, from: number): boolean {
  const t = context.tokens;
  for (let at = from; at < context.end && at < from + 20; at++)
    if (t.kind[at] === NUMBER && t.length(at) === 4) return true;
  return false;
}

/** True when a number stands within the next three tokens. */
export function yearSoon(context: NameContext, from: number): boolean {
  const t = context.tokens;
  for (let at = from + 1; at < context.end && at < from + 4; at++) if (t.kind[at] === NUMBER) return true;
  return false;
}

/** True when the word holds letters, hyphens and apostrophes only. */
export function plainLetters(_context: NameContext, word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (!isLetter(code) && code !== DASH && code !== TICK) return false;
  }
  return true;
}

/** Marker at a token, with or without full stop, when it stands before an epithet. */
export function markerAt(context: NameContext, at: number): RankMarker | undefined {
  const t = context.tokens;
  if (t.kind[at] !== LOWERCASE || t.length(at) > MAX_MARKER_LENGTH || at >= context.end) return undefined;
  return rankMarker(t.word(at));
}
