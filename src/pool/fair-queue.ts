/**
 * Whose batch is next, and is there room for another list?
 *
 * Each client has a queue of its own, and the clients take turns: who sends a hundred lists waits for them himself. How long
 * a new batch would have to wait is estimated from what its turn has to let pass and from how long bytes took lately, so
 * that a list is refused before it waits, not after.
 */

/** One client's batches that wait, oldest first. */
interface Waiting {
  readonly batches: { readonly cost: number; readonly start: () => void }[];
  cost: number;
}

/** Weight of the newest batch in the mean time of a unit of cost. */
const NEWEST_SHARE = 0.1;

/** Gives a number of places to batches, in fair turns. */
export class FairQueue {
  readonly #places: number;
  #taken = 0;
  #waitingCount = 0;
  /** In the order of turns: who was served goes to the end. */
  readonly #clients = new Map<string, Waiting>();
  /** Milliseconds for a unit of cost, of late; 0 until the first batch is done. */
  #millisecondsPerUnit = 0;

  constructor(places: number) {
    this.#places = places;
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
   */
  async enter(client: string, cost: number): Promise<() => void> {
    if (this.#taken < this.#places) this.#taken++;
    else await this.#wait(client, cost);
    const began = performance.now();
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      this.#learn((performance.now() - began) / Math.max(1, cost));
      this.#next();
    };
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

  #wait(client: string, cost: number): Promise<void> {
    let waiting = this.#clients.get(client);
    if (waiting === undefined) {
      waiting = { batches: [], cost: 0 };
      this.#clients.set(client, waiting);
    }
    waiting.cost += cost;
    this.#waitingCount++;
    const { batches } = waiting;
    return new Promise((start) => batches.push({ cost, start }));
  }

  /** Gives the place that has become free to the next client, or keeps it. */
  #next(): void {
    const [first] = this.#clients;
    if (first === undefined) {
      this.#taken--;
      return;
    }
    const [client, waiting] = first;
    const batch = waiting.batches.shift()!;
    waiting.cost -= batch.cost;
    this.#waitingCount--;
    this.#clients.delete(client);
    if (waiting.batches.length > 0) this.#clients.set(client, waiting);
    batch.start();
  }

  #learn(milliseconds: number): void {
    const before = this.#millisecondsPerUnit;
    this.#millisecondsPerUnit = before === 0 ? milliseconds : before + NEWEST_SHARE * (milliseconds - before);
  }
}
