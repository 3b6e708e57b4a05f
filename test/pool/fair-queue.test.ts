import assert from "node:assert/strict";
import { test } from "node:test";
import { BURST_MILLISECONDS, FairQueue } from "../../src/pool/fair-queue.ts";

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

test("when there is no end of what waits, small batches are refused early, and large ones wait as long as fits their size", async () => {
  let now = 0;
  const queue = new FairQueue(1, () => now);
  const leave = await queue.enter("a", 1);
  now += 10;
  leave();
  // A millisecond takes 0.1 units now.
  await queue.enter("a", 1);
  void queue.enter("a", 10);
  const admits = (client: string, cost: number) => queue.admits(client, cost, 250, 40);
  assert.ok(admits("a", 1), "a burst may wait for 100 ms");
  now += BURST_MILLISECONDS + 1;
  assert.ok(!admits("a", 1), "in a flood it may not");
  assert.ok(admits("b", 1), "who has nothing waiting takes turns with who has much");
  assert.ok(admits("a", 3), "a large batch may wait as long as it takes itself, four times");
  void queue.enter("a", 20);
  assert.ok(!admits("a", 100), "nothing waits longer than any batch may");
});

test("batches that are worked off now and then are no flood", async () => {
  let now = 0;
  const queue = new FairQueue(1, () => now);
  let leave = await queue.enter("a", 1);
  for (let round = 0; round < 10; round++) {
    const next = queue.enter("a", 10);
    now += BURST_MILLISECONDS / 2;
    leave();
    leave = await next;
  }
  void queue.enter("a", 1);
  assert.ok(queue.expectedWait("a", 1) > 40);
  assert.ok(queue.admits("a", 1, 10_000, 40));
});

test("who gives up waiting leaves the queue, and the others keep their turns", async () => {
  const queue = new FairQueue(1);
  const leave = await queue.enter("a", 1);
  const impatient = new AbortController();
  const order: string[] = [];
  const waiting = ["b", "c", "b"].map((client, i) =>
    queue.enter(client, 1, i === 1 ? impatient.signal : undefined).then(
      (left) => {
        order.push(client);
        left();
      },
      (error: Error) => order.push(error.message),
    ),
  );
  assert.equal(queue.waiting, 3);
  impatient.abort(new Error("gone"));
  await waiting[1];
  assert.equal(queue.waiting, 2);
  leave();
  await Promise.all(waiting);
  assert.deepEqual(order, ["gone", "b", "b"]);
  assert.deepEqual([queue.waiting, queue.running], [0, 0]);
  await assert.rejects(queue.enter("a", 1, AbortSignal.abort(new Error("late"))), /late/);
});

test("who fills the queue keeps nobody else out, and nobody lets it grow without end", async () => {
  const queue = new FairQueue(1);
  await queue.enter("greedy", 1);
  while (queue.hasRoom("greedy", 8)) void queue.enter("greedy", 1);
  assert.equal(queue.waiting, 8);
  for (const client of ["a", "b", "c"]) {
    assert.equal(queue.hasRoom(client, 8), true);
    void queue.enter(client, 1);
  }
  // Eight places for four: two each.
  assert.equal(queue.hasRoom("a", 8), true);
  void queue.enter("a", 1);
  assert.equal(queue.hasRoom("a", 8), false);
  for (let i = 0; queue.hasRoom(`one of many ${i}`, 8); i++) void queue.enter(`one of many ${i}`, 1);
  assert.ok(queue.waiting <= 16, `${queue.waiting}`);
});
