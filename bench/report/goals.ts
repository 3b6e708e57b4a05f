/**
 * Which goals are reached? The goals set for speed at 8 million names, beside what the results say. A goal that no result
 * speaks of is shown as not measured, never left out.
 */
import type { BenchResult, ResultRow } from "../result.ts";
import { formatNumber, table } from "./markdown.ts";

interface Goal {
  readonly goal: string;
  readonly result: string;
  /** The rows that answer; of several checklists the largest counts, else the last row. */
  readonly where: (row: ResultRow) => boolean;
  readonly member: string;
  readonly limit: number;
  readonly better: "higher" | "lower";
}

const NO_CACHE = "match, no answer cache";

const atEightMillion = (kind: string) => (row: ResultRow) => Number(row["names"]) > 7_000_000 && row["kind"] === kind;

/** The label that `npm run bench` gives to the grown checklist. */
const LARGEST = "8 million names";

/** 1.2 GB and 1.5 GB, as the operating system counts. */
const [SERVING_MIB, BUILDING_MIB] = [1144, 1431];

const GOALS: readonly Goal[] = [
  decision("mix", "mix", 250_000),
  decision("one edit", "oneEdit", 100_000),
  decision("two edits", "twoEdits", 60_000),
  http("GET, no answer cache: share of a trivial Fastify GET, by processor time", NO_CACHE, "ratioByProcessor", 0.75),
  http(
    "GET, each name 10 times: share of a trivial Fastify GET, by processor time",
    "match, answer cache, each name 10 times",
    "ratioByProcessor",
    0.75,
  ),
  { ...http("GET, no answer cache, p99 (ms)", NO_CACHE, "p99Ms", 5), better: "lower" },
  lists("100,000"),
  lists("1,000"),
  {
    ...http("GET beside saturating lists, p99 (ms)", "4 connections, while lists saturate the pool", "p99Ms", 15),
    better: "lower",
  },
  large("cold build (s)", "corpus", "wallSeconds", 30),
  large("cold build, memory at most (MiB)", "corpus", "peakMiB", BUILDING_MIB),
  large("start with a kept image to the first answer (s)", "corpus", "warmStartWithNodeSeconds", 1),
  large("index, bytes a name", "lookup", "indexBytesPerName", 50),
  large("index and usages, bytes a name", "lookup", "bytesPerName", 95),
  {
    goal: "memory of a server after a list of 200,000 names, at 8 million names (MiB)",
    result: "memory",
    where: (row) => Number(row["usages"]) > 7_000_000,
    member: "residentMiB",
    limit: SERVING_MIB,
    better: "lower",
  },
];

function http(goal: string, title: string, member: string, limit: number): Goal {
  return { goal, result: "http", where: (row) => row["case"] === title, member, limit, better: "higher" };
}

function lists(names: string): Goal {
  return {
    goal: `lists of ${names} over HTTP, NDJSON, distinct names a second`,
    result: "http",
    where: (row) => row["format"] === "ndjson" && row["case"] === `${names} names a request`,
    member: "namesPerSecond",
    limit: 200_000,
    better: "higher",
  };
}

function large(goal: string, result: string, member: string, limit: number): Goal {
  const where = (row: ResultRow) => Number(row["names"]) > 7_000_000;
  return { goal: `${goal}, at 8 million names`, result, where, member, limit, better: "lower" };
}

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
      const fitting = results.find(({ name }) => name === result)?.rows.filter(where) ?? [];
      const row = fitting.findLast(({ checklist }) => checklist === LARGEST) ?? fitting.at(-1);
      const measured = row?.[member];
      const isReached = typeof measured === "number" && (better === "higher" ? measured >= limit : measured <= limit);
      return {
        goal,
        wanted: `${better === "higher" ? "≥" : "≤"} ${formatNumber(limit)}`,
        measured: typeof measured === "number" ? formatNumber(measured) : "not measured",
        at: String(row?.["checklist"] ?? ""),
        reached: isReached,
      };
    }),
  );
}
