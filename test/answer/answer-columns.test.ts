import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { Answerer } from "../../src/answer/answerer.ts";
import { ByteSink } from "../../src/answer/bytes/byte-sink.ts";
import { CellWriter } from "../../src/answer/table-bytes.ts";
import { answerColumns } from "../../src/answer/table-columns.ts";
import { answerV2 } from "../../src/answer/v2.ts";
import { compileSource } from "../../src/checklists/compile.ts";
import { ImageReader } from "../../src/image/read.ts";
import { writeCell } from "../../src/tables/write.ts";
import { sharedSmallApp, temporaryFolder } from "../http/small-service.ts";
import { anyImage, anyOutcome } from "./any-checklist.ts";

interface Usage {
  key: string;
  name: string;
  canonicalName?: string;
  authorship?: string;
  rank?: string;
  status?: string;
}

interface Answer {
  usage?: Usage;
  acceptedUsage?: Usage;
  synonym?: boolean;
  classification?: { name: string; rank?: string }[];
  diagnostics: {
    matchType: string;
    confidence?: number;
    editDistance?: number;
    reasons?: string[];
    issues?: string[];
    candidates?: { key: string }[];
  };
}

/** The same cell read from the JSON answer. */
const FROM_JSON: Record<string, (answer: Answer) => unknown> = {
  matchType: (answer) => answer.diagnostics.matchType,
  matchConfidence: (answer) => answer.diagnostics.confidence,
  usageKey: (answer) => answer.usage?.key,
  matchedName: (answer) => answer.usage?.name,
  matchedCanonicalName: (answer) => answer.usage?.canonicalName,
  matchedAuthorship: (answer) => answer.usage?.authorship,
  matchedRank: (answer) => answer.usage?.rank,
  matchedStatus: (answer) => answer.usage?.status,
  acceptedUsageKey: (answer) => (answer.acceptedUsage ?? (answer.synonym ? undefined : answer.usage))?.key,
  acceptedName: (answer) => (answer.acceptedUsage ?? (answer.synonym ? undefined : answer.usage))?.name,
  editDistance: (answer) => answer.diagnostics.editDistance,
  matchReasons: (answer) => answer.diagnostics.reasons?.join("|"),
  matchIssues: (answer) => answer.diagnostics.issues?.join("|"),
  candidateKeys: (answer) => answer.diagnostics.candidates?.map((candidate) => candidate.key).join("|"),
  matchError: () => undefined,
};
for (const rank of ["Kingdom", "Phylum", "Class", "Order", "Family", "Genus", "Species"])
  FROM_JSON[`matched${rank}`] = (answer) =>
    answer.classification?.find((taxon) => taxon.rank === rank.toUpperCase())?.name;

const NAMES = [
  "Helianthus annuus",
  "Helianthus anuus",
  "Helianthus platycephalus Cass.",
  "Helianthus nowhere",
  "Puma",
  "Plantae",
  "Felidae",
  "nothing of that kind",
];

/** A checklist with names and authors that need quotes, and ranks in odd places. */
const ODD = `taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,scientificNameAuthorship,taxonRank,taxonomicStatus
1,,,"Plantae, Animalia; ""both""",,kingdom,accepted
2,1,,Asteraceae,"Bercht., J.Presl; x",family,accepted
3,2,,Helianthus,"L. ""the elder""",genus,accepted
4,3,,Helianthus annuus,"L.	Mill.",species,accepted
5,4,,Helianthus annuus subsp. lenticularis,(Douglas) Cockerell,subspecies,accepted
6,,5,Helianthus platycephalus,"Cass., fil.",species,synonym
7,,,Müllerina rosé,"Łoś, 1900",species,accepted
8,3,,Sectio Helianthi,,section,accepted
9,8,,Helianthus sectionis,,species,accepted
`;

test("cells with signs of tables are quoted as they must be, remembered or not", async (t) => {
  const source = join(temporaryFolder(t), "odd.csv");
  writeFileSync(source, ODD);
  const image = new ImageReader(await compileSource(source, { checklistKey: "odd" }));
  const answerer = new Answerer(image, 4);
  const columns = answerColumns([]);
  const queries = Array.from({ length: image.usageCount }, (_, i) => ({ usageKey: String(i + 1) }));
  assert.equal(queries.length, 9);
  for (const delimiter of [",", ";", "\t", ",", "\t"] as const)
    for (const query of [...queries, ...queries.slice(-2), { scientificName: "Nonsuch nowhere" }]) {
      const answer: Answer = answerer.answer({ ...query, details: true });
      const expected = columns.map(
        (column) => delimiter + writeCell(String(FROM_JSON[column]!(answer) ?? ""), delimiter),
      );
      const sink = new ByteSink(1);
      answerer.writeCells(query, delimiter, sink);
      assert.equal(Buffer.from(sink.copy()).toString(), expected.join(""));
    }
});

test("any usage of any checklist has the cells that its JSON tells", () => {
  let written = 0;
  fc.assert(
    fc.property(anyImage, anyOutcome, fc.constantFrom(",", ";", "\t"), (image, said, delimiter) => {
      const writer = new CellWriter(image, delimiter);
      const columns = answerColumns([]);
      // Issues are words, which need no quotes.
      for (let usage = -1; usage < image.usageCount; usage++) {
        const outcome = { ...said, usage, issues: ["ISSUE", "OTHER"] };
        const answer: Answer = answerV2(outcome, image, { details: true });
        const expected = columns.map(
          (column) => delimiter + writeCell(String(FROM_JSON[column]!(answer) ?? ""), delimiter),
        );
        const sink = new ByteSink(1);
        writer.write(outcome, sink);
        assert.equal(Buffer.from(sink.copy()).toString(), expected.join(""));
        written++;
      }
    }),
  );
  assert.ok(written > 500);
});

test("a table says in its cells what JSON says", async () => {
  const { app } = await sharedSmallApp();
  const post = (type: string, payload: string) =>
    app.inject({ method: "POST", url: "/v2/species/match?details=true", headers: { "content-type": type }, payload });
  const table = await post("text/plain", NAMES.join("\n"));
  const json: Answer[] = (await post("application/json", JSON.stringify(NAMES))).json();
  const [header, ...rows] = table.body
    .split("\n")
    .slice(0, -1)
    .map((row) => row.split("\t"));
  assert.equal(rows.length, NAMES.length);
  rows.forEach((row, i) => {
    assert.equal(row.length, header!.length);
    header!.slice(1).forEach((column, c) => {
      const expected = String(FROM_JSON[column]!(json[i]!) ?? "");
      assert.equal(row[c + 1], expected, `${column} of ${NAMES[i]}`);
    });
  });
});
