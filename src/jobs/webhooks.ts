/**
 * Who is told that a job has ended?
 *
 * A POST with the job as JSON, signed as standardwebhooks.com has it: `webhook-id`, `webhook-timestamp`, and
 * `webhook-signature: v1,` with the HMAC-SHA256 of `id.timestamp.body`, by a secret of the client. An answer of 2xx within ten
 * seconds is taken as received; otherwise it is tried again, after longer and longer times, also by the next server.
 */
import { createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { isUnderWay, type Job, type JobWebhook, stampOf } from "./job.ts";
import type { JobBoard } from "./job-board.ts";
import { publicLookup, type WebhookHosts, webhookUrl } from "./webhook-address.ts";

/** How webhooks are sent. */
export interface WebhookSettings extends WebhookHosts {
  /** Where clients reach this server, for links: `"https://names.example.org"`; links are paths when it is empty. */
  readonly publicUrl: string;
}

/** Waits before another try, in milliseconds; after the last one it is given up. */
const WAITS_MS = [1_000, 10_000, 60_000, 600_000, 3_600_000, 6 * 3_600_000];
const TIMEOUT_MS = 10_000;

/** Sends messages. */
export class Webhooks {
  readonly #board: JobBoard;
  readonly #settings: WebhookSettings;
  readonly #lookup: LookupFunction | undefined;
  readonly #sending = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();

  constructor(board: JobBoard, settings: WebhookSettings) {
    this.#board = board;
    this.#settings = settings;
    this.#lookup = settings.webhookPrivate ? undefined : publicLookup();
  }

  /** The webhook of a new job. @throws BinomenError WEBHOOK_REFUSED */
  of(url: string): JobWebhook {
    return { url: webhookUrl(url, this.#settings).href, state: "WAITING", tries: 0, nextTry: 0 };
  }

  /** What messages to a client are signed with. */
  secretOf(owner: string): string {
    const key = createHmac("sha256", this.#board.store.secret("webhooks")).update(owner).digest();
    return `whsec_${key.toString("base64")}`;
  }

  /** Tells whoever waits and whose time has come. */
  tell(): void {
    if (this.#abort.signal.aborted) return;
    for (const job of this.#board.store.toNotify()) {
      const { key, webhook } = job;
      if (!webhook || isUnderWay(job) || webhook.nextTry > this.#board.now() || this.#sending.has(key)) continue;
      const sending = this.#send(job, webhook)
        .catch((error: unknown) => this.#board.onFailure(error))
        .finally(() => this.#sending.delete(key));
      this.#sending.set(key, sending);
    }
  }

  /** Breaks off what is sent at the moment; it is sent again by the next server. */
  async close(): Promise<void> {
    this.#abort.abort();
    await Promise.allSettled(this.#sending.values());
  }

  async #send(job: Job, webhook: JobWebhook): Promise<void> {
    const problem = await this.#post(job, webhook.url).then(
      (status) => (status >= 200 && status < 300 ? undefined : `status ${status}`),
      (error: unknown) => (error as Error).message,
    );
    if (this.#abort.signal.aborted) return;
    this.#board.change(job, ({ webhook: now = webhook }) => {
      const tries = now.tries + 1;
      if (problem === undefined) return { webhook: { url: now.url, state: "DELIVERED", tries, nextTry: 0 } };
      const wait = WAITS_MS[now.tries];
      const state = wait === undefined ? "FAILED" : "WAITING";
      return { webhook: { url: now.url, state, tries, problem, nextTry: this.#board.now() + (wait ?? 0) } };
    });
  }

  async #post(job: Job, text: string): Promise<number> {
    // The settings may have become stricter since the job was asked for.
    const url = webhookUrl(text, this.#settings);
    const body = this.#message(job);
    const id = `${job.key}.end`;
    const seconds = String(Math.floor(this.#board.now() / 1000));
    const secret = Buffer.from(this.secretOf(job.owner).slice("whsec_".length), "base64");
    const signature = createHmac("sha256", secret).update(`${id}.${seconds}.${body}`).digest("base64");
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const request = send(
        url,
        {
          method: "POST",
          agent: false,
          signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), this.#abort.signal]),
          ...(this.#lookup && { lookup: this.#lookup }),
          headers: {
            "content-type": "application/json",
            "content-length": Buffer.byteLength(body),
            "user-agent": "binomen",
            "webhook-id": id,
            "webhook-timestamp": seconds,
            "webhook-signature": `v1,${signature}`,
          },
        },
        (reply) => {
          resolve(reply.statusCode ?? 0);
          // Whatever the answer says, and however long it is, nobody reads it.
          reply.destroy();
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  }

  #message({ key, kind, status, created, modified, file, facts, problem }: Job): string {
    const { publicUrl } = this.#settings;
    return JSON.stringify({
      type: "job.ended",
      timestamp: stampOf(modified),
      data: {
        ...{ key, kind, status, created: stampOf(created), modified: stampOf(modified) },
        job: `${publicUrl}/v1/jobs/${key}`,
        ...(file && { result: `${publicUrl}/v1/jobs/${key}/result`, size: file.size, sha256: file.sha256 }),
        facts,
        ...(problem && { problem }),
      },
    });
  }
}
