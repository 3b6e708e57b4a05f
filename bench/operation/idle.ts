/**
 * What does a server cost that nobody asks?
 *
 *   npm run bench:idle                  processor time of 30 s without a request, in per cent of a core
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { processMemory, processorSeconds, startServer } from "../http/child-server.ts";
import { writeResult } from "../result.ts";

const { values } = parseArgs({ options: { seconds: { type: "string", default: "30" } } });
const SECONDS = Number(values.seconds);
const CLI = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "binomen-idle-"));
const server = await startServer([CLI, "serve", "--port", "0", "--data-dir", folder]);
try {
  await fetch(`${server.url}/metrics`);
  const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  // What follows a start (workers, code that is compiled) is over then.
  await wait(10);
  const before = processorSeconds(server.pid);
  await wait(SECONDS);
  const used = processorSeconds(server.pid) - before;
  const row = {
    seconds: SECONDS,
    processorSeconds: Math.round(used * 100) / 100,
    percentOfCore: Math.round((used / SECONDS) * 10_000) / 100,
    residentMiB: processMemory(server.pid).residentMiB,
  };
  writeResult("idle", "npm run bench:idle", [row], ["Linux counts processor time in steps of 10 ms."]);
  console.table([row]);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
