/** Files that were whole when they were written, and are not any more. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BinomenError } from "../../src/errors.ts";
import { buildImage } from "../../src/image/build.ts";
import { readImage } from "../../src/image/file.ts";
import { temporaryFolder } from "../http/small-service.ts";
import { importList, MAIN, newKey, newSource, PATIENCE, scores, serve } from "./server.ts";

/** Reproducible numbers below `limit`. */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

test("an image that is cut, or has a wrong byte, anywhere is refused or is as it was: 1,000 places", (t) => {
  const usages = Array.from({ length: 300 }, (_, i) => ({
    id: String(i),
    scientificName: `Abies alb${"abcdefghij"[i % 10]}${"aeiou"[i % 5]}${i > 99 ? "nus" : ""}`,
    authorship: `Mill. & Author${i}`,
    status: "ACCEPTED" as const,
    line: i + 2,
  }));
  const whole = buildImage(usages, { checklistKey: "firs" });
  const path = join(temporaryFolder(t), "firs.img");
  const place = random(5);
  const codes = new Map<string, number>();
  for (let i = 0; i < 1_000; i++) {
    const at = place(whole.length);
    const damaged = i % 4 === 0 ? whole.slice(0, at) : whole.slice();
    if (i % 4 !== 0) damaged[at]! ^= 1 << place(8);
    writeFileSync(path, damaged);
    let code = "read";
    try {
      // Bytes between sections belong to none; all others must be what they were.
      const image = readImage(path);
      assert.equal(image.length, whole.length);
    } catch (error) {
      assert.ok(error instanceof BinomenError, String(error));
      code = error.code;
    }
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  assert.equal([...codes].filter(([code]) => !/^(IMAGE_(DAMAGED|FOREIGN|VERSION)|read)$/.test(code)).length, 0);
  assert.ok((codes.get("IMAGE_DAMAGED") ?? 0) > 900, JSON.stringify([...codes]));
});

for (const [what, harm] of [
  ["cut", (path: string) => truncateSync(path, 8192)],
  ["emptied", (path: string) => truncateSync(path, 0)],
  ["removed", (path: string) => rmSync(path)],
  [
    "replaced",
    (path: string) => {
      copyFileSync(path, `${path}.new`);
      renameSync(`${path}.new`, path);
    },
  ],
] as const)
  test(`a facet store and keys that are ${what} under a running server are told, matching goes on, and it can be stopped`, {
    timeout: PATIENCE,
  }, async (t) => {
    const state = temporaryFolder(t);
    const token = newKey(state);
    const { url, child } = await serve(t, ["--data-dir", temporaryFolder(t), "--state-dir", state]);
    const source = await newSource(url, token);
    assert.equal((await importList(url, token, source, scores(2_000))).status, 200);
    const headers = { authorization: `Bearer ${token}` };
    const { cursor } = (await (await fetch(`${url}/facets/changes?cursor=now`, { headers })).json()) as {
      cursor: string;
    };
    const poll = fetch(`${url}/facets/changes?cursor=${cursor}&wait=20`, { headers });
    const calls = [
      "/facets/vocabulary",
      "/facets/changes",
      "/facets/snapshot",
      "/facets/status",
      "/facets/stats",
      "/facets/imports",
      `/facets/sources/${source}/export`,
      "/facets/explain?taxon=wfo-0000000001",
      "/facets/api.php?offset=0",
    ];
    for (const file of ["facets/data.mdb", "keys.lmdb"]) {
      harm(join(state, file));
      for (const path of calls) {
        const reply = await fetch(`${url}${path}`, { headers, signal: AbortSignal.timeout(10_000) });
        const text = await reply.text();
        assert.equal(
          reply.status === 503 || (reply.status >= 400 && reply.status < 500),
          true,
          `${path}: ${reply.status} ${text}`,
        );
        if (reply.status === 503) assert.match(text, /STORE_LOST|keys|facet store/, path);
      }
      const refused = await importList(url, token, source, scores(10));
      assert.equal(refused.status, 503, refused.text);
      assert.equal((await fetch(`${url}/v2/species/match?name=Puma`)).status, 200);
    }
    assert.equal((await poll).status, 503);
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    // Closing reads the first page of a file, and of an empty one there is none.
    const [code, signal] = await ended;
    if (what === "emptied") assert.ok(code === 0 || signal === "SIGBUS", `${code} ${signal}`);
    else assert.deepEqual([code, signal], [0, null]);
  });

test("a server whose facet store or keys were damaged before it starts says so in a line", {
  timeout: PATIENCE,
}, (t) => {
  for (const [file, what] of [
    ["keys.lmdb", "cut"],
    ["facets/data.mdb", "random"],
  ] as const) {
    const state = temporaryFolder(t);
    newKey(state);
    spawnSync(process.execPath, [MAIN, "facets", "verify", "--state-dir", state]);
    const path = join(state, file);
    const made = spawnSync(process.execPath, [
      "--input-type=module",
      "-e",
      `
      const { openFacets } = await import(${JSON.stringify(new URL("../../src/facets/facets.ts", import.meta.url).href)});
      await (await openFacets(${JSON.stringify(join(state, "facets"))})).close();`,
    ]);
    assert.equal(made.status, 0, String(made.stderr));
    if (what === "cut") truncateSync(path, 4096);
    else
      writeFileSync(
        path,
        Buffer.from(Array.from({ length: readFileSync(path).length }, random(3)).map((n) => n % 256)),
      );
    const { status, signal, stderr } = spawnSync(
      process.execPath,
      [MAIN, "serve", "--port", "0", "--state-dir", state, "--data-dir", temporaryFolder(t)],
      { encoding: "utf8", timeout: PATIENCE },
    );
    assert.equal(signal, null, stderr);
    assert.equal(status, 1, stderr);
    assert.match(stderr, new RegExp(`^binomen: .*${file}.*is damaged`, "m"));
  }
});
