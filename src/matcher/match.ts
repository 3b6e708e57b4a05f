/**
 * Which usage is meant?
 *
 * A query goes through the stages below; the first that finds a usage good enough answers. What a stage refuses it
 * notes with a reason, so that an answer of a later stage, or "none", can say why.
 */

import type { ImageReader } from "../image/read.ts";
import { isTooLong } from "../limits.ts";
import { foldName } from "../names/keys/fold.ts";
import { PLACEHOLDER_NAMES } from "../names/words/remarks.ts";
import type { MatchQuery } from "../taxonomy/match.ts";
import { SoleUsages } from "./decision-cache.ts";
import { explainDecision, explainTarget } from "./explain.ts";
import type { MatchOutcome, ToldOutcome } from "./outcome.ts";
import { PlainWords } from "./query/leading-name.ts";
import { present } from "./query/name-assembly.ts";
import { plainTargetOf } from "./query/plain-target.ts";
import { asWritten, type Target } from "./query/target.ts";
import { readQuery } from "./reading/read-query.ts";
import { higherConfidence } from "./score/confidence.ts";
import { Search } from "./search.ts";
import { abbreviatedGenus } from "./stages/abbreviated-genus.ts";
import { byIdentifier, byUsageKey } from "./stages/by-identifier.ts";
import { decidingHints } from "./stages/deciding-hints.ts";
import { spelledFar } from "./stages/distant.ts";
import { considerNear, sameName, spelledNearly } from "./stages/exact.ts";
import { genusOfName, higherTaxonOfQuery, speciesOfName } from "./stages/higher-rank.ts";
import { commonTaxon } from "./stages/hybrid.ts";
import { otherCombination } from "./stages/other-combination.ts";

/** A step of matching: an outcome, or `undefined` to go on. */
export type Stage = (search: Search) => MatchOutcome | undefined;

/** First confident answer wins. */
export const STAGES: readonly Stage[] = [
  sameName,
  abbreviatedGenus,
  spelledNearly,
  otherCombination,
  spelledFar,
  commonTaxon,
  speciesOfName,
  genusOfName,
  higherTaxonOfQuery,
];

/** True when a text of the query is longer than names are: then nothing of it is read. */
function hasLongText(query: MatchQuery): boolean {
  for (const field in query) {
    const text = query[field as keyof MatchQuery];
    if (typeof text === "string" && isTooLong(text)) return true;
  }
  return false;
}

/** "Unknown", "Incertae sedis": what the checklist itself could not place is no answer. */
const PLACEHOLDER_STAGES: readonly Stage[] = [higherTaxonOfQuery];

function isPlaceholder({ genus, folded, strict }: Target): boolean {
  return genus === undefined && !strict && PLACEHOLDER_NAMES.has(folded);
}

/** Matches queries against one image. Keeps buffers from query to query: one matcher per thread. */
export class Matcher {
  readonly image: ImageReader;
  readonly #search: Search;
  readonly #words: PlainWords;
  readonly #sole: SoleUsages;

  constructor(image: ImageReader) {
    this.image = image;
    this.#search = new Search(image);
    this.#words = new PlainWords(image);
    this.#sole = new SoleUsages(image);
  }

  /**
   * Looks up the names of queries that {@link match} will be asked next, these very objects in this order: together they
   * take less than half the time. Tells how many of them it took, a batch at most; the others are not lost.
   * @param from the first of them
   */
  expect(queries: readonly MatchQuery[], from = 0): number {
    return this.#words.expect(queries, from);
  }

  /**
   * Decides which usage a query means. Never throws for what a query says. The outcome holds until the next call.
   * @param api decides how much authorships count: GBIF's v1 and v2 weigh them differently
   */
  match(query: MatchQuery, api: "v1" | "v2" = "v2"): ToldOutcome {
    const words = this.#words;
    words.of(query);
    const known = this.#sole.decide(query, words, api);
    if (known !== undefined) return known;
    const search = this.#search;
    search.begin(query, api);
    const usageKey = present(query.usageKey);
    if (usageKey !== undefined) return byUsageKey(search, usageKey);
    if (hasLongText(query)) {
      search.reasons.push("TOO_LONG");
      return search.none();
    }
    const outcome = this.#byName(query);
    this.#sole.learn(outcome);
    return byIdentifier(search, outcome);
  }

  #byName(query: MatchQuery): MatchOutcome {
    const search = this.#search;
    const target = plainTargetOf(query, this.image, this.#words) ?? readQuery(query, this.image, this.#words.parsed);
    if (target === undefined) {
      search.reasons.push("NO_NAME");
      search.flags.push("NO_NAME_SUPPLIED");
      return search.none();
    }
    search.target = target;
    if (target.plain) search.hints.clear();
    else {
      this.#preferVerbatim(target);
      search.hints.read(query, target.hintGenus, target.code);
    }
    explainTarget(search);
    for (const stage of isPlaceholder(target) ? PLACEHOLDER_STAGES : STAGES) {
      const outcome = stage(search);
      if (outcome !== undefined) return this.#complete(outcome);
    }
    return this.#complete(search.none());
  }

  /** A name that the checklist has letter by letter needs no reading: "Dionychopus amasis GV" is a virus there. */
  #preferVerbatim(target: Target): void {
    if (this.image.exactName(target.folded) >= 0) return;
    const verbatim = foldName(target.text);
    if (verbatim === target.folded || this.image.exactName(verbatim) < 0) return;
    asWritten(target, verbatim);
  }

  #complete(outcome: MatchOutcome): MatchOutcome {
    const search = this.#search;
    const { target } = search;
    if (target.determinedPartOnly && outcome.matchType !== "NONE") outcome.reasons.push("DETERMINED_PART");
    const isReread = target.rereadings.length > 0 && !target.several && outcome.matchType !== "NONE";
    if (isReread && !outcome.reasons.includes("READ_OTHERWISE")) outcome.reasons.push("READ_OTHERWISE");
    outcome.qualifier = target.qualifier;
    if ((target.qualifier === "cf." || target.qualifier === "?") && outcome.matchType !== "NONE")
      outcome.reasons.push("UNCERTAIN");
    if (target.concept !== undefined && outcome.matchType !== "NONE") outcome.reasons.push("CONCEPT");
    // Higher taxa that the query gives speak for the answer as well.
    if (outcome.matchType === "HIGHERRANK" && !search.hints.any)
      outcome.confidence = higherConfidence(outcome.confidence, outcome.reasons);
    if (search.query.verbose === true && search.considered.length < 2) considerNear(search);
    if (search.considered.length > 0) outcome.others = search.considered.filter(({ usage }) => usage !== outcome.usage);
    if (outcome.ambiguous) outcome.decidedBy = decidingHints(search);
    explainDecision(search, outcome);
    outcome.steps = search.steps;
    return outcome;
  }
}
