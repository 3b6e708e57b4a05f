/**
 * What does a new version of a list change?
 *
 * A source is one list of names with one facet value, or one list of snippets. Its file replaces what the store has of
 * it: rows are compared with what is there and only differences are written, in one commit. Readers see the old list or
 * the new one, never half of it; the same file twice changes nothing; a snippet keeps its id as long as its text stays.
 *
 *   const report = await importList(store, 12, bytes, { by: "cli" });
 *
 * What was imported is kept (the newest KEPT_FILES files per source), so that an import can be taken back.
 */
import { createHash } from "node:crypto";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { BinomenError } from "../../errors.ts";
import { numberKey } from "../records/layout.ts";
import { isSnippetSource, type Source } from "../records/records.ts";
import type { Vocabulary } from "../records/vocabulary.ts";
import type { Outcome } from "../store/commit/commit.ts";
import type { FacetWriter } from "../store/commit/writer.ts";
import type { FacetStore } from "../store/store.ts";
import { type ImportRow, importRows, isProblem, type RowProblem } from "./import-rows.ts";

/** Problems that a report shows; all are counted. */
const SHOWN_PROBLEMS = 100;
/** Share of a list that may go without being forced, as WFO's editors agreed. */
const MAX_REMOVED_SHARE = 0.2;
/** Below this a list is too short for a share to mean anything. */
const GUARDED_FROM = 10;
/** Imported files kept per source for rollback. */
const KEPT_FILES = 5;
const PROGRESS_ROWS = 5_000;

/** How to import. */
export interface ImportOptions {
  /** Reports what would change and changes nothing. */
  dryRun?: boolean | undefined;
  /** Lets more than a fifth of the list go. */
  force?: boolean | undefined;
  encoding?: "utf-8" | "windows-1252" | undefined;
  /** Who: a key id, `"cli"`. */
  by: string;
  fileName?: string | undefined;
  /** Column whose value tells snippets of one name apart; by default the text itself does. */
  keyColumn?: string | undefined;
  /** Changes of the source's own record: licence, rights holder, citation … */
  source?: Partial<Pick<Source, "licence" | "rightsHolder" | "citation" | "contact" | "filePath">> | undefined;
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

/** A past import. */
export interface ImportRecord {
  id: number;
  source: number;
  /** ISO 8601. */
  at: string;
  by: string;
  fileName: string | null;
  oid: string;
  rollbackTo: number | null;
  rows: number;
  added: number;
  changed: number;
  removed: number;
}

/**
 * Replaces the list of a source by a file.
 *
 * @param bytes the list, unpacked (unpack.ts)
 * @throws BinomenError FACET_NOT_FOUND, FACET_IMPORT_ENCODING, FACET_IMPORT_EMPTY, FACET_IMPORT_REMOVES
 */
export async function importList(
  store: FacetStore,
  sourceId: number,
  bytes: Buffer,
  options: ImportOptions,
): Promise<ImportReport> {
  const source = requireSource(store.vocabulary(), sourceId);
  const kind = isSnippetSource(source) ? "snippets" : "scores";
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
  for await (const row of importRows(once(bytes), {
    kind,
    encoding: options.encoding,
    keyColumn: kind === "snippets" ? options.keyColumn : undefined,
  })) {
    report.rows++;
    if (report.rows % PROGRESS_ROWS === 0) options.onProgress?.("read", report.rows);
    if (isProblem(row)) note(report, row);
    else rows.push(row);
  }
  if (rows.length === 0 && options.force !== true) {
    throw new BinomenError("FACET_IMPORT_EMPTY", { source: sourceId, rows: report.rows });
  }
  try {
    const commit = await store.write((writer) => {
      const compared = withProgress(rows, options.onProgress);
      if (kind === "scores") replaceScores(writer, requireSource(writer.vocabulary, sourceId), compared, report);
      else replaceSnippets(writer, sourceId, compared, options.keyColumn, report);
      guardRemovals(report, options);
      if (report.dryRun) throw new DryRunEnds();
      keepHistory(store, writer, report, bytes, options);
    });
    report.sequence = commit.sequence;
  } catch (error) {
    // A dry run does all that an import does and then lets the transaction go, so the two cannot disagree.
    if (!(error instanceof DryRunEnds)) throw error;
  }
  report.problems.sort((a, b) => a.line - b.line);
  return report;
}

/** Imports of a source, newest first; of all sources without one. */
export function importHistory(store: FacetStore, sourceId?: number): ImportRecord[] {
  const history = [...store.databases.imports.getRange({ reverse: true })].map(({ value }) => value as ImportRecord);
  return sourceId === undefined ? history : history.filter((record) => record.source === sourceId);
}

/**
 * Makes a source's list what it was after an earlier import, by importing that file again.
 * @throws BinomenError FACET_NOT_FOUND when the history has no such import, or its file is no longer kept
 */
export async function rollBack(store: FacetStore, importId: number, by: string): Promise<ImportReport> {
  const record = store.databases.imports.get(numberKey(importId, 4)) as ImportRecord | undefined;
  const packed = store.databases.importFiles.get(numberKey(importId, 4));
  if (record === undefined || packed === undefined) {
    throw new BinomenError("FACET_NOT_FOUND", {
      kind: `kept file of import (the newest ${KEPT_FILES} per source are kept)`,
      id: importId,
    });
  }
  return importList(store, record.source, zstdDecompressSync(packed), {
    by,
    force: true,
    fileName: record.fileName ?? undefined,
    rollbackTo: importId,
  });
}

class DryRunEnds extends Error {}

function replaceScores(writer: FacetWriter, source: Source, rows: Iterable<ImportRow>, report: ImportReport): void {
  const value = source.facetValueId as number;
  const gone = new Map<number, number>();
  for (const score of writer.scoresOfSource(source.id)) gone.set(score.name, score.value);
  const seen = new Map<number, number>();
  for (const { name, line, metadata } of rows) {
    const first = seen.get(name);
    if (first !== undefined) {
      noteDuplicate(report, name, line, `The name stands on line ${first} already; that row is used.`);
      continue;
    }
    seen.set(name, line);
    gone.delete(name);
    count(report, writer.putScore(name, value, source.id, metadata));
  }
  for (const [name, was] of gone) if (writer.deleteScore(name, was, source.id)) report.removed++;
}

function replaceSnippets(
  writer: FacetWriter,
  source: number,
  rows: Iterable<ImportRow>,
  keyColumn: string | undefined,
  report: ImportReport,
): void {
  const gone = new Set(writer.snippetsOfSource(source).map(({ snippet }) => snippet));
  const seen = new Map<string, number>();
  for (const { name, line, body, metadata } of rows) {
    const key = keyColumn === undefined ? body : keyOf(metadata, keyColumn);
    const identity = `${name} ${key}`;
    const first = seen.get(identity);
    if (first !== undefined) {
      noteDuplicate(report, name, line, `The same snippet stands on line ${first} already; that row is used.`);
      continue;
    }
    seen.set(identity, line);
    const { id, outcome } = writer.putSnippet({ source, name, body, metadata }, key);
    gone.delete(id);
    count(report, outcome);
  }
  for (const id of gone) if (writer.deleteSnippet(id)) report.removed++;
}

/** Refuses to lose more than a fifth of a list, unless forced. */
function guardRemovals(report: ImportReport, { force, dryRun }: ImportOptions): void {
  const before = report.changed + report.unchanged + report.removed;
  if (force === true || before < GUARDED_FROM || report.removed <= before * MAX_REMOVED_SHARE) return;
  report.tooManyRemoved = true;
  if (dryRun === true) return;
  throw new BinomenError("FACET_IMPORT_REMOVES", { source: report.source, removed: report.removed, before });
}

/** Writes the import into the history, unless it changed nothing at all. */
function keepHistory(
  store: FacetStore,
  writer: FacetWriter,
  report: ImportReport,
  bytes: Buffer,
  options: ImportOptions,
): void {
  const rowsChanged = report.added + report.changed + report.removed > 0;
  const source = requireSource(writer.vocabulary, report.source);
  const draft = { ...options.source, id: report.source, oid: report.oid };
  writer.putSource(rowsChanged ? { ...draft, lastImport: writer.tick } : draft);
  if (!rowsChanged && source.oid === report.oid) return;
  const id = writer.nextImport();
  report.import = id;
  const record: ImportRecord = {
    id,
    source: report.source,
    at: new Date(store.now()).toISOString(),
    by: options.by,
    fileName: options.fileName ?? null,
    oid: report.oid,
    rollbackTo: options.rollbackTo ?? null,
    rows: report.rows,
    added: report.added,
    changed: report.changed,
    removed: report.removed,
  };
  const { imports, importFiles } = store.databases;
  imports.put(numberKey(id, 4), record);
  importFiles.put(numberKey(id, 4), zstdCompressSync(bytes));
  const kept = importHistory(store, report.source).filter((other) => importFiles.doesExist(numberKey(other.id, 4)));
  for (const old of kept.slice(KEPT_FILES)) importFiles.remove(numberKey(old.id, 4));
}

function* withProgress(rows: readonly ImportRow[], onProgress: ImportOptions["onProgress"]): Generator<ImportRow> {
  let done = 0;
  for (const row of rows) {
    if (++done % PROGRESS_ROWS === 0) onProgress?.("compared", done);
    yield row;
  }
}

function requireSource(vocabulary: Vocabulary, id: number): Source {
  const source = vocabulary.sources.get(id);
  if (source === undefined) throw new BinomenError("FACET_NOT_FOUND", { kind: "source", id });
  return source;
}

function count(report: ImportReport, outcome: Outcome): void {
  report[outcome]++;
}

function note(report: ImportReport, problem: RowProblem): void {
  if (problem.code === "DUPLICATE_NAME") report.duplicate++;
  else report.bad++;
  report.problemCounts[problem.code] = (report.problemCounts[problem.code] ?? 0) + 1;
  if (report.problems.length < SHOWN_PROBLEMS) report.problems.push(problem);
}

function noteDuplicate(report: ImportReport, name: number, line: number, hint: string): void {
  const value = `wfo-${String(name).padStart(10, "0")}`;
  note(report, { code: "DUPLICATE_NAME", line, column: "wfo_id", value, hint });
}

function keyOf(metadata: string | null, column: string): string {
  return (JSON.parse(metadata ?? "{}") as Record<string, string>)[column] ?? "";
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Checksum of a file as `git hash-object` prints it, so that it compares with the ids of a content repository. */
function gitBlobOid(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
