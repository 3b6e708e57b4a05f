/** A short name may be an error for several others. Higher taxa of the query tell which are rivals. */
import assert from "node:assert/strict";
import test from "node:test";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import type { Rank } from "../../src/taxonomy/rank.ts";

const taxon = (id: string, parentId: string | undefined, rank: Rank, scientificName: string) => ({
  id,
  parentId,
  rank,
  scientificName,
  status: "ACCEPTED" as const,
  line: 1,
});
const image = new ImageReader(
  buildImage(
    [
      taxon("p", undefined, "KINGDOM", "Plantae"),
      taxon("v", "p", "FAMILY", "Vahliaceae"),
      taxon("v1", "v", "GENUS", "Vahlia Thunberg, 1782"),
      taxon("m", "p", "FAMILY", "Malvaceae"),
      taxon("m1", "m", "GENUS", "Vahlia Dahl, 1787"),
      taxon("m2", "m", "GENUS", "Vahlea Nobody, 1800"),
      taxon("a", undefined, "KINGDOM", "Animalia"),
      taxon("n", "a", "FAMILY", "Noctuidae"),
      taxon("n1", "n", "GENUS", "Hedina Ronkay, 2005"),
      taxon("c", "a", "FAMILY", "Chrysopidae"),
      taxon("c1", "c", "GENUS", "Hedinia Navás, 1936"),
    ],
    { checklistKey: "test" },
  ),
);
const matcher = new Matcher(image);
const meant = (query: Record<string, string>) => {
  const outcome = matcher.match(query);
  return outcome.usage < 0 ? "none" : image.id(outcome.usage);
};

test("names that the given family speaks against are no rivals of the one it speaks for", () => {
  assert.equal(meant({ scientificName: "Vahliaa", kingdom: "Plantae", family: "Vahliaceae" }), "v1");
  assert.equal(meant({ scientificName: "Hedinaa", kingdom: "Animalia", family: "Noctuidae" }), "n1");
  assert.equal(meant({ scientificName: "Hedinja", kingdom: "Animalia", family: "Chrysopidae" }), "c1");
});

test("rivals in the family that is given stay rivals: the family is answered", () => {
  assert.equal(meant({ scientificName: "Vahlxa", kingdom: "Plantae", family: "Malvaceae" }), "m");
});

test("without higher taxa none of several is meant", () => {
  assert.equal(meant({ scientificName: "Vahliaa" }), "none");
});
