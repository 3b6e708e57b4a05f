/** A server with the bundled backbone for tests in a browser: it can be stopped and started again at the same address. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";

const MAIN = join(import.meta.dirname, "..", "..", "src", "cli", "main.ts");

/** A server of its own process. */
export interface TestServer {
  url: string;
  start(): Promise<void>;
  /** Ends it at once, as a crash or a power cut would. */
  kill(): Promise<void>;
}

/** A server that listens; `settings` are further options of `binomen serve`. */
export async function startServer(settings: readonly string[] = []): Promise<TestServer> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const server: TestServer = {
    url: `http://127.0.0.1:${port}`,
    async start() {
      const started = spawn(process.execPath, [MAIN, "serve", "--port", String(port), ...settings], {
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      const lines = createInterface({ input: started.stderr });
      const said: string[] = [];
      lines.on("line", (line) => said.push(line));
      started.stdout.resume();
      started.once("exit", () => lines.close());
      for (;;) {
        if (started.exitCode !== null) throw new Error(`The server did not start:\n${said.join("\n")}`);
        const isUp = await fetch(`${server.url}/health`).then(
          ({ ok }) => ok,
          () => false,
        );
        if (isUp) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async kill() {
      const ended = child;
      child = undefined;
      if (!ended || ended.exitCode !== null) return;
      const exit = once(ended, "exit");
      ended.kill("SIGKILL");
      await exit;
    },
  };
  await server.start();
  return server;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
