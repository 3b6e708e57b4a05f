/** How fast is it over HTTP? Single requests, lists, and the distribution of answer times. */
import type { BenchResult, ResultRow } from "../result.ts";
import { table } from "./markdown.ts";
import { without } from "./points.ts";
import type { SpecialSection } from "./sections.ts";

const PERCENTILES = ["p50Ms", "p75Ms", "p90Ms", "p99Ms", "p999Ms"] as const;

/** Over HTTP: rates, and the distribution of answer times. */
export function httpSection({ rows }: BenchResult): SpecialSection {
  const latency = rows.filter((row) => typeof row["p50Ms"] === "number");
  // One checklist is drawn, the largest, so that the plot can be read.
  const drawn = latency.findLast((row) => String(row["checklist"]).includes("million")) ?? latency[0];
  const bulk = rows.filter((row) => typeof row["namesPerSecond"] === "number");
  return {
    heading: "HTTP",
    tables: [
      table(latency.map((row) => without(row, ["namesPerSecond", "clientUsPerName", "format", "answerBytesPerName"]))),
      table(bulk.map((row) => without(row, [...PERCENTILES]))),
    ].filter((text) => text.includes("\n")),
    charts: {
      "http-latency": {
        title: `How long a GET takes: ${drawn?.["checklist"] ?? ""}`,
        x: {
          title: "share of the answers that came sooner (%)",
          scale: "log",
          range: [0.9, 1300],
          // Drawn by how rare slower answers are, so that the tail has room.
          ticks: [
            [2, "50"],
            [4, "75"],
            [10, "90"],
            [100, "99"],
            [1000, "99.9"],
          ],
        },
        y: { title: "answer time (ms)", scale: "log" },
        series: latency
          .filter(({ checklist }) => checklist === drawn?.["checklist"])
          .filter(isDrawn)
          .map((row) => ({
            label: GET_LABELS[String(row["case"])] ?? String(row["case"]).split(" beside")[0]!,
            points: PERCENTILES.flatMap((member, index): [number, number][] => {
              const value = row[member];
              return typeof value === "number" && value > 0 ? [[[2, 4, 10, 100, 1000][index]!, value]] : [];
            }),
          })),
      },
    },
  };
}

/** Labels that fit beside the plot. */
const GET_LABELS: Readonly<Record<string, string>> = {
  "match, cold": "first second after start",
  "match, no answer cache": "match, no cache",
  "match, answer cache, distinct names": "match, cache, distinct",
  "match, answer cache, each name 10 times": "match, cache, 10 times",
  "4 connections, while lists saturate the pool": "4 connections, beside lists",
};

/** The trivial route is measured beside every case and drawn once. */
function isDrawn(row: ResultRow, index: number, rows: readonly ResultRow[]): boolean {
  const isTrivial = (other: ResultRow) => String(other["case"]).startsWith("trivial");
  return !isTrivial(row) || rows.findIndex(isTrivial) === index;
}
