/**
 * Which names are spelled almost like this one?
 *
 * The names within one or two edits (optimal string alignment) of a folded string, all of them, wherever the edits sit:
 * the search word by word (words/word-by-word.ts) and the one with edited spaces (spaces/spaces.ts) together. Equal to comparing
 * with every name (test/image/nearest.test.ts).
 */

import type { NameHits } from "../names/hits.ts";
import type { NameLists } from "../names/read-lists.ts";
import { SpaceSearch } from "./spaces/spaces.ts";
import { AlignedSearch } from "./words/word-by-word.ts";

/** Longest query in bytes that is searched for with edits: two edits explain nothing of a longer one. */
const LONGEST_QUERY = 250;

/** Looks names up within a distance. */
export class NearestNames {
  private readonly lists: NameLists;
  private readonly aligned: AlignedSearch;
  private readonly spaces: SpaceSearch;
  /** The query whose words `aligned` has; its bytes are the query's own, since other look-ups use those of `lists`. */
  private folded = "";
  private readonly bytes = new Uint8Array(LONGEST_QUERY + 1);

  constructor(lists: NameLists, alphabet: Uint8Array) {
    this.lists = lists;
    this.aligned = new AlignedSearch(lists);
    this.spaces = new SpaceSearch(lists, this.aligned, alphabet);
  }

  /** Fills `out` with all names within `maxDistance` of `folded`. */
  find(folded: string, maxDistance: number, out: NameHits): void {
    this.findAligned(folded, maxDistance, out);
    if (maxDistance > 0) this.addSpaceEdits(folded, maxDistance, out);
  }

  /** As {@link find}, but only names with as many words as the query, whose words are together within the distance. */
  findAligned(folded: string, maxDistance: number, out: NameHits): void {
    out.clear();
    if (maxDistance > 0 && this.take(folded)) {
      this.aligned.search(maxDistance, out);
      return;
    }
    const exact = this.lists.exact(folded);
    if (exact >= 0) out.add(exact, 0);
  }

  /** Adds the names within `maxDistance`, 1 or 2, that need a space edit. */
  addSpaceEdits(folded: string, maxDistance: number, out: NameHits): void {
    const { lists } = this;
    lists.setQuery(folded);
    if (lists.wordCount === 0 || lists.queryEnd > LONGEST_QUERY) return;
    // It searches for variants of the query with the same instrument.
    if (maxDistance > 1) this.folded = "";
    this.spaces.search(lists.query, lists.queryEnd, maxDistance, out);
  }

  /** Adds the names that are the query but for their last word, which is within `limit` edits of the query's. */
  findLastWord(folded: string, limit: number, out: NameHits): void {
    out.clear();
    if (this.take(folded)) this.aligned.searchLastWord(limit, out);
  }

  /** Gives the words to the search; false when the query cannot be searched for with edits. */
  private take(folded: string): boolean {
    if (folded === this.folded) return folded !== "";
    const { lists, bytes } = this;
    lists.setQuery(folded);
    const { query, queryEnd, wordCount } = lists;
    if (wordCount === 0 || queryEnd > LONGEST_QUERY) return false;
    for (let i = 0; i < queryEnd; i++) bytes[i] = query[i]!;
    this.aligned.setQuery(lists, bytes);
    this.folded = folded;
    return true;
  }
}
