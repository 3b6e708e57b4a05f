/**
 * What does an import file say, and how was it asked to be read?
 *
 * Reading happens outside of the commit and touches nothing: several lists may be read and then written together.
 */
import { createHash } from "node:crypto";
import { BinomenError } from "../../errors.ts";
import { isSnippetSource, type Source } from "../records/records.ts";
import type { Vocabulary } from "../records/vocabulary.ts";
import { type ImportRow, importRows, isProblem, type RowProblem } from "./import-rows.ts";

/** Problems that a report shows; all are counted. */
const SHOWN_PROBLEMS = 100;
/** Rows between two reports of the progress. */
export const PROGRESS_ROWS = 5_000;

/** What an import may say of its source. */
export const ABOUT = ["licence", "rightsHolder", "citation", "contact", "filePath"] as const;
export type About = Pick<Source, (typeof ABOUT)[number]>;

/** How to import. */
export interface ImportOptions {
  /** Reports what would change and changes nothing. */
  dryRun?: boolean | undefined;
  /** Lets more than a fifth of the list go. */
  force?: boolean | undefined;
  /** Lets a file without a usable row empty the list; `force` alone does not. */
  allowEmpty?: boolean | undefined;
  encoding?: "utf-8" | "windows-1252" | undefined;
  /** Who: a key id, `"cli"`. */
  by: string;
  fileName?: string | undefined;
  /** Column whose value tells snippets of one name apart; by default, and where it is empty, the text itself does. */
  keyColumn?: string | undefined;
  /** Changes of the source's own record: licence, rights holder, citation … */
  source?: Partial<About> | undefined;
  /** The import whose file this is, when it is taken back. */
  rollbackTo?: number | undefined;
  /** Told every PROGRESS_ROWS rows how many were read, then how many compared. */
  onProgress?: ((phase: "read" | "compared", rows: number) => void) | undefined;
}

/** What an import did, or would do. */
export interface ImportReport {
  source: number;
  kind: "scores" | "snippets";
  dryRun: boolean;
  /** Number of the import in the history; `null` when nothing was written. */
  import: number | null;
  /** Rows of the file, without its header and blank lines. */
  rows: number;
  added: number;
  changed: number;
  unchanged: number;
  removed: number;
  duplicate: number;
  bad: number;
  problemCounts: Record<string, number>;
  /** Problems in file order, the first SHOWN_PROBLEMS that were found. */
  problems: RowProblem[];
  /** True when more would go than is allowed without force. Only a dry run ends so. */
  tooManyRemoved: boolean;
  /** The file's checksum as git computes it. */
  oid: string;
  /** Newest sequence of the store after the commit; `null` for a dry run. */
  sequence: number | null;
}

/** A list that was read and may be written. */
export interface ReadList {
  readonly source: number;
  readonly bytes: Buffer;
  readonly options: ImportOptions;
  readonly rows: ImportRow[];
  /** Filled while the list is read and written. */
  readonly report: ImportReport;
}

/** Reads a list without touching the store. @throws BinomenError as `importList` */
export async function readList(
  vocabulary: Vocabulary,
  sourceId: number,
  bytes: Buffer,
  options: ImportOptions,
): Promise<ReadList> {
  const source = requireSource(vocabulary, sourceId);
  const kind = isSnippetSource(source) ? "snippets" : "scores";
  const { keyColumn, encoding } = options;
  if (keyColumn !== undefined && kind === "scores") {
    const problem = `source ${sourceId} is a list of scores, which has one row for a name; leave it out`;
    throw new BinomenError("REQUEST_INVALID", { field: "key column", problem });
  }
  const report: ImportReport = {
    source: sourceId,
    kind,
    dryRun: options.dryRun === true,
    import: null,
    rows: 0,
    added: 0,
    changed: 0,
    unchanged: 0,
    removed: 0,
    duplicate: 0,
    bad: 0,
    problemCounts: {},
    problems: [],
    tooManyRemoved: false,
    oid: gitBlobOid(bytes),
    sequence: null,
  };
  const rows: ImportRow[] = [];
  for await (const row of importRows(once(bytes), { kind, encoding, keyColumn })) {
    report.rows++;
    if (report.rows % PROGRESS_ROWS === 0) options.onProgress?.("read", report.rows);
    if (isProblem(row)) note(report, row);
    else rows.push(row);
  }
  if (rows.length === 0 && options.allowEmpty !== true)
    throw new BinomenError("FACET_IMPORT_EMPTY", { source: sourceId, rows: report.rows });
  return { source: sourceId, bytes, options, rows, report };
}

/** The report, its problems in file order. */
export function finished({ report }: ReadList): ImportReport {
  report.problems.sort((a, b) => a.line - b.line);
  return report;
}

/** Counts a row that was not used, and shows it when not too many are shown already. */
export function note(report: ImportReport, problem: RowProblem): void {
  if (problem.code === "DUPLICATE_NAME") report.duplicate++;
  else report.bad++;
  report.problemCounts[problem.code] = (report.problemCounts[problem.code] ?? 0) + 1;
  if (report.problems.length < SHOWN_PROBLEMS) report.problems.push(problem);
}

/** @throws BinomenError FACET_NOT_FOUND */
export function requireSource(vocabulary: Vocabulary, id: number): Source {
  const source = vocabulary.sources.get(id);
  if (source === undefined) throw new BinomenError("FACET_NOT_FOUND", { kind: "source", id });
  return source;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Checksum of a file as `git hash-object` prints it, so that it compares with the ids of a content repository. */
function gitBlobOid(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
