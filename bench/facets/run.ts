// Measures: loading the real facet data, index documents per second, and how long a page of changes takes at 10 million
//           records, at its first and its deepest place.
// Corpus:   ../shared/data/facets (4.6 M scores, 98,838 snippets) and wfo/classification; then made-up scores up to 10 M.
// Rival:    SQLite with the same rows, paged by OFFSET and by a seconds cursor's index.
// Usage:    node bench/facets/run.ts [--folder F]            a folder for the store, 5 GB; an existing store is measured as it is
//           node bench/facets/run.ts --load                the real data are loaded, nothing else
//           node bench/facets/run.ts --made-up 500000      pages of a store of made-up scores only, a minute
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { changesPage } from "../../src/facets/feed/changes.ts";
import { makeCursor } from "../../src/facets/feed/cursor.ts";
import { deltaPage } from "../../src/facets/feed/deltas.ts";
import { valuesJson } from "../../src/facets/feed/dialects.ts";
import { FacetStore } from "../../src/facets/store/store.ts";
import { readGraph } from "../../src/facets/values/graph.ts";
import { percentile } from "../measure.ts";
import { writeKeepingRows } from "../micro/keep-rows.ts";
import { NOT_HERE, type ResultRow, writeResult } from "../result.ts";
import { hasRealData, loadRealData, readTaxonGraphs } from "./real-data.ts";

const { values } = parseArgs({
  options: { folder: { type: "string" }, load: { type: "boolean" }, "made-up": { type: "string" } },
});
const madeUp = values["made-up"];
const RECORDS = Number(madeUp ?? 10_000_000);
const PAGE = 1000;
const folder =
  madeUp === undefined
    ? (values.folder ?? join(tmpdir(), "binomen-bench-facets"))
    : mkdtempSync(join(tmpdir(), "binomen-bench-facets-"));
const command = `npm run bench:facets${madeUp === undefined ? "" : ` -- --made-up ${madeUp}`}`;

if (madeUp === undefined && !hasRealData) {
  console.error("No ../shared/data/facets here: nothing to measure.");
  process.exit(NOT_HERE);
}
mkdirSync(folder, { recursive: true });
const store = await FacetStore.open(join(folder, "store"));
const sizeBytes = (): number => statSync(join(folder, "store", "data.mdb")).size;
const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10;

if (madeUp !== undefined) {
  await store.write((writer) => {
    writer.putFacet({ id: 1, name: "Habit" });
    writer.putValue({ id: 1, facetId: 1, name: "Tree" });
  });
} else if (store.head().sequence === 0) {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const { lists, rows: loadedRows, peakOwnMb } = await loadRealData(store);
  const { counts, sequence } = store.head();
  const { scores, snippets, names } = counts;
  const loadSeconds = seconds(start);
  const cpuSeconds = cpuSince(cpu);
  const rowsPerSecond = Math.round(loadedRows / loadSeconds);
  const rowsPerCpuSecond = Math.round(loadedRows / cpuSeconds);
  const row = { what: "load", scores, snippets, names, changes: sequence, lists, seconds: loadSeconds, cpuSeconds };
  const megabytes = Math.round(sizeBytes() / 1e6);
  const clockAheadSeconds = store.head().tick - Math.floor(Date.now() / 1000);
  const more = { rowsPerSecond, rowsPerCpuSecond, clockAheadSeconds, megabytes, peakOwnMb, peakRssMb: peakMb() };
  console.error(row, more);
  writeResult(
    "facets-load",
    command,
    [{ ...row, ...more }],
    [
      "As `binomen facets import <folder>`: lists share commits of 100,000 rows. The resident size holds pages of the store.",
    ],
  );
}

if (values.load) {
  await store.close();
  process.exit(0);
}
if (madeUp === undefined) {
  const graphs = await readTaxonGraphs();
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const cpu = process.cpuUsage();
  let bytes = 0;
  let withValues = 0;
  for (let i = 0; i < graphs.length; i += PAGE) {
    const batch = graphs.slice(i, i + PAGE).map(readGraph);
    for await (const piece of valuesJson(store, batch)) {
      bytes += piece.length;
      if (piece.includes("_provenance_ss")) withValues++;
    }
  }
  const taken = seconds(start);
  if (withValues < graphs.length / 1000)
    throw new Error("hardly a document has values: the data are not what they should be");
  const row = {
    what: "evaluate",
    taxa: graphs.length,
    seconds: taken,
    cpuSeconds: cpuSince(cpu),
    taxaPerSecond: Math.round(graphs.length / taken),
    megabytesOut: Math.round(bytes / 1e6),
    rssGrowthMb: Math.round((process.memoryUsage().rss - before) / 1e6),
  };
  console.error(row);
  writeResult(
    "facets-values",
    command,
    [row],
    ["One thread; batches of 1,000 graphs, each answered as a stream of text."],
  );
}

// Made-up lists, up to the number of scores wanted. Small ones, so that the deepest page is not behind all scores.
const LIST = Math.min(100_000, Math.ceil(RECORDS / 100));
const name = (i: number): number => 2_000_000_000 + ((i * 7919) % 3_000_000);
for (let source = 10_001; store.head().counts.scores < RECORDS; source++) {
  await store.write((writer) => {
    writer.putSource({ id: source, name: `made-up list ${source}`, facetValueId: 1 });
    const missing = Math.min(LIST, RECORDS - store.head().counts.scores);
    for (let i = 0; i < missing; i++) writer.putScore(name(i + source * 31), 1, source, `{"made":"up ${i % 1000}"}`);
  });
}

const { sequence, tick } = store.head();
const rows: ResultRow[] = [];
const places = [0, 0.25, 0.5, 0.75, 0.999];
const rounds = 200;

/** p50 and p99 of a page at several depths, asked for in turn so that a busy moment hits all of them alike. */
function measure(what: string, page: (depth: number, round: number) => number, least = PAGE * 0.7): void {
  for (const depth of places) for (let round = 0; round < 20; round++) page(depth, round);
  const times = places.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++)
    places.forEach((depth, i) => {
      const start = performance.now();
      const found = page(depth, round);
      (times[i] as number[]).push(performance.now() - start);
      if (found < least) throw new Error(`${what}: a page of ${found} at ${depth}`);
    });
  report(what, times);
}

function report(what: string, times: number[][]): void {
  const p50s = times.map((of) => percentile(of, 50));
  const ratio = round3((p50s.at(-1) as number) / (p50s[0] as number));
  places.forEach((depth, i) => {
    const row = { what, depth, p50Ms: round3(p50s[i] as number), p99Ms: round3(percentile(times[i] as number[], 99)) };
    rows.push({ ...row, deepestToFirst: ratio, records: store.head().counts.scores });
  });
  console.error(what, p50s.map(round3), "deepest / first:", ratio);
}

const head = store.head();
const kinds = ["scores"] as const;
measure("change feed", (depth, round) => {
  const cursor = makeCursor(head, kinds, Math.floor(depth * sequence * 0.99) + round * 10);
  return changesPage(store, { cursor, kinds, limit: PAGE }).results.length;
});
measure("change feed as JSON", (depth, round) => {
  const cursor = makeCursor(head, kinds, Math.floor(depth * sequence * 0.99) + round * 10);
  const page = changesPage(store, { cursor, kinds, limit: PAGE });
  return JSON.stringify(page).length > 100_000 ? page.results.length : 0;
});
measure("change feed with documents", (depth, round) => {
  const cursor = makeCursor(head, kinds, Math.floor(depth * sequence * 0.99) + round * 10);
  return changesPage(store, { cursor, kinds, limit: PAGE, includeDocs: true }).results.length;
});
const firstTick = (deltaPage(store, "scores", 0).ticks[0] as number) - 1;
measure(
  "scores since a second",
  (depth, round) => {
    const since = firstTick + Math.floor(depth * (tick - firstTick) * 0.99) + (round % 20);
    return deltaPage(store, "scores", since).docs.length;
    // A page ends with a second, and lists that were imported one by one do not fill theirs.
  },
  PAGE * 0.3,
);

const sqlite = new DatabaseSync(join(folder, "rival.sqlite"));
sqlite.exec("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000");
sqlite.exec(
  "CREATE TABLE IF NOT EXISTS score (id INTEGER PRIMARY KEY, name INTEGER, value INTEGER, source INTEGER, modified INTEGER)",
);
const { n } = sqlite.prepare("SELECT count(*) AS n FROM score").get() as { n: number };
if (n < RECORDS) {
  sqlite.exec("DELETE FROM score; BEGIN");
  const insert = sqlite.prepare("INSERT INTO score VALUES (?, ?, ?, ?, ?)");
  for (let i = 0; i < RECORDS; i++)
    insert.run(i, name(i), 1, 10_000 + Math.floor(i / 100_000), firstTick + Math.floor(i / 250));
  sqlite.exec("COMMIT");
  sqlite.exec("CREATE INDEX IF NOT EXISTS by_modified ON score (modified, id)");
}
const select = "SELECT id, name, value, source, modified FROM score";
const byOffset = sqlite.prepare(`${select} ORDER BY modified, id LIMIT ${PAGE} OFFSET ?`);
const times = places.map(() => [] as number[]);
for (let round = 0; round < 5; round++)
  places.forEach((depth, i) => {
    const start = performance.now();
    const found = byOffset.all(Math.floor(depth * RECORDS * 0.99)).length;
    (times[i] as number[]).push(performance.now() - start);
    if (found !== PAGE) throw new Error(`rival: a page of ${found}`);
  });
report("rival: SQLite by OFFSET", times);
sqlite.close();

writeKeepingRows("facets-delta", command, "records", rows, [
  "One thread, warm page cache. Pages of 1,000; p50 and p99 of 200 rounds, 5 rounds for the rival.",
  "deepestToFirst: p50 of the deepest place over p50 of the first one.",
]);
await store.close();
if (madeUp !== undefined) rmSync(folder, { recursive: true });

/** Seconds of processor time, for machines that others use as well. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1e5) / 10;
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function peakMb(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
