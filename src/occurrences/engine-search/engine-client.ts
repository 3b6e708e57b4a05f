/**
 * How is OpenSearch or Elasticsearch asked? One JSON question, one JSON answer that is whole or none.
 *
 * A search that some shards did not answer, or that ran out of time, is no answer: counts of a part would be wrong ones.
 */
import { BinomenError } from "../../errors.ts";

/** JSON as an engine answers it. */
export type EngineJson = Record<string, unknown>;

/** A search engine and how to ask it. */
export interface EngineAddress {
  /** `http://127.0.0.1:9200/birds` or `…/birds,herbarium`: an index, an alias, or several of them. */
  readonly url: string;
  /** Value of the Authorization header. */
  readonly authorization?: string | undefined;
  readonly timeoutMs?: number | undefined;
}

/** Longest wait for an answer, as long as a gateway in front of it waits. */
const TIMEOUT_MS = 30_000;

/** A search engine over HTTP. */
export class EngineClient {
  /** Names that the URL ends with. */
  readonly names: readonly string[];
  readonly #base: string;
  readonly #address: EngineAddress;

  constructor(address: EngineAddress) {
    const url = new URL(address.url);
    const path = url.pathname.replace(/\/+$/, "");
    const at = path.lastIndexOf("/");
    this.names = path
      .slice(at + 1)
      .split(",")
      .filter((name) => name !== "")
      .map(decodeURIComponent);
    this.#base = `${url.origin}${path.slice(0, at)}`;
    this.#address = address;
  }

  /** The mappings of the indexes that the names stand for. */
  async mappings(): Promise<EngineJson> {
    return (await this.#ask(`/${indexPath(this.names)}/_mapping`)) ?? {};
  }

  /** The answer of a search; `undefined` when one of the indexes is not there any more. */
  async search(indexes: readonly string[], body: EngineJson): Promise<EngineJson | undefined> {
    const answer = await this.#ask(`/${indexPath(indexes)}/_search?allow_partial_search_results=false`, body);
    if (answer === undefined) return undefined;
    const shards = answer["_shards"] as { failed?: number } | undefined;
    if (answer["timed_out"] === true || (shards?.failed ?? 0) > 0)
      throw new BinomenError("SEARCH_ENGINE_UNREACHABLE", { problem: "a part of it gave no answer" });
    return answer;
  }

  async #ask(path: string, body?: EngineJson): Promise<EngineJson | undefined> {
    const { status, text } = await this.#send(path, body).catch((error: unknown) => {
      throw new BinomenError("SEARCH_ENGINE_UNREACHABLE", { problem: problemOf(error) }, { cause: error });
    });
    const answer = parsed(text);
    if (status === 200 && answer !== undefined) return answer;
    if (status === 404) return undefined;
    if (status === 429 || status >= 500 || status === 200)
      throw new BinomenError("SEARCH_ENGINE_UNREACHABLE", { problem: `status ${status}` });
    throw refusalOf(status, answer);
  }

  async #send(path: string, body: EngineJson | undefined): Promise<{ status: number; text: string }> {
    const { authorization, timeoutMs = TIMEOUT_MS } = this.#address;
    const request: RequestInit = {
      method: body === undefined ? "GET" : "POST",
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(authorization !== undefined && { authorization }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // A redirect would carry the credentials to another host.
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    };
    const send = async () => {
      const reply = await fetch(`${this.#base}${path}`, request);
      return { status: reply.status, text: await reply.text() };
    };
    // An idle connection may end while the question is on its way to it: asking once more changes nothing there.
    return send().catch((error: unknown) => {
      if (!isConnectionLost(error)) throw error;
      return send();
    });
  }
}

function indexPath(names: readonly string[]): string {
  return names.map(encodeURIComponent).join(",");
}

function isConnectionLost(error: unknown): boolean {
  const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
  return code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET";
}

function problemOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error && cause.message ? cause.message : message;
}

function parsed(text: string): EngineJson | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? (value as EngineJson) : undefined;
  } catch {
    return undefined;
  }
}

/** Limits that an engine has for the size of a question: the asker's to mend, not the engine's. */
const TOO_LARGE = /too_many_clauses|too_many_nested_clauses|maxClauseCount|too_many_buckets|max_terms_count/i;

function refusalOf(status: number, answer: EngineJson | undefined): BinomenError {
  const reason = JSON.stringify(answer?.["error"] ?? "");
  if (TOO_LARGE.test(reason))
    return new BinomenError("DOWNLOAD_TOO_COMPLEX", {
      problem: "The request has more conditions than the search engine that holds the records takes.",
    });
  const { type = "" } = (answer?.["error"] ?? {}) as { type?: string };
  return new BinomenError(
    "SEARCH_ENGINE_REFUSED",
    { problem: `status ${status} ${type}`.trim() },
    { cause: new Error(reason.slice(0, 2_000)) },
  );
}
