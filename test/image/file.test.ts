import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInThisContext } from "node:vm";
import { BinomenError } from "../../src/errors.ts";
import { buildImage } from "../../src/image/build.ts";
import { readImage, writeImage } from "../../src/image/file.ts";
import { IMAGE_FORMAT, readSectionTable, viewSections } from "../../src/image/layout/format.ts";
import { ImageReader } from "../../src/image/read.ts";

const IMAGE = buildImage([{ id: "1", scientificName: "Abies alba", status: "ACCEPTED", line: 2 }], {
  checklistKey: "firs",
});

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "binomen-image-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

/** Writes bytes as an image file and expects it to be refused. */
function refused(t: TestContext, bytes: Uint8Array, code: string): BinomenError {
  const path = join(folder(t), "bad.img");
  writeFileSync(path, bytes);
  let error: unknown;
  assert.throws(
    () => readImage(path),
    (thrown) => {
      error = thrown;
      return thrown instanceof BinomenError && thrown.code === code && thrown.details["path"] === path;
    },
  );
  return error as BinomenError;
}

test("an image that was written is read again, into shared memory", (t) => {
  const path = join(folder(t), "firs.img");
  writeImage(path, IMAGE);
  const image = readImage(path);
  assert.ok(image.buffer instanceof SharedArrayBuffer);
  assert.deepEqual(image, IMAGE);
  assert.equal(new ImageReader(image).header.checklistKey, "firs");
});

test("writing leaves nothing but the image, and replaces the one before", (t) => {
  const directory = folder(t);
  const path = join(directory, "firs.img");
  writeFileSync(path, "old");
  writeImage(path, IMAGE);
  assert.deepEqual(readdirSync(directory), ["firs.img"]);
  assert.equal(readFileSync(path).length, IMAGE.length);
});

test("a file that is no image is refused", (t) => {
  refused(t, Buffer.from("PK\u0003\u0004 this is a zip, not an image, whatever it is called"), "IMAGE_FOREIGN");
  refused(t, Buffer.from(""), "IMAGE_FOREIGN");
});

test("an image of an older version is refused with both versions", (t) => {
  const old = readFileSync(new URL("../fixtures/image-format-0.img", import.meta.url));
  const error = refused(t, old, "IMAGE_VERSION");
  assert.deepEqual([error.details["expected"], error.details["found"]], [IMAGE_FORMAT, 0]);
});

test("an image that was cut off is refused", (t) => {
  for (const length of [8, 31, 100, IMAGE.length - 1]) refused(t, IMAGE.slice(0, length), "IMAGE_DAMAGED");
});

test("one wrong byte in any section is found, and the section named", (t) => {
  const sections = readSectionTable(IMAGE, "image").filter(({ byteLength }) => byteLength > 0);
  assert.ok(sections.length > 20);
  for (const { name, offset, byteLength } of sections) {
    for (const at of [offset, offset + byteLength - 1]) {
      const damaged = IMAGE.slice();
      damaged[at]! ^= 1;
      assert.equal(refused(t, damaged, "IMAGE_DAMAGED").details["section"], name);
    }
  }
});

test("one wrong byte in the table is found", (t) => {
  const damaged = IMAGE.slice();
  damaged[60]! ^= 1;
  assert.equal(refused(t, damaged, "IMAGE_DAMAGED").details["section"], "table");
});

test("a missing file is named", () => {
  assert.throws(() => readImage("/nowhere/firs.img"), { code: "SOURCE_NOT_FOUND" });
});

test("V8 knows where each section is, and does not search for it", () => {
  setFlagsFromString("--allow-natives-syntax");
  const hasPlaces = runInThisContext("(object) => %HasFastProperties(object)") as (object: object) => boolean;
  const searched = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`member${i}`, i]));
  assert.equal(hasPlaces(searched), false);
  assert.equal(hasPlaces(viewSections(IMAGE, "firs.img")), true);
});
