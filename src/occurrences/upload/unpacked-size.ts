/** How large is an upload once it is unpacked? A few kilobytes may claim to be, or be, terabytes. */
import { openFiles } from "../../archive/packed/files.ts";
import { BinomenError } from "../../errors.ts";

/**
 * Adds up what the files of an archive say they are, and refuses too much before anything is read: readers hold a file to
 * its claim. A packed single file says nothing and is unpacked to be counted.
 *
 * @throws BinomenError REQUEST_TOO_LARGE, SOURCE_DAMAGED
 */
export async function checkUnpackedSize(path: string, limit: number, onBytes: (bytes: number) => void): Promise<void> {
  const { files, packing, close } = await openFiles(path);
  try {
    let bytes = 0;
    for (const { size, plainPath, read } of files) {
      if (packing !== "file" || plainPath !== undefined) bytes = checked(bytes + size, limit);
      else
        for await (const chunk of read()) {
          bytes = checked(bytes + chunk.length, limit);
          onBytes(bytes);
        }
    }
  } finally {
    await close();
  }
}

function checked(bytes: number, limit: number): number {
  if (bytes > limit)
    throw new BinomenError("REQUEST_TOO_LARGE", {
      found: `${bytes} or more bytes once it is unpacked`,
      limit: `${limit} bytes`,
      hint: "Send the records in several uploads, or ask the operator for a larger BINOMEN_UNPACKED_LIMIT.",
    });
  return bytes;
}
