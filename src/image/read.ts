/**
 * What does an image answer?
 *
 * Names are found by folded string (names/keys/fold.ts): exactly, by stem, by sound, within two edits, by a part; what is
 * known of their usages stands in read-usages.ts. Everything is read in place: one image in shared memory serves any
 * number of readers, one reader serves one thread. Ordinals are dense, start at 0, and mean nothing outside of their image.
 */
import type { Word } from "../names/keys/word.ts";
import { NamesTogether } from "./names/batch-lookup.ts";
import type { NameHits } from "./names/hits.ts";
import { AnyWord } from "./near/any-word.ts";
import { NameBeginnings } from "./near/epithet-prefix.ts";
import { NearestNames } from "./near/nearest.ts";
import { NameVariants } from "./near/stems-and-sounds.ts";
import { SecondFoldings } from "./near/umlauts.ts";
import { type NameOrdinal, UsageReader } from "./usages/read-usages.ts";

export { type NamesTogether, TOGETHER } from "./names/batch-lookup.ts";
export { NameHits } from "./names/hits.ts";
export type { AnyWord, WordSet } from "./near/any-word.ts";
export type { NameOrdinal, UsageOrdinal } from "./usages/read-usages.ts";

/** Reads one image. Not for use from several threads at once: every thread makes its own, over the same memory. */
export class ImageReader extends UsageReader {
  private readonly nearest: NearestNames;
  private readonly variants: NameVariants;
  private readonly beginnings: NameBeginnings;
  private readonly secondFoldings: SecondFoldings;
  private lastFolded = "";
  private lastName: NameOrdinal = -1;
  private earlierFolded = "";
  private earlierName: NameOrdinal = -1;

  /**
   * @param image the bytes of an image, usually over a SharedArrayBuffer
   * @param path names the image in errors
   * @throws BinomenError IMAGE_FOREIGN, IMAGE_VERSION, IMAGE_DAMAGED (table only; verify.ts checks the sections)
   */
  constructor(image: Uint8Array, path = "image") {
    super(image, path);
    this.nearest = new NearestNames(this.lists, Uint8Array.from(this.header.alphabet));
    this.variants = new NameVariants(this.lists);
    this.beginnings = new NameBeginnings(this.lists);
    this.secondFoldings = new SecondFoldings(this.lists);
  }

  /** The name with this folded string; -1 when absent. Also finds what is no word name: viruses, formulas, OTUs. */
  exactName(folded: string): NameOrdinal {
    // One query asks for its name at several steps, and for its genus between them.
    if (folded === this.lastFolded) return this.lastName;
    const name = folded === this.earlierFolded ? this.earlierName : this.lists.exact(folded);
    this.noteName(folded, name);
    return name;
  }

  /**
   * The name whose folded string the first `end` signs of a text fold to, -1 when absent; saves folding them. They must
   * be one to three words of ASCII letters, single spaces between them; words may hold hyphens.
   */
  exactWords(text: string, end: number): NameOrdinal {
    this.lists.setWords(text, end);
    return this.lists.exactQuery();
  }

  /** Tells that {@link exactName} of a string is known: it need not be looked up again. */
  noteName(folded: string, name: NameOrdinal): void {
    this.lists.noteQuery(folded);
    this.earlierFolded = this.lastFolded;
    this.earlierName = this.lastName;
    this.lastFolded = folded;
    this.lastName = name;
  }

  /** Names whose second folding (ö → o) is this string while their first is not: few in any checklist. */
  namesWithSecondFolding(foldedShort: string, out: NameHits): void {
    this.secondFoldings.find(foldedShort, out);
  }

  /** Names whose epithets have the stems of this name's epithets; the first word is compared as it is. */
  namesWithStem(folded: string, out: NameHits): void {
    this.variants.withStem(folded, out);
  }

  /** Names whose words sound like these words (Taxamatch's key), word by word. */
  namesWithPhoneticKey(folded: string, out: NameHits): void {
    this.variants.withPhoneticKey(folded, out, false);
  }

  /** As {@link namesWithPhoneticKey}, but the first word must be this one. */
  namesOfGenusWithPhoneticKey(folded: string, out: NameHits): void {
    this.variants.withPhoneticKey(folded, out, true);
  }

  /**
   * All names within `maxDistance` edits: letters inserted, deleted, replaced, neighbours transposed (optimal string
   * alignment), spaces counting as letters. `out` is cleared first; distances are exact. A string longer than
   * LONGEST_QUERY (near/nearest.ts) finds only itself.
   */
  nearestNames(folded: string, maxDistance: 0 | 1 | 2, out: NameHits): void {
    this.nearest.find(folded, maxDistance, out);
  }

  /** As {@link nearestNames}, but spaces stay where they are: words are compared with words, edits of all together. */
  alignedNames(folded: string, maxDistance: 1 | 2, out: NameHits): void {
    this.nearest.findAligned(folded, maxDistance, out);
  }

  /** Adds what {@link nearestNames} finds beside {@link alignedNames}: names that need a space edited. */
  addSpaceEdits(folded: string, maxDistance: 1 | 2, out: NameHits): void {
    this.nearest.addSpaceEdits(folded, maxDistance, out);
  }

  /** Names of two or three words that have this name's words but for the last, which is within `maxDistance` edits. */
  namesWithOtherLastWord(folded: string, maxDistance: number, out: NameHits): void {
    this.nearest.findLastWord(folded, maxDistance, out);
  }

  /**
   * Names of two or three words that have this name's words but for the last, which begins with `beginning` and is
   * longer by `longer` bytes at most; j counts as i and v as u, as in {@link namesWithStem}.
   * @param same letters, a bit each from a on, of which both last words must have the same ones
   */
  namesBeginning(folded: string, beginning: string, longer: number, out: NameHits, same = 0): void {
    this.beginnings.find(folded, beginning, longer, out, same);
  }

  /** True when some name starts with this folded word (as a genus or a uninomial). */
  hasGenus(word: string): boolean {
    return this.lists.hasGenus(word);
  }

  /** Names of two and three words below this genus; the genus itself not. `out` is cleared first. */
  childrenOfGenus(word: string, out: NameHits): void {
    this.lists.children(word, out);
  }

  /** How many names of two and three words are below this genus. */
  childCountOfGenus(word: string): number {
    return this.lists.childCount(word);
  }

  /** First words of the names that have this epithet as their second word, folded, each once. */
  generaWithEpithet(epithet: string): string[] {
    return this.lists.generaWithEpithet(epithet);
  }

  /** How many genera have names with this epithet as their second word: 0 for no epithet in use. */
  genusCountOfEpithet(epithet: string): number {
    return this.lists.genusCountOfEpithet(epithet);
  }

  /** As {@link childCountOfGenus} and {@link genusCountOfEpithet}, by the number of the word. */
  childCountOfWord(word: number): number {
    return this.lists.childCountOf(word);
  }

  genusCountOfWord(word: number): number {
    return this.lists.genusCountOf(word);
  }

  /** Whether a name has one, two, or three and more words: 1-3. */
  wordCountOf(name: NameOrdinal): number {
    return this.lists.wordCountOf(name);
  }

  /**
   * Writes the numbers of a name's one to three words; how many. The third "word" holds all that follows.
   * @param likely the number of its first word, if it can be guessed: spares the search for it
   */
  wordsOf(name: NameOrdinal, out: Uint32Array, likely = 0): number {
    return this.lists.wordsOf(name, out, likely);
  }

  /**
   * Writes the numbers of the words of any folded string, at most three, as {@link wordsOf} of a name; 0 for a word that
   * no name has in this place. How many words there are.
   */
  wordNumbers(folded: string, out: Uint32Array): number {
    return this.lists.wordNumbers(folded, out);
  }

  /** Takes the letters of the word of this number into `out`. */
  readWord(number: number, out: Word): void {
    this.lists.words.read(number, out);
  }

  /** The letters of the word of this number. */
  wordText(number: number): string {
    return this.lists.words.text(number);
  }

  /** The folded string of a name. */
  foldedName(name: NameOrdinal): string {
    return this.lists.text(name);
  }

  /** For look-ups by the beginning of any word of a name. */
  anyWord(): AnyWord {
    return new AnyWord(this.lists, this.header.wordCount);
  }

  /** For look-ups of several names at once. */
  namesTogether(): NamesTogether {
    return new NamesTogether(this.lists);
  }
}
