/**
 * Whatever the bytes are, each decoder reads them or refuses them with an error of ours, in bounded time.
 *
 * FUZZ_RUNS=20000 tries more. What is found is kept in test/corpus under the name of the decoder and is tried by itself.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { pack } from "msgpackr";
import type { BulkFormat } from "../../src/bulk/format.ts";
import { readRows } from "../../src/bulk/rows.ts";
import { BinomenError } from "../../src/errors.ts";
import { readCursor } from "../../src/facets/feed/cursor.ts";
import { unpackList } from "../../src/facets/lists/unpack.ts";
import type { Head } from "../../src/facets/records/records.ts";
import { readGraph } from "../../src/facets/values/graph.ts";
import { buildImage } from "../../src/image/build.ts";
import { readSectionTable, viewSections } from "../../src/image/layout/format.ts";
import { parseAnyName } from "../../src/names/parse.ts";
import { predicateOf } from "../../src/occurrences/predicate/from-json.ts";
import { readRegion } from "../../src/occurrences/predicate/regions.ts";
import { sqlOf } from "../../src/occurrences/predicate/to-sql.ts";
import { openWorkbook } from "../../src/tables/workbook.ts";
import { WorkbookProblem } from "../../src/tables/workbook-form.ts";
import { zipBytes } from "../archive/sources.ts";
import { damaged, found } from "./mutate.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 300);
/** A decoder that takes longer for a few kilobytes is held up by them. Generous: machines are busy. */
const MOST_MILLISECONDS = 5_000;

const text = (...seeds: string[]): Buffer[] => seeds.map((seed) => Buffer.from(seed));

const reading = (format: BulkFormat) => (bytes: Buffer) =>
  void readRows(bytes, {
    format,
    header: undefined,
    newline: "\n",
    cellDelimiter: ",",
    defaults: {},
    firstRow: 1,
    maxRows: 1_000,
  });

const meanings = { country: () => "AT", concepts: () => ["x"], taxa: () => [{ keys: ["1"] }] };
const head = { sequence: 9, epoch: "00112233aabb", secret: "00".repeat(16), oldest: 0 } as Head;
const image = Buffer.from(
  buildImage([{ id: "1", scientificName: "Abies alba", status: "ACCEPTED", line: 2 }], { checklistKey: "firs" }),
);
const GRAPH =
  '{"classification":"x","taxon":["wfo-0000000005"],"path":[["wfo-0000000001"]],"synonyms":[["wfo-0000000007"]]}';
const LIST = 'wfo_id,page\nwfo-0000000005,1\nwfo-0000000007,"a\nb"\n';
const SHEET = {
  "[Content_Types].xml": "<Types/>",
  "xl/workbook.xml": '<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
  "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
  "xl/sharedStrings.xml": "<sst><si><t>scientificName</t></si></sst>",
  "xl/worksheets/sheet1.xml":
    '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Puma</t></is></c></row></sheetData></worksheet>',
};

/** Each decoder with good inputs to begin from. */
const DECODERS: Record<
  string,
  { seeds: Buffer[]; decode: (bytes: Buffer) => unknown; refusal?: typeof WorkbookProblem }
> = {
  msgpack: {
    seeds: [
      pack(["Puma concolor", { scientificName: "Abies alba", id: 7, x: [1, { y: null }], t: new Date(0) }]),
      pack([{ scientificName: "Puma", "a b": 1.5, big: 2n ** 60n, bytes: Buffer.from("x") }]),
    ] as Buffer[],
    decode: reading("msgpack"),
  },
  json: {
    seeds: text('["Puma",{"scientificName":"Abies alba","id":1,"classification":{"genus":"Abies"},"exclude":["1"]}]'),
    decode: reading("json"),
  },
  ndjson: { seeds: text('{"scientificName":"Puma","id":"a"}\n{"name":"Abies","x":[[]]}\n'), decode: reading("ndjson") },
  text: { seeds: text("Puma concolor (L.)\nAbies alba\r\n\n"), decode: reading("text") },
  name: {
    seeds: text(
      "Abies alba subsp. nebrodensis (Lojac.) Nitz. & al. in Mem. 1969 ex Mill., nom. cons.",
      "× Pyrocrataegus willei (Müll. f. ex L.f. & d'Orb.) var. 'Alba' sensu Auct. non L. 1753",
      "Puma cf. concolor aff. [sic] (Linnaeus, 1771 [1772]) sp. nov. 12-B virus",
    ),
    decode: (bytes) => parseAnyName(bytes.toString("utf8")),
  },
  cursor: {
    seeds: text(Buffer.from("0107000000000009001122334455aabb0102030405060708", "hex").toString("base64url")),
    decode: (bytes) => readCursor(head, ["scores"], bytes.toString("latin1")),
  },
  graph: {
    seeds: text(GRAPH, `[${GRAPH}]`),
    decode: (bytes) => {
      let posted: unknown;
      try {
        posted = JSON.parse(bytes.toString("utf8"));
      } catch {
        return;
      }
      readGraph(posted, 0);
    },
  },
  predicate: {
    seeds: text(
      '{"type":"and","predicates":[{"type":"equals","key":"TAXON_KEY","value":"1"},{"type":"not","predicate":{"type":"in","key":"YEAR","values":["2000","2001,2003"]}}]}',
      '{"type":"within","geometry":"POLYGON((0 0,10 0,10 10,0 10,0 0),(1 1,1 2,2 2,2 1,1 1))"}',
      '{"type":"or","predicates":[{"type":"geoDistance","latitude":"1","longitude":"2","distance":"5km"},{"type":"range","key":"EVENT_DATE","value":{"gte":"2000-01"}},{"type":"like","key":"CATALOG_NUMBER","value":"a*?"}]}',
    ),
    decode: (bytes) => {
      let posted: unknown;
      try {
        posted = JSON.parse(bytes.toString("utf8"));
      } catch {
        return;
      }
      sqlOf(predicateOf(posted, meanings));
    },
  },
  wkt: {
    seeds: text(
      "POLYGON((0 0,10 0,10 10,0 10,0 0),(1 1,1 2,2 2,2 1,1 1))",
      "MULTIPOLYGON (((1e1 -2.5, 3 4, 5 -6, 1e1 -2.5)), ((0 0,1 0,1 1,0 0)))",
      "LINESTRING(0 0, 180 90, -180 -90)",
      "GEOMETRYCOLLECTION(POINT(1 2),POINT EMPTY)",
    ),
    decode: (bytes) => readRegion(bytes.toString("utf8")),
  },
  image: {
    seeds: [image, image.subarray(0, 4096)],
    decode: (bytes) => {
      const copy = new Uint8Array(bytes);
      readSectionTable(copy, "image");
      viewSections(copy, "image");
    },
  },
  workbook: {
    seeds: [zipBytes(SHEET)],
    decode: (bytes) => {
      const book = openWorkbook(new Uint8Array(bytes));
      for (const sheet of book.sheets) void [...book.rows(sheet)];
    },
    refusal: WorkbookProblem,
  },
  "packed-list": {
    seeds: [Buffer.from(LIST), gzipSync(LIST), zstdCompressSync(LIST), zipBytes({ "list.csv": LIST })],
    decode: (bytes) => unpackList(bytes, "upload"),
  },
};

async function decodes(kind: string, bytes: Buffer): Promise<void> {
  const { decode, refusal } = DECODERS[kind]!;
  const start = performance.now();
  try {
    await decode(bytes);
  } catch (error) {
    if (!(error instanceof BinomenError) && !(refusal !== undefined && error instanceof refusal)) throw error;
    assert.notEqual((error as BinomenError).code, "INTERNAL");
  }
  const took = performance.now() - start;
  assert.ok(took < MOST_MILLISECONDS, `${took} ms for ${bytes.length} bytes`);
}

for (const [kind, { seeds }] of Object.entries(DECODERS)) {
  test(`${kind} that is damaged or forged is read or refused`, () =>
    fc.assert(
      fc.asyncProperty(damaged([...seeds, ...found(kind).map(({ bytes }) => bytes)]), (bytes) => decodes(kind, bytes)),
      { numRuns: RUNS },
    ));

  for (const { name, bytes } of found(kind)) test(`${kind}: ${name}`, () => decodes(kind, bytes));
}
