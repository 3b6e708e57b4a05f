import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type ChunkTools,
  interpretChunk,
  recordOf,
} from "../../../../src/occurrences/dataset/chunk/interpret-chunk.ts";
import { countRecord, countUnknown, emptyReport } from "../../../../src/occurrences/dataset/report/chunk-report.ts";
import { loadDictionaries } from "../../../../src/occurrences/dictionaries/dictionaries.ts";
import { interpretRecord } from "../../../../src/occurrences/interpretation/interpret.ts";
import { VerbatimRecord } from "../../../../src/occurrences/interpretation/record.ts";
import { Taxa } from "../../../../src/occurrences/interpretation/taxa.ts";
import { DEFAULT_OPTIONS } from "../../../../src/occurrences/interpretation/tools.ts";
import { readColumns } from "../../../../src/occurrences/reading/read-columns.ts";
import { readRows } from "../../../../src/occurrences/reading/read-rows.ts";
import type { RowChunk } from "../../../../src/occurrences/reading/rows.ts";
import { someValues } from "../../interpretation/random-records.ts";
import "../../../properties.ts";

const tools: ChunkTools = {
  dictionaries: loadDictionaries(),
  matchers: [],
  taxa: new Taxa([]),
  options: { ...DEFAULT_OPTIONS, readVerbatimDate: true },
  defaults: undefined,
  now: Date.UTC(2026, 0, 1),
  createdBy: "test",
};

function chunkOf(terms: readonly (string | undefined)[], text: string, encoding = "utf-8"): RowChunk {
  return {
    index: 0,
    file: "a.tsv",
    firstLine: 2,
    bytes: new Uint8Array(Buffer.from(text, encoding === "utf-8" ? "utf8" : "latin1")),
    form: {
      kind: "lines",
      format: { encoding, newline: "\n", delimiter: "\t", quote: "", escape: undefined, headerLines: 1 },
      columnCount: terms.length,
      terms,
      defaults: { language: "de", sex: "male" },
      idColumn: 0,
    },
  };
}

const table = fc
  .array(someValues, { minLength: 1, maxLength: 12 })
  .chain((few) => fc.array(fc.constantFrom(...few), { minLength: 1, maxLength: 60 }));

test("records of a chunk are what each row says on its own, and are counted as such", () => {
  let issues = 0;
  fc.assert(
    fc.property(table, (rows) => {
      const terms = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      if (terms.length < 2) return;
      const chunk = chunkOf(terms, rows.map((row) => `${terms.map((term) => row[term] ?? "").join("\t")}\n`).join(""));
      const done = interpretChunk(chunk && { chunk, sides: [], coreTerms: [] }, tools);
      const set = readRows(chunk);
      const columns = new Map(set.terms.map((term, i) => [term, i]));
      const report = emptyReport();
      report.rows = set.rows.length;
      set.rows.forEach(({ cells }, row) => {
        const key = done.keys[row]!;
        const record = interpretRecord(new VerbatimRecord(columns, cells), {
          ...tools,
          unknown: (term, value) => countUnknown(report, term, value, key),
        });
        record.gbifID = key;
        issues += record.issue.length;
        countRecord(report, record);
        assert.deepEqual({ ...recordOf(done, row) }, { ...record });
      });
      assert.deepEqual(done.report, report);
    }),
    { numRuns: 25 },
  );
  assert.ok(issues > 0);
});

const TERMS = ["id", "locality", undefined, "eventDate"];

for (const [what, text, encoding] of [
  ["plain lines", "1\tWald\tx\t2010\n2\tWald\ty\t\n3\t\t\t2010\n"],
  ["lines that end in CR LF, empty ones between", "1\tWald\tx\t2010\r\n\r\n2\tWald\ty\t2011\r\n"],
  ["a last line without its end", "1\tWald\tx\t2010\n2\tWiese\tx\t2010"],
  ["letters beyond ASCII", "1\tMüller\tx\t2010\n2\tMüller\tß\t2010\n3\t日本\t\t\n"],
  ["damaged letters", "1\tM\uFFFDller\tx\t2010\n2\tMÃ¼ller\tx\t2010\n"],
  ["Latin-1", "1\tM\u00fcller\tx\t2010\n2\tWald\tx\t2010\n", "windows-1252"],
  ["ASCII in a table of Latin-1", "1\tWald\tx\t2010\n2\tWald\tx\t2010\n", "windows-1252"],
  ["too few cells, too many, delimiters at the end", "1\tWald\n2\tWald\tx\t2010\t5\n3\tWald\tx\t2010\t\t\n"],
  ["what counts as nothing", "1\t\\N\tx\tnull\n2\tNULL\tx\t  \n\tA &amp; B\tx\t&#228;\n 4 \tx\ty\tz\n"],
  ["no rows", ""],
] as const)
  test(`the columns of ${what} hold what its rows hold`, () => {
    const chunk = chunkOf(TERMS, text, encoding);
    const rows = readRows(chunk);
    const set = readColumns(chunk);
    assert.deepEqual(set.terms, rows.terms);
    assert.deepEqual(
      Array.from(set.lines),
      rows.rows.map(({ line }) => line),
    );
    assert.deepEqual(set.problems.toJSON(), rows.problems.toJSON());
    rows.rows.forEach(({ cells, id }, row) => {
      assert.deepEqual(
        set.columns.map(({ codes, values }) => values[codes[row]!]),
        Array.from(cells),
      );
      assert.equal(set.ids?.values[set.ids.codes[row]!], id);
    });
    assert.equal(set.rowCount, rows.rows.length);
  });
