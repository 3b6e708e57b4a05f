/** A near spelling is an error or another name; what is seen of both decides, and says how sure the answer is. */
import assert from "node:assert/strict";
import test from "node:test";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";

let line = 0;
const taxon = (rank: "GENUS" | "SPECIES", scientificName: string) => ({
  id: String(++line),
  parentId: undefined,
  rank,
  scientificName,
  status: "ACCEPTED" as const,
  line,
});
const image = new ImageReader(
  buildImage(
    [
      taxon("GENUS", "Cardamine"),
      taxon("SPECIES", "Cardamine pratensis"),
      taxon("SPECIES", "Cardamine grandiscapa"),
      taxon("SPECIES", "Cardamine lenta"),
      taxon("SPECIES", "Cardamine virosa"),
      taxon("SPECIES", "Cardamine vilosa"),
      ...["Abies", "Betula", "Carex", "Draba", "Erica", "Festuca", "Galium", "Hedera"].flatMap((genus) => [
        taxon("GENUS", genus),
        taxon("SPECIES", `${genus} tenta`),
        taxon("SPECIES", `${genus} grandicarpa`),
      ]),
      taxon("GENUS", "Sisymbriella"),
      taxon("GENUS", "Hutchinsia"),
    ],
    { checklistKey: "test" },
  ),
);
const matcher = new Matcher(image);
const ask = (scientificName: string) => {
  const outcome = matcher.match({ scientificName });
  const { chosen, confidence, matchType } = outcome;
  return {
    found: chosen === undefined ? "" : image.canonicalName(chosen.usage),
    odds: chosen?.odds,
    confidence,
    matchType,
  };
};

test("an error in a long word that nobody uses is sure, and its confidence above 90", () => {
  const { found, odds, confidence } = ask("Cardamine pratennsis");
  assert.equal(found, "Cardamine pratensis");
  assert.ok(odds! > 3 && confidence >= 90, `${odds}, ${confidence}`);
});

test("letters that changed their places are rather an error than letters that were exchanged", () => {
  assert.ok(ask("Cardamine grandisacpa").odds! > ask("Cardamine grandislopa").odds!);
});

test("an epithet of other genera makes a name that the checklist lacks", () => {
  assert.equal(ask("Cardamine tenta").matchType, "HIGHERRANK");
  assert.equal(ask("Cardamine renta").matchType, "VARIANT");
});

test("a near spelling that may as well be another name has a confidence below 90", () => {
  const { matchType, odds, confidence } = ask("Cardamine grandicapra");
  assert.equal(matchType, "VARIANT");
  assert.ok(odds! < 3 && confidence < 90, `${odds}, ${confidence}`);
});

test("two names as near are no answer unless one is clearly more likely", () => {
  assert.equal(ask("Cardamine vidosa").matchType, "HIGHERRANK");
});

test("a genus with a letter changed is answered, another genus with two is not", () => {
  assert.equal(ask("Sisimbriella").found, "Sisymbriella");
  assert.equal(ask("Hatchinsea").matchType, "NONE");
});
