/** How do rows become a table that people read? */
import type { BenchResult, ResultRow } from "../result.ts";

/** What stands at the end of a member's name, and the unit it means. */
const UNITS: ReadonlyArray<readonly [suffix: string, unit: string]> = [
  ["perProcessorSecond", "/s of processor time"],
  ["PerSecond", "/s"],
  ["perSecond", "/s"],
  ["PerName", "/name"],
  ["Percent", " (%)"],
  ["Seconds", " (s)"],
  ["Microseconds", " (µs)"],
  ["Minutes", " (min)"],
  ["MiB", " (MiB)"],
  ["Us", " (µs)"],
  ["Ms", " (ms)"],
];

/** A heading from a member's name: "namesPerSecond" → "names/s", "p99Ms" → "p99 (ms)", "buildSeconds" → "build (s)". */
export function headingOf(member: string): string {
  const [suffix, unit] = UNITS.find(([ending]) => member.endsWith(ending)) ?? ["", ""];
  const words = member
    .slice(0, member.length - suffix.length)
    .replace(/(?<=[a-z0-9])([A-Z])/g, (letter) => ` ${letter}`);
  return words.toLowerCase() + unit;
}

/** Three significant digits at least, thousands grouped: 1234567 → "1,234,567", 0.00123 → "0.00123". */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(Math.abs(value) >= 100 ? 4 : 3)));
}

/** A GitHub table of the members given, or of all that any row has. Empty cells where a row has none. */
export function table(
  rows: readonly ResultRow[],
  members?: readonly (readonly [member: string, heading: string])[],
): string {
  const columns =
    members ?? [...new Set(rows.flatMap((row) => Object.keys(row)))].map((key) => [key, headingOf(key)] as const);
  const numeric = columns.map(([member]) => rows.some((row) => typeof row[member] === "number"));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(([, heading]) => heading)),
    line(numeric.map((isNumber) => (isNumber ? "---:" : "---"))),
    ...rows.map((row) => line(columns.map(([member]) => cell(row[member])))),
  ].join("\n");
}

function cell(value: ResultRow[string] | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return formatNumber(value);
  return typeof value === "boolean" ? (value ? "yes" : "no") : value.replaceAll("|", "\\|");
}

/** Where and how a result was measured: one line under its table. */
export function provenance(result: BenchResult): string {
  const { cpu, cores, memoryGiB, loadAverage } = result.machine;
  const load = loadAverage === undefined ? "" : `, load average ${loadAverage}`;
  return `\`${result.command}\` · commit ${result.commit} · ${result.date.slice(0, 10)} · Node ${result.node} · ${cpu}, ${cores} cores, ${memoryGiB} GiB${load}`;
}

/** The text with what stands between `<!-- results -->` and `<!-- /results -->` replaced; throws when a mark is missing. */
export function replaceResults(text: string, results: string): string {
  const [begin, end] = ["<!-- results -->", "<!-- /results -->"];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`the text has no ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${results.trim()}\n\n${text.slice(to)}`;
}
