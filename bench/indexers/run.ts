/**
 * Measures: documents per second into a real Solr and a real OpenSearch, and whether index and store are equal after it.
 * Corpus:   20,000 score documents, then 5,000 of them changed or removed while the engine is killed (SIGKILL) and
 *           started again, which the indexer has to sit out.
 * Notes:    needs Java 17 and Maven, which fetches the engines; `npm test` uses the doubles of test/indexers instead.
 *           The engines run on one node with their default settings and 1 GB of heap.
 * Run:      node bench/indexers/run.ts [solr] [opensearch]
 */
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ElasticsearchTarget } from "../../src/indexers/elasticsearch.ts";
import { followFeed } from "../../src/indexers/follow.ts";
import { PATIENT, type RetryPolicy } from "../../src/indexers/retry.ts";
import { SolrTarget } from "../../src/indexers/solr.ts";
import type { IndexTarget } from "../../src/indexers/target.ts";
import { type Doc, StoreDouble } from "../../test/indexers/doubles.ts";

const DOCUMENTS = 20_000;
const CHANGES = 5_000;
const here = import.meta.dirname;

interface Engine {
  readonly folder: string;
  readonly main: string;
  readonly prepareHome: (home: string) => void;
  readonly target: (port: number, retry: RetryPolicy) => IndexTarget;
  readonly readAll: (port: number) => Promise<Doc[]>;
}

async function json(url: string, body?: object): Promise<Record<string, unknown>> {
  const headers = { "content-type": "application/json" };
  const reply = await fetch(url, body ? { method: "POST", headers, body: JSON.stringify(body) } : {});
  assert.equal(reply.status, 200, url);
  return (await reply.json()) as Record<string, unknown>;
}

const ENGINES: Record<string, Engine> = {
  solr: {
    folder: join(here, "solr"),
    main: "SolrEngine.java",
    prepareHome: (home) => cpSync(join(here, "solr", "home"), home, { recursive: true }),
    target: (port, retry) => new SolrTarget(`http://127.0.0.1:${port}/solr/names`, { retry }),
    readAll: async (port) => {
      const answer = await json(`http://127.0.0.1:${port}/solr/names/select?q=*:*&rows=${2 * DOCUMENTS}`);
      return (answer["response"] as { docs: Doc[] }).docs;
    },
  },
  opensearch: {
    folder: join(here, "opensearch"),
    main: "OpenSearchEngine.java",
    prepareHome: (home) => mkdirSync(join(home, "config"), { recursive: true }),
    target: (port, retry) => new ElasticsearchTarget(`http://127.0.0.1:${port}/names`, { retry }),
    readAll: async (port) => {
      const all: Doc[] = [];
      for (let after: unknown[] | undefined; ; ) {
        const search = { size: 10_000, sort: ["id"], ...(after ? { search_after: after } : {}) };
        const answer = await json(`http://127.0.0.1:${port}/names/_search`, search);
        const { hits } = answer["hits"] as { hits: { _source: Doc; sort: unknown[] }[] };
        if (hits.length === 0) return all;
        all.push(...hits.map(({ _source }) => _source));
        after = hits.at(-1)!.sort;
      }
    },
  },
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function start({ folder, main }: Engine, classPath: string, home: string, port: number): Promise<ChildProcess> {
  const given = ["-Xmx1g", `-Dsolr.log.dir=${home}`, "-cp", classPath, join(folder, main), home, String(port)];
  const child = spawn("java", given, { stdio: ["pipe", "pipe", "ignore"], cwd: home });
  // Logging may come first, and is read on: a full pipe would stop the engine.
  const lines = createInterface({ input: child.stdout! });
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => line === "listening" && resolve());
    child.once("exit", () => reject(new Error(`${main} did not start`)));
  });
  return child;
}

/** What the store holds and the index holds, compared whole. */
async function assertEqual(engine: Engine, port: number, store: StoreDouble): Promise<void> {
  const indexed = (await engine.readAll(port)).map(({ seq_l: _, feed_s: __, _version_: ___, ...doc }) => doc);
  const byId = (a: Doc, b: Doc) => (String(a["id"]) < String(b["id"]) ? -1 : 1);
  assert.deepEqual(indexed.sort(byId), [...store.docs.values()].sort(byId));
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
  const classPathFile = join(scratch, "classpath");
  const goal = ["-q", "-B", "dependency:build-classpath", `-Dmdep.outputFile=${classPathFile}`];
  execFileSync("mvn", goal, { cwd: engine.folder, stdio: ["ignore", "ignore", "inherit"] });
  const classPath = readFileSync(classPathFile, "utf8").trim();
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

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(ENGINES);
for (const name of chosen) {
  const engine = ENGINES[name];
  if (!engine) throw new Error(`unknown engine ${name}, known: ${Object.keys(ENGINES).join(", ")}`);
  await run(name, engine);
}
