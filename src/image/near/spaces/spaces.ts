/**
 * Which names are near when a space is edited too?
 *
 * Split words (`Abies al ba`), joined words (`Abiesalba`), a space that moved by a letter (`Abie salba`), or that took
 * the place of a letter or gave its own to one. Only the first two spaces matter here: behind them a space is a letter
 * of the third word (format.ts).
 *
 * Everything found here is measured again on whole strings, so this may find too much, never too little:
 * - within one edit, that edit is one of a space: every way to read the query (near/spaces/segmentation.ts);
 * - within two, the genus is right, and all that follows is compared as one string (near/spaces/remainder.ts);
 * - or it holds the first space, as nothing or as a letter: readings again, and the joined words searched word by word;
 * - or it has the edit that is none of a space: then the words behind it are right once the space is.
 */
import { finishHash, HASH_MULTIPLIER } from "../../layout/hash.ts";
import { NameHits } from "../../names/hits.ts";
import type { NameLists } from "../../names/read-lists.ts";
import { alignmentDistance } from "../words/distance.ts";
import type { AlignedSearch } from "../words/word-by-word.ts";
import { RestSearch } from "./remainder.ts";
import { Segmentation } from "./segmentation.ts";
import { QueryTails } from "./suffix-filter.ts";

const SPACE = 32;

/** Searches with edited spaces. */
export class SpaceSearch {
  private readonly lists: NameLists;
  private readonly aligned: AlignedSearch;
  private readonly tails: QueryTails;
  private readonly readings: Segmentation;
  private readonly rest: RestSearch;
  private readonly candidates = new NameHits();
  private query: Uint8Array = new Uint8Array(0);
  private end = 0;
  private readonly scratch = new Uint8Array(512);
  private readonly nameText: Uint8Array;
  private readonly starts = new Int32Array(3);
  private readonly ends = new Int32Array(3);
  private readonly known = new Uint32Array(3);

  /** @param alphabet every byte but the space that occurs in a word of the image */
  constructor(lists: NameLists, aligned: AlignedSearch, alphabet: Uint8Array) {
    this.lists = lists;
    this.aligned = aligned;
    this.tails = new QueryTails(lists);
    this.rest = new RestSearch(lists);
    this.readings = new Segmentation(lists, aligned, this.tails, alphabet);
    this.nameText = new Uint8Array(lists.mostTextBytes);
  }

  /** Adds the names within `limit` (1 or 2) edits of `query[0, end)` that need a space edit. `end` is at most 250. */
  search(query: Uint8Array, end: number, limit: number, out: NameHits): void {
    this.query = query;
    this.end = end;
    this.candidates.clear();
    this.tails.judge(query, end);
    if (limit === 1) {
      this.readings.find(query, end, 1, this.candidates);
    } else {
      this.readings.findJoined(query, end, 2, this.candidates);
      this.searchBehindGenus();
      this.searchVariants();
    }
    const { names, length } = this.candidates;
    for (let i = 0; i < length; i++) {
      const textEnd = this.lists.writeText(names[i]!, this.nameText);
      const distance = alignmentDistance(query, 0, end, this.nameText, 0, textEnd, limit);
      if (distance <= limit) out.add(names[i]!, distance);
    }
  }

  /** The genus stands in the query letter by letter, at its start; both edits are behind it. */
  private searchBehindGenus(): void {
    const { query, end, lists, rest, candidates } = this;
    let hash = 0;
    for (let i = 0; i < end; i++) {
      if (i > 0) {
        const genus = this.genusOf(hash, i);
        if (genus !== 0) {
          const isSpace = query[i] === SPACE;
          const isBeforeSpace = i + 1 < end && query[i + 1] === SPACE;
          if (isSpace) {
            rest.findOtherSpaces(genus, query, i + 1, end, candidates);
          } else {
            // A space is missing here, or a letter stands for it, or it stands one letter too late.
            rest.find(genus, query, i, end, isBeforeSpace ? 2 : 1, candidates);
            rest.find(genus, query, i + 1, end, 1, candidates);
          }
        }
      }
      if (query[i] === SPACE) {
        // … or one letter too early.
        if (i + 1 >= end) return;
        const next = (Math.imul(hash, HASH_MULTIPLIER) + query[i + 1]!) | 0;
        const finished = finishHash(next);
        if (!lists.mayStartName(finished)) return;
        this.copy(i, i + 1);
        const genus = lists.words.findHashed(finished, this.scratch, 0, i + 1);
        if (genus !== 0) rest.find(genus, query, i + 2, end, 2, candidates);
        return;
      }
      hash = (Math.imul(hash, HASH_MULTIPLIER) + query[i]!) | 0;
    }
  }

  /** The number of the first `length` letters of the query, whose hash this is, as a first word; 0 for none. */
  private genusOf(hash: number, length: number): number {
    const finished = finishHash(hash);
    const { lists } = this;
    return lists.mayStartName(finished) ? lists.words.findHashed(finished, this.query, 0, length) : 0;
  }

  /**
   * One space edit, and one edit of another kind in the genus: the other words are right. For joined words, where either
   * may be wrong, a search word by word.
   */
  private searchVariants(): void {
    const { query, end, scratch } = this;
    let spaces = 0;
    let wordHash = 0;
    const firstSpace = this.firstSpace();
    // Without a space there is no third word to be known.
    const isRestKnown = firstSpace < 0 || this.tails.mayBeRest(firstSpace + 1);
    for (let position = 0; position <= end && spaces < 2; position++) {
      const isSpace = query[position] === SPACE;
      const isInside = position > 0 && position < end && !isSpace && query[position - 1] !== SPACE;
      if (!isInside) {
        // beside a space or at an end a new space makes room for a word of one letter
        this.searchVariant(this.copy(position, position, SPACE));
        if (position === end) break;
      }
      if (!isSpace) {
        const isAtEdge = !isInside || position + 1 === end || query[position + 1] === SPACE;
        if (isInside && this.maySplit(position, spaces, wordHash, isRestKnown)) {
          this.searchVariant(this.copy(position, position, SPACE));
        }
        if (isAtEdge || this.maySplit(position + 1, spaces, wordHash, isRestKnown)) {
          this.searchVariant(this.copy(position, position + 1, SPACE));
        }
        wordHash = (Math.imul(wordHash, HASH_MULTIPLIER) + query[position]!) | 0;
        continue;
      }
      spaces++;
      wordHash = 0;
      // joined words, with or without a lost letter between them
      this.searchVariant(this.copy(position, position + 1), position);
      if (position > 0) {
        const length = this.copy(position, position);
        scratch[position - 1] = SPACE;
        scratch[position] = query[position - 1]!;
        this.searchVariant(length);
      }
      if (position + 1 < end) {
        const length = this.copy(position, position);
        scratch[position] = query[position + 1]!;
        scratch[position + 1] = SPACE;
        this.searchVariant(length);
      }
    }
  }

  /** May a space end the word of this hash and let the query go on at `position`, the words behind the genus right? */
  private maySplit(position: number, spaces: number, wordHash: number, isRestKnown: boolean): boolean {
    if (!this.tails.mayGoOn(position, spaces + 1)) return false;
    return spaces === 0 ? isRestKnown : this.lists.mayBeEpithet(finishHash(wordHash));
  }

  private firstSpace(): number {
    for (let i = 0; i < this.end; i++) if (this.query[i] === SPACE) return i;
    return -1;
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
  private searchVariant(length: number, joint = -1): void {
    const { starts, ends, scratch, aligned } = this;
    let count = 0;
    let start = 0;
    let empty = -1;
    for (let i = 0; count < 2 && i < length; i++) {
      if (scratch[i] !== SPACE) continue;
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
    if (joint >= 0) aligned.search(2, this.candidates, joint);
    else aligned.searchOtherGenera(this.candidates);
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
