/** Whose identifier is it, and which usage does it mean here? */
import assert from "node:assert/strict";
import test from "node:test";
import { answerV2 } from "../../src/answer/v2.ts";
import { AnswerWriter } from "../../src/answer/v2-bytes.ts";
import { buildImage } from "../../src/image/build.ts";
import { JoinTable } from "../../src/image/ids/build-joins.ts";
import { withJoins } from "../../src/image/join-identifiers.ts";
import { ImageReader } from "../../src/image/read.ts";
import { verifyImage } from "../../src/image/verify.ts";
import { joinChecklist } from "../../src/matcher/join-checklist.ts";
import { Matcher } from "../../src/matcher/match.ts";
import { sourceOfChecklist, sourceOfIdentifier } from "../../src/taxonomy/identifier-sources.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { parseRank } from "../../src/taxonomy/rank-spelling.ts";

/** Rows of `id parent accepted rank name`; `-` for none. */
function usagesOf(rows: string): NameUsage[] {
  return rows
    .trim()
    .split("\n")
    .map((row, i) => {
      const [id, parent, accepted, rank, ...name] = row.trim().split(" ");
      return {
        id: id!,
        parentId: parent === "-" ? undefined : parent,
        acceptedId: accepted === "-" ? undefined : accepted,
        rank: parseRank(rank),
        scientificName: name.join(" "),
        status: accepted === "-" ? "ACCEPTED" : "SYNONYM",
        line: i + 1,
      };
    });
}

const BACKBONE = usagesOf(`
  1 - - kingdom Animalia
  2 1 - family Delphinidae
  3 2 - genus Delphinus
  4 3 - species Delphinus delphis Linnaeus, 1758
  5 - 4 species Delphinus capensis Gray, 1828
  6 - - kingdom Plantae
  7 6 - genus Oenanthe
  8 1 - genus Oenanthe
  137094 3 - species Delphinus tropicalis
`);

const WORMS = usagesOf(`
  urn:lsid:marinespecies.org:taxname:2 - - kingdom Animalia
  urn:lsid:marinespecies.org:taxname:137094 urn:lsid:marinespecies.org:taxname:2 - species Delphinus delphis Linnaeus, 1758
  urn:lsid:marinespecies.org:taxname:137095 urn:lsid:marinespecies.org:taxname:2 - species Delphinus capensis Gray, 1828
  urn:lsid:marinespecies.org:taxname:8 urn:lsid:marinespecies.org:taxname:2 - genus Oenanthe
  urn:lsid:marinespecies.org:taxname:9 urn:lsid:marinespecies.org:taxname:2 - species Delphinus nowhere
`);

const RED_LIST = usagesOf(`
  22324 - - species Delphinus delphis
`);

function joined(): { image: ImageReader; bytes: Uint8Array; counts: number[] } {
  const plain = buildImage(BACKBONE, { checklistKey: "test" });
  const matcher = new Matcher(new ImageReader(plain));
  const table = new JoinTable();
  const joins = (["worms", "local"] as const).map((source) => {
    const usages = source === "worms" ? WORMS : RED_LIST;
    const other = new ImageReader(buildImage(usages, { checklistKey: source }));
    const joinedCount = joinChecklist(matcher, other, source, (id, usage) => table.add(id, usage));
    return { source, title: source, sourceChecksum: "", usageCount: usages.length, joinedCount, problems: [] };
  });
  const bytes = withJoins(plain, table, joins);
  return { image: new ImageReader(bytes), bytes, counts: joins.map(({ joinedCount }) => joinedCount) };
}

const { image, bytes, counts } = joined();
const matcher = new Matcher(image);
const answer = (query: Parameters<Matcher["match"]>[0]) => answerV2(matcher.match(query), image);

test("usages of another checklist are joined by name and classification; what is unknown or only a genus is not", () => {
  assert.deepEqual(counts, [4, 1]);
  assert.equal(verifyImage(bytes, "joined").length > 0, true);
  assert.equal(answer({ scientificNameID: "urn:lsid:marinespecies.org:taxname:8" }).usage?.key, "8", "by its kingdom");
});

for (const id of [
  "urn:lsid:marinespecies.org:taxname:137094",
  "worms:137094",
  "AphiaID:137094",
  "https://www.marinespecies.org/aphia.php?p=taxdetails&id=137094",
])
  test(`${id} leads to the joined usage, not to the one that bears this number`, () => {
    const { usage, diagnostics } = answer({ scientificNameID: id, scientificName: "Delphinus delphis" });
    assert.equal(usage?.key, "4");
    assert.deepEqual([diagnostics.matchType, diagnostics.confidence, diagnostics.issues], ["EXACT", 100, undefined]);
    assert.deepEqual(
      [diagnostics.matchedID?.id, diagnostics.matchedID?.datasetKey, diagnostics.matchedID?.mainIndexID],
      [id, "worms", "4"],
    );
  });

test("the identifier of a synonym leads to its accepted usage, and the synonym's name does not contradict it", () => {
  const { usage, diagnostics } = answer({ taxonID: "worms:137095", scientificName: "Delphinus capensis" });
  assert.equal(usage?.key, "4");
  assert.equal(diagnostics.issues, undefined);
});

test("another name than that of the identifier's record is told", () => {
  const { usage, diagnostics } = answer({ taxonID: "worms:137094", scientificName: "Oenanthe", kingdom: "Plantae" });
  assert.equal(usage?.key, "4");
  assert.deepEqual(diagnostics.issues, ["SCIENTIFIC_NAME_AND_ID_INCONSISTENT", "TAXON_MATCH_NAME_AND_ID_AMBIGUOUS"]);
});

test("identifiers of a source that is none of ours are joined as they are written", () => {
  assert.equal(answer({ taxonID: "22324" }).diagnostics.matchedID?.datasetKey, "local");
  assert.equal(answer({ taxonID: "iucn:22324" }).usage, undefined);
});

for (const id of [
  "urn:lsid:marinespecies.org:taxname:9",
  "gbif:4",
  "ITIS:4",
  "ncbi:4",
  "https://www.gbif.org/species/4",
])
  test(`${id} is no number of this checklist: the name answers`, () => {
    const { usage, diagnostics } = answer({ taxonConceptID: id, scientificName: "Delphinus tropicalis" });
    assert.equal(usage?.key, "137094");
    assert.deepEqual(diagnostics.issues, ["TAXON_CONCEPT_ID_NOT_FOUND"]);
  });

test("a bare number wins over no name that says otherwise, a checklist's own key wins alone", () => {
  const contradicted = answer({ taxonID: "8", scientificName: "Delphinus delphis" });
  assert.equal(contradicted.usage?.key, "4");
  assert.deepEqual(contradicted.diagnostics.issues, ["TAXON_MATCH_TAXON_ID_IGNORED"]);
  assert.equal(answer({ taxonID: "8" }).usage?.key, "8");
  assert.equal(answer({ taxonID: "4", scientificName: "Delphinus delphis" }).diagnostics.matchedID?.datasetKey, "test");
});

test("a checklist of a source has its identifiers in any form", () => {
  for (const [key, id, form] of [
    ["gbif-backbone", "7", "gbif:7"],
    ["NCBI_2026", "9606", "NCBI:txid9606"],
    ["ipni", "urn:lsid:ipni.org:names:77-1", "https://www.ipni.org/n/77-1"],
    ["mine", "urn:lsid:ipni.org:names:77-1", "ipni:77-1"],
    ["mine", "wfo-0000012345", "http://www.worldfloraonline.org/taxon/wfo-0000012345"],
    ["col-2026-10", "4QHKG", "https://www.checklistbank.org/dataset/3LR/taxon/4QHKG"],
  ] as const) {
    const own = new ImageReader(buildImage(usagesOf(`${id} - - species Abies alba`), { checklistKey: key }));
    const found = answerV2(new Matcher(own).match({ taxonID: form }), own);
    assert.equal(found.usage?.key, id, `${form} in ${key}`);
  }
});

test("an explicit source counts more than what the key says", () => {
  const usages = usagesOf("7 - - species Abies alba");
  const own = new ImageReader(buildImage(usages, { checklistKey: "gbif", identifierSource: "itis" }));
  const keyOf = (taxonID: string) => answerV2(new Matcher(own).match({ taxonID }), own).usage?.key;
  assert.deepEqual([keyOf("tsn:7"), keyOf("gbif:7")], ["7", undefined]);
});

test("the words of a key name a source only when they name one", () => {
  assert.equal(sourceOfChecklist("protocol-gbif.v2"), "gbif");
  assert.equal(sourceOfChecklist("colombia"), undefined);
  assert.equal(sourceOfChecklist("worms-in-col"), undefined);
  assert.equal(sourceOfIdentifier("42"), undefined);
});

test("answers by identifier are the same bytes", () => {
  const writer = new AnswerWriter(image);
  for (const taxonID of ["worms:137095", "4", "22324", "worms:1"]) {
    const outcome = matcher.match({ taxonID, scientificName: "Delphinus delphis" });
    const object = JSON.stringify(answerV2(outcome, image));
    assert.equal(writer.v2(outcome), object);
    assert.equal(object.includes("matchedID"), taxonID !== "worms:1");
  }
});

test("the identifiers of a usage are those of its joined records", () => {
  assert.deepEqual(
    image.joined.of(new Set([image.usageWithId("4"), image.usageWithId("5")])).map((one) => one.identifier),
    ["worms:137094", "worms:137095", "22324"],
  );
});
