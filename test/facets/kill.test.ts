import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { killImports } from "./kill.ts";
import { storeFolder } from "./open-store.ts";

test("a killed import leaves the list before it or the whole list after it", async (t) => {
  const directory = await mkdtemp(join(storeFolder(), "binomen-kill-"));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const { kills, acknowledged } = await killImports(directory, 3, Math.random);
  assert.equal(kills, 3);
  assert.ok(acknowledged >= 3, `${acknowledged} imports were acknowledged`);
});
