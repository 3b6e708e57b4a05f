import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedSmallApp, smallApp } from "./small-service.ts";

test("a server is alive and ready", async () => {
  const { app } = await sharedSmallApp();
  assert.deepEqual((await app.inject({ url: "/health/live" })).json(), { status: "ok" });
  assert.deepEqual((await app.inject({ url: "/health/ready" })).json(), { status: "ready" });
});

test("a server that stops is alive, answers, and is not ready", async (t) => {
  const { app } = await smallApp(t);
  app.readiness.isDraining = true;
  assert.equal((await app.inject({ url: "/health/live" })).statusCode, 200);
  const ready = await app.inject({ url: "/health/ready" });
  assert.deepEqual([ready.statusCode, ready.json()], [503, { status: "stopping" }]);
  assert.equal((await app.inject({ url: "/v2/species/match?name=Puma" })).statusCode, 200);
});

test("the figures of process, connections, pool and spool are there", async () => {
  const { app } = await sharedSmallApp();
  const { body } = await app.inject({ url: "/metrics" });
  for (const name of [
    'nodejs_eventloop_delay_seconds{quantile="0.99"}',
    "nodejs_eventloop_utilization",
    "process_cpu_seconds_total",
    "process_resident_memory_bytes",
    "binomen_connections",
    "binomen_connections_stalled_total",
    "binomen_spool_disk_bytes",
    "binomen_pool_waiting",
    "binomen_pool_workers_lost_total",
    "binomen_pool_refused_total",
  ]) {
    const value = body.split("\n").find((line) => line.startsWith(`${name} `));
    assert.ok(value, name);
    assert.ok(Number(value.split(" ").at(-1)) >= 0, value);
  }
});

test("every route of the OpenAPI document names what it answers when it cannot", async () => {
  const { app } = await sharedSmallApp();
  await app.ready();
  const { paths } = app.swagger() as unknown as {
    paths: Record<string, Record<string, { responses: Record<string, unknown>; security?: unknown }>>;
  };
  let seen = 0;
  for (const [path, methods] of Object.entries(paths))
    for (const [method, { responses, security }] of Object.entries(methods)) {
      seen++;
      const named = Object.keys(responses);
      const expected = ["400", "404", "408", "431", "500", "503"];
      if (method !== "get") expected.push("413", "415");
      if (security !== undefined) expected.push("401", "403", "429");
      for (const status of expected) assert.ok(named.includes(status), `${method} ${path} lacks ${status}`);
      assert.ok(
        named.some((status) => status.startsWith("2")),
        `${method} ${path} lacks what it answers when it can`,
      );
    }
  assert.ok(seen > 30);
});

test("every parameter of the OpenAPI document has a schema, and errors stand in the media types they have", async () => {
  const { app } = await sharedSmallApp();
  await app.ready();
  type Operation = {
    parameters?: { name: string; schema: unknown }[];
    responses: Record<string, { content?: Record<string, unknown> }>;
  };
  const { paths } = app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> };
  let parameters = 0;
  for (const [path, methods] of Object.entries(paths))
    for (const operation of Object.values(methods)) {
      for (const { name, schema } of operation.parameters ?? []) {
        assert.ok(typeof schema === "object" && schema !== null, `${path} ${name}`);
        assert.ok(Object.keys(schema).length > 0, `${path} ${name} may be anything`);
        parameters++;
      }
      assert.ok(operation.responses["500"]?.content, path);
    }
  assert.ok(parameters > 100, `${parameters} parameters`);
  for (const [path, type] of [
    ["/v1/parser/name", "application/json"],
    ["/facets/changes", "application/problem+json"],
    ["/v1/occurrence/search", "text/plain"],
  ] as const)
    assert.ok(type in paths[path]!["get"]!.responses["500"]!.content!, path);
});

test("the limits stand in the OpenAPI document", async () => {
  const { app } = await sharedSmallApp();
  await app.ready();
  const { info } = app.swagger() as { info: { description: string } };
  assert.match(info.description, /Columns of a table[^|]*\| 1000 \|/);
});
