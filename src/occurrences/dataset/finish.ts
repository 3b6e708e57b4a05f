/** What is written once all chunks are done: names.tsv, the reports, dataset.json; then the attempt gets its name. */
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { OccurrenceSource } from "../reading/source.ts";
import { type AttemptInfo, type AttemptPlan, partsOf } from "./attempts.ts";
import { interpretedFile } from "./chunk/chunk-files.ts";
import { NAME_COLUMNS } from "./chunk/names-file.ts";
import { partName, writeWhole } from "./files.ts";
import { parquetFile } from "./parquet/parquet-file.ts";
import type { AttemptReport, Surveyed, UnmatchedName } from "./report/attempt-report.ts";
import { type ChunkReport, countIn, emptyReport, mergeReport } from "./report/chunk-report.ts";
import { reportHtml } from "./report/report-html.ts";
import { openDuckDb } from "./resolve.ts";

/** Names that the report lists. */
const UNMATCHED_SHOWN = 200;

/** Rows of a list of names are told apart by file and row; a chunk asks at most as many questions as it has rows, of each checklist. */
const MOST_ROWS_OF_FILE = 2 ** 32;

/** What is known at the end. */
export interface FinishedWork {
  readonly folder: string;
  readonly name: string;
  readonly out: string;
  readonly plan: AttemptPlan;
  readonly source: Pick<OccurrenceSource, "format" | "metadata" | "problems">;
  readonly identity: Surveyed;
}

/** Finishes an attempt; what its report says. */
export async function finishAttempt({
  folder,
  name,
  out,
  plan,
  source,
  identity,
}: FinishedWork): Promise<AttemptReport> {
  if (partsOf(folder).length === 0) writeEmptyPart(folder, plan.version);
  const merged = emptyReport();
  for (const part of partsOf(folder)) {
    const path = join(folder, "ledger", part.replace(/parquet$/, "json"));
    if (existsSync(path)) mergeReport(merged, JSON.parse(readFileSync(path, "utf8")) as ChunkReport);
  }
  for (const { kind, count, first } of source.problems.toJSON()) {
    for (const { file, line } of first) countIn(merged.problems, kind, `${file ?? ""}:${line}`, 0);
    countIn(merged.problems, kind, "", count);
  }
  for (const { kind, count, first } of identity.sideProblems ?? [])
    countIn(merged.problems, kind, first[0] ? `${first[0].file ?? ""}:${first[0].line}` : "", count);
  const unmatchedNames = await writeNames(folder, plan.checklists[0]?.checklistKey);
  const report: AttemptReport = {
    attempt: name,
    format: source.format,
    identity: identity.counts,
    unclaimedExtensionRows: identity.unclaimed,
    ...merged,
    unmatchedNames,
  };
  const { title, licence, doi, version: sourceVersion } = source.metadata;
  const info: AttemptInfo = {
    attempt: name,
    ...plan,
    format: source.format,
    title,
    license: licence,
    doi,
    citation: title && [title, sourceVersion && `Version ${sourceVersion}`, doi].filter(Boolean).join(". "),
    records: report.records,
    parts: partsOf(folder).length,
  };
  writeWhole(join(folder, "report.json"), `${JSON.stringify(report, null, 1)}\n`);
  writeWhole(join(folder, "report.html"), reportHtml(report, info));
  writeWhole(join(folder, "dataset.json"), `${JSON.stringify(info, null, 1)}\n`);
  for (const left of ["survey.json", "survey", "side", "sides.parquet", "ledger", "spill", "plan.json"])
    rmSync(join(folder, left), { recursive: true, force: true });
  renameSync(folder, join(out, name));
  writeWhole(
    join(out, "dataset.json"),
    `${JSON.stringify({ current: name, datasetKey: plan.options.datasetKey, title }, null, 1)}\n`,
  );
  return report;
}

/** A dataset without records has one part without rows, so that readers find the columns. */
function writeEmptyPart(folder: string, version: string): void {
  const createdBy = `binomen ${version}`;
  const name = `${partName(0)}.parquet`;
  writeWhole(join(folder, "interpreted", name), interpretedFile([], createdBy));
  const columns = ["gbifID", "coreId", "extensions"].map((column, i) => ({
    name: column,
    type: i === 0 ? ("long" as const) : ("text" as const),
  }));
  writeWhole(join(folder, "verbatim", name), parquetFile(columns, [[], [], []], 0, createdBy));
}

/** Writes names.tsv, most frequent first. @returns the names without a match in the default checklist */
async function writeNames(folder: string, checklistKey: string | undefined): Promise<UnmatchedName[]> {
  const names = NAME_COLUMNS.map(({ name }) => name);
  const path = join(folder, "names.tsv");
  const files = join(folder, "ledger", "*.names.parquet").replaceAll("'", "''");
  const hasFiles =
    existsSync(join(folder, "ledger")) &&
    partsOf(folder).some((part) => existsSync(join(folder, "ledger", part.replace(/parquet$/, "names.parquet"))));
  if (!hasFiles) {
    writeWhole(path, `${[...names, "count"].join("\t")}\n`);
    return [];
  }
  const { run, close } = await openDuckDb(folder);
  try {
    const quoted = names.map((name) => `"${name}"`);
    const cells = names.map(
      (name) => `translate("${name}"::varchar, chr(9) || chr(10) || chr(13), '   ') as "${name}"`,
    );
    // In steps, each of little memory: texts are never grouped, only their hashes and the places where they stand.
    await run.run(`create view f as select *, regexp_extract(filename, 'part-(\\d+)', 1)::bigint * ${MOST_ROWS_OF_FILE} + file_row_number
      as place from read_parquet('${files}', filename = true, file_row_number = true)`);
    await run.run(`create temp table counts as select hashA, hashB, sum(count)::bigint as count from f
      where count is not null group by hashA, hashB`);
    // What two workers tell of a question is the same.
    await run.run(`create temp table firsts as select min(place) as place from f where checklistKey is not null
      group by hashA, hashB, checklistKey`);
    await run.run(`create temp table told as select f.place, counts.count, ${quoted.join(", ")}
      from f semi join firsts using (place) join counts using (hashA, hashB)`);
    // Two questions may differ in what no column shows.
    const whole = quoted.map((name) => `coalesce(${name}::varchar, chr(2))`).join(", ");
    await run.run(`create temp table lines as select min(place) as place, sum(count)::bigint as count from told
      group by md5(concat_ws(chr(1), ${whole}))`);
    await run.run(`create view n as select ${quoted.join(", ")}, lines.count from told join lines using (place)`);
    await run.run(`copy (select ${cells.join(", ")}, count from n
      order by n.count desc, ${quoted.map((name) => `n.${name} nulls first`).join(", ")})
      to '${`${path}.writing`.replaceAll("'", "''")}' (format csv, delimiter '\t', header true, quote '', escape '')`);
    renameSync(`${path}.writing`, path);
    const unmatched =
      await run.runAndReadAll(`select coalesce(n.scientificName, n.genus, '') as name, sum(n.count)::bigint as records from n
      where n.matchType = 'NONE' and n.checklistKey = '${(checklistKey ?? "").replaceAll("'", "''")}'
      group by 1 order by 2 desc, 1 limit ${UNMATCHED_SHOWN}`);
    return unmatched.getRowsJS().map(([name, records]) => ({ name: String(name), records: Number(records) }));
  } finally {
    close();
  }
}
