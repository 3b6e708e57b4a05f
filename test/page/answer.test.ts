import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ADDED_COLUMNS,
  type Answer,
  addedCells,
  candidatesOf,
  placeOf,
  shownType,
  whyOf,
} from "../../src/page/answer.js";

const SYNONYM: Answer = {
  usage: { key: "2", name: "Felis concolor L.", rank: "SPECIES", status: "SYNONYM" },
  acceptedUsage: { key: "1", name: "Puma concolor (L.)", rank: "SPECIES" },
  classification: [
    { key: "k", name: "Animalia", rank: "KINGDOM" },
    { key: "f", name: "Felidae", rank: "FAMILY" },
  ],
  diagnostics: {
    matchType: "EXACT",
    confidence: 97,
    reasons: ["AUTHORSHIP_DIFFERS"],
    qualifier: "cf.",
    decidedBy: ["scientificNameAuthorship", "kingdom"],
    candidates: [
      { key: "2", name: "Felis concolor L.", confidence: 97 },
      { key: "9", name: "Felis concolor Auct.", status: "ACCEPTED", family: "Felidae" },
    ],
    alternatives: [
      { usage: { key: "9", name: "again" }, diagnostics: { matchType: "EXACT" } },
      { usage: { key: "10", name: "Aus" }, diagnostics: { matchType: "VARIANT" } },
    ],
  },
  synonym: true,
};

const byColumn = (answer: Answer): Record<string, string> =>
  Object.fromEntries(addedCells(answer, "match").map((cell, i) => [ADDED_COLUMNS[i]!, cell]));

test("a synonym is downloaded with its accepted usage and higher taxa", () => {
  const cells = byColumn(SYNONYM);
  assert.equal(addedCells(SYNONYM, "match").length, ADDED_COLUMNS.length);
  assert.deepEqual(
    [
      cells["matchedKey"],
      cells["acceptedKey"],
      cells["acceptedName"],
      cells["kingdom"],
      cells["family"],
      cells["genus"],
      cells["chosenBy"],
    ],
    ["2", "1", "Puma concolor (L.)", "Animalia", "Felidae", "", "match"],
  );
});

test("an accepted usage is its own accepted usage, a synonym of nothing has none", () => {
  const { acceptedUsage: _, ...lost } = SYNONYM;
  assert.equal(byColumn(lost)["acceptedKey"], "");
  assert.equal(byColumn({ ...lost, synonym: false })["acceptedKey"], "2");
});

test("nothing found leaves the cells empty", () => {
  const cells = addedCells({ diagnostics: { matchType: "NONE" } }, "match");
  assert.deepEqual(cells, ["NONE", ...ADDED_COLUMNS.slice(1).map(() => "")]);
});

test("reasons are words, and the note speaks only when there is none", () => {
  assert.deepEqual(whyOf(SYNONYM), [
    "authorship differs",
    'marked "cf."',
    "scientific name authorship or kingdom would decide",
  ]);
  assert.deepEqual(whyOf({ diagnostics: { matchType: "NONE", note: "No name given" } }), ["No name given"]);
  assert.equal(placeOf(SYNONYM), "Animalia › Felidae");
});

test("candidates are listed once, the one found first", () => {
  assert.deepEqual(
    candidatesOf(SYNONYM).map(({ key }) => key),
    ["2", "9", "10"],
  );
  assert.equal(candidatesOf(SYNONYM)[0]?.family, "Felidae");
});

test("homonyms that nothing tells apart are undecided, not absent", () => {
  const candidates = [
    { key: "1", name: "Oenanthe L." },
    { key: "2", name: "Oenanthe Vieillot, 1816" },
  ];
  assert.equal(shownType({ diagnostics: { matchType: "NONE", candidates } }), "AMBIGUOUS");
  assert.equal(shownType({ diagnostics: { matchType: "NONE" } }), "NONE");
  assert.equal(shownType(SYNONYM), "EXACT");
});
