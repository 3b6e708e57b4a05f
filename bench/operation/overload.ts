/**
 * What if five times as much is asked as can be answered?
 *
 *   npm run bench:overload                  10 s a phase
 *   npm run bench:overload -- --seconds 60
 *
 * GETs, lists and a look at /health, all due at their times whether or not others were answered: first how much the server
 * carries, then half of that (unloaded), five times it, and unloaded again. Twice: by clients that wait for an answer before
 * they ask on a connection again, and by clients that do not, beside some that do. Where `taskset` is there the server has one
 * core and the clients have the others, so that neither takes the other's.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startServer } from "../http/child-server.ts";
import { percentile } from "../measure.ts";
import { type ResultRow, writeResult } from "../result.ts";
import type { Schedule, Sent } from "./load/sender.ts";
import { getRequest, postRequest, runSender } from "./load/senders.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "10" }, "fast-path": { type: "string", default: "connection" } },
});
const SECONDS = Number(values.seconds);
const CLI = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
/** One list for so many GETs. */
const GETS_PER_LIST = 200;
const NAMES_PER_LIST = 500;
/** A load is carried when its GETs stay below. */
const CARRIED_P99_MS = 25;
/** The clients of whom it is asked whether they are served beside others. */
const POLITE = ["127.0.0.2"];
const MANY = ["127.0.0.3", "127.0.0.4", "127.0.0.5"];

const names = readFileSync(new URL("../../data/misspellings.tsv", import.meta.url), "utf8")
  .split("\n")
  .slice(1)
  .flatMap((line) => line.split("\t").slice(0, 2));
const GETS = names.map((name) => getRequest(`/v2/species/match?scientificName=${encodeURIComponent(name)}`));
const LISTS = Array.from({ length: 20 }, (_, list) =>
  postRequest(
    "/v2/species/match",
    Array.from({ length: NAMES_PER_LIST }, (_, i) => ({
      scientificName: names[(list * NAMES_PER_LIST + i) % names.length],
    })),
  ),
);

const arePinned =
  availableParallelism() > 1 && spawnSync("taskset", ["-a", "-c", "-p", "1", `${process.pid}`]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "binomen-overload-"));
const server = await startServer([
  CLI,
  "serve",
  "--port",
  "0",
  "--data-dir",
  folder,
  "--fast-path",
  values["fast-path"],
]);
if (arePinned) spawnSync("taskset", ["-a", "-c", "-p", "0", `${server.pid}`]);
const port = Number(new URL(server.url).port);
const rows: ResultRow[] = [];
try {
  await load(1000, 3);
  await load(4000, 4);
  const carried = await carriedPerSecond();
  row("half of what it carries", carried / 2, await load(carried / 2, SECONDS));
  row("five times, each waits for its answer", carried * 5, await load(carried * 5, SECONDS));
  await load(carried / 2, 2);
  row("2 s later", carried / 2, await load(carried / 2, SECONDS / 2));
  const [flood, beside] = await Promise.all([
    load(carried * 5, SECONDS, { connections: 60, depth: 400 }),
    sender({ perSecond: carried / 20, seconds: SECONDS, connections: 50, from: POLITE, requests: GETS }),
  ]);
  row("five times, nobody waits", carried * 5, flood);
  row("… another client beside it", carried / 20, { ...flood, gets: beside, lists: undefined });
  await load(carried / 2, 2);
  row("2 s later", carried / 2, await load(carried / 2, SECONDS / 2));
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
writeResult("overload", "npm run bench:overload", rows, [
  `GETs with a list of ${NAMES_PER_LIST} names for each ${GETS_PER_LIST} of them. Times are milliseconds from when a request was due, of what was answered 200; "since sent": without the wait for one of the client's own connections.`,
  "Not sent: found none of the client's 900 connections free for a second, as all of them waited for answers or refusals.",
  "Where nobody waits, 60 connections have 400 requests under way each, so theirs wait for each other; the other client asks as people do, from another address.",
  arePinned ? "The server had one core, the clients another." : "Clients and server shared the cores.",
]);
console.table(rows);

interface Mixed {
  readonly gets: Sent;
  readonly lists: Sent | undefined;
  readonly health: Sent;
}

function sender(schedule: Partial<Schedule> & Pick<Schedule, "perSecond" | "seconds" | "requests">): Promise<Sent> {
  return runSender({ port, connections: 900, depth: 1, from: MANY, patience: 1, ...schedule });
}

async function load(perSecond: number, seconds: number, more: Partial<Schedule> = {}): Promise<Mixed> {
  const [gets, lists, health] = await Promise.all([
    sender({ perSecond, seconds, requests: GETS, ...more }),
    sender({ perSecond: perSecond / GETS_PER_LIST, seconds, connections: 40, requests: LISTS }),
    sender({ perSecond: 10, seconds, connections: 4, from: POLITE, requests: [getRequest("/health")] }),
  ]);
  return { gets, lists, health };
}

/** The most of which nothing is refused and whose GETs are quick. */
async function carriedPerSecond(): Promise<number> {
  let carried = 500;
  for (let perSecond = 1_000; perSecond <= 64_000; perSecond *= 1.4) {
    // Once more, since other work of the machine may have been in the way.
    if (!(await isCarried(perSecond)) && !(await isCarried(perSecond))) break;
    carried = perSecond;
  }
  return carried;
}

async function isCarried(perSecond: number): Promise<boolean> {
  const { gets, lists } = await load(perSecond, 3);
  const isIt =
    gets.failed + gets.refused.length + gets.unsent === 0 &&
    lists!.failed + lists!.unsent === 0 &&
    lists!.refused.length <= lists!.answered.length / 100 &&
    percentile(gets.answered, 99) < CARRIED_P99_MS;
  console.error(`${Math.round(perSecond)} a second: ${isIt ? "carried" : "too much"}`);
  return isIt;
}

function row(phase: string, perSecond: number, { gets, lists, health }: Mixed): void {
  const shown = {
    phase,
    asksPerSecond: Math.round(perSecond),
    ...figures("get", gets),
    getP99SinceSentMs: round(percentile(gets.answeredSinceSent, 99)),
    ...(lists && figures("list", lists)),
    healthMaxMs: round(Math.max(0, ...health.answered)),
    healthFailed: health.failed + health.refused.length + health.unsent,
    ...(gets.firstFailure !== "" && { firstFailure: gets.firstFailure }),
  };
  console.error(JSON.stringify(shown));
  rows.push(shown);
}

function figures(kind: string, { answered, refused, failed, unsent }: Sent): Record<string, number> {
  return {
    [`${kind}sAnswered`]: answered.length,
    [`${kind}sRefused`]: refused.length,
    [`${kind}sNotSent`]: unsent,
    [`${kind}sFailed`]: failed,
    [`${kind}P50Ms`]: round(percentile(answered, 50)),
    [`${kind}P99Ms`]: round(percentile(answered, 99)),
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
