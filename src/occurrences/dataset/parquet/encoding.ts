/** Numbers and texts as Parquet writes them. */

import { COPY_PADDING, copyBytes, viewFrom } from "../../../image/layout/literals.ts";
import type { Cells } from "../../reading/cells.ts";
import { lentBytes, lentDoubles, lentInts } from "../../reading/chunk-memory.ts";

/** A value that is not null. */
export type Value = string | number | boolean;

/** How values of a column are written. */
export type PhysicalType = "BYTE_ARRAY" | "INT32" | "INT64" | "DOUBLE" | "BOOLEAN";

/** Distinct values, and which of them stand where. */
export interface ColumnDictionary {
  readonly values: readonly Value[];
  readonly indexes: Int32Array;
}

/** Texts of a chunk. */
export interface WrittenCells {
  readonly cells: Cells;
  /** Their numbers among the cells. */
  readonly codes: Int32Array;
  /** True when each distinct one is written once. */
  readonly isDistinct: boolean;
}

const NOTHING = new Uint8Array(0);

/** Width, then all indexes in groups of eight. */
export function indexBytes(indexes: Int32Array, distinct: number): Uint8Array {
  const width = 32 - Math.clz32(distinct - 1);
  if (width === 0) return Uint8Array.of(0, ...varint(indexes.length << 1));
  return packed(indexes, indexes.length, width, [width]);
}

/** Levels as one run where all are the same, else in groups of eight. */
export function levelBytes(levels: Uint8Array | undefined, same: number, slots: number, width: number): Uint8Array {
  return levels === undefined ? Uint8Array.of(...varint(slots << 1), same) : packed(levels, slots, width, []);
}

/** One run of bit-packed groups of eight (Parquet's RLE / bit-packing hybrid). */
function packed(numbers: ArrayLike<number>, count: number, width: number, before: readonly number[]): Uint8Array {
  const groups = (count + 7) >> 3;
  const head = [...before, ...varint((groups << 1) | 1)];
  const bytes = lentBytes(head.length + groups * width);
  bytes.set(head);
  let at = head.length;
  let bits = 0;
  let have = 0;
  for (let i = 0; i < count; i++) {
    bits |= numbers[i]! << have;
    have += width;
    while (have >= 8) {
      bytes[at++] = bits & 0xff;
      bits >>>= 8;
      have -= 8;
    }
  }
  if (have > 0) bytes[at] = bits & 0xff;
  return bytes;
}

function varint(number: number): number[] {
  const bytes: number[] = [];
  let rest = number >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

/** The values one after the other. Those of texts mean nothing after the next call. */
export function plainBytes(values: readonly Value[] | Float64Array, type: PhysicalType): Uint8Array {
  switch (type) {
    case "BYTE_ARRAY":
      return textBytes(values as readonly string[]);
    case "INT32": {
      const numbers = lentInts(values.length);
      for (let i = 0; i < values.length; i++) numbers[i] = values[i] as number;
      return bytesOf(numbers);
    }
    case "DOUBLE": {
      if (values instanceof Float64Array) return bytesOf(values);
      const numbers = lentDoubles(values.length);
      for (let i = 0; i < values.length; i++) numbers[i] = values[i] as number;
      return bytesOf(numbers);
    }
    case "INT64": {
      const halves = lentInts(values.length * 2);
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as number;
        const high = Math.floor(value / 2 ** 32);
        halves[2 * i] = value - high * 2 ** 32;
        halves[2 * i + 1] = high;
      }
      return bytesOf(halves);
    }
    case "BOOLEAN": {
      const bytes = lentBytes((values.length + 7) >> 3);
      for (let i = 0; i < values.length; i++) if (values[i]) bytes[i >> 3]! |= 1 << (i & 7);
      return bytes;
    }
  }
}

/** Numbers as they lie in memory: all machines that Node runs on are little-endian. */
function bytesOf(numbers: Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** Longer texts are copied by the platform. */
const LONGEST_BY_HAND = 96;

/** The texts of cells as {@link plainBytes} writes them. They mean nothing after the next call. */
export function cellBytes({ cells: { bytes, starts, ends }, codes }: WrittenCells): Uint8Array {
  let length = 0;
  for (let i = 0; i < codes.length; i++) length += 4 + ends[codes[i]!]! - starts[codes[i]!]!;
  if (room.length < length + COPY_PADDING) room = Buffer.allocUnsafeSlow(2 * (length + COPY_PADDING));
  const into = room;
  const to = viewFrom(into);
  const from = viewFrom(bytes);
  const lastWhole = bytes.length - COPY_PADDING;
  let at = 0;
  for (let i = 0; i < codes.length; i++) {
    const start = starts[codes[i]!]!;
    const end = ends[codes[i]!]!;
    to.setUint32(at, end - start, true);
    at += 4;
    if (end - start > LONGEST_BY_HAND || end > lastWhole) {
      into.set(bytes.subarray(start, end), at);
      at += end - start;
    } else at = copyBytes(from, start, end - start, to, at);
  }
  return into.subarray(0, length);
}

function writeLength(bytes: Uint8Array, at: number, length: number): number {
  bytes[at] = length & 0xff;
  bytes[at + 1] = (length >>> 8) & 0xff;
  bytes[at + 2] = (length >>> 16) & 0xff;
  bytes[at + 3] = length >>> 24;
  return at + 4;
}

const PLACE_OF_LENGTH = "\0\0\0\0";
/** One for all columns of a thread: it is as large as the longest one was. */
let room = Buffer.alloc(0);

/**
 * Each text behind its length. All are encoded at once, with room for the lengths between them: a call for each text costs
 * more than its bytes.
 */
function textBytes(texts: readonly string[]): Uint8Array {
  if (texts.length === 0) return NOTHING;
  const joined = PLACE_OF_LENGTH + texts.join(PLACE_OF_LENGTH);
  if (room.length < joined.length * 3) {
    const needed = Buffer.byteLength(joined, "utf8");
    if (room.length < needed) room = Buffer.allocUnsafeSlow(2 * needed);
  }
  const bytes = room.subarray(0, room.write(joined, 0, "utf8"));
  const isAscii = bytes.length === joined.length;
  let at = 0;
  for (let i = 0; i < texts.length; i++) {
    const length = isAscii ? texts[i]!.length : Buffer.byteLength(texts[i]!, "utf8");
    at = writeLength(bytes, at, length) + length;
  }
  return bytes;
}
