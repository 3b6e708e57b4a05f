/**
 * Which letters has a word?
 *
 * A word that is compared with another is gone through several times, letter by letter. In an array of codes that takes a
 * third of the time that it takes in a string, whose form is looked up at every letter.
 */

/** Letters of one word, as UTF-16 codes. Reused for word after word. */
export class Word {
  codes: Uint16Array = new Uint16Array(32);
  length = 0;

  /** Takes the letters of a text from `start` to `end`; the word itself. */
  take(text: string, start = 0, end: number = text.length): this {
    const { codes } = this.withRoomFor(end - start);
    for (let i = start; i < end; i++) codes[i - start] = text.charCodeAt(i);
    return this;
  }

  /** Empties the word, with room for so many letters; the word itself. */
  withRoomFor(length: number): this {
    if (length > this.codes.length) this.codes = new Uint16Array(2 * length);
    this.length = length;
    return this;
  }

  /** The letters as text. */
  text(): string {
    return String.fromCharCode(...this.codes.subarray(0, this.length));
  }

  /** True for two and more letters a-z, nothing else. */
  isPlain(): boolean {
    const { codes, length } = this;
    for (let i = 0; i < length; i++) {
      const letter = codes[i]!;
      if (letter < 97 || letter > 122) return false;
    }
    return length >= 2;
  }
}

/** How many letters two words have in common at their beginning. */
export function commonBeginning(a: Word, b: Word): number {
  const longest = Math.min(a.length, b.length);
  const { codes } = a;
  const { codes: others } = b;
  let length = 0;
  while (length < longest && codes[length] === others[length]) length++;
  return length;
}
