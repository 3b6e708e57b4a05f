import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { BatchForm } from "../../src/bulk/batch.ts";
import { BinomenError } from "../../src/errors.ts";
import { MatchPool } from "../../src/pool/match-pool.ts";
import { matchStream } from "../../src/pool/match-stream.ts";
import { temporaryFolder } from "../http/small-service.ts";

const FORM: BatchForm = {
  asked: "text",
  answered: "ndjson",
  header: undefined,
  defaults: {},
  firstRow: 1,
  maxRows: 10,
  isPart: true,
};
const RELEASE = { releaseId: "r", image: new Uint8Array(new SharedArrayBuffer(8)) };

function poolOf(t: TestContext, threads = 1, queueLimit = 8): MatchPool {
  const workerFile = new URL("./dying-worker.ts", import.meta.url);
  const pool = new MatchPool({ threads, queueLimit, answerCache: 0, workerFile });
  t.after(() => pool.close());
  return pool;
}

const hasCode = (code: string) => (error: unknown) => error instanceof BinomenError && error.code === code;

test("a batch whose worker died is tried once more on another worker", async (t) => {
  const pool = poolOf(t);
  const batch = Buffer.from(`die-once ${join(temporaryFolder(t), "died")}`);
  const { bytes } = await pool.answer(RELEASE, FORM, batch);
  assert.equal(Buffer.from(bytes).toString(), `${batch.length}\n`);
  assert.equal(pool.counts().retries, 1);
});

test("a batch that kills two workers is reported, and the next one is answered", async (t) => {
  const pool = poolOf(t);
  await assert.rejects(pool.answer(RELEASE, FORM, Buffer.from("die")), hasCode("WORKER_FAILED"));
  const { bytes } = await pool.answer(RELEASE, FORM, Buffer.from("abc"));
  assert.equal(Buffer.from(bytes).toString(), "3\n");
});

test("a pool that is closed while its threads start has nothing to complain of", async (t) => {
  const pool = poolOf(t, 2);
  const started = pool.warmUp(RELEASE);
  await pool.close();
  await started;
});

test("when the queue is full a further batch is refused at once and told when to come again", async (t) => {
  const pool = poolOf(t, 1, 2);
  const taken = Array.from({ length: 3 }, () => pool.answer(RELEASE, FORM, Buffer.from("abc")));
  await assert.rejects(pool.answer(RELEASE, FORM, Buffer.from("abc")), (error) => {
    assert.ok(hasCode("OVERLOADED")(error));
    assert.ok(Number((error as BinomenError).details["retryAfterSeconds"]) > 0);
    return true;
  });
  assert.equal((await Promise.all(taken)).length, 3);
  assert.equal(pool.counts().refused, 1);
});

test("a stream under way waits for its place in a full queue", async (t) => {
  const pool = poolOf(t, 1, 1);
  const others = Array.from({ length: 2 }, () => pool.answer(RELEASE, FORM, Buffer.from("abc")));
  const waiting = pool.answerInTurn(RELEASE, FORM, Buffer.from("abcd"));
  assert.equal(Buffer.from((await waiting).bytes).toString(), "4\n");
  await Promise.all(others);
});

test("rows of a batch that workers die of are reported in their place; the stream goes on", async (t) => {
  const pool = poolOf(t);
  async function* input() {
    yield Buffer.from("one\n");
    yield Buffer.from("die\n");
    yield Buffer.from("three\n");
  }
  const form = { asked: "text", answered: "ndjson", defaults: {}, maxRows: 10, maxBytes: 10 } as const;
  const lines: string[] = [];
  for await (const bytes of matchStream(pool, RELEASE, input(), form)) lines.push(Buffer.from(bytes).toString());
  assert.equal(lines[0], "4\n");
  assert.equal(JSON.parse(lines[1]!).error.code, "INTERNAL");
  assert.equal(lines[2], "6\n");
});

test("a reader that stops reading stops the reading of the input", async (t) => {
  const pool = poolOf(t);
  let read = 0;
  let tell = () => {};
  const isReturned = new Promise<void>((resolve) => {
    tell = resolve;
  });
  async function* input() {
    try {
      for (;;) {
        read++;
        yield Buffer.from("name\n");
      }
    } finally {
      tell();
    }
  }
  const form = { asked: "text", answered: "ndjson", defaults: {}, maxRows: 10, maxBytes: 10 } as const;
  const answers = matchStream(pool, RELEASE, input(), form);
  await answers.next();
  await answers.next();
  const readBefore = read;
  assert.ok(readBefore < 10, `${readBefore} chunks were read for two answers`);
  await answers.return(undefined);
  await isReturned;
  assert.ok(read <= readBefore + 1);
});
