import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { openSource } from "../../src/archive/open.ts";
import type { BinomenError } from "../../src/errors.ts";
import { fileOf, folderOf, opened, problemsOf, tarBytes, usagesOf, vernacularsOf, zipBytes, zipOf } from "./sources.ts";

const HEADER =
  "taxonID\tparentNameUsageID\tacceptedNameUsageID\tscientificName\ttaxonRank\ttaxonomicStatus\tnomenclaturalCode\n";

test("what is wrong in rows is counted by kind, with lines", async (t) => {
  const rows = [
    "1\t\t\tAnimalia\tkingdom\tvalid\tICZN",
    "2\t1\t\tAus bus\tspecis\taccepted\tICZN",
    "3\t1\t\tAus cus\tspecies\tnative\tICZN",
    "4\t\t2\tAus dus\tspecies\tnative\tICZN",
    "5\t1\t\tAus eus\tspecies\taccepted\tPhyloCode",
    "6\t1\t\t\tspecies\taccepted\tICZN",
    "\t1\t\tAus fus\tspecies\taccepted\tICZN",
    "8\t\t2\tAus gus\tspecies\taccepted\tICZN",
    "9\t\t2|3\tAus hus\tspecies\tsynonym\tICZN",
    "10\t1\t10\tAus ius\tspecies\t\tICZN",
    "11\t1\t\tAus jus",
    "12\t\t2\tAus kus\tspecies\t\tICZN",
  ];
  const source = await opened(t, fileOf(t, "x.tsv", `${HEADER + rows.join("\n")}\n`));
  const usages = await usagesOf(source);
  assert.deepEqual(problemsOf(source), {
    BAD_ROW: [12],
    MISSING_NAME: [7],
    MISSING_ID: [8],
    UNKNOWN_RANK: [3],
    UNKNOWN_STATUS: [4, 5],
    UNKNOWN_CODE: [6],
    CONFLICTING_STATUS: [9],
    SEVERAL_ACCEPTED: [10],
  });
  const of = (id: string) => usages.find((usage) => usage.id === id)!;
  assert.deepEqual([of("2").rank, of("2").verbatimRank], [undefined, "specis"]);
  assert.deepEqual([of("3").status, of("4").status, of("8").status], ["PROVISIONALLY_ACCEPTED", "SYNONYM", "SYNONYM"]);
  assert.deepEqual([of("9").acceptedId, of("9").status], ["2", "SYNONYM"]);
  assert.deepEqual(
    [of("10").acceptedId, of("10").status],
    [undefined, "ACCEPTED"],
    "an own id in the accepted column means accepted",
  );
  assert.deepEqual([of("12").acceptedId, of("12").status], ["2", "SYNONYM"], "an accepted usage makes a synonym");
  assert.equal(
    usages.find(({ scientificName }) => scientificName === "Aus fus")?.id,
    "line:8",
    "the line stands for a missing id",
  );
});

test("an encoding that is declared and not known is told, unless the file proves to be UTF-8", async (t) => {
  const archive = (encoding: string, rows: Buffer) =>
    folderOf(t, {
      "meta.xml": `<archive><core encoding="${encoding}" fieldsTerminatedBy="\\t" ignoreHeaderLines="1" rowType="Taxon"><files><location>x.tsv</location></files><id index="0"/><field index="3" term="scientificName"/></core></archive>`,
      "x.tsv": Buffer.concat([Buffer.from(HEADER), rows]),
    });
  for (const [encoding, letters, told] of [
    ["IBM850", "latin1", [{ line: 1, value: "IBM850" }]],
    ["cp437", "latin1", [{ line: 1, value: "cp437" }]],
    ["who knows", "latin1", [{ line: 1, value: "who knows" }]],
    ["IBM850", "utf8", undefined],
    ["ISO-8859-1", "latin1", undefined],
    ["cp1252", "latin1", undefined],
  ] as const) {
    const source = await opened(t, archive(encoding, Buffer.from("1\t\t\tAus müller\n", letters)));
    assert.equal((await usagesOf(source))[0]?.scientificName, "Aus müller");
    const found = source.report.toJSON().find(({ kind }) => kind === "GUESSED_ENCODING");
    assert.deepEqual(found?.first, told, `${encoding} ${letters}`);
  }
});

test("lines in another encoding are read as Windows-1252 and reported", async (t) => {
  const bytes = Buffer.concat([
    Buffer.from(`${HEADER}1\t\t\tAus müller\n`),
    Buffer.from("2\t\t\tBus müller\n", "latin1"),
  ]);
  const source = await opened(t, fileOf(t, "x.tsv", Buffer.concat([bytes, Buffer.from("3\t\t\tCus müller\n")])));
  const META = `<archive><core fieldsTerminatedBy="\\t" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="Taxon"><files><location>x.tsv</location></files><id index="0"/><field index="3" term="scientificName"/></core></archive>`;
  const declared = await opened(
    t,
    folderOf(t, { "meta.xml": META, "x.tsv": Buffer.concat([bytes, Buffer.from("3\t\t\tCus müller\n")]) }),
  );
  assert.deepEqual(
    (await usagesOf(declared)).map(({ scientificName }) => scientificName),
    ["Aus müller", "Bus müller", "Cus müller"],
  );
  assert.deepEqual(declared.report.toJSON().find(({ kind }) => kind === "WRONG_ENCODING")?.first, [{ line: 3 }]);
  assert.equal((await usagesOf(source)).length, 3);
});

test("columns with names of their own are mapped by the caller", async (t) => {
  const path = fileOf(t, "x.csv", "No;Botanischer Name;Familie;name\n1;Abies alba;Pinaceae;Tanne\n");
  const source = await opened(t, path, {
    map: { No: "taxonID", "Botanischer Name": "scientificName", Familie: "family", name: "" },
  });
  const [usage] = await usagesOf(source);
  assert.deepEqual(
    [usage?.id, usage?.scientificName, usage?.classification],
    ["1", "Abies alba", { family: "Pinaceae" }],
  );
  await assert.rejects(openSource(path, { map: { Nummer: "taxonID" } }), { code: "SOURCE_UNKNOWN_FORMAT" });
});

test("names in parts are put together, and their rank is inferred", async (t) => {
  const source = await opened(
    t,
    fileOf(
      t,
      "Carex.csv",
      "ID,Family,Genus,Species hybrid marker,Species,Infraspecific rank,Infraspecific epithet,Authorship,Taxonomic status in TPL,Accepted ID\n" +
        'k1,Cyperaceae,Carex,,"aa",,,Kom.,Accepted,\n' +
        'k2,Cyperaceae,Carex,×,"mixta",,,Kom.,Unresolved,\n' +
        'k3,Cyperaceae,Carex,,"aa",var.,"bb",Kom.,Synonym,k1\n',
    ),
  );
  assert.deepEqual(
    (await usagesOf(source)).map(({ scientificName, rank, status }) => [scientificName, rank, status]),
    [
      ["Carex aa", "SPECIES", "ACCEPTED"],
      ["Carex × mixta", "SPECIES", "PROVISIONALLY_ACCEPTED"],
      ["Carex aa var. bb", "VARIETY", "SYNONYM"],
    ],
  );
});

test("references by name find the usage, itself included", async (t) => {
  const source = await opened(
    t,
    fileOf(
      t,
      "x.tsv",
      "taxonID\tparentNameUsage\tacceptedNameUsage\tscientificName\tscientificNameAuthorship\n" +
        "1\t\t\tAus Smith, 1900\tSmith, 1900\n" +
        "2\tAus\tAus bus\tAus bus L., 1758\tL., 1758\n" +
        "3\tAus Smith, 1900\tAus bus L., 1758\tAus cus Smith, 1901\tSmith, 1901\n" +
        "4\tXus\tXus xus\tAus dus Smith, 1902\tSmith, 1902\n" +
        "5\t\tAus eus\tAus fus\t\n" +
        "6\t\t\tAus eus (L.) Mill.\t\n",
    ),
  );
  assert.deepEqual(
    (await usagesOf(source)).map(({ parentId, acceptedId, status }) => [parentId, acceptedId, status]),
    [
      [undefined, undefined, "ACCEPTED"],
      ["1", undefined, "ACCEPTED"],
      ["1", "2", "SYNONYM"],
      [undefined, undefined, "SYNONYM"],
      [undefined, "6", "SYNONYM"],
      [undefined, undefined, "ACCEPTED"],
    ],
  );
  assert.deepEqual(problemsOf(source), { UNKNOWN_REFERENCE: [5, 5] });
});

test("vernacular names refer to the row id even when usages have another one", async (t) => {
  const META = `<archive><core fieldsTerminatedBy="," ignoreHeaderLines="1" rowType="http://rs.tdwg.org/dwc/terms/Taxon"><files><location>t.csv</location></files><id index="0"/>
    <field index="1" term="taxonID"/><field index="2" term="scientificName"/></core>
    <extension fieldsTerminatedBy="," ignoreHeaderLines="1" rowType="http://rs.gbif.org/terms/1.0/VernacularName"><files><location>v.csv</location></files><coreid index="0"/>
    <field index="1" term="vernacularName"/><field term="language" default="de"/></extension></archive>`;
  const path = zipOf(t, {
    "meta.xml": META,
    "t.csv": "id,taxonID,scientificName\n1,ns:1,Animalia\n",
    "v.csv": "id,name\n1,Tiere\n",
  });
  const source = await opened(t, path);
  assert.deepEqual(
    (await usagesOf(source)).map(({ id }) => id),
    ["ns:1"],
  );
  assert.deepEqual(await vernacularsOf(source), [{ usageId: "ns:1", vernacularName: "Tiere", language: "de" }]);
});

test("a descriptor that contradicts its file is corrected by the file", async (t) => {
  const META = `<archive><core fieldsTerminatedBy="\\t" fieldsEnclosedBy="" ignoreHeaderLines="0" rowType="http://rs.tdwg.org/dwc/terms/Taxon"><files><location>t.csv</location></files><id index="0"/>
    <field index="0" term="taxonID"/><field index="1" term="scientificName"/><field index="2" term="taxonRank"/></core></archive>`;
  const source = await opened(
    t,
    zipOf(t, {
      "meta.xml": META,
      "t.csv": 'taxonID,scientificName,taxonRank\n1,"Aus bus",species\n2,"Aus cus",species\n',
    }),
  );
  assert.deepEqual(
    (await usagesOf(source)).map(({ id, scientificName, rank, line }) => [id, scientificName, rank, line]),
    [
      ["1", "Aus bus", "SPECIES", 2],
      ["2", "Aus cus", "SPECIES", 3],
    ],
  );
});

test("ColDP names without a taxon are bare, and ids stay unique", async (t) => {
  const source = await opened(
    t,
    folderOf(t, {
      "Name.tsv": "ID\tscientificName\n1\tAus bus\n2\tAus cus\n3\tAus dus\n",
      "Taxon.tsv": "ID\tnameID\tparentID\n2\t1\t\n",
      "Synonym.tsv": "taxonID\tnameID\n2\t2\n9\t8\n",
    }),
  );
  assert.deepEqual(
    (await usagesOf(source)).map(({ id, scientificName, acceptedId, status }) => [
      id,
      scientificName,
      acceptedId,
      status,
    ]),
    [
      ["2", "Aus bus", undefined, "ACCEPTED"],
      ["2-2", "Aus cus", "2", "SYNONYM"],
      ["3", "Aus dus", undefined, "BARE_NAME"],
    ],
  );
  assert.deepEqual(problemsOf(source), { UNKNOWN_REFERENCE: [3] });
});

test("names of a ColDP archive without taxa are provisionally accepted", async (t) => {
  const source = await opened(t, folderOf(t, { "Name.csv": "ID,scientificName,status\n1,Aus bus,illegitimate\n" }));
  const [usage] = await usagesOf(source);
  assert.deepEqual([usage?.status, usage?.nomenclaturalStatus], ["PROVISIONALLY_ACCEPTED", "illegitimate"]);
});

test("what is no source is refused with what was found", async (t) => {
  const META =
    "<archive><core rowType='http://rs.tdwg.org/dwc/terms/Occurrence'><files><location>o.txt</location></files></core></archive>";
  for (const [path, code, found] of [
    [join(folderOf(t, {}), "missing.zip"), "SOURCE_NOT_FOUND", /missing\.zip/],
    [fileOf(t, "empty.csv", ""), "SOURCE_UNKNOWN_FORMAT", /empty/],
    [folderOf(t, { "photo.png": "\x89PNG" }), "SOURCE_UNKNOWN_FORMAT", /photo\.png/],
    [zipOf(t, { "[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>" }), "SOURCE_DAMAGED", /workbook|Excel/i],
    [fileOf(t, "x.zip", "\u0001\u0002PK,\u0000\n"), "SOURCE_UNKNOWN_FORMAT", /binary file/],
    [fileOf(t, "x.csv", "red,green\n1,2\n"), "SOURCE_UNKNOWN_FORMAT", /"red", "green".*--map/],
    [zipOf(t, { "meta.xml": META, "o.txt": "1" }), "SOURCE_UNKNOWN_FORMAT", /occurrence/],
    [zipOf(t, { "meta.xml": META.replace("Occurrence", "Taxon") }), "SOURCE_DAMAGED", /o\.txt/],
    [fileOf(t, "cut.zip", zipBytes({ "taxon.txt": HEADER }).subarray(0, 60)), "SOURCE_DAMAGED", /zip/],
    [fileOf(t, "cut.tar", (await tarBytes({ "taxon.txt": HEADER })).subarray(0, 520)), "SOURCE_DAMAGED", /tar/],
    [fileOf(t, "empty.tar", await tarBytes({ "taxon.txt": "" })), "SOURCE_UNKNOWN_FORMAT", /empty/],
    [fileOf(t, "cut.tsv.gz", gzipSync(HEADER.repeat(50)).subarray(0, 30)), "SOURCE_DAMAGED", /cannot be read/],
  ] as const)
    await assert.rejects(openSource(path), (error: BinomenError) => {
      assert.equal(error.code, code, path);
      assert.match(error.message, found);
      return true;
    });
});

test("a packed file that ends early is damaged, not short", async (t) => {
  const rows = Array.from(
    { length: 60_000 },
    (_, i) => `${i}\t\t\tAus bus${(i * 7919) % 60_000}\tspecies\taccepted\tICZN\n`,
  );
  const whole = gzipSync(HEADER + rows.join(""));
  const source = await opened(t, fileOf(t, "x.tsv.gz", whole.subarray(0, whole.length - 100)));
  await assert.rejects(usagesOf(source), { code: "SOURCE_DAMAGED" });
});

test("a file that changes its encoding mark only is the same checklist", async (t) => {
  const path = fileOf(t, "x.tsv", `${HEADER}1\t\t\tAus bus\n`);
  const before = await usagesOf(await opened(t, path));
  writeFileSync(path, `\uFEFF${HEADER}1\t\t\tAus bus\n`);
  assert.deepEqual(await usagesOf(await opened(t, path)), before);
});

test("higher taxa are the same whether a table is plain or quoted", async (t) => {
  const rows = [
    ["taxonID", "kingdom", "phylum", "order", "family", "genus", "scientificName"],
    ["1", "Animalia", "Chordata", "", "Felidae", "Puma", "Puma concolor"],
    ["2", "Animalia", "Chordata", "", "Felidae", "Puma", "Puma couguar"],
    ["3", "", "", "", "", "", "Incertus bus"],
    ["4", "\\N", " ", "NULL", "Felidae ", "Puma", "Puma pardoides"],
    ["5", "Plantae", "", "", "", "Puma", "Puma planta"],
    ["6", "", "", "", "", "", ""],
    ["7", "Animalia", "Chordata"],
  ];
  const read = async (delimiter: string, quote: string): Promise<unknown[]> => {
    const text = rows.map((cells) => `${cells.map((cell) => quote + cell + quote).join(delimiter)}\n`).join("");
    const usages = await usagesOf(await opened(t, fileOf(t, "x.txt", text)));
    return usages.map(({ id, scientificName, classification }) => ({ id, scientificName, classification }));
  };
  const plain = await read("\t", "");
  assert.deepEqual(plain, await read(",", '"'));
  assert.deepEqual(plain[0], {
    id: "1",
    scientificName: "Puma concolor",
    classification: { kingdom: "Animalia", phylum: "Chordata", family: "Felidae", genus: "Puma" },
  });
  assert.deepEqual(
    plain.map((usage) => (usage as { classification?: object }).classification !== undefined),
    [true, true, false, true, true],
  );
});

test("the report taken before reading is the one that fills, and reading again does not count twice", async (t) => {
  for (const path of [
    fileOf(t, "x.tsv", `${HEADER}1\t\t\tAus bus\tspecis\t\t\n`),
    fileOf(t, "x.txtree", "Aus [specis]\n"),
    fileOf(t, "x.ndjson", '{"taxonID":1,"scientificName":"Aus bus","rank":"specis"}\n'),
    folderOf(t, { "Name.tsv": "ID\tscientificName\trank\n1\tAus bus\tspecis\n", "Taxon.tsv": "ID\tnameID\n1\t1\n" }),
    folderOf(t, {
      "AcceptedSpecies.txt": "AcceptedTaxonID\tGenus\tSpeciesEpithet\tSp2000NameStatus\n1\tAus\tbus\tnative\n",
    }),
  ]) {
    const source = await opened(t, path);
    const { report } = source;
    await usagesOf(source);
    assert.equal(report.total, 1, path);
    await usagesOf(source);
    assert.equal(report.total, 1, path);
    assert.equal(source.report, report);
  }
});

test("the file that GBIF's matching service takes, with dollars and single quotes, is read", async (t) => {
  const text =
    "id$parentId$scientificName$authorship$rank$status$code\n" +
    "1$$Aus$'d''Orbigny, 1850'$GENUS$ACCEPTED$ZOOLOGICAL\n" +
    "2$1$Aus bus$L'Hér.$SPECIES$ACCEPTED$ZOOLOGICAL\n";
  const source = await opened(t, fileOf(t, "index.csv", text));
  assert.deepEqual(
    (await usagesOf(source)).map(({ id, parentId, scientificName, authorship }) => [
      id,
      parentId,
      scientificName,
      authorship,
    ]),
    [
      ["1", undefined, "Aus", "d'Orbigny, 1850"],
      ["2", "1", "Aus bus", "L'Hér."],
    ],
  );
});

test("characters that were destroyed before are reported, and left alone", async (t) => {
  const source = await opened(
    t,
    fileOf(t, "x.tsv", `${HEADER}1\t\t\tAus m\uFFFDlleri\n2\t\t\tAus mÃ¼lleri\n3\t\t\tAus mülleri\n`),
  );
  assert.deepEqual(
    (await usagesOf(source)).map(({ scientificName }) => scientificName),
    ["Aus m\uFFFDlleri", "Aus mÃ¼lleri", "Aus mülleri"],
  );
  assert.deepEqual(problemsOf(source)["LOST_CHARACTERS"], [2, 3]);
});

test("a map overrules the descriptor of an archive", async (t) => {
  const META = `<archive><core fieldsTerminatedBy="," ignoreHeaderLines="1" rowType="Taxon"><files><location>taxon.csv</location></files><id index="0"/><field index="1" term="scientificName"/></core></archive>`;
  const path = zipOf(t, { "meta.xml": META, "taxon.csv": "id,scientificName,fullLabel\n1,Aus,Aus bus\n" });
  assert.deepEqual(
    (await usagesOf(await opened(t, path))).map(({ scientificName }) => scientificName),
    ["Aus"],
  );
  const mapped = await opened(t, path, { map: { fullLabel: "scientificName" } });
  assert.deepEqual(
    (await usagesOf(mapped)).map(({ scientificName }) => scientificName),
    ["Aus bus"],
  );
});
