/** What is said on stderr while checklists are opened? */
import type { CompileProgress } from "../../checklists/compile.ts";
import type { MatchingEvents, OpenedChecklist } from "../../checklists/served.ts";
import { grouped, megabytes, ProgressLine } from "./progress.ts";

/** Events that show a progress line while a source is compiled, and what was opened. */
export function openingEvents(options: { quiet?: boolean } = {}): MatchingEvents & { progress: ProgressLine } {
  const progress = new ProgressLine();
  return {
    progress,
    onProgress: (state) => progress.show(() => progressText(state)),
    onNotice: (sentence) => progress.say(`binomen: ${sentence}`),
    onOpened: (checklist) => (options.quiet ? progress.end() : progress.say(openedText(checklist))),
  };
}

/** `"compiling: reading 120,000 usages (31 %)"` */
export function progressText({ phase, usageCount, bytesRead, bytesTotal }: CompileProgress): string {
  const share = phase === "reading" && bytesTotal > 0 ? ` (${Math.floor((100 * bytesRead) / bytesTotal)} %)` : "";
  return `compiling: ${phase} ${grouped(usageCount)} usages${share}`;
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

/** `"8,123 rows, 12,345 rows/s, 1.2 MB"` */
export function rowsText(rows: number, seconds: number, bytesRead: number): string {
  return `${grouped(rows)} rows, ${grouped(rows / Math.max(seconds, 0.001))} rows/s, ${megabytes(bytesRead)} read`;
}
