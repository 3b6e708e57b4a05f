import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isLong, jsonPieces } from "../../src/http/json-pieces.ts";

async function inPieces(value: unknown): Promise<{ text: string; count: number; longest: number }> {
  const all: Buffer[] = [];
  for await (const piece of jsonPieces(value)) all.push(piece);
  return {
    text: Buffer.concat(all).toString(),
    count: all.length,
    longest: Math.max(...all.map(({ length }) => length)),
  };
}

test("a long answer is written in pieces with the bytes of JSON.stringify", async () => {
  const counts = Array.from({ length: 50_000 }, (_, i) => ({ name: `ä"${i}`, count: i, absent: undefined }));
  const answer = { count: 3, next: undefined, results: [{ key: 1 }], facets: [{ field: "A", counts }, { counts: [] }] };
  assert.equal(isLong(answer), true);
  const { text, longest } = await inPieces(answer);
  assert.equal(text, JSON.stringify(answer));
  assert.ok(longest < 100_000, `a piece of ${longest} bytes`);
});

test("others have their turn between pieces", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  await inPieces({ facets: [{ counts: Array.from({ length: 200_000 }, (_, i) => ({ name: String(i), count: i })) }] });
  clearInterval(timer);
  assert.ok(turns > 5, `${turns} turns`);
});

test("short answers are not cut", () => {
  assert.equal(isLong({ results: Array.from({ length: 300 }, () => ({ key: 1 })), facets: [] }), false);
});

test("whatever is long, the bytes are the same", async () => {
  const long = Array.from({ length: 2_500 }, (_, i) => i);
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), fc.nat(2), async (value, place) => {
      const answer = [{ value, long }, [value, undefined, long], { a: [value, { b: long }], c: value }][place];
      assert.equal((await inPieces(answer)).text, JSON.stringify(answer));
    }),
  );
});
