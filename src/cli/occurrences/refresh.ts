import { Command } from "commander";
import { loadConfig, VERSION } from "../../config.ts";
import { openSharedChecklists } from "../../occurrences/dataset/checklists.ts";
import { refreshDataset } from "../../occurrences/dataset/refresh.ts";
import { openingEvents } from "../terminal/opening.ts";
import { grouped, ProgressLine, phaseTexts } from "../terminal/progress.ts";
import { addServiceFlags, instant, type ServiceFlags, settingsOf } from "../terminal/settings.ts";
import { printJson } from "../terminal/voice.ts";

/** `binomen refresh <dataset> --backbone new.img`: matches the names of a dataset against another backbone. */
export function refreshCommand(): Command {
  return addServiceFlags(new Command("refresh"))
    .description("match the names of a dataset again, with another backbone, into a new attempt")
    .argument("<dataset>", "folder of the dataset")
    .option("--resume", "go on with a refresh that was not finished")
    .option("--json", "print what was written as JSON")
    .option("--clock <time>", "time that counts as the present, ISO 8601 (default: now)", instant)
    .action(async (dataset: string, flags: ServiceFlags & { clock?: number; json?: true; resume?: true }) => {
      const config = loadConfig(settingsOf(flags));
      const events = openingEvents({ quiet: true });
      const checklists = await openSharedChecklists(config.backbones, config.dataDir, events);
      events.progress.end();
      const progress = new ProgressLine();
      const texts = phaseTexts("records");
      const { folder, records } = await refreshDataset({
        out: dataset,
        checklists,
        version: VERSION,
        resume: flags.resume,
        workers: config.workers || undefined,
        now: flags.clock,
        onProgress: (phase, rows, total) => progress.show(() => texts(phase, rows, total)),
      });
      if (flags.json) {
        progress.end();
        printJson({ folder, records, seconds: Number(progress.seconds.toFixed(3)) });
        return;
      }
      progress.say(`${grouped(records)} records in ${progress.seconds.toFixed(1)} s`);
      process.stdout.write(`${folder}\n`);
    });
}
