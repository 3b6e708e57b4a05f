/**
 * With which settings of V8 and glibc does a command run that answers many names?
 *
 * They must stand before V8 starts, so the command starts itself anew with them, in the same process: `tuning: on`, the
 * default of `serve` and `match`. With `tuning: off`, or where a process cannot replace itself, it runs as Node does.
 *
 * - **Large pages.** A look-up reads a few bytes here and there in half a gigabyte. With pages of 4 KB nearly every read
 *   first walks the page table; with pages of 2 MB the table stays in the processor. Linux gives them on request where it
 *   is set to "madvise" (the usual); glibc's allocator asks when it is told so. Decisions at 8 million names: up to a fifth
 *   cheaper (bench/README.md).
 * - **`--no-allocation-site-pretenuring`.** V8 notes where objects are made that survive its first collections, and from
 *   then on makes all of them old. When that hits something that every request makes, in about one process of five, such a
 *   server used 1.3 to 1.6 times the processor time for each request, for its whole life.
 * - **`--heap-growing-percent`.** Let the old generation double before a major collection. The main thread makes hardly
 *   anything old, from which V8 concludes that it may collect often (at +10 %). But the bodies of lists count as old at
 *   once: it collected twice a second, for a twentieth of the processor time of a list.
 * - **`--max-semi-space-size`.** A small young generation costs no speed and saves 90 MB.
 */
import { readFileSync } from "node:fs";

const GLIBC_SETTING = "GLIBC_TUNABLES";
const LARGE_PAGES = "glibc.malloc.hugetlb";
const PAGE_MODE_FILE = "/sys/kernel/mm/transparent_hugepage/enabled";

/** Options of Node that a tuned process was started with. */
export const TUNED_OPTIONS: readonly string[] = [
  "--no-allocation-site-pretenuring",
  "--heap-growing-percent=100",
  "--max-semi-space-size=8",
];

/** What a process would be started with. */
export interface Start {
  readonly options: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Starts the command anew with the settings above when `tuning` is on and this process lacks them; else returns. To be
 * called before any input is read.
 */
export function restartTuned(tuning: "on" | "off"): void {
  if (tuning === "off" || process.execve === undefined || process.channel !== undefined) return;
  const start = tunedStart(process.execArgv, process.env, pageMode());
  if (start === undefined) return;
  process.execve(process.execPath, [process.execPath, ...start.options, ...process.argv.slice(1)], start.environment);
}

/** Whether this process runs with the settings of V8: what is logged at start. */
export function isTuned(options: readonly string[] = process.execArgv): boolean {
  return TUNED_OPTIONS.every((option) => isGiven(option, options));
}

/**
 * What to start with; `undefined` when this process has it all. What the user set, in whatever value, stays.
 * @param mode content of the kernel's file about large pages, `undefined` where there is none
 */
export function tunedStart(
  options: readonly string[],
  environment: NodeJS.ProcessEnv,
  mode: string | undefined,
): Start | undefined {
  const lacking = TUNED_OPTIONS.filter(
    (option) => !isGiven(option, options) && !isGiven(option, environment["NODE_OPTIONS"]?.split(" ") ?? []),
  );
  const tunables = environment[GLIBC_SETTING];
  const lacksPages = mode?.includes("[madvise]") === true && tunables?.includes(LARGE_PAGES) !== true;
  if (lacking.length === 0 && !lacksPages) return undefined;
  return {
    options: [...options, ...lacking],
    environment: lacksPages
      ? { ...environment, [GLIBC_SETTING]: `${tunables ? `${tunables}:` : ""}${LARGE_PAGES}=1` }
      : environment,
  };
}

/** `--name=value` is given as `--name`, `--no-name`, with `-` or `_`, and with any value. */
function isGiven(option: string, options: readonly string[]): boolean {
  const name = nameOf(option);
  return options.some((given) => nameOf(given) === name);
}

function nameOf(option: string): string {
  return option
    .split("=")[0]!
    .replaceAll("_", "-")
    .replace(/^--no-/, "--");
}

function pageMode(): string | undefined {
  try {
    return process.platform === "linux" ? readFileSync(PAGE_MODE_FILE, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
