/**
 * Does everything work that the pages tell their reader to type, and is it answered as they say?
 *
 * Over a sample of the bundled backbone (NCBI Taxonomy, public domain) that is compiled in a moment; the server runs in this
 * process. Each page has a folder of its own; pages are typed side by side. Blocks of `sh` are typed, see `../readme.ts`.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { compileSource } from "../../src/checklists/compile.ts";
import { loadConfig } from "../../src/config.ts";
import { buildApp } from "../../src/http/app.ts";
import { writeImage } from "../../src/image/file.ts";
import { openService } from "../../src/service.ts";
import { assertAnswer, commandsOf } from "../readme.ts";
import { pages } from "./pages.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const SAMPLE = fileURLToPath(new URL("./sample.tsv", import.meta.url));

const scratch = mkdtempSync(join(tmpdir(), "binomen-docs-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs a command to its end, while the server in this process answers it. */
function type(command: string, cwd: string, env: NodeJS.ProcessEnv) {
  const child = spawn("sh", ["-c", command], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = { status: null as number | null, stdout: "", stderr: "" };
  child.stdout.on("data", (bytes) => (ended.stdout += bytes));
  child.stderr.on("data", (bytes) => (ended.stderr += bytes));
  return new Promise<typeof ended>((resolve) => child.on("close", (status) => resolve({ ...ended, status })));
}

test("what the pages tell to type works and answers what they say", { timeout: 240_000 }, async (t) => {
  if (spawnSync("curl", ["--version"]).error) return t.skip("the commands need curl, which is not installed");
  const image = join(scratch, "sample.img");
  writeImage(image, await compileSource(SAMPLE, { checklistKey: "sample", threads: 1 }));
  const folders = { dataDir: join(scratch, "data"), stateDir: join(scratch, "state") };
  const service = await openService(
    loadConfig({ ...folders, backbones: [image], workers: 1, logLevel: "silent", port: 0 }, {}),
  );
  t.after(() => service.close());
  const app = await buildApp(service);
  t.after(() => app.close());
  const address = await app.listen({ host: "127.0.0.1", port: 0 });

  const bin = join(scratch, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "binomen"), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(join(bin, "binomen"), 0o755);
  const env = {
    PATH: [bin, dirname(process.execPath), process.env["PATH"]].join(delimiter),
    BINOMEN_BACKBONES: image,
    BINOMEN_DATA_DIR: folders.dataDir,
    BINOMEN_STATE_DIR: folders.stateDir,
    BINOMEN_WORKERS: "1",
    BINOMEN_TUNING: "off",
    BINOMEN_PORT: new URL(address).port,
  };
  let ran = 0;
  await Promise.all(
    pages().map(async ({ name, text }) => {
      const cwd = join(scratch, name);
      mkdirSync(cwd);
      for (const { line, command, answer } of commandsOf(text.replaceAll("http://127.0.0.1:8080", address))) {
        const where = `docs/${name}:${line}: ${command}`;
        const { status, stdout, stderr } = await type(command, cwd, env);
        assert.equal(status, 0, `${where}\n${stderr}${stdout}`);
        if (answer) assertAnswer({ ...answer, text: answer.text }, stdout);
        ran++;
      }
    }),
  );
  assert.ok(ran >= 35, `only ${ran} commands were run`);
});
