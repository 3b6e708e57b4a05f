import assert from "node:assert/strict";
import { test } from "node:test";
import fastify from "fastify";
import type { App } from "../../src/http/app-type.ts";
import { pageRoutes } from "../../src/http/routes/page.ts";

test("the page, its styles and all its modules are served, from this server only, and nothing else of its folder", async (t) => {
  const app = fastify() as unknown as App;
  await pageRoutes(app);
  t.after(() => app.close());
  const page = await app.inject({ url: "/" });
  assert.equal(page.statusCode, 200);
  assert.match(page.headers["content-type"] as string, /^text\/html/);
  assert.match(page.headers["content-security-policy"] as string, /default-src 'self'/);
  assert.doesNotMatch(page.body, /(?:src|href)="(?:https?:)?\/\//);
  const wanted = [...page.body.matchAll(/(?:src|href)="(page\/[^"]+)"/g)].map(([, path]) => `/${path}`);
  const seen = new Set<string>();
  for (const path of wanted) {
    if (seen.has(path)) continue;
    seen.add(path);
    const file = await app.inject({ url: path });
    assert.equal(file.statusCode, 200, path);
    for (const [, name] of file.body.matchAll(/from "\.\/([^"]+)"/g)) wanted.push(`/page/${name}`);
  }
  assert.equal(seen.size, 7);
  assert.equal((await app.inject({ url: "/page/tsconfig.json" })).statusCode, 404);
  assert.equal((await app.inject({ url: "/page/../service.ts" })).statusCode, 404);
});
