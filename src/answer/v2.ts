/**
 * What is sent for a decision?
 *
 * {@link answerV2} makes GBIF's v2 object: members in GBIF's order, absent when empty. With `details`, what GBIF does not
 * have stands at the end of `diagnostics`. The flat v1 view is in `v1.ts`, the quick way to the same JSON in `v2-bytes.ts`.
 */

import { type JoinedChecklist, NO_TAXON } from "../image/layout/format.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import type { Considered, ToldOutcome } from "../matcher/outcome.ts";
import { confidenceOf } from "../matcher/score/confidence.ts";
import { Taxa } from "../matcher/score/taxa.ts";
import type {
  AnswerCandidate,
  AnswerTaxon,
  AnswerUsage,
  MatchAnswer,
  MatchDiagnostics,
  MatchedIdentifier,
} from "../taxonomy/match.ts";
import { isSynonym } from "../taxonomy/status.ts";
import { objectOf } from "./forms/form.ts";
import { ACCEPTED_V2, TAXON_V2, USAGE_V2, UsageTexts, usageObject } from "./forms/usage-forms.ts";

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
  const form = withStatus ? USAGE_V2 : ACCEPTED_V2;
  return usageObject(form, new UsageTexts(image, usage), ["key", "name"]) as unknown as AnswerUsage;
}

/** Taxa from the root to the accepted taxon itself. */
export function classificationV2(usage: UsageOrdinal, image: ImageReader): AnswerTaxon[] {
  return new Taxa(image).lineage(usage).map((taxon) => taxonV2(taxon, image));
}

/** A step of a classification. */
export function taxonV2(taxon: UsageOrdinal, image: ImageReader): AnswerTaxon {
  const name = { key: image.id(taxon), name: image.canonicalName(taxon) };
  return { ...name, ...objectOf(TAXON_V2, { rank: image.rank(taxon) }) };
}

/** What a member of the diagnostics says; `undefined` when it is absent. */
export interface DiagnosticsMember {
  readonly name: keyof MatchDiagnostics;
  /** Only an answer with these options has it. */
  readonly needs?: "verbose" | "timeTaken";
  readonly value: (outcome: ToldOutcome, image: ImageReader, options: AnswerOptions) => unknown;
}

/** The members that GBIF has, the match type first. */
export const GBIF_DIAGNOSTICS: readonly DiagnosticsMember[] = [
  { name: "matchType", value: ({ matchType }) => matchType },
  {
    name: "issues",
    value: ({ issues, matchType }) => (issues.length > 0 || matchType === "NONE" ? issues : undefined),
  },
  { name: "processingFlags", value: ({ flags }) => ifAny(flags) },
  // No confidence on "none": 100 % sure of what? (checklistbank#253; the newest matching-ws agrees.)
  { name: "confidence", value: ({ matchType, confidence }) => (matchType === "NONE" ? undefined : confidence) },
  { name: "note", value: (outcome, _, { verbose }) => noteOf(outcome, verbose === true) },
  { name: "timeTaken", needs: "timeTaken", value: (_, __, { timeTaken }) => timeTaken },
  {
    name: "alternatives",
    needs: "verbose",
    value: (outcome, image) => ifAny(outcome.others)?.map((other) => alternativeV2(other, outcome, image)),
  },
  {
    name: "matchedID",
    value: ({ matchedId, matchedIn, usage }, image) =>
      matchedId === undefined ? undefined : matchedIdentifier(matchedId, usage, matchedIn, image),
  },
];

/** The members that GBIF does not have. */
export const OWN_DIAGNOSTICS: readonly DiagnosticsMember[] = [
  { name: "reasons", value: ({ reasons }) => ifAny(reasons) },
  {
    name: "editDistance",
    value: ({ chosen }) => (chosen === undefined || chosen.spelling === "exact" ? undefined : chosen.editDistance),
  },
  { name: "qualifier", value: ({ qualifier }) => qualifier },
  {
    name: "score",
    needs: "verbose",
    value: (outcome) => (outcome.chosen === undefined ? undefined : scoreParts(outcome.chosen, outcome)),
  },
  {
    name: "candidates",
    value: ({ ambiguous, others }, image) =>
      ambiguous ? ifAny(others)?.map((other) => candidateV2(other, image)) : undefined,
  },
  { name: "decidedBy", value: ({ decidedBy }) => ifAny(decidedBy) },
  { name: "steps", needs: "verbose", value: ({ steps }) => steps },
  { name: "release", value: (_, __, { release }) => release },
];

/**
 * An identifier that leads to a usage, in the members of GBIF's `matchedID`.
 * @param joined the checklist that the identifier is of, when it is not the image's own
 */
export function matchedIdentifier(
  id: string,
  usage: UsageOrdinal,
  joined: JoinedChecklist | undefined,
  image: ImageReader,
): MatchedIdentifier {
  const { checklistKey, title } = image.header;
  const datasetKey = joined?.source ?? checklistKey;
  const found: MatchedIdentifier = {
    id,
    mainIndexID: image.id(usage),
    datasetKey,
    clbDatasetKey: datasetKey,
    datasetTitle: joined?.title ?? title,
    scientificName: image.scientificName(usage),
  };
  const accepted = image.accepted(usage);
  if (accepted !== NO_TAXON) found.acceptedTaxonID = image.id(accepted);
  const rank = image.rank(usage);
  if (rank !== undefined) found.rank = rank;
  found.status = image.status(usage);
  return found;
}

function ifAny<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function diagnosticsV2(outcome: ToldOutcome, image: ImageReader, options: AnswerOptions): MatchDiagnostics {
  const members = options.details ? [...GBIF_DIAGNOSTICS, ...OWN_DIAGNOSTICS] : GBIF_DIAGNOSTICS;
  return saidBy(members, outcome, image, options) as unknown as MatchDiagnostics;
}

/** False for a member that no answer with these options has. */
export function mayHave({ needs }: DiagnosticsMember, options: AnswerOptions): boolean {
  return needs === undefined || (options[needs] !== undefined && options[needs] !== false);
}

/** What these members say, absent ones left out. */
export function saidBy(
  members: readonly DiagnosticsMember[],
  outcome: ToldOutcome,
  image: ImageReader,
  options: AnswerOptions,
): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  for (const member of members) {
    const one = mayHave(member, options) ? member.value(outcome, image, options) : undefined;
    if (one !== undefined) said[member.name] = one;
  }
  return said;
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
