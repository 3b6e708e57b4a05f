import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { FacetStore } from "../../src/facets/store/store.ts";
import { elasticsearchDouble, feedDouble, StoreDouble, solrDouble } from "../indexers/doubles.ts";

const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;
const TOKEN = `bnm_${"0".repeat(12)}_${"A".repeat(43)}`;

async function setUp(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), "binomen-cli-index-"));
  t.after(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, "key"), `${TOKEN}\n`);
  const store = new StoreDouble();
  for (let n = 0; n < 2_500; n++) store.put(`wfo-fvs-${n}`, { kind_s: "wfo-facet-value-score" });
  const feed = await feedDouble(t, store, TOKEN);
  const start = (kind: string, url: string, ...more: string[]) => {
    const given = ["index", kind, "--url", url, "--from", feed.url, "--key-file", join(directory, "key"), ...more];
    const child = spawn(process.execPath, [MAIN, ...given], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, BINOMEN_STATE_DIR: directory },
    });
    t.after(() => child.kill("SIGKILL"));
    let said = "";
    child.stderr.on("data", (text) => (said += text));
    let printed = "";
    child.stdout.on("data", (text) => (printed += text));
    const ended = new Promise<{ status: number | null; said: string; printed: string }>((resolve) =>
      child.once("close", (status) => resolve({ status, said, printed })),
    );
    return { child, ended };
  };
  return { directory, store, start };
}

test("index solr --once fills the core, says so on stderr and keeps where it stands", async (t) => {
  const { store, start } = await setUp(t);
  const core = await solrDouble(t);
  const first = await start("solr", `${core.url}/solr/names`, "--once").ended;
  assert.equal(first.status, 0, first.said);
  assert.match(first.said, /done: 2500 written, 0 removed, up to date/);
  assert.equal(first.printed, "");
  store.remove("wfo-fvs-7");
  const second = await start("solr", `${core.url}/solr/names`, "--once").ended;
  assert.match(second.said, /done: 0 written, 1 removed, up to date/);
  assert.deepEqual([...core.docs.keys()].sort(), [...store.docs.keys()].sort());
});

test("index elasticsearch follows until SIGTERM and then ends with exit code 0", async (t) => {
  const { directory, start } = await setUp(t);
  const index = await elasticsearchDouble(t);
  const published = new Promise<void>((resolve) => {
    index.onPublished = resolve;
  });
  const checkpoint = join(directory, "checkpoint.json");
  const { child, ended } = start("elasticsearch", `${index.url}/names`, "--checkpoint", checkpoint);
  await published;
  child.kill("SIGTERM");
  const { status, said } = await ended;
  assert.equal(status, 0, said);
  assert.match(said, /stopped: 2500 written/);
  assert.equal(JSON.parse(readFileSync(checkpoint, "utf8")).cursor, "2500");
});

test("refused documents are kept as NDJSON with the reason when --rejects says where", async (t) => {
  const { directory, store, start } = await setUp(t);
  store.put("bad", { broken_l: "x" });
  const core = await solrDouble(t);
  const rejects = join(directory, "rejects.ndjson");
  const { status, said } = await start("solr", `${core.url}/solr/names`, "--once", "--rejects", rejects).ended;
  assert.equal(status, 0, said);
  assert.match(said, /1 refused/);
  const [line] = readFileSync(rejects, "utf8").trim().split("\n");
  assert.match(JSON.parse(line!).problem, /broken_l/);
  assert.equal(JSON.parse(line!).id, "bad");
});

test("index reads the store itself, while another process has it open", async (t) => {
  const { directory } = await setUp(t);
  const folder = join(directory, "facets");
  const store = await FacetStore.open(folder);
  t.after(() => store.close());
  await store.write((writer) => {
    writer.putFacet({ id: 1, name: "Life Form", heritable: true });
    writer.putValue({ id: 1, name: "Tree", facetId: 1 });
    writer.putSource({ id: 1, name: "trees", facetValueId: 1 });
    writer.putScore(5, 1, 1, "{}");
  });
  const graphs = join(directory, "graphs.ndjson");
  writeFileSync(graphs, '{"classification":"2026-06","taxon":["wfo-0000000006"],"path":[["wfo-0000000005"]]}');
  const core = await solrDouble(t);
  const given = ["index", "solr", "--url", `${core.url}/solr/names`, "--store", folder, "--taxa", graphs, "--once"];
  const child = spawn(process.execPath, [MAIN, ...given], { env: { ...process.env, BINOMEN_STATE_DIR: directory } });
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const status = await new Promise((resolve) => child.once("close", resolve));
  assert.equal(status, 0, said);
  assert.deepEqual([...core.docs.keys()].sort(), [
    "wfo-0000000006-2026-06",
    "wfo-f-1",
    "wfo-fs-1",
    "wfo-fv-1",
    "wfo-fvs-wfo-0000000005-1-1",
  ]);
  assert.deepEqual(core.docs.get("wfo-0000000006-2026-06")?.["wfo-f-1_ss"], ["wfo-fv-1"]);
});

for (const [mistake, change, exit, expected] of [
  ["a password in the URL", ["--url", "http://u:p@127.0.0.1/x"], 2, /auth-file/],
  ["a URL that is none", ["--url", "names"], 2, /http/],
  ["a store that is not there", ["--store", "/nowhere"], 1, /nowhere/],
  ["a missing key file", ["--key-file", "/nowhere"], 2, /cannot be read/],
] as const)
  test(`${mistake} ends with exit code ${exit} and says what is wrong`, async (t) => {
    const { start } = await setUp(t);
    const { status, said } = await start("solr", "http://127.0.0.1:9/solr/names", ...change).ended;
    assert.equal(status, exit, said);
    assert.match(said, expected);
  });
