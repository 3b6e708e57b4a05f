/**
 * Which files are in a tar, and what are their bytes?
 *
 * A tar has no directory, so it is passed over once for the list, and again, up to the file, for each file that is read.
 * Nothing is unpacked to disk or kept in memory, at the price of unpacking the beginning of a compressed one several times.
 */
import { Readable } from "node:stream";
import { type Entry, extract } from "tar-stream";
import { BinomenError } from "../../errors.ts";
import { isLitter, type SourceFile, type SourceFiles } from "./source-file.ts";

/** Bytes of a header; the mark stands in it. */
const HEADER_BYTES = 512;

/** Whether unpacked bytes begin as a tar does, of the kinds written since 1988 (POSIX, GNU). */
export function isTar(head: Buffer): boolean {
  return head.length >= HEADER_BYTES && head.toString("latin1", 257, 262) === "ustar";
}

/**
 * Lists the files of a tar. Folders, links and what operating systems leave behind are left out.
 *
 * @param read gives the bytes of the tar, unpacked, from the start
 * @throws SOURCE_DAMAGED when it ends too early or has a broken header
 */
export async function tarFiles(path: string, read: () => AsyncIterable<Buffer>): Promise<SourceFiles> {
  const files: SourceFile[] = [];
  let index = 0;
  for await (const { header } of entriesOf(path, read)) {
    const at = index++;
    const name = header.name.replace(/^(\.?\/)+/, "");
    const isFile = header.type === "file" || header.type === "contiguous-file";
    if (!isFile || isLitter(name)) continue;
    files.push({ name, size: header.size ?? 0, read: (onBytes) => readEntry(path, read, at, onBytes) });
  }
  return { files, packing: "tar", close: async () => {} };
}

async function* readEntry(
  path: string,
  read: () => AsyncIterable<Buffer>,
  index: number,
  onBytes?: (count: number) => void,
): AsyncIterable<Buffer> {
  let at = 0;
  for await (const entry of entriesOf(path, read)) {
    if (at++ !== index) continue;
    for await (const chunk of entry) {
      onBytes?.(chunk.length);
      yield chunk;
    }
    return;
  }
}

/** The entries in their order; one that is not read is passed over. Stopping early closes the file. */
async function* entriesOf(path: string, read: () => AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const bytes = Readable.from(read(), { objectMode: false });
  const entries = extract();
  bytes.once("error", (error) => entries.destroy(error));
  bytes.pipe(entries);
  try {
    for await (const entry of entries) {
      yield entry;
      entry.resume();
    }
  } catch (cause) {
    if (cause instanceof BinomenError) throw cause;
    const problem = `the tar cannot be read (${(cause as Error).message}). Download it again.`;
    throw new BinomenError("SOURCE_DAMAGED", { path, problem }, { cause });
  } finally {
    bytes.destroy();
    entries.destroy();
  }
}
