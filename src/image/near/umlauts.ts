/**
 * Which names are these letters when their umlauts lose their dots?
 *
 * "Büttneria" is folded to "buettneria", and looked up as such. Who leaves the dots out writes "buttneria": few names
 * have such letters, so a filter, made when it is asked first, spares nearly all queries the search.
 */
import { addToFilter, emptyFilter, mayContain } from "../layout/filter.ts";
import { hashBytes } from "../layout/hash.ts";
import { decodeText } from "../layout/text.ts";
import type { NameHits } from "../names/hits.ts";
import type { NameLists } from "../names/read-lists.ts";

/** Looks names up by their second folding. */
export class SecondFoldings {
  private readonly lists: NameLists;
  private filter: Uint32Array | undefined;

  constructor(lists: NameLists) {
    this.lists = lists;
  }

  /** Fills `out` with the names whose second folding is this string while their first is not. */
  find(folded: string, out: NameHits): void {
    out.clear();
    const { lists } = this;
    const { secondFoldingName } = lists.sections;
    if (secondFoldingName.length === 0) return;
    this.filter ??= this.makeFilter();
    lists.setQuery(folded);
    if (!mayContain(this.filter, hashBytes(lists.query, 0, lists.queryEnd))) return;
    for (let at = this.firstFrom(folded); at < secondFoldingName.length && this.text(at) === folded; at++) {
      out.add(secondFoldingName[at]!, 0);
    }
  }

  /** The first place of the sorted strings whose string is not before this one. */
  private firstFrom(folded: string): number {
    let low = 0;
    let high = this.lists.sections.secondFoldingName.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.text(middle) < folded) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private text(at: number): string {
    const { secondFoldingText, secondFoldingStart } = this.lists.sections;
    return decodeText(secondFoldingText, secondFoldingStart[at]!, secondFoldingStart[at + 1]!);
  }

  private makeFilter(): Uint32Array {
    const { secondFoldingText, secondFoldingStart, secondFoldingName } = this.lists.sections;
    const filter = emptyFilter(secondFoldingName.length);
    for (let at = 0; at < secondFoldingName.length; at++) {
      addToFilter(filter, hashBytes(secondFoldingText, secondFoldingStart[at]!, secondFoldingStart[at + 1]!));
    }
    return filter;
  }
}
