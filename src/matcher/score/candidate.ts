/** Which usages are under consideration, and how good is each? */
import type { NameOrdinal, UsageOrdinal } from "../../image/read.ts";

/** How the name of a candidate compares with the name asked for: the same, only normalised the same, or nearly so. */
export type Spelling = "exact" | "variant" | "near";

/** A usage under consideration with the parts of its score. Objects are reused from query to query. */
export interface Candidate {
  usage: UsageOrdinal;
  name: NameOrdinal;
  spelling: Spelling;
  /** Edits between the folded names. */
  editDistance: number;
  /** Edits weighed by how likely they are errors of writing; 0 when umlauts have merely lost their dots. */
  editCost: number;
  /** Logarithm of the odds that a near spelling is an error rather than another name (`spelling-odds.ts`); else infinite. */
  odds: number;
  /** Scores, see `score.ts`. */
  nameScore: number;
  authorshipScore: number;
  authorship: "EQUAL" | "DIFFERENT" | "UNKNOWN";
  classificationScore: number;
  rankScore: number;
  statusScore: number;
  score: number;
  /** True when the query excludes it or one of its higher taxa. */
  excluded: boolean;
}

function emptyCandidate(): Candidate {
  return {
    usage: 0,
    name: 0,
    spelling: "exact",
    editDistance: 0,
    editCost: 0,
    odds: 0,
    nameScore: 0,
    authorshipScore: 0,
    authorship: "UNKNOWN",
    classificationScore: 0,
    rankScore: 0,
    statusScore: 0,
    score: 0,
    excluded: false,
  };
}

/** A candidate that stays as it is when the next query comes; named one by one, members are copied in a third of the time. */
export function copyOf(candidate: Readonly<Candidate>): Candidate {
  return {
    usage: candidate.usage,
    name: candidate.name,
    spelling: candidate.spelling,
    editDistance: candidate.editDistance,
    editCost: candidate.editCost,
    odds: candidate.odds,
    nameScore: candidate.nameScore,
    authorshipScore: candidate.authorshipScore,
    authorship: candidate.authorship,
    classificationScore: candidate.classificationScore,
    rankScore: candidate.rankScore,
    statusScore: candidate.statusScore,
    score: candidate.score,
    excluded: candidate.excluded,
  };
}

/** More usages of one name than this are not looked at; GBIF's limit is 50. */
const MAX_CANDIDATES = 200;

/** A reusable list of candidates. */
export class CandidateList {
  readonly #pool: Candidate[] = [];
  items: Candidate[] = [];
  #used = 0;

  /** Forgets all candidates; their objects are used again. */
  clear(): void {
    if (this.#used === 0) return;
    this.items = [];
    this.#used = 0;
  }

  /** Drops candidates. Their objects are used again only after `clear`. */
  keepIf(isKept: (candidate: Candidate) => boolean): void {
    let kept = 0;
    for (const candidate of this.items) if (isKept(candidate)) this.items[kept++] = candidate;
    this.items.length = kept;
  }

  /** A fresh candidate at the end of the list, or `undefined` when the list is full. */
  add(usage: UsageOrdinal, name: NameOrdinal, spelling: Spelling, editDistance: number): Candidate | undefined {
    const at = this.#used;
    if (at >= MAX_CANDIDATES) return undefined;
    this.#used++;
    let candidate = this.#pool[at];
    if (candidate === undefined) {
      candidate = emptyCandidate();
      this.#pool.push(candidate);
    }
    candidate.usage = usage;
    candidate.name = name;
    candidate.spelling = spelling;
    candidate.editDistance = editDistance;
    candidate.editCost = editDistance;
    candidate.odds = Number.POSITIVE_INFINITY;
    candidate.excluded = false;
    // Not every mode compares authorships: nothing may be left of the query before.
    candidate.authorship = "UNKNOWN";
    // Most queries have one: an array that grows takes room for many.
    if (this.items.length === 0) this.items = [candidate];
    else this.items.push(candidate);
    return candidate;
  }
}
