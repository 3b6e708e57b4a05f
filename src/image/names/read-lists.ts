/**
 * Which names have these words?
 *
 * Look-ups by exact words: the whole name, a genus, an epithet. What is known of the last query is kept, since one query
 * is looked up in many ways.
 */

import { mayContain } from "../layout/filter.ts";
import type { ImageHeader, Sections } from "../layout/format.ts";
import { hashBytes } from "../layout/hash.ts";
import { encodeText, MAX_BYTES_PER_UNIT } from "../layout/text.ts";
import type { NameHits } from "./hits.ts";
import { lowerBound, NameRows } from "./name-rows.ts";
import { QueryWords } from "./query-words.ts";

/** A word of the query that was not looked up yet. */
const UNKNOWN = -1;
/** A name that was not looked up yet; -1 is one that is not there. */
const UNKNOWN_NAME = -2;

/** Looks names up by their words. */
export class NameLists extends NameRows {
  /** The query as bytes; its up to three words, where they are and their hashes. */
  query: Uint8Array;
  queryEnd = 0;
  wordCount = 0;
  readonly wordStart: Int32Array;
  readonly wordEnd: Int32Array;
  readonly wordHash: Uint32Array;
  private readonly asked = new QueryWords(1, 512);
  /** Numbers of the query's words, as far as they were looked up. */
  private readonly known = new Int32Array(3);
  /** The folded string that is the query, if it is known. */
  private taken: string | undefined;
  /** The name that is the query, once it was looked up: a query is asked for again by most stages. */
  private found = UNKNOWN_NAME;
  private wordBytes: Uint8Array = new Uint8Array(256);

  constructor(sections: Sections, header: ImageHeader) {
    super(sections, header);
    this.query = this.asked.bytes;
    this.wordStart = this.asked.starts;
    this.wordEnd = this.asked.ends;
    this.wordHash = this.asked.hashes;
  }

  /** Takes a folded string as the query. */
  setQuery(folded: string): void {
    if (folded === this.taken) return;
    this.endQuery(this.asked.take(folded));
    this.taken = folded;
  }

  /** As {@link setQuery}, for the first `end` signs of a text that are plain words, see {@link QueryWords.takeAscii}. */
  setWords(text: string, end: number): void {
    if (end > this.asked.bytes.length) this.asked.bytes = new Uint8Array(2 * end);
    this.endQuery(this.asked.takeAscii(text, end, 0, 0));
    this.taken = undefined;
  }

  /** Tells the folded string of what {@link setWords} took; another string changes nothing. */
  noteQuery(folded: string): void {
    const { query, queryEnd } = this;
    if (this.taken !== undefined || folded.length !== queryEnd) return;
    for (let i = 0; i < queryEnd; i++) if (folded.charCodeAt(i) !== query[i]) return;
    this.taken = folded;
  }

  /** The number of a word of the query; 0 when no name has it, behind the first one also when none has it there. */
  numberAt(place: number): number {
    const number = this.known[place]!;
    return number === UNKNOWN ? this.findAt(place) : number;
  }

  private findAt(place: number): number {
    const { words, query, wordStart, wordEnd, known } = this;
    const hash = this.wordHash[place]!;
    // A first word that starts no name may be an epithet: it has its number here as {@link findQuery} finds it, so that an
    // answer does not depend on which of them was asked first.
    const mayBe = place === 0 || this.mayBeEpithet(hash);
    const number = mayBe ? words.findHashed(hash, query, wordStart[place]!, wordEnd[place]!) : 0;
    known[place] = number;
    return number;
  }

  private endQuery(wordCount: number): void {
    this.wordCount = wordCount;
    this.query = this.asked.bytes;
    this.queryEnd = wordCount === 0 ? 0 : this.wordEnd[wordCount - 1]!;
    this.found = UNKNOWN_NAME;
    for (let place = 0; place < wordCount; place++) this.known[place] = UNKNOWN;
  }

  /** The name with this folded string, or -1. */
  exact(folded: string): number {
    // The genus of the query: the query stays, whose words are asked for again.
    if (this.wordCount > 1 && this.isAt(folded, 0)) {
      const genus = this.numberAt(0);
      const name = genus === 0 ? -1 : this.binomial(genus, 0);
      if (name >= 0) return name;
    }
    this.setQuery(folded);
    return this.exactQuery();
  }

  /** The name that is the query, or -1. */
  exactQuery(): number {
    if (this.found === UNKNOWN_NAME) this.found = this.findQuery();
    return this.found;
  }

  private findQuery(): number {
    const { words, query, wordStart, wordEnd, wordHash, wordCount, known } = this;
    if (wordCount === 0) return -1;
    const genusStart = wordStart[0]!;
    const genusEnd = wordEnd[0]!;
    const genusHash = wordHash[0]!;
    const genusValue = words.firstValue(genusHash);
    if (wordCount === 1) {
      const word = words.findFrom(genusValue, genusHash, query, genusStart, genusEnd);
      known[0] = word;
      return word === 0 ? -1 : this.binomial(word, 0);
    }
    const epithetStart = wordStart[1]!;
    const epithetEnd = wordEnd[1]!;
    const epithetHash = wordHash[1]!;
    const epithetValue = words.firstValue(epithetHash);
    const genus = words.findFrom(genusValue, genusHash, query, genusStart, genusEnd);
    known[0] = genus;
    if (genus === 0) return -1;
    // Where the search among the names of the genus begins is read before the epithet is compared: both come from memory
    // at the same time.
    const { binomialStart, binomialEpithet } = this.sections;
    const start = binomialStart[genus]!;
    const end = binomialStart[genus + 1]!;
    const middle = (start + end) >>> 1;
    const inMiddle = middle < end ? binomialEpithet[middle]! : 0;
    const epithet = words.findFrom(epithetValue, epithetHash, query, epithetStart, epithetEnd);
    known[1] = epithet;
    if (epithet === 0) return -1;
    if (wordCount < 3) {
      if (inMiddle === epithet) return middle;
      const row =
        inMiddle < epithet
          ? lowerBound(binomialEpithet, middle + 1, end, epithet)
          : lowerBound(binomialEpithet, start, middle, epithet);
      return row < end && binomialEpithet[row] === epithet ? row : -1;
    }
    const third = this.numberAt(2);
    return third === 0 ? -1 : this.trinomial(genus, epithet, third);
  }

  /** The number of a first word, 0 when no name starts with it. */
  findGenus(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    return this.mayStartName(hash) ? this.words.findHashed(hash, bytes, start, end) : 0;
  }

  /** The number of a second or third word, 0 when no name has it there. */
  findEpithet(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    return this.mayBeEpithet(hash) ? this.words.findHashed(hash, bytes, start, end) : 0;
  }

  /** False when no name starts with the word of this hash. Now and then true without one. */
  mayStartName(hash: number): boolean {
    return mayContain(this.sections.genusFilter, hash);
  }

  /** False when no name has the word of this hash behind its first. Now and then true without one. */
  mayBeEpithet(hash: number): boolean {
    return mayContain(this.sections.epithetFilter, hash);
  }

  hasGenus(word: string): boolean {
    const genus = this.genusNumber(word);
    const { binomialStart, trinomialStart } = this.sections;
    return (
      genus !== 0 &&
      (binomialStart[genus + 1]! > binomialStart[genus]! || trinomialStart[genus + 1]! > trinomialStart[genus]!)
    );
  }

  /** Names below a genus. */
  children(word: string, out: NameHits): void {
    out.clear();
    const genus = this.genusNumber(word);
    if (genus === 0) return;
    const { binomialStart, binomialEpithet, trinomialStart } = this.sections;
    for (let row = binomialStart[genus]!; row < binomialStart[genus + 1]!; row++) {
      if (binomialEpithet[row] !== 0) out.append(row, 0);
    }
    for (let row = trinomialStart[genus]!; row < trinomialStart[genus + 1]!; row++) {
      out.append(this.binomialCount + row, 0);
    }
  }

  /** Number of names below a genus. */
  childCount(word: string): number {
    return this.childCountOf(this.genusNumber(word));
  }

  /** Names below the genus of this number. */
  childCountOf(genus: number): number {
    if (genus === 0) return 0;
    const { binomialStart, binomialEpithet, trinomialStart } = this.sections;
    const first = binomialStart[genus]!;
    const end = binomialStart[genus + 1]!;
    const hasUninomial = first < end && binomialEpithet[first] === 0;
    return end - first - (hasUninomial ? 1 : 0) + trinomialStart[genus + 1]! - trinomialStart[genus]!;
  }

  generaWithEpithet(word: string): string[] {
    const epithet = this.epithetNumber(word);
    if (epithet === 0) return [];
    const { bearerStart, bearerGenus } = this.sections;
    const genera = bearerGenus.subarray(bearerStart[epithet]!, bearerStart[epithet + 1]!);
    return Array.from(genera, (genus) => this.words.text(genus));
  }

  genusCountOfEpithet(word: string): number {
    return this.genusCountOf(this.epithetNumber(word));
  }

  /** Genera with the epithet of this number. */
  genusCountOf(epithet: number): number {
    if (epithet === 0) return 0;
    const { bearerStart } = this.sections;
    return bearerStart[epithet + 1]! - bearerStart[epithet]!;
  }

  /** Writes the numbers of the words of a folded string, 0 for words that no name has in their place; how many. */
  wordNumbers(folded: string, out: Uint32Array): number {
    this.setQuery(folded);
    for (let i = 0; i < this.wordCount; i++) out[i] = this.numberAt(i);
    return this.wordCount;
  }

  /** The number of a first word, 0 when no name starts with it. The query stays. */
  private genusNumber(word: string): number {
    return this.wordCount > 0 && this.isAt(word, 0) ? this.numberAt(0) : this.wordNumber(word);
  }

  /** The number of an epithet, 0 when no name has it. The query stays. */
  private epithetNumber(word: string): number {
    for (let place = 1; place < this.wordCount; place++) if (this.isAt(word, place)) return this.numberAt(place);
    return this.wordNumber(word);
  }

  /** True when the query has this word of ASCII letters here: its number need not be looked up again. */
  private isAt(word: string, place: number): boolean {
    const { query } = this;
    const start = this.wordStart[place]!;
    if (this.wordEnd[place]! - start !== word.length) return false;
    for (let i = 0; i < word.length; i++) {
      const code = word.charCodeAt(i);
      if (code !== query[start + i] || code >= 0x80) return false;
    }
    return true;
  }

  /** The number of any word, 0 when no name has it. */
  private wordNumber(word: string): number {
    if (word.length * MAX_BYTES_PER_UNIT > this.wordBytes.length) {
      this.wordBytes = new Uint8Array(word.length * MAX_BYTES_PER_UNIT * 2);
    }
    const end = encodeText(word, this.wordBytes);
    return end === 0 ? 0 : this.words.find(this.wordBytes, 0, end);
  }
}
