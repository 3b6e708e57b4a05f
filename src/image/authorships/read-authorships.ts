/**
 * How is an authorship read, written, and compared with what somebody wrote?
 *
 * In place: its team stands as bytes in the image, brackets and year are numbers beside it (layout/authorship-bytes.ts).
 */

import {
  AUTHORSHIP_SHIFT,
  FORM_BRACKETS,
  FORM_YEAR_COMMA,
  FORM_YEAR_SPACE,
  formOf,
  joinAuthorship,
  MOST_AROUND_TEAM,
  teamLengthOf,
  yearOf,
} from "../layout/authorship-bytes.ts";
import type { Sections } from "../layout/format.ts";
import { COPY_PADDING, copyBytes, viewFrom } from "../layout/literals.ts";
import { decodeText, writeDigits } from "../layout/text.ts";

const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const COMMA = 0x2c;
const ZERO = 0x30;
/** Bytes from here on are parts of other letters than those of ASCII. */
const NOT_ASCII = 0x80;
/** Years that are kept as numbers have so many digits. */
const YEAR_DIGITS = 4;

/** One authorship at a time. */
export class AuthorshipText {
  /** Of no use but to keep a read that is made ahead from being left out. */
  protected fetched = 0;
  readonly #rows: Uint32Array;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #ordinal = 0;
  #start = 0;
  #packed = 0;

  constructor({ authorshipRows, authorText }: Sections) {
    this.#rows = authorshipRows;
    this.#bytes = authorText;
    this.#view = viewFrom(authorText);
  }

  /** Takes an authorship by its number; 0 for none. */
  read(ordinal: number): void {
    this.#ordinal = ordinal;
    const row = ordinal << AUTHORSHIP_SHIFT;
    this.#start = this.#rows[row]!;
    this.#packed = this.#rows[row + 1]!;
  }

  /** Brings its letters near. */
  fetch(): void {
    this.fetched = this.#bytes[this.#start]!;
  }

  get isPresent(): boolean {
    return this.#ordinal !== 0;
  }

  /** Room that it needs. */
  get mostBytes(): number {
    return teamLengthOf(this.#packed) + MOST_AROUND_TEAM + COPY_PADDING;
  }

  /** `"(L.) Mill., 1768"`; of one that is present. */
  text(): string {
    const start = this.#start;
    const team = decodeText(this.#bytes, start, start + teamLengthOf(this.#packed));
    return joinAuthorship(team, formOf(this.#packed), yearOf(this.#packed));
  }

  /** Writes one that is present, as `joinAuthorship` puts it together; its end. */
  write(to: DataView, at: number): number {
    const form = formOf(this.#packed);
    let end = at;
    if ((form & FORM_BRACKETS) !== 0) to.setUint8(end++, OPEN);
    end = copyBytes(this.#view, this.#start, teamLengthOf(this.#packed), to, end);
    if ((form & (FORM_YEAR_COMMA | FORM_YEAR_SPACE)) !== 0) {
      if ((form & FORM_YEAR_COMMA) !== 0) to.setUint8(end++, COMMA);
      to.setUint8(end++, SPACE);
      end = writeDigits(yearOf(this.#packed), 0, to, end);
    }
    if ((form & FORM_BRACKETS) !== 0) to.setUint8(end++, CLOSE);
    return end;
  }

  /** True when the signs of `text` from `from` on are this authorship; false when there is none. */
  isWritten(text: string, from: number): boolean {
    if (this.#ordinal === 0) return false;
    const bytes = this.#bytes;
    const form = formOf(this.#packed);
    const start = this.#start;
    const end = start + teamLengthOf(this.#packed);
    let at = from;
    if ((form & FORM_BRACKETS) !== 0 && text.charCodeAt(at++) !== OPEN) return false;
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      if (byte >= NOT_ASCII) return this.text() === text.slice(from);
      if (byte !== text.charCodeAt(at++)) return false;
    }
    if ((form & FORM_YEAR_COMMA) !== 0 && text.charCodeAt(at++) !== COMMA) return false;
    if ((form & (FORM_YEAR_COMMA | FORM_YEAR_SPACE)) !== 0) {
      if (text.charCodeAt(at) !== SPACE || yearAt(text, at + 1) !== yearOf(this.#packed)) return false;
      at += 1 + YEAR_DIGITS;
    }
    if ((form & FORM_BRACKETS) !== 0 && text.charCodeAt(at++) !== CLOSE) return false;
    return at === text.length;
  }
}

/** The number of four digits; no year when there are others than digits. */
function yearAt(text: string, at: number): number {
  let year = 0;
  for (let i = at; i < at + YEAR_DIGITS; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    year = year * 10 + digit;
  }
  return year;
}
