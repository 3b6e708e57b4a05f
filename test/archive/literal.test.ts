/** Archives that must not be read too literally: empty ids beside names, parents that are accepted usages, old descriptors. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BinomenError } from "../../src/errors.ts";
import { ImageBuilder } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { type Files, fileOf, folderOf, opened, usagesOf, zipOf } from "./sources.ts";

type Test = Parameters<typeof opened>[0];

/** Accepted id of each synonym by its id, `""` for one that leads nowhere, and the problems of the source by kind. */
async function acceptedOf(
  t: Test,
  path: string,
): Promise<{ accepted: Record<string, string>; problems: Record<string, number> }> {
  const source = await opened(t, path);
  const builder = new ImageBuilder({
    checklistKey: "x",
    title: "x",
    created: "",
    sourceChecksum: "",
    problems: source.report,
  });
  for await (const batch of source.usages()) for (const usage of batch) builder.add(usage);
  const image = new ImageReader(builder.finish());
  const accepted: Record<string, string> = {};
  for (let usage = 0; usage < image.header.usageCount; usage++) {
    if (!/SYNONYM/.test(image.status(usage))) continue;
    const target = image.accepted(usage);
    accepted[image.id(usage)] = target < 0 ? "" : image.id(target);
  }
  const problems = Object.fromEntries(source.report.toJSON().map(({ kind, count }) => [kind, count]));
  return { accepted, problems };
}

const META = (core: string, extensions = "", root = "archive"): string =>
  `<${root} xmlns="http://rs.tdwg.org/dwc/text/">${core}${extensions}</${root}>`;
const TABLE = (kind: string, rowType: string, file: string, id: string, terms: string[]): string =>
  `<${kind} rowType="${rowType}" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1">
  <files><location>${file}</location></files><${id} index="0"/>
  ${terms.map((term, i) => `<field index="${i + 1}" term="http://rs.tdwg.org/dwc/terms/${term}"/>`).join("")}</${kind}>`;

const LINKED = `taxonID\tparentNameUsageID\tparentNameUsage\tacceptedNameUsageID\tacceptedNameUsage\tscientificName\ttaxonRank\ttaxonomicStatus
1\t\t\t\t\tAbies\tgenus\taccepted
2\t1\t\t\tAbies alba\tAbies alba Mill.\tspecies\taccepted
3\t\t\t\tAbies alba\tAbies pectinata\tspecies\tsynonym
4\t\t\t2\t\tAbies excelsa\tspecies\tsynonym
5\t\tAbies\t\t\tAbies nova\tspecies\taccepted
`;

test("an id that is empty in a row does not hide the name beside it, of accepted usage and parent", async (t) => {
  for (const path of [fileOf(t, "x.tsv", LINKED), zipOf(t, { "taxon.tsv": LINKED })]) {
    const { accepted, problems } = await acceptedOf(t, path);
    assert.deepEqual(accepted, { 3: "2", 4: "2" });
    assert.deepEqual(problems, {});
    const usages = await usagesOf(await opened(t, path));
    assert.equal(usages.find(({ id }) => id === "5")?.parentId, "1");
    assert.equal(usages.find(({ id }) => id === "2")?.status, "ACCEPTED");
  }
});

test("an accepted usage that names itself in another spelling stays accepted where there are ids", async (t) => {
  const text = LINKED.replace("2\t1\t\t\tAbies alba\t", "2\t1\t\t\tAbies alba Miller\t");
  const usages = await usagesOf(await opened(t, fileOf(t, "x.tsv", text)));
  assert.equal(usages.find(({ id }) => id === "2")?.status, "ACCEPTED");
});

const OLD = (rows: string): string => `TaxonID\tHigherTaxonID\tScientificName\tTaxonRank\tTaxonomicStatus\n${rows}`;
const OLD_META = META(
  TABLE("core", "http://rs.tdwg.org/dwc/terms/Taxon", "taxa.txt", "id", [
    "HigherTaxonID",
    "ScientificName",
    "TaxonRank",
    "TaxonomicStatus",
  ]),
);

for (const [what, rows, expected] of [
  [
    "a species of a species",
    "1\t\tAbies alba\tspecies\taccepted\n2\t1\tAbies pectinata\tspecies\tsynonym\n",
    { 2: "1" },
  ],
  [
    "a variety of a species",
    "1\t\tAbies alba\tspecies\taccepted\n2\t1\tAbies alba var. x\tvariety\tsynonym\n",
    { 2: "1" },
  ],
  ["a tribe of a subfamily", "1\t\tAbietoideae\tsubfamily\taccepted\n2\t1\tAbieteae\ttribe\tsynonym\n", { 2: "1" }],
  ["a name without rank", "1\t\tAbies alba\t\taccepted\n2\t1\tAbies pectinata\t\tsynonym\n", { 2: "1" }],
  ["not a species of a genus", "1\t\tAbies\tgenus\taccepted\n2\t1\tAbies pectinata\tspecies\tsynonym\n", { 2: "" }],
  ["not a binomial without rank of a genus", "1\t\tAbies\t\taccepted\n2\t1\tAbies foo\t\tsynonym\n", { 2: "" }],
] as const)
  test(`a synonym without accepted usage belongs to a parent of its kind: ${what}`, async (t) => {
    const { accepted, problems } = await acceptedOf(t, folderOf(t, { "meta.xml": OLD_META, "taxa.txt": OLD(rows) }));
    assert.deepEqual(accepted, expected);
    assert.deepEqual(problems, expected[2] === "" ? { SYNONYM_WITHOUT_ACCEPTED: 1 } : { PARENT_AS_ACCEPTED: 1 });
  });

test("where other synonyms name their accepted usage, a parent must have the very rank to be one", async (t) => {
  const text = `taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,taxonRank,taxonomicStatus
1,,,Abies alba,species,accepted
2,,1,Abies pectinata,species,synonym
3,1,,Abies alba var. foo,variety,synonym
4,1,,Abies vulgaris,species,synonym
`;
  const { accepted } = await acceptedOf(t, fileOf(t, "x.csv", text));
  assert.deepEqual(accepted, { 2: "1", 3: "", 4: "1" });
});

test("a synonym that leads nowhere, or to another such, has no accepted usage and is counted", async (t) => {
  const text = `taxonID,acceptedNameUsageID,scientificName,taxonomicStatus
1,,Abies alba,accepted
2,,Abies excelsa,synonym
3,2,Abies chain,synonym
4,3,Abies longer,synonym
5,99,Abies picea,synonym
6,1,Abies good,synonym
`;
  const { accepted, problems } = await acceptedOf(t, fileOf(t, "x.csv", text));
  assert.deepEqual(accepted, { 2: "", 3: "", 4: "", 5: "", 6: "1" });
  assert.deepEqual(problems["SYNONYM_WITHOUT_ACCEPTED"], 3);
  assert.deepEqual(problems["DANGLING_ACCEPTED"], 1);
});

for (const rowType of ["http://rs.gbif.org/ipt/terms/1.0/ScientificName", "http://rs.gbif.org/terms/1.0/Synonym"])
  test(`rows of the extension ${rowType.replace(/.*\//, "")} are synonyms of their core row`, async (t) => {
    const files: Files = {
      "meta.xml": META(
        TABLE("core", "http://rs.tdwg.org/dwc/terms/Taxon", "taxa.txt", "id", ["scientificName"]),
        TABLE("extension", rowType, "synonyms.txt", "coreid", ["scientificName", "taxonomicStatus"]),
      ),
      "taxa.txt": "id\tname\nA\tAbies alba\nB\tPicea abies\n",
      "synonyms.txt": "id\tname\tstatus\nA\tAbies pectinata\tsynonym\nA\tPinus picea\t\nB\tPicea excelsa\tmisapplied\n",
    };
    const usages = await usagesOf(await opened(t, zipOf(t, files)));
    assert.deepEqual(
      usages.slice(2).map(({ scientificName, acceptedId, status }) => [scientificName, acceptedId, status]),
      [
        ["Abies pectinata", "A", "SYNONYM"],
        ["Pinus picea", "A", "SYNONYM"],
        ["Picea excelsa", "B", "MISAPPLIED"],
      ],
    );
    assert.equal(new Set(usages.map(({ id }) => id)).size, 5);
  });

test("a star archive names its files in attributes", async (t) => {
  const meta = `<starArchive xmlns="http://rs.tdwg.org/dwc/terms/xsd/archive/">
  <core encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy='' ignoreHeaderLines="0"
    rowType="http://rs.tdwg.org/dwc/terms/Taxon" location="taxa.txt">
    <id index="0" term="http://rs.tdwg.org/dwc/terms/taxonID"/>
    <field index="1" term="http://rs.tdwg.org/dwc/terms/scientificName"/>
  </core>
  <extension rowType="http://rs.tdwg.org/dwc/terms/Taxon" fieldsTerminatedBy="\\t" fieldsEnclosedBy='' location="links.txt">
    <coreid index="0"/><field index="1" term="http://purl.org/dc/terms/source"/>
  </extension>
</starArchive>`;
  const files = { "x/meta.xml": meta, "x/taxa.txt": "1\tAbies alba\n2\tPicea abies\n", "x/links.txt": "1\thttp://a\n" };
  const usages = await usagesOf(await opened(t, zipOf(t, files)));
  assert.deepEqual(
    usages.map(({ id, scientificName }) => [id, scientificName]),
    [
      ["1", "Abies alba"],
      ["2", "Picea abies"],
    ],
  );
});

test("a folder of unrelated tables is no checklist, and says what it holds", async (t) => {
  const folder = folderOf(t, {
    "plots.csv": "plot,scientificName,cover\n1,Abies alba,20\n",
    "photos.csv": "file,taxon,photographer\na.jpg,Abies alba,X\n",
    "budget.csv": "item,euro\npaper,3\n",
  });
  await assert.rejects(opened(t, folder), (error) => {
    assert.ok(error instanceof BinomenError);
    assert.match(error.message, /3 files without a descriptor.*photos\.csv/);
    return true;
  });
});

for (const [what, files] of [
  ["a single table", { "plots.csv": "plot,scientificName\n1,Abies alba\n" }],
  [
    "one called as checklists are",
    { "taxa.csv": "scientificName,x\nAbies alba,1\n", "plots.csv": "plot,species\n1,x y\n" },
  ],
  [
    "one with ids and ranks",
    { "a.csv": "id,scientificName,rank\n1,Abies alba,species\n", "b.csv": "plot,species\n1,x y\n" },
  ],
] as const)
  test(`a folder with ${what} is a checklist`, async (t) => {
    assert.deepEqual(
      (await usagesOf(await opened(t, folderOf(t, files)))).map(({ scientificName }) => scientificName),
      ["Abies alba"],
    );
  });

for (const [name, author] of [
  ["Latin name", "taxon_author(s)"],
  ["sciname", "authority"],
  ["binomial", "nameAuthor"],
  ["Species Name", "author_name"],
  ["identification", "Scientific Name Authority"],
  ["nombre científico", "autor"],
  ["Wissenschaftlicher Name", "Autor"],
  ["dwc:scientificName", "dwc:scientificNameAuthorship"],
] as const)
  test(`"${name}" and "${author}" are name and author of a checklist`, async (t) => {
    const [usage] = await usagesOf(await opened(t, fileOf(t, "x.csv", `${name},${author}\nAbies alba,Mill.\n`)));
    assert.deepEqual([usage?.scientificName, usage?.authorship], ["Abies alba", "Mill."]);
  });

test("a column that resembles one of ours, and a name that two columns have, stand in the report", async (t) => {
  const source = await opened(t, fileOf(t, "x.csv", "name,scientfic rank,note,note\nAbies alba,species,1,2\n"));
  await usagesOf(source);
  assert.deepEqual(
    source.report.toJSON().map(({ kind, first }) => [kind, first[0]?.value]),
    [
      ["UNUSED_COLUMN", "scientfic rank"],
      ["DUPLICATE_COLUMN", "note"],
    ],
  );
});
