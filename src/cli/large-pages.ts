/**
 * Does an image lie in large pages of memory?
 *
 * A look-up reads a few bytes here and there in half a gigabyte. With pages of 4 KB nearly every read first walks the
 * page table; with pages of 2 MB the table stays in the processor. Linux gives them on request where it is set to
 * "madvise" (the usual), glibc's allocator makes the request when it is told so before a process starts, and Node has no
 * call for it: so the command starts itself anew, in the same process, with the setting of glibc.
 */
import { readFileSync } from "node:fs";

const SETTING = "GLIBC_TUNABLES";
const TUNABLE = "glibc.malloc.hugetlb";
const MODE_FILE = "/sys/kernel/mm/transparent_hugepage/enabled";

/**
 * Starts the command anew with large pages when the system gives them on request only; else returns. To be called before
 * any input is read. Whoever sets the tunable, to 0 say, decides for themselves.
 */
export function useLargePages(): void {
  const environment = environmentWithLargePages(process.env, largePageMode());
  if (environment === undefined || process.execve === undefined || process.channel !== undefined) return;
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], environment);
}

/**
 * The environment to start with; `undefined` when this one will do.
 * @param mode content of the kernel's mode file, `undefined` where there is none
 */
export function environmentWithLargePages(
  environment: NodeJS.ProcessEnv,
  mode: string | undefined,
): NodeJS.ProcessEnv | undefined {
  const set = environment[SETTING];
  if (mode?.includes("[madvise]") !== true || set?.includes(TUNABLE) === true) return undefined;
  return { ...environment, [SETTING]: `${set === undefined || set === "" ? "" : `${set}:`}${TUNABLE}=1` };
}

function largePageMode(): string | undefined {
  try {
    return process.platform === "linux" ? readFileSync(MODE_FILE, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
