import assert from "node:assert/strict";
import { test } from "node:test";
import { Flood } from "../../src/pool/flood.ts";

test("a queue that stands longer than a burst is a flood, until it ends", () => {
  const flood = new Flood(100);
  assert.equal(flood.isOn(1_000), false, "no queue");
  flood.stands(1_000);
  flood.stands(1_090);
  assert.equal(flood.isOn(1_100), false);
  assert.equal(flood.isOn(1_101), true);
  flood.ends();
  assert.equal(flood.isOn(1_102), false);
  flood.stands(1_103);
  assert.equal(flood.isOn(1_150), false, "another queue begins anew");
});

test("a flood goes on for a second after somebody was refused, queue or none", () => {
  const flood = new Flood(100);
  flood.stands(0);
  flood.hasRefused(200);
  flood.ends();
  assert.equal(flood.isOn(1_199), true);
  assert.equal(flood.isOn(1_200), false);
});
