/**
 * In which words does a name of the checklist differ from the name asked for?
 *
 * Words are compared by their numbers in the image, and only those that differ are read: most names that are spelled
 * almost like another differ in one word.
 */
import type { ImageReader, NameOrdinal } from "../../image/read.ts";
import { normalizeLegacyEpithets, normalizeWordCol } from "../../names/keys/gbif-normalizer.ts";
import { commonBeginning, Word } from "../../names/keys/word.ts";
import type { Target } from "../query/target.ts";
import { isOneOf, keepsSameLetters, lettersOf } from "./letter-set.ts";
import { soundsAlike } from "./same-sound.ts";

/** Words that an image numbers one by one; the last holds whatever follows. */
const NUMBERED = 3;
/** Places of words that have a bit each. */
const MARKED = 31;

/** The bit of a place; 0 for those so far behind that nothing is remembered of their words. */
function bitOf(place: number): number {
  return place < MARKED ? 1 << place : 0;
}

/** The name asked for, and one name of the checklist beside it. */
export class NameComparison {
  /** Words of the name asked for, folded. */
  asked: readonly string[] = [];
  /** True when both names have the same number of words. */
  isAligned = false;
  /** Number of words of the other name. */
  foundCount = 0;
  /** True when the canonical name asked for is its folded words, capitalised: no other signs, no one-letter words. */
  isPlain = false;
  readonly #image: ImageReader;
  #folded = "";
  #canonical = "";
  #name: NameOrdinal = -1;
  readonly #askedNumbers = new Uint32Array(NUMBERED);
  readonly #foundNumbers = new Uint32Array(NUMBERED);
  /** Words of the other name, as far as they were read. */
  readonly #found: (string | undefined)[] = new Array<string | undefined>(NUMBERED).fill(undefined);
  /** Words of both as far as they were read letter by letter, and whether two at a place sound alike. */
  readonly #askedWords: Word[] = [];
  #askedRead = 0;
  readonly #foundWords: Word[] = [];
  #foundRead = 0;
  #sounding = 0;
  #notSounding = 0;
  readonly #legacy: (string | undefined)[] = new Array<string | undefined>(NUMBERED).fill(undefined);
  readonly #col: (string | undefined)[] = new Array<string | undefined>(NUMBERED).fill(undefined);

  constructor(image: ImageReader) {
    this.#image = image;
  }

  /** Compares the target's name with another; the object itself, which holds until it is asked again. */
  of(target: Target, name: NameOrdinal): this {
    if (target.folded !== this.#folded || target.canonical !== this.#canonical) this.#ask(target);
    if (name !== this.#name) this.#compare(name);
    return this;
  }

  /** True when the words at this place are different. Both names must have one there. */
  differs(place: number): boolean {
    if (this.#isNumbered(place)) return this.#askedNumbers[place] !== this.#foundNumbers[place];
    return this.asked[place] !== this.#found[place];
  }

  /** A word of the other name; `undefined` behind its last. */
  found(place: number): string | undefined {
    if (place >= this.foundCount) return undefined;
    this.#found[place] ??= this.#image.wordText(this.#foundNumbers[place]!);
    return this.#found[place];
  }

  /** Genera that have the word at this place as their epithet, of the first three words; of others none. */
  generaWithAsked(place: number): number {
    return place < NUMBERED ? this.#image.genusCountOfWord(this.#askedNumbers[place]!) : 0;
  }

  /** The same of the other name. */
  generaWithFound(place: number): number {
    return place < NUMBERED ? this.#image.genusCountOfWord(this.#foundNumbers[place]!) : 0;
  }

  /** Names below the genus asked for, 0 when there is no such genus. */
  namesInAskedGenus(): number {
    return this.#image.childCountOfWord(this.#askedNumbers[0]!);
  }

  /** Names below the other genus. */
  namesInFoundGenus(): number {
    return this.#image.childCountOfWord(this.#foundNumbers[0]!);
  }

  /** Letters of a word of the name asked for, which must have one there. They hold until {@link of} is asked again. */
  askedWord(place: number): Word {
    this.#askedWords[place] ??= new Word();
    const word = this.#askedWords[place];
    const bit = bitOf(place);
    if ((this.#askedRead & bit) === 0) {
      this.#askedRead |= bit;
      word.take(this.asked[place]!);
    }
    return word;
  }

  /** The same of the other name. */
  foundWord(place: number): Word {
    this.#foundWords[place] ??= new Word();
    const word = this.#foundWords[place];
    const bit = bitOf(place);
    if ((this.#foundRead & bit) === 0) {
      this.#foundRead |= bit;
      const text = this.#found[place];
      if (text === undefined) this.#image.readWord(this.#foundNumbers[place]!, word);
      else word.take(text);
    }
    return word;
  }

  /** True when the words at this place sound alike. */
  soundsAlike(place: number): boolean {
    const bit = bitOf(place);
    if ((this.#sounding & bit) !== 0) return true;
    if ((this.#notSounding & bit) !== 0) return false;
    const alike = soundsAlike(this.askedWord(place), this.foundWord(place));
    if (alike) this.#sounding |= bit;
    else this.#notSounding |= bit;
    return alike;
  }

  /** True when every two words that differ sound alike. Both names must have the same number of words. */
  everyDifferenceSoundsAlike(): boolean {
    for (let place = 0; place < this.foundCount; place++) {
      if (this.differs(place) && !this.soundsAlike(place)) return false;
    }
    return true;
  }

  /** True when the two names are the same letters with spaces elsewhere. */
  isSameWithoutSpaces(): boolean {
    if (this.isAligned && this.#differingCount() < 2) return false;
    let letters = 0;
    for (const word of this.asked) letters += word.length;
    for (let place = 0; place < this.foundCount; place++) letters -= this.found(place)!.length;
    return letters === 0 && this.#hasSameLetters();
  }

  /** True when both names are the same letters, spaces left out; both must have as many. */
  #hasSameLetters(): boolean {
    let place = 0;
    let found = this.found(0)!;
    let at = 0;
    for (const word of this.asked) {
      for (let i = 0; i < word.length; i++) {
        while (at === found.length) {
          found = this.found(++place)!;
          at = 0;
        }
        if (word.charCodeAt(i) !== found.charCodeAt(at++)) return false;
      }
    }
    return true;
  }

  /** True when `alike` holds for every two words that differ. Both names must have the same number of words. */
  everyDifference(alike: (asked: Word, found: Word) => boolean): boolean {
    for (let place = 0; place < this.foundCount; place++) {
      if (this.differs(place) && !alike(this.askedWord(place), this.foundWord(place))) return false;
    }
    return true;
  }

  /**
   * True when one of GBIF's two normalisers writes both names alike. Only for plain names, whose words can be normalised
   * one by one; both leave the genus alone.
   */
  isSameWhenNormalised(): boolean {
    if (!this.isAligned || this.foundCount < 2 || this.differs(0)) return false;
    if (this.differs(1) && this.askedWord(1).codes[0] !== this.foundWord(1).codes[0]) return false;
    if (!this.everyDifference(mayNormaliseAlike)) return false;
    const first = this.differs(1) ? 1 : 2;
    if (first === this.foundCount || !this.differs(first)) return true;
    return this.#isSameInLegacy(first) || this.#isSameInCol();
  }

  /** True when the words that differ are plain: ASCII letters, two at least. */
  isFoundPlain(): boolean {
    for (let place = 0; place < this.foundCount; place++) {
      const isKnownPlain = this.isPlain && place < this.asked.length && !this.differs(place);
      if (!isKnownPlain && !this.foundWord(place).isPlain()) return false;
    }
    return true;
  }

  #ask(target: Target): void {
    const { folded, canonical } = target;
    this.#folded = folded;
    this.#canonical = canonical;
    this.#name = -1;
    this.#legacy.fill(undefined);
    this.#col.fill(undefined);
    this.asked = wordsOf(folded);
    this.#askedRead = 0;
    this.isPlain = isCapitalised(canonical, folded) && arePlainWords(folded);
    this.#askedNumbers.fill(0);
    this.#image.wordNumbers(folded, this.#askedNumbers);
  }

  #compare(name: NameOrdinal): void {
    this.#name = name;
    this.#found.fill(undefined);
    this.#foundRead = this.#sounding = this.#notSounding = 0;
    this.foundCount = this.#image.wordsOf(name, this.#foundNumbers, this.#askedNumbers[0]);
    const isLong = this.foundCount === NUMBERED && this.#isLong();
    if (isLong) this.#takeAll(this.#image.foldedName(name).split(" "));
    this.isAligned = this.foundCount === this.asked.length;
  }

  #takeAll(words: readonly string[]): void {
    this.foundCount = words.length;
    for (let place = 0; place < words.length; place++) this.#found[place] = words[place];
  }

  /** True when either name has more words than are numbered. */
  #isLong(): boolean {
    if (this.asked.length > NUMBERED) return true;
    const last = NUMBERED - 1;
    return this.differs(last) && this.#image.wordText(this.#foundNumbers[last]!).includes(" ");
  }

  #isNumbered(place: number): boolean {
    return place < NUMBERED - 1 || (this.foundCount <= NUMBERED && this.asked.length <= NUMBERED);
  }

  #differingCount(): number {
    let count = 0;
    for (let place = 0; place < this.foundCount; place++) if (this.differs(place)) count++;
    return count;
  }

  /** Both as the older normaliser writes them, from the first word on that differs: it treats the last word by itself. */
  #isSameInLegacy(first: number): boolean {
    // Behind so short a genus it leaves all as it is.
    if (this.asked[0]!.length <= 2) return false;
    this.#legacy[first] ??= normalizeLegacyEpithets(this.asked.slice(first).join(" "));
    let found = this.found(first)!;
    for (let place = first + 1; place < this.foundCount; place++) found += ` ${this.found(place)}`;
    return this.#legacy[first] === normalizeLegacyEpithets(found);
  }

  #isSameInCol(): boolean {
    for (let place = 1; place < this.foundCount; place++) {
      if (!this.differs(place)) continue;
      this.#col[place] ??= normalizeWordCol(this.asked[place]!);
      if (this.#col[place] !== normalizeWordCol(this.found(place)!)) return false;
    }
    return true;
  }
}

/** True when two strings are the same but for the first letter, which is the capital of the other. */
function isCapitalised(canonical: string, folded: string): boolean {
  const { length } = folded;
  if (canonical.length !== length || canonical.charCodeAt(0) !== folded.charCodeAt(0) - 32) return false;
  for (let i = 1; i < length; i++) if (canonical.charCodeAt(i) !== folded.charCodeAt(i)) return false;
  return true;
}

/** The words between spaces; arrays of just their size. */
function wordsOf(folded: string): string[] {
  const first = folded.indexOf(" ");
  if (first < 0) return [folded];
  const second = folded.indexOf(" ", first + 1);
  if (second < 0) return [folded.slice(0, first), folded.slice(first + 1)];
  if (folded.includes(" ", second + 1)) return folded.split(" ");
  return [folded.slice(0, first), folded.slice(first + 1, second), folded.slice(second + 1)];
}

/** True for words of two and more ASCII letters with single spaces between them. */
function arePlainWords(words: string): boolean {
  let start = 0;
  for (let i = 0; i < words.length; i++) {
    const letter = words.charCodeAt(i);
    if (letter >= 97 && letter <= 122) continue;
    if (letter !== 32 || i < start + 2) return false;
    start = i + 1;
  }
  return words.length >= start + 2;
}

/** Letters that both normalisers keep, but for doubled ones; a bit each from a on. */
export const NORMALISED = lettersOf("bcdfgklpqvwz");
/** Letters that either normaliser takes away, or makes one with their neighbours, wherever they stand. */
const CHANGED = lettersOf("hijy");
const I_LIKE = lettersOf("ijy");
/** Endings that a normaliser changes have no more letters, doubled ones and runs of i, j and y counted once. */
const LONGEST_ENDING = 4;

/**
 * False when the normalisers certainly write two plain words differently: at their first different letter when both
 * are kept, or by the letters that are always kept.
 */
function mayNormaliseAlike(a: Word, b: Word): boolean {
  const at = commonBeginning(a, b);
  if (at > 0 && isKeptAt(a, at) && isKeptAt(b, at)) return false;
  return keepsSameLetters(a, b, NORMALISED);
}

/** True when both normalisers write the letter at this place, which is not the first, as it is. */
function isKeptAt({ codes, length }: Word, at: number): boolean {
  if (at + LONGEST_ENDING >= length) return false;
  const letter = codes[at]!;
  if (isOneOf(CHANGED, letter) || letter === codes[at - 1]) return false;
  let runs = 0;
  let behind = 0;
  for (let i = length - 1; i > at && runs < LONGEST_ENDING; i--) {
    const code = codes[i]!;
    if (code !== behind && !(isOneOf(I_LIKE, code) && isOneOf(I_LIKE, behind))) runs++;
    behind = code;
  }
  return runs === LONGEST_ENDING;
}
