import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { BatchForm } from "../../src/bulk/batch.ts";
import { BinomenError } from "../../src/errors.ts";
import type { LoadLimits } from "../../src/limits.ts";
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

function poolOf(t: TestContext, threads = 1, limits: Partial<LoadLimits> = {}): MatchPool {
  const workerFile = new URL("./dying-worker.ts", import.meta.url);
  const pool = new MatchPool({ threads, limits, answerCache: 0, workerFile });
  t.after(() => pool.close());
  return pool;
}

const hasCode = (code: string) => (error: unknown) => error instanceof BinomenError && error.code === code;

/** What a batch is answered line by line: the name, or the code of the problem. */
async function linesOf(pool: MatchPool, names: readonly string[], form: BatchForm = FORM): Promise<string[]> {
  const { bytes } = await pool.answer(RELEASE, form, Buffer.from(`${names.join("\n")}\n`));
  const lines = Buffer.from(bytes).toString().trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line)).map(({ name, error }) => name ?? error.code);
}

test("a batch whose worker died is tried once more, in halves, on another worker", async (t) => {
  const pool = poolOf(t);
  const names = ["a", `die-once ${join(temporaryFolder(t), "died")}`, "c", "d", "e"];
  assert.deepEqual(await linesOf(pool, names), names);
  assert.deepEqual([pool.counts().retries, pool.counts().workersLost], [1, 1]);
});

for (const [deed, limits] of [
  ["die", {}],
  ["fill", { workerHeapMegabytes: 64 }],
  ["hang", { batchSeconds: 1 }],
] as const) {
  test(`a name that makes workers ${deed} takes the rows beside it along, and no others`, async (t) => {
    const pool = poolOf(t, 1, limits);
    assert.deepEqual(await linesOf(pool, ["a", "b", deed, "d"]), ["a", "b", "INTERNAL", "INTERNAL"]);
    assert.equal(pool.counts().workersLost, 2);
    assert.deepEqual(await linesOf(pool, ["x"]), ["x"], "the next batch is answered");
  });

  test(`of an array the other half is answered when a name makes workers ${deed}`, async (t) => {
    const pool = poolOf(t, 1, limits);
    const form: BatchForm = { ...FORM, asked: "json", answered: "json", isPart: false };
    const { bytes, failedCount } = await pool.answer(RELEASE, form, Buffer.from(JSON.stringify([deed, "b", "c"])));
    const items = JSON.parse(Buffer.from(bytes).toString()) as { name?: string; error?: { code: string } }[];
    assert.deepEqual(
      items.map(({ name, error }) => name ?? error?.code),
      ["INTERNAL", "b", "c"],
    );
    assert.equal(failedCount, 1);
  });
}

test("a batch that workers cannot even read is reported, and the next one is answered", async (t) => {
  const pool = poolOf(t);
  await assert.rejects(pool.answer(RELEASE, FORM, Buffer.from("unreadable")), hasCode("WORKER_FAILED"));
  assert.deepEqual(await linesOf(pool, ["abc"]), ["abc"]);
});

test("a pool that is closed while its threads start has nothing to complain of", async (t) => {
  const pool = poolOf(t, 2);
  const started = pool.warmUp(RELEASE);
  await pool.close();
  await started;
});

test("when the queue is full a further batch is refused at once and told when to come again", async (t) => {
  const pool = poolOf(t, 1, { queueLimit: 2 });
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
  const pool = poolOf(t, 1, { queueLimit: 1 });
  const others = Array.from({ length: 2 }, () => pool.answer(RELEASE, FORM, Buffer.from("abc")));
  const waiting = pool.answerInTurn(RELEASE, FORM, Buffer.from("abcd"));
  assert.equal(JSON.parse(Buffer.from((await waiting).bytes).toString()).name, "abcd");
  await Promise.all(others);
});

test("rows of a batch that workers die of are reported in their place; the stream goes on", async (t) => {
  const pool = poolOf(t);
  async function* input() {
    yield Buffer.from("one\n");
    yield Buffer.from("die\n");
    yield Buffer.from("unreadable\nunreadable\n");
    yield Buffer.from("three\n");
  }
  const form = { asked: "text", answered: "ndjson", defaults: {}, maxRows: 10, maxBytes: 10 } as const;
  let text = "";
  for await (const bytes of matchStream(pool, RELEASE, input(), form)) text += Buffer.from(bytes).toString();
  const lines = text.trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)).map(({ name, error }) => name ?? error.code),
    ["one", "INTERNAL", "INTERNAL", "INTERNAL", "three"],
  );
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
