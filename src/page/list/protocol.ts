/**
 * What do the page and its worker say to each other?
 *
 * The worker holds the list: it reads files, asks the server, filters, sorts, keeps everything in the browser and writes
 * downloads. The page holds only what is on the screen, so that a list of any length never stops it.
 */
import type { Candidate, ShownType, Taxon } from "../answer.ts";

/** What a column can give to a question, in the order of the choice. */
export const COLUMN_ROLES = [
  "scientificName",
  "scientificNameAuthorship",
  "taxonRank",
  "nomenclaturalCode",
  "genericName",
  "specificEpithet",
  "infraspecificEpithet",
  "kingdom",
  "phylum",
  "class",
  "order",
  "family",
  "genus",
] as const;

/** One of {@link COLUMN_ROLES}. */
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** The role of each column, `""` for one that is only kept. */
export type Roles = readonly (ColumnRole | "")[];

/** How a source is to be read; what is absent is found out. */
export interface ReadOptions {
  /** One character, `""` for a list with one name a line. */
  delimiter?: string;
  sheet?: string;
  hasHeader?: boolean;
}

/** What a source looks like before it is matched. */
export interface Preview {
  title: string;
  form: "text" | "xlsx" | "ods";
  encoding?: string;
  /** Of text: the delimiter that was found or chosen. */
  delimiter?: string;
  sheets: string[];
  sheet?: string;
  hasHeader: boolean;
  header: string[];
  roles: Roles;
  /** The first rows below the header. */
  rows: string[][];
  rowCount: number;
  columnCount: number;
  /** Lines of rows with a quote that never ends, and of rows with more or fewer cells than the first. */
  unclosed: number[];
  uneven: number[];
}

/** What one decided about a row. Rows without one were never looked at. */
export interface Decision {
  kind: "confirmed" | "picked" | "rejected";
  /** When, as ISO 8601. */
  at: string;
  /** The usage that was picked. */
  found?: Found;
}

/** What was found for a question, as the list keeps it. */
export interface Found {
  type: ShownType;
  confidence?: number;
  usage?: { key: string; name: string; rank?: string; status?: string };
  accepted?: { key: string; name: string };
  isSynonym?: true;
  /** Kept once for all usages below the same genus. */
  classification: readonly Taxon[];
  reasons: readonly string[];
  decidedBy: readonly string[];
  qualifier?: string;
  note?: string;
  candidates: readonly Candidate[];
}

/** A row of the table of results. */
export interface RowView {
  row: number;
  line: number;
  name: string;
  /** Absent while it is not answered yet, or when the row has no name. */
  found?: Found;
  decision?: Decision;
  hasName: boolean;
  /** How many rows ask the same. */
  same: number;
}

/** Which rows are shown. */
export const FILTERS = [
  "all",
  "look",
  "ambiguous",
  "none",
  "higher",
  "variant",
  "synonym",
  "exact",
  "decided",
] as const;

/** One of {@link FILTERS}. */
export type Filter = (typeof FILTERS)[number];

/** What rows can be sorted by: the columns of the table, in their order. */
export const SORT_KEYS = ["line", "name", "type", "found", "accepted", "confidence", "kingdom"] as const;

/** One of {@link SORT_KEYS}. */
export type SortKey = (typeof SORT_KEYS)[number];

/** Where the steps of the confidence chart begin: most answers stand above 90, and there it is worth telling apart. */
export const CONFIDENCE_STEPS = [0, 50, 70, 80, 90, 95, 98] as const;

/** What is asked of the list to be shown. */
export interface ViewQuery {
  filter: Filter;
  kingdom: string;
  search: string;
  sortBy: SortKey;
  descending: boolean;
}

/** How many rows there are to show, and of each kind. */
export interface ViewResult {
  total: number;
  counts: Record<Filter, number>;
  kingdoms: [string, number][];
  /** Rows with a usage, by confidence: one number for each of {@link CONFIDENCE_STEPS}. */
  confidences: number[];
  decisions: { confirmed: number; picked: number; rejected: number };
  canUndo: boolean;
}

/** Where matching stands. */
export interface Progress {
  state: "matching" | "waiting" | "stopped" | "done" | "failed";
  doneRows: number;
  totalRows: number;
  rowsPerSecond?: number;
  secondsLeft?: number;
  /** What went wrong, in the server's words. */
  problem?: string;
}

/** The list that is open. */
export interface ListSummary {
  title: string;
  rowCount: number;
  header: string[];
  checklistKey: string;
  checklistTitle: string;
  release: string;
  /** True when answers came from two releases, because the server changed to another in between. */
  isMixed: boolean;
  /** False when the browser would not keep the list. */
  isKept: boolean;
  progress: Progress;
}

/** A file to take home. */
export interface Download {
  readonly file: Blob;
  /** Rows of the sheet, from 1 with the header, that have a cell longer than a workbook holds: it was cut. */
  readonly cutRows: readonly number[];
}

/** The forms of a download. */
export type DownloadForm = "csv" | "tsv" | "xlsx";

/** What the worker can be asked to do. */
export interface Engine {
  /** Reads a file or text and says what it looks like. */
  open(source: { file: File } | { text: string; title: string }): Promise<Preview>;
  /** The same source read in another way. */
  reread(options: ReadOptions): Promise<Preview>;
  /** Matches the source that is open. */
  start(settings: { roles: Roles; hasHeader: boolean; checklistKey: string } & ReadOptions): Promise<ListSummary>;
  stop(): Promise<void>;
  resume(): Promise<void>;
  /** The list of the last visit, when there is one; it goes on when it was not finished. */
  restore(): Promise<ListSummary | null>;
  forget(): Promise<void>;
  summary(): Promise<ListSummary | null>;
  view(query: ViewQuery): Promise<ViewResult>;
  rows(from: number, to: number): Promise<RowView[]>;
  /** A row by its number, whether the view shows it or not. */
  row(row: number): Promise<RowView>;
  /** The place of the next row of the view from `from` on that needs a look, -1 when none does. */
  nextToLook(from: number): Promise<number>;
  /** The question of a row, as parameters of a match. */
  question(row: number): Promise<Record<string, string>>;
  decide(rows: { row: number; all: boolean }, kind: Decision["kind"], usageKey?: string): Promise<number>;
  /** Takes the last decision back; the number of rows it had changed. */
  undo(): Promise<number>;
  download(form: DownloadForm): Promise<Download>;
}

/** What goes wrong with a source. */
export type ReadProblem = "empty" | "tooManyRows" | "damaged" | "tooLarge" | "noSheet" | "noName" | "noList";

/** A message to the worker. */
export interface Call {
  id: number;
  method: keyof Engine;
  args: unknown[];
}

/** A message of the worker: an answer, or news about progress. */
export type Message =
  | { id: number; result: unknown }
  | { id: number; problem: ReadProblem | "other"; message: string }
  | { progress: Progress };
