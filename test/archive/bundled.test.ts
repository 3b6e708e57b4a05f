import assert from "node:assert/strict";
import { test } from "node:test";
import { openSource } from "../../src/archive/open.ts";

const BUNDLED = new URL("../../data/ncbi-taxonomy-dwca.zip", import.meta.url).pathname;

test("the bundled backbone is read whole and without a problem", async () => {
  const source = await openSource(BUNDLED);
  const counts: Record<string, number> = {};
  for await (const batch of source.usages()) for (const { status } of batch) counts[status] = (counts[status] ?? 0) + 1;
  let vernaculars = 0;
  for await (const _ of source.vernaculars()) vernaculars++;
  await source.close();
  assert.equal(source.format, "dwca");
  assert.equal(source.metadata.title, "NCBI Taxonomy: formal Latin names");
  assert.deepEqual(counts, { ACCEPTED: 377_174, SYNONYM: 66_379 });
  assert.equal(vernaculars, 35_909);
  assert.deepEqual(source.report.toJSON(), []);
  assert.equal(source.progress.read, source.progress.total);
});

test("no species of the bundled archive is the parent of a genus or tribe, and none is an informal group", async (t) => {
  const source = await openSource(BUNDLED);
  t.after(() => source.close());
  const rankOf = new Map<string, string | undefined>();
  const links: [parent: string, rank: string | undefined, name: string][] = [];
  for await (const batch of source.usages())
    for (const { id, parentId, rank, status, scientificName } of batch) {
      if (status !== "ACCEPTED") continue;
      rankOf.set(id, rank);
      if (parentId !== undefined) links.push([parentId, rank, scientificName]);
      assert.doesNotMatch(scientificName, /^\S+ (alliance|clade|cluster|lineages?|unplaced)$/);
    }
  assert.ok(links.length > 300_000);
  const above = ["GENUS", "SUBGENUS", "TRIBE", "SUBTRIBE", "SUBFAMILY", "FAMILY"];
  const odd = links.filter(([parent, rank = ""]) => rankOf.get(parent) === "SPECIES" && above.includes(rank));
  assert.deepEqual(odd, []);
});
