/**
 * The bytes of one column of a Parquet file: levels, dictionary, values.
 *
 * Most columns of a part are empty, or repeat few values: both are told in a few bytes without looking at each row. Every
 * other way (hyparquet-writer's own included) walks over all rows several times and makes an object of each text, which took
 * three quarters of the time of a part. Thrift and page headers are hyparquet-writer's.
 */
import { constants, zstdCompressSync } from "node:zlib";
import type { ColumnMetaData } from "hyparquet";
import type { ByteWriter } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import type { ColumnType } from "../schema.ts";

/** Values of a column by type; `undefined` is null, and an empty list is null, too. */
export type ColumnValues = readonly (string | number | boolean | readonly string[] | undefined)[];

type Value = string | number | boolean;
type PhysicalType = "BYTE_ARRAY" | "INT32" | "INT64" | "DOUBLE" | "BOOLEAN";

const PHYSICAL: Readonly<Record<ColumnType, PhysicalType>> = {
  text: "BYTE_ARRAY",
  json: "BYTE_ARRAY",
  list: "BYTE_ARRAY",
  integer: "INT32",
  long: "INT64",
  timestamp: "INT64",
  decimal: "DOUBLE",
  boolean: "BOOLEAN",
};

/**
 * Types whose least and greatest value is written, so that readers can skip parts. Texts of a part are as mixed as those of
 * the next one.
 */
const RANGED: ReadonlySet<ColumnType> = new Set(["long", "integer", "decimal", "timestamp"]);

/**
 * Texts shorter than this together are not compressed: setting Zstandard up costs more. Numbers never are. Snappy in
 * JavaScript took twice the time and three times the room.
 */
const LEAST_COMPRESSED_BYTES = 2_048;
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Values that are looked at to see whether a dictionary is worth while. */
const SAMPLE = 256;

/** What is there of a column, without its nulls, and the levels that say where it stands. */
interface Leaves {
  readonly values: readonly Value[];
  /** One for each value and each null; `undefined` when all are the same. */
  readonly definitions: Uint8Array | undefined;
  /** The level that all have, where they have the same. */
  readonly definition: number;
  readonly repetitions: Uint8Array | undefined;
  readonly slots: number;
}

/**
 * Writes a column chunk of one data page; its metadata.
 *
 * @param path names from the column down to its leaf
 */
export function writeColumn(
  writer: ByteWriter,
  type: ColumnType,
  path: string[],
  values: ColumnValues,
): { meta_data: ColumnMetaData; file_offset: bigint } {
  const physical = PHYSICAL[type];
  const leaves = type === "list" ? leavesOfLists(values) : leavesOf(values as readonly (Value | undefined)[]);
  const start = writer.offset;
  let unpacked = 0;
  const dictionary = physical === "BOOLEAN" ? undefined : dictionaryOf(leaves.values, physical);
  const plain = plainBytes(dictionary?.values ?? leaves.values, physical);
  const isCompressed = physical === "BYTE_ARRAY" && plain.length >= LEAST_COMPRESSED_BYTES;
  const packedPlain = isCompressed ? zstdCompressSync(plain, ZSTD) : plain;
  const dictionaryOffset = dictionary && BigInt(writer.offset);
  if (dictionary)
    unpacked += page(writer, [packedPlain], plain.length, {
      type: "DICTIONARY_PAGE",
      uncompressed_page_size: plain.length,
      compressed_page_size: packedPlain.length,
      dictionary_page_header: { num_values: dictionary.values.length, encoding: "PLAIN" },
    });
  const isList = type === "list";
  const repetition = isList ? levelBytes(leaves.repetitions, 0, leaves.slots, 1) : NOTHING;
  const definition = levelBytes(leaves.definitions, leaves.definition, leaves.slots, isList ? 2 : 1);
  const levels = repetition.length + definition.length;
  const data = dictionary ? indexBytes(dictionary) : plain;
  const packedData = dictionary ? data : packedPlain;
  const dataOffset = BigInt(writer.offset);
  unpacked += page(writer, [repetition, definition, packedData], levels + data.length, {
    type: "DATA_PAGE_V2",
    uncompressed_page_size: levels + data.length,
    compressed_page_size: levels + packedData.length,
    data_page_header_v2: {
      num_values: leaves.slots,
      num_nulls: leaves.slots - leaves.values.length,
      num_rows: values.length,
      encoding: dictionary ? "RLE_DICTIONARY" : "PLAIN",
      definition_levels_byte_length: definition.length,
      repetition_levels_byte_length: repetition.length,
      // Indexes are as short as they get.
      is_compressed: !dictionary && isCompressed,
    },
  });
  return {
    meta_data: {
      type: physical,
      encodings: dictionary ? ["PLAIN", "RLE_DICTIONARY"] : ["PLAIN"],
      path_in_schema: path,
      codec: isCompressed ? "ZSTD" : "UNCOMPRESSED",
      num_values: BigInt(leaves.slots),
      total_compressed_size: BigInt(writer.offset - start),
      total_uncompressed_size: BigInt(unpacked),
      data_page_offset: dataOffset,
      ...(dictionaryOffset !== undefined && { dictionary_page_offset: dictionaryOffset }),
      ...(RANGED.has(type) && leaves.values.length > 0 && { statistics: rangeOf(leaves, values.length) }),
    },
    file_offset: BigInt(start),
  };
}

/** Writes a page; its size with its header, not compressed. */
function page(
  writer: ByteWriter,
  pieces: readonly Uint8Array[],
  unpacked: number,
  header: Parameters<typeof writePageHeader>[1],
): number {
  const start = writer.offset;
  writePageHeader(writer, header);
  const size = writer.offset - start;
  for (const piece of pieces) writer.appendBytes(piece);
  return size + unpacked;
}

function rangeOf({ values }: Leaves, rows: number): { min_value: number; max_value: number; null_count: bigint } {
  let min = values[0] as number;
  let max = min;
  for (const value of values as readonly number[]) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  // Both zeros are in the range, as the format asks for.
  return { min_value: min === 0 ? -0 : min, max_value: max === 0 ? 0 : max, null_count: BigInt(rows - values.length) };
}

function leavesOf(all: readonly (Value | undefined)[]): Leaves {
  let nulls = 0;
  for (let i = 0; i < all.length; i++) if (all[i] === undefined) nulls++;
  if (nulls === 0)
    return {
      values: all as readonly Value[],
      definitions: undefined,
      definition: 1,
      repetitions: undefined,
      slots: all.length,
    };
  if (nulls === all.length)
    return { values: [], definitions: undefined, definition: 0, repetitions: undefined, slots: all.length };
  const values: Value[] = new Array(all.length - nulls);
  const definitions = new Uint8Array(all.length);
  let at = 0;
  for (let i = 0; i < all.length; i++) {
    const value = all[i];
    if (value === undefined) continue;
    values[at++] = value;
    definitions[i] = 1;
  }
  return { values, definitions, definition: 0, repetitions: undefined, slots: all.length };
}

/** Levels of an optional list of optional texts: 0 no list, 3 a text of it. */
function leavesOfLists(all: ColumnValues): Leaves {
  let slots = 0;
  let texts = 0;
  for (let i = 0; i < all.length; i++) {
    const { length } = (all[i] as readonly string[] | undefined) ?? NO_TEXTS;
    slots += length || 1;
    texts += length;
  }
  if (texts === 0) return { values: [], definitions: undefined, definition: 0, repetitions: undefined, slots };
  const values: string[] = new Array(texts);
  const definitions = new Uint8Array(slots);
  const repetitions = slots > all.length ? new Uint8Array(slots) : undefined;
  let slot = 0;
  let at = 0;
  for (let i = 0; i < all.length; i++) {
    const list = (all[i] as readonly string[] | undefined) ?? NO_TEXTS;
    if (list.length === 0) slot++;
    for (let j = 0; j < list.length; j++) {
      values[at++] = list[j]!;
      if (j > 0) repetitions![slot] = 1;
      definitions[slot++] = 3;
    }
  }
  const isFull = texts === slots;
  return { values, definitions: isFull ? undefined : definitions, definition: 3, repetitions, slots };
}

const NO_TEXTS: readonly string[] = [];
const NOTHING = new Uint8Array(0);

interface ColumnDictionary {
  readonly values: readonly Value[];
  readonly indexes: Uint16Array | Uint32Array;
}

/** The distinct values and where they stand; `undefined` where that would save less than half. */
function dictionaryOf(values: readonly Value[], type: PhysicalType): ColumnDictionary | undefined {
  const { length } = values;
  if (length < 2) return undefined;
  const sample = new Set<Value>();
  const step = Math.max(1, Math.floor(length / SAMPLE));
  let seen = 0;
  for (let i = 0; i < length; i += step, seen++) sample.add(values[i]!);
  // Numbers take little room as they are: only columns of very few of them gain.
  const isText = type === "BYTE_ARRAY";
  if (length >= SAMPLE && sample.size > seen * (isText ? 0.75 : 0.25)) return undefined;
  const most = Math.floor(length / (isText ? 2 : 4));
  const known = new Map<Value, number>();
  const indexes = length < 65_536 ? new Uint16Array(length) : new Uint32Array(length);
  let previous: Value | undefined;
  let index = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    if (value !== previous) {
      previous = value;
      const found = known.get(value);
      if (found !== undefined) index = found;
      else {
        index = known.size;
        if (index >= most && index > 0) return undefined;
        known.set(value, index);
      }
    }
    indexes[i] = index;
  }
  return { values: [...known.keys()], indexes };
}

/** Width, then all indexes in groups of eight. */
function indexBytes({ values, indexes }: ColumnDictionary): Uint8Array {
  const width = 32 - Math.clz32(values.length - 1);
  if (width === 0) return Uint8Array.of(0, ...varint(indexes.length << 1));
  return packed(indexes, indexes.length, width, [width]);
}

/** Levels as one run where all are the same, else in groups of eight. */
function levelBytes(levels: Uint8Array | undefined, same: number, slots: number, width: number): Uint8Array {
  return levels === undefined ? Uint8Array.of(...varint(slots << 1), same) : packed(levels, slots, width, []);
}

/** One run of bit-packed groups of eight (Parquet's RLE / bit-packing hybrid). */
function packed(numbers: ArrayLike<number>, count: number, width: number, before: readonly number[]): Uint8Array {
  const groups = (count + 7) >> 3;
  const head = [...before, ...varint((groups << 1) | 1)];
  const bytes = new Uint8Array(head.length + groups * width);
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

function plainBytes(values: readonly Value[], type: PhysicalType): Uint8Array {
  switch (type) {
    case "BYTE_ARRAY":
      return textBytes(values as readonly string[]);
    case "INT32":
      return bytesOf(Int32Array.from(values as readonly number[]));
    case "DOUBLE":
      return bytesOf(Float64Array.from(values as readonly number[]));
    case "INT64": {
      const halves = new Int32Array(values.length * 2);
      for (let i = 0; i < values.length; i++) {
        const value = values[i] as number;
        halves[2 * i] = value | 0;
        if (value > 0x7fffffff || value < -0x80000000) halves[2 * i] = value - Math.floor(value / 2 ** 32) * 2 ** 32;
        halves[2 * i + 1] = Math.floor(value / 2 ** 32);
      }
      return bytesOf(halves);
    }
    case "BOOLEAN": {
      const bytes = new Uint8Array((values.length + 7) >> 3);
      for (let i = 0; i < values.length; i++) if (values[i]) bytes[i >> 3]! |= 1 << (i & 7);
      return bytes;
    }
  }
}

/** Numbers as they lie in memory: all machines that Node runs on are little-endian. */
function bytesOf(numbers: Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer);
}

const PLACE_OF_LENGTH = "\0\0\0\0";

/**
 * Each text behind its length. All are encoded at once, with room for the lengths between them: a call for each text costs
 * more than its bytes.
 */
function textBytes(texts: readonly string[]): Uint8Array {
  if (texts.length === 0) return NOTHING;
  const joined = PLACE_OF_LENGTH + texts.join(PLACE_OF_LENGTH);
  const bytes = Buffer.from(joined, "utf8");
  const isAscii = bytes.length === joined.length;
  let at = 0;
  for (let i = 0; i < texts.length; i++) {
    const length = isAscii ? texts[i]!.length : Buffer.byteLength(texts[i]!, "utf8");
    bytes[at] = length & 0xff;
    bytes[at + 1] = (length >>> 8) & 0xff;
    bytes[at + 2] = (length >>> 16) & 0xff;
    bytes[at + 3] = length >>> 24;
    at += 4 + length;
  }
  return bytes;
}
