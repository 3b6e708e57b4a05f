import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type TestContext, test } from "node:test";
import { openChecklist } from "../../src/checklists/compile.ts";
import { keptImagePath, removeOlderImages, removeReplacedImages } from "../../src/checklists/image-folder.ts";
import { IMAGE_FORMAT, IMAGE_MAGIC } from "../../src/image/layout/format.ts";

const CHECKSUM = "0123456789abcdef";

function imageHead(format: number): Buffer {
  const head = Buffer.alloc(32);
  head.write(IMAGE_MAGIC, "latin1");
  head.writeUInt32LE(format, IMAGE_MAGIC.length);
  return head;
}

function folderOf(t: TestContext, files: Readonly<Record<string, Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), "binomen-images-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}

test("an image of an older format goes with its common names, whatever its checklist", (t) => {
  const [old, other] = [`cats-${CHECKSUM}-f${IMAGE_FORMAT - 1}-0.1.0.img`, `my-list-2-${CHECKSUM}-f1-0.0.9.img`];
  const folder = folderOf(t, {
    [old]: imageHead(IMAGE_FORMAT - 1),
    [`${old}.vernaculars.zst`]: Buffer.from("names"),
    [other]: imageHead(1),
  });
  assert.deepEqual(removeOlderImages(folder).sort(), [old, other].sort());
  assert.deepEqual(readdirSync(folder), []);
});

test("what is of this format, newer, not named as we name it, or no image stays", (t) => {
  const folder = folderOf(t, {
    [`cats-${CHECKSUM}-f${IMAGE_FORMAT}-0.1.0.img`]: imageHead(IMAGE_FORMAT),
    [`cats-${CHECKSUM}-f${IMAGE_FORMAT + 1}-0.2.0.img`]: imageHead(IMAGE_FORMAT + 1),
    [`dogs-${CHECKSUM}-f1-0.1.0.img`]: Buffer.from("somebody's own file under such a name"),
    [`owls-${CHECKSUM}-f1-0.1.0.img`]: imageHead(2),
    [`bats-${CHECKSUM}-f1-0.1.0.img.bak`]: imageHead(1),
    "cats-f1.img": imageHead(1),
    "old.img": imageHead(1),
    "empty.img": Buffer.alloc(0),
  });
  mkdirSync(join(folder, `folder-${CHECKSUM}-f1-0.1.0.img`));
  const before = readdirSync(folder);
  assert.deepEqual(removeOlderImages(folder), []);
  assert.deepEqual(readdirSync(folder), before);
});

test("a source that is opened removes older images when it is compiled, and when its image is found", async (t) => {
  const dataDir = folderOf(t, { "cats.csv": Buffer.from("scientificName\nPuma concolor\n") });
  const old = join(dataDir, "images", `cats-${CHECKSUM}-f${IMAGE_FORMAT - 1}-0.1.0.img`);
  mkdirSync(join(dataDir, "images"));
  for (const isCompiled of [true, false]) {
    writeFileSync(old, imageHead(IMAGE_FORMAT - 1));
    const opened = await openChecklist(join(dataDir, "cats.csv"), dataDir, { checklistKey: "cats" });
    assert.equal(opened.isCompiled, isCompiled);
    assert.equal(existsSync(old), false);
    assert.ok(existsSync(opened.path));
  }
});

test("of images that other code made of the same source, the one used last stays", (t) => {
  const head = imageHead(IMAGE_FORMAT);
  const folder = folderOf(t, {});
  const kept = keptImagePath(folder, "cats", CHECKSUM);
  const named = (code: string, checklist = "cats", format = IMAGE_FORMAT) =>
    `${checklist}-${CHECKSUM}-f${format}-${code}.img`;
  const older = ["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"].map((code) => named(code));
  const others = [named("aaaaaaaaaaaa", "dogs"), named("aaaaaaaaaaaa", "big-cats"), named("0.1.0"), "cats.img"];
  for (const name of [...older, ...others]) writeFileSync(join(folder, name), head);
  writeFileSync(join(folder, `${older[0]}.vernaculars.zst`), "names");
  writeFileSync(join(folder, named("dddddddddddd")), "somebody's own file under such a name");
  writeFileSync(kept, head);
  older.forEach((name, days) => {
    utimesSync(join(folder, name), new Date(), new Date(Date.UTC(2026, 0, 1 + (days === 1 ? 9 : days))));
  });
  assert.deepEqual(removeReplacedImages(kept).sort(), [older[0], older[2]]);
  assert.deepEqual(readdirSync(folder).sort(), [basename(kept), older[1]!, ...others, named("dddddddddddd")].sort());
  assert.ok(Date.now() - statSync(kept).mtimeMs < 60_000);
});

test("an image that is opened by its own path leaves what lies beside it alone", async (t) => {
  const dataDir = folderOf(t, { "cats.csv": Buffer.from("scientificName\nPuma concolor\n") });
  const compiled = await openChecklist(join(dataDir, "cats.csv"), dataDir, { checklistKey: "cats" });
  const own = join(dataDir, "own.img");
  copyFileSync(compiled.path, own);
  const beside = join(dataDir, `cats-${CHECKSUM}-f1-0.1.0.img`);
  writeFileSync(beside, imageHead(1));
  await openChecklist(own, dataDir, { checklistKey: "cats" });
  assert.deepEqual(readFileSync(beside), imageHead(1));
});
