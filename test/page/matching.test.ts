import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { ask, askAll } from "../../src/page/matching.js";

/** Replaces fetch for a test; `reply` gets what was asked. */
function answering(
  t: TestContext,
  reply: (questions: { scientificName: string }[], call: number) => Response,
): { sizes: number[] } {
  const sizes: number[] = [];
  t.mock.method(globalThis, "fetch", async (_: string, { body }: { body: string }) => {
    const questions = JSON.parse(body) as { scientificName: string }[];
    sizes.push(questions.length);
    return reply(questions, sizes.length);
  });
  return { sizes };
}

const echo = (questions: { scientificName: string }[]): Response =>
  Response.json(
    questions.map(({ scientificName }) => ({
      usage: { key: scientificName, name: scientificName },
      diagnostics: { matchType: "EXACT" },
    })),
  );

test("many names are asked in batches, equal ones once, and every name gets its own answer", async (t) => {
  const { sizes } = answering(t, echo);
  const names = Array.from({ length: 1300 }, (_, i) => ({ scientificName: `Aus ${i % 700}` }));
  const keys: (string | undefined)[] = [];
  const steps: number[] = [];
  await askAll(names, {
    onAnswers: (first, answers, done) => {
      answers.forEach((answer, i) => {
        keys[first + i] = answer?.usage?.key;
      });
      steps.push(done);
    },
  });
  assert.deepEqual(
    keys,
    names.map(({ scientificName }) => scientificName),
  );
  assert.equal(
    sizes.reduce((a, b) => a + b),
    700,
  );
  assert.equal(steps.at(-1), 1300);
});

test("a busy server is asked again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { sizes } = answering(t, (questions, call) => {
    if (call > 1) return echo(questions);
    setImmediate(() => t.mock.timers.runAll());
    return new Response("{}", { status: 503, headers: { "retry-after": "1" } });
  });
  assert.equal((await ask([{ scientificName: "Aus" }]))[0]?.usage?.key, "Aus");
  assert.equal(sizes.length, 2);
});

test("what the server refuses is told in its words, and an answer of another length is not taken", async (t) => {
  answering(t, (_, call) =>
    call === 1
      ? Response.json({ code: "REQUEST_INVALID", message: "name: too long" }, { status: 400 })
      : Response.json([]),
  );
  await assert.rejects(ask([{ scientificName: "Aus" }]), /name: too long/);
  await assert.rejects(ask([{ scientificName: "Aus" }]), /answered 0 for 1/);
});
