/**
 * What do the matchers answer to what a record says of its taxon? One answer for all records that say the same.
 *
 * After gbif/pipelines `TaxonomyInterpreter`: a fuzzy match of a name that comes without any higher taxon is refused.
 */

import {
  type AnswerTaxon,
  type MatchAnswer,
  type MatchQuery,
  QUERY_RANKS,
  type QueryRank,
} from "../../taxonomy/match.ts";
import { CLASSIFICATION_RANKS } from "../../taxonomy/rank.ts";
import { ownText } from "../dictionaries/own-text.ts";
import type { InterpretedField, InterpretedRecord } from "./interpreted.ts";
import type { OccurrenceIssue } from "./issues.ts";
import type { VerbatimRecord } from "./record.ts";

/** Matches against one checklist. */
export interface TaxonMatcher {
  readonly checklistKey: string;
  /** Id of the release that answers. */
  readonly release: string;
  /** The answer of GBIF's API v2. It is shared: do not change it. */
  match(query: MatchQuery): MatchAnswer;
}

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
/** Fields that an answer sets. */
export const ANSWER_FIELDS = [
  "taxonKey",
  "acceptedTaxonKey",
  "scientificName",
  "scientificNameAuthorship",
  "acceptedScientificName",
  "genericName",
  "specificEpithet",
  "infraspecificEpithet",
  "taxonRank",
  "taxonomicStatus",
  "iucnRedListCategory",
  "taxonKeys",
  "matchType",
  "confidence",
  "classifications",
  ...QUERY_RANKS,
  ...QUERY_RANKS.map((rank) => `${rank}Key` as const),
] as const satisfies readonly InterpretedField[];

/** All fields of taxa. */
export const TAXON_FIELDS: readonly InterpretedField[] = [
  ...ANSWER_FIELDS,
  "verbatimScientificName",
  "verbatimScientificNameAuthorship",
];

/** Ranks that have columns. */
export const RANK_COLUMNS: ReadonlySet<string> = new Set(QUERY_RANKS);

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

/** The taxonomic fields of an interpreted record, shared by all records that ask the same. */
export type TaxonFields = Partial<InterpretedRecord>;

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

/** What is kept of an answer: the whole one would take too much memory for each name. */
export interface AnswerSummary {
  readonly matchType: string;
  readonly confidence: number | undefined;
  readonly usageKey: string | undefined;
  readonly usageName: string | undefined;
  readonly usageRank: string | undefined;
  readonly taxonomicStatus: string | undefined;
  readonly acceptedKey: string | undefined;
  readonly acceptedName: string | undefined;
  readonly kingdomName: string | undefined;
  readonly familyName: string | undefined;
}

function summaryOf({ usage, acceptedUsage, classification, diagnostics }: MatchAnswer): AnswerSummary {
  const ofRank = (rank: string) => classification?.find((taxon) => taxon.rank?.toUpperCase() === rank)?.name;
  return {
    matchType: diagnostics.matchType,
    confidence: diagnostics.confidence,
    usageKey: usage?.key,
    usageName: usage?.name,
    usageRank: usage?.rank,
    taxonomicStatus: usage?.status,
    acceptedKey: (acceptedUsage ?? usage)?.key,
    acceptedName: (acceptedUsage ?? usage)?.name,
    kingdomName: ofRank("KINGDOM"),
    familyName: ofRank("FAMILY"),
  };
}

/** A question, what it is answered, and how many records of the chunk asked it. */
export interface AskedTaxon {
  readonly query: MatchQuery;
  readonly fields: TaxonFields;
  readonly issues: readonly OccurrenceIssue[];
  /** What names.tsv tells of the answer of each checklist. */
  readonly answers: readonly AnswerSummary[];
  count: number;
}

/** Answers by what was asked. Kept by a worker from chunk to chunk; {@link asked} tells what one chunk asked. */
export class Taxa {
  readonly #matchers: readonly TaxonMatcher[];
  readonly #remembered = new Map<string, AskedTaxon>();
  readonly #capacity: number;
  #asked = new Map<string, AskedTaxon>();

  /** @param capacity questions that are remembered */
  constructor(matchers: readonly TaxonMatcher[], capacity = 8_000) {
    this.#matchers = matchers;
    this.#capacity = capacity;
  }

  /** The answer to a question. */
  of(key: string, query: MatchQuery): AskedTaxon {
    let asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    asked = this.#remembered.get(key);
    if (asked === undefined) {
      asked = this.#ask(ownQuery(query));
      if (this.#remembered.size >= this.#capacity) this.#remembered.clear();
      this.#remembered.set(ownText(key), asked);
    }
    asked.count = 0;
    this.#asked.set(key, asked);
    return asked;
  }

  /** What was asked since the last call, in the order in which it was asked first. */
  takeAsked(): AskedTaxon[] {
    const asked = [...this.#asked.values()];
    this.#asked = new Map();
    return asked;
  }

  #ask(query: MatchQuery): AskedTaxon {
    const answers = this.#matchers.map((matcher) => matcher.match(query));
    const { fields, issues } = fieldsOf(query, answers[0]!);
    fields.classifications = classificationsOf(this.#matchers, query, answers);
    return { query, fields, issues, answers: answers.map(summaryOf), count: 0 };
  }
}

/** The question in texts of its own: it is remembered longer than its chunk is there. */
function ownQuery(query: MatchQuery): MatchQuery {
  return Object.fromEntries(
    Object.entries(query).map(([term, text]) => [term, typeof text === "string" ? ownText(text) : text]),
  );
}

function isRefused(query: MatchQuery, answer: MatchAnswer): boolean {
  if (answer.usage === undefined || !answer.classification?.length) return true;
  return answer.diagnostics.matchType === "VARIANT" && REFUSAL_RANKS.every((rank) => query[rank] === undefined);
}

function issuesOf(query: MatchQuery, answer: MatchAnswer): OccurrenceIssue[] {
  if (isRefused(query, answer)) return ["TAXON_MATCH_NONE"];
  const issues = (answer.diagnostics.issues ?? []).filter((issue) => ANSWER_ISSUES.has(issue)) as OccurrenceIssue[];
  const { matchType } = answer.diagnostics;
  if (matchType === "VARIANT") issues.push("TAXON_MATCH_FUZZY");
  else if (matchType === "HIGHERRANK") issues.push("TAXON_MATCH_HIGHERRANK");
  else if (matchType !== "EXACT") issues.push("TAXON_MATCH_NONE");
  return issues;
}

function fieldsOf(query: MatchQuery, answer: MatchAnswer): { fields: TaxonFields; issues: OccurrenceIssue[] } {
  const issues = issuesOf(query, answer);
  const { matchType, confidence } = answer.diagnostics;
  if (isRefused(query, answer))
    return {
      issues,
      fields: {
        taxonKey: "0",
        acceptedTaxonKey: "0",
        scientificName: "incertae sedis",
        acceptedScientificName: "incertae sedis",
        kingdom: "incertae sedis",
        kingdomKey: "0",
        taxonRank: "KINGDOM",
        taxonKeys: ["0"],
        matchType: "NONE",
        confidence,
      },
    };
  const usage = answer.usage!;
  const accepted = answer.acceptedUsage ?? usage;
  const fields: TaxonFields = {
    taxonKey: usage.key,
    acceptedTaxonKey: accepted.key,
    scientificName: usage.name,
    scientificNameAuthorship: usage.authorship,
    acceptedScientificName: accepted.name,
    genericName: usage.genericName,
    specificEpithet: usage.specificEpithet,
    infraspecificEpithet: usage.infraspecificEpithet,
    taxonRank: accepted.rank,
    taxonomicStatus: usage.status,
    matchType,
    confidence,
  };
  for (const { rank, name, key } of answer.classification!) {
    const column = rank?.toLowerCase() as QueryRank | undefined;
    if (column === undefined || !RANK_COLUMNS.has(column)) continue;
    fields[column] = name;
    fields[`${column}Key`] = key;
  }
  fields.taxonKeys = [
    ...new Set([...answer.classification!.map(({ key }: AnswerTaxon) => key), usage.key, accepted.key]),
  ];
  return { fields, issues };
}

/** The answers of all checklists as GBIF's API writes them: `{"col": {usage, acceptedUsage, classification …}}`. */
function classificationsOf(
  matchers: readonly TaxonMatcher[],
  query: MatchQuery,
  answers: readonly MatchAnswer[],
): string | undefined {
  const all = matchers.flatMap(({ checklistKey }, i) => {
    const answer = answers[i]!;
    if (isRefused(query, answer)) return [];
    const { usage, acceptedUsage, classification } = answer;
    const entry = {
      usage,
      acceptedUsage: acceptedUsage ?? usage,
      taxonomicStatus: usage!.status,
      classification,
      issues: issuesOf(query, answer),
    };
    return [[checklistKey, entry] as const];
  });
  return all.length === 0 ? undefined : JSON.stringify(Object.fromEntries(all));
}
