/**
 * Sources as nobody should publish them: each is read, all its rows accounted for, or refused with what to do.
 *
 * `rows in = rows out + rows reported`; no source makes the reader crash.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Zip, ZipDeflate, zipSync } from "fflate";
import { BinomenError } from "../../src/errors.ts";
import { readRows } from "../../src/occurrences/reading/read-rows.ts";
import { openOccurrences } from "../../src/occurrences/reading/source.ts";
import { ProblemReport } from "../../src/taxonomy/problem-report.ts";

const DWC = "http://rs.tdwg.org/dwc/terms/";
const COLUMNS = ["occurrenceID", "basisOfRecord", "scientificName", "countryCode", "eventDate"];
const HEADER = `${COLUMNS.join("\t")}\n`;
const rows = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => `id${from + i}\tHumanObservation\tAbies alba\tDE\t2010-05-0${1 + i}\n`).join(
    "",
  );
const TABLE = HEADER + rows(5);

interface Core {
  encoding?: string;
  delimiter?: string;
  newline?: string;
  quote?: string;
  headerLines?: string;
  rowType?: string;
  files?: readonly string[];
  id?: string;
  fields?: string;
}

const field = (index: number | string, term: string, more = ""): string =>
  `<field ${index === "" ? "" : `index="${index}"`} term="${DWC}${term}"${more}/>`;
const FIELDS = COLUMNS.map((term, i) => field(i, term)).join("");

function meta(core: Core = {}, extension = ""): string {
  const { encoding = "UTF-8", delimiter = "\\t", newline = "\\n", quote = "", headerLines = "1" } = core;
  const { rowType = "Occurrence", files = ["occurrence.txt"], id = "0", fields = FIELDS } = core;
  const locations = files.map((file) => `<location>${file}</location>`).join("");
  return `<archive xmlns="http://rs.tdwg.org/dwc/text/"><core encoding="${encoding}" fieldsTerminatedBy="${delimiter}" linesTerminatedBy="${newline}" fieldsEnclosedBy="${quote}" ignoreHeaderLines="${headerLines}" rowType="${DWC}${rowType}"><files>${locations}</files><id index="${id}"/>${fields}</core>${extension}</archive>`;
}

const extension = (rowType: string, file: string, fields: string): string =>
  `<extension encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="${rowType}"><files><location>${file}</location></files><coreid index="0"/>${fields}</extension>`;

type Members = Readonly<Record<string, string | Uint8Array>>;

const zip = (members: Members): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(members).map(([name, bytes]) => [name, Buffer.from(bytes as string)])));

/** As programs write that do not know a length before they have written it. */
function zipWithDescriptors(members: readonly (readonly [string, string])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const writer = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (const [name, text] of members) {
    const entry = new ZipDeflate(name);
    writer.add(entry);
    entry.push(Buffer.from(text), true);
  }
  writer.end();
  return Buffer.concat(parts);
}

const archive = (core: Core, table: string | Uint8Array = TABLE, more: Members = {}): Uint8Array =>
  zip({ "meta.xml": meta(core), "occurrence.txt": table, ...more });
const EVENT = `${DWC}Occurrence`;
const CSV = "occurrenceID,scientificName,locality,country\n";

/** A workbook of sheets with their rows. */
function workbook(sheets: Readonly<Record<string, readonly (readonly string[])[]>>): Uint8Array {
  const names = Object.keys(sheets);
  const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const cells = (row: readonly string[]) => row.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("");
  const list = names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="r${i}"/>`).join("");
  const targets = names.map(
    (_, i) => `<Relationship Id="r${i}" Type="${relation}/worksheet" Target="worksheets/${i}.xml"/>`,
  );
  return zip({
    "xl/workbook.xml": `<workbook xmlns:r="${relation}"><sheets>${list}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${targets.join("")}</Relationships>`,
    ...Object.fromEntries(
      Object.values(sheets).map((rows, i) => [
        `xl/worksheets/${i}.xml`,
        `<worksheet><sheetData>${rows.map((row) => `<row>${cells(row)}</row>`).join("")}</sheetData></worksheet>`,
      ]),
    ),
  });
}

const EVENTS = [
  ["eventID", "eventDate", "country", "stateProvince", "locality", "decimalLatitude"],
  ["e1", "2010", "Peru", "Cusco", "x", "-13"],
];
const RECORDS = [
  ["occurrenceID", "eventID", "scientificName"],
  ["a", "e1", "Abies"],
];

/** What it is, its name, its bytes (a function puts it in the folder itself), how many rows come out, what is reported. */
const READ: readonly (readonly [string, string, string | Uint8Array | ((path: string) => void), number, string?])[] = [
  [
    "a program before it that unpacks it",
    "a.exe",
    Buffer.concat([Buffer.from("MZ\x90\0 program ".repeat(500), "latin1"), archive({})]),
    5,
    "BYTES_AROUND_ZIP",
  ],
  ["a line end behind it", "a.zip", Buffer.concat([archive({}), Buffer.from("\r\n")]), 5, "BYTES_AROUND_ZIP"],
  [
    "the boundaries of a form around it",
    "upload",
    Buffer.concat([
      Buffer.from('--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n'),
      archive({}),
      Buffer.from("\r\n--x--\r\n"),
    ]),
    5,
    "BYTES_AROUND_ZIP",
  ],
  ["an archive without meta.xml", "a.zip", zip({ "occurrence.txt": TABLE }), 5],
  [
    "meta.xml in UTF-16",
    "a.zip",
    zip({ "meta.xml": Buffer.from(`\uFEFF${meta()}`, "utf16le"), "occurrence.txt": TABLE }),
    5,
  ],
  ["an encoding that nobody knows", "a.zip", archive({ encoding: "klingon" }), 5],
  [
    "an encoding that is declared and not known, of a table that is not UTF-8",
    "a.zip",
    archive(
      { encoding: "IBM850" },
      Buffer.from(`${TABLE}id9\tHumanObservation\tAbies m\xfclleri\tDE\t2010-05-01\n`, "latin1"),
    ),
    6,
    "GUESSED_ENCODING",
  ],
  [
    "Latin-1 that is said to be UTF-8",
    "a.zip",
    archive({}, Buffer.from(`${HEADER}${rows(4)}x\tS\tAbies M\xfcller\tDE\t2010\n`, "latin1")),
    5,
    "WRONG_ENCODING",
  ],
  ["UTF-16 that is said to be UTF-8", "a.zip", archive({}, Buffer.from(`\uFEFF${TABLE}`, "utf16le")), 5],
  ["UTF-8 that is said to be UTF-16", "a.zip", archive({ encoding: "UTF-16" }), 5],
  ["tabs where commas are said to be", "a.zip", archive({ delimiter: "," }), 5],
  ["commas where tabs are said to be", "a.zip", archive({}, TABLE.replaceAll("\t", ",")), 5],
  ["CR where LF is said to be", "a.zip", archive({}, TABLE.replaceAll("\n", "\r")), 5],
  ["LF where CR LF is said to be", "a.zip", archive({ newline: "\\r\\n" }), 5],
  ["both line ends", "a.zip", archive({}, TABLE + rows(3, 10).replaceAll("\n", "\r\n")), 8],
  [
    "quotes where none are said to be, around cells of two lines",
    "a.zip",
    archive({}, `${TABLE}x\tS\t"Abies\nalba"\tDE\t2010\n"y"\t"S ""2"""\t"Abies\talba"\tDE\t2010\n`),
    7,
  ],
  [
    "quotes where none are said to be, and rows that do not fit with them either",
    "a.zip",
    archive({}, `${TABLE}x\tS\t"Abies\nalba"\tDE\t2010\ny\tS\n`),
    8,
    "BAD_ROW UNDECLARED_QUOTES",
  ],
  [
    "a name that begins with a quote, and even rows",
    "a.zip",
    archive({}, `${TABLE}x\tS\t"Candidatus a\tDE\t2010\ny\tS\tb" c\tDE\t2010\n`),
    7,
  ],
  ["columns without a term", "a.zip", archive({ fields: field(0, "occurrenceID") + field(4, "eventDate") }), 5],
  ["a column that is not there", "a.zip", archive({ fields: FIELDS + field(9, "locality") }), 5, "BAD_ROW"],
  ["an id column that is not there", "a.zip", archive({ id: "12" }), 5, "BAD_ROW"],
  ["a negative id column", "a.zip", archive({ id: "-1" }), 5],
  ["a term as id column", "a.zip", archive({ id: "occurrenceID" }), 5],
  ["a column with two terms", "a.zip", archive({ fields: FIELDS + field(2, "acceptedNameUsage") }), 5],
  ["a term with two columns", "a.zip", archive({ fields: FIELDS + field(1, "scientificName") }), 5],
  ["a field without term", "a.zip", archive({ fields: `${FIELDS}<field index="4"/>` }), 5],
  ["a constant", "a.zip", archive({ fields: FIELDS + field("", "continent", ' default="EUROPE"') }), 5],
  ["a header that is not mentioned", "a.zip", archive({ headerLines: "0" }), 5],
  ["a header that is not there", "a.zip", archive({}, rows(5)), 4, "SKIPPED_ROW"],
  ["a header of too many lines", "a.zip", archive({ headerLines: "3" }), 3, "SKIPPED_ROW"],
  ["a header of words", "a.zip", archive({ headerLines: "one" }), 5],
  [
    "two files of a core, marks in both",
    "a.zip",
    archive({ files: ["a.txt", "b.txt"], headerLines: "0" }, "", {
      "a.txt": `\uFEFF${rows(5)}`,
      "b.txt": `\uFEFF${rows(3, 50)}`,
    }),
    8,
  ],
  [
    "a line end in quotes",
    "a.zip",
    archive(
      { delimiter: ",", quote: "&quot;" },
      `${HEADER.replaceAll("\t", ",")}a,S,"Abies\nalba",DE,2010\nb,S,"Abies, alba",DE,2010\n`,
    ),
    2,
  ],
  [
    "quotes that are not mentioned",
    "a.zip",
    archive({ delimiter: "," }, `${HEADER.replaceAll("\t", ",")}a,S,"Abies alba",DE,2010\nb,S,"Abies, alba",DE,2010\n`),
    2,
  ],
  ["short and long rows", "a.zip", archive({}, `${TABLE}x\tS\ny\tS\tAbies\tDE\t2010\tmore\tand more\n`), 7, "BAD_ROW"],
  ["empty lines", "a.zip", archive({}, `${HEADER}${rows(2)}\n\n${rows(3, 10)}\n`), 5],
  ["NUL in cells", "a.zip", archive({}, `${TABLE}x\0\tS\tAbies\0\tDE\t2010\n`), 6],
  ["an empty core", "a.zip", archive({}, ""), 0],
  ["a header alone", "a.zip", archive({}, HEADER), 0],
  ["an archive in a folder", "a.zip", zip({ "mine/": "", "mine/meta.xml": meta(), "mine/occurrence.txt": TABLE }), 5],
  ["what a Mac adds", "a.zip", archive({}, TABLE, { "__MACOSX/._meta.xml": "\0\u0005\u0016\u0007" }), 5],
  ["names in capitals", "a.zip", zip({ "META.XML": meta(), "OCCURRENCE.TXT": TABLE }), 5],
  ["paths of Windows", "a.zip", zip({ "dwca\\meta.xml": meta(), "dwca\\occurrence.txt": TABLE }), 5],
  [
    "lengths behind the entries",
    "a.zip",
    zipWithDescriptors([
      ["meta.xml", meta()],
      ["occurrence.txt", TABLE],
    ]),
    5,
  ],
  ["the name of a table", "a.csv", archive({}), 5],
  [
    "occurrences of events that are not there",
    "a.zip",
    zip({
      "meta.xml": meta(
        { rowType: "Event", files: ["event.txt"], fields: field(0, "eventID") + field(1, "eventDate") },
        extension(EVENT, "o.txt", field(1, "occurrenceID")),
      ),
      "event.txt": "eventID\teventDate\ne1\t2010\n",
      "o.txt": "eventID\toccurrenceID\ne1\to1\ne9\to2\n\t\n",
    }),
    3,
  ],
  [
    "occurrences of taxa that are not there",
    "a.zip",
    zip({
      "meta.xml": meta(
        { rowType: "Taxon", files: ["taxon.txt"], fields: field(0, "taxonID") + field(1, "scientificName") },
        extension(EVENT, "o.txt", field(1, "occurrenceID")),
      ),
      "taxon.txt": "taxonID\tscientificName\nt1\tAbies\n",
      "o.txt": "taxonID\toccurrenceID\nt1\to1\nt7\to2\n",
    }),
    2,
  ],
  [
    "occurrences in core and extension",
    "a.zip",
    zip({
      "meta.xml": meta({}, extension(EVENT, "o.txt", field(1, "occurrenceID"))),
      "occurrence.txt": TABLE,
      "o.txt": "id\toccurrenceID\nid0\tx1\nid1\tx2\n",
    }),
    2,
    "UNREAD_TABLE",
  ],
  [
    "two tables of occurrences beside its events",
    "a.zip",
    zip({
      "meta.xml": meta(
        { rowType: "Event", files: ["e.txt"], fields: field(0, "eventID") },
        extension(EVENT, "o.txt", field(1, "occurrenceID")) + extension(EVENT, "p.txt", field(1, "occurrenceID")),
      ),
      "e.txt": "eventID\ne1\n",
      "o.txt": "id\toccurrenceID\ne1\tx1\ne1\tx2\n",
      "p.txt": "id\toccurrenceID\ne1\tx3\n",
    }),
    2,
    "UNREAD_TABLE",
  ],
  [
    "another archive in a folder beside it",
    "a.zip",
    zip({ "a/meta.xml": meta(), "a/occurrence.txt": TABLE, "b/meta.xml": meta(), "b/occurrence.txt": TABLE }),
    5,
    "UNREAD_TABLE",
  ],
  [
    "two files of one name",
    "a.zip",
    zipWithDescriptors([
      ["meta.xml", meta()],
      ["occurrence.txt", TABLE],
      ["occurrence.txt", HEADER + rows(2, 10)],
    ]),
    5,
    "REPEATED_FILE",
  ],
  ["a row type that ends with a slash", "a.zip", archive({ rowType: "Occurrence/" }), 5],
  [
    "an empty row type, and terms of occurrences",
    "a.zip",
    zip({ "meta.xml": meta().replace(/rowType="[^"]*"/, 'rowType=""'), "occurrence.txt": TABLE }),
    5,
  ],
  [
    "JSON lines in UTF-16",
    "a.ndjson",
    Buffer.from('\uFEFF{"occurrenceID":"a","country":"Perú"}\n{"occurrenceID":"b","country":"Perú"}\n', "utf16le"),
    2,
  ],
  [
    "repeated members and more than one line",
    "a.ndjson",
    '{"occurrenceID":"a","country":"Peru","country":"Chile"}\n{"occurrenceID":"b"}\n',
    2,
    "REPEATED_MEMBER",
  ],
  [
    "quotes in a SIMPLE_CSV of GBIF",
    "a.csv",
    'gbifID\tdatasetKey\toccurrenceID\tverbatimScientificName\tlocality\ttaxonKey\tlastInterpreted\n1\td\to1\tAbies\tthe "old" mill\t1\t2020\n2\td\to2\tAbies\t"begun\t1\t2020\n3\td\to3\tAbies\tx\t1\t2020\n',
    3,
  ],
  [
    "a quoted cell of two megabytes",
    "a.csv",
    `${CSV}a,Abies,x,DE\nb,Abies,"${"a long, long text\n".repeat(120_000)}",DE\nc,Abies,y,DE\n`,
    3,
  ],
  [
    "a quote that is never closed",
    "a.csv",
    `${CSV}a,Abies,x,DE\nb,Abies,"open,DE\nc,Abies,y,DE\n`,
    3,
    "UNCLOSED_QUOTE",
  ],
  [
    "two columns of one name",
    "a.csv",
    "occurrenceID,scientificName,country,country\na,Abies,DE,FR\n",
    1,
    "DUPLICATE_COLUMN",
  ],
  ["a column without name", "a.csv", "occurrenceID,scientificName,,country\na,Abies,x,DE\n", 1],
  [
    "what Excel writes",
    "a.csv",
    Buffer.from("sep=;\r\noccurrenceID;scientificName;locality\r\na;Abies;K\xf6ln\r\n", "latin1"),
    1,
    "GUESSED_ENCODING",
  ],
  [
    "JSON lines under the name of JSON",
    "a.json",
    '{"occurrenceID":"a","scientificName":"Abies"}\n{"occurrenceID":"b"}\n',
    2,
  ],
  [
    "lines that are no JSON among others",
    "a.ndjson",
    '{"occurrenceID":"a","scientificName":"Abies"}\nno JSON\n[1]\n{"occurrenceID":"b"\n',
    1,
    "BAD_ROW",
  ],
  ["more columns in another sheet", "a.xlsx", workbook({ Events: EVENTS, Records: RECORDS, Notes: [["by me"]] }), 1],
  [
    "a link to a file",
    "d",
    (path) => {
      mkdirSync(path);
      writeFileSync(`${path}.txt`, TABLE);
      writeFileSync(join(path, "meta.xml"), meta());
      symlinkSync(`${path}.txt`, join(path, "occurrence.txt"));
    },
    5,
  ],
  [
    "a folder that links to itself",
    "d",
    (path) => {
      mkdirSync(path);
      writeFileSync(join(path, "o.txt"), TABLE);
      symlinkSync(path, join(path, "again"));
    },
    5,
  ],
];

function put(
  name: string,
  bytes: string | Uint8Array | ((path: string) => void),
): { path: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "binomen-odd-"));
  const path = join(folder, name);
  if (typeof bytes === "function") bytes(path);
  else writeFileSync(path, bytes);
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}

for (const [what, name, bytes, wanted, kind] of READ)
  test(`a source with ${what} has ${wanted} rows${kind === undefined ? "" : `, and tells of ${kind}`}`, async (t) => {
    const { path, remove } = put(name, bytes);
    t.after(remove);
    const source = await openOccurrences(path);
    const problems = new ProblemReport();
    let count = 0;
    for await (const chunk of source.chunks()) {
      const read = readRows(chunk);
      count += read.rows.length;
      problems.merge(read.problems);
    }
    problems.merge(source.problems);
    await source.close();
    assert.equal(count, wanted);
    assert.deepEqual(
      problems.toJSON().map((problem) => problem.kind),
      kind?.split(" ") ?? [],
    );
  });

test("cells of a workbook that begin like formulas are kept as they stand", async (t) => {
  const cells = ["-5 m", "=A1+1", "@smith", "+/- 3", "-33.5", 'a, "b"', "'tis"];
  const header = ["occurrenceID", "basisOfRecord", ...cells.map((_, i) => `remark${i}`)];
  const sheet = [header, ["a", "x", ...cells]].map((row) => row.map((cell) => cell.replaceAll('"', "&quot;")));
  const { path, remove } = put("a.xlsx", workbook({ s: sheet }));
  t.after(remove);
  const source = await openOccurrences(path);
  for await (const chunk of source.chunks()) assert.deepEqual(readRows(chunk).rows[0]!.cells.slice(2), cells);
  await source.close();
});

const good = archive({});

const REFUSED: readonly (readonly [string, string, string | Uint8Array | ((path: string) => void), string, RegExp])[] =
  [
    [
      "a broken meta.xml",
      "a.zip",
      zip({ "meta.xml": "<archive><core", "occurrence.txt": TABLE }),
      "SOURCE_DAMAGED",
      /meta\.xml is no XML/,
    ],
    ["an empty meta.xml", "a.zip", zip({ "meta.xml": "", "occurrence.txt": TABLE }), "SOURCE_DAMAGED", /has no <core>/],
    [
      "a file that is not there",
      "a.zip",
      archive({ files: ["o.csv"] }),
      "SOURCE_DAMAGED",
      /"o\.csv", which is not there \(found: .*occurrence\.txt/,
    ],
    ["a file outside", "a.zip", archive({ files: ["../../etc/passwd"] }), "SOURCE_DAMAGED", /not there/],
    ["events alone", "a.zip", archive({ rowType: "Event" }), "SOURCE_UNKNOWN_FORMAT", /no extension holds occurrences/],
    ["another archive in it", "a.zip", zip({ "b.zip": good }), "SOURCE_UNKNOWN_FORMAT", /b\.zip: unpack it/],
    ["a cut end", "a.zip", good.subarray(0, -40), "SOURCE_DAMAGED", /Download it again/],
    ["a cut half", "a.zip", good.subarray(0, good.length >> 1), "SOURCE_DAMAGED", /Download it again/],
    // Of a zip that is cut nothing may be read, not even a whole one in it.
    [
      "a whole zip in the half that is left of one",
      "a.zip",
      zipSync({ "more/b.zip": [archive({}), { level: 0 }], "c.txt": [Buffer.alloc(100), { level: 0 }] }).subarray(
        0,
        -60,
      ),
      "SOURCE_DAMAGED",
      /Download it again/,
    ],
    [
      "what a directory of a zip says of nothing",
      "a.zip",
      Buffer.concat([Buffer.from("#!/bin/sh\n"), good.subarray(-22)]),
      "SOURCE_UNKNOWN_FORMAT",
      /does not begin as one: download/,
    ],
    ["nothing in the archive", "a.zip", zipSync({}), "SOURCE_UNKNOWN_FORMAT", /ZIP archive without files: download/],
    ["nothing in the file", "a.csv", "", "SOURCE_UNKNOWN_FORMAT", /It is empty: download or export/],
    ["nothing in the folder", "d", (path) => mkdirSync(path), "SOURCE_UNKNOWN_FORMAT", /folder is empty: give/],
    ["empty lines alone", "a.csv", "\n\n  \n", "SOURCE_UNKNOWN_FORMAT", /nothing but empty lines/],
    [
      "bytes of no meaning",
      "a.csv",
      Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)),
      "SOURCE_UNKNOWN_FORMAT",
      /binary file\. Give a Darwin Core archive/,
    ],
    [
      "a picture",
      "a.csv",
      Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"),
      "SOURCE_UNKNOWN_FORMAT",
      /PNG picture\. Give/,
    ],
    ["a document", "a.txt", "%PDF-1.4\n1 0 obj", "SOURCE_UNKNOWN_FORMAT", /PDF document.*save that as CSV/],
    [
      "a page of a web site",
      "a.csv",
      "<!DOCTYPE html><html><body>Log in</body></html>",
      "SOURCE_UNKNOWN_FORMAT",
      /web page.*Download the file itself/,
    ],
    ["XML", "a.xml", '<?xml version="1.0"?><eml/>', "SOURCE_UNKNOWN_FORMAT", /is XML\. Give/],
    ["Parquet", "a.parquet", `PAR1${"\0".repeat(99)}PAR1`, "SOURCE_UNKNOWN_FORMAT", /Parquet file\. Export.*give that/],
    [
      "records in two sheets",
      "a.xlsx",
      workbook({ 2019: RECORDS, 2020: RECORDS }),
      "SOURCE_UNKNOWN_FORMAT",
      /Several sheets of it hold records \(2019, 2020\)\. Save each/,
    ],
    ["a JSON array", "a.json", '[{"occurrenceID":"a"}]', "SOURCE_UNKNOWN_FORMAT", /one JSON array.*jq -c '\.\[\]'/],
    [
      "a JSON array of many lines",
      "a.ndjson",
      JSON.stringify([{ occurrenceID: "a" }], null, 2),
      "SOURCE_UNKNOWN_FORMAT",
      /one JSON array/,
    ],
    [
      "a page of GBIF's API",
      "a.json",
      JSON.stringify({ offset: 0, results: [{ occurrenceID: "a" }] }),
      "SOURCE_UNKNOWN_FORMAT",
      /one JSON document.*jq -c '\.results\[\]'/,
    ],
    [
      "other columns",
      "a.csv",
      "a,b,c\n1,2,3\n",
      "SOURCE_UNKNOWN_FORMAT",
      /no name of Darwin Core in its first line: "a,b,c"\. Name/,
    ],
    [
      "a line of twenty megabytes",
      "a.csv",
      `${CSV}a,Abies,${"x".repeat(20_000_000)}\n`,
      "SOURCE_DAMAGED",
      /longer than 16 MiB/,
    ],
  ];

for (const [what, name, bytes, code, says] of REFUSED)
  test(`a source with ${what} is refused with what it is and what to do`, async (t) => {
    const { path, remove } = put(name, bytes);
    t.after(remove);
    const reading = async () => {
      const source = await openOccurrences(path);
      try {
        for await (const chunk of source.chunks()) readRows(chunk);
      } finally {
        await source.close();
      }
    };
    await assert.rejects(reading, (error) => {
      assert.ok(error instanceof BinomenError, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, says);
      return true;
    });
  });
