/**
 * What is asked, and what is answered?
 *
 * {@link MatchQuery} uses the parameter names of GBIF's `GET /v2/species/match`. {@link MatchAnswer} is the object that
 * GBIF's API v2 sends. Everything GBIF does not have stands in `diagnostics`, because its clients refuse unknown members
 * elsewhere, and only when `details` are asked for: rgbif makes rows of a table of every list it finds there.
 */
import type { NomenclaturalCode } from "./nomenclatural-code.ts";
import { CLASSIFICATION_RANKS, type Rank } from "./rank.ts";
import type { TaxonomicStatus } from "./status.ts";

/** Higher taxa that a query may give as hints, lowest last, as GBIF's v2 endpoint takes them. */
export const QUERY_RANKS = [...CLASSIFICATION_RANKS, "species"] as const;

/** One of the classification hints of a query. */
export type QueryRank = (typeof QUERY_RANKS)[number];

/** A question: which usage is meant? Absent and empty are the same. Every field is verbatim. */
export interface MatchQuery extends Partial<Record<QueryRank, string | undefined>> {
  usageKey?: string | undefined;
  taxonID?: string | undefined;
  taxonConceptID?: string | undefined;
  scientificNameID?: string | undefined;
  scientificName?: string | undefined;
  scientificNameAuthorship?: string | undefined;
  genericName?: string | undefined;
  specificEpithet?: string | undefined;
  infraspecificEpithet?: string | undefined;
  taxonRank?: string | undefined;
  verbatimTaxonRank?: string | undefined;
  /** Ours: `botanical`, `ICZN`, `animal` … */
  nomenclaturalCode?: string | undefined;
  exclude?: readonly string[] | undefined;
  strict?: boolean | undefined;
  verbose?: boolean | undefined;
  /** Ours: with the members of `diagnostics` that GBIF does not have. */
  details?: boolean | undefined;
}

/** How the answer was found. */
export type MatchType = "EXACT" | "VARIANT" | "HIGHERRANK" | "AMBIGUOUS" | "NONE";

/** A usage as GBIF's v2 answer shows it, in GBIF's member order. */
export interface AnswerUsage {
  key: string;
  name: string;
  canonicalName?: string;
  authorship?: string;
  rank?: Rank;
  code?: NomenclaturalCode;
  /** Absent on `acceptedUsage`. */
  status?: TaxonomicStatus;
  uninomial?: string;
  genericName?: string;
  infragenericEpithet?: string;
  specificEpithet?: string;
  infraspecificEpithet?: string;
  type?: string;
  formattedName?: string;
}

/** One step of the way from the root to the (accepted) taxon. */
export interface AnswerTaxon {
  key: string;
  name: string;
  rank?: Rank;
}

/** GBIF's v2 answer. Members that are empty are absent, `synonym` always stands. */
export interface MatchAnswer {
  usage?: AnswerUsage;
  acceptedUsage?: AnswerUsage;
  classification?: AnswerTaxon[];
  diagnostics: MatchDiagnostics;
  synonym: boolean;
}

/** GBIF's diagnostics, then ours (from `reasons` on), which stand with `details` only. */
export interface MatchDiagnostics {
  matchType: MatchType;
  issues?: string[];
  processingFlags?: string[];
  /** 0-100; absent when nothing was matched. */
  confidence?: number;
  note?: string;
  timeTaken?: number;
  alternatives?: MatchAnswer[];
  /** The identifier that decided, when one did. */
  matchedID?: MatchedIdentifier;
  /** Stable codes that say why this answer: see `matcher/reasons.ts`. */
  reasons?: string[];
  editDistance?: number;
  qualifier?: string;
  score?: Record<string, number>;
  candidates?: AnswerCandidate[];
  /** Which parameter would decide between the candidates. */
  decidedBy?: string[];
  steps?: string[];
  release?: string;
}

/** An identifier and the usage it leads to, in GBIF's members. */
export interface MatchedIdentifier {
  /** As it was asked. */
  id: string;
  /** Key of the usage. */
  mainIndexID: string;
  /** Key of the checklist that the identifier is of: the matched one, or one that was joined to it. */
  datasetKey: string;
  clbDatasetKey: string;
  datasetTitle: string;
  scientificName: string;
  acceptedTaxonID?: string;
  rank?: Rank;
  status?: TaxonomicStatus;
}

/** Another usage that was considered. */
export interface AnswerCandidate {
  key: string;
  name: string;
  rank?: Rank;
  status?: TaxonomicStatus;
  acceptedKey?: string;
  kingdom?: string;
  family?: string;
  confidence?: number;
  editDistance?: number;
}
