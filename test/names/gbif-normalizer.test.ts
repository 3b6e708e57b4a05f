import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asciiFold,
  normalizeCol,
  normalizeColAll,
  normalizeLegacy,
  removeHybridSign,
  stemEpithetCol,
} from "../../src/names/keys/gbif-normalizer.ts";
import { phoneticKey } from "../../src/names/keys/phonetic.ts";

for (const [name, normal] of [
  ["Abies amus", "Abies ama"],
  ["Aka aabbccddeeffgg", "Aka abcdefg"],
  ["×Ausus", "Ausus"],
  ["x Ausus", "Ausus"],
  ["Io albus", "Io albus"], // a genus of two letters is only folded
  ["Platyrhachis", "Platyrhachis"],
  ["Macrozamia platyrhachis", "Macrozamia platirachis"],
] as const)
  test(`GBIF's older term for ${name} is ${normal}`, () => assert.equal(normalizeLegacy(name), normal));

for (const [name, normal] of [
  ["Lynx rufus baileyi", "Lynx ruf baile"],
  ["Carex ×cayouettei", "Carex caiouet"],
  ["Larus heterozygous", "Larus heterozig"],
  ["Larus fuscus Miller", "Larus fusc Miller"],
] as const)
  test(`GBIF's newer term for ${name} is ${normal}`, () => assert.equal(normalizeCol(name), normal));

test("normalizeColAll stems the genus too", () => assert.equal(normalizeColAll("Cycas circinalis"), "Cic circinal"));
test("pulchra, pulchrum and pulcher share a stem", () =>
  assert.deepEqual(["pulchra", "pulchrum", "pulcher"].map(stemEpithetCol), ["pulcher", "pulcher", "pulcher"]));
test("viatrix and viator share a stem", () => assert.equal(stemEpithetCol("viatrix"), "viator"));
test("asciiFold keeps case and foreign signs", () => assert.equal(asciiFold("ŠŒŽ¥µßÿ"), "SOEZ¥µssy"));
test("a hybrid sign is taken away before genus and epithet", () =>
  assert.equal(removeHybridSign("×Carex x cayouettei"), "Carex cayouettei"));

for (const [word, isEpithet, key] of [
  ["bifasciata", false, "BIFASATA"],
  ["bifasciatum", true, "BIFASATA"],
  ["Plantagy", false, "PLANTAGI"],
  ["Xanthium", false, "ZANTIM"],
] as const)
  test(`${word} sounds like ${key}`, () => assert.equal(phoneticKey(word, isEpithet), key));
