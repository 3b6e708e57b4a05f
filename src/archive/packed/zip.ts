/** Which files are in a zip, and what are their bytes? A zip inside the zip is not opened. */
import type { Entry, ZipFile } from "yauzl";
import yauzl from "yauzl";
import { BinomenError } from "../../errors.ts";
import { isLitter, type SourceFile, type SourceFiles } from "./source-file.ts";

/**
 * Lists the files of a zip without unpacking. Folders and what operating systems leave behind are left out.
 *
 * @throws SOURCE_DAMAGED when the directory of the zip cannot be read.
 */
export async function zipFiles(path: string): Promise<SourceFiles> {
  const damaged = (cause: unknown): BinomenError =>
    new BinomenError(
      "SOURCE_DAMAGED",
      { path, problem: `the zip cannot be read (${(cause as Error).message}). Download it again.` },
      { cause },
    );
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false }).catch((cause: unknown) => {
    throw damaged(cause);
  });
  const files: SourceFile[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/") || isLitter(entry.fileName)) continue;
      files.push({
        name: entry.fileName,
        size: entry.uncompressedSize,
        read: (onBytes) => readEntry(zip, entry, damaged, onBytes),
      });
    }
  } catch (cause) {
    zip.close();
    throw damaged(cause);
  }
  return {
    files,
    packing: "zip",
    close: async () => {
      if (zip.isOpen) zip.close();
    },
  };
}

async function* readEntry(
  zip: ZipFile,
  entry: Entry,
  damaged: (cause: unknown) => BinomenError,
  onBytes?: (count: number) => void,
): AsyncIterable<Buffer> {
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      onBytes?.((chunk as Buffer).length);
      yield chunk as Buffer;
    }
  } catch (cause) {
    throw damaged(cause);
  }
}
