import assert from "node:assert/strict";
import { test } from "node:test";
import type { PartColumn, PartColumns } from "../../../src/occurrences/dataset/part-columns.ts";
import { MULTIMEDIA_COLUMNS, OCCURRENCE_COLUMNS, SIMPLE_COLUMNS } from "../../../src/occurrences/export/columns.ts";
import { exportRows } from "../../../src/occurrences/export/rows.ts";

function part(rowCount: number, interpreted: Record<string, PartColumn>, verbatim: Record<string, PartColumn> = {}) {
  const keys = Array.from({ length: rowCount }, (_, row) => BigInt(row + 1));
  return {
    rowCount,
    interpreted: new Map(Object.entries({ gbifID: keys, ...interpreted })),
    verbatim: new Map(Object.entries({ gbifID: keys, ...verbatim })),
  } satisfies PartColumns;
}

function rowsOf(bytes: Uint8Array | undefined, names: readonly string[]): Record<string, string>[] {
  const text = Buffer.from(bytes!).toString("utf8");
  assert.ok(text === "" || text.endsWith("\n"));
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const cells = line.split("\t");
      assert.equal(cells.length, names.length);
      return Object.fromEntries(names.map((name, i) => [name, cells[i]!]));
    });
}

const OCCURRENCE = OCCURRENCE_COLUMNS.map(({ name }) => name);

test("cells are written as GBIF writes them, whether a column varies or not", () => {
  const locality = ["Sjö", "a\tb\nc", undefined, " Dúbravka "];
  const { csv } = exportRows(
    "simple-csv",
    part(4, {
      locality,
      countryCode: ["DE", "DE", "DE", "DE"],
      decimalLatitude: [50, 0.00001, undefined, -12.25],
      issue: [["A", "B"], undefined, ["A"], undefined],
      lastInterpreted: locality.map(() => new Date(0)),
      year: [undefined, 1900, 1900, 2000],
    }),
  );
  const names = ["gbifID", "locality", "countryCode", "decimalLatitude", "issue", "lastInterpreted", "year"];
  assert.deepEqual(
    rowsOf(csv, SIMPLE_COLUMNS).map((row) => names.map((name) => row[name])),
    [
      ["1", "Sjö", "DE", "50.0", "A;B", "1970-01-01T00:00:00.000Z", ""],
      ["2", "a b c", "DE", "1e-05", "", "1970-01-01T00:00:00.000Z", "1900"],
      ["3", "", "DE", "", "A", "1970-01-01T00:00:00.000Z", "1900"],
      ["4", "Dúbravka", "DE", "-12.25", "", "1970-01-01T00:00:00.000Z", "2000"],
    ],
  );
});

test("columns that follow from others are there, and what was published stands where nothing was understood", () => {
  const { "occurrence.txt": occurrence, "verbatim.txt": verbatim } = exportRows(
    "dwca",
    part(
      2,
      {
        countryCode: ["MX", undefined],
        publishingCountry: ["SE", "SE"],
        issue: [["COUNTRY_INVALID", "TAXON_MATCH_FUZZY"], undefined],
        lastInterpreted: [new Date(0), new Date(0)],
      },
      { fieldNotes: ["seen", undefined], coreId: ["x", "y"], extensions: ["{}", "{}"] },
    ),
  );
  const rows = rowsOf(occurrence, OCCURRENCE);
  assert.deepEqual(
    rows.map((row) => [row["gbifRegion"], row["publishedByGbifRegion"], row["fieldNotes"]]),
    [
      ["LATIN_AMERICA", "EUROPE", "seen"],
      ["", "EUROPE", ""],
    ],
  );
  assert.deepEqual(
    rows.map((row) => [row["taxonomicIssue"], row["nonTaxonomicIssue"], row["lastParsed"], row["lastCrawled"]]),
    [
      ["TAXON_MATCH_FUZZY", "COUNTRY_INVALID", "1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z"],
      ["", "", "1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z"],
    ],
  );
  assert.match(Buffer.from(verbatim!).toString("utf8"), /^1\t.*\tseen\t.*\n2\t[^s]*\n$/);
});

test("rows that are wanted are written, no others", () => {
  const some = part(3, {
    locality: ["a", "b", "c"],
    media: [undefined, '[{"identifier":"http://b"}]', '[{"identifier":"http://c1"},{"identifier":"http://c2"}]'],
  });
  const { "occurrence.txt": occurrence, "multimedia.txt": media } = exportRows("dwca", some, [0, 2]);
  assert.deepEqual(
    rowsOf(occurrence, OCCURRENCE).map((row) => row["locality"]),
    ["a", "c"],
  );
  assert.deepEqual(
    rowsOf(
      media,
      MULTIMEDIA_COLUMNS.map(({ name }) => name),
    ).map((row) => [row["gbifID"], row["identifier"]]),
    [
      ["3", "http://c1"],
      ["3", "http://c2"],
    ],
  );
  const none = exportRows("dwca", some, []);
  assert.deepEqual(
    Object.values(none).map(({ length }) => length),
    [0, 0, 0],
  );
});
