import assert from "node:assert/strict";
import { test } from "node:test";
import { openSource } from "../../src/archive/open.ts";

test("the bundled backbone is read whole and without a problem", async () => {
  const source = await openSource(new URL("../../data/ncbi-taxonomy-dwca.zip", import.meta.url).pathname);
  const counts: Record<string, number> = {};
  for await (const batch of source.usages()) for (const { status } of batch) counts[status] = (counts[status] ?? 0) + 1;
  let vernaculars = 0;
  for await (const _ of source.vernaculars()) vernaculars++;
  await source.close();
  assert.equal(source.format, "dwca");
  assert.equal(source.metadata.title, "NCBI Taxonomy: formal Latin names");
  assert.deepEqual(counts, { ACCEPTED: 377_195, SYNONYM: 66_380 });
  assert.equal(vernaculars, 35_909);
  assert.deepEqual(source.report.toJSON(), []);
  assert.equal(source.progress.read, source.progress.total);
});
