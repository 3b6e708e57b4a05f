/**
 * How can a query be read when spaces are all that is wrong with it?
 *
 * It is read left to right, and every way to read it is followed as long as the words that it has closed exist. A space
 * may be too much, missing, one letter off, a letter's place may hold a space, and a space's a letter.
 */
import { finishHash, HASH_MULTIPLIER } from "../../layout/hash.ts";
import type { NameHits } from "../../names/hits.ts";
import type { NameLists } from "../../names/read-lists.ts";
import type { AlignedSearch } from "../words/word-by-word.ts";
import { extend, ReadingEnds } from "./segmentation-ends.ts";
import type { QueryTails } from "./suffix-filter.ts";

const SPACE = 32;

/** Reads queries. */
export class Segmentation extends ReadingEnds {
  private readonly aligned: AlignedSearch;
  private readonly tails: QueryTails;
  private readonly alphabet: Uint8Array;
  private query: Uint8Array = new Uint8Array(0);
  private end = 0;
  private budget = 0;
  /** False when what follows the first space is no third word: then the last edit is no new space before it. */
  private isRestKnown = true;
  /** True when a space that is made in the first word is followed by one that stays. */
  private staysSpace = false;

  /** @param alphabet every byte but the space that occurs in a word of the image */
  constructor(lists: NameLists, aligned: AlignedSearch, tails: QueryTails, alphabet: Uint8Array) {
    super(lists);
    this.aligned = aligned;
    this.tails = tails;
    this.alphabet = alphabet;
  }

  /** Adds the names that `query[0, end)` is with at most `budget` space edits, and some that it is not. */
  find(query: Uint8Array, end: number, budget: number, candidates: NameHits): void {
    this.query = query;
    this.end = end;
    this.budget = budget;
    this.candidates = candidates;
    const space = query.indexOf(SPACE);
    const hasSpace = space >= 0 && space < end;
    this.staysSpace = hasSpace && budget === 1;
    this.isRestKnown = !hasSpace || this.tails.mayBeRest(space + 1);
    this.read(0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** As {@link find}, but only names whose first word holds the query's first space, as nothing or as a letter. */
  findJoined(query: Uint8Array, end: number, budget: number, candidates: NameHits): void {
    this.query = query;
    this.end = end;
    this.budget = budget;
    this.candidates = candidates;
    this.staysSpace = false;
    this.isRestKnown = true;
    let hash = 0;
    for (let i = 0; i < end; i++) {
      if (query[i] === SPACE) {
        this.readOverSpace(i, 0, i, hash, 0, 0, 0, 0);
        return;
      }
      this.scratch[i] = query[i]!;
      hash = extend(hash, query[i]!);
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
    const { query, end, scratch } = this;
    const mayEdit = spent < this.budget;
    // A space within the second word makes three of them.
    const mayOpen = mayEdit && (closed !== 1 || this.lists.hasTrinomials(genus));
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
      const isSpace = letter === SPACE;
      if (!isSpace) {
        if (mayOpen && at > wordStart) this.readSpaceHere(position, wordStart, at, hash, closed, genus, spent);
      } else {
        if (mayEdit) this.readOverSpace(position, wordStart, at, hash, closed, genus, epithet, spent);
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

  /** The space at `position` is too much, or was a letter, or belongs behind the next letter. */
  private readOverSpace(
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
    if (spent + 1 === this.budget || !this.mayEndLater(position + 1, closed)) {
      this.readLetterForSpace(position, wordStart, at, hash, closed, genus, epithet);
    } else if (closed === 0) {
      this.readLetterAndMore(position, wordStart, at, hash, spent + 1);
    } else {
      for (let i = 0; i < alphabet.length; i++) {
        scratch[at] = alphabet[i]!;
        this.read(position + 1, wordStart, at + 1, extend(hash, alphabet[i]!), closed, genus, epithet, spent + 1);
      }
    }
    if (position + 1 >= end) return;
    // The words before and behind are right, only the space stands one letter too early.
    if (spent + 1 === this.budget && !this.tails.mayGoOn(position + 2, closed + 1)) return;
    const next = query[position + 1]!;
    scratch[at] = next;
    const word = this.close(wordStart, at + 1, extend(hash, next), closed);
    if (word === 0) return;
    this.read(position + 2, at + 1, at + 1, 0, closed + 1, closed === 0 ? word : genus, word, spent + 1);
  }

  /**
   * The first space, at `position`, was a letter, and one more edit is left. Where the first word ends is tried place by
   * place; which letter was lost, the dictionary of first words without one letter tells.
   */
  private readLetterAndMore(position: number, wordStart: number, at: number, wordHash: number, spent: number): void {
    const { query, end, scratch, budget, tails } = this;
    let hash = wordHash;
    let i = position + 1;
    const genera = () => this.aligned.generaWithoutLetter(finishHash(hash), at - wordStart + i - position);
    for (; i < end && query[i] !== SPACE; i++) {
      const isBeforeSpace = i + 1 < end && query[i + 1] === SPACE;
      const isMissing = tails.mayGoOn(i, 1);
      const isReplaced = i + 1 < end && tails.mayGoOn(i + 1, 1);
      if (isMissing || isReplaced || isBeforeSpace) {
        for (const word of genera()) {
          if (isMissing) this.read(i, at, at, 0, 1, word, word, budget);
          if (isReplaced) this.read(i + 1, at, at, 0, 1, word, word, budget);
          if (!isBeforeSpace) continue;
          scratch[at] = query[i]!;
          this.read(i + 2, at, at + 1, extend(0, query[i]!), 1, word, word, budget);
        }
      }
      hash = extend(hash, query[i]!);
    }
    for (const word of genera()) {
      if (i === end) this.keep(word);
      else this.read(i + 1, at, at, 0, 1, word, word, spent);
    }
    if (i === end) return;
    // The second space is too much, was a letter too, or belongs behind the next letter.
    this.readToSpace(i + 1, wordStart, at + i - position, hash);
    for (const letter of this.alphabet) this.readToSpace(i + 1, wordStart, at + i - position + 1, extend(hash, letter));
    if (i + 2 >= end) return;
    hash = extend(hash, query[i + 1]!);
    i++;
    for (const word of genera()) this.read(i + 1, at, at, 0, 1, word, word, budget);
  }

  /** A first word that has lost a letter goes on at `from`, to the next space; `wordEnd` counts the lost letter. */
  private readToSpace(from: number, wordStart: number, wordEnd: number, wordHash: number): void {
    const { query, end, budget } = this;
    let hash = wordHash;
    let stop = from;
    while (stop < end && query[stop] !== SPACE) hash = extend(hash, query[stop++]!);
    const at = wordEnd + stop - from;
    if (stop < end && !this.tails.mayGoOn(stop + 1, 1)) return;
    for (const word of this.aligned.generaWithoutLetter(finishHash(hash), at - wordStart)) {
      if (stop === end) this.keep(word);
      else this.read(stop + 1, at, at, 0, 1, word, word, budget);
    }
  }

  /** False when no further space edit behind `position` can leave words that exist to the end. */
  private mayEndLater(position: number, closed: number): boolean {
    const { query, end } = this;
    for (let i = position + 1; i < end; i++) {
      if (this.tails.mayGoOn(i, closed + 1)) return true;
      if (query[i] === SPACE) return true;
    }
    return false;
  }

  /**
   * The space at `position` was a letter, and that was the last edit: the word goes on to the next space. Only its last
   * letters are the same for all letters of the alphabet, so they are hashed once.
   */
  private readLetterForSpace(
    position: number,
    wordStart: number,
    at: number,
    hash: number,
    closed: number,
    genus: number,
    epithet: number,
  ): void {
    const { query, end, scratch, alphabet, lists } = this;
    let stop = position + 1;
    let tailHash = 0;
    let power = 1;
    while (stop < end && (query[stop] !== SPACE || closed === 2)) {
      scratch[at + stop - position] = query[stop]!;
      tailHash = extend(tailHash, query[stop]!);
      power = Math.imul(power, HASH_MULTIPLIER);
      stop++;
    }
    const wordEnd = at + stop - position;
    if (stop < end && !this.tails.mayGoOn(stop + 1, closed + 1)) return;
    if (closed === 0) {
      // The dictionary of first words without one letter has them in one bucket.
      const joined = finishHash((Math.imul(hash, power) + tailHash) | 0);
      for (const word of this.aligned.generaWithoutLetter(joined, wordEnd - wordStart)) {
        if (stop < end) {
          this.read(stop + 1, wordEnd, wordEnd, 0, 1, word, word, this.budget);
          continue;
        }
        this.keep(word);
      }
      return;
    }
    for (let i = 0; i < alphabet.length; i++) {
      const whole = (Math.imul(extend(hash, alphabet[i]!), power) + tailHash) | 0;
      if (!lists.mayBeEpithet(finishHash(whole))) continue;
      scratch[at] = alphabet[i]!;
      if (stop === end) {
        this.finish(wordStart, wordEnd, whole, closed, genus, epithet);
        continue;
      }
      const word = this.close(wordStart, wordEnd, whole, closed);
      // Reading on writes nothing before `wordEnd`: the tail stays for the next letter.
      if (word !== 0) this.read(stop + 1, wordEnd, wordEnd, 0, closed + 1, genus, word, this.budget);
    }
  }

  /** A space is missing before the letter at `position`, or that letter was a space, or the next space belongs here. */
  private readSpaceHere(
    position: number,
    wordStart: number,
    at: number,
    hash: number,
    closed: number,
    genus: number,
    spent: number,
  ): void {
    const { query, end, scratch } = this;
    const isLast = spent + 1 === this.budget;
    const beforeSpace = position + 1 < end && query[position + 1] === SPACE;
    const mayClose = !isLast || closed > 0 || this.isRestKnown;
    const isMissing = mayClose && (!isLast || this.mayGoOn(position, closed, genus));
    const isReplaced = mayClose && position + 1 < end && (!isLast || this.mayGoOn(position + 1, closed, genus));
    if (!isMissing && !isReplaced && !beforeSpace) return;
    const word = this.close(wordStart, at, hash, closed);
    if (word === 0) return;
    const first = closed === 0 ? word : genus;
    if (closed > 0 || !this.staysSpace || this.lists.hasTrinomials(word)) {
      if (isMissing) this.read(position, at, at, 0, closed + 1, first, word, spent + 1);
      if (isReplaced) this.read(position + 1, at, at, 0, closed + 1, first, word, spent + 1);
    }
    if (!beforeSpace) return;
    scratch[at] = query[position]!;
    this.read(position + 2, at, at + 1, extend(0, query[position]!), closed + 1, first, word, spent + 1);
  }

  /** False when the query cannot go on from `position` as it is, behind a new space that closes another word. */
  private mayGoOn(position: number, closed: number, genus: number): boolean {
    const { tails } = this;
    return tails.mayGoOn(position, closed + 1) && (closed === 0 || tails.mayBeThirdIn(genus, position));
  }
}
