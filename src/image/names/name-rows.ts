/**
 * Which rows has a genus, and which words has a row?
 *
 * Names by number, and their words by number: see format.ts for the lists.
 */
import type { ImageHeader, Sections } from "../layout/format.ts";
import { GENUS_SAMPLE } from "../layout/word-bytes.ts";
import { WordTable } from "../words/read-words.ts";

/** Names as rows over words. */
export class NameRows {
  readonly sections: Sections;
  readonly words: WordTable;
  readonly binomialCount: number;
  readonly nameCount: number;
  /** No folded string of a name has more bytes. */
  readonly mostTextBytes: number;

  constructor(sections: Sections, header: ImageHeader) {
    this.sections = sections;
    this.words = new WordTable(sections, header.wordCount);
    this.binomialCount = header.binomialCount;
    this.nameCount = header.nameCount;
    this.mostTextBytes = 3 * this.words.lengthStart.length + 2;
  }

  /** The name of these words, epithet 0 for the uninomial; -1 when there is none. */
  binomial(genus: number, epithet: number): number {
    const { binomialStart, binomialEpithet } = this.sections;
    const end = binomialStart[genus + 1]!;
    const row = lowerBound(binomialEpithet, binomialStart[genus]!, end, epithet);
    return row < end && binomialEpithet[row] === epithet ? row : -1;
  }

  /**
   * Writes the names of this genus with each of several epithets into `out`, -1 for none: as {@link binomial}, one after
   * the other. They are searched for together, without branches, so that the rows are fetched at the same time.
   */
  binomials(genus: number, epithets: readonly number[], out: Int32Array): void {
    const { binomialStart, binomialEpithet } = this.sections;
    const start = binomialStart[genus]!;
    const end = binomialStart[genus + 1]!;
    const count = epithets.length;
    for (let i = 0; i < count; i++) out[i] = start;
    for (let left = end - start; left > 1; ) {
      const half = left >>> 1;
      for (let i = 0; i < count; i++) {
        // The row behind is not reached when its word is too large: then the difference is not negative.
        const below = (binomialEpithet[out[i]! + half - 1]! - epithets[i]!) >> 31;
        out[i]! += half & below;
      }
      left -= half;
    }
    for (let i = 0; i < count; i++) {
      let row = out[i]!;
      if (row < end && binomialEpithet[row]! < epithets[i]!) row++;
      out[i] = row < end && binomialEpithet[row] === epithets[i] ? row : -1;
    }
  }

  /** The name of these three words, or -1. */
  trinomial(genus: number, epithet: number, third: number): number {
    const { trinomialStart, trinomialEpithet, trinomialThird } = this.sections;
    const end = trinomialStart[genus + 1]!;
    let row = lowerBound(trinomialEpithet, trinomialStart[genus]!, end, epithet);
    for (; row < end && trinomialEpithet[row] === epithet; row++) {
      if (trinomialThird[row] === third) return this.binomialCount + row;
    }
    return -1;
  }

  /** True when some name of three words starts with this word. */
  hasTrinomials(genus: number): boolean {
    const { trinomialStart } = this.sections;
    return trinomialStart[genus + 1]! > trinomialStart[genus]!;
  }

  wordCountOf(name: number): number {
    if (name >= this.binomialCount) return 3;
    return this.sections.binomialEpithet[name] === 0 ? 1 : 2;
  }

  /**
   * Writes the numbers of a name's words; how many.
   * @param likely its first word, probably: need not be searched for then
   */
  wordsOf(name: number, out: Uint32Array, likely = 0): number {
    const { binomialEpithet, trinomialEpithet, trinomialThird } = this.sections;
    out[0] = likely !== 0 && this.isOfGenus(name, likely) ? likely : this.genusOf(name);
    if (name < this.binomialCount) {
      out[1] = binomialEpithet[name]!;
      return out[1] === 0 ? 1 : 2;
    }
    const row = name - this.binomialCount;
    out[1] = trinomialEpithet[row]!;
    out[2] = trinomialThird[row]!;
    return 3;
  }

  /** True when this is the first word of a name. */
  isOfGenus(name: number, genus: number): boolean {
    const { binomialStart, trinomialStart } = this.sections;
    const row = name - this.binomialCount;
    if (row < 0) return binomialStart[genus]! <= name && name < binomialStart[genus + 1]!;
    return trinomialStart[genus]! <= row && row < trinomialStart[genus + 1]!;
  }

  /** First word of a name. */
  genusOf(name: number): number {
    const { rowGenusSample, binomialStart, trinomialStart } = this.sections;
    const isTrinomial = name >= this.binomialCount;
    const starts = isTrinomial ? trinomialStart : binomialStart;
    const row = isTrinomial ? name - this.binomialCount : name;
    let genus = rowGenusSample[Math.floor(name / GENUS_SAMPLE)]!;
    // The sample may lie among the binomials while the name is the first of the trinomials.
    if (isTrinomial && name - (name % GENUS_SAMPLE) < this.binomialCount) genus = 1;
    while (starts[genus + 1]! <= row) genus++;
    return genus;
  }

  /** Writes the folded string of a name from `at` on; its end. */
  writeText(name: number, out: Uint8Array, at = 0): number {
    const { binomialEpithet, trinomialEpithet, trinomialThird } = this.sections;
    let end = this.words.write(this.genusOf(name), out, at);
    if (name < this.binomialCount) {
      if (binomialEpithet[name] === 0) return end;
      out[end++] = 32;
      return this.words.write(binomialEpithet[name]!, out, end);
    }
    const row = name - this.binomialCount;
    out[end++] = 32;
    end = this.words.write(trinomialEpithet[row]!, out, end);
    out[end++] = 32;
    return this.words.write(trinomialThird[row]!, out, end);
  }

  /** The words of a name as a folded string. */
  text(name: number): string {
    const { binomialEpithet, trinomialEpithet, trinomialThird } = this.sections;
    const { words } = this;
    const genus = words.text(this.genusOf(name));
    if (name < this.binomialCount) {
      const epithet = binomialEpithet[name]!;
      return epithet === 0 ? genus : `${genus} ${words.text(epithet)}`;
    }
    const row = name - this.binomialCount;
    return `${genus} ${words.text(trinomialEpithet[row]!)} ${words.text(trinomialThird[row]!)}`;
  }
}

/** First place in `[low, high)` of a sorted list whose value is at least `value`; `high` when there is none. */
export function lowerBound(list: Uint32Array, low: number, high: number, value: number): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (list[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** First place in `[low, high)` of words sorted by length whose signature says at least so many letters. */
export function firstOfLength(signatures: Uint32Array, low: number, high: number, length: number): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (signatures[middle]! >>> 26 < length) from = middle + 1;
    else to = middle;
  }
  return from;
}
