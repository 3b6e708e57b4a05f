import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedSmallApp } from "../http/small-service.ts";

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
  acceptedUsageKey: (answer) => (answer.acceptedUsage ?? answer.usage)?.key,
  acceptedName: (answer) => (answer.acceptedUsage ?? answer.usage)?.name,
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

test("a table says in its cells what JSON says", async () => {
  const { app } = await sharedSmallApp();
  const post = (type: string, payload: string) =>
    app.inject({ method: "POST", url: "/v2/species/match", headers: { "content-type": type }, payload });
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
