/**
 * With which plain words does the name of a query begin, and which name are they?
 *
 * Names of a list are looked up together before they are asked for one by one: see image/names/batch-lookup.ts.
 */

import { NO_TAXON } from "../../image/layout/format.ts";
import {
  type ImageReader,
  type NameOrdinal,
  type NamesTogether,
  TOGETHER,
  type UsageOrdinal,
} from "../../image/read.ts";
import type { ParsedName } from "../../names/parsed-name.ts";
import { plainNameEnd } from "../../names/plain-name.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";

/** Not among those that were looked up together. */
const NOT_TAKEN = -1;

/** The plain words of one query. */
export class PlainWords {
  /** The whole name of the query. */
  text = "";
  /** Where its plain words end, see {@link plainNameEnd}; 0 when it begins with none. */
  end = 0;
  /** The name that they are, -1 when there is none; `undefined` when that was not looked up. */
  name: NameOrdinal | undefined;
  /** The usage of the name, if it is looked up and has only one; else -1. */
  soleUsage: UsageOrdinal = NO_TAXON;
  /** The name of the query as the parser reads it, when that was asked for. */
  parsed: ParsedName | undefined;
  readonly #image: ImageReader;
  readonly #together: NamesTogether;
  #expected: readonly MatchQuery[] = [];
  #next = 0;
  #first = 0;
  #last = 0;
  /** By expected query: where its plain words end, and its place among those that were looked up. */
  readonly #ends = new Uint32Array(TOGETHER);
  readonly #places = new Int8Array(TOGETHER);

  constructor(image: ImageReader) {
    this.#image = image;
    this.#together = image.namesTogether();
  }

  /** Takes the words of queries that come next, and looks them up; how many of them. */
  expect(queries: readonly MatchQuery[], from: number): number {
    const together = this.#together;
    together.clear();
    this.#expected = queries;
    this.#first = this.#next = from;
    this.#last = Math.min(queries.length, from + TOGETHER);
    for (let at = from; at < this.#last; at++) {
      const text = queries[at]!.scientificName;
      const end = text === undefined ? 0 : plainNameEnd(text);
      this.#ends[at - from] = end;
      this.#places[at - from] = end > 0 && together.add(text!, end) ? together.count - 1 : NOT_TAKEN;
    }
    together.find();
    return this.#last - from;
  }

  /** Goes to a query. */
  of(query: MatchQuery): void {
    this.text = query.scientificName ?? "";
    this.name = undefined;
    this.soleUsage = NO_TAXON;
    this.parsed = undefined;
    if (!this.#goTo(query)) {
      this.end = plainNameEnd(this.text);
      return;
    }
    const at = this.#next - 1 - this.#first;
    this.end = this.#ends[at]!;
    const place = this.#places[at]!;
    if (place === NOT_TAKEN) return;
    this.name = this.#together.names[place]!;
    this.soleUsage = this.#together.soleUsages[place]!;
  }

  /** Finds out which name the words are, if that is not known yet. There must be words. */
  lookUp(): void {
    if (this.name !== undefined) return;
    const name = this.#image.exactWords(this.text, this.end);
    this.name = name;
    if (name !== NO_TAXON) this.soleUsage = this.#image.soleUsage(name);
  }

  /** Goes on to an expected query; some before it may not have been asked for. */
  #goTo(query: MatchQuery): boolean {
    for (let at = this.#next; at < this.#last; at++) {
      if (this.#expected[at] !== query) continue;
      this.#next = at + 1;
      return true;
    }
    return false;
  }
}
