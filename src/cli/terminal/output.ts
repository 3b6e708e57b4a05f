/** Where does a command write its results? */
import {
  accessSync,
  constants,
  createWriteStream,
  fstatSync,
  openSync,
  type Stats,
  statSync,
  type WriteStream,
} from "node:fs";
import { dirname } from "node:path";
import { BinomenError } from "../../errors.ts";

/**
 * Makes sure, before any work is done, that results can be written to a file that is not the one they are made from:
 * writing would destroy that, and reading on from it might never end.
 * @param input what is read, `-` for stdin
 * @throws BinomenError OUTPUT_UNUSABLE
 */
export function checkOutput(path: string, input: string): void {
  const written = statSync(path, { throwIfNoEntry: false });
  if (written?.isFile() && isSame(written, input === "-" ? fstatSync(0) : statSync(input, { throwIfNoEntry: false })))
    throw new BinomenError("OUTPUT_UNUSABLE", { path, problem: "it is the file that is read" });
  if (written?.isDirectory()) throw new BinomenError("OUTPUT_UNUSABLE", { path, problem: "it is a folder" });
  const folder = dirname(path);
  orUnusable(path, () => accessSync(written === undefined ? folder : path, constants.W_OK));
  if (!statSync(folder).isDirectory())
    throw new BinomenError("OUTPUT_UNUSABLE", { path, problem: `${folder} is no folder` });
}

/**
 * Opens a file to write from its beginning; what was in it is gone.
 * @throws BinomenError OUTPUT_UNUSABLE
 */
export function openOutput(path: string): WriteStream {
  return orUnusable(path, () => createWriteStream(path, { fd: openSync(path, "w") }));
}

function orUnusable<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw new BinomenError("OUTPUT_UNUSABLE", { path, problem: (cause as Error).message }, { cause });
  }
}

function isSame(a: Stats, b: Stats | undefined): boolean {
  return b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
