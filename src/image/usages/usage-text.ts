/**
 * How are the id, the name and the authorship of a usage written as bytes?
 *
 * What is needed of a usage is read together, before anything is written: its row, its name and its authorship are places
 * of their own in main memory, and the processor fetches them at the same time when none waits for what is done with
 * another. Nothing is made a string.
 */

import { AuthorshipText } from "../authorships/read-authorships.ts";
import { rankBits } from "../layout/bits.ts";
import {
  KIND_BITS,
  LINK_IS_ACCEPTED,
  RANK_BITS,
  RANK_MARKERS,
  rankOf,
  TEMPLATE_SHIFT,
  TEXT_MARKER,
  TEXT_OWN,
  textFormOf,
} from "../layout/flags.ts";
import { type ImageHeader, NO_USAGE, type Sections } from "../layout/format.ts";
import { TEXT_ID } from "../layout/id-bytes.ts";
import { COPY_PADDING, copyBytes, copyPiece, type Piece, pieceOf, viewFrom } from "../layout/literals.ts";
import { writeDigits } from "../layout/text.ts";
import { AUTHORSHIP, ID_NUMBER, LINK, ROW_SHIFT } from "../layout/usage-row.ts";
import type { NameLists } from "../names/read-lists.ts";

const SPACE = 0x20;
const SMALL_A = 0x61;
const SMALL_Z = 0x7a;
/** What a small ASCII letter has more than its capital. */
const CAPITAL = 0x20;

/** Beginnings of ids that mean nothing to JSON or to a table, so can be copied into both as they are. */
const SAFE_PREFIX = /^[\w:./#?=&%+@~()-]*$/;

/** The longest marker of a rank and a space. */
const MOST_MARKER = 8;

/** Digits of a 32-bit number. */
const MOST_DIGITS = 10;

/** What an image's usages have in common: one for all {@link UsageText} of a reader. */
export class UsageColumns {
  readonly sections: Sections;
  readonly lists: NameLists;
  readonly letters: DataView;
  readonly idTexts: DataView;
  /** By template: what stands before the digits. */
  readonly prefixes: readonly Piece[];
  readonly widths: readonly number[];
  readonly isSafe: readonly boolean[];
  /** By rank as it stands in the flags: the marker with a space behind it. */
  readonly markers: readonly (Piece | undefined)[];
  readonly longestPrefix: number;
  private lastGenus = 0;

  constructor(sections: Sections, lists: NameLists, { idTemplates }: ImageHeader) {
    this.sections = sections;
    this.lists = lists;
    this.letters = viewFrom(sections.wordLetters);
    this.idTexts = viewFrom(sections.usageIdText);
    this.prefixes = idTemplates.map(({ prefix }) => pieceOf(prefix));
    this.widths = idTemplates.map(({ width }) => width);
    this.isSafe = idTemplates.map(({ prefix }) => SAFE_PREFIX.test(prefix));
    this.markers = Array.from({ length: RANK_BITS + 1 }, (_, flags) => {
      const rank = rankOf(flags);
      const marker = rank === undefined ? undefined : RANK_MARKERS.get(rank);
      return marker === undefined ? undefined : pieceOf(`${marker} `);
    });
    this.longestPrefix = Math.max(0, ...this.prefixes.map(({ length }) => length));
  }

  /** First word of a name. A species and its genus are asked for one after the other: they have the same. */
  genusOf(name: number): number {
    const { lists } = this;
    if (!lists.isOfGenus(name, this.lastGenus)) this.lastGenus = lists.genusOf(name);
    return this.lastGenus;
  }
}

/** One usage at a time, as bytes. */
export class UsageText {
  usage = -1;
  flags = 0;
  /** Next higher taxon of an accepted usage, accepted usage of a synonym; -1 when there is none. */
  link = -1;
  /** Where in the bytes written last the first word ends, … */
  firstEnd = 0;
  /** … the second one, at the latest where the name does, … */
  secondEnd = 0;
  /** … and where the third one begins, or where the name ends when there is none. */
  thirdStart = 0;
  readonly #columns: UsageColumns;
  readonly #authorship: AuthorshipText;
  #authorshipOrdinal = 0;
  #template = 0;
  #number = 0;
  #name = 0;
  #second = 0;
  #third = 0;

  constructor(columns: UsageColumns) {
    this.#columns = columns;
    this.#authorship = new AuthorshipText(columns.sections);
  }

  /** Takes a usage, for all but its authorship. */
  read(usage: number): void {
    const { sections, lists } = this.#columns;
    this.usage = usage;
    const { usageRows } = sections;
    const at = usage << ROW_SHIFT;
    const flags = usageRows[at]!;
    const link = usageRows[at + LINK]!;
    this.flags = flags & KIND_BITS;
    this.#template = flags >>> TEMPLATE_SHIFT;
    this.#authorshipOrdinal = usageRows[at + AUTHORSHIP]!;
    this.#number = usageRows[at + ID_NUMBER]!;
    this.link = link === NO_USAGE ? -1 : link;
    const name = rankBits(sections.nameBits, sections.nameBitCounts, usage + 1) - 1;
    const row = name - lists.binomialCount;
    if (row < 0) {
      this.#second = sections.binomialEpithet[name]!;
      this.#third = 0;
    } else {
      this.#second = sections.trinomialEpithet[row]!;
      this.#third = sections.trinomialThird[row]!;
    }
    this.#name = name;
  }

  /** Takes the authorship of the usage, too; to be followed by {@link readTeam}. */
  readAuthorship(): void {
    this.#authorship.read(this.#authorshipOrdinal);
  }

  /** The rest of the authorship, which lies where {@link readAuthorship} says. */
  readTeam(): void {
    this.#authorship.fetch();
  }

  /** True when the link leads to the accepted usage. */
  get isLinkAccepted(): boolean {
    return (this.flags & LINK_IS_ACCEPTED) !== 0;
  }

  /** False when the name has odd letters, so does not follow from its words: then only id and authorship are written. */
  get isPlain(): boolean {
    return textFormOf(this.flags) !== TEXT_OWN;
  }

  /** True when the rank's marker stands before the third word of the scientific name. */
  get isMarked(): boolean {
    return textFormOf(this.flags) === TEXT_MARKER;
  }

  get hasAuthorship(): boolean {
    return this.#authorship.isPresent;
  }

  /** How many words the name has; the third holds all that follows the second space. */
  get wordCount(): number {
    return this.#second === 0 ? 1 : this.#third === 0 ? 2 : 3;
  }

  /** True when the id is a whole number. */
  get isIdNumber(): boolean {
    const { prefixes, widths } = this.#columns;
    return this.#template !== TEXT_ID && widths[this.#template] === 0 && prefixes[this.#template]!.length === 0;
  }

  /** True when nothing in the id needs to be looked at before it is put into JSON or a table. */
  get isIdSafe(): boolean {
    return this.#template !== TEXT_ID && this.#columns.isSafe[this.#template]!;
  }

  /** Room that an id needs, as it is written here. */
  get mostIdBytes(): number {
    const { longestPrefix, widths, sections } = this.#columns;
    if (this.#template !== TEXT_ID)
      return longestPrefix + Math.max(MOST_DIGITS, widths[this.#template]!) + COPY_PADDING;
    const { usageIdStart } = sections;
    return usageIdStart[this.#number + 1]! - usageIdStart[this.#number]! + COPY_PADDING;
  }

  /** Room that a name needs. */
  get mostNameBytes(): number {
    return this.#columns.lists.mostTextBytes + MOST_MARKER + COPY_PADDING;
  }

  /** Room that the authorship needs. */
  get mostAuthorshipBytes(): number {
    return this.#authorship.mostBytes;
  }

  /** Writes the id; its end. */
  writeId(to: DataView, at: number): number {
    const { prefixes, widths, sections, idTexts } = this.#columns;
    const number = this.#number;
    if (this.#template === TEXT_ID) {
      const start = sections.usageIdStart[number]!;
      return copyBytes(idTexts, start, sections.usageIdStart[number + 1]! - start, to, at);
    }
    const start = copyPiece(prefixes[this.#template]!, to, at);
    return writeDigits(number, widths[this.#template]!, to, start);
  }

  /**
   * Writes the canonical name of a plain usage, or the scientific one without its authorship when `isScientific`; its
   * end, -1 when its first letter is none of a-z, nothing else that stays as it is.
   */
  writeName(to: DataView, at: number, isScientific: boolean): number {
    let end = this.#writeWord(this.#columns.genusOf(this.#name), to, at);
    const first = to.getUint8(at);
    if (first >= SMALL_A && first <= SMALL_Z) to.setUint8(at, first - CAPITAL);
    else if (first >= 0x80) return -1;
    this.firstEnd = end;
    if (this.#second !== 0) {
      to.setUint8(end, SPACE);
      end = this.#writeWord(this.#second, to, end + 1);
    }
    this.secondEnd = end;
    this.thirdStart = end;
    if (this.#third === 0) return end;
    to.setUint8(end++, SPACE);
    if (isScientific && this.isMarked) {
      end = copyPiece(this.#columns.markers[this.flags & RANK_BITS]!, to, end);
    }
    this.thirdStart = end;
    return this.#writeWord(this.#third, to, end);
  }

  /** Writes the authorship of a usage that has one, as `joinAuthorship` puts it together; its end. */
  writeAuthorship(to: DataView, at: number): number {
    return this.#authorship.write(to, at);
  }

  #writeWord(word: number, to: DataView, at: number): number {
    const { lists, letters } = this.#columns;
    const { words } = lists;
    const length = words.lengthByNumber(word);
    return copyBytes(letters, words.start(word, length), length, to, at);
  }
}
