import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { ByteSink } from "../../src/answer/bytes/byte-sink.ts";
import { USAGE_PART_NAMES } from "../../src/answer/bytes/usage-parts.ts";
import { TaxonAnswers } from "../../src/answer/taxon-answers.ts";
import { answerV1 } from "../../src/answer/v1.ts";
import { FlatWriter } from "../../src/answer/v1-bytes.ts";
import { answerV2 } from "../../src/answer/v2.ts";
import { AnswerWriter } from "../../src/answer/v2-bytes.ts";
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import { noOutcome } from "../../src/matcher/outcome.ts";
import { anyImage, anyOutcome, deepImage, row } from "./any-checklist.ts";

const image = new ImageReader(
  buildImage(
    [
      row("1", "Plantae", { rank: "KINGDOM" }),
      row("2", "Pinaceae", { rank: "FAMILY", parentId: "1" }),
      row("3", "Abies", { rank: "GENUS", parentId: "2", authorship: "Mill." }),
      row("4", "Abies alba", { rank: "SPECIES", parentId: "3", authorship: "Mill.", code: "BOTANICAL" }),
      row("5", "Abies pectinata", {
        rank: "SPECIES",
        acceptedId: "4",
        status: "SYNONYM",
        authorship: '(Lam.) "Lam." & DC.',
      }),
      row("6", "Abies alba var. pendula", { rank: "VARIETY", parentId: "4", authorship: "(Carrière) Asch." }),
      row("7", "Abies × borisii-regis", { rank: "SPECIES", parentId: "3", authorship: "Mattf." }),
      row("8", "Tobacco mosaic virus"),
      row("9", "Müllerina", { rank: "GENUS", parentId: "1", authorship: "Tiegh." }),
      row("10", "Prunella", { rank: "GENUS", parentId: "1" }),
      row("11", "Prunella", { rank: "GENUS" }),
    ],
    { checklistKey: "test" },
  ),
);

const matcher = new Matcher(image);
const writer = new AnswerWriter(image);

const names = fc.constantFrom(
  "Abies alba",
  "Abies alba Mill.",
  "Abies albba",
  "Abies pectinata",
  "Abies alba var. pendula",
  "Abies borisii-regis",
  "Abies cf. alba",
  "Abies nonsuch",
  "Prunella",
  "Müllerina",
  "Tobacco mosaic virus",
  "Zzz",
  "",
);

test("the text of an answer is JSON.stringify of the object, byte for byte", () =>
  fc.assert(
    fc.property(
      fc.oneof(names, fc.string()),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      fc.option(fc.nat(100), { nil: undefined }),
      (scientificName, strict, verbose, details, timeTaken) => {
        const outcome = matcher.match({ scientificName, strict, verbose });
        const options = { verbose, details, timeTaken };
        assert.equal(writer.v2(outcome, options), JSON.stringify(answerV2(outcome, image, options)));
      },
    ),
  ));

test("a classification of any depth is the same, in whatever order its taxa are asked for", () => {
  const usages = Array.from({ length: deepImage.usageCount }, (_, usage) => usage);
  for (const order of [usages, usages.toReversed()]) {
    const deepWriter = new AnswerWriter(deepImage);
    for (const usage of [...order, ...order]) {
      const outcome = { ...noOutcome(99), usage, matchType: "EXACT" as const };
      assert.equal(deepWriter.v2(outcome), JSON.stringify(answerV2(outcome, deepImage)));
    }
  }
  assert.equal(usages.length, 106);
});

test("any usage of any checklist, with whatever is said of it, is written as JSON.stringify does", () => {
  let count = 0;
  fc.assert(
    fc.property(anyImage, anyOutcome, fc.boolean(), fc.option(fc.string()), (any, said, details, written) => {
      const options = { details, release: written ?? undefined };
      const anyWriter = new AnswerWriter(any);
      const flatWriter = new FlatWriter(any);
      for (let usage = -1; usage < any.usageCount; usage++) {
        const outcome = { ...said, usage };
        assert.equal(anyWriter.v2(outcome, options), JSON.stringify(answerV2(outcome, any, options)));
        const sink = new ByteSink(1);
        flatWriter.write(outcome, options, sink);
        assert.equal(Buffer.from(sink.copy()).toString(), JSON.stringify(answerV1(outcome, any, options)));
        count++;
      }
    }),
  );
  assert.ok(count > 500);
});

test("a matcher gives the same answer whatever was asked before", () =>
  fc.assert(
    fc.property(fc.array(names, { maxLength: 6 }), names, (before, scientificName) => {
      const fresh = JSON.stringify(answerV2(new Matcher(image).match({ scientificName }), image));
      for (const other of before) matcher.match({ scientificName: other });
      assert.equal(JSON.stringify(answerV2(matcher.match({ scientificName }), image)), fresh);
    }),
  ));

test("the genus of an unknown species says nothing of an author that nobody gave", () => {
  matcher.match({ scientificName: "Abies alba Mill." });
  const { reasons } = matcher.match({ scientificName: "Abies nonsuch" });
  assert.deepEqual(reasons, ["GENUS_OF_NAME"]);
});

/** What stands in an occurrence record, as objects. */
function taxonOf(usage: number, from: ImageReader): object {
  const { usage: own, acceptedUsage, classification } = answerV2({ ...noOutcome(0), usage }, from);
  return { usage: own, acceptedUsage: acceptedUsage ?? own, taxonomicStatus: from.status(usage), classification };
}

test("a record's taxon in bytes is what the answer says", () => {
  fc.assert(
    fc.property(fc.oneof(fc.constant(image), fc.constant(deepImage), anyImage), fc.nat(), (from, any) => {
      const usage = any % from.usageCount;
      const sink = new ByteSink(16);
      const ours = new AnswerWriter(from);
      // Behind another one, so that nothing of it is taken over.
      ours.writeTaxon((usage + 1) % from.usageCount, sink);
      sink.length = 0;
      ours.writeTaxon(usage, sink);
      assert.equal(`${new TextDecoder().decode(sink.copy())}}`, JSON.stringify(taxonOf(usage, from)));
    }),
  );
});

test("what is read of a usage is what the answer says", () => {
  fc.assert(
    fc.property(fc.oneof(fc.constant(image), fc.constant(deepImage), anyImage), (from) => {
      const answers = new TaxonAnswers(from);
      for (let usage = 0; usage < from.usageCount; usage++) {
        const { usage: own, acceptedUsage, classification } = answerV2({ ...noOutcome(0), usage }, from);
        const accepted = acceptedUsage ?? own!;
        const { bytes, starts, ends } = answers.parts(usage);
        const texts = USAGE_PART_NAMES.flatMap((name, at) =>
          starts[at]! < 0 ? [] : [[name, new TextDecoder().decode(bytes.subarray(starts[at], ends[at]))]],
        );
        assert.deepEqual(Object.fromEntries(texts), pick(own!, USAGE_PART_NAMES));
        assert.deepEqual(
          [answers.rank(usage), answers.status(usage), answers.parent(usage)],
          [from.rank(usage), from.status(usage), from.parent(usage)],
        );
        const highest = (rank: string) => classification!.find((step) => step.rank?.toLowerCase() === rank)?.name;
        assert.deepEqual(answers.outline(usage), {
          ...{ rank: undefined, status: undefined },
          ...pick(own!, ["key", "name", "rank", "status"]),
          ...{ acceptedKey: accepted.key, acceptedName: accepted.name },
          ...{ kingdom: highest("kingdom"), family: highest("family") },
        });
      }
    }),
  );
});

function pick(object: object, members: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => members.includes(name)));
}
