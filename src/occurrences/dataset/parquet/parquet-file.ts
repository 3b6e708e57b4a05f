/**
 * The bytes of one Parquet file: one row group, each column with dictionary and Zstandard where they help.
 *
 * A function of the rows alone, so that an attempt that was interrupted ends with the same bytes as one that was not.
 */
import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { intoLentBuffer, lending } from "../../reading/chunk-memory.ts";
import type { Column, ColumnType } from "../schema.ts";
import type { ColumnValues, NumberedValues, Numbers } from "./leaves.ts";
import { PackedTexts } from "./packed-texts.ts";
import { writeColumn } from "./parquet-column.ts";

const ELEMENTS: Readonly<Record<Exclude<ColumnType, "list">, Omit<SchemaElement, "name">>> = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
  // Plain text for readers: few know Parquet's own JSON.
  json: { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
  integer: { type: "INT32", repetition_type: "OPTIONAL" },
  long: { type: "INT64", repetition_type: "OPTIONAL" },
  decimal: { type: "DOUBLE", repetition_type: "OPTIONAL" },
  boolean: { type: "BOOLEAN", repetition_type: "OPTIONAL" },
  timestamp: { type: "INT64", converted_type: "TIMESTAMP_MILLIS", repetition_type: "OPTIONAL" },
};

/**
 * Writes a file. Within `lending` its bytes are lent, too.
 *
 * @param columns the columns, in order
 * @param values as many values for each column as there are rows; milliseconds for timestamps
 * @param rowCount number of rows; 0 makes a file without row groups
 * @param createdBy who is named as the writer: `"binomen 0.1.0"`
 * @param packed texts of other files that may stand in this one, too
 */
export function parquetFile(
  columns: readonly Column[],
  values: readonly (ColumnValues | NumberedValues | Numbers)[],
  rowCount: number,
  createdBy: string,
  packed = new PackedTexts(),
): Uint8Array {
  const writer = new ByteWriter(0);
  intoLentBuffer(LEAST_BYTES, (buffer) => {
    writer.buffer = buffer;
    writer.view = new DataView(buffer);
    writeFile(writer, columns, values, rowCount, createdBy, packed);
    return writer.buffer;
  });
  return writer.getBytes();
}

/** Room for a file before it grows. */
const LEAST_BYTES = 1 << 16;

function writeFile(
  writer: ByteWriter,
  columns: readonly Column[],
  values: readonly (ColumnValues | NumberedValues | Numbers)[],
  rowCount: number,
  createdBy: string,
  packed: PackedTexts,
): void {
  const file = new ParquetWriter({ writer, schema: schemaElements(columns), createdBy });
  if (rowCount > 0) {
    const start = writer.offset;
    const chunks = columns.map(({ name, type }, i) =>
      lending(() =>
        writeColumn(writer, type, type === "list" ? [name, "list", "element"] : [name], values[i]!, packed),
      ),
    );
    file.num_rows = BigInt(rowCount);
    file.row_groups.push({
      columns: chunks,
      total_byte_size: chunks.reduce((sum, { meta_data }) => sum + meta_data.total_uncompressed_size, 0n),
      num_rows: BigInt(rowCount),
      total_compressed_size: BigInt(writer.offset - start),
    });
  }
  file.finish();
}

function schemaElements(columns: readonly Column[]): SchemaElement[] {
  const elements: SchemaElement[] = [{ name: "root", num_children: columns.length }];
  for (const { name, type } of columns) {
    if (type !== "list") elements.push({ name, ...ELEMENTS[type] });
    else
      elements.push(
        { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
      );
  }
  return elements;
}
