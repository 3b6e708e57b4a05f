import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openFacets } from "../../src/facets/facets.ts";
import { smallApp } from "../http/small-service.ts";
import { holdLock } from "./lock-holder.ts";
import { secondWriter } from "./second-writer.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const GRAPH = { classification: "2026-06", taxon: ["wfo-0000000005"], path: [["wfo-4000000001"]] };
const SCOPES = ["facets:read", "changes:read", "import:write"] as const;

test("while another process holds the write lock every reading call answers, and only writes wait", async (t) => {
  const { app, service, folder } = await smallApp(t);
  const { store } = service.facets;
  await secondWriter(
    t,
    store,
  )((writer) => {
    writer.putFacet({ id: 1, name: "Habit", heritable: true });
    writer.putValue({ id: 1, facetId: 1, name: "Tree" });
    writer.putSource({ id: 1, name: "trees", facetValueId: 1 });
    writer.putScore(5, 1, 1, "{}");
  });
  const { token } = await service.keys.create("test", [...SCOPES], null);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const release = await holdLock(t, store.directory);

  for (const url of [
    "/facets/api.php?offset=0",
    "/facets/api.php?offset=1000",
    "/facets/api.php?metadata=facets",
    "/facets/api.php?metadata=sources&envelope=1",
    "/facets/api.php?metadata=scores&since=0",
    "/facets/api.php?metadata=snippets&since=0&tombstones=1",
    "/facets/vocabulary",
    "/facets/stats",
    "/facets/status",
    "/facets/changes?include_docs=true",
    "/facets/changes?cursor=now",
    "/facets/snapshot",
    "/facets/imports",
    "/facets/sources/1/export",
    "/v1/species/match?name=Puma%20concolor",
  ]) {
    const reply = await app.inject({ url, headers });
    assert.equal(reply.statusCode, 200, `${url}: ${reply.body}`);
  }
  for (const [url, body] of [
    ["/facets/api.php", [GRAPH]],
    ["/facets/explain", GRAPH],
  ] as const) {
    const reply = await app.inject({ method: "POST", url, headers, payload: JSON.stringify(body) });
    assert.equal(reply.statusCode, 200, `${url}: ${reply.body}`);
  }
  let isWritten = false;
  const payload = JSON.stringify({ name: "Zone" });
  const writing = app.inject({ method: "POST", url: "/facets/facets", headers, payload }).then((reply) => {
    isWritten = true;
    return reply;
  });
  // Commands that only read, and a second server, begin while the lock is held.
  const run = (...given: string[]) =>
    promisify(execFile)(process.execPath, [MAIN, "facets", ...given, "--state-dir", join(folder, "state")]);
  assert.equal(JSON.parse((await run("stats")).stdout).scores, 1);
  assert.match((await run("export", "--source", "1")).stdout, /wfo-0000000005/);
  assert.equal(JSON.parse((await run("verify")).stdout).problemCount, 0);
  assert.deepEqual(JSON.parse((await run("history")).stdout), []);
  const second = await openFacets(store.directory);
  assert.equal(second.walks.page("", 0).names.length, 1);
  await second.close();

  assert.equal(isWritten, false);
  await release();
  assert.equal((await writing).statusCode, 200);
  assert.equal(store.vocabulary().facets.size, 2);
});
