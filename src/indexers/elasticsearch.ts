/**
 * How do changes get into an Elasticsearch or OpenSearch index?
 *
 * `POST <index>/_bulk` as NDJSON, one action line and one document line per change. The version of a document is the
 * sequence of its change (`version_type: external`): the index itself refuses an older state with 409, so a repeated
 * or late write does no harm, whoever sends it.
 *
 * A bulk answer settles each action by itself: 2xx taken, 404 of a delete gone already, 409 newer there already,
 * 429 and 5xx again (only those), other 4xx refused for good.
 */
import { BinomenError } from "../errors.ts";
import { type Answer, ask, type Outgoing, shownUrl } from "./request.ts";
import { type RetryPolicy, Transient, withRetries } from "./retry.ts";
import { addOutcomes, type IndexAction, type IndexTarget, inRequests, NOTHING, type WriteOutcome } from "./target.ts";

export interface ElasticsearchOptions {
  /** Value of the Authorization header, e.g. `ApiKey …`. */
  readonly authorization?: string | undefined;
  readonly retry: RetryPolicy;
  /** Settings and mappings of an index that is made; those of the facet store's documents when absent. */
  readonly newIndex?: object | undefined;
}

const TIMEOUT_MS = 120_000;

/**
 * Types by suffix, as Solr's default schema has them, so that one query text fits both. The limit of fields is raised
 * because there is one provenance field per facet value: 1,887 in WFO's data, 1,000 by default.
 */
const NEW_INDEX = {
  settings: { "index.mapping.total_fields.limit": 20_000 },
  mappings: {
    dynamic_templates: [
      // Long strings are kept but not indexed: Lucene refuses terms above 32,766 bytes.
      { strings: { match: "*_s*", match_mapping_type: "string", mapping: { type: "keyword", ignore_above: 8_000 } } },
      { dates: { match: "*_dt", mapping: { type: "date" } } },
      { texts: { match: "*_t*", match_mapping_type: "string", mapping: { type: "text" } } },
      { json: { match: "json_t", mapping: { type: "text", index: false } } },
    ],
    properties: { id: { type: "keyword" }, seq_l: { type: "long" } },
  },
};

interface Written {
  readonly action: IndexAction;
  readonly lines: string;
}

interface BulkItem {
  readonly status: number;
  readonly error?: { readonly type?: string; readonly reason?: string } | undefined;
}

export class ElasticsearchTarget implements IndexTarget {
  readonly name: string;
  readonly #index: string;
  readonly #options: ElasticsearchOptions;

  /** @param index e.g. `http://127.0.0.1:9200/names` */
  constructor(index: string, options: ElasticsearchOptions) {
    this.name = shownUrl(index);
    this.#index = index.replace(/\/+$/, "");
    this.#options = options;
  }

  /** Makes the index when it is missing. @throws INDEX_REFUSED */
  async prepare(stop: AbortSignal): Promise<void> {
    const there = await this.#send("GET", "", undefined, stop);
    if (there.status === 200) return;
    if (there.status !== 404) throw this.#refusal(there);
    const made = await this.#send("PUT", "", JSON.stringify(this.#options.newIndex ?? NEW_INDEX), stop);
    // Somebody may have made it in between, or our own answer was lost and the request repeated.
    if (made.status >= 300 && !made.text.includes("resource_already_exists_exception")) throw this.#refusal(made);
  }

  async write(actions: readonly IndexAction[], stop: AbortSignal): Promise<WriteOutcome> {
    const written = actions.map((action): Written => ({ action, lines: linesOf(action) }));
    let outcome = NOTHING;
    for (const request of inRequests(written, ({ lines }) => lines.length))
      outcome = addOutcomes(outcome, await this.#bulk(request, stop));
    return outcome;
  }

  async publish(stop: AbortSignal): Promise<void> {
    const answer = await this.#send("POST", "/_refresh", undefined, stop);
    if (answer.status !== 200) throw this.#refusal(answer);
  }

  /** Drops the index and makes it anew: deleting single documents would keep their versions and refuse them later. */
  async clear(stop: AbortSignal): Promise<void> {
    const gone = await this.#send("DELETE", "", undefined, stop);
    if (gone.status !== 200 && gone.status !== 404) throw this.#refusal(gone);
    await this.prepare(stop);
  }

  /**
   * Lets an alias stand for this index alone, in one step: whoever searches sees the old documents or the new ones.
   * @returns names of the indexes that it stood for before
   */
  async takeAlias(alias: string, stop: AbortSignal): Promise<string[]> {
    const server = new URL(this.#index);
    const own = server.pathname.split("/").at(-1)!;
    const at = (path: string) => `${server.origin}${server.pathname.slice(0, -own.length)}${path}`;
    const there = await this.#sendTo(at(`_alias/${alias}`), "GET", undefined, stop);
    const before = there.status === 200 ? Object.keys(JSON.parse(there.text) as object) : [];
    const gone = before.filter((index) => index !== own).map((index) => ({ remove: { index, alias } }));
    const actions = [...gone, { add: { index: own, alias } }];
    const done = await this.#sendTo(at("_aliases"), "POST", JSON.stringify({ actions }), stop);
    if (done.status !== 200) throw this.#refusal(done);
    return before.filter((index) => index !== own);
  }

  async #bulk(request: readonly Written[], stop: AbortSignal): Promise<WriteOutcome> {
    let outcome = NOTHING;
    let left = request;
    let tooLarge = false;
    await withRetries(this.name, this.#options.retry, stop, async () => {
      const answer = await this.#ask("POST", "/_bulk", left.map(({ lines }) => lines).join(""), "application/x-ndjson");
      if (answer.status === 413) {
        tooLarge = true;
        return;
      }
      if (answer.status !== 200) throw this.#refusal(answer);
      const items = bulkItems(answer, left.length);
      if (items === undefined) throw new Transient(`no answer of a bulk request: ${answer.text.slice(0, 100)}`);
      const again: Written[] = [];
      for (const [at, item] of items.entries()) {
        const settled = settle(left[at]!.action, item);
        if (settled) outcome = addOutcomes(outcome, settled);
        else again.push(left[at]!);
      }
      left = again;
      if (left.length > 0) throw new Transient(`${left.length} of ${items.length} documents to send again`);
    });
    if (!tooLarge) return outcome;
    if (left.length === 1)
      return addOutcomes(outcome, { ...NOTHING, rejected: [{ action: left[0]!.action, problem: "too large" }] });
    const half = left.length >> 1;
    outcome = addOutcomes(outcome, await this.#bulk(left.slice(0, half), stop));
    return addOutcomes(outcome, await this.#bulk(left.slice(half), stop));
  }

  #send(method: Outgoing["method"], path: string, body: string | undefined, stop: AbortSignal): Promise<Answer> {
    return withRetries(this.name, this.#options.retry, stop, () => this.#ask(method, path, body, "application/json"));
  }

  #sendTo(url: string, method: Outgoing["method"], body: string | undefined, stop: AbortSignal): Promise<Answer> {
    return withRetries(this.name, this.#options.retry, stop, () => this.#askAt(url, method, body, "application/json"));
  }

  #ask(method: Outgoing["method"], path: string, body: string | undefined, contentType: string): Promise<Answer> {
    return this.#askAt(`${this.#index}${path}`, method, body, contentType);
  }

  async #askAt(
    url: string,
    method: Outgoing["method"],
    body: string | undefined,
    contentType: string,
  ): Promise<Answer> {
    const { authorization } = this.#options;
    const headers = {
      ...(body === undefined ? {} : { "content-type": contentType }),
      ...(authorization ? { authorization } : {}),
    };
    const answer = await ask(url, { method, headers, body, timeoutMs: TIMEOUT_MS });
    // A proxy's page in place of the index's answer acknowledges nothing.
    if (answer.status === 200 && !answer.text.startsWith("{"))
      throw new Transient(`an answer that is not the index's: ${answer.text.slice(0, 100)}`);
    return answer;
  }

  #refusal({ status, text }: Answer): BinomenError {
    return new BinomenError("INDEX_REFUSED", { url: this.name, problem: `status ${status} ${text.slice(0, 300)}` });
  }
}

/** The sequence is written as digits: as a number it would be rounded above 2^53. */
function linesOf({ id, seq, doc }: IndexAction): string {
  const meta = `{"_id":${JSON.stringify(id)},"version":${seq},"version_type":"external"}`;
  if (doc === null) return `{"delete":${meta}}\n`;
  return `{"index":${meta}}\n${JSON.stringify({ ...doc, id }).slice(0, -1)},"seq_l":${seq}}\n`;
}

/** What became of an action; `null`: to be sent again. */
function settle(action: IndexAction, { status, error }: BulkItem): WriteOutcome | null {
  const removing = action.doc === null;
  if (status < 300 || (removing && status === 404)) return { ...NOTHING, [removing ? "removed" : "written"]: 1 };
  if (status === 409) return { ...NOTHING, alreadyNewer: 1 };
  if (status === 429 || status >= 500) return null;
  return { ...NOTHING, rejected: [{ action, problem: `${error?.type ?? status}: ${error?.reason ?? ""}` }] };
}

/** The items in order, or `undefined` unless there is one for each action. */
function bulkItems({ text }: Answer, expected: number): BulkItem[] | undefined {
  try {
    const { items } = JSON.parse(text) as { items?: Record<string, BulkItem>[] };
    if (!Array.isArray(items) || items.length !== expected) return undefined;
    const inner = items.map((item) => Object.values(item)[0]);
    return inner.every((item): item is BulkItem => typeof item?.status === "number") ? inner : undefined;
  } catch {
    return undefined;
  }
}
