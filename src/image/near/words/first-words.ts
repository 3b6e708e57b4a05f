/**
 * Which first words of names are near a word?
 *
 * Looked up in the deletion dictionaries (layout/deletions.ts): genera within one edit, uninomials within two.
 */
import { LONGEST_DELETED, MOST_DELETIONS, oneDeletion, PREFIX_LETTERS, twoDeletions } from "../../layout/deletions.ts";
import { END_LETTERS, headHash, mayContain, tailHash } from "../../layout/filter.ts";
import { slotOf } from "../../layout/hash.ts";
import { slotValue, wordIdBits } from "../../layout/word-bytes.ts";
import type { NameLists } from "../../names/read-lists.ts";
import type { WordPattern } from "./bit-parallel.ts";

const NO_WORDS: readonly number[] = [];

/** Looks first words up; what the last look-up found stands in its fields. */
export class FirstWords {
  /** Numbers of the words found; `count` of them are valid. */
  words: Uint32Array = new Uint32Array(256);
  private signatures = new Uint32Array(256);
  /** Their distances. */
  distances: Uint8Array = new Uint8Array(256);
  count = 0;
  private readonly lists: NameLists;
  private readonly hashes = new Uint32Array(MOST_DELETIONS);
  private readonly bucketStarts = new Uint32Array(MOST_DELETIONS);
  private readonly bucketEnds = new Uint32Array(MOST_DELETIONS);
  /** Of no use but to keep reads that are made ahead from being left out. */
  protected fetched = 0;
  private readonly idBits: number;
  private readonly idMask: number;

  constructor(lists: NameLists) {
    this.lists = lists;
    this.idBits = wordIdBits(lists.words.signatures.length - 1);
    this.idMask = this.idBits === 32 ? -1 : (1 << this.idBits) - 1;
  }

  /**
   * Finds the first words of names that are within one edit of the pattern, which is `bytes[start, end)`.
   * @param except the number of a word to leave out, 0 for none
   */
  findGenera(pattern: WordPattern, bytes: Uint8Array, start: number, end: number, except: number): void {
    const { genusBuckets, genusDeletions } = this.lists.sections;
    this.count = 0;
    if (pattern.length > LONGEST_DELETED) return;
    this.probeAll(genusBuckets, genusDeletions, oneDeletion(bytes, start, end, this.hashes), pattern, 1, except);
  }

  /**
   * Finds the uninomials within two edits of the pattern, which is `bytes[start, end)`.
   * @param joint one of the edits is at this place, where two words were joined; -1 when unknown
   */
  findUninomials(pattern: WordPattern, bytes: Uint8Array, start: number, end: number, joint: number): void {
    const { uninomialBuckets, uninomialDeletions } = this.lists.sections;
    this.count = 0;
    if (pattern.length > LONGEST_DELETED) return;
    if (joint >= 0 && !this.mayBeJoined(bytes, start, end, joint)) return;
    const count =
      joint < 0 ? twoDeletions(bytes, start, end, this.hashes) : this.deletionsOfJoined(bytes, start, end, joint);
    this.probeAll(uninomialBuckets, uninomialDeletions, count, pattern, 2, 0);
  }

  /**
   * Hashes for a word with one edit at `joint` and one elsewhere. The first is a letter that the query's word lacks, so it
   * takes no letter from the query's prefix but the last, which that letter pushes out; the other takes one at most.
   */
  private deletionsOfJoined(bytes: Uint8Array, start: number, end: number, joint: number): number {
    const { hashes } = this;
    const prefixEnd = Math.min(start + PREFIX_LETTERS, end);
    const count = oneDeletion(bytes, start, prefixEnd, hashes);
    // An edit behind the prefix leaves one at most within it.
    return joint > PREFIX_LETTERS ? count : oneDeletion(bytes, start, prefixEnd - 1, hashes, count);
  }

  /**
   * False when no uninomial is the query's word with one edit at `joint` (a lost letter, or none) and one elsewhere: that
   * other edit leaves the first letters as they are, or the last ones. Spares most joined words the dictionary.
   */
  private mayBeJoined(bytes: Uint8Array, start: number, end: number, joint: number): boolean {
    const length = end - start;
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
  private probeAll(
    buckets: Uint32Array,
    entries: Uint32Array,
    count: number,
    pattern: WordPattern,
    limit: number,
    except: number,
  ): void {
    const { hashes, bucketStarts, bucketEnds } = this;
    for (let i = 0; i < count; i++) {
      const bucket = slotOf(hashes[i]!, buckets.length - 1);
      bucketStarts[i] = buckets[bucket]!;
      bucketEnds[i] = buckets[bucket + 1]!;
    }
    let fetched = 0;
    for (let i = 0; i < count; i++) fetched ^= (entries[bucketStarts[i]!] ?? 0) ^ (entries[bucketEnds[i]! - 1] ?? 0);
    this.fetched = fetched;
    this.gather(count, entries, pattern.length, limit, except);
    this.keepWithin(pattern, limit);
  }

  /** Puts the words under the first `count` hashes into `words` that are as long as the limit allows, some repeatedly. */
  private gather(count: number, entries: Uint32Array, length: number, limit: number, except: number): void {
    const { hashes, bucketStarts, bucketEnds, idBits, idMask } = this;
    const { words } = this.lists;
    // Within a bucket words ascend, and so do their lengths.
    const shortest = words.firstOfLength(length - limit);
    const tooLong = words.firstOfLength(length + limit + 1);
    for (let i = 0; i < count; i++) {
      const wanted = slotValue(hashes[i]!, 0, idBits);
      for (let at = bucketStarts[i]!, end = bucketEnds[i]!; at < end; at++) {
        const entry = entries[at]!;
        const word = entry & idMask;
        if (word >= tooLong) break;
        if (word >= shortest && ((entry ^ wanted) & ~idMask) === 0 && word !== except) this.append(word);
      }
    }
  }

  /** Drops the gathered words that are not within `limit` edits. All signatures are read at once, then all letters. */
  private keepWithin(pattern: WordPattern, limit: number): void {
    const { words, signatures, distances, count: gathered } = this;
    const table = this.lists.words;
    for (let i = 0; i < gathered; i++) signatures[i] = table.signatures[words[i]!]!;
    this.count = 0;
    let fetched = 0;
    for (let i = 0; i < gathered; i++) {
      const word = words[i]!;
      const signature = signatures[i]!;
      if (!pattern.mayBeWithin(signature, limit) || this.isFound(word)) continue;
      fetched ^= table.letters[table.start(word, table.lengthBySignature(word, signature))]!;
      words[this.count] = word;
      signatures[this.count++] = signature;
    }
    this.fetched = fetched;
    const possible = this.count;
    this.count = 0;
    for (let i = 0; i < possible; i++) {
      const word = words[i]!;
      const distance = pattern.distance(word, signatures[i]!, limit);
      if (distance > limit) continue;
      words[this.count] = word;
      distances[this.count++] = distance;
    }
  }

  /** First words of this length that are a string of this hash when they lose a letter. */
  withoutLetter(hash: number, length: number): readonly number[] {
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
    for (let i = 0; i < this.count; i++) if (this.words[i] === word) return true;
    return false;
  }

  private append(word: number): void {
    if (this.count === this.words.length) {
      const words = new Uint32Array(this.count * 2);
      words.set(this.words);
      this.words = words;
      this.signatures = new Uint32Array(this.count * 2);
      this.distances = new Uint8Array(this.count * 2);
    }
    this.words[this.count++] = word;
  }
}
