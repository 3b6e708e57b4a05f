/** Cases made from GBIF's own tests, read from data/pipeline/interpretation beside the project; skipped when absent. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import type { Country } from "../../../src/occurrences/dictionaries/countries.ts";
import { loadDictionaries } from "../../../src/occurrences/dictionaries/dictionaries.ts";
import type { Dictionary } from "../../../src/occurrences/dictionaries/dictionary.ts";
import type { Vocabulary } from "../../../src/occurrences/dictionaries/vocabulary.ts";
import type { DateOrder } from "../../../src/occurrences/interpretation/dates/date-text.ts";
import { parseDate } from "../../../src/occurrences/interpretation/dates/date-text.ts";
import { parseParts } from "../../../src/occurrences/interpretation/dates/event-date.ts";
import { firstMillisecond, formatMoment } from "../../../src/occurrences/interpretation/dates/moment.ts";
import {
  interpretDateIdentified,
  interpretEventDate,
  interpretModified,
} from "../../../src/occurrences/interpretation/dates/temporal.ts";
import { interpretRecord } from "../../../src/occurrences/interpretation/interpret.ts";
import { InterpretedRecord } from "../../../src/occurrences/interpretation/interpreted.ts";
import type { OccurrenceIssue } from "../../../src/occurrences/interpretation/issues.ts";
import {
  parseBoth,
  parseDegrees,
  parsePair,
  parseWktPoint,
} from "../../../src/occurrences/interpretation/place/coordinate-text.ts";
import { VerbatimRecord } from "../../../src/occurrences/interpretation/record.ts";
import { Taxa } from "../../../src/occurrences/interpretation/taxa.ts";
import { interpretBasisOfRecord } from "../../../src/occurrences/interpretation/terms/basis-of-record.ts";
import { interpretOccurrenceStatus } from "../../../src/occurrences/interpretation/terms/occurrence-status.ts";
import { DEFAULT_OPTIONS, type Tools } from "../../../src/occurrences/interpretation/tools.ts";

const FOLDER = new URL("../../../../shared/data/pipeline/interpretation/", import.meta.url);
const skip = existsSync(FOLDER) ? false : "data/pipeline is not here";
const dictionaries = loadDictionaries();
// biome-ignore lint/suspicious/noExplicitAny: cases have many shapes
type Case = any;
const cases = (name: string): Case[] =>
  readFileSync(new URL(name, FOLDER), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

function tools(dateOrders: readonly DateOrder[] = []): Tools {
  return {
    dictionaries,
    matchers: [],
    taxa: new Taxa([]),
    options: { ...DEFAULT_OPTIONS, dateOrders },
    now: Date.UTC(2026, 10, 29),
    unknown: () => {},
  };
}

/** Runs all cases and names every miss. */
function all(list: readonly Case[], check: (one: Case) => string | undefined): void {
  assert.ok(list.length > 10);
  const misses = list.flatMap((one) => {
    const miss = check(one);
    return miss === undefined ? [] : [`${JSON.stringify(one)}\n   found ${miss}`];
  });
  assert.equal(misses.length, 0, `${misses.length} of ${list.length}:\n${misses.join("\n")}`);
}

/** The issues that count: those of the twin project have a word of confidence or the name of the class before them. */
const issuesOf = (list: readonly string[]) =>
  list
    .map((issue) => issue.replace(/^.*\./, ""))
    .filter((issue) => /_/.test(issue))
    .sort();

const ORDERS: Readonly<Record<string, readonly DateOrder[]>> = {
  default: [],
  "Collections.singletonList(DMY)": ["DMY"],
  "Arrays.asList(DMY_FORMATS)": ["DMY", "DMYT"],
  "Arrays.asList(DMY, DMYT)": ["DMY", "DMYT"],
  "Arrays.asList(DateComponentOrdering.ISO_FORMATS)": [],
};

describe("the case files", { skip }, () => {
  test("coordinates are read as GBIF reads them", () =>
    all(cases("coordinates.jsonl"), (one) => {
      const near = (found: number | undefined, expected: string) =>
        found !== undefined && Math.abs(found - Number(expected)) < 6e-7;
      if (one.coord !== undefined) {
        const found = parseDegrees(one.coord, "NS") ?? parseDegrees(one.coord, "EOW");
        return found === undefined ? undefined : String(found);
      }
      if (one.lat !== undefined) {
        const found = [parseDegrees(one.lat, "NS"), parseDegrees(one.lon, "EOW")] as const;
        return near(found[0], one.expLat) && near(found[1], one.expLon) ? undefined : found.join();
      }
      const parsed =
        one.footprintWKT !== undefined
          ? parseWktPoint(one.footprintWKT)
          : one.fn === "parseVerbatimCoordinates"
            ? parseBoth(one.args[0])
            : parsePair(one.args[0], one.args[1]);
      const isRight =
        (one.fail === true) === (parsed.point === undefined) &&
        (one.fail === true ||
          (near(parsed.point?.latitude, one.expLat) && near(parsed.point?.longitude, one.expLon))) &&
        (one.issues === undefined || issuesOf(one.issues).join() === [...parsed.issues].sort().join());
      return isRight ? undefined : JSON.stringify(parsed);
    }));

  test("occurrence status and count decide together", () =>
    all(cases("occurrence_status.jsonl"), (one) => {
      const basis = /(Living|Fossil|Preserved)Specimen/.exec(one.test)?.[0] ?? "HumanObservation";
      const record = VerbatimRecord.of({ ...one.input, basisOfRecord: basis });
      const out = new InterpretedRecord();
      interpretBasisOfRecord(record, out, tools());
      interpretOccurrenceStatus(record, out, tools());
      const isRight =
        out.occurrenceStatus === one.expect.occurrenceStatus &&
        [...out.issue].sort().join() === [...one.expect.issues].sort().join();
      return isRight ? undefined : JSON.stringify([out.occurrenceStatus, out.issue]);
    }));

  test("whole records are dated as GBIF dates them", () =>
    all(
      [...cases("temporal_interpreter.jsonl"), ...cases("temporal_multiinput.jsonl"), ...cases("temporal_range.jsonl")],
      (one) => {
        const orders = ORDERS[one.config];
        assert.ok(orders, one.config);
        const out = new InterpretedRecord();
        for (const interpret of [interpretEventDate, interpretModified, interpretDateIdentified])
          interpret(VerbatimRecord.of(one.input), out, tools(orders));
        const { expect } = one;
        const wrong: string[] = [];
        const check = (name: string, found: unknown, wanted: unknown) => {
          if (wanted !== undefined && (found ?? null) !== (wanted ?? null)) wrong.push(`${name} ${found}`);
        };
        const stamp = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString().slice(0, -1));
        check("interval", out.eventDate, expect.interval);
        check("gte", stamp(out.eventDateGte), expect.gte);
        check("lte", stamp(out.eventDateLte), expect.lte);
        for (const name of [
          "year",
          "month",
          "day",
          "startDayOfYear",
          "endDayOfYear",
          "modified",
          "dateIdentified",
        ] as const)
          if (name in expect) check(name, out[name], expect[name]);
        if ("value" in expect) check("value", out.eventDate, expect.value === null ? null : shortest(expect.value));
        if (expect.success === false) check("date", out.eventDate, null);
        if ("from" in expect)
          check("range", out.eventDate, [...new Set([expect.from, expect.to ?? expect.from])].join("/"));
        if ("issueCount" in expect) check("issueCount", out.issue.length, expect.issueCount);
        if (expect.issues) check("issues", [...out.issue].sort().join(), [...expect.issues].sort().join());
        return wrong.length > 0 ? wrong.join("; ") : undefined;
      },
    ));

  test("texts and parts of dates are read as GBIF reads them", () =>
    all(cases("temporal_text.jsonl"), (one) => {
      const { input, expect } = one;
      const moment =
        input.year !== undefined
          ? parseParts(input.year, input.month, input.day, dictionaries.months)
          : parseDate(input.eventDate ?? "", dictionaries.months).moment;
      const found = moment && formatMoment(moment);
      if ("value" in expect) {
        const isRight = expect.value === null ? found === undefined : found?.startsWith(expect.value);
        return isRight ? undefined : String(found);
      }
      const start = moment && new Date(firstMillisecond(moment)).toISOString().slice(0, 19);
      const isRight = start === (expect.rangeStart.length === 10 ? `${expect.rangeStart}T00:00:00` : expect.rangeStart);
      return isRight ? undefined : String(start);
    }));

  test("dictionaries understand what GBIF's parsers understand", () => {
    const enumName = (country: Country | undefined) => country?.enumName ?? null;
    const concept = (vocabulary: Vocabulary) => (text: string) =>
      vocabulary.lookup(text.split(/ (?:of|for) /i)[0]!)?.toUpperCase() ?? null;
    const value = (dictionary: Dictionary) => (text: string) => dictionary.lookup(text) ?? null;
    const { countries } = dictionaries;
    const parsers: Record<string, (text: string) => string | null> = {
      BasisOfRecord: (text) => {
        const out = new InterpretedRecord();
        interpretBasisOfRecord(VerbatimRecord.of({ basisOfRecord: text }), out, tools());
        return out.issue.length > 0 ? null : out.basisOfRecord!;
      },
      OccurrenceStatus: value(dictionaries.occurrenceStatus),
      Continent: value(dictionaries.continent),
      License: value(dictionaries.license),
      Country: (text) => enumName(countries.lookup(text)),
      MediaType: (text) =>
        ({ STILLIMAGE: "StillImage", MOVINGIMAGE: "MovingImage", SOUND: "Sound" })[
          dictionaries.mediaType.lookup(text) ?? ""
        ] ?? null,
      Sex: concept(dictionaries.sex),
      LifeStage: concept(dictionaries.lifeStage),
      TypeStatus: concept(dictionaries.typeStatus),
      EstablishmentMeans: concept(dictionaries.establishmentMeans),
    };
    const used = cases("dictionary_parsers.jsonl").filter(({ parser }) => parser in parsers);
    all(used, ({ parser, input, expect }) => {
      const found = parsers[parser]!(input ?? "");
      return found === (expect ?? null) ? undefined : String(found);
    });
  });

  test("complaints of users are answered as they wanted, but for those that golden rows explain", () => {
    const isTaxonomic = ({ verbatim }: Case) => "scientificName" in verbatim && !("typeStatus" in verbatim);
    all(
      cases("complaints.jsonl").filter((one) => !isTaxonomic(one)),
      ({ verbatim, want, notWant = {} }) => {
        const out = interpretRecord(VerbatimRecord.of(verbatim), tools());
        const wrong: string[] = [];
        for (const [name, value] of Object.entries(want)) {
          const found = out[name as keyof InterpretedRecord] as unknown;
          if (name === "issues") {
            const missing = (value as OccurrenceIssue[]).filter((issue) => !out.issue.includes(issue));
            if (missing.length > 0) wrong.push(`without ${missing}`);
          } else if (typeof value === "number" && typeof found === "number") {
            if (Math.abs(found - value) > 1e-5) wrong.push(`${name} ${found}`);
          } else if (JSON.stringify(found ?? null) !== JSON.stringify(value)) wrong.push(`${name} ${found}`);
        }
        for (const [name, value] of Object.entries(notWant)) {
          if (name === "issues") {
            const unwanted = (value as OccurrenceIssue[]).filter((issue) => out.issue.includes(issue));
            if (unwanted.length > 0) wrong.push(`with ${unwanted}`);
          } else if (out[name as keyof InterpretedRecord] === value) wrong.push(`${name} ${value}`);
        }
        return wrong.length > 0 ? `${wrong.join("; ")} [${out.issue}]` : undefined;
      },
    );
  });
});

/** Java's cases compare times, not texts: seconds that are zero and zeros of the fraction are left out by us. */
function shortest(value: string): string {
  return value.replace(/(T\d\d:\d\d):00$/, "$1").replace(/(\.\d*?)(?:000){1,2}(Z?)$/, "$1$2");
}
