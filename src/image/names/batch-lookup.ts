/**
 * Which names are these, and whose usages?
 *
 * A single look-up waits for main memory half of its time, once at each of its steps, since each place to read stands in
 * what was read before. Names that are looked up together take each step together: short loops read what the step needs
 * of all of them, so that the processor fetches it at the same time. For names in lists, of which many are at hand.
 */
import { selectLoneBit } from "../layout/bits.ts";
import { ROW_SHIFT } from "../layout/usage-row.ts";
import { MOST_WORDS, QueryWords } from "./query-words.ts";
import type { NameLists } from "./read-lists.ts";

/** Names that are looked up together. More would not be fetched any sooner, and push each other out of the cache. */
export const TOGETHER = 32;

/** Longest name that is taken. */
const LONGEST = 256;

/** Looks up names together. */
export class NamesTogether {
  /** How many there are. */
  count = 0;
  /** The names found, in the order in which they were added; -1 for none. */
  readonly names = new Int32Array(TOGETHER);
  /** The usage of each that has only one; else -1. */
  readonly soleUsages = new Int32Array(TOGETHER);
  private readonly lists: NameLists;
  private readonly words = new QueryWords(TOGETHER, TOGETHER * LONGEST);
  private readonly wordCounts = new Uint8Array(TOGETHER);
  private readonly slotValues = new Uint32Array(MOST_WORDS * TOGETHER);
  private readonly numbers = new Uint32Array(MOST_WORDS * TOGETHER);
  private readonly rows = new Uint32Array(TOGETHER);
  private end = 0;
  /** What was read only to have it near; kept, since else it need not be read. */
  private near = 0;

  constructor(lists: NameLists) {
    this.lists = lists;
  }

  /** Begins anew. */
  clear(): void {
    this.count = 0;
    this.end = 0;
  }

  /** Adds the first `end` signs of a text, plain words (see {@link QueryWords.takeAscii}); false when they are too long. */
  add(text: string, end: number): boolean {
    const { words, count } = this;
    if (end > LONGEST || count === TOGETHER) return false;
    const place = MOST_WORDS * count;
    const wordCount = words.takeAscii(text, end, this.end, place);
    if (wordCount <= 0) return false;
    for (let word = wordCount; word < MOST_WORDS; word++) words.hashes[place + word] = 0;
    this.end = words.ends[place + wordCount - 1]!;
    this.wordCounts[count] = wordCount;
    this.count++;
    return true;
  }

  /** Looks up all that were added. */
  find(): void {
    this.findWords();
    this.findNames();
    this.findUsages();
  }

  private findWords(): void {
    const { lists, words, slotValues, numbers, wordCounts, count } = this;
    const { starts, ends, hashes, bytes } = words;
    const table = lists.words;
    const places = MOST_WORDS * count;
    let near = 0;
    for (let place = 0; place < places; place++) near += table.firstValue(hashes[place]!);
    for (let place = 0; place < places; place++) slotValues[place] = table.likelyValue(hashes[place]!);
    for (let place = 0; place < places; place++) {
      near += table.firstLetter(table.wordOf(slotValues[place]!), ends[place]! - starts[place]!);
    }
    const { binomialStart, trinomialStart } = lists.sections;
    for (let i = 0, place = 0; i < count; i++, place += MOST_WORDS) {
      const genus = table.wordOf(slotValues[place]!);
      near += (wordCounts[i] === MOST_WORDS ? trinomialStart : binomialStart)[genus]!;
    }
    this.near = near | 0;
    for (let i = 0; i < count; i++) {
      const first = MOST_WORDS * i;
      for (let place = first; place < first + wordCounts[i]!; place++) {
        numbers[place] = table.findLikely(slotValues[place]!, hashes[place]!, bytes, starts[place]!, ends[place]!);
      }
    }
  }

  private findNames(): void {
    const { lists, numbers, wordCounts, rows, names, count } = this;
    const { binomialStart, binomialEpithet, trinomialStart, trinomialEpithet } = lists.sections;
    for (let i = 0; i < count; i++) {
      const genus = numbers[MOST_WORDS * i]!;
      const starts = wordCounts[i] === MOST_WORDS ? trinomialStart : binomialStart;
      rows[i] = (starts[genus]! + starts[genus + 1]!) >>> 1;
    }
    let near = 0;
    for (let i = 0; i < count; i++) {
      near += (wordCounts[i] === MOST_WORDS ? trinomialEpithet : binomialEpithet)[rows[i]!] ?? 0;
    }
    this.near += near | 0;
    for (let i = 0; i < count; i++) names[i] = this.nameOf(MOST_WORDS * i, wordCounts[i]!);
  }

  private nameOf(place: number, wordCount: number): number {
    const { lists, numbers } = this;
    const genus = numbers[place]!;
    if (genus === 0) return -1;
    if (wordCount === 1) return lists.binomial(genus, 0);
    const epithet = numbers[place + 1]!;
    if (epithet === 0) return -1;
    if (wordCount === 2) return lists.binomial(genus, epithet);
    const third = numbers[place + 2]!;
    return third === 0 ? -1 : lists.trinomial(genus, epithet, third);
  }

  private findUsages(): void {
    const { names, soleUsages, count } = this;
    const { nameBits, nameBitCounts, usageRows } = this.lists.sections;
    const usageCount = usageRows.length >>> ROW_SHIFT;
    for (let i = 0; i < count; i++) {
      const name = names[i]!;
      soleUsages[i] = name < 0 ? -1 : selectLoneBit(nameBits, nameBitCounts, name, usageCount);
    }
    let near = 0;
    for (let i = 0; i < count; i++) {
      const usage = soleUsages[i]!;
      if (usage >= 0) near += usageRows[usage << ROW_SHIFT]!;
    }
    this.near += near | 0;
  }
}
