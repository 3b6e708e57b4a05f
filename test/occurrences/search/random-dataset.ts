/** A dataset of random records with holes, and what a predicate finds in it by looking at each record. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetFile } from "../../../src/occurrences/dataset/parquet/parquet-file.ts";
import { type Column, INTERPRETED_COLUMNS } from "../../../src/occurrences/dataset/schema.ts";
import { gbifRegionOf, REGION_COLUMNS } from "../../../src/occurrences/dictionaries/gbif-regions.ts";
import type { Parameter } from "../../../src/occurrences/predicate/parameters.ts";
import { type Predicate, parametersOf } from "../../../src/occurrences/predicate/predicate.ts";
import { IndexedRegion } from "../../../src/occurrences/predicate/regions.ts";

export type RandomRecord = Record<string, string | number | boolean | string[] | undefined>;

/** Numbers from 0 to 1, the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const DAY = 86_400_000;

export function randomRecords(count: number, seed: number): RandomRecord[] {
  const next = random(seed);
  const pick = <T>(...values: T[]): T => values[Math.floor(next() * values.length)]!;
  const maybe = <T>(make: () => T): T | undefined => (next() < 0.25 ? undefined : make());
  return Array.from({ length: count }, (_, i): RandomRecord => {
    const year = maybe(() => 1990 + Math.floor(next() * 20));
    const month = year === undefined ? undefined : maybe(() => 1 + Math.floor(next() * 12));
    const from = year === undefined ? undefined : Date.UTC(year, (month ?? 1) - 1, 1);
    const to =
      from === undefined
        ? undefined
        : (month === undefined ? Date.UTC(year! + 1, 0, 1) : Date.UTC(year!, month, 1)) - 1;
    const latitude = maybe(() => Math.round(next() * 40) - 20);
    return {
      gbifID: i + 1,
      datasetKey: pick("4fa7b334-ce0d-4e88-aaae-2e0c138d049e", "50c9509d-22c7-4a22-a47d-8c48425ef4a7"),
      occurrenceID: `o:${i}`,
      basisOfRecord: pick("HUMAN_OBSERVATION", "PRESERVED_SPECIMEN", "MATERIAL_SAMPLE"),
      occurrenceStatus: "PRESENT",
      catalogNumber: maybe(() => pick("A1", "a1", "A_1", "B%2", "x'y")),
      recordedBy: maybe(() => pick(["Ann"], ["ann", "Bob"], ["Bob_B", "Cy*"])),
      issue: pick([], ["ZERO_COORDINATE"], ["COUNTRY_INVALID", "ZERO_COORDINATE"]),
      year,
      month,
      eventDateGte: from,
      eventDateLte: to === undefined ? undefined : next() < 0.2 ? to + 40 * DAY : to,
      countryCode: maybe(() => pick("DK", "SE", "NO")),
      elevation: maybe(() => Math.round(next() * 1000) - 100),
      decimalLatitude: latitude,
      decimalLongitude: latitude === undefined ? undefined : Math.round(next() * 360) - 180,
      hasCoordinate: latitude !== undefined,
      taxonKey: "3",
      taxonKeys: pick(["1", "2", "3"], ["1", "4"], ["5"]),
      scientificName: pick("Puma concolor", "Abies alba"),
    };
  });
}

/** Writes records as a dataset of several files; its folder. */
export function writeDataset(records: readonly RandomRecord[], perFile = 500): string {
  const folder = mkdtempSync(join(tmpdir(), "binomen-dataset-"));
  const attempt = join(folder, "attempt-0001");
  for (const kind of ["interpreted", "verbatim"]) mkdirSync(join(attempt, kind), { recursive: true });
  for (let start = 0; start < Math.max(1, records.length); start += perFile) {
    const some = records.slice(start, start + perFile);
    const values = INTERPRETED_COLUMNS.map(({ name }) => some.map((record) => record[name]));
    const part = `part-${String(start / perFile).padStart(6, "0")}.parquet`;
    writeFileSync(join(attempt, "interpreted", part), parquetFile(INTERPRETED_COLUMNS, values, some.length, "test"));
    const withExtensions = some.some(({ extensions }) => extensions !== undefined);
    const verbatim: Column[] = [
      { name: "gbifID", type: "long" },
      { name: "scientificName", type: "text" },
      ...(withExtensions ? [{ name: "extensions", type: "json" } as const] : []),
    ];
    const written = [some.map(({ gbifID }) => gbifID), some.map(({ scientificName }) => `${scientificName} L.`)];
    if (withExtensions) written.push(some.map(({ extensions }) => extensions));
    writeFileSync(join(attempt, "verbatim", part), parquetFile(verbatim, written, some.length, "test"));
  }
  writeFileSync(
    join(attempt, "dataset.json"),
    JSON.stringify({
      ...{
        attempt: "attempt-0001",
        version: "0",
        source: "random",
        checksum: "0",
        now: 0,
        options: {},
        checklists: [],
      },
      records: records.length,
    }),
  );
  return folder;
}

/** Whether a predicate finds a record: `undefined` where SQL would say NULL. */
export function finds(predicate: Predicate, record: RandomRecord): boolean | undefined {
  switch (predicate.type) {
    case "all":
      return true;
    case "none":
      return false;
    case "and": {
      const each = predicate.predicates.map((one) => finds(one, record));
      return each.includes(false) ? false : each.includes(undefined) ? undefined : true;
    }
    case "or": {
      const each = predicate.predicates.map((one) => finds(one, record));
      return each.includes(true) ? true : each.includes(undefined) ? undefined : false;
    }
    case "not": {
      const inner = finds(predicate.predicate, record);
      const isNullTest = predicate.predicate.type === "is-null" || predicate.predicate.type === "is-not-null";
      const isEmpty = (parameter: Parameter) => {
        const value = valueIn(parameter, record);
        return value === undefined || (Array.isArray(value) && value.length === 0);
      };
      if (!isNullTest && [...parametersOf(predicate.predicate)].some(isEmpty)) return false;
      if (speaksOfPlace(predicate.predicate) && record["decimalLatitude"] === undefined) return false;
      return inner === undefined ? undefined : !inner;
    }
    case "within": {
      const [x, y] = [record["decimalLongitude"], record["decimalLatitude"]];
      return x === undefined || y === undefined
        ? undefined
        : new IndexedRegion(predicate.region).holds(x as number, y as number);
    }
    case "near": {
      const [x, y] = [record["decimalLongitude"], record["decimalLatitude"]];
      if (x === undefined || y === undefined) return undefined;
      return distance(predicate.latitude, predicate.longitude, y as number, x as number) <= predicate.metres;
    }
    case "words":
    case "from":
      return true;
    default:
      return compares(predicate, record);
  }
}

function speaksOfPlace(predicate: Predicate): boolean {
  if (predicate.type === "and" || predicate.type === "or") return predicate.predicates.some(speaksOfPlace);
  return predicate.type === "not"
    ? speaksOfPlace(predicate.predicate)
    : predicate.type === "within" || predicate.type === "near";
}

function distance(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const a =
    Math.sin(rad(lat2 - lat1) / 2) ** 2 +
    Math.cos(rad(lat1)) * Math.cos(rad(lat2)) * Math.sin(rad(lon2 - lon1) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** What a parameter looks at: an event has a date when its interval is known. */
function valueIn({ name, kind, column }: Parameter, record: RandomRecord): RandomRecord[string] {
  if (name === "taxonKey") return record["taxonKeys"];
  if (kind === "eventDate") return record["eventDateGte"];
  const country = REGION_COLUMNS.get(column ?? "");
  if (country !== undefined) return gbifRegionOf(String(record[country]));
  return column === undefined ? undefined : record[column];
}

function compares(predicate: Extract<Predicate, { parameter: unknown }>, record: RandomRecord): boolean | undefined {
  const { parameter } = predicate;
  const value = valueIn(parameter, record);
  const list = Array.isArray(value) ? value : undefined;
  const isAbsent = value === undefined || list?.length === 0;
  if (predicate.type === "is-null") return isAbsent;
  if (predicate.type === "is-not-null") return !isAbsent;
  if (parameter.column === undefined) return false;
  if (isAbsent) return undefined;
  const fold = (one: unknown, matchCase: boolean | undefined) =>
    parameter.kind === "text" && !matchCase ? String(one).toLowerCase() : String(one);
  switch (predicate.type) {
    case "equals": {
      const wanted = predicate.values.map((one) => fold(one, predicate.matchCase));
      return (list ?? [value]).some((one) => wanted.includes(fold(one, predicate.matchCase)));
    }
    case "like": {
      const source = predicate.pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
      const pattern = new RegExp(`^${source}$`, predicate.matchCase ? "s" : "is");
      return (list ?? [value]).some((one) => pattern.test(String(one)));
    }
    case "range": {
      const { gte, gt, lte, lt } = predicate.bounds;
      const n = value as number;
      return !(n < (gte ?? -Infinity) || n <= (gt ?? -Infinity) || n > (lte ?? Infinity) || n >= (lt ?? Infinity));
    }
    case "within-period":
      return (
        (record["eventDateGte"] as number) >= (predicate.period.from ?? -Infinity) &&
        (record["eventDateLte"] as number) < (predicate.period.before ?? Infinity)
      );
    case "overlaps":
      return (
        (record["eventDateLte"] as number) >= (predicate.period.from ?? -Infinity) &&
        (record["eventDateGte"] as number) < (predicate.period.before ?? Infinity)
      );
  }
}
