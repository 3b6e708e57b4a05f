import assert from "node:assert/strict";
import test from "node:test";
import { answerV1 } from "../../src/answer/v1.ts";
import { answerV2 } from "../../src/answer/v2.ts";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";

const accepted = (id: string, scientificName: string, rank: "KINGDOM" | "GENUS" | "SPECIES", parentId?: string) => ({
  id,
  scientificName,
  rank,
  parentId,
  status: "ACCEPTED" as const,
  line: 1,
});
const image = new ImageReader(
  buildImage(
    [
      accepted("1", "Plantae", "KINGDOM"),
      accepted("2", "Abies", "GENUS", "1"),
      accepted("3", "Abies alba", "SPECIES", "2"),
      accepted("4", "Animalia", "KINGDOM"),
      accepted("5", "Oenanthe", "GENUS", "1"),
      accepted("6", "Oenanthe", "GENUS", "4"),
    ],
    { checklistKey: "gbif-test" },
  ),
);
const matcher = new Matcher(image);
const keyOf = (query: Parameters<Matcher["match"]>[0]) => answerV2(matcher.match(query), image).usage?.key;

test("a usageKey answers alone, whatever the name says", () => {
  const outcome = matcher.match({ usageKey: "3", scientificName: "Oenanthe" });
  assert.equal(image.id(outcome.usage), "3");
  assert.equal(outcome.confidence, 100);
  assert.equal(outcome.note, "All provided names were ignored since the usageKey was provided");
});

test("an unknown usageKey is answered by none, with confidence in v1 only", () => {
  const outcome = matcher.match({ usageKey: "99", scientificName: "Abies alba" });
  assert.equal(answerV1(outcome, image)["confidence"], 100);
  assert.equal(answerV2(outcome, image).diagnostics.confidence, undefined);
});

test("an identifier wins over the name and reports that they differ", () => {
  const answer = answerV2(matcher.match({ taxonID: "gbif:3", scientificName: "Abies" }), image);
  assert.equal(answer.usage?.key, "3");
  assert.ok(answer.diagnostics.issues?.includes("SCIENTIFIC_NAME_AND_ID_INCONSISTENT"));
});

test("an unknown identifier leaves the match by name and is reported", () => {
  const answer = answerV2(matcher.match({ taxonID: "x:77", scientificName: "Abies alba" }), image);
  assert.equal(answer.usage?.key, "3");
  assert.deepEqual(answer.diagnostics.issues, ["TAXON_ID_NOT_FOUND"]);
});

test("an excluded kingdom leaves the other homonym", () => {
  assert.equal(keyOf({ scientificName: "Oenanthe", exclude: ["4"] }), "5");
  assert.equal(keyOf({ scientificName: "Oenanthe", exclude: ["1"] }), "6");
});

test("an ambiguous name lists its candidates and what would decide", () => {
  const { diagnostics } = answerV2(matcher.match({ scientificName: "Oenanthe" }), image, { details: true });
  assert.equal(diagnostics.matchType, "NONE");
  assert.deepEqual(diagnostics.candidates?.map(({ key }) => key).sort(), ["5", "6"]);
  assert.deepEqual(diagnostics.decidedBy, ["kingdom"]);
});

test("kingdoms are understood in other words", () => {
  for (const kingdom of ["Metazoa", "animals", "ANIMALIA", "Animalia Linnaeus, 1758"]) {
    assert.equal(keyOf({ scientificName: "Oenanthe", kingdom }), "6", kingdom);
  }
});
