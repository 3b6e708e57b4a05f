/**
 * What does GBIF's API v1 send for a decision?
 *
 * The v2 answer made flat: names and keys of the Linnean ranks side by side. Differences are those of rendering only:
 * VARIANT is FUZZY, doubtful statuses have older names, and "none" carries a confidence (how sure that there is none).
 * With `details`, what GBIF does not have is one member `diagnostics`. The quick way to the same JSON is in `v1-bytes.ts`.
 */

import { NO_TAXON } from "../image/layout/format.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import type { Considered, ToldOutcome } from "../matcher/outcome.ts";
import { confidenceOf } from "../matcher/score/confidence.ts";
import { Taxa } from "../matcher/score/taxa.ts";
import { isSynonym } from "../taxonomy/status.ts";
import { objectOf } from "./forms/form.ts";
import { MATCH_TYPES, USAGE_V1, UsageTexts } from "./forms/usage-forms.ts";
import { type AnswerOptions, noteOf, OWN_DIAGNOSTICS, saidBy } from "./v2.ts";

/** Ranks of the flat answer by their place among the Linnean taxa; `class` stands at the end of the object. */
export const FLAT = [
  [0, "kingdom"],
  [1, "phylum"],
  [3, "order"],
  [4, "family"],
  [5, "genus"],
  [6, "species"],
] as const;
/** As {@link FLAT}, for keys. */
export const FLAT_KEYS = [
  [0, "kingdomKey"],
  [1, "phylumKey"],
  [2, "classKey"],
  [3, "orderKey"],
  [4, "familyKey"],
  [5, "genusKey"],
  [6, "speciesKey"],
] as const;

/** An answer of API v1. */
export type FlatAnswer = Record<string, unknown>;

/** The answer as GBIF's API v1 sends it. Keys that are whole numbers are numbers, others stay strings. */
export function answerV1(outcome: ToldOutcome, image: ImageReader, options: AnswerOptions = {}): FlatAnswer {
  const answer: FlatAnswer = {};
  const { usage } = outcome;
  if (usage !== NO_TAXON) placeName(answer, usage, image);
  answer["confidence"] = outcome.confidence;
  const note = noteOf(outcome, options.verbose === true);
  if (note !== undefined) answer["note"] = note;
  answer["matchType"] = MATCH_TYPES[outcome.matchType];
  if (options.verbose && outcome.others.length > 0) {
    answer["alternatives"] = outcome.others.map((other) => alternativeV1(other, outcome, image));
  }
  placeTaxa(answer, usage, image);
  if (options.details) answer["diagnostics"] = saidBy(OWN_DIAGNOSTICS, outcome, image, options);
  return answer;
}

function placeName(answer: FlatAnswer, usage: UsageOrdinal, image: ImageReader): void {
  answer["usageKey"] = keyOf(image.id(usage));
  const accepted = image.accepted(usage);
  if (accepted !== NO_TAXON) answer["acceptedUsageKey"] = keyOf(image.id(accepted));
  const texts = new UsageTexts(image, usage);
  answer["scientificName"] = texts.name;
  Object.assign(answer, objectOf(USAGE_V1, texts));
}

function placeTaxa(answer: FlatAnswer, usage: UsageOrdinal, image: ImageReader): void {
  if (usage === NO_TAXON) {
    answer["synonym"] = false;
    return;
  }
  const linnean = new Taxa(image).linnean(usage);
  for (const [slot, member] of FLAT) {
    if (linnean[slot] !== NO_TAXON) answer[member] = image.canonicalName(linnean[slot]!);
  }
  for (const [slot, member] of FLAT_KEYS) {
    if (linnean[slot] !== NO_TAXON) answer[member] = keyOf(image.id(linnean[slot]!));
  }
  answer["synonym"] = isSynonym(image.status(usage));
  if (linnean[2] !== NO_TAXON) answer["class"] = image.canonicalName(linnean[2]!);
}

function alternativeV1(other: Considered, outcome: ToldOutcome, image: ImageReader): FlatAnswer {
  const answer: FlatAnswer = {};
  placeName(answer, other.usage, image);
  answer["confidence"] = outcome.matchType === "NONE" ? other.score : confidenceOf(other.score);
  answer["matchType"] = other.spelling === "exact" ? "EXACT" : "FUZZY";
  placeTaxa(answer, other.usage, image);
  return answer;
}

/** A key as v1 sends it: a number where it is one. */
export function keyOf(id: string): number | string {
  const key = Number(id);
  return Number.isSafeInteger(key) && String(key) === id ? key : id;
}
