/**
 * `binomen facets`: lists of facet values and snippets in and out, and the care of their store.
 *
 * Works beside a running server: LMDB lets both write in turn, and the server's readers see each commit at once.
 * Results go to stdout as JSON or NDJSON, progress to stderr.
 */
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { loadConfig } from "../config.ts";
import { BinomenError } from "../errors.ts";
import { withoutGiven } from "../facets/lists/edits.ts";
import { exportList } from "../facets/lists/export.ts";
import { importHistory } from "../facets/lists/history.ts";
import { importFolder } from "../facets/lists/import-folder.ts";
import { importList, rollBack } from "../facets/lists/imports.ts";
import type { ImportOptions } from "../facets/lists/read-list.ts";
import { unpackList } from "../facets/lists/unpack.ts";
import { byName } from "../facets/records/vocabulary.ts";
import { backUp, restore } from "../facets/store/backup.ts";
import { compactStore, RETENTION_DAYS } from "../facets/store/compact.ts";
import { storeStats } from "../facets/store/stats.ts";
import { FacetStore } from "../facets/store/store.ts";
import { verifyStore } from "../facets/store/verify.ts";
import { grouped, ProgressLine } from "./terminal/progress.ts";
import { addStateFlags, type StateFlags } from "./terminal/settings.ts";
import { printJson } from "./terminal/voice.ts";

interface ImportFlags extends StateFlags {
  readonly source?: number;
  readonly dryRun?: true;
  readonly force?: true;
  readonly allowEmpty?: true;
  readonly encoding: "utf-8" | "windows-1252";
  readonly keyColumn?: string;
  readonly licence?: string;
  readonly rightsHolder?: string;
  readonly citation?: string;
  readonly contact?: string;
}

/** The command with its verbs. */
export function facetsCommand(): Command {
  const facets = new Command("facets").description("import, export, check and back up facets, values and snippets");
  addStateFlags(facets.command("define"))
    .description("add or change facets, values and sources from a JSON file, as `export --vocabulary` prints them")
    .argument("<file>", 'JSON: {"facets": […], "values": […], "sources": […]}')
    .action(async (file: string, flags: StateFlags) => withStore(flags, (store) => define(store, file)));
  addStateFlags(facets.command("import"))
    .description("replace the list of a source by a file, or many lists by a folder; only differences are written")
    .argument("<file>", "CSV, TSV or NDJSON, plain, gzip, Zstandard or a zip of one file; or a folder of such files")
    .option("--source <n>", "number of the source; files of a folder tell it by their path, number or name", wholeId)
    .option("--dry-run", "report what would change, change nothing")
    .option("--force", "let more than a fifth of the list go")
    .option("--allow-empty", "let a file without a usable row empty the list")
    .addOption(new Option("--encoding <name>", "of the file").choices(["utf-8", "windows-1252"]).default("utf-8"))
    .option("--key-column <name>", "snippets: the column that tells them apart; without it their text does")
    .option("--licence <text>", "licence of the list")
    .option("--rights-holder <text>", "who holds the rights")
    .option("--citation <text>", "how the list is cited")
    .option("--contact <text>", "whom to ask")
    .action(async (file: string, flags: ImportFlags) => withStore(flags, (store) => importFrom(store, file, flags)));
  addStateFlags(facets.command("export"))
    .description("print the list of a source as NDJSON, or the facets, values and sources as JSON")
    .option("--source <n>", "number of the source", wholeId)
    .option("--vocabulary", "facets, values and sources instead of a list")
    .action(async (flags: StateFlags & { source?: number; vocabulary?: true }) =>
      readingStore(flags, (store) => exportTo(store, flags)),
    );
  addStateFlags(facets.command("history"))
    .description("what was imported, newest first")
    .option("--source <n>", "only this source", wholeId)
    .action(async (flags: StateFlags & { source?: number }) =>
      readingStore(flags, async (store) => printJson(importHistory(store, flags.source))),
    );
  addStateFlags(facets.command("rollback"))
    .description("make a list what it was after an earlier import")
    .argument("<import>", "number of the import, see history", wholeId)
    .action(async (id: number, flags: StateFlags) =>
      withStore(flags, async (store) => printJson(await rollBack(store, id, "cli"))),
    );
  addStateFlags(facets.command("stats"))
    .description("how much there is")
    .option("--values", "also per facet, value and source")
    .action(async (flags: StateFlags & { values?: true }) =>
      readingStore(flags, async (store) => {
        const more = flags.values ? { perFacet: storeStats(store).facets } : {};
        printJson({ ...statsOf(store), ...more });
      }),
    );
  addStateFlags(facets.command("verify"))
    .description("check that everything in the store fits together")
    .action(async (flags: StateFlags) =>
      readingStore(flags, async (store) => {
        const found = await verifyStore(store);
        printJson(found);
        if (found.problemCount > 0) process.exitCode = 1;
      }),
    );
  addStateFlags(facets.command("compact"))
    .description("forget old deletes; readers that are further behind have to begin anew")
    .option("--days <n>", "how long deletes are told", wholeId, RETENTION_DAYS)
    .action(async (flags: StateFlags & { days: number }) =>
      withStore(flags, async (store) => printJson(await compactStore(store, flags.days))),
    );
  addStateFlags(facets.command("backup"))
    .description("copy the store into a new folder, also while a server runs")
    .argument("<folder>")
    .action(async (folder: string, flags: StateFlags) =>
      readingStore(flags, async (store) => {
        const found = await backUp(store, folder);
        printJson({ folder, ...found });
        if (found.problemCount > 0) process.exitCode = 1;
      }),
    );
  addStateFlags(facets.command("restore"))
    .description("make the store from a backup; no server may run, and no store may be there")
    .argument("<backup>", "folder that backup made")
    .action(async (backup: string, flags: StateFlags) => printJson(await restore(backup, folderOf(flags))));
  return facets;
}

/** Adds and changes what a file defines, in one commit. */
async function define(store: FacetStore, file: string): Promise<void> {
  const kinds = ["facets", "values", "sources"] as const;
  const given = await jsonOf(file);
  for (const kind of Object.keys(given)) {
    if (!(kinds as readonly string[]).includes(kind)) throw invalid(file, `unknown member ${kind}.`);
  }
  const done = await store.write((writer) => {
    const count = { facets: 0, values: 0, sources: 0 };
    for (const kind of kinds) {
      const drafts = given[kind] ?? [];
      if (!Array.isArray(drafts)) throw invalid(file, `${kind} has to be an array.`);
      for (const draft of drafts) {
        if (typeof draft !== "object" || draft === null) throw invalid(file, `${kind} has to hold objects.`);
        const record = withoutGiven(draft as Record<string, unknown>);
        if (kind === "facets") writer.putFacet(record);
        else if (kind === "values") writer.putValue(record);
        else writer.putSource(record);
        count[kind]++;
      }
    }
    return count;
  });
  printJson({ ...done.result, changes: done.changes, sequence: done.sequence });
}

async function importFrom(store: FacetStore, path: string, flags: ImportFlags): Promise<void> {
  const progress = new ProgressLine();
  const { licence, rightsHolder, citation, contact } = flags;
  const about = Object.entries({ licence, rightsHolder, citation, contact }).filter(([, text]) => text !== undefined);
  const options: ImportOptions = {
    by: "cli",
    dryRun: flags.dryRun,
    force: flags.force,
    allowEmpty: flags.allowEmpty,
    encoding: flags.encoding,
    keyColumn: flags.keyColumn,
    source: Object.fromEntries(about),
  };
  const found = await stat(path).catch((cause: unknown) => {
    throw new BinomenError("SOURCE_NOT_FOUND", { path }, { cause });
  });
  try {
    if (found.isDirectory()) {
      const report = await importFolder(store, path, options, (done, of) =>
        progress.show(() => `${grouped(done)} of ${grouped(of)} lists`),
      );
      progress.end();
      printJson(report);
      if (report.failed > 0 || report.files.some((file) => "tooManyRemoved" in file)) process.exitCode = 1;
    } else {
      if (flags.source === undefined)
        throw new BinomenError("CONFIG_INVALID", { setting: "import", problem: "a single list needs --source <n>." });
      const report = await importList(store, flags.source, await unpackList(await readFile(path), path), {
        ...options,
        fileName: basename(path),
        onProgress: (phase, rows) => progress.show(() => `${phase}: ${grouped(rows)} rows`),
      });
      progress.end();
      printJson(report);
      if (report.tooManyRemoved) process.exitCode = 1;
    }
  } finally {
    progress.end();
  }
}

async function exportTo(store: FacetStore, flags: { source?: number; vocabulary?: true }): Promise<void> {
  if ((flags.source === undefined) === (flags.vocabulary === undefined))
    throw new BinomenError("CONFIG_INVALID", { setting: "export", problem: "give either --source or --vocabulary." });
  const vocabulary = store.vocabulary();
  if (flags.source === undefined) {
    const { facets, values, sources } = vocabulary;
    printJson({ facets: byName(facets.values()), values: byName(values.values()), sources: byName(sources.values()) });
    return;
  }
  if (!vocabulary.sources.has(flags.source))
    throw new BinomenError("FACET_NOT_FOUND", { kind: "source", id: flags.source });
  await pipeline(Readable.from(exportList(store, flags.source)), process.stdout, { end: false });
}

function statsOf(store: FacetStore) {
  const { epoch, sequence, tick, oldest, counts } = store.head();
  const { facets, values, sources } = store.vocabulary();
  const vocabulary = { facets: facets.size, values: values.size, sources: sources.size };
  return { directory: store.directory, epoch, sequence, tick, oldest, ...vocabulary, ...counts };
}

/** Opens the store for one command that reads: it waits for nobody who writes. */
async function readingStore(flags: StateFlags, use: (store: FacetStore) => Promise<void>): Promise<void> {
  await closing(await FacetStore.openToRead(folderOf(flags)), use);
}

/** Opens the store for one command that writes. */
async function withStore(flags: StateFlags, use: (store: FacetStore) => Promise<void>): Promise<void> {
  await closing(await FacetStore.open(folderOf(flags)), use);
}

async function closing(store: FacetStore, use: (store: FacetStore) => Promise<void>): Promise<void> {
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

function folderOf({ stateDir, dataDir }: StateFlags): string {
  return join(loadConfig({ stateDir, dataDir }).stateDir, "facets");
}

async function jsonOf(file: string): Promise<Record<string, unknown>> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new BinomenError("SOURCE_NOT_FOUND", { path: file }, { cause });
  });
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw invalid(file, `is no JSON (${(cause as Error).message}).`);
  }
  throw invalid(file, "has to be one JSON object with facets, values and sources.");
}

function invalid(file: string, problem: string): BinomenError {
  return new BinomenError("FACET_FILE_INVALID", { file, problem });
}

function wholeId(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("A number from 1 is expected.");
  return Number(text);
}
