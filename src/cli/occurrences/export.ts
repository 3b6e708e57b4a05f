import { Command, Option } from "commander";
import { loadConfig } from "../../config.ts";
import { attemptPath } from "../../occurrences/dataset/attempts.ts";
import { exportAttempt } from "../../occurrences/export/export.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../../occurrences/export/rows.ts";
import { grouped, ProgressLine } from "../terminal/progress.ts";
import { wholeNumber } from "../terminal/settings.ts";

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
    .option("--workers <n>", "worker threads, 0 for one per core", wholeNumber)
    .action(async (dataset: string, flags: { format: ExportFormat; out?: string; workers?: number }) => {
      const { workers } = loadConfig({ workers: flags.workers });
      const out = flags.out ?? `${dataset.replace(/\/+$/, "")}${SUFFIX[flags.format]}`;
      const progress = new ProgressLine();
      const records = await exportAttempt({
        folder: attemptPath(dataset),
        format: flags.format,
        out,
        workers: workers || undefined,
        onProgress: (done) => {
          if (process.stderr.isTTY) progress.show(() => `${grouped(done)} records`);
        },
      });
      progress.say(`${grouped(records)} records in ${progress.seconds.toFixed(1)} s`);
      process.stdout.write(`${out}\n`);
    });
}
