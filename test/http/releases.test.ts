import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SMALL_CHECKLIST, smallApp, temporaryFolder } from "./small-service.ts";

const URL = "/admin/checklists/small/release";
const NEXT = `${SMALL_CHECKLIST}13,6,,Helianthus debilis,Nutt.,species,accepted\n`;

test("an admin swaps a release in; answers and /health name the new one", async (t) => {
  const { app, service, folder } = await smallApp(t);
  const { token } = await service.keys.create("operator", ["admin"]);
  const path = join(folder, "next.csv");
  writeFileSync(path, NEXT);
  const headers = { authorization: `Bearer ${token}` };
  const reply = await app.inject({ method: "POST", url: URL, headers, payload: { path } });
  assert.equal(reply.statusCode, 200, reply.body);
  assert.equal(reply.json().usageCount, 13);
  const answer = await app.inject({ url: "/v2/species/match?scientificName=Helianthus%20debilis" });
  assert.equal(answer.headers["binomen-release"], reply.json().release);
  assert.equal(answer.json().usage.key, "13");
  assert.equal((await app.inject({ url: "/health" })).json().checklists[0].release, reply.json().release);
});

test("a release that cannot be read is refused with its reason, and the old one answers", async (t) => {
  const { app, service, folder } = await smallApp(t);
  const { token } = await service.keys.create("operator", ["admin"]);
  const headers = { authorization: `Bearer ${token}` };
  const before = service.matching.releaseId();
  const bad = join(folder, "bad.img");
  writeFileSync(bad, "this is no image");
  for (const [path, code] of [
    [bad, "IMAGE_FOREIGN"],
    [join(folder, "missing.img"), "SOURCE_NOT_FOUND"],
  ] as const) {
    const reply = await app.inject({ method: "POST", url: URL, headers, payload: { path } });
    assert.equal(reply.statusCode, 400);
    assert.equal(reply.json().code, code);
  }
  assert.equal(service.matching.releaseId(), before);
  assert.equal((await app.inject({ url: "/v2/species/match?scientificName=Puma" })).json().usage.key, "11");
});

test("nobody else may swap, and a malformed request says which field", async (t) => {
  const { app, service } = await smallApp(t);
  const reader = (await service.keys.create("reader", ["facets:read"])).token;
  const admin = (await service.keys.create("operator", ["admin"])).token;
  const swap = (token: string | undefined, payload: object) =>
    app.inject({ method: "POST", url: URL, payload, headers: token ? { authorization: `Bearer ${token}` } : {} });
  assert.equal((await swap(undefined, { path: "x" })).statusCode, 401);
  assert.equal((await swap(reader, { path: "x" })).statusCode, 403);
  const malformed = await swap(admin, { file: "x" });
  assert.equal(malformed.statusCode, 400);
  assert.equal(malformed.json().details.field, "path");
});

test("checklistKey selects among several checklists, in single and bulk matching", async (t) => {
  const { app, service, folder } = await smallApp(t);
  writeFileSync(join(folder, "next.csv"), NEXT);
  await service.matching.loadRelease("next", join(folder, "next.csv"));
  const name = "Helianthus debilis";
  const single = (key: string) =>
    app.inject({ url: `/v2/species/match?scientificName=${encodeURIComponent(name)}&checklistKey=${key}` });
  assert.equal((await single("next")).json().diagnostics.matchType, "EXACT");
  assert.equal((await single("small")).json().diagnostics.matchType, "HIGHERRANK");
  const bulk = (key: string) =>
    app.inject({ method: "POST", url: `/v2/species/match?checklistKey=${key}`, payload: [name] });
  assert.equal((await bulk("next")).json()[0].diagnostics.matchType, "EXACT");
  assert.equal((await bulk("small")).json()[0].diagnostics.matchType, "HIGHERRANK");
});

test("a path outside of the folders for releases is refused and says nothing of what is there", async (t) => {
  const { app, service, folder } = await smallApp(t);
  const { token } = await service.keys.create("operator", ["admin"]);
  const before = service.matching.releaseId();
  const swap = (path: string) =>
    app.inject({ method: "POST", url: URL, payload: { path }, headers: { authorization: `Bearer ${token}` } });
  const [there, missing] = [await swap("/etc/hostname"), await swap("/etc/nothing-of-that-name")];
  for (const reply of [there, missing, await swap(join(folder, "..", "x.img"))]) {
    assert.equal(reply.statusCode, 403);
    assert.equal(reply.json().code, "RELEASE_PATH_REFUSED");
    assert.match(reply.json().message, /BINOMEN_RELEASE_FOLDERS/);
  }
  assert.equal(service.matching.releaseId(), before);
});

test("a folder that the settings name is one for releases", async (t) => {
  const elsewhere = temporaryFolder(t);
  writeFileSync(join(elsewhere, "next.csv"), NEXT);
  const { app, service } = await smallApp(t, { releaseFolders: [elsewhere] });
  const { token } = await service.keys.create("operator", ["admin"]);
  const headers = { authorization: `Bearer ${token}` };
  const payload = { path: join(elsewhere, "next.csv") };
  assert.equal((await app.inject({ method: "POST", url: URL, headers, payload })).json().usageCount, 13);
});
