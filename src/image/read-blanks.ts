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
  /** By place: may the letters from here to the next blank be an epithet, and all from here to the end a third word? */
  private readonly wordFrom = new Uint8Array(256);
  private readonly restFrom = new Uint8Array(256);
  private readonly judged = new Uint8Array(256);
  private judgedEnd = -1;

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
    if (!this.isJudged()) this.judgeTails();
    this.read(0, 0, 0, 0, 0, 0, 0, 0);
    if (limit > 1) this.searchVariants();
    const { names, length } = this.candidates;
    for (let i = 0; i < length; i++) {
      const textEnd = this.lists.writeText(names[i]!, this.nameText);
      const distance = alignmentDistance(query, 0, end, this.nameText, 0, textEnd, limit);
      if (distance <= limit) out.add(names[i]!, distance);
    }
  }

  /** True when the tails of this very query were judged before: it is asked within one edit, then within two. */
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

  /**
   * Fills `wordFrom` and `restFrom`. After the last edit the query must go on as it is, so that nearly every way to read
   * it is dropped at its last edit, before its words are looked up.
   */
  private judgeTails(): void {
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

  /** False when the query, read on without an edit from `position` as word number `closed`, has a word of no name. */
  private mayGoOn(position: number, closed: number): boolean {
    return (closed === 1 ? this.wordFrom[position] : this.restFrom[position]) === 1;
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
    if (spent + 1 === this.budget || !this.mayEndLater(position + 1, closed)) {
      this.readLetterForBlank(position, wordStart, at, hash, closed, genus, epithet);
    } else if (closed === 0 && !this.hasBlankBehind(position)) {
      this.readLetterForBlank(position, wordStart, at, hash, closed, genus, epithet);
      this.readLetterAndSplit(position, wordStart, at, hash);
    } else
      for (let i = 0; i < alphabet.length; i++) {
        scratch[at] = alphabet[i]!;
        this.read(position + 1, wordStart, at + 1, extend(hash, alphabet[i]!), closed, genus, epithet, spent + 1);
      }
    if (position + 1 >= end) return;
    // The words before and behind are right, only the blank stands one letter too early.
    if (spent + 1 === this.budget && !this.mayGoOn(position + 2, closed + 1)) return;
    const next = query[position + 1]!;
    scratch[at] = next;
    const word = this.close(wordStart, at + 1, extend(hash, next), closed);
    if (word === 0) return;
    this.read(position + 2, at + 1, at + 1, 0, closed + 1, closed === 0 ? word : genus, word, spent + 1);
  }

  private hasBlankBehind(position: number): boolean {
    for (let i = position + 1; i < this.end; i++) if (this.query[i] === BLANK) return true;
    return false;
  }

  /** The only blank at `position` was a letter, and a blank is missing, or was a letter, behind it. */
  private readLetterAndSplit(position: number, wordStart: number, at: number, wordHash: number): void {
    const { query, end, aligned, budget } = this;
    let hash = wordHash;
    for (let i = position + 1; i < end; i++) {
      const isMissing = this.mayGoOn(i, 1);
      const isReplaced = i + 1 < end && this.mayGoOn(i + 1, 1);
      if (isMissing || isReplaced) {
        for (const word of aligned.generaWithoutLetter(finishHash(hash), at - wordStart + i - position)) {
          if (isMissing) this.read(i, at, at, 0, 1, word, word, budget);
          if (isReplaced) this.read(i + 1, at, at, 0, 1, word, word, budget);
        }
      }
      hash = extend(hash, query[i]!);
    }
  }

  /** False when no further blank edit behind `position` can leave words that exist to the end. */
  private mayEndLater(position: number, closed: number): boolean {
    const { query, end } = this;
    for (let i = position + 1; i < end; i++) {
      if (this.mayGoOn(i, closed + 1)) return true;
      if (query[i] === BLANK) return true;
    }
    return false;
  }

  /**
   * The blank at `position` was a letter, and that was the last edit: the word goes on to the next blank. Only its last
   * letters are the same for all letters of the alphabet, so they are hashed once.
   */
  private readLetterForBlank(
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
    while (stop < end && (query[stop] !== BLANK || closed === 2)) {
      scratch[at + stop - position] = query[stop]!;
      tailHash = extend(tailHash, query[stop]!);
      power = Math.imul(power, HASH_MULTIPLIER);
      stop++;
    }
    const wordEnd = at + stop - position;
    if (stop < end && !this.mayGoOn(stop + 1, closed + 1)) return;
    if (closed === 0) {
      // The dictionary of first words without one letter has them in one bucket.
      const joined = finishHash((Math.imul(hash, power) + tailHash) | 0);
      for (const word of this.aligned.generaWithoutLetter(joined, wordEnd - wordStart)) {
        if (stop < end) {
          this.read(stop + 1, wordEnd, wordEnd, 0, 1, word, word, this.budget);
          continue;
        }
        const name = lists.binomial(word, 0);
        if (name >= 0) this.candidates.add(name, 0);
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
    const isLast = spent + 1 === this.budget;
    const beforeBlank = position + 1 < end && query[position + 1] === BLANK;
    const isMissing = !isLast || this.mayGoOn(position, closed + 1);
    const isReplaced = position + 1 < end && (!isLast || this.mayGoOn(position + 1, closed + 1));
    if (!isMissing && !isReplaced && !beforeBlank) return;
    const word = this.close(wordStart, at, hash, closed);
    if (word === 0) return;
    const first = closed === 0 ? word : genus;
    if (isMissing) this.read(position, at, at, 0, closed + 1, first, word, spent + 1);
    if (isReplaced) this.read(position + 1, at, at, 0, closed + 1, first, word, spent + 1);
    if (!beforeBlank) return;
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
    const { query, end, scratch, restFrom } = this;
    let blanks = 0;
    let wordHash = 0;
    let isGenusKnown = false;
    const firstBlank = this.firstBlank();
    // Without a blank there is no third word to be known.
    const isRestKnown = firstBlank < 0 || restFrom[firstBlank + 1] === 1;
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
        wordHash = extend(wordHash, query[position]!);
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
    const isTail = (blanks === 0 ? this.wordFrom : this.restFrom)[position] === 1;
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

function extend(hash: number, letter: number): number {
  return (Math.imul(hash, HASH_MULTIPLIER) + letter) | 0;
}
