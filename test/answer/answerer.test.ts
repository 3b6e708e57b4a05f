import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Answerer } from "../../src/answer/answerer.ts";
import { ByteSink } from "../../src/answer/bytes/byte-sink.ts";
import { answerBatch } from "../../src/bulk/batch.ts";
import { compileSource } from "../../src/checklists/compile.ts";
import { ImageReader } from "../../src/image/read.ts";
import { SMALL_CHECKLIST, temporaryFolder } from "../http/small-service.ts";

/** The small checklist with letters and signs that JSON and UTF-8 must get right. */
const ODD = `${SMALL_CHECKLIST}20,5,,"Rosé ""quoted""",Müll.-Arg. \\ Söhne,genus,accepted
21,20,,Rosé ümbrosa,Łoś,species,accepted
22,,,Tobacco mosaic virus,,species,accepted
`;

const QUERIES = [
  { scientificName: "Helianthus annuus" },
  { scientificName: "Helianthus anuus", verbose: true },
  { scientificName: "Helianthus platycephalus Cass." },
  { scientificName: "Rosé ümbrosa Łoś" },
  { scientificName: 'Rosé "quoted"' },
  { scientificName: "Tobacco mosaic virus" },
  { scientificName: "Plantae" },
  { scientificName: "Helianthus nowhere", kingdom: "Plantae" },
  { scientificName: "\ud800 lone \u0000 signs" },
  { usageKey: "20" },
  {},
];

test("JSON written in pieces is the JSON of the answer, remembered or not", async (t) => {
  const source = join(temporaryFolder(t), "odd.csv");
  writeFileSync(source, ODD);
  const image = new ImageReader(await compileSource(source, { checklistKey: "odd" }));
  for (const capacity of [0, 10]) {
    const answerer = new Answerer(image, capacity);
    for (const query of [...QUERIES, ...QUERIES]) {
      const expected = JSON.stringify(answerer.answer(query));
      const sink = new ByteSink(16);
      sink.write("before");
      answerer.writeJson(query, sink);
      assert.equal(Buffer.from(sink.copy(6)).toString(), expected);
      assert.equal(answerer.json(query).toString(), expected);
    }
  }
});

test("a batch answers row by row what single queries are answered, whether answers are known, rows blank or unreadable", async (t) => {
  const source = join(temporaryFolder(t), "odd.csv");
  writeFileSync(source, ODD);
  const image = new ImageReader(await compileSource(source, { checklistKey: "odd" }));
  const single = new Answerer(image, 0);
  const lines = Array.from({ length: 700 }, (_, i) => {
    if (i % 50 === 7) return "";
    if (i % 50 === 8) return "{not JSON";
    return JSON.stringify(QUERIES[(i * i) % QUERIES.length]);
  });
  const rows = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  const form = {
    asked: "ndjson",
    answered: "ndjson",
    header: undefined,
    defaults: {},
    firstRow: 1,
    maxRows: 1e6,
  } as const;
  for (const capacity of [0, 10]) {
    const { bytes, failedCount } = answerBatch(new Answerer(image, capacity), rows, { ...form, isPart: true });
    const answers = Buffer.from(bytes).toString().split("\n");
    assert.equal(answers.length, lines.length + 1);
    assert.equal(failedCount, 14);
    lines.forEach((line, i) => {
      if (line === "") assert.equal(answers[i], "");
      else if (line.startsWith("{n")) assert.match(answers[i]!, /"error":\{"code":/);
      else assert.equal(answers[i], single.json(JSON.parse(line)).toString());
    });
  }
});
