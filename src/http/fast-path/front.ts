/**
 * Which GETs are answered before Fastify sees them, and how?
 *
 * The plain ones of the match routes: `…/species/match?scientificName=Abies%20alba`. Around a look-up of some
 * microseconds Fastify's way through hooks, reply and serialisation cost another seven. Whatever is not plain (another
 * method, a repeated or oddly written parameter, an unknown checklist, a server that is closing, a failure) goes
 * Fastify's way, and what is answered here has the same bytes there: `test/http/fast-path.test.ts` compares them.
 *
 * Answers are made and sent at the end of the event loop's turn, all that one turn read together:
 * - the code and data of matching and those of HTTP push each other out of the processor's caches, so one after the other
 *   for each request costs 3 µs more than one after the other for all
 * - each write wakes whoever waits for it, which costs more than matching when it goes to sleep again in between
 *
 * A request alone waits for nothing. What came together takes turns (`waitlist.ts`): a turn of the event loop answers for
 * some milliseconds, and what has waited too long is refused. That holds for all requests, whoever answers them, but for
 * questions after the server's health.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Config } from "../../config.ts";
import type { Service } from "../../service.ts";
import type { App } from "../app-type.ts";
import { TRACING_HEADERS } from "../headers.ts";
import { FrontAnswers } from "./answers.ts";
import { Callers } from "./callers.ts";
import type { Duration, Durations } from "./durations.ts";
import type { FrontAnswer } from "./heads.ts";
import { HeldRefusals } from "./held-refusals.ts";
import { type FrontRoute, frontRoutes, type LookUp, lookUpOf } from "./look-ups.ts";
import { Pace, TURN_MILLISECONDS } from "./pace.ts";
import { PacedReading } from "./paced-reading.ts";
import { type Answering, type Asker, PersistentConnection } from "./persistent-connection.ts";
import { ReadRequest } from "./read-request.ts";
import { type InLine, Waitlist } from "./waitlist.ts";

/** Answers that are made before the first of them is sent: more would leave the processor's nearest caches. */
const TOGETHER = 32;

/** Requests that one turn hands to Fastify at most. */
const HANDED_OVER = 32;

/** Those who watch over the server are answered first: they would take a server that has much to do for one that is dead. */
const WATCHING = /^\/(?:health|metrics)(?:[/?]|$)/;

type FrontSettings = Pick<Config, "floodMilliseconds" | "refusalMilliseconds" | "trustedProxies">;

/** A request whose turn comes at the end of the event loop's; without a look-up it is Fastify's. */
interface Waiting extends InLine {
  readonly asker: Asker;
  readonly lookUp: LookUp | undefined;
  /** Has waited too long, and is told so a little later. */
  isRefused: boolean;
}

/** A look-up that waits. */
type WaitingLookUp = Waiting & { readonly lookUp: LookUp };

/**
 * Puts the front before Fastify on the server of `app`. Requests of `app.inject` do not pass it.
 *
 * The rule for global hooks: what is answered here passes no hook of Fastify. Whoever adds one that every answer must pass
 * (a header, a log line, a limit) adds it here as well; `off` and `connection` give the same bytes in
 * `test/http/fast-path.test.ts`, which shows what was forgotten.
 * @param fastPath `off` leaves all to Fastify; `request` takes requests that Node has read; `connection` also reads those
 *   that repeat the one before
 */
export function answerInFront(
  app: App,
  matching: Service["matching"],
  durations: Durations,
  { fastPath, ...settings }: Pick<Config, "fastPath" | keyof FrontSettings>,
): void {
  const refused = durations.of({ method: "(any)", route: "(in front)", status: "503" });
  const front = new Front(fastPath === "off" ? [] : frontRoutes(durations), matching, app, settings, refused);
  app.addHook("preClose", (done) => {
    front.close();
    done();
  });
  app.server.removeAllListeners("request");
  app.server.on("request", (request, response) => front.take(request, response));
  app.server.on("connection", (socket) => front.takeConnection(socket, fastPath === "connection"));
}

class Front implements Answering {
  readonly answers: FrontAnswers;
  #isClosing = false;
  readonly #routes: readonly FrontRoute[];
  readonly #matching: Service["matching"];
  readonly #app: App;
  readonly #persistent = new WeakMap<Socket, PersistentConnection>();
  readonly #paced = new WeakMap<Socket, PacedReading>();
  readonly #refused: Duration;
  readonly #waitlist: Waitlist<Waiting>;
  readonly #refusals: HeldRefusals<Waiting>;
  readonly #callers: Callers;
  /** Connections of which more was sent than was read. */
  #held: PacedReading[] = [];
  #isTurnSet = false;
  readonly #lookUpPace = new Pace(TOGETHER);
  readonly #fastifyPace = new Pace(HANDED_OVER);
  /** How many Fastify got in this turn, and since when it has had them. */
  #handedOver = 0;
  #handedOverAt = 0;

  constructor(
    routes: readonly FrontRoute[],
    matching: Service["matching"],
    app: App,
    { floodMilliseconds, refusalMilliseconds, trustedProxies }: FrontSettings,
    refused: Duration,
  ) {
    this.#callers = new Callers(trustedProxies);
    this.#refusals = new HeldRefusals(refusalMilliseconds, (waiting) => this.#refuse(waiting));
    this.#waitlist = new Waitlist(floodMilliseconds);
    this.#refused = refused;
    this.#routes = routes;
    this.#matching = matching;
    this.#app = app;
    this.answers = new FrontAnswers(app.server.keepAliveTimeout);
  }

  /** Answers what came until now; what comes from now on is left to Fastify. */
  close(): void {
    this.#isClosing = true;
    while (this.#waitlist.length > 0) this.#answerSome(TOGETHER);
    this.#refusals.close();
  }

  takeConnection(socket: Socket, isPersistent: boolean): void {
    const paced = PacedReading.on(socket, (reading) => {
      this.#held.push(reading);
      this.#setTurn();
    });
    if (paced !== undefined) this.#paced.set(socket, paced);
    // Node counts only what it reads.
    if (!isPersistent || this.#app.server.maxRequestsPerSocket) return;
    const connection = PersistentConnection.on(socket, this);
    if (connection !== undefined) this.#persistent.set(socket, connection);
  }

  /** Answers the request when its turn comes, or hands it to Fastify. */
  take(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const caller = this.#callers.of(request);
    this.#persistent.get(socket)?.wasRead(request, response, caller);
    this.#paced.get(socket)?.wasRead(request, response);
    const asker = new ReadRequest(request, response, this.#app.routing, caller);
    if (this.#isClosing || WATCHING.test(request.url!)) {
      asker.handOver();
      return;
    }
    // What a client prefers, Fastify's way hears.
    const { headers } = request;
    const isPlain =
      request.method === "GET" &&
      headers["prefer"] === undefined &&
      TRACING_HEADERS.every((name) => headers[name] === undefined);
    this.#wait(asker, isPlain ? lookUpOf(request.url!, this.#routes) : undefined);
  }

  takeTarget(target: string, asker: Asker): (() => void) | undefined {
    const lookUp = this.#isClosing ? undefined : lookUpOf(target, this.#routes);
    if (lookUp === undefined) return undefined;
    const waiting = this.#wait(asker, lookUp);
    return () => {
      if (waiting.isSettled) return;
      if (waiting.isRefused) this.#refuse(waiting);
      else this.#answer([waiting]);
    };
  }

  #wait<L extends LookUp | undefined>(asker: Asker, lookUp: L): Waiting & { readonly lookUp: L } {
    const waiting = {
      asker,
      lookUp,
      caller: asker.caller,
      began: performance.now(),
      isSettled: false,
      isRefused: false,
    };
    this.#waitlist.add(waiting);
    this.#setTurn();
    return waiting;
  }

  #setTurn(): void {
    if (this.#isTurnSet) return;
    this.#isTurnSet = true;
    setImmediate(() => {
      this.#isTurnSet = false;
      this.#turn();
    });
    // Runs when Fastify has done what it does not do at once.
    setImmediate(() => {
      if (this.#handedOver === 0) return;
      this.#fastifyPace.learn(this.#handedOver, performance.now() - this.#handedOverAt);
      this.#handedOver = 0;
    });
  }

  #turn(): void {
    const readUntil = performance.now() + TURN_MILLISECONDS;
    for (let reading = this.#held.shift(); reading !== undefined; reading = this.#held.shift()) {
      if (reading.readOn()) this.#held.push(reading);
      if (performance.now() > readUntil) break;
    }
    const until = performance.now() + TURN_MILLISECONDS;
    const together = this.#lookUpPace.count;
    const toFastify = this.#fastifyPace.count;
    do this.#answerSome(Math.min(together, toFastify - this.#handedOver));
    while (this.#waitlist.length > 0 && this.#handedOver < toFastify && performance.now() < until);
    const now = performance.now();
    for (const waiting of this.#waitlist.overdue(now)) {
      waiting.isRefused = true;
      this.#refusals.add(waiting, now);
    }
    if (this.#waitlist.length > 0 || this.#held.length > 0) this.#setTurn();
  }

  #refuse(waiting: Waiting): void {
    if (waiting.isSettled) return;
    waiting.isSettled = true;
    if (waiting.asker.isGone) return;
    waiting.asker.refuse();
    this.#refused.observe((performance.now() - waiting.began) / 1000);
  }

  /** Answers the next requests, or hands them over. */
  #answerSome(count: number): void {
    const lookUps: WaitingLookUp[] = [];
    for (const waiting of this.#waitlist.take(count)) {
      if (isLookUp(waiting)) lookUps.push(waiting);
      else if (!waiting.asker.isGone) {
        if (this.#handedOver++ === 0) this.#handedOverAt = performance.now();
        waiting.isSettled = true;
        waiting.asker.handOver();
      }
    }
    if (lookUps.length === 0) return;
    const began = performance.now();
    this.#answer(lookUps);
    this.#lookUpPace.learn(lookUps.length, performance.now() - began);
  }

  #answer(lookUps: readonly WaitingLookUp[]): void {
    this.answers.clear();
    this.#expect(lookUps);
    const answers = lookUps.map((one) => this.#answerTo(one));
    for (const [i, one] of lookUps.entries()) this.#send(one, answers[i]);
  }

  /** Has the names of several requests looked up together: they wait for memory at the same time. */
  #expect(some: readonly WaitingLookUp[]): void {
    const queries = some.flatMap(({ lookUp: { checklistKey, query } }) => (checklistKey === undefined ? [query] : []));
    if (queries.length < 2) return;
    try {
      this.#matching.expect(queries);
    } catch {
      // Whose query it was, is seen when each is answered.
    }
  }

  /** Its answer; `undefined` when Fastify shall say what is wrong. */
  #answerTo({ asker, lookUp: { route, query, checklistKey } }: WaitingLookUp): FrontAnswer | undefined {
    if (asker.isGone) return undefined;
    try {
      const releaseId = this.#matching.releaseId(checklistKey);
      return this.answers.add(releaseId, (sink) => {
        this.#matching.writeAnswer(query, route.version, sink, checklistKey);
      });
    } catch {
      return undefined;
    }
  }

  #send(waiting: WaitingLookUp, answer: FrontAnswer | undefined): void {
    waiting.isSettled = true;
    const { asker, began } = waiting;
    // Who has hung up needs no answer.
    if (asker.isGone) return;
    const { duration } = waiting.lookUp.route;
    if (answer === undefined) asker.handOver();
    else asker.send(answer, this.answers, () => duration.observe((performance.now() - began) / 1000));
  }
}

function isLookUp(waiting: Waiting): waiting is WaitingLookUp {
  return waiting.lookUp !== undefined;
}
