/** (f) What do a full-text index and a string comparison make of the same names? */
import { Index } from "flexsearch";
import { ratio } from "fuzzball";
import type { ImageReader } from "../../src/image/read.ts";
import { noOutcome } from "../../src/matcher/outcome.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import type { ResultRow } from "../result.ts";
import { judge, type QualityCase } from "./judge.ts";
import { Tallies } from "./tally.ts";

/** fuzzball's ratio from which a hit counts; below it the rival says "none". */
const LEAST_RATIO = 85;
const POOL = 100;

/** Rows of FlexSearch (forward tokens) with fuzzball choosing among the first hundred. */
export function flexsearchAnswers(image: ImageReader, cases: readonly QualityCase[]): ResultRow[] {
  const index = new Index({ tokenize: "forward" });
  const names: string[] = [];
  for (let name = 0; name < image.nameCount; name++) {
    names.push(image.foldedName(name));
    index.add(name, names[name]!);
  }
  const tallies = new Tallies();
  for (const testCase of cases) {
    const asked = foldName(testCase.query.scientificName!);
    let best = -1;
    let bestRatio = LEAST_RATIO - 1;
    for (const name of index.search(asked, { limit: POOL, suggest: true }) as number[]) {
      const found = ratio(asked, names[name]!, { full_process: false });
      if (found > bestRatio) [best, bestRatio] = [name, found];
    }
    const outcome = noOutcome(0);
    if (best >= 0) {
      outcome.usage = image.firstUsage(best);
      outcome.matchType = "VARIANT";
    }
    tallies.add(judge(testCase, outcome, image), ["all"]);
  }
  return tallies.rows("(a) misspellings in NCBI, bundled backbone", "FlexSearch + fuzzball");
}
