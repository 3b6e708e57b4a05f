/** What is said on stderr while checklists are opened? */
import type { CompileProgress } from "../../checklists/compile.ts";
import type { MatchingEvents, OpenedChecklist } from "../../checklists/served.ts";
import { grouped, megabytes, ProgressLine, rateText, shareTexts } from "./progress.ts";
import { speaksJson } from "./voice.ts";

/** Events that show a progress line while a source is compiled, and what was opened. */
export function openingEvents(options: { quiet?: boolean } = {}): MatchingEvents & { progress: ProgressLine } {
  const progress = new ProgressLine();
  return {
    progress,
    onProgress: (state) => progress.show(() => progressText(state, progress.seconds)),
    onNotice: (sentence) => progress.say(`binomen: ${sentence}`),
    onOpened: (checklist) => {
      if (options.quiet) progress.end();
      else if (speaksJson()) progress.say("checklist opened", { ...checklist });
      else progress.say(openedText(checklist));
    },
  };
}

/** `"compiling: reading 120,000 usages, 40,000/s, 31 %, 7 s left"`; the phases after reading have a count only. */
export function progressText({ phase, usageCount, bytesRead, bytesTotal }: CompileProgress, seconds: number): string {
  const done = `compiling: ${phase} ${grouped(usageCount)} usages`;
  if (phase !== "reading") return done;
  return [
    done,
    rateText(usageCount, seconds),
    ...shareTexts(bytesTotal > 0 ? bytesRead / bytesTotal : undefined, seconds),
  ].join(", ");
}

function openedText(checklist: OpenedChecklist): string {
  const { checklistKey, title, release, nameCount, usageCount, source, imagePath, isCompiled, seconds } = checklist;
  const how = isCompiled
    ? `compiled from ${source}`
    : source === imagePath
      ? "read"
      : `of ${source}, compiled earlier, read`;
  return [
    `checklist ${checklistKey}: ${title}`,
    `  release ${release}, ${grouped(nameCount)} names, ${grouped(usageCount)} usages`,
    `  ${how} in ${seconds.toFixed(1)} s, image ${imagePath}`,
  ].join("\n");
}

/** `"8,123 rows, 12,345 rows/s, 1.2 MB read"`, with `"31 %", "7 s left"` while the share is known and below 1. */
export function rowsText(rows: number, seconds: number, bytesRead: number, share?: number): string {
  const rate = `${grouped(rows / Math.max(seconds, 0.001))} rows/s`;
  return [`${grouped(rows)} rows`, rate, `${megabytes(bytesRead)} read`, ...shareTexts(share, seconds)].join(", ");
}
