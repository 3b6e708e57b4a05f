import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { test } from "node:test";
import { endOf, writeChunks } from "../../src/bulk/write-chunks.ts";

async function* numbered(count: number, ended: { is: boolean }): AsyncGenerator<Uint8Array> {
  try {
    for (let i = 0; i < count; i++) yield Uint8Array.of(i);
  } finally {
    ended.is = true;
  }
}

/** A target that takes its time, and then does what `onChunk` says. */
function slowTarget(onChunk: (chunk: Buffer) => Error | undefined): Writable {
  return new Writable({ write: (chunk, _, done) => void setImmediate(() => done(onChunk(chunk))) });
}

test("a chunk is given back after it was taken, before the next is asked for", async () => {
  const seen: string[] = [];
  const target = slowTarget((chunk) => void seen.push(`taken ${chunk[0]}`));
  const ended = { is: false };
  assert.equal(await writeChunks(numbered(3, ended), target, (chunk) => seen.push(`back ${chunk[0]}`)), undefined);
  assert.deepEqual(seen, ["taken 0", "back 0", "taken 1", "back 1", "taken 2", "back 2"]);
  assert.ok(ended.is);
  assert.equal(await endOf(target), undefined);
});

test("a target that fails ends the work and is told", async () => {
  const full = new Error("no space");
  const back: number[] = [];
  const target = slowTarget((chunk) => (chunk[0] === 2 ? full : undefined));
  const ended = { is: false };
  assert.equal(await writeChunks(numbered(100, ended), target, (chunk) => back.push(chunk[0]!)), full);
  assert.deepEqual(back, [0, 1]);
  assert.ok(ended.is);
});

test("a target that is closed while it holds a chunk ends the work", async () => {
  const target = new Writable({ write: () => void setImmediate(() => target.destroy()) });
  const ended = { is: false };
  const failure = await writeChunks(numbered(100, ended), target, () => assert.fail("nothing was taken"));
  assert.ok(failure instanceof Error);
  assert.ok(ended.is);
});

test("what the chunks fail of is thrown", async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Uint8Array.of(1);
    throw new Error("the source broke");
  }
  await assert.rejects(
    writeChunks(
      failing(),
      slowTarget(() => undefined),
      () => {},
    ),
    /the source broke/,
  );
});
