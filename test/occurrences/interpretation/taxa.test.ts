/** What is remembered changes nothing but the time that an answer takes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TaxonAnswers } from "../../../src/answer/taxon-answers.ts";
import { buildImage } from "../../../src/image/build.ts";
import { ImageReader } from "../../../src/image/read.ts";
import { VerbatimRecord } from "../../../src/occurrences/interpretation/record.ts";
import { Taxa, taxonQuery } from "../../../src/occurrences/interpretation/taxa.ts";
import { matcherOf } from "../../../src/occurrences/interpretation/taxon-matcher.ts";

const usage = (id: string, scientificName: string, rank: "GENUS" | "SPECIES", more = {}) => ({
  ...{ id, scientificName, rank, status: "ACCEPTED" as const, line: 1 },
  ...more,
});
const IMAGE = new ImageReader(
  buildImage(
    [
      usage("g", "Abies", "GENUS"),
      usage("a", "Abies alba", "SPECIES", { parentId: "g" }),
      usage("p", "Abies pectinata", "SPECIES", { acceptedId: "a", status: "SYNONYM" }),
      usage("n", "Abies nordmanniana", "SPECIES", { parentId: "g" }),
    ],
    { checklistKey: "test" },
  ),
);
const NAMES = ["Abies alba", "Abies pectinata", "Abies albba", "Abies nordmanniana", "Abies unheard", "Nemo", "Abies"];

function ask(taxa: Taxa, scientificName: string) {
  const { query, key } = taxonQuery(VerbatimRecord.of({ scientificName, genus: "Abies" }));
  const asked = taxa.of(key, query);
  const { question, classifications } = asked;
  return { answers: question.answers, taxon: taxa.taxonOf(asked), classifications: classifications?.toString() };
}

test("an answer that is remembered, one that was forgotten and a new one are the same", () => {
  const matchers = [matcherOf("1", "test", new TaxonAnswers(IMAGE)), matcherOf("b", "test", new TaxonAnswers(IMAGE))];
  const remembering = new Taxa(matchers);
  // Room for two questions or so.
  const forgetful = new Taxa(matchers, 2_000);
  for (let round = 0; round < 3; round++)
    for (const name of NAMES) {
      const fresh = ask(new Taxa(matchers), name);
      assert.deepEqual(ask(remembering, name), fresh);
      assert.deepEqual(ask(forgetful, name), fresh);
      remembering.takeAsked();
      forgetful.takeAsked();
    }
});

test("equal answers of a chunk have one text, whatever name was asked", () => {
  const taxa = new Taxa([matcherOf("test", "test", new TaxonAnswers(IMAGE))], 0);
  const of = (scientificName: string) => {
    const { query, key } = taxonQuery(VerbatimRecord.of({ scientificName }));
    return taxa.of(key, query).classifications;
  };
  assert.ok(of("Abies alba") !== undefined);
  assert.equal(of("Abies alba"), of("Abies  alba "));
  assert.notEqual(of("Abies alba"), of("Abies pectinata"));
  assert.equal(of("Nemo"), undefined);
});

test("a question is counted anew in each chunk, in the order in which it was asked", () => {
  const taxa = new Taxa([matcherOf("test", "test", new TaxonAnswers(IMAGE))]);
  for (const names of [
    ["Abies alba", "Abies"],
    ["Abies", "Nemo", "Abies alba"],
  ]) {
    for (const scientificName of names) {
      const { query, key } = taxonQuery(VerbatimRecord.of({ scientificName }));
      taxa.of(key, query).count++;
    }
    const asked = taxa.takeAsked();
    assert.deepEqual(
      asked.map(({ query, count }) => [query.scientificName, count]),
      names.map((name) => [name, 1]),
    );
  }
});
