/**
 * Which names have words near these words, word by word?
 *
 * Blanks stay where they are here; read-blanks.ts moves them. Two edits over genus and epithet leave three
 * possibilities: the genus is right (scan its children), the epithet is right (scan its genera), or each has one edit
 * (genera from the one-deletion dictionary, then their children).
 */
import { LONGEST_DELETED, MOST_DELETIONS, oneDeletion, PREFIX_LETTERS, twoDeletions } from "./format-deletions.ts";
import { END_LETTERS, headHash, mayContain, tailHash } from "./format-filter.ts";
import { slotOf } from "./format-hash.ts";
import { slotValue, wordIdBits } from "./format-words.ts";
import type { NameHits } from "./read-hits.ts";
import { lowerBound, type NameLists } from "./read-lists.ts";
import { WordPattern } from "./read-pattern.ts";

/** Lists shorter than this are read whole: finding the window by length would cost more. */
const SHORT_LIST = 24;

const NO_WORDS: readonly number[] = [];

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
  private readonly hashes = new Uint32Array(MOST_DELETIONS);
  private readonly bucketStarts = new Uint32Array(MOST_DELETIONS);
  private readonly bucketEnds = new Uint32Array(MOST_DELETIONS);
  /** Of no use but to keep reads that are made ahead from being left out. */
  protected fetched = 0;
  private readonly idBits: number;
  private readonly idMask: number;
  /** Words found by a dictionary, with their distance. */
  private found: Uint32Array = new Uint32Array(256);
  private foundDistance: Uint8Array = new Uint8Array(256);
  private foundCount = 0;

  constructor(lists: NameLists) {
    this.lists = lists;
    this.genus = new WordPattern(lists.words);
    this.epithet = new WordPattern(lists.words);
    this.third = new WordPattern(lists.words);
    this.idBits = wordIdBits(lists.words.signatures.length - 1);
    this.idMask = this.idBits === 32 ? -1 : (1 << this.idBits) - 1;
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
    this.findGenera();
    for (let i = 0; i < this.foundCount; i++) {
      const near = this.found[i]!;
      if (near !== genus) this.scanChildren(near, this.foundDistance[i]!, limit, out);
    }
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
    if (limit < 2) this.findGenera();
    else this.findUninomials(joint);
    for (let i = 0; i < this.foundCount; i++) {
      const name = this.lists.binomial(this.found[i]!, 0);
      if (name >= 0) out.add(name, this.foundDistance[i]!);
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
    if (to - from > SHORT_LIST) {
      from = lowerBound(binomialEpithet, from, to, this.lists.words.firstOfLength(epithet.length - budget));
      to = lowerBound(binomialEpithet, from, to, this.lists.words.firstOfLength(epithet.length + budget + 1));
    }
    for (let row = from; row < to; row++) {
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
    for (let i = from; i < to; i++) {
      const genus = bearerGenus[i]!;
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

  /** Fills `found` with the first words of names that are within one edit of the query's first word. */
  private findGenera(): void {
    const { genusBuckets, genusDeletions } = this.lists.sections;
    this.foundCount = 0;
    if (this.genus.length > LONGEST_DELETED) return;
    const count = oneDeletion(this.bytes, this.starts[0]!, this.ends[0]!, this.hashes);
    this.probeAll(genusBuckets, genusDeletions, count, 1);
  }

  /** Fills `found` with the uninomials within two edits of the query's only word. */
  private findUninomials(joint: number): void {
    const { uninomialBuckets, uninomialDeletions } = this.lists.sections;
    this.foundCount = 0;
    if (this.genus.length > LONGEST_DELETED) return;
    const start = this.starts[0]!;
    if (joint >= 0 && !this.mayBeJoined(joint)) return;
    const count =
      joint < 0 ? twoDeletions(this.bytes, start, this.ends[0]!, this.hashes) : this.deletionsOfJoined(joint);
    this.probeAll(uninomialBuckets, uninomialDeletions, count, 2);
  }

  /**
   * Hashes for a word with one edit at `joint` and one elsewhere. The first is a letter that the query's word lacks, so it
   * takes no letter from the query's prefix but the last, which that letter pushes out; the other takes one at most.
   */
  private deletionsOfJoined(joint: number): number {
    const { bytes, hashes } = this;
    const start = this.starts[0]!;
    const end = Math.min(start + PREFIX_LETTERS, this.ends[0]!);
    const count = oneDeletion(bytes, start, end, hashes);
    // An edit behind the prefix leaves one at most within it.
    return joint > PREFIX_LETTERS ? count : oneDeletion(bytes, start, end - 1, hashes, count);
  }

  /**
   * False when no uninomial is the query's word with one edit at `joint` (a lost letter, or none) and one elsewhere: that
   * other edit leaves the first letters as they are, or the last ones. Spares most joined words the dictionary.
   */
  private mayBeJoined(joint: number): boolean {
    const { bytes } = this;
    const start = this.starts[0]!;
    const end = this.ends[0]!;
    const { length } = this.genus;
    if (joint - start < END_LETTERS || end - joint < END_LETTERS || length < 2 * END_LETTERS + 1) return true;
    const { uninomialEnds } = this.lists.sections;
    for (let other = length - 1; other <= length + 2; other++) {
      if (mayContain(uninomialEnds, headHash(bytes, start, other))) return true;
      if (mayContain(uninomialEnds, tailHash(bytes, end, other))) return true;
    }
    return false;
  }

  /**
   * Keeps the words within `limit` edits that stand under one of the first `count` hashes.
   *
   * A dictionary lies far away in memory: all buckets are read before any entry, and an entry of each before any word, so
   * that the processor fetches them at the same time (a third faster at 8 million names).
   */
  private probeAll(buckets: Uint32Array, entries: Uint32Array, count: number, limit: number): void {
    const { hashes, bucketStarts, bucketEnds } = this;
    for (let i = 0; i < count; i++) {
      const bucket = slotOf(hashes[i]!, buckets.length - 1);
      bucketStarts[i] = buckets[bucket]!;
      bucketEnds[i] = buckets[bucket + 1]!;
    }
    let fetched = 0;
    for (let i = 0; i < count; i++) fetched ^= entries[bucketStarts[i]!] ?? 0;
    this.fetched = fetched;
    const { words } = this.lists;
    // Within a bucket words ascend, and so do their lengths.
    const shortest = words.firstOfLength(this.genus.length - limit);
    const tooLong = words.firstOfLength(this.genus.length + limit + 1);
    for (let i = 0; i < count; i++) {
      const wanted = slotValue(hashes[i]!, 0, this.idBits);
      for (let at = bucketStarts[i]!, end = bucketEnds[i]!; at < end; at++) {
        const entry = entries[at]!;
        const word = entry & this.idMask;
        if (word >= tooLong) break;
        if (word < shortest || ((entry ^ wanted) & ~this.idMask) !== 0) continue;
        this.keepWithin(word, limit);
      }
    }
  }

  private keepWithin(word: number, limit: number): void {
    if (this.isFound(word)) return;
    const signature = this.lists.words.signatures[word]!;
    if (!this.genus.mayBeWithin(signature, limit)) return;
    const distance = this.genus.distance(word, signature, limit);
    if (distance <= limit) this.keep(word, distance);
  }

  /** First words of this length that are a string of this hash when they lose a letter. */
  generaWithoutLetter(hash: number, length: number): readonly number[] {
    const { genusBuckets: buckets, genusDeletions: entries } = this.lists.sections;
    const bucket = slotOf(hash, buckets.length - 1);
    const wanted = slotValue(hash, 0, this.idBits);
    const from = this.lists.words.firstOfLength(length);
    const to = this.lists.words.firstOfLength(length + 1);
    let words: number[] | undefined;
    for (let i = buckets[bucket]!, end = buckets[bucket + 1]!; i < end; i++) {
      const entry = entries[i]!;
      const word = entry & this.idMask;
      if (word < from || word >= to || ((entry ^ wanted) & ~this.idMask) !== 0) continue;
      words ??= [];
      words.push(word);
    }
    return words ?? NO_WORDS;
  }

  private isFound(word: number): boolean {
    for (let i = 0; i < this.foundCount; i++) if (this.found[i] === word) return true;
    return false;
  }

  private keep(word: number, distance: number): void {
    if (this.foundCount === this.found.length) {
      const found = new Uint32Array(this.foundCount * 2);
      found.set(this.found);
      this.found = found;
      const distances = new Uint8Array(this.foundCount * 2);
      distances.set(this.foundDistance);
      this.foundDistance = distances;
    }
    this.found[this.foundCount] = word;
    this.foundDistance[this.foundCount++] = distance;
  }
}
