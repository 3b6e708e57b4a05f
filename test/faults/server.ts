/** A real process to do harm to, and disks that are full. */
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { SMALL_CHECKLIST, temporaryFolder } from "../http/small-service.ts";

/** The command line. */
export const MAIN = new URL("../../src/cli/main.ts", import.meta.url).pathname;

/**
 * Milliseconds until a test with processes of its own counts as hanging. Each starts some, which takes a second or two alone and
 * half a minute beside others; no test is about how long it takes.
 */
export const PATIENCE = 300_000;

/** A disk of some megabytes; `undefined` where none can be made. */
export function smallDisk(t: TestContext, megabytes: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "binomen-disk-"));
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
  t.after(() => {
    if (status === 0) execFileSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  if (status !== 0) return undefined;
  return folder;
}

/** Writes until nothing goes in any more. */
export function fill(folder: string): void {
  const file = openSync(join(folder, "filling"), "w");
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, "ENOSPC");
    }
  }
  closeSync(file);
}

/** The small checklist in a file of its own. */
export function smallSource(t: TestContext): string {
  const source = join(temporaryFolder(t), "small.csv");
  writeFileSync(source, SMALL_CHECKLIST);
  return source;
}

/** A server in a process of its own, over the small checklist unless the flags name another. */
export async function serve(
  t: TestContext,
  flags: readonly string[],
  environment: Record<string, string> = {},
  backbone?: string,
) {
  const source = backbone ?? smallSource(t);
  const child: ChildProcess = spawn(process.execPath, [MAIN, "serve", "--port", "0", "--backbone", source, ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that a signal can be sent to all of it as a terminal does.
    detached: true,
    env: { ...process.env, ...environment },
  });
  t.after(() => child.kill("SIGKILL"));
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on("data", (chunk) => {
        said += chunk;
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (address !== undefined) resolve(address);
      });
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  return { child, url, said: () => said };
}

/** The token of a new key that may do everything. */
export function newKey(stateDir: string): string {
  const flags = ["keys", "create", "--label", "x", "--scope", "admin", "--state-dir", stateDir];
  const token = /bnm_[\w-]+/.exec(spawnSync(process.execPath, [MAIN, ...flags], { encoding: "utf8" }).stdout)?.[0];
  assert.ok(token);
  return token;
}

/** A source of facets whose list can be imported, made over HTTP. */
export async function newSource(url: string, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const post = async (path: string, body: object): Promise<number> => {
    const reply = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.equal(reply.status, 200, await reply.clone().text());
    return ((await reply.json()) as { id: number }).id;
  };
  const facet = await post("/facets/facets", { name: "Life form", heritable: true });
  const value = await post("/facets/values", { name: "Tree", facetId: facet });
  return post("/facets/sources", { name: "A flora", facetValueId: value });
}

/** A list of scores, one for each of so many names. */
export function scores(count: number, first = 0): string {
  let text = "wfo_id,page\n";
  for (let i = 0; i < count; i++) text += `wfo-${String(first + i).padStart(10, "0")},${i}\n`;
  return text;
}

/** Imports a list; the status of the answer and its text. */
export async function importList(url: string, token: string, source: number, body: string, query = "?force=true") {
  const headers = { authorization: `Bearer ${token}`, "content-type": "text/csv" };
  const reply = await fetch(`${url}/facets/sources/${source}/import${query}`, { method: "POST", headers, body });
  return { status: reply.status, text: await reply.text() };
}
