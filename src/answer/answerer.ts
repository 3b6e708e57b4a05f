/**
 * What is the answer to this query, as bytes?
 *
 * One per thread and release: the matcher, and the answers given lately. Real lists repeat each name many times, and
 * an answer depends on nothing but the query and the release, so an answer given once is copied.
 */
import type { ImageReader } from "../image/read.ts";
import { Matcher } from "../matcher/match.ts";
import type { Delimiter } from "../tables/write.ts";
import type { MatchAnswer, MatchQuery } from "../taxonomy/match.ts";
import { ByteSink } from "./bytes/byte-sink.ts";
import { ByteCache } from "./cache/byte-cache.ts";
import { AnswerCache } from "./cache/object-cache.ts";
import { CellWriter } from "./table-bytes.ts";
import { answerV1, type FlatAnswer } from "./v1.ts";
import { FlatWriter } from "./v1-bytes.ts";
import { nestedAnswer } from "./v1-nested.ts";
import { type AnswerOptions, answerV2 } from "./v2.ts";
import { AnswerWriter } from "./v2-bytes.ts";

/** Which of GBIF's answers: the nested one of API v2, the flat one of API v1, or the nested one of `match2`. */
export type AnswerVersion = "v1" | "v1-nested" | "v2";

/** What a usual answer takes with its query: a long classification makes 1.5 kB of JSON. */
const JSON_BYTES = 1_600;
const FLAT_BYTES = 600;
const CELLS_BYTES = 300;

/** Announcements of queries after which it is judged again whether most answers are known. */
const JUDGED_EVERY = 16;

/** A sink that one huge answer enlarged is not kept. */
const LARGEST_KEPT_BYTES = 1 << 20;

/** Answers queries from one release. */
export class Answerer {
  readonly #matcher: Matcher;
  readonly #writer: AnswerWriter;
  readonly #flatWriter: FlatWriter;
  readonly #capacity: number;
  readonly #json: Readonly<Record<AnswerVersion, ByteCache>>;
  #sink = new ByteSink();
  readonly #tables = new Map<Delimiter, { writer: CellWriter; cache: ByteCache }>();
  readonly #objects: AnswerCache<MatchAnswer>;
  /** Brief, verbose, brief with details, verbose with details. */
  readonly #options: readonly AnswerOptions[];

  /** Announcements since it was judged whether most answers are known, the counts then, and the judgement. */
  #announced = 0;
  #countsBefore = { asked: 0, known: 0 };
  #isMostKnown = false;

  /** @param capacity answers that are remembered, 0 for none */
  constructor(image: ImageReader, capacity: number) {
    this.#matcher = new Matcher(image);
    this.#writer = new AnswerWriter(image);
    this.#flatWriter = new FlatWriter(image);
    this.#capacity = capacity;
    this.#json = {
      v1: new ByteCache(capacity, FLAT_BYTES),
      "v1-nested": new ByteCache(capacity, JSON_BYTES),
      v2: new ByteCache(capacity, JSON_BYTES),
    };
    this.#objects = new AnswerCache(capacity);
    const release = image.header.releaseId;
    this.#options = [false, true].flatMap((details) =>
      [false, true].map((verbose) => ({ verbose, details, release: details ? release : undefined })),
    );
  }

  /**
   * Tells which queries come next, from `from` on, so that their names are looked up together; how many of them it took.
   * While most answers are known, nothing is looked up.
   */
  expect(queries: readonly MatchQuery[], from = 0): number {
    return this.#areMostKnown() ? queries.length - from : this.#matcher.expect(queries, from);
  }

  /** The JSON of the answer as UTF-8. */
  json(query: MatchQuery, version: AnswerVersion = "v2"): Buffer {
    const sink = this.#emptySink();
    this.writeJson(query, sink, version);
    return Buffer.from(sink.bytes.subarray(0, sink.length));
  }

  /** Appends the JSON of the answer. */
  writeJson(query: MatchQuery, sink: ByteSink, version: AnswerVersion = "v2"): void {
    const cache = this.#json[version];
    if (cache.find(this.#keyFor(query))) {
      sink.append(cache.bytes.subarray(cache.start, cache.end));
      return;
    }
    const start = sink.length;
    this.#write(query, version, sink);
    cache.put(sink.bytes, start, sink.length);
  }

  /** Appends the cells of the answer in a table, each with a delimiter before it. */
  writeCells(query: MatchQuery, delimiter: Delimiter, sink: ByteSink): void {
    const { writer, cache } = this.#table(delimiter);
    if (cache.find(this.#keyFor(query))) {
      sink.append(cache.bytes.subarray(cache.start, cache.end));
      return;
    }
    const start = sink.length;
    writer.write(this.#matcher.match(query), sink);
    cache.put(sink.bytes, start, sink.length);
  }

  /** The answer of API v2 as an object. It is shared: do not change it. */
  answer(query: MatchQuery): MatchAnswer {
    const key = this.#keyFor(query);
    if (key === "") return this.#answer(query);
    const known = this.#objects.get(key);
    if (known) return known;
    const answer = this.#answer(query);
    this.#objects.set(key, answer);
    return answer;
  }

  /** The answer of API v1 as an object. */
  #flatAnswer(query: MatchQuery): FlatAnswer {
    const { image } = this.#matcher;
    return answerV1(this.#matcher.match(query), image, this.#optionsFor(query));
  }

  /** How often an answer was asked for and how often it was known. */
  cacheCounts(): { asked: number; known: number } {
    const counts = { asked: 0, known: 0 };
    const tables = [...this.#tables.values()].map(({ cache }) => cache);
    for (const cache of [...Object.values(this.#json), this.#objects, ...tables]) {
      counts.asked += cache.asked;
      counts.known += cache.known;
    }
    return counts;
  }

  #areMostKnown(): boolean {
    if (++this.#announced < JUDGED_EVERY) return this.#isMostKnown;
    this.#announced = 0;
    const { asked, known } = this.cacheCounts();
    const since = this.#countsBefore;
    this.#isMostKnown = 2 * (known - since.known) > asked - since.asked;
    this.#countsBefore = { asked, known };
    return this.#isMostKnown;
  }

  #table(delimiter: Delimiter) {
    let table = this.#tables.get(delimiter);
    if (table === undefined) {
      table = {
        writer: new CellWriter(this.#matcher.image, delimiter),
        cache: new ByteCache(this.#capacity, CELLS_BYTES),
      };
      this.#tables.set(delimiter, table);
    }
    return table;
  }

  #write(query: MatchQuery, version: AnswerVersion, sink: ByteSink): void {
    if (version === "v2") {
      this.#writer.write(this.#matcher.match(query), this.#optionsFor(query), sink);
      return;
    }
    if (version === "v1") {
      this.#flatWriter.write(this.#matcher.match(query), this.#optionsFor(query), sink);
      return;
    }
    sink.write(JSON.stringify(nestedAnswer(this.#answer(query), this.#flatAnswer(query))));
  }

  #keyFor(query: MatchQuery): string {
    return this.#capacity === 0 ? "" : cacheKey(query);
  }

  #emptySink(): ByteSink {
    if (this.#sink.bytes.length > LARGEST_KEPT_BYTES) this.#sink = new ByteSink();
    this.#sink.length = 0;
    return this.#sink;
  }

  #optionsFor(query: MatchQuery): AnswerOptions {
    return this.#options[(query.details === true ? 2 : 0) + (query.verbose === true ? 1 : 0)]!;
  }

  #answer(query: MatchQuery): MatchAnswer {
    return answerV2(this.#matcher.match(query), this.#matcher.image, this.#optionsFor(query));
  }
}

/**
 * Equal only for queries that have the same answer; most queries have a name only, which then is the key. Empty for a
 * query that is not to be remembered.
 */
function cacheKey(query: MatchQuery): string {
  let key = query.scientificName ?? "";
  if (key.includes(SEPARATOR)) return "";
  for (const field in query) {
    if (field === "scientificName") continue;
    const value = query[field as keyof MatchQuery];
    if (value === undefined || value === false) continue;
    const text = field === "exclude" ? JSON.stringify(value) : String(value);
    if (text.includes(SEPARATOR)) return "";
    key += `${SEPARATOR}${field}=${text}`;
  }
  return key;
}

/** Between the parts of a key. A value that has it in itself could pass for several. */
const SEPARATOR = "\u0000";
