import assert from "node:assert/strict";
import { test } from "node:test";
import { type Answer, candidatesOf, shownType } from "../../src/page/answer.ts";
import { ADDED_COLUMNS, addedCells, download, downloadHeader } from "../../src/page/list/engine/download.ts";
import { foundOf, NameList } from "../../src/page/list/engine/name-list.ts";
import { computeView } from "../../src/page/list/engine/view.ts";
import type { Filter, SortKey, ViewQuery } from "../../src/page/list/protocol.ts";
import { openWorkbook } from "../../src/tables/workbook.ts";
import { isFormula, writeRow } from "../../src/tables/write.ts";

const ANSWERS: Record<string, Answer> = {
  "Felis concolor": {
    usage: { key: "2", name: "Felis concolor L.", rank: "SPECIES", status: "SYNONYM" },
    acceptedUsage: { key: "1", name: "Puma concolor (L.)", rank: "SPECIES" },
    classification: [
      { key: "k", name: "Animalia", rank: "KINGDOM" },
      { key: "f", name: "Felidae", rank: "FAMILY" },
    ],
    synonym: true,
    diagnostics: {
      matchType: "EXACT",
      confidence: 97,
      reasons: ["AUTHORSHIP_DIFFERS"],
      alternatives: [{ usage: { key: "9", name: "Felis concolor Auct." }, diagnostics: { matchType: "EXACT" } }],
    },
  },
  "Bellis perenis": {
    usage: { key: "3", name: "Bellis perennis L.", rank: "SPECIES", status: "ACCEPTED" },
    classification: [{ key: "p", name: "Plantae", rank: "KINGDOM" }],
    synonym: false,
    diagnostics: { matchType: "VARIANT", confidence: 80, reasons: ["NEAR_SPELLING"] },
  },
  Oenanthe: {
    synonym: false,
    diagnostics: {
      matchType: "NONE",
      decidedBy: ["kingdom"],
      candidates: [
        { key: "4", name: "Oenanthe L." },
        { key: "5", name: "Oenanthe Vieillot, 1816" },
      ],
    },
  },
  Nonsensia: { synonym: false, diagnostics: { matchType: "NONE", note: "No match" } },
};

function list(): NameList {
  const names = ["Felis concolor", "Bellis perenis", "Oenanthe", "Nonsensia", "Bellis perenis", ""];
  const made = new NameList({
    title: "t",
    header: ["id", "name", "family"],
    roles: ["", "scientificName", ""],
    table: { rows: names.map((name, at) => [`${at}`, name]), lines: names.map((_, at) => at + 2) },
  });
  made.questions.forEach((question, at) => {
    const { scientificName } = JSON.parse(question) as { scientificName: string };
    made.take(at, foundOf(ANSWERS[scientificName]!));
  });
  return made;
}

const ALL: ViewQuery = { filter: "all", kingdom: "", search: "", sortBy: "line", descending: false };
const rowsOf = (made: NameList, query: Partial<ViewQuery>) => [...computeView(made, { ...ALL, ...query }).rows];
const cellsOf = (made: NameList, row: number) =>
  Object.fromEntries(addedCells(made, row).map((cell, at) => [ADDED_COLUMNS[at]!, cell]));

test("rows that ask the same are asked once, rows without a name not at all", () => {
  const made = list();
  assert.equal(made.questions.length, 4);
  assert.equal(made.askedRows, 5);
  assert.equal(made.doneRows, 5);
  assert.deepEqual(made.rowsLike(1), [1, 4]);
  assert.equal(made.same(4), 2);
  assert.equal(made.rowView(5).hasName, false);
});

for (const [filter, rows] of [
  ["all", [0, 1, 2, 3, 4, 5]],
  ["look", [1, 2, 3, 4]],
  ["ambiguous", [2]],
  ["none", [3]],
  ["variant", [1, 4]],
  ["exact", [0]],
  ["synonym", [0]],
  ["higher", []],
  ["decided", []],
] as const satisfies readonly (readonly [Filter, readonly number[]])[])
  test(`the filter ${filter} shows its rows and counts them`, () => {
    assert.deepEqual(rowsOf(list(), { filter }), rows);
    assert.equal(computeView(list(), ALL).result.counts[filter], rows.length);
  });

for (const [sortBy, up] of [
  ["name", [1, 4, 0, 3, 2, 5]],
  ["confidence", [2, 3, 5, 1, 4, 0]],
  ["found", [1, 4, 0, 2, 3, 5]],
] as const satisfies readonly (readonly [SortKey, readonly number[]])[])
  test(`rows are sorted by ${sortBy}, those without it together`, () =>
    assert.deepEqual(rowsOf(list(), { sortBy }), up));

test("rows are found by kingdom and by any part of what was written or found", () => {
  assert.deepEqual(rowsOf(list(), { kingdom: "Plantae" }), [1, 4]);
  assert.deepEqual(rowsOf(list(), { kingdom: "-" }), [2, 3]);
  assert.deepEqual(rowsOf(list(), { search: "PUMA" }), [0]);
  assert.deepEqual(rowsOf(list(), { search: "perenis" }), [1, 4]);
});

test("a decision takes a row out of those to look at, for all rows with the name, and is taken back", () => {
  const made = list();
  made.decide(made.rowsLike(1), { kind: "confirmed", at: "now" });
  assert.deepEqual(rowsOf(made, { filter: "look" }), [2, 3]);
  assert.deepEqual(rowsOf(made, { filter: "decided" }), [1, 4]);
  assert.deepEqual(made.undo(), [1, 4]);
  assert.deepEqual(rowsOf(made, { filter: "decided" }), []);
  assert.equal(made.canUndo, false);
});

test("a download tells who was rejected from who was never looked at", () => {
  const made = list();
  made.decide([1], { kind: "rejected", at: "2026-01-01T00:00:00Z" });
  const rejected = cellsOf(made, 1);
  assert.deepEqual([rejected["decision"], rejected["matchedKey"], rejected["kingdom"]], ["rejected", "", ""]);
  const untouched = cellsOf(made, 4);
  assert.deepEqual([untouched["decision"], untouched["matchedKey"], untouched["kingdom"]], ["", "3", "Plantae"]);
});

test("a usage that was picked is downloaded with its accepted usage", () => {
  const made = list();
  made.decide([2], { kind: "picked", at: "now", found: foundOf(ANSWERS["Felis concolor"]!) });
  const cells = cellsOf(made, 2);
  assert.deepEqual([cells["matchedKey"], cells["acceptedKey"], cells["decision"]], ["2", "1", "picked"]);
});

test("a download has every column of the list, and those added under names of their own", async () => {
  const made = list();
  assert.deepEqual(downloadHeader(made).slice(0, 3), ["id", "name", "family"]);
  assert.ok(downloadHeader(made).includes("binomen family"));
  assert.equal(new Set(downloadHeader(made)).size, 3 + ADDED_COLUMNS.length);
  const lines = (await download(made, "csv").file.text()).split("\r\n");
  assert.equal(lines.length, 1 + 6 + 1);
  assert.match(
    lines[1]!,
    /^0,Felis concolor,,EXACT,97,2,Felis concolor L\.,SPECIES,SYNONYM,1,Puma concolor \(L\.\),Animalia/,
  );
  assert.match(lines[6]!, /^5,,,,/);
});

const FORMULAS = ["=1+1", "+49 30 123", "-2+3", "@SUM(A1)", "\uff1d1", "-12,5", "--", "plain", 'say "x", y'];

/** A list with one column beside the names. */
function listWith(notes: readonly string[]): NameList {
  return new NameList({
    title: "t",
    header: ["name", "note"],
    roles: ["scientificName", ""],
    table: { rows: notes.map((note) => ["Nonsensia", note]), lines: notes.map((_, at) => at + 2) },
  });
}

test("a CSV of the page guards the cells that the server's CSV guards, and a workbook needs no guard", async () => {
  const csv = (await download(listWith(FORMULAS), "csv").file.text()).split("\r\n").slice(1, -1);
  assert.deepEqual(
    csv.map((line) => line.slice(0, "Nonsensia,".length + line.slice("Nonsensia,".length).lastIndexOf(",".repeat(17)))),
    FORMULAS.map((note) => writeRow(["Nonsensia", note], ",")),
  );
  const guarded = FORMULAS.map((note) => (isFormula(note) ? `'${note}` : note));
  const bytes = await download(listWith(guarded), "xlsx").file.arrayBuffer();
  const workbook = openWorkbook(new Uint8Array(bytes));
  assert.deepEqual(
    [...workbook.rows(workbook.sheets[0]!)].slice(1).map((row) => row[1]),
    FORMULAS,
  );
});

test("a workbook of the page tells the rows whose cells it had to cut", () => {
  const long = "x".repeat(32_768);
  assert.deepEqual(download(listWith(["short", long, "y", long]), "xlsx").cutRows, [3, 5]);
  assert.deepEqual(download(listWith([long]), "csv").cutRows, []);
});

test("homonyms that nothing tells apart are undecided, not absent", () => {
  assert.equal(shownType(ANSWERS["Oenanthe"]!), "AMBIGUOUS");
  assert.equal(shownType(ANSWERS["Nonsensia"]!), "NONE");
  assert.deepEqual(
    candidatesOf(ANSWERS["Felis concolor"]!).map(({ key }) => key),
    ["2", "9"],
  );
});
