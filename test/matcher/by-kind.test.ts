/** Reads test/golden/matching-by-kind.md and asks every case of it of the bundled backbone. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openChecklist } from "../../src/checklists/compile.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import type { MatchQuery } from "../../src/taxonomy/match.ts";

const BUNDLED = new URL("../../data/ncbi-taxonomy-dwca.zip", import.meta.url).pathname;
const TABLE = new URL("../golden/matching-by-kind.md", import.meta.url);

function queryOf(name: string, hints: string): MatchQuery {
  const query: Record<string, unknown> = name === "" ? {} : { scientificName: name };
  for (const hint of hints.split(/, (?=\w+=)/).filter((part) => part !== "")) {
    const [parameter, value] = hint.split("=");
    query[parameter!] = value === "true" ? true : value;
  }
  return query as MatchQuery;
}

interface Row {
  readonly kind: string;
  readonly cells: readonly string[];
}

function rows(): Row[] {
  const found: Row[] = [];
  let kind = "";
  for (const line of readFileSync(TABLE, "utf8").split("\n")) {
    if (line.startsWith("## ")) kind = line.slice(3);
    if (!line.startsWith("| ") || /^\| (?:query |-)/.test(line)) continue;
    found.push({
      kind,
      cells: line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    });
  }
  return found;
}

describe("kinds of matching cases on the bundled backbone", () => {
  let folder: string;
  let image: ImageReader;
  let matcher: Matcher;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "binomen-kinds-"));
    image = new ImageReader((await openChecklist(BUNDLED, folder, { checklistKey: "bundled" })).image);
    matcher = new Matcher(image);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const cases = rows();
  test("the table has its rows", () => assert.ok(cases.length > 110, `only ${cases.length} rows were read`));
  for (const { kind, cells } of cases) {
    const [name, hints, answer, type] = cells as [string, string, string, string];
    test(`${kind}: ${name || "no name"} ${hints === "" ? "" : `with ${hints} `}is answered by ${answer}`, () => {
      const outcome = matcher.match(queryOf(name, hints));
      assert.equal(outcome.usage < 0 ? "-" : image.scientificName(outcome.usage), answer, outcome.reasons.join(" "));
      assert.equal(outcome.matchType + (outcome.ambiguous ? " ambiguous" : ""), type);
    });
  }
});
