/**
 * How is a whole list asked for? In pieces of NDJSON, two at a time, answers taken as they arrive.
 *
 * A server that is busy, restarts or cannot be reached is waited for as long as it takes: what was not answered is asked
 * again, nothing is asked twice.
 */
import type { Answer } from "../../answer.ts";
import { refusalOf, ServerError, urlOf } from "../../api.ts";
import { foundOf, type NameList } from "./name-list.ts";

/** Questions of the first request and of the largest one: pieces grow while each is answered within a second. */
const FIRST_PIECE = 200;
const LARGEST_PIECE = 4000;
const QUICK_MILLISECONDS = 1000;
const ABREAST = 2;
const LONGEST_WAIT_SECONDS = 10;
/** Requests that may fail in a row while the server says that it is well. */
const MOST_FAILURES = 8;
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** What happens while a list is asked for. */
export interface AskEvents {
  /** Some answers have come. */
  onAnswers(): void;
  /** These questions are answered: they may be kept. */
  onPiece(questions: readonly number[], release: string): void;
  /** The server cannot be asked just now, `""` when it can again. */
  onWaiting(problem: string): void;
}

/**
 * Asks for everything in a list that has no answer.
 * @throws ServerError when the server refuses for good; the reason of `signal` when that is aborted
 */
export async function askAll(
  list: NameList,
  checklistKey: string,
  signal: AbortSignal,
  events: AskEvents,
): Promise<void> {
  const open: number[] = [];
  list.found.forEach((found, question) => {
    if (found === undefined) open.push(question);
  });
  open.reverse();
  let recovery: Promise<void> | undefined;
  let failures = 0;
  let size = FIRST_PIECE;
  const lane = async () => {
    while (open.length > 0) {
      await recovery;
      signal.throwIfAborted();
      const piece = open.splice(-size).reverse();
      const begin = performance.now();
      if (piece.length === 0) return;
      try {
        const release = await askPiece(list, piece, checklistKey, signal, events.onAnswers);
        failures = 0;
        const isQuick = performance.now() - begin < QUICK_MILLISECONDS;
        size = isQuick ? Math.min(LARGEST_PIECE, size * 2) : Math.max(FIRST_PIECE, Math.floor(size / 2));
        events.onPiece(piece, release);
      } catch (error) {
        signal.throwIfAborted();
        const rest = piece.filter((question) => list.found[question] === undefined);
        open.push(...rest.reverse());
        if (error instanceof ServerError && !PASSING.has(error.status)) throw error;
        // A server that is up and fails again and again is not busy but broken.
        if (++failures > MOST_FAILURES) throw error;
        recovery ??= recover(error, failures).finally(() => {
          recovery = undefined;
        });
      }
    }
  };
  const recover = async (error: unknown, before: number) => {
    events.onWaiting(error instanceof Error ? error.message : String(error));
    for (let tries = Math.max(0, before - 1); ; tries++) {
      await pause(Math.min(LONGEST_WAIT_SECONDS, 0.5 * 2 ** tries), signal);
      const isUp = await fetch(urlOf("health"), { signal, cache: "no-store" }).then(
        ({ ok }) => ok,
        () => false,
      );
      signal.throwIfAborted();
      if (isUp) break;
    }
    events.onWaiting("");
  };
  await Promise.all(Array.from({ length: ABREAST }, lane));
}

async function askPiece(
  list: NameList,
  piece: readonly number[],
  checklistKey: string,
  signal: AbortSignal,
  onAnswers: () => void,
): Promise<string> {
  const reply = await fetch(urlOf("v2/species/match", { details: "true", checklistKey }), {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", accept: "application/x-ndjson" },
    body: piece.map((question) => list.questions[question]).join("\n"),
    signal,
  });
  if (!reply.ok || !reply.body) throw await refusalOf(reply);
  let next = 0;
  const takeLine = (line: string) => {
    const question = piece[next];
    if (line === "" || question === undefined) return;
    const answer = JSON.parse(line) as Answer;
    if (!answer.diagnostics) throw new Error(line.slice(0, 200));
    list.take(question, foundOf(answer));
    next++;
  };
  let rest = "";
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) takeLine(line);
    onAnswers();
  }
  takeLine(rest);
  if (next < piece.length) throw new Error(`${next} / ${piece.length}`);
  return reply.headers.get("binomen-release") ?? "";
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, seconds * 1000);
    signal.addEventListener("abort", stop, { once: true });
  });
}
