/** How are many names asked for? In batches, a few at a time, patient when the server is busy. */

/** @typedef {import("./answer.js").Answer} Answer */
/** @typedef {Record<string, unknown>} Question */

/** The server takes 1,000 names in a request; smaller ones show progress. */
const BATCH = 500;
/** Requests that are under way at once. */
const ABREAST = 2;
/** Times that a busy server (429, 503) is asked again. */
const TRIES = 6;

/**
 * Asks for all questions. Equal questions are asked once.
 *
 * @param {readonly Question[]} questions
 * @param {{ signal?: AbortSignal, onAnswers: (first: number, answers: (Answer | undefined)[], done: number) => void }} options
 *   `onAnswers` gets the answers to `questions[first…]`, in any order of batches, and how many are done.
 */
export async function askAll(questions, { signal, onAnswers }) {
  /** @type {Map<string, Promise<Answer>>} */
  const known = new Map();
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < questions.length) {
      const first = next;
      const batch = questions.slice(first, first + BATCH);
      next += batch.length;
      const fresh = [...new Map(batch.map((question) => [JSON.stringify(question), question]))].filter(
        ([text]) => !known.has(text),
      );
      if (fresh.length) {
        const asked = ask(
          fresh.map(([, question]) => question),
          signal,
        );
        fresh.forEach(([text], i) => {
          const answer = asked.then((answers) => /** @type {Answer} */ (answers[i]));
          answer.catch(() => {}); // reported below by whoever needs it
          known.set(text, answer);
        });
      }
      const answers = await Promise.all(batch.map((question) => known.get(JSON.stringify(question))));
      done += batch.length;
      onAnswers(first, answers, done);
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, work));
}

/**
 * Asks for up to 1,000 names in one request.
 *
 * @param {readonly Question[]} questions
 * @param {AbortSignal} [signal]
 * @returns {Promise<Answer[]>}
 */
export async function ask(questions, signal) {
  for (let tries = 1; ; tries++) {
    const reply = await fetch("v2/species/match?details=true", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(questions),
      signal: signal ?? null,
    });
    if (reply.ok) {
      const answers = /** @type {Answer[]} */ (await reply.json());
      if (!Array.isArray(answers) || answers.length !== questions.length)
        throw new Error(`The server answered ${answers.length ?? "something"} for ${questions.length} names.`);
      return answers;
    }
    const isBusy = reply.status === 429 || reply.status === 503;
    if (!isBusy || tries >= TRIES) throw new Error(await problemOf(reply));
    const seconds = Number(reply.headers.get("retry-after")) || tries;
    await new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, Math.min(seconds, 30) * 1000);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    });
  }
}

/**
 * @param {Response} reply
 * @returns {Promise<string>}
 */
async function problemOf(reply) {
  const body = /** @type {{ message?: string } | undefined} */ (await reply.json().catch(() => undefined));
  return body?.message ?? `The server answered ${reply.status} ${reply.statusText}.`;
}
