/**
 * Everything about the query under way: what is asked, what was found so far.
 *
 * A matcher owns one search and fills it anew for each query, so that a query allocates little.
 */

import { NO_TAXON } from "../image/layout/format.ts";
import { type ImageReader, NameHits, type NameOrdinal, type UsageOrdinal } from "../image/read.ts";
import type { MatchQuery } from "../taxonomy/match.ts";
import { isInfraspecific } from "../taxonomy/rank.ts";
import { isOcrConfusion } from "./compare/edit-distance.ts";
import { NameComparison } from "./compare/name-comparison.ts";
import { explainCandidates, explainReason } from "./explain.ts";
import { type MatchOutcome, noOutcome, type ProcessingFlag } from "./outcome.ts";
import type { Target } from "./query/target.ts";
import type { Reason } from "./reasons.ts";
import { type Candidate, CandidateList, copyOf, type Spelling } from "./score/candidate.ts";
import { confidenceOf, MIN_HIGHER_SCORE, MIN_SCORE, nearConfidence } from "./score/confidence.ts";
import { Hints } from "./score/hints.ts";
import { type Decision, decide } from "./score/homonym.ts";
import { type Mode, scoreCandidate } from "./score/score.ts";
import { Taxa } from "./score/taxa.ts";

const REASON_OF_SPELLING = {
  exact: "SAME_NAME",
  variant: "SAME_NAME_OTHER_SPELLING",
  near: "NEAR_SPELLING",
} as const satisfies Record<Spelling, Reason>;

/** True when the name asked for and the one found are both below a species, of different ranks. */
function isOtherMarker({ usage, rankScore, excluded }: Candidate, { image, target }: Search): boolean {
  if (rankScore >= 0 || excluded || target.infraspecificEpithet === undefined || target.rank === undefined)
    return false;
  const rank = image.rank(usage);
  return rank !== undefined && isInfraspecific(rank) && isInfraspecific(target.rank);
}

/** The state of one query. */
export class Search {
  readonly image: ImageReader;
  readonly taxa: Taxa;
  readonly hints: Hints;
  readonly list = new CandidateList();
  /** What the last look-up of names found. */
  readonly hits = new NameHits();
  query: MatchQuery = {};
  api: "v1" | "v2" = "v2";
  target!: Target;
  /** Why candidates were refused so far; the answer that is found in the end carries them. */
  reasons: Reason[] = [];
  flags: ProcessingFlag[] = [];
  note: string | undefined;
  /** Confidence of "none": 100 without candidates, 99 when candidates were refused (GBIF v1). */
  noneConfidence = 100;
  /** Candidates of the first attempt: shown as alternatives whatever is answered. */
  considered: Candidate[] = [];
  ambiguous = false;
  /** True when there are names within two edits, even if none of them is meant. */
  nearFound = false;
  /** Parents allowed for exclusion, as ordinals. */
  excluded: UsageOrdinal[] = [];
  steps: string[] | undefined;

  readonly #comparison: NameComparison;

  constructor(image: ImageReader) {
    this.image = image;
    this.taxa = new Taxa(image);
    this.hints = new Hints(this.taxa);
    this.#comparison = new NameComparison(image);
  }

  /** Prepares for a query. */
  begin(query: MatchQuery, api: "v1" | "v2"): void {
    this.query = query;
    this.api = api;
    this.list.clear();
    this.taxa.clear();
    this.reasons = [];
    this.flags = [];
    this.note = undefined;
    this.noneConfidence = 100;
    if (this.considered.length > 0) this.considered = [];
    this.ambiguous = false;
    this.nearFound = false;
    this.steps = query.verbose === true ? [] : undefined;
    if (this.excluded.length > 0) this.excluded = [];
    for (const id of query.exclude ?? []) {
      const usage = this.image.usageWithId(id);
      if (usage !== NO_TAXON) this.excluded.push(usage);
    }
  }

  /** The name asked for beside another; holds until the next call. */
  compare(name: NameOrdinal, target: Target = this.target): NameComparison {
    return this.#comparison.of(target, name);
  }

  /** Adds all usages of a name to the candidates. */
  addUsages(name: NameOrdinal, spelling: Spelling, editDistance: number, editCost: number): void {
    const first = this.image.firstUsage(name);
    const end = this.image.nextNameUsage(first);
    for (let usage = first; usage < end; usage++) {
      const candidate = this.list.add(usage, name, spelling, editDistance);
      if (candidate === undefined) return;
      candidate.editCost = editCost;
    }
  }

  /** Scores all candidates. */
  score(mode: Mode, target: Target = this.target): void {
    const { excluded, taxa } = this;
    for (const candidate of this.list.items) {
      candidate.excluded = excluded.length > 0 && excluded.some((taxon) => taxa.isWithin(candidate.usage, taxon));
      scoreCandidate(candidate, this, target, mode);
    }
  }

  /**
   * The outcome when the best candidate is good enough, or the lowest common taxon of the best ones; `undefined` when
   * nothing will do, in which case the reasons are kept.
   */
  settle(mode: Mode, higher: boolean): MatchOutcome | undefined {
    const candidates = this.list.items;
    if (candidates.length === 0) return undefined;
    const decision = decide(candidates, this.taxa);
    explainCandidates(this, higher ? "To fall back to" : "Considered", candidates);
    const first = this.considered.length === 0;
    if (first && (this.query.verbose === true || decision.candidate === undefined)) {
      this.considered = candidates.map(copyOf);
    }
    if (!this.#isGoodEnough(decision, mode)) {
      this.#refuse("LOW_CONFIDENCE", "No match because of too little confidence", "LOW_CONFIDENCE");
      return undefined;
    }
    if (decision.candidate !== undefined) return this.#outcome(decision, mode, higher);
    this.ambiguous = true;
    if (decision.tied[0]!.spelling === "near") this.refuse("NEAR_SPELLING_SEVERAL");
    this.#refuse(
      "AMBIGUOUS",
      `Multiple equal matches for ${this.target.canonical}`,
      "MULTIPLE_MATCHES_SAME_CONFIDENCE",
    );
    if (decision.common === NO_TAXON) return undefined;
    const outcome = noOutcome(confidenceOf(decision.score));
    outcome.usage = decision.common;
    outcome.matchType = "HIGHERRANK";
    outcome.reasons = [...this.reasons, "LOWEST_COMMON_TAXON"];
    return this.#finish(outcome, mode, decision.bonus, false);
  }

  #isGoodEnough(decision: Decision, mode: Mode): boolean {
    const minimum = mode === "higher" ? MIN_HIGHER_SCORE : MIN_SCORE;
    if (decision.score >= minimum) return true;
    const best = decision.candidate ?? decision.tied[0];
    // A marker of another rank does not take away an infraspecific name, nor its misspelling.
    if (mode === "fuzzy" && best !== undefined && isOtherMarker(best, this)) {
      if (decision.score - Math.min(0, best.rankScore) >= minimum) return true;
    }
    // An author that differs does not take away the usage of a name.
    return (
      mode === "fuzzy" &&
      best?.spelling === "exact" &&
      !best.excluded &&
      decision.score - Math.min(0, best.authorshipScore) - Math.min(0, best.statusScore) >= minimum
    );
  }

  #refuse(reason: Reason, note: string, flag: ProcessingFlag): void {
    this.refuse(reason);
    this.note ??= note;
    this.noneConfidence = 99;
    if (!this.flags.includes(flag)) this.flags.push(flag);
  }

  /** Notes why a candidate was refused. */
  refuse(reason: Reason): void {
    if (this.reasons.includes(reason)) return;
    this.reasons.push(reason);
    explainReason(this, reason);
  }

  #outcome(decision: Decision, mode: Mode, higher: boolean): MatchOutcome {
    const best = decision.candidate!;
    const outcome = noOutcome(confidenceOf(decision.score));
    if (best.spelling === "near" && best.authorship !== "EQUAL")
      outcome.confidence = nearConfidence(outcome.confidence, best.odds);
    outcome.usage = best.usage;
    outcome.matchType = higher ? "HIGHERRANK" : best.spelling === "exact" ? "EXACT" : "VARIANT";
    outcome.chosen = copyOf(best);
    outcome.reasons = this.reasons;
    if (!higher) this.#explainSpelling(outcome, best);
    if (best.authorship === "EQUAL") outcome.reasons.push("AUTHORSHIP_AGREES");
    else if (best.authorship === "DIFFERENT") outcome.reasons.push("AUTHORSHIP_DIFFERS");
    if (decision.sameTaxon) outcome.reasons.push("SAME_ACCEPTED_TAXON");
    if (this.hints.any) {
      if (best.classificationScore > 0) outcome.reasons.push("CLASSIFICATION_AGREES");
      else if (best.classificationScore < -3) outcome.reasons.push("CLASSIFICATION_CONFLICT");
    }
    return this.#finish(outcome, mode, decision.bonus, this.list.items.length === 1);
  }

  #finish(outcome: MatchOutcome, mode: Mode, bonus: number, single: boolean): MatchOutcome {
    outcome.mode = mode;
    outcome.bonus = bonus;
    outcome.single = single;
    outcome.ambiguous = this.ambiguous;
    return outcome;
  }

  /** The outcome "none", with what was noted on the way. */
  none(): MatchOutcome {
    const outcome = noOutcome(this.noneConfidence);
    outcome.reasons = this.reasons.length > 0 ? this.reasons : ["NOTHING_FOUND"];
    // GBIF sends the flags of a strict "none" only: otherwise they are lost on the way through the higher taxa.
    if (this.query.strict === true || this.query.scientificName === undefined) outcome.flags = this.flags;
    outcome.note = this.note;
    outcome.ambiguous = this.ambiguous;
    return outcome;
  }

  #explainSpelling(outcome: MatchOutcome, best: Candidate): void {
    const reason = REASON_OF_SPELLING[best.spelling];
    // Nearly always the only one: an array that grows takes room for many.
    if (outcome.reasons.length === 0) outcome.reasons = [reason];
    else outcome.reasons.push(reason);
    if (best.spelling !== "near") return;
    const comparison = this.compare(best.name);
    if (comparison.isSameWithoutSpaces()) outcome.reasons.push("SPLIT_OR_JOINED_WORD");
    else if (comparison.isAligned && comparison.everyDifference(isOcrConfusion)) outcome.reasons.push("OCR_CONFUSION");
  }
}
