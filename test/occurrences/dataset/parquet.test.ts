import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetReadObjects } from "hyparquet";
import { parquetFile } from "../../../src/occurrences/dataset/parquet.ts";
import { INTERPRETED_COLUMNS } from "../../../src/occurrences/dataset/schema.ts";

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
