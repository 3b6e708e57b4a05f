import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { BinomenError } from "../../src/errors.ts";
import type { Change } from "../../src/indexers/feed.ts";
import { Taxa } from "../../src/indexers/taxa.ts";

const FAMILY = "wfo-7000000001";
const GENUS = "wfo-4000000001";
const SPECIES = "wfo-0000000001";
const MERGED = "wfo-0000000002";
const SYNONYM = "wfo-0000000003";
const OTHER = "wfo-0000000009";

const GRAPHS = [
  { classification: "2026-06", taxon: [GENUS], path: [[FAMILY]], synonyms: [] },
  { classification: "2026-06", taxon: [SPECIES, MERGED], path: [[FAMILY], [GENUS]], synonyms: [[SYNONYM]] },
  { classification: "2026-06", taxon: [OTHER], path: [[FAMILY]] },
  { classification: "2026-06" },
];

async function taxaOf(t: TestContext, text: string) {
  const directory = mkdtempSync(join(tmpdir(), "binomen-taxa-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const path = join(directory, "graphs.ndjson");
  writeFileSync(path, text);
  const asked: string[][] = [];
  const taxa = await Taxa.open(path, async (graphs) => {
    asked.push([...graphs]);
    return graphs.map((graph) => {
      const { taxon, classification } = JSON.parse(graph) as { taxon?: string[]; classification: string };
      return taxon ? { taxon: taxon[0], classification, computed_s: "é" } : { taxon: null, classification };
    });
  });
  t.after(() => taxa.close());
  return { taxa, asked };
}

const touch = (id: string, seq: number, descendants = false): Change => ({
  seq: String(seq),
  kind: "name",
  id,
  op: "touch",
  descendants,
});
const never = new AbortController().signal;
const lines = (end: string) => GRAPHS.map((graph) => JSON.stringify(graph) + end).join("");

for (const [what, changes, concerned] of [
  ["the name of a taxon", [touch(SPECIES, 5)], [[SPECIES, "5"]]],
  ["an id merged into it", [touch(MERGED, 5)], [[SPECIES, "5"]]],
  ["a synonym of it", [touch(SYNONYM, 5)], [[SPECIES, "5"]]],
  ["a genus", [touch(GENUS, 5)], [[GENUS, "5"]]],
  [
    "a genus, heritable",
    [touch(GENUS, 5, true)],
    [
      [GENUS, "5"],
      [SPECIES, "5"],
    ],
  ],
  [
    "a family that has no graph, heritable",
    [touch(FAMILY, 5, true)],
    [
      [GENUS, "5"],
      [SPECIES, "5"],
      [OTHER, "5"],
    ],
  ],
  ["several names of one taxon", [touch(SPECIES, 5), touch(SYNONYM, 8)], [[SPECIES, "8"]]],
  ["a name that is in no graph", [touch("wfo-0000000099", 5, true)], []],
] as const)
  test(`a change of ${what} concerns these taxa, each at its newest sequence`, async (t) => {
    for (const end of ["\n", "\r\n", "\n\n"]) {
      const { taxa } = await taxaOf(t, lines(end));
      const actions = await taxa.actionsFor(changes, never);
      assert.deepEqual(
        actions.map(({ id, seq }) => [id, seq]),
        concerned.map(([id, seq]) => [`${id}-2026-06`, seq]),
      );
    }
  });

test("the document is what was computed, with id and classification in fields of Solr's types", async (t) => {
  const { taxa, asked } = await taxaOf(t, lines("\n").trimEnd());
  const [action] = await taxa.actionsFor([touch(OTHER, 7)], never);
  assert.deepEqual(action, {
    id: `${OTHER}-2026-06`,
    seq: "7",
    doc: { kind_s: "wfo-taxon", wfo_id_s: OTHER, classification_id_s: "2026-06", computed_s: "é" },
  });
  assert.deepEqual(asked, [[JSON.stringify(GRAPHS[2])]]);
});

test("at most 1,000 graphs are asked for at once", async (t) => {
  const graphs = Array.from({ length: 2_500 }, (_, n) => ({
    taxon: [`wfo-${n}`],
    path: [[FAMILY]],
    classification: "é",
  }));
  const { taxa, asked } = await taxaOf(t, graphs.map((graph) => JSON.stringify(graph)).join("\n"));
  assert.equal((await taxa.actionsFor([touch(FAMILY, 1, true)], never)).length, 2_500);
  assert.deepEqual(
    asked.map((batch) => batch.length),
    [1_000, 1_000, 500],
  );
});

for (const [what, line] of [
  ["no JSON", "{"],
  ["a list", "[]"],
  ["null", "null"],
  ["ids that are no texts", '{"taxon":[1]}'],
  ["a path without lists", '{"taxon":["a"],"path":["b"]}'],
] as const)
  test(`${what} is no taxon graph, and its line is named`, async (t) => {
    await assert.rejects(taxaOf(t, `${JSON.stringify(GRAPHS[0])}\n${line}\n`), (error) => {
      assert.ok(error instanceof BinomenError);
      assert.equal(error.code, "SOURCE_DAMAGED");
      assert.match(error.message, /line 2/);
      return true;
    });
  });
