/**
 * Where may the query go on as it is?
 *
 * After its last edit a query must go on without one, so that nearly every way to read it with edited blanks can be
 * dropped there, before any word is looked up: the filters tell of each place whether the letters from it on may be a
 * word.
 */
import { finishHash, HASH_MULTIPLIER } from "./format-hash.ts";
import { wordSignature } from "./format-words.ts";
import type { NameLists } from "./read-lists.ts";

const BLANK = 32;

/** Answers of a place: not asked yet, no, yes. */
const NO = 1;
const YES = 2;
const LONGEST_QUERY = 256;

/** In a genus with more names of three words, to look the words up costs less. */
const MOST_THIRDS = 64;

/** What may follow from each place of one query. Hashes are computed for all places at once, filters asked on demand. */
export class QueryTails {
  private readonly lists: NameLists;
  private query: Uint8Array = new Uint8Array(0);
  private end = 0;
  private readonly judged = new Uint8Array(LONGEST_QUERY);
  private judgedEnd = -1;
  /** Hash of the letters from each place to the next blank, and to the end. */
  private readonly wordHashes = new Int32Array(LONGEST_QUERY);
  private readonly restHashes = new Int32Array(LONGEST_QUERY);
  private readonly words = new Uint8Array(LONGEST_QUERY);
  private readonly rests = new Uint8Array(LONGEST_QUERY);

  constructor(lists: NameLists) {
    this.lists = lists;
  }

  /** Looks at `query[0, end)`. */
  judge(query: Uint8Array, end: number): void {
    this.query = query;
    this.end = end;
    if (!this.isJudged()) this.hashAll();
  }

  /** False when the query, read on from `position` with `closed` words done, has a word of no name. */
  mayGoOn(position: number, closed: number): boolean {
    return closed === 1 ? this.mayBeWord(position) : this.mayBeRest(position);
  }

  /** False when all from here to the end is no third word. */
  mayBeRest(position: number): boolean {
    let known = this.rests[position]!;
    if (known === 0) known = this.rests[position] = this.isEpithet(this.restHashes[position]!);
    return known === YES;
  }

  /** False when no name of this genus has a third word of the length and the letters of all from here to the end. */
  mayBeThirdIn(genus: number, position: number): boolean {
    const { trinomialStart, trinomialSignature } = this.lists.sections;
    const end = trinomialStart[genus + 1]!;
    const start = trinomialStart[genus]!;
    if (end - start > MOST_THIRDS) return true;
    const wanted = wordSignature(this.query, position, this.end);
    for (let row = start; row < end; row++) if (trinomialSignature[row] === wanted) return true;
    return false;
  }

  /** False when the letters from here to the next blank are no epithet. */
  private mayBeWord(position: number): boolean {
    let known = this.words[position]!;
    if (known === 0) known = this.words[position] = this.isEpithet(this.wordHashes[position]!);
    return known === YES;
  }

  private isEpithet(hash: number): number {
    return this.lists.mayBeEpithet(finishHash(hash)) ? YES : NO;
  }

  /** True when this very query was judged before: it is asked within one edit, then within two. */
  private isJudged(): boolean {
    const { query, end, judged } = this;
    if (this.judgedEnd === end) {
      let i = 0;
      while (i < end && query[i] === judged[i]) i++;
      if (i === end) return true;
    }
    for (let i = 0; i < end; i++) judged[i] = query[i]!;
    this.judgedEnd = end;
    return false;
  }

  private hashAll(): void {
    const { query, end, words, rests, wordHashes, restHashes } = this;
    let wordHash = 0;
    let restHash = 0;
    let wordPower = 1;
    let restPower = 1;
    words[end] = NO;
    rests[end] = NO;
    for (let i = end - 1; i >= 0; i--) {
      const letter = query[i]!;
      restHash = (restHash + Math.imul(letter, restPower)) | 0;
      restPower = Math.imul(restPower, HASH_MULTIPLIER);
      restHashes[i] = restHash;
      rests[i] = 0;
      if (letter === BLANK) {
        words[i] = NO;
        wordHash = 0;
        wordPower = 1;
        continue;
      }
      wordHash = (wordHash + Math.imul(letter, wordPower)) | 0;
      wordPower = Math.imul(wordPower, HASH_MULTIPLIER);
      wordHashes[i] = wordHash;
      words[i] = 0;
    }
  }
}
