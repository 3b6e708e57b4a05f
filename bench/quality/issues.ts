// Measures: how many reports of wrong answers (what users filed against today's services) are answered as they wanted.
// Corpus:   issue_cases.jsonl on the merged backbone, both beside the project. `node bench/quality/issues.ts`
// Note:     names that the backbone does not have are counted apart: nobody can find them there.
import { readFileSync } from "node:fs";
import { answerV1 } from "../../src/answer/v1.ts";
import { NameHits } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import { writeResult } from "../result.ts";
import { imageOf, MERGED, projectFile } from "./images.ts";

interface IssueCase {
  ref: string;
  input: string;
  hints?: Record<string, string>;
  expected?: Record<string, unknown>;
  expectedBasis?: string;
}

const PARAMETERS: Record<string, string> = { rank: "taxonRank", code: "nomenclaturalCode" };
const cases = readFileSync(projectFile("../shared/data/names/issue_cases.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as IssueCase)
  .filter(({ expected }) => expected !== undefined);
const image = await imageOf(MERGED);
const matcher = new Matcher(image);
const hits = new NameHits();
const counts = new Map<
  string,
  { basis: string; cases: number; asWanted: number; nameAbsent: number; otherwise: number }
>();

for (const { ref, input, hints = {}, expected = {}, expectedBasis = "none" } of cases) {
  const parameters = Object.entries(hints).map(([name, value]) => [PARAMETERS[name] ?? name, value]);
  const outcome = matcher.match({ scientificName: input, ...Object.fromEntries(parameters) });
  const flat = answerV1(outcome, image) as Record<string, unknown>;
  const accepted = outcome.usage < 0 ? -1 : image.accepted(outcome.usage);
  const acceptedName = outcome.usage < 0 ? undefined : image.canonicalName(accepted < 0 ? outcome.usage : accepted);
  const authorship = outcome.usage < 0 ? undefined : image.authorship(outcome.usage);
  const same = (a: unknown, b: unknown) => a !== undefined && foldName(String(a)) === foldName(String(b));
  const problems = Object.entries(expected).filter(([what, want]) => {
    switch (what) {
      case "canonical":
        return !same(flat["canonicalName"], want) && !same(acceptedName, want);
      case "canonicalAnyOf":
        return (
          !(want as string[]).some((name) => same(flat["canonicalName"], name)) &&
          expected["partialCanonical"] === undefined
        );
      case "partialCanonical":
        return !String(flat["canonicalName"]).startsWith(String(want));
      case "canonicalAccepted":
        return !same(acceptedName, want);
      case "notCanonical":
        return same(flat["canonicalName"], want);
      case "notCanonicalAccepted":
        return same(acceptedName, want);
      case "notKingdom":
        return flat["kingdom"] === want;
      case "notMatchType":
        return flat["matchType"] === want;
      case "ambiguous":
        return !outcome.ambiguous;
      case "authorship":
        return !same(authorship, want);
      case "hybrid":
      case "hybridFormula":
        return outcome.usage < 0;
      default:
        return flat[what] !== want;
    }
  });
  const count = counts.get(expectedBasis) ?? {
    basis: expectedBasis,
    cases: 0,
    asWanted: 0,
    nameAbsent: 0,
    otherwise: 0,
  };
  counts.set(expectedBasis, count);
  count.cases++;
  if (problems.length === 0) {
    count.asWanted++;
    continue;
  }
  const wanted = String(expected["canonical"] ?? expected["canonicalAccepted"] ?? input);
  image.namesWithStem(foldName(wanted), hits);
  const isAbsent = image.exactName(foldName(wanted)) < 0 && hits.length === 0;
  if (isAbsent) count.nameAbsent++;
  else count.otherwise++;
  console.log(
    `${isAbsent ? "absent" : "differs"} ${expectedBasis} ${ref} "${input}" wanted ${JSON.stringify(expected)}\n   found ` +
      `${flat["matchType"]} ${flat["scientificName"] ?? "-"} ${flat["kingdom"] ?? ""} ${outcome.ambiguous ? "ambiguous" : ""} ${outcome.reasons.join(" ")}`,
  );
}
console.table([...counts.values()]);
writeResult(
  "issues",
  "node bench/quality/issues.ts",
  [...counts.values()],
  [
    "nameAbsent: the merged backbone has no such name; otherwise: answered differently, reasons in test/golden/matching.md",
  ],
);
