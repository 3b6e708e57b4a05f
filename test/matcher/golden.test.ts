/** Reads test/golden/matching.md, which taxonomists edit, and asks every case of it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import { REASONS } from "../../src/matcher/reasons.ts";
import type { MatchQuery } from "../../src/taxonomy/match.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { parseRank } from "../../src/taxonomy/rank-spelling.ts";
import { parseStatus } from "../../src/taxonomy/status-spelling.ts";

const text = readFileSync(new URL("../golden/matching.md", import.meta.url), "utf8");

/** Rows of all tables with this header. */
function tables(header: string): string[][] {
  const rows: string[][] = [];
  let isInside = false;
  for (const line of text.split("\n")) {
    if (line.replace(/\s/g, "") === header) isInside = true;
    else if (!line.startsWith("|")) isInside = false;
    else if (isInside && !/^\|[\s|:-]+\|$/.test(line)) {
      rows.push(
        line
          .slice(1, -1)
          .split("|")
          .map((cell) => cell.trim()),
      );
    }
  }
  return rows;
}

const usages = tables("|id|name|authorship|rank|status|of|").map(
  ([id, name, authorship, rank, status, of]): NameUsage => {
    const isSynonym = parseStatus(status) === "SYNONYM";
    return {
      id: id!,
      scientificName: name!,
      authorship: authorship || undefined,
      rank: parseRank(rank),
      status: parseStatus(status)!,
      ...(of === "" ? {} : isSynonym ? { acceptedId: of } : { parentId: of }),
      line: 1,
    };
  },
);
const image = new ImageReader(buildImage(usages, { checklistKey: "golden" }));
const matcher = new Matcher(image);

function queryOf(name: string, hints: string): MatchQuery {
  const query: Record<string, unknown> = name === "" ? {} : { scientificName: name };
  for (const hint of hints.split(", ").filter((part) => part !== "")) {
    const [parameter, value] = hint.split("=");
    query[parameter!] = value === "true" ? true : value;
  }
  return query as MatchQuery;
}

const cases = tables("|query|hints|answer|type|because|");

test("the golden file has cases", () => assert.ok(cases.length > 30 && usages.length > 30));

for (const [name, hints, answer, type, because] of cases) {
  test(`${name || "(no name)"} ${hints === "" ? "" : `with ${hints} `}is answered by ${answer}`, () => {
    const outcome = matcher.match(queryOf(name!, hints!));
    const found = outcome.usage < 0 ? "-" : image.scientificName(outcome.usage);
    assert.equal(found, answer, outcome.reasons.join(" "));
    assert.equal(outcome.matchType + (outcome.ambiguous ? " ambiguous" : ""), type);
    for (const reason of because!.split(", ")) {
      assert.ok(reason in REASONS, `${reason} is no reason code`);
      assert.ok(outcome.reasons.includes(reason as keyof typeof REASONS), `${reason} is not among ${outcome.reasons}`);
    }
  });
}
