import assert from "node:assert/strict";
import { test } from "node:test";
import { type Metric, Registry } from "@prometheus-io/client";
import { Durations } from "../../src/http/fast-path/durations.ts";
import { smallApp } from "./small-service.ts";

test("the text for Prometheus is a histogram with cumulative buckets", async () => {
  const registry = new Registry();
  const durations = new Durations();
  registry.registerMetric(durations as unknown as Metric<string>);
  const route = durations.of({ method: "GET", route: "/a", status: "200" });
  for (const seconds of [0.00005, 0.0001, 0.002, 100]) route.observe(seconds);
  const lines = (await registry.metrics()).split("\n");
  const sampleOf = (start: string) => lines.find((line) => line.startsWith(start))?.split(" ")[1];
  assert.ok(lines.includes("# TYPE http_request_duration_seconds histogram"));
  const bucket = (le: string) => sampleOf(`http_request_duration_seconds_bucket{le="${le}",method="GET",route="/a"`);
  assert.equal(bucket("0.0001"), "2");
  assert.equal(bucket("0.001"), "2");
  assert.equal(bucket("0.0025"), "3");
  assert.equal(bucket("60"), "3");
  assert.equal(bucket("+Inf"), "4");
  assert.equal(sampleOf("http_request_duration_seconds_count{"), "4");
  assert.ok(Math.abs(Number(sampleOf("http_request_duration_seconds_sum{")) - 100.00215) < 1e-9);
});

test("requests are counted by route and status, unknown paths together", async (t) => {
  const { app } = await smallApp(t);
  await app.inject("/v2/species/match?scientificName=Puma");
  await app.inject("/v2/species/match?scientificName=Felidae");
  await app.inject("/v1/species/nonsuch");
  await app.inject("/nowhere");
  const text = (await app.inject("/metrics")).payload;
  const count = (labels: string) =>
    new RegExp(`^http_request_duration_seconds_count\\{${labels}\\} (\\d+)$`, "m").exec(text)?.[1];
  assert.equal(count('method="GET",route="/v2/species/match",status="200"'), "2");
  assert.equal(count('method="GET",route="/v1/species/:key",status="404"'), "1");
  assert.equal(count('method="GET",route="\\(none\\)",status="404"'), "1");
});
