import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { CHANGE_KINDS } from "../../changes/kinds.ts";
import type { NameChanges } from "../../changes/name-changes.ts";
import { nameChangesHtml } from "../../changes/report-html.ts";
import { loadConfig } from "../../config.ts";
import { attemptPath } from "../../occurrences/dataset/attempts.ts";
import { openSharedChecklists } from "../../occurrences/dataset/checklists.ts";
import { impactJson, impactOf } from "../../occurrences/dataset/report/impact.ts";
import { openingEvents } from "../terminal/opening.ts";
import { wholeNumber } from "../terminal/settings.ts";

interface ImpactFlags {
  format: "table" | "json" | "html";
  json?: boolean;
  out?: string;
  dataDir?: string;
  limit: number;
}

/** `binomen impact OLD NEW <dataset|names.tsv>`: what another backbone would change, before anyone decides. */
export function impactCommand(): Command {
  return new Command("impact")
    .description("what would change for the names of a dataset with another backbone, weighted by records")
    .argument("<old>", "backbone as it is: image or source")
    .argument("<new>", "backbone as it may be")
    .argument("<names>", "folder of a dataset, or a names.tsv")
    .addOption(new Option("--format <format>", "what to write").choices(["table", "json", "html"]).default("table"))
    .option("--json", "print JSON: --format json")
    .option("--out <file>", "file to write (default: stdout)")
    .option("--limit <n>", "names that the table shows", wholeNumber, 50)
    .option("--data-dir <dir>", "folder for compiled images")
    .action(async (before: string, after: string, names: string, flags: ImpactFlags) => {
      const { dataDir } = loadConfig({ dataDir: flags.dataDir });
      const events = openingEvents({ quiet: true });
      const [one] = await openSharedChecklists([before], dataDir, events);
      const [two] = await openSharedChecklists([after], dataDir, events);
      events.progress.end();
      const path = statSync(names, { throwIfNoEntry: false })?.isDirectory()
        ? join(attemptPath(names), "names.tsv")
        : names;
      const impact = await impactOf(one!.image, two!.image, path);
      const text =
        flags.json || flags.format === "json"
          ? `${JSON.stringify(impactJson(impact), null, 1)}\n`
          : flags.format === "html"
            ? nameChangesHtml(impact, { before, after, list: names, unit: "records" })
            : tableOf(impact, flags.limit);
      if (flags.out === undefined) process.stdout.write(text);
      else writeFileSync(flags.out, text);
    });
}

function tableOf({ names, count: records, byKind, changes }: NameChanges, limit: number): string {
  const kinds = CHANGE_KINDS.map((kind) => `${kind}\t${byKind[kind].names}\t${byKind[kind].count}`);
  const rows = changes
    .slice(0, limit)
    .map(({ kind, count, scientificName, before, after }) =>
      [
        kind,
        count,
        scientificName,
        before.acceptedName ?? before.matchType,
        after.acceptedName ?? after.matchType,
      ].join("\t"),
    );
  return `change\tnames\trecords\n${kinds.join("\n")}\nall\t${names}\t${records}\n\nchange\trecords\tname\tbefore\tafter\n${rows.join("\n")}\n`;
}
