import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Answerer } from "../../src/bulk/answerer.ts";
import { compileSource } from "../../src/checklists/compile.ts";
import { ImageReader } from "../../src/image/read.ts";
import { ByteSink } from "../../src/matcher/byte-sink.ts";
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
