/** Real engines to index into: how each is made, started and read. Needs Java 17 and Maven. */
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ElasticsearchTarget } from "../../src/indexers/elasticsearch.ts";
import type { RetryPolicy } from "../../src/indexers/retry.ts";
import { SolrTarget } from "../../src/indexers/solr.ts";
import type { IndexTarget } from "../../src/indexers/target.ts";
import type { Doc } from "../../test/indexers/doubles.ts";

/** More documents than any run writes. */
const MOST_DOCUMENTS = 200_000;
const here = import.meta.dirname;

export interface Engine {
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

/** By name. */
export const ENGINES: Record<string, Engine> = {
  solr: {
    folder: join(here, "solr"),
    main: "SolrEngine.java",
    prepareHome: (home) => cpSync(join(here, "solr", "home"), home, { recursive: true }),
    target: (port, retry) => new SolrTarget(`http://127.0.0.1:${port}/solr/names`, { retry }),
    readAll: async (port) => {
      const answer = await json(`http://127.0.0.1:${port}/solr/names/select?q=*:*&rows=${MOST_DOCUMENTS}`);
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

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** Starts an engine; resolves when it listens. */
export async function start(
  { folder, main }: Engine,
  classPath: string,
  home: string,
  port: number,
): Promise<ChildProcess> {
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

/** The engine's jars, fetched by Maven when they are not there yet. */
export function classPathOf({ folder }: Engine, scratch: string): string {
  const file = join(scratch, "classpath");
  const goal = ["-q", "-B", "dependency:build-classpath", `-Dmdep.outputFile=${file}`];
  execFileSync("mvn", goal, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  return readFileSync(file, "utf8").trim();
}

/** The engines named on the command line, or all. */
export function chosenEngines(): [string, Engine][] {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(ENGINES);
  return names.map((name) => {
    const engine = ENGINES[name];
    if (!engine) throw new Error(`unknown engine ${name}, known: ${Object.keys(ENGINES).join(", ")}`);
    return [name, engine];
  });
}

/** Documents of the index without what indexer and engine add, by id. */
export async function heldBy(engine: Engine, port: number): Promise<Map<string, Doc>> {
  const all = (await engine.readAll(port)).map(({ seq_l: _, feed_s: __, _version_: ___, ...doc }) => doc);
  return new Map(all.map((doc) => [doc["id"] as string, doc]));
}
