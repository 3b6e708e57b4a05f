/**
 * Is the file that this process has mapped still the one on the disk, and whole?
 *
 * Reading behind the end of a mapped file that was cut meanwhile ends the process (SIGBUS), and no error can be caught. Of a
 * file that was replaced or removed the process goes on reading the old one, while others write to the new one. So whoever
 * has mapped a file looks first: one `stat`, two microseconds. LMDB never makes its file shorter.
 */
import { type Stats, statSync } from "node:fs";
import { BinomenError } from "../errors.ts";

/** A file that is mapped. */
interface MappedFile {
  readonly path: string;
  /** What it is, for people: "facet store". Strangers hear of it, so they are not told where it lies. */
  readonly what: string;
}

/** Watches over one file, from now on. */
export class FileGuard {
  readonly #file: MappedFile;
  readonly #inode: number;
  #size: number;

  constructor(file: MappedFile) {
    this.#file = file;
    const { ino, size } = statSync(file.path);
    this.#inode = ino;
    this.#size = size;
  }

  /** @throws STORE_LOST */
  check(): void {
    let stats: Stats | undefined;
    try {
      stats = statSync(this.#file.path, { throwIfNoEntry: false });
    } catch (cause) {
      throw this.#lost(`cannot be looked at any more`, cause);
    }
    if (stats === undefined) throw this.#lost("was removed");
    if (stats.ino !== this.#inode) throw this.#lost("was replaced by another file");
    if (stats.size < this.#size) throw this.#lost(`was cut from ${this.#size} to ${stats.size} bytes`);
    this.#size = stats.size;
  }

  #lost(problem: string, cause?: unknown): BinomenError {
    return new BinomenError("STORE_LOST", { what: this.#file.what, problem }, { cause });
  }
}
