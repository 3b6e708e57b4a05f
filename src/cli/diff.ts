import { writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import type { BulkFormat } from "../bulk/format.ts";
import { CHANGE_KINDS } from "../changes/kinds.ts";
import { type ListQueries, listQueries } from "../changes/list-queries.ts";
import { type NameChanges, nameChanges } from "../changes/name-changes.ts";
import { nameChangesHtml, usageChangesHtml } from "../changes/report-html.ts";
import { briefNames, briefUsages, nameTable, usageTable } from "../changes/report-table.ts";
import { type PairedBy, seemUnstable, UsageChanges } from "../changes/usage-changes.ts";
import { loadConfig } from "../config.ts";
import { BinomenError } from "../errors.ts";
import { ImageReader } from "../image/read.ts";
import { openSharedChecklists } from "../occurrences/dataset/checklists.ts";
import { tableText } from "../tables/write.ts";
import { ProblemReport } from "../taxonomy/problem-report.ts";
import { LIST_FORMS, type ListFlags, openList } from "./list-input.ts";
import { columnLines, problemLines } from "./list-report.ts";
import { aligned } from "./terminal/aligned.ts";
import { openingEvents } from "./terminal/opening.ts";
import { checkOutput, openOutput } from "./terminal/output.ts";
import { grouped, ProgressLine, shareText } from "./terminal/progress.ts";
import { collectMap } from "./terminal/settings.ts";
import { tell } from "./terminal/voice.ts";
import { isWorkbookName, writeWorkbookRows } from "./workbook-list.ts";

interface DiffFlags extends ListFlags {
  from?: BulkFormat;
  strict?: boolean;
  count?: string;
  by?: PairedBy;
  all?: boolean;
  format: "table" | "json" | "html";
  json?: boolean;
  html?: string;
  out?: string;
  dataDir?: string;
}

/** Exit code when all is done but some rows could not be read. */
const SOME_ROWS_FAILED = 3;

/** Rows of the table that a terminal is given. */
const TERMINAL_ROWS = 50;

/** One of the two releases. */
interface Release {
  readonly path: string;
  readonly image: ImageReader;
}

/** `binomen diff OLD NEW [list]`: what a new release changes, for the names of a list or for all usages. */
export function diffCommand(): Command {
  return new Command("diff")
    .description("tell what changes between two releases of a checklist, for your list or for all usages")
    .argument("<old>", "release as it was: source or image")
    .argument("<new>", "release as it is now")
    .argument("[list]", "list of names, anything that match reads, - for stdin; without it usages are compared")
    .addOption(
      new Option("--from <form>", "form of the list (default: seen from name and content)").choices(LIST_FORMS),
    )
    .option("--column <name>", "column of the list that holds the names")
    .option("--map <column=term>", "read a column as a field of a match; may be given several times", collectMap)
    .option("--sheet <name>", "sheet of a workbook (default: the one that looks most like a list of names)")
    .option("--count <column>", "column that says for how many records a row stands (default: each row is one)")
    .option("--strict", "exact names only, no higher taxa instead")
    .option("--all", "list names that do not change, too")
    .addOption(new Option("--by <what>", "without a list: pair usages by id or by name").choices(["id", "name"]))
    .addOption(new Option("--format <format>", "what to print").choices(["table", "json", "html"]).default("table"))
    .option("--json", "print JSON: --format json")
    .option("--html <file>", "also write the changes as a page")
    .option("--out <file>", "file to write; .xlsx makes a workbook (default: stdout)")
    .option("--data-dir <dir>", "folder for compiled images")
    .addHelpText("after", HELP)
    .action(async (before: string, after: string, list: string | undefined, flags: DiffFlags) => {
      for (const path of [flags.out, flags.html])
        for (const input of [before, after, ...(list === undefined ? [] : [list])])
          if (path !== undefined) checkOutput(path, input);
      const progress = new ProgressLine();
      // A list that is not there or not a list is told before minutes of compiling.
      const opened = list === undefined ? undefined : await openList(list, flags);
      for (const note of opened?.notes ?? []) progress.say(`binomen: ${note}`);
      const read =
        opened &&
        (await listQueries(opened.bytes, {
          ...opened,
          countColumn: flags.count,
          defaults: flags.strict ? { strict: true } : {},
          onColumns: (use) => {
            for (const line of columnLines(use)) progress.say(`binomen: ${line}`);
          },
          onRows: (rows) => progress.show(() => shareText(rows, undefined, "rows read", progress.seconds)),
        }));
      progress.end();
      const releases = [await openRelease(before, flags), await openRelease(after, flags)] as const;
      if (read && list !== undefined) await diffNames(releases, list, read, flags);
      else await diffUsages(releases, flags);
    });
}

async function openRelease(path: string, { dataDir }: DiffFlags): Promise<Release> {
  const events = openingEvents({ quiet: true });
  const [opened] = await openSharedChecklists([path], loadConfig({ dataDir }).dataDir, events);
  events.progress.end();
  return { path, image: new ImageReader(opened!.image, path) };
}

async function diffNames([old, next]: readonly [Release, Release], list: string, read: ListQueries, flags: DiffFlags) {
  const progress = new ProgressLine();
  const { queries, rows, emptyRows, failedRows, failures, problems } = read;
  const found = nameChanges(old.image, next.image, queries, {
    all: flags.all,
    onProgress: (names) => progress.show(() => shareText(names, queries.length, "names", progress.seconds)),
  });
  const unit = flags.count === undefined ? "rows" : flags.count;
  const subject = { before: old.path, after: next.path, list: list === "-" ? "stdin" : list, unit };
  progress.end();
  const { changes, ...counts } = found;
  const head = {
    ...aboutBoth(old, next),
    list: subject.list,
    rows,
    emptyRows,
    failedRows,
    failures,
    problems,
    ...counts,
  };
  await write(flags, {
    json: () => jsonText(head, changes),
    table: () => nameTable(changes),
    brief: () => briefNames(changes),
    html: () => nameChangesHtml(found, subject),
  });
  if (failedRows > 0) process.exitCode = SOME_ROWS_FAILED;
  if (flags.json) return;
  for (const line of nameSummary(found, unit)) progress.say(line);
  if (emptyRows > 0)
    progress.say(`binomen: ${emptyRows === 1 ? "1 row has" : `${grouped(emptyRows)} rows have`} no name`);
  for (const line of problemLines(problems)) progress.say(`binomen: ${line}`);
  if (failedRows > 0) {
    for (const failure of failures) progress.say(`binomen: ${failure}`);
    progress.say(`binomen: ${grouped(failedRows)} of ${grouped(rows)} rows could not be read`);
  }
}

async function diffUsages([old, next]: readonly [Release, Release], flags: DiffFlags) {
  const progress = new ProgressLine();
  const pairedBy = flags.by ?? "id";
  if (flags.by === undefined && seemUnstable(old.image, next.image))
    progress.say(
      "binomen: few usages have the same id in both releases, or ids bear other names; --by name pairs by name",
    );
  const found = new UsageChanges(old.image, next.image, {
    pairedBy,
    onProgress: (usages) => progress.show(() => shareText(usages, old.image.usageCount, "usages", progress.seconds)),
  });
  progress.end();
  const { counts } = found;
  const subject = { before: old.path, after: next.path, unit: "usages" };
  await write(flags, {
    json: () => jsonText({ ...aboutBoth(old, next), usages: counts }, found.all()),
    table: () => usageTable(found.all()),
    brief: () => briefUsages(found.all()),
    html: () => usageChangesHtml(counts, () => found.all(), subject),
  });
  if (flags.json) return;
  progress.say(
    `binomen: ${grouped(counts.added)} usages added, ${grouped(counts.removed)} removed, ${grouped(counts.changed)} changed, ${grouped(counts.unchanged)} unchanged`,
  );
}

function nameSummary({ names, byKind }: NameChanges, unit: string): string[] {
  const changed = CHANGE_KINDS.filter((kind) => kind !== "same" && byKind[kind].names > 0);
  return [
    `binomen: ${grouped(names - byKind.same.names)} of ${grouped(names)} names change`,
    ...changed.map((kind) => {
      const { names: own, count } = byKind[kind];
      return `  ${grouped(own).padStart(9)}  ${kind} (${grouped(count)} ${unit === "rows" && count === 1 ? "row" : unit})`;
    }),
  ];
}

function aboutBoth(old: Release, next: Release) {
  const [before, after] = [old, next].map(({ path, image: { header } }) => ({
    source: path,
    checklistKey: header.checklistKey,
    title: header.title,
    release: header.releaseId,
    usages: header.usageCount,
  }));
  return { before, after };
}

/** An object with a long list as its last member, written piece by piece. */
function* jsonText(head: object, changes: Iterable<unknown>): Generator<string> {
  yield `${JSON.stringify(head, undefined, 1).slice(0, -2)},\n "changes": [`;
  let separator = "\n";
  for (const change of changes) {
    yield `${separator}  ${JSON.stringify(change)}`;
    separator = ",\n";
  }
  yield "\n ]\n}\n";
}

/** The same changes in each of the forms. */
interface Forms {
  json(): Iterable<string>;
  table(): Iterable<string[]>;
  /** The table for a terminal: fewer columns. */
  brief(): Iterable<string[]>;
  html(): string;
}

async function write(flags: DiffFlags, forms: Forms): Promise<void> {
  if (flags.html !== undefined) writeFileSync(flags.html, forms.html());
  const format = flags.json ? "json" : flags.format;
  if (isWorkbookName(flags.out)) {
    const problems = new ProblemReport();
    await writeWorkbookRows(forms.table(), flags.out!, problems);
    for (const line of problemLines(problems.toJSON())) tell(`binomen: ${line}`);
    return;
  }
  if (format === "table" && flags.out === undefined && process.stdout.isTTY) {
    process.stdout.write(terminalTable(forms.brief()));
    return;
  }
  const text = format === "json" ? forms.json() : format === "html" ? [forms.html()] : tableText(forms.table(), "\t");
  const { out: path } = flags;
  const pieces = Readable.from(inPieces(text));
  if (path === undefined) return pipeline(pieces, process.stdout, { end: false });
  await pipeline(pieces, openOutput(path)).catch((cause: Error) => {
    throw new BinomenError("OUTPUT_UNUSABLE", { path, problem: cause.message }, { cause });
  });
}

/** The first rows of a table, aligned, and how many there are beyond them. */
function terminalTable(all: Iterable<string[]>): string {
  const shown: string[][] = [];
  let more = 0;
  for (const row of all)
    if (shown.length <= TERMINAL_ROWS) shown.push(row);
    else more++;
  return `${aligned(shown)}${more > 0 ? `… ${grouped(more)} more: --out changes.tsv, --out changes.xlsx, --html or --json\n` : ""}`;
}

/** Strings put together to pieces that are worth a write. */
function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < 1 << 16) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

const HELP = `
With a list, each distinct name is matched against both releases; a row of the table is a name that is answered otherwise:
${CHANGE_KINDS.filter((kind) => kind !== "same").join(", ")}.
Without a list, usages that were added, removed, or have another name, rank, status, accepted name or parent.
Tables and JSON go to stdout, the counts to stderr. A terminal is shown the first rows in few columns; pipes and files
get all rows and columns.

Exit codes: 0 done, 1 it failed, 2 the command line is wrong, 3 some rows could not be read.`;
