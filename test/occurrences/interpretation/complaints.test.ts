/** What users of GBIF complained of, where the name decides: read from data/pipeline beside the project, skipped when absent. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { TaxonAnswers } from "../../../src/answer/taxon-answers.ts";
import { buildImage } from "../../../src/image/build.ts";
import { loadDictionaries } from "../../../src/occurrences/dictionaries/dictionaries.ts";
import { interpretRecord } from "../../../src/occurrences/interpretation/interpret.ts";
import type { InterpretedRecord } from "../../../src/occurrences/interpretation/interpreted.ts";
import { VerbatimRecord } from "../../../src/occurrences/interpretation/record.ts";
import { Taxa } from "../../../src/occurrences/interpretation/taxa.ts";
import { matcherOf } from "../../../src/occurrences/interpretation/taxon-matcher.ts";
import { DEFAULT_OPTIONS } from "../../../src/occurrences/interpretation/tools.ts";

const COMPLAINTS = new URL("../../../../shared/data/pipeline/interpretation/complaints.jsonl", import.meta.url);

/** A backbone with what the complainants meant beside what they got: name, rank, parent. */
const NAMES: readonly (readonly [string, string, string?])[] = [
  ["Animalia", "KINGDOM"],
  ["Chordata", "PHYLUM", "Animalia"],
  ["Annelida", "PHYLUM", "Animalia"],
  ["Arthropoda", "PHYLUM", "Animalia"],
  ["Thecostraca", "CLASS", "Arthropoda"],
  ["Aves", "CLASS", "Chordata"],
  ["Hirundinidae", "FAMILY", "Aves"],
  ["Hirundo", "GENUS", "Hirundinidae"],
  ["Hirundo albigularis Strickland, 1849", "SPECIES", "Hirundo"],
  ["Hirundinea", "CLASS", "Annelida"],
  ["Hirudo", "GENUS", "Hirundinea"],
  ["Hirudo albicollis Müller, 1846", "SPECIES", "Hirudo"],
  ["Insecta", "CLASS", "Arthropoda"],
  ["Lepidoptera", "ORDER", "Insecta"],
  ["Papilionidae", "FAMILY", "Lepidoptera"],
  ["Nymphalidae", "FAMILY", "Lepidoptera"],
  ["Papilio Linnaeus, 1758", "GENUS", "Papilionidae"],
  ["Papilio polyxenes Fabricius, 1775", "SPECIES", "Papilio Linnaeus, 1758"],
  ["Zerynthia", "GENUS", "Papilionidae"],
  ["Zerynthia rumina (Linnaeus, 1758)", "SPECIES", "Zerynthia"],
  ["Oeneis", "GENUS", "Nymphalidae"],
  ["Oeneis polixenes (Fabricius, 1775)", "SPECIES", "Oeneis"],
  ["Cantharidae", "FAMILY", "Insecta"],
  ["Rhagonycha", "GENUS", "Cantharidae"],
  ["Rhagonycha fulva (Scopoli, 1763)", "SPECIES", "Rhagonycha"],
];

type Complaint = {
  verbatim: Record<string, string>;
  want: Record<string, unknown>;
  notWant?: Record<string, unknown>;
};

test("names of complaints lead to the taxa that were wanted, and not to those that were given", {
  skip: existsSync(COMPLAINTS) ? false : "data/pipeline is not here",
}, () => {
  const usages = NAMES.map(([scientificName, rank, parent], i) => ({
    id: String(i),
    scientificName,
    rank: rank as "GENUS",
    status: "ACCEPTED" as const,
    ...(parent && { parentId: String(NAMES.findIndex(([name]) => name === parent)) }),
    line: i + 2,
  }));
  const matchers = [matcherOf("test", "1", new TaxonAnswers(buildImage(usages, { checklistKey: "test" })))];
  const tools = {
    dictionaries: loadDictionaries(),
    matchers,
    taxa: new Taxa(matchers),
    options: DEFAULT_OPTIONS,
    now: Date.UTC(2026, 10, 29),
    unknown: () => {},
  };
  const complaints = readFileSync(COMPLAINTS, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Complaint)
    .filter(({ verbatim }) => "scientificName" in verbatim);
  assert.ok(complaints.length >= 6);
  for (const { verbatim, want, notWant = {} } of complaints) {
    const out = interpretRecord(VerbatimRecord.of(verbatim), tools);
    const label = `${JSON.stringify(verbatim)} became ${out.scientificName} (${out.issue})`;
    const fieldOf = (name: string) => out[name as keyof InterpretedRecord];
    // Names come with their author here.
    for (const [name, value] of Object.entries(want)) {
      const found = fieldOf(name);
      if (typeof value === "string") assert.equal(String(found).split(" Linnaeus")[0], value, `${name}: ${label}`);
      else assert.deepEqual(found, value, `${name}: ${label}`);
    }
    for (const [name, value] of Object.entries(notWant))
      if (Array.isArray(value)) for (const issue of value) assert.ok(!out.issue.includes(issue as never), label);
      else assert.notEqual(fieldOf(name), value, `${name}: ${label}`);
  }
});
