import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { SMALL_CHECKLIST, temporaryFolder } from "../http/small-service.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command line to its end. */
function binomen(args: readonly string[], input = ""): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: "pipe" });
  const ended: Ended = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (bytes) => (ended.stdout += bytes));
  child.stderr.on("data", (bytes) => (ended.stderr += bytes));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((resolve) => child.on("close", (code) => resolve({ ...ended, code })));
}

/** A folder with the small checklist, and the flags that open it. */
function checklist(t: Parameters<typeof temporaryFolder>[0]): { folder: string; source: string; flags: string[] } {
  const folder = temporaryFolder(t);
  const source = join(folder, "small.csv");
  writeFileSync(source, SMALL_CHECKLIST);
  return { folder, source, flags: ["--backbone", source, "--data-dir", folder, "--workers", "1"] };
}

test("match answers lines from stdin on stdout and says nothing else", async (t) => {
  const { flags } = checklist(t);
  const { code, stdout, stderr } = await binomen(["match", ...flags], "Puma concolor\n\nHelianthus anuus\n");
  assert.equal(stderr, "");
  assert.equal(code, 0);
  const lines = stdout.split("\n");
  assert.match(lines[1]!, /^Puma concolor\tEXACT\t/);
  assert.equal(lines[2], "");
  assert.match(lines[3]!, /^Helianthus anuus\tVARIANT\t/);
});

test("match reads a packed table with a column named by the caller and writes NDJSON", async (t) => {
  const { folder, flags } = checklist(t);
  const file = join(folder, "list.csv.gz");
  writeFileSync(file, gzipSync("Nr;Art\n1;Puma concolor\n"));
  const { code, stdout } = await binomen(["match", file, "--column", "Art", "--to", "ndjson", ...flags]);
  assert.equal(code, 0);
  const answer = JSON.parse(stdout);
  assert.equal(answer.Nr, "1");
  assert.equal(answer.usage.key, "12");
});

test("match ends with 3 and a count when some rows could not be read", async (t) => {
  const { flags } = checklist(t);
  const { code, stdout, stderr } = await binomen(["match", "--from", "ndjson", ...flags], '{"name":"Puma"}\n{broken\n');
  assert.equal(code, 3);
  assert.equal(stdout.trim().split("\n").length, 2);
  assert.match(stderr, /1 of 2 rows could not be read/);
});

test("match writes to the file it is told to", async (t) => {
  const { folder, flags } = checklist(t);
  const out = join(folder, "out.tsv");
  const { code, stdout } = await binomen(["match", "--out", out, ...flags], "Puma\n");
  assert.equal(code, 0);
  assert.equal(stdout, "");
  assert.match(readFileSync(out, "utf8"), /\nPuma\tEXACT/);
});

for (const [command, asked] of [
  ["match", (path: string) => ["match", path, "--out", path]],
  ["match of stdin", (path: string) => ["match", "-", "--out", path]],
  ["build", (path: string) => ["build", path, "--out", path]],
] as const)
  test(`${command} does not write over what it reads`, async (t) => {
    const path = join(temporaryFolder(t), "list.csv");
    const list = "taxonID,scientificName\n1,Puma concolor\n";
    writeFileSync(path, list);
    const stdin = openSync(path, "r");
    t.after(() => closeSync(stdin));
    const child = spawn(process.execPath, [MAIN, ...asked(path)], {
      stdio: [stdin, "ignore", "pipe"],
      timeout: 30_000,
    });
    let stderr = "";
    child.stderr!.on("data", (bytes) => (stderr += bytes));
    assert.equal(await new Promise((resolve) => child.on("close", resolve)), 1);
    assert.match(stderr, /list\.csv cannot be written: it is the file that is read\. Name another file with --out\./);
    assert.equal(readFileSync(path, "utf8"), list);
  });

const mistakes: [what: string, args: string[], code: number, says: RegExp][] = [
  ["a file that is not there", ["match", "/nowhere/list.csv"], 1, /\/nowhere\/list\.csv: no such file/],
  ["a vocabulary that is not there", ["facets", "define", "/nowhere/v.json"], 1, /\/nowhere\/v\.json: no such file/],
  ["an unknown command", ["fetch"], 2, /unknown command/],
  ["an unknown flag", ["match", "--nonsense"], 2, /unknown option/],
  ["a form that there is not", ["match", "--to", "xml"], 2, /Allowed choices/],
  ["a port that is no number", ["serve", "--port", "http"], 2, /whole number/],
  ["a port that is too large", ["serve", "--port", "70000"], 2, /port/],
  ["a backbone that is not there", ["serve", "--backbone", "/nowhere.zip"], 1, /\/nowhere\.zip: no such file/],
  ["a source that is none", ["build", MAIN], 1, /main\.ts/],
  [
    "an image that cannot be written",
    ["build", MAIN, "--out", "/nowhere/at/all/x.img"],
    1,
    /\/nowhere\/at\/all\/x\.img cannot be written/,
  ],
  [
    "a file that cannot be written",
    ["match", MAIN, "--out", "/nowhere/at/all/x.csv"],
    1,
    /\/nowhere\/at\/all\/x\.csv cannot be written/,
  ],
  ["a file below a file", ["match", MAIN, "--out", `${MAIN}/x.csv`], 1, /main\.ts is no folder/],
  ["a folder to write to", ["match", MAIN, "--out", "."], 1, /it is a folder/],
  ["an image that is none", ["verify", MAIN], 1, /not a binomen image/],
  ["a field that there is not", ["explain", "Puma", "--with", "colour=red"], 1, /colour/],
];
for (const [what, args, code, says] of mistakes)
  test(`${what} ends with ${code} and says so on stderr`, async (t) => {
    const folder = temporaryFolder(t);
    const ended = await binomen(args[0] === "serve" ? [...args, "--data-dir", folder] : args);
    assert.equal(ended.code, code, ended.stderr);
    assert.match(ended.stderr, says);
    assert.equal(ended.stdout, "");
    assert.doesNotMatch(ended.stderr, /\n {4}at /);
  });

test("a reader that closes the pipe is no error", async (t) => {
  const { flags } = checklist(t);
  const child = spawn(process.execPath, [MAIN, "match", ...flags], { stdio: ["pipe", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (bytes) => (stderr += bytes));
  child.stdin.on("error", () => {});
  child.stdin.end("Puma concolor\n".repeat(200_000));
  child.stdout.once("data", () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(stderr, "");
  assert.equal(code, 0);
});

test("build writes an image that verify finds sound, inspect counts and match opens", async (t) => {
  const { folder, source } = checklist(t);
  const image = join(folder, "built.img");
  const built = await binomen(["build", source, "--out", image, "--key", "mine", "--title", "My list"]);
  assert.equal(built.code, 0, built.stderr);
  assert.equal(built.stdout, `${image}\n`);
  const verified = await binomen(["verify", image]);
  assert.match(verified.stdout, /sound, release [0-9a-f]{16}, 12 names/);
  const inspected = await binomen(["inspect", image, "--json"]);
  const survey = JSON.parse(inspected.stdout);
  assert.equal(survey.title, "My list");
  assert.deepEqual(survey.byStatus, { ACCEPTED: 11, SYNONYM: 1 });
  assert.equal(survey.byKingdom.Plantae, 8);
  const matched = await binomen(["match", "--backbone", image, "--workers", "1"], "Puma\n");
  assert.match(matched.stdout, /Puma\tEXACT/);
});

test("build --join lets identifiers of another checklist lead to usages, and tells how many", async (t) => {
  const { folder, source } = checklist(t);
  const worms = join(folder, "worms.csv");
  const rows = ["urn:lsid:marinespecies.org:taxname:1,Puma concolor,species,Animalia", "worms:2,Nowhere at,species,"];
  writeFileSync(worms, `taxonID,scientificName,taxonRank,kingdom\n${rows.join("\n")}\n`);
  const image = join(folder, "joined.img");
  const flags = ["--join", `worms=${worms}`, "--identifiers", "itis"];
  const built = await binomen(["build", source, "--out", image, ...flags]);
  assert.equal(built.code, 0, built.stderr);
  assert.match(built.stderr, /worms: identifiers of \d of \d usages joined/);
  const list = "taxonID,scientificName\nAphiaID:1,Felis\ntsn:12,\nAphiaID:12,\n";
  const matched = await binomen(["match", "--backbone", image, "--workers", "1"], list);
  assert.deepEqual(
    matched.stdout
      .split("\n")
      .slice(1, 4)
      .map((row) => /Puma concolor/.test(row)),
    [true, true, false],
    matched.stdout,
  );
  for (const [join, problem] of [
    ["worms", /SOURCE=PATH is expected/],
    [`worms=${folder}/absent.zip`, /absent\.zip/],
    [`worms=${image}`, /joined\.img/],
  ] as const) {
    const refused = await binomen(["build", source, "--out", image, "--join", join]);
    assert.equal(refused.code === 0, false, join);
    assert.match(refused.stderr, problem);
  }
});

test("explain tells steps and the answer", async (t) => {
  const { flags } = checklist(t);
  const { code, stdout } = await binomen(["explain", "Puma concolr", "--with", "kingdom=Animalia", ...flags]);
  assert.equal(code, 0);
  assert.match(stdout, /^ 1\. /);
  assert.match(stdout, /VARIANT, confidence \d+: Puma concolor/);
});

test("parse needs no checklist and writes one object a name", async () => {
  const { code, stdout } = await binomen(["parse", "Puma concolor (Linnaeus, 1771)", "Abies alba Mill."]);
  assert.equal(code, 0);
  const [puma, abies] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(puma.canonicalName, "Puma concolor");
  assert.equal(abies.authorship, "Mill.");
});

test("parse writes what GBIF's parser and gnparser write when it is told to", async () => {
  const gbif = await binomen(["parse", "--shape", "gbif", "Abies alba Mill."]);
  assert.equal(JSON.parse(gbif.stdout).genusOrAbove, "Abies");
  const gnparser = await binomen(["parse", "--format", "csv", "--shape", "gnparser"], "Homo sapiens\n");
  const [header, row] = gnparser.stdout.split("\n");
  assert.match(header!, /^Id,Verbatim,Cardinality/);
  // The id that globalnames.org gives this string.
  assert.match(row!, /^16f235a0-e4a3-529c-9b83-bd15fe722110,Homo sapiens,2,/);
});

test("config shows every setting with its variable", async () => {
  const { code, stdout } = await binomen(["config"]);
  assert.equal(code, 0);
  const settings = JSON.parse(stdout) as { setting: string; environment: string }[];
  assert.ok(settings.some(({ setting, environment }) => setting === "port" && environment === "BINOMEN_PORT"));
});

test("serve on a port that is taken says so, and how to go on", async (t) => {
  const { flags } = checklist(t);
  const other = createServer().listen(0, "127.0.0.1");
  t.after(() => other.close());
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await binomen(["serve", "--port", String(port), ...flags]);
  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`127\\.0\\.0\\.1:${port} cannot be listened on.*--port`));
});

/** Starts a server, asks it once and stops it; what it wrote to stderr. */
async function served(t: TestContext, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [MAIN, "serve", "--port", "0", ...args], { stdio: "pipe" });
  t.after(() => child.kill("SIGKILL"));
  let stderr = "";
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.on("data", (bytes) => {
      stderr += bytes;
      const found = /binomen listens\b.*?(http:[^\s"]+)/.exec(stderr)?.[1];
      if (found) resolve(found);
    });
    child.on("close", () => reject(new Error(stderr)));
  });
  const reply = await fetch(`${address}/v2/species/match?scientificName=Puma`);
  assert.equal(reply.headers.get("content-type"), "application/json");
  const ended = new Promise((resolve) => child.on("close", resolve));
  child.kill("SIGTERM");
  assert.equal(await ended, 0);
  return stderr;
}

test("serve says what to open in words, answers until it is told to stop, then ends with 0", async (t) => {
  const { flags } = checklist(t);
  const stderr = await served(t, flags);
  assert.match(stderr, /release [0-9a-f]{16}, 12 names, 12 usages/);
  assert.match(stderr, /^binomen listens on http:\/\/127\.0\.0\.1:\d+ - open it in a browser/m);
  assert.doesNotMatch(stderr, /[{}\u001b]/);
});

test("serve --log json writes nothing but JSON, an object a line", async (t) => {
  const { flags } = checklist(t);
  const lines = (await served(t, [...flags, "--log", "json"])).trimEnd().split("\n");
  const events = lines.map((line) => JSON.parse(line) as { level: number; time: number; msg: string });
  assert.ok(events.every(({ level, time, msg }) => level === 30 && time > 0 && msg !== ""));
  assert.ok(events.some((event) => event.msg === "binomen listens" && "tuned" in event));
  assert.ok(events.some((event) => event.msg === "checklist opened" && "nameCount" in event));
});
