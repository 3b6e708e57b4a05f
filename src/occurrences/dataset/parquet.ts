/**
 * The bytes of one Parquet file: one row group, each column with dictionary and Snappy where they help.
 *
 * A function of the rows alone, so that an attempt that was interrupted ends with the same bytes as one that was not.
 */
import type { SchemaElement } from "hyparquet";
import { ByteWriter, parquetWrite } from "hyparquet-writer";
import type { Column, ColumnType } from "./schema.ts";

/** Values of a column by type; `undefined` is null, and an empty list is null, too. */
export type ColumnValues = readonly (string | number | boolean | readonly string[] | undefined)[];

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
 * Types whose least and greatest value is written, so that readers can skip parts. Texts of a part are as mixed as those of
 * the next one, and counting their order and their nulls took a fifth of the time.
 */
const RANGED: ReadonlySet<ColumnType> = new Set(["long", "integer", "decimal", "timestamp"]);

/**
 * Writes a file.
 *
 * @param columns the columns, in order
 * @param values as many values for each column as there are rows; milliseconds for timestamps
 * @param rowCount number of rows; 0 makes a file without row groups
 * @param createdBy who is named as the writer: `"binomen 0.1.0"`
 */
export function parquetFile(
  columns: readonly Column[],
  values: readonly ColumnValues[],
  rowCount: number,
  createdBy: string,
): Uint8Array {
  const writer = new ByteWriter();
  const columnData = columns.map(({ name, type }, i) => {
    const data = physical(type, values[i]!) as unknown[];
    return { name, data, statistics: RANGED.has(type) && data.some((value) => value !== undefined) };
  });
  const schema = schemaElements(columns);
  // One page a column: looking for the ends of pages costs as much as writing them.
  parquetWrite({ writer, schema, columnData, rowGroupSize: Math.max(1, rowCount), pageSize: 0, createdBy });
  return writer.getBytes();
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

function physical(type: ColumnType, values: ColumnValues): readonly unknown[] {
  switch (type) {
    case "long":
      return values.map((value) => (value === undefined ? undefined : BigInt(value as number)));
    case "timestamp":
      return values.map((value) => (value === undefined ? undefined : new Date(value as number)));
    case "list":
      return values.map((value) => ((value as readonly string[] | undefined)?.length ? value : undefined));
    default:
      return values;
  }
}
