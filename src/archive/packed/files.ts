/**
 * Which files does a source consist of, and what are their bytes?
 *
 * A source is a folder, a zip, a tar or one file, the last two plain or compressed (gzip, Zstandard). What it is tells
 * its first bytes, never its name. Nothing is unpacked to disk.
 */
import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { constants, createGunzip, createZstdDecompress } from "node:zlib";
import { BinomenError } from "../../errors.ts";
import { isLitter, type SourceFile, type SourceFiles } from "./source-file.ts";
import { isTar, tarFiles } from "./tar.ts";
import { zipFiles } from "./zip.ts";
import { zipPlace } from "./zip-place.ts";

/** Window of up to 128 MiB: what `zstd --long=27` writes. */
const ZSTD_LONGEST_WINDOW_LOG = 27;

/** How many bytes are read from disk at a time. */
const CHUNK_BYTES = 1 << 20;

/** Enough to tell a tar from other files. */
const SAMPLE_BYTES = 512;

/** Folders inside folders that are followed. Archives have one or two; a path given by mistake may have thousands. */
const DEEPEST_FOLDER = 4;

/**
 * Finds the files of a source.
 *
 * @throws SOURCE_NOT_FOUND when nothing is there, SOURCE_DAMAGED when a zip or tar cannot be read.
 */
export async function openFiles(path: string): Promise<SourceFiles> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new BinomenError("SOURCE_NOT_FOUND", { path }, { cause });
  });
  if (found.isDirectory()) return { files: await folderFiles(path), packing: "folder", close: async () => {} };
  // Opening a pipe waits for its other end, a device has none.
  if (!found.isFile()) throw new BinomenError("SOURCE_UNKNOWN_FORMAT", { path, problem: "It is not a regular file." });
  const head = await firstBytes(path);
  if (head.length >= 4 && head.readUInt32LE(0) === 0x04034b50) {
    const place = await zipPlace(path);
    // What begins as a zip is one from its first byte on: another at its end is one that was in it, and is cut off.
    return zipFiles(path, place?.start === 0 && place.end < place.size ? place : undefined);
  }
  const packed = packingOf(head);
  if (isTar(await beginningOf(path, packed))) return tarFiles(path, () => readFile(path, packed));
  const place = packed === undefined ? await zipPlace(path) : undefined;
  if (place) return zipFiles(path, place);
  const name = packed ? basename(path).replace(/\.(gz|gzip|zst|zstd)$/i, "") : basename(path);
  const file: SourceFile = {
    name,
    size: found.size,
    ...(packed ? {} : { plainPath: path }),
    read: (onBytes) => readFile(path, packed, onBytes),
  };
  return { files: [file], packing: "file", close: async () => {} };
}

/**
 * The first bytes of a file, of what is packed in it when it is gzip or Zstandard: at least so many when there are.
 * @throws SOURCE_DAMAGED
 */
export async function sampleOf(path: string, bytes: number): Promise<Buffer> {
  return beginningOf(path, packingOf(await firstBytes(path)), bytes);
}

/** The first bytes, unpacked: at least {@link SAMPLE_BYTES} when there are so many. */
async function beginningOf(path: string, packed: "gzip" | "zstd" | undefined, bytes = SAMPLE_BYTES): Promise<Buffer> {
  let beginning: Buffer = Buffer.alloc(0);
  for await (const chunk of readFile(path, packed)) {
    beginning = Buffer.concat([beginning, chunk]);
    if (beginning.length >= bytes) break;
  }
  return beginning;
}

async function folderFiles(root: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    for (const child of (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, child.name);
      const name = relative(root, path).split(sep).join("/");
      if (isLitter(name)) continue;
      if (child.isDirectory() && depth < DEEPEST_FOLDER) await walk(path, depth + 1);
      else if (child.isFile() || (child.isSymbolicLink() && (await isLinkToFile(path)))) {
        const packed = packingOf(await firstBytes(path));
        files.push({
          name: packed ? name.replace(/\.(gz|gzip|zst|zstd)$/i, "") : name,
          size: (await stat(path)).size,
          ...(packed ? {} : { plainPath: path }),
          read: (onBytes) => readFile(path, packed, onBytes),
        });
      }
    }
  };
  await walk(root, 0);
  return files;
}

/** Folders behind links are not followed: they may lead back. */
async function isLinkToFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function packingOf(head: Buffer): "gzip" | "zstd" | undefined {
  if (head.length >= 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 0x08) return "gzip";
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return "zstd";
  return undefined;
}

async function* readFile(
  path: string,
  packed: "gzip" | "zstd" | undefined,
  onBytes?: (count: number) => void,
): AsyncIterable<Buffer> {
  const raw = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (onBytes) raw.on("data", (chunk) => onBytes(chunk.length));
  const stream =
    packed === "gzip"
      ? raw.pipe(createGunzip({ chunkSize: CHUNK_BYTES }))
      : packed === "zstd"
        ? raw.pipe(
            createZstdDecompress({
              chunkSize: CHUNK_BYTES,
              params: { [constants.ZSTD_d_windowLogMax]: ZSTD_LONGEST_WINDOW_LOG },
            }),
          )
        : raw;
  if (stream !== raw) raw.on("error", (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (cause) {
    throw new BinomenError(
      "SOURCE_DAMAGED",
      { path, problem: `cannot be read (${(cause as Error).message}).` },
      { cause },
    );
  } finally {
    raw.destroy();
  }
}
