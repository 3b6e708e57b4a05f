/**
 * Which names have the same stems, or sound the same?
 *
 * Words, not names, are kept by stem and by sound: a query's words are replaced by all words with the same stem (or
 * sound), and the names of these are looked up. Words are told apart by bits of a hash, so that the keys are computed
 * again only for the names that are found in the end.
 */
import { phoneticKey } from "../../names/keys/phonetic.ts";
import { stemEpithet } from "../../names/keys/stem.ts";
import { bucketOf, slotValue, textHash, wordIdBits } from "../layout/word-bytes.ts";
import type { NameHits } from "../names/hits.ts";
import type { NameLists } from "../names/read-lists.ts";

const NO_WORDS: readonly number[] = [];
/** Of a place behind the last word: only names that have none there. */
const NO_WORD: readonly number[] = [0];

/** Stem or sound of a word; `isEpithet` for all words but the first. */
type KeyOf = (word: string, isEpithet: boolean) => string;

/** Looks names up by stem and by sound. */
export class NameVariants {
  private readonly lists: NameLists;
  private readonly idBits: number;
  private readonly idMask: number;
  private names = new Int32Array(64);

  constructor(lists: NameLists) {
    this.lists = lists;
    this.idBits = wordIdBits(lists.words.signatures.length - 1);
    this.idMask = this.idBits === 32 ? -1 : (1 << this.idBits) - 1;
  }

  /** Names with the same first word and epithets of the same stems. `out` is cleared first. */
  withStem(folded: string, out: NameHits): void {
    out.clear();
    const first = folded.indexOf(" ");
    if (first < 0) return;
    const genera = this.firstWord(folded);
    if (genera.length === 0) return;
    const { stemBuckets, stemWords } = this.lists.sections;
    this.combine(genera, folded, first, stemBuckets, stemWords, stemEpithet, out);
  }

  /**
   * Names whose words all sound like the query's. `out` is cleared first.
   * @param sameFirst only those with the query's first word itself
   */
  withPhoneticKey(folded: string, out: NameHits, sameFirst: boolean): void {
    out.clear();
    if (folded === "") return;
    const { phoneticBuckets, phoneticWords } = this.lists.sections;
    const first = folded.indexOf(" ");
    const genus = first < 0 ? folded : folded.slice(0, first);
    const genera = sameFirst
      ? this.firstWord(folded)
      : this.wordsLike(genus, false, phoneticBuckets, phoneticWords, phoneticKey);
    if (genera.length > 0) this.combine(genera, folded, first, phoneticBuckets, phoneticWords, phoneticKey, out);
  }

  /** The number of the first word, if it is a word. */
  private firstWord(folded: string): readonly number[] {
    const { lists } = this;
    lists.setQuery(folded);
    const word = lists.numberAt(0);
    return word === 0 ? NO_WORDS : [word];
  }

  /** Adds the names of these first words whose other words are like those of the query, which begin behind `first`. */
  private combine(
    genera: readonly number[],
    folded: string,
    first: number,
    buckets: Uint32Array,
    entries: Uint32Array,
    keyOf: KeyOf,
    out: NameHits,
  ): void {
    const { lists } = this;
    const second = first < 0 ? -1 : folded.indexOf(" ", first + 1);
    let epithets = NO_WORD;
    let thirds = NO_WORDS;
    if (first >= 0) {
      const epithet = folded.slice(first + 1, second < 0 ? folded.length : second);
      epithets = this.wordsLike(epithet, true, buckets, entries, keyOf);
      if (epithets.length === 0) return;
    }
    if (second >= 0) thirds = this.wordsLike(folded.slice(second + 1), true, buckets, entries, keyOf);
    for (const genus of genera) {
      if (second < 0) {
        this.addBinomials(genus, epithets, folded, keyOf, out);
        continue;
      }
      for (const epithet of epithets) {
        for (const third of thirds) {
          const name = lists.trinomial(genus, epithet, third);
          if (name >= 0 && hasSameKeys(lists.text(name), folded, keyOf)) out.add(name, 0);
        }
      }
    }
  }

  private addBinomials(genus: number, epithets: readonly number[], folded: string, keyOf: KeyOf, out: NameHits): void {
    const { lists } = this;
    if (epithets.length > this.names.length) this.names = new Int32Array(2 * epithets.length);
    const { names } = this;
    lists.binomials(genus, epithets, names);
    for (let i = 0; i < epithets.length; i++) {
      const name = names[i]!;
      if (name >= 0 && hasSameKeys(lists.text(name), folded, keyOf)) out.add(name, 0);
    }
  }

  /** Words that probably have the key of this word. */
  private wordsLike(
    word: string,
    isEpithet: boolean,
    buckets: Uint32Array,
    entries: Uint32Array,
    keyOf: KeyOf,
  ): readonly number[] {
    if (buckets.length < 2) return NO_WORDS;
    const { idBits, idMask } = this;
    const key = keyOf(word, isEpithet);
    const hash = textHash(key);
    const wanted = slotValue(hash, 0, idBits);
    const bucket = bucketOf(hash, buckets.length - 1);
    let found: number[] | undefined;
    for (let i = buckets[bucket]!, end = buckets[bucket + 1]!; i < end; i++) {
      const entry = entries[i]!;
      if (((entry ^ wanted) & ~idMask) !== 0) continue;
      if (found === undefined) found = [entry & idMask];
      else found.push(entry & idMask);
    }
    return found ?? NO_WORDS;
  }
}

/** True when the words of two names have the same keys, place by place; the third holds all that follows. */
function hasSameKeys(a: string, b: string, keyOf: KeyOf): boolean {
  let from = 0;
  let otherFrom = 0;
  for (let place = 0; place < 3; place++) {
    const to = place < 2 ? a.indexOf(" ", from) : -1;
    const otherTo = place < 2 ? b.indexOf(" ", otherFrom) : -1;
    const word = to < 0 ? a.slice(from) : a.slice(from, to);
    const other = otherTo < 0 ? b.slice(otherFrom) : b.slice(otherFrom, otherTo);
    if (word !== other && keyOf(word, place > 0) !== keyOf(other, place > 0)) return false;
    if (to < 0 || otherTo < 0) return to === otherTo;
    from = to + 1;
    otherFrom = otherTo + 1;
  }
  return true;
}
