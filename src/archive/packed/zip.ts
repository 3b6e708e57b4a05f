/**
 * Which files are in a zip, and what are their bytes? A zip inside the zip is not opened. Bytes are compared with the
 * checksum that the zip has of them once all are read: most of a damaged file unpacks without an error.
 */
import { crc32 } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import yauzl, { getFileNameLowLevel } from "yauzl";
import { BinomenError } from "../../errors.ts";
import { isLitter, type SourceFile, type SourceFiles } from "./source-file.ts";
import type { ZipPlace } from "./zip-place.ts";
import { ZipReader } from "./zip-reader.ts";

const OPTIONS = { lazyEntries: true, autoClose: false, decodeStrings: false } as const;

/**
 * Lists the files of a zip without unpacking. Folders and what operating systems leave behind are left out.
 *
 * @param place where it lies, when the file has other bytes too
 * @throws SOURCE_DAMAGED when the directory of the zip cannot be read.
 */
export async function zipFiles(path: string, place?: ZipPlace): Promise<SourceFiles> {
  const damaged = (cause: unknown): BinomenError => {
    const { message } = cause as Error;
    const hint = /unsupported compression|encrypt/i.test(message)
      ? "Pack its files again, with Deflate and without password."
      : "Download it again.";
    return new BinomenError(
      "SOURCE_DAMAGED",
      { path, problem: `the zip cannot be read (${message}). ${hint}` },
      { cause },
    );
  };
  const { reader, size } = await ZipReader.open(path, place);
  const zip = await yauzl.fromRandomAccessReaderPromise(reader, size, OPTIONS).catch((cause: unknown) => {
    reader.close(() => {});
    throw damaged(cause);
  });
  const files: SourceFile[] = [];
  const names = new Set<string>();
  const repeated: string[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith("/") || isLitter(name)) continue;
      if (names.has(name)) repeated.push(name);
      names.add(name);
      files.push({
        name,
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
    repeated,
    around: place && { before: place.start, behind: place.size - place.end },
    close: async () => {
      if (zip.isOpen) zip.close();
    },
  };
}

/**
 * The path of an entry. Some programs write it with backslashes or from the root; nothing is unpacked, so such a path can
 * do no harm.
 */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false).replace(
    /^(?:[A-Za-z]:)?[\\/]+/,
    "",
  );
}

async function* readEntry(
  zip: ZipFile,
  entry: Entry,
  damaged: (cause: unknown) => BinomenError,
  onBytes?: (count: number) => void,
): AsyncIterable<Buffer> {
  try {
    let sum = 0;
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      sum = crc32(chunk as Buffer, sum);
      onBytes?.((chunk as Buffer).length);
      yield chunk as Buffer;
    }
    if (sum !== entry.crc32) throw new Error(`${nameOf(entry)} has another checksum than it should`);
  } catch (cause) {
    throw damaged(cause);
  }
}
