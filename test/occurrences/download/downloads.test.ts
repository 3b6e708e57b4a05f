/** Downloads by their keys and by reading all files: the same bytes, and what `binomen export` writes. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { XMLParser } from "fast-xml-parser";
import { parquetReadObjects } from "hyparquet";
import yauzl from "yauzl";
import type { Job } from "../../../src/jobs/job.ts";
import type { Jobs } from "../../../src/jobs/jobs.ts";
import { downloadRequestOf } from "../../../src/occurrences/download/download-request.ts";
import { exportAttempt } from "../../../src/occurrences/export/export.ts";
import { type Occurrences, openOccurrences } from "../../../src/occurrences/occurrences.ts";
import { openJobs } from "../../jobs/open-jobs.ts";
import { type RandomRecord, randomRecords, writeDataset } from "../search/random-dataset.ts";

const NASTY = [
  'say "hi"',
  "a\tb\nc\r\nd",
  "e\u0085f\u2028g\u2029h\vi\fj\0k",
  "  spaces  ",
  "NA",
  "né\u{1f98b}",
  "'; DROP",
  "",
];
const media = JSON.stringify([
  { type: "StillImage", identifier: "https://example.org/a.jpg", title: "tab\there" },
  { type: "Sound", identifier: "https://example.org/b.mp3" },
]);
const FACT = "http://rs.tdwg.org/dwc/terms/MeasurementOrFact";
const extensionsOf = (i: number) =>
  JSON.stringify({
    measurementorfact: [
      { measurementType: `length ${i}`, measurementValue: "1\t2", "http://unknown.org/a~b": "own" },
      { measurementType: "it's", [`x"; DROP`]: "'" },
    ],
    multimedia: [{ identifier: "https://example.org/1" }, { accessURI: "https://example.org/2", type: "Sound" }],
    traits: [{ trait: "red" }],
  });
const records: RandomRecord[] = randomRecords(700, 5).map((record, i) => ({
  ...record,
  locality: NASTY[i % NASTY.length],
  recordedBy: i % 3 === 0 ? ["Ann; Bob", "C\tD"] : [],
  coordinateUncertaintyInMeters: [0, 250, 0.00001, 1e21, 52.149593, undefined][i % 6],
  lastInterpreted: Date.UTC(2026, 0, 1, 12, 0, i % 60, i),
  ...(i % 7 === 0 && { extensions: extensionsOf(i) }),
  license: i % 2 ? "CC_BY_4_0" : "CC0_1_0",
  ...(i % 10 === 0 && { media, mediaType: ["StillImage", "Sound"] }),
}));
const other: RandomRecord[] = randomRecords(60, 6).map((record, i) => ({
  ...record,
  gbifID: 10_000 + i,
  datasetKey: "9c3a2f9e-5c2c-4c07-8f0e-0a9c8d1f6f11",
  publishingOrgKey: "28eb1a3f-1c15-4a95-931a-4af90ecb574d",
  publishingCountry: "DK",
  license: "CC_BY_NC_4_0",
}));
const folder = writeDataset(records, 90);
const second = writeDataset(other, 25);
const opened: { occurrences: Occurrences; jobs: Jobs }[] = [];

before(async () => {
  for (const smallRecords of [1_000_000, 0]) {
    const jobs = openJobs(join(folder, `jobs-${smallRecords}`), {
      limits: { jobsAtOnce: 2, jobsPerClient: 100, jobsUnderWay: 100, jobDays: 1 },
    });
    const named = [`birds=${folder}`, `more=${second}`];
    opened.push({ jobs, occurrences: await openOccurrences(named, () => [], jobs, { version: "1", smallRecords }) });
  }
});
after(async () => {
  for (const { jobs, occurrences } of opened) {
    await jobs.close();
    await occurrences.close();
  }
  for (const path of [folder, second]) rmSync(path, { recursive: true });
});

async function finished(
  { occurrences, jobs }: (typeof opened)[number],
  body: object,
): Promise<{ job: Job; path: string }> {
  const { key } = await occurrences.downloads.request(downloadRequestOf(body, "ann"));
  let job: Job | undefined;
  for await (const now of jobs.updates(key, new AbortController().signal)) job = now ?? job;
  assert.equal(job!.status, "SUCCEEDED", JSON.stringify(job!.problem));
  return { job: job!, path: (await jobs.file(job!)).path };
}

async function membersOf(path: string): Promise<{ members: Record<string, Buffer>; comment: string }> {
  const members: Record<string, Buffer> = {};
  const zip = await yauzl.fromBufferPromise(readFileSync(path));
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    members[entry.fileName] = Buffer.concat(chunks);
  }
  return { members, comment: zip.comment };
}

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const PREDICATES: [string, object | null][] = [
  ["all records", null],
  ["some", { type: "equals", key: "COUNTRY", value: "DK" }],
  ["those in a region", { type: "within", geometry: "POLYGON((-150 -20,170 -18,160 20,-170 18,-150 -20))" }],
  ["those with a word", { type: "fullTextSearch", value: "puma" }],
  ["none", { type: "equals", key: "YEAR", value: "1700" }],
];

test("verbatimExtensions are tables of an archive, each row under the key of its record as it was published", async () => {
  const DNA = "http://rs.gbif.org/terms/1.0/DNADerivedData";
  const verbatimExtensions = [
    ...[FACT, DNA, "http://rs.tdwg.org/ac/terms/Multimedia"],
    ...["http://rs.gbif.org/terms/1.0/Multimedia", "http://unknown.org/traits"],
  ];
  const predicate = { type: "equals", key: "COUNTRY", value: "DK" };
  const [byKeys, byScan] = await Promise.all(
    opened.map(async (one) => {
      const { members } = await membersOf((await finished(one, { verbatimExtensions, predicate })).path);
      return Object.fromEntries(
        Object.entries(members)
          .filter(([name]) => /^verbatim\/|meta\.xml/.test(name))
          .map(([name, bytes]) => [name, bytes.toString()]),
      );
    }),
  );
  assert.deepEqual(byKeys, byScan);
  const { "meta.xml": meta = "", ...tables } = byKeys!;
  const asked = records.filter(({ countryCode, extensions }) => countryCode === "DK" && extensions !== undefined);
  assert.ok(asked.length > 10);
  const rowsOf = (head: string[], ...rows: string[][]) =>
    [head, ...asked.flatMap(({ gbifID }) => rows.map((row) => [gbifID, ...row]))]
      .map((row) => `${row.join("\t")}\n`)
      .join("");
  assert.deepEqual(Object.keys(tables).sort(), [
    ...["verbatim/audubon.txt", "verbatim/dnaderiveddata.txt", "verbatim/measurementorfact.txt"],
    ...["verbatim/multimedia.txt", "verbatim/traits.txt"],
  ]);
  assert.equal(tables["verbatim/dnaderiveddata.txt"], "gbifID\n");
  assert.equal(tables["verbatim/traits.txt"], rowsOf(["gbifID", "trait"], ["red"]));
  assert.equal(tables["verbatim/multimedia.txt"], rowsOf(["gbifID", "identifier"], ["https://example.org/1"]));
  const sound = ["https://example.org/2", "Sound"];
  assert.equal(tables["verbatim/audubon.txt"], rowsOf(["gbifID", "accessURI", "type"], sound));
  const facts = tables["verbatim/measurementorfact.txt"]!;
  assert.equal(facts.split("\n")[0], "gbifID\ta_b\tmeasurementType\tmeasurementValue\tx___DROP");
  const [{ gbifID }] = asked as [RandomRecord];
  assert.deepEqual(facts.split("\n").slice(1, 3), [
    `${gbifID}\town\tlength ${Number(gbifID) - 1}\t1 2\t`,
    `${gbifID}\t\tit's\t\t'`,
  ]);
  type Described = { rowType: string; files: { location: string }; field?: { index: string; term: string }[] };
  const parsed = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" }).parse(meta) as {
    archive: { extension: Described[] };
  };
  const described = parsed.archive.extension.find(({ rowType }) => rowType === FACT)!;
  assert.equal(described.files.location, "verbatim/measurementorfact.txt");
  assert.deepEqual(
    [described.field].flat().map((field) => field!.term),
    [
      ...["http://unknown.org/a~b", "http://rs.tdwg.org/dwc/terms/measurementType"],
      ...[
        "http://rs.tdwg.org/dwc/terms/measurementValue",
        'http://rs.tdwg.org/dwc/terms/x"; DROP'.replace('"', "&quot;"),
      ],
    ].map((term) => term.replace("&quot;", '"')),
  );
});

for (const [body, problem] of [
  [{ verbatimExtensions: ["http://rs.tdwg.org/dwc/terms/Occurrence"] }, /not the row type of an extension/],
  [{ verbatimExtensions: "nonsense" }, /nonsense is not the row type/],
  [{ verbatimExtensions: [{ a: 1 }] }, /not the row type/],
  [{ format: "SIMPLE_CSV", verbatimExtensions: [FACT] }, /parts of a DWCA, not of a SIMPLE_CSV/],
  [{ interpretedExtensions: [FACT] }, /ask for them as verbatimExtensions/],
] as const)
  test(`${JSON.stringify(body)} is refused with what to do`, () =>
    assert.throws(
      () => downloadRequestOf(body, "ann"),
      (error: Error) => problem.test(error.message),
    ));

test("requests with other extensions are other downloads; the order of extensions is none", async () => {
  const [one] = opened as [(typeof opened)[number]];
  const predicate = { type: "equals", key: "COUNTRY", value: "NO" };
  const keyOf = async (verbatimExtensions: string[]) =>
    (await one.occurrences.downloads.request(downloadRequestOf({ verbatimExtensions, predicate }, "ann"))).key;
  const DNA = "http://rs.gbif.org/terms/1.0/DNADerivedData";
  const key = await keyOf([FACT, DNA]);
  assert.equal(await keyOf([DNA, FACT.toLowerCase(), DNA]), key);
  assert.notEqual(await keyOf([DNA]), key);
  assert.notEqual(await keyOf([]), key);
});

for (const format of ["SIMPLE_CSV", "DWCA"] as const)
  for (const [which, predicate] of format === "DWCA" ? PREDICATES.slice(1, 3) : PREDICATES)
    test(`${format} of ${which} has the same bytes by keys as by reading all files`, async () => {
      const [byKeys, byScan] = await Promise.all(
        opened.map(async (one) => {
          const { job, path } = await finished(one, { format, predicate });
          const { members } = await membersOf(path);
          const tables = Object.entries(members).filter(
            ([name]) => /\.(csv|txt)$/.test(name) && name !== "citations.txt",
          );
          return {
            count: job.facts["totalRecords"],
            tables: tables.map(([name, bytes]) => [name.replace(job.key, "key"), digest(bytes)]),
          };
        }),
      );
      assert.ok(byKeys!.tables.length > 0);
      assert.deepEqual(byKeys, byScan);
      if (which === "all records") assert.equal(byKeys!.count, records.length + other.length);
      if (which === "none") assert.equal(byKeys!.count, 0);
      else assert.ok(Number(byKeys!.count) > 0);
    });

test("SIMPLE_PARQUET has the same rows by keys as by reading all files, in the columns of SIMPLE_CSV", async () => {
  const [byKeys, byScan] = await Promise.all(
    opened.map(async (one) => {
      const { path } = await finished(one, { format: "SIMPLE_PARQUET", predicate: PREDICATES[1]![1] });
      const { members } = await membersOf(path);
      const rows: Record<string, unknown>[] = [];
      for (const [name, bytes] of Object.entries(members)) {
        if (!name.startsWith("occurrence.parquet/")) continue;
        const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
        rows.push(...(await parquetReadObjects({ file })));
      }
      return rows;
    }),
  );
  assert.equal(byKeys!.length, [...records, ...other].filter(({ countryCode }) => countryCode === "DK").length);
  assert.equal(Object.keys(byKeys![0]!).length, 50);
  assert.deepEqual(byKeys, byScan);
});

for (const [format, as, members] of [
  ["SIMPLE_CSV", "simple-csv", ["key.csv"]],
  ["DWCA", "dwca", ["occurrence.txt", "verbatim.txt", "multimedia.txt"]],
] as const)
  test(`${format} has the cells that binomen export writes, one line a record and no cell with a tab`, async () => {
    const { job, path } = await finished(opened[1]!, { format, predicate: null, force: true });
    const out = join(folder, `${as}.zip`);
    const more = [join(second, "attempt-0001")];
    await exportAttempt({ folder: join(folder, "attempt-0001"), more, format: as, out, name: "key", workers: 1 });
    const [downloaded, exported] = [(await membersOf(path)).members, (await membersOf(out)).members];
    for (const member of members) {
      const text = downloaded[member.replace("key", job.key)]!.toString();
      assert.equal(text, exported[member]!.toString());
      const lines = text.split("\n");
      assert.equal(lines.pop(), "");
      const columns = lines[0]!.split("\t").length;
      assert.ok(lines.every((line) => line.split("\t").length === columns));
      assert.doesNotMatch(text, /[\r\v\f\0\u0085\u2028\u2029]/);
      if (member !== "multimedia.txt") assert.equal(lines.length - 1, records.length + other.length);
      else assert.equal(lines.length - 1, 140);
    }
  });

test("an archive cites all its datasets, with their rights, and tells the strictest licence", async () => {
  const predicate = { type: "equals", key: "BASIS_OF_RECORD", value: "HUMAN_OBSERVATION" };
  const { job, path } = await finished(opened[0]!, { format: "DWCA", predicate });
  const { members } = await membersOf(path);
  assert.equal(job.facts["license"], "http://creativecommons.org/licenses/by-nc/4.0/legalcode");
  assert.equal(job.facts["numberDatasets"], 3);
  const rights = members["rights.txt"]!.toString();
  assert.equal(rights.match(/^Dataset: /gm)!.length, 3);
  for (const license of ["zero/1.0", "by/4.0", "by-nc/4.0"]) assert.match(rights, new RegExp(license));
  assert.match(members["citations.txt"]!.toString(), new RegExp(job.key));
  const xml = new XMLParser();
  for (const [name, text] of Object.entries(members))
    if (name.endsWith(".xml")) assert.ok(xml.parse(text.toString(), true), name);
  assert.match(members["metadata.xml"]!.toString(), /BASIS_OF_RECORD/);
  assert.equal(Object.keys(members).filter((name) => name.startsWith("dataset/")).length, 2);
});

test("a zip of one table has no other member; citation, rights and filter are its comment", async () => {
  for (const format of ["SIMPLE_CSV", "SPECIES_LIST"]) {
    const { job, path } = await finished(opened[0]!, { format, predicate: PREDICATES[1]![1] });
    const { members, comment } = await membersOf(path);
    assert.deepEqual(Object.keys(members), [`${job.key}.csv`]);
    for (const part of [job.key, "Rights as supplied", "COUNTRY", "attempt-0001"])
      assert.ok(comment.includes(part), part);
  }
});

test("a filter that is longer than a zip may have comments is cut, and the zip is whole", async () => {
  const values = Array.from({ length: 20_000 }, (_, i) => `é${i}`);
  const { path } = await finished(opened[0]!, {
    format: "SIMPLE_CSV",
    predicate: { type: "in", key: "CATALOG_NUMBER", values },
  });
  const { members, comment } = await membersOf(path);
  assert.equal(Object.keys(members).length, 1);
  assert.match(comment, /cut; all of it/);
});
