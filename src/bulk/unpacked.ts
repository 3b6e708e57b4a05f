/** What is in a body that was packed for the way? */
import { Readable, type Transform } from "node:stream";
import { createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { BinomenError } from "../errors.ts";

const DECOMPRESSORS: Readonly<Record<string, (() => Transform) | "none">> = {
  identity: "none",
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  zstd: createZstdDecompress,
};

/**
 * The bytes of a body, decompressed as they come.
 *
 * @param contentEncoding the header of that name
 * @throws BinomenError MEDIA_TYPE_UNSUPPORTED at once for another encoding; while it is read REQUEST_INVALID for bytes
 *   that are not of the encoding, and what the body fails of
 */
export function unpacked(
  chunks: AsyncIterable<Uint8Array>,
  contentEncoding: string | undefined,
): AsyncIterable<Uint8Array> {
  const encoding = (contentEncoding ?? "identity").trim().toLowerCase();
  const decompress = Object.hasOwn(DECOMPRESSORS, encoding) ? DECOMPRESSORS[encoding] : undefined;
  if (!decompress)
    throw new BinomenError("MEDIA_TYPE_UNSUPPORTED", {
      found: `with encoding ${encoding}`,
      expected: Object.keys(DECOMPRESSORS).join(", "),
    });
  return decompress === "none" ? chunks : decompressed(chunks, encoding, decompress());
}

async function* decompressed(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
  through: Transform,
): AsyncGenerator<Uint8Array> {
  try {
    yield* pipedInto(through, Readable.from(chunks, { objectMode: false }));
  } catch (cause) {
    const { code = "", message } = cause as NodeJS.ErrnoException;
    if (/^(Z_|ZSTD_|ERR_ZLIB)/.test(code) || /zstd/i.test(code))
      throw new BinomenError(
        "REQUEST_INVALID",
        { field: "body", problem: `is no ${encoding} (${message})` },
        { cause },
      );
    throw cause;
  }
}

/** What a body becomes. Both end with the reading. */
async function* pipedInto(through: Transform, body: Readable): AsyncGenerator<Uint8Array> {
  body.once("error", (error) => through.destroy(error));
  try {
    for await (const bytes of body.pipe(through)) yield bytes as Uint8Array;
  } finally {
    through.destroy();
    body.destroy();
  }
}
