/**
 * Where in a file does a zip lie? Programs that unpack themselves stand before one, what is left of a request (boundaries of
 * `multipart/form-data`, a line end) around one. The directory at the end of a zip says how large it is and where the zip
 * begins: it is looked for in the last bytes, as `unzip` does.
 */
import { open } from "node:fs/promises";

/** The bytes of a file that are a zip. */
export interface ZipPlace {
  readonly start: number;
  /** Behind its last byte. */
  readonly end: number;
  /** Of the file. */
  readonly size: number;
}

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_END_BYTES = 22;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCATOR_64 = 0x07064b50;
const LOCATOR_64_BYTES = 20;
const DIRECTORY_END_64 = 0x06064b50;
const DIRECTORY_END_64_BYTES = 56;
/** Longest comment of a zip, and as much behind it. */
const TAIL_BYTES = 2 * 0xffff;

/** The last zip that ends in the last {@link TAIL_BYTES} of a file; `undefined` when there is none. */
export async function zipPlace(path: string): Promise<ZipPlace | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const tail = Buffer.alloc(size - from);
    await file.read(tail, 0, tail.length, from);
    for (let at = tail.length - DIRECTORY_END_BYTES; at >= 0; at--) {
      if (tail.readUInt32LE(at) !== DIRECTORY_END) continue;
      const end = from + at + DIRECTORY_END_BYTES + tail.readUInt16LE(at + 20);
      const directory = directoryAt(tail, at, from);
      if (end > size || directory === undefined || directory.start < 0) continue;
      // What is said of the directory must be true.
      const mark = Buffer.alloc(4);
      const { bytesRead } = await file.read(mark, 0, 4, directory.at);
      if (bytesRead === 4 && mark.readUInt32LE() === DIRECTORY_ENTRY) return { start: directory.start, end, size };
    }
    return undefined;
  } finally {
    await file.close();
  }
}

/** Where the directory whose end stands at `at` begins, and with it the zip. @param from where `tail` begins in the file */
function directoryAt(tail: Buffer, at: number, from: number): { at: number; start: number } | undefined {
  const locator = at - LOCATOR_64_BYTES;
  if (locator >= 0 && tail.readUInt32LE(locator) === LOCATOR_64) {
    const end = locator - DIRECTORY_END_64_BYTES;
    if (end < 0 || tail.readUInt32LE(end) !== DIRECTORY_END_64) return undefined;
    const start = from + end - Number(tail.readBigUInt64LE(locator + 8));
    return { at: from + end - Number(tail.readBigUInt64LE(end + 40)), start };
  }
  const directory = from + at - tail.readUInt32LE(at + 12);
  return { at: directory, start: directory - tail.readUInt32LE(at + 16) };
}
