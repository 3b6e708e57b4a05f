/**
 * How many GETs a second, and how long does each take? Asked by wrk where it is installed, else by autocannon: wrk needs a
 * fraction of the processor that autocannon needs, and both share the cores with the server.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";

export interface GetLoad {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Answers that are no 2xx, and connections that failed. */
  readonly failed: number;
  readonly p50Ms: number;
  readonly p75Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
}

/** Which load generator is used here. */
export const GENERATOR = spawnSync("wrk", ["-v"]).error ? "autocannon" : "wrk";

/** Asks the paths in turn, from the first, on so many connections for so many seconds. */
export function loadWithGets(
  url: string,
  paths: readonly string[],
  options: { connections: number; seconds: number },
): Promise<GetLoad> {
  return GENERATOR === "wrk" ? withWrk(url, paths, options) : withAutocannon(url, paths, options);
}

async function withWrk(url: string, paths: readonly string[], options: { connections: number; seconds: number }) {
  const directory = mkdtempSync(join(tmpdir(), "binomen-bench-wrk-"));
  const file = join(directory, "paths");
  writeFileSync(file, `${paths.join("\n")}\n`);
  const script = fileURLToPath(new URL("./wrk.lua", import.meta.url));
  const child = spawn(
    "wrk",
    ["-t1", `-c${options.connections}`, `-d${options.seconds}s`, "--timeout", "10s", "-s", script, url],
    { env: { ...process.env, BENCH_PATHS: file }, stdio: ["ignore", "pipe", "inherit"] },
  );
  let output = "";
  for await (const chunk of child.stdout) output += chunk;
  rmSync(directory, { recursive: true });
  const line = output.split("\n").find((candidate) => candidate.startsWith("JSON "));
  if (line === undefined) throw new Error(`wrk said no result: ${output}`);
  const { durationUs, bytes: _, ...seen } = JSON.parse(line.slice(5));
  return { ...seen, requestsPerSecond: Math.round(seen.requests / (durationUs / 1e6)) } as GetLoad;
}

async function withAutocannon(
  url: string,
  paths: readonly string[],
  options: { connections: number; seconds: number },
) {
  const seen = await autocannon({
    url,
    connections: options.connections,
    duration: options.seconds,
    requests: paths.map((path) => ({ method: "GET" as const, path })),
    // Laying out a hundred thousand requests keeps its thread busy for longer than its usual 10 s.
    timeout: 120,
    workers: 1, // a thread of its own, so that our own work does not count as waiting
  });
  return {
    requests: seen.requests.total,
    requestsPerSecond: Math.round(seen.requests.average),
    failed: seen.non2xx + seen.errors + seen.timeouts,
    p50Ms: seen.latency.p50,
    p75Ms: seen.latency.p75,
    p90Ms: seen.latency.p90,
    p99Ms: seen.latency.p99,
    p999Ms: seen.latency.p99_9,
  };
}
