import assert from "node:assert/strict";
import { test } from "node:test";
import { ChecklistKeys } from "../../src/checklists/checklist-keys.ts";
import { catApp } from "../http/cat-service.ts";

const COL = "7ddf754f-d193-4cc9-b351-99906754a03b";
const GBIF = "d7dddbf4-2cf0-4f39-9b2a-bb099caae36c";

test("the keys that GBIF's clients send by default mean the only checklist", async (t) => {
  const app = await catApp(t);
  const plain = await app.inject({ url: "/v2/species/match?scientificName=Puma%20concolor" });
  for (const key of [COL, GBIF]) {
    const reply = await app.inject({ url: `/v2/species/match?scientificName=Puma%20concolor&checklistKey=${key}` });
    assert.equal(reply.body, plain.body);
    assert.equal((await app.inject({ url: `/v1/species/4?datasetKey=${key}` })).statusCode, 200);
    assert.equal((await app.inject({ url: `/v1/species/root/${key}` })).statusCode, 200);
    const list = { headers: { "content-type": "text/plain" }, payload: "Puma" };
    const posted = await app.inject({ method: "POST", url: `/v2/species/match?checklistKey=${key}`, ...list });
    assert.equal(posted.statusCode, 200);
  }
  const other = await app.inject({ url: "/v2/species/match?scientificName=Puma&checklistKey=nowhere" });
  assert.equal(other.statusCode, 404);
});

test("of several checklists a further key means the one that the setting says, and none unsaid", async (t) => {
  const app = await catApp(t, { withOther: true, checklistKeys: [`${COL}=other`] });
  const asked = async (key: string) => app.inject({ url: `/v1/species/b?checklistKey=${key}` });
  assert.equal((await asked(COL)).json().datasetKey, "other");
  assert.equal((await asked(GBIF)).statusCode, 404);
});

test("none gives no further keys, and what says no checklist is refused", () => {
  assert.equal(new ChecklistKeys(["none"]).meant(COL, ["only"]), undefined);
  assert.equal(new ChecklistKeys([]).meant(COL, ["only"]), "only");
  assert.equal(new ChecklistKeys([]).meant(COL, ["one", "two"]), undefined);
  for (const written of ["", COL, `${COL}=`, "=col", `${COL}=a b`])
    assert.throws(() => new ChecklistKeys([written]), { code: "CONFIG_INVALID" });
});
