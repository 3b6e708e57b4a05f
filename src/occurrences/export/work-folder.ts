/**
 * Where is an export written until it is whole? In a folder beside its file that is this process's own: two exports to one
 * file must not write into each other's.
 */
import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { BinomenError } from "../../errors.ts";
import { isAlive, ownProcess } from "../../storage/processes.ts";

/** Folders made by this process so far. */
let made = 0;

/**
 * Makes the folder; those of processes that ended before they were done are removed.
 *
 * @param out the file that will be written
 * @param attempt what is exported: nothing may be written into it
 * @returns the folder, and what removes it; it is removed, too, when the process exits
 * @throws OUTPUT_UNUSABLE
 */
export function makeWorkFolder(out: string, attempt: string): { path: string; remove: () => void } {
  if (existsSync(out) && statSync(out).isDirectory())
    throw new BinomenError("OUTPUT_UNUSABLE", { path: out, problem: "it is a folder" });
  const folder = dirname(out);
  try {
    if (`${realpathSync(folder)}${sep}`.startsWith(`${realpathSync(attempt)}${sep}`))
      throw new BinomenError("OUTPUT_UNUSABLE", { path: out, problem: "it lies in the attempt that is exported" });
    const before = `${basename(out)}.writing-`;
    for (const name of readdirSync(folder)) {
      const [pid, start] = name.startsWith(before) ? name.slice(before.length).split("-") : [];
      if (pid !== undefined && start !== undefined && !isAlive({ pid: Number(pid), start }))
        rmSync(join(folder, name), { recursive: true, force: true });
    }
    const { pid, start } = ownProcess();
    const path = join(folder, `${before}${pid}-${start}-${made++}`);
    mkdirSync(path);
    const removeNow = () => rmSync(path, { recursive: true, force: true });
    process.once("exit", removeNow);
    const remove = () => {
      process.off("exit", removeNow);
      removeNow();
    };
    return { path, remove };
  } catch (cause) {
    if (cause instanceof BinomenError) throw cause;
    throw new BinomenError("OUTPUT_UNUSABLE", { path: out, problem: (cause as Error).message }, { cause });
  }
}
