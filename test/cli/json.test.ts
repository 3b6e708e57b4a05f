/** A machine form for every command, and one shape for its errors. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { phaseTexts, rateText, shareText, shareTexts } from "../../src/cli/terminal/progress.ts";
import { asksForJson } from "../../src/cli/terminal/voice.ts";
import { temporaryFolder } from "../http/small-service.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

function binomen(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8", input: "" });
  return { code: status, stdout, stderr };
}

test("every command has --json, and serve has --log json, too", () => {
  const script = binomen("completion", "bash").stdout;
  const commands = [...script.matchAll(/^ {4}"([^"]+)"\) words="([^"]*)" ;;$/gm)].map(
    ([, path, words]) => [path!, words!.split(" ")] as const,
  );
  assert.ok(commands.length > 20);
  // A command of commands does nothing itself.
  const doing = commands.filter(([path]) => !commands.some(([other]) => other.startsWith(`${path} `)));
  assert.deepEqual(
    doing.filter(([, words]) => !words.includes("--json")).map(([path]) => path),
    [],
  );
  assert.ok(commands.some(([path, words]) => path === "serve" && words.includes("--log")));
});

for (const [args, status, code] of [
  [["nonsense"], 2, "COMMAND_INVALID"],
  [["match", "--nonsense"], 2, "COMMAND_INVALID"],
  [["diff", "only-one.zip"], 2, "COMMAND_INVALID"],
  [["keys", "create"], 2, "COMMAND_INVALID"],
  [["verify", "absent.img"], 1, "SOURCE_NOT_FOUND"],
  [["match", "."], 1, "SOURCE_DAMAGED"],
  [["interpret", "absent.zip", "--out", "absent", "--workers", "999"], 2, "CONFIG_INVALID"],
  [["impact", "absent.img", "absent.img", "absent.tsv"], 1, "SOURCE_NOT_FOUND"],
] as const)
  test(`${args.join(" ")} --json ends with ${status} and tells ${code} as one JSON object`, () => {
    const ended = binomen(...args, "--json");
    assert.equal(ended.code, status);
    assert.equal(ended.stdout, "");
    assert.equal(ended.stderr.trimEnd().split("\n").length, 1, ended.stderr);
    const told = JSON.parse(ended.stderr);
    assert.deepEqual(Object.keys(told), ["code", "message", "details"]);
    assert.equal(told.code, code);
    assert.notEqual(told.message, "");
  });

test("results of build, verify, match and config are JSON, and so is what is told beside them", (t) => {
  const folder = temporaryFolder(t);
  const [list, image] = [join(folder, "list.csv"), join(folder, "list.img")];
  writeFileSync(list, "scientificName,n\nAbies alba,1\nPicea abies,2\n");
  const built = JSON.parse(binomen("build", list, "--out", image, "--json").stdout);
  assert.deepEqual([built.names, built.usages, built.out], [2, 2, image]);
  assert.equal(JSON.parse(binomen("verify", image, "--json").stdout).release, built.release);
  const matched = binomen("match", list, "--backbone", image, "--workers", "1", "--json");
  assert.equal(JSON.parse(matched.stdout).length, 2);
  const { msg, rows, columns } = JSON.parse(matched.stderr);
  assert.deepEqual([msg, rows, columns.unused], ["done", 2, [{ column: "n" }]]);
  assert.ok(JSON.parse(binomen("config", "--json").stdout).length > 10);
});

for (const [args, expected] of [
  [["match", "--json"], true],
  [["serve", "--log", "json"], true],
  [["serve", "--log=json"], true],
  [["serve", "--log", "text"], false],
  [["match", "list.csv"], false],
  [["parse", "--", "--json"], false],
] as const)
  test(`"${args.join(" ")}" ${expected ? "asks" : "does not ask"} for JSON`, () =>
    assert.equal(asksForJson(args), expected));

test("each phase of a work has a rate of its own", () => {
  let seconds = 0;
  const texts = phaseTexts("rows", () => seconds * 1000);
  assert.equal(texts("reading", 0), "reading: 0 rows, 0/s");
  seconds = 10;
  assert.equal(texts("reading", 1_000), "reading: 1,000 rows, 100/s");
  seconds = 11;
  assert.equal(texts("interpreting", 500, 1_000), "interpreting: 500 of 1,000 rows, 500/s, 50 %, 1 s left");
  seconds = 13;
  assert.equal(texts("interpreting", 1_000, 1_000), "interpreting: 1,000 of 1,000 rows, 333/s, 100 %");
});

test("progress tells share, rate and the time that is left, and nothing that cannot be known", () => {
  assert.equal(shareText(12_000, 48_000, "names", 3), "12,000 of 48,000 names, 4,000/s, 25 %, 9 s left");
  assert.equal(shareText(12_000, undefined, "rows", 2), "12,000 rows, 6,000/s");
  assert.equal(shareText(12_000, undefined, "rows", 2, 0.25), "12,000 rows, 6,000/s, 25 %, 6 s left");
  assert.equal(shareText(0, 0, "names", 0), "0 of 0 names, 0/s");
  assert.equal(rateText(10, 0), "10,000/s");
  assert.deepEqual(shareTexts(0.5, 0.1), ["50 %"]);
  assert.deepEqual(shareTexts(0, 100), ["0 %"]);
  assert.deepEqual(shareTexts(1.2, 100), ["100 %"]);
  assert.deepEqual(shareTexts(0.5, 600), ["50 %", "10 min left"]);
  assert.deepEqual(shareTexts(0.1, 3_600), ["10 %", "9.0 h left"]);
  assert.deepEqual(shareTexts(Number.NaN, 1), []);
});
