/** What if two servers have the same folders? */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { temporaryFolder } from "../http/small-service.ts";
import { importList, MAIN, newKey, newSource, PATIENCE, scores, serve, smallSource } from "./server.ts";

test("two servers with the same folders begin together, and each sees what the other writes", {
  timeout: PATIENCE,
}, async (t) => {
  const state = temporaryFolder(t);
  const source = smallSource(t);
  const flags = ["--data-dir", temporaryFolder(t), "--state-dir", state];
  // Both compile the checklist and make the stores.
  const [a, b] = await Promise.all([serve(t, flags, {}, source), serve(t, flags, {}, source)]);
  const token = newKey(state);
  const headers = { authorization: `Bearer ${token}` };
  for (const { url } of [a, b]) assert.match(await (await fetch(`${url}/v2/species/match?name=Puma`)).text(), /EXACT/);
  const [one, two] = [await newSource(a.url, token), await newSource(b.url, token)];
  const [first, second] = await Promise.all([
    importList(a.url, token, one, scores(5_000)),
    importList(b.url, token, two, scores(5_000, 7_000)),
  ]);
  assert.deepEqual([first.status, second.status], [200, 200], first.text + second.text);
  for (const id of [one, two]) {
    const [here, there] = await Promise.all(
      [a, b].map(async ({ url }) => (await fetch(`${url}/facets/sources/${id}/export`, { headers })).text()),
    );
    assert.equal(new Set(here?.match(/wfo-\d{10}/g)).size, 5_000);
    assert.equal(here, there);
  }
  const verify = spawnSync(process.execPath, [MAIN, "facets", "verify", "--state-dir", state], { encoding: "utf8" });
  assert.equal(verify.status, 0, verify.stderr);
});
