/** Runs the rows of test/golden/interpretation.md and its sisters. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadDictionaries } from "../../../src/occurrences/dictionaries/dictionaries.ts";
import { interpretRecord } from "../../../src/occurrences/interpretation/interpret.ts";
import type { InterpretedRecord } from "../../../src/occurrences/interpretation/interpreted.ts";
import type { OccurrenceIssue } from "../../../src/occurrences/interpretation/issues.ts";
import { VerbatimRecord } from "../../../src/occurrences/interpretation/record.ts";
import { Taxa } from "../../../src/occurrences/interpretation/taxa.ts";
import { DEFAULT_OPTIONS } from "../../../src/occurrences/interpretation/tools.ts";

const tools = {
  dictionaries: loadDictionaries(),
  matchers: [],
  taxa: new Taxa([]),
  options: DEFAULT_OPTIONS,
  now: Date.UTC(2026, 10, 29),
  unknown: () => {},
};

/** `a=1; b=2`; a separator behind a backslash belongs to the value. */
function pairs(cell: string): [string, string][] {
  return cell.split(/(?<!\\);\s*/).map((pair) => {
    const at = /^issues[+-]=/.test(pair) ? 7 : pair.indexOf("=");
    return [
      pair.slice(0, at).trim(),
      pair
        .slice(at + 1)
        .trim()
        .replace(/\\([;|])/g, "$1"),
    ];
  });
}

/** `term` is of the core, `multimedia/2/term` of the second row of that extension. */
function recordOf(published: string): VerbatimRecord {
  const core: Record<string, string> = { basisOfRecord: "HumanObservation" };
  const extensions: Record<string, Record<string, string>[]> = {};
  for (const [name, value] of pairs(published)) {
    const [type, row, term] = name.split("/");
    if (term === undefined) core[name] = value;
    else {
      extensions[type!] ??= [];
      extensions[type!]![Number(row) - 1] ??= {};
      extensions[type!]![Number(row) - 1]![term] = value;
    }
  }
  return VerbatimRecord.of(core, extensions);
}

function rowsOf(file: string): { published: string; understood: string }[] {
  return readFileSync(new URL(`../../golden/${file}`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (published|-)/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .map(([, published, understood]) => ({ published: published!, understood: understood! }));
}

function written(found: unknown): string {
  return Array.isArray(found)
    ? found.map((item) => String(item).replaceAll(",", "\\,")).join(",")
    : String(found ?? "");
}

for (const [file, atLeast] of [
  ["interpretation.md", 70],
  ["interpretation-by-kind.md", 300],
  ["interpretation-from-labels.md", 490],
  ["interpretation-from-archives.md", 880],
] as const) {
  const rows = rowsOf(file);
  test(`the rows of ${file} are read`, () => assert.ok(rows.length >= atLeast, `${rows.length}`));
  for (const { published, understood } of rows)
    test(`${published} is understood as ${understood}`, () => {
      const out = interpretRecord(recordOf(published), tools);
      for (const [name, value] of pairs(understood)) {
        if (name === "issues+")
          assert.ok(out.issue.includes(value as OccurrenceIssue), `${value} is not in ${out.issue}`);
        else if (name === "issues-")
          assert.ok(!out.issue.includes(value as OccurrenceIssue), `${value} is in ${out.issue}`);
        else if (name === "issues") assert.equal([...out.issue].sort().join(","), value, "issues");
        else if (name.endsWith("~")) {
          const found = Number(out[name.slice(0, -1) as keyof InterpretedRecord]);
          assert.ok(Math.abs(found - Number(value)) < 0.001, `${name} ${found}`);
        } else assert.equal(written(out[name as keyof InterpretedRecord]), value, name);
      }
    });
}
