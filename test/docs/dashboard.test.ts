import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sharedSmallApp } from "../http/small-service.ts";

test("the dashboard asks for no figure that /metrics does not have", async () => {
  const { app } = await sharedSmallApp();
  await app.inject({ url: "/health" });
  const { body } = await app.inject({ url: "/metrics" });
  const dashboard = JSON.parse(readFileSync("deploy/grafana-dashboard.json", "utf8")) as {
    panels: { targets: { expr: string }[] }[];
  };
  const asked = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  assert.ok(asked.length > 15);
  for (const expression of asked)
    for (const [name] of expression.matchAll(/\b(?:binomen|nodejs|process|http)_\w+/g))
      assert.match(body, new RegExp(`^${name}[{ ]`, "m"), name);
});
