/**
 * Measures: a SIMPLE_CSV download of all records, from the request to the finished zip with its checksum: time and peak memory.
 * Corpus: records made up by DuckDB, 8,192 a file as binomen interpret writes them, 50 columns of which 35 are filled.
 * Rivals: DuckDB's own COPY of the same columns, as plain text (not compressed, cells not cleaned) and with gzip. Both take as
 * much memory as there is; a download is held to 512 MB of DuckDB's.
 * Notes: each in a process of its own, in turn.
 *
 *   node bench/downloads/run.ts [records] [rounds]
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ResultRow, writeResult } from "../result.ts";
import { makeDataset } from "./made-up.ts";

const records = Number(process.argv[2] ?? 5_000_000);
const rounds = Number(process.argv[3] ?? 3);
const ONE = new URL("./one.ts", import.meta.url).pathname;
/** COPY with gzip takes minutes for a million records. */
const WAYS = records <= 1_000_000 ? (["copy", "gzip", "download"] as const) : (["copy", "download"] as const);

const folder = mkdtempSync(join(tmpdir(), "binomen-downloads-"));
try {
  await makeDataset(join(folder, "made"), records, 8_192);
  const taken = new Map<string, { seconds: number; cpuSeconds: number; megabytes: number; fileMegabytes: number }[]>();
  for (let round = 0; round < rounds; round++)
    for (const way of WAYS) {
      const out = join(folder, way);
      const printed = execFileSync(process.execPath, [ONE, way, join(folder, "made"), out], { encoding: "utf8" });
      taken.set(way, [...(taken.get(way) ?? []), JSON.parse(printed)]);
      for (const path of [out, `${out}.lmdb`, `${out}.lmdb-lock`])
        if (existsSync(path)) rmSync(path, { recursive: true });
    }
  const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1]!;
  const of = (way: string, member: "seconds" | "cpuSeconds" | "megabytes" | "fileMegabytes") =>
    median(taken.get(way)!.map((one) => one[member]));
  const rows: ResultRow[] = WAYS.map((way) => ({
    way: { copy: "DuckDB COPY, text", gzip: "DuckDB COPY, gzip", download: "binomen download, zip" }[way],
    records,
    seconds: Number(of(way, "seconds").toFixed(1)),
    ofCopy: Number((of(way, "seconds") / of("copy", "seconds")).toFixed(2)),
    cpuSeconds: Number(of(way, "cpuSeconds").toFixed(1)),
    cpuOfCopy: Number((of(way, "cpuSeconds") / of("copy", "cpuSeconds")).toFixed(2)),
    peakMegabytes: Math.round(of(way, "megabytes")),
    fileMegabytes: Math.round(of(way, "fileMegabytes")),
  }));
  console.table(rows);
  writeResult("downloads", "npm run bench:downloads", rows, [
    `Medians of ${rounds} rounds, each way in a process of its own, in turn.`,
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
