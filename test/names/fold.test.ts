import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { foldName, foldNameShort } from "../../src/names/keys/fold.ts";

for (const [written, long, short] of [
  ["Abies alba", "abies alba", "abies alba"],
  ["ABIES  alba ", "abies alba", "abies alba"],
  ["Rhododendron × prævernum", "rhododendron praevernum", "rhododendron praevernum"],
  ["×Agropogon x littoralis", "agropogon littoralis", "agropogon littoralis"],
  ["Müllerina", "muellerina", "mullerina"],
  ["Mu\u0308llerina", "muellerina", "mullerina"],
  ["Døringina", "doeringina", "doringina"],
  ["Choriozopella trägårdhi", "choriozopella traegaordhi", "choriozopella tragardhi"],
  ["Isoëtes", "isoetes", "isoetes"],
  ["Aster novae-angliae", "aster novaeangliae", "aster novaeangliae"],
  ["Trophon d’orbignyi", "trophon dorbignyi", "trophon dorbignyi"],
  ["Dreyfusia nüßlini", "dreyfusia nuesslini", "dreyfusia nusslini"],
  ["Musca domeſtica", "musca domestica", "musca domestica"],
  ["Oxalis_barrelieri", "oxalis barrelieri", "oxalis barrelieri"],
  ["\u0410bies \u0430lba", "abies alba", "abies alba"], // Cyrillic first letters
  ["SH1957732.10FU", "sh1957732 10fu", "sh1957732 10fu"],
  ["phage T4-1", "phage t4 1", "phage t4 1"],
  ["  ", "", ""],
] as const)
  test(`${JSON.stringify(written)} is looked up as ${long}`, () => {
    assert.equal(foldName(written), long);
    assert.equal(foldNameShort(written), short);
  });

test("folding a folded name changes nothing", () =>
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (s) => {
      const folded = foldName(s);
      assert.equal(foldName(folded), folded);
    }),
  ));
