import { Command, Option } from "commander";
import { loadConfig } from "../../config.ts";
import { attemptInfo, attemptPath } from "../../occurrences/dataset/attempts.ts";
import { exportAttempt } from "../../occurrences/export/export.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../../occurrences/export/rows.ts";
import { grouped, ProgressLine, shareText } from "../terminal/progress.ts";
import { wholeNumber } from "../terminal/settings.ts";
import { printJson } from "../terminal/voice.ts";

const SUFFIX: Readonly<Record<ExportFormat, string>> = {
  dwca: ".dwca.zip",
  "simple-csv": ".csv.zip",
  ndjson: ".ndjson",
  parquet: ".parquet.zip",
  "species-list": ".species.zip",
};

/** `binomen export <dataset> --format …`: a dataset as one of GBIF's downloads. */
export function exportCommand(): Command {
  return new Command("export")
    .description("export a dataset: Darwin Core archive, SIMPLE_CSV, NDJSON, SIMPLE_PARQUET or species list")
    .argument("<dataset>", "folder of a dataset (its newest attempt) or of one attempt")
    .addOption(new Option("--format <format>", "what to write").choices([...EXPORT_FORMATS]).default("dwca"))
    .option("--out <file>", "file to write (default: the name of the dataset)")
    .option("--json", "print what was written as JSON")
    .option("--workers <n>", "worker threads, 0 for one per core", wholeNumber)
    .action(async (dataset: string, flags: { format: ExportFormat; out?: string; workers?: number; json?: true }) => {
      const { workers } = loadConfig({ workers: flags.workers });
      const out = flags.out ?? `${dataset.replace(/\/+$/, "")}${SUFFIX[flags.format]}`;
      const folder = attemptPath(dataset);
      const total = attemptInfo(folder).records;
      const progress = new ProgressLine();
      // What was begun is removed on the way out.
      process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));
      const records = await exportAttempt({
        folder,
        format: flags.format,
        out,
        workers: workers || undefined,
        onProgress: (done) => progress.show(() => shareText(done, total, "records", progress.seconds)),
      });
      if (flags.json) {
        progress.end();
        printJson({ out, format: flags.format, records, seconds: Number(progress.seconds.toFixed(3)) });
        return;
      }
      progress.say(`${grouped(records)} records in ${progress.seconds.toFixed(1)} s`);
      process.stdout.write(`${out}\n`);
    });
}
