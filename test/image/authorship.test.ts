/** Authorships come back from an image as they were written, and are told from others, whatever their form. */
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { buildImage } from "../../src/image/build.ts";
import { LONGEST_TEAM } from "../../src/image/layout/authorship-bytes.ts";
import { ImageReader } from "../../src/image/read.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";

function readerOf(authorships: readonly (string | undefined)[]): ImageReader {
  const usages = authorships.map(
    (authorship, i): NameUsage => ({
      id: `${i}`,
      scientificName: `Abies a${"b".repeat(i)}a`,
      ...(authorship === undefined ? {} : { authorship }),
      status: "ACCEPTED",
      line: i,
    }),
  );
  return new ImageReader(buildImage(usages, { checklistKey: "test" }));
}

const team = fc.constantFrom("L.", "Mill.", "Linnaeus", "Linnaeus, fil.", "Łoś", "Müll.Arg. ex Vent.", "Ŏ");
const year = fc.oneof(fc.integer({ min: 1000, max: 9999 }).map(String), fc.constantFrom("", "0999", "17581", "1758a"));
const written = fc
  .tuple(fc.constantFrom("", "("), team, fc.constantFrom(", ", " ", ","), year, fc.constantFrom("", ")", ") DC."))
  .map((parts) => parts.join(""))
  .filter((text) => text.trim() === text);

test("every authorship is told from every other, letter by letter, wherever it begins in a text", () =>
  fc.assert(
    fc.property(fc.uniqueArray(fc.option(written, { nil: undefined }), { maxLength: 12 }), (authorships) => {
      const image = readerOf(authorships);
      authorships.forEach((authorship, i) => {
        const usage = image.usageWithId(`${i}`);
        assert.equal(image.authorship(usage), authorship);
        for (const other of authorships) {
          const text = `Abies ${other ?? ""}`;
          assert.equal(
            image.hasAuthorship(usage, text, 6),
            other === authorship && other !== undefined,
            `${text} ${i}`,
          );
        }
        if (authorship === undefined) return;
        for (const text of [`${authorship} `, `${authorship})`, authorship.slice(0, -1), authorship.slice(1)])
          assert.equal(image.hasAuthorship(usage, text, 0), text === authorship);
      });
    }),
    { numRuns: 200 },
  ));

test("authorships of any length come back, also in brackets and with a year", () => {
  const lengths = [LONGEST_TEAM - 7, LONGEST_TEAM - 1, LONGEST_TEAM, LONGEST_TEAM + 1, 3 * LONGEST_TEAM];
  const authorships = lengths.flatMap((length) => {
    const long = `${"x".repeat(length - 1)}.`;
    return [long, `(${long}, 1758)`, `${long} 1758`];
  });
  const image = readerOf(authorships);
  authorships.forEach((authorship, i) => {
    const usage = image.usageWithId(`${i}`);
    assert.ok(image.authorship(usage) === authorship, `${authorship.length} letters`);
    assert.ok(image.hasAuthorship(usage, authorship, 0));
    assert.ok(!image.hasAuthorship(usage, `${authorship}.`, 0));
    const text = image.newUsageText();
    text.read(usage);
    text.readAuthorship();
    text.readTeam();
    const bytes = new DataView(new ArrayBuffer(text.mostAuthorshipBytes));
    const end = text.writeAuthorship(bytes, 0);
    assert.ok(Buffer.from(bytes.buffer, 0, end).toString() === authorship);
  });
});
