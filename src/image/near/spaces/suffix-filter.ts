/**
 * Where may the query go on as it is?
 *
 * After its last edit a query must go on without one, so that nearly every way to read it with edited spaces can be
 * dropped there, before any word is looked up: the filters tell of each place whether the letters from it on may be a
 * word.
 */
import { missingBits } from "../../layout/filter.ts";
import { finishHash, HASH_MULTIPLIER } from "../../layout/hash.ts";
import { wordSignature } from "../../layout/word-bytes.ts";
import type { NameLists } from "../../names/read-lists.ts";

const SPACE = 32;

/** What stands for a place: may be, is not, was not asked yet; also bits that the filter lacks, which is "is not". */
const MAY_BE = 0;
const IS_NOT = -1;
const UNKNOWN = -2;
const LONGEST_QUERY = 256;

/** In a genus with more names of three words, to look the words up costs less. */
const MOST_THIRDS = 64;

/**
 * What may follow from each place of one query.
 *
 * Of all places it is asked at once what words may begin there, in a loop without branches, so that the filter's far
 * away bits are fetched at the same time: one place after the other took twice as long for all that are needed.
 */
export class QueryTails {
  private readonly lists: NameLists;
  private query: Uint8Array = new Uint8Array(0);
  private end = 0;
  private readonly judged = new Uint8Array(LONGEST_QUERY);
  private judgedEnd = -1;
  /** Hash of the letters from each place to the next space (of a space: whatever), and to the end. */
  private readonly wordHashes = new Int32Array(LONGEST_QUERY);
  private readonly restHashes = new Int32Array(LONGEST_QUERY);
  private readonly words = new Int32Array(LONGEST_QUERY);
  private readonly rests = new Int32Array(LONGEST_QUERY);

  constructor(lists: NameLists) {
    this.lists = lists;
  }

  /** Looks at `query[0, end)`. */
  judge(query: Uint8Array, end: number): void {
    this.query = query;
    this.end = end;
    if (this.isJudged()) return;
    this.hashAll();
    this.askAll();
  }

  /** False when the query, read on from `position` with `closed` words done, has a word of no name. */
  mayGoOn(position: number, closed: number): boolean {
    return closed === 1 ? this.words[position] === MAY_BE : this.mayBeRest(position);
  }

  /** False when all from here to the end is no third word. */
  mayBeRest(position: number): boolean {
    let known = this.rests[position]!;
    if (known === UNKNOWN) {
      known = missingBits(this.lists.sections.epithetFilter, finishHash(this.restHashes[position]!));
      this.rests[position] = known;
    }
    return known === MAY_BE;
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
    const { query, end, wordHashes, restHashes } = this;
    let wordHash = 0;
    let restHash = 0;
    let wordPower = 1;
    let restPower = 1;
    for (let i = end - 1; i >= 0; i--) {
      const letter = query[i]!;
      restHash = (restHash + Math.imul(letter, restPower)) | 0;
      restPower = Math.imul(restPower, HASH_MULTIPLIER);
      restHashes[i] = restHash;
      if (letter === SPACE) {
        wordHash = 0;
        wordPower = 1;
        wordHashes[i] = 0;
        continue;
      }
      wordHash = (wordHash + Math.imul(letter, wordPower)) | 0;
      wordPower = Math.imul(wordPower, HASH_MULTIPLIER);
      wordHashes[i] = wordHash;
    }
  }

  private askAll(): void {
    const { query, end, words, rests, wordHashes } = this;
    const { epithetFilter } = this.lists.sections;
    for (let i = 0; i < end; i++) words[i] = missingBits(epithetFilter, finishHash(wordHashes[i]!));
    words[end] = rests[end] = IS_NOT;
    let i = end - 1;
    // From the last word on, words and rests are the same.
    for (; i >= 0 && query[i] !== SPACE; i--) rests[i] = words[i]!;
    for (; i >= 0; i--) {
      rests[i] = UNKNOWN;
      if (query[i] === SPACE) words[i] = IS_NOT;
    }
  }
}
