/** Runs the rows of test/golden/interpretation.md. */
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
    const at = pair.indexOf("=", pair.startsWith("issues") ? 7 : 0);
    return [
      pair.slice(0, at).trim(),
      pair
        .slice(at + 1)
        .trim()
        .replace(/\\([;|])/g, "$1"),
    ];
  });
}

const rows = readFileSync(new URL("../../golden/interpretation.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (published|-)/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, published, understood]) => ({ published: published!, understood: understood! }));

test("the golden rows are read", () => assert.ok(rows.length > 40));

for (const { published, understood } of rows)
  test(`${published} is understood as ${understood}`, () => {
    const out = interpretRecord(VerbatimRecord.of(Object.fromEntries(pairs(published))), tools);
    for (const [name, value] of pairs(understood)) {
      if (name === "issues+")
        assert.ok(out.issue.includes(value as OccurrenceIssue), `${value} is not in ${out.issue}`);
      else if (name === "issues-")
        assert.ok(!out.issue.includes(value as OccurrenceIssue), `${value} is in ${out.issue}`);
      else {
        const found = out[name as keyof InterpretedRecord] as unknown;
        const text = Array.isArray(found)
          ? found.map((item) => String(item).replaceAll(",", "\\,")).join(",")
          : String(found ?? "");
        assert.equal(text, value, name);
      }
    }
  });
