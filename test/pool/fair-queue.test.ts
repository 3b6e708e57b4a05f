import assert from "node:assert/strict";
import { test } from "node:test";
import { FairQueue } from "../../src/pool/fair-queue.ts";

/** Has batches enter in this order and leave one after the other; who was served when. */
async function served(queue: FairQueue, clients: readonly string[]): Promise<string> {
  const order: string[] = [];
  await Promise.all(
    clients.map(async (client) => {
      const leave = await queue.enter(client, 1);
      order.push(client);
      setImmediate(leave);
    }),
  );
  return order.join("");
}

test("clients take turns, whoever came first with however much", async () => {
  assert.equal(await served(new FairQueue(1), [..."aaaaaabbc"]), "aabcabaaa");
});

test("a batch that leaves twice gives its place back once", async () => {
  const queue = new FairQueue(1);
  const leave = await queue.enter("a", 1);
  leave();
  leave();
  assert.equal(queue.running, 0);
});

test("who has much waiting is told to wait longer than who has nothing", async () => {
  const queue = new FairQueue(1);
  const leave = await queue.enter("greedy", 1);
  for (let until = performance.now() + 2; performance.now() < until; );
  leave();
  await queue.enter("greedy", 1);
  for (let i = 0; i < 10; i++) void queue.enter("greedy", 1);
  assert.equal(queue.waiting, 10);
  assert.ok(queue.expectedWait("greedy", 1) > 5 * queue.expectedWait("modest", 1));
  assert.ok(queue.expectedWait("modest", 1) > 0);
});
