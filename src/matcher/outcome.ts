/**
 * What did the matcher decide?
 *
 * A {@link MatchOutcome} holds ordinals and numbers only; `v2.ts` turns it into what is sent.
 */
import type { JoinedChecklist } from "../image/layout/format.ts";
import type { UsageOrdinal } from "../image/read.ts";
import type { MatchType } from "../taxonomy/match.ts";
import type { Reason } from "./reasons.ts";
import type { Candidate } from "./score/candidate.ts";

/** Why nothing, or something else than asked for, is answered: GBIF's `processingFlags`. */
export type ProcessingFlag =
  | "NO_MATCH"
  | "MULTIPLE_MATCHES_SAME_CONFIDENCE"
  | "LOW_CONFIDENCE"
  | "NO_NAME_SUPPLIED"
  | "NO_LOWEST_DENOMINATOR";

/** One usage that was considered, kept for the answer. */
export type Considered = Readonly<Candidate>;

/** The decision about one query. */
export interface MatchOutcome {
  /** The usage meant, −1 when none. */
  usage: UsageOrdinal;
  matchType: Exclude<MatchType, "AMBIGUOUS">;
  /** True when several usages fit equally well. */
  ambiguous: boolean;
  /** Confidence 0-100 of a match; the legacy value 99 or 100 of "none", which only v1 shows. */
  confidence: number;
  reasons: Reason[];
  flags: ProcessingFlag[];
  /** GBIF's note of a "none" or of a match by key; notes about the score are written on demand. */
  note: string | undefined;
  /** Issues of identifiers. */
  issues: string[];
  /** The chosen candidate with the parts of its score; `undefined` for keys and lowest common taxa. */
  chosen: Considered | undefined;
  /** Score parts were computed in this mode. */
  mode: "fuzzy" | "strict" | "higher";
  /** Points for being ahead of the next candidate. */
  bonus: number;
  /** True when there was one candidate only. */
  single: boolean;
  /** All other candidates, best first: kept when ambiguous or asked for. */
  others: Considered[];
  qualifier: string | undefined;
  decidedBy: string[];
  steps: string[] | undefined;
  /** The identifier that matched, as written. */
  matchedId: string | undefined;
  /** The joined checklist that it is of; `undefined` for one of the checklist's own. */
  matchedIn: JoinedChecklist | undefined;
}

/** An outcome that is told: it may be told again of the next query. */
export type ToldOutcome = {
  readonly [K in keyof MatchOutcome]: MatchOutcome[K] extends (infer T)[] ? readonly T[] : MatchOutcome[K];
};

/** An outcome without a usage. */
export function noOutcome(confidence: number): MatchOutcome {
  return {
    usage: -1,
    matchType: "NONE",
    ambiguous: false,
    confidence,
    reasons: [],
    flags: [],
    note: undefined,
    issues: [],
    chosen: undefined,
    mode: "fuzzy",
    bonus: 0,
    single: false,
    others: [],
    qualifier: undefined,
    decidedBy: [],
    steps: undefined,
    matchedId: undefined,
    matchedIn: undefined,
  };
}
