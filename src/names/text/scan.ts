/**
 * What do the scanners share while one string is read?
 *
 * The tokens, where each understood word stands, and the warnings so far. One object is reused for all strings.
 */
import { added } from "../added.ts";
import type { Warning } from "../warnings.ts";
import { Tokens } from "./tokens.ts";

/** What a word of a name string is. */
export type WordKind =
  | "genus"
  | "uninomial"
  | "infragenericEpithet"
  | "specificEpithet"
  | "infraspecificEpithet"
  | "cultivarEpithet"
  | "rankMarker"
  | "hybridSign"
  | "author"
  | "filius"
  | "year"
  | "approximateYear"
  | "qualifier"
  | "candidatus"
  | "dagger"
  | "note";

/** Shared by all strings without warnings. Frozen, so that nobody writes into it. */
const NO_WARNINGS = Object.freeze([]) as unknown as Warning[];

/** The state of one reading. */
export class Scan {
  readonly tokens = new Tokens();
  words: { kind: WordKind; start: number; end: number }[] = [];
  warnings: Warning[] = NO_WARNINGS;

  begin(text: string): void {
    this.tokens.read(text);
    this.words = [];
    this.warnings = NO_WARNINGS;
  }

  /** Notes that the tokens `from` … `to` (inclusive) are one word. */
  mark(kind: WordKind, from: number, to = from): void {
    this.words.push({ kind, start: this.tokens.start[from]!, end: this.tokens.end[to]! });
  }

  /** Notes that the code units `start` … `end` of the text are one word. */
  markText(kind: WordKind, start: number, end: number): void {
    this.words.push({ kind, start, end });
  }

  warn(warning: Warning): void {
    if (!this.warnings.includes(warning)) this.warnings = added(this.warnings, warning);
  }
}
