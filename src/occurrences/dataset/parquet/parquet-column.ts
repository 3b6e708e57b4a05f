/**
 * The bytes of one column of a Parquet file: levels, dictionary, values.
 *
 * Most columns of a part are empty, or repeat few values: both are told in a few bytes without looking at each row. Every
 * other way (hyparquet-writer's own included) walks over all rows several times and makes an object of each text, which took
 * three quarters of the time of a part. Thrift and page headers are hyparquet-writer's.
 */
import type { ColumnMetaData } from "hyparquet";
import type { ByteWriter } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import type { ColumnType } from "../schema.ts";
import { REPEATING } from "./distinct.ts";
import { indexBytes, levelBytes, type PhysicalType, plainBytes } from "./encoding.ts";
import {
  type ColumnValues,
  type Leaves,
  leavesOfLists,
  leavesOfNumbers,
  leavesOfValues,
  type NumberedValues,
  type Numbers,
  type WrittenText,
} from "./leaves.ts";
import type { PackedBytes, PackedTexts } from "./packed-texts.ts";

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

const REPEATS: Readonly<Record<ColumnType, number>> = {
  text: REPEATING.texts,
  json: REPEATING.json,
  list: REPEATING.texts,
  integer: REPEATING.numbers,
  long: REPEATING.numbers,
  timestamp: REPEATING.numbers,
  decimal: REPEATING.numbers,
  boolean: REPEATING.nothing,
};

/**
 * Types whose least and greatest value is written, so that readers can skip parts. Texts of a part are as mixed as those of
 * the next one.
 */
const RANGED: ReadonlySet<ColumnType> = new Set(["long", "integer", "decimal", "timestamp"]);

/**
 * Writes a column chunk of one data page; its metadata.
 *
 * @param path names from the column down to its leaf
 * @param packed texts of this and other files, so that those that stand in several columns are packed once
 */
export function writeColumn(
  writer: ByteWriter,
  type: ColumnType,
  path: string[],
  values: ColumnValues | NumberedValues | Numbers,
  packed: PackedTexts,
): { meta_data: ColumnMetaData; file_offset: bigint } {
  const physical = PHYSICAL[type];
  const isText = physical === "BYTE_ARRAY";
  const leaves =
    values instanceof Float64Array
      ? leavesOfNumbers(values)
      : type === "list"
        ? leavesOfLists(values)
        : leavesOfValues(values, REPEATS[type]);
  const { indexes, cells } = leaves;
  const writtenCount = cells ? cells.codes.length : leaves.written.length;
  const rows = "codes" in values ? values.codes.length : values.length;
  const start = writer.offset;
  let unpacked = 0;
  // Numbers are never compressed.
  const {
    bytes: plain,
    plainLength,
    isCompressed,
  } = isText ? textsOf(leaves, packed) : unpackedBytes(plainBytes(leaves.written, physical));
  const dictionaryOffset = indexes && BigInt(writer.offset);
  if (indexes)
    unpacked += page(writer, [plain], plainLength, {
      type: "DICTIONARY_PAGE",
      uncompressed_page_size: plainLength,
      compressed_page_size: plain.length,
      dictionary_page_header: { num_values: writtenCount, encoding: "PLAIN" },
    });
  const isList = type === "list";
  const repetition = isList ? levelBytes(leaves.repetitions, 0, leaves.slots, 1) : NOTHING;
  const definition = levelBytes(leaves.definitions, leaves.definition, leaves.slots, isList ? 2 : 1);
  const levels = repetition.length + definition.length;
  const data = indexes ? indexBytes(indexes, writtenCount) : plain;
  const dataLength = indexes ? data.length : plainLength;
  const dataOffset = BigInt(writer.offset);
  unpacked += page(writer, [repetition, definition, data], levels + dataLength, {
    type: "DATA_PAGE_V2",
    uncompressed_page_size: levels + dataLength,
    compressed_page_size: levels + data.length,
    data_page_header_v2: {
      num_values: leaves.slots,
      num_nulls: leaves.slots - leaves.count,
      num_rows: rows,
      encoding: indexes ? "RLE_DICTIONARY" : "PLAIN",
      definition_levels_byte_length: definition.length,
      repetition_levels_byte_length: repetition.length,
      // Indexes are as short as they get.
      is_compressed: !indexes && isCompressed,
    },
  });
  return {
    meta_data: {
      type: physical,
      encodings: indexes ? ["PLAIN", "RLE_DICTIONARY"] : ["PLAIN"],
      path_in_schema: path,
      codec: isCompressed ? "ZSTD" : "UNCOMPRESSED",
      num_values: BigInt(leaves.slots),
      total_compressed_size: BigInt(writer.offset - start),
      total_uncompressed_size: BigInt(unpacked),
      data_page_offset: dataOffset,
      ...(dictionaryOffset !== undefined && { dictionary_page_offset: dictionaryOffset }),
      ...statisticsOf(type, leaves, rows),
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

function textsOf({ written, cells }: Leaves, packed: PackedTexts): PackedBytes {
  if (cells) return packed.ofCells(cells);
  return typeof written[0] === "object"
    ? packed.ofWritten(written as readonly unknown[] as readonly WrittenText[])
    : packed.of(written as readonly string[]);
}

function unpackedBytes(bytes: Uint8Array): PackedBytes {
  return { bytes, plainLength: bytes.length, isCompressed: false };
}

/** That a column is empty is told, too: readers need not look into it. */
function statisticsOf(type: ColumnType, leaves: Leaves, rows: number): Pick<ColumnMetaData, "statistics"> {
  if (leaves.count === 0) return { statistics: { null_count: BigInt(leaves.slots) } };
  return RANGED.has(type) ? { statistics: rangeOf(leaves, rows) } : {};
}

function rangeOf(
  { written, count }: Leaves,
  rows: number,
): { min_value: number; max_value: number; null_count: bigint } {
  // One kind of list: a loop over both makes an object of each number.
  const numbers = written instanceof Float64Array ? written : Float64Array.from(written as readonly number[]);
  let min = numbers[0]!;
  let max = min;
  for (let i = 1; i < numbers.length; i++) {
    const value = numbers[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  // Both zeros are in the range, as the format asks for.
  return { min_value: min === 0 ? -0 : min, max_value: max === 0 ? 0 : max, null_count: BigInt(rows - count) };
}

const NOTHING = new Uint8Array(0);
