/** What if the wall clock goes back and forth while a server runs? */
import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../http/small-service.ts";
import { importList, newKey, newSource, PATIENCE, scores, serve } from "./server.ts";

const DAY = 86_400_000;

test("a clock that goes back and forth hides no change, ends no key, refuses nobody and stops no poll", {
  timeout: PATIENCE,
}, async (t) => {
  const state = temporaryFolder(t);
  const token = newKey(state);
  const file = join(temporaryFolder(t), "clock");
  const move = (milliseconds: number) => writeFileSync(file, String(milliseconds));
  move(0);
  const { url, child } = await serve(t, ["--data-dir", temporaryFolder(t), "--state-dir", state], {
    MOVED_CLOCK: file,
    NODE_OPTIONS: `--import ${new URL("./moved-clock.ts", import.meta.url).href}`,
  });
  const headers = { authorization: `Bearer ${token}` };
  const source = await newSource(url, token);
  type Page = { cursor: string; more: boolean; results: { kind: string; id: string }[] };
  const read = async (query: string): Promise<Page> => {
    const reply = await fetch(`${url}/facets/changes?${query}`, { headers });
    assert.equal(reply.status, 200, await reply.clone().text());
    return (await reply.json()) as Page;
  };
  let { cursor } = await read("cursor=now&kinds=scores");
  let first = 1;
  /** As WFO's indexer asks: what is later than the latest that it has. */
  let latest = 0;
  const later = async (): Promise<number> => {
    const reply = await fetch(`${url}/facets/api.php?metadata=scores&since=${latest}`, { headers });
    assert.equal(reply.status, 200, await reply.clone().text());
    const docs = (await reply.json()) as { modified_dt: string }[];
    latest = Math.max(latest, ...docs.map(({ modified_dt }) => Date.parse(modified_dt) / 1000));
    return docs.length;
  };
  for (const moved of [-DAY, 3 * DAY, -10 * DAY, 400 * DAY, 0]) {
    move(moved);
    const taken = await importList(url, token, source, scores(10, first));
    assert.equal(taken.status, 200, `${moved} ms: ${taken.text}`);
    const told: Page["results"] = [];
    for (let more = true; more; ) {
      const page = await read(`cursor=${cursor}&kinds=scores`);
      told.push(...page.results);
      ({ cursor, more } = page);
    }
    // Ten came, and ten of the list before went.
    assert.equal(told.length, first === 1 ? 10 : 20, `${moved} ms`);
    assert.equal(await later(), 10, `${moved} ms: by time`);
    first += 10;
    assert.equal((await fetch(`${url}/v2/species/match?name=Puma`)).status, 200);
  }
  // A poll is under way when the clock goes back ten days: it ends after its second all the same.
  const poll = read(`cursor=${cursor}&kinds=scores&wait=1`);
  // By now it is.
  assert.equal((await fetch(`${url}/health`)).status, 200);
  move(-10 * DAY);
  assert.equal((await poll).results.length, 0);
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  assert.deepEqual(await ended, [0, null]);
});
