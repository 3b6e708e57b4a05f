/**
 * What comes out of real and odd archives, where they are at hand? Skipped without `../shared/data`.
 *
 * The quirk cases of the Catalogue of Life's importer come with the tree that importer makes. It adds usages for higher
 * taxa that are columns only, and rewrites names; but where a name is in both, it must be a synonym in both or in none.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openSource } from "../../src/archive/open.ts";
import { BinomenError } from "../../src/errors.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { isSynonym } from "../../src/taxonomy/status.ts";

const DATA = new URL("../../../shared/data/", import.meta.url).pathname;
const skip = existsSync(DATA) ? false : "the data of ../shared/data are not here";
const archives = join(DATA, "archives");

async function read(
  path: string,
): Promise<{ usages: NameUsage[]; problems: Record<string, number>; vernaculars: number }> {
  const source = await openSource(path);
  try {
    const usages: NameUsage[] = [];
    for await (const batch of source.usages()) usages.push(...batch);
    let vernaculars = 0;
    for await (const _ of source.vernaculars()) vernaculars++;
    return {
      usages,
      vernaculars,
      problems: Object.fromEntries(source.report.toJSON().map(({ kind, count }) => [kind, count])),
    };
  } finally {
    await source.close();
  }
}

const label = ({ scientificName, authorship }: NameUsage): string =>
  `${scientificName} ${authorship ?? ""}`
    .replace(/\b(subsp|var|f)\. /g, "")
    .replace(/[$†?×*]/g, "")
    .replace(/\s+/g, " ")
    .trim();

test("quirk cases agree with the Catalogue of Life on what is a synonym", { skip }, async () => {
  let compared = 0;
  for (const set of ["col-backend-dwca-testcases", "col-backend-coldp-testcases"])
    for (const name of readdirSync(join(archives, set))) {
      const folder = join(archives, set, name);
      // 37 has no data; 10 has synonyms without accepted usage, and 32 synonyms in circles, which that importer accepts.
      if (!existsSync(join(folder, "expected.tree")) || ["10", "32", "37"].includes(name)) continue;
      const expected = new Map(
        (await read(join(folder, "expected.tree"))).usages.map((usage) => [label(usage), usage]),
      );
      for (const usage of (await read(folder)).usages) {
        const other = expected.get(label(usage));
        if (!other) continue;
        compared++;
        assert.equal(isSynonym(usage.status), isSynonym(other.status), `${set}/${name}: ${label(usage)}`);
      }
    }
  assert.ok(compared > 800, `${compared} usages compared`);
});

test("every archive is read, or refused with one clear error", { skip }, async () => {
  const refused: string[] = [];
  let opened = 0;
  const paths = readdirSync(archives, { withFileTypes: true }).flatMap((file) =>
    file.name.startsWith("col-backend")
      ? readdirSync(join(archives, file.name)).map((name) => join(file.name, name))
      : // The large ones stand below.
        file.isDirectory()
        ? [file.name]
        : [],
  );
  for (const path of paths)
    try {
      const { usages } = await read(join(archives, path));
      assert.ok(usages.length > 0, path);
      opened++;
    } catch (error) {
      assert.ok(error instanceof BinomenError, `${path}: ${error}`);
      assert.match(error.code, /^SOURCE_/, path);
      refused.push(path);
    }
  assert.deepEqual(refused.sort(), [
    "col-backend-coldp-testcases/32", // references only
    "col-backend-dwca-testcases/37", // no data
    "gbif-simple", // four files, none of them alone the backbone
    "itis", // a database dump without column names
    "ncbi", // likewise
  ]);
  assert.ok(opened > 100, `${opened} read`);
});

for (const [path, usages, synonyms, vernaculars, problems] of [
  ["dwca-world-odonata-list.zip", 11_257, 4236, 0, {}],
  ["dwca-bryoquel.zip", 1750, 899, 2682, { CONFLICTING_STATUS: 29 }],
  ["dwca-gbif-backbone-patch-semicolon.zip", 312, 134, 0, {}],
  ["dwca-squirrels-macosx-quirks.zip", 44, 16, 4, { BAD_ROW: 34 }],
  ["coldp-gelechiidae.zip", 11_807, 5227, 0, {}],
  ["coldp-pterophoroidea.zip", 3021, 1280, 0, {}],
  ["coldp-cycads.zip", 785, 348, 0, {}],
  ["coldp-all-living-families.zip", 14_325, 32, 0, {}],
  ["coldp-texttree-vespoidea.zip", 10_380, 2492, 13, {}],
  ["acef-brassicaceae.zip", 13_539, 9013, 0, { BAD_ROW: 2, MISSING_NAME: 1 }],
  ["tpl/Carex.csv", 9401, 6907, 0, {}],
  ["wfo/classification.csv", 9, 4, 0, {}],
  ["wfo/classification.txt", 108, 54, 0, {}],
  ["gbif-simple/backbone-current-simple.txt", 11, 1, 0, {}],
  ["../gbif/backbone.tsv", 6892, 934, 0, {}],
  ["../gbif/backbone_ws.tsv", 6906, 935, 0, {}],
] as const)
  test(`${path} has ${usages} usages, ${synonyms} of them synonyms`, { skip }, async () => {
    const found = await read(join(archives, path));
    assert.equal(found.usages.length, usages);
    assert.equal(found.usages.filter(({ status }) => isSynonym(status)).length, synonyms);
    assert.equal(found.vernaculars, vernaculars);
    assert.deepEqual(found.problems, problems);
  });
