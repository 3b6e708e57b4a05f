import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliDecompressSync, gzipSync } from "node:zlib";
import fastify from "fastify";
import type { App } from "../../src/http/app-type.ts";
import { answerErrors } from "../../src/http/errors/answer-errors.ts";
import { pageRoutes } from "../../src/http/routes/page.ts";

/** What a browser has to fetch before the page works, compressed. */
const MOST_SCRIPT_BYTES = 150_000;

async function appWithPage(t: { after(fn: () => unknown): void }): Promise<App> {
  const app = fastify() as unknown as App;
  answerErrors(app, 0);
  pageRoutes(app);
  t.after(() => app.close());
  return app;
}

test("each view is the page, links its files from where it stands, and names no other host", async (t) => {
  const app = await appWithPage(t);
  for (const [view, root] of [
    ["/", "./page/"],
    ["/list", "./page/"],
    ["/species/1", "../page/"],
    ["/species/urn%3Alsid%3A1", "../page/"],
  ] as const) {
    const page = await app.inject({ url: view });
    assert.equal(page.statusCode, 200, view);
    assert.match(page.headers["content-type"] as string, /^text\/html/);
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? "");
    assert.equal(files.length, 3);
    for (const path of files) {
      assert.ok(path.startsWith(root), path);
      const { pathname } = new URL(path, new URL(view, "http://host"));
      assert.equal((await app.inject({ url: pathname })).statusCode, 200, pathname);
    }
  }
});

test("the page may run only scripts of its own server, and none that stand in it", async (t) => {
  const app = await appWithPage(t);
  const page = await app.inject({ url: "/" });
  const policy = page.headers["content-security-policy"] as string;
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'(?:;|$)/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  assert.doesNotMatch(page.body, /<script(?![^>]* src=)|<style|\son\w+=|style=/);
});

test("the scripts are small, compressed, and not sent again when they are known", async (t) => {
  const app = await appWithPage(t);
  let bytes = 0;
  for (const url of ["/page/app.js", "/page/engine.js"]) {
    const plain = await app.inject({ url });
    const gzip = await app.inject({ url, headers: { "accept-encoding": "gzip" } });
    const br = await app.inject({ url, headers: { "accept-encoding": "gzip, br" } });
    assert.equal(br.headers["content-encoding"], "br");
    assert.equal(brotliDecompressSync(br.rawPayload).toString(), plain.body);
    assert.ok(gzip.rawPayload.length <= gzipSync(plain.rawPayload).length + 100);
    bytes += gzip.rawPayload.length;
    const etag = plain.headers["etag"] as string;
    assert.equal((await app.inject({ url, headers: { "if-none-match": etag } })).statusCode, 304);
  }
  assert.ok(bytes > 10_000 && bytes < MOST_SCRIPT_BYTES, `${bytes} bytes`);
});

test("nothing else of the page's folder is served", async (t) => {
  const app = await appWithPage(t);
  for (const url of [
    "/page/tsconfig.json",
    "/page/app.tsx",
    "/page/index.html",
    "/page/..%2Fservice.ts",
    "/page/__proto__",
  ])
    assert.equal((await app.inject({ url })).statusCode, 404, url);
});
