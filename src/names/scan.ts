/**
 * What do the scanners share while one string is read?
 *
 * The tokens, where each understood word stands, and the warnings so far. One object is reused for all strings.
 */
import { Tokens } from "./tokens.ts";
import type { Warning } from "./warnings.ts";

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

/** The state of one reading. */
export class Scan {
  readonly tokens = new Tokens();
  words: { kind: WordKind; start: number; end: number }[] = [];
  warnings: Warning[] = [];

  begin(text: string): void {
    this.tokens.read(text);
    this.words = [];
    this.warnings = [];
  }

  /** Notes that the tokens `from` … `to` (inclusive) are one word. */
  mark(kind: WordKind, from: number, to = from): void {
    this.words.push({ kind, start: this.tokens.start[from]!, end: this.tokens.end[to]! });
  }

  warn(warning: Warning): void {
    if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }
}
