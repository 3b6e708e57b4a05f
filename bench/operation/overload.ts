/**
 * What if five times as much is asked as can be answered?
 *
 *   npm run bench:overload                  10 s a phase
 *   npm run bench:overload -- --seconds 60
 *
 * Measures GETs and lists together: first how much the server carries, then half of that (unloaded), five times it, and
 * unloaded again. Client and server share the machine, so what is "carried" is what is left beside the client.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startServer } from "../http/child-server.ts";
import { percentile } from "../measure.ts";
import { type ResultRow, writeResult } from "../result.ts";
import { type MixedOutcome, type Outcome, sendMixedLoad } from "./mixed-load.ts";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "10" } } });
const SECONDS = Number(values.seconds);
const CLI = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
/** One list for so many GETs. */
const GETS_PER_LIST = 200;

const folder = mkdtempSync(join(tmpdir(), "binomen-overload-"));
const server = await startServer([CLI, "serve", "--port", "0", "--data-dir", folder]);
const rows: ResultRow[] = [];
try {
  const names = readFileSync(new URL("../../data/misspellings.tsv", import.meta.url), "utf8")
    .split("\n")
    .slice(1, 5000)
    .flatMap((line) => line.split("\t").slice(0, 2));
  const send = (perSecond: number, seconds: number) =>
    sendMixedLoad({
      url: server.url,
      names,
      seconds,
      getsPerSecond: perSecond,
      listsPerSecond: perSecond / GETS_PER_LIST,
    });
  await send(500, 3);
  const carried = await carriedPerSecond(send);
  row("half of what it carries", carried / 2, await send(carried / 2, SECONDS));
  row("five times what it carries", carried * 5, await send(carried * 5, SECONDS));
  const after = performance.now();
  await send(carried / 2, 2);
  row("2 s later", carried / 2, await send(carried / 2, Math.max(5, SECONDS / 2)));
  console.error(`measured ${Math.round((performance.now() - after) / 1000)} s after the overload`);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
const [calm, overload] = rows;
writeResult("overload", "npm run bench:overload", rows, [
  "GETs come without waiting for each other (open loop), with a list of 500 names for each 200 of them; times are from when a request was due, of what was answered 200.",
  "Client and server run on the same cores: at five times the load the client needs most of them, so its own delay is in the times.",
  `p99 of GETs that were answered: ${ratio(overload, calm, "getP99Ms")} times that of half the load; of lists ${ratio(overload, calm, "listP99Ms")} times.`,
]);
console.table(rows);

/** The most that is answered without a refusal and with GETs below 50 ms, by doubling. */
async function carriedPerSecond(send: (perSecond: number, seconds: number) => Promise<MixedOutcome>): Promise<number> {
  let carried = 250;
  for (let perSecond = 250; perSecond <= 64_000; perSecond *= 1.5) {
    const { gets, lists } = await send(perSecond, 2);
    const isCarried =
      gets.failed + lists.failed + gets.refused === 0 &&
      lists.refused <= lists.answered.length / 100 &&
      percentile(gets.answered, 99) < 50;
    console.error(`${Math.round(perSecond)} a second: ${isCarried ? "carried" : "too much"}`);
    if (!isCarried) break;
    carried = perSecond;
  }
  return carried;
}

function row(phase: string, perSecond: number, { gets, lists, health }: MixedOutcome): void {
  rows.push({
    phase,
    asksPerSecond: Math.round(perSecond),
    ...figures("get", gets),
    ...figures("list", lists),
    healthMaxMs: Math.round(Math.max(0, ...health.answered)),
    healthFailed: health.failed + health.refused,
  });
}

function figures(kind: string, { answered, refused, failed }: Outcome): Record<string, number> {
  return {
    [`${kind}sAnswered`]: answered.length,
    [`${kind}sRefused`]: refused,
    [`${kind}sFailed`]: failed,
    [`${kind}P50Ms`]: Math.round(percentile(answered, 50) * 10) / 10,
    [`${kind}P99Ms`]: Math.round(percentile(answered, 99) * 10) / 10,
  };
}

function ratio(one: ResultRow | undefined, other: ResultRow | undefined, member: string): string {
  return (Number(one?.[member]) / Number(other?.[member])).toFixed(1);
}
