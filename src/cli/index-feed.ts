/**
 * `binomen index solr|elasticsearch`: keeps a search index equal to the facet store of a binomen server.
 *
 * Secrets are read from files: a command line stands in the process list. SIGTERM and SIGINT finish the page at hand.
 */
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { secretIn } from "../access/secret-file.ts";
import { loadConfig } from "../config.ts";
import { BinomenError } from "../errors.ts";
import { ElasticsearchTarget } from "../indexers/elasticsearch.ts";
import { HttpFeed } from "../indexers/feed.ts";
import { followFeed, type Progress } from "../indexers/follow.ts";
import { shownUrl } from "../indexers/request.ts";
import { PATIENT, type RetryPolicy } from "../indexers/retry.ts";
import { SolrTarget } from "../indexers/solr.ts";
import type { IndexTarget, Rejection } from "../indexers/target.ts";
import { serverValues, Taxa } from "../indexers/taxa.ts";
import type { StoreFeed } from "./index-store.ts";
import { wholeNumber } from "./terminal/settings.ts";
import { printJson, tell } from "./terminal/voice.ts";

interface IndexFlags {
  readonly url: string;
  readonly from: string;
  readonly keyFile?: string | undefined;
  readonly store?: string | undefined;
  readonly authFile?: string | undefined;
  readonly taxa?: string | undefined;
  readonly checkpoint?: string | undefined;
  readonly kinds?: string[] | undefined;
  readonly pageSize: number;
  readonly attempts?: number | undefined;
  readonly rejects?: string | undefined;
  readonly once?: true | undefined;
  readonly rebuild?: true | undefined;
  readonly dataset?: string | undefined;
  readonly json?: true | undefined;
}

type MakeTarget = (url: string, options: { authorization?: string | undefined; retry: RetryPolicy }) => IndexTarget;

/** Attempts per request with --once; without it a server that is down is waited for. */
const ATTEMPTS_ONCE = 10;

/** The command with one verb per kind of index. */
export function indexCommand(): Command {
  const index = new Command("index").description("keep a search index equal to the facet store");
  addTarget(index, "solr", "a Solr core, e.g. http://127.0.0.1:8983/solr/names", (url, o) => new SolrTarget(url, o));
  const example = "an Elasticsearch or OpenSearch index, e.g. http://127.0.0.1:9200/names";
  for (const name of ["elasticsearch", "opensearch"])
    addTarget(index, name, example, (url, o) => new ElasticsearchTarget(url, o)).option(
      "--dataset <folder>",
      "write the records of a dataset instead: into an index of its own, for which --url stands when all are there",
    );
  return index;
}

function addTarget(index: Command, name: string, example: string, makeTarget: MakeTarget): Command {
  return index
    .command(name)
    .description(`write changes to ${example}`)
    .requiredOption("--url <url>", `the index: ${example}`, httpUrl)
    .option("--from <url>", "the binomen server", httpUrl, "http://127.0.0.1:8080")
    .option("--key-file <file>", "file with an API key of that server, scope changes:read")
    .option("--store <folder>", "read the store itself, STATE_DIR/facets, instead of a server")
    .option("--auth-file <file>", "file with the Authorization header of the index, e.g. ApiKey …")
    .option("--taxa <file>", "NDJSON of taxon graphs: also keep the documents of these taxa (key with facets:read)")
    .option("--checkpoint <file>", "where progress is kept (default: in the state folder, one per index)")
    .option("--kinds <kinds>", "kinds of changes, e.g. scores,snippets (default: all)", (text) => text.split(","))
    .option("--page-size <n>", "changes per page", wholeNumber, 1000)
    .option("--attempts <n>", `tries per request (default: ${ATTEMPTS_ONCE} with --once, else no end)`, wholeNumber)
    .option("--rejects <file>", "append documents that the index refuses for good, and go on (default: stop)")
    .option("--once", "end when the index is up to date")
    .option("--rebuild", "empty the index and start from the beginning")
    .option("--json", "progress and the end as JSON")
    .action((flags: IndexFlags) => run(flags, makeTarget));
}

async function run(flags: IndexFlags, makeTarget: MakeTarget): Promise<void> {
  const retry: RetryPolicy = {
    ...PATIENT,
    attempts: flags.attempts ?? (flags.once ? ATTEMPTS_ONCE : Number.POSITIVE_INFINITY),
    onRetry: (problem, waitMs, attempt) =>
      tell(`binomen: attempt ${attempt} failed (${problem}), next in ${(waitMs / 1000).toFixed(1)} s`, {
        attempt,
        waitMs,
      }),
  };
  const authorization = flags.authFile === undefined ? undefined : secretIn(flags.authFile);
  const stopping = new AbortController();
  const onSignal = () => stopping.abort();
  process.once("SIGTERM", onSignal).once("SIGINT", onSignal);
  if (flags.dataset !== undefined) {
    const { indexDataset } = await import("./occurrences/index-dataset.ts");
    const checkpoint = flags.checkpoint ?? defaultCheckpoint({ ...flags, store: flags.dataset });
    const { dataset, url, rebuild = false } = flags;
    return indexDataset({ dataset, url, checkpoint, rebuild, authorization, retry, stop: stopping.signal });
  }
  const target = makeTarget(flags.url, { authorization, retry });
  const report = progressReport();
  const feed = await feedOf(flags);
  const taxa = flags.taxa === undefined ? undefined : await Taxa.open(flags.taxa, feed.values);
  const progress = await followFeed({
    feed,
    taxa,
    target,
    checkpointPath: flags.checkpoint ?? defaultCheckpoint(flags),
    kinds: flags.kinds ?? [],
    pageSize: flags.pageSize,
    once: flags.once ?? false,
    rebuild: flags.rebuild ?? false,
    retry,
    stop: stopping.signal,
    onPage: report,
    onRejected: flags.rejects === undefined ? undefined : appendTo(flags.rejects),
  });
  await taxa?.close();
  await feed.close();
  const isStopped = stopping.signal.aborted;
  if (flags.json) printJson({ state: isStopped ? "stopped" : "done", ...counts(progress) });
  else tell(`binomen: ${isStopped ? "stopped" : "done"}: ${said(progress)}`);
}

/** The feed of the store, or of the server with the key. */
async function feedOf({ store, from, keyFile }: IndexFlags): Promise<StoreFeed> {
  if (store !== undefined) return (await import("./index-store.ts")).openStoreFeed(resolve(store));
  if (keyFile === undefined)
    throw new BinomenError("CONFIG_INVALID", {
      setting: "--key-file",
      problem: "a server needs a key (or give --store)",
    });
  const token = secretIn(keyFile);
  const server = new HttpFeed(from, token);
  return {
    name: server.name,
    page: (question) => server.page(question),
    values: serverValues(from, token),
    close: async () => {},
  };
}

/** One file per pair of feed and index, so that a second index starts from the beginning. */
function defaultCheckpoint({ from, store, url }: IndexFlags): string {
  const feed = store === undefined ? shownUrl(from) : resolve(store);
  const pair = createHash("sha256")
    .update(`${feed} ${shownUrl(url)}`)
    .digest("hex")
    .slice(0, 12);
  return join(loadConfig().stateDir, "index", `${pair}.json`);
}

/** Shows progress on a terminal twice a second, else twice a minute. */
function progressReport(): (progress: Progress) => void {
  const everyMs = process.stderr.isTTY ? 500 : 30_000;
  const start = performance.now();
  let shown = start;
  return (progress) => {
    const now = performance.now();
    if (now - shown < everyMs) return;
    shown = now;
    const perSecond = Math.round(((progress.written + progress.removed) * 1000) / (now - start));
    tell(`binomen: ${said(progress)}, ${perSecond} documents/s`, counts(progress));
  };
}

/** Progress as JSON can tell it. */
function counts({ behind, ...progress }: Progress) {
  return { ...progress, behind: Number(behind) };
}

function said({ written, removed, alreadyNewer, skipped, behind, refused }: Progress): string {
  const parts = [
    `${written} written`,
    `${removed} removed`,
    ...(alreadyNewer ? [`${alreadyNewer} newer in the index`] : []),
    ...(refused ? [`${refused} refused`] : []),
    ...(skipped ? [`${skipped} without document`] : []),
    behind === 0n ? "up to date" : `${behind} behind`,
  ];
  return parts.join(", ");
}

/** Keeps refused documents as NDJSON, on disk before the checkpoint moves past them. */
function appendTo(path: string): (rejected: readonly Rejection[]) => Promise<void> {
  return async (rejected) => {
    const lines = rejected.map(({ action, problem }) => `${JSON.stringify({ problem, ...action })}\n`);
    const file = await open(path, "a");
    try {
      await file.appendFile(lines.join(""));
      await file.sync();
    } finally {
      await file.close();
    }
  };
}

function httpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:")
    throw new InvalidArgumentError("A URL with http:// or https:// is expected.");
  if (url.username || url.password || url.search)
    throw new InvalidArgumentError("Give no password or query in the URL; use --auth-file.");
  return text;
}
