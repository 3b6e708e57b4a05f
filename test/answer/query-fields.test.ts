import assert from "node:assert/strict";
import test from "node:test";
import { type QueryDraft, queryField, queryOf, takeMember } from "../../src/answer/query-fields.ts";

test("a name means the same field, however it is written and however often", () => {
  for (let round = 0; round < 3; round++) {
    for (const name of ["scientificName", "dwc:scientific_name", "Scientific Name", "SCIENTIFICNAME", "verbatimName"])
      assert.equal(queryField(name), "scientificName", name);
    for (const name of ["locality", "", "scientificNames", "__proto__", "constructor"])
      assert.equal(queryField(name), undefined, name);
  }
});

test("neither thousands of names nor long ones change what a name means", () => {
  for (let i = 0; i < 5_000; i++) assert.equal(queryField(`column ${i}`), undefined);
  for (let i = 0; i < 5_000; i++) assert.equal(queryField(`list${i}:genus`), "genus");
  assert.equal(queryField(`${"x".repeat(5_000)}:genus`), "genus");
  assert.equal(queryField("Genus"), "genus");
});

test("members that mean nothing in a query are told", () => {
  const query: QueryDraft = {};
  const members = {
    scientificName: "Abies alba",
    Genus: "Abies",
    locality: "Oulu",
    id: 7,
    classification: null,
    strict: "TRUE",
  };
  const others = Object.entries(members).flatMap(([name, value]) => (takeMember(query, name, value) ? [] : name));
  assert.deepEqual(others, ["locality", "id"]);
  assert.deepEqual(query, { scientificName: "Abies alba", genus: "Abies", strict: true });
});

test("nested classifications, lists, numbers and empty values are read", () => {
  assert.deepEqual(
    queryOf({ classification: { kingdom: "Plantae", order: "" }, usageKey: [12, 13], exclude: "a, b" }),
    {
      kingdom: "Plantae",
      usageKey: "12",
      exclude: ["a", "b"],
    },
  );
  assert.deepEqual(
    queryOf({ scientificName: "", genus: null, family: {}, classification: "Plantae" }, { strict: true }),
    {
      strict: true,
    },
  );
});
