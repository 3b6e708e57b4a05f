/**
 * What do routes and commands ask of the checklists that are served?
 *
 * The interface between the matcher's house and everything that speaks to people and clients, so that these need not know
 * how a release is held, swapped or shared with threads (`matching.ts`).
 */
import type { AnswerVersion } from "../answer/answerer.ts";
import type { ByteSink } from "../answer/bytes/byte-sink.ts";
import type { NameList } from "../bulk/parse-names.ts";
import type { JoinedChecklist } from "../image/layout/format.ts";
import type { UsageOrdinal } from "../image/read.ts";
import type { PoolCounts } from "../pool/match-pool.ts";
import type { OnBatch, StreamForm } from "../pool/match-stream.ts";
import type { SharedRelease } from "../pool/messages.ts";
import type { MatchAnswer, MatchedIdentifier, MatchQuery } from "../taxonomy/match.ts";
import type { UsageView } from "../usages/usage-view.ts";
import type { Usages } from "../usages/usages.ts";
import type { CompileEvents } from "./compile.ts";

/** A checklist that is being served, as `/health` shows it. */
export interface LoadedChecklist {
  checklistKey: string;
  title: string;
  /** Id of the release that answers now: changes whenever the source or the way it is compiled changes. */
  release: string;
  nameCount: number;
  usageCount: number;
}

/** What was found out while opening a checklist. */
export interface OpenedChecklist extends LoadedChecklist {
  /** What was named, and the image that is served. */
  source: string;
  imagePath: string;
  isCompiled: boolean;
  seconds: number;
}

/** What a checklist says of itself. */
export interface ChecklistMetadata extends LoadedChecklist {
  created: string;
  builder: string;
  bytes: number;
  countByRank: Record<string, number>;
  /** The checklists whose identifiers lead to usages of this one. */
  joins: readonly JoinedChecklist[];
}

/** Usages of a checklist that is being served. */
export interface ServedUsages {
  checklistKey: string;
  usages: Usages;
}

/** A usage of a checklist that is being served. */
export interface RelatedUsage extends ServedUsages {
  usage: UsageOrdinal;
}

/** Told what happens while checklists are opened. */
export interface MatchingEvents extends CompileEvents {
  onOpened?: ((checklist: OpenedChecklist) => void) | undefined;
}

/** Checklists and the threads that match against them. */
export interface Matching {
  /** Loaded checklists, the default one first. */
  checklists(): LoadedChecklist[];
  /**
   * The JSON of the answer to one query, computed on this thread.
   * @throws CHECKLIST_UNKNOWN
   */
  answer(query: MatchQuery, version: AnswerVersion, checklistKey?: string): Buffer;
  /** Appends the same bytes. @throws CHECKLIST_UNKNOWN */
  writeAnswer(query: MatchQuery, version: AnswerVersion, sink: ByteSink, checklistKey?: string): void;
  /** Says which queries `writeAnswer` will be asked next, these very objects in this order: together they take less. */
  expect(queries: readonly MatchQuery[], checklistKey?: string): void;
  /**
   * The answers to a list of names, computed by the pool. All come from the release that was current at the start.
   * @throws CHECKLIST_UNKNOWN at once, and what `matchStream` says
   */
  answerStream(
    input: AsyncIterable<Uint8Array>,
    form: StreamForm,
    checklistKey?: string,
    onBatch?: OnBatch,
  ): AsyncGenerator<Uint8Array>;
  /**
   * The v2 answers to a few queries, with what only details show, in their order: few on this thread, more by the pool.
   * @throws CHECKLIST_UNKNOWN, OVERLOADED, WORKER_FAILED
   */
  answers(queries: readonly MatchQuery[], client: string, checklistKey?: string): Promise<MatchAnswer[]>;
  /** What name strings say, as JSON in GBIF's members. @throws REQUEST_INVALID, REQUEST_TOO_LARGE, OVERLOADED */
  parse(list: NameList, client: string): Promise<Uint8Array>;
  /**
   * Takes back a chunk of an answer stream that nobody reads any more; the next answers are written there. Who does not
   * call it loses nothing but speed.
   */
  recycle(chunk: Uint8Array): void;
  /** Id of the release that answers now. @throws CHECKLIST_UNKNOWN */
  releaseId(checklistKey?: string): string;
  /** What a checklist says of its usages. @throws CHECKLIST_UNKNOWN */
  usages(checklistKey?: string): ServedUsages;
  /** A usage with all that is known of it alone. @throws CHECKLIST_UNKNOWN, USAGE_NOT_FOUND */
  usage(key: string, checklistKey?: string): UsageView;
  /** As `usage`, `undefined` when there is none. @throws CHECKLIST_UNKNOWN */
  findUsage(key: string, checklistKey?: string): UsageView | undefined;
  /**
   * Usages of the same name in the other checklists, as the name with its authorship is matched there.
   * @throws CHECKLIST_UNKNOWN, USAGE_NOT_FOUND
   */
  related(key: string, checklistKey?: string): RelatedUsage[];
  /** Usages that bear an identifier in any of the forms that are known (`gbif:…`, LSIDs, URLs): none or one. */
  usagesWithIdentifier(identifier: string, checklistKey?: string): MatchedIdentifier[];
  /**
   * The identifiers of joined checklists that lead to a usage, or to a synonym of it.
   *
   * @throws CHECKLIST_NOT_FOUND, USAGE_NOT_FOUND
   */
  identifiersOfUsage(key: string, checklistKey?: string): Promise<MatchedIdentifier[]>;
  /** @throws CHECKLIST_UNKNOWN */
  metadata(checklistKey?: string): ChecklistMetadata;
  /**
   * Replaces the release of a checklist by an image or source, or adds a checklist. The old one answers until the new
   * one is ready, and goes on when the new one cannot be read.
   * @throws RELEASE_PATH_REFUSED for a path outside of the folders for releases, IMAGE_…, SOURCE_…
   */
  loadRelease(checklistKey: string, path: string): Promise<LoadedChecklist>;
  /** The releases that answer now as worker threads see them, the default checklist first. */
  sharedReleases(): (SharedRelease & { readonly checklistKey: string })[];
  /** Figures of the pool and the caches. */
  counts(): MatchingCounts;
  /** Starts the worker threads before they are needed. */
  warmUp(): Promise<void>;
  /** Stops the work and frees the memory. */
  close(): Promise<void>;
}

/** Figures for /metrics. */
export interface MatchingCounts {
  pool: PoolCounts;
  /** Look-ups in the answer caches of the main thread. */
  cacheAsked: number;
  cacheKnown: number;
  /** Replaced releases that requests still use. */
  retiredReleases: number;
}
