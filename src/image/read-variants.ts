/**
 * Which names have the same stems, or sound the same?
 *
 * Words, not names, are kept by stem and by sound: a query's words are replaced by all words with the same stem (or
 * sound), and the names of these are looked up. A bucket may hold other words too, so each is computed again.
 */
import { phoneticKey } from "../names/phonetic.ts";
import { stemEpithet } from "../names/stem.ts";
import { bucketOf, textHash } from "./format-words.ts";
import type { NameHits } from "./read-hits.ts";
import type { NameLists } from "./read-lists.ts";

/** Looks names up by stem and by sound. */
export class NameVariants {
  private readonly lists: NameLists;

  constructor(lists: NameLists) {
    this.lists = lists;
  }

  /** Names with the same first word and epithets of the same stems. `out` is cleared first. */
  withStem(folded: string, out: NameHits): void {
    out.clear();
    const [genus, epithet, third] = splitWords(folded);
    if (genus === undefined || epithet === undefined) return;
    const word = this.lists.wordNumber(genus);
    if (word === 0) return;
    this.combine([word], this.wordsWithStem(epithet), third === undefined ? undefined : this.wordsWithStem(third), out);
  }

  /** Names whose words all sound like the query's. `out` is cleared first. */
  withPhoneticKey(folded: string, out: NameHits): void {
    out.clear();
    const [genus, epithet, third] = splitWords(folded);
    if (genus === undefined) return;
    const genera = this.wordsLike(genus, false);
    if (genera.length === 0) return;
    const epithets = epithet === undefined ? [0] : this.wordsLike(epithet, true);
    this.combine(genera, epithets, third === undefined ? undefined : this.wordsLike(third, true), out);
  }

  private combine(genera: number[], epithets: number[], thirds: number[] | undefined, out: NameHits): void {
    for (const genus of genera) {
      for (const epithet of epithets) {
        if (thirds === undefined) {
          const name = this.lists.binomial(genus, epithet);
          if (name >= 0) out.add(name, 0);
          continue;
        }
        for (const third of thirds) {
          const name = this.lists.trinomial(genus, epithet, third);
          if (name >= 0) out.add(name, 0);
        }
      }
    }
  }

  private wordsWithStem(word: string): number[] {
    const { stemBuckets, stemWords } = this.lists.sections;
    const stem = stemEpithet(word);
    return this.wordsIn(stemBuckets, stemWords, stem, (text) => stemEpithet(text) === stem);
  }

  private wordsLike(word: string, isEpithet: boolean): number[] {
    const { phoneticBuckets, phoneticWords } = this.lists.sections;
    const key = phoneticKey(word, isEpithet);
    return this.wordsIn(phoneticBuckets, phoneticWords, key, (text) => phoneticKey(text, isEpithet) === key);
  }

  private wordsIn(buckets: Uint32Array, entries: Uint32Array, key: string, fits: (text: string) => boolean): number[] {
    const found: number[] = [];
    if (buckets.length < 2) return found;
    const bucket = bucketOf(textHash(key), buckets.length - 1);
    for (let i = buckets[bucket]!; i < buckets[bucket + 1]!; i++) {
      const word = entries[i]!;
      if (!found.includes(word) && fits(this.lists.words.text(word))) found.push(word);
    }
    return found;
  }
}

/** Up to three words, the third one with all that follows. */
function splitWords(folded: string): [string?, string?, string?] {
  const first = folded.indexOf(" ");
  if (first < 0) return folded === "" ? [] : [folded];
  const second = folded.indexOf(" ", first + 1);
  if (second < 0) return [folded.slice(0, first), folded.slice(first + 1)];
  return [folded.slice(0, first), folded.slice(first + 1, second), folded.slice(second + 1)];
}
