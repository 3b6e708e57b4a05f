/** Decisions taken over from usages of the same kind are those that weighing would make. */
import assert from "node:assert/strict";
import test from "node:test";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { SoleUsages } from "../../src/matcher/decision-cache.ts";
import { Matcher } from "../../src/matcher/match.ts";
import { PlainWords } from "../../src/matcher/query/leading-name.ts";
import type { MatchQuery } from "../../src/taxonomy/match.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";
import { NOMENCLATURAL_CODES } from "../../src/taxonomy/nomenclatural-code.ts";
import { RANKS } from "../../src/taxonomy/rank.ts";
import { TAXONOMIC_STATUSES } from "../../src/taxonomy/status.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
/** A word of letters for each number, far from all others. */
const word = (number: number) =>
  [0, 1, 2].map((place) => LETTERS[Math.floor(number / 26 ** place) % 26]!.repeat(2)).join("o");

const KINGDOMS = ["Plantae", "Viruses"];
/** Of botanists and zoologists, as the parser writes them and otherwise, and none. */
const AUTHORSHIPS = [
  "Mill.",
  "(L.) Müll.Arg. ex Vent., 1790",
  "(Linnaeus, 1758)",
  "Smith, 1900",
  "J. F. Gmel.",
  undefined,
];
const usages: NameUsage[] = KINGDOMS.map((name) => ({
  id: name,
  scientificName: name,
  rank: "KINGDOM",
  status: "ACCEPTED",
  line: 1,
}));
for (const rank of [undefined, ...RANKS])
  for (const status of TAXONOMIC_STATUSES) {
    const at = usages.length;
    const code = NOMENCLATURAL_CODES[at % NOMENCLATURAL_CODES.length];
    for (let i = 0; i < 12; i++) {
      const name = `Aus${word(at + i)}`;
      const authorship = AUTHORSHIPS[(i + Math.floor(at / 12)) % AUTHORSHIPS.length];
      usages.push({
        id: `u${at + i}`,
        scientificName: [name, `${name} baa`, `${name} baa coo`, `${name} baa baa`][i % 4]!,
        ...(authorship === undefined ? {} : { authorship }),
        ...(rank === undefined ? {} : { rank }),
        status,
        ...(at % 4 === 0 ? {} : { code }),
        parentId: KINGDOMS[i < 9 ? 0 : 1],
        line: 1,
      });
    }
  }
const image = new ImageReader(buildImage(usages, { checklistKey: "test" }));
const names = usages.flatMap(({ scientificName, authorship }) => [
  scientificName,
  `${scientificName} ${authorship ?? "L."}`,
]);

for (const api of ["v1", "v2"] as const) {
  test(`${api}: usages of every rank, status and code, with and without author, are decided as by weighing`, () => {
    const matcher = new Matcher(image);
    const weighing = new Matcher(image);
    for (const scientificName of [...names, ...names]) {
      assert.deepEqual(matcher.match({ scientificName }, api), weighing.match({ scientificName, exclude: [] }, api));
    }
  });
}

/** What is decided without weighing once the decisions about all names of an image are known. */
function learned(reader: ImageReader, known: readonly string[]) {
  const sole = new SoleUsages(reader);
  const matcher = new Matcher(reader);
  const words = new PlainWords(reader);
  const decide = (query: MatchQuery) => {
    words.of(query);
    return sole.decide(query, words, "v2");
  };
  for (const scientificName of known) {
    if (decide({ scientificName }) === undefined) sole.learn(matcher.match({ scientificName, exclude: [] }));
  }
  return decide;
}

test("most decisions are taken over", () => {
  const decide = learned(image, names);
  const known = usages.filter(({ scientificName }) => decide({ scientificName }));
  assert.ok(known.length > usages.length / 2, `${known.length} of ${usages.length}`);
});

test("names of three words are taken over with their author, as the parser would write it", () => {
  const decide = learned(image, names);
  const taken = usages.filter(({ scientificName, authorship }) => {
    const isOfThree = scientificName.split(" ").length === 3;
    return isOfThree && authorship !== undefined && decide({ scientificName: `${scientificName} ${authorship}` });
  });
  const authorships = new Set(taken.map(({ authorship }) => authorship));
  assert.deepEqual([...authorships].sort(), ["(Linnaeus, 1758)", "Mill.", "Smith, 1900"]);
});

test("a query that says more than a name, a name with an author of its own, and a homonym are weighed", () => {
  const decide = learned(image, names);
  const [usage] = usages.filter(({ rank, status }) => rank === "SPECIES" && status === "ACCEPTED").slice(1);
  const { scientificName } = usage!;
  assert.ok(decide({ scientificName, strict: false, kingdom: undefined }));
  assert.equal(decide({ scientificName, kingdom: "Plantae" }), undefined);
  assert.equal(decide({ scientificName, strict: true }), undefined);
  assert.equal(decide({ scientificName, verbose: true }), undefined);
  assert.equal(decide({ scientificName: `${scientificName} Mill. ex L.` }), undefined);

  const homonyms = ["Mill.", "L."].map((authorship, i) => ({ ...usage!, id: `${i}`, authorship }));
  const two = new ImageReader(buildImage([...usages.slice(0, 2), ...homonyms], { checklistKey: "test" }));
  assert.equal(learned(two, [scientificName])({ scientificName }), undefined);
});

test("names that were looked up together are decided as one by one, whichever of them are asked", () => {
  const matcher = new Matcher(image);
  const alone = new Matcher(image);
  const others = [
    "",
    "Aus sp.",
    "Plantae L.",
    "Nihil",
    "Ausaaobboaa baaa",
    "Müllerella",
    `${"Aus".repeat(90)} baa`,
    "Plantae-viruses",
  ];
  const queries: MatchQuery[] = [...names.slice(0, 200), ...others].flatMap((scientificName) => [
    { scientificName },
    { scientificName, kingdom: "Plantae" },
    {},
  ]);
  let next = 0;
  for (const [at, query] of queries.entries()) {
    if (at === next) next += matcher.expect(queries, at);
    // Some are not asked, as when their answer is known, and some come unexpected.
    if (at % 7 === 3) continue;
    if (at % 11 === 5) assert.deepEqual(matcher.match({ ...query }), alone.match({ ...query, exclude: [] }));
    assert.deepEqual(matcher.match(query), alone.match({ ...query, exclude: [] }));
  }
  assert.equal(next, queries.length);
});

test("what was decided does not change with the outcome it was learnt from, nor from one usage to the next", () => {
  const [first, second] = usages
    .slice(KINGDOMS.length)
    .filter(({ scientificName }) => scientificName.split(" ").length === 2)
    .map(({ scientificName }) => ({ scientificName }));
  const matcher = new Matcher(image);
  // Who gets an outcome cannot change it, but what was decided must not hang on that.
  (matcher.match(first!).reasons as string[]).push("AMBIGUOUS");
  const { usage } = matcher.match(first!);
  const told = matcher.match(second!);
  assert.equal(matcher.match(first!), told, "one decision about both");
  assert.deepEqual([told.usage, told.chosen?.usage, told.reasons], [usage, usage, ["SAME_NAME"]]);
  assert.notEqual(matcher.match(second!).usage, usage);
});
