import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { asking } from "../../../src/occurrences/search/asking.ts";
import { Engine, type EngineLimits } from "../../../src/occurrences/search/engine.ts";

/** Takes some hundred megabytes. */
const LARGE = "SELECT count(*) AS n FROM (SELECT range AS i, md5(range::VARCHAR) AS t FROM range(3000000) ORDER BY t)";
const LARGE_PAGE = `SELECT * FROM (${LARGE.slice("SELECT count(*) AS n FROM (".length, -1)}) OFFSET 2999990`;

async function engineOf(t: TestContext, limits: Partial<EngineLimits> = {}): Promise<Engine> {
  const engine = await Engine.open({ memoryMegabytes: 60, threads: 2, ...limits });
  t.after(() => engine.close());
  return engine;
}

test("a query that takes more memory than there is says so, writes nothing anywhere, and others go on", async (t) => {
  const engine = await engineOf(t);
  const [setting] = await engine.all("SELECT current_setting('temp_directory') AS folder");
  assert.equal(setting!["folder"], "");
  const failed = await Promise.all(
    Array.from({ length: 12 }, () =>
      engine.all(LARGE_PAGE).then(
        () => "",
        (error: { code: string }) => error.code,
      ),
    ),
  );
  assert.deepEqual([...new Set(failed)], ["OCCURRENCE_QUERY_TOO_LARGE"]);
  assert.ok(!existsSync(join(process.cwd(), ".tmp")), "DuckDB's own folder is there");
  assert.deepEqual(await engine.all("SELECT 1::INTEGER AS one"), [{ one: 1 }]);
});

test("with a folder for it, the same query goes on there", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "binomen-engine-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const engine = await engineOf(t, { spillFolder: join(folder, "spill") });
  assert.equal((await engine.all(LARGE_PAGE)).length, 10);
});

test("a query that takes minutes ends with whoever asked it, whenever that is", { timeout: 60_000 }, async (t) => {
  const engine = await engineOf(t);
  const minutes = "SELECT count(*) AS n FROM range(200000) a, range(200000) b WHERE a.range * b.range % 7 = 3";
  for (const milliseconds of [undefined, 0, 1, 30]) {
    const ended = new AbortController();
    const query = asking.run(ended.signal, () => engine.all(minutes));
    if (milliseconds === undefined) ended.abort(new Error("gone"));
    else setTimeout(() => ended.abort(new Error("gone")), milliseconds);
    await assert.rejects(query, /gone/);
  }
  assert.deepEqual(await engine.all("SELECT 1::INTEGER AS one"), [{ one: 1 }]);
});
