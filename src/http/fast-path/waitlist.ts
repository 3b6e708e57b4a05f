/**
 * Which of the requests that were read come next, and which have waited too long?
 *
 * Callers take turns: who sends a thousand requests waits for them himself, who sends one is next. Nobody waits longer than
 * is tolerated: in a flood that is little (`pool/flood.ts`).
 */
import { Flood } from "../../pool/flood.ts";

/** A request that waits. */
export interface InLine {
  /** Who asks; see `access/caller.ts`. */
  readonly caller: string;
  /** When it was read, in milliseconds. */
  readonly began: number;
  /** Was answered out of its turn. */
  isSettled: boolean;
}

/** When requests have been waiting without a break for so long, it is no burst. */
export const BURST_MILLISECONDS = 200;
/** How long a request of a burst may wait. */
const LONGEST_WAIT_MILLISECONDS = 1_000;
/** So few are never too many: a page and its parts, a script with some dozens of connections. */
export const FEW = 64;

/** One caller's requests, oldest first. */
interface Line<T> {
  readonly requests: T[];
  first: number;
}

/** All requests that wait. */
export class Waitlist<T extends InLine> {
  readonly #floodMilliseconds: number;
  /** In the order of turns: who was served goes to the end. */
  readonly #lines = new Map<string, Line<T>>();
  #length = 0;
  readonly #flood = new Flood(BURST_MILLISECONDS);

  /** @param floodMilliseconds how long a request may wait when more is asked than can be answered */
  constructor(floodMilliseconds: number) {
    this.#floodMilliseconds = floodMilliseconds;
  }

  get length(): number {
    return this.#length;
  }

  add(request: T): void {
    this.#length++;
    const line = this.#lines.get(request.caller);
    if (line === undefined) this.#lines.set(request.caller, { requests: [request], first: 0 });
    else line.requests.push(request);
  }

  /** Takes those whose turn it is, at most so many. */
  take(count: number): T[] {
    const taken: T[] = [];
    while (taken.length < count) {
      const next = this.#lines.entries().next();
      if (next.done) break;
      const [caller, line] = next.value;
      // Who is alone has one turn after the other.
      const turns = this.#lines.size === 1 ? count - taken.length : 1;
      for (let turn = 0; turn < turns && line.first < line.requests.length; turn++) {
        const request = this.#shift(caller, line);
        if (!request.isSettled) taken.push(request);
      }
      if (this.#lines.size > 1 && this.#lines.delete(caller)) this.#lines.set(caller, line);
    }
    return taken;
  }

  /** Takes those that have waited too long. To be called at the end of each turn, at `now`. */
  overdue(now: number): T[] {
    if (this.#length === 0) {
      this.#flood.ends();
      return [];
    }
    this.#flood.stands(now);
    const isFlood = this.#flood.isOn(now);
    const latest = now - (isFlood ? this.#floodMilliseconds : LONGEST_WAIT_MILLISECONDS);
    const late: T[] = [];
    for (const [caller, line] of this.#longestFirst())
      while (this.#length > FEW && line.first < line.requests.length && line.requests[line.first]!.began < latest) {
        const request = this.#shift(caller, line);
        if (!request.isSettled) late.push(request);
      }
    if (isFlood && late.length > 0) this.#flood.hasRefused(now);
    return late;
  }

  #longestFirst(): [string, Line<T>][] {
    const left = ({ requests, first }: Line<T>): number => requests.length - first;
    return [...this.#lines].sort(([, a], [, b]) => left(b) - left(a));
  }

  #shift(caller: string, line: Line<T>): T {
    const request = line.requests[line.first++]!;
    this.#length--;
    if (line.first === line.requests.length) this.#lines.delete(caller);
    else if (line.first > 1_000) {
      line.requests.splice(0, line.first);
      line.first = 0;
    }
    return request;
  }
}
