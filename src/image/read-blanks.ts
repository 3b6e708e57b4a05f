/**
 * Which names are near when a blank is edited too?
 *
 * Split words (`Abies al ba`), joined words (`Abiesalba`), a blank that moved by a letter (`Abie salba`), or that took
 * the place of a letter or gave its own to one. Only the first two blanks matter here: behind them a blank is a letter
 * of the third word (format.ts).
 *
 * Everything found here is measured again on whole strings, so this may find too much, never too little:
 * - all edits are blank edits: read-readings.ts;
 * - one blank edit and one other: each string one blank edit away is searched word by word with one edit. For a blank
 *   that became a letter the words are joined and searched with two edits, the lost letter being the second.
 */
import { finishHash, HASH_MULTIPLIER } from "./format-hash.ts";
import type { AlignedSearch } from "./read-aligned.ts";
import { alignmentDistance } from "./read-distance.ts";
import { NameHits } from "./read-hits.ts";
import type { NameLists } from "./read-lists.ts";
import { BlankReadings } from "./read-readings.ts";
import { QueryTails } from "./read-tails.ts";

const BLANK = 32;

/** Searches with edited blanks. */
export class BlankSearch {
  private readonly lists: NameLists;
  private readonly aligned: AlignedSearch;
  private readonly tails: QueryTails;
  private readonly readings: BlankReadings;
  private readonly candidates = new NameHits();
  private query: Uint8Array = new Uint8Array(0);
  private end = 0;
  private readonly scratch = new Uint8Array(512);
  private readonly nameText: Uint8Array;
  private readonly starts = new Int32Array(3);
  private readonly ends = new Int32Array(3);
  private readonly known = new Uint32Array(3);

  /** @param alphabet every byte but the blank that occurs in a word of the image */
  constructor(lists: NameLists, aligned: AlignedSearch, alphabet: Uint8Array) {
    this.lists = lists;
    this.aligned = aligned;
    this.tails = new QueryTails(lists);
    this.readings = new BlankReadings(lists, aligned, this.tails, alphabet);
    this.nameText = new Uint8Array(3 * lists.words.lengthStart.length + 2);
  }

  /** Adds the names within `limit` (1 or 2) edits of `query[0, end)` that need a blank edit. `end` is at most 250. */
  search(query: Uint8Array, end: number, limit: number, out: NameHits): void {
    this.query = query;
    this.end = end;
    this.candidates.clear();
    this.tails.judge(query, end);
    this.readings.find(query, end, limit, this.candidates);
    if (limit > 1) this.searchVariants();
    const { names, length } = this.candidates;
    for (let i = 0; i < length; i++) {
      const textEnd = this.lists.writeText(names[i]!, this.nameText);
      const distance = alignmentDistance(query, 0, end, this.nameText, 0, textEnd, limit);
      if (distance <= limit) out.add(names[i]!, distance);
    }
  }

  /** One blank edit, and one edit of another kind. */
  private searchVariants(): void {
    const { query, end, scratch } = this;
    let blanks = 0;
    let wordHash = 0;
    let isGenusKnown = false;
    const firstBlank = this.firstBlank();
    // Without a blank there is no third word to be known.
    const isRestKnown = firstBlank < 0 || this.tails.restFrom[firstBlank + 1] === 1;
    for (let position = 0; position <= end && blanks < 2; position++) {
      const isBlank = query[position] === BLANK;
      const isInside = position > 0 && position < end && !isBlank && query[position - 1] !== BLANK;
      if (!isInside) {
        // beside a blank or at an end a new blank makes room for a word of one letter
        this.searchVariant(this.copy(position, position, BLANK), 1);
        if (position === end) break;
      }
      if (!isBlank) {
        const isAtEdge = !isInside || position + 1 === end || query[position + 1] === BLANK;
        if (isInside && this.maySplit(position, blanks, wordHash, isGenusKnown, isRestKnown)) {
          this.searchVariant(this.copy(position, position, BLANK), 1);
        }
        if (isAtEdge || this.maySplit(position + 1, blanks, wordHash, isGenusKnown, isRestKnown)) {
          this.searchVariant(this.copy(position, position + 1, BLANK), 1);
        }
        wordHash = (Math.imul(wordHash, HASH_MULTIPLIER) + query[position]!) | 0;
        continue;
      }
      if (blanks++ === 0) isGenusKnown = this.hasTrinomials(finishHash(wordHash), position);
      wordHash = 0;
      // joined words, with or without a lost letter between them
      this.searchVariant(this.copy(position, position + 1), 2, position);
      if (position > 0) {
        const length = this.copy(position, position);
        scratch[position - 1] = BLANK;
        scratch[position] = query[position - 1]!;
        this.searchVariant(length, 1);
      }
      if (position + 1 < end) {
        const length = this.copy(position, position);
        scratch[position] = query[position + 1]!;
        scratch[position + 1] = BLANK;
        this.searchVariant(length, 1);
      }
    }
  }

  /**
   * May a blank end the word of this hash and let the query go on at `position`? One edit is left, so that the genus
   * exists and one of the other words, or all of the others.
   */
  private maySplit(
    position: number,
    blanks: number,
    wordHash: number,
    isGenusKnown: boolean,
    isRestKnown: boolean,
  ): boolean {
    const { lists } = this;
    const isTail = this.tails.mayGoOn(position, blanks + 1);
    const isOtherKnown = blanks === 0 ? isRestKnown : isGenusKnown;
    if (isTail && isOtherKnown) return true;
    if (!isTail && !isOtherKnown) return false;
    const head = finishHash(wordHash);
    return blanks === 0 ? lists.mayStartName(head) : lists.mayBeEpithet(head);
  }

  private firstBlank(): number {
    for (let i = 0; i < this.end; i++) if (this.query[i] === BLANK) return i;
    return -1;
  }

  /** True when the first word of the query, which ends here, starts names of three words. */
  private hasTrinomials(hash: number, wordEnd: number): boolean {
    const { lists, query } = this;
    if (!lists.mayStartName(hash)) return false;
    const genus = lists.words.findHashed(hash, query, 0, wordEnd);
    const { trinomialStart } = lists.sections;
    return genus !== 0 && trinomialStart[genus + 1]! > trinomialStart[genus]!;
  }

  /** Copies the query into `scratch` without `[from, to)`, with `inserted` in its place; the length. */
  private copy(from: number, to: number, inserted = -1): number {
    const { query, end, scratch } = this;
    let at = 0;
    for (let i = 0; i < from; i++) scratch[at++] = query[i]!;
    if (inserted >= 0) scratch[at++] = inserted;
    for (let i = to; i < end; i++) scratch[at++] = query[i]!;
    return at;
  }

  /** Searches the string in `scratch`; `joint` is where its first two words were joined, if they were. */
  private searchVariant(length: number, limit: number, joint = -1): void {
    const { starts, ends, scratch, aligned } = this;
    let count = 0;
    let start = 0;
    let empty = -1;
    for (let i = 0; count < 2 && i < length; i++) {
      if (scratch[i] !== BLANK) continue;
      if (i === start) {
        if (empty >= 0) return;
        empty = count;
      }
      starts[count] = start;
      ends[count++] = i;
      start = i + 1;
    }
    if (start === length) {
      if (empty >= 0) return;
      empty = count;
    }
    starts[count] = start;
    ends[count++] = length;
    if (empty >= 0) {
      this.searchOneLetterWord(empty, count);
      return;
    }
    aligned.setWords(scratch, starts, ends, count);
    aligned.search(limit, this.candidates, joint);
  }

  /** The other words are right, and the empty one has lost its only letter. */
  private searchOneLetterWord(empty: number, count: number): void {
    const { lists, known, scratch, starts, ends } = this;
    for (let i = 0; i < count; i++) {
      if (i === empty) continue;
      const word =
        i === 0 ? lists.findGenus(scratch, starts[i]!, ends[i]!) : lists.findEpithet(scratch, starts[i]!, ends[i]!);
      if (word === 0) return;
      known[i] = word;
    }
    const { lengthStart } = lists.words;
    for (let word = lengthStart[1] ?? 0; word < (lengthStart[2] ?? 0); word++) {
      known[empty] = word;
      const name =
        count === 2 ? lists.binomial(known[0]!, known[1]!) : lists.trinomial(known[0]!, known[1]!, known[2]!);
      if (name >= 0) this.candidates.add(name, 0);
    }
  }
}
