/**
 * What do several rivals need to be set up? Versions, trigrams, child processes and a place for their files.
 */
import { type ChildProcess, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The version of an installed npm package. */
export function dependencyVersion(name: string): string {
  const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

/** The different groups of three letters of a text: "abies" → "abi", "bie", "ies". A shorter text is one group. */
export function trigrams(text: string): string[] {
  if (text.length < 3) return [text];
  const found = new Set<string>();
  for (let at = 0; at + 3 <= text.length; at++) found.add(text.slice(at, at + 3));
  return [...found];
}

/** The first line that `program --version` prints; `null` when there is no such program. */
export function programVersion(program: string, flag = "--version"): string | null {
  const run = spawnSync(program, [flag], { encoding: "utf8" });
  return run.error ? null : (`${run.stdout}${run.stderr}`.trim().split("\n")[0] ?? "");
}

/** A private directory for an engine's files, and how to remove it. */
export function engineDirectory(engine: string): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `binomen-bench-${engine}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Resident memory of one process, MiB (Linux); 0 when it is gone. */
export function processMiB(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** Ends a child process and waits until it has gone. */
export async function endProcess(child: ChildProcess | undefined, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}
