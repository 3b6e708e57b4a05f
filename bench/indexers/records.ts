/**
 * Measures: whether a real OpenSearch answers searches of records as the files do: counts, facets and pages of random
 *           predicates; and how long each takes.
 * Corpus:   records made up from seed 13 (test/occurrences/search/random-dataset.ts), 500,000 of them, and 500 predicates.
 * Notes:    needs Java 17 and Maven, which fetches the engine; one node with default settings and 1 GB of heap.
 * Run:      node bench/indexers/records.ts [records] [predicates]
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { openOccurrences } from "../../src/occurrences/occurrences.ts";
import { predicateOf } from "../../src/occurrences/predicate/from-json.ts";
import { searchRequestOf } from "../../src/occurrences/search/search-request.ts";
import { openJobs } from "../../test/jobs/open-jobs.ts";
import { randomRecords, writeDataset } from "../../test/occurrences/search/random-dataset.ts";
import { predicates } from "../../test/occurrences/search/random-predicates.ts";
import { writeResult } from "../result.ts";
import { classPathOf, ENGINES, freePort, start } from "./engines.ts";

const RECORDS = Number(process.argv[2] ?? 500_000);
const PREDICATES = Number(process.argv[3] ?? 500);
const SEED = 29;
const PART = 5_000;
const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const FACETS = ["country", "year", "basisOfRecord", "issue", "taxonKey", "recordedBy"];

const scratch = mkdtempSync(join(tmpdir(), "binomen-records-"));
const engine = ENGINES["opensearch"]!;
const home = join(scratch, "home");
engine.prepareHome(home);
const port = await freePort();
const child = await start(engine, classPathOf(engine, scratch), home, port);
const url = `http://127.0.0.1:${port}/records`;
const dataset = writeDataset(randomRecords(RECORDS, 13), PART);
const jobs = openJobs(join(scratch, "jobs"));
try {
  const began = performance.now();
  execFileSync(process.execPath, [MAIN, "index", "opensearch", "--dataset", dataset, "--url", url, "--json"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const indexSeconds = (performance.now() - began) / 1000;
  const noTaxa = () => [];
  const files = await openOccurrences([dataset], noTaxa, jobs);
  const index = await openOccurrences([], noTaxa, jobs, { searchEngine: { url, authorization: undefined } });
  let found = 0;
  let differing = 0;
  const milliseconds = { files: 0, index: 0 };
  for (const [i, json] of fc.sample(predicates, { numRuns: PREDICATES, seed: SEED }).entries()) {
    const asked = { limit: "20", offset: String((i % 5) * 20), facet: FACETS };
    const answers: Record<string, { count: number }> = {};
    for (const [name, { records, meanings }] of Object.entries({ files, index })) {
      const request = { ...searchRequestOf(asked, meanings), beside: predicateOf(json, meanings) };
      const from = performance.now();
      answers[name] = JSON.parse(JSON.stringify(await (await records.now()).search(request)));
      milliseconds[name as "files" | "index"] += performance.now() - from;
    }
    found += answers["files"]!.count;
    try {
      assert.deepEqual(answers["index"], answers["files"]);
    } catch (error) {
      differing++;
      if (differing <= 5) console.log(JSON.stringify(json), String((error as Error).message).slice(0, 1_500));
    }
  }
  const rows = [
    {
      records: RECORDS,
      predicates: PREDICATES,
      differing,
      meanCount: Math.round(found / PREDICATES),
      filesMs: Math.round(milliseconds.files / PREDICATES),
      openSearchMs: Math.round(milliseconds.index / PREDICATES),
      indexSeconds: Math.round(indexSeconds),
    },
  ];
  console.table(rows);
  if (process.argv.length === 2)
    writeResult("engine-search", "node bench/indexers/records.ts", rows, [
      "Counts, pages of 20 and six facets of random predicates, asked of the files (DuckDB) and of a real OpenSearch 2.19 on the same machine.",
    ]);
  await files.close();
  await index.close();
  process.exitCode = differing === 0 ? 0 : 1;
} finally {
  await jobs.close();
  child.stdin?.end();
  rmSync(scratch, { recursive: true, force: true });
  rmSync(dataset, { recursive: true, force: true });
}
