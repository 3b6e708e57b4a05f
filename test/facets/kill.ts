/** Kills a process that imports, again and again, and looks at what it left behind. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { findScore } from "../../src/facets/records/layout.ts";
import { verifyStore } from "../../src/facets/store/verify.ts";
import { LIST_NAMES, LIST_SOURCE, openListStore, versionRows } from "./import-loop.ts";
import { allDocuments, drain, FeedReplica } from "./replicas.ts";

/** What `kills` kills showed. */
export interface KillReport {
  kills: number;
  /** Versions that were acknowledged before a kill. */
  acknowledged: number;
  /** Kills after a commit, before it was acknowledged. */
  between: number;
}

/**
 * Kills an importing process `kills` times with SIGKILL. After each the store has to verify and to hold exactly the
 * version acknowledged last or the one after it, and a reader that has followed all the time has to agree with it.
 * `random` gives numbers from 0 to 1: how long after an acknowledgement the blow falls.
 */
export async function killImports(directory: string, kills: number, random: () => number): Promise<KillReport> {
  const report: KillReport = { kills: 0, acknowledged: 0, between: 0 };
  const reader = new FeedReplica([], 700);
  let version = 0;
  let spanMs = 0;
  await (await openListStore(directory)).close();
  for (; report.kills < kills; report.kills++) {
    const script = fileURLToPath(new URL("./import-loop.ts", import.meta.url));
    const child = spawn(process.execPath, [script, directory, String(version + 1)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    let acknowledged = version;
    let lastMs = 0;
    let blow: NodeJS.Timeout | undefined;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.trim().split("\n")) acknowledged = Number(line);
      if (lastMs > 0) spanMs = performance.now() - lastMs;
      lastMs = performance.now();
      // The first process lives long enough to tell how long an import takes.
      if (spanMs === 0) return;
      // Anywhere in the next import or two, so that every phase is hit.
      blow ??= setTimeout(() => child.kill("SIGKILL"), random() * spanMs * 2);
    });
    const [code, signal] = await exited;
    assert.equal(signal, "SIGKILL", `the importing process ended by itself with ${code}`);

    const store = await openListStore(directory);
    const found = await verifyStore(store);
    assert.deepEqual(found.problems, []);
    const held = heldRows(store);
    const is = (candidate: number): boolean => JSON.stringify(held) === JSON.stringify(versionRows(candidate));
    if (is(acknowledged + 1)) {
      report.between++;
      version = acknowledged + 1;
    } else {
      assert.ok(
        is(acknowledged),
        `after kill ${report.kills + 1} the list is neither version ${acknowledged} nor the next`,
      );
      version = acknowledged;
    }
    report.acknowledged = acknowledged;
    drain(reader, store);
    const truth = await allDocuments(store);
    assert.deepEqual([...reader.docs.keys()].sort(), [...truth.keys()].sort());
    await store.close();
    clearTimeout(blow);
  }
  return report;
}

function heldRows(store: Awaited<ReturnType<typeof openListStore>>): [number, string][] {
  const { facetValueId } = store.vocabulary().sources.get(LIST_SOURCE) as { facetValueId: number };
  const rows: [number, string][] = [];
  for (let name = 1; name <= LIST_NAMES; name++) {
    const { scores } = store.name(name);
    const at = findScore(scores, facetValueId, LIST_SOURCE);
    if (at >= 0) rows.push([name, store.metadata(scores.subarray(at + 8, at + 16)) ?? ""]);
  }
  return rows;
}
