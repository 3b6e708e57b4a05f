/**
 * Which names of a genus go on nearly as the query does?
 *
 * When the genus stands in the query letter by letter, all edits lie behind it, spaces among them: what follows the genus
 * in the query is compared as one string with what follows it in each of its names. Length and letters sort out nearly
 * all; what is left is measured by whoever asks.
 */
import { popcount } from "../../layout/bits.ts";
import { LONGEST_IN_SIGNATURE, wordSignature } from "../../layout/word-bytes.ts";
import type { NameHits } from "../../names/hits.ts";
import { lowerBound } from "../../names/name-rows.ts";
import type { NameLists } from "../../names/read-lists.ts";

const SPACE = 32;
const LETTER_BITS = 0x3ffffff;

/** Compares the rest of a query with the rests of names. */
export class RestSearch {
  private readonly lists: NameLists;

  constructor(lists: NameLists) {
    this.lists = lists;
  }

  /** Adds the names of `genus` whose rest may be within `budget` edits of `query[from, end)`. */
  find(genus: number, query: Uint8Array, from: number, end: number, budget: number, candidates: NameHits): void {
    if (from >= end) return;
    const letters = wordSignature(query, from, end) & LETTER_BITS;
    this.findBinomials(genus, letters, end - from, budget, candidates);
    this.findTrinomials(genus, letters, end - from, budget, candidates);
  }

  /** As {@link find}, but not the names that have their spaces where the query has them, if it has none in its rest. */
  findOtherSpaces(genus: number, query: Uint8Array, from: number, end: number, candidates: NameHits): void {
    if (from >= end) return;
    const letters = wordSignature(query, from, end) & LETTER_BITS;
    if (hasSpace(query, from, end)) {
      this.findBinomials(genus, letters, end - from, 2, candidates);
    }
    this.findTrinomials(genus, letters, end - from, 2, candidates);
  }

  private findBinomials(genus: number, letters: number, length: number, budget: number, candidates: NameHits): void {
    const { binomialStart, binomialEpithet, binomialSignature } = this.lists.sections;
    const { words } = this.lists;
    const start = binomialStart[genus]!;
    const end = binomialStart[genus + 1]!;
    if (start === end) return;
    let row = lowerBound(binomialEpithet, start, end, words.firstOfLength(length - budget));
    const tooLong = words.firstOfLength(length + budget + 1);
    for (; row < end && binomialEpithet[row]! < tooLong; row++) {
      if (binomialEpithet[row] === 0) continue;
      if (popcount((binomialSignature[row]! ^ letters) & LETTER_BITS) <= 2 * budget) candidates.add(row, 0);
    }
  }

  private findTrinomials(genus: number, letters: number, length: number, budget: number, candidates: NameHits): void {
    const { trinomialStart, trinomialEpithet, trinomialSignature } = this.lists.sections;
    const { words, binomialCount } = this.lists;
    let epithetBefore = 0;
    let epithetLetters = 0;
    let lengthLeft = 0;
    let isPossible = false;
    for (let row = trinomialStart[genus]!; row < trinomialStart[genus + 1]!; row++) {
      const epithet = trinomialEpithet[row]!;
      if (epithet !== epithetBefore) {
        epithetBefore = epithet;
        epithetLetters = words.signatures[epithet]!;
        // Each letter that the query's rest does not have costs an edit.
        isPossible = popcount(epithetLetters & ~letters & LETTER_BITS) <= budget;
        lengthLeft = length - 1 - words.lengthBySignature(epithet, epithetLetters);
      }
      if (!isPossible) continue;
      const signature = trinomialSignature[row]!;
      // Lengths beyond the signature's are all the same to it: those names pass, and are measured.
      const thirdLength = signature >>> 26;
      const more = thirdLength - lengthLeft;
      if ((more > budget || -more > budget) && thirdLength < LONGEST_IN_SIGNATURE) continue;
      if (popcount(((signature | epithetLetters) ^ letters) & LETTER_BITS) > 2 * budget) continue;
      candidates.add(binomialCount + row, 0);
    }
  }
}

function hasSpace(bytes: Uint8Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (bytes[i] === SPACE) return true;
  return false;
}
