/**
 * Which questions about occurrences are worked on now?
 *
 * A question may take a core for seconds and much memory, and DuckDB, when its memory is full, fails whatever runs in it. So
 * few run at a time, clients take turns, and nobody waits for long. Whoever hangs up is not worked for any more, and no
 * question is worked on for ever.
 */
import { availableParallelism } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { BinomenError } from "../../../errors.ts";
import { asking } from "../../../occurrences/search/asking.ts";
import { FairQueue } from "../../../pool/fair-queue.ts";
import type { Service } from "../../../service.ts";
import type { App } from "../../app-type.ts";
import { clientOf } from "../../auth.ts";

/** Whoever has gone reads no error; this one is not logged as a failure. */
const GONE = new BinomenError("REQUEST_INVALID", { field: "connection", problem: "was closed before the answer." });

/** Lets the requests of all routes of these scopes take turns together. */
export class OccurrenceAdmission {
  readonly #queue = new FairQueue(Math.max(2, availableParallelism()));
  readonly #config: Service["config"];

  constructor(config: Service["config"]) {
    this.#config = config;
  }

  /** Has the requests of a scope, whose routes are registered after this, wait for their turn. */
  watch(scope: App): void {
    const leaves = new WeakMap<FastifyRequest, () => void>();
    scope.addHook("preHandler", (request, reply, done) => {
      this.#enter(request, reply).then(
        ({ signal, leave }) => {
          leaves.set(request, leave);
          asking.run(signal, done);
        },
        (error: Error) => done(error),
      );
    });
    // The answer is made. That its client reads it slowly takes nobody's place.
    scope.addHook("onSend", (request, _reply, payload, done) => {
      leaves.get(request)?.();
      done(null, payload);
    });
  }

  /** @throws BinomenError OVERLOADED a little later, see `fast-path/held-refusals.ts` */
  async #enter(request: FastifyRequest, reply: FastifyReply): Promise<{ signal: AbortSignal; leave: () => void }> {
    const client = clientOf(request);
    const { searchQueueLimit, searchQueueMilliseconds: most, searchSeconds } = this.#config;
    const queue = this.#queue;
    if (!queue.hasRoom(client, searchQueueLimit)) throw await this.#refusal(most);
    const ended = new AbortController();
    const onClose = () => ended.abort(GONE);
    reply.raw.once("close", onClose);
    if (reply.raw.destroyed) onClose();
    const waitedLong = new AbortController();
    const waiting = setTimeout(() => waitedLong.abort(), most);
    try {
      const leaveQueue = await queue.enter(client, 1, AbortSignal.any([ended.signal, waitedLong.signal]));
      const tooSlow = new BinomenError("OCCURRENCE_QUERY_TOO_SLOW", { seconds: searchSeconds });
      const working = setTimeout(() => ended.abort(tooSlow), searchSeconds * 1000);
      const leave = () => {
        clearTimeout(working);
        reply.raw.off("close", onClose);
        leaveQueue();
      };
      ended.signal.addEventListener("abort", leave, { once: true });
      return { signal: ended.signal, leave };
    } catch (error) {
      reply.raw.off("close", onClose);
      throw waitedLong.signal.aborted ? await this.#refusal(most) : error;
    } finally {
      clearTimeout(waiting);
    }
  }

  async #refusal(waitMilliseconds: number): Promise<BinomenError> {
    await delay(this.#config.refusalMilliseconds);
    return new BinomenError("OVERLOADED", {
      problem: `${this.#queue.waiting} questions about occurrences wait already.`,
      retryAfterSeconds: Math.ceil(waitMilliseconds / 1000),
    });
  }
}
