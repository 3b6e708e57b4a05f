/**
 * How are checklists opened, and how do names get to the thread that answers them?
 *
 * One name is answered on this thread, lists by the pool; both by the same code from the same image.
 */
import { availableParallelism } from "node:os";
import type { AnswerVersion } from "../answer/answerer.ts";
import type { ByteSink } from "../answer/bytes/byte-sink.ts";
import { matchedIdentifier } from "../answer/v2.ts";
import { answerBatch, type BatchAnswer, type BatchForm } from "../bulk/batch.ts";
import { isStreamed } from "../bulk/format.ts";
import { refuseBinary } from "../bulk/list-start.ts";
import { type NameList, parseNames } from "../bulk/parse-names.ts";
import type { Config } from "../config.ts";
import { BinomenError } from "../errors.ts";
import { collectGarbage } from "../pool/collect-garbage.ts";
import { MatchPool } from "../pool/match-pool.ts";
import { collectBytes, matchStream, type OnBatch, type StreamForm } from "../pool/match-stream.ts";
import type { SharedRelease } from "../pool/messages.ts";
import type { MatchAnswer, MatchedIdentifier, MatchQuery } from "../taxonomy/match.ts";
import { countByRank, type UsageView, viewUsage } from "../usages/usage-view.ts";
import { BUNDLED_BACKBONE } from "./bundled.ts";
import { ChecklistKeys } from "./checklist-keys.ts";
import { Checklists } from "./checklists.ts";
import { checklistKeyOf, openChecklist } from "./compile.ts";
import { openChecklistInThread } from "./load.ts";
import { Release } from "./release.ts";
import { allowedReleasePath } from "./release-folders.ts";
import type {
  ChecklistMetadata,
  LoadedChecklist,
  Matching,
  MatchingCounts,
  MatchingEvents,
  RelatedUsage,
  ServedUsages,
} from "./served.ts";

/**
 * Opens the checklists that `config` names, the bundled one when it names none.
 *
 * @throws IMAGE_…, SOURCE_… when one of them cannot be read
 */
export async function openMatching(config: Config, events: MatchingEvents = {}): Promise<Matching> {
  const keys = new ChecklistKeys(config.checklistKeys);
  const pool = new MatchPool({
    threads: config.workers || availableParallelism(),
    limits: config,
    answerCache: config.answerCache,
  });
  const matching = new OpenMatching(config, pool, keys);
  try {
    const named = config.backbones.map(parseBackbone);
    for (const backbone of named.length > 0 ? named : [BUNDLED_BACKBONE]) await matching.open(backbone, events);
  } catch (error) {
    await matching.close();
    throw error;
  }
  return matching;
}

/** A checklist as `--backbone` names it: a path, with or without a key before it: `col=/data/col.zip`. */
interface Backbone {
  checklistKey: string | undefined;
  path: string;
}

function parseBackbone(text: string): Backbone {
  const [, checklistKey, path] = /^(?:([\w.-]+)=)?(.*)$/s.exec(text)!;
  return { checklistKey, path: path! };
}

class OpenMatching implements Matching {
  readonly #config: Config;
  readonly #pool: MatchPool;
  readonly #checklists: Checklists;
  readonly #rankCounts = new WeakMap<Release, Record<string, number>>();
  readonly #retired = new Set<Release>();
  readonly #backbonePaths: string[] = [];

  constructor(config: Config, pool: MatchPool, keys: ChecklistKeys) {
    this.#config = config;
    this.#pool = pool;
    this.#checklists = new Checklists((release) => {
      this.#retired.delete(release);
      pool.forget(release.releaseId);
      // Once the caller, too, has let go of it.
      setImmediate(collectGarbage);
    }, keys);
  }

  async open({ checklistKey, path }: Backbone, events: MatchingEvents): Promise<void> {
    const began = performance.now();
    this.#backbonePaths.push(path);
    const opened = await openChecklist(path, this.#config.dataDir, {
      ...events,
      checklistKey: checklistKey ?? checklistKeyOf(path),
    });
    const release = new Release(opened.image, opened.path, checklistKey, this.#config.answerCache);
    if (this.#checklists.all().some((other) => other.checklistKey === release.checklistKey))
      throw new BinomenError("CONFIG_INVALID", {
        setting: "backbones",
        problem: `two checklists are called ${release.checklistKey}; name them: --backbone KEY=${path}`,
      });
    this.#checklists.serve(release);
    const seconds = (performance.now() - began) / 1000;
    events.onOpened?.({
      ...summary(release),
      source: path,
      imagePath: opened.path,
      isCompiled: opened.isCompiled,
      seconds,
    });
  }

  checklists(): LoadedChecklist[] {
    return this.#checklists.all().map(summary);
  }

  sharedReleases(): (SharedRelease & { readonly checklistKey: string })[] {
    return this.#checklists.all().map(({ checklistKey, releaseId, image }) => ({ checklistKey, releaseId, image }));
  }

  answer(query: MatchQuery, version: AnswerVersion, checklistKey?: string): Buffer {
    return this.#checklists.release(checklistKey).answerer.json(query, version);
  }

  expect(queries: readonly MatchQuery[], checklistKey?: string): void {
    this.#checklists.release(checklistKey).answerer.expect(queries);
  }

  writeAnswer(query: MatchQuery, version: AnswerVersion, sink: ByteSink, checklistKey?: string): void {
    this.#checklists.release(checklistKey).answerer.writeJson(query, sink, version);
  }

  answerStream(
    input: AsyncIterable<Uint8Array>,
    form: StreamForm,
    checklistKey?: string,
    onBatch?: OnBatch,
  ): AsyncGenerator<Uint8Array> {
    return this.#stream(this.#checklists.release(checklistKey), input, form, onBatch);
  }

  async *#stream(
    release: Release,
    input: AsyncIterable<Uint8Array>,
    form: StreamForm,
    onBatch: OnBatch | undefined,
  ): AsyncGenerator<Uint8Array> {
    const endLease = release.lease();
    try {
      if (isStreamed(form.asked)) {
        yield* matchStream(this.#pool, { releaseId: release.releaseId, image: release.image }, input, form, onBatch);
      } else {
        const bytes = await collectBytes(input, form.maxBytes);
        if (form.asked === "json") refuseBinary(bytes.subarray(0, 1 << 14));
        const answer = await this.#answerList(release, bytes, form);
        const { rowCount: rows, failedCount: failedRows, problems } = answer;
        onBatch?.({ rows, failedRows, bytesRead: bytes.length, problems });
        yield answer.bytes;
      }
    } finally {
      endLease();
    }
  }

  /** A short list costs less than the way to a worker and back. */
  async #answerList(release: Release, bytes: Buffer, form: StreamForm): Promise<BatchAnswer> {
    const { client, asked, answered, defaults, maxRows } = form;
    const batch: BatchForm = { asked, answered, defaults, maxRows, header: undefined, firstRow: 1, isPart: false };
    if (bytes.length <= this.#config.mainThreadBytes) return answerBatch(release.answerer, bytes, batch);
    return this.#pool.answer({ releaseId: release.releaseId, image: release.image }, batch, bytes, client);
  }

  async answers(queries: readonly MatchQuery[], client: string, checklistKey?: string): Promise<MatchAnswer[]> {
    const release = this.#checklists.release(checklistKey);
    const bytes = Buffer.from(queries.map((query) => `${JSON.stringify(query)}\n`).join(""));
    if (bytes.length <= this.#config.mainThreadBytes) {
      const { answerer } = release;
      return queries.map((query) => JSON.parse(answerer.json(query, "v2").toString()) as MatchAnswer);
    }
    const endLease = release.lease();
    try {
      const form: BatchForm = {
        asked: "ndjson",
        answered: "ndjson",
        header: undefined,
        defaults: {},
        firstRow: 1,
        maxRows: queries.length,
        isPart: true,
      };
      const shared = { releaseId: release.releaseId, image: release.image };
      const answer = await this.#pool.answer(shared, form, bytes, client);
      const lines = Buffer.from(answer.bytes).toString("utf8").split("\n", queries.length);
      this.#pool.recycle(answer.bytes);
      return lines.map((line) => JSON.parse(line) as MatchAnswer);
    } finally {
      endLease();
    }
  }

  async parse(list: NameList, client: string): Promise<Uint8Array> {
    return list.bytes.length <= this.#config.mainThreadBytes ? parseNames(list) : this.#pool.parse(list, client);
  }

  recycle(chunk: Uint8Array): void {
    this.#pool.recycle(chunk);
  }

  releaseId(checklistKey?: string): string {
    return this.#checklists.release(checklistKey).releaseId;
  }

  usages(checklistKey?: string): ServedUsages {
    return served(this.#checklists.release(checklistKey));
  }

  usage(key: string, checklistKey?: string): UsageView {
    const view = this.findUsage(key, checklistKey);
    if (view) return view;
    throw new BinomenError("USAGE_NOT_FOUND", { checklist: this.#checklists.release(checklistKey).checklistKey, key });
  }

  findUsage(key: string, checklistKey?: string): UsageView | undefined {
    const { usages, checklistKey: ownKey } = this.usages(checklistKey);
    const usage = usages.withKey(key);
    return usage < 0 ? undefined : viewUsage(usages.image, usage, { checklistKey: ownKey, details: true });
  }

  related(key: string, checklistKey?: string): RelatedUsage[] {
    const release = this.#checklists.release(checklistKey);
    const { reader } = release;
    const usage = release.usages.withKey(key);
    if (usage < 0) throw new BinomenError("USAGE_NOT_FOUND", { checklist: release.checklistKey, key });
    const query = { scientificName: reader.scientificName(usage), taxonRank: reader.rank(usage), strict: true };
    return this.#checklists.all().flatMap((other) => {
      if (other === release) return [];
      const found = other.answerer.answer(query).usage;
      return found === undefined ? [] : [{ ...served(other), usage: other.reader.usageWithId(found.key) }];
    });
  }

  usagesWithIdentifier(identifier: string, checklistKey?: string): MatchedIdentifier[] {
    const { answerer } = this.#checklists.release(checklistKey);
    const { matchedID } = answerer.answer({ taxonID: identifier }).diagnostics;
    return matchedID === undefined ? [] : [matchedID];
  }

  async identifiersOfUsage(key: string, checklistKey?: string): Promise<MatchedIdentifier[]> {
    const { checklistKey: ownKey, reader, usages } = this.#checklists.release(checklistKey);
    const usage = usages.withKey(key);
    if (usage < 0) throw new BinomenError("USAGE_NOT_FOUND", { checklist: ownKey, key });
    const relatives = await usages.relatives();
    return reader.joined
      .of(new Set([usage, ...relatives.synonyms(usage)]))
      .map((one) => matchedIdentifier(one.identifier, one.usage, one.checklist, reader));
  }

  metadata(checklistKey?: string): ChecklistMetadata {
    const release = this.#checklists.release(checklistKey);
    let counts = this.#rankCounts.get(release);
    if (!counts) {
      counts = countByRank(release.reader);
      this.#rankCounts.set(release, counts);
    }
    const { created, builder, joins } = release.reader.header;
    return { ...summary(release), joins, created, builder, bytes: release.image.byteLength, countByRank: counts };
  }

  async loadRelease(checklistKey: string, path: string): Promise<LoadedChecklist> {
    const { dataDir, answerCache } = this.#config;
    const allowed = allowedReleasePath(path, { ...this.#config, backbones: this.#backbonePaths });
    const opened = await openChecklistInThread({ path: allowed, dataDir, options: { checklistKey } });
    const release = new Release(opened.image, opened.path, checklistKey, answerCache);
    const previous = this.#checklists.all().find((other) => other.checklistKey === checklistKey);
    // The same release again: its image is identical, so nothing is replaced and no cache is lost.
    if (previous?.releaseId === release.releaseId) return summary(previous);
    if (previous) this.#retired.add(previous);
    this.#checklists.serve(release);
    return summary(release);
  }

  counts(): MatchingCounts {
    const counts = { pool: this.#pool.counts(), cacheAsked: 0, cacheKnown: 0, retiredReleases: this.#retired.size };
    for (const release of this.#checklists.all()) {
      const { asked, known } = release.answerer.cacheCounts();
      counts.cacheAsked += asked;
      counts.cacheKnown += known;
    }
    return counts;
  }

  async warmUp(): Promise<void> {
    for (const release of this.#checklists.all())
      await this.#pool.warmUp({ releaseId: release.releaseId, image: release.image });
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

function served({ checklistKey, usages }: Release): ServedUsages {
  return { checklistKey, usages };
}

function summary({ checklistKey, releaseId, reader }: Release): LoadedChecklist {
  const { title, nameCount, usageCount } = reader.header;
  return { checklistKey, title, release: releaseId, nameCount, usageCount };
}
