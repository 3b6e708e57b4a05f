/**
 * Which names are spelled almost like this one?
 *
 * The names within one or two edits (optimal string alignment) of a folded string, all of them, wherever the edits sit:
 * the search word by word (read-aligned.ts) and the one with edited blanks (read-blanks.ts) together. Equal to comparing
 * with every name (test/image/nearest.test.ts).
 */
import { AlignedSearch } from "./read-aligned.ts";
import { BlankSearch } from "./read-blanks.ts";
import type { NameHits } from "./read-hits.ts";
import type { NameLists } from "./read-lists.ts";

/** Longest query in bytes that is searched for with edits: two edits explain nothing of a longer one. */
const LONGEST_QUERY = 250;

/** Looks names up within a distance. */
export class NearestNames {
  private readonly lists: NameLists;
  private readonly aligned: AlignedSearch;
  private readonly blanks: BlankSearch;

  constructor(lists: NameLists, alphabet: Uint8Array) {
    this.lists = lists;
    this.aligned = new AlignedSearch(lists);
    this.blanks = new BlankSearch(lists, this.aligned, alphabet);
  }

  /** Fills `out` with all names within `maxDistance` of `folded`. */
  find(folded: string, maxDistance: number, out: NameHits): void {
    out.clear();
    const { lists } = this;
    lists.setQuery(folded);
    const { query, queryEnd, wordCount } = lists;
    if (wordCount === 0) return;
    if (maxDistance === 0 || queryEnd > LONGEST_QUERY) {
      const exact = lists.exactQuery();
      if (exact >= 0) out.add(exact, 0);
      return;
    }
    this.aligned.setWords(query, lists.wordStart, lists.wordEnd, wordCount);
    this.aligned.search(maxDistance, out);
    this.blanks.search(query, queryEnd, maxDistance, out);
  }
}
