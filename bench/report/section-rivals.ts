/** How do the rivals stand beside binomen? Tables by number of names; speed against size and recall, memory against size. */
import type { BenchResult, ResultRow } from "../result.ts";
import { type Series, shortNumber } from "./chart.ts";
import { table } from "./markdown.ts";
import { pointsOf } from "./points.ts";
import type { SpecialSection } from "./sections.ts";

/** Side by side at each size, then speed against size, speed against recall, memory against size. */
export function rivalsSection({ rows }: BenchResult): SpecialSection {
  const sizes = [...new Set(rows.map((row) => Number(row["names"])))].sort((a, b) => a - b);
  const engines = [...new Set(rows.map(engineOf))].sort((a, b) => placeOf(a) - placeOf(b));
  const find = (engine: string, size: number, kind: string) =>
    rows.find((row) => engineOf(row) === engine && row["names"] === size && row["kind"] === kind);
  const tables = sizes.map((size) => {
    const lines = engines.flatMap((engine): ResultRow[] => {
      const exact = find(engine, size, "exact");
      if (exact === undefined) return [];
      const one = find(engine, size, "oneEdit");
      const two = find(engine, size, "twoEdits");
      const space = find(engine, size, "spaceEdit");
      const absent = find(engine, size, "absent");
      return [
        {
          engine: `${exact["engine"]}<br>${exact["settings"]}; ${exact["place"]}`,
          load: exact["loadSeconds"]!,
          memory: exact["memoryMiB"]!,
          exact: exact["perSecond"]!,
          one: one?.["perSecond"] ?? null,
          oneRecall: recall(one),
          two: two?.["perSecond"] ?? null,
          twoRecall: recall(two),
          spaceRecall: recall(space),
          absent: absent === undefined ? null : percent(absent["answeredAbsent"]),
          queries: one?.["queries"] ?? null,
        },
      ];
    });
    return `#### ${size.toLocaleString("en")} names\n\n${table(lines, [
      ["engine", "engine"],
      ["load", "load (s)"],
      ["memory", "memory (MiB)"],
      ["exact", "exact/s"],
      ["one", "one edit/s"],
      ["oneRecall", "recall@1 · @10 · nearest (%)"],
      ["two", "two edits/s"],
      ["twoRecall", "recall@1 · @10 · nearest (%)"],
      ["spaceRecall", "space edit: recall (%)"],
      ["absent", "absent answered (%)"],
      ["queries", "one-edit queries"],
    ])}`;
  });
  const short = (engine: string) => SHORT_NAMES[placeOf(engine)]?.[1] ?? engine.slice(0, 28);
  const bySize = (kind: string, member: string): Series[] =>
    engines.map((engine) => ({
      label: short(engine),
      points: pointsOf(
        rows.filter((row) => engineOf(row) === engine && row["kind"] === kind),
        "names",
        member,
      ),
    }));
  const largest = sizes.findLast(
    (size) => rows.filter((row) => row["names"] === size && row["kind"] === "oneEdit").length > 3,
  );
  return {
    heading: "Rivals, same names, same queries",
    tables: [
      "Nearest: the first candidate is at most as far from the query as the intended name. Recall in per cent of the queries that were asked.",
      ...tables,
    ],
    charts: {
      "rivals-throughput": {
        title: "Names with one misspelt letter, found per second of processor time",
        x: { title: "names in the checklist", scale: "log" },
        y: { title: "queries per second of processor time", scale: "log" },
        series: bySize("oneEdit", "perSecond"),
      },
      "rivals-recall": {
        title: `Speed against recall, one edit, ${shortNumber(largest ?? 0)} names`,
        x: { title: "queries per second of processor time", scale: "log" },
        y: { title: "right name first (%)", scale: "linear", range: [0, 102] },
        series: engines.map((engine) => {
          const row = find(engine, largest ?? 0, "oneEdit");
          return {
            label: short(engine),
            scatter: true,
            points: row ? [[Number(row["perSecond"]), 100 * Number(row["recallAt1"])]] : [],
          };
        }),
      },
      "rivals-memory": {
        title: "Memory for the names and their index",
        x: { title: "names in the checklist", scale: "log" },
        y: { title: "memory (MiB)", scale: "log" },
        series: bySize("exact", "memoryMiB"),
      },
    },
  };
}

/** Labels that fit beside a plot, by a part of the engine's name and settings; the first that fits. */
const SHORT_NAMES: ReadonlyArray<readonly [part: string, label: string]> = [
  ["full decision", "binomen, decision"],
  ["binomen", "binomen, nearest names"],
  ["FuzzyQuery as GBIF", "Lucene as GBIF asks"],
  ["Lucene", "Lucene, prefix 0"],
  ["tokenize forward", "FlexSearch + fuzzball"],
  ["tokenize trigram", "FlexSearch trigram"],
  ["MiniSearch", "MiniSearch"],
  ["Orama", "Orama"],
  ["Fuse", "Fuse.js"],
  ["SQLite", "SQLite FTS5 trigram"],
  ["GIN", "PostgreSQL GIN"],
  ["GiST", "PostgreSQL GiST"],
  ["RediSearch", "RediSearch"],
  ["Map", "Map (exact only)"],
];

/** Where the engine stands in {@link SHORT_NAMES}, which is the order of tables and plots; behind them when it does not. */
function placeOf(engine: string): number {
  const place = SHORT_NAMES.findIndex(([part]) => engine.includes(part));
  return place === -1 ? SHORT_NAMES.length : place;
}

function engineOf(row: ResultRow): string {
  return `${row["engine"]} (${row["settings"]})`;
}

function recall(row: ResultRow | undefined): string | null {
  if (row === undefined) return null;
  return [row["recallAt1"], row["recallAt10"], row["nearestAt1"]].map(percent).join(" · ");
}

function percent(share: ResultRow[string] | undefined): string {
  return typeof share === "number" ? String(Number((share * 100).toFixed(1))) : "–";
}
