/** Which usages are kingdoms and which are viruses is what one finds by going up from each. */
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { isKingdom, parseKingdom } from "../../src/taxonomy/kingdom.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";

const MOST = 14;
const place = fc.option(fc.nat(MOST - 1), { nil: undefined });
const rows = fc.array(
  fc.record({
    name: fc.constantFrom("Viruses", "Vira", "Riboviria", "Plantae", "Bacteria", "Eukaryota", "Abies", "Tobamovirus"),
    rank: fc.constantFrom("KINGDOM", "SUPERKINGDOM", "DOMAIN", "REALM", "FAMILY", "GENUS", undefined),
    parent: place,
    accepted: place,
  }),
  { maxLength: MOST },
);

/** Kingdom of a usage, by the links and ranks alone; -1 when there is none. */
function kingdomAbove(image: ImageReader, usage: number): number {
  const accepted = image.accepted(usage);
  for (let taxon = accepted < 0 ? usage : accepted; taxon >= 0; taxon = image.parent(taxon)) {
    if (isKingdom(image.rank(taxon), image.canonicalName(taxon))) return taxon;
  }
  return -1;
}

test("viruses are the usages below a kingdom of viruses, also where parents form circles", () => {
  let viruses = 0;
  fc.assert(
    fc.property(rows, (list) => {
      const usages = list.map(
        ({ name, rank, parent, accepted }, i): NameUsage => ({
          id: `${i}`,
          scientificName: name,
          ...(rank === undefined ? {} : { rank }),
          ...(parent === undefined ? {} : { parentId: `${parent}` }),
          ...(accepted === undefined ? {} : { acceptedId: `${accepted}` }),
          status: accepted === undefined ? "ACCEPTED" : "SYNONYM",
          line: i,
        }),
      );
      const image = new ImageReader(buildImage(usages, { checklistKey: "test" }));
      for (let usage = 0; usage < image.usageCount; usage++) {
        assert.equal(image.isKingdom(usage), isKingdom(image.rank(usage), image.canonicalName(usage)));
        const kingdom = kingdomAbove(image, usage);
        const expected = kingdom >= 0 && parseKingdom(image.canonicalName(kingdom)) === "Viruses";
        assert.equal(image.isVirus(usage), expected);
        if (expected && kingdom !== usage) viruses++;
      }
    }),
    { numRuns: 400 },
  );
  assert.ok(viruses > 100, `${viruses}`);
});
