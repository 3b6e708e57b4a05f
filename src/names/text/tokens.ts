/**
 * Which words, numbers and signs does a string consist of?
 *
 * One pass over the code units, no allocation but the arrays that grow once. A word is a run of letters with inner
 * hyphens and apostrophes; a full stop is a sign of its own. Everything later reads tokens by index, so a string is
 * looked at a fixed number of times whatever it holds.
 */
import { charClass, DIGIT, JOINER, LETTER, LOWER, SPACE, UPPER } from "./chars.ts";

/** Kinds of token. */
export const CAPITAL = 1; // "Abies", "McKenzie", "A"
export const LOWERCASE = 2; // "alba", "d'urvilleana"
export const ALL_CAPS = 3; // "ABIES", two letters and more
export const NUMBER = 4; // "1753"
export const MIXED = 5; // "1935h", "V24Sta", "188x"
export const SIGN = 6; // one character
export const INNER_CAPITAL = 7; // "d'Orbigny", "duPont"
const END = 0;

/** Letters of a lower-case word before a capital ends it; "d'Orbigny" and "duPont" are one word. */
const MIN_GLUED = 5;

const HYPHEN = 0x2d;
const APOSTROPHE = 0x27;

/** The tokens of one text. Reused between calls: read what you need before the next `read`. */
export class Tokens {
  text = "";
  count = 0;
  kind = new Uint8Array(64);
  start = new Int32Array(64);
  end = new Int32Array(64);
  /** Words cut out so far, `""` where none was asked for: cutting and hashing a word once is half of the work. */
  readonly #words: string[] = [];
  /** Some code unit is beyond ASCII. */
  hasNonAscii = false;
  /** Some word holds a hyphen or an apostrophe. */
  hasJoiner = false;
  /** Code units read and words asked for, for the test that time is linear. */
  steps = 0;

  /** Splits a text. */
  read(text: string): void {
    this.text = text;
    this.hasJoiner = false;
    let count = 0;
    const length = text.length;
    let i = 0;
    let all = 0;
    while (i < length) {
      const code = text.charCodeAt(i);
      all |= code;
      const bits = charClass(code);
      if (bits & SPACE) {
        i++;
        continue;
      }
      if (count >= this.kind.length - 2) this.#grow();
      const from = i;
      let kind = SIGN;
      if (bits & (LETTER | DIGIT)) {
        let seen = bits;
        let lowers = bits & LOWER ? 1 : 0;
        i++;
        for (; i < length; i++) {
          const code = text.charCodeAt(i);
          all |= code;
          const next = charClass(code);
          if (next & (LETTER | DIGIT)) {
            // "angelicifoliusGriseb.": an epithet and an author without space between them
            if (next & UPPER && bits & LOWER && lowers === i - from && lowers > MIN_GLUED && i + 1 < length) break;
            seen |= next;
            if (next & LOWER) lowers++;
          } else if (next & JOINER && charClass(text.charCodeAt(i + 1)) & (LETTER | DIGIT)) this.hasJoiner = true;
          else break;
        }
        if (!(seen & LETTER)) kind = NUMBER;
        else if (seen & DIGIT) kind = MIXED;
        else if (bits & UPPER) kind = lowers === 0 && i - from > 1 ? ALL_CAPS : CAPITAL;
        else kind = seen & UPPER ? INNER_CAPITAL : LOWERCASE;
      } else i++;
      this.kind[count] = kind;
      this.start[count] = from;
      this.end[count] = i;
      this.#words[count] = "";
      count++;
    }
    this.count = count;
    this.kind[count] = END;
    this.start[count] = length;
    this.end[count] = length;
    this.hasNonAscii = all > 0x7f;
    this.steps += length;
  }

  #grow(): void {
    const size = this.kind.length * 2;
    const grow = <T extends Uint8Array | Int32Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.kind = grow(this.kind, new Uint8Array(size));
    this.start = grow(this.start, new Int32Array(size));
    this.end = grow(this.end, new Int32Array(size));
  }

  /** The text of a token. */
  word(at: number): string {
    this.steps++;
    if (at >= this.count) return "";
    const known = this.#words[at]!;
    if (known !== "") return known;
    const word = this.text.slice(this.start[at]!, this.end[at]!);
    this.#words[at] = word;
    return word;
  }

  /** First code unit of a token, 0 beyond the end. */
  first(at: number): number {
    return at < this.count ? this.text.charCodeAt(this.start[at]!) : 0;
  }

  length(at: number): number {
    return this.end[at]! - this.start[at]!;
  }

  /** True for the given one-character sign. */
  is(at: number, sign: number): boolean {
    return this.kind[at] === SIGN && this.text.charCodeAt(this.start[at]!) === sign;
  }

  /** True when nothing stands between this token and the one before. */
  touches(at: number): boolean {
    return at > 0 && this.start[at] === this.end[at - 1];
  }
}

/** Sign codes. */
export const DOT = 0x2e;
export const COMMA = 0x2c;
export const OPEN = 0x28;
export const CLOSE = 0x29;
export const OPEN_SQUARE = 0x5b;
export const CLOSE_SQUARE = 0x5d;
export const AMPERSAND = 0x26;
export const SEMICOLON = 0x3b;
export const COLON = 0x3a;
export const QUESTION = 0x3f;
export const TIMES = 0xd7;
export const PLUS = 0x2b;
export const ASTERISK = 0x2a;
export const SLASH = 0x2f;
export const DAGGER = 0x2020;
export const QUOTE = 0x22;
export const TICK = APOSTROPHE;
export const DASH = HYPHEN;
