import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedSmallApp, smallApp } from "./small-service.ts";

test("rgbif's request gets exactly application/json, whatever else it sends", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({
    url: "/v2/species/match?scientificName=Helianthus%20annuus&taxonRank=species&strict=FALSE&verbose=FALSE&start=0&limit=100",
  });
  assert.equal(reply.statusCode, 200);
  assert.equal(reply.headers["content-type"], "application/json");
  const { usage, classification, diagnostics, synonym } = reply.json();
  assert.equal(usage.key, "7");
  assert.equal(usage.name, "Helianthus annuus L.");
  assert.equal(classification.at(-1).key, "7");
  assert.equal(diagnostics.matchType, "EXACT");
  assert.equal(synonym, false);
});

test("pygbif's request gets the 22 members of the flat answer", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({
    url: "/v1/species/match?name=Helianthus+annuus&strict=false&verbose=false&limit=100",
  });
  assert.equal(reply.headers["content-type"], "application/json");
  const members = (
    "usageKey scientificName canonicalName rank status confidence matchType kingdom phylum order family genus species " +
    "kingdomKey phylumKey classKey orderKey familyKey genusKey speciesKey synonym class"
  ).split(" ");
  assert.deepEqual(Object.keys(reply.json()), members);
  assert.equal(reply.json().usageKey, 7);
});

test("pygbif's request for no name gets confidence, matchType and synonym alone", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ url: "/v1/species/match?name=Aso&strict=false&verbose=false&limit=100" });
  assert.equal(reply.statusCode, 200);
  const { note: _, ...answer } = reply.json();
  assert.deepEqual(answer, { confidence: 100, matchType: "NONE", synonym: false });
});

for (const written of ["true", "TRUE", "True", "1"])
  test(`verbose=${written} and details=${written} are understood`, async () => {
    const { app } = await sharedSmallApp();
    const flags = `verbose=${written}&details=${written}`;
    const reply = await app.inject({ url: `/v2/species/match?scientificName=Helianthus%20anuus&${flags}` });
    assert.ok(reply.json().diagnostics.steps.length > 0);
  });

for (const query of ["taxonRank=specis", "strict=maybe", "usageKey=", "exclude=", "nonsense=1", "kingdom=a&kingdom=b"])
  test(`a malformed ${query} is ignored as GBIF does`, async () => {
    const { app } = await sharedSmallApp();
    const reply = await app.inject({ url: `/v2/species/match?scientificName=Helianthus%20annuus&${query}` });
    assert.equal(reply.statusCode, 200);
    assert.equal(reply.json().usage.key, "7");
  });

test("no parameters at all are answered with NONE", async () => {
  const { app } = await sharedSmallApp();
  for (const url of ["/v1/species/match", "/v2/species/match", "/v1/species/match2"]) {
    const reply = await app.inject({ url });
    assert.equal(reply.statusCode, 200);
    assert.equal((reply.json().diagnostics ?? reply.json()).matchType, "NONE");
  }
});

test("a synonym is answered with its accepted usage", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ url: "/v2/species/match?scientificName=Helianthus%20platycephalus" });
  assert.equal(reply.json().usage.status, "SYNONYM");
  assert.equal(reply.json().acceptedUsage.key, "7");
  const nested = (await app.inject({ url: "/v1/species/match2?name=Helianthus%20platycephalus" })).json();
  assert.equal(nested.synonym, true);
  assert.equal(nested.acceptedUsage.key, 7);
});

test("each answer names the release that /health names", async () => {
  const { app } = await sharedSmallApp();
  const release = (await app.inject({ url: "/health" })).json().checklists[0].release;
  const reply = await app.inject({ url: "/v2/species/match?scientificName=Puma&details=true" });
  assert.equal(reply.headers["binomen-release"], release);
  assert.equal(reply.json().diagnostics.release, release);
});

test("an answer is the same whether it was remembered or not", async () => {
  const { app } = await sharedSmallApp();
  const url = "/v2/species/match?scientificName=Pumma%20concolor";
  const first = await app.inject({ url });
  const second = await app.inject({ url });
  assert.equal(second.body, first.body);
  const metrics = (await app.inject({ url: "/metrics" })).body;
  assert.match(metrics, /binomen_answer_cache_hits_total [1-9]/);
});

test("without an answer cache the same is answered", async (t) => {
  const { app } = await smallApp(t, { answerCache: 0 });
  const url = "/v2/species/match?scientificName=Puma%20concolor";
  assert.equal((await app.inject({ url })).body, (await app.inject({ url })).body);
});

test("an unknown checklist is 404 and names those there are", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ url: "/v2/species/match?scientificName=Puma&checklistKey=nowhere" });
  assert.equal(reply.statusCode, 404);
  assert.equal(reply.json().code, "CHECKLIST_UNKNOWN");
  assert.match(reply.json().message, /small/);
});

test("a usage is shown by its key", async () => {
  const { app } = await sharedSmallApp();
  const usage = (await app.inject({ url: "/v1/species/12" })).json();
  assert.equal(usage.key, 12);
  assert.equal(usage.scientificName, "Puma concolor (Linnaeus, 1771)");
  assert.equal(usage.family, "Felidae");
  assert.equal(usage.parentKey, 11);
});

test("an unknown usage is 404 with the key that was asked for", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ url: "/v1/species/999" });
  assert.equal(reply.statusCode, 404);
  assert.equal(reply.json().code, "USAGE_NOT_FOUND");
  assert.equal(reply.json().details.key, "999");
});

test("usages are found by the id of their source", async () => {
  const { app } = await sharedSmallApp();
  const { results } = (await app.inject({ url: "/v1/species?datasetKey=small&sourceId=7" })).json();
  assert.deepEqual(
    results.map((usage: { key: number }) => usage.key),
    [7],
  );
});

test("the metadata count usages by rank", async () => {
  const { app } = await sharedSmallApp();
  const { mainIndex } = (await app.inject({ url: "/v2/species/match/metadata" })).json();
  assert.equal(mainIndex.nameUsageCount, 12);
  assert.equal(mainIndex.nameUsageByRankCount.SPECIES, 3);
});

test("HEAD answers like GET without a body", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ method: "HEAD", url: "/v2/species/match?scientificName=Puma" });
  assert.equal(reply.statusCode, 200);
  assert.equal(reply.body, "");
});

test("a stray % in the URL is refused as the request's mistake", async () => {
  const { app } = await sharedSmallApp();
  const reply = await app.inject({ url: "/v1/species/%E0%A4%A" });
  assert.equal(reply.statusCode, 400);
  assert.equal(reply.json().code, "REQUEST_INVALID");
});
