/**
 * Texts as they are written, Zstandard where it helps.
 *
 * What a record says stands in several columns of the files of a chunk, as published and as understood: it is encoded and
 * compressed once.
 */
import { constants, zstdCompressSync } from "node:zlib";
import { plainBytes } from "./encoding.ts";

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

  /** The bytes of texts. */
  of(texts: readonly string[]): PackedBytes {
    const known = this.#known.find((one) => isSame(one.texts, texts));
    if (known !== undefined) return known.packed;
    const plain = plainBytes(texts, "BYTE_ARRAY");
    const isCompressed = plain.length >= LEAST_COMPRESSED_BYTES;
    const bytes = isCompressed ? zstdCompressSync(plain, ZSTD) : plain;
    const packed = { bytes, plainLength: plain.length, isCompressed };
    if (isCompressed) this.#known.push({ texts, packed });
    return packed;
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  const { length } = a;
  if (length !== b.length) return false;
  for (let i = length - 1; i >= 0; i--) if (a[i] !== b[i]) return false;
  return true;
}
