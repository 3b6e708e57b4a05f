/** Rows of numbers say of a taxon what the answer of the matcher says, whatever else was read before. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TaxonAnswers } from "../../../src/answer/taxon-answers.ts";
import { answerV2 } from "../../../src/answer/v2.ts";
import type { ImageReader } from "../../../src/image/read.ts";
import { noOutcome } from "../../../src/matcher/outcome.ts";
import { TAXON_TEXTS, TaxonRows } from "../../../src/occurrences/interpretation/taxon-rows.ts";
import { QUERY_RANKS } from "../../../src/taxonomy/match.ts";
import { anyImage, deepImage } from "../../answer/any-checklist.ts";
import "../../properties.ts";

/** What the answer says, by the fields of records. */
function expected(usage: number, image: ImageReader): { fields: Record<string, string | undefined>; keys: string[] } {
  const { usage: own, acceptedUsage, classification } = answerV2({ ...noOutcome(0), usage }, image);
  const accepted = acceptedUsage ?? own!;
  const lowest = (rank: string) => classification!.findLast((step) => step.rank?.toLowerCase() === rank);
  const fields: Record<string, string | undefined> = {
    taxonKey: own!.key,
    acceptedTaxonKey: accepted.key,
    scientificName: own!.name,
    scientificNameAuthorship: own!.authorship,
    acceptedScientificName: accepted.name,
    genericName: own!.genericName,
    specificEpithet: own!.specificEpithet,
    infraspecificEpithet: own!.infraspecificEpithet,
    taxonRank: accepted.rank,
    taxonomicStatus: own!.status,
  };
  for (const rank of QUERY_RANKS) {
    fields[rank] = lowest(rank)?.name;
    fields[`${rank}Key`] = lowest(rank)?.key;
  }
  return { fields, keys: [...new Set([...classification!.map(({ key }) => key), accepted.key, own!.key])] };
}

function said(row: number, rows: TaxonRows): ReturnType<typeof expected> {
  return {
    fields: Object.fromEntries(TAXON_TEXTS.map((field, at) => [field, rows.text(row, at)])),
    keys: rows.keys(row),
  };
}

test("a row says of a taxon what the answer says, in whatever order taxa are met", () => {
  fc.assert(
    fc.property(fc.oneof(fc.constant(deepImage), anyImage), fc.boolean(), fc.nat(400), (image, isBackwards, most) => {
      const answers = new TaxonAnswers(image);
      const rows = new TaxonRows();
      const usages = Array.from({ length: image.usageCount }, (_, usage) => usage);
      if (isBackwards) usages.reverse();
      for (const usage of [...usages, ...usages]) {
        rows.makeRoom(most);
        assert.deepEqual(said(rows.of(usage, answers), rows), expected(usage, image));
      }
    }),
  );
});

test("columns of rows say what their texts say", () => {
  const answers = new TaxonAnswers(deepImage);
  const rows = new TaxonRows();
  const met = Int32Array.from({ length: deepImage.usageCount + 1 }, (_, i) => rows.of(i - 1, answers));
  const into = new Int32Array(met.length);
  for (let field = 0; field < TAXON_TEXTS.length; field++) {
    const isAny = rows.column(field, met, into);
    const texts = Array.from(met, (row) => rows.text(row, field));
    assert.deepEqual(
      Array.from(into, (text) => rows.texts.text(text)),
      texts,
    );
    assert.equal(
      isAny,
      texts.some((text) => text !== undefined),
    );
  }
  assert.deepEqual(said(met[0]!, rows).fields["kingdom"], "incertae sedis");
});
