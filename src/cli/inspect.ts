import { Command } from "commander";
import { checklistKeyOf, compileSource, isImage } from "../checklists/compile.ts";
import { type ImageSurvey, surveyImage } from "../checklists/survey.ts";
import { readImage } from "../image/file.ts";
import { progressText } from "./terminal/opening.ts";
import { grouped, megabytes, ProgressLine } from "./terminal/progress.ts";
import { collectMap } from "./terminal/settings.ts";
import { printJson } from "./terminal/voice.ts";

/** `binomen inspect <source|image>`: what is in it, counted. */
export function inspectCommand(): Command {
  return new Command("inspect")
    .description("count what a source or image holds: ranks, statuses, codes, kingdoms, homonyms, problems, bytes")
    .argument("<source|image>", "file, zip, tar or folder")
    .option("--json", "print JSON")
    .option("--map <column=term>", "read a column as a Darwin Core term; may be given several times", collectMap)
    .action(async (path: string, flags: { json?: boolean; map?: Record<string, string> }) => {
      const progress = new ProgressLine();
      const image = isImage(path)
        ? readImage(path)
        : await compileSource(path, {
            checklistKey: checklistKeyOf(path),
            map: flags.map,
            onProgress: (state) => progress.show(() => progressText(state, progress.seconds)),
          });
      progress.end();
      const survey = surveyImage(image, path);
      if (flags.json) printJson(survey);
      else process.stdout.write(surveyText(survey));
    });
}

function surveyText(survey: ImageSurvey): string {
  const lines = [
    `${survey.title}`,
    `  checklist ${survey.checklistKey}, release ${survey.release}, created ${survey.created || "?"}`,
    `  ${grouped(survey.nameCount)} names, ${grouped(survey.usageCount)} usages, ${megabytes(survey.bytes)}`,
    `  ${grouped(survey.homonymCount)} names with several usages, ${grouped(survey.crossKingdomCount)} of them in several kingdoms`,
  ];
  const tables = [
    ["by status", survey.byStatus],
    ["by rank", survey.byRank],
    ["by code", survey.byCode],
    ["by kingdom", survey.byKingdom],
    ["bytes by section", survey.bytesBySection],
  ] as const;
  for (const [title, counts] of tables) {
    lines.push(`${title}:`);
    for (const [name, count] of Object.entries(counts)) lines.push(`  ${grouped(count).padStart(14)}  ${name}`);
  }
  lines.push("problems of the source:");
  if (survey.problems.length === 0) lines.push("  none");
  for (const { kind, count, message, first } of survey.problems) {
    const lineNumbers = first.map(({ line }) => line).join(", ");
    lines.push(`  ${grouped(count).padStart(14)}  ${kind}: ${message} Lines: ${lineNumbers}`);
  }
  return `${lines.join("\n")}\n`;
}
