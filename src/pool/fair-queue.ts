/**
 * Whose batch is next, and is there room for another list?
 *
 * Each client has a queue of its own, and the clients take turns: who sends a hundred lists waits for them himself. How long
 * a new batch would have to wait is estimated from what its turn has to let pass and from how long bytes took lately, so
 * that a list is refused before it waits, not after.
 */
import { Flood } from "./flood.ts";

/** One client's batches that wait, oldest first. */
interface Waiting {
  readonly batches: { readonly cost: number; readonly start: () => void }[];
  cost: number;
}

/** Weight of the newest batch in the mean time of a unit of cost. */
const NEWEST_SHARE = 0.1;

/** When batches have been waiting without a break for so long, it is no burst. */
export const BURST_MILLISECONDS = 1_000;

/** In a flood a batch may wait so many times as long as it takes itself: a few streams of large batches are none. */
const WAIT_OF_OWN_TIME = 4;

/** Gives a number of places to batches, in fair turns. */
export class FairQueue {
  readonly #places: number;
  #taken = 0;
  #waitingCount = 0;
  /** In the order of turns: who was served goes to the end. */
  readonly #clients = new Map<string, Waiting>();
  /** Milliseconds for a unit of cost, of late; 0 until the first batch is done. */
  #millisecondsPerUnit = 0;
  readonly #flood = new Flood(BURST_MILLISECONDS);
  readonly #clock: () => number;

  /** @param places batches that are worked on at a time @param clock milliseconds, for tests */
  constructor(places: number, clock = () => performance.now()) {
    this.#places = places;
    this.#clock = clock;
  }

  /** Batches that wait. */
  get waiting(): number {
    return this.#waitingCount;
  }

  /** Batches that have a place. */
  get running(): number {
    return this.#taken;
  }

  /**
   * Resolves when it is the batch's turn; the result is to be called when it is done.
   * @param cost in units of its own choice, bytes for example
   * @param signal ends the waiting, which rejects with its reason
   */
  async enter(client: string, cost: number, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#taken < this.#places) this.#taken++;
    else await this.#wait(client, cost, signal);
    const began = this.#clock();
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      this.#learn((this.#clock() - began) / Math.max(1, cost));
      this.#next();
    };
  }

  /**
   * May one more batch of the client wait, where about `most` may? Who fills the queue keeps nobody out: while it is full, those
   * come in who have less than their share of it, until it is twice as long.
   */
  hasRoom(client: string, most: number): boolean {
    if (this.#waitingCount < most) return true;
    const own = this.#clients.get(client)?.batches.length ?? 0;
    const share = most / (this.#clients.size + (own === 0 ? 1 : 0));
    return own < share && this.#waitingCount < 2 * most;
  }

  /** How long a batch that comes now would have to wait, in milliseconds. */
  expectedWait(client: string, cost: number): number {
    if (this.#taken < this.#places) return 0;
    const own = (this.#clients.get(client)?.cost ?? 0) + cost;
    let before = this.#clients.get(client)?.cost ?? 0;
    // Others are let pass until they, too, were served as much.
    for (const [other, waiting] of this.#clients) if (other !== client) before += Math.min(waiting.cost, own);
    return (before * this.#millisecondsPerUnit) / this.#places;
  }

  /**
   * May a batch come in that would have to wait so long? What is refused here in a flood keeps the flood going.
   * @param most milliseconds that any batch may wait
   * @param mostInFlood milliseconds that a small one may wait when there is no end of what waits
   */
  admits(client: string, cost: number, most: number, mostInFlood: number): boolean {
    const now = this.#clock();
    const isFlood = this.#flood.isOn(now);
    const own = WAIT_OF_OWN_TIME * cost * this.#millisecondsPerUnit;
    const bound = isFlood ? Math.min(most, Math.max(mostInFlood, own)) : most;
    if (this.expectedWait(client, cost) <= bound) return true;
    if (isFlood) this.#flood.hasRefused(now);
    return false;
  }

  #wait(client: string, cost: number, signal: AbortSignal | undefined): Promise<void> {
    let waiting = this.#clients.get(client);
    if (waiting === undefined) {
      waiting = { batches: [], cost: 0 };
      this.#clients.set(client, waiting);
    }
    waiting.cost += cost;
    this.#waitingCount++;
    this.#flood.stands(this.#clock());
    const ofClient = waiting;
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#remove(client, ofClient, batch);
        reject(signal?.reason);
      };
      const start = () => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      const batch = { cost, start };
      ofClient.batches.push(batch);
      signal?.addEventListener("abort", giveUp, { once: true });
    });
  }

  /** Takes a batch out that no longer waits. */
  #remove(client: string, waiting: Waiting, batch: Waiting["batches"][number]): void {
    waiting.batches.splice(waiting.batches.indexOf(batch), 1);
    waiting.cost -= batch.cost;
    if (waiting.batches.length === 0) this.#clients.delete(client);
    if (--this.#waitingCount === 0) this.#flood.ends();
  }

  /** Gives the place that has become free to the next client, or keeps it. */
  #next(): void {
    const [first] = this.#clients;
    if (first === undefined) {
      this.#taken--;
      return;
    }
    const [client, waiting] = first;
    const batch = waiting.batches[0]!;
    this.#remove(client, waiting, batch);
    // Its next turn is behind those of all others.
    if (this.#clients.delete(client)) this.#clients.set(client, waiting);
    batch.start();
  }

  #learn(milliseconds: number): void {
    const before = this.#millisecondsPerUnit;
    this.#millisecondsPerUnit = before === 0 ? milliseconds : before + NEWEST_SHARE * (milliseconds - before);
  }
}
