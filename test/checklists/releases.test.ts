import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openMatching } from "../../src/checklists/matching.ts";
import { loadConfig } from "../../src/config.ts";
import { BinomenError } from "../../src/errors.ts";
import { SMALL_CHECKLIST, smallService } from "../http/small-service.ts";

/** The next release: one more species. */
const NEXT = `${SMALL_CHECKLIST}13,6,,Helianthus debilis,Nutt.,species,accepted\n`;
const FORM = { asked: "text", answered: "ndjson", defaults: {}, maxRows: 10, maxBytes: 1000 } as const;

/** Flips bits in the middle of a file, over more than the gap between two sections. */
function damage(path: string): void {
  const image = readFileSync(path);
  const middle = image.length >> 1;
  for (let at = middle; at < middle + 128; at++) image[at]! ^= 0xff;
  writeFileSync(path, image);
}

test("a new release answers from the moment it is loaded", async (t) => {
  const { service, folder } = await smallService(t);
  const before = service.matching.releaseId();
  const query = { scientificName: "Helianthus debilis" };
  assert.match(service.matching.answer(query, "v2").toString(), /HIGHERRANK/);
  writeFileSync(join(folder, "next.csv"), NEXT);
  const loaded = await service.matching.loadRelease("small", join(folder, "next.csv"));
  assert.notEqual(loaded.release, before);
  assert.match(service.matching.answer(query, "v2").toString(), /EXACT/);
  assert.equal(service.checklists().length, 1);
});

test("a stream that began before finishes on the old release, which is let go of then", async (t) => {
  const { service, folder } = await smallService(t);
  writeFileSync(join(folder, "next.csv"), NEXT);
  let goOn = () => {};
  const isLoaded = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  async function* input() {
    yield Buffer.from("Helianthus debilis\n");
    await isLoaded;
    yield Buffer.from("Helianthus debilis\n");
  }
  const answers = service.matching.answerStream(input(), FORM);
  const first = Buffer.from((await answers.next()).value as Uint8Array).toString();
  await service.matching.loadRelease("small", join(folder, "next.csv"));
  assert.equal(service.matching.counts().retiredReleases, 1);
  goOn();
  const second = Buffer.from((await answers.next()).value as Uint8Array).toString();
  assert.equal(second, first);
  assert.equal((await answers.next()).done, true);
  assert.equal(service.matching.counts().retiredReleases, 0);
});

test("an image that cannot be read leaves the old release serving", async (t) => {
  const { service, folder } = await smallService(t);
  const before = service.matching.releaseId();
  const bad = join(folder, "bad.img");
  writeFileSync(bad, "binomen\nthis is no image");
  await assert.rejects(
    service.matching.loadRelease("small", bad),
    (error) => error instanceof BinomenError && error.code.startsWith("IMAGE_"),
  );
  assert.equal(service.matching.releaseId(), before);
  assert.match(service.matching.answer({ scientificName: "Puma" }, "v2").toString(), /EXACT/);
});

test("loading under a new key adds a checklist and leaves the default one", async (t) => {
  const { service, folder } = await smallService(t);
  writeFileSync(join(folder, "next.csv"), NEXT);
  await service.matching.loadRelease("other", join(folder, "next.csv"));
  assert.deepEqual(
    service.checklists().map((checklist) => checklist.checklistKey),
    ["small", "other"],
  );
  assert.match(service.matching.answer({ scientificName: "Helianthus debilis" }, "v2", "other").toString(), /EXACT/);
  assert.match(service.matching.answer({ scientificName: "Helianthus debilis" }, "v2").toString(), /HIGHERRANK/);
});

test("a source is compiled once and mapped afterwards", async (t) => {
  const { folder } = await smallService(t);
  const opened: boolean[] = [];
  const config = loadConfig({ backbones: [join(folder, "small.csv")], dataDir: folder, workers: 1 }, {});
  const again = await openMatching(config, { onOpened: ({ isCompiled }) => opened.push(isCompiled) });
  await again.close();
  assert.deepEqual(opened, [false]);
});

test("a damaged image of a source is built anew with a notice", async (t) => {
  const { folder } = await smallService(t);
  const config = loadConfig({ backbones: [join(folder, "small.csv")], dataDir: folder, workers: 1 }, {});
  let path = "";
  await (await openMatching(config, { onOpened: ({ imagePath }) => (path = imagePath) })).close();
  damage(path);
  const notices: string[] = [];
  const opened: boolean[] = [];
  const matching = await openMatching(config, {
    onNotice: (sentence) => notices.push(sentence),
    onOpened: ({ isCompiled }) => opened.push(isCompiled),
  });
  await matching.close();
  assert.match(notices.join(), /damaged.*built anew/);
  assert.deepEqual(opened, [true]);
});

test("a damaged image that was named itself is refused", async (t) => {
  const { folder } = await smallService(t);
  const config = loadConfig({ backbones: [join(folder, "small.csv")], dataDir: folder, workers: 1 }, {});
  let path = "";
  await (await openMatching(config, { onOpened: ({ imagePath }) => (path = imagePath) })).close();
  damage(path);
  await assert.rejects(
    openMatching(loadConfig({ backbones: [path], dataDir: folder, workers: 1 }, {})),
    (error) => error instanceof BinomenError && error.code === "IMAGE_DAMAGED",
  );
});

test("two checklists with the same key are refused with the way to name them", async (t) => {
  const { folder } = await smallService(t);
  const source = join(folder, "small.csv");
  await assert.rejects(
    openMatching(loadConfig({ backbones: [source, source], dataDir: folder, workers: 1 }, {})),
    (error) => error instanceof BinomenError && error.code === "CONFIG_INVALID" && /KEY=/.test(error.message),
  );
  const matching = await openMatching(
    loadConfig({ backbones: [`a=${source}`, `b=${source}`], dataDir: folder, workers: 1 }, {}),
  );
  t.after(() => matching.close());
  assert.deepEqual(
    matching.checklists().map((checklist) => checklist.checklistKey),
    ["a", "b"],
  );
});
