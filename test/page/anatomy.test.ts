import assert from "node:assert/strict";
import { test } from "node:test";
import { gbifParsedName } from "../../src/names/forms/gbif-parsed-name.ts";
import { parseName } from "../../src/names/parse.ts";
import { anatomyOf, type ParsedName } from "../../src/page/anatomy.ts";

const LETTERS = { genus: "G", epithet: "E", infraspecific: "I", marker: "M", author: "A", year: "Y", other: "_" };

/** The pieces that are something, each behind the letter of what it is. */
const taken = (name: string) =>
  anatomyOf(name, gbifParsedName(parseName(name)) as ParsedName)
    .filter(({ part }) => part !== "other")
    .map(({ text, part }) => `${LETTERS[part]}:${text}`);

for (const [name, parts] of [
  ["Abies alba Mill.", ["G:Abies", "E:alba", "A:Mill."]],
  ["Puma concolor (Linnaeus, 1771)", ["G:Puma", "E:concolor", "A:(Linnaeus,", "Y:1771)"]],
  [
    "Rhododendron ferrugineum subsp. kotschyi (Simonk.) Hayek, 1926",
    ["G:Rhododendron", "E:ferrugineum", "M:subsp.", "I:kotschyi", "A:(Simonk.) Hayek,", "Y:1926"],
  ],
  ["Abies cf. alba", ["G:Abies", "M:cf.", "E:alba"]],
  ["Quercus sp.", ["G:Quercus", "M:sp."]],
  ["Felidae", ["G:Felidae"]],
  ["Mentha × piperita L.", ["G:Mentha", "M:×", "E:piperita", "A:L."]],
  ["Parus major major L., 1758", ["G:Parus", "E:major", "I:major", "A:L.,", "Y:1758"]],
] as const)
  test(`“${name}” is taken apart`, () => assert.deepEqual(taken(name), parts));

test("taking apart loses nothing of what was written", () => {
  for (const name of ["  Abies   alba  ", "Aus bus C. d’E. & f., 1900 nec Gus", "???", "P. concolor", "ABIES ALBA"])
    assert.equal(
      anatomyOf(name, gbifParsedName(parseName(name)) as ParsedName)
        .map(({ text }) => text)
        .join(""),
      name,
    );
});
