/**
 * Who answers questions about records? Whatever stands behind this: the files of datasets, or a search engine that they were
 * written into. Both give the same answers to the same questions.
 */
import type { Parameter } from "../predicate/parameters.ts";
import type { Predicate } from "../predicate/predicate.ts";
import type { Cursor } from "./cursor.ts";
import type { OccurrenceJson } from "./record.ts";
import type { SearchRequest } from "./search-request.ts";

/** GBIF's envelope. */
export interface SearchAnswer {
  offset: number;
  limit: number;
  endOfRecords: boolean;
  count: number;
  /** The cursor of the next page, when pages are asked for by cursor and there is one. */
  next?: string;
  results: OccurrenceJson[];
  facets: { field: string; counts: { name: string; count: number }[]; count?: number }[];
}

/** Counts by value. */
export interface Division {
  /** Most records first, then by value. */
  readonly rows: { name: string; count: number }[];
  /** How many values there are; `undefined` when they are too many to be counted. */
  readonly total: number | undefined;
}

/** Which values of a facet are wanted. */
export interface DivisionPage {
  readonly limit: number;
  readonly offset: number;
  /** Fewest records of a value that is shown. */
  readonly least?: number;
}

/** A value of a facet as text: whole decimals with a point, moments in ISO 8601. */
export function facetValue({ kind }: Parameter, value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return kind === "decimal" && Number.isInteger(value) ? (value as number).toFixed(1) : String(value);
}

/** Records as they are at one time: every answer belongs to one such state. */
export interface Records {
  /** Changes whenever the records do: the ETag of answers. */
  readonly id: string;
  /** @throws BinomenError OCCURRENCE_QUERY_INVALID, DOWNLOAD_TOO_COMPLEX */
  search(request: SearchRequest): Promise<SearchAnswer>;
  /** How many records fit. */
  count(predicate: Predicate): Promise<number>;
  /** Counts by value of the records that fit. */
  divide(predicate: Predicate, parameter: Parameter, page: DivisionPage): Promise<Division>;
  /** One record. @throws BinomenError OCCURRENCE_NOT_FOUND with `uri` */
  record(key: number, uri: string): Promise<OccurrenceJson>;
  /** One record by its dataset and occurrenceID, letter case ignored. @throws BinomenError OCCURRENCE_NOT_FOUND */
  recordOf(datasetKey: string, occurrenceID: string, uri: string): Promise<OccurrenceJson>;
  /** What the publisher wrote. @throws BinomenError OCCURRENCE_NOT_FOUND */
  verbatim(key: number, uri: string): Promise<OccurrenceJson>;
  /** Values of a parameter that begin with a text whatever their letter case, each once, sorted. */
  suggest(parameter: Parameter, begin: string, limit: number): Promise<string[]>;
}

/** A checklist that records were matched against. */
export interface RecordChecklist {
  readonly checklistKey: string;
  readonly releaseId: string;
}

/** What one part of the records was matched against, and where it is. */
export interface RecordPart {
  /** Folder of the dataset, or name of the index: what `from` in a predicate takes. */
  readonly place: string;
  /** The attempt whose records these are, as `contentOf` has it; `undefined` when an index does not say. */
  readonly content: string | undefined;
  /** The first fills the columns of the taxonomy. */
  readonly checklists: readonly RecordChecklist[];
}

/** Where records come from. */
export interface RecordSource {
  /** The records of now. */
  now(): Promise<Records>;
  /** Those that a cursor belongs to. @throws BinomenError OCCURRENCE_QUERY_INVALID when they have been replaced */
  at(cursor: Cursor | "begin"): Promise<Records>;
  /** What the records of the last `now` consist of. */
  parts(): readonly RecordPart[];
}
