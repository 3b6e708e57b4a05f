// Measures: how long every reading call takes while lists are imported over HTTP, by the command line, and both at once,
//           as a ratio to the same call on the idle server. Calls are asked in turn, one at a time.
// Corpus:   made-up scores, ROWS in the store and as many again in each list that is imported meanwhile.
// Note:     the importing process needs a core of its own; on a machine without one the ratio shows the scheduler, too.
// Usage:    node bench/facets/beside.ts [--rows 200000] [--seconds 8]
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { nameId } from "../../src/facets/records/identifiers.ts";
import { percentile } from "../measure.ts";
import { type ResultRow, writeResult } from "../result.ts";

const { values } = parseArgs({ options: { rows: { type: "string" }, seconds: { type: "string" } } });
const ROWS = Number(values.rows ?? 200_000);
const SECONDS = Number(values.seconds ?? 8);
const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "binomen-beside-"));
const environment = { ...process.env, BINOMEN_STATE_DIR: join(folder, "state"), BINOMEN_LOG_LEVEL: "silent" };
const cli = (...given: string[]): string =>
  execFileSync(process.execPath, [MAIN, ...given], {
    env: environment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });

const listOf = (salt: number): string =>
  `wfo_id,note\n${Array.from({ length: ROWS }, (_, i) => `${nameId(1_000_000_000 + ((i * 7919) % 3_000_017))},row ${salt}\n`).join("")}`;
const lists = [0, 1, 2].map((salt) => {
  const path = join(folder, `${salt}.csv`);
  writeFileSync(path, listOf(salt));
  return { path, text: listOf(salt) };
});
const vocabulary = join(folder, "vocabulary.json");
writeFileSync(
  vocabulary,
  JSON.stringify({
    facets: [{ id: 1, name: "Habit", heritable: true }],
    values: [1, 2, 3].map((id) => ({ id, facetId: 1, name: `Value ${id}` })),
    sources: [1, 2, 3].map((id) => ({ id, name: `List ${id}`, facetValueId: id })),
  }),
);
cli("facets", "define", vocabulary);
cli("facets", "import", lists[0]!.path, "--source", "1");
const scopes = ["facets:read", "changes:read", "import:write"].flatMap((scope) => ["--scope", scope]);
const key = cli("keys", "create", "--label", "bench", ...scopes).trim();

const server = spawn(process.execPath, [MAIN, "serve", "--port", "0"], {
  env: { ...environment, BINOMEN_LOG_LEVEL: "info", BINOMEN_RATE_PER_SECOND: "1000000", BINOMEN_RATE_BURST: "1000000" },
  stdio: ["ignore", "pipe", "pipe"],
});
const base = await new Promise<string>((resolve, reject) => {
  let said = "";
  const hear = (piece: Buffer): void => {
    said += piece;
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
    if (found) resolve(found[0]);
  };
  server.stdout.on("data", hear);
  server.stderr.on("data", hear);
  server.once("exit", () => reject(new Error(said)));
});
const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
const graph = JSON.stringify(
  Array.from({ length: 20 }, (_, i) => ({
    taxon: [nameId(1_000_000_000 + i)],
    path: [[nameId(1_000_007_919)]],
    synonyms: [[nameId(1_000_015_838)]],
  })),
);

const CALLS: [what: string, path: string, body?: string][] = [
  ["modified names", "/facets/api.php?offset=0"],
  ["facets", "/facets/api.php?metadata=facets"],
  ["scores since", "/facets/api.php?metadata=scores&since=0"],
  ["20 index documents", "/facets/api.php", graph],
  ["change feed", "/facets/changes?limit=1000"],
  ["vocabulary", "/facets/vocabulary"],
  ["status", "/facets/status"],
  ["explain", "/facets/explain", JSON.stringify(JSON.parse(graph)[0])],
  ["one name", "/v1/species/match?name=Puma%20concolor"],
];

type Times = Map<string, number[]>;

/** Asks all calls in turn until `done`, at least three rounds. */
async function ask(done: () => boolean): Promise<Times> {
  const times: Times = new Map(CALLS.map(([what]) => [what, []]));
  for (let round = 0; round < 3 || !done(); round++)
    for (const [what, path, body] of CALLS) {
      const start = performance.now();
      const reply = await fetch(base + path, { headers, ...(body === undefined ? {} : { method: "POST", body }) });
      const bytes = (await reply.arrayBuffer()).byteLength;
      if (!reply.ok || bytes === 0) throw new Error(`${what}: ${reply.status}`);
      times.get(what)?.push(performance.now() - start);
    }
  return times;
}

async function httpImport(source: number, text: string): Promise<number> {
  const reply = await fetch(`${base}/facets/sources/${source}/import?force=true`, {
    method: "POST",
    headers: { ...headers, "content-type": "text/csv" },
    body: text,
  });
  const report = (await reply.json()) as { rows: number };
  if (!reply.ok) throw new Error(JSON.stringify(report));
  return report.rows;
}

function cliImport(source: number, path: string): Promise<number> {
  const child: ChildProcess = spawn(
    process.execPath,
    [MAIN, "facets", "import", path, "--source", `${source}`, "--force"],
    {
      env: environment,
      stdio: "ignore",
    },
  );
  return new Promise((resolve, reject) =>
    child.once("exit", (code) => (code === 0 ? resolve(ROWS) : reject(new Error(`facets import ended with ${code}`)))),
  );
}

/** Asks while `work` is done again and again for SECONDS. */
async function beside(work: (turn: number) => Promise<number>[]): Promise<{ times: Times; rowsPerSecond: number }> {
  let isDone = false;
  let rows = 0;
  const start = performance.now();
  const working = (async () => {
    for (let turn = 0; performance.now() - start < SECONDS * 1000; turn++)
      for (const done of await Promise.all(work(turn))) rows += done;
    isDone = true;
  })();
  const times = await ask(() => isDone);
  await working;
  return { times, rowsPerSecond: Math.round((rows / (performance.now() - start)) * 1000) };
}

const rows: ResultRow[] = [];
try {
  await ask(() => true);
  const until = performance.now() + SECONDS * 1000;
  const idle = await ask(() => performance.now() > until);
  const list = (turn: number) => lists[turn % 3] as (typeof lists)[0];
  for (const [what, work] of [
    ["HTTP import", (turn: number) => [httpImport(2, list(turn).text)]],
    ["CLI import", (turn: number) => [cliImport(3, list(turn).path)]],
    ["both at once", (turn: number) => [httpImport(2, list(turn).text), cliImport(3, list(turn).path)]],
  ] as const) {
    const { times, rowsPerSecond } = await beside(work);
    for (const [call, taken] of times) {
      const alone = idle.get(call) as number[];
      const [p50, p99, idleP50, idleP99] = [
        percentile(taken, 50),
        percentile(taken, 99),
        percentile(alone, 50),
        percentile(alone, 99),
      ];
      rows.push({
        beside: what,
        call,
        calls: taken.length,
        idleP50Ms: round(idleP50),
        idleP99Ms: round(idleP99),
        p50Ms: round(p50),
        p99Ms: round(p99),
        p50Ratio: round(p50 / idleP50),
        p99Ratio: round(p99 / idleP99),
        longestMs: round(Math.max(...taken)),
        rowsPerSecond,
      });
    }
    console.error(what, `${rowsPerSecond} rows/s`);
    console.error(
      rows
        .filter((row) => row["beside"] === what)
        .map((row) => `${row["call"]}: ${row["p99Ratio"]}`)
        .join("  "),
    );
  }
} finally {
  server.removeAllListeners("exit");
  server.kill("SIGTERM");
  await new Promise((resolve) => server.once("exit", resolve));
  rmSync(folder, { recursive: true, force: true });
}
writeResult("facets-beside", "npm run bench:facets-beside", rows, [
  "Calls in turn, one at a time, on the idle server and while lists are imported without a pause.",
]);

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
