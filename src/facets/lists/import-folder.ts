/**
 * `binomen facets import <folder>`: every list of a folder in one run, with one report.
 *
 * A file belongs to the source whose `filePath` it has, whose number it is named after (`12.csv`, `wfo-fs-12.csv`), or
 * whose name it bears. What belongs to no source, or to several, is reported and not imported.
 */
import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { BinomenError } from "../../errors.ts";
import type { Source } from "../records/records.ts";
import type { FacetStore } from "../store/store.ts";
import { type GivenList, importLists } from "./import-lists.ts";
import type { ImportOptions, ImportReport } from "./read-list.ts";
import { unpackList } from "./unpack.ts";

const LIST_FILE = /\.(csv|tsv|txt|ndjson|jsonl|zip)(\.gz|\.zst)?$/i;
/** Problems shown per list; the import of a single list shows more. */
const SHOWN_PROBLEMS = 5;

/** What became of a folder. */
export interface FolderReport {
  lists: number;
  failed: number;
  rows: number;
  added: number;
  changed: number;
  unchanged: number;
  removed: number;
  duplicate: number;
  bad: number;
  seconds: number;
  files: ({ file: string; source: number | null } & (
    | (Pick<ImportReport, "rows" | "added" | "changed" | "unchanged" | "removed" | "duplicate" | "bad" | "problems"> & {
        tooManyRemoved?: true;
      })
    | { error: string; code: string }
  ))[];
}

/** Imports the lists of a folder and of those below it. @throws BinomenError SOURCE_NOT_FOUND for a folder without any */
export async function importFolder(
  store: FacetStore,
  folder: string,
  options: ImportOptions,
  onProgress: (done: number, of: number) => void,
): Promise<FolderReport> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && LIST_FILE.test(entry.name) && !/^[._]/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
  if (files.length === 0) throw new BinomenError("SOURCE_NOT_FOUND", { path: join(folder, "*.csv") });
  const start = performance.now();
  const totals = { rows: 0, added: 0, changed: 0, unchanged: 0, removed: 0, duplicate: 0, bad: 0 };
  const report: FolderReport = { lists: 0, failed: 0, ...totals, seconds: 0, files: [] };
  const fail = (file: string, source: number | null, error: unknown): void => {
    if (!(error instanceof BinomenError)) throw error;
    report.failed++;
    report.files.push({ file, source, code: error.code, error: error.message });
  };
  const given: GivenList[] = [];
  const sources = [...store.vocabulary().sources.values()];
  for (const file of files) {
    const fitting = sourcesOf(sources, file);
    const [source] = fitting;
    if (source !== undefined && fitting.length === 1)
      given.push({
        name: file,
        source: source.id,
        read: async () => unpackList(await readFile(join(folder, file)), file),
        options: { ...options, fileName: basename(file) },
      });
    else {
      const problem =
        fitting.length === 0
          ? "it belongs to no source: none has this filePath, number or name. Import it with --source."
          : `it may belong to sources ${fitting.map(({ id }) => id).join(", ")}. Import it with --source.`;
      fail(file, null, new BinomenError("FACET_FILE_INVALID", { file, problem }));
    }
  }
  for await (const outcome of importLists(store, given)) {
    const { name: file, source } = outcome;
    if ("error" in outcome) fail(file, source, outcome.error);
    else {
      const { rows, added, changed, unchanged, removed, duplicate, bad, problems, tooManyRemoved } = outcome.report;
      const counts = { rows, added, changed, unchanged, removed, duplicate, bad };
      for (const count of Object.keys(totals) as (keyof typeof totals)[]) report[count] += counts[count];
      report.lists++;
      const shown = { file, source, ...counts, problems: problems.slice(0, SHOWN_PROBLEMS) };
      report.files.push(tooManyRemoved ? { ...shown, tooManyRemoved } : shown);
    }
    onProgress(report.lists + report.failed, files.length);
  }
  report.seconds = Math.round(performance.now() - start) / 1000;
  return report;
}

/** Sources that a file may be the list of: by its path if any has it, else by number, else by name. */
function sourcesOf(sources: readonly Source[], file: string): Source[] {
  const stem = basename(file).replace(LIST_FILE, "");
  const byPath = sources.filter(({ filePath }) => filePath === file || filePath?.endsWith(`/${file}`));
  if (byPath.length > 0) return byPath;
  const number = /^(?:wfo-[fs]s-|source-)?([1-9][0-9]*)$/.exec(stem)?.[1];
  const byNumber = sources.filter(({ id }) => String(id) === number);
  if (byNumber.length > 0) return byNumber;
  const byFile = sources.filter(({ filePath }) => filePath !== null && basename(filePath) === basename(file));
  if (byFile.length > 0) return byFile;
  return sources.filter(({ name }) => name.toLowerCase() === stem.toLowerCase());
}
