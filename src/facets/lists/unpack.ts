/**
 * Which bytes does an uploaded file really hold?
 *
 * Lists come plain, gzipped, as Zstandard or as a zip of one file. Packed sizes are not believed: unpacking stops at
 * MAX_IMPORT_BYTES, so a small upload cannot fill the memory.
 */
import { promisify } from "node:util";
import { gunzip, zstdDecompress } from "node:zlib";
import yauzl from "yauzl";
import { BinomenError } from "../../errors.ts";

/** Largest list taken, unpacked. The largest of WFO's has 20 MB. */
export const MAX_IMPORT_BYTES = 1 << 28;

/**
 * The list inside a file: what a zip of one file, a gzip or a Zstandard frame holds, else the bytes as they are.
 * @throws BinomenError FACET_FILE_INVALID for damaged and oversized files and for zips of none or several files
 */
export async function unpackList(bytes: Buffer, file: string): Promise<Buffer> {
  const limit = { maxOutputLength: MAX_IMPORT_BYTES };
  const magic = bytes.length >= 4 ? bytes.readUInt32LE(0) : 0;
  try {
    if (magic === 0x04034b50 || magic === 0x06054b50) return await onlyEntry(bytes, file);
    if ((magic & 0xffff) === 0x8b1f) return await promisify(gunzip)(bytes, limit);
    if (magic === 0xfd2fb528) return await promisify(zstdDecompress)(bytes, limit);
  } catch (cause) {
    if (cause instanceof BinomenError) throw cause;
    const code = (cause as { code?: string }).code;
    if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(file);
    throw new BinomenError("FACET_FILE_INVALID", {
      file,
      problem: `cannot be unpacked (${(cause as Error).message}).`,
    });
  }
  return bytes;
}

async function onlyEntry(bytes: Buffer, file: string): Promise<Buffer> {
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  const names: string[] = [];
  let list: Buffer | undefined;
  for await (const entry of zip.eachEntry()) {
    // Folders, and what macOS and WFO's own packing leave beside the list.
    if (entry.fileName.endsWith("/") || /(^|\/)[._]/.test(entry.fileName)) continue;
    names.push(entry.fileName);
    if (names.length > 1) continue;
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      length += (piece as Buffer).length;
      if (length > MAX_IMPORT_BYTES) throw tooLarge(file);
      pieces.push(piece as Buffer);
    }
    list = Buffer.concat(pieces, length);
  }
  if (list !== undefined && names.length === 1) return list;
  const problem =
    names.length === 0
      ? "the zip holds no file."
      : `the zip holds ${names.length} files: ${names.slice(0, 5).join(", ")}. One is expected.`;
  throw new BinomenError("FACET_FILE_INVALID", { file, problem });
}

function tooLarge(file: string): BinomenError {
  const problem = `it unpacks to more than ${MAX_IMPORT_BYTES} bytes. Split the list into several sources.`;
  return new BinomenError("FACET_FILE_INVALID", { file, problem });
}
