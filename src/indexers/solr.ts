/**
 * How do changes get into a Solr core?
 *
 * `POST <core>/update` with one JSON command per request: `{"add":[doc…],"delete":[id…]}`. Documents carry `id`, so a
 * repeated add overwrites; `seq_l` holds the version and `feed_s` says who wrote it (for `clear`).
 *
 * Solr's `_version_` is its own clock and cannot hold our sequence; giving it means "the index must hold exactly this
 * one". Order is therefore kept by writing pages one after the other. Two indexers on one core would race.
 *
 * Solr answers 400 to a whole request for one bad document: such a request is halved until the bad one stands alone.
 */
import { BinomenError } from "../errors.ts";
import { type Answer, ask, shownUrl } from "./request.ts";
import { type RetryPolicy, Transient, withRetries } from "./retry.ts";
import { addOutcomes, type IndexAction, type IndexTarget, inRequests, NOTHING, type WriteOutcome } from "./target.ts";

export interface SolrOptions {
  /** Value of the Authorization header. */
  readonly authorization?: string | undefined;
  readonly retry: RetryPolicy;
}

const TIMEOUT_MS = 120_000;
/** Searches see documents at most this late without an explicit commit. */
const COMMIT_WITHIN_MS = 5_000;
const FEED_NAME = "binomen";

interface Written {
  readonly action: IndexAction;
  /** The JSON of the document, or of the id to delete. */
  readonly json: string;
}

export class SolrTarget implements IndexTarget {
  readonly name: string;
  readonly #core: string;
  readonly #options: SolrOptions;

  /** @param core e.g. `http://127.0.0.1:8983/solr/names` */
  constructor(core: string, options: SolrOptions) {
    this.name = shownUrl(core);
    this.#core = core.replace(/\/+$/, "");
    this.#options = options;
  }

  /** @throws INDEX_REFUSED when there is no such core. */
  async prepare(stop: AbortSignal): Promise<void> {
    const answer = await this.#send("admin/ping", undefined, stop);
    // Cores may lack a ping handler; what counts is that the core is there.
    if (answer.status === 404 && !answer.text.includes("responseHeader"))
      throw new BinomenError("INDEX_REFUSED", { url: this.name, problem: "there is no such core" });
    if (answer.status === 401 || answer.status === 403) throw this.#refusal(answer);
  }

  async write(actions: readonly IndexAction[], stop: AbortSignal): Promise<WriteOutcome> {
    const written = actions.map((action): Written => ({ action, json: jsonOf(action) }));
    let outcome = NOTHING;
    for (const request of inRequests(written, ({ json }) => json.length))
      outcome = addOutcomes(outcome, await this.#update(request, stop));
    return outcome;
  }

  async publish(stop: AbortSignal): Promise<void> {
    await this.#command('{"commit":{}}', stop);
  }

  async clear(stop: AbortSignal): Promise<void> {
    await this.#command(`{"delete":{"query":"feed_s:${FEED_NAME}"},"commit":{}}`, stop);
  }

  async #update(request: readonly Written[], stop: AbortSignal): Promise<WriteOutcome> {
    const adds = request.filter(({ action }) => action.doc !== null);
    const deletes = request.filter(({ action }) => action.doc === null);
    const command = [
      ...(adds.length > 0 ? [`"add":[${adds.map(({ json }) => json).join(",")}]`] : []),
      ...(deletes.length > 0 ? [`"delete":[${deletes.map(({ json }) => json).join(",")}]`] : []),
    ];
    const answer = await this.#send(
      `update?commitWithin=${COMMIT_WITHIN_MS}&overwrite=true`,
      `{${command.join(",")}}`,
      stop,
    );
    if (isTaken(answer)) return { ...NOTHING, written: adds.length, removed: deletes.length };
    if (answer.status !== 400 && answer.status !== 409 && answer.status !== 413) throw this.#refusal(answer);
    if (request.length === 1)
      return { ...NOTHING, rejected: [{ action: request[0]!.action, problem: problemIn(answer) }] };
    const half = request.length >> 1;
    return addOutcomes(await this.#update(request.slice(0, half), stop), await this.#update(request.slice(half), stop));
  }

  async #command(body: string, stop: AbortSignal): Promise<void> {
    const answer = await this.#send("update", body, stop);
    if (!isTaken(answer)) throw this.#refusal(answer);
  }

  #send(path: string, body: string | undefined, stop: AbortSignal): Promise<Answer> {
    const { authorization, retry } = this.#options;
    return withRetries(this.name, retry, stop, async () => {
      const answer = await ask(`${this.#core}/${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json",
          ...(authorization ? { authorization } : {}),
        },
        body,
        timeoutMs: TIMEOUT_MS,
      });
      // A proxy's page in place of Solr's answer is no acknowledgement.
      if (answer.status === 200 && headerStatus(answer) === undefined)
        throw new Transient(`an answer that is not Solr's: ${answer.text.slice(0, 100)}`);
      return answer;
    });
  }

  #refusal(answer: Answer): BinomenError {
    return new BinomenError("INDEX_REFUSED", {
      url: this.name,
      problem: `status ${answer.status} ${problemIn(answer)}`,
    });
  }
}

function jsonOf({ id, seq, doc }: IndexAction): string {
  if (doc === null) return JSON.stringify(id);
  const json = JSON.stringify({ ...doc, id, feed_s: FEED_NAME });
  // The sequence is written as digits: as a number it would be rounded above 2^53.
  return `${json.slice(0, -1)},"seq_l":${seq}}`;
}

function isTaken(answer: Answer): boolean {
  return answer.status === 200 && headerStatus(answer) === 0;
}

function headerStatus({ text }: Answer): number | undefined {
  return (parsed(text)?.["responseHeader"] as { status?: number } | undefined)?.status;
}

function problemIn({ text }: Answer): string {
  const error = parsed(text)?.["error"] as { msg?: unknown } | undefined;
  return typeof error?.msg === "string" ? error.msg : text.slice(0, 200);
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
