import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { BinomenError } from "../../src/errors.ts";
import { ElasticsearchTarget } from "../../src/indexers/elasticsearch.ts";
import { type FollowOptions, followFeed } from "../../src/indexers/follow.ts";
import type { RetryPolicy } from "../../src/indexers/retry.ts";
import { SolrTarget } from "../../src/indexers/solr.ts";
import type { Rejection } from "../../src/indexers/target.ts";
import { type Double, elasticsearchDouble, type Fault, StoreDouble, solrDouble } from "./doubles.ts";

/** Does not wait, and keeps the waits it was asked for. */
function impatient(attempts: number): RetryPolicy & { waits: number[] } {
  const waits: number[] = [];
  const sleep = async (ms: number) => {
    waits.push(ms);
  };
  return { attempts, firstCeilingMs: 1_000, lastCeilingMs: 60_000, sleep, random: () => 0.5, waits };
}

const INDEXES = [
  {
    kind: "Solr",
    double: (t: TestContext) => solrDouble(t),
    target: (url: string, retry: RetryPolicy) => new SolrTarget(`${url}/solr/names`, { retry }),
    added: { feed_s: "binomen" },
  },
  {
    kind: "Elasticsearch",
    double: (t: TestContext) => elasticsearchDouble(t),
    target: (url: string, retry: RetryPolicy) => new ElasticsearchTarget(`${url}/names`, { retry }),
    added: {},
  },
] as const;
type Index = (typeof INDEXES)[number];

async function setUp(t: TestContext, index: Index, firstSeq = 0n) {
  const directory = mkdtempSync(join(tmpdir(), "binomen-index-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const double = await index.double(t);
  const store = new StoreDouble(firstSeq);
  const retry = impatient(1_000);
  const checkpointPath = join(directory, "checkpoint.json");
  const follow = (changed: Partial<FollowOptions> = {}) =>
    followFeed({
      feed: store,
      target: index.target(double.url, changed.retry ?? retry),
      checkpointPath,
      kinds: [],
      pageSize: 10,
      once: true,
      rebuild: false,
      retry,
      stop: new AbortController().signal,
      ...changed,
    });
  return { double, store, follow, retry, checkpointPath };
}

/** What the index holds, without what indexers add. */
function held({ docs }: Double): Record<string, unknown> {
  return Object.fromEntries([...docs].map(([id, { seq_l: _, feed_s: __, ...doc }]) => [id, doc]));
}

const code = (expected: string) => (error: unknown) => error instanceof BinomenError && error.code === expected;

for (const index of INDEXES) {
  test(`${index.kind}: after draining, the index equals the store, each document with its sequence`, async (t) => {
    const { double, store, follow } = await setUp(t, index);
    for (let n = 0; n < 25; n++)
      store.put(`wfo-fvs-${n}`, { kind_s: "wfo-facet-value-score", json_t: `{"n":"é${n}"}` });
    store.remove("wfo-fvs-3");
    store.touch("wfo-0000000001");
    const progress = await follow();
    assert.deepEqual(held(double), Object.fromEntries(store.docs));
    assert.deepEqual(double.docs.get("wfo-fvs-0"), {
      id: "wfo-fvs-0",
      kind_s: "wfo-facet-value-score",
      json_t: '{"n":"é0"}',
      seq_l: 1,
      ...index.added,
    });
    assert.equal(double.published, 1);
    assert.deepEqual(
      { ...progress },
      { written: 24, removed: 1, alreadyNewer: 0, refused: 0, pages: 3, skipped: 1, behind: 0n },
    );
  });

  test(`${index.kind}: random changes, faults and restarts, and the drained index equals the store`, async (t) => {
    const fault = fc.constantFrom<Fault>("none", "drop-before", "drop-after", "busy", "down", "partial", "proxy-page");
    const change = fc.record({ id: fc.nat(8), op: fc.constantFrom("put", "put", "remove", "touch"), value: fc.nat() });
    const run = fc.record({
      pageSize: fc.constantFrom(1, 3, 10),
      faults: fc.array(fault, { maxLength: 12 }),
      /** Changes made before each page of the run. */
      meanwhile: fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 6 }),
      /** The run ends after so many pages, as if killed before its checkpoint or after it. */
      pages: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 5 }), async (runs) => {
        const { double, store, follow } = await setUp(t, index);
        for (const { pageSize, faults, meanwhile, pages } of runs) {
          double.faults.splice(0, Number.POSITIVE_INFINITY, ...faults);
          const waiting = [...meanwhile];
          store.beforePage = () => {
            for (const { id, op, value } of waiting.shift() ?? [])
              if (op === "put") store.put(`d${id}`, { value_i: value % 1000 });
              else if (op === "remove") store.remove(`d${id}`);
              else store.touch(`d${id}`);
          };
          let left = pages;
          const killed = () => {
            if (--left === 0) throw new Error("killed");
          };
          await follow({ pageSize, onPage: killed }).catch((error) => assert.match(error.message, /killed/));
        }
        store.beforePage = () => {};
        await follow();
        assert.deepEqual(held(double), Object.fromEntries(store.docs));
      }),
      { numRuns: 40 },
    );
  });

  test(`${index.kind}: a page that was written but not checkpointed is written again without harm`, async (t) => {
    const { double, store, follow, checkpointPath } = await setUp(t, index);
    store.put("a", { value_i: 1 });
    await follow();
    rmSync(checkpointPath);
    const again = await follow();
    assert.equal(again.written + again.alreadyNewer, 1);
    assert.deepEqual(held(double), { a: { id: "a", value_i: 1 } });
  });

  test(`${index.kind}: waits as long as Retry-After asks and grows the ceiling with each failure`, async (t) => {
    const { double, store, follow, retry } = await setUp(t, index);
    await follow();
    store.put("a", { value_i: 1 });
    double.faults.push("none", "busy", "down", "drop-before");
    await follow();
    // 3 s asked for + half of 1 s; half of 2 s; half of 4 s.
    assert.deepEqual(retry.waits, [3_500, 1_000, 2_000]);
  });

  test(`${index.kind}: gives up after the attempts it was given, with the checkpoint where it was`, async (t) => {
    const { double, store, follow, checkpointPath } = await setUp(t, index);
    await follow();
    const before = readFileSync(checkpointPath, "utf8");
    store.put("a", { value_i: 1 });
    double.faults.push("none", "down", "down", "down");
    await assert.rejects(follow({ retry: impatient(3) }), code("INDEX_UNREACHABLE"));
    assert.equal(readFileSync(checkpointPath, "utf8"), before);
    await follow();
    assert.deepEqual(held(double), Object.fromEntries(store.docs));
  });

  test(`${index.kind}: a document that the index refuses stops the run and is named`, async (t) => {
    const { store, follow, double } = await setUp(t, index);
    for (let n = 0; n < 9; n++) store.put(`d${n}`, n === 4 ? { broken_l: "x" } : { value_i: n });
    await assert.rejects(follow(), (error) => {
      assert.ok(error instanceof BinomenError);
      assert.equal(error.code, "INDEX_REFUSED");
      assert.match(error.message, /1 documents, first d4/);
      return true;
    });
    assert.equal(double.docs.size, 8, "the good documents of the page are there");
  });

  test(`${index.kind}: told where to keep refused documents, the run goes on`, async (t) => {
    const { double, store, follow } = await setUp(t, index);
    for (let n = 0; n < 25; n++) store.put(`d${n}`, n % 7 === 4 ? { broken_l: "x" } : { value_i: n });
    const kept: Rejection[] = [];
    const progress = await follow({ onRejected: async (rejected) => void kept.push(...rejected) });
    assert.deepEqual(kept.map(({ action }) => action.id).sort(), ["d11", "d18", "d4"]);
    assert.equal(progress.refused, 3);
    assert.equal(double.docs.size, 22);
  });

  test(`${index.kind}: stopped while it waits, it ends quietly and the next run goes on`, async (t) => {
    const { double, store, follow } = await setUp(t, index);
    for (let n = 0; n < 25; n++) store.put(`d${n}`, { value_i: n });
    const stopping = new AbortController();
    const progress = await follow({ stop: stopping.signal, onPage: () => stopping.abort(), once: false });
    assert.equal(progress.written, 10);
    await follow();
    assert.equal(double.docs.size, 25);
  });

  test(`${index.kind}: a rebuild empties the index first`, async (t) => {
    const { double, store, follow } = await setUp(t, index);
    store.put("a", { value_i: 1 });
    store.put("b", { value_i: 2 });
    await follow();
    const restored = new StoreDouble();
    restored.put("a", { value_i: 7 });
    await follow({ feed: restored, rebuild: true });
    assert.deepEqual(held(double), { a: { id: "a", value_i: 7 } });
  });
}

test("Elasticsearch: versions beyond 2^53 are sent digit by digit", async (t) => {
  const { double, store, follow } = await setUp(t, INDEXES[1], 9_007_199_254_740_992n);
  store.put("a", { value_i: 1 });
  store.put("a", { value_i: 2 });
  await follow();
  assert.match(double.bodies.at(-1)!, /"version":9007199254740994,/);
  assert.match(double.bodies.at(-1)!, /"seq_l":9007199254740994\}/);
});

test("Elasticsearch: an older state that arrives late does not replace a newer one", async (t) => {
  const { double, store, follow, checkpointPath } = await setUp(t, INDEXES[1]);
  const late = new StoreDouble();
  late.put("a", { value_i: 1 });
  store.put("b", { value_i: 1 });
  store.put("a", { value_i: 2 });
  await follow();
  rmSync(checkpointPath);
  assert.equal((await follow({ feed: late })).alreadyNewer, 1);
  assert.equal(double.docs.get("a")?.["value_i"], 2);
});

test("Elasticsearch: a request that is too large is halved", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "binomen-index-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const double = await elasticsearchDouble(t, 500);
  const store = new StoreDouble();
  for (let n = 0; n < 10; n++) store.put(`d${n}`, { text_t: "x".repeat(n === 5 ? 600 : 60) });
  const retry = impatient(3);
  const kept: Rejection[] = [];
  await followFeed({
    feed: store,
    target: new ElasticsearchTarget(`${double.url}/names`, { retry }),
    checkpointPath: join(directory, "checkpoint.json"),
    kinds: [],
    pageSize: 100,
    once: true,
    rebuild: false,
    retry,
    stop: new AbortController().signal,
    onRejected: async (rejected) => void kept.push(...rejected),
  });
  assert.equal(double.docs.size, 9);
  assert.deepEqual(
    kept.map(({ action, problem }) => [action.id, problem]),
    [["d5", "too large"]],
  );
});

test("a checkpoint of another index is refused instead of skipping what that index has", async (t) => {
  const { store, follow } = await setUp(t, INDEXES[0]);
  store.put("a", { value_i: 1 });
  await follow();
  await assert.rejects(follow({ kinds: ["snippets"] }), code("CHECKPOINT_FOREIGN"));
});

test("a damaged checkpoint is refused instead of starting from the beginning", async (t) => {
  const { follow, checkpointPath } = await setUp(t, INDEXES[0]);
  const { writeFileSync } = await import("node:fs");
  writeFileSync(checkpointPath, '{"feed":');
  await assert.rejects(follow(), code("CHECKPOINT_FOREIGN"));
});
