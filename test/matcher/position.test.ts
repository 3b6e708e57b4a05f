/** The same kind of typing error is treated alike wherever it sits (matching-ws#13). */
import assert from "node:assert/strict";
import test from "node:test";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";

const image = new ImageReader(
  buildImage(
    [
      { id: "1", scientificName: "Animalia", rank: "KINGDOM", status: "ACCEPTED", line: 1 },
      { id: "2", scientificName: "Ablabera", rank: "GENUS", parentId: "1", status: "ACCEPTED", line: 2 },
      { id: "3", scientificName: "Ablabera rufipes", rank: "SPECIES", parentId: "2", status: "ACCEPTED", line: 3 },
    ],
    { checklistKey: "test" },
  ),
);
const matcher = new Matcher(image);
const NAME = "Ablabera rufipes";

const errors: [kind: string, spoil: (at: number) => string][] = [
  ["a letter missing", (at) => NAME.slice(0, at) + NAME.slice(at + 1)],
  ["a letter too many", (at) => `${NAME.slice(0, at)}w${NAME.slice(at)}`],
  ["a wrong letter", (at) => `${NAME.slice(0, at)}w${NAME.slice(at + 1)}`],
  ["two letters swapped", (at) => NAME.slice(0, at) + NAME[at + 1] + NAME[at] + NAME.slice(at + 2)],
];

for (const [kind, spoil] of errors) {
  test(`${kind} is found wherever it is`, () => {
    for (let at = 1; at < NAME.length - 1; at++) {
      const spoilt = spoil(at);
      if (spoilt === NAME) continue;
      const outcome = matcher.match({ scientificName: spoilt });
      assert.equal(outcome.usage < 0 ? "-" : image.canonicalName(outcome.usage), NAME, spoilt);
      assert.equal(outcome.matchType, "VARIANT", spoilt);
      assert.ok(outcome.confidence >= 80, `${spoilt}: ${outcome.confidence}`);
    }
  });
}

test("a verbose outcome tells its way in sentences", () => {
  const { steps } = matcher.match({ scientificName: "Ablabera ruipes", verbose: true });
  assert.match(steps![0]!, /^“Ablabera ruipes” is read as the name Ablabera ruipes of rank species/);
  assert.match(steps!.at(-1)!, /^So Ablabera rufipes is meant, with confidence \d+\.$/);
});

test("none carries no confidence in v2 and says why", () => {
  const outcome = matcher.match({ scientificName: "Zzyzx qqq" });
  assert.equal(outcome.matchType, "NONE");
  assert.ok(outcome.reasons.length > 0);
});

test("a list of bare names, without ranks, corrects two errors as well", () => {
  const bare = new ImageReader(
    buildImage(
      ["Myotis escalerae", "Myotis", "Myotis myotis myotis"].map((scientificName, i) => ({
        id: String(i),
        scientificName,
        status: "ACCEPTED" as const,
        line: i + 1,
      })),
      { checklistKey: "bare" },
    ),
  );
  const found = (scientificName: string) => {
    const outcome = new Matcher(bare).match({ scientificName });
    return outcome.usage < 0 ? "-" : bare.canonicalName(outcome.usage);
  };
  assert.equal(found("Mytois escalrae"), "Myotis escalerae");
  assert.equal(found("Myotis myotis miotys"), "Myotis myotis myotis");
});
