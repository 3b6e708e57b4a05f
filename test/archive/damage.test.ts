/** Whatever is done to a source, it is read or refused with an error of ours; it never breaks the reader. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { openSource } from "../../src/archive/open.ts";
import { BinomenError } from "../../src/errors.ts";
import { fileOf, tarBytes, zipBytes } from "./sources.ts";

const META = `<?xml version="1.0"?><archive xmlns="http://rs.tdwg.org/dwc/text/"><core fieldsTerminatedBy="\\t" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="http://rs.tdwg.org/dwc/terms/Taxon"><files><location>taxon.txt</location></files><id index="0"/><field index="1" term="http://rs.tdwg.org/dwc/terms/scientificName"/><field index="2" term="http://rs.tdwg.org/dwc/terms/taxonRank"/></core></archive>`;
const TSV = `taxonID\tscientificName\ttaxonRank\n${Array.from({ length: 40 }, (_, i) => `${i}\tAüs bus${i}\tspecies\n`).join("")}`;
const CSV = `ID,parentID,scientificName,rank\n${Array.from({ length: 40 }, (_, i) => `"${i}","","Aüs ""bus${i}""",species\r\n`).join("")}`;

const SOURCES = {
  "source.zip": zipBytes({ "meta.xml": META, "taxon.txt": TSV }),
  "coldp.zip": zipBytes({ "data/NameUsage.csv": CSV, "metadata.yaml": "title: Cats\n" }),
  "source.tar": await tarBytes({ "dwca/meta.xml": META, "dwca/taxon.txt": TSV }),
  "coldp.tgz": gzipSync(await tarBytes({ "data/NameUsage.csv": CSV, "metadata.yaml": "title: Cats\n" })),
  "names.csv": Buffer.from(CSV),
  "names.tsv.gz": gzipSync(TSV),
  "names.tsv.zst": zstdCompressSync(TSV),
  "tree.txtree": Buffer.from("Aus [genus] {ID=1}\n  Aus bus L. [species]\n    =Aus cus [species]\n"),
  "no-id.txtree": Buffer.from("Aus [genus] {ID=}\n  Aus bus L. [species] {ID=}\n"),
  "names.ndjson": Buffer.from(
    '{"taxonID":"1","scientificName":"Aus bus"}\n{"taxonID":"2","scientificName":"Aus cus"}\n',
  ),
  "meta.xml": Buffer.from(META),
};

for (const [name, bytes] of Object.entries(SOURCES))
  test(`${name} with changed, lost or added bytes is read or refused`, async (t) => {
    const path = fileOf(t, name, bytes);
    const damage = fc.record({
      at: fc.nat({ max: bytes.length - 1 }),
      length: fc.nat({ max: 12 }),
      put: fc.uint8Array({ maxLength: 12 }),
    });
    let read = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (changes) => {
        let damaged: Buffer = Buffer.from(bytes);
        for (const { at, length, put } of changes)
          damaged = Buffer.concat([damaged.subarray(0, at), put, damaged.subarray(at + length)]);
        writeFileSync(path, damaged);
        try {
          const source = await openSource(path);
          try {
            for await (const batch of source.usages())
              for (const usage of batch) assert.ok(usage.id && usage.scientificName);
            for await (const _ of source.vernaculars());
            read++;
          } finally {
            await source.close();
          }
        } catch (error) {
          if (!(error instanceof BinomenError)) throw error;
          assert.match(error.code, /^SOURCE_/);
          refused++;
        }
      }),
      { numRuns: 60 },
    );
    assert.equal(read + refused, 60);
  });

test("a bit of a zipped table that has changed never gives other names: the zip is refused", async (t) => {
  const bytes = SOURCES["coldp.zip"];
  const path = fileOf(t, "flipped.zip", bytes);
  const namesOf = async () => {
    const source = await openSource(path);
    try {
      const names: string[] = [];
      for await (const batch of source.usages()) for (const { scientificName } of batch) names.push(scientificName);
      return names;
    } finally {
      await source.close();
    }
  };
  const whole = await namesOf();
  assert.equal(whole.length, 40);
  const start = bytes.indexOf("data/NameUsage.csv") + "data/NameUsage.csv".length;
  const end = bytes.indexOf("PK\u0003\u0004", start, "latin1");
  let refused = 0;
  for (let at = start; at < end; at++) {
    const flipped = Buffer.from(bytes);
    flipped[at]! ^= 1 << (at % 8);
    writeFileSync(path, flipped);
    try {
      assert.deepEqual(await namesOf(), whole, `byte ${at}`);
    } catch (error) {
      if (!(error instanceof BinomenError)) throw error;
      assert.match(error.code, /^SOURCE_/);
      refused++;
    }
  }
  assert.ok(refused > (end - start) / 2, `${refused} of ${end - start}`);
});
