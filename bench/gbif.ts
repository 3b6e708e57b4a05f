// Measures: how many of GBIF's own test cases are answered as GBIF's tests want, by kind and API.
// Corpus:   cases.jsonl of the shared data on its two backbones (7,000 names each). `npm run bench:gbif [-- WORD]`
// Note:     one engine, no case is treated on its own; what fails on purpose stands in test/golden/matching.md.

import { Matcher } from "../src/matcher/match.ts";
import { gbifBackbone, gbifCases, misfit, queryOf, tenNames } from "./gbif-cases.ts";
import { NOT_HERE, writeResult } from "./result.ts";

const cases = gbifCases();
if (cases === undefined) {
  console.error("The cases are not here: ../shared/data/gbif/cases.jsonl");
  process.exit(NOT_HERE);
}
const matchers: Record<string, Matcher> = {
  nub: new Matcher(gbifBackbone("nub")),
  ws: new Matcher(gbifBackbone("ws")),
  test10: new Matcher(tenNames()),
};
const word = process.argv[2];
const counts = new Map<string, { cases: number; fit: number }>();
for (const testCase of cases) {
  if (word !== undefined && !JSON.stringify(testCase).includes(word)) continue;
  const matcher = matchers[testCase.backbone ?? "test10"]!;
  const problem = misfit(testCase, matcher);
  const group = `${testCase.kind} ${testCase.api}`;
  const count = counts.get(group) ?? { cases: 0, fit: 0 };
  counts.set(group, count);
  count.cases++;
  if (problem === undefined) count.fit++;
  else console.log(`${testCase.api} ${JSON.stringify(testCase.query)}\n   found ${problem}\n   ${testCase.src}`);
  if (word !== undefined && testCase.kind === "match") {
    const outcome = matcher.match({ ...queryOf(testCase), verbose: true }, testCase.api);
    console.log(outcome.steps!.map((step) => `     - ${step}`).join("\n"));
  }
}
const rows = [...counts].map(([group, { cases, fit }]) => ({
  group,
  cases,
  fit,
  percent: Math.round((1000 * fit) / cases) / 10,
}));
console.table(rows);
if (word === undefined)
  writeResult("gbif", "npm run bench:gbif", rows, ["GBIF's matching tests, one engine for both APIs"]);
