import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openFiles } from "../../../src/archive/packed/files.ts";
import { BinomenError } from "../../../src/errors.ts";
import { readInterpreted, readPart } from "../../../src/occurrences/dataset/read-part.ts";
import { refreshDataset } from "../../../src/occurrences/dataset/refresh.ts";
import { runAttempt } from "../../../src/occurrences/dataset/run.ts";
import { SIMPLE_COLUMNS } from "../../../src/occurrences/export/columns.ts";
import { exportAttempt } from "../../../src/occurrences/export/export.ts";
import type { ExportFormat } from "../../../src/occurrences/export/rows.ts";
import { ownProcess } from "../../../src/storage/processes.ts";

const NOW = Date.UTC(2026, 10, 29);
const folder = mkdtempSync(join(tmpdir(), "binomen-export-"));
const attempt = join(folder, "dataset", "attempt-0001");

before(async () => {
  const rows = [
    "occurrenceID\tbasisOfRecord\tscientificName\teventDate\tcountryCode\tdecimalLatitude\tdecimalLongitude\trecordedBy\tassociatedMedia\toccurrenceRemarks",
    "a:1\tPreservedSpecimen\tAbies alba\t1999-07-04/1999-07-09\tDE\t50.5\t10.5\tA. Braun|C. Diel\thttps://example.org/a.jpg\tfirst",
    "a:2\tHumanObservation\t\t05/06/2010\tXX\t\t\t\t\t",
  ];
  const source = join(folder, "a.tsv");
  writeFileSync(source, `${rows.join("\n")}\n`);
  await runAttempt({ source, out: join(folder, "dataset"), checklists: [], version: "test", now: NOW, workers: 1 });
});

after(() => rmSync(folder, { recursive: true }));

async function members(path: string): Promise<Record<string, string>> {
  const { files, close } = await openFiles(path);
  const texts: Record<string, string> = {};
  for (const file of files) {
    const chunks: Buffer[] = [];
    for await (const chunk of file.read()) chunks.push(chunk);
    texts[file.name] = Buffer.concat(chunks).toString();
  }
  await close();
  return texts;
}

async function exported(format: ExportFormat): Promise<string> {
  const out = join(folder, `out.${format}`);
  await exportAttempt({ folder: attempt, format, out, workers: 1 });
  return out;
}

test("SIMPLE_CSV has GBIF's columns, lists with semicolons, and no quotes", async () => {
  const text = Object.values(await members(await exported("simple-csv")))[0]!;
  const [header, first, second] = text.split("\n");
  assert.deepEqual(header!.split("\t"), SIMPLE_COLUMNS);
  const row = Object.fromEntries(first!.split("\t").map((cell, i) => [SIMPLE_COLUMNS[i], cell]));
  assert.equal(row["recordedBy"], "A. Braun;C. Diel");
  assert.equal(row["eventDate"], "1999-07-04/1999-07-09");
  assert.equal(row["mediaType"], "StillImage");
  assert.equal(second!.split("\t").length, SIMPLE_COLUMNS.length);
});

test("a Darwin Core archive that is read again has the same records", async () => {
  const path = await exported("dwca");
  const names = Object.keys(await members(path));
  assert.deepEqual(names, [
    "occurrence.txt",
    "verbatim.txt",
    "multimedia.txt",
    "meta.xml",
    "metadata.xml",
    "citations.txt",
    "rights.txt",
  ]);
  const out = join(folder, "again");
  await runAttempt({ source: path, out, checklists: [], version: "test", now: NOW, workers: 1 });
  const [ours, again] = [
    await readPart(attempt, "part-000000.parquet"),
    await readPart(join(out, "attempt-0001"), "part-000000.parquet"),
  ];
  assert.deepEqual(
    again.map(({ record }) => record),
    ours.map(({ record }) => record),
  );
});

test("JSON lines have GBIF's member names, the issues and the verbatim record", async () => {
  const [first, second] = readFileSync(await exported("ndjson"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(first.year, 1999);
  assert.equal(first.verbatim.core.occurrenceRemarks, "first");
  assert.deepEqual(first.recordedBy, ["A. Braun", "C. Diel"]);
  assert.equal(first.key, first.gbifID);
  assert.deepEqual(second.issues, ["COUNTRY_INVALID", "RECORDED_DATE_INVALID"]);
  assert.ok(!("eventDate" in second));
});

test("SIMPLE_PARQUET and the species list are archives, too", async () => {
  assert.deepEqual(Object.keys(await members(await exported("parquet"))), ["occurrence.parquet/part-000000.parquet"]);
  const list = Object.values(await members(await exported("species-list")))[0]!;
  assert.match(list, /^taxonKey\tscientificName\t/);
});

test("a refresh changes nothing but what the backbone says", async () => {
  const { records } = await refreshDataset({
    out: join(folder, "dataset"),
    checklists: [],
    version: "test",
    now: NOW,
    workers: 1,
  });
  assert.equal(records, 2);
  const refreshed = await readInterpreted(join(folder, "dataset", "attempt-0002"), "part-000000.parquet");
  assert.deepEqual(refreshed, await readInterpreted(attempt, "part-000000.parquet"));
});

test("a refresh that was stopped goes on and ends with the same bytes", async () => {
  const request = { checklists: [], version: "test", now: NOW, workers: 1 };
  const [whole, cut] = ["whole", "cut"].map((name) => join(folder, name)) as [string, string];
  for (const out of [whole, cut]) cpSync(attempt, join(out, "attempt-0001"), { recursive: true });
  await refreshDataset({ ...request, out: whole });
  const stop = () => {
    throw new Error("stopped");
  };
  await assert.rejects(refreshDataset({ ...request, out: cut, onProgress: stop }), /stopped/);
  const partial = join(cut, "attempt-0002.partial");
  const done = statSync(join(partial, "interpreted", "part-000000.parquet")).mtimeMs;
  await assert.rejects(
    refreshDataset({ ...request, out: cut, version: "another", resume: true }),
    (error: unknown) => error instanceof BinomenError && error.code === "ATTEMPT_FOREIGN",
  );
  const { folder: finished } = await refreshDataset({ ...request, out: cut, resume: true, now: NOW + 1 });
  assert.equal(
    statSync(join(finished, "interpreted", "part-000000.parquet")).mtimeMs,
    done,
    "the part is not made again",
  );
  for (const file of ["interpreted/part-000000.parquet", "report.json", "names.tsv", "dataset.json"])
    assert.deepEqual(readFileSync(join(finished, file)), readFileSync(join(whole, "attempt-0002", file)), file);
  // Killed after the last rename: there is nothing left to do.
  assert.equal((await refreshDataset({ ...request, out: cut, resume: true })).folder, finished);
});

test("two exports to one file at once do not write into each other's, and leave nothing beside it", async () => {
  const own = mkdtempSync(join(folder, "two-"));
  const out = join(own, "both.zip");
  await Promise.all([1, 2].map(() => exportAttempt({ folder: attempt, format: "dwca", out, workers: 1 })));
  assert.deepEqual(await members(out), await members(await exported("dwca")));
  assert.deepEqual(readdirSync(own), ["both.zip"]);
});

test("what an export that was killed left behind goes with the next one, that of a running one stays", async () => {
  const own = mkdtempSync(join(folder, "left-"));
  const { pid, start } = ownProcess();
  const running = `a.zip.writing-${pid}-${start}-999`;
  for (const name of [running, "a.zip.writing-1-1-0", "b.zip.writing-1-1-0"]) {
    mkdirSync(join(own, name));
    writeFileSync(join(own, name, "whole"), "PK");
  }
  await exportAttempt({ folder: attempt, format: "species-list", out: join(own, "a.zip"), workers: 1 });
  assert.deepEqual(readdirSync(own).sort(), ["a.zip", running, "b.zip.writing-1-1-0"]);
});

for (const [what, out, problem] of [
  ["a folder", "", "it is a folder"],
  ["a file of the attempt", "dataset/attempt-0001/names.tsv", "it lies in the attempt"],
  ["a file in its parts", "dataset/attempt-0001/verbatim/x.zip", "it lies in the attempt"],
  ["a file in no folder", "nowhere/x.zip", "ENOENT"],
] as const)
  test(`nothing is exported into ${what}`, async () => {
    const before = readdirSync(attempt);
    await assert.rejects(exportAttempt({ folder: attempt, format: "dwca", out: join(folder, out), workers: 1 }), {
      code: "OUTPUT_UNUSABLE",
      message: new RegExp(problem),
    });
    assert.deepEqual(readdirSync(attempt), before);
  });
