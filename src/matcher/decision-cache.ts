/**
 * Which usage is meant by a name that the checklist has letter by letter, once?
 *
 * Nothing competes with such a usage, and where the query is a name and nothing else, its score follows from its rank,
 * status and the like. So what was decided for one usage holds for all of its kind: the decision is kept, and others take
 * it over without being weighed. Most queries in practice are of this sort.
 */

import { NO_TAXON } from "../image/layout/format.ts";
import type { ImageReader, NameOrdinal, UsageOrdinal } from "../image/read.ts";
import { parseName } from "../names/parse.ts";
import type { MatchQuery } from "../taxonomy/match.ts";
import { type MatchOutcome, noOutcome, type ToldOutcome } from "./outcome.ts";
import type { PlainWords } from "./query/leading-name.ts";
import { isPlainAuthorship } from "./query/plain-target.ts";
import { type Candidate, copyOf } from "./score/candidate.ts";

/** What decides, beside the usage's own 16 bits. */
const WORD_COUNT = 1 << 16;
const IS_VIRUS = 1 << 18;
const HAS_AUTHORSHIP = 1 << 19;
const IS_V1 = 1 << 20;
const IS_SUBSPECIES = 1 << 21;
const IS_AUTONYM = 1 << 22;

/** Nothing to learn. */
const NO_KIND = -1;

/** What was decided about a usage, and is told of all others of its kind in the same objects. */
interface Decision {
  readonly outcome: MatchOutcome;
  readonly chosen: Candidate;
}

/** Decisions about the usages of one image. */
export class SoleUsages {
  readonly #image: ImageReader;
  readonly #decisions = new Map<number, Decision>();
  #usage: UsageOrdinal = NO_TAXON;
  #kind = NO_KIND;

  constructor(image: ImageReader) {
    this.#image = image;
  }

  /**
   * The decision about a query, when it is such a name and a usage of its kind was met before; `undefined` otherwise, in
   * which case {@link learn} wants to hear what was decided. It holds until the next call.
   */
  decide(query: MatchQuery, words: PlainWords, api: "v1" | "v2"): ToldOutcome | undefined {
    this.#kind = NO_KIND;
    if (words.end === 0 || !isNameOnly(query)) return undefined;
    words.lookUp();
    const { name } = words;
    if (name === undefined || name === NO_TAXON) return undefined;
    const usage = words.soleUsage;
    if (usage === NO_TAXON) return undefined;
    const kind = this.#kindOf(usage, name, words, api);
    if (kind === NO_KIND) return undefined;
    const decision = this.#decisions.get(kind);
    if (decision !== undefined) return outcomeOf(decision, usage, name);
    this.#kind = kind;
    this.#usage = usage;
    return undefined;
  }

  /** Keeps what was decided about the last query, if it is worth it. */
  learn(outcome: ToldOutcome): void {
    const { usage, chosen } = outcome;
    if (this.#kind === NO_KIND || usage !== this.#usage || chosen?.spelling !== "exact") return;
    this.#decisions.set(this.#kind, decisionOf(outcome, copyOf(chosen)));
  }

  /** Everything that the score depends on; {@link NO_KIND} when there is more than that. */
  #kindOf(usage: UsageOrdinal, name: NameOrdinal, words: PlainWords, api: "v1" | "v2"): number {
    const image = this.#image;
    const { text, end } = words;
    const wordCount = image.wordCountOf(name);
    let kind = image.kindOf(usage) + wordCount * WORD_COUNT;
    if (end < text.length) {
      // v1 compares the parts of an authorship.
      if (api === "v1") return NO_KIND;
      if (!image.hasAuthorship(usage, text, end + 1) || !isPlainAuthorship(text, end + 1)) return NO_KIND;
      kind += HAS_AUTHORSHIP;
      if (wordCount > 2) {
        const kindOfThree = kindOfThreeWords(words);
        if (kindOfThree === NO_KIND) return NO_KIND;
        kind += kindOfThree;
      }
    }
    if (api === "v1") kind += IS_V1;
    return image.isVirus(usage) ? kind + IS_VIRUS : kind;
  }
}

/**
 * What counts of three words with an authorship behind `end`: whether they are a subspecies, which only the parser knows,
 * and whether their epithets are the same. {@link NO_KIND} when it sees more, or something else, in them.
 */
function kindOfThreeWords(words: PlainWords): number {
  const { text, end } = words;
  words.parsed = parseName(text);
  const { kind, quality, canonicalName, authorship, rank, specificEpithet, infraspecificEpithet } = words.parsed;
  if (kind !== "scientific" || quality !== 1 || infraspecificEpithet === undefined) return NO_KIND;
  if (canonicalName?.length !== end || !text.startsWith(canonicalName)) return NO_KIND;
  if (authorship?.length !== text.length - end - 1 || !text.endsWith(authorship)) return NO_KIND;
  if (rank !== "SUBSPECIES" && rank !== "INFRASPECIFIC_NAME") return NO_KIND;
  return (rank === "SUBSPECIES" ? IS_SUBSPECIES : 0) + (specificEpithet === infraspecificEpithet ? IS_AUTONYM : 0);
}

/** True when a query says a name, and nothing else. */
function isNameOnly(query: MatchQuery): boolean {
  for (const parameter in query) {
    if (parameter === "scientificName" || parameter === "details") continue;
    const value = query[parameter as keyof MatchQuery];
    if (value !== undefined && value !== false) return false;
  }
  return true;
}

function decisionOf({ confidence, reasons, mode, bonus }: ToldOutcome, chosen: Candidate): Decision {
  const outcome = noOutcome(confidence);
  outcome.matchType = "EXACT";
  outcome.reasons = [...reasons];
  outcome.chosen = chosen;
  outcome.mode = mode;
  outcome.bonus = bonus;
  outcome.single = true;
  return { outcome, chosen };
}

function outcomeOf({ outcome, chosen }: Decision, usage: UsageOrdinal, name: NameOrdinal): ToldOutcome {
  outcome.usage = usage;
  chosen.usage = usage;
  chosen.name = name;
  return outcome;
}
