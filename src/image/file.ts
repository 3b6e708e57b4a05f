/**
 * How does an image come from and to a file?
 *
 * Written under a temporary name beside its own and renamed: whoever is killed while writing leaves no half image. Read
 * in one go into a SharedArrayBuffer, which all threads then share.
 */
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { BinomenError } from "../errors.ts";
import { checkPreamble, readSectionTable } from "./layout/format.ts";
import { verifyImage } from "./verify.ts";

/** Largest piece of one read or write call; the system takes no more than 2 GiB at once. */
const PIECE_BYTES = 1 << 30;

/** Bytes before the table of sections: enough to see that a file is no image, or of another version. */
const PREAMBLE_BYTES = 32;

/** Writes an image; an image that was there is replaced at once. */
export function writeImage(path: string, image: Uint8Array): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, "w");
  try {
    for (let at = 0; at < image.length; ) {
      at += writeSync(file, image, at, Math.min(PIECE_BYTES, image.length - at), at);
    }
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(temporary, { force: true });
    throw error;
  }
  closeSync(file);
  renameSync(temporary, path);
}

/**
 * Reads an image into shared memory.
 * @param options.verify compare all checksums (default); `false` looks at the table alone
 * @throws BinomenError SOURCE_NOT_FOUND, IMAGE_FOREIGN, IMAGE_VERSION, IMAGE_DAMAGED
 */
export function readImage(path: string, options: { verify?: boolean | undefined } = {}): Uint8Array {
  const file = openForReading(path);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new BinomenError("IMAGE_FOREIGN", { path, expected: "a file", found: "none" });
    const { size } = stats;
    const start = new Uint8Array(Math.min(size, PREAMBLE_BYTES));
    readSync(file, start, 0, start.length, 0);
    checkPreamble(start, path);
    const image = new Uint8Array(new SharedArrayBuffer(size));
    for (let at = 0; at < size; ) {
      const read = readSync(file, image, at, Math.min(PIECE_BYTES, size - at), at);
      if (read === 0) break;
      at += read;
    }
    if (options.verify === false) readSectionTable(image, path);
    else verifyImage(image, path);
    return image;
  } finally {
    closeSync(file);
  }
}

function openForReading(path: string): number {
  try {
    // Not to wait for the other end of a pipe.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw new BinomenError("SOURCE_NOT_FOUND", { path }, { cause });
  }
}
