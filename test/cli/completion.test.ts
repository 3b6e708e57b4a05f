import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "binomen-completion-"));
const scripts = { bash: join(folder, "bash"), zsh: join(folder, "_binomen"), fish: join(folder, "binomen.fish") };

const binomen = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });

before(() => {
  for (const [shell, file] of Object.entries(scripts)) {
    const { status, stdout, stderr } = binomen("completion", shell);
    assert.equal(status, 0, stderr);
    writeFileSync(file, stdout);
  }
});
after(() => rmSync(folder, { recursive: true }));

/** What bash offers for words of which the last is being typed. */
function offered(...words: string[]): string[] {
  const script = `source ${scripts.bash}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _binomen; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync("bash", ["-c", script, "-", "binomen", ...words], { encoding: "utf8", cwd: folder });
  return stdout.split("\n").filter((line) => line !== "");
}

for (const [words, expected] of [
  [["ke"], ["keys"]],
  [["keys", "cr"], ["create"]],
  [["facets", "import", "--key-c"], ["--key-column"]],
  [["match", "--to", "nd"], ["ndjson"]],
  [["match", "_bin"], ["_binomen"]],
  [["completion", "--he"], ["--help"]],
] as const)
  test(`bash completes "${words.join(" ")}" to ${expected}`, () => assert.deepEqual(offered(...words), expected));

for (const shell of ["zsh", "fish"] as const)
  test(`the script for ${shell} has every verb and is accepted where that shell is installed`, (t) => {
    const { stdout } = binomen("completion", shell);
    for (const verb of ["serve", "match", "create", "rollback", "solr"]) assert.ok(stdout.includes(verb), verb);
    const { error, status, stderr } = spawnSync(shell, ["-n", scripts[shell]], { encoding: "utf8" });
    if (error) t.skip(`${shell} is not installed`);
    else assert.equal(status, 0, stderr);
  });

test("an unknown shell is refused with those that are known", () => {
  const { status, stderr } = binomen("completion", "tcsh");
  assert.equal(status, 2);
  assert.match(stderr, /bash, zsh, fish/);
});

test("the help of every command has examples, which begin with its own name", () => {
  const { stdout } = binomen("completion", "bash");
  const paths = [...stdout.matchAll(/path="([a-z ]+)" ;;/g)].map(([, path]) => path!);
  assert.ok(paths.length > 20, String(paths.length));
  for (const path of paths) {
    const help = binomen(...path.split(" "), "--help").stdout;
    assert.match(help, new RegExp(`\\nExamples:\\n  .*binomen ${path}`), path);
  }
});
