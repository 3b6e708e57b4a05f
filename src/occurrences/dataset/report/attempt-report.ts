/** What `report.json` tells of an attempt. */

import type { ProblemCount } from "../../../taxonomy/problem-report.ts";
import type { IdentityCounts, Unclaimed } from "../resolve.ts";
import type { ChunkReport } from "./chunk-report.ts";

/** What the survey found. */
export interface Surveyed {
  readonly counts: IdentityCounts;
  readonly unclaimed: Unclaimed;
  /** What was wrong with rows of extensions, or of events. */
  readonly sideProblems?: readonly ProblemCount[] | undefined;
}

/** A name that was not matched. */
export interface UnmatchedName {
  readonly name: string;
  readonly records: number;
}

/** `report.json`. */
export interface AttemptReport extends ChunkReport {
  readonly attempt: string;
  readonly format: string;
  readonly identity: Surveyed["counts"];
  /** Rows of extensions that belong to no record. */
  readonly unclaimedExtensionRows: Surveyed["unclaimed"];
  readonly unmatchedNames: readonly UnmatchedName[];
}
