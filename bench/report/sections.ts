/**
 * What does each benchmark tell, and how is it shown? One section a result; a result without its own section is shown as
 * the table that it is, so that a new benchmark appears without a change here.
 */
import type { BenchResult } from "../result.ts";
import type { Chart, Series } from "./chart.ts";
import { provenance, table } from "./markdown.ts";
import { pointsOf } from "./points.ts";
import { httpSection } from "./section-http.ts";
import { rivalsSection } from "./section-rivals.ts";

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
  "memory",
  "releases",
  "cli",
  "rivals",
  "lookup",
  "corpus",
  "sections",
  "quality",
  "calibration",
  "forms",
  "forms-held-out",
  "forms-unseen",
  "forms-afresh",
  "forms-untried",
  "forms-lacking",
  "forms-novel",
  "issues",
  "gbif",
  "names",
  "archive",
  "facets-delta",
  "facets-values",
  "facets-load",
  "facets-beside",
  "facets-histories",
  "facets-kill",
  "run",
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

/** What a result has beyond its rows. */
export interface SpecialSection {
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
  lookup: lookupSection,
  sections: (result) => ({ heading: "Bytes of an image, by section", tables: [sectionsTable(result)] }),
  ...headed({
    memory: "Memory of a server",
    releases: "Memory while releases replace each other",
    cli: "Command line, end to end",
    archive: "Reading sources",
    names: "Parsing",
    gbif: "GBIF's own cases",
    calibration: "What confidence means, in two halves of the names",
    forms: "Names in other forms",
    "forms-held-out": "Names in forms that no rule was made for",
    "forms-unseen": "Names in forms that no rule was made for, once more",
    "forms-afresh": "Names in forms that no rule was made for, a third time",
    "forms-untried": "Names in forms that no rule was made for, a fourth time",
    "forms-lacking": "Species that the checklist lacks, in all these forms",
    "forms-novel": "Names in forms that no rule was made for, a fifth time",
    issues: "What users reported elsewhere",
    "facets-load": "Facets: loading what the World Flora Online publishes",
    "facets-values": "Facets: making index documents",
    "facets-delta": "Facets: a page of changes at any depth",
    "facets-beside": "Facets: reading beside imports, as a ratio to reading an idle server",
    "facets-histories": "Facets: random histories against seven readers",
    "facets-kill": "Facets: killed in the middle of an import",
    run: "How long the benchmarks took",
  }),
};

/** Sections of one table. */
function headed(headings: Readonly<Record<string, string>>): Record<string, (result: BenchResult) => SpecialSection> {
  const section = (heading: string) => (result: BenchResult) => ({ heading, tables: [table(result.rows)] });
  return Object.fromEntries(Object.entries(headings).map(([name, heading]) => [name, section(heading)]));
}

/** A line for each section, a column for each image. */
function sectionsTable({ rows }: BenchResult): string {
  const images = [...new Set(rows.map((row) => String(row["image"])))];
  const names = [...new Set(rows.map((row) => String(row["section"])))].sort();
  const lines = names.map((section) => {
    const bytes = images.map((image) => rows.find((row) => row["section"] === section && row["image"] === image));
    return { section, ...Object.fromEntries(bytes.map((row, i) => [images[i]!, row?.["bytesPerName"] ?? null])) };
  });
  return table(lines, [["section", "bytes/name of section"], ...images.map((image) => [image, image] as const)]);
}

const KIND_LABELS: Readonly<Record<string, string>> = {
  mix: "mix",
  exact: "exact",
  exactWithAuthor: "exact, with author",
  oneEdit: "one edit",
  twoEdits: "two edits",
  absent: "absent",
  spaceEdit: "space edit",
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
    tables: [
      table(
        rows
          .toSorted((a, b) => Number(a["names"]) - Number(b["names"]))
          .map((row) => ({ ...row, kind: KIND_LABELS[String(row["kind"])] ?? row["kind"]! })),
      ),
    ],
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

/** The index alone, by size. */
function lookupSection({ rows }: BenchResult): SpecialSection {
  const kinds = ["exact", "oneEdit", "twoEdits", "spaceEdit", "absent"];
  return {
    heading: "Index look-up",
    tables: [table(rows)],
    charts: {
      "lookup-throughput": {
        title: "Look-ups per second of one core, without the decision",
        x: { title: "names in the checklist", scale: "log" },
        y: { title: "look-ups per second of processor time", scale: "log" },
        series: kinds.map((kind) => ({
          label: KIND_LABELS[kind]!,
          points: pointsOf(rows, "names", `${kind}PerCpuSecond`),
        })),
      },
    },
  };
}

/** Building and keeping an image, by size. */
function corpusSection({ rows }: BenchResult): SpecialSection {
  const grown = rows.filter((row) => typeof row["corpus"] === "number");
  const x = { title: "names in the checklist", scale: "log" } as const;
  const series = (members: readonly (readonly [member: string, label: string])[]): Series[] =>
    members.map(([member, label]) => ({ label, points: pointsOf(grown, "names", member) }));
  return {
    heading: "Images: building, bytes, start",
    tables: [table(rows)],
    charts: {
      "image-bytes": {
        title: "Bytes of the image per name",
        x,
        y: { title: "bytes per name", scale: "linear" },
        series: series([["bytesPerName", "image"]]),
      },
      "image-memory": {
        title: "Memory of building an image, and of holding it",
        x,
        y: { title: "resident memory (MiB)", scale: "log" },
        series: series([
          ["peakMiB", "building, at most"],
          ["servingMiB", "holding it"],
        ]),
      },
    },
  };
}
