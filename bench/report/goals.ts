/**
 * Which goals are reached? The goals set for speed at 8 million names, beside what the results say. A goal that no result
 * speaks of is shown as not measured, never left out.
 */
import type { BenchResult, ResultRow } from "../result.ts";
import { formatNumber, table } from "./markdown.ts";

interface Goal {
  readonly goal: string;
  readonly result: string;
  /** The row that answers; the last that fits. */
  readonly where: (row: ResultRow) => boolean;
  readonly member: string;
  readonly limit: number;
  readonly better: "higher" | "lower";
}

const atEightMillion = (kind: string) => (row: ResultRow) => Number(row["names"]) > 7_000_000 && row["kind"] === kind;

const GOALS: readonly Goal[] = [
  decision("mix", "mix", 250_000),
  decision("one edit", "oneEdit", 100_000),
  decision("two edits", "twoEdits", 60_000),
  {
    goal: "GET, no answer cache: share of a trivial Fastify GET, by processor time",
    result: "http",
    where: (row) => row["case"] === "match, no answer cache",
    member: "ratioByProcessor",
    limit: 0.75,
    better: "higher",
  },
  {
    goal: "GET, each name 10 times: share of a trivial Fastify GET, by processor time",
    result: "http",
    where: (row) => row["case"] === "match, answer cache, each name 10 times",
    member: "ratioByProcessor",
    limit: 0.75,
    better: "higher",
  },
  {
    goal: "lists over HTTP, distinct names a second",
    result: "http",
    where: (row) => row["format"] === "ndjson" && row["case"] === "1,000 names a request",
    member: "namesPerSecond",
    limit: 200_000,
    better: "higher",
  },
  {
    goal: "GET beside saturating lists, p99 (ms)",
    result: "http",
    where: (row) => row["case"] === "4 connections, while lists saturate the pool",
    member: "p99Ms",
    limit: 15,
    better: "lower",
  },
];

function decision(title: string, kind: string, limit: number): Goal {
  return {
    goal: `full decision at 8 million names, ${title}, a second of one core`,
    result: "match",
    where: atEightMillion(kind),
    member: "perProcessorSecond",
    limit,
    better: "higher",
  };
}

/** The table of goals. */
export function goalsTable(results: readonly BenchResult[]): string {
  return table(
    GOALS.map(({ goal, result, where, member, limit, better }) => {
      const measured = results.find(({ name }) => name === result)?.rows.findLast(where)?.[member];
      const isReached = typeof measured === "number" && (better === "higher" ? measured >= limit : measured <= limit);
      return {
        goal,
        wanted: `${better === "higher" ? "≥" : "≤"} ${formatNumber(limit)}`,
        measured: typeof measured === "number" ? formatNumber(measured) : "not measured",
        reached: isReached,
      };
    }),
  );
}
