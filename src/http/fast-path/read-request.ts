/** A request that Node has read: where its answer goes. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { App } from "../app-type.ts";
import { problemTypeAt } from "../errors/problem.ts";
import type { FrontAnswers } from "./answers.ts";
import { type FrontAnswer, headersOf } from "./heads.ts";
import type { Asker } from "./persistent-connection.ts";
import { REFUSAL, refusalHeaders } from "./refusal.ts";

export class ReadRequest implements Asker {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #byFastify: App["routing"];

  readonly caller: string;

  constructor(request: IncomingMessage, response: ServerResponse, byFastify: App["routing"], caller: string) {
    this.caller = caller;
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

  refuse(): void {
    this.#response.writeHead(503, refusalHeaders(problemTypeAt(this.#request.url!)));
    this.#response.end(REFUSAL);
  }

  handOver(): void {
    this.#byFastify(this.#request, this.#response);
  }
}
