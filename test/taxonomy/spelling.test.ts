import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCode } from "../../src/taxonomy/code-spelling.ts";
import { NOMENCLATURAL_CODES } from "../../src/taxonomy/nomenclatural-code.ts";
import { RANKS } from "../../src/taxonomy/rank.ts";
import { parseRank } from "../../src/taxonomy/rank-spelling.ts";
import { TAXONOMIC_STATUSES } from "../../src/taxonomy/status.ts";
import { parseStatus } from "../../src/taxonomy/status-spelling.ts";

for (const [written, rank] of [
  ["ssp.", "SUBSPECIES"],
  ["subsp.", "SUBSPECIES"],
  ["SUB_ESPECIE", "SUBSPECIES"],
  ["Sous-espèce", "SUBSPECIES"],
  ["subSpecies", "SUBSPECIES"],
  ["nothosubsp.", "SUBSPECIES"],
  ["var.", "VARIETY"],
  ["nvar.", "VARIETY"],
  ["Variété", "VARIETY"],
  ["f.", "FORM"],
  ["forma", "FORM"],
  ["f. sp.", "FORMA_SPECIALIS"],
  ["forma specialis", "FORMA_SPECIALIS"],
  ["convar.", "CONVARIETY"],
  ["cv.", "CULTIVAR"],
  ["Species", "SPECIES"],
  ["sp.", "SPECIES"],
  ["nothospecies", "SPECIES"],
  ["Espèce", "SPECIES"],
  ["species group", "SPECIES_AGGREGATE"],
  ["species aggregate", "SPECIES_AGGREGATE"],
  ["agg.", "SPECIES_AGGREGATE"],
  ["genera", "GENUS"],
  ["GENERO", "GENUS"],
  ["Familia", "FAMILY"],
  ["superfam.", "SUPERFAMILY"],
  ["ordo", "ORDER"],
  ["parvorder", "PARVORDER"],
  ["regnum", "KINGDOM"],
  ["superkingdom", "SUPERKINGDOM"],
  ["no rank", "UNRANKED"],
  ["[unranked]", "UNRANKED"],
  ["clade", "UNRANKED"],
  ["***", "INFRASPECIFIC_NAME"],
  ["infraspecific name", "INFRASPECIFIC_NAME"],
  ["http://rs.gbif.org/vocabulary/gbif/rank/species", "SPECIES"],
  ["http://rs.tdwg.org/ontology/voc/TaxonRank#Variety", "VARIETY"],
  ["gennusss", undefined],
  ["7", undefined],
  ["", undefined],
] as const)
  test(`the rank "${written}" is ${rank ?? "unknown"}`, () => assert.equal(parseRank(written), rank));

test("every rank is read from its own name in any case, with spaces or underscores", () => {
  for (const rank of RANKS) {
    assert.equal(parseRank(rank), rank);
    assert.equal(parseRank(rank.toLowerCase().replaceAll("_", " ")), rank);
  }
});

test("sections, series and divisions mean what the code says", () => {
  assert.equal(parseRank("section"), "SECTION_BOTANY");
  assert.equal(parseRank("section", "ZOOLOGICAL"), "SECTION_ZOOLOGY");
  assert.equal(parseRank("subser.", "ZOOLOGICAL"), "SUBSERIES_ZOOLOGY");
  assert.equal(parseRank("section (botany)", "ZOOLOGICAL"), "SECTION_BOTANY");
  assert.equal(parseRank("divisio", "BOTANICAL"), "PHYLUM");
  assert.equal(parseRank("subdivision", "BOTANICAL"), "SUBPHYLUM");
  assert.equal(parseRank("family", "ZOOLOGICAL"), "FAMILY");
});

for (const [written, status] of [
  ["accepted", "ACCEPTED"],
  ["Accepté", "ACCEPTED"],
  ["NOME_ACEITO", "ACCEPTED"],
  ["valid", "ACCEPTED"],
  ["doubtful", "PROVISIONALLY_ACCEPTED"],
  ["DOUBTFUL", "PROVISIONALLY_ACCEPTED"],
  ["provisionally accepted", "PROVISIONALLY_ACCEPTED"],
  ["Unchecked", "PROVISIONALLY_ACCEPTED"],
  ["Unplaced", "PROVISIONALLY_ACCEPTED"],
  ["Synonyme", "SYNONYM"],
  ["HETEROTYPIC_SYNONYM", "SYNONYM"],
  ["homotypic synonym", "SYNONYM"],
  ["pro parte synonym", "SYNONYM"],
  ["PROPARTE_SYNONYM", "SYNONYM"],
  ["proparte", "SYNONYM"],
  ["junior subjective synonym", "SYNONYM"],
  ["unaccepted", "SYNONYM"],
  ["unaccepted2006-10-15", "SYNONYM"],
  ["superseded rank", "SYNONYM"],
  ["INTERMEDIATE_RANK_SYNONYM", "SYNONYM"],
  ["DETERMINATION_SYNONYM", "SYNONYM"],
  ["http://rs.gbif.org/vocabulary/gbif/taxonomic_status/homotypicSynonym", "SYNONYM"],
  ["Orthographic", "SYNONYM"],
  ["Artificial Hybrid", "PROVISIONALLY_ACCEPTED"],
  ["ambiguous synonym", "AMBIGUOUS_SYNONYM"],
  ["misapplied", "MISAPPLIED"],
  ["misapplication", "MISAPPLIED"],
  ["Bare Name", "BARE_NAME"],
  ["native", undefined],
  ["", undefined],
] as const)
  test(`the status "${written}" is ${status ?? "unknown"}`, () => assert.equal(parseStatus(written), status));

test("every status and every code is read from its own name", () => {
  for (const status of TAXONOMIC_STATUSES) assert.equal(parseStatus(status), status);
  for (const code of NOMENCLATURAL_CODES) assert.equal(parseCode(code.toLowerCase()), code);
});

for (const [written, code] of [
  ["ICZN", "ZOOLOGICAL"],
  ["animals", "ZOOLOGICAL"],
  ["zoological", "ZOOLOGICAL"],
  ["ICN", "BOTANICAL"],
  ["ICBN", "BOTANICAL"],
  ["plants", "BOTANICAL"],
  ["International Code of Nomenclature for algae, fungi, and plants", "BOTANICAL"],
  ["ICNP", "BACTERIAL"],
  ["bacteria", "BACTERIAL"],
  ["ICTV", "VIRUS"],
  ["ICVCN", "VIRUS"],
  ["ICNCP", "CULTIVARS"],
  ["PhyloCode", undefined],
] as const)
  test(`the code "${written}" is ${code ?? "unknown"}`, () => assert.equal(parseCode(written), code));
