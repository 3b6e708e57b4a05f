import { Command, InvalidArgumentError, Option } from "commander";
import { loadConfig, VERSION } from "../../config.ts";
import { openSharedChecklists } from "../../occurrences/dataset/checklists.ts";
import { type AttemptResult, runAttempt } from "../../occurrences/dataset/run.ts";
import type { InterpretationOptions } from "../../occurrences/interpretation/tools.ts";
import { problemMessage } from "../../taxonomy/problem-report.ts";
import { openingEvents } from "../terminal/opening.ts";
import { grouped, ProgressLine, phaseTexts } from "../terminal/progress.ts";
import { addServiceFlags, collectMap, instant, type ServiceFlags, settingsOf } from "../terminal/settings.ts";
import { printJson } from "../terminal/voice.ts";

interface InterpretFlags extends ServiceFlags {
  out: string;
  resume?: boolean;
  force?: boolean;
  default?: Record<string, string>;
  dictionaries?: string;
  dateOrder?: "DMY" | "MDY";
  readVerbatimDate?: boolean;
  twoDigitYears?: number;
  keepCoordinates?: boolean;
  license?: string;
  datasetKey?: string;
  publishingOrgKey?: string;
  publishingCountry?: string;
  newShare?: number;
  clock?: number;
  json?: true;
}

/** `binomen interpret <source> --out <folder>`: occurrence records as published become records as understood. */
export function interpretCommand(): Command {
  return addServiceFlags(new Command("interpret"))
    .description("interpret occurrence records into a dataset of Parquet files")
    .argument("<source>", "Darwin Core archive, GBIF download, CSV, TSV, NDJSON or XLSX with Darwin Core names")
    .requiredOption("--out <folder>", "folder of the dataset; each run makes a new attempt in it")
    .option("--resume", "go on with the attempt that was not finished")
    .option("--force", "go on although there are no rows, many cannot be kept, or many identifiers are new")
    .option("--new-share <percent>", "share of new identifiers from which on an attempt stops", percent)
    .option("--default <term=value>", "value of a term where a record has none; may be given several times", collectMap)
    .option("--dictionaries <folder>", "folder with dictionaries of your own, which come first")
    .addOption(new Option("--date-order <order>", "order of day and month in ambiguous dates").choices(["DMY", "MDY"]))
    .option("--read-verbatim-date", "read labels where no term gives a day: verbatimEventDate, else eventDate")
    .option(
      "--two-digit-years <from>",
      "first of the hundred years that '92 on a label may mean: 1880 makes it 1892",
      year,
    )
    .option("--keep-coordinates", "flag coordinates that seem exchanged or negated, but leave them as they are")
    .option("--license <license>", "licence of the dataset: CC0_1_0, CC_BY_4_0 or CC_BY_NC_4_0")
    .option("--dataset-key <key>", "key of the dataset, for records that name none")
    .option("--publishing-org-key <key>", "key of the publisher, for records that name none")
    .option("--publishing-country <code>", "country of the publisher, ISO-2")
    .option("--clock <time>", "time that counts as the present, ISO 8601 (default: now)", instant)
    .option("--json", "print what came out as JSON")
    .addHelpText("after", HELP)
    .action(async (source: string, flags: InterpretFlags) => {
      const config = loadConfig(settingsOf(flags));
      const events = openingEvents({ quiet: true });
      const checklists = await openSharedChecklists(config.backbones, config.dataDir, events);
      events.progress.end();
      const progress = new ProgressLine();
      const texts = phaseTexts("rows");
      const result = await runAttempt({
        source,
        out: flags.out,
        checklists,
        version: VERSION,
        options: optionsOf(flags),
        defaults: flags.default,
        ownDictionaries: flags.dictionaries,
        workers: config.workers || undefined,
        resume: flags.resume,
        force: flags.force,
        mostNew: flags.newShare,
        now: flags.clock,
        onProgress: (phase, rows, total, share) => {
          const text = texts(phase, rows, total, share);
          progress.show(() => text);
        },
      });
      if (flags.json) {
        progress.end();
        printJson({ ...result, seconds: Number(progress.seconds.toFixed(3)) });
        return;
      }
      progress.say(summaryOf(result, progress.seconds));
      for (const [kind, { count, examples }] of Object.entries(result.problems)) {
        const places = examples.slice(0, PLACES_SHOWN).join(", ");
        progress.say(
          `binomen: ${grouped(count)} × ${problemMessage(kind)} (${places}${count > PLACES_SHOWN ? ", …" : ""})`,
        );
      }
      process.stdout.write(`${result.folder}\n`);
    });
}

function optionsOf(flags: InterpretFlags): Partial<InterpretationOptions> {
  return {
    ...(flags.dateOrder && { dateOrders: [flags.dateOrder, `${flags.dateOrder}T`] }),
    readVerbatimDate: flags.readVerbatimDate ?? flags.twoDigitYears !== undefined,
    twoDigitYearsFrom: flags.twoDigitYears,
    keepCoordinates: flags.keepCoordinates ?? false,
    datasetLicense: flags.license,
    datasetKey: flags.datasetKey,
    publishingOrgKey: flags.publishingOrgKey,
    publishingCountry: flags.publishingCountry,
  };
}

/** Of each kind of problem so many places are named; report.html has more. */
const PLACES_SHOWN = 3;

const CATALOGUE = "institutionCode, collectionCode and catalogNumber";

/** How records were told apart, for people. */
function toldApartBy({ rows, scheme, ...identity }: AttemptResult["identity"]): string {
  if (scheme === "gbifID" || scheme === "occurrenceID") return scheme;
  if (scheme === "triplet") return CATALOGUE;
  const { missingOccurrenceIDs, incompleteTriplets, withoutAnyId, duplicates } = identity;
  const again =
    duplicates === 0 ? "" : `, of which ${grouped(duplicates)} ${duplicates === 1 ? "is" : "are"} there again`;
  if (rows > 0 && missingOccurrenceIDs === 0) return `occurrenceID${again}`;
  if (rows > 0 && missingOccurrenceIDs === rows && incompleteTriplets === 0) return `${CATALOGUE}${again}`;
  if (withoutAnyId === rows) return "what they say and where they stand: no row has an id";
  const ids = [
    ...(missingOccurrenceIDs < rows ? ["occurrenceID"] : []),
    ...(incompleteTriplets < rows ? [CATALOGUE] : []),
    withoutAnyId > 0 ? "row id, else by what it says" : "row id",
  ];
  return `${ids.length > 1 ? "what each has first of " : ""}${ids.join("; ")}${again}`;
}

function summaryOf({ records, identity, unreadable }: AttemptResult, seconds: number): string {
  const { rows, duplicates, conflicts, new: added, changed, unchanged, deleted } = identity;
  const leftOut = duplicates + conflicts + unreadable;
  const dropped = leftOut > 0 ? `, ${grouped(leftOut)} left out (report.html)` : "";
  const compared = `${grouped(added)} new, ${grouped(changed)} changed, ${grouped(unchanged)} unchanged, ${grouped(deleted)} deleted`;
  return `${grouped(records)} records of ${grouped(rows + unreadable)} rows in ${seconds.toFixed(1)} s${dropped}; ${compared}; told apart by ${toldApartBy(identity)}`;
}

function percent(text: string): number {
  const share = Number(text.replace(/%$/, ""));
  if (!(share >= 0 && share <= 100)) throw new InvalidArgumentError("0 to 100 is expected.");
  return share / 100;
}

function year(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1500 || number > 2000)
    throw new InvalidArgumentError("A year from 1500 to 2000 is expected.");
  return number;
}

const HELP = `
The attempt is a folder of Parquet files with GBIF's column names (interpreted/, verbatim/), names.tsv, report.html and
report.json. An attempt that was killed goes on with --resume and ends with the same bytes.`;
