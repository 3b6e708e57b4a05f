/** Names in the forms that labels, lists and files give them: what is read of each, and what must not be read. */
import assert from "node:assert/strict";
import test from "node:test";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import { higherConfidence } from "../../src/matcher/score/confidence.ts";
import type { MatchQuery } from "../../src/taxonomy/match.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { answersOf, imageOfNames } from "./small-checklist.ts";

const NAMES = [
  ["1", "Plantae", "", "kingdom", ""],
  ["2", "Fagaceae", "Dumort.", "family", "1"],
  ["3", "Quercus", "L.", "genus", "2"],
  ["4", "Quercus robur", "L.", "species", "3"],
  ["5", "Quercus robur fastigiata", "(Lam.) DC.", "variety", "4"],
  ["6", "Animalia", "", "kingdom", ""],
  ["7", "Sciuridae", "Fischer, 1817", "family", "6"],
  ["8", "Sciurus", "Linnaeus, 1758", "genus", "7"],
  ["9", "Sciurus vulgaris", "Linnaeus, 1758", "species", "8"],
  ["10", "Sciurus vulgaris leucourus", "(Kerr, 1792)", "subspecies", "9"],
  ["11", "Geissaspis", "Wight & Arn.", "genus", "1"],
  ["12", "Geissaspis maclouniei", "De Wild.", "species", "11"],
  ["13", "Leucas", "R.Br.", "genus", "1"],
  ["14", "Leucas brownii", "Briq.", "species", "13"],
  ["15", "Muhlenbergia", "Schreb.", "genus", "1"],
  ["16", "Muhlenbergia ramulosa", "(Kunth) Swallen", "species", "15"],
  ["17", "Muhlenbergia ramulosa", "(Humb., Bonpl. & Martius) Swallen", "species", "1"],
  ["18", "Schmidtea", "Ball, 1974", "genus", "6"],
  ["19", "Schmidtea nova", "", "species", "18"],
  ["20", "Bacteria", "", "kingdom", ""],
  ["21", "Actinobacteria", "", "phylum", "20"],
  ["22", "Ateles", "E. Geoffroy, 1806", "genus", "6"],
  ["23", "Ateles geoffroyi", "Kuhl, 1820", "species", "22"],
  ["24", "Pseudapis", "Kirby, 1900", "genus", "6"],
  ["25", "Pseudapis unidentata", "", "species", "24"],
  ["26", "Ctenophora", "Meigen, 1803", "genus", "6"],
  ["27", "Ctenophora", "(Grunow) D.M.Williams & Round, 1986", "genus", "1"],
  ["28", "Bullockia", "Arratia, Chang & Rojas, 1978", "genus", "6"],
  ["29", "Bullockia", "(Bridson) Razafim.", "genus", "1"],
  ["30", "Leucourus", "Costa, 1850", "genus", "6"],
  ["31", "Cora", "Fr.", "genus", "1"],
  ["32", "Vulgaris", "Costa, 1850", "genus", "6"],
  ["33", "Vulgaris vulgaris", "Costa, 1850", "species", "32"],
  ["34", "Sciurus vulgaris vulgaris", "", "subspecies", "9"],
  ["35", "Ia", "Thomas, 1902", "genus", "6"],
  ["36", "Ia io", "Thomas, 1902", "species", "35"],
] as const;

const image = imageOfNames(NAMES);
const { matcher, answer } = answersOf(image);

/** Each is Quercus robur, and nothing is left open. */
const QUERCUS_ROBUR = [
  "Common Oak (Quercus robur)",
  "Oak, Common (Quercus robur L.)",
  "Common Oak - Quercus robur",
  "Common Oak Quercus robur",
  "Chêne pédonculé (Quercus robur L.)",
  "Дуб черешчатый (Quercus robur)",
  "夏栎 Quercus robur L.",
  "Quercus robur（夏栎）",
  "Fagaceae: Quercus robur",
  "FAGACEAE Quercus robur L.",
  "Plantae > Fagaceae > Quercus > Quercus robur",
  "Flora of Bavaria - Quercus robur",
  "especie: Quercus robur",
  "學名：Quercus robur",
  "Fig. 3. Quercus robur",
  "Plate II. Quercus robur",
  "NHMUK 1999.12.3 Quercus robur",
  "3x Quercus robur",
  ">AB123456.1 Quercus robur isolate 12",
  "gi|12345|gb|AB123456.1| Quercus robur",
  "AB123456_Quercus_robur",
  "Quercus_robur_1",
  "k__Plantae;f__Fagaceae;g__Quercus;s__robur",
  "s__Quercus_robur",
  "https://www.inaturalist.org/taxa/56133-Quercus-robur",
  "https://en.wikipedia.org/wiki/Quercus_robur",
  "Q u e r c u s  r o b u r",
  "Quercus ro-\nbur",
  "Quer¬\ncus robur L.",
  "Quercus (= Mus) robur",
  "robur, Quercus",
  "robur L., Quercus",
  "robur (Quercus)",
  "Quercus robur . . . . . 45",
  "Quercus robur 45-47",
  "Quercus robur 3♂ 2♀",
  "Quercus robur fl. & fr.",
  "Quercus robur ex herb. Müller",
  "Quercus robur teste Müller",
  "Quercus robur voucher NHM 123",
  "Quercus robur 16S ribosomal RNA gene, partial sequence",
  "Quercus robur mitochondrion, complete genome",
  "Quercus robur 10/12 cm",
  "Quercus robur copy",
  "Quercus robur v2",
  "Quercus robur see p. 12",
  "Quercus robur strain CBS 123.45",
  "Quercus robur str. K-12",
  "Quercus robur str. MG1655",
  "Quercus robur mitochondrion",
  "Quercus robur undefined",
  "Quercus robur n/a",
  "Quercus robur L. sine auct.",
  "Quercus robur1)",
  "Q uercus robur",
  "Q. uercus robur",
  "QUERCUS ROBUR Quercus robur",
  "Fagaceae_Quercus_robur",
  "Fagaceae|Quercus|robur",
  "Fagaceae; 12a. Quercus Robur L. p. 63",
  "OTU_12 quercus_robur 0.99",
  "Quercus=robur",
  "Quercus robur@GBIF",
  "<scientificName>Quercus robur</scientificName>",
] as const;

for (const written of QUERCUS_ROBUR)
  test(`${JSON.stringify(written)} is Quercus robur`, () => assert.equal(answer(written), "EXACT Quercus robur"));

for (const [written, expected] of [
  ["Sciurus v. leucourus", "EXACT Sciurus vulgaris leucourus"],
  ["ssp. Sciurus vulgaris leucourus", "EXACT Sciurus vulgaris leucourus"],
  ["SCIURUS VULGARIS SUBSP. LEUCUORUS", "VARIANT Sciurus vulgaris leucourus"],
  ["Sciurus vulgaris leucuorus juv.", "VARIANT Sciurus vulgaris leucourus"],
  ["Genus Quercus", "EXACT Quercus"],
  ["uncultured Quercus sp.", "HIGHERRANK Quercus indet."],
  ["Fagaceae: Quercus indet. (juv.)", "HIGHERRANK Quercus indet."],
  ["g__Quercus;s__unidentified", "HIGHERRANK Quercus sp."],
  // Parts behind the words for them.
  ["Genus: Quercus Species: robur", "EXACT Quercus robur"],
  ["Género Quercus, especie robur", "EXACT Quercus robur"],
  ["genus=Quercus; species=robur; author=L.", "EXACT Quercus robur"],
  ["f_Fagaceae;g_Quercus;s_robur", "EXACT Quercus robur"],
  ["[f]Fagaceae[g]Quercus[s]Quercus robur", "EXACT Quercus robur"],
  ["Genus: Quercus Species: robbur", "VARIANT Quercus robur"],
  // Letters that look like others, and signs that are not seen.
  ["Qᴜᴇʀᴄᴜꜱ ʀᴏʙᴜʀ", "EXACT Quercus robur"],
  ["Sciurus vulgɑris", "EXACT Sciurus vulgaris"],
  ["Quercus ro\u3164bur\ufe0f", "EXACT Quercus robur"],
  ["Quercus rob= ur", "EXACT Quercus robur"],
  // Counts and labels before the name.
  ["1 Ex. Sciurus vulgaris", "EXACT Sciurus vulgaris"],
  ["2 mâles de Sciurus vulgaris", "EXACT Sciurus vulgaris"],
  ["3 экз. Quercus robur", "EXACT Quercus robur"],
  ["1.2.0 SCIURUS VULGARIS (EEP)", "EXACT Sciurus vulgaris"],
  ["ex coll. Silva: Quercus robur", "EXACT Quercus robur"],
  ["PARATYPE ♂ Sciurus vulgaris Linnaeus, 1758", "EXACT Sciurus vulgaris"],
  ["oaks of the species Quercus robur", "EXACT Quercus robur"],
  ["BOLD:AAA1234|Quercus robbur", "VARIANT Quercus robur"],
  ["/species/Quercus-robur", "EXACT Quercus robur"],
  ["X.Quercus.robbur.", "VARIANT Quercus robur"],
  ["\\textsc{Quercus robur}", "EXACT Quercus robur"],
  // What is said behind it.
  ["Quercus robur, cadavre", "EXACT Quercus robur"],
  ["Quercus robur, ex coll. Silva", "EXACT Quercus robur"],
  ["Sciurus vulgaris singend", "EXACT Sciurus vulgaris"],
  ["Quercus robur L. sp. rev.", "EXACT Quercus robur"],
  ["Quercus robur by L.", "EXACT Quercus robur"],
  ["Quercus robur or English oak", "EXACT Quercus robur"],
  ["Quercus robur var. undetermined", "HIGHERRANK Quercus robur"],
  ["fastigiata (Quercus robur)", "EXACT Quercus robur fastigiata"],
  // How sure it is.
  ["Quercus an robur?", "EXACT Quercus robur cf."],
  ["Quercus wohl robur", "EXACT Quercus robur cf."],
  ["might be Quercus robur", "EXACT Quercus robur cf."],
  ["Quercus robur à confirmer", "HIGHERRANK Quercus robur cf."],
  ["Quercus robur vel aff.", "HIGHERRANK Quercus robur aff."],
  ["Quercus robur (of authors, not L.)", "EXACT Quercus robur auct."],
  // Only the genus is known.
  ["Quercus non robur", "HIGHERRANK Quercus indet."],
  ["Quercus (other than robur)", "HIGHERRANK Quercus indet."],
  ["Quercus 未定种", "HIGHERRANK Quercus indet."],
  ["Quercus属の一種", "HIGHERRANK Quercus indet."],
  ["Quercus ND", "HIGHERRANK Quercus indet."],
  ["uncultured_Quercus", "HIGHERRANK Quercus indet."],
  ["dead Quercus", "HIGHERRANK Quercus indet."],
  ["Quercus 'Fastigiata'", "HIGHERRANK Quercus cv."],
  // An epithet after the author of the genus; one that begins like a word for what is not known.
  ["Ateles Geoffroyi", "EXACT Ateles geoffroyi"],
  ["Pseudapis Unidentata", "EXACT Pseudapis unidentata"],
  ["Pseudapis unident.", "HIGHERRANK Pseudapis indet."],
  ["Quercus, unidentified", "HIGHERRANK Quercus indet."],
  ["Fagaceae, unidentified", "HIGHERRANK Fagaceae indet."],
  ["PARATYPE ♂ Ateles geoffroyi", "EXACT Ateles geoffroyi"],
  ["Squirrel, red: Sciurus vulgaris", "EXACT Sciurus vulgaris"],
  ["Quercus robur plot 3", "EXACT Quercus robur"],
  // Nothing in common.
  ["Quercus/Ateles", "NONE -"],
  // What it grows on is not asked.
  ["Quercus robur symbiont G6", "NONE -"],
  ["? Quercus robur", "EXACT Quercus robur ?"],
  ["Quercus (?) robur L.", "EXACT Quercus robur ?"],
  ["posible Quercus robur", "EXACT Quercus robur cf."],
  ["Quercus robur (prob.)", "EXACT Quercus robur cf."],
  ["Quercus [cf.] robur", "EXACT Quercus robur cf."],
  ["Quercus robur coll.", "EXACT Quercus robur agg."],
  ["Quercus robur L. var. indet.", "HIGHERRANK Quercus robur"],
  ["Quercus robur subsp. nov.", "HIGHERRANK Quercus robur"],
  ["Quercus rubur juv.", "VARIANT Quercus robur"],
  ["Leucas Brownnii", "VARIANT Leucas brownii"],
  ["Geissaspis maclonuiei De Wild. larva", "VARIANT Geissaspis maclouniei"],
  ["Schmidtea nova, Pl. II", "EXACT Schmidtea nova"],
  ["Sciurus vulgaris leucourus ssp.", "EXACT Sciurus vulgaris leucourus"],
  ["Sciurus vulgaris sub species leucourus", "EXACT Sciurus vulgaris leucourus"],
  ["Sciurus vulgaris/leucourus", "EXACT Sciurus vulgaris leucourus"],
  ["Quercus genus", "EXACT Quercus"],
  ["Fagaceae: Quercus", "EXACT Quercus"],
  ["Fagaceae Quercus sp.", "HIGHERRANK Quercus sp."],
  ["Plantae;Fagaceae;Quercus", "EXACT Quercus"],
  ["Animalia Sciuridae Sciurus vulgaris", "EXACT Sciurus vulgaris"],
  ["squirrel (Sciurus)", "EXACT Sciurus"],
  ["Sciurus vulgaris eDNA", "EXACT Sciurus vulgaris"],
  ["Sciurus vulgaris observed near river", "EXACT Sciurus vulgaris"],
  ["Sciurus vulgaris per Smith", "EXACT Sciurus vulgaris"],
  ["Sciurus vulgaris a. italicoides", "HIGHERRANK Sciurus vulgaris"],
  ["Sciurus vulgaris α italicoides", "HIGHERRANK Sciurus vulgaris"],
  ["leaves of Quercus", "HIGHERRANK Quercus indet."],
  ["Geissaspis/Leucas", "HIGHERRANK Plantae"],
  ["Geissaspis or Leucas sp.", "HIGHERRANK Plantae"],
  ["Quer. robur", "VARIANT Quercus robur"],
  ["indet. Fagaceae", "HIGHERRANK Fagaceae indet."],
  ["Quercus robur (Agg.)", "EXACT Quercus robur agg."],
  ["Quercus robur tree", "EXACT Quercus robur"],
  ["actinobacterium ASH 253", "HIGHERRANK Actinobacteria indet."],
  ["marine bacterium X1", "HIGHERRANK Bacteria indet."],
  ["uncultured proteobacterium", "HIGHERRANK Bacteria indet."],
  ["(genus) Quercus", "EXACT Quercus"],
  ["[unranked] Actinobacteria", "EXACT Actinobacteria"],
  ["larvae of Sciurus", "HIGHERRANK Sciurus indet."],
  ["eggs of Sciurus vulgaris", "EXACT Sciurus vulgaris"],
  ["Quercus (Gattung)", "EXACT Quercus"],
  ["Fagaceae fam.", "EXACT Fagaceae"],
  ["Sciurus vulgaris leuco urus", "HIGHERRANK Sciurus vulgaris"],
  ["Sciurus vulgaris f.", "HIGHERRANK Sciurus vulgaris"],
  ["Quercus ro?ur", "VARIANT Quercus robur"],
  ["Quercus robur (TBC)", "EXACT Quercus robur cf."],
  ["Quercus robur - needs verification", "EXACT Quercus robur cf."],
  ["Quercus robur [doubtful]", "EXACT Quercus robur cf."],
  ["Quercus robur id. dub.", "EXACT Quercus robur cf."],
  ["Quercus gr. robur", "EXACT Quercus robur group"],
  ["Quercus (gr.) robur", "EXACT Quercus robur group"],
  ["Quercus sp. gr. robur", "EXACT Quercus robur group"],
  ["Quercus robur sens. str.", "EXACT Quercus robur s.str."],
  ["Quercus robur hort.", "EXACT Quercus robur hort."],
  ["Quercus robur c.v. Koster", "EXACT Quercus robur cv."],
  ["Quercus robur (cv. Koster)", "EXACT Quercus robur cv."],
  ["Quercus robur Koster-Gruppe", "EXACT Quercus robur cv."],
  ["Quercus robur Fire® ('Koster')", "EXACT Quercus robur cv."],
  ["Quercus larvae", "HIGHERRANK Quercus indet."],
  ["Quercus (larva)", "HIGHERRANK Quercus indet."],
  ["Quercus -type", "HIGHERRANK Quercus indet."],
] as const)
  test(`${written} is answered ${expected}`, () => assert.equal(answer(written), expected));

test("the authorship written most like the one asked for decides between homonyms", () => {
  const ids = ["(Kuth) Swallen", "(kunth) swallen", "(Humb., Bonpl. & Martus) Swallen"].map((author) =>
    image.id(matcher.match({ scientificName: `Muhlenbergia ramulosa ${author}` }).usage),
  );
  assert.deepEqual(ids, ["16", "16", "17"]);
});

test("authors in small letters tell homonyms apart, however many they are", () => {
  const ids = [
    "Ctenophora (grunow) d.m.williams & round, 1986",
    "Bullockia arratia, chang & rojas, 1978",
    "bullockia (bridson) razafim.",
  ].map((scientificName) => image.id(matcher.match({ scientificName }).usage));
  assert.deepEqual(ids, ["27", "28", "29"]);
});

for (const sign of ["(x) ", "r . ", "XVI", "n= ", "+ + ", "= ur ", "1 Ex. "])
  test(`a row of ${sign}behind a name is gone through once`, () =>
    // A row of signs that can be parted in many ways would take for ever.
    assert.match(answer(`Quercus robur ${sign.repeat(280 / sign.length)}~`), /^(?:NONE|HIGHERRANK|EXACT|VARIANT) /));

test("a row of authors behind a species whose infraspecific epithet has its own field is gone through once", () =>
  assert.match(
    answer({ scientificName: `Quercus robur ${"A, ".repeat(80)}~`, infraspecificEpithet: "alba" }),
    /^(?:NONE|HIGHERRANK|EXACT|VARIANT) /,
  ));

test("two names that have nothing in common are both candidates", () => {
  const outcome = matcher.match({ scientificName: "Quercus/Ateles" });
  assert.equal(outcome.matchType, "NONE");
  assert.ok(outcome.reasons.includes("SEVERAL_NAMES"));
  assert.deepEqual(outcome.others?.map(({ usage }) => image.id(usage)).sort(), ["22", "3"]);
});

for (const [query, expected] of [
  [{ genus: "Quercus", scientificName: "Que. robur" }, "EXACT Quercus robur"],
  [{ genus: "Quercus", scientificName: "q. robur" }, "EXACT Quercus robur"],
  [{ genus: "Quercus", specificEpithet: "Q. robur" }, "EXACT Quercus robur"],
  [{ genericName: "Q.", genus: "Quercus", specificEpithet: "robur" }, "EXACT Quercus robur"],
  [{ genus: "QUERCUS", species: "ROBUR" }, "EXACT Quercus robur"],
  [{ scientificName: "Quercus", specificEpithet: "robur" }, "EXACT Quercus robur"],
  [{ scientificName: "Quercus", species: "Quercus robur" }, "EXACT Quercus robur"],
  [{ genericName: '"Quercus"', specificEpithet: '"robur"' }, "EXACT Quercus robur"],
  [{ scientificName: "Quercus robur", scientificNameAuthorship: "robur L." }, "EXACT Quercus robur"],
  [{ scientificName: "Quercus robur L.", infraspecificEpithet: "fastigiata" }, "EXACT Quercus robur fastigiata"],
  [{ scientificName: "Quercus robur", infraspecificEpithet: "robur" }, "EXACT Quercus robur"],
  [{ scientificName: "Quercus", genus: "Fagus", specificEpithet: "robur" }, "EXACT Quercus"],
  [{ scientificName: "Quercus", species: "Fagus sylvatica" }, "EXACT Quercus"],
] as const)
  test(`${JSON.stringify(query)} is answered ${expected}`, () => assert.equal(answer(query), expected));

for (const field of ["n/a", "-", "unknown"])
  test(`an epithet column that says ${field} says nothing`, () =>
    assert.equal(
      answer({ genericName: "Quercus", specificEpithet: "robur", infraspecificEpithet: field }),
      "EXACT Quercus robur",
    ));

/** What stands beside the name is meant, and is not in the checklist. */
for (const written of [
  "gall on Quercus robur",
  "Novogenus novensis on Quercus robur",
  "endosymbiont of Sciurus vulgaris",
  "phage of Sciurus vulgaris",
  "soil under Quercus robur",
  "fungus from Quercus robur",
  "near Quercus, Novogenus",
])
  test(`${written} is not the species at its side`, () => assert.match(answer(written), /^(?:NONE|HIGHERRANK) /));

test("a genus answered although what is nearest was refused is less sure than one answered alone", () => {
  const outcome = matcher.match({ scientificName: "Sciurus novensis" });
  const sure = outcome.confidence;
  assert.equal(outcome.matchType, "HIGHERRANK");
  assert.ok(sure > 90);
  assert.equal(higherConfidence(sure, ["GENUS_OF_NAME"]), sure);
  assert.equal(higherConfidence(sure, ["NEAR_SPELLING_OTHER_KINGDOM", "GENUS_OF_NAME"]), 10);
  assert.ok(higherConfidence(99, ["LOW_CONFIDENCE", "SPECIES_OF_NAME"]) <= 90);
});

test("an author glued to ex is read apart", () => {
  const outcome = matcher.match({ scientificName: "Geissaspis maclouniei Smith exDe Wild." });
  assert.ok(outcome.reasons.includes("AUTHORSHIP_AGREES"));
});

test("a genus that the checklist lacks, before one in brackets, is answered each time it is asked", () => {
  const answers = [1, 2, 3].map(() => answer("Ohia (Quercus)"));
  assert.deepEqual(answers, Array(3).fill(answers[0]));
  assert.match(answers[0]!, /Quercus$/);
});

/** What programs, tables and lists leave around a name: Quercus robur, and nothing is left open. */
const LEFTOVERS = [
  "5c7ce479-8a45-40b3-ae21-7c97dfae22f5;magnoliopsida;fagales;fagaceae;quercus;robur;oak",
  "Quercus robur 98,7 %",
  "Quercus robur 12 0.34 5.6",
  "Quercus robur r . . +",
  "IMG_1234 Quercus robur (1).JPG",
  "Quercus robur_x000D_",
  "\\textit{Quercus} \\textit{robur}",
  "[Quercus robur](https://www.example.org/12)",
  "b'Quercus robur'",
  "Quercus&#160;robur L.",
  "QuercusÂ robur",
  "𝐐𝐮𝐞𝐫𝐜𝐮𝐬 𝐫𝐨𝐛𝐮𝐫",
  "Q(uercus) robur",
  "Quercus {robur}",
  "Robur; Quercus",
  "Quercus robur Quercus robur L.",
  "Quercus robur on Salix alba",
  "Quercus robur etc.",
  "Quercus robur leaf extract",
  "Quercus robur, frozen",
  "Quercus robur LC ver 3.1",
  "tax=d:Plantae,f:Fagaceae,g:Quercus,s:Quercus_robur;",
  "Quercus robur 18S small subunit ribosomal RNA gene, partial sequence",
];

test("what programs, tables and lists leave around a name is none of it", () => {
  for (const text of LEFTOVERS) assert.equal(answer(text), "EXACT Quercus robur", text);
  assert.equal(answer({ genus: "Quercus", species: "Robur" }), "EXACT Quercus robur");
  assert.equal(answer("QUERCUS ROBBUR (ROBLE)"), "VARIANT Quercus robur");
  assert.equal(answer("Quercus robbur 0.98"), "VARIANT Quercus robur");
  assert.equal(answer("Plantae;Fagaceae;Quercus;Quercus robbur"), "VARIANT Quercus robur");
});

test("aggregates, cultivars and genera that are left open say so", () => {
  for (const text of ["Complex Quercus robur", "Quercus robur-Gruppe"])
    assert.equal(answer(text), "EXACT Quercus robur agg.", text);
  for (const text of ["Quercus robur cult. 'Koster'", "Quercus robur ´Koster´"])
    assert.equal(answer(text), "EXACT Quercus robur cv.", text);
  for (const text of ["Quercus (all species)", "Quercus – undet.", "other Quercus", "OTU_12_Quercus", "Quercus OTU 12"])
    assert.match(answer(text), /^HIGHERRANK Quercus/, text);
});

test("years and parents of a cross are no leftovers", () => {
  for (const text of ["Quercus robur L. 1753", "Quercus robur L., 1753"]) {
    assert.equal(answer(text), "EXACT Quercus robur", text);
    assert.ok(matcher.match({ scientificName: text }).reasons.includes("AUTHORSHIP_AGREES"), text);
  }
  assert.doesNotMatch(answer("Quercus robur x Quercus alba"), /^EXACT/);
});

test("an epithet before its name is none, though a genus is called so", () => {
  for (const text of [
    "leucourus Sciurus vulgaris subsp. leucourus (Kerr, 1792)",
    "leucourus Sciurus vulgaris leucourus",
    "leucourus Sciurus vulgaris leucourus (Kerr, 1792)",
  ])
    assert.equal(answer(text), "EXACT Sciurus vulgaris leucourus", text);
  for (const text of [
    "vulgaris Sciurus vulgaris",
    "Vulgaris Sciurus vulgaris Linnaeus, 1758",
    "VULGARIS Sciurus vulgaris",
    "vulgaris Sciurus",
  ])
    assert.equal(answer(text), "EXACT Sciurus vulgaris", text);
  assert.equal(answer("leucourus Sciurus niger subsp. leucourus"), "HIGHERRANK Sciurus");
  assert.equal(answer("leucourus Xerus niger leucourus"), "NONE -");
  for (const text of ["leucourus Costa, 1850", "leucourus Costa", "leucourus de Costa, 1850"])
    assert.equal(answer(text), "EXACT Leucourus", text);
});

test("an entry of an index is no genus with the author of the species", () => {
  for (const text of ["vulgaris, Sciurus Linnaeus, 1758", "vulgaris; Sciurus Linnaeus", "robur, Quercus L."])
    assert.match(answer(text), /^EXACT (?:Sciurus vulgaris|Quercus robur)$/, text);
  assert.equal(answer("vulgarris, Sciurus Linnaeus, 1758"), "VARIANT Sciurus vulgaris");
  assert.equal(answer("borealis, Sciurus Costa, 1850"), "HIGHERRANK Sciurus");
  assert.equal(answer("borealis, Sciurus (Tenes) Costa, 1850"), "HIGHERRANK Sciurus");
  assert.equal(answer("borealis, Sciurus vulgaris Costa, 1850"), "HIGHERRANK Sciurus vulgaris");
  for (const text of ["leaves, Quercus L.", "larva, Quercus L.", "bark, Quercus L."])
    assert.match(answer(text), /^EXACT Quercus/, text);
});

test("an epithet with a capital is none of an author, where many genera have it", () => {
  // Six genera with the same epithet.
  const many = ["Aus", "Bus", "Cus", "Dus", "Eus", "Fus"].flatMap((genus, at): NameUsage[] => {
    const common = { status: "ACCEPTED", line: 1 } as const;
    return [
      { ...common, id: `g${at}`, scientificName: genus, authorship: "Costa, 1850", rank: "GENUS" },
      { ...common, id: `s${at}`, scientificName: `${genus} orbiculata`, rank: "SPECIES", parentId: `g${at}` },
    ];
  });
  const gus: NameUsage = {
    id: "g",
    scientificName: "Gus",
    authorship: "L.",
    rank: "GENUS",
    status: "ACCEPTED",
    line: 1,
  };
  const several = new Matcher(new ImageReader(buildImage([...many, gus], { checklistKey: "many" })));
  const type = (scientificName: string) => several.match({ scientificName }).matchType;
  for (const text of ["Gus Orbiculata", "Gus Orbiculata SCHNEIDER 1801: 276", "Gus Orbiculata — GRAY 1852: 509"])
    assert.equal(type(text), "HIGHERRANK", text);
  // The genus twice, and one whose author the checklist does not tell.
  for (const text of ["Gus Gus", "Aus Aus"]) assert.equal(type(text), "EXACT", text);
  for (const text of ["Gus Orbiculata, 1801", "Gus Orbiculata & Gray", "Gus Philippi", "Gus Schneider", "Gus Linnaeus"])
    assert.equal(type(text), "EXACT", text);
});

test("where a genus grew, what became of it, and notes of catalogues are none of its name", () => {
  for (const text of ["Quercus (Gordon Creek)", "Quercus (Sciurus trade)"])
    assert.equal(answer(text), "EXACT Quercus", text);
  for (const text of [
    "Quercus (to be included in Fagaceae) robur",
    "'Quercus' robur L.",
    "'Quercus' ('Leucobalanus') robur",
    "Quercus robur_homonym L.",
    "Quercus robur_sic L.",
    "Quercus (Leucobalanus_homonym) robur L.",
  ])
    assert.equal(answer(text), "EXACT Quercus robur", text);
  for (const text of ["Quercus [infragen.unranked] Albae Small", "Quercus [unranked] Albae"])
    assert.equal(answer(text), "HIGHERRANK Quercus", text);
});

test("a bacterium of a higher taxon is that taxon, and no more is determined", () => {
  for (const text of [
    "Actinobacteria bacterium",
    "Actinobacteria bacterium TLI024",
    "Actinobacteria bacterium enrichment culture clone JUMSS254PW-58(R15)",
    "uncultured Actinobacteria bacterium",
    "Actinobacteria archaeon 4-46",
  ])
    assert.match(answer(text), /^HIGHERRANK Actinobacteria/, text);
  assert.match(answer("uncultured Quercus fungus"), /^HIGHERRANK Quercus/);
  for (const text of ["Xaceae bacterium CL5", "Actinobacteria phage 12"]) assert.equal(answer(text), "NONE -", text);
});

/** Each is a species of Quercus that is not there: "ramulosa" is of Muhlenbergia. */
const LACKING = [
  "Common Oak Quercus ramulosa",
  "1) cf. QUERCUS RAMULOSA (TBC) #12",
  "[[Quercus ramulosa|oak]]",
  "#Quercus_ramulosa",
  "□ Quercus ramulosa",
  "Type of Quercus Ramulosa [K000123456]",
  "II/A Quercus ramulosa",
  "prob. Quercus ramulosa L.",
  "Quercus (ramulosa)",
  "Quercus [ramulosa]",
  "Quercus ‘ramulosa’",
  "Quercus-ramulosa",
  "QuercusRamulosa",
  "Quercus L. ramulosa",
  "QUERCUS Linnaeus, 1753 ramulosa L.",
  "Quercus Ramulosa (Druce, 1889)",
  "QUERCUS RAMULOSA (Druce, 1889)",
  "Quercus (Leucobalanus) Ramulosa L.",
  "Quercus (ex Mus) ramulosa",
  "Quercus’ ramulosa",
  "ramulosa (Quercus)",
  "ramulosa L., Quercus",
  "ramulosa (Druce, 1889) [Quercus]",
  "Plantae,Fagaceae,Quercus,Quercus_ramulosa",
  "Fagaceae.Quercus.ramulosa",
  "Quеrcus ramulоsa",
];

test("a species that is not there is its genus, however it is written", () => {
  for (const text of LACKING) assert.match(answer(text), /^HIGHERRANK Quercus(?: cf\.)?$/, text);
  assert.equal(answer("Common Oak Quercus robbur"), "VARIANT Quercus robur");
  assert.equal(answer("Qercus Robur"), "VARIANT Quercus robur");
  // A host, a place and a cross are none.
  for (const text of ["gall on Quercus ramulosa", "reef off Quercus Ramulosa"])
    assert.equal(answer(text), "NONE -", text);
  for (const family of [
    "n/a",
    "undefined",
    "?",
    "L.",
    "Fam. Fagaceae",
    "12 Fagaceae",
    '"Fagaceae"',
    "Family: Fagaceae",
  ])
    assert.equal(answer({ scientificName: "Quercus ramulosa", family }), "HIGHERRANK Quercus", family);
});

test("a genus of two letters is a hint, a letter alone is none", () => {
  const score = (query: MatchQuery) => matcher.match({ scientificName: "Ia io", ...query }).chosen?.classificationScore;
  assert.notEqual(score({ genus: "Ia" }), score({ genus: "I" }));
  assert.equal(score({ genus: "I" }), score({ genus: "n/a" }));
});

test("an infraspecific name that is not there is its species, however it is written", () => {
  for (const text of [
    "sciurus vulgaris ramulosa",
    "sciurus vulgaris ramulosa linnaeus",
    "Sciurus Vulgaris Ramulosa",
    "Sciurus Vulgaris Subsp. Ramulosa",
    "Sciurus vulgaris subsp. Ramulosa",
    "Sciurus vulgaris, ssp: ramulosa",
    "Sciurus vulgaris - var. ramulosa",
    "Sciurus vulgaris (subsp.) ramulosa",
    "Sciurus vulgaris sottospecie ramulosa",
    "Sciurus vulgaris Unterart ramulosa",
    "Sciurus vulgaris variedad ramulosa",
    "Sciurus vulgaris infrasp. ramulosa",
  ])
    assert.equal(answer(text), "HIGHERRANK Sciurus vulgaris", text);
  for (const infraspecificEpithet of ["Ramulosa", "RAMULOSA", "ramulosa"])
    for (const scientificName of ["Sciurus vulgaris", "Sciurus vulgaris Linnaeus, 1758"])
      assert.equal(
        answer({ scientificName, infraspecificEpithet }),
        "HIGHERRANK Sciurus vulgaris",
        infraspecificEpithet,
      );
  assert.equal(
    answer({ scientificName: "Sciurus vulgaris", infraspecificEpithet: "Leucourus" }),
    "EXACT Sciurus vulgaris leucourus",
  );
  // Authors, in small letters or not.
  for (const text of [
    "sciurus vulgaris linnaeus",
    "sciurus vulgaris l.",
    "Sciurus Vulgaris Linnaeus",
    "Sciurus vulgaris Costa",
  ])
    assert.equal(answer(text), "EXACT Sciurus vulgaris", text);
});

test("a sentence in small letters is no genus and its author", () => {
  for (const text of ["coral fragments in shallow water", "corat found ex silt", "cora of the reef", "cora of silt."])
    assert.equal(answer(text), "NONE -", text);
  for (const text of ["cora ridge in rain forest", "corat on stones beside river"])
    assert.equal(answer(text), "NONE -", text);
  for (const text of ["cora fr.", "cora fries"]) assert.equal(answer(text), "EXACT Cora", text);
});

test("what qualifies a name is told wherever it stands", () => {
  const qualifier = (scientificName: string) => matcher.match({ scientificName }).qualifier;
  for (const text of ["Quercus (cf. robur)", "Quercus cf. Quercus robur", "Quercus-cf-robur", "an Quercus robur"])
    assert.equal(qualifier(text), "cf.", text);
  for (const text of ["Quercus? robur", "Quercus [?] robur", "Quercus robur?"])
    assert.equal(qualifier(text), "?", text);
  for (const text of ["Quercus robur p. max. p.", "Quercus robur ex parte", "Quercus robur P.P."])
    assert.equal(qualifier(text), "p.p.", text);
  assert.equal(qualifier("Quercus robur [sensu Smith]"), "sensu Smith");
  assert.equal(qualifier("Quercus robur [auct. non L.]"), "auct. non L.");
  assert.equal(qualifier("Quercus robur of American authors"), "auct.");
  assert.equal(qualifier("Quercus robur [Spain]"), undefined);
});

test("a genus or family is not all that is meant where an epithet follows it", () => {
  for (const text of [
    "Quercus (formerly Erythrobalanus) xylosa",
    "Quercus (olim Erythrobalanus) alba",
    "Quercus (uncertain) ramulosa",
    "#Quercus #ramulosa",
    "Quercus,ramulosa",
    "Quercus\\_ramulosa",
    "Quercus\\u0020ramulosa",
    "Fagaceae. Quercus ramulosa",
    "Fagaceae -> Quercus ramulosa",
    "Plantae Fagaceae Quercus ramulosa",
  ])
    assert.equal(answer(text), "HIGHERRANK Quercus", text);
  for (const text of [
    "Quercus (unclassified)",
    "g__Quercus; s__uncultured_bacterium",
    "Quercus sp. roburDHJ02",
    "Quercus sp. robur JDR-2008",
    "Quercus sp. dubia",
  ])
    assert.match(answer(text), /^HIGHERRANK Quercus (?:indet|sp|cf)\.$/, text);
  for (const text of ["Quercus - genus", "Quercus L.", "Quercus (oak)"])
    assert.equal(answer(text), "EXACT Quercus", text);
});

test("a word for the rank stands before and behind a species of the checklist", () => {
  for (const text of ["Quercus sp. robur", "Quercus n. sp. robur", "Quercus species robur L."])
    assert.equal(answer(text), "EXACT Quercus robur", text);
  assert.equal(matcher.match({ scientificName: "Quercus robur sp." }).qualifier, "sp.");
});

test("a common name of several languages, a collection or an author before a name is none of it", () => {
  for (const text of [
    "Chêne des bois (Quercus robur)",
    "Encina de campo - Quercus robur",
    "Famille des Fagaceae — Quercus robur",
    "Ex herb. O'Rourke: Quercus robur",
    "de Férussac, 1822: Quercus robur",
  ])
    assert.equal(answer(text), "EXACT Quercus robur", text);
  for (const text of ["gall de Quercus robur", "parasite of oak (Quercus robur)"])
    assert.notEqual(answer(text), "EXACT Quercus robur", text);
});

test("columns that say more than the name are believed", () => {
  const genericName = "Quercus";
  const specificEpithet = "robur";
  for (const scientificName of ["Fagaceae", "L.", "robur", "Quercus"])
    assert.equal(answer({ scientificName, genericName, specificEpithet }), "EXACT Quercus robur", scientificName);
  assert.equal(answer({ scientificName: "Fagaceae", genericName, specificEpithet: "ramulosa" }), "HIGHERRANK Quercus");
  assert.equal(
    answer({ scientificName: "fastigiata", genericName, specificEpithet }),
    "EXACT Quercus robur fastigiata",
  );
  assert.equal(answer({ scientificName: "Quercus", specificEpithet: "robur L." }), "EXACT Quercus robur");
  assert.equal(answer({ genericName: "quercus", specificEpithet: "Ramulosa" }), "HIGHERRANK Quercus");
  // Another genus is another name.
  assert.equal(answer({ scientificName: "Sciurus", genericName, specificEpithet }), "EXACT Sciurus");
  const autonym = { scientificName: "Sciurus vulgaris", infraspecificEpithet: "vulgaris" };
  assert.equal(answer(autonym), "EXACT Sciurus vulgaris vulgaris");
  assert.equal(answer({ ...autonym, taxonRank: "species" }), "EXACT Sciurus vulgaris");
});

test("authors in small letters behind a name, and between a species and its variety, are no remark", () => {
  for (const text of ["Quercus ROBUR l.", "1) Quercus ROBUR l. [sic]", "quercus ROBUR l., det. Smith"])
    assert.equal(answer(text), "EXACT Quercus robur", text);
  for (const text of [
    "Quercus robur l. var. fastigiata (lam.) dc.",
    "Quercus robur linnaeus var. fastigiata (lam.) dc.",
    "quercus robur linnaeus var. fastigiata (lam.) dc.",
  ])
    assert.equal(answer(text), "EXACT Quercus robur fastigiata", text);
  // The checklist tells no author.
  for (const text of ["Pseudapis UNIDENTATA t.smith", "Pseudapis UNIDENTATA (l.) t.smith"])
    assert.equal(answer(text), "EXACT Pseudapis unidentata", text);
  for (const text of ["Pseudapis unidentata var.", "Pseudapis unidentata smith"])
    assert.match(answer(text), /^HIGHERRANK Pseudapis unidentata/, text);
});

test("a name is found behind what scans and tables do to it", () => {
  for (const text of [
    "Quercus robur_38942",
    "Quercus robur L. ante 1800",
    "Quercus robur typus!",
    "Quercus / Erythrobalanus / robur",
  ])
    assert.equal(answer(text), "EXACT Quercus robur", text);
  assert.equal(answer("Quercus robur stirps fastigiata"), "EXACT Quercus robur fastigiata");
  assert.equal(answer("roble (Quercuss robur)"), "VARIANT Quercus robur");
  assert.equal(answer("Quercus [robbur]"), "VARIANT Quercus robur");
  assert.equal(answer({ scientificName: "Quercus sp.", species: "Quercus robur" }), "EXACT Quercus robur");
  assert.match(answer({ scientificName: "Quercus", species: "Quercus spp." }), /^HIGHERRANK Quercus/);
  assert.match(answer({ scientificName: "Fagaceae", genus: "Quercus", specificEpithet: "sp." }), /^HIGHERRANK Quercus/);
});

test("whatever sign parts the cells of a row, its last two words are the species", () => {
  for (const text of [
    "Quercus | robur | L.",
    "Quercus/robur/L.",
    "Quercus,robur,L.",
    "Fagaceae-Quercus-robur",
    "robur / Quercus",
    "robur (genus Quercus)",
    'Quercus="robur"',
    "genus=Quercus&species=robur",
    '{"genus":"Quercus","species":"robur"}',
    "род Quercus, вид robur",
    "属 Quercus 种 robur",
    "quercusRobur",
  ])
    assert.equal(answer(text), "EXACT Quercus robur", text);
  for (const text of [
    "Quercus | ramulosa | L.",
    "Fagaceae,Quercus,ramulosa",
    "Fagaceae:Quercus:ramulosa",
    'Quercus:"ramulosa"',
    '{"genus":"Quercus","species":"ramulosa"}',
    "(Quercus) ramulosa",
    "quercusRamulosa",
    "Quercus.Ramulosa",
  ])
    assert.equal(answer(text), "HIGHERRANK Quercus", text);
  for (const text of ["Sciurus vulgaris [leucourus]", "Sciurus vulgaris|leucourus"])
    assert.equal(answer(text), "EXACT Sciurus vulgaris leucourus", text);
  assert.equal(answer("Sciurus vulgaris [common]"), "EXACT Sciurus vulgaris");
});

test("what leaves a name open, or in doubt, is seen beside one word and in columns", () => {
  for (const text of [
    "Quercus (undescribed sp.)",
    "Quercus (2 spp.)",
    "Quercus, species unknown",
    "many Quercus spp.",
    "Quercus-type",
    "Quercus.sp",
  ])
    assert.match(answer(text), /^HIGHERRANK Quercus/, text);
  for (const text of ["possible Fagaceae", "(prob.) Fagaceae"]) assert.equal(answer(text), "EXACT Fagaceae cf.", text);
  for (const text of ["Quercus robur tbc", "cf: Quercus robur", "resembles Quercus robur"])
    assert.equal(answer(text), "EXACT Quercus robur cf.", text);
  for (const text of ["Order Fagales, family Fagaceae", "Plantae; Fagaceae; NA", "Plantae_Fagaceae", "fam.: Fagaceae"])
    assert.equal(answer(text), "EXACT Fagaceae", text);
  assert.equal(answer({ scientificName: "Fagaceae sp.", species: "Quercus robur" }), "EXACT Quercus robur");
  assert.equal(
    answer({ scientificName: "Quercus robur var.", infraspecificEpithet: "fastigiata" }),
    "EXACT Quercus robur fastigiata",
  );
});

test("digits within words are the letters that they look like, where the checklist has such a name", () => {
  for (const [name, expected] of [
    ["Quercu5 robur", "VARIANT Quercus robur"],
    ["Qu3rcus robur L.", "VARIANT Quercus robur"],
    ["Quercus r0bur", "VARIANT Quercus robur"],
    ["Quercus ro6ur", "VARIANT Quercus robur"],
    ["9uercus robur", "VARIANT Quercus robur"],
    ["Quercus1 robur", "VARIANT Quercus robur"],
    ["Sc1urus vu1garis", "VARIANT Sciurus vulgaris"],
    ["Sciurus vulgar1s leucourus", "VARIANT Sciurus vulgaris leucourus"],
    ["Quercus robur2", "EXACT Quercus robur"],
    ["Quercus sp1", "HIGHERRANK Quercus sp."],
    ["Qu34cus robur", "NONE -"],
    ["Quercus 7robur8x", "HIGHERRANK Quercus"],
    ["Q1 robur", "NONE -"],
  ] as const)
    assert.equal(answer(name), expected, name);
});

test("a subgenus in brackets that is a genus here has the species, within the kingdom", () => {
  for (const [name, expected] of [
    ["Sciurus (Ateles) geoffroyi", "VARIANT Ateles geoffroyi"],
    ["Sciurus (Ateles) geoffroyi Kuhl, 1820", "VARIANT Ateles geoffroyi"],
    ["Ateles (Sciurus) geoffroyi", "EXACT Ateles geoffroyi"],
    ["Sciurus (Ateles) nonsuch", "HIGHERRANK Sciurus"],
    ["Quercus (Ateles) geoffroyi", "HIGHERRANK Quercus"],
    ["Sciurus (Ateles) sp.", "HIGHERRANK Sciurus sp."],
  ] as const)
    assert.equal(answer(name), expected, name);
});

test("columns that name nothing, or the whole name again, are no words of the name", () => {
  for (const genus of ["NA", "n/a", "-", "none", "NULL", "unknown"])
    assert.equal(answer({ genus, species: "Quercus robur" }), "EXACT Quercus robur", genus);
  for (const infraspecificEpithet of ["leucourus", "Sciurus vulgaris leucourus", "S. vulgaris leucourus"])
    assert.equal(
      answer({ genus: "Sciurus", specificEpithet: "vulgaris", infraspecificEpithet }),
      "EXACT Sciurus vulgaris leucourus",
      infraspecificEpithet,
    );
});

test("a footnote behind a genus, a code before a name and words before an author are not read as names", () => {
  assert.equal(answer("Quercus1"), "EXACT Quercus");
  for (const text of [
    "SH1234567.08FU;Quercus robur",
    "Quercus robur authority L.",
    "Quercus robur according to Linnaeus",
    "Quercus robur acc. to L.",
  ])
    assert.equal(answer(text), "EXACT Quercus robur", text);
});
