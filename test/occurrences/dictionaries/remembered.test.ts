/** What is remembered must not keep what it was cut out of. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { TaxonAnswers } from "../../../src/answer/taxon-answers.ts";
import { buildImage } from "../../../src/image/build.ts";
import { Remembered } from "../../../src/occurrences/dictionaries/remembered.ts";
import { Taxa } from "../../../src/occurrences/interpretation/taxa.ts";
import { matcherOf } from "../../../src/occurrences/interpretation/taxon-matcher.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const CHUNK_BYTES = 1 << 20;
const CHUNKS = 100;

/** Megabytes that are held after a text of a chunk was given away, chunk after chunk. */
function heldAfter(take: (text: string) => void): number {
  const used = () => {
    for (let i = 0; i < 3; i++) collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = used();
  for (let i = 0; i < CHUNKS; i++) {
    const chunk = Buffer.alloc(CHUNK_BYTES, `a value of chunk ${i}\t`).toString("latin1");
    take(chunk.substring(0, chunk.indexOf("\t")));
  }
  return (used() - before) / (1 << 20);
}

test("a remembered text does not keep its chunk", () => {
  const remembered = new Remembered((text: string) => text.length);
  const held = heldAfter((text) => remembered.of(text));
  assert.equal(remembered.of("a value of chunk 7"), 18);
  assert.ok(held < CHUNKS / 2, `${held} MB`);
});

test("a remembered question does not keep its chunk", () => {
  const none = { usage: -1, matchType: "NONE", confidence: undefined, issues: [] } as const;
  const taxa = new Taxa([
    { ...matcherOf("test", "test", new TaxonAnswers(buildImage([], { checklistKey: "test" }))), match: () => none },
  ]);
  const held = heldAfter((scientificName) => {
    taxa.of(`scientificName\u0001${scientificName}\u0001`, { scientificName }, 1);
    taxa.takeAsked();
  });
  assert.ok(held < CHUNKS / 2, `${held} MB`);
});
