/**
 * Where may the query go on as it is?
 *
 * After its last edit a query must go on without one, so that nearly every way to read it with edited blanks can be
 * dropped there, before any word is looked up: the filters tell of each place whether the letters from it on may be a
 * word.
 */
import { finishHash, HASH_MULTIPLIER } from "./format-hash.ts";
import type { NameLists } from "./read-lists.ts";

const BLANK = 32;

/** What may follow from each place of one query. */
export class QueryTails {
  /** May the letters from here to the next blank be an epithet, 1 or 0? */
  readonly wordFrom = new Uint8Array(256);
  /** May all from here to the end be a third word? */
  readonly restFrom = new Uint8Array(256);
  private readonly lists: NameLists;
  private query: Uint8Array = new Uint8Array(0);
  private end = 0;
  private readonly judged = new Uint8Array(256);
  private judgedEnd = -1;

  constructor(lists: NameLists) {
    this.lists = lists;
  }

  /** Looks at `query[0, end)`. */
  judge(query: Uint8Array, end: number): void {
    this.query = query;
    this.end = end;
    if (!this.isJudged()) this.judgeAll();
  }

  /** False when the query, read on from `position` with `closed` words done, has a word of no name. */
  mayGoOn(position: number, closed: number): boolean {
    return (closed === 1 ? this.wordFrom[position] : this.restFrom[position]) === 1;
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

  private judgeAll(): void {
    const { query, end, wordFrom, restFrom, lists } = this;
    let wordHash = 0;
    let restHash = 0;
    let wordPower = 1;
    let restPower = 1;
    let isLastWord = true;
    wordFrom[end] = 0;
    restFrom[end] = 0;
    for (let i = end - 1; i >= 0; i--) {
      const letter = query[i]!;
      restHash = (restHash + Math.imul(letter, restPower)) | 0;
      restPower = Math.imul(restPower, HASH_MULTIPLIER);
      isLastWord &&= letter !== BLANK;
      if (!isLastWord) restFrom[i] = lists.mayBeEpithet(finishHash(restHash)) ? 1 : 0;
      if (letter === BLANK) {
        wordFrom[i] = 0;
        wordHash = 0;
        wordPower = 1;
        continue;
      }
      wordHash = (wordHash + Math.imul(letter, wordPower)) | 0;
      wordPower = Math.imul(wordPower, HASH_MULTIPLIER);
      wordFrom[i] = lists.mayBeEpithet(finishHash(wordHash)) ? 1 : 0;
      if (isLastWord) restFrom[i] = wordFrom[i]!;
    }
  }
}
