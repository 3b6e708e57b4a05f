/**
 * What do the matchers answer to what a record says of its taxon? One answer for all records that say the same.
 *
 * After gbif/pipelines `TaxonomyInterpreter`: a fuzzy match of a name that comes without any higher taxon is refused.
 */

import { type MatchedTaxon, NO_HIGHER_TAXA } from "../../answer/taxon-answers.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";
import { CLASSIFICATION_RANKS } from "../../taxonomy/rank.ts";
import { ownText } from "../dictionaries/own-text.ts";
import { Classifications } from "./classifications.ts";
import type { OccurrenceIssue } from "./issues.ts";
import type { VerbatimRecord } from "./record.ts";
import type { ChecklistAnswer, TaxonMatcher } from "./taxon-matcher.ts";
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
    key += `${term}\u0001${value}\u0001`;
  }
  return { query, key };
}

/** The terms that make a question, the name first. */
export const ASKED = ["scientificName", "verbatimIdentification", ...TAXON_TERMS.slice(1)] as const;

/** True for what counts as absent: spaces, the word "null". */
function isNothing(value: string): boolean {
  if (value.charCodeAt(0) > 32 && value.length !== 4 && value.charCodeAt(value.length - 1) > 32) return false;
  const trimmed = value.trim();
  return trimmed === "" || trimmed.toLowerCase() === "null";
}

/** A question that is remembered from chunk to chunk. */
export interface Question {
  /** Equal only for equal questions. */
  readonly key: string;
  /** By checklist. */
  readonly answers: readonly ChecklistAnswer[];
  /** A hash of the key, for who needs one. */
  hash: readonly [number, number] | undefined;
  /** True when a finished chunk of this worker tells the answers. */
  isTold: boolean;
}

/** A question, what it is answered, and how many records of the chunk asked it. */
export interface AskedTaxon {
  readonly query: MatchQuery;
  readonly question: Question;
  /** Equal answers have the same one; absent when no checklist has the taxon. */
  readonly classifications: Classifications | undefined;
  count: number;
}

/** What GBIF says of a record whose taxon nobody knows. */
export const INCERTAE_SEDIS: MatchedTaxon = {
  key: "0",
  name: "incertae sedis",
  authorship: undefined,
  genericName: undefined,
  specificEpithet: undefined,
  infraspecificEpithet: undefined,
  rank: "KINGDOM",
  status: undefined,
  acceptedKey: "0",
  acceptedName: "incertae sedis",
  acceptedRank: "KINGDOM",
  species: undefined,
  speciesKey: undefined,
  higher: {
    depth: 1,
    keys: ["0"],
    names: NO_HIGHER_TAXA.names.with(0, "incertae sedis"),
    rankKeys: NO_HIGHER_TAXA.rankKeys.with(0, "0"),
    kingdom: "incertae sedis",
    family: undefined,
  },
};

/** Answers by what was asked. Kept by a worker from chunk to chunk; {@link takeAsked} tells what one chunk asked. */
export class Taxa {
  readonly matchers: readonly TaxonMatcher[];
  /** What is said of taxa of the default checklist. */
  readonly rows = new TaxonRows();
  readonly #remembered: RememberedQuestions;
  #asked = new Map<string, AskedTaxon>();
  #classifications = new Map<string, Classifications>();

  /** @param mostBytes what remembered answers may take */
  constructor(matchers: readonly TaxonMatcher[], mostBytes = MOST_REMEMBERED_BYTES) {
    this.matchers = matchers;
    this.#remembered = new RememberedQuestions(mostBytes);
  }

  /** The answer to a question. */
  of(key: string, query: MatchQuery): AskedTaxon {
    let asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    let question = this.#remembered.get(key);
    if (question === undefined) {
      const answers = this.matchers.map((matcher) => answerOf(matcher, query));
      question = { key: ownText(key), answers, hash: undefined, isTold: false };
      this.#remembered.add(question);
    }
    const { answers } = question;
    asked = { query, question, classifications: this.#classificationsOf(answers), count: 0 };
    this.#asked.set(key, asked);
    return asked;
  }

  /** What is said of the usage in the default checklist. */
  taxonOf(asked: AskedTaxon): MatchedTaxon {
    return this.#read(usageOf(asked));
  }

  /** Its row among {@link rows}; it means nothing after their `makeRoom`. */
  rowOf(asked: AskedTaxon): number {
    return this.rows.of(usageOf(asked), this.#read);
  }

  readonly #read = (usage: number): MatchedTaxon => (usage < 0 ? INCERTAE_SEDIS : this.matchers[0]!.taxon(usage));

  /** What was asked since the last call, in the order in which it was asked first. */
  takeAsked(): AskedTaxon[] {
    const asked = [...this.#asked.values()];
    this.#asked = new Map();
    this.#classifications = new Map();
    return asked;
  }

  #classificationsOf(answers: readonly ChecklistAnswer[]): Classifications | undefined {
    let key = "";
    let isEmpty = true;
    for (const { usage, isRefused, issues } of answers) {
      if (!isRefused) isEmpty = false;
      key += isRefused ? ";" : `${usage} ${issues.length === 0 ? "" : issues.join()};`;
    }
    if (isEmpty) return undefined;
    let classifications = this.#classifications.get(key);
    if (classifications === undefined) {
      classifications = new Classifications(this.matchers, answers);
      this.#classifications.set(key, classifications);
    }
    return classifications;
  }
}

/** Some two hundred thousand names of usual length. */
const MOST_REMEMBERED_BYTES = 48 << 20;
/** Beside the text of a question: its place in the map, and the answer of a checklist. */
const BYTES_OF_QUESTION = 160;
const BYTES_OF_ANSWER = 80;

/** Two generations: what is asked for again is kept, the rest is forgotten by halves. */
class RememberedQuestions {
  readonly #mostBytes: number;
  #bytes = 0;
  #young = new Map<string, Question>();
  #old = new Map<string, Question>();

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get(key: string): Question | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.add(old);
    return old;
  }

  add(question: Question): void {
    const bytes = BYTES_OF_QUESTION + question.key.length + question.answers.length * BYTES_OF_ANSWER;
    if (this.#bytes + bytes > this.#mostBytes / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#bytes = 0;
    }
    this.#bytes += bytes;
    this.#young.set(question.key, question);
  }
}

/** The usage that a record is given, −1 for none. */
function usageOf({ question: { answers } }: AskedTaxon): number {
  const { usage, isRefused } = answers[0]!;
  return isRefused ? -1 : usage;
}

function answerOf(matcher: TaxonMatcher, query: MatchQuery): ChecklistAnswer {
  const { usage, matchType, confidence, issues } = matcher.match(query);
  const isRefused = usage < 0 || (matchType === "VARIANT" && REFUSAL_RANKS.every((rank) => query[rank] === undefined));
  return { usage, matchType, confidence, isRefused, issues: isRefused ? NO_MATCH : issuesOf(matchType, issues) };
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
