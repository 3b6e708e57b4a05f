/**
 * Texts as they are written, Zstandard where it helps.
 *
 * What a record says stands in several columns of the files of a chunk, as published and as understood: it is encoded and
 * compressed once.
 */
import { constants, zstdCompressSync } from "node:zlib";
import { ByteSink } from "../../../answer/bytes/byte-sink.ts";
import { BLOCK } from "../../reading/columns.ts";
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

/** Texts that are packed. */
interface Known {
  /** What they were packed from: texts, or what stands in the chunk. */
  readonly texts: readonly string[] | undefined;
  readonly cells: WrittenCells | undefined;
  readonly packed: PackedBytes;
}

/** The texts of the files of a chunk. What is not compressed means nothing after the next call. */
export class PackedTexts {
  readonly #known: Known[] = [];

  /** The bytes of texts. */
  of(texts: readonly string[]): PackedBytes {
    const known = this.#known.find((one) => isSame(one, texts));
    if (known !== undefined) return known.packed;
    const packed = packedBytes(plainBytes(texts, "BYTE_ARRAY"));
    this.#note({ texts, cells: undefined, packed });
    return packed;
  }

  /** The bytes of texts that stand in the chunk. */
  ofCells(written: WrittenCells): PackedBytes {
    const { cells, codes, isDistinct } = written;
    const known = this.#known.find((one) => one.cells?.cells === cells && one.cells.isDistinct === isDistinct);
    if (known !== undefined) return known.packed;
    const packed = packedBytes(cellBytes(written));
    this.#note({ texts: undefined, cells: { ...written, codes: Int32Array.from(codes) }, packed });
    return packed;
  }

  #note(known: Known): void {
    if (known.packed.isCompressed) this.#known.push(known);
  }

  /** The bytes of texts that are put together here; they mean nothing after the next call. */
  ofWritten(texts: readonly WrittenText[]): PackedBytes {
    sink.length = 0;
    for (let from = 0; from < texts.length; from += BLOCK) write(texts, from, Math.min(texts.length, from + BLOCK));
    return packedBytes(sink.bytes.subarray(0, sink.length));
  }
}

const LENGTH_BYTES = 4;
/** One for all chunks of a thread: it is as large as the longest column was. */
const sink = new ByteSink();

function write(texts: readonly WrittenText[], from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const start = sink.length;
    sink.reserve(LENGTH_BYTES);
    sink.length += LENGTH_BYTES;
    texts[i]!.writeTo(sink);
    sink.view.setUint32(start, sink.length - start - LENGTH_BYTES, true);
  }
}

function packedBytes(plain: Uint8Array): PackedBytes {
  const isCompressed = plain.length >= LEAST_COMPRESSED_BYTES;
  const bytes = isCompressed ? zstdCompressSync(plain, ZSTD) : plain;
  return { bytes, plainLength: plain.length, isCompressed };
}

function isSame({ texts: known, cells }: Known, texts: readonly string[]): boolean {
  if ((known ?? cells!.codes).length !== texts.length) return false;
  for (let i = texts.length - 1; i >= 0; i--)
    if ((known ? known[i] : cells!.cells.text(cells!.codes[i]!)) !== texts[i]) return false;
  return true;
}
