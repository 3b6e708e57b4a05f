/** What is remembered changes nothing but the time that an answer takes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TaxonAnswers } from "../../../src/answer/taxon-answers.ts";
import { buildImage } from "../../../src/image/build.ts";
import { ImageReader } from "../../../src/image/read.ts";
import { NO_CLASSIFICATION } from "../../../src/occurrences/interpretation/questions.ts";
import { VerbatimRecord } from "../../../src/occurrences/interpretation/record.ts";
import { Taxa, taxonQuery } from "../../../src/occurrences/interpretation/taxa.ts";
import { matcherOf } from "../../../src/occurrences/interpretation/taxon-matcher.ts";
import { TAXON_TEXTS } from "../../../src/occurrences/interpretation/taxon-rows.ts";

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
  const question = taxa.of(key, query, 1);
  return {
    answers: taxa.matchers.map((_, at) => taxa.questions.answer(question, at)),
    texts: TAXON_TEXTS.map((_, field) => taxa.rows.text(taxa.rowOf(question), field)),
    columns: TAXON_TEXTS.map((_, field) => {
      const numbers = new Int32Array(1);
      taxa.rows.column(field, Int32Array.of(taxa.rowOf(question)), numbers);
      return taxa.rows.texts.text(numbers[0]!);
    }),
    classifications: taxa.classificationsOf(question)?.toString(),
  };
}

test("an answer that is remembered, one that was forgotten and a new one are the same", () => {
  const matchers = [matcherOf("1", "test", new TaxonAnswers(IMAGE)), matcherOf("b", "test", new TaxonAnswers(IMAGE))];
  const remembering = new Taxa(matchers);
  const forgetful = new Taxa(matchers, 200);
  for (let round = 0; round < 3; round++)
    for (const name of NAMES) {
      const fresh = ask(new Taxa(matchers), name);
      assert.deepEqual(fresh.columns, fresh.texts);
      assert.deepEqual(ask(remembering, name), fresh);
      assert.deepEqual(ask(forgetful, name), fresh);
      remembering.takeAsked();
      forgetful.takeAsked();
      remembering.makeRoom();
      forgetful.makeRoom(2);
    }
  assert.equal(remembering.questions.keys.count, NAMES.length + 1);
  assert.ok(forgetful.questions.keys.count < 4);
});

test("questions and taxa by the thousand keep their answers while tables grow", () => {
  const taxa = new Taxa([matcherOf("test", "test", new TaxonAnswers(IMAGE))]);
  const names = Array.from(
    { length: 5_000 },
    (_, i) => `Abies ${i % 2 === 0 ? "alba" : "unheard"} ${"x".repeat(i % 50)}${i}`,
  );
  const numbers = names.map((name) =>
    taxa.of(name, { scientificName: NAMES[name.length % NAMES.length]!, genus: "Abies" }, 1),
  );
  assert.equal(new Set(numbers).size, names.length);
  for (const [i, name] of names.entries()) {
    assert.equal(taxa.told(Buffer.from(name)), 0);
    const fresh = ask(taxa, NAMES[name.length % NAMES.length]!);
    assert.deepEqual(taxa.verdictOf(numbers[i]!).matchType, fresh.answers[0]!.verdict.matchType);
    taxa.questions.told[numbers[i]!] = 1;
    assert.equal(taxa.told(Buffer.from(name)), numbers[i]);
  }
});

test("equal answers of a chunk have one number, whatever name was asked", () => {
  const taxa = new Taxa([matcherOf("test", "test", new TaxonAnswers(IMAGE))], 0);
  const of = (scientificName: string) => {
    const { query, key } = taxonQuery(VerbatimRecord.of({ scientificName }));
    return taxa.questions.classification(taxa.of(key, query, 1));
  };
  assert.notEqual(of("Abies alba"), NO_CLASSIFICATION);
  assert.equal(of("Abies alba"), of("Abies  alba "));
  assert.notEqual(of("Abies alba"), of("Abies pectinata"));
  assert.equal(of("Nemo"), NO_CLASSIFICATION);
});

test("a question is counted anew in each chunk, in the order in which it was asked", () => {
  const taxa = new Taxa([matcherOf("test", "test", new TaxonAnswers(IMAGE))]);
  for (const names of [
    ["Abies alba", "Abies"],
    ["Abies", "Nemo", "Abies alba"],
  ]) {
    for (const scientificName of [...names, names[0]!]) {
      const { query, key } = taxonQuery(VerbatimRecord.of({ scientificName }));
      taxa.of(key, query, 2);
    }
    const { questions, counts, queries } = taxa.takeAsked();
    assert.deepEqual(
      questions.map((question, i) => [queries.get(question)?.scientificName, counts[i]]),
      names.map((name, i) => [name, i === 0 ? 4 : 2]),
    );
  }
});
