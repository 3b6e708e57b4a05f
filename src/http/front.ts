/**
 * Which GETs are answered before Fastify sees them, and how?
 *
 * The plain ones of the match routes: `…/species/match?scientificName=Abies%20alba`. Around a look-up of some
 * microseconds Fastify's way through hooks, reply and serialisation cost another seven. Whatever is not plain (another
 * method, a repeated or oddly written parameter, an unknown checklist, a server that is closing, a failure) goes
 * Fastify's way, and what is answered here has the same bytes there: `test/http/front.test.ts` compares them.
 *
 * Answers are made and sent at the end of the event loop's turn, all that one turn read together:
 * - the code and data of matching and those of HTTP push each other out of the processor's caches, so one after the other
 *   for each request costs 3 µs more than one after the other for all
 * - each write wakes whoever waits for it, which costs more than matching when it goes to sleep again in between
 *
 * A request alone waits for nothing.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AnswerVersion } from "../bulk/answerer.ts";
import { queryOf } from "../bulk/query-fields.ts";
import type { Service } from "../service.ts";
import type { MatchQuery } from "../taxonomy/match.ts";
import type { App } from "./app-type.ts";
import type { Duration, Durations } from "./durations.ts";
import { RELEASE_HEADER } from "./json.ts";
import { checklistOf, plainParameters } from "./parameters.ts";
import { MATCH_ROUTES } from "./routes/species.ts";

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
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly route: FrontRoute;
  readonly query: MatchQuery;
  readonly checklistKey: string | undefined;
  /** When it came, in milliseconds. */
  readonly began: number;
}

/** Puts the front before Fastify on the server of `app`. Requests of `app.inject` do not pass it. */
export function answerInFront(app: App, matching: Service["matching"], durations: Durations): void {
  const routes = MATCH_ROUTES.map(({ path, version }) => ({
    start: `${path}?`,
    version,
    duration: durations.of({ method: "GET", route: path, status: "200" }),
  }));
  const front = new Front(routes, matching, app.routing);
  app.addHook("preClose", (done) => {
    front.isClosing = true;
    done();
  });
  app.server.removeAllListeners("request");
  app.server.on("request", (request, response) => front.take(request, response));
}

class Front {
  isClosing = false;
  readonly #routes: readonly FrontRoute[];
  readonly #matching: Service["matching"];
  readonly #byFastify: App["routing"];
  #waiting: Waiting[] = [];

  constructor(routes: readonly FrontRoute[], matching: Service["matching"], byFastify: App["routing"]) {
    this.#routes = routes;
    this.#matching = matching;
    this.#byFastify = byFastify;
  }

  /** Answers the request, or hands it to Fastify. */
  take(request: IncomingMessage, response: ServerResponse): void {
    const waiting = this.#plain(request, response);
    if (waiting === undefined) this.#byFastify(request, response);
    else if (this.#waiting.push(waiting) === 1) setImmediate(() => this.#answerWaiting());
  }

  #plain(request: IncomingMessage, response: ServerResponse): Waiting | undefined {
    if (request.method !== "GET" || this.isClosing) return undefined;
    const url = request.url!;
    for (const route of this.#routes) {
      if (!url.startsWith(route.start)) continue;
      const began = performance.now();
      const parameters = plainParameters(url, route.start.length);
      if (parameters === undefined) return undefined;
      const checklistKey = checklistOf(parameters);
      return { request, response, route, query: queryOf(parameters), checklistKey, began };
    }
    return undefined;
  }

  #answerWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < waiting.length; start += TOGETHER) {
      const some = waiting.slice(start, start + TOGETHER);
      this.#expect(some);
      const answers = some.map((one) => this.#answer(one));
      for (const [i, one] of some.entries()) this.#send(one, answers[i]);
    }
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

  /** The body and its release; `undefined` when Fastify shall say what is wrong. */
  #answer({ response, route, query, checklistKey }: Waiting): Answer | undefined {
    if (response.destroyed) return undefined;
    try {
      const releaseId = this.#matching.releaseId(checklistKey);
      return { releaseId, json: this.#matching.answerLatin1(query, route.version, checklistKey) };
    } catch {
      return undefined;
    }
  }

  #send({ request, response, route, began }: Waiting, answer: Answer | undefined): void {
    // Who has hung up needs no answer.
    if (response.destroyed) return;
    if (answer === undefined) {
      this.#byFastify(request, response);
      return;
    }
    const { json, releaseId } = answer;
    response.writeHead(200, [
      "access-control-allow-origin",
      "*",
      RELEASE_HEADER,
      releaseId,
      "content-type",
      "application/json",
      "content-length",
      String(json.length),
    ]);
    // Header and body are one string of one byte a character, which Node writes at once.
    response.end(json, "latin1");
    const observe = () => route.duration.observe((performance.now() - began) / 1000);
    if (response.writableFinished) observe();
    else response.once("finish", observe);
  }
}

interface Answer {
  /** UTF-8 bytes read as Latin-1. */
  readonly json: string;
  readonly releaseId: string;
}
