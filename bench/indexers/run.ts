/**
 * Measures: documents per second into a real Solr and a real OpenSearch, and whether index and store are equal after it.
 * Corpus:   20,000 score documents, then 5,000 of them changed or removed while the engine is killed (SIGKILL) and
 *           started again, which the indexer has to sit out.
 * Notes:    needs Java 17 and Maven, which fetches the engines; `npm test` uses the doubles of test/indexers instead.
 *           The engines run on one node with their default settings and 1 GB of heap.
 * Run:      node bench/indexers/run.ts [solr] [opensearch]
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { followFeed } from "../../src/indexers/follow.ts";
import { PATIENT, type RetryPolicy } from "../../src/indexers/retry.ts";
import { type Doc, StoreDouble } from "../../test/indexers/doubles.ts";
import { chosenEngines, classPathOf, type Engine, freePort, heldBy, start } from "./engines.ts";

const DOCUMENTS = 20_000;
const CHANGES = 5_000;

/** What the store holds and the index holds, compared whole. */
async function assertEqual(engine: Engine, port: number, store: StoreDouble): Promise<void> {
  assert.deepEqual(sorted(await heldBy(engine, port)), sorted(store.docs));
}

function sorted(docs: Map<string, Doc>): [string, Doc][] {
  return [...docs].sort(([a], [b]) => (a < b ? -1 : 1));
}

function score(n: number, turn: number): Doc {
  const row = { wfo_id: `wfo-${String(n).padStart(10, "0")}`, note: `Größe, „${turn}“ \n\t`, turn: String(turn) };
  return {
    kind_s: "wfo-facet-value-score",
    wfo_id_s: row.wfo_id,
    source_id_s: "64",
    value_id_s: "52",
    modified_dt: "2026-03-30T14:29:41Z",
    json_t: JSON.stringify(row),
  };
}

async function run(name: string, engine: Engine): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), `binomen-${name}-`));
  const home = join(scratch, "home");
  engine.prepareHome(home);
  const classPath = classPathOf(engine, scratch);
  const port = await freePort();
  let child = await start(engine, classPath, home, port);
  try {
    const store = new StoreDouble();
    let retries = 0;
    const retry: RetryPolicy = { ...PATIENT, lastCeilingMs: 4_000, attempts: 60, onRetry: () => retries++ };
    const follow = (onPage: () => void = () => {}) =>
      followFeed({
        feed: store,
        target: engine.target(port, retry),
        checkpointPath: join(scratch, "checkpoint.json"),
        kinds: [],
        pageSize: 1_000,
        once: true,
        rebuild: false,
        retry,
        stop: new AbortController().signal,
        onPage,
      });
    for (let n = 0; n < DOCUMENTS; n++) store.put(`wfo-fvs-${n}`, score(n, 0));
    const begun = performance.now();
    await follow();
    const perSecond = Math.round((DOCUMENTS * 1000) / (performance.now() - begun));
    await assertEqual(engine, port, store);

    for (let n = 0; n < CHANGES; n++)
      if (n % 5 === 0) store.remove(`wfo-fvs-${n * 3}`);
      else store.put(`wfo-fvs-${n * 3}`, score(n * 3, 1));
    let pages = 0;
    let restarting: Promise<void> | undefined;
    await follow(() => {
      if (++pages !== 2) return;
      child.kill("SIGKILL");
      restarting = once(child, "exit").then(async () => {
        child = await start(engine, classPath, home, port);
      });
    });
    await restarting;
    await follow();
    await assertEqual(engine, port, store);
    console.log(
      JSON.stringify({ engine: name, documents: DOCUMENTS, perSecond, changes: CHANGES, retries, equal: true }),
    );
  } finally {
    child.kill("SIGKILL");
    rmSync(scratch, { recursive: true, force: true });
  }
}

for (const [name, engine] of chosenEngines()) await run(name, engine);
