/** One file, made in a process of its own: `node one.ts {copy|gzip|download} DATASET OUT`; prints seconds and memory as JSON. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { Jobs } from "../../src/jobs/jobs.ts";
import { INTERPRETED_COLUMNS } from "../../src/occurrences/dataset/schema.ts";
import { downloadRequestOf } from "../../src/occurrences/download/download-request.ts";
import { SIMPLE_COLUMNS } from "../../src/occurrences/export/columns.ts";
import { openOccurrences } from "../../src/occurrences/occurrences.ts";

const [how, dataset, out, format = "SIMPLE_CSV"] = process.argv.slice(2) as [string, string, string, string?];
const isList = (name: string) => INTERPRETED_COLUMNS.some((column) => column.name === name && column.type === "list");

/** What DuckDB does with the same columns when it is asked for a table. */
async function copy(): Promise<string> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", temp_directory: `${out}.spill` });
  const connection = await instance.connect();
  const columns = SIMPLE_COLUMNS.map((name) => (isList(name) ? `array_to_string("${name}", ';')` : `"${name}"`));
  const files = join(dataset, "attempt-0001", "interpreted", "*.parquet");
  const compression = how === "gzip" ? ", COMPRESSION gzip" : "";
  await connection.run(
    `COPY (SELECT ${columns.join(", ")} FROM read_parquet('${files}')) TO '${out}' (FORMAT csv, DELIMITER '\t', QUOTE '', ESCAPE ''${compression})`,
  );
  return out;
}

async function download(): Promise<string> {
  const limits = { jobsAtOnce: 2, jobsPerClient: 3, jobsUnderWay: 10, jobDays: 1 };
  const jobs = new Jobs({ folder: out, limits, webhooks: { webhookHosts: [], webhookPrivate: false, publicUrl: "" } });
  const occurrences = await openOccurrences([dataset], () => [], jobs);
  const { key } = await occurrences.downloads.request(downloadRequestOf({ format, predicate: null }, "bench"));
  for await (const _ of jobs.updates(key, new AbortController().signal));
  const job = jobs.job(key);
  if (job.status !== "SUCCEEDED") throw new Error(job.problem?.message);
  const { path } = await jobs.file(job);
  await jobs.close();
  await occurrences.close();
  return path;
}

const start = performance.now();
const path = await (how === "download" ? download() : copy());
const seconds = (performance.now() - start) / 1000;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(
  JSON.stringify({
    seconds,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    megabytes: maxRSS / 1024,
    fileMegabytes: statSync(path).size / 1e6,
  }),
);
