/**
 * What is a rival? An engine that people use to find names by their spelling, behind one interface.
 *
 * Every rival gets the same names (canonical, lower case) and the same questions, and answers with candidates, best first.
 * Each file sets its engine up as its documentation advises for this task; the settings stand in the results.
 */

/** Up to ten candidates, best first, as indexes into the names loaded. */
export interface RivalAnswer {
  readonly candidates: readonly number[];
  /** Processor time by the engine's own count, where it has one; without it `processorSeconds` is asked. */
  readonly microseconds?: number | undefined;
}

/** An engine, ready to be loaded. */
export interface Rival {
  /** Product and version: "MiniSearch 7.2.0". */
  readonly engine: string;
  /** How it is asked, in a few words. */
  readonly settings: string;
  /** Where it runs: "in process", "JVM" … */
  readonly place: string;
  /** Loads the names; candidates refer to their indexes. Rejects with `RivalMissing` when the engine cannot be had here. */
  load(names: readonly string[]): Promise<void>;
  /** Names equal to the text. */
  exact(text: string): RivalAnswer | Promise<RivalAnswer>;
  /** Names like the text; `null` for an engine without such a search. */
  readonly fuzzy: ((text: string) => RivalAnswer | Promise<RivalAnswer>) | null;
  /** Processor seconds that the engine has used so far, its other process included where it has one. */
  processorSeconds(): number;
  /** Resident memory of the engine's other process, MiB; 0 when it lives in ours. */
  serverMiB(): number;
  close(): Promise<void>;
}

/** How many candidates an engine is asked for. */
export const CANDIDATES = 10;

/** The engine is not on this machine; the message says what would have to be installed. */
export class RivalMissing extends Error {}
