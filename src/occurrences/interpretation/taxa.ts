/**
 * What do the matchers answer to what a record says of its taxon? One answer for all records that say the same.
 *
 * After gbif/pipelines `TaxonomyInterpreter`: a fuzzy match of a name that comes without any higher taxon is refused.
 */

import type { MatchQuery } from "../../taxonomy/match.ts";
import { CLASSIFICATION_RANKS } from "../../taxonomy/rank.ts";
import { Classifications } from "./classifications.ts";
import type { OccurrenceIssue } from "./issues.ts";
import { NO_CLASSIFICATION, NO_QUESTION, Questions } from "./questions.ts";
import type { VerbatimRecord } from "./record.ts";
import type { ChecklistAnswer, TaxonMatcher, Verdict } from "./taxon-matcher.ts";
import { TaxonRows } from "./taxon-rows.ts";

/** Fields of a record that are asked; GBIF does not ask for the subgenus. */
export const TAXON_TERMS = [
  "scientificName",
  "scientificNameAuthorship",
  ...CLASSIFICATION_RANKS.slice(0, -1),
  "genericName",
  "specificEpithet",
  "infraspecificEpithet",
  "taxonRank",
  "verbatimTaxonRank",
  "nomenclaturalCode",
  "scientificNameID",
  "taxonID",
  "taxonConceptID",
] as const satisfies readonly (keyof MatchQuery)[];

const REFUSAL_RANKS = ["kingdom", "phylum", "class", "order", "family"] as const;

/** What the matcher's issues may be; others are left out, as GBIF does not know them. */
const ANSWER_ISSUES: ReadonlySet<string> = new Set<OccurrenceIssue>([
  "TAXON_MATCH_AGGREGATE",
  "TAXON_MATCH_SCIENTIFIC_NAME_ID_IGNORED",
  "TAXON_MATCH_TAXON_CONCEPT_ID_IGNORED",
  "TAXON_MATCH_TAXON_ID_IGNORED",
  "SCIENTIFIC_NAME_ID_NOT_FOUND",
  "TAXON_CONCEPT_ID_NOT_FOUND",
  "TAXON_ID_NOT_FOUND",
  "SCIENTIFIC_NAME_AND_ID_INCONSISTENT",
  "TAXON_MATCH_NAME_AND_ID_AMBIGUOUS",
]);

/** What a record asks, and a text that is equal for equal questions. */
export function taxonQuery(record: VerbatimRecord): { query: MatchQuery; key: string } {
  const query: Record<string, string> = {};
  let key = "";
  for (const term of record.given(ASKED)) {
    const value = record.verbatim(term);
    if (value === undefined || isNothing(value)) continue;
    if (term !== "verbatimIdentification") query[term] = value;
    // It is asked only where there is no name.
    else if (query["scientificName"] === undefined) query["scientificName"] = value.trim();
    else continue;
    key += `${term}${KEY_SEPARATOR}${value}${KEY_SEPARATOR}`;
  }
  return { query, key };
}

/** Stands behind each term and each value of the key of a question. */
export const KEY_SEPARATOR = "\u0001";

/** The terms that make a question, the name first. */
export const ASKED = ["scientificName", "verbatimIdentification", ...TAXON_TERMS.slice(1)] as const;

/** True for what counts as absent: spaces, the word "null". */
function isNothing(value: string): boolean {
  if (value.charCodeAt(0) > 32 && value.length !== 4 && value.charCodeAt(value.length - 1) > 32) return false;
  const trimmed = value.trim();
  return trimmed === "" || trimmed.toLowerCase() === "null";
}

/** What the records of a chunk asked. */
export interface AskedNames {
  /** Numbers of the questions, in the order in which they were asked first. */
  readonly questions: readonly number[];
  /** How many records ask each of them. */
  readonly counts: readonly number[];
  /** What was asked, for those that no finished chunk tells. */
  readonly queries: ReadonlyMap<number, MatchQuery>;
}

/** What remembered questions of a worker may take; as many names of usual length as its taxa are. */
const MOST_REMEMBERED_BYTES = 12 << 20;

/** Answers by what was asked. Kept by a worker from chunk to chunk; {@link takeAsked} tells what one chunk asked. */
export class Taxa {
  readonly matchers: readonly TaxonMatcher[];
  readonly questions: Questions;
  /** What is said of taxa of the default checklist. */
  readonly rows = new TaxonRows();
  readonly #mostBytes: number;
  #asked: number[] = [];
  #queries = new Map<number, MatchQuery>();

  /** @param mostBytes what remembered questions may take */
  constructor(matchers: readonly TaxonMatcher[], mostBytes = MOST_REMEMBERED_BYTES) {
    this.matchers = matchers;
    this.questions = new Questions(matchers.length);
    this.#mostBytes = mostBytes;
  }

  /**
   * Forgets what is too much. To be called between chunks: numbers that were given before mean nothing any more.
   * @param mostRows of taxa
   */
  makeRoom(mostRows?: number): void {
    if (this.questions.byteLength > this.#mostBytes) this.questions.clear();
    this.rows.makeRoom(mostRows);
  }

  /** Number of a question, which is asked if it is new. @param by how many records ask it */
  of(key: string, query: MatchQuery, by: number): number {
    const { questions } = this;
    let question = questions.keys.findText(key);
    if (question === NO_QUESTION)
      question = questions.add(
        key,
        this.matchers.map((matcher) => answerOf(matcher, query)),
      );
    if (questions.told[question] === 0) this.#queries.set(question, query);
    this.count(question, by);
    return question;
  }

  /** Number of a question whose answers are told already; {@link NO_QUESTION} for any other. @param key its bytes */
  told(key: Uint8Array): number {
    const { keys, told } = this.questions;
    const question = keys.find(key);
    return told[question] === 1 ? question : NO_QUESTION;
  }

  /** Counts records that ask a question. */
  count(question: number, by: number): void {
    const { counts } = this.questions;
    if (counts[question] === 0) this.#asked.push(question);
    counts[question]! += by;
  }

  /** What the default checklist answers. */
  verdictOf(question: number): Verdict {
    return this.questions.verdict(this.questions.verdictNumber(question, 0));
  }

  /** The row of the usage in the default checklist among {@link rows}. */
  rowOf(question: number): number {
    return this.rows.of(this.#usageOf(question), this.matchers[0]!.taxa);
  }

  /** What all checklists say of it; `undefined` when none has it. */
  classificationsOf(question: number): Classifications | undefined {
    return this.classifications(this.questions.classification(question));
  }

  /** Classifications by their number among {@link questions}. */
  classifications(number: number): Classifications | undefined {
    if (number === NO_CLASSIFICATION) return undefined;
    return new Classifications(this.matchers, this.questions, this.questions.classified(number));
  }

  /** What was asked since the last call. */
  takeAsked(): AskedNames {
    const { counts } = this.questions;
    const asked = {
      questions: this.#asked,
      counts: this.#asked.map((question) => counts[question]!),
      queries: this.#queries,
    };
    for (const question of this.#asked) counts[question] = 0;
    this.#asked = [];
    this.#queries = new Map();
    return asked;
  }

  /** The usage that a record is given, −1 for none. */
  #usageOf(question: number): number {
    return this.verdictOf(question).isRefused ? -1 : this.questions.usage(question, 0);
  }
}

function answerOf(matcher: TaxonMatcher, query: MatchQuery): ChecklistAnswer {
  const { usage, matchType, confidence, issues } = matcher.match(query);
  const isRefused = usage < 0 || (matchType === "VARIANT" && REFUSAL_RANKS.every((rank) => query[rank] === undefined));
  return {
    usage,
    verdict: { matchType, confidence, isRefused, issues: isRefused ? NO_MATCH : issuesOf(matchType, issues) },
  };
}

const NO_MATCH: readonly OccurrenceIssue[] = ["TAXON_MATCH_NONE"];
/** Lists of one issue and less are the most: they are shared. */
const OF_MATCH_TYPE: Readonly<Record<string, readonly OccurrenceIssue[]>> = {
  EXACT: [],
  VARIANT: ["TAXON_MATCH_FUZZY"],
  HIGHERRANK: ["TAXON_MATCH_HIGHERRANK"],
};

function issuesOf(matchType: string, issues: readonly string[]): readonly OccurrenceIssue[] {
  const ofType = OF_MATCH_TYPE[matchType] ?? NO_MATCH;
  const known = issues.filter((issue) => ANSWER_ISSUES.has(issue)) as OccurrenceIssue[];
  return known.length === 0 ? ofType : [...known, ...ofType];
}
