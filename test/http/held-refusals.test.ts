/** When are those told who are refused? */
import assert from "node:assert/strict";
import { test } from "node:test";
import { HeldRefusals } from "../../src/http/fast-path/held-refusals.ts";

test("a refusal is held back, and they leave in the order they came", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let clock = 0;
  t.mock.method(performance, "now", () => clock);
  const pass = (milliseconds: number) => {
    for (let i = 0; i < milliseconds; i++) {
      clock++;
      t.mock.timers.tick(1);
    }
  };
  const sent: string[] = [];
  const refusals = new HeldRefusals<string>(200, (one) => sent.push(one));
  refusals.add("a", 0);
  pass(100);
  refusals.add("b", 100);
  refusals.add("c", 100);
  pass(80);
  assert.deepEqual(sent, []);
  pass(40);
  assert.deepEqual(sent, ["a"]);
  pass(100);
  assert.deepEqual(sent, ["a", "b", "c"]);
  refusals.add("d", clock);
  pass(220);
  assert.deepEqual(sent, ["a", "b", "c", "d"]);
});

test("a server that closes tells all whom it refused at once", () => {
  const sent: number[] = [];
  const refusals = new HeldRefusals<number>(60_000, (one) => sent.push(one));
  refusals.add(1, performance.now());
  refusals.add(2, performance.now());
  refusals.close();
  refusals.add(3, performance.now());
  assert.deepEqual(sent, [1, 2, 3]);
});

test("without a time to hold them back they leave at once", () => {
  const sent: number[] = [];
  new HeldRefusals<number>(0, (one) => sent.push(one)).add(1, performance.now());
  assert.deepEqual(sent, [1]);
});
