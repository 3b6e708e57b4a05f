/** Names that need no parsing are answered as if they had been parsed. */
import assert from "node:assert/strict";
import test from "node:test";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import { PlainWords } from "../../src/matcher/query/leading-name.ts";
import { plainTargetOf } from "../../src/matcher/query/plain-target.ts";
import { targetOf } from "../../src/matcher/query/target.ts";
import type { MatchQuery } from "../../src/taxonomy/match.ts";

const AUTHORS: readonly [name: string, authorship: string][] = [
  ["Abies alba", "Mill."],
  ["Oenanthe", "L."],
  ["Oenanthe", "Vieillot, 1816"],
  ["Oenanthe oenanthe", "(Linnaeus, 1758)"],
  ["Pinus mugo", "Turra"],
  ["Salix alba", "L. f. caerulea (Sm.) Rehder"],
  ["Rosa canina", "L. × R. gallica L."],
  ["Viola odorata", "de Vriese & von Berg ex Müll.Arg."],
];
const image = new ImageReader(
  buildImage(
    AUTHORS.map(([scientificName, authorship], i) => ({
      id: String(i),
      scientificName,
      authorship,
      rank: scientificName.includes(" ") ? ("SPECIES" as const) : ("GENUS" as const),
      status: "ACCEPTED" as const,
      line: i + 2,
    })),
    { checklistKey: "test" },
  ),
);

function plainTarget(query: MatchQuery) {
  const words = new PlainWords(image);
  words.of(query);
  return plainTargetOf(query, image, words);
}

const READ: readonly MatchQuery[] = [
  { scientificName: "Abies alba" },
  { scientificName: "Abies alba alpina", taxonRank: "variety" },
  { scientificName: "Abies alba", kingdom: "Plantae", genus: "Abies", strict: true },
  { scientificName: "Abies alba", nomenclaturalCode: "ICN" },
  { scientificName: "Abies alba Mill." },
  { scientificName: "Abies alba", scientificNameAuthorship: "Mill." },
  { scientificName: "Abies alba Mill.", scientificNameAuthorship: "Mill." },
  { scientificName: "Oenanthe Vieillot, 1816" },
  { scientificName: "Oenanthe oenanthe (Linnaeus, 1758)", taxonRank: "SPECIES" },
];

for (const query of READ) {
  test(`${JSON.stringify(query)} is read without parsing, to the same target`, () => {
    const { plain: _, authorshipKey: __, authorshipOrdinal: ___, authorship, ...target } = plainTarget(query) ?? {};
    const { plain, authorshipKey, authorshipOrdinal, authorship: parsed, ...expected } = targetOf(query)!;
    assert.deepEqual(target, expected);
    assert.equal(authorship === undefined, parsed === undefined);
  });
}

const PARSED: readonly MatchQuery[] = [
  { scientificName: "Abies alba Miller" },
  { scientificName: "Abies alba L." },
  { scientificName: "Abies alba Mill.", scientificNameAuthorship: "L." },
  { scientificName: "Salix alba L. f. caerulea (Sm.) Rehder" },
  { scientificName: "Rosa canina L. × R. gallica L." },
  { scientificName: "Viola odorata de Vriese & von Berg ex Müll.Arg." },
  { scientificName: "Abies sp." },
  {},
];

for (const query of PARSED) {
  test(`${JSON.stringify(query)} is left to the parser`, () => {
    assert.equal(plainTarget(query), undefined);
  });
}

test("the authorship as the checklist writes it tells homonyms apart, and agrees", () => {
  const matcher = new Matcher(image);
  for (const [name, authorship] of AUTHORS.slice(1, 3)) {
    const outcome = matcher.match({ scientificName: `${name} ${authorship}` });
    assert.equal(image.authorship(outcome.usage), authorship);
    assert.ok(outcome.reasons.includes("AUTHORSHIP_AGREES"));
  }
});
