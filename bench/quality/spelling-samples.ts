/** Near spellings of which it is known whether they are errors: what a score of spellings is fitted on, and tried on. */
import { type ImageReader, NameHits, type UsageOrdinal } from "../../src/image/read.ts";
import { targetOf } from "../../src/matcher/query/target.ts";
import { Search } from "../../src/matcher/search.ts";
import { gatherFar } from "../../src/matcher/stages/distant.ts";
import { gatherNear } from "../../src/matcher/stages/fuzzy.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import { halfOf } from "./halves.ts";
import { BUNDLED, hasSource, imageOf, MERGED, withoutSomeSpecies, withoutSomeUninomials } from "./images.ts";
import type { QualityCase } from "./judge.ts";
import { isAbsent, ncbiMisspellings, recombinedNames, recordedMisspellings, seededErrors } from "./sets.ts";
import { type Features, featuresOf } from "./spelling-features.ts";

/** One near spelling. */
export interface Sample extends Features {
  readonly set: string;
  /** True for the name that is meant. */
  readonly isRight: boolean;
  /** How much it counts: made-up names less than recorded ones, of which there are fewer. */
  readonly weight: number;
  /** Fitted on, or tried on. */
  readonly isTried: boolean;
}

const SEED = 20261124;
/** Draws of left-out names that are fitted on; the usual one is tried on. */
const SPECIES_DRAWS = [0, 1, 2, 3, 4, 5];
const UNINOMIAL_DRAWS = [0, 1, 2];
const TRIED_DRAW = 7;

/** The samples of all sets that are there, set by set, as they are made: each takes an image. */
export async function* samples(draws: number): AsyncGenerator<readonly Sample[]> {
  const bundled = await imageOf(BUNDLED);
  yield samplesOf("a", bundled, ncbiMisspellings(), 1);
  yield samplesOf("d", bundled, seededErrors(bundled, 2000, SEED), 0.3);
  yield samplesOf("recombined", bundled, recombinedNames(bundled, 20_000, SEED), 0.3);
  for (const draw of [...SPECIES_DRAWS.slice(0, draws), TRIED_DRAW]) {
    const { image, left } = await withoutSomeSpecies(draw);
    const absent = left.filter(({ name }) => isAbsent(name, image)).map(({ name }) => absentCase(name));
    yield samplesOf("species left out", image, absent, 1, draw === TRIED_DRAW);
  }
  for (const draw of [...UNINOMIAL_DRAWS.slice(0, draws), TRIED_DRAW]) {
    const { image, left } = await withoutSomeUninomials(draw);
    yield samplesOf("genera left out", image, left.map(absentCase), 0.25, draw === TRIED_DRAW);
  }
  const recorded = hasSource(MERGED) ? recordedMisspellings() : undefined;
  if (recorded === undefined) return;
  yield samplesOf("b", await imageOf(MERGED), recorded, 0.5);
}

function absentCase(name: string): QualityCase {
  return { query: { scientificName: name }, editDistance: -1, uninomial: !name.includes(" "), kind: "left out" };
}

/** All near spellings of the cases in an image; of recorded names the second half is tried on. */
export function samplesOf(
  set: string,
  image: ImageReader,
  cases: readonly QualityCase[],
  weight: number,
  isTried?: boolean,
): Sample[] {
  const search = new Search(image);
  const found: Sample[] = [];
  for (const testCase of cases) {
    const target = targetOf(testCase.query);
    if (target === undefined || target.kind !== "scientific" || isKnown(target.folded, image)) continue;
    search.begin(testCase.query, "v2");
    search.target = target;
    search.hints.clear();
    search.list.clear();
    gatherNear(search, 2, false);
    search.nearFound = search.list.items.length > 0;
    const isFar = !search.nearFound && gatherFar(search) >= 0;
    const near = search.list.items.filter(({ spelling }) => spelling === "near");
    if (near.length < search.list.items.length) continue;
    const taxa = new Set(near.map(({ usage }) => acceptedOf(usage, image)));
    const names = new Set<number>();
    for (const { usage, name, editDistance, editCost } of near) {
      const comparison = search.compare(name);
      if (names.has(name) || !comparison.isAligned) continue;
      names.add(name);
      const isUninomial = comparison.asked.length === 1;
      const beside = {
        hasRivals: taxa.size > 1,
        isAccepted: !isUninomial || image.status(usage) === "ACCEPTED",
        isGenusKnown: !isUninomial && comparison.differs(0) && image.hasGenus(comparison.asked[0]!),
      };
      found.push({
        ...featuresOf(comparison, { editDistance, editCost, isFar }, beside),
        set,
        isRight: isMeant(testCase, usage, image),
        weight,
        isTried: isTried ?? halfOf(testCase.query.scientificName!) === "second",
      });
    }
  }
  return found;
}

/** True when the image has the name, or one that differs by its ending only: nothing is left to a score then. */
function isKnown(folded: string, image: ImageReader): boolean {
  if (image.exactName(folded) >= 0) return true;
  const hits = new NameHits();
  image.namesWithStem(folded, hits);
  return hits.length > 0;
}

function acceptedOf(usage: UsageOrdinal, image: ImageReader): UsageOrdinal {
  const accepted = image.accepted(usage);
  return accepted < 0 ? usage : accepted;
}

function isMeant({ rightKey, rightName }: QualityCase, usage: UsageOrdinal, image: ImageReader): boolean {
  const accepted = acceptedOf(usage, image);
  const right = rightKey === undefined ? -1 : image.usageWithId(rightKey);
  if (right >= 0 && acceptedOf(right, image) === accepted) return true;
  if (rightName === undefined) return false;
  const folded = foldName(rightName);
  return foldName(image.canonicalName(accepted)) === folded || foldName(image.canonicalName(usage)) === folded;
}
