import assert from "node:assert/strict";
import { test } from "node:test";
import { expandGenera } from "../../src/bulk/batch-genera.ts";
import type { MatchQuery } from "../../src/taxonomy/match.ts";

/** Genus that each name gets from the list. */
function generaIn(names: readonly (string | MatchQuery)[]): (string | undefined)[] {
  const queries = names.map((name) => (typeof name === "string" ? { scientificName: name } : { ...name }));
  expandGenera(queries);
  return queries.map((query) => (query as MatchQuery).genericName);
}

for (const [why, names, genera] of [
  [
    "an abbreviated genus is the one genus of the list with its initial",
    ["Abies procera", "A. alba"],
    [undefined, "Abies"],
  ],
  ["with and without stop, wherever it stands", ["A alba", "Abies", "Ab. nigra"], ["Abies", undefined, "Abies"]],
  [
    "two genera with the initial leave it open",
    ["Abies procera", "Acer rubrum", "A. alba"],
    [undefined, undefined, undefined],
  ],
  ["more letters may decide", ["Abies procera", "Acer rubrum", "Ac. alba"], [undefined, undefined, "Acer"]],
  ["another initial says nothing", ["Pinus mugo", "A. alba"], [undefined, undefined]],
  [
    "a genus of its own is kept",
    ["Abies procera", { scientificName: "A. alba", genus: "Acer" }],
    [undefined, undefined],
  ],
  ["names written out are left alone", ["Abies procera", "Abies alba"], [undefined, undefined]],
] as const) {
  test(why, () => assert.deepEqual(generaIn(names), genera));
}
