/** Random predicates in GBIF's JSON, of what random-dataset.ts has records of. */
import fc from "fast-check";

const leaf = fc.oneof(
  fc.constantFrom("DK", "SE", "dk").map((value) => ({ type: "equals", key: "COUNTRY", value })),
  fc.record({
    type: fc.constant("in"),
    key: fc.constant("CATALOG_NUMBER"),
    values: fc.subarray(["a1", "b%2", "x'y"], { minLength: 1 }),
    matchCase: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("like"),
    key: fc.constantFrom("CATALOG_NUMBER", "RECORDED_BY"),
    value: fc.constantFrom("a*", "*_*", "b%?", "?nn", "*'*"),
    matchCase: fc.boolean(),
  }),
  fc.constantFrom("europe", "AFRICA").map((value) => ({ type: "equals", key: "GBIF_REGION", value })),
  fc.record({
    type: fc.constant("equals"),
    key: fc.constant("RECORDED_BY"),
    value: fc.constantFrom("ann", "Bob", "nobody"),
  }),
  fc.record({
    type: fc.constant("equals"),
    key: fc.constant("ISSUE"),
    value: fc.constantFrom("ZERO_COORDINATE", "COUNTRY_INVALID", "TYPE_STATUS_INVALID"),
  }),
  fc.record({
    type: fc.constantFrom("lessThan", "lessThanOrEquals", "greaterThan", "greaterThanOrEquals"),
    key: fc.constantFrom("YEAR", "ELEVATION", "MONTH"),
    value: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({
    type: fc.constant("equals"),
    key: fc.constant("YEAR"),
    value: fc.constantFrom("1995", "1990,1999", "2001,*", "*"),
  }),
  fc.record({
    type: fc.constantFrom("equals", "lessThan", "greaterThanOrEquals"),
    key: fc.constant("EVENT_DATE"),
    value: fc.constantFrom("1995", "1999-03", "2001-02-03"),
  }),
  fc.record({
    type: fc.constantFrom("isNull", "isNotNull"),
    parameter: fc.constantFrom("CATALOG_NUMBER", "RECORDED_BY", "ISSUE", "YEAR", "GADM_GID", "GBIF_REGION"),
  }),
  fc.constantFrom("1", "4", "5", "9").map((value) => ({ type: "equals", key: "TAXON_KEY", value })),
  fc
    .constantFrom(
      "POLYGON((-50 -10,50 -10,0 15,-50 -10))",
      "POLYGON((-10 -10,10 -10,10 10,-10 10,-10 -10))",
      "POLYGON((170 -20,-170 -20,-170 20,170 20,170 -20))",
      "POLYGON((-60 -20,60 -20,60 20,-60 20,-60 -20),(-10 -5,-10 5,10 5,10 -5,-10 -5))",
      "POINT(0 0)",
    )
    .map((geometry) => ({ type: "within", geometry })),
  fc.record({
    type: fc.constant("geoDistance"),
    latitude: fc.constantFrom("0", "-15", "89"),
    longitude: fc.constantFrom("0", "179", "-175"),
    distance: fc.constantFrom("500km", "3000 km", "9000km"),
  }),
);
/** A tree of conditions, three levels deep at most. */
export const predicates: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    leaf,
    fc.record({
      type: fc.constantFrom("and", "or"),
      predicates: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ type: fc.constant("not"), predicate: tie("node") }),
  ),
})).node;
