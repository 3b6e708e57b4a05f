import assert from "node:assert/strict";
import test from "node:test";
import { normaliseHigherTaxon, saysNothing, usualHigherTaxon } from "../../src/matcher/higher-taxon.ts";
import { classificationScore } from "../../src/matcher/classification-score.ts";
import { confidenceOf } from "../../src/matcher/confidence.ts";
import { storedIdentifier } from "../../src/matcher/identifiers.ts";
import { assembleName, expandAbbreviatedGenus, isSimpleBinomial } from "../../src/matcher/name-assembly.ts";
import { rankScore } from "../../src/matcher/rank-score.ts";
import { spansRank } from "../../src/matcher/homonym.ts";
import { LINNEAN_RANKS } from "../../src/matcher/taxa.ts";
import { distanceSimilarity, nameSimilarity } from "../../src/matcher/similarity.ts";
import { type GbifCase, gbifCases } from "./gbif-cases.ts";

// biome-ignore lint/suspicious/noExplicitAny: the arguments come from a file of cases
type Fn = (...args: any[]) => unknown;

const nothing = <T>(value: T | undefined) => value ?? null;

const FUNCTIONS: Record<string, Fn> = {
  rankSimilarity: rankScore,
  normConfidence: confidenceOf,
  classificationSimilarity: (a, b) => classificationScore(a, b),
  scientificNameSimilarity: nameSimilarity,
  editDistanceToSimilarity: (distance: number, a: string, b: string) => distanceSimilarity(distance, a.length, b.length),
  isSimpleBinomial,
  expandAbbreviatedGenus,
  higherTaxonLookup: (name, rank: string) => nothing(usualHigherTaxon(name, rank.toLowerCase())),
  higherTaxonNorm: (name) => nothing(normaliseHigherTaxon(name)),
  isBlacklisted: saysNothing,
  extractKeyForSearch: (id, scheme) => nothing(storedIdentifier(id, scheme)),
  assembleName: ({ name, authorship, rank, infraSpecificEpithet, classification, ...rest }) => {
    const answer = assembleName(
      {
        ...classification,
        ...rest,
        scientificName: name,
        scientificNameAuthorship: authorship,
        infraspecificEpithet: infraSpecificEpithet,
      },
      rank,
    );
    return { name: nothing(answer.name), rank: nothing(answer.rank) };
  },
  similarButSpanRank: (matches: Record<string, unknown>[], within: number, rank: string) =>
    spansRank(
      matches.length,
      (i) => matches[i]!["confidence"] as number,
      (i, rank) => matches[i]![LINNEAN_RANKS[rank]!],
      within,
      LINNEAN_RANKS.indexOf(rank.toLowerCase() as "class"),
    ),
};

function check(testCase: GbifCase): void {
  const actual = FUNCTIONS[testCase.query.fn!]!(...testCase.query.args!);
  const { equals, min, max, tolerance } = testCase.expect as Record<string, number>;
  if (tolerance !== undefined) assert.ok(Math.abs((actual as number) - equals!) <= tolerance, `${actual}`);
  else if ("equals" in testCase.expect) assert.deepEqual(actual, equals);
  if (min !== undefined) assert.ok((actual as number) >= min, `${actual} is below ${min}`);
  if (max !== undefined) assert.ok((actual as number) <= max, `${actual} is above ${max}`);
}

const cases = gbifCases()?.filter((testCase) => testCase.kind === "unit");
if (cases === undefined) test("GBIF's unit cases", { skip: "../shared/data is absent" }, () => {});
else {
  test("GBIF's unit cases name only functions that exist here", () => {
    assert.ok(cases.length > 0);
    for (const testCase of cases) assert.ok(FUNCTIONS[testCase.query.fn!], testCase.query.fn);
  });
  for (const testCase of cases) {
    const { fn, args } = testCase.query;
    test(`${testCase.api} ${testCase.src}: ${fn}(${JSON.stringify(args).slice(1, -1)})`, () => check(testCase));
  }
}
