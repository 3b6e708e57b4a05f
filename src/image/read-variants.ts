/**
 * Which names have the same stems, or sound the same?
 *
 * Words, not names, are kept by stem and by sound: a query's words are replaced by all words with the same stem (or
 * sound), and the names of these are looked up. Words are told apart by bits of a hash, so that the keys are computed
 * again only for the names that are found in the end.
 */
import { phoneticKey } from "../names/phonetic.ts";
import { stemEpithet } from "../names/stem.ts";
import { bucketOf, slotValue, textHash, wordIdBits } from "./format-words.ts";
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
    const { stemBuckets, stemWords } = this.lists.sections;
    const wordsLike = (text: string) => this.wordsIn(stemBuckets, stemWords, stemEpithet(text));
    this.combine([word], wordsLike(epithet), third === undefined ? undefined : wordsLike(third), out);
    keepOnly(out, (name) => hasSameKeys(splitWords(this.lists.text(name)), [genus, epithet, third], stemOf));
  }

  /**
   * Names whose words all sound like the query's. `out` is cleared first.
   * @param sameFirst only those with the query's first word itself
   */
  withPhoneticKey(folded: string, out: NameHits, sameFirst: boolean): void {
    out.clear();
    const [genus, epithet, third] = splitWords(folded);
    if (genus === undefined) return;
    const { phoneticBuckets, phoneticWords } = this.lists.sections;
    const wordsLike = (text: string, isEpithet: boolean) =>
      this.wordsIn(phoneticBuckets, phoneticWords, phoneticKey(text, isEpithet));
    const genera = sameFirst ? [this.lists.wordNumber(genus)] : wordsLike(genus, false);
    if (genera.length === 0) return;
    const epithets = epithet === undefined ? [0] : wordsLike(epithet, true);
    this.combine(genera, epithets, third === undefined ? undefined : wordsLike(third, true), out);
    keepOnly(out, (name) => hasSameKeys(splitWords(this.lists.text(name)), [genus, epithet, third], phoneticKey));
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

  /** Words whose key probably is `key`. */
  private wordsIn(buckets: Uint32Array, entries: Uint32Array, key: string): number[] {
    const found: number[] = [];
    if (buckets.length < 2) return found;
    const hash = textHash(key);
    const idBits = wordIdBits(this.lists.words.signatures.length - 1);
    const idMask = (1 << idBits) - 1;
    const wanted = slotValue(hash, 0, idBits);
    const bucket = bucketOf(hash, buckets.length - 1);
    for (let i = buckets[bucket]!; i < buckets[bucket + 1]!; i++) {
      if (((entries[i]! ^ wanted) & ~idMask) === 0) found.push(entries[i]! & idMask);
    }
    return found;
  }
}

type Words = readonly (string | undefined)[];

function stemOf(word: string, isEpithet: boolean): string {
  return isEpithet ? stemEpithet(word) : word;
}

/** True when the words of two names have the same keys, place by place. */
function hasSameKeys(a: Words, b: Words, keyOf: (word: string, isEpithet: boolean) => string): boolean {
  for (let i = 0; i < 3; i++) {
    if (a[i] === b[i]) continue;
    if (a[i] === undefined || b[i] === undefined || keyOf(a[i]!, i > 0) !== keyOf(b[i]!, i > 0)) return false;
  }
  return true;
}

/** Drops the hits that do not fit. */
function keepOnly(hits: NameHits, fits: (name: number) => boolean): void {
  let kept = 0;
  for (let i = 0; i < hits.length; i++) if (fits(hits.names[i]!)) hits.names[kept++] = hits.names[i]!;
  hits.length = kept;
}

/** Up to three words, the third one with all that follows. */
function splitWords(folded: string): Words {
  const first = folded.indexOf(" ");
  if (first < 0) return folded === "" ? [] : [folded];
  const second = folded.indexOf(" ", first + 1);
  if (second < 0) return [folded.slice(0, first), folded.slice(first + 1)];
  return [folded.slice(0, first), folded.slice(first + 1, second), folded.slice(second + 1)];
}
