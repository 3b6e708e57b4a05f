/**
 * In which word does a reading of the query end, and in which name?
 *
 * A reading writes its words into a buffer, letter by letter, and keeps the hash of the word under way: so it is known at
 * each end of a word whether names have that word in its place.
 */
import { finishHash, HASH_MULTIPLIER } from "../../layout/hash.ts";
import type { NameHits } from "../../names/hits.ts";
import type { NameLists } from "../../names/read-lists.ts";

/** Ends words and names of readings. */
export class ReadingEnds {
  protected readonly lists: NameLists;
  /** Letters of the words as they are read. */
  protected readonly scratch = new Uint8Array(512);
  protected candidates!: NameHits;

  constructor(lists: NameLists) {
    this.lists = lists;
  }

  /** The uninomial of a word is a candidate. */
  protected keep(word: number): void {
    const name = this.lists.binomial(word, 0);
    if (name >= 0) this.candidates.add(name, 0);
  }

  /** The number of the word that ends here, if names have it in this place; else 0. */
  protected close(wordStart: number, at: number, hash: number, closed: number): number {
    if (at === wordStart) return 0;
    const { lists, scratch } = this;
    const finished = finishHash(hash);
    if (closed === 0 ? !lists.mayStartName(finished) : !lists.mayBeEpithet(finished)) return 0;
    return lists.words.findHashed(finished, scratch, wordStart, at);
  }

  /** The name whose last word ends here is a candidate, if there is one. */
  protected finish(wordStart: number, at: number, hash: number, closed: number, genus: number, epithet: number): void {
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
}

/** The hash of a word with one more letter. */
export function extend(hash: number, letter: number): number {
  return (Math.imul(hash, HASH_MULTIPLIER) + letter) | 0;
}
