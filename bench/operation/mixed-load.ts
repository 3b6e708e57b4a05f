/**
 * Requests that come when they come, whether or not the ones before were answered (an open loop): so waiting shows.
 *
 * GETs on connections that stay open, lists of names, and a look at /health beside them.
 */
import { Agent, request } from "node:http";

/** What became of requests of one kind. Times are milliseconds from when a request was due. */
export interface Outcome {
  readonly answered: number[];
  refused: number;
  failed: number;
}

export interface MixedOutcome {
  readonly gets: Outcome;
  readonly lists: Outcome;
  readonly health: Outcome;
}

export interface MixedLoad {
  /** Without a slash at the end. */
  readonly url: string;
  readonly getsPerSecond: number;
  readonly listsPerSecond: number;
  readonly seconds: number;
  /** Names to ask for. */
  readonly names: readonly string[];
  /** Called when no further request is sent. */
  readonly until?: (() => boolean) | undefined;
}

const ROWS_OF_LIST = 500;
const TICK_MS = 5;
const HEALTH_EVERY_MS = 100;
/** A client does not wait longer. */
const PATIENCE_MS = 20_000;

/** Sends the load; resolves when all of it was answered, refused or given up. */
export async function sendMixedLoad(load: MixedLoad): Promise<MixedOutcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: 400 });
  const outcome: MixedOutcome = { gets: empty(), lists: empty(), health: empty() };
  const pending: Promise<void>[] = [];
  const began = performance.now();
  let gets = 0;
  let lists = 0;
  let looks = 0;
  let name = 0;
  const next = (): string => load.names[name++ % load.names.length]!;
  while (performance.now() - began < load.seconds * 1000 && load.until?.() !== true) {
    const elapsed = performance.now() - began;
    for (; gets < (elapsed / 1000) * load.getsPerSecond; gets++)
      pending.push(
        ask(agent, load.url, "GET", `/v2/species/match?scientificName=${encodeURIComponent(next())}`, outcome.gets),
      );
    for (; lists < (elapsed / 1000) * load.listsPerSecond; lists++) {
      const body = Array.from({ length: ROWS_OF_LIST }, next).join("\n");
      pending.push(ask(agent, load.url, "POST", "/v2/species/match", outcome.lists, body));
    }
    for (; looks < elapsed / HEALTH_EVERY_MS; looks++)
      pending.push(ask(agent, load.url, "GET", "/health/live", outcome.health));
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(pending);
  agent.destroy();
  return outcome;
}

function empty(): Outcome {
  return { answered: [], refused: 0, failed: 0 };
}

function ask(agent: Agent, url: string, method: string, path: string, outcome: Outcome, body?: string): Promise<void> {
  const due = performance.now();
  return new Promise((resolve) => {
    const fail = (): void => {
      outcome.failed++;
      resolve();
    };
    const call = request(
      `${url}${path}`,
      { agent, method, timeout: PATIENCE_MS, headers: body === undefined ? {} : { "content-type": "text/plain" } },
      (reply) => {
        reply.resume();
        reply.once("error", fail);
        reply.once("end", () => {
          if (reply.statusCode === 200) outcome.answered.push(performance.now() - due);
          else if (reply.statusCode === 503) outcome.refused++;
          else outcome.failed++;
          resolve();
        });
      },
    );
    call.once("timeout", () => call.destroy());
    call.once("error", fail);
    call.end(body);
  });
}
