/** Who comes next among the requests that were read, and who is refused? */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BURST_MILLISECONDS, FEW, type InLine, Waitlist } from "../../src/http/fast-path/waitlist.ts";

const FLOOD_MILLISECONDS = 10;

const request = (caller: string, began = 0): InLine => ({ caller, began, isSettled: false });
const callers = (requests: readonly InLine[]) => requests.map(({ caller }) => caller).join("");

function listOf(names: string, began = 0): Waitlist<InLine> {
  const list = new Waitlist<InLine>(FLOOD_MILLISECONDS);
  for (const caller of names) list.add(request(caller, began));
  return list;
}

test("callers take turns, whoever came first with however many requests", () => {
  const list = listOf(`${"a".repeat(50)}bbcb`);
  assert.equal(callers(list.take(8)), "abcababa");
  assert.equal(callers(list.take(3)), "aaa");
  assert.equal(list.length, 54 - 11);
});

test("what was answered out of its turn does not come again", () => {
  const list = new Waitlist<InLine>(FLOOD_MILLISECONDS);
  const requests = ["a", "b", "a"].map((caller) => request(caller));
  for (const one of requests) list.add(one);
  requests[0]!.isSettled = true;
  assert.deepEqual(list.take(9), [requests[1], requests[2]]);
  assert.equal(list.length, 0);
});

test("a burst is worked off, however many came at once", () => {
  const list = listOf("a".repeat(5_000));
  for (let now = 0; now < BURST_MILLISECONDS; now += 20) {
    assert.deepEqual(list.overdue(now), []);
    list.take(100);
  }
});

test("when there is no end of it, who waited longer than little is refused, the longest line first", () => {
  const list = listOf(`${"a".repeat(500)}b`);
  list.overdue(0);
  const now = BURST_MILLISECONDS + 1;
  for (let i = 0; i < 100; i++) list.add(request("a", now - FLOOD_MILLISECONDS / 2));
  for (let i = 0; i < 10; i++) list.add(request("c", now - FLOOD_MILLISECONDS / 2));
  const late = list.overdue(now);
  assert.equal(callers(late), `${"a".repeat(500)}b`);
  assert.equal(list.length, 110);
});

test("a flood ends when nobody waits any more", () => {
  const list = listOf("a".repeat(FEW + 1));
  list.overdue(0);
  list.take(FEW + 1);
  assert.deepEqual(list.overdue(BURST_MILLISECONDS), []);
  for (let i = 0; i <= FEW; i++) list.add(request("a", BURST_MILLISECONDS));
  assert.deepEqual(list.overdue(BURST_MILLISECONDS + 2 * FLOOD_MILLISECONDS), []);
});

test("a few requests are never refused", () => {
  const list = listOf("a".repeat(FEW));
  list.overdue(0);
  assert.deepEqual(list.overdue(1_000_000), []);
  list.add(request("b"));
  assert.equal(callers(list.overdue(1_000_000)), "a");
});

test("every request is taken or refused once, those of a caller in their order", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat(4), fc.nat(90), fc.boolean()), { maxLength: 400 }),
      (steps) => {
        const list = new Waitlist<InLine>(FLOOD_MILLISECONDS);
        const added: InLine[] = [];
        const left: InLine[] = [];
        let now = 0;
        for (const [caller, taken, later, isEnd] of steps) {
          now += later;
          const one = request(caller, now);
          list.add(one);
          added.push(one);
          left.push(...list.take(taken));
          if (isEnd) left.push(...list.overdue(now));
        }
        left.push(...list.take(Number.POSITIVE_INFINITY));
        assert.equal(list.length, 0);
        for (const caller of "abc")
          assert.deepEqual(
            left.filter((one) => one.caller === caller),
            added.filter((one) => one.caller === caller),
          );
      },
    ),
  );
});

test("a flood goes on while those who were refused come again", () => {
  const list = listOf("a".repeat(FEW + 50));
  list.overdue(0);
  let now = BURST_MILLISECONDS + 1;
  assert.ok(list.overdue(now).length > 0);
  list.take(FEW + 50);
  list.overdue(now);
  assert.equal(list.length, 0);
  now += 200;
  for (let i = 0; i < FEW + 7; i++) list.add(request("a", now));
  assert.equal(list.overdue(now + FLOOD_MILLISECONDS + 1).length, 7);
  list.take(FEW);
  list.overdue(now);
  now += 2_000;
  for (let i = 0; i < FEW + 7; i++) list.add(request("a", now));
  assert.deepEqual(list.overdue(now + FLOOD_MILLISECONDS + 1), [], "nobody was refused for long");
});
