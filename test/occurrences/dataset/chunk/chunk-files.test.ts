import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { chunkFiles } from "../../../../src/occurrences/dataset/chunk/chunk-files.ts";
import { type ChunkTools, interpretChunk } from "../../../../src/occurrences/dataset/chunk/interpret-chunk.ts";
import { identitiesOf } from "../../../../src/occurrences/dataset/identity.ts";
import { parquetFile } from "../../../../src/occurrences/dataset/parquet/parquet-file.ts";
import { loadDictionaries } from "../../../../src/occurrences/dictionaries/dictionaries.ts";
import { Taxa } from "../../../../src/occurrences/interpretation/taxa.ts";
import { DEFAULT_OPTIONS } from "../../../../src/occurrences/interpretation/tools.ts";
import { lending } from "../../../../src/occurrences/reading/chunk-memory.ts";
import { readColumns } from "../../../../src/occurrences/reading/read-columns.ts";
import type { RowChunk } from "../../../../src/occurrences/reading/rows.ts";
import "../../../properties.ts";

const TERMS = ["occurrenceID", "locality", "eventDate", "institutionCode", "collectionCode", "catalogNumber"];
const tools: ChunkTools = {
  dictionaries: loadDictionaries(),
  matchers: [],
  taxa: new Taxa([]),
  options: DEFAULT_OPTIONS,
  defaults: undefined,
  now: Date.UTC(2026, 0, 1),
  createdBy: "test",
};

function chunkOf(rows: readonly (readonly string[])[]): RowChunk {
  return {
    index: 0,
    file: "a.tsv",
    firstLine: 2,
    bytes: new Uint8Array(Buffer.from(rows.map((cells) => `${cells.join("\t")}\n`).join(""))),
    form: {
      kind: "lines",
      format: { encoding: "utf-8", newline: "\n", delimiter: "\t", quote: "", escape: undefined, headerLines: 1 },
      columnCount: TERMS.length,
      terms: TERMS,
      defaults: {},
      idColumn: undefined,
    },
  };
}

const cell = fc.constantFrom(
  ...[
    "",
    "\\N",
    "NULL",
    "Wald",
    " Wald ",
    "Müller, J.",
    "日本",
    "A &amp; B",
    "2011-05-03",
    "50.1",
    "10",
    "x".repeat(60),
  ],
);
/** Few values or one of its own in each row. */
const rows = fc.array(fc.tuple(...TERMS.map(() => cell)), { minLength: 1, maxLength: 30 }).chain((few) =>
  fc.tuple(fc.constantFrom(1, 40), fc.boolean()).map(([times, isOwn]) =>
    Array.from({ length: few.length * times }, (_, row) => {
      const cells = few[row % few.length]!;
      return isOwn ? cells.map((text) => (text === "" ? text : `${text} ${row}`)) : cells;
    }),
  ),
);

test("the files of a chunk are the same bytes whether its arrays are lent or not", () => {
  fc.assert(
    fc.property(rows, (table) => {
      const files = () => {
        const chunk = interpretChunk({ chunk: chunkOf(table), sides: [], coreTerms: [] }, tools);
        const { interpreted, verbatim, names } = chunkFiles(chunk, TERMS, tools);
        return [interpreted, verbatim, names].map((bytes) => Buffer.from(bytes).toString("base64"));
      };
      // What was lent before must not shine through.
      lending(files);
      assert.deepEqual(lending(files), files());
    }),
    { numRuns: 30 },
  );
});

test("a column is written from the bytes of the chunk as it is from its texts", () => {
  let fromBytes = 0;
  fc.assert(
    fc.property(rows, (table) => {
      const { columns, rowCount } = readColumns(chunkOf(table));
      for (const column of columns) {
        if (column.cells) fromBytes++;
        const { codes, values } = column;
        const [own, plain] = [
          { codes, values, cells: column.cells },
          { codes, values },
        ].map((one) => parquetFile([{ name: "a", type: "text" }], [one], rowCount, "test"));
        assert.deepEqual(own, plain);
      }
    }),
  );
  assert.ok(fromBytes > 100, `${fromBytes} columns stood in their chunk`);
});

test("rows are told apart by the bytes of their cells as they are by their texts", () => {
  let fromBytes = 0;
  fc.assert(
    fc.property(rows, (table) => {
      const set = readColumns(chunkOf(table));
      if (set.columns.every(({ cells }) => cells?.isClean)) fromBytes++;
      const columns = set.columns.map(({ codes, values, count }) => ({ codes, values, count }));
      assert.deepEqual(identitiesOf(set), identitiesOf({ ...set, columns }));
    }),
  );
  assert.ok(fromBytes > 0, "all tables had cells that are not clean");
});
