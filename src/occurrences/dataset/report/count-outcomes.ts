/** Counts the records of a chunk by what stages made of them: as many steps as there are outcomes, not records. */
import type { InterpretedField } from "../../interpretation/interpreted.ts";
import { lentInts } from "../../reading/chunk-memory.ts";
import type { IssueSets } from "../chunk/issue-sets.ts";
import type { Outcomes } from "../chunk/outcomes.ts";
import type { NumberedValues } from "../parquet/leaves.ts";
import {
  type ChunkReport,
  COUNTED,
  countIn,
  countUnknown,
  countValue,
  EXAMPLES,
  MAP_CELLS,
  mapCell,
  nameOfCell,
} from "./chunk-report.ts";

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
    else countTexts(counts, column);
  }
  const years = fields.get("year");
  if (years) countYears(report, years);
  const latitudes = fields.get("decimalLatitude");
  const longitudes = fields.get("decimalLongitude");
  if (latitudes && longitudes) countPoints(report, latitudes, longitudes);
}

// Functions of their own: V8 compiles one that is made in each chunk again with each collection.

function countTexts(counts: Record<string, number>, column: NumberedValues): void {
  const size = sizesOf(column);
  const { values } = column;
  for (let code = 0; code < size.length; code++)
    countValue(counts, (values[code] as string | undefined) ?? "", size[code]!);
}

function countYears(report: ChunkReport, years: NumberedValues): void {
  const size = sizesOf(years);
  for (let code = 0; code < size.length; code++) {
    const year = numberAt(years, code);
    if (year !== undefined) countValue(report.years, String(year), size[code]!);
  }
}

/** Both are set by one stage, so that their numbers are the same. */
function countPoints(report: ChunkReport, latitudes: NumberedValues, longitudes: NumberedValues): void {
  const size = sizesOf(latitudes);
  const counts = lentInts(MAP_CELLS);
  for (let code = 0; code < size.length; code++) {
    const latitude = numberAt(latitudes, code);
    const longitude = numberAt(longitudes, code);
    if (latitude !== undefined && longitude !== undefined) counts[mapCell(latitude, longitude)]! += size[code]!;
  }
  for (let cell = 0; cell < counts.length; cell++)
    if (counts[cell] !== 0) countValue(report.map, nameOfCell(cell), counts[cell]);
}

function numberAt({ values }: NumberedValues, code: number): number | undefined {
  const value = values[code] as number | undefined;
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

/** How many rows have each value. */
function sizesOf({ codes, values }: NumberedValues): Int32Array {
  const size = lentInts(values.length);
  for (let row = 0; row < codes.length; row++) size[codes[row]!]!++;
  return size;
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
