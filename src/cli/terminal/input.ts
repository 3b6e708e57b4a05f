/** Where do the rows of a command come from: a file or stdin, packed or not? */
import { createReadStream, statSync } from "node:fs";
import { pipeline, type Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { BinomenError } from "../../errors.ts";

/** Bytes of rows, unpacked. */
export interface Input {
  /** The first bytes, to see what it is; they come again in `bytes`. */
  start: Buffer;
  bytes: AsyncIterable<Uint8Array>;
  /** Name of the file; `undefined` for stdin. */
  name: string | undefined;
  /** How much of the file was read, 0-1; `undefined` where nobody knows its size. */
  share(): number | undefined;
}

/**
 * Opens a file, or stdin for `-`. gzip and zstd are seen by their first bytes, whatever the name says.
 *
 * @throws SOURCE_NOT_FOUND, SOURCE_DAMAGED while reading when the packing is broken
 */
export async function openInput(path: string): Promise<Input> {
  const isStdin = path === "-";
  const found = isStdin ? undefined : statSync(path, { throwIfNoEntry: false });
  if (!isStdin && !found) throw new BinomenError("SOURCE_NOT_FOUND", { path });
  if (found?.isDirectory())
    throw new BinomenError("SOURCE_DAMAGED", { path, problem: "It is a folder; a file is expected." });
  const file = isStdin ? undefined : createReadStream(path, { highWaterMark: 1 << 18 });
  const packed: Readable = file ?? process.stdin;
  const share = (): number | undefined => (file && found?.isFile() ? file.bytesRead / found.size : undefined);
  const [start, rest] = await startOf(packed);
  const stream = unpacked(start, rest, path);
  const name = isStdin ? undefined : path;
  if (!stream) return { start, bytes: rest, name, share };
  const [inner, bytes] = await startOf(stream);
  return { start: inner, bytes, name, share };
}

function unpacked(
  start: Buffer,
  bytes: AsyncIterable<Uint8Array>,
  path: string,
): AsyncIterable<Uint8Array> | undefined {
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  const isZstd = start.length >= 4 && start.readUInt32LE(0) === 0xfd2fb528;
  if (!isGzip && !isZstd) return undefined;
  // A long window is what `zstd --long` writes.
  const unpack = isGzip ? createGunzip() : createZstdDecompress({ maxOutputLength: Number.MAX_SAFE_INTEGER });
  return withCause(
    pipeline(bytes, unpack, () => {}),
    path,
  );
}

async function* withCause(stream: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (cause) {
    throw new BinomenError("SOURCE_DAMAGED", { path, problem: (cause as Error).message }, { cause });
  }
}

/** The first chunk of a stream, and the stream with it. */
async function startOf(stream: AsyncIterable<Uint8Array>): Promise<[Buffer, AsyncIterable<Uint8Array>]> {
  const iterator = stream[Symbol.asyncIterator]();
  const first = await iterator.next();
  const start = first.done ? Buffer.alloc(0) : Buffer.from(first.value);
  async function* all(): AsyncGenerator<Uint8Array> {
    if (first.done) return;
    yield start;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return [start, all()];
}
