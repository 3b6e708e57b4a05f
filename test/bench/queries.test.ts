import assert from "node:assert/strict";
import { test } from "node:test";
import { editDistance } from "../../bench/edit-distance.ts";
import { type NameList, QUERY_KINDS, QueryMaker } from "../../bench/queries.ts";

const names: NameList = {
  canonicalNames: ["Abies alba", "Pinus", "Picea excelsa", "Quercus robur pedunculata", "Phyllostachys nigra", "Fagus"],
  authorships: ["Mill.", "L.", "", "(Ehrh.) A.DC.", "(Lodd.) Munro", "L."],
};

test("an edited query is as many edits away from its name as its kind says", () => {
  const maker = new QueryMaker(names, 1);
  for (const { text, name } of maker.make("oneEdit", 500))
    assert.equal(editDistance(text, names.canonicalNames[name]!), 1);
  for (const { text, name } of maker.make("twoEdits", 500)) {
    assert.equal(editDistance(text, names.canonicalNames[name]!), 2, text);
  }
});

test("a space edit changes nothing but one space", () => {
  for (const { text, name } of new QueryMaker(names, 2).make("spaceEdit", 500)) {
    const canonical = names.canonicalNames[name]!;
    assert.equal(text.replaceAll(" ", ""), canonical.replaceAll(" ", ""));
    assert.equal(Math.abs(text.length - canonical.length), 1);
  }
});

test("an absent name is none of the list", () => {
  for (const { text, name } of new QueryMaker(names, 3).make("absent", 500)) {
    assert.equal(name, -1);
    assert.ok(!names.canonicalNames.includes(text));
  }
});

test("the mix keeps its shares, and its seed repeats it", () => {
  const mix = new QueryMaker(names, 4).mix(20_000);
  const share = (kind: string) => mix.filter((query) => query.kind === kind).length / mix.length;
  assert.ok(Math.abs(share("exact") - 0.7) < 0.02);
  assert.ok(Math.abs(share("oneEdit") - 0.15) < 0.02);
  assert.equal(share("spaceEdit"), 0);
  assert.deepEqual(new QueryMaker(names, 4).mix(20_000), mix);
  assert.notDeepEqual(new QueryMaker(names, 5).mix(20_000), mix);
});

test("a list of each name has them all, in order", () => {
  const queries = new QueryMaker(names, 7).each({ exact: 0.5, oneEdit: 0.5 });
  assert.deepEqual(
    queries.map(({ name }) => name),
    [0, 1, 2, 3, 4, 5],
  );
});

test("every kind can be made", () => {
  for (const kind of QUERY_KINDS) assert.equal(new QueryMaker(names, 6).make(kind, 10).length, 10);
});

test("the edit distance counts a swap as one edit, and edits no letter twice", () => {
  for (const [a, b, edits] of [
    ["", "", 0],
    ["alba", "", 4],
    ["alba", "alab", 1],
    ["ca", "abc", 3],
    ["kitten", "sitting", 3],
  ] as const) {
    assert.equal(editDistance(a, b), edits);
    assert.equal(editDistance(b, a), edits);
  }
});
