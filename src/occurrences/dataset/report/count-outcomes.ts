/** Counts the records of a chunk by what stages made of them: as many steps as there are outcomes, not records. */
import type { InterpretedField } from "../../interpretation/interpreted.ts";
import { groupsOf } from "../../reading/columns.ts";
import type { IssueSets } from "../chunk/issue-sets.ts";
import type { Outcomes } from "../chunk/outcomes.ts";
import type { NumberedValues } from "../parquet/leaves.ts";
import { type ChunkReport, COUNTED, countIn, countUnknown, countValue, EXAMPLES, mapCell } from "./chunk-report.ts";

type Fields = ReadonlyMap<InterpretedField | "issue", NumberedValues>;

/** Counts them; examples are those of the first rows. */
export function countOutcomes(
  report: ChunkReport,
  keys: Float64Array,
  outcomes: readonly Outcomes[],
  issues: IssueSets,
  fields: Fields,
): void {
  report.records = keys.length;
  countIssues(report, keys, issues);
  countRemarks(report, keys, outcomes);
  if (keys.length === 0) return;
  for (const field of COUNTED) {
    const counts: Record<string, number> = {};
    report.counts[field] = counts;
    const column = fields.get(field);
    if (column === undefined) counts[""] = keys.length;
    else eachValue(column, (code, size) => countValue(counts, (column.values[code] as string | undefined) ?? "", size));
  }
  const years = fields.get("year");
  if (years)
    eachValue(years, (code, size) => {
      const year = numberAt(years, code);
      if (year !== undefined) countValue(report.years, String(year), size);
    });
  const latitudes = fields.get("decimalLatitude");
  const longitudes = fields.get("decimalLongitude");
  // Both are set by one stage, so that their numbers are the same.
  if (latitudes && longitudes)
    eachValue(latitudes, (code, size) => {
      const latitude = numberAt(latitudes, code);
      const longitude = numberAt(longitudes, code);
      if (latitude !== undefined && longitude !== undefined) countValue(report.map, mapCell(latitude, longitude), size);
    });
}

function numberAt({ values }: NumberedValues, code: number): number | undefined {
  const value = values[code] as number | undefined;
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function eachValue({ codes, values }: NumberedValues, take: (code: number, size: number) => void): void {
  const { size } = groupsOf({ codes, count: values.length });
  for (let code = 0; code < size.length; code++) take(code, size[code]!);
}

function countIssues(report: ChunkReport, keys: Float64Array, { numbering: { codes }, sets, sizes }: IssueSets): void {
  for (const [i, set] of sets.entries()) for (const issue of set) countIn(report.issues, issue, "", sizes[i]!);
  const isFull = sets.map((set) => set.length === 0);
  for (let row = 0; row < keys.length; row++) {
    const set = codes[row]!;
    if (isFull[set]) continue;
    for (const issue of sets[set]!) countIn(report.issues, issue, keys[row]!, 0);
    isFull[set] = sets[set]!.every((issue) => report.issues[issue]!.examples.length >= EXAMPLES);
  }
}

function countRemarks(report: ChunkReport, keys: Float64Array, outcomes: readonly Outcomes[]): void {
  const remarked = outcomes.flatMap(({ numbering: { codes }, remarks }) => (remarks ? [{ codes, remarks }] : []));
  if (remarked.length === 0) return;
  for (let row = 0; row < keys.length; row++)
    for (const { codes, remarks } of remarked) {
      const remark = remarks[codes[row]!];
      if (remark === undefined) continue;
      for (const [term, value] of remark.unknown) countUnknown(report, term, value, keys[row]!);
      for (const { step, problem } of remark.failures) countIn(report.failures, `${step}: ${problem}`, keys[row]!);
    }
}
