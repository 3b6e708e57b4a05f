/** Sources of occurrence records, read to their terms and rows. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { BinomenError } from "../../src/errors.ts";
import { readPart } from "../../src/occurrences/dataset/read-part.ts";
import { runAttempt } from "../../src/occurrences/dataset/run.ts";
import { ZipWriter } from "../../src/occurrences/export/zip.ts";
import { readRows } from "../../src/occurrences/reading/read-rows.ts";
import { openOccurrences } from "../../src/occurrences/reading/source.ts";
import { writeXlsx } from "../../src/tables/write-workbook.ts";
import { ProblemReport } from "../../src/taxonomy/problem-report.ts";

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "binomen-reading-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function zip(path: string, members: Readonly<Record<string, string>>): void {
  const writer = new ZipWriter(path);
  for (const [name, text] of Object.entries(members)) writer.addWhole(name, text);
  writer.end();
}

async function recordsOf(path: string): Promise<Record<string, string>[]> {
  const source = await openOccurrences(path);
  const records: Record<string, string>[] = [];
  for await (const chunk of source.chunks()) {
    const { terms, rows } = readRows(chunk);
    for (const { cells } of rows)
      records.push(Object.fromEntries(terms.flatMap((term, i) => (cells[i] === undefined ? [] : [[term, cells[i]]]))));
  }
  await source.close();
  return records;
}

const WANTED = [
  { occurrenceID: "a", scientificName: "Abies alba", locality: 'Am "Stein", links' },
  { occurrenceID: "b", scientificName: "Puma concolor" },
];

for (const [form, name, text] of [
  [
    "CSV with quotes",
    "a.csv",
    'occurrenceID,scientificName,locality\na,Abies alba,"Am ""Stein"", links"\nb,Puma concolor,\n',
  ],
  [
    "TSV with URIs as names",
    "a.tsv",
    'http://rs.tdwg.org/dwc/terms/occurrenceID\tdwc:scientificName\tLocality\na\tAbies alba\tAm "Stein", links\nb\tPuma concolor\t\\N\n',
  ],
  [
    "JSON lines",
    "a.ndjson",
    '{"occurrenceID":"a","scientificName":"Abies alba","locality":"Am \\"Stein\\", links"}\n{"occurrenceID":"b","scientificName":"Puma concolor"}\n',
  ],
] as const)
  test(`${form} gives the records with Darwin Core's names`, async (t) => {
    const path = join(folderOf(t), name);
    writeFileSync(path, text);
    assert.deepEqual(await recordsOf(path), WANTED);
  });

function meta(core: string, extension: string): string {
  return `<archive xmlns="http://rs.tdwg.org/dwc/text/">${core}${extension}</archive>`;
}

function tableXml(kind: string, rowType: string, file: string, terms: string[], more = ""): string {
  const fields = terms
    .map((term, i) => `<field index="${i + 1}" term="http://rs.tdwg.org/dwc/terms/${term}"/>`)
    .join("");
  return `<${kind} rowType="${rowType}" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="0"><files><location>${file}</location></files><${kind === "core" ? "id" : "coreid"} index="0"/>${fields}${more}</${kind}>`;
}

const DWC = "http://rs.tdwg.org/dwc/terms/";

test("occurrences of an event have the values of their event, and only rows that name them", async (t) => {
  const folder = folderOf(t);
  const archive = join(folder, "archive");
  mkdirSync(archive);
  writeFileSync(
    join(archive, "meta.xml"),
    meta(
      tableXml("core", `${DWC}Event`, "event.txt", ["eventID", "eventDate", "countryCode"]),
      tableXml("extension", `${DWC}Occurrence`, "occurrence.txt", ["occurrenceID", "scientificName", "eventDate"]) +
        tableXml("extension", `${DWC}MeasurementOrFact`, "measurement.txt", ["occurrenceID", "measurementType"]),
    ),
  );
  writeFileSync(join(archive, "event.txt"), "e1\te1\t2001-05\tDE\ne2\te2\t2002\tFR\n");
  writeFileSync(join(archive, "occurrence.txt"), "e1\to1\tAbies alba\t\ne1\to2\tPuma concolor\t2001-05-07\n");
  writeFileSync(join(archive, "measurement.txt"), "e1\to2\tlength\ne1\t\ttemperature\n");
  const out = join(folder, "dataset");
  await runAttempt({ source: archive, out, checklists: [], version: "test", workers: 1 });
  const records = await readPart(join(out, "attempt-0001"), "part-000000.parquet");
  assert.deepEqual(
    records.map(({ record }) => [record.occurrenceID, record.eventID, record.eventDate, record.countryCode]),
    [
      ["o1", "e1", "2001-05", "DE"],
      ["o2", "e1", "2001-05-07", "DE"],
    ],
  );
  assert.deepEqual(records[1]!.extensions, { measurementorfact: [{ occurrenceID: "o2", measurementType: "length" }] });
  const report = JSON.parse(readFileSync(join(out, "attempt-0001", "report.json"), "utf8"));
  assert.deepEqual(report.unclaimedExtensionRows, { measurementorfact: 1 });
});

test("while an archive, plain, packed or with tables that belong to it, is read, the share that was read is told", async (t) => {
  const folder = folderOf(t);
  const text = `occurrenceID\tscientificName\n${Array.from({ length: 20_000 }, (_, i) => `o${i}\tAbies alba\n`).join("")}`;
  const plain = join(folder, "a.tsv");
  writeFileSync(plain, text);
  const packed = join(folder, "b.tsv.gz");
  writeFileSync(packed, gzipSync(text));
  const event = join(folder, "event");
  mkdirSync(event);
  const occurrence = tableXml("extension", `${DWC}Occurrence`, "occurrence.txt", ["occurrenceID"]);
  writeFileSync(
    join(event, "meta.xml"),
    meta(tableXml("core", `${DWC}Event`, "event.txt", ["eventID", "eventDate"]), occurrence),
  );
  writeFileSync(join(event, "event.txt"), Array.from({ length: 15_000 }, (_, i) => `e${i}\te${i}\t2001\n`).join(""));
  writeFileSync(join(event, "occurrence.txt"), Array.from({ length: 20_000 }, (_, i) => `e${i}\to${i}\n`).join(""));
  for (const source of [plain, packed, event]) {
    const shares: number[] = [];
    const onProgress = (phase: string, _rows: number, _total?: number, share?: number) => {
      if (phase === "reading") shares.push(share ?? Number.NaN);
    };
    const out = join(folder, `${basename(source)}-dataset`);
    await runAttempt({ source, out, checklists: [], version: "test", workers: 1, onProgress });
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
      source,
    );
    assert.equal(shares.at(-1), 1, source);
  }
  const source = await openOccurrences(event);
  for await (const _ of source.chunks()) break;
  const half = source.progress.read / source.progress.total;
  assert.ok(half > 0.1 && half < 0.9, `${half} of an archive with two tables after one`);
  await source.close();
});

test("media and identifications of an extension reach their record; constants of the descriptor fill empty cells", async (t) => {
  const folder = folderOf(t);
  const path = join(folder, "archive.zip");
  const zip = new ZipWriter(path);
  const constant = `<field default="HumanObservation" term="${DWC}basisOfRecord"/>`;
  zip.addWhole(
    "meta.xml",
    meta(
      tableXml("core", `${DWC}Occurrence`, "occurrence.txt", ["occurrenceID"], constant),
      tableXml("extension", "http://rs.gbif.org/terms/1.0/Multimedia", "media.txt", ["identifier"]) +
        tableXml("extension", `${DWC}Identification`, "identification.txt", ["scientificName", "dateIdentified"]),
    ),
  );
  zip.addWhole("occurrence.txt", "1\ta\n2\tb\n");
  zip.addWhole("media.txt", "2\thttps://example.org/b.jpg\n9\thttps://example.org/nobody.jpg\n");
  zip.addWhole("identification.txt", "1\tAbies alba\t2001\n1\tPicea abies\t2005-03-01\n");
  zip.end();
  const out = join(folder, "dataset");
  await runAttempt({ source: path, out, checklists: [], version: "test", workers: 1 });
  const [first, second] = await readPart(join(out, "attempt-0001"), "part-000000.parquet");
  assert.equal(first!.record.verbatimScientificName, "Picea abies");
  assert.equal(first!.record.basisOfRecord, "HUMAN_OBSERVATION");
  assert.deepEqual(JSON.parse(second!.record.media!), [
    { type: "StillImage", format: "image/jpeg", identifier: "https://example.org/b.jpg" },
  ]);
});

test("an archive of taxa without occurrences is refused with what it holds", async (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, "meta.xml"), meta(tableXml("core", `${DWC}Taxon`, "taxon.txt", ["scientificName"]), ""));
  writeFileSync(join(folder, "taxon.txt"), "1\tAbies alba\n");
  await assert.rejects(
    openOccurrences(folder),
    (error) => error instanceof BinomenError && /"taxon"/.test(error.message),
  );
});

test("records of a workbook keep their cells as they are, while this thread goes on", async (t) => {
  const path = join(folderOf(t), "records.xlsx");
  const [header, cells] = [
    ["occurrenceID", "scientificName", "locality", "occurrenceRemarks", "eventDate"],
    ["a", "Abies alba", "a\ttab,\nand a line", ' "quoted" ', "2020-05-01"],
  ];
  writeFileSync(path, writeXlsx(header, [cells, ...Array.from({ length: 20_000 }, (_, i) => [`b${i}`, "Puma"])]));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const records = await recordsOf(path).finally(() => clearInterval(timer));
  assert.deepEqual(records[0], Object.fromEntries(header.map((term, i) => [term, cells[i]])));
  assert.equal(records.length, 20_001);
  assert.ok(turns > 5, `${turns} turns of the event loop`);
});

const RIO = "R\u00edo";
const LATIN = Buffer.from(`a,Peru,${RIO}\n`, "latin1");
const UTF8 = Buffer.from(`b,Peru,${RIO}\n`);
const HEADER = Buffer.from("occurrenceID,country,locality\n");

for (const [what, lines, wrong] of [
  ["Latin-1 and UTF-8", [LATIN, UTF8], 1],
  ["UTF-8 and Latin-1", [UTF8, LATIN], 1],
  ["Latin-1", [LATIN, LATIN], 0],
  ["UTF-8 that is cut in its last letter", [UTF8, UTF8.subarray(0, -3)], 0],
] as const)
  test(`lines in ${what} are read in their own encoding`, async (t) => {
    const path = join(folderOf(t), "a.csv");
    writeFileSync(path, Buffer.concat([HEADER, ...lines]));
    const found = (await recordsOf(path)).map(({ locality }) => locality!.slice(0, 2));
    assert.deepEqual(
      found.slice(0, 2 - Number(what.includes("cut"))),
      [RIO.slice(0, 2), RIO.slice(0, 2)].slice(0, 2 - Number(what.includes("cut"))),
    );
    const source = await openOccurrences(path);
    const problems = new ProblemReport();
    for await (const chunk of source.chunks()) problems.merge(readRows(chunk).problems);
    problems.merge(source.problems);
    if (wrong > 0) assert.equal(problems.count("WRONG_ENCODING"), wrong);
    await source.close();
  });

test("letters in UTF-8 are read as such though the descriptor says Latin-1", async (t) => {
  const folder = folderOf(t);
  for (const [name, bytes] of [
    ["utf8", UTF8],
    ["latin", LATIN],
  ] as const) {
    const path = join(folder, name);
    mkdirSync(path);
    writeFileSync(
      join(path, "meta.xml"),
      `<archive xmlns="http://rs.tdwg.org/dwc/text/"><core encoding="ISO-8859-1" fieldsTerminatedBy="," linesTerminatedBy="\\n" ignoreHeaderLines="1" rowType="http://rs.tdwg.org/dwc/terms/Occurrence"><files><location>o.csv</location></files><id index="0"/><field index="2" term="http://rs.tdwg.org/dwc/terms/locality"/></core></archive>`,
    );
    writeFileSync(join(path, "o.csv"), Buffer.concat([HEADER, bytes]));
    assert.deepEqual(await recordsOf(path), [{ locality: RIO }]);
  }
});

test("a second column of a term is kept beside the first, and reported", async (t) => {
  const path = join(folderOf(t), "a.csv");
  writeFileSync(path, "occurrenceID,country,dwc:country\na,Peru,Chile\n");
  assert.deepEqual(await recordsOf(path), [{ occurrenceID: "a", country: "Peru", country_2: "Chile" }]);
  const source = await openOccurrences(path);
  for await (const _ of source.chunks());
  assert.deepEqual(
    source.problems.toJSON().map(({ kind, first }) => [kind, first[0]!.line, first[0]!.value]),
    [["DUPLICATE_COLUMN", 1, "country_2"]],
  );
  await source.close();
});

for (const [what, members, problem] of [
  [
    "two tables of records and no meta.xml",
    { "a.csv": "occurrenceID,country\na,Peru\n", "b.csv": "occurrenceID,country,locality\nb,Peru,x\n" },
    /a\.csv, b\.csv.*meta\.xml/,
  ],
  [
    "a table and JSON lines",
    { "a.csv": "basisOfRecord,country\na,Peru\n", "b.ndjson": '{"occurrenceID":"a","country":"Peru"}\n' },
    /a\.csv, b\.ndjson/,
  ],
  ["another archive", { "inner.zip": "PK", "readme.txt": "hi" }, /inner\.zip: unpack it/],
] as const)
  test(`an archive with ${what} is refused: no record is left out silently`, async (t) => {
    const path = join(folderOf(t), "a.zip");
    zip(path, members);
    await assert.rejects(openOccurrences(path), { code: "SOURCE_UNKNOWN_FORMAT", message: problem });
  });

test("a table of records beside others of their media and names is read without meta.xml", async (t) => {
  const path = join(folderOf(t), "a.zip");
  zip(path, {
    "media.csv": "occurrenceID,identifier,type,format\na,http://a.org/1.jpg,StillImage,image/jpeg\n",
    "events.csv": "eventID,country,eventDate,locality,habitat,samplingProtocol,year,month,day\n1,Peru,,,,,,,\n",
    "names.csv": "taxonID,scientificName,kingdom,phylum,class,order\n1,Abies,Plantae,,,\n",
    "records.csv":
      "occurrenceID,basisOfRecord,scientificName,country,eventDate,locality,sex\na,HumanObservation,Abies,Peru,2001,x,\n",
  });
  assert.equal((await recordsOf(path))[0]!["locality"], "x");
});

test("a workbook that is damaged or has no records is refused as such", async (t) => {
  const path = join(folderOf(t), "records.xlsx");
  writeFileSync(path, writeXlsx(["a", "b"], [["1", "2"]]));
  await assert.rejects(openOccurrences(path), { code: "SOURCE_UNKNOWN_FORMAT" });
  const bytes = Buffer.from(writeXlsx(["occurrenceID"], [["1"]]));
  writeFileSync(path, bytes.subarray(0, bytes.length - 30));
  await assert.rejects(openOccurrences(path), { code: "SOURCE_DAMAGED" });
});

const WORKBOOK = fileURLToPath(
  new URL("../../../shared/data/pipeline/dwca/workbooks/occurrence-workbook.xlsx", import.meta.url),
);

test("a workbook is read as a table", {
  skip: existsSync(WORKBOOK) ? false : "data/pipeline is not here",
}, async () => {
  const [first] = await recordsOf(WORKBOOK);
  assert.equal(first!["occurrenceID"], "1");
  assert.match(first!["eventDate"]!, /^1990-01-02/);
});

test("lines of JSON that are not UTF-8 are read as Windows-1252 and named, their neighbours as they are", async (t) => {
  const folder = folderOf(t);
  const source = join(folder, "a.ndjson");
  const lines = [
    '{"occurrenceID":"a","locality":"Orléans"}',
    "",
    '{"occurrenceID":"b","locality":"Malmö"}',
    '{"occurrenceID":"c","locality":"Łódź"}',
  ];
  const encoded = lines.map((line, i) => Buffer.from(`${line}\n`, i === 2 ? "latin1" : "utf8"));
  writeFileSync(source, Buffer.concat(encoded));
  const out = join(folder, "dataset");
  await runAttempt({ source, out, checklists: [], version: "test", workers: 1 });
  const records = await readPart(join(out, "attempt-0001"), "part-000000.parquet");
  assert.deepEqual(
    records.map(({ core }) => Object.fromEntries(core)["locality"]),
    ["Orléans", "Malmö", "Łódź"],
  );
  const report = JSON.parse(readFileSync(join(out, "attempt-0001", "report.json"), "utf8"));
  assert.deepEqual(report.problems, { WRONG_ENCODING: { count: 1, examples: ["a.ndjson:3"] } });
});
