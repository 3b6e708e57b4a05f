/**
 * Do the programs that people use with GBIF work with binomen when their base URL is changed?
 *
 * Each function sends what the client sends and checks what it checks before it reads an answer. What they send was
 * read in rgbif 3.8.4, pygbif 0.6.6 and its predecessor, and GBIF's pipelines.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { App } from "../../src/http/app-type.ts";
import { smallApp } from "./small-service.ts";

type Json = Record<string, unknown>;
type Usage = { key: string; name: string; rank?: string };

/** Both clients refuse any other content type, a charset included. */
async function getJson(app: App, path: string, query: Record<string, string>): Promise<Json> {
  const reply = await app.inject({ url: path, query });
  assert.equal(reply.statusCode, 200);
  assert.equal(reply.headers["content-type"], "application/json");
  return reply.json() as Json;
}

/** `name_backbone()` of rgbif: R's way of writing booleans, and columns made of the nested answer. */
async function rgbifNameBackbone(app: App, given: Record<string, string>): Promise<Record<string, unknown>> {
  const sent = { strict: "FALSE", verbose: "FALSE", start: "0", limit: "100", ...given };
  const answer = await getJson(app, "/v2/species/match", sent);
  const { usage, acceptedUsage, classification, diagnostics, synonym } = answer as {
    usage?: Usage;
    acceptedUsage?: Usage;
    classification?: Usage[];
    diagnostics: Json;
    synonym: boolean;
  };
  const { issues: _, timings: __, alternatives, ...columns } = diagnostics;
  return {
    ...(usage && { usageKey: usage.key, scientificName: usage.name, rank: usage.rank }),
    ...(acceptedUsage && { acceptedUsageKey: acceptedUsage.key, acceptedScientificName: acceptedUsage.name }),
    ...Object.fromEntries(
      (classification ?? []).flatMap(({ key, name, rank }) => [
        [rank!.toLowerCase(), name],
        [`${rank!.toLowerCase()}Key`, key],
      ]),
    ),
    ...columns,
    synonym,
    ...(alternatives ? { alternatives } : {}),
  };
}

test("rgbif's name_backbone reads an accepted name", async (t) => {
  const { app } = await smallApp(t);
  const row = await rgbifNameBackbone(app, { scientificName: "Helianthus annuus", taxonRank: "species" });
  assert.equal(row["usageKey"], "7");
  assert.equal(row["scientificName"], "Helianthus annuus L.");
  assert.equal(row["matchType"], "EXACT");
  assert.equal(row["family"], "Asteraceae");
  assert.equal(row["familyKey"], "5");
  assert.equal(row["synonym"], false);
});

test("rgbif's name_backbone reads a synonym with its accepted name, and is told why with verbose = TRUE", async (t) => {
  const { app } = await smallApp(t);
  const row = await rgbifNameBackbone(app, { scientificName: "Helianthus platycephalus Cass.", verbose: "TRUE" });
  assert.equal(row["synonym"], true);
  assert.equal(row["usageKey"], "8");
  assert.equal(row["acceptedUsageKey"], "7");
  assert.equal(typeof row["note"], "string");
});

test("rgbif's strict = TRUE keeps a genus from being answered in place of a species", async (t) => {
  const { app } = await smallApp(t);
  const name = "Helianthus nonexistens";
  assert.equal((await rgbifNameBackbone(app, { scientificName: name }))["matchType"], "HIGHERRANK");
  assert.equal((await rgbifNameBackbone(app, { scientificName: name, strict: "TRUE" }))["matchType"], "NONE");
});

test("rgbif's name_backbone_checklist gets 200 for every name of a bucket, also for those that are none", async (t) => {
  const { app } = await smallApp(t);
  const names = ["Puma concolor", "", " ", "incertae sedis", "???", "Zzz zzz", "12", "Puma concolor (L.)", "🐆"];
  const rows = await Promise.all(names.map((scientificName) => rgbifNameBackbone(app, { scientificName })));
  assert.equal(rows[0]!["usageKey"], "12");
  assert.equal(rows[2]!["matchType"], "NONE");
  assert.equal(rows.length, names.length);
});

test("pygbif 0.6's name_backbone: Python's lower-case booleans, class for class_", async (t) => {
  const { app } = await smallApp(t);
  const sent = { scientificName: "Helianthus annuus", class: "Magnoliopsida", strict: "true", verbose: "false" };
  const answer = await getJson(app, "/v2/species/match", sent);
  assert.equal((answer["usage"] as Usage).key, "7");
});

test("the older pygbif's name_backbone gets exactly the 22 members that its own test expects", async (t) => {
  const { app } = await smallApp(t);
  const sent = { name: "Helianthus annuus", strict: "false", verbose: "false", offset: "0", limit: "100" };
  const answer = await getJson(app, "/v1/species/match", sent);
  assert.deepEqual(
    Object.keys(answer).sort(),
    [
      ...["usageKey", "scientificName", "canonicalName", "rank", "status", "confidence", "matchType", "synonym"],
      ...["kingdom", "phylum", "class", "order", "family", "genus", "species"].flatMap((rank) => [rank, `${rank}Key`]),
    ].sort(),
  );
  for (const [member, value] of Object.entries(answer))
    if (member.endsWith("Key")) assert.equal(typeof value, "number", `${member} is a number in v1`);
});

test("the older pygbif is answered matchType NONE with a confidence for a name that is not there", async (t) => {
  const { app } = await smallApp(t);
  const answer = await getJson(app, "/v1/species/match", { name: "Aso", strict: "false", verbose: "false" });
  assert.equal(answer["matchType"], "NONE");
  assert.equal(answer["synonym"], false);
  assert.equal(answer["confidence"], 100);
});

test("GBIF's occurrence pipelines find no unknown member in usage and classification", async (t) => {
  const { app } = await smallApp(t);
  const known = new Set(
    "key name canonicalName authorship rank code status uninomial genericName infragenericEpithet specificEpithet infraspecificEpithet type formattedName".split(
      " ",
    ),
  );
  for (const scientificName of ["Helianthus annuus", "Helianthus platycephalus", "Puma concolor", "Helianthus nonus"]) {
    const sent = { scientificName, kingdom: "", class: "", checklistKey: "small", strict: "false", verbose: "true" };
    const answer = await getJson(app, "/v2/species/match", sent);
    const members = Object.keys(answer);
    assert.deepEqual(
      members.filter(
        (member) => !["usage", "acceptedUsage", "classification", "diagnostics", "synonym"].includes(member),
      ),
      [],
    );
    const objects = [answer["usage"], answer["acceptedUsage"], ...((answer["classification"] ?? []) as Json[])];
    for (const object of objects.filter((one) => one !== undefined))
      for (const member of Object.keys(object as Json)) assert.ok(known.has(member), `${scientificName}: ${member}`);
  }
});

test("GBIF's key-value store reads the metadata", async (t) => {
  const { app } = await smallApp(t);
  const metadata = await getJson(app, "/v2/species/match/metadata", {});
  assert.equal(typeof metadata["created"], "string");
  assert.equal((metadata["mainIndex"] as Json)["nameUsageCount"], 12);
});
