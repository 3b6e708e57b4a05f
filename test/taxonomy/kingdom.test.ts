import assert from "node:assert/strict";
import { test } from "node:test";
import { KINGDOMS, kingdomsDisagree, kingdomsMeant, kingdomsOfCode, parseKingdom } from "../../src/taxonomy/kingdom.ts";
import { NOMENCLATURAL_CODES } from "../../src/taxonomy/nomenclatural-code.ts";

for (const [written, kingdom] of [
  ["Metazoa", "Animalia"],
  ["animals", "Animalia"],
  ["Viridiplantae", "Plantae"],
  ["plants", "Plantae"],
  ["Eubacteria", "Bacteria"],
  ["Viroids", "Viruses"],
  ["Fungi and Lichens", "Fungi"],
  ["incertae sedis", undefined],
  ["Eukaryota", undefined],
  ["Monera", undefined],
  ["", undefined],
] as const)
  test(`the kingdom "${written}" is ${kingdom ?? "not one of ours"}`, () =>
    assert.equal(parseKingdom(written), kingdom));

for (const [a, b, disagree] of [
  ["Metazoa", "Plantae", true],
  ["Animalia", "Metazoa", false],
  ["Eukaryota", "Fungi", false],
  ["Eukaryota", "Bacteria", true],
  ["algae", "Plantae", false],
  ["algae", "Animalia", true],
  ["Monera", "Archaea", false],
  ["Protista", "Chromista", false],
  ["incertae sedis", "Plantae", false],
  [undefined, "Plantae", false],
] as const)
  test(`${a} and ${b} ${disagree ? "disagree" : "can be the same"}`, () => {
    assert.equal(kingdomsDisagree(a, b), disagree);
    assert.equal(kingdomsDisagree(b, a), disagree);
  });

test("every kingdom means itself, and codes name kingdoms of ours only", () => {
  for (const kingdom of KINGDOMS) assert.deepEqual(kingdomsMeant(kingdom), [kingdom]);
  for (const code of NOMENCLATURAL_CODES)
    for (const kingdom of kingdomsOfCode(code)) assert.ok(KINGDOMS.includes(kingdom));
});
