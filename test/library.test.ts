import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { BinomenError, type Checklist, type MatchQuery, openChecklist, parseName } from "../src/index.ts";
import { SMALL_CHECKLIST } from "./http/small-service.ts";

const folder = mkdtempSync(join(tmpdir(), "binomen-library-"));
const source = join(folder, "small.csv");
let checklist: Checklist;

before(async () => {
  writeFileSync(source, SMALL_CHECKLIST);
  checklist = await openChecklist(source, { dataDir: folder, workers: 2 });
});
after(async () => {
  await checklist.close();
  rmSync(folder, { recursive: true });
});

test("a name is matched in process, with the details of the answer", () => {
  const { usage, acceptedUsage, diagnostics } = checklist.match("Helianthus platycephalus");
  assert.deepEqual([usage?.key, acceptedUsage?.key, diagnostics.matchType], ["8", "7", "EXACT"]);
  assert.ok(diagnostics.reasons?.includes("SAME_NAME"));
  assert.equal(checklist.match({ genericName: "Puma", specificEpithet: "concolour" }).usage?.key, "12");
  assert.equal(checklist.match("").diagnostics.matchType, "NONE");
  assert.equal(checklist.usageCount, 12);
});

test("many names are answered in their order, each as when it is asked alone", async () => {
  const queries: (string | MatchQuery)[] = Array.from({ length: 2500 }, (_, n) =>
    n % 3 === 0
      ? `Puma concolor ${n}`
      : { scientificName: "Helianthus annuus", taxonRank: n % 2 ? "species" : "genus" },
  );
  let at = 0;
  for await (const answer of checklist.matchAll(queries)) {
    if (at % 500 < 3) assert.deepEqual(answer, checklist.match(queries[at]!), JSON.stringify(queries[at]));
    at++;
  }
  assert.equal(at, queries.length);
});

test("a source that is not there is refused with its code", async () => {
  await assert.rejects(openChecklist(join(folder, "none.zip"), { dataDir: folder }), (error) => {
    assert.ok(error instanceof BinomenError);
    assert.match(error.code, /^SOURCE_/);
    return true;
  });
});

test("a name is parsed without a checklist", () => {
  const { canonicalName, kind } = parseName("Quercus robur subsp. pedunculiflora (K.Koch) Menitsky");
  assert.deepEqual([canonicalName, kind], ["Quercus robur pedunculiflora", "scientific"]);
});
