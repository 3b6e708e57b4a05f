/** Who gets what GBIF's answers do not have? Only who asks, whatever the route, the form of the list and the way to it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { prefersDetails } from "../../src/http/preferences.ts";
import { sharedWays } from "./both-ways.ts";
import { smallApp } from "./small-service.ts";

type Json = Record<string, unknown>;

/** What GBIF's matching service sends, by the member that an object stands in. */
const KNOWN: Readonly<Record<string, string>> = {
  answer: "usage acceptedUsage classification diagnostics additionalStatus synonym left right",
  usage:
    "key name canonicalName authorship rank code status uninomial genericName infragenericEpithet specificEpithet infraspecificEpithet type formattedName",
  classification: "key name rank code",
  diagnostics: "matchType issues processingFlags confidence note timeTaken alternatives timings matchedID",
};

/** Members of an answer of API v2 that GBIF's has not, as paths. */
function foreignMembers(answer: Json): string[] {
  const within = (kind: string, where: string, value: unknown) =>
    Object.keys((value ?? {}) as Json)
      .filter((member) => !KNOWN[kind]!.split(" ").includes(member))
      .map((member) => `${where}${member}`);
  const { usage, acceptedUsage, classification = [], diagnostics } = answer as { classification?: Json[] } & Json;
  return [
    ...within("answer", "", answer),
    ...within("usage", "usage.", usage),
    ...within("usage", "acceptedUsage.", acceptedUsage),
    ...classification.flatMap((taxon) => within("classification", "classification.", taxon)),
    ...within("diagnostics", "diagnostics.", diagnostics),
    ...(((diagnostics as Json)["alternatives"] ?? []) as Json[]).flatMap(foreignMembers),
  ];
}

const SMALL_EXTRA = `taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,scientificNameAuthorship,taxonRank,taxonomicStatus
1,,,Plantae,,kingdom,accepted
2,1,,Apiaceae,Lindl.,family,accepted
3,2,,Oenanthe,L.,genus,accepted
4,,,Animalia,,kingdom,accepted
5,4,,Muscicapidae,,family,accepted
6,5,,Oenanthe,"Vieillot, 1816",genus,accepted
7,6,,Oenanthe oenanthe,"(Linnaeus, 1758)",species,accepted
8,,7,Saxicola oenanthe,"(Linnaeus, 1758)",species,synonym
`;

const ALIKE: readonly Json[] = [
  { scientificName: "Oenanthe" },
  { scientificName: "Oenanthe oenanthe" },
  { scientificName: "Oenanthe oenante" },
  { scientificName: "Oenanthe cf. oenanthe" },
  { scientificName: "Oenanthe nonsuch" },
  { scientificName: "Saxicola oenanthe (L.)", kingdom: "Plantae" },
  { scientificName: "Oenanthe oenanthe Someone, 1999" },
  { scientificName: "Nothing at all" },
  { scientificName: "Oenanthe", strict: true },
  { usageKey: "7" },
  { usageKey: "none" },
  { scientificName: "Oenanthe oenante", taxonID: "99" },
  {},
];

async function appWithHomonyms(t: { after(fn: () => unknown): void }) {
  return smallApp(t, {}, SMALL_EXTRA);
}

for (const verbose of [false, true])
  test(`a${verbose ? " verbose" : ""} answer has GBIF's members and no others, single, in arrays and in streams`, async (t) => {
    const { app } = await appWithHomonyms(t);
    const rows = ALIKE.map((query) => ({ ...query, verbose }));
    const singles: Json[] = [];
    for (const row of rows) {
      const query = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
      singles.push((await app.inject({ url: "/v2/species/match", query })).json() as Json);
    }
    const post = (type: string, payload: string) =>
      app.inject({ method: "POST", url: "/v2/species/match", headers: { "content-type": type }, payload });
    const array = (await post("application/json", JSON.stringify(rows))).json() as Json[];
    const lines = (await post("application/x-ndjson", rows.map((row) => JSON.stringify(row)).join("\n"))).body;
    const streamed = lines
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Json);
    assert.deepEqual(array, singles);
    assert.deepEqual(streamed, singles);
    assert.deepEqual(singles.flatMap(foreignMembers), []);
    assert.equal(singles.length, ALIKE.length);
  });

test("rgbif makes one row of each answer: no member of the diagnostics is a list of several, but for issues", async (t) => {
  const { app } = await appWithHomonyms(t);
  for (const row of ALIKE) {
    const query = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
    const { diagnostics } = (await app.inject({ url: "/v2/species/match", query })).json() as { diagnostics: Json };
    for (const [member, value] of Object.entries(diagnostics)) {
      if (member === "issues") continue;
      assert.ok(!Array.isArray(value) || value.length === 1, `${JSON.stringify(row)}: ${member}`);
    }
  }
});

test("details=true adds reasons, candidates, what would decide, and the release; with verbose score and steps", async (t) => {
  const { app } = await appWithHomonyms(t);
  const ask = async (query: string) => {
    const reply = await app.inject({ url: `/v2/species/match?details=true&${query}` });
    return (reply.json() as { diagnostics: Json }).diagnostics;
  };
  const ambiguous = await ask("scientificName=Oenanthe");
  assert.ok((ambiguous["reasons"] as string[]).length > 0);
  assert.equal((ambiguous["candidates"] as Json[]).length, 2);
  assert.ok((ambiguous["decidedBy"] as string[]).includes("kingdom"));
  assert.equal(typeof ambiguous["release"], "string");
  const misspelt = await ask("scientificName=Oenanthe%20oenante&verbose=true");
  assert.equal(misspelt["editDistance"], 1);
  assert.ok((misspelt["steps"] as string[]).length > 0);
  assert.equal(typeof (misspelt["score"] as Json)["total"], "number");
});

test("API v1 keeps GBIF's members, too, and puts details into one member of its own", async (t) => {
  const { app } = await appWithHomonyms(t);
  const url = "/v1/species/match?name=Oenanthe%20oenante";
  const plain = (await app.inject({ url })).json() as Json;
  const { diagnostics, ...rest } = (await app.inject({ url: `${url}&details=true` })).json() as Json;
  assert.deepEqual(rest, plain);
  assert.equal((diagnostics as Json)["editDistance"], 1);
  const nested = (await app.inject({ url: "/v1/species/match2?name=Oenanthe%20oenante" })).json() as Json;
  assert.deepEqual(Object.keys(nested["diagnostics"] as Json), ["matchType", "confidence", "status"]);
});

test("every row of a list has details when the list asks for them, in every form that is not a table", async (t) => {
  const { app } = await appWithHomonyms(t);
  for (const accept of ["application/json", "application/x-ndjson"]) {
    const reply = await app.inject({
      method: "POST",
      url: "/v2/species/match",
      headers: { "content-type": "text/plain", accept, prefer: "details=true" },
      payload: "Oenanthe\nOenanthe oenante\n",
    });
    assert.equal(reply.headers["preference-applied"], "details=true");
    const answers = (accept.endsWith("ndjson") ? `[${reply.body.trim().split("\n").join(",")}]` : reply.body) as string;
    for (const { diagnostics } of JSON.parse(answers) as { diagnostics: Json }[])
      assert.equal(typeof diagnostics["release"], "string");
  }
});

test("a table is the same with and without details", async (t) => {
  const { app } = await appWithHomonyms(t);
  const ask = (url: string) =>
    app.inject({
      method: "POST",
      url,
      headers: { "content-type": "text/csv" },
      payload: "scientificName,details\nOenanthe oenante,found near a lake\nOenanthe,true\n",
    });
  const plain = await ask("/v2/species/match");
  assert.equal((await ask("/v2/species/match?details=true")).body, plain.body);
  assert.match(plain.body, /\nOenanthe oenante,found near a lake,/);
  assert.match(plain.body, /candidateKeys/);
});

test("a member details that says something else comes back as the client's own", async (t) => {
  const { app } = await appWithHomonyms(t);
  const reply = await app.inject({
    method: "POST",
    url: "/v2/species/match",
    headers: { "content-type": "application/x-ndjson" },
    payload: '{"scientificName":"Oenanthe oenanthe","details":"found near a lake"}\n',
  });
  assert.equal((reply.json() as Json)["details"], "found near a lake");
});

for (const [header, wants] of [
  ["details=true", true],
  ["respond-async, Details=TRUE; q=1", true],
  ['details="true"', true],
  ["details", true],
  ["details=false", false],
  ["details=perhaps", false],
  ["nodetails=true", false],
  ["return=minimal", false],
  ["", false],
] as const)
  test(`the header Prefer: ${header || "(empty)"} asks for ${wants ? "details" : "nothing"}`, () => {
    assert.equal(prefersDetails(header), wants);
  });

test("a request that prefers details gets them on a connection that stays open, and the next one does not", async () => {
  const { front } = await sharedWays();
  const { ask, socket } = await front.converse();
  const request = (header: string) => `GET /v2/species/match?scientificName=Puma HTTP/1.1\r\nHost: a\r\n${header}\r\n`;
  const answers: string[] = [];
  for (const header of ["", "", "Prefer: details=true\r\n", "Prefer: details=true\r\n", ""])
    answers.push(await ask(request(header)));
  socket.destroy();
  assert.deepEqual(
    answers.map((answer) => answer.includes('"release":')),
    [false, false, true, true, false],
  );
  assert.match(answers[2]!, /preference-applied: details=true/i);
});

test("the URL counts before the header", async (t) => {
  const { app } = await appWithHomonyms(t);
  const url = "/v2/species/match?scientificName=Oenanthe&details=false";
  const reply = await app.inject({ url, headers: { prefer: "details=true" } });
  assert.equal(((reply.json() as Json)["diagnostics"] as Json)["reasons"], undefined);
});
