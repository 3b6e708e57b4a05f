/**
 * Texts as they are written, Zstandard where it helps.
 *
 * What a record says stands in several columns of the files of a chunk, as published and as understood: it is encoded and
 * compressed once.
 */
import { constants, zstdCompressSync } from "node:zlib";
import { ByteSink } from "../../../answer/bytes/byte-sink.ts";
import { cellBytes, plainBytes, type WrittenCells } from "./encoding.ts";
import type { WrittenText } from "./leaves.ts";

/**
 * Texts shorter than this together are not compressed: setting Zstandard up costs more. Snappy in JavaScript took twice
 * the time and three times the room.
 */
const LEAST_COMPRESSED_BYTES = 2_048;
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Bytes of values as they are written. */
export interface PackedBytes {
  readonly bytes: Uint8Array;
  /** Length without compression. */
  readonly plainLength: number;
  readonly isCompressed: boolean;
}

/** The texts of the files of a chunk. */
export class PackedTexts {
  readonly #known: { readonly texts: readonly string[]; readonly packed: PackedBytes }[] = [];

  /**
   * The bytes of texts; what is not compressed means nothing after the next call.
   * @param cells where they stand, if they stand in a chunk
   */
  of(texts: readonly string[], cells?: WrittenCells): PackedBytes {
    const known = this.#known.find((one) => isSame(one.texts, texts));
    if (known !== undefined) return known.packed;
    const packed = packedBytes(cells ? cellBytes(cells) : plainBytes(texts, "BYTE_ARRAY"));
    if (packed.isCompressed) this.#known.push({ texts, packed });
    return packed;
  }

  /** The bytes of texts that are put together here; they mean nothing after the next call. */
  ofWritten(texts: readonly WrittenText[]): PackedBytes {
    sink.length = 0;
    for (const text of texts) {
      const start = sink.length;
      sink.reserve(LENGTH_BYTES);
      sink.length += LENGTH_BYTES;
      text.writeTo(sink);
      sink.view.setUint32(start, sink.length - start - LENGTH_BYTES, true);
    }
    return packedBytes(sink.bytes.subarray(0, sink.length));
  }
}

const LENGTH_BYTES = 4;
/** One for all chunks of a thread: it is as large as the longest column was. */
const sink = new ByteSink();

function packedBytes(plain: Uint8Array): PackedBytes {
  const isCompressed = plain.length >= LEAST_COMPRESSED_BYTES;
  const bytes = isCompressed ? zstdCompressSync(plain, ZSTD) : plain;
  return { bytes, plainLength: plain.length, isCompressed };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  const { length } = a;
  if (length !== b.length) return false;
  for (let i = length - 1; i >= 0; i--) if (a[i] !== b[i]) return false;
  return true;
}
