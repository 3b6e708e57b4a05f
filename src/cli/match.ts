import { Command, Option } from "commander";
import type { AnswerFormat, BulkFormat } from "../bulk/format.ts";
import type { ColumnUse } from "../bulk/header.ts";
import { endOf, writeChunks } from "../bulk/write-chunks.ts";
import { openMatching } from "../checklists/matching.ts";
import { loadConfig } from "../config.ts";
import { ProblemReport } from "../taxonomy/problem-report.ts";
import { LIST_FORMS, openList } from "./list-input.ts";
import { columnLines, problemLines } from "./list-report.ts";
import { openingEvents, rowsText } from "./terminal/opening.ts";
import { checkOutput, openOutput } from "./terminal/output.ts";
import { grouped, ProgressLine } from "./terminal/progress.ts";
import { restartTuned } from "./terminal/runtime.ts";
import { addServiceFlags, collectMap, type ServiceFlags, settingsOf } from "./terminal/settings.ts";
import { isWorkbookName, writeWorkbook } from "./workbook-list.ts";

interface MatchFlags extends ServiceFlags {
  from?: BulkFormat;
  to?: AnswerFormat;
  map?: Record<string, string>;
  column?: string;
  json?: true;
  strict?: boolean;
  verbose?: boolean;
  out?: string;
  sheet?: string;
}

/** Exit code when all is done but some rows could not be read. */
const SOME_ROWS_FAILED = 3;

/** `binomen match [file]`: matches every row of a list and writes it back with the answer. */
export function matchCommand(): Command {
  return addServiceFlags(new Command("match"))
    .description(
      "match a list of names: CSV, TSV, XLSX, ODS, NDJSON, JSON or one name a line; gzip and zstd are unpacked",
    )
    .argument("[file]", "file to read, - for stdin", "-")
    .addOption(
      new Option("--from <form>", "form of the list (default: seen from name and content)").choices(LIST_FORMS),
    )
    .addOption(
      new Option("--to <form>", "form of the answers (default: as the list; TSV for plain lines)").choices(
        ANSWER_FORMS,
      ),
    )
    .option("--json", "answers as JSON: --to json; what was odd as JSON, too")
    .option("--column <name>", "column that holds the names")
    .option("--map <column=term>", "read a column as a field of a match; may be given several times", collectMap)
    .option("--strict", "exact names only, no higher taxa instead")
    .option("--verbose", "with alternatives and steps (JSON forms)")
    .option("--sheet <name>", "sheet of a workbook (default: the one that looks most like a list of names)")
    .option("--out <file>", "file to write; .xlsx makes a workbook (default: stdout)")
    .addHelpText("after", HELP)
    .action(async (file: string, flags: MatchFlags) => {
      restartTuned(loadConfig(settingsOf(flags)).tuning);
      if (flags.out !== undefined) checkOutput(flags.out, file);
      const { bytes, asked, delimiter, map, notes, share } = await openList(file, flags);
      const toWorkbook = isWorkbookName(flags.out) && flags.to === undefined;
      const to = flags.to ?? (flags.json ? "json" : undefined);
      const matching = await openMatching(loadConfig(settingsOf(flags)), openingEvents({ quiet: true }));
      const progress = new ProgressLine();
      const total = { rows: 0, failedRows: 0, bytesRead: 0 };
      const problems = new ProblemReport();
      for (const note of notes) progress.say(`binomen: ${note}`);
      let columns: ColumnUse | undefined;
      const answers = matching.answerStream(
        bytes,
        {
          asked,
          answered: toWorkbook ? "csv" : (to ?? (asked === "text" ? "tsv" : asked)),
          ...(delimiter !== undefined && { delimiter }),
          defaults: { strict: flags.strict, verbose: flags.verbose, details: true },
          map,
          maxRows: Number.MAX_SAFE_INTEGER,
          maxBytes: 2 ** 31,
          onColumns: (use) => {
            columns = use;
            if (flags.json) return;
            for (const line of columnLines(use)) progress.say(`binomen: ${line}`);
          },
        },
        undefined,
        (batch) => {
          total.rows += batch.rows;
          total.failedRows += batch.failedRows;
          total.bytesRead += batch.bytesRead;
          problems.merge(batch.problems ?? []);
          progress.show(() => rowsText(total.rows, progress.seconds, total.bytesRead, share()));
        },
      );
      try {
        const recycle = (chunk: Uint8Array): void => matching.recycle(chunk);
        if (toWorkbook && flags.out !== undefined) await writeWorkbook(answers, flags.out, recycle, problems);
        else {
          const out = flags.out === undefined ? process.stdout : openOutput(flags.out);
          const failure =
            (await writeChunks(answers, out, recycle)) ?? (flags.out === undefined ? undefined : await endOf(out));
          // Whoever reads may stop reading: `| head`.
          if (failure && (failure as NodeJS.ErrnoException).code !== "EPIPE") throw failure;
        }
      } finally {
        await matching.close();
      }
      if (total.failedRows > 0) process.exitCode = SOME_ROWS_FAILED;
      if (flags.json) {
        const seconds = Number(progress.seconds.toFixed(3));
        progress.say("done", { ...total, seconds, columns, notes, problems: problems.toJSON() });
        return;
      }
      if (process.stderr.isTTY) progress.say(rowsText(total.rows, progress.seconds, total.bytesRead));
      for (const line of problemLines(problems.toJSON())) progress.say(`binomen: ${line}`);
      if (total.rows === 0) progress.say("binomen: the list has no rows");
      if (total.failedRows > 0) {
        progress.say(
          `binomen: ${grouped(total.failedRows)} of ${grouped(total.rows)} rows could not be read; see their errors`,
        );
      }
    });
}

const ANSWER_FORMS: readonly AnswerFormat[] = ["csv", "tsv", "ndjson", "json", "msgpack"];

const HELP = `
Tables keep their columns and get those of the answer after them. The first line of a table names its columns:
scientificName, Latin name, author and other Darwin Core, ColDP or GBIF names are understood, others are named by --column or --map.

Exit codes: 0 every row was answered, 1 it failed, 2 the command line is wrong, 3 some rows could not be read.`;
