/**
 * Which names of a genus, or a species, begin their last word with these letters?
 *
 * Signatures of all of them lie side by side: those without the letters are passed over unread.
 */
import { encodeText, MAX_BYTES_PER_UNIT } from "../layout/text.ts";
import { LONGEST_IN_SIGNATURE, wordSignature } from "../layout/word-bytes.ts";
import type { NameHits } from "../names/hits.ts";
import { firstOfLength, lowerBound } from "../names/name-rows.ts";
import type { NameLists } from "../names/read-lists.ts";

const I = 105;
const J = 106;
const U = 117;
const V = 118;
/** The letters in signatures that stem alike: i and j, u and v say nothing. */
const CLASSICAL_BITS = 0x3ffffff & ~((1 << (I - 97)) | (1 << (J - 97)) | (1 << (U - 97)) | (1 << (V - 97)));

/** Looks names up by the beginning of their last word. */
export class NameBeginnings {
  private readonly lists: NameLists;
  private bytes: Uint8Array = new Uint8Array(64);
  private length = 0;
  private letters = 0;
  private same = 0;
  private sameLetters = 0;

  constructor(lists: NameLists) {
    this.lists = lists;
  }

  /**
   * Fills `out` with the names that have the words of `folded` but for the last, which begins with `beginning` and is
   * longer by `longer` bytes at most.
   * @param same letters, a bit each from a on, of which both last words must have the same ones
   */
  find(folded: string, beginning: string, longer: number, out: NameHits, same = 0): void {
    out.clear();
    const { lists } = this;
    lists.setQuery(folded);
    const { wordCount, sections } = lists;
    if (wordCount < 2) return;
    const genus = lists.numberAt(0);
    const epithet = wordCount > 2 ? lists.numberAt(1) : 0;
    if (genus === 0 || (wordCount > 2 && epithet === 0)) return;
    this.take(beginning);
    const last = wordCount - 1;
    const longest = lists.wordEnd[last]! - lists.wordStart[last]! + longer;
    this.same = same;
    if (same !== 0) this.sameLetters = wordSignature(lists.query, lists.wordStart[last]!, lists.wordEnd[last]!) & same;
    if (wordCount === 2) {
      const { binomialStart, binomialEpithet, binomialSignature } = sections;
      const end = binomialStart[genus + 1]!;
      const shortest = Math.min(this.length, LONGEST_IN_SIGNATURE);
      for (let row = firstOfLength(binomialSignature, binomialStart[genus]!, end, shortest); row < end; row++) {
        const signature = binomialSignature[row]!;
        if (signature >>> 26 > longest) break;
        if (this.begins(signature, binomialEpithet[row]!, longest)) out.append(row, 0);
      }
      return;
    }
    const { trinomialStart, trinomialEpithet, trinomialThird, trinomialSignature } = sections;
    const end = trinomialStart[genus + 1]!;
    let row = lowerBound(trinomialEpithet, trinomialStart[genus]!, end, epithet);
    for (; row < end && trinomialEpithet[row] === epithet; row++) {
      if (this.begins(trinomialSignature[row]!, trinomialThird[row]!, longest))
        out.append(lists.binomialCount + row, 0);
    }
  }

  private take(beginning: string): void {
    if (beginning.length * MAX_BYTES_PER_UNIT > this.bytes.length) {
      this.bytes = new Uint8Array(beginning.length * MAX_BYTES_PER_UNIT);
    }
    this.length = encodeText(beginning, this.bytes);
    this.letters = wordSignature(this.bytes, 0, this.length) & CLASSICAL_BITS;
    for (let i = 0; i < this.length; i++) this.bytes[i] = classical(this.bytes[i]!);
  }

  private begins(signature: number, word: number, longest: number): boolean {
    const { words } = this.lists;
    if ((this.letters & ~signature) !== 0 || word === 0) return false;
    if (this.same !== 0 && (signature & this.same) !== this.sameLetters) return false;
    const length = words.lengthBySignature(word, signature);
    if (length < this.length || length > longest) return false;
    const start = words.start(word, length);
    for (let i = 0; i < this.length; i++) if (classical(words.letters[start + i]!) !== this.bytes[i]) return false;
    return true;
  }
}

function classical(letter: number): number {
  return letter === J ? I : letter === V ? U : letter;
}
