/**
 * Every reader gives the same usages for the same checklist. A new format adds its rendering of the checklist below.
 */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import type { SourceFormat } from "../../src/archive/source.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { fileOf, folderOf, opened, problemsOf, tarBytes, usagesOf, vernacularsOf, zipOf } from "./sources.ts";

const CHECKLIST = [
  ["k", undefined, undefined, "Animalia", undefined, "KINGDOM", "ACCEPTED"],
  ["f", "k", undefined, "Felidae", "Fischer de Waldheim, 1817", "FAMILY", "ACCEPTED"],
  ["s", "f", undefined, "Puma concolor", "(Linnaeus, 1771)", "SPECIES", "ACCEPTED"],
  ["t", "s", undefined, "Puma concolor couguar", "(Kerr, 1792)", "SUBSPECIES", "ACCEPTED"],
  ["d", "f", undefined, "Félis dubia", "Müller, 1900", "SPECIES", "PROVISIONALLY_ACCEPTED"],
  ["y", undefined, "s", "Felis concolor", "Linnaeus, 1771", "SPECIES", "SYNONYM"],
] as const;

const META = `<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">
  <core encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="http://rs.tdwg.org/dwc/terms/Taxon">
    <files><location>taxon.txt</location></files><id index="0"/>
    <field index="1" term="http://rs.tdwg.org/dwc/terms/parentNameUsageID"/>
    <field index="2" term="http://rs.tdwg.org/dwc/terms/acceptedNameUsageID"/>
    <field index="3" term="http://rs.tdwg.org/dwc/terms/scientificName"/>
    <field index="4" term="http://rs.tdwg.org/dwc/terms/scientificNameAuthorship"/>
    <field index="5" term="http://rs.tdwg.org/dwc/terms/taxonRank"/>
    <field index="6" term="http://rs.tdwg.org/dwc/terms/taxonomicStatus"/>
  </core>
  <extension encoding="UTF-8" fieldsTerminatedBy="\\t" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="http://rs.gbif.org/terms/1.0/VernacularName">
    <files><location>vernacular.txt</location></files><coreid index="0"/>
    <field index="1" term="http://rs.tdwg.org/dwc/terms/vernacularName"/>
    <field index="2" term="http://purl.org/dc/terms/language"/>
  </extension>
</archive>`;

/** Rows of the checklist; `status` is written as the format does. */
const rows = (statuses: Record<string, string> = {}): string[][] =>
  CHECKLIST.map(([id, parent, accepted, name, authorship, rank, status]) => [
    id,
    parent ?? "",
    accepted ?? "",
    name,
    authorship ?? "",
    rank.toLowerCase(),
    statuses[status] ?? status.toLowerCase().replaceAll("_", " "),
  ]);

const table = (header: string[], body: string[][], delimiter = "\t"): string =>
  [header, ...body].map((cells) => `${cells.join(delimiter)}\n`).join("");

const quoted = (header: string[], body: string[][]): string =>
  [header, ...body].map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\r\n`).join("");

const DWC = [
  "taxonID",
  "parentNameUsageID",
  "acceptedNameUsageID",
  "scientificName",
  "scientificNameAuthorship",
  "taxonRank",
  "taxonomicStatus",
];

const DWCA = {
  "meta.xml": META,
  "eml.xml": "<eml:eml xmlns:eml='eml://x'><dataset><title>Cats &amp; co</title></dataset></eml:eml>",
  // Darwin Core repeats the authorship behind the name.
  "taxon.txt": table(
    DWC,
    rows().map((cells) => cells.with(3, [cells[3], cells[4]].filter(Boolean).join(" "))),
  ),
  "vernacular.txt": "taxonID\tvernacularName\tlanguage\ns\tPuma\ten\ns\tPuma\tde\n",
};

const COLDP_USAGES = table(
  ["col:ID", "col:parentID", "col:status", "col:rank", "col:scientificName", "col:authorship"],
  rows().map(([id, parent, accepted, name, authorship, rank, status]) => [
    id!,
    accepted || parent!,
    status!,
    rank!,
    name!,
    authorship!,
  ]),
);

const COLDP_JOINED = {
  "data/name.csv": quoted(
    ["ID", "scientificName", "authorship", "rank", "status"],
    rows().map(([id, , , name, authorship, rank]) => [`n${id}`, name!, authorship!, rank!, "established"]),
  ),
  "data/taxa.csv": quoted(
    ["ID", "parentID", "nameID", "provisional"],
    rows()
      .filter(([, , accepted]) => !accepted)
      .map(([id, parent, , , , , status]) => [id!, parent!, `n${id}`, String(status !== "accepted")]),
  ),
  "data/synonyms.csv": quoted(["ID", "taxonID", "nameID", "status"], [["y", "s", "ny", "synonym"]]),
  "data/vernacular-names.csv": quoted(
    ["taxonID", "name", "language"],
    [
      ["s", "Puma", "en"],
      ["s", "Puma", "de"],
    ],
  ),
  "metadata.yaml": "# a comment\ntitle: Cats & co\nversion: '1'\n",
};

/** 30 columns without header, `\N` for nothing, the accepted usage of a synonym in the parent column. */
const GBIF_SIMPLE = CHECKLIST.map(([id, parent, accepted, name, authorship, rank, status]) => {
  const cells = new Array<string>(30).fill("\\N");
  const [, basionym, basionymYear, author, year] =
    /^(?:\((.*), (\d+)\))?(?:(.*), (\d+))?$/.exec(authorship ?? "") ?? [];
  cells[0] = id;
  cells[1] = accepted ?? parent ?? "\\N";
  cells[3] = accepted ? "t" : "f";
  cells[4] = status === "PROVISIONALLY_ACCEPTED" ? "DOUBTFUL" : status;
  cells[5] = rank;
  cells[18] = [name, authorship].filter(Boolean).join(" ");
  cells[19] = name;
  cells[24] = author ?? "\\N";
  cells[25] = year ?? "\\N";
  cells[26] = basionym ?? "\\N";
  cells[27] = basionymYear ?? "\\N";
  return `${cells.join("\t")}\n`;
}).join("");

const TEXT_TREE = `# cats
Animalia [kingdom] {ID=k}
  Felidae Fischer de Waldheim, 1817 [family] {ID=f}
    Puma concolor (Linnaeus, 1771) [species] {ID=s VERN=en:Puma,de:Puma}
      =Felis concolor Linnaeus, 1771 [species] {ID=y}
      Puma concolor couguar (Kerr, 1792) [subspecies] {ID=t}
    ?Félis dubia Müller, 1900 [species] {ID=d} # not seen again
`;

const NDJSON = CHECKLIST.map(([id, parent, accepted, name, authorship, rank, status]) =>
  JSON.stringify({
    taxonID: id,
    parentNameUsageID: parent,
    acceptedNameUsageID: accepted,
    scientificName: name,
    scientificNameAuthorship: authorship ?? null,
    taxonRank: rank,
    taxonomicStatus: status,
  }),
).join("\n");

const WFO_TSV = `\uFEFF${table(
  DWC,
  rows({ ACCEPTED: "Accepted", PROVISIONALLY_ACCEPTED: "Unchecked", SYNONYM: "Synonym" }).map((cells) =>
    cells.with(3, `"${cells[3]}"`).with(5, cells[5]!.toUpperCase()),
  ),
)}`;

/** Columns of GBIF's matching service export; the name includes the authorship. */
const MATCHING_EXPORT = quoted(
  ["id", "parentId", "acceptedId", "scientificName", "canonicalName", "authorship", "rank", "status", "code", "type"],
  CHECKLIST.map(([id, parent, accepted, name, authorship, rank, status]) => [
    id,
    parent ?? "",
    accepted ?? "",
    [name, authorship].filter(Boolean).join(" "),
    name,
    authorship ?? "",
    rank,
    status,
    "ZOOLOGICAL",
    "SCIENTIFIC",
  ]),
);

const ACEF = {
  "AcceptedSpecies.txt": table(
    ["AcceptedTaxonID", "Kingdom", "Family", "Genus", "SpeciesEpithet", "AuthorString", "Sp2000NameStatus"],
    [
      ["s", "Animalia", "Felidae", "Puma", "concolor", "(Linnaeus, 1771)", "accepted name"],
      ["d", "Animalia", "Felidae", "Félis", "dubia", "Müller, 1900", "provisionally accepted name"],
    ],
  ),
  "AcceptedInfraspecificTaxa.txt": table(
    [
      "AcceptedTaxonID",
      "ParentSpeciesID",
      "InfraSpeciesEpithet",
      "InfraSpeciesMarker",
      "InfraSpeciesAuthorString",
      "Sp2000NameStatus",
    ],
    [["t", "s", "couguar", "subsp.", "(Kerr, 1792)", "accepted name"]],
  ),
  "Synonyms.txt": table(
    [
      "ID",
      "AcceptedTaxonID",
      "Genus",
      "SpeciesEpithet",
      "AuthorString",
      "InfraSpeciesEpithet",
      "InfraSpeciesAuthorString",
      "Sp2000NameStatus",
    ],
    [["y", "s", "Felis", "concolor", "Linnaeus, 1771", "\\N", "\\N", "synonym"]],
  ),
  "CommonNames.txt": table(
    ["AcceptedTaxonID", "CommonName", "Language"],
    [
      ["s", "Puma", "en"],
      ["s", "Puma", "de"],
    ],
  ),
};

interface Rendering {
  title: string;
  format: SourceFormat;
  path: (t: TestContext) => string | Promise<string>;
  vernaculars?: true;
  sourceTitle?: string;
  /** Lines of problems by kind. */
  problems?: Record<string, number[]>;
  /** What the format cannot say. */
  adapt?: (usages: readonly (readonly (string | undefined)[])[]) => (readonly (string | undefined)[])[];
}

const cats = { vernaculars: true, sourceTitle: "Cats & co" } as const;
const inMac = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).flatMap(([name, content]) => [
      [`cats/${name}`, content],
      [`__MACOSX/cats/._${name}`, "\u0000\u0005\u0016\u0007Mac"],
    ]),
  );

const RENDERINGS: Rendering[] = [
  { title: "a Darwin Core Archive in a folder", format: "dwca", path: (t) => folderOf(t, DWCA), ...cats },
  { title: "a zipped Darwin Core Archive", format: "dwca", path: (t) => zipOf(t, DWCA), ...cats },
  { title: "a zip made on a Mac, with a folder inside", format: "dwca", path: (t) => zipOf(t, inMac(DWCA)), ...cats },
  {
    title: "a gzipped tar of an archive in a folder, made on a Mac, under a name that says nothing",
    format: "dwca",
    path: async (t) => fileOf(t, "cats", gzipSync(await tarBytes(inMac(DWCA)))),
    ...cats,
  },
  {
    title: "a plain tar of ColDP below a name of more than a hundred letters",
    format: "coldp",
    path: async (t) => {
      const long = `./${"cats-and-".repeat(15)}co`;
      const files = Object.entries(COLDP_JOINED).map(([name, content]) => [`${long}/${name}`, content]);
      return fileOf(t, "cats.tar", await tarBytes(Object.fromEntries(files)));
    },
    ...cats,
  },
  {
    title: "a tar in Zstandard with one table",
    format: "dwca",
    path: async (t) => fileOf(t, "cats.tar.zst", zstdCompressSync(await tarBytes({ "taxon.txt": DWCA["taxon.txt"] }))),
  },
  {
    title: "an archive without descriptor",
    format: "dwca",
    path: (t) => zipOf(t, { "taxon.txt": DWCA["taxon.txt"], "vernacular.txt": DWCA["vernacular.txt"] }),
    vernaculars: true,
  },
  { title: "a bare Darwin Core file", format: "delimited", path: (t) => fileOf(t, "cats.txt", DWCA["taxon.txt"]) },
  {
    title: "a gzipped table",
    format: "delimited",
    path: (t) => fileOf(t, "cats.tsv.gz", gzipSync(DWCA["taxon.txt"])),
  },
  {
    title: "a table in Zstandard with the longest window, under a name that says nothing",
    format: "delimited",
    path: (t) =>
      fileOf(
        t,
        "cats",
        zstdCompressSync(DWCA["taxon.txt"], {
          params: { [constants.ZSTD_c_enableLongDistanceMatching]: 1, [constants.ZSTD_c_windowLog]: 27 },
        }),
      ),
  },
  {
    title: "a table in UTF-16",
    format: "delimited",
    path: (t) => fileOf(t, "cats.txt", Buffer.from(`\uFEFF${DWCA["taxon.txt"]}`, "utf16le")),
  },
  {
    title: "a table in Latin-1",
    format: "delimited",
    path: (t) => fileOf(t, "cats.txt", Buffer.from(DWCA["taxon.txt"], "latin1")),
    problems: { GUESSED_ENCODING: [1] },
  },
  {
    title: "a semicolon table with old Mac line ends",
    format: "delimited",
    path: (t) => fileOf(t, "cats.csv", table(DWC, rows(), ";").replaceAll("\n", "\r")),
  },
  {
    title: "a WFO table with a byte order mark and quotes",
    format: "delimited",
    path: (t) => fileOf(t, "classification.csv", WFO_TSV),
  },
  {
    title: "the export of GBIF's matching service",
    format: "delimited",
    path: (t) => fileOf(t, "main.csv", MATCHING_EXPORT),
  },
  {
    title: "GBIF's simple backbone",
    format: "gbif-simple",
    path: (t) => fileOf(t, "simple.txt.gz", gzipSync(GBIF_SIMPLE)),
    sourceTitle: "GBIF Backbone Taxonomy",
  },
  { title: "JSON lines", format: "ndjson", path: (t) => fileOf(t, "cats.ndjson", NDJSON) },
  {
    title: "ColDP with a NameUsage file",
    format: "coldp",
    path: (t) => folderOf(t, { "name-usage.tsv": COLDP_USAGES }),
  },
  { title: "ColDP with Name, Taxon and Synonym files", format: "coldp", path: (t) => zipOf(t, COLDP_JOINED), ...cats },
  {
    title: "a text tree",
    format: "text-tree",
    path: (t) => fileOf(t, "cats.txtree", TEXT_TREE),
    vernaculars: true,
    // Names and authorships are one text in it, and synonyms follow their accepted name.
    adapt: (usages) =>
      ["k", "f", "s", "y", "t", "d"].map((id) => {
        const usage = usages.find(([other]) => other === id)!;
        return usage.with(3, [usage[3], usage[4]].filter(Boolean).join(" ")).with(4, undefined);
      }),
  },
  {
    title: "ACEF",
    format: "acef",
    path: (t) => folderOf(t, ACEF),
    vernaculars: true,
    // It lists species and what is below; higher taxa are columns.
    adapt: (usages) =>
      ["s", "d", "t", "y"].map((id) => {
        const usage = usages.find(([other]) => other === id)!;
        return id === "t" ? usage.with(3, "Puma concolor subsp. couguar") : usage.with(1, undefined);
      }),
  },
];

const shortOf = (usage: NameUsage): (string | undefined)[] => [
  usage.id,
  usage.parentId,
  usage.acceptedId,
  usage.scientificName,
  usage.authorship,
  usage.rank,
  usage.status,
];

for (const { title, format, path, vernaculars, sourceTitle, problems = {}, adapt } of RENDERINGS)
  test(`${title} gives the usages of the checklist`, async (t) => {
    const source = await opened(t, await path(t));
    const usages = await usagesOf(source);
    assert.equal(source.format, format);
    assert.equal(source.metadata.title, sourceTitle);
    assert.deepEqual(usages.map(shortOf), adapt ? adapt(CHECKLIST) : CHECKLIST.map((row) => [...row]));
    assert.deepEqual(problemsOf(source), problems);
    assert.equal(source.progress.read, source.progress.total, "progress ends at the total");
    for (const usage of usages) {
      assert.ok(Number.isInteger(usage.line) && usage.line > 0);
      for (const [field, value] of Object.entries(usage)) assert.notEqual(value, "", `${field} is absent, not empty`);
    }
    assert.deepEqual(await usagesOf(source), usages, "reading again gives the same");
    assert.deepEqual(
      await vernacularsOf(source),
      vernaculars ? ["en", "de"].map((language) => ({ usageId: "s", vernacularName: "Puma", language })) : [],
    );
  });

test("a reader that is left after the first batch lets go of its file", async (t) => {
  for (const { path } of RENDERINGS) {
    const source = await opened(t, await path(t));
    for await (const batch of source.usages()) {
      assert.ok(batch.length > 0);
      break;
    }
    await source.close();
    await source.close();
  }
});
