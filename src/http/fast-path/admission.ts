/**
 * Which of the look-ups that one turn of the event loop read are answered, when they are too many?
 *
 * All wait for each other, so beyond a number the others would wait longer than anybody should. Addresses take turns: who
 * sends a thousand look-ups at a time is refused most of them, who sends one is answered. A refusal costs a tenth of an
 * answer and is said at once.
 */
import { callerAt } from "../../access/caller.ts";
import { BinomenError } from "../../errors.ts";
import { problemOf } from "../errors/problem.ts";
import { NOT_SNIFFED } from "../headers.ts";

/** A look-up that waits. */
interface Asking {
  readonly asker: { readonly address: string | undefined; refuse(): void };
}

const RETRY_AFTER_SECONDS = 1;

/** What a look-up is told that cannot be answered now. */
export const REFUSAL = JSON.stringify(
  problemOf(
    new BinomenError("OVERLOADED", {
      problem: "More is asked than can be answered.",
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    }),
    undefined,
  ),
);

/** The headers of a refusal: name, value, name, value … */
export function refusalHeaders(): string[] {
  return [
    "access-control-allow-origin",
    "*",
    ...NOT_SNIFFED,
    "content-type",
    "application/json",
    "retry-after",
    String(RETRY_AFTER_SECONDS),
    "content-length",
    String(REFUSAL.length),
  ];
}

/** A whole refusal, for answers that do not pass through Node's response. */
export function wholeRefusal(): string {
  const headers = refusalHeaders();
  const lines: string[] = [];
  for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  const date = new Date().toUTCString();
  return `HTTP/1.1 503 Service Unavailable\r\n${lines.join("\r\n")}\r\nDate: ${date}\r\nConnection: keep-alive\r\n\r\n${REFUSAL}`;
}

/** Those that are answered, in their order; the others are refused. */
export function admitted<T extends Asking>(waiting: T[], limit: number, onRefused: () => void): T[] {
  if (waiting.length <= limit) return waiting;
  const byCaller = new Map<string, T[]>();
  for (const one of waiting) {
    const caller = callerAt(one.asker.address ?? "");
    const others = byCaller.get(caller);
    if (others === undefined) byCaller.set(caller, [one]);
    else others.push(one);
  }
  const chosen: T[] = [];
  const queues = [...byCaller.values()];
  for (let round = 0; chosen.length < limit; round++)
    for (const queue of queues) if (round < queue.length && chosen.length < limit) chosen.push(queue[round]!);
  const isChosen = new Set(chosen);
  for (const one of waiting) {
    if (isChosen.has(one)) continue;
    one.asker.refuse();
    onRefused();
  }
  return chosen;
}
