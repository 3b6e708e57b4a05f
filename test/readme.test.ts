/**
 * Does everything work that the README tells its reader to type?
 *
 * In a copy of the project, with folders of its own for images and keys and on a free port. `npm ci` is what `.ci/run`
 * does before any test and `npm test` is what runs this one: these two are not run.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { assertAnswer, commandsOf, type Typed } from "./readme.ts";

const root = join(import.meta.dirname, "..");
const NOT_COPIED = new Set(["node_modules", ".git", "dist", ".cache", "coverage", "bench", "test"]);
const readme = readFileSync(join(root, "README.md"), "utf8");
const typed = commandsOf(readme);

/** Commands that go on until they are stopped. */
const SERVES = /^npm start\b|\bserve\b/;

test("the README says how to install and start, and shows single, bulk and command-line use", () => {
  const all = typed.map(({ command }) => command).join("\n");
  for (const expected of [
    /npm ci/,
    /npm start/,
    /curl .*species\/match\?/,
    /curl [\s\S]*--data|curl [\s\S]*-d /,
    /npm run -s cli -- match|binomen match/,
  ])
    assert.match(all, expected);
});

test("what the README tells to type works and answers what it says", { timeout: 300_000 }, async (t) => {
  // Node and npm are all that a machine must have; `.ci/run` installs curl, so there it is never skipped.
  if (spawnSync("curl", ["--version"]).error) return t.skip("the README's commands need curl, which is not installed");
  const scratch = mkdtempSync(join(tmpdir(), "binomen-readme-"));
  t.after(() => rmSync(scratch, { recursive: true, force: true }));
  const project = join(scratch, "binomen");
  cpSync(root, project, { recursive: true, filter: (path) => path === root || !NOT_COPIED.has(basename(path)) });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  const bin = join(scratch, "bin");
  mkdirSync(bin);
  // What `npm install -g` would put on the path.
  writeFileSync(join(bin, "binomen"), `#!/bin/sh\nexec "${process.execPath}" "${project}/src/cli/main.ts" "$@"\n`);
  chmodSync(join(bin, "binomen"), 0o755);

  const port = await freePort();
  const here = (text: string) => text.replace(/(127\.0\.0\.1|localhost):8080/g, `127.0.0.1:${port}`);
  const run: Run = {
    cwd: project,
    env: {
      ...process.env,
      PATH: [bin, dirname(process.execPath), process.env["PATH"]].join(delimiter),
      BINOMEN_PORT: String(port),
      BINOMEN_DATA_DIR: join(scratch, "state"),
    },
  };
  let server: ChildProcess | undefined;
  t.after(() => server && stop(server));
  let ran = 0;
  for (const { line, command, answer } of typed) {
    await t.test(`line ${line}: ${command.slice(0, 100)}`, async () => {
      for (const part of here(command).split(" && ")) {
        if (/^(npm ci|npm test|git clone|cd) ?/.test(part)) continue;
        ran++;
        if (SERVES.test(part)) {
          if (server) await stop(server);
          server = await startServer(part, run);
        } else assertWorks(part, run, answer && { ...answer, text: here(answer.text) });
      }
    });
  }
  assert.ok(ran >= 4, `only ${ran} commands were run`);
});

interface Run {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

function assertWorks(command: string, run: Run, answer: Typed["answer"]): void {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { ...run, encoding: "utf8", timeout: 120_000 });
  assert.equal(status, 0, `${command}\n${stderr}`);
  if (command.includes("curl")) assert.doesNotMatch(stdout, /^\{"code":"/, command);
  // curl draws its progress on stderr.
  if (answer) assertAnswer(answer, stdout === "" ? stderr : stdout);
}

/** Starts a server in a group of its own, so that npm's child is stopped with npm. */
async function startServer(command: string, run: Run): Promise<ChildProcess> {
  const child = spawn("sh", ["-c", command], { ...run, detached: true, stdio: ["ignore", "ignore", "pipe"] });
  await new Promise<void>((resolve, reject) => {
    let said = "";
    createInterface({ input: child.stderr! }).on("line", (line) => {
      said += `${line}\n`;
      if (/binomen listens on/.test(line)) resolve();
    });
    child.once("exit", () => reject(new Error(`${command} ended:\n${said}`)));
  });
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  process.kill(-child.pid!, "SIGTERM");
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
