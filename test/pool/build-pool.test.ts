import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { openSource } from "../../src/archive/open.ts";
import { ImageBuilder } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { buildFromSource } from "../../src/pool/build-pool.ts";

/** A table with what chunks must keep right: ids of other chunks, odd names, umlauts, flat higher taxa, duplicates. */
function table(t: TestContext, rows: number): string {
  const folder = mkdtempSync(join(tmpdir(), "binomen-build-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const header =
    "taxonID\tparentNameUsageID\tacceptedNameUsageID\tscientificName\tscientificNameAuthorship\ttaxonRank\ttaxonomicStatus\tkingdom\tgenus";
  const lines = [header];
  for (let i = 1; i <= rows; i++) {
    const genus = `Genus${String.fromCharCode(97 + (i % 23))}us`;
    const id = i % 50 === 0 ? `x-${i - 1}` : i % 97 === 0 ? String(i - 96) : i % 5 === 0 ? `x-${i}` : String(i);
    const name = [`${genus} alba${"b".repeat(i % 7)}`, `${genus} müllerii`, `${genus} × hybrida`, `${genus} sp. ${i}`][
      i % 4
    ];
    const accepted = i % 3 === 0 ? String(((i * 7) % rows) + 1) : "";
    const status = accepted === "" ? "accepted" : "synonym";
    lines.push(
      `${id}\t\t${accepted}\t${name}\t(Author ${i % 40}, ${1800 + (i % 90)})\tspecies\t${status}\tPlantae\t${genus}`,
    );
  }
  const path = join(folder, "names.tsv");
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

async function buildFrom(path: string, threads: number, chunkBytes?: number): Promise<Uint8Array | undefined> {
  const source = await openSource(path);
  const builder = new ImageBuilder({ checklistKey: "test", problems: source.report });
  const image = await buildFromSource(source, builder, { threads, chunkBytes });
  await source.close();
  return image;
}

async function build(path: string, threads: number, chunkBytes?: number): Promise<ImageReader> {
  const image = await buildFrom(path, threads, chunkBytes);
  assert.ok(image);
  return new ImageReader(image);
}

test("an image that threads built is the one that one thread builds", async (t) => {
  const path = table(t, 3000);
  const alone = await build(path, 0);
  const together = await build(path, 2, 40_000);
  assert.ok(alone.usageCount > 2000);
  assert.equal(together.header.releaseId, alone.header.releaseId);
  assert.deepEqual(together.header.notes, alone.header.notes);
  assert.deepEqual(together.header.idTemplates, alone.header.idTemplates);
});

test("problems of rows and of links are reported with their lines whoever reads", async (t) => {
  const image = await build(table(t, 1000), 2, 10_000);
  const problems = image.header.notes["problems"] as { kind: string; count: number; first: { line: number }[] }[];
  const duplicates = problems.find(({ kind }) => kind === "DUPLICATE_ID");
  assert.ok(duplicates !== undefined && duplicates.count > 0);
  for (const { line } of duplicates.first) assert.ok((line - 1) % 97 === 0, `line ${line}`);
});

test("a source without rows has no image", async (t) => {
  const path = table(t, 0);
  assert.equal(await buildFrom(path, 0), undefined);
  assert.equal(await buildFrom(path, 1, 1000), undefined);
});
