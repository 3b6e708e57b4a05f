import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TokenBuckets } from "../../src/access/token-bucket.ts";

test("a request larger than the burst passes and is paid for by the wait after it", () => {
  let now = 0;
  const buckets = new TokenBuckets({ burst: 100, perSecond: 10 }, () => now);
  assert.deepEqual(buckets.charge("a", 250), {
    admitted: true,
    limit: 100,
    remaining: 0,
    resetSeconds: 25,
    retryAfterSeconds: 15,
  });
  assert.equal(buckets.charge("a", 1).admitted, false);
  assert.equal(buckets.charge("b", 1).admitted, true, "another caller is not concerned");
  now += 15_001;
  assert.equal(buckets.charge("a", 1).admitted, true);
});

test("over any run of requests no caller spends more than burst, what came back, and one request's debt", () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ waitMs: fc.nat(5_000), cost: fc.integer({ min: 1, max: 500 }) }), { maxLength: 200 }),
      (requests) => {
        let now = 0;
        let spent = 0;
        const buckets = new TokenBuckets({ burst: 100, perSecond: 10 }, () => now);
        for (const { waitMs, cost } of requests) {
          now += waitMs;
          if (buckets.charge("a", cost).admitted) spent += cost;
          assert.ok(spent <= 100 + (now / 1000) * 10 + 500);
        }
      },
    ),
  ));

test("who comes back after retryAfterSeconds is let in", () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 }), (costs) => {
      let now = 0;
      const buckets = new TokenBuckets({ burst: 100, perSecond: 7 }, () => now);
      for (const cost of costs) {
        const { admitted, retryAfterSeconds } = buckets.charge("a", cost);
        if (admitted) continue;
        now += retryAfterSeconds * 1000 + 1;
        assert.equal(buckets.charge("a", cost).admitted, true);
      }
    }),
  ));
