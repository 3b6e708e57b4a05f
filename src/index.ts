/**
 * The library: `import { openChecklist, openInterpreter, parseName } from "binomen"`.
 *
 * Everything happens in this process, offline: a checklist is compiled once (its image is kept in the cache folder) and
 * answered from memory, single names on this thread, lists by worker threads.
 */
import { availableParallelism } from "node:os";
import { openMatching } from "./checklists/matching.ts";
import { loadConfig } from "./config.ts";
import { openSharedChecklists } from "./occurrences/dataset/checklists.ts";
import { Interpreter } from "./occurrences/dataset/interpreter.ts";
import type { InterpretationOptions } from "./occurrences/interpretation/tools.ts";
import type { MatchAnswer, MatchQuery } from "./taxonomy/match.ts";

export { BinomenError } from "./errors.ts";
export { parseName } from "./names/parse.ts";
export type { AuthorTeam, ParsedName, ParseOptions } from "./names/parsed-name.ts";
export type {
  AnswerCandidate,
  AnswerTaxon,
  AnswerUsage,
  MatchAnswer,
  MatchDiagnostics,
  MatchQuery,
  MatchType,
} from "./taxonomy/match.ts";

/** How a checklist is opened. */
export interface OpenOptions {
  /** Folder for compiled images; the user's cache folder by default. */
  dataDir?: string | undefined;
  /** Worker threads for {@link Checklist.matchAll}; one for each core by default. */
  workers?: number | undefined;
}

/** An open checklist. Close it, or the process does not end by itself while workers wait. */
export interface Checklist extends AsyncDisposable {
  readonly title: string;
  /** Id of the release that answers: changes whenever the source or the way it is compiled changes. */
  readonly release: string;
  readonly nameCount: number;
  readonly usageCount: number;
  /**
   * Which usage does a name mean? The object of GBIF's `GET /v2/species/match`, with all of `diagnostics`.
   * Never throws for what a query says: what cannot be matched is answered with match type NONE and reasons.
   */
  match(query: string | MatchQuery): MatchAnswer;
  /**
   * The answers to any number of queries, in their order, by all workers. Reads no more ahead than is under way.
   * @throws BinomenError OVERLOADED when too many lists are asked at once
   */
  matchAll(
    queries: Iterable<string | MatchQuery> | AsyncIterable<string | MatchQuery>,
  ): AsyncGenerator<MatchAnswer, void, undefined>;
  /** Ends the workers and frees the memory. */
  close(): Promise<void>;
}

/** Queries that are sent to the stream in one piece. */
const PIECE = 500;

/**
 * Opens a checklist: a Darwin Core Archive, ColDP, table or compiled image, see the README. Without a source the bundled
 * backbone (NCBI Taxonomy).
 *
 * @throws BinomenError SOURCE_…, IMAGE_… when it cannot be read
 */
export async function openChecklist(source?: string, options: OpenOptions = {}): Promise<Checklist> {
  const backbones = source === undefined ? [] : [source];
  const matching = await openMatching(loadConfig({ backbones, dataDir: options.dataDir, workers: options.workers }));
  const [loaded] = matching.checklists();
  const { title, release, nameCount, usageCount } = loaded!;
  return {
    title,
    release,
    nameCount,
    usageCount,
    match: (query) => JSON.parse(matching.answer(withDetails(query), "v2").toString()) as MatchAnswer,
    async *matchAll(queries) {
      const answers = matching.answerStream(asLines(queries), {
        asked: "ndjson",
        answered: "ndjson",
        defaults: { details: true },
        maxRows: Number.MAX_SAFE_INTEGER,
        maxBytes: Number.MAX_SAFE_INTEGER,
      });
      for await (const line of linesOf(answers, (chunk) => matching.recycle(chunk)))
        yield JSON.parse(line) as MatchAnswer;
    },
    close: () => matching.close(),
    [Symbol.asyncDispose]: () => matching.close(),
  };
}

/** How an interpreter is opened. */
export interface InterpreterOptions extends OpenOptions, Partial<InterpretationOptions> {
  /** Folder with dictionaries of your own, which come before those of binomen. */
  dictionaries?: string | undefined;
}

/** A record in, as an object with Darwin Core terms; a record out, as GBIF's API shows it, with its `issues`. */
export type OccurrenceObject = Readonly<Record<string, unknown>>;

/** Interprets occurrence records. Close it, or the process does not end by itself while workers wait. */
export interface OccurrenceInterpreter extends AsyncDisposable {
  /** The interpreted records, in the order of those that come. @param now what counts as the present, in milliseconds */
  interpret(
    records: Iterable<OccurrenceObject> | AsyncIterable<OccurrenceObject>,
    now?: number,
  ): AsyncGenerator<OccurrenceObject, void, undefined>;
  /** Ends the workers and frees the memory. */
  close(): Promise<void>;
}

/**
 * Opens an interpreter of occurrence records over checklists, the first of which is the default one; without any over the
 * bundled backbone.
 *
 * @throws BinomenError SOURCE_…, IMAGE_… when a checklist cannot be read
 */
export async function openInterpreter(
  sources: readonly string[] = [],
  { dataDir, workers, dictionaries, ...options }: InterpreterOptions = {},
): Promise<OccurrenceInterpreter> {
  const config = loadConfig({ dataDir, workers });
  const checklists = await openSharedChecklists(sources, config.dataDir);
  const interpreter = new Interpreter({
    checklists,
    workers: config.workers || availableParallelism(),
    ownDictionaries: dictionaries,
  });
  const close = () => interpreter.close();
  return {
    async *interpret(records, now) {
      const lines = interpreter.stream(asJsonLines(records), options, now);
      for await (const line of linesOf(lines, () => {})) yield JSON.parse(line) as OccurrenceObject;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function* asJsonLines(
  records: Iterable<OccurrenceObject> | AsyncIterable<OccurrenceObject>,
): AsyncGenerator<Uint8Array> {
  for await (const record of records) yield Buffer.from(`${JSON.stringify(record)}\n`);
}

function withDetails(query: string | MatchQuery): MatchQuery {
  return typeof query === "string" ? { scientificName: query, details: true } : { details: true, ...query };
}

async function* asLines(
  queries: Iterable<string | MatchQuery> | AsyncIterable<string | MatchQuery>,
): AsyncGenerator<Uint8Array> {
  let lines: string[] = [];
  for await (const query of queries) {
    lines.push(JSON.stringify(typeof query === "string" ? { scientificName: query } : query));
    if (lines.length < PIECE) continue;
    yield Buffer.from(`${lines.join("\n")}\n`);
    lines = [];
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join("\n")}\n`);
}

async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  release: (chunk: Uint8Array) => void,
): AsyncGenerator<string> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    // Chunks may lie in shared memory, which the decoder does not read.
    const lines = (rest + decoder.decode(Buffer.from(chunk), { stream: true })).split("\n");
    release(chunk);
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}
