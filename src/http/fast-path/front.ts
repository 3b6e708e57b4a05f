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
 * A request alone waits for nothing.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { AnswerVersion } from "../../answer/answerer.ts";
import { queryOf } from "../../answer/query-fields.ts";
import type { Config } from "../../config.ts";
import type { Service } from "../../service.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";
import type { App } from "../app-type.ts";
import { TRACING_HEADERS } from "../headers.ts";
import { checklistOf, plainParameters } from "../parameters.ts";
import { MATCH_ROUTES } from "../routes/species.ts";
import { admitted, REFUSAL, refusalHeaders } from "./admission.ts";
import { FrontAnswers } from "./answers.ts";
import type { Duration, Durations } from "./durations.ts";
import { type FrontAnswer, headersOf } from "./heads.ts";
import { type Answering, type Asker, PersistentConnection } from "./persistent-connection.ts";

/** Answers that are made before the first of them is sent: more would leave the processor's nearest caches. */
const TOGETHER = 32;

interface FrontRoute {
  /** What the URL begins with: `/v2/species/match?` */
  readonly start: string;
  readonly version: AnswerVersion;
  readonly duration: Duration;
}

/** A request whose turn comes at the end of the event loop's. */
interface Waiting {
  readonly asker: Asker;
  readonly route: FrontRoute;
  readonly query: MatchQuery;
  readonly checklistKey: string | undefined;
  /** When it came, in milliseconds. */
  readonly began: number;
}

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
  { fastPath, turnLimit }: Pick<Config, "fastPath" | "turnLimit">,
): void {
  if (fastPath === "off") return;
  const routes = MATCH_ROUTES.map(({ path, version }) => ({
    start: `${path}?`,
    version,
    duration: durations.of({ method: "GET", route: path, status: "200" }),
  }));
  const refused = durations.of({ method: "GET", route: "(in front)", status: "503" });
  const front = new Front(routes, matching, app, { turnLimit, refused });
  app.addHook("preClose", (done) => {
    front.close();
    done();
  });
  app.server.removeAllListeners("request");
  app.server.on("request", (request, response) => front.take(request, response));
  if (fastPath === "connection") app.server.on("connection", (socket) => front.takeConnection(socket));
}

class Front implements Answering {
  readonly answers: FrontAnswers;
  #isClosing = false;
  readonly #routes: readonly FrontRoute[];
  readonly #matching: Service["matching"];
  readonly #app: App;
  readonly #connections = new WeakMap<Socket, PersistentConnection>();
  readonly #turnLimit: number;
  readonly #refused: Duration;
  #waiting: Waiting[] = [];

  constructor(
    routes: readonly FrontRoute[],
    matching: Service["matching"],
    app: App,
    { turnLimit, refused }: { turnLimit: number; refused: Duration },
  ) {
    this.#turnLimit = turnLimit;
    this.#refused = refused;
    this.#routes = routes;
    this.#matching = matching;
    this.#app = app;
    this.answers = new FrontAnswers(app.server.keepAliveTimeout);
  }

  /** Answers what came until now; what comes from now on is left to Fastify. */
  close(): void {
    this.answerWaiting();
    this.#isClosing = true;
  }

  takeConnection(socket: Socket): void {
    // Node counts only what it reads.
    if (this.#app.server.maxRequestsPerSocket) return;
    const connection = PersistentConnection.on(socket, this);
    if (connection !== undefined) this.#connections.set(socket, connection);
  }

  /** Answers the request, or hands it to Fastify. */
  take(request: IncomingMessage, response: ServerResponse): void {
    this.#connections.get(request.socket)?.wasRead(request, response);
    const asker = new ReadRequest(request, response, this.#app.routing);
    // What a client prefers, Fastify's way hears.
    const { headers } = request;
    const isPlain =
      request.method === "GET" &&
      headers["prefer"] === undefined &&
      TRACING_HEADERS.every((name) => headers[name] === undefined);
    if (!isPlain || !this.takeTarget(request.url!, asker)) asker.handOver();
  }

  takeTarget(target: string, asker: Asker): boolean {
    const waiting = this.#plain(target, asker);
    if (waiting === undefined) return false;
    if (this.#waiting.push(waiting) === 1) setImmediate(() => this.answerWaiting());
    return true;
  }

  answerWaiting(): void {
    const waiting = admitted(this.#waiting, this.#turnLimit, () => this.#refused.observe(0));
    this.#waiting = [];
    for (let start = 0; start < waiting.length; start += TOGETHER) {
      const some = waiting.slice(start, start + TOGETHER);
      this.answers.clear();
      this.#expect(some);
      const answers = some.map((one) => this.#answer(one));
      for (const [i, one] of some.entries()) this.#send(one, answers[i]);
    }
  }

  #plain(target: string, asker: Asker): Waiting | undefined {
    if (this.#isClosing) return undefined;
    for (const route of this.#routes) {
      if (!target.startsWith(route.start)) continue;
      const began = performance.now();
      const parameters = plainParameters(target, route.start.length);
      if (parameters === undefined) return undefined;
      return { asker, route, query: queryOf(parameters), checklistKey: checklistOf(parameters), began };
    }
    return undefined;
  }

  /** Has the names of several requests looked up together: they wait for memory at the same time. */
  #expect(some: readonly Waiting[]): void {
    const queries = some.filter(({ checklistKey }) => checklistKey === undefined).map(({ query }) => query);
    if (queries.length < 2) return;
    try {
      this.#matching.expect(queries);
    } catch {
      // Whose query it was, is seen when each is answered.
    }
  }

  /** Its answer; `undefined` when Fastify shall say what is wrong. */
  #answer({ asker, route, query, checklistKey }: Waiting): FrontAnswer | undefined {
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

  #send({ asker, route, began }: Waiting, answer: FrontAnswer | undefined): void {
    // Who has hung up needs no answer.
    if (asker.isGone) return;
    if (answer === undefined) asker.handOver();
    else asker.send(answer, this.answers, () => route.duration.observe((performance.now() - began) / 1000));
  }
}

/** A request that Node has read. */
class ReadRequest implements Asker {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #byFastify: App["routing"];

  constructor(request: IncomingMessage, response: ServerResponse, byFastify: App["routing"]) {
    this.#request = request;
    this.#response = response;
    this.#byFastify = byFastify;
  }

  get isGone(): boolean {
    return this.#response.destroyed;
  }

  send(answer: FrontAnswer, answers: FrontAnswers, onSent: () => void): void {
    const response = this.#response;
    response.writeHead(200, headersOf(answer));
    response.end(answers.text(answer), "latin1");
    if (response.writableFinished) onSent();
    else response.once("finish", onSent);
  }

  get address(): string | undefined {
    return this.#request.socket.remoteAddress;
  }

  refuse(): void {
    this.#response.writeHead(503, refusalHeaders());
    this.#response.end(REFUSAL);
  }

  handOver(): void {
    this.#byFastify(this.#request, this.#response);
  }
}
