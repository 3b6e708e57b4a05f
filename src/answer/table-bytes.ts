/**
 * What are the cells of an answer in a table, as bytes?
 *
 * The values are those of the JSON answer, see `table-columns.ts`. Names and ids are copied from where they are; those
 * with odd letters, and those with signs that matter to a table, take the way of strings.
 */

import { RANK_BITS, statusOf } from "../image/layout/flags.ts";
import { copyBytes } from "../image/layout/literals.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import type { UsageText } from "../image/usages/usage-text.ts";
import type { ToldOutcome } from "../matcher/outcome.ts";
import { type Delimiter, writeCell } from "../tables/write.ts";
import { type Rank, rankOrdinal } from "../taxonomy/rank.ts";
import { isSynonym } from "../taxonomy/status.ts";
import { ByteSink } from "./bytes/byte-sink.ts";
import { HigherFragments } from "./bytes/higher-fragments.ts";
import { PlainName, Templates } from "./bytes/template.ts";
import { AnswerTaxa } from "./bytes/usages.ts";
import { cellEscaping } from "./forms/form.ts";
import { CANONICAL_NAME, USAGE_CELLS, UsageTexts } from "./forms/usage-forms.ts";
import { COLUMN_RANKS, USAGE_COLUMNS } from "./table-columns.ts";

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const BAR = 0x7c;
const EQUALS = 0x3d;
const PLUS = 0x2b;
const MINUS = 0x2d;
const AT = 0x40;
/** First byte of signs in full width. */
const FULL_WIDTH = 0xef;

/** Bytes of a cell: nothing to do, to be put into quotes, to be looked at as text. */
const PLAIN = 0;
const DELIMITED = 1;
const ODD = 2;

/** Columns that are kept for higher taxa, the first ones; those behind them are filled from the taxa below. */
const HIGHER_RANKS = COLUMN_RANKS.slice(0, COLUMN_RANKS.indexOf("GENUS"));
/** The other ones, as ranks stand in the flags of a usage. */
const LOW_FLAGS = COLUMN_RANKS.slice(HIGHER_RANKS.length).map((rank) => rankOrdinal(rank) + 1);

/** What is kept with the cells of higher taxa: whether those of lower ones may follow them. */
const MAY_FOLLOW = 0;
const READ_WHOLE = 1;
/** Longer chains of parents are read as a whole. */
const DEEPEST_KEPT = 100;

/** Delimiter, quotes, and the space before an authorship. */
const MOST_SIGNS = 4;
/** Rank, status, and their delimiters. */
const MOST_WORDS = 80;

/** Names by column of taxa from the root on; the higher of two taxa of one rank. */
function namesOf(taxa: readonly UsageOrdinal[], image: ImageReader): string[] {
  const names = COLUMN_RANKS.map(() => "");
  for (const taxon of taxa) {
    const column = COLUMN_RANKS.indexOf(image.rank(taxon) as Rank);
    if (column >= 0 && names[column] === "") names[column] = image.canonicalName(taxon);
  }
  return names;
}

/** Writes the cells of answers from one image, for tables of one delimiter. Keeps cells: one writer per thread. */
export class CellWriter {
  readonly #image: ImageReader;
  readonly #delimiter: Delimiter;
  readonly #delimiterByte: number;
  readonly #taxa: AnswerTaxa;
  readonly #higher: HigherFragments;
  readonly #plain: Templates;
  readonly #quoted: Templates;
  readonly #canonicals: Templates;
  /** The usage written last: its name with authorship, and where the parts of it are. */
  readonly #nameBytes = new ByteSink(1 << 10);
  readonly #name = new PlainName();
  /** False when it is written by way of strings. */
  #isRead = false;
  /** True when the authorship has a delimiter in it. */
  #isQuoted = false;

  constructor(image: ImageReader, delimiter: Delimiter) {
    this.#image = image;
    this.#delimiter = delimiter;
    this.#delimiterByte = delimiter.charCodeAt(0);
    this.#plain = new Templates(USAGE_CELLS, cellEscaping(delimiter, false), "");
    this.#quoted = new Templates(USAGE_CELLS, cellEscaping(delimiter, true), "");
    this.#canonicals = new Templates(CANONICAL_NAME, cellEscaping(delimiter, false), "");
    this.#taxa = new AnswerTaxa(image);
    this.#higher = new HigherFragments((taxon, sink) => this.#writeHigher(taxon, sink));
  }

  /** Appends the cells of an answer, each with a delimiter before it; empty where there is nothing to say. */
  write(outcome: ToldOutcome, sink: ByteSink): void {
    const { matchType, confidence, usage, chosen, reasons, issues, others, ambiguous } = outcome;
    this.#word(matchType, sink);
    sink.writeByte(this.#delimiterByte);
    if (matchType !== "NONE") sink.writeNumber(confidence);
    if (usage < 0) for (let column = 0; column < USAGE_COLUMNS; column++) sink.writeByte(this.#delimiterByte);
    else this.#usageCells(usage, sink);
    sink.writeByte(this.#delimiterByte);
    if (chosen !== undefined && chosen.spelling !== "exact") sink.writeNumber(chosen.editDistance);
    this.#words(reasons, sink);
    this.#words(issues, sink);
    this.#cell(ambiguous ? others.map((other) => this.#image.id(other.usage)).join("|") : "", sink);
    sink.writeByte(this.#delimiterByte);
  }

  /** From `usageKey` to `matchedSpecies`. */
  #usageCells(usage: UsageOrdinal, sink: ByteSink): void {
    const taxa = this.#taxa;
    taxa.read(usage);
    if (taxa.above >= 0) this.#higher.find(taxa.above);
    const start = sink.length;
    this.#nameCells(taxa.usage, sink);
    const length = sink.length - start;
    this.#otherCells(taxa.usage, sink);
    if (taxa.isSynonym) this.#nameCells(taxa.taxon, sink);
    else if (isSynonym(statusOf(taxa.usage.flags))) {
      // A synonym whose accepted usage nobody knows is not accepted itself.
      sink.writeByte(this.#delimiterByte);
      sink.writeByte(this.#delimiterByte);
    } else {
      sink.reserve(length);
      sink.length = copyBytes(sink.view, start, length, sink.view, sink.length);
    }
    this.#lineageCells(taxa.taxon, sink);
  }

  /** Id and scientific name. */
  #nameCells(text: UsageText, sink: ByteSink): void {
    this.#isRead = this.#readName(text);
    this.#idCell(text, sink);
    if (!this.#isRead) {
      this.#cell(this.#image.scientificName(text.usage), sink);
      return;
    }
    const { end } = this.#name;
    sink.reserve(end + MOST_SIGNS);
    const { view } = sink;
    view.setUint8(sink.length, this.#delimiterByte);
    let at = sink.length + 1;
    if (this.#isQuoted) view.setUint8(at++, QUOTE);
    at = copyBytes(this.#nameBytes.view, 0, end, view, at);
    if (this.#isQuoted) view.setUint8(at++, QUOTE);
    sink.length = at;
  }

  /** What a table says of the usage whose name was written last, behind its name. */
  #otherCells(text: UsageText, sink: ByteSink): void {
    if (!this.#isRead) {
      const texts = new UsageTexts(this.#image, text.usage);
      for (const member of USAGE_CELLS) this.#cell(member.text(texts) ?? "", sink);
      return;
    }
    sink.reserve(2 * this.#name.end + MOST_WORDS);
    // The quote that closes the name stands there already.
    const start = this.#isQuoted ? sink.length - 1 : sink.length;
    const templates = this.#isQuoted ? this.#quoted : this.#plain;
    sink.length = templates.of(text).write(this.#name, this.#nameBytes.view, sink.view, start);
  }

  /** The canonical name of the usage whose name was written last. */
  #canonical(text: UsageText, sink: ByteSink): void {
    if (!this.#isRead) {
      this.#text(this.#image.canonicalName(text.usage), sink);
      return;
    }
    sink.reserve(this.#name.end + MOST_SIGNS);
    // It begins with the delimiter, which the place of the cell has already.
    const template = this.#canonicals.of(text);
    sink.length = template.write(this.#name, this.#nameBytes.view, sink.view, sink.length - 1);
  }

  /**
   * Reads name and authorship of a usage as bytes; false for names that do not follow from their words, and for bytes
   * that a cell must not hold as they are.
   */
  #readName(text: UsageText): boolean {
    const bytes = this.#nameBytes;
    const name = this.#name;
    bytes.reserve(text.mostNameBytes + text.mostAuthorshipBytes + 1);
    if (!name.write(text, bytes.view, 0) || this.#signsIn(bytes.bytes, 0, name.wordsEnd) !== PLAIN) return false;
    const signs = name.end > name.wordsEnd ? this.#signsIn(bytes.bytes, name.wordsEnd + 1, name.end) : PLAIN;
    this.#isQuoted = signs === DELIMITED;
    return signs !== ODD;
  }

  /** Which signs that matter to a table are among these bytes: {@link PLAIN}, {@link DELIMITED} or {@link ODD}. */
  #signsIn(bytes: Uint8Array, start: number, end: number): number {
    if (start < end && mayBeginFormula(bytes[start]!)) return ODD;
    let signs = PLAIN;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE || byte === LF || byte === CR || byte === TAB) return ODD;
      if (byte === this.#delimiterByte) signs = DELIMITED;
    }
    return signs;
  }

  #idCell(text: UsageText, sink: ByteSink): void {
    sink.reserve(1 + text.mostIdBytes);
    const start = sink.length + 1;
    const end = text.writeId(sink.view, start);
    const { bytes } = sink;
    if (mayBeginFormula(bytes[start]!) || (!text.isIdSafe && this.#signsIn(bytes, start, end) !== PLAIN)) {
      this.#cell(this.#image.id(text.usage), sink);
      return;
    }
    sink.view.setUint8(start - 1, this.#delimiterByte);
    sink.length = end;
  }

  /** Names by rank of a taxon, whose name was written last, and of those above it. */
  #lineageCells(taxon: UsageText, sink: ByteSink): void {
    const { low, count, above } = this.#taxa;
    const higher = this.#higher;
    if (above >= 0 && higher.mark === READ_WHOLE) {
      const names = namesOf([...this.#image.lineage(taxon.usage), taxon.usage], this.#image);
      for (const name of names) this.#cell(name, sink);
      return;
    }
    if (above >= 0) {
      sink.reserve(higher.length);
      sink.length = higher.copy(0, higher.length, sink.view, sink.length);
    } else for (const _ of HIGHER_RANKS) sink.writeByte(this.#delimiterByte);
    for (const rank of LOW_FLAGS) {
      sink.writeByte(this.#delimiterByte);
      let i = count - 1;
      while (i >= 0 && (low[i]!.flags & RANK_BITS) !== rank) i--;
      if (i === 0) this.#canonical(taxon, sink);
      else if (i > 0) this.#lowName(low[i]!, sink);
    }
  }

  #lowName(text: UsageText, sink: ByteSink): void {
    sink.reserve(text.mostNameBytes);
    const end = text.isPlain ? text.writeName(sink.view, sink.length, false) : -1;
    if (end < 0 || this.#signsIn(sink.bytes, sink.length, end) !== PLAIN) {
      this.#text(this.#image.canonicalName(text.usage), sink);
    } else sink.length = end;
  }

  /** Cells of the ranks above genera. */
  #writeHigher(taxon: UsageOrdinal, sink: ByteSink): number {
    const above = this.#image.lineage(taxon);
    const names = namesOf([...above, taxon], this.#image);
    for (let column = 0; column < HIGHER_RANKS.length; column++) this.#cell(names[column]!, sink);
    const hasLow = names.slice(HIGHER_RANKS.length).some((name) => name !== "");
    return hasLow || above.length > DEEPEST_KEPT ? READ_WHOLE : MAY_FOLLOW;
  }

  /** A cell of any text. */
  #cell(text: string, sink: ByteSink): void {
    sink.writeByte(this.#delimiterByte);
    this.#text(text, sink);
  }

  /** A cell of a word that needs no quotes. */
  #word(word: string, sink: ByteSink): void {
    sink.writeByte(this.#delimiterByte);
    sink.write(word);
  }

  #words(words: readonly string[], sink: ByteSink): void {
    sink.writeByte(this.#delimiterByte);
    for (let i = 0; i < words.length; i++) {
      if (i > 0) sink.writeByte(BAR);
      sink.write(words[i]!);
    }
  }

  #text(text: string, sink: ByteSink): void {
    const start = sink.length;
    sink.write(text);
    if (this.#signsIn(sink.bytes, start, sink.length) === PLAIN) return;
    sink.length = start;
    sink.write(writeCell(text, this.#delimiter));
  }
}

/** True for the first byte of what `writeCell` may take for a formula. */
function mayBeginFormula(byte: number): boolean {
  return byte === EQUALS || byte === PLUS || byte === MINUS || byte === AT || byte === FULL_WIDTH;
}
