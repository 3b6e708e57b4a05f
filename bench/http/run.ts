/**
 * binomen over HTTP: GETs against a trivial Fastify route of the same run, lists of names, and both at once.
 *
 *   npm run bench:http                                   bundled backbone, 4 s a case
 *   npm run bench:http -- --seconds 10 --backbone FILE --label "8 million names" --queries FILE
 *
 * `--queries`: one name string a line, for a backbone of one's own. Writes bench/results/http.json.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { percentile } from "../measure.ts";
import { readNameList } from "../name-list.ts";
import { QueryMaker } from "../queries.ts";
import { type ResultRow, readResult, writeResult } from "../result.ts";
import { type BulkFormat, type BulkLoad, type BulkRequest, bodyOf, MEDIA_TYPES, READY } from "./bulk-client.ts";
import { type ChildServer, processMemory, processorSeconds, startServer } from "./child-server.ts";
import { GENERATOR, type GetLoad, loadWithGets } from "./load.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "4" },
    backbone: { type: "string" },
    queries: { type: "string" },
    label: { type: "string", default: "bundled backbone" },
    /** Keeps the rows of other labels. */
    add: { type: "boolean", default: false },
  },
});
const SECONDS = Number(values.seconds);
const CONNECTIONS = 16;
/** Rounds of a GET case, in turn with the trivial route. */
const ROUNDS = 4;
const CLI = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const FLOOR = fileURLToPath(new URL("./floor.ts", import.meta.url));
/** Enough that no name comes twice within a case. */
const DISTINCT_QUERIES = 250_000;

const rows: ResultRow[] = [];
const queries = await distinctQueries();
const paths = queries.map((text) => `/v2/species/match?scientificName=${encodeURIComponent(text)}`);

await measureGets();
await measureBulk();

const kept = values.add ? (readResult("http")?.rows ?? []).filter((row) => row["checklist"] !== values.label) : [];
writeResult(
  "http",
  "npm run bench:http",
  [...kept, ...rows],
  [
    `GETs are sent by ${GENERATOR} on one thread and ${CONNECTIONS} connections, lists by a Node client (its cost stands in its rows); both run on the server's cores, so a quieter machine or a second one gives more.`,
    "Ratio: requests per second against the trivial route asked in turn with it, a second each. Ratio by processor: the trivial route's least processor time per request in any round of the run against our least, which does not depend on the client nor on what else the machine does.",
    "Every query is different, but for the case that says each name comes 10 times. Cold: the first second after the start, of GETs or of lists, code not yet compiled.",
    "What limits: a GET whose answer is known, by Node's HTTP and the kernel's sending (node:http alone takes four fifths of the trivial route); a new one, by that and by matching and writing, about half each. Lists of new names: of a worker's time (CSV, 8 million names) 60 % is matching, 30 % writing, 8 % reading rows and remembering; the main thread has 5-9 % of all, collecting garbage beside the workers 2-3 %, the client 6-14 %.",
  ],
);

async function measureGets(): Promise<void> {
  const floor = await startServer([FLOOR]);
  try {
    await gets(floor, "trivial Fastify GET, warm-up", ["/trivial"], 2);
    await withServer(serve(), { BINOMEN_ANSWER_CACHE: "0" }, async (server) => {
      await checkAnswers(server);
      const cold = await gets(server, "match, cold", paths.slice(-20_000), 1);
      rows.push({ ...cold, startMs: Math.round(server.startMs) });
      await warmUp(server);
      rows.push(...(await besideFloor(floor, server, "match, no answer cache", paths.slice(50_000))));
    });
    await withServer(serve(), {}, async (server) => {
      await warmUp(server);
      rows.push(...(await besideFloor(floor, server, "match, answer cache, distinct names", paths.slice(50_000))));
      const stream = tenTimes(paths.slice(200_000, 240_000));
      rows.push(...(await besideFloor(floor, server, "match, answer cache, each name 10 times", stream)));
    });
  } finally {
    await floor.stop();
  }
  const used = (row: ResultRow) => Number(row["serverUsPerRequest"]);
  const least = Math.min(...rows.filter((row) => row["ratio"] === undefined && row["startMs"] === undefined).map(used));
  rows.forEach((row, index) => {
    if (row["ratio"] !== undefined) rows[index] = { ...row, ratioByProcessor: Number((least / used(row)).toFixed(3)) };
  });
}

/** Until V8 has compiled what is used, some 100,000 decisions: by requests, not by seconds, which a busy machine makes worthless. */
async function warmUp(server: ChildServer): Promise<void> {
  for (let asked = 0; asked < 120_000; ) {
    const seen = await gets(server, "warm-up", paths.slice(asked), 2);
    asked += Number(seen["requests"]);
  }
}

/** Rounds of the trivial route and of ours in turn, so that both see the same neighbours; each round asks other names. */
async function besideFloor(
  floor: ChildServer,
  server: ChildServer,
  title: string,
  asked: readonly string[],
): Promise<ResultRow[]> {
  const seen: { floor: ResultRow[]; ours: ResultRow[] } = { floor: [], ours: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const share = Math.floor(asked.length / ROUNDS);
    seen.floor.push(
      await gets(
        floor,
        `trivial Fastify GET beside: ${title}`,
        ["/trivial"],
        Math.max(1, Math.round(SECONDS / ROUNDS)),
      ),
    );
    seen.ours.push(
      await gets(
        server,
        title,
        asked.slice(round * share, (round + 1) * share),
        Math.max(1, Math.round(SECONDS / ROUNDS)),
      ),
    );
  }
  const [trivial, ours] = [together(seen.floor), together(seen.ours)];
  const quotient = (member: string) => Number((Number(ours[member]) / Number(trivial[member])).toFixed(3));
  return [trivial, { ...ours, ratio: quotient("requestsPerSecond") }];
}

/**
 * Rounds of one case as one row: rates as means, percentiles as medians, of processor time the least, because neighbours
 * on the same core can only add to it.
 */
function together(rounds: readonly ResultRow[]): ResultRow {
  const of = (member: string) => rounds.map((row) => Number(row[member]));
  const mean = (member: string) => of(member).reduce((sum, value) => sum + value, 0) / rounds.length;
  const medians = ["p50Ms", "p75Ms", "p90Ms", "p99Ms", "p999Ms"];
  return {
    ...rounds[0],
    requests: Math.round(mean("requests") * rounds.length),
    requestsPerSecond: Math.round(mean("requestsPerSecond")),
    serverUsPerRequest: Math.min(...of("serverUsPerRequest")),
    ...Object.fromEntries(medians.map((member) => [member, percentile(of(member), 50)])),
  };
}

async function measureBulk(): Promise<void> {
  await withServer(serve(), {}, async (server) => {
    const short = { namesPerRequest: 1000, connections: 4 };
    const cold = await bulk(server, { ...short, format: "ndjson", seconds: 1, isCold: true });
    rows.push({ ...cold, case: "1,000 names a request, cold" });
    // Both workers compile what they use: until then, a list is a third slower.
    await bulk(server, { ...short, format: "json", seconds: 5 });
    for (const [format, namesPerRequest, connections] of [
      ["json", 1000, 4],
      ["ndjson", 1000, 4],
      ["ndjson", 100_000, 2],
      ["csv", 100_000, 2],
    ] as const) {
      const load = await bulk(server, { format, namesPerRequest, connections, seconds: SECONDS });
      rows.push({
        ...load,
        case: `${namesPerRequest.toLocaleString("en")} names a request`,
        ...processMemory(server.pid),
      });
    }
    const [alone, both] = [await gets(server, "4 connections, alone", paths, SECONDS, 4), await getsUnderBulk(server)];
    rows.push(alone, ...both);
  });
}

async function getsUnderBulk(server: ChildServer): Promise<ResultRow[]> {
  const saturating = bulk(server, { format: "ndjson", namesPerRequest: 20_000, connections: 4, seconds: SECONDS + 3 });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const seen = await gets(server, "4 connections, while lists saturate the pool", paths, SECONDS, 4);
  return [seen, { ...(await saturating), case: "20,000 names a request, beside GETs" }];
}

function serve(): string[] {
  const backbone = values.backbone === undefined ? [] : ["--backbone", values.backbone];
  return [CLI, "serve", "--port", "0", ...backbone];
}

async function withServer<T>(
  nodeArguments: readonly string[],
  environment: Readonly<Record<string, string>>,
  use: (server: ChildServer) => Promise<T>,
): Promise<T> {
  const server = await startServer(nodeArguments, { BINOMEN_LOG_LEVEL: "warn", ...environment });
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

async function gets(
  server: ChildServer,
  title: string,
  asked: readonly string[],
  seconds = SECONDS,
  connections = CONNECTIONS,
): Promise<ResultRow> {
  const cpu = processorSeconds(server.pid);
  const load: GetLoad = await loadWithGets(server.url, asked, { connections, seconds });
  const serverUsPerRequest = Number((((processorSeconds(server.pid) - cpu) / load.requests) * 1e6).toFixed(1));
  process.stderr.write(`${title}: ${load.requestsPerSecond}/s, p99 ${load.p99Ms} ms, ${serverUsPerRequest} µs\n`);
  if (load.failed > 0) throw new Error(`${title}: ${load.failed} requests failed`);
  return { checklist: values.label, case: title, connections, serverUsPerRequest, ...load };
}

async function bulk(server: ChildServer, what: Omit<BulkRequest, "url" | "names">): Promise<ResultRow> {
  const directory = mkdtempSync(join(tmpdir(), "binomen-bench-bulk-"));
  const file = join(directory, "request.json");
  writeFileSync(file, JSON.stringify({ ...what, url: server.url, names: queries } satisfies BulkRequest));
  const client = spawn(process.execPath, [fileURLToPath(new URL("./bulk-client.ts", import.meta.url)), file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let cpu = Number.NaN;
  let output = "";
  for await (const line of createInterface({ input: client.stdout })) {
    if (line === READY) cpu = processorSeconds(server.pid);
    else output += line;
  }
  rmSync(directory, { recursive: true });
  const load = JSON.parse(output) as BulkLoad;
  const serverUsPerName = Number((((processorSeconds(server.pid) - cpu) / load.names) * 1e6).toFixed(2));
  process.stderr.write(`${what.format}, ${what.namesPerRequest} a request: ${load.namesPerSecond} names/s\n`);
  if (load.failed > 0) throw new Error(`${what.format}: ${load.failed} requests failed`);
  const { p50Ms, p99Ms, ...seen } = load;
  return {
    checklist: values.label,
    case: "",
    format: what.format,
    connections: what.connections,
    ...seen,
    serverUsPerName,
    requestP50Ms: p50Ms,
    requestP99Ms: p99Ms,
  };
}

/** Before anything is timed: single and bulk answers agree, in number, order and content, for some hundred names. */
async function checkAnswers(server: ChildServer): Promise<void> {
  const asked = queries.slice(0, 300);
  const single: string[] = [];
  for (const path of paths.slice(0, asked.length)) {
    const answer = await fetch(server.url + path);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    single.push(await answer.text());
  }
  const matched = single.filter((text) => JSON.parse(text).usage !== undefined).length;
  if (matched < asked.length * 0.9) throw new Error(`only ${matched} of ${asked.length} queries were matched`);
  const answer = async (format: BulkFormat) => {
    const reply = await fetch(`${server.url}/v2/species/match`, {
      method: "POST",
      headers: { "content-type": MEDIA_TYPES[format], accept: MEDIA_TYPES[format] },
      body: new Uint8Array(bodyOf(format, asked)),
    });
    if (reply.status !== 200) throw new Error(`${format} answered ${reply.status}: ${await reply.text()}`);
    return reply.text();
  };
  const list = JSON.parse(await answer("json")) as unknown[];
  const lines = (await answer("ndjson")).trim().split("\n");
  if (list.length !== asked.length || lines.length !== asked.length) throw new Error("a list lost or gained answers");
  asked.forEach((text, index) => {
    const wanted = usageKey(JSON.parse(single[index]!));
    for (const found of [usageKey(list[index]), usageKey(JSON.parse(lines[index]!))])
      if (found !== wanted) throw new Error(`${text}: alone ${wanted}, in a list ${found}`);
  });
}

function usageKey(answer: unknown): string {
  return (answer as { usage?: { key?: string } }).usage?.key ?? "none";
}

/** The mix, every text once. */
async function distinctQueries(): Promise<string[]> {
  if (values.queries !== undefined) return readFileSync(values.queries, "utf8").trimEnd().split("\n");
  const list = await readNameList("bundled");
  if (list === null) throw new Error("the bundled backbone is not in data/");
  const maker = new QueryMaker(list, 11);
  const texts = new Set<string>();
  while (texts.size < DISTINCT_QUERIES) for (const { text } of maker.mix(50_000)) texts.add(text);
  return [...texts].slice(0, DISTINCT_QUERIES);
}

/** Every path ten times, among 1,000 others, as names come in real lists. */
function tenTimes(all: readonly string[]): string[] {
  const stream: string[] = [];
  for (let start = 0; start < all.length; start += 1000)
    for (let round = 0; round < 10; round++) stream.push(...all.slice(start, start + 1000));
  return stream;
}
