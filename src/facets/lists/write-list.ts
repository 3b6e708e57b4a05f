/**
 * What does a new version of a list change?
 *
 * Rows are compared with what is there and only differences are written: the same file twice changes nothing, and a
 * snippet keeps its id as long as its text, or its key, stays. What the file does not have goes, whatever it was.
 */
import { BinomenError } from "../../errors.ts";
import { nameId } from "../records/identifiers.ts";
import { isSnippetSource, type Source } from "../records/records.ts";
import { snippetIdentity } from "../store/commit/commit-snippets.ts";
import type { FacetWriter } from "../store/commit/writer.ts";
import type { ImportRow } from "./import-rows.ts";
import {
  type ImportOptions,
  type ImportReport,
  note,
  PROGRESS_ROWS,
  type ReadList,
  requireSource,
} from "./read-list.ts";

/** Share of a list that may go without being forced, as WFO's editors agreed. */
const MAX_REMOVED_SHARE = 0.2;
/** Below this a list is too short for a share to mean anything. */
const GUARDED_FROM = 10;

/**
 * Replaces the list inside a commit. When it throws, nothing of the list is written, so that others of the commit may be.
 * @throws BinomenError FACET_NOT_FOUND, FACET_IMPORT_REMOVES
 */
export function writeList(writer: FacetWriter, list: ReadList): void {
  const source = requireSource(writer.vocabulary, list.source);
  if (isSnippetSource(source) !== (list.report.kind === "snippets"))
    throw new BinomenError("FACET_SOURCE_KIND", { source: source.name, facetValueId: source.facetValueId });
  if (list.report.kind === "scores") replaceScores(writer, source, list);
  else replaceSnippets(writer, list);
}

function replaceScores(writer: FacetWriter, source: Source, list: ReadList): void {
  const { report } = list;
  const value = source.facetValueId as number;
  const rows = firstOfEach(list, ({ name }) => name, "The name stands on line");
  // In the order of the store's keys: neighbours are written together.
  rows.sort((a, b) => a.name - b.name);
  const kept = new Set(rows.map(({ name }) => name));
  const before = writer.scoresOfSource(source.id);
  const gone = before.filter((score) => score.value !== value || !kept.has(score.name));
  guardRemovals(report, list.options, gone.length, before.length);
  let done = 0;
  for (const { name, metadata } of rows) {
    report[writer.putScore(name, value, source.id, metadata)]++;
    if (++done % PROGRESS_ROWS === 0) list.options.onProgress?.("compared", done);
  }
  for (const score of gone) if (writer.deleteScore(score.name, score.value, source.id)) report.removed++;
}

function replaceSnippets(writer: FacetWriter, list: ReadList): void {
  const { report, source } = list;
  const { keyColumn } = list.options;
  const keyed = new Map<ImportRow, string>();
  for (const row of list.rows) keyed.set(row, keyOf(row, keyColumn));
  const rows = firstOfEach(list, (row) => `${row.name} ${keyed.get(row)}`, "The same snippet stands on line");
  const before = new Map<string, number>();
  for (const { name, snippet, identity } of writer.snippetsOfSource(source))
    before.set(`${name} ${identity.toString("latin1")}`, snippet);
  const gone = new Map(before);
  for (const row of rows) gone.delete(`${row.name} ${snippetIdentity(keyed.get(row) as string).toString("latin1")}`);
  guardRemovals(report, list.options, gone.size, before.size);
  let done = 0;
  for (const row of rows) {
    const { name, body, metadata } = row;
    const { outcome } = writer.putSnippet({ source, name, body, metadata }, keyed.get(row) as string);
    report[outcome]++;
    if (++done % PROGRESS_ROWS === 0) list.options.onProgress?.("compared", done);
  }
  for (const id of gone.values()) if (writer.deleteSnippet(id)) report.removed++;
}

/** The first row of each key; the others are reported. */
function firstOfEach<K>({ rows, report }: ReadList, key: (row: ImportRow) => K, what: string): ImportRow[] {
  const lines = new Map<K, number>();
  return rows.filter((row) => {
    const first = lines.get(key(row));
    if (first === undefined) {
      lines.set(key(row), row.line);
      return true;
    }
    const hint = `${what} ${first} already; that row is used.`;
    note(report, { code: "DUPLICATE_NAME", line: row.line, column: "wfo_id", value: nameId(row.name), hint });
    return false;
  });
}

/** Refuses to lose more than a fifth of a list, unless forced. */
function guardRemovals(report: ImportReport, options: ImportOptions, removed: number, before: number): void {
  const { force, dryRun, allowEmpty } = options;
  const isEmptied = allowEmpty === true && removed === before;
  if (force === true || isEmptied || before < GUARDED_FROM || removed <= before * MAX_REMOVED_SHARE) return;
  report.tooManyRemoved = true;
  if (dryRun === true) return;
  throw new BinomenError("FACET_IMPORT_REMOVES", { source: report.source, removed, before });
}

/** What tells a snippet from others of its name. A row without a key is told apart by its text, so that none is lost. */
function keyOf({ metadata, body }: ImportRow, column: string | undefined): string {
  if (column === undefined) return body;
  return (JSON.parse(metadata ?? "{}") as Record<string, string>)[column] || body;
}
