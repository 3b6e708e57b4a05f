/** Columns of taxa are numbers of texts: they say, and are written, what the texts themselves would be. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TaxonAnswers } from "../../../../src/answer/taxon-answers.ts";
import { buildImage } from "../../../../src/image/build.ts";
import { ImageReader } from "../../../../src/image/read.ts";
import {
  type ChunkTools,
  interpretChunk,
  recordOf,
} from "../../../../src/occurrences/dataset/chunk/interpret-chunk.ts";
import { noteTold } from "../../../../src/occurrences/dataset/chunk/names-file.ts";
import { parquetFile } from "../../../../src/occurrences/dataset/parquet/parquet-file.ts";
import { INTERPRETED_COLUMNS } from "../../../../src/occurrences/dataset/schema.ts";
import { loadDictionaries } from "../../../../src/occurrences/dictionaries/dictionaries.ts";
import { interpretRecord } from "../../../../src/occurrences/interpretation/interpret.ts";
import type { InterpretedField } from "../../../../src/occurrences/interpretation/interpreted.ts";
import { VerbatimRecord } from "../../../../src/occurrences/interpretation/record.ts";
import { Taxa } from "../../../../src/occurrences/interpretation/taxa.ts";
import { matcherOf } from "../../../../src/occurrences/interpretation/taxon-matcher.ts";
import { ANSWER_FIELDS } from "../../../../src/occurrences/interpretation/taxonomy.ts";
import { TextPool } from "../../../../src/occurrences/interpretation/text-pool.ts";
import { DEFAULT_OPTIONS } from "../../../../src/occurrences/interpretation/tools.ts";
import { lending } from "../../../../src/occurrences/reading/chunk-memory.ts";
import { cleanCell } from "../../../../src/occurrences/reading/clean.ts";
import type { RowChunk } from "../../../../src/occurrences/reading/rows.ts";
import "../../../properties.ts";

const usage = (id: string, scientificName: string, rank: "FAMILY" | "GENUS" | "SPECIES", more = {}) => ({
  ...{ id, scientificName, rank, status: "ACCEPTED" as const, line: 1 },
  ...more,
});
const IMAGE = new ImageReader(
  buildImage(
    [
      usage("f", "Pinaceae", "FAMILY"),
      usage("g", "Abies", "GENUS", { parentId: "f" }),
      usage("a", "Abies alba", "SPECIES", { parentId: "g", authorship: "Mill." }),
      usage("p", "Abies pectinata", "SPECIES", { acceptedId: "a", status: "SYNONYM" }),
      usage("ü", "Abies kölliana", "SPECIES", { parentId: "g", authorship: "Müller" }),
      usage("l", "Larix", "GENUS", { parentId: "f" }),
      usage("d", "Larix decidua", "SPECIES", { parentId: "l" }),
    ],
    { checklistKey: "test" },
  ),
);
const MATCHERS = [matcherOf("test", "test", new TaxonAnswers(IMAGE))];
const TERMS = ["scientificName", "family", "scientificNameAuthorship"];
const NAMES = [
  ...["Abies alba", "Abies pectinata", "Abies albba", "Abies kölliana", "Larix decidua", "Larix", "Pinaceae"],
  ...["Nemo", "", " Abies alba", "null", "Null"],
];

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

const rows = fc.array(
  fc.tuple(
    fc.constantFrom(...NAMES),
    fc.constantFrom("", "Pinaceae", "pinaceae "),
    fc.constantFrom("", "Mill.", " Mill."),
  ),
  { minLength: 1, maxLength: 60 },
);

function toolsOf(taxa: Taxa): ChunkTools {
  const options = DEFAULT_OPTIONS;
  const none = { defaults: undefined, now: Date.UTC(2026, 0, 1), createdBy: "test" };
  return { dictionaries: DICTIONARIES, matchers: MATCHERS, taxa, options, ...none };
}

const DICTIONARIES = loadDictionaries();

test("records of a chunk have the taxa that each of them has alone, kept from chunk to chunk or forgotten", () => {
  const kept = new Taxa(MATCHERS);
  fc.assert(
    fc.property(rows, fc.boolean(), (table, isForgotten) => {
      if (isForgotten) kept.makeRoom(0);
      const alone = new Taxa(MATCHERS);
      lending(() => {
        const chunk = interpretChunk({ chunk: chunkOf(table), sides: [], coreTerms: [] }, toolsOf(kept));
        for (const [row, cells] of table.entries()) {
          const record = VerbatimRecord.of(Object.fromEntries(TERMS.map((term, i) => [term, cleanCell(cells[i]!)])));
          const expected = interpretRecord(record, { ...toolsOf(alone), unknown: () => {} });
          const found = recordOf(chunk, row);
          for (const field of ANSWER_FIELDS) assert.deepEqual(found[field], expected[field], field);
          assert.deepEqual(found.verbatimScientificName, expected.verbatimScientificName);
          assert.deepEqual(found.issue, expected.issue);
        }
        // From then on their bytes tell them.
        noteTold(chunk.asked, kept);
      });
    }),
  );
});

test("columns of taxa are written as the bytes that their texts would be", () => {
  const taxa = new Taxa(MATCHERS);
  let columns = 0;
  fc.assert(
    fc.property(rows, fc.constantFrom(1, 300), (some, times) => {
      const table = Array.from({ length: some.length * times }, (_, i) => some[i % some.length]!);
      lending(() => {
        const chunk = interpretChunk({ chunk: chunkOf(table), sides: [], coreTerms: [] }, toolsOf(taxa));
        for (const column of INTERPRETED_COLUMNS) {
          const values = chunk.fields.get(column.name as InterpretedField);
          if (values?.cells === undefined && values?.lists === undefined) continue;
          columns++;
          const plain = { codes: values.codes, values: values.values };
          assert.deepEqual(
            parquetFile([column], [values], table.length, "test"),
            parquetFile([column], [plain], table.length, "test"),
            column.name,
          );
        }
      });
    }),
    { numRuns: 30 },
  );
  assert.ok(columns > 200, String(columns));
});

test("a pool knows equal texts by one number and gives them back", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 12 }), { maxLength: 3_000 }), (texts) => {
      const pool = new TextPool();
      const numbers = texts.map((text) => pool.of(text));
      assert.deepEqual(
        numbers.map((number) => pool.text(number)),
        texts,
      );
      assert.equal(new Set(numbers).size, new Set(texts).size);
      assert.equal(pool.text(pool.of(undefined)), undefined);
    }),
    { numRuns: 20 },
  );
});
