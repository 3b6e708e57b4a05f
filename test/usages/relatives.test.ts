import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { Relatives } from "../../src/usages/relatives.ts";
import { anyImage } from "../answer/any-checklist.ts";

test("relatives are what a full scan finds, in any checklist, circles and synonyms of synonyms included", () =>
  fc.assert(
    fc.asyncProperty(anyImage, async (image) => {
      const relatives = await Relatives.read(image, async () => {});
      const all = Array.from({ length: image.usageCount }, (_, usage) => usage);
      const isSynonym = (usage: number) => ["SYNONYM", "AMBIGUOUS_SYNONYM", "MISAPPLIED"].includes(image.status(usage));
      for (const taxon of all) {
        const synonyms = all.filter((usage) => image.accepted(usage) === taxon);
        const children = all.filter((usage) => image.accepted(usage) < 0 && image.parent(usage) === taxon);
        assert.deepEqual(relatives.synonyms(taxon).sort(), synonyms.sort());
        assert.deepEqual(relatives.children(taxon).sort(), children.filter((usage) => !isSynonym(usage)).sort());
        assert.equal(relatives.synonymCount(taxon), synonyms.length);
        const linkOf = (usage: number) => (image.accepted(usage) >= 0 ? image.accepted(usage) : image.parent(usage));
        const isBelow = (usage: number) => {
          let above = usage;
          for (let level = 0; level <= all.length; level++) {
            const last = above;
            above = linkOf(above);
            if (above < 0) return false;
            if (above === taxon) return image.accepted(last) !== taxon;
          }
          return false;
        };
        const below = all.filter((usage) => usage !== taxon && isBelow(usage));
        assert.deepEqual([...relatives.below(taxon)].sort(), below.sort());
      }
    }),
  ));
