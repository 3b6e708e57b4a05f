import assert from "node:assert/strict";
import { promises as fs, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { zipSync } from "fflate";
import { openFiles } from "../../src/archive/packed/files.ts";
import type { SourceFile } from "../../src/archive/packed/source-file.ts";

/** A zip on the disk that the test takes away again. */
function zipOf(t: TestContext, files: Record<string, Uint8Array>, level: 0 | 6 = 6): string {
  const folder = mkdtempSync(join(tmpdir(), "binomen-zip-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "files.zip");
  writeFileSync(path, zipSync(files, { level }));
  return path;
}

async function allBytes(file: SourceFile): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of file.read()) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Bytes that pack badly, of any number. */
function someBytes(count: number, seed: number): Buffer {
  const bytes = Buffer.alloc(count);
  for (let i = 0, state = seed + 1; i < count; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

test("the directory of a zip with many files is read in few pieces", async (t) => {
  const path = zipOf(
    t,
    Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`images/${i}.jpg`, Buffer.of(1)])),
    0,
  );
  const probe = await fs.open(path);
  const reads = t.mock.method(Object.getPrototypeOf(probe), "read");
  await probe.close();
  const source = await openFiles(path);
  assert.equal(source.files.length, 5000);
  assert.ok(reads.mock.callCount() > 0 && reads.mock.callCount() < 50, `${reads.mock.callCount()} reads`);
  await source.close();
});

for (const level of [0, 6] as const)
  test(`files of any size are read as they are, in any order, also at once (packed ${level})`, async (t) => {
    const sizes = [0, 1, 46, 1 << 14, (1 << 14) + 1, 1 << 17, (1 << 17) + 1, 700_001, 3, 0, 1 << 18];
    const files: Record<string, Buffer> = Object.fromEntries(sizes.map((size, i) => [`${i}.bin`, someBytes(size, i)]));
    const source = await openFiles(zipOf(t, files, level));
    const backwards = source.files.toReversed();
    for (const file of backwards) assert.deepEqual(await allBytes(file), files[file.name], file.name);
    const atOnce = await Promise.all(source.files.map(allBytes));
    for (const [i, bytes] of atOnce.entries()) assert.deepEqual(bytes, files[source.files[i]!.name], `${i}`);
    await source.close();
  });

test("a file that is left early leaves the others readable", async (t) => {
  const files = Object.fromEntries([0, 1, 2, 3].map((i) => [`${i}.bin`, someBytes(900_000, i)]));
  const source = await openFiles(zipOf(t, files));
  for (let round = 0; round < 5; round++)
    for (const file of source.files)
      for await (const piece of file.read()) {
        assert.ok(piece.length > 0);
        break;
      }
  for (const file of source.files) assert.deepEqual(await allBytes(file), files[file.name]);
  await source.close();
});
