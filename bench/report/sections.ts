/**
 * What does each benchmark tell, and how is it shown? One section a result; a result without its own section is shown as
 * the table that it is, so that a new benchmark appears without a change here.
 */
import type { BenchResult, ResultRow } from "../result.ts";
import { type Chart, type Series, shortNumber } from "./chart.ts";
import { provenance, table } from "./markdown.ts";

export interface Section {
  readonly heading: string;
  readonly markdown: string;
  /** By file name, without `.svg`. */
  readonly charts: Readonly<Record<string, Chart>>;
}

/** Sections in reading order; results not named here follow in the order of their names. */
export const ORDER = [
  "match",
  "http",
  "cli",
  "rivals",
  "lookup",
  "corpus",
  "build",
  "sections",
  "quality",
  "issues",
  "gbif",
  "names",
  "facets",
  "facets-kill",
];

/** The section of one result. */
export function sectionOf(result: BenchResult): Section {
  const special = SECTIONS[result.name]?.(result);
  const charts = special?.charts ?? {};
  const images = Object.entries(charts).map(([file, chart]) => `![${chart.title}](results/${file}.svg)`);
  const notes = result.notes.map((note) => `- ${note}`).join("\n");
  const body = [...(special?.tables ?? [table(result.rows)]), ...images, notes].filter((part) => part !== "");
  return {
    heading: special?.heading ?? result.name,
    markdown: `${[...body, provenance(result)].join("\n\n")}\n`,
    charts,
  };
}

interface SpecialSection {
  readonly heading: string;
  readonly tables: readonly string[];
  readonly charts?: Readonly<Record<string, Chart>> | undefined;
}

const SECTIONS: Readonly<Record<string, (result: BenchResult) => SpecialSection>> = {
  match: matchSection,
  http: httpSection,
  rivals: rivalsSection,
  quality: qualitySection,
  corpus: corpusSection,
  lookup: (result) => ({ heading: "Index look-up", tables: [table(result.rows)] }),
  names: (result) => ({ heading: "Parsing", tables: [table(result.rows)] }),
  gbif: (result) => ({ heading: "GBIF's own cases", tables: [table(result.rows)] }),
  facets: (result) => ({ heading: "Facets and change feed", tables: [table(result.rows)] }),
  build: (result) => ({ heading: "Building the merged backbone", tables: [table(result.rows)] }),
  sections: (result) => ({ heading: "Bytes of an image, by section", tables: [table(result.rows)] }),
  issues: (result) => ({ heading: "What users reported elsewhere", tables: [table(result.rows)] }),
  "facets-kill": (result) => ({ heading: "Facets: killed in the middle of an import", tables: [table(result.rows)] }),
  cli: (result) => ({ heading: "Command line, end to end", tables: [table(result.rows)] }),
};

const KIND_LABELS: Readonly<Record<string, string>> = {
  mix: "mix",
  exact: "exact",
  exactWithAuthor: "exact, with author",
  oneEdit: "one edit",
  twoEdits: "two edits",
  absent: "absent",
  blankEdit: "blank edit",
};

/** The whole decision on one thread: speed by kind of query and size. */
function matchSection({ rows }: BenchResult): SpecialSection {
  const kinds = Object.keys(KIND_LABELS).filter((kind) => rows.some((row) => row["kind"] === kind));
  const series = (member: string): Series[] =>
    kinds.map((kind) => ({
      label: KIND_LABELS[kind]!,
      points: pointsOf(
        rows.filter((row) => row["kind"] === kind),
        "names",
        member,
      ),
    }));
  return {
    heading: "Matching, one thread, the full decision",
    tables: [table(rows.map((row) => ({ ...row, kind: KIND_LABELS[String(row["kind"])] ?? row["kind"]! })))],
    charts: {
      "match-throughput": {
        title: "Full decisions per second of one core",
        x: { title: "names in the checklist", scale: "log" },
        y: { title: "decisions per second of processor time", scale: "log" },
        series: series("perProcessorSecond"),
      },
      "match-latency": {
        title: "Answer time of one decision, 99th percentile",
        x: { title: "names in the checklist", scale: "log" },
        y: { title: "p99 (µs)", scale: "log" },
        series: series("p99Us"),
      },
    },
  };
}

const PERCENTILES = ["p50Ms", "p75Ms", "p90Ms", "p99Ms", "p999Ms"] as const;

/** Over HTTP: rates, and the distribution of answer times. */
function httpSection({ rows }: BenchResult): SpecialSection {
  const latency = rows.filter((row) => typeof row["p50Ms"] === "number");
  const bulk = rows.filter((row) => typeof row["namesPerSecond"] === "number");
  return {
    heading: "HTTP",
    tables: [
      table(latency.map((row) => without(row, ["namesPerSecond", "clientUsPerName", "format", "answerBytesPerName"]))),
      table(bulk.map((row) => without(row, [...PERCENTILES]))),
    ].filter((text) => text.includes("\n")),
    charts: {
      "http-latency": {
        title: "How long a GET takes",
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
        series: latency.filter(isDrawn).map((row) => ({
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

/** Side by side at each size, then speed against size, speed against recall, memory against size. */
function rivalsSection({ rows }: BenchResult): SpecialSection {
  const sizes = [...new Set(rows.map((row) => Number(row["names"])))].sort((a, b) => a - b);
  const engines = [...new Set(rows.map(engineOf))];
  const find = (engine: string, size: number, kind: string) =>
    rows.find((row) => engineOf(row) === engine && row["names"] === size && row["kind"] === kind);
  const tables = sizes.map((size) => {
    const lines = engines.flatMap((engine): ResultRow[] => {
      const exact = find(engine, size, "exact");
      if (exact === undefined) return [];
      const one = find(engine, size, "oneEdit");
      const two = find(engine, size, "twoEdits");
      const blank = find(engine, size, "blankEdit");
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
          blankRecall: recall(blank),
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
      ["blankRecall", "blank edit: recall (%)"],
      ["absent", "absent answered (%)"],
      ["queries", "one-edit queries"],
    ])}`;
  });
  const short = (engine: string) => SHORT_NAMES.find(([part]) => engine.includes(part))?.[1] ?? engine.slice(0, 28);
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

/** Right answers by confidence, when the result holds such rows (`confidence`, `rightPercent`). */
function qualitySection({ rows }: BenchResult): SpecialSection {
  const curve = rows.filter((row) => typeof row["confidence"] === "number");
  const others = rows.filter((row) => typeof row["confidence"] !== "number");
  const sets = [...new Set(curve.map((row) => String(row["set"] ?? "all")))];
  const charts: Record<string, Chart> =
    curve.length === 0
      ? {}
      : {
          "quality-calibration": {
            title: "How often an answer of this confidence is right",
            x: { title: "confidence (0-100)", scale: "linear", range: [0, 100] },
            y: { title: "right answers (%)", scale: "linear", range: [0, 102] },
            series: [
              ...sets.map((set) => ({
                label: set,
                points: pointsOf(
                  curve.filter((row) => String(row["set"] ?? "all") === set),
                  "confidence",
                  "rightPercent",
                ),
              })),
              {
                label: "as stated",
                reference: true,
                points: [
                  [0, 0],
                  [100, 100],
                ],
              },
            ],
          },
        };
  return { heading: "Right and wrong answers", tables: others.length > 0 ? [table(others)] : [], charts };
}

/** Building and keeping an image, by size. */
function corpusSection({ rows }: BenchResult): SpecialSection {
  const members = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => key.endsWith("PerName"));
  return {
    heading: "Images: building and memory",
    tables: [table(rows)],
    charts:
      members.length === 0
        ? {}
        : {
            "image-bytes": {
              title: "Bytes of the image per name",
              x: { title: "names in the checklist", scale: "log" },
              y: { title: "bytes per name", scale: "linear" },
              series: members.map((member) => ({ label: member, points: pointsOf(rows, "names", member) })),
            },
          },
  };
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

function pointsOf(rows: readonly ResultRow[], x: string, y: string): [number, number][] {
  return rows
    .flatMap((row): [number, number][] => {
      const [left, right] = [row[x], row[y]];
      return typeof left === "number" && typeof right === "number" && right > 0 ? [[left, right]] : [];
    })
    .sort((a, b) => a[0] - b[0]);
}

function without(row: ResultRow, members: readonly string[]): ResultRow {
  return Object.fromEntries(Object.entries(row).filter(([member]) => !members.includes(member)));
}
