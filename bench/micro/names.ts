/**
 * Measures: names parsed per second on one thread, beside the split that does nothing, and bytes kept per parsed name.
 * Corpus:   ../shared/data/backbone/backbone.tsv.zst (every 14th name with its authorship, 195,829) and
 *           ../shared/data/names/dirty_names.txt.zst (every 3rd string, 171,597); without them the bundled backbone's names.
 * Rival:    `string.split(" ")`, which every parser has to beat nothing with: it finds words and understands none.
 * Notes:    warm (one pass before), all fields, words with offsets. Seconds are CPU seconds of this process: the machine is
 *           shared. gnparser states 9,000 names/s on one thread, GBIF's Rust parser 1 ÷ 13.7 µs = 73,000.
 * Run:      node --expose-gc bench/micro/names.ts
 */
import { existsSync, readFileSync } from "node:fs";
import { constants, zstdDecompressSync } from "node:zlib";
import { foldName } from "../../src/names/keys/fold.ts";
import { parseName } from "../../src/names/parse.ts";
import { type ResultRow, writeResult } from "../result.ts";

const SHARED = new URL("../../../shared/data/", import.meta.url);

function readZst(path: string): string[] {
  const url = new URL(path, SHARED);
  if (!existsSync(url)) return [];
  const params = { [constants.ZSTD_d_windowLogMax]: 27 };
  return zstdDecompressSync(readFileSync(url), { params }).toString("utf8").split("\n").filter(Boolean);
}

/** CPU seconds that `run` took over all strings. */
function cpuSeconds(strings: readonly string[], run: (s: string) => unknown): number {
  const before = process.cpuUsage();
  for (const s of strings) run(s);
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
}

/** Heap that the results of a sample take, in bytes per name. */
function bytesPerName(sample: readonly string[]): number {
  const settled = () => {
    for (let round = 0; round < 4; round++) globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const before = settled();
  const kept = sample.map((s) => parseName(s));
  const bytes = settled() - before;
  if (!kept.some((name) => name.quality > 0)) throw new Error("Nothing was parsed, the figures mean nothing.");
  return Math.round(bytes / kept.length);
}

const backbone = readZst("backbone/backbone.tsv.zst")
  .slice(1)
  .filter((_, at) => at % 14 === 0)
  .map((line) => {
    const [, , , name, authorship] = line.split("\t");
    return authorship ? `${name} ${authorship}` : name!;
  });
const dirty = readZst("names/dirty_names.txt.zst").filter((_, at) => at % 3 === 0);

const rows: ResultRow[] = [];
for (const [corpus, strings] of [
  ["backbone names with authorship", backbone],
  ["dirty strings", dirty],
] as const) {
  if (strings.length === 0) {
    console.error(`${corpus}: the corpus is absent, nothing measured.`);
    continue;
  }
  const ways: [string, (s: string) => unknown][] = [
    ["split", (s) => s.split(" ")],
    ["foldName", foldName],
    ["parseName", parseName],
  ];
  for (const [way, run] of ways) {
    cpuSeconds(strings, run);
    const seconds = Math.min(cpuSeconds(strings, run), cpuSeconds(strings, run), cpuSeconds(strings, run));
    rows.push({ corpus, strings: strings.length, way, namesPerCpuSecond: Math.round(strings.length / seconds) });
  }
  const sample = strings.slice(0, 50_000);
  const bytes = bytesPerName(sample);
  rows.push({ corpus, strings: sample.length, way: "parseName, result kept", bytesPerName: bytes });
}
console.table(rows);
console.log(writeResult("names", "node --expose-gc bench/micro/names.ts", rows, ["CPU seconds, one thread, warm"]));
