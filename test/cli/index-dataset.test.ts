/** `binomen index opensearch --dataset` against a server that takes what OpenSearch takes. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { randomRecords, writeDataset } from "../occurrences/search/random-dataset.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;

/** Indexes by name; bulk requests from the `failFrom`-th on are refused for good. */
async function standIn(t: TestContext) {
  const indexes = new Map<string, Map<string, Record<string, unknown>>>();
  const aliases = new Map<string, string[]>();
  const state = { indexes, aliases, bulks: 0, failFrom: Number.POSITIVE_INFINITY, mapping: "" };
  const server = createServer(async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const send = (status: number, json: object) =>
      reply.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
    const [, first = "", second = ""] = request.url!.split("/");
    if (first === "_aliases") {
      for (const action of (JSON.parse(body) as { actions: Record<string, { index: string; alias: string }>[] })
        .actions)
        for (const [verb, { index, alias }] of Object.entries(action)) {
          const others = (aliases.get(alias) ?? []).filter((one) => one !== index);
          aliases.set(alias, verb === "add" ? [...others, index] : others);
        }
      return send(200, { acknowledged: true });
    }
    if (first === "_alias") {
      const names = aliases.get(second);
      return names ? send(200, Object.fromEntries(names.map((name) => [name, {}]))) : send(404, {});
    }
    const index = indexes.get(first);
    if (second === "_refresh") return send(200, {});
    if (second === "_bulk") {
      if (++state.bulks >= state.failFrom) return send(400, { error: "no" });
      const lines = body.trimEnd().split("\n");
      const items = [];
      for (let i = 0; i < lines.length; i += 2) {
        const { _id, version_type } = (JSON.parse(lines[i]!) as { index: { _id: string; version_type: string } }).index;
        assert.equal(version_type, "external");
        items.push({ index: { status: index!.has(_id) ? 409 : 201 } });
        index!.set(_id, JSON.parse(lines[i + 1]!) as Record<string, unknown>);
      }
      return send(200, { items });
    }
    if (request.method === "PUT") {
      indexes.set(first, new Map());
      state.mapping = body;
      return send(200, {});
    }
    if (request.method === "DELETE") return send(indexes.delete(first) ? 200 : 404, {});
    return send(index ? 200 : 404, {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return { ...state, state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/records` };
}

async function run(parameters: readonly string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [MAIN, "index", "opensearch", ...parameters], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const [code] = (await once(child, "exit")) as [number];
  return { code, said };
}

test("a dataset is indexed, goes on where it was cut off, and its alias is moved when all is there", async (t) => {
  const dataset = writeDataset(randomRecords(250, 4), 100);
  t.after(() => rmSync(dataset, { recursive: true }));
  const { state, indexes, aliases, url } = await standIn(t);
  const checkpoint = join(dataset, "checkpoint.json");
  const parameters = ["--url", url, "--dataset", dataset, "--checkpoint", checkpoint, "--once"];
  aliases.set("records", ["records-before"]);
  state.failFrom = 2;
  const first = await run(parameters);
  assert.notEqual(first.code, 0, first.said);
  assert.deepEqual(aliases.get("records"), ["records-before"], "who searches sees the old records");
  assert.ok(existsSync(checkpoint));
  state.failFrom = Number.POSITIVE_INFINITY;
  const bulks = state.bulks;
  const second = await run(parameters);
  assert.equal(second.code, 0, second.said);
  assert.equal(state.bulks - bulks, 2, "the first part is not written again");
  const [index] = aliases.get("records")!;
  assert.match(index!, /^records-attempt-0001-[0-9a-f]{8}$/);
  const documents = indexes.get(index!)!;
  assert.equal(documents.size, 250);
  const document = documents.get("1")!;
  assert.deepEqual([document["gbifId"], (document["record"] as { key: number }).key], [1, 1]);
  assert.ok(JSON.parse(state.mapping).mappings.properties.scoordinates);
  assert.ok(!existsSync(checkpoint));
});
