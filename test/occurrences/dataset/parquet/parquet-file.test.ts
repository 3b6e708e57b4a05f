import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { parquetFile } from "../../../../src/occurrences/dataset/parquet/parquet-file.ts";
import { readParquet } from "../../../../src/occurrences/dataset/read-part.ts";
import { type ColumnType, INTERPRETED_COLUMNS } from "../../../../src/occurrences/dataset/schema.ts";

/** A row with a value of its type in each column, and one without any. */
function file(): Uint8Array {
  const values = INTERPRETED_COLUMNS.map(({ name, type }) => {
    switch (type) {
      case "list":
        return [[name, "Müller, ß"], []];
      case "boolean":
        return [true, undefined];
      case "decimal":
        return [1.5, undefined];
      case "integer":
        return [7, undefined];
      case "long":
      case "timestamp":
        return [2 ** 41, undefined];
      default:
        return [`the ${name}`, undefined];
    }
  });
  return parquetFile(INTERPRETED_COLUMNS, values, 2, "binomen test");
}

test("what is written is read back, nulls and empty lists as null", async () => {
  const bytes = file();
  const [full, empty] = await parquetReadObjects({ file: bytes.slice().buffer });
  assert.equal(full!["gbifID"], 2n ** 41n);
  assert.deepEqual(full!["issue"], ["issue", "Müller, ß"]);
  assert.deepEqual(full!["eventDateGte"], new Date(2 ** 41));
  assert.equal(full!["decimalLatitude"], 1.5);
  assert.ok(Object.values(empty!).every((value) => value === null || value === undefined));
});

test("numbers by row are read back, what is none of them as null", async () => {
  const columns = ["some", "all", "none"].map((name) => ({ name, type: "long" as const }));
  const all = Float64Array.of(2 ** 53 - 1, 0, -1, 2 ** 32, -(2 ** 40), 7);
  const some = Float64Array.of(Number.NaN, 1, Number.NaN, 2 ** 41 + 5, 3, Number.NaN);
  const bytes = parquetFile(columns, [some, all, new Float64Array(6).fill(Number.NaN)], 6, "test");
  const rows = await parquetReadObjects({ file: bytes.slice().buffer });
  const read = (name: string) => rows.map((row) => (row[name] === null ? Number.NaN : Number(row[name] ?? Number.NaN)));
  assert.deepEqual(read("all"), [...all]);
  assert.deepEqual(read("some"), [...some]);
  assert.ok(read("none").every(Number.isNaN));
});

test("texts that stand in two columns are written in both", async () => {
  const columns = ["published", "understood", "other"].map((name) => ({ name, type: "text" as const }));
  const texts = Array.from({ length: 500 }, (_, i) => `urn:catalog:B:Herbarium:${i}`);
  const other = texts.with(0, "urn:catalog:B:Herbarium:x");
  const bytes = parquetFile(columns, [texts, texts.map((text) => text.trim()), other], 500, "test");
  const folder = mkdtempSync(join(tmpdir(), "binomen-parquet-"));
  try {
    const path = join(folder, "part-000000.parquet");
    writeFileSync(path, bytes);
    const rows = await readParquet(path);
    assert.deepEqual(
      rows.map(({ published }) => published),
      texts,
    );
    assert.deepEqual(
      rows.map(({ understood }) => understood),
      texts,
    );
    assert.deepEqual(
      rows.map((row) => row["other"]),
      other,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("DuckDB sees the types that the README promises", async () => {
  const folder = mkdtempSync(join(tmpdir(), "binomen-parquet-"));
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  try {
    const path = join(folder, "part-000000.parquet");
    writeFileSync(path, file());
    const connection = await instance.connect();
    const described = (await connection.runAndReadAll(`describe from read_parquet('${path}')`)).getRowsJson();
    const types = {
      text: "VARCHAR",
      json: "VARCHAR",
      list: "VARCHAR[]",
      integer: "INTEGER",
      long: "BIGINT",
      decimal: "DOUBLE",
      boolean: "BOOLEAN",
      timestamp: "TIMESTAMP",
    };
    assert.deepEqual(
      described.map(([name, type]) => [name, type]),
      INTERPRETED_COLUMNS.map(({ name, type }) => [name, types[type]]),
    );
    connection.closeSync();
  } finally {
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
});

/** Values of a type, of which few are different or all. */
function valuesOf(type: ColumnType): fc.Arbitrary<unknown> {
  const words = fc.constantFrom("a", "ß", "", "\ud83e\udd8b", "word", "a longer text that repeats");
  const whole = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.maxSafeInteger());
  switch (type) {
    case "list":
      return fc.array(words, { minLength: 1, maxLength: 3 });
    case "boolean":
      return fc.boolean();
    case "decimal":
      return fc.oneof(
        fc.constantFrom(0, 1.5),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
      );
    case "integer":
      return fc.oneof(fc.constantFrom(1, 2), fc.integer());
    case "long":
      return whole;
    case "timestamp":
      return fc.integer({ min: -(2 ** 42), max: 2 ** 42 });
    default:
      return fc.oneof(words, fc.string({ unit: "grapheme" }));
  }
}

const TYPES: readonly ColumnType[] = ["text", "list", "boolean", "decimal", "integer", "long", "timestamp", "json"];

test("whatever is written is read back, by hyparquet and by DuckDB alike", async () => {
  const folder = mkdtempSync(join(tmpdir(), "binomen-parquet-"));
  const path = join(folder, "part-000000.parquet");
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const columns = TYPES.map((type) => ({ name: type, type }));
    const table = fc.tuple(
      fc.tuple(...TYPES.map((type) => fc.array(fc.option(valuesOf(type), { nil: undefined }), { maxLength: 30 }))),
      fc.integer({ min: 1, max: 400 }),
    );
    await fc.assert(
      fc.asyncProperty(table, async ([few, count]) => {
        // Few values over and over are written as a dictionary, long texts of them compressed.
        const values = few.map((column) =>
          Array.from({ length: count }, (_, i) => column[i % Math.max(1, column.length)]),
        );
        writeFileSync(path, parquetFile(columns, values as never, count, "test"));
        const wanted = Array.from({ length: count }, (_, i) => values.map((column) => plain(column[i])));
        const read = await readParquet(path);
        assert.deepEqual(
          read.map((row) => TYPES.map((type) => plain(row[type]))),
          wanted,
        );
        const found = await connection.runAndReadAll(
          `select *, epoch_ms("timestamp") as ms from read_parquet('${path}')`,
        );
        const rows = found.getRowsJS().map((row) => [...row.slice(0, 6), row[8], row[7]].map(plain));
        assert.deepEqual(rows, wanted);
      }),
      { numRuns: 40 },
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
});

/** Numbers of any kind as numbers, nothing as null. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.getTime();
  return value ?? null;
}

test("a column without values says so, and readers need not look into it", () => {
  const bytes = parquetFile(
    TYPES.flatMap((type) => [
      { name: `${type} empty`, type },
      { name: type, type },
    ]),
    TYPES.flatMap((type) => [
      [undefined, undefined, undefined],
      [
        undefined,
        type === "list" ? ["a", "b"] : type === "boolean" ? true : type === "text" || type === "json" ? "a" : 1,
        undefined,
      ],
    ]),
    3,
    "test",
  );
  const columns = parquetMetadata(new Uint8Array(bytes).buffer).row_groups[0]!.columns;
  assert.deepEqual(
    columns.flatMap(({ meta_data }) =>
      meta_data?.statistics?.null_count === meta_data?.num_values ? [meta_data!.path_in_schema[0]] : [],
    ),
    TYPES.map((type) => `${type} empty`),
  );
});
