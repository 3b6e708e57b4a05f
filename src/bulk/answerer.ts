/**
 * What is the answer to this query, as bytes?
 *
 * One per thread and release: the matcher, and the answers given lately. Real lists repeat each name many times, and
 * an answer depends on nothing but the query and the release, so an answer given once is copied.
 */
import type { ImageReader } from "../image/read.ts";
import { type AnswerOptions, answerV2 } from "../matcher/answer.ts";
import { AnswerWriter } from "../matcher/answer-json.ts";
import { answerV1, type FlatAnswer } from "../matcher/answer-v1.ts";
import { Matcher } from "../matcher/match.ts";
import type { MatchAnswer, MatchQuery } from "../taxonomy/match.ts";
import { AnswerCache } from "./answer-cache.ts";
import { CellWriter } from "./answer-columns.ts";
import type { ByteSink } from "./byte-sink.ts";
import type { Delimiter } from "./delimited-text.ts";
import { nestedAnswer } from "./nested-answer.ts";
import { QUERY_FIELDS } from "./query-fields.ts";

/** Which of GBIF's answers: the nested one of API v2, the flat one of API v1, or the nested one of `match2`. */
export type AnswerVersion = "v1" | "v1-nested" | "v2";

/** Genera that are kept: about 20 MB. */
const MAX_HIGHER_TAXA = 20_000;

/** Answers queries from one release. */
export class Answerer {
  readonly #matcher: Matcher;
  readonly #writer: AnswerWriter;
  readonly #higherTaxa = new Map<string, Buffer>();
  readonly #json: Readonly<Record<AnswerVersion, AnswerCache<Buffer>>>;
  readonly #cellWriter: CellWriter;
  readonly #cells: AnswerCache<string>;
  readonly #objects: AnswerCache<MatchAnswer>;

  /** @param capacity answers that are remembered, 0 for none */
  constructor(image: ImageReader, capacity: number) {
    this.#matcher = new Matcher(image);
    this.#writer = new AnswerWriter(image);
    this.#json = {
      v1: new AnswerCache(capacity),
      "v1-nested": new AnswerCache(capacity),
      v2: new AnswerCache(capacity),
    };
    this.#cellWriter = new CellWriter(image);
    this.#cells = new AnswerCache(capacity);
    this.#objects = new AnswerCache(capacity);
  }

  /** The JSON of the answer. The bytes are shared: do not change them. */
  json(query: MatchQuery, version: AnswerVersion = "v2"): Buffer {
    const cache = this.#json[version];
    const key = cache.capacity > 0 ? cacheKey(query) : "";
    const known = cache.get(key);
    if (known) return known;
    const bytes = Buffer.from(this.#make(query, version));
    cache.set(key, bytes);
    return bytes;
  }

  /** Appends the JSON of the answer of API v2. */
  writeJson(query: MatchQuery, sink: ByteSink): void {
    const cache = this.#json.v2;
    if (cache.capacity === 0) {
      this.#writeNew(query, sink);
      return;
    }
    const key = cacheKey(query);
    const known = cache.get(key);
    if (known) {
      sink.append(known);
      return;
    }
    const start = sink.length;
    this.#writeNew(query, sink);
    cache.set(key, Buffer.from(sink.bytes.subarray(start, sink.length)));
  }

  /** The cells of the answer in a table, each with a delimiter before it. */
  cells(query: MatchQuery, delimiter: Delimiter): string {
    const cache = this.#cells;
    const key = cache.capacity > 0 ? delimiter + cacheKey(query) : "";
    const known = cache.get(key);
    if (known !== undefined) return known;
    const cells = this.#cellWriter.cells(this.#matcher.match(query), delimiter);
    cache.set(key, cells);
    return cells;
  }

  /** The answer of API v2 as an object. It is shared: do not change it. */
  answer(query: MatchQuery): MatchAnswer {
    const key = this.#objects.capacity > 0 ? cacheKey(query) : "";
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
    for (const cache of [...Object.values(this.#json), this.#cells, this.#objects]) {
      counts.asked += cache.asked;
      counts.known += cache.known;
    }
    return counts;
  }

  /** Higher taxa are most of an answer and shared by many: their bytes are kept and copied. */
  #writeNew(query: MatchQuery, sink: ByteSink): void {
    const { before, higherTaxa, after } = this.#writer.parts(this.#matcher.match(query), this.#optionsFor(query));
    sink.write(before);
    if (higherTaxa !== "") sink.append(this.#bytesOf(higherTaxa));
    if (after !== "") sink.write(after);
  }

  #bytesOf(higherTaxa: string): Buffer {
    let bytes = this.#higherTaxa.get(higherTaxa);
    if (bytes === undefined) {
      if (this.#higherTaxa.size >= MAX_HIGHER_TAXA) this.#higherTaxa.clear();
      bytes = Buffer.from(higherTaxa);
      this.#higherTaxa.set(higherTaxa, bytes);
    }
    return bytes;
  }

  #make(query: MatchQuery, version: AnswerVersion): string {
    if (version === "v2") return this.#writer.v2(this.#matcher.match(query), this.#optionsFor(query));
    const flat = this.#flatAnswer(query);
    return JSON.stringify(version === "v1" ? flat : nestedAnswer(this.#answer(query), flat));
  }

  #optionsFor({ verbose }: MatchQuery): AnswerOptions {
    return { verbose, release: this.#matcher.image.header.releaseId };
  }

  #answer(query: MatchQuery): MatchAnswer {
    return answerV2(this.#matcher.match(query), this.#matcher.image, this.#optionsFor(query));
  }
}

/** Equal for queries that have the same answer; most queries have a name only, which then is the key. */
function cacheKey(query: MatchQuery): string {
  let key = query.scientificName ?? "";
  if (key.includes("\u0000")) key = JSON.stringify(key);
  for (let i = 1; i < QUERY_FIELDS.length; i++) {
    const value = query[QUERY_FIELDS[i]!];
    if (value !== undefined) key += `\u0000${i}${value}`;
  }
  if (query.exclude?.length) key += `\u0000x${query.exclude.join("\u0001")}`;
  if (query.strict) key += "\u0000s";
  if (query.verbose) key += "\u0000v";
  return key;
}
