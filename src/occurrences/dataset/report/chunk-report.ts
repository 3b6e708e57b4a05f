/**
 * What is told of a chunk beside its records? Counts that add up, and a few examples.
 *
 * Reports of chunks are merged in the order of the chunks, so that the report of an attempt does not depend on who
 * worked when.
 */
import type { InterpretedRecord } from "../../interpretation/interpreted.ts";

/** Examples that are kept of an issue, a value, a problem. */
export const EXAMPLES = 5;
/** Distinct unknown values that are counted of a term; the rest is counted together. */
const MOST_VALUES = 2_000;
/** Cells of the density map: 2.5 degrees. */
export const MAP_CELL_DEGREES = 2.5;

/** How often, and where for instance. */
export interface Counted {
  count: number;
  /** gbifIDs, or lines of the source. */
  examples: (number | string)[];
}

/** The report of one chunk or of several. */
export interface ChunkReport {
  rows: number;
  records: number;
  /** Rows that became no record, by reason. */
  dropped: Record<string, Counted>;
  /** What was odd about rows, by kind; lines as `file:line`. */
  problems: Record<string, Counted>;
  issues: Record<string, Counted>;
  /** Values that no dictionary knows, by term. */
  unknown: Record<string, Record<string, Counted>>;
  /** Stages that failed, with the error. */
  failures: Record<string, Counted>;
  /** Counts of values by field. */
  counts: Record<string, Record<string, number>>;
  /** Records by cell of {@link MAP_CELL_DEGREES}: `"row,column"` from the south-west. */
  map: Record<string, number>;
  years: Record<string, number>;
}

/** Fields whose values are counted. */
export const COUNTED = [
  "basisOfRecord",
  "occurrenceStatus",
  "countryCode",
  "continent",
  "license",
  "matchType",
  "kingdom",
] as const;

/** An empty report. */
export function emptyReport(): ChunkReport {
  return {
    rows: 0,
    records: 0,
    dropped: {},
    problems: {},
    issues: {},
    unknown: {},
    failures: {},
    counts: {},
    map: {},
    years: {},
  };
}

/** Adds an interpreted record. */
export function countRecord(report: ChunkReport, record: InterpretedRecord): void {
  report.records++;
  for (const issue of record.issue) countIn(report.issues, issue, record.gbifID ?? "");
  for (const field of COUNTED) {
    countValue(memberOf(report.counts, field, emptyCounts), record[field] ?? "");
  }
  const { decimalLatitude, decimalLongitude, year } = record;
  if (decimalLatitude !== undefined && decimalLongitude !== undefined)
    countValue(report.map, nameOfCell(mapCell(decimalLatitude, decimalLongitude)));
  if (year !== undefined) countValue(report.years, String(year));
}

/** Adds to the count of a value. */
export function countValue(counts: Record<string, number>, value: string, by = 1): void {
  counts[value] = (counts[value] ?? 0) + by;
}

const MAP_COLUMNS = 360 / MAP_CELL_DEGREES;
const MAP_ROWS = 180 / MAP_CELL_DEGREES;
/** Cells of the density map. */
export const MAP_CELLS = MAP_ROWS * MAP_COLUMNS;

/** The number of the cell of the density map in which a point lies. */
export function mapCell(latitude: number, longitude: number): number {
  const row = Math.min(MAP_ROWS - 1, Math.floor((latitude + 90) / MAP_CELL_DEGREES));
  return row * MAP_COLUMNS + Math.min(MAP_COLUMNS - 1, Math.floor((longitude + 180) / MAP_CELL_DEGREES));
}

/** `"row,column"` from the south-western corner. */
export function nameOfCell(cell: number): string {
  return `${Math.floor(cell / MAP_COLUMNS)},${cell % MAP_COLUMNS}`;
}

/** Counts one of a kind. */
export function countIn(counts: Record<string, Counted>, key: string, example: number | string, by = 1): void {
  const counted = memberOf(counts, key, nothingCounted);
  counted.count += by;
  if (example !== "" && counted.examples.length < EXAMPLES) counted.examples.push(example);
}

/** Counts a value that no dictionary knows. */
export function countUnknown(report: ChunkReport, term: string, value: string, example: number | string): void {
  const values = memberOf(report.unknown, term, emptyCounted);
  const short = value.length > 100 ? `${value.slice(0, 99)}…` : value;
  const key = short in values || Object.keys(values).length < MOST_VALUES ? short : "(others)";
  countIn(values, key, example);
}

/** Adds a report to another one, whose chunks came before. */
export function mergeReport(into: ChunkReport, report: ChunkReport): void {
  into.rows += report.rows;
  into.records += report.records;
  for (const kind of ["dropped", "problems", "issues", "failures"] as const)
    for (const [key, { count, examples }] of Object.entries(report[kind]))
      mergeCounted(into[kind], key, count, examples);
  for (const [term, values] of Object.entries(report.unknown)) {
    const all = memberOf(into.unknown, term, emptyCounted);
    let size = Object.keys(all).length;
    for (const [value, { count, examples }] of Object.entries(values)) {
      const key = value in all || size++ < MOST_VALUES ? value : "(others)";
      mergeCounted(all, key, count, examples);
    }
  }
  for (const [field, values] of Object.entries(report.counts))
    addAll(memberOf(into.counts, field, emptyCounts), values);
  addAll(into.map, report.map);
  addAll(into.years, report.years);
}

function mergeCounted(into: Record<string, Counted>, key: string, count: number, examples: Counted["examples"]): void {
  const counted = memberOf(into, key, nothingCounted);
  counted.count += count;
  counted.examples.push(...examples.slice(0, EXAMPLES - counted.examples.length));
}

function addAll(into: Record<string, number>, values: Record<string, number>): void {
  for (const [key, count] of Object.entries(values)) into[key] = (into[key] ?? 0) + count;
}

const emptyCounts = (): Record<string, number> => ({});
const emptyCounted = (): Record<string, Counted> => ({});
const nothingCounted = (): Counted => ({ count: 0, examples: [] });

function memberOf<T>(members: Record<string, T>, name: string, make: () => T): T {
  const known = members[name];
  if (known !== undefined) return known;
  const made = make();
  members[name] = made;
  return made;
}
