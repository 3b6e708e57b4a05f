/** A search engine is asked for the same records as SQL: by a double that looks at each document, against the same oracle. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { INTERPRETED_COLUMNS } from "../../../src/occurrences/dataset/schema.ts";
import { documentOf } from "../../../src/occurrences/engine-index/document.ts";
import { INDEX_MAPPINGS } from "../../../src/occurrences/engine-index/mapping.ts";
import { fieldOfParameter } from "../../../src/occurrences/predicate/engine-fields.ts";
import { predicateOf } from "../../../src/occurrences/predicate/from-json.ts";
import { PARAMETERS } from "../../../src/occurrences/predicate/parameters.ts";
import { engineQueryOf } from "../../../src/occurrences/predicate/to-search-engine.ts";
import type { Meanings } from "../../../src/occurrences/predicate/vocabularies.ts";
import { finds, type RandomRecord, randomRecords } from "../search/random-dataset.ts";
import { fits } from "./engine-double.ts";

const meanings: Meanings = {
  country: (text) => (/^(DK|SE|NO)$/i.test(text) ? text.toUpperCase() : undefined),
  concepts: () => undefined,
  taxa: () => [],
} as Meanings;

const TIMES = new Set(INTERPRETED_COLUMNS.filter(({ type }) => type === "timestamp").map(({ name }) => name));
const records = randomRecords(400, 21).map(
  (record): RandomRecord => ({
    ...record,
    eventDate: record["year"] === undefined ? undefined : String(record["year"]),
  }),
);
const documents = records.map((record) => {
  const row = Object.entries(record).map(([name, value]) => [
    name,
    TIMES.has(name) && typeof value === "number" ? new Date(value) : value,
  ]);
  return documentOf(Object.fromEntries(row), "col");
});

/** The type that a field has in the index. */
function typeOf(path: string): string | undefined {
  let at: { properties?: Record<string, unknown>; type?: string; dynamic?: unknown } = INDEX_MAPPINGS as never;
  for (const name of path.split(".")) {
    if (at.properties?.[name] === undefined) return path.startsWith("classifications.") ? "keyword" : undefined;
    at = at.properties[name] as never;
  }
  return at.type;
}
const isFolded = (field: string) => {
  let at: unknown = INDEX_MAPPINGS;
  for (const name of field.split("."))
    at = (at as { properties?: Record<string, unknown> } | undefined)?.properties?.[name];
  return (at as { normalizer?: string } | undefined)?.normalizer !== undefined;
};

const leaf = fc.oneof(
  fc.constantFrom("DK", "SE", "dk").map((value) => ({ type: "equals", key: "COUNTRY", value })),
  fc.record({
    type: fc.constant("in"),
    key: fc.constant("CATALOG_NUMBER"),
    values: fc.subarray(["a1", "A1", "b%2", "x'y"], { minLength: 1 }),
    matchCase: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("like"),
    key: fc.constantFrom("CATALOG_NUMBER", "RECORDED_BY"),
    value: fc.constantFrom("a*", "*_*", "b%?", "?nn", "*'*", "*b*"),
    matchCase: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("equals"),
    key: fc.constant("RECORDED_BY"),
    value: fc.constantFrom("ann", "Bob", "no"),
  }),
  fc.record({
    type: fc.constant("equals"),
    key: fc.constant("ISSUE"),
    value: fc.constantFrom("ZERO_COORDINATE", "COUNTRY_INVALID"),
  }),
  fc.record({ type: fc.constant("equals"), key: fc.constant("TAXON_KEY"), value: fc.constantFrom("1", "3", "5", "9") }),
  fc.record({
    type: fc.constantFrom("lessThan", "lessThanOrEquals", "greaterThan", "greaterThanOrEquals"),
    key: fc.constantFrom("YEAR", "ELEVATION", "MONTH"),
    value: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({
    type: fc.constant("equals"),
    key: fc.constantFrom("YEAR", "ELEVATION"),
    value: fc.constantFrom("1995,2000", "*,1999", "100,*"),
  }),
  fc.record({
    type: fc.constant("equals"),
    key: fc.constant("EVENT_DATE"),
    value: fc.constantFrom("1995", "1995,1999", "2000-02"),
  }),
  fc.record({
    type: fc.constantFrom("lessThan", "greaterThanOrEquals"),
    key: fc.constant("EVENT_DATE"),
    value: fc.constantFrom("1995", "2000-02", "1999-06-15"),
  }),
  fc.record({
    type: fc.constantFrom("isNull", "isNotNull"),
    parameter: fc.constantFrom("MONTH", "RECORDED_BY", "ISSUE", "CATALOG_NUMBER", "TAXON_KEY", "CRAWL_ID"),
  }),
  fc.record({
    type: fc.constant("within"),
    geometry: fc.constantFrom(
      "POLYGON((-100 -20,100 -20,100 10,-100 10,-100 -20))",
      "POLYGON((-100 -20,100 -15,50 20,-100 -20))",
      "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((20 0,40 5,30 10,20 0)))",
      "POLYGON((170 -20,-170 -20,-170 20,170 20,170 -20))",
      "POLYGON((-90 -19,90 -19,90 19,-90 19,-90 -19),(-10 -10,-10 10,10 10,10 -10,-10 -10))",
    ),
  }),
  fc.record({
    type: fc.constant("geoDistance"),
    ...{
      latitude: fc.constantFrom("0", "15"),
      longitude: fc.constantFrom("0", "179"),
      distance: fc.constantFrom("500km", "4000km"),
    },
  }),
);
const { tree } = fc.letrec<{ tree: object }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.record({
      type: fc.constantFrom("and", "or"),
      predicates: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ type: fc.constant("not"), predicate: tie("tree") }),
  ),
}));

test("a search engine finds the records that a predicate means", () => {
  let found = 0;
  fc.assert(
    fc.property(tree, (json) => {
      const predicate = predicateOf(json, meanings);
      const query = JSON.parse(JSON.stringify(engineQueryOf(predicate, "col"))) as Record<string, unknown>;
      for (const [i, document] of documents.entries()) {
        const isFound = fits(query, document, isFolded);
        found += Number(isFound);
        assert.equal(isFound, finds(predicate, records[i]!) === true, JSON.stringify([json, query, records[i]]));
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(found > 0);
});

test("every parameter that a dataset holds has a field of the index, of the type that is compared", () => {
  let seen = 0;
  for (const parameter of PARAMETERS) {
    if (parameter.kind === "geometry" || parameter.kind === "geoDistance" || parameter.kind === "checklist") continue;
    const field = fieldOfParameter(parameter, "col", true);
    if (field === undefined) continue;
    seen++;
    const type = typeOf(field);
    const expected =
      {
        ...{
          integer: /integer|long|short/,
          decimal: /double/,
          boolean: /boolean/,
          date: /date/,
          eventDate: /date_range/,
        },
        geologicalTime: /double/,
      }[parameter.kind as string] ?? /keyword/;
    assert.match(String(type), expected, `${parameter.name} → ${field}`);
    if (parameter.kind === "text") assert.ok(isFolded(field), `${field} is folded`);
  }
  assert.ok(seen > 60, `${seen}`);
});

test("a document has no field that the index would refuse", () => {
  const values = { text: "a", json: "[]", list: ["a"], integer: 1, long: 1, decimal: 1.5, boolean: true };
  const row = INTERPRETED_COLUMNS.map(({ name, type }) => [name, type === "timestamp" ? new Date(0) : values[type]]);
  const refused: string[] = [];
  const look = (object: object, path: string) => {
    for (const [name, value] of Object.entries(object)) {
      const at = path === "" ? name : `${path}.${name}`;
      if (typeOf(at) !== undefined) continue;
      if (typeof value === "object" && !Array.isArray(value)) look(value as object, at);
      else refused.push(at);
    }
  };
  const document = documentOf(Object.fromEntries(row), "col");
  look(document, "");
  assert.deepEqual(refused, []);
  assert.equal(typeof document["yearMonthGbifIdSort"], "string");
});

for (const [json, query] of [
  [
    { type: "equals", key: "CATALOG_NUMBER", value: "Value", matchCase: true },
    { term: { "catalogNumber.verbatim": { value: "Value" } } },
  ],
  [{ type: "equals", key: "CATALOG_NUMBER", value: "Value" }, { term: { catalogNumber: { value: "value" } } }],
  [{ type: "equals", key: "ELEVATION", value: "-20.0,600" }, { range: { elevation: { gte: -20, lte: 600 } } }],
  [{ type: "equals", key: "TAXON_KEY", value: "6" }, { term: { "classifications.col.taxonKeys": { value: "6" } } }],
  [
    { type: "equals", key: "GENUS_KEY", value: "6" },
    { term: { "classifications.col.classificationKeys.GENUS": { value: "6" } } },
  ],
  [{ type: "isNotNull", parameter: "COUNTRY" }, { exists: { field: "countryCode" } }],
  [
    { type: "equals", key: "EVENT_DATE", value: "1980" },
    { range: { eventDate: { gte: 315532800000, lt: 347155200000, format: "epoch_millis", relation: "within" } } },
  ],
  [{ type: "like", key: "LOCALITY", value: "a\\*b\\c*" }, { wildcard: { locality: { value: "a\\*b\\\\c*" } } }],
  [
    { type: "not", predicate: { type: "equals", key: "YEAR", value: "2000" } },
    {
      bool: { filter: [{ bool: { must_not: [{ term: { year: { value: 2000 } } }] } }, { exists: { field: "year" } }] },
    },
  ],
  [null, { match_all: {} }],
] as const)
  test(`${JSON.stringify(json)} is asked as ${JSON.stringify(query)}`, () => {
    assert.deepEqual(JSON.parse(JSON.stringify(engineQueryOf(predicateOf(json, meanings), "col"))), query);
  });
