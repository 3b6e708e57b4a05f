/** Damaged stores are refused with one error; the process that opens them goes on. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { KeyRing } from "../../src/access/keys.ts";
import { BinomenError } from "../../src/errors.ts";
import { FacetStore } from "../../src/facets/store/store.ts";
import { checkLmdb } from "../../src/storage/lmdb-check.ts";
import { temporaryFolder } from "../http/small-service.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;

/** A state folder with some facets and a key. */
async function state(t: TestContext): Promise<string> {
  const folder = temporaryFolder(t);
  const store = await FacetStore.open(join(folder, "facets"));
  for (let i = 0; i < 40; i++)
    await store.write((writer) =>
      writer.putFacet({ name: `Facet ${i}`, description: "x".repeat(300), heritable: true }),
    );
  await store.close();
  const keys = new KeyRing(folder);
  for (let i = 0; i < 10; i++) await keys.create(`key ${i}`, ["admin"]);
  await keys.close();
  return folder;
}

/** Reproducible numbers below 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const isDamaged = (error: unknown) => error instanceof BinomenError && error.code === "STORE_DAMAGED";

test("whole files pass, and so do those that are not there yet", async (t) => {
  const folder = await state(t);
  await checkLmdb({ path: join(folder, "facets", "data.mdb"), wayOut: "" });
  await checkLmdb({ path: join(folder, "keys.lmdb"), wayOut: "" });
  await checkLmdb({ path: join(folder, "nowhere"), wayOut: "" });
});

for (const [what, damage] of [
  ["cut in the middle", (path: string) => truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096)],
  ["cut behind its first page", (path: string) => truncateSync(path, 4096)],
  ["cut inside its head", (path: string) => truncateSync(path, 20)],
  [
    "random bytes",
    (path: string) => writeFileSync(path, Buffer.from(Array.from({ length: 65_536 }, random(7)).map((n) => n * 256))),
  ],
  ["text", (path: string) => writeFileSync(path, "This is no database.\n".repeat(1000))],
  [
    "another file with the right beginning",
    (path: string) =>
      writeFileSync(path, Buffer.concat([readFileSync(path).subarray(0, 8192), Buffer.alloc(100_000, 0xff)])),
  ],
] as const) {
  test(`a facet store whose file is ${what} is refused with what to do`, async (t) => {
    const folder = await state(t);
    damage(join(folder, "facets", "data.mdb"));
    await assert.rejects(FacetStore.open(join(folder, "facets")), isDamaged);
    const told = spawnSync(process.execPath, [MAIN, "facets", "verify", "--state-dir", folder], { encoding: "utf8" });
    assert.equal(told.status, 1);
    assert.match(told.stderr, /damaged: .*restore/);
  });

  test(`keys whose file is ${what} are refused with what to do`, async (t) => {
    const folder = await state(t);
    damage(join(folder, "keys.lmdb"));
    assert.throws(() => new KeyRing(folder), isDamaged);
  });
}

test("wherever bytes of a facet store are wrong, it is opened or refused, and no process ends", async (t) => {
  const folder = await state(t);
  const whole = join(folder, "facets", "data.mdb");
  const next = random(11);
  let refused = 0;
  for (let i = 0; i < 10; i++) {
    const other = join(folder, `damaged-${i}`);
    mkdirSync(other);
    const path = join(other, "data.mdb");
    copyFileSync(whole, path);
    const bytes = readFileSync(path);
    for (let n = 0; n < 64; n++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
    writeFileSync(path, bytes);
    // In a process of its own: were it to end by a signal, this test would have to tell.
    const script = `
      import { FacetStore } from ${JSON.stringify(new URL("../../src/facets/store/store.ts", import.meta.url).href)};
      try {
        const store = await FacetStore.open(${JSON.stringify(other)}, { readOnly: true });
        store.vocabulary();
        await store.close();
      } catch (error) {
        console.log(error.code);
      }`;
    const { signal, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    assert.equal(signal, null, `damage ${i}`);
    if (stdout.includes("STORE_DAMAGED")) refused++;
  }
  assert.ok(refused > 0, "some damage was where it matters");
});

test("what cannot be made again is for its owner to read", async (t) => {
  const folder = await state(t);
  for (const name of ["keys.lmdb", "keys.lmdb-lock", "facets/data.mdb", "facets/lock.mdb"])
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
  assert.equal(statSync(join(folder, "facets")).mode & 0o777, 0o700);
});
