/** How is a server under test started, watched and stopped? As a child process, on a free port of 127.0.0.1. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";

export interface ChildServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to its address. */
  readonly startMs: number;
  stop(): Promise<void>;
}

/** Starts `node …` and waits (at most `limitSeconds`) until it prints its address; its other output goes to ours. */
export async function startServer(
  nodeArguments: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  limitSeconds = 300,
): Promise<ChildServer> {
  const start = performance.now();
  const child = spawn(process.execPath, nodeArguments, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await addressOf(child, limitSeconds);
  return {
    url,
    pid: child.pid!,
    startMs: performance.now() - start,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
        setTimeout(() => child.kill("SIGKILL"), 15_000).unref();
      }),
  };
}

function addressOf(child: ChildProcess, limitSeconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (reason: string) => reject(new Error(`the server ${reason}:\n${output.slice(-2000)}`));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`did not say its address within ${limitSeconds} s`);
    }, limitSeconds * 1000);
    const read = (chunk: Buffer) => {
      output += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (address === null) return;
      clearTimeout(timer);
      resolve(address[0]);
    };
    child.stdout!.on("data", read);
    child.stderr!.on("data", read);
    child.once("exit", (code) => fail(`ended with ${code}`));
  });
}

/** Processor seconds a process has used so far, all its threads, from Linux's /proc (1/100 s steps). */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory of a process, MiB: now, and the most it ever was. */
export function processMemory(pid: number): { residentMiB: number; peakMiB: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const field = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
  return { residentMiB: field("VmRSS"), peakMiB: field("VmHWM") };
}
