import assert from "node:assert/strict";
import { test } from "node:test";
import { Places } from "../../../src/occurrences/search/places.ts";

test("as many as there are places have one, the others in the order of asking", async () => {
  const places = new Places(2);
  const [first, second] = [await places.enter(), await places.enter()];
  const order: string[] = [];
  const third = places.enter().then((leave) => {
    order.push("third");
    return leave;
  });
  const fourth = places.enter().then(() => order.push("fourth"));
  await Promise.resolve();
  assert.deepEqual(order, []);
  first();
  (await third)();
  await fourth;
  second();
  assert.deepEqual(order, ["third", "fourth"]);
});
