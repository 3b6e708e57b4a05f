/**
 * Does anybody notice when replicas are started anew, or a release is replaced?
 *
 *   npm run bench:deploy                needs haproxy (Debian: apt install haproxy)
 *
 * Two servers behind HAProxy as in deploy/haproxy.cfg, asked all the while. Each is stopped and started again, then each gets
 * another release. Every request that is not answered 200 counts as failed.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ChildServer, startServer } from "../http/child-server.ts";
import { percentile } from "../measure.ts";
import { NOT_HERE, type ResultRow, writeResult } from "../result.ts";
import { type MixedOutcome, sendMixedLoad } from "./mixed-load.ts";

if (spawnSync("haproxy", ["-v"]).error) {
  console.error("haproxy is not installed: apt install haproxy");
  process.exit(NOT_HERE);
}
const CLI = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const CONFIGURATION = fileURLToPath(new URL("../../deploy/haproxy.cfg", import.meta.url));
const GETS_PER_SECOND = 200;
const LISTS_PER_SECOND = 1;

const folder = mkdtempSync(join(tmpdir(), "binomen-deploy-"));
const [front, a, b] = await freePorts(3);
const key = createKey();
const release = makeRelease();
const replicas = new Map<number, ChildServer>();
for (const port of [a!, b!]) replicas.set(port, await replica(port));
const proxy = spawn("haproxy", ["-db", "-f", CONFIGURATION], {
  env: { ...process.env, FRONTEND_PORT: String(front), REPLICA_A_PORT: String(a), REPLICA_B_PORT: String(b) },
  stdio: ["ignore", "inherit", "inherit"],
});
const rows: ResultRow[] = [];
try {
  await isReady(`http://127.0.0.1:${front}`);
  await measure("nothing happens", () => wait(5));
  await measure("both replicas are started anew", async () => {
    for (const port of [a!, b!]) {
      await replicas.get(port)!.stop();
      replicas.set(port, await replica(port));
      // HAProxy has to see it twice before it sends anything there.
      await wait(2);
    }
  });
  await measure("the release is replaced", async () => {
    for (const port of [a!, b!]) {
      const reply = await fetch(`http://127.0.0.1:${port}/admin/checklists/names/release`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ path: release }),
      });
      if (!reply.ok) throw new Error(`${port}: ${reply.status} ${await reply.text()}`);
    }
    await wait(2);
  });
} finally {
  proxy.kill("SIGTERM");
  for (const server of replicas.values()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
writeResult("deploy", "npm run bench:deploy", rows, [
  `${GETS_PER_SECOND} GETs and ${LISTS_PER_SECOND} list of 500 names a second through HAProxy, on the servers' cores.`,
]);
console.table(rows);
if (rows.some(({ failed }) => failed !== 0)) process.exitCode = 1;

async function measure(what: string, happen: () => Promise<void>): Promise<void> {
  let isOver = false;
  const load = sendMixedLoad({
    url: `http://127.0.0.1:${front}`,
    names: ["Helianthus annuus", "Puma concolor", "Helianthus annus", "Felidae"],
    seconds: 600,
    getsPerSecond: GETS_PER_SECOND,
    listsPerSecond: LISTS_PER_SECOND,
    until: () => isOver,
  });
  const began = performance.now();
  await happen();
  isOver = true;
  const outcome = await load;
  rows.push({ what, seconds: Math.round((performance.now() - began) / 100) / 10, ...figures(outcome) });
}

function figures({ gets, lists, health }: MixedOutcome): ResultRow {
  return {
    requests: gets.answered.length + lists.answered.length + health.answered.length,
    failed: [gets, lists, health].reduce((sum, { refused, failed }) => sum + refused + failed, 0),
    getP99Ms: Math.round(percentile(gets.answered, 99) * 10) / 10,
  };
}

function replica(port: number): Promise<ChildServer> {
  const flags = [
    "--port",
    String(port),
    "--data-dir",
    join(folder, String(port)),
    "--state-dir",
    join(folder, "state"),
  ];
  return startServer([CLI, "serve", "--backbone", `names=${checklist("first")}`, ...flags], {
    BINOMEN_DRAIN_SECONDS: "3",
    BINOMEN_RELEASE_FOLDERS: folder,
  });
}

/** A checklist of some names; another text in it makes another release. */
function checklist(title: string): string {
  const path = join(folder, `${title}.csv`);
  const rows = [
    "taxonID,parentNameUsageID,scientificName,scientificNameAuthorship,taxonRank,remarks",
    "1,,Plantae,,kingdom,",
    "2,1,Helianthus,L.,genus,",
    `3,2,Helianthus annuus,${title === "first" ? "L." : "Linnaeus"},species,`,
    "4,,Animalia,,kingdom,",
    "5,4,Felidae,,family,",
    '6,5,Puma concolor,"(Linnaeus, 1771)",species,',
  ];
  writeFileSync(path, `${rows.join("\n")}\n`);
  return path;
}

function makeRelease(): string {
  const source = checklist("second");
  const image = join(folder, "second.img");
  const { status, stderr } = spawnSync(process.execPath, [CLI, "build", source, "--out", image], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return image;
}

function createKey(): string {
  const flags = ["--label", "deploy", "--scope", "admin", "--state-dir", join(folder, "state")];
  const { stdout, stderr } = spawnSync(process.execPath, [CLI, "keys", "create", ...flags], { encoding: "utf8" });
  const token = /bnm_[\w-]+/.exec(stdout)?.[0];
  if (token === undefined) throw new Error(stderr);
  return token;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once("listening", resolve))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function isReady(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const reply = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (reply?.ok) return;
    await wait(0.1);
  }
  throw new Error("nothing answers behind the proxy");
}

function wait(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
