/**
 * What is sent for a decision?
 *
 * {@link answerV2} makes GBIF's v2 object: members in GBIF's order, absent when empty. With `details`, what GBIF does not
 * have stands at the end of `diagnostics`. The flat v1 view is in `v1.ts`, the quick way to the same JSON in `v2-bytes.ts`.
 */

import { NO_TAXON } from "../image/layout/format.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import type { Considered, ToldOutcome } from "../matcher/outcome.ts";
import { confidenceOf } from "../matcher/score/confidence.ts";
import { Taxa } from "../matcher/score/taxa.ts";
import { formattedName, nameType } from "../names/forms/formatted-name.ts";
import type { AnswerCandidate, AnswerTaxon, AnswerUsage, MatchAnswer, MatchDiagnostics } from "../taxonomy/match.ts";
import { isSynonym } from "../taxonomy/status.ts";

/** What the caller adds to an answer. */
export interface AnswerOptions {
  verbose?: boolean | undefined;
  /** With what GBIF does not have. */
  details?: boolean | undefined;
  /** Milliseconds, for single answers. */
  timeTaken?: number | undefined;
  /** Id of the release that answers. */
  release?: string | undefined;
}

/** The answer as GBIF's API v2 sends it. */
export function answerV2(outcome: ToldOutcome, image: ImageReader, options: AnswerOptions = {}): MatchAnswer {
  const answer: Partial<MatchAnswer> = {};
  if (outcome.usage !== NO_TAXON) placeUsage(answer, outcome.usage, image);
  answer.diagnostics = diagnosticsV2(outcome, image, options);
  answer.synonym = outcome.usage !== NO_TAXON && isSynonym(image.status(outcome.usage));
  return answer as MatchAnswer;
}

function placeUsage(answer: Partial<MatchAnswer>, usage: UsageOrdinal, image: ImageReader): void {
  answer.usage = usageV2(usage, image, true);
  const accepted = image.accepted(usage);
  if (accepted !== NO_TAXON) answer.acceptedUsage = usageV2(accepted, image, false);
  answer.classification = classificationV2(usage, image);
}

/** A usage with its parts. `withStatus` is false for accepted usages, as in GBIF's answers. */
export function usageV2(usage: UsageOrdinal, image: ImageReader, withStatus: boolean): AnswerUsage {
  const canonicalName = image.canonicalName(usage);
  const name = image.scientificName(usage);
  const answer: AnswerUsage = { key: image.id(usage), name, canonicalName };
  const authorship = image.authorship(usage);
  if (authorship !== undefined) answer.authorship = authorship;
  const rank = image.rank(usage);
  if (rank !== undefined) answer.rank = rank;
  const code = image.code(usage);
  if (code !== undefined) answer.code = code;
  if (withStatus) answer.status = image.status(usage);
  const type = nameType(canonicalName);
  if (type === "SCIENTIFIC") {
    const words = canonicalName.split(" ");
    if (words.length > 1) {
      answer.genericName = words[0]!;
      answer.specificEpithet = words[1]!;
      if (words.length > 2) answer.infraspecificEpithet = words[words.length - 1]!;
    }
  }
  answer.type = type;
  answer.formattedName = formattedName(name, canonicalName, type);
  return answer;
}

/** Taxa from the root to the accepted taxon itself. */
export function classificationV2(usage: UsageOrdinal, image: ImageReader): AnswerTaxon[] {
  return new Taxa(image).lineage(usage).map((taxon) => {
    const rank = image.rank(taxon);
    const step: AnswerTaxon = { key: image.id(taxon), name: image.canonicalName(taxon) };
    if (rank !== undefined) step.rank = rank;
    return step;
  });
}

function diagnosticsV2(outcome: ToldOutcome, image: ImageReader, options: AnswerOptions): MatchDiagnostics {
  const none = outcome.matchType === "NONE";
  const diagnostics: MatchDiagnostics = { matchType: outcome.matchType };
  if (outcome.issues.length > 0 || none) diagnostics.issues = [...outcome.issues];
  if (outcome.flags.length > 0) diagnostics.processingFlags = [...outcome.flags];
  // No confidence on "none": 100 % sure of what? (checklistbank#253; the newest matching-ws agrees.)
  if (!none) diagnostics.confidence = outcome.confidence;
  const note = noteOf(outcome, options.verbose === true);
  if (note !== undefined) diagnostics.note = note;
  if (options.timeTaken !== undefined) diagnostics.timeTaken = options.timeTaken;
  if (options.verbose && outcome.others.length > 0) {
    diagnostics.alternatives = outcome.others.map((other) => alternativeV2(other, outcome, image));
  }
  return options.details ? Object.assign(diagnostics, ownDiagnostics(outcome, image, options)) : diagnostics;
}

/** Diagnostics that GBIF does not have. */
export type OwnDiagnostics = Partial<MatchDiagnostics>;

/** Everything GBIF does not have. */
export function ownDiagnostics(outcome: ToldOutcome, image: ImageReader, options: AnswerOptions): OwnDiagnostics {
  const diagnostics: OwnDiagnostics = {};
  if (outcome.reasons.length > 0) diagnostics.reasons = [...outcome.reasons];
  const { chosen } = outcome;
  if (chosen !== undefined && chosen.spelling !== "exact") diagnostics.editDistance = chosen.editDistance;
  if (outcome.qualifier !== undefined) diagnostics.qualifier = outcome.qualifier;
  if (options.verbose && chosen !== undefined) diagnostics.score = scoreParts(chosen, outcome);
  if (outcome.ambiguous && outcome.others.length > 0) {
    diagnostics.candidates = outcome.others.map((other) => candidateV2(other, image));
  }
  if (outcome.decidedBy.length > 0) diagnostics.decidedBy = [...outcome.decidedBy];
  if (options.verbose && outcome.steps !== undefined) diagnostics.steps = outcome.steps;
  if (options.release !== undefined) diagnostics.release = options.release;
  return diagnostics;
}

function scoreParts(chosen: Considered, outcome: ToldOutcome): Record<string, number> {
  return {
    name: chosen.nameScore,
    authorship: chosen.authorshipScore,
    classification: chosen.classificationScore,
    rank: chosen.rankScore,
    status: chosen.statusScore,
    ahead: outcome.bonus,
    total: chosen.score + outcome.bonus,
  };
}

function candidateV2(candidate: Considered, image: ImageReader): AnswerCandidate {
  const { usage } = candidate;
  const answer: AnswerCandidate = { key: image.id(usage), name: image.scientificName(usage) };
  const rank = image.rank(usage);
  if (rank !== undefined) answer.rank = rank;
  answer.status = image.status(usage);
  const accepted = image.accepted(usage);
  if (accepted !== NO_TAXON) answer.acceptedKey = image.id(accepted);
  const linnean = new Taxa(image).linnean(usage);
  if (linnean[0] !== NO_TAXON) answer.kingdom = image.canonicalName(linnean[0]!);
  if (linnean[4] !== NO_TAXON) answer.family = image.canonicalName(linnean[4]!);
  answer.confidence = confidenceOf(candidate.score);
  if (candidate.editDistance > 0) answer.editDistance = candidate.editDistance;
  return answer;
}

function alternativeV2(other: Considered, outcome: ToldOutcome, image: ImageReader): MatchAnswer {
  const answer: Partial<MatchAnswer> = {};
  placeUsage(answer, other.usage, image);
  answer.diagnostics = {
    matchType: other.spelling === "exact" ? "EXACT" : "VARIANT",
    // GBIF shows raw scores when the answer is "none".
    confidence: outcome.matchType === "NONE" ? other.score : confidenceOf(other.score),
    note: scoreNote(other, outcome.mode),
    timeTaken: 0,
  };
  answer.synonym = isSynonym(image.status(other.usage));
  return answer as MatchAnswer;
}

/** GBIF's note: of a "none" or a match by key always, of the score when verbose. */
export function noteOf(outcome: ToldOutcome, verbose: boolean): string | undefined {
  if (outcome.note !== undefined || !verbose || outcome.chosen === undefined) return outcome.note;
  const ahead = outcome.single ? "singleMatch" : "nextMatch";
  return `${scoreNote(outcome.chosen, outcome.mode)}; ${ahead}=${outcome.bonus}`;
}

function scoreNote(candidate: Considered, mode: ToldOutcome["mode"]): string {
  const parts = [`name=${candidate.nameScore}`];
  if (mode !== "higher") parts.push(`authorship=${candidate.authorshipScore}`);
  parts.push(`${mode === "strict" ? "kingdom" : "classification"}=${candidate.classificationScore}`);
  parts.push(`rank=${candidate.rankScore}`, `status=${candidate.statusScore}`, `score=${candidate.score}`);
  return `Similarity: ${parts.join("; ")}`;
}
