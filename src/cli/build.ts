import { Command, Option } from "commander";
import { type CompileProgress, checklistKeyOf, compileSource, compileVernaculars } from "../checklists/compile.ts";
import { type JoinSource, joinChecklists } from "../checklists/join.ts";
import { writeImage } from "../image/file.ts";
import { ImageReader } from "../image/read.ts";
import { IDENTIFIER_SOURCE_NAMES } from "../taxonomy/identifier-sources.ts";
import type { ProblemCount } from "../taxonomy/problem-report.ts";
import { problemLines } from "./list-report.ts";
import { progressText } from "./terminal/opening.ts";
import { checkOutput } from "./terminal/output.ts";
import { grouped, megabytes, ProgressLine } from "./terminal/progress.ts";
import { collectJoins, collectMap } from "./terminal/settings.ts";
import { printJson } from "./terminal/voice.ts";

/** `binomen build <source>`: compiles a source into an image file. */
export function buildCommand(): Command {
  return new Command("build")
    .description("compile a source (Darwin Core Archive, ColDP, CSV, TSV, XLSX, ODS, NDJSON …) into an image")
    .argument("<source>", "file, zip, tar or folder")
    .option("--out <file>", "image to write (default: the source's name with .img in this folder)")
    .option("--key <key>", "checklist key that the image bears (default: from the source's name)")
    .option("--title <title>", "title (default: the one in the source's metadata)")
    .option("--map <column=term>", "read a column as a Darwin Core term; may be given several times", collectMap)
    .addOption(
      new Option(
        "--identifiers <source>",
        "whose identifiers the usages bear (default: the source that the key names): records' identifiers of that source then lead to them",
      ).choices(IDENTIFIER_SOURCE_NAMES),
    )
    .option(
      "--join <source=path>",
      "join the identifiers of another checklist: worms=worms.zip; may be given several times",
      collectJoins,
    )
    .option("--json", "print what was built as JSON")
    .option("--sheet <name>", "sheet of a workbook (default: the one that looks most like a list of names)")
    .action(
      async (
        source: string,
        flags: {
          out?: string;
          key?: string;
          title?: string;
          map?: Record<string, string>;
          sheet?: string;
          identifiers?: string;
          join?: JoinSource[];
          json?: true;
        },
      ) => {
        const checklistKey = flags.key ?? checklistKeyOf(source);
        const out = flags.out ?? `${checklistKey}.img`;
        checkOutput(out, source);
        for (const { path } of flags.join ?? []) checkOutput(out, path);
        const progress = new ProgressLine();
        const onProgress = (state: CompileProgress) => progress.show(() => progressText(state, progress.seconds));
        const compiled = await compileSource(source, {
          checklistKey,
          title: flags.title,
          map: flags.map,
          sheet: flags.sheet,
          identifierSource: flags.identifiers,
          onProgress,
        });
        const image = flags.join === undefined ? compiled : await joinChecklists(compiled, flags.join, { onProgress });
        writeImage(out, image);
        await compileVernaculars(source, out, { checklistKey, map: flags.map });
        const { header } = new ImageReader(image, out);
        const { problems = [] } = header.notes as { problems?: ProblemCount[] };
        if (flags.json) {
          progress.end();
          const { checklistKey: key, title, releaseId: release, nameCount: names, usageCount: usages, joins } = header;
          const seconds = Number(progress.seconds.toFixed(3));
          const bytes = image.length;
          printJson({ out, checklistKey: key, title, release, names, usages, bytes, seconds, problems, joins });
          return;
        }
        const size = `${megabytes(image.length)}, ${(image.length / header.nameCount).toFixed(1)} bytes a name`;
        progress.say(
          `${out}: ${grouped(header.nameCount)} names, ${grouped(header.usageCount)} usages, ${size}, ${progress.seconds.toFixed(1)} s`,
        );
        for (const line of problemLines(problems)) progress.say(`binomen: ${line}`);
        for (const { source: from, usageCount, joinedCount, problems: others } of header.joins) {
          progress.say(`${from}: identifiers of ${grouped(joinedCount)} of ${grouped(usageCount)} usages joined`);
          for (const line of problemLines(others)) progress.say(`binomen: ${from}: ${line}`);
        }
        process.stdout.write(`${out}\n`);
      },
    );
}
