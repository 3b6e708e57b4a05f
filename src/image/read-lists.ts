/**
 * Which names have these words?
 *
 * Look-ups by exact words: the whole name, a genus, an epithet. See format.ts for the lists.
 */

import type { ImageHeader, Sections } from "./format.ts";
import { mayContain } from "./format-filter.ts";
import { hashBytes } from "./format-hash.ts";
import { encodeText, MAX_BYTES_PER_UNIT } from "./format-text.ts";
import { GENUS_SAMPLE } from "./format-words.ts";
import type { NameHits } from "./read-hits.ts";
import { QueryWords } from "./read-query.ts";
import { WordTable } from "./read-words.ts";

/** A word of the query that was not looked up yet. */
const UNKNOWN = -1;

/** Names as rows over words. */
export class NameLists {
  readonly sections: Sections;
  readonly words: WordTable;
  readonly binomialCount: number;
  readonly nameCount: number;
  /** No folded string of a name has more bytes. */
  readonly mostTextBytes: number;
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
  /** The folded string that is the query, if it is known: one query is looked up in many ways. */
  private taken: string | undefined;
  private wordBytes: Uint8Array = new Uint8Array(256);

  constructor(sections: Sections, header: ImageHeader) {
    this.sections = sections;
    this.words = new WordTable(sections, header.wordCount);
    this.binomialCount = header.binomialCount;
    this.nameCount = header.nameCount;
    this.mostTextBytes = 3 * this.words.lengthStart.length + 2;
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

  /** The number of a word of the query; 0 when no name has it in this place. */
  numberAt(place: number): number {
    const number = this.known[place]!;
    return number === UNKNOWN ? this.findAt(place) : number;
  }

  private findAt(place: number): number {
    const { words, query, wordStart, wordEnd, known } = this;
    const hash = this.wordHash[place]!;
    const mayBe = place === 0 ? this.mayStartName(hash) : this.mayBeEpithet(hash);
    const number = mayBe ? words.findHashed(hash, query, wordStart[place]!, wordEnd[place]!) : 0;
    known[place] = number;
    return number;
  }

  private endQuery(wordCount: number): void {
    this.wordCount = wordCount;
    this.query = this.asked.bytes;
    this.queryEnd = wordCount === 0 ? 0 : this.wordEnd[wordCount - 1]!;
    for (let place = 0; place < wordCount; place++) this.known[place] = UNKNOWN;
  }

  /** The name with this folded string, or -1. */
  exact(folded: string): number {
    this.setQuery(folded);
    return this.exactQuery();
  }

  /** The name that is the query, or -1. */
  exactQuery(): number {
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
    const epithet = words.findFrom(epithetValue, epithetHash, query, epithetStart, epithetEnd);
    known[1] = epithet;
    if (epithet === 0) return -1;
    if (wordCount < 3) return this.binomial(genus, epithet);
    const third = this.numberAt(2);
    return third === 0 ? -1 : this.trinomial(genus, epithet, third);
  }

  /** The name of these words, epithet 0 for the uninomial; -1 when there is none. */
  binomial(genus: number, epithet: number): number {
    const { binomialStart, binomialEpithet } = this.sections;
    const end = binomialStart[genus + 1]!;
    const row = lowerBound(binomialEpithet, binomialStart[genus]!, end, epithet);
    return row < end && binomialEpithet[row] === epithet ? row : -1;
  }

  /** The name of these three words, or -1. */
  trinomial(genus: number, epithet: number, third: number): number {
    const { trinomialStart, trinomialEpithet, trinomialThird } = this.sections;
    const end = trinomialStart[genus + 1]!;
    let row = lowerBound(trinomialEpithet, trinomialStart[genus]!, end, epithet);
    for (; row < end && trinomialEpithet[row] === epithet; row++) {
      if (trinomialThird[row] === third) return this.binomialCount + row;
    }
    return -1;
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
    const genus = this.wordNumber(word);
    const { binomialStart, trinomialStart } = this.sections;
    return (
      genus !== 0 &&
      (binomialStart[genus + 1]! > binomialStart[genus]! || trinomialStart[genus + 1]! > trinomialStart[genus]!)
    );
  }

  /** True when some name of three words starts with this word. */
  hasTrinomials(genus: number): boolean {
    const { trinomialStart } = this.sections;
    return trinomialStart[genus + 1]! > trinomialStart[genus]!;
  }

  /** Names below a genus. */
  children(word: string, out: NameHits): void {
    out.clear();
    const genus = this.wordNumber(word);
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
    const genus = this.wordNumber(word);
    if (genus === 0) return 0;
    const { binomialStart, binomialEpithet, trinomialStart } = this.sections;
    const first = binomialStart[genus]!;
    const end = binomialStart[genus + 1]!;
    const hasUninomial = first < end && binomialEpithet[first] === 0;
    return end - first - (hasUninomial ? 1 : 0) + trinomialStart[genus + 1]! - trinomialStart[genus]!;
  }

  wordCountOf(name: number): number {
    if (name >= this.binomialCount) return 3;
    return this.sections.binomialEpithet[name] === 0 ? 1 : 2;
  }

  /** Writes the numbers of a name's words; how many. */
  wordsOf(name: number, out: Uint32Array): number {
    const { binomialEpithet, trinomialEpithet, trinomialThird } = this.sections;
    out[0] = this.genusOf(name);
    if (name < this.binomialCount) {
      out[1] = binomialEpithet[name]!;
      return out[1] === 0 ? 1 : 2;
    }
    const row = name - this.binomialCount;
    out[1] = trinomialEpithet[row]!;
    out[2] = trinomialThird[row]!;
    return 3;
  }

  generaWithEpithet(word: string): string[] {
    const epithet = this.wordNumber(word);
    if (epithet === 0) return [];
    const { bearerStart, bearerGenus } = this.sections;
    const genera = bearerGenus.subarray(bearerStart[epithet]!, bearerStart[epithet + 1]!);
    return Array.from(genera, (genus) => this.words.text(genus));
  }

  genusCountOfEpithet(word: string): number {
    const epithet = this.wordNumber(word);
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

  /** The number of a word, 0 when no name has it. The query stays. */
  wordNumber(word: string): number {
    if (word.length * MAX_BYTES_PER_UNIT > this.wordBytes.length) {
      this.wordBytes = new Uint8Array(word.length * MAX_BYTES_PER_UNIT * 2);
    }
    const end = encodeText(word, this.wordBytes);
    return end === 0 ? 0 : this.words.find(this.wordBytes, 0, end);
  }

  /** True when this is the first word of a name. */
  isOfGenus(name: number, genus: number): boolean {
    const { binomialStart, trinomialStart } = this.sections;
    const row = name - this.binomialCount;
    if (row < 0) return binomialStart[genus]! <= name && name < binomialStart[genus + 1]!;
    return trinomialStart[genus]! <= row && row < trinomialStart[genus + 1]!;
  }

  /** First word of a name. */
  genusOf(name: number): number {
    const { rowGenusSample, binomialStart, trinomialStart } = this.sections;
    const isTrinomial = name >= this.binomialCount;
    const starts = isTrinomial ? trinomialStart : binomialStart;
    const row = isTrinomial ? name - this.binomialCount : name;
    let genus = rowGenusSample[Math.floor(name / GENUS_SAMPLE)]!;
    // The sample may lie among the binomials while the name is the first of the trinomials.
    if (isTrinomial && name - (name % GENUS_SAMPLE) < this.binomialCount) genus = 1;
    while (starts[genus + 1]! <= row) genus++;
    return genus;
  }

  /** Writes the folded string of a name from `at` on; its end. */
  writeText(name: number, out: Uint8Array, at = 0): number {
    const { binomialEpithet, trinomialEpithet, trinomialThird } = this.sections;
    let end = this.words.write(this.genusOf(name), out, at);
    if (name < this.binomialCount) {
      if (binomialEpithet[name] === 0) return end;
      out[end++] = 32;
      return this.words.write(binomialEpithet[name]!, out, end);
    }
    const row = name - this.binomialCount;
    out[end++] = 32;
    end = this.words.write(trinomialEpithet[row]!, out, end);
    out[end++] = 32;
    return this.words.write(trinomialThird[row]!, out, end);
  }

  /** The words of a name as a folded string. */
  text(name: number): string {
    const { binomialEpithet, trinomialEpithet, trinomialThird } = this.sections;
    const { words } = this;
    const genus = words.text(this.genusOf(name));
    if (name < this.binomialCount) {
      const epithet = binomialEpithet[name]!;
      return epithet === 0 ? genus : `${genus} ${words.text(epithet)}`;
    }
    const row = name - this.binomialCount;
    return `${genus} ${words.text(trinomialEpithet[row]!)} ${words.text(trinomialThird[row]!)}`;
  }
}

/** First place in `[low, high)` of a sorted list whose value is at least `value`; `high` when there is none. */
export function lowerBound(list: Uint32Array, low: number, high: number, value: number): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (list[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** First place in `[low, high)` of words sorted by length whose signature says at least so many letters. */
export function firstOfLength(signatures: Uint32Array, low: number, high: number, length: number): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (signatures[middle]! >>> 26 < length) from = middle + 1;
    else to = middle;
  }
  return from;
}
