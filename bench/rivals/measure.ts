/**
 * How fast and how right is one engine? Run as a process of its own, so that memory is that engine's alone:
 *
 *   node --expose-gc bench/rivals/measure.ts <engine> <names> <seconds per kind of query>
 *
 * Prints one JSON line: `{ rows }`, or `{ skipped }` with the reason. Answers are judged after the timed loop.
 */
import { residentMiB } from "../measure.ts";
import { readNameList, sampleNames } from "../name-list.ts";
import { QueryMaker } from "../queries.ts";
import { ENGINES } from "./engines.ts";
import { judge } from "./judge.ts";
import { type Rival, type RivalAnswer, RivalMissing } from "./rival.ts";

/** Queries prepared per kind; fast engines use them all, slow ones as many as fit into their seconds. */
const QUERIES = 20_000;
const SEED = 5;

const [engineName = "", size = "", seconds = ""] = process.argv.slice(2);
const engine = ENGINES[engineName];
if (engine === undefined) throw new Error(`unknown engine ${engineName}; known: ${Object.keys(ENGINES).join(", ")}`);
process.stdout.write(`${JSON.stringify(await measure(engine(), Number(size), Number(seconds)))}\n`);
process.exit(0);

async function measure(rival: Rival, count: number, budget: number) {
  const bundled = await readNameList("bundled");
  if (bundled === null) return { skipped: "the bundled backbone is not here" };
  const list = count <= bundled.canonicalNames.length ? bundled : await readNameList("large");
  if (list === null || list.canonicalNames.length < count) return { skipped: `no list of ${count} names is here` };
  const sample = sampleNames(list, count);
  const names = sample.canonicalNames.map((name) => name.toLowerCase());
  const maker = new QueryMaker(sample, SEED);
  const kinds = (["exact", "oneEdit", "twoEdits", "spaceEdit", "absent"] as const).map((kind) => {
    const queries = maker.make(kind, QUERIES);
    return { kind, queries, texts: queries.map(({ text }) => text.toLowerCase()) };
  });

  const before = residentMiB();
  const start = performance.now();
  try {
    await rival.load(names);
  } catch (error) {
    await rival.close();
    if (error instanceof RivalMissing) return { skipped: error.message };
    throw error;
  }
  const loadSeconds = (performance.now() - start) / 1000;
  const memoryMiB = residentMiB() - before + rival.serverMiB();

  const rows = [];
  for (const { kind, queries, texts } of kinds) {
    const ask = kind === "exact" ? rival.exact : rival.fuzzy;
    if (ask === null) continue;
    const timed = await timedAnswers(rival, (text) => ask.call(rival, text), texts, budget);
    rows.push({
      engine: rival.engine,
      settings: rival.settings,
      place: rival.place,
      names: count,
      source: sample.source,
      loadSeconds: rounded(loadSeconds),
      memoryMiB,
      kind,
      queries: timed.answers.length,
      perSecond: rounded(timed.answers.length / timed.seconds),
      perSecondSeen: rounded(timed.answers.length / timed.seenSeconds),
      ...judge(queries, texts, timed.answers, names),
    });
  }
  await rival.close();
  return { rows };
}

/**
 * Asks in the order given until the budget is spent, in seconds of the engine's processor time; the first few, asked for
 * warming up, are asked again.
 */
async function timedAnswers(
  rival: Rival,
  ask: (text: string) => RivalAnswer | Promise<RivalAnswer>,
  texts: readonly string[],
  budget: number,
) {
  const begun = rival.processorSeconds();
  const warmth = Math.max(0.5, budget / 5); // the JVM needs some hundred queries
  for (const [index, text] of texts.entries()) {
    await ask(text);
    if (index % 8 === 0 && rival.processorSeconds() - begun > warmth) break;
  }
  const answers: (readonly number[])[] = [];
  let counted = 0;
  let used = 0;
  const start = rival.processorSeconds();
  const clock = performance.now();
  for (const text of texts) {
    const answered = ask(text);
    const answer = answered instanceof Promise ? await answered : answered;
    answers.push(answer.candidates);
    counted += answer.microseconds ?? 0;
    if (answers.length % 8 !== 0 && performance.now() - clock < budget * 4000) continue;
    used = counted > 0 ? counted / 1e6 : rival.processorSeconds() - start;
    if (used > budget) break;
  }
  used = counted > 0 ? counted / 1e6 : rival.processorSeconds() - start;
  return { answers, seconds: used, seenSeconds: (performance.now() - clock) / 1000 };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
