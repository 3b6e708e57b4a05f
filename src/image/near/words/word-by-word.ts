/**
 * Which names have words near these words, word by word?
 *
 * Spaces stay where they are here; spaces/spaces.ts moves them. Two edits over genus and epithet leave three
 * possibilities: the genus is right (scan its children), the epithet is right (scan its genera), or each has one edit
 * (genera from the one-deletion dictionary, then their children).
 */
import { LONGEST_IN_SIGNATURE } from "../../layout/word-bytes.ts";
import type { NameHits } from "../../names/hits.ts";
import { firstOfLength, lowerBound } from "../../names/name-rows.ts";
import type { NameLists } from "../../names/read-lists.ts";
import { WordPattern } from "./bit-parallel.ts";
import { FirstWords } from "./first-words.ts";

/** Lists shorter than these are read whole: finding the window by length would cost more. */
const SHORT_LIST = 24;
const SHORT_ROWS = 64;

/** Up to three words of a query, and the search for names near them. */
export class AlignedSearch {
  private readonly lists: NameLists;
  private readonly genus: WordPattern;
  private readonly epithet: WordPattern;
  private readonly third: WordPattern;
  private bytes: Uint8Array = new Uint8Array(0);
  private readonly starts = new Int32Array(3);
  private readonly ends = new Int32Array(3);
  /** Number of each word in the image, 0 for unknown words. */
  private readonly known = new Uint32Array(3);
  private count = 0;
  private readonly firstWords: FirstWords;
  /** Of no use but to keep reads that are made ahead from being left out. */
  protected fetched = 0;

  constructor(lists: NameLists) {
    this.lists = lists;
    this.genus = new WordPattern(lists.words);
    this.epithet = new WordPattern(lists.words);
    this.third = new WordPattern(lists.words);
    this.firstWords = new FirstWords(lists);
  }

  /** Takes the words of the query of `lists`, which is `bytes`; they must not change until searched. */
  setQuery(lists: NameLists, bytes: Uint8Array): void {
    this.bytes = bytes;
    this.count = lists.wordCount;
    for (let i = 0; i < this.count; i++) {
      this.starts[i] = lists.wordStart[i]!;
      this.ends[i] = lists.wordEnd[i]!;
      this.known[i] = lists.numberAt(i);
    }
  }

  /** Takes the words of a query; `starts` and `ends` are places in `bytes`, which must not change until searched. */
  setWords(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, count: number): void {
    this.bytes = bytes;
    this.count = count;
    for (let i = 0; i < count; i++) {
      this.starts[i] = starts[i]!;
      this.ends[i] = ends[i]!;
      this.known[i] =
        i === 0
          ? this.lists.findGenus(bytes, starts[0]!, ends[0]!)
          : this.lists.findEpithet(bytes, starts[i]!, ends[i]!);
    }
  }

  /**
   * Adds all names whose words are together within `limit` (1 or 2) edits of the query's, the same name included.
   * @param joint one of two edits is at this place of a single word (its halves were joined there); -1 when unknown
   */
  search(limit: number, out: NameHits, joint = -1): void {
    const { bytes, starts, ends, count } = this;
    const genus = this.known[0]!;
    // With one edit the genus is right, or all the rest is.
    if (limit < 2 && count > 1 && genus === 0 && (this.known[1] === 0 || (count > 2 && this.known[2] === 0))) return;
    this.genus.set(bytes, starts[0]!, ends[0]!);
    if (count > 1) this.epithet.set(bytes, starts[1]!, ends[1]!);
    if (count > 2) this.third.set(bytes, starts[2]!, ends[2]!);
    if (count === 1) {
      this.searchUninomial(limit, joint, out);
      return;
    }
    if (genus !== 0) this.scanChildren(genus, 0, limit, out);
    const epithet = this.known[1]!;
    if (epithet !== 0) this.scanBearers(epithet, genus, limit, out);
    if (limit < 2) return;
    const { firstWords } = this;
    firstWords.findGenera(this.genus, bytes, starts[0]!, ends[0]!, genus);
    this.fetchChildren();
    for (let i = 0; i < firstWords.count; i++) {
      this.scanChildren(firstWords.words[i]!, firstWords.distances[i]!, limit, out);
    }
  }

  /** Reads where the names of the genera found begin, and the first of each, so that they come from memory together. */
  private fetchChildren(): void {
    const { binomialStart, binomialSignature } = this.lists.sections;
    const { words, count } = this.firstWords;
    let fetched = 0;
    for (let i = 0; i < count; i++) fetched ^= binomialSignature[binomialStart[words[i]!]!] ?? 0;
    this.fetched = fetched;
  }

  /** First words of this length that are a string of this hash when they lose a letter. */
  generaWithoutLetter(hash: number, length: number): readonly number[] {
    return this.firstWords.withoutLetter(hash, length);
  }

  /** Adds the names of two or three words that have the query's, but for the last, which is within `limit` edits. */
  searchLastWord(limit: number, out: NameHits): void {
    const { bytes, starts, ends, count, known } = this;
    if (count < 2 || known[0] === 0) return;
    if (count === 2) {
      this.epithet.set(bytes, starts[1]!, ends[1]!);
      this.scanBinomials(known[0]!, 0, limit, out);
    } else if (known[1] !== 0) {
      this.third.set(bytes, starts[2]!, ends[2]!);
      this.scanThirds(known[0]!, known[1]!, 0, limit, out);
    }
  }

  /** As {@link search} within one edit, but only names of other genera whose words behind the genus are the query's. */
  searchOtherGenera(out: NameHits): void {
    const { bytes, starts, ends, count, known } = this;
    if (count < 2 || known[1] === 0 || (count > 2 && known[2] === 0)) return;
    this.genus.set(bytes, starts[0]!, ends[0]!);
    if (count > 2) this.third.set(bytes, starts[2]!, ends[2]!);
    this.scanBearers(known[1]!, known[0]!, 1, out);
  }

  private searchUninomial(limit: number, joint: number, out: NameHits): void {
    const { firstWords, bytes } = this;
    const start = this.starts[0]!;
    const end = this.ends[0]!;
    if (limit < 2) firstWords.findGenera(this.genus, bytes, start, end, 0);
    else firstWords.findUninomials(this.genus, bytes, start, end, joint);
    for (let i = 0; i < firstWords.count; i++) {
      const name = this.lists.binomial(firstWords.words[i]!, 0);
      if (name >= 0) out.add(name, firstWords.distances[i]!);
    }
  }

  private scanChildren(genus: number, spent: number, limit: number, out: NameHits): void {
    if (this.count === 2) this.scanBinomials(genus, spent, limit, out);
    else this.scanTrinomials(genus, spent, limit, out);
  }

  private scanBinomials(genus: number, spent: number, limit: number, out: NameHits): void {
    const { binomialStart, binomialEpithet, binomialSignature } = this.lists.sections;
    const { epithet } = this;
    const budget = limit - spent;
    let from = binomialStart[genus]!;
    let to = binomialStart[genus + 1]!;
    if (to - from > SHORT_ROWS) {
      // Rows are sorted by the length of the epithet: its signature tells it too, and is what is read next.
      const shortest = Math.min(epithet.length - budget, LONGEST_IN_SIGNATURE);
      const tooLong = epithet.length + budget + 1;
      from = firstOfLength(binomialSignature, from, to, shortest);
      if (tooLong <= LONGEST_IN_SIGNATURE) to = firstOfLength(binomialSignature, from, to, tooLong);
    }
    const count = epithet.select(binomialSignature, from, to, budget);
    const { selected } = epithet;
    for (let i = 0; i < count; i++) {
      const row = selected[i]!;
      const signature = binomialSignature[row]!;
      if (!epithet.mayBeWithin(signature, budget)) continue;
      const word = binomialEpithet[row]!;
      if (word === 0) continue;
      const distance = epithet.distance(word, signature, budget);
      if (distance <= budget) out.add(row, spent + distance);
    }
  }

  private scanTrinomials(genus: number, spent: number, limit: number, out: NameHits): void {
    const { trinomialStart, trinomialEpithet, trinomialThird, trinomialSignature } = this.lists.sections;
    const { epithet, third } = this;
    const { signatures } = this.lists.words;
    const budget = limit - spent;
    let from = trinomialStart[genus]!;
    let to = trinomialStart[genus + 1]!;
    if (to - from > SHORT_LIST) {
      from = lowerBound(trinomialEpithet, from, to, this.lists.words.firstOfLength(epithet.length - budget));
      to = lowerBound(trinomialEpithet, from, to, this.lists.words.firstOfLength(epithet.length + budget + 1));
    }
    // Many rows in a row have the same epithet.
    let epithetBefore = 0;
    let distanceBefore = 0;
    for (let row = from; row < to; row++) {
      const thirdSignature = trinomialSignature[row]!;
      if (!third.mayBeWithin(thirdSignature, budget)) continue;
      const word = trinomialEpithet[row]!;
      if (word !== epithetBefore) {
        epithetBefore = word;
        const signature = signatures[word]!;
        const isPossible = epithet.mayBeWithin(signature, budget);
        distanceBefore = isPossible ? epithet.distance(word, signature, budget) : budget + 1;
      }
      if (distanceBefore > budget) continue;
      const distance = distanceBefore + third.distance(trinomialThird[row]!, thirdSignature, budget - distanceBefore);
      if (distance <= budget) out.add(this.lists.binomialCount + row, spent + distance);
    }
  }

  /** Names with exactly this epithet in other genera near the query's. */
  private scanBearers(epithet: number, knownGenus: number, limit: number, out: NameHits): void {
    const { bearerStart, bearerGenus } = this.lists.sections;
    const { signatures } = this.lists.words;
    const pattern = this.genus;
    let from = bearerStart[epithet]!;
    let to = bearerStart[epithet + 1]!;
    if (to - from > SHORT_LIST) {
      from = lowerBound(bearerGenus, from, to, this.lists.words.firstOfLength(pattern.length - limit));
      to = lowerBound(bearerGenus, from, to, this.lists.words.firstOfLength(pattern.length + limit + 1));
    }
    const count = pattern.selectWords(bearerGenus, from, to, limit);
    const { selected } = pattern;
    for (let i = 0; i < count; i++) {
      const genus = bearerGenus[selected[i]!]!;
      if (genus === knownGenus) continue;
      const signature = signatures[genus]!;
      if (!pattern.mayBeWithin(signature, limit)) continue;
      const distance = pattern.distance(genus, signature, limit);
      if (distance > limit) continue;
      if (this.count === 2) {
        const name = this.lists.binomial(genus, epithet);
        if (name >= 0) out.add(name, distance);
      } else {
        this.scanThirds(genus, epithet, distance, limit, out);
      }
    }
  }

  /** Trinomials of this genus and epithet with a third word near the query's. */
  private scanThirds(genus: number, epithet: number, spent: number, limit: number, out: NameHits): void {
    const { trinomialStart, trinomialEpithet, trinomialThird, trinomialSignature } = this.lists.sections;
    const end = trinomialStart[genus + 1]!;
    let row = lowerBound(trinomialEpithet, trinomialStart[genus]!, end, epithet);
    for (; row < end && trinomialEpithet[row] === epithet; row++) {
      const signature = trinomialSignature[row]!;
      if (!this.third.mayBeWithin(signature, limit - spent)) continue;
      const distance = spent + this.third.distance(trinomialThird[row]!, signature, limit - spent);
      if (distance <= limit) out.add(this.lists.binomialCount + row, distance);
    }
  }
}
