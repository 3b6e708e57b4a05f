/**
 * Which names are near when a blank is edited too?
 *
 * Split words (`Abies al ba`), joined words (`Abiesalba`), a blank that moved by a letter (`Abie salba`), or that took
 * the place of a letter or gave its own to one. Only the first two blanks matter here: behind them a blank is a letter
 * of the third word (format.ts).
 *
 * Everything found here is measured again on whole strings, so this may find too much, never too little:
 * - all edits are blank edits: the query is read left to right, and every way to read it is followed as long as the
 *   words it has closed exist;
 * - one blank edit and one other: each string one blank edit away is searched word by word with one edit. For a blank
 *   that became a letter the words are joined and searched with two edits, the lost letter being the second.
 */
import { finishHash, HASH_MULTIPLIER } from "./format-hash.ts";
import type { AlignedSearch } from "./read-aligned.ts";
import { alignmentDistance } from "./read-distance.ts";
import { NameHits } from "./read-hits.ts";
import type { NameLists } from "./read-lists.ts";

const BLANK = 32;

/** Searches with edited blanks. */
export class BlankSearch {
  private readonly lists: NameLists;
  private readonly aligned: AlignedSearch;
  private readonly alphabet: Uint8Array;
  private readonly candidates = new NameHits();
  private query: Uint8Array = new Uint8Array(0);
  private end = 0;
  private budget = 0;
  private readonly scratch = new Uint8Array(512);
  private readonly nameText: Uint8Array;
  private readonly starts = new Int32Array(3);
  private readonly ends = new Int32Array(3);
  private readonly known = new Uint32Array(3);

  /** @param alphabet every byte but the blank that occurs in a word of the image */
  constructor(lists: NameLists, aligned: AlignedSearch, alphabet: Uint8Array) {
    this.lists = lists;
    this.aligned = aligned;
    this.alphabet = alphabet;
    this.nameText = new Uint8Array(3 * lists.words.lengthStart.length + 2);
  }

  /** Adds the names within `limit` (1 or 2) edits of `query[0, end)` that need a blank edit. `end` is at most 250. */
  search(query: Uint8Array, end: number, limit: number, out: NameHits): void {
    this.query = query;
    this.end = end;
    this.budget = limit;
    this.candidates.clear();
    this.read(0, 0, 0, 0, 0, 0, 0, 0);
    if (limit > 1) this.searchVariants();
    const { names, length } = this.candidates;
    for (let i = 0; i < length; i++) {
      const textEnd = this.lists.writeText(names[i]!, this.nameText);
      const distance = alignmentDistance(query, 0, end, this.nameText, 0, textEnd, limit);
      if (distance <= limit) out.add(names[i]!, distance);
    }
  }

  /**
   * Reads on from `position`. The word that is being read is `scratch[wordStart, at)` and has this hash; `closed` words
   * are done, `spent` edits are made.
   */
  private read(
    from: number,
    wordStart: number,
    scratchEnd: number,
    wordHash: number,
    closed: number,
    genus: number,
    epithet: number,
    spent: number,
  ): void {
    const { query, end, scratch, budget } = this;
    let position = from;
    let at = scratchEnd;
    let hash = wordHash;
    while (position < end) {
      const letter = query[position]!;
      if (closed === 2) {
        scratch[at++] = letter;
        hash = extend(hash, letter);
        position++;
        continue;
      }
      const isBlank = letter === BLANK;
      if (spent < budget) {
        if (isBlank) this.readOverBlank(position, wordStart, at, hash, closed, genus, epithet, spent);
        else if (at > wordStart) this.readBlankHere(position, wordStart, at, hash, closed, genus, spent);
      }
      if (isBlank) {
        const word = this.close(wordStart, at, hash, closed);
        if (word !== 0) this.read(position + 1, at, at, 0, closed + 1, closed === 0 ? word : genus, word, spent);
        return;
      }
      scratch[at++] = letter;
      hash = extend(hash, letter);
      position++;
    }
    this.finish(wordStart, at, hash, closed, genus, epithet);
  }

  /** The blank at `position` is too much, or was a letter, or belongs behind the next letter. */
  private readOverBlank(
    position: number,
    wordStart: number,
    at: number,
    hash: number,
    closed: number,
    genus: number,
    epithet: number,
    spent: number,
  ): void {
    const { query, end, scratch, alphabet } = this;
    this.read(position + 1, wordStart, at, hash, closed, genus, epithet, spent + 1);
    for (let i = 0; i < alphabet.length; i++) {
      scratch[at] = alphabet[i]!;
      this.read(position + 1, wordStart, at + 1, extend(hash, alphabet[i]!), closed, genus, epithet, spent + 1);
    }
    if (position + 1 >= end) return;
    const next = query[position + 1]!;
    scratch[at] = next;
    const word = this.close(wordStart, at + 1, extend(hash, next), closed);
    if (word === 0) return;
    this.read(position + 2, at + 1, at + 1, 0, closed + 1, closed === 0 ? word : genus, word, spent + 1);
  }

  /** A blank is missing before the letter at `position`, or that letter was a blank, or the next blank belongs here. */
  private readBlankHere(
    position: number,
    wordStart: number,
    at: number,
    hash: number,
    closed: number,
    genus: number,
    spent: number,
  ): void {
    const { query, end, scratch } = this;
    const word = this.close(wordStart, at, hash, closed);
    if (word === 0) return;
    const first = closed === 0 ? word : genus;
    this.read(position, at, at, 0, closed + 1, first, word, spent + 1);
    this.read(position + 1, at, at, 0, closed + 1, first, word, spent + 1);
    if (position + 1 >= end || query[position + 1] !== BLANK) return;
    scratch[at] = query[position]!;
    this.read(position + 2, at, at + 1, extend(0, query[position]!), closed + 1, first, word, spent + 1);
  }

  /** The number of the word that ends here, if names have it in this place; else 0. */
  private close(wordStart: number, at: number, hash: number, closed: number): number {
    if (at === wordStart) return 0;
    const { lists, scratch } = this;
    const finished = finishHash(hash);
    if (closed === 0 ? !lists.mayStartName(finished) : !lists.mayBeEpithet(finished)) return 0;
    return lists.words.findHashed(finished, scratch, wordStart, at);
  }

  private finish(wordStart: number, at: number, hash: number, closed: number, genus: number, epithet: number): void {
    const word = this.close(wordStart, at, hash, closed);
    if (word === 0) return;
    const { lists } = this;
    const name =
      closed === 0
        ? lists.binomial(word, 0)
        : closed === 1
          ? lists.binomial(genus, word)
          : lists.trinomial(genus, epithet, word);
    if (name >= 0) this.candidates.add(name, 0);
  }

  /** One blank edit, and one edit of another kind. */
  private searchVariants(): void {
    const { query, end, scratch } = this;
    let blanks = 0;
    for (let position = 0; position <= end && blanks < 2; position++) {
      // a blank put in; beside another blank or at an end it makes room for a word of one letter
      this.searchVariant(this.copy(position, position, BLANK), 1);
      if (position === end) break;
      if (query[position] !== BLANK) {
        this.searchVariant(this.copy(position, position + 1, BLANK), 1);
        continue;
      }
      blanks++;
      // joined words, with or without a lost letter between them
      this.searchVariant(this.copy(position, position + 1), 2);
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

  /** Copies the query into `scratch` without `[from, to)`, with `inserted` in its place; the length. */
  private copy(from: number, to: number, inserted = -1): number {
    const { query, end, scratch } = this;
    let at = 0;
    for (let i = 0; i < from; i++) scratch[at++] = query[i]!;
    if (inserted >= 0) scratch[at++] = inserted;
    for (let i = to; i < end; i++) scratch[at++] = query[i]!;
    return at;
  }

  private searchVariant(length: number, limit: number): void {
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
    aligned.search(limit, this.candidates);
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

function extend(hash: number, letter: number): number {
  return (Math.imul(hash, HASH_MULTIPLIER) + letter) | 0;
}
