import assert from "node:assert/strict";
import { hash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type TestContext, test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { BinomenError } from "../../../src/errors.ts";
import type { AttemptRequest } from "../../../src/occurrences/dataset/attempts.ts";
import { lockDataset } from "../../../src/occurrences/dataset/lock.ts";
import { runAttempt } from "../../../src/occurrences/dataset/run.ts";

const NOW = Date.UTC(2026, 10, 29);

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "binomen-run-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A table of records, enough for several chunks when asked. */
function table(path: string, count: number, from = 0): string {
  const header =
    "occurrenceID\tbasisOfRecord\tscientificName\teventDate\tcountryCode\tdecimalLatitude\tdecimalLongitude";
  const rows = Array.from({ length: count }, (_, at) => {
    const i = from + at;
    return `id:${i}\tHumanObservation\tAbies alba\t20${10 + (i % 10)}-0${1 + (i % 9)}-15\tDE\t${(50 + (i % 100) / 100).toFixed(2)}\t10.5`;
  });
  writeFileSync(path, `${[header, ...rows].join("\n")}\n`);
  return path;
}

function request(folder: string, source: string, more: Partial<AttemptRequest> = {}): AttemptRequest {
  return { source, out: join(folder, "dataset"), checklists: [], version: "test", now: NOW, workers: 1, ...more };
}

/** Every file below a folder with its length and checksum: a message can tell which differ. */
function filesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => {
        const bytes = readFileSync(path);
        return [relative(folder, path), `${bytes.length} ${hash("sha256", bytes)}`];
      }),
  );
}

async function rowsOf(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test("a table becomes an attempt that DuckDB reads, in the order of its rows", async (t) => {
  const folder = folderOf(t);
  const { records } = await runAttempt(request(folder, table(join(folder, "a.tsv"), 100)));
  assert.equal(records, 100);
  const attempt = join(folder, "dataset", "attempt-0001");
  const rows = await rowsOf(
    `select occurrenceID, countryCode, year, month, basisOfRecord, issue from read_parquet('${attempt}/interpreted/*.parquet')`,
  );
  assert.deepEqual(rows[3], [
    "id:3",
    "DE",
    2013,
    4,
    "HUMAN_OBSERVATION",
    ["CONTINENT_DERIVED_FROM_COORDINATES", "GEODETIC_DATUM_ASSUMED_WGS84"],
  ]);
  assert.equal(rows.length, 100);
  const report = JSON.parse(readFileSync(join(attempt, "report.json"), "utf8"));
  assert.equal(report.rows, 100);
  assert.equal(report.issues.GEODETIC_DATUM_ASSUMED_WGS84.count, 100);
  assert.deepEqual(readdirSync(attempt).sort(), [
    "dataset.json",
    "identity.parquet",
    "interpreted",
    "names.tsv",
    "report.html",
    "report.json",
    "verbatim",
  ]);
});

test("one, two and four workers write the same bytes", async (t) => {
  const folder = folderOf(t);
  const source = table(join(folder, "a.tsv"), 18_000);
  const attempts: Record<string, string>[] = [];
  for (const workers of [1, 2, 4]) {
    const out = join(folder, `by-${workers}`);
    await runAttempt(request(folder, source, { out, workers }));
    attempts.push(filesOf(out));
  }
  assert.ok(Object.keys(attempts[0]!).filter((name) => name.includes("interpreted/part-")).length === 3);
  assert.deepEqual(attempts[1], attempts[0]);
  assert.deepEqual(attempts[2], attempts[0]);
});

test("what was done before an interruption is kept, and the end is the same", async (t) => {
  const folder = folderOf(t);
  const source = table(join(folder, "a.tsv"), 18_000);
  const whole = join(folder, "whole");
  await runAttempt(request(folder, source, { out: whole }));
  // An interrupted attempt: all that is written before the chunks, and the first chunk.
  const cut = join(folder, "cut");
  const partial = join(cut, "attempt-0001.partial");
  let seen = 0;
  const interrupted = runAttempt(
    request(folder, source, {
      out: cut,
      onProgress: (phase) => {
        if (phase !== "interpreting" || seen++ > 0) return;
        cpSync(partial, join(folder, "snapshot"), { recursive: true });
      },
    }),
  );
  await interrupted;
  rmSync(cut, { recursive: true });
  mkdirSync(cut);
  renameSync(join(folder, "snapshot"), partial);
  assert.ok(existsSync(join(partial, "ledger", "part-000000.json")));
  let interpreted = 0;
  await runAttempt(
    request(folder, source, {
      out: cut,
      resume: true,
      onProgress: (phase, rows) => {
        if (phase === "interpreting") interpreted = rows;
      },
    }),
  );
  assert.ok(interpreted < 18_000, `${interpreted} rows were interpreted again`);
  assert.deepEqual(filesOf(cut), filesOf(whole));
});

test("records keep their keys, and new, changed, unchanged and deleted ones are counted", async (t) => {
  const folder = folderOf(t);
  await runAttempt(request(folder, table(join(folder, "a.tsv"), 100)));
  const source = table(join(folder, "b.tsv"), 100, 2);
  writeFileSync(source, readFileSync(source, "utf8").replace("id:50\tHumanObservation", "id:50\tPreservedSpecimen"));
  const { identity } = await runAttempt(request(folder, source));
  const { new: added, changed, unchanged, deleted } = identity;
  assert.deepEqual({ added, changed, unchanged, deleted }, { added: 2, changed: 1, unchanged: 97, deleted: 2 });
  const both = join(folder, "dataset", "*", "interpreted", "*.parquet");
  const rows = await rowsOf(
    `select occurrenceID, count(distinct gbifID) as keys from read_parquet('${both}') group by all having keys > 1`,
  );
  assert.deepEqual(rows, []);
});

test("an attempt with too many new identifiers stops, and goes on when it is forced", async (t) => {
  const folder = folderOf(t);
  await runAttempt(request(folder, table(join(folder, "a.tsv"), 100)));
  const rekeyed = table(join(folder, "b.tsv"), 100, 50);
  await assert.rejects(
    runAttempt(request(folder, rekeyed)),
    (error) => error instanceof BinomenError && error.code === "ATTEMPT_STOPPED" && /50 of 100/.test(error.message),
  );
  assert.deepEqual(readdirSync(join(folder, "dataset")).sort(), ["attempt-0001", "dataset.json"]);
  const { records } = await runAttempt(request(folder, rekeyed, { force: true }));
  assert.equal(records, 100);
});

test("of two rows with one identifier the first is kept and the other reported with its line", async (t) => {
  const folder = folderOf(t);
  const source = table(join(folder, "a.tsv"), 10);
  writeFileSync(source, readFileSync(source, "utf8").replace("id:7\t", "id:3\t"));
  const { records } = await runAttempt(request(folder, source));
  const report = JSON.parse(readFileSync(join(folder, "dataset", "attempt-0001", "report.json"), "utf8"));
  assert.equal(records, 9);
  assert.deepEqual(report.dropped, { DUPLICATE_ID: { count: 1, examples: ["a.tsv:9"] } });
  assert.equal(report.rows, 10);
});

test("a second interpreter on one dataset is refused, and one that is gone is not waited for", async (t) => {
  const folder = folderOf(t);
  const source = table(join(folder, "a.tsv"), 10);
  const unlock = lockDataset(join(folder, "dataset"));
  await assert.rejects(
    runAttempt(request(folder, source)),
    (error) => error instanceof BinomenError && error.code === "DATASET_LOCKED",
  );
  unlock();
  writeFileSync(join(folder, "dataset", ".lock"), "999999999 1");
  await runAttempt(request(folder, source));
});

test("a source that changed does not go on as the attempt that was begun", async (t) => {
  const folder = folderOf(t);
  const source = table(join(folder, "a.tsv"), 10);
  const partial = join(folder, "dataset", "attempt-0001.partial");
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, "plan.json"), JSON.stringify({ version: "test", checksum: "another", now: NOW }));
  await assert.rejects(
    runAttempt(request(folder, source, { resume: true })),
    (error) => error instanceof BinomenError && error.code === "ATTEMPT_FOREIGN",
  );
});
