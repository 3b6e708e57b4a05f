import assert from "node:assert/strict";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ReleaseWatcher } from "../../src/checklists/watch.ts";
import { BinomenError } from "../../src/errors.ts";
import { temporaryFolder } from "../http/small-service.ts";

test("images that lie in the folder and those that appear later are loaded under their names", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "first.img"), "1");
  writeFileSync(join(folder, "notes.txt"), "not an image");
  const loaded: string[] = [];
  let tell = (_key: string) => {};
  const nextLoaded = () =>
    new Promise<string>((resolve) => {
      tell = resolve;
    });
  let next = nextLoaded();
  const watcher = new ReleaseWatcher(folder, {
    load: async (checklistKey) => loaded.push(checklistKey),
    onLoaded: (checklistKey) => tell(checklistKey),
    onFailed: (_key, _path, error) => assert.fail(String(error)),
    settleMs: 1,
  });
  t.after(() => watcher.close());
  assert.equal(await next, "first");
  next = nextLoaded();
  writeFileSync(join(folder, "second.tmp"), "2");
  renameSync(join(folder, "second.tmp"), join(folder, "second.img"));
  assert.equal(await next, "second");
  assert.deepEqual([...new Set(loaded)], ["first", "second"]);
});

test("a file that cannot be loaded is reported and the watching goes on", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "bad.img"), "x");
  const failed = await new Promise<string>((resolve) => {
    const watcher = new ReleaseWatcher(folder, {
      load: async () => {
        throw new BinomenError("IMAGE_DAMAGED", {});
      },
      onLoaded: () => assert.fail("loaded"),
      onFailed: (checklistKey) => resolve(checklistKey),
      settleMs: 1,
    });
    t.after(() => watcher.close());
  });
  assert.equal(failed, "bad");
});

test("a folder that is not there is refused", () =>
  assert.throws(
    () => new ReleaseWatcher("/nowhere/at/all", { load: async () => {}, onLoaded() {}, onFailed() {} }),
    (error) => error instanceof BinomenError && error.code === "CONFIG_INVALID",
  ));
