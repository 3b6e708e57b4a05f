/**
 * What are the cells of an answer in a table, as bytes?
 *
 * The values are those of the JSON answer, see `table-columns.ts`. Names and ids are copied from where they are; those
 * with odd letters, and those with signs that matter to a table, take the way of strings.
 */

import { RANK_BITS, rankOf, statusOf, WORD_BITS } from "../image/layout/flags.ts";
import { copyBytes, type Piece, pieceOf } from "../image/layout/literals.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import type { UsageText } from "../image/usages/usage-text.ts";
import type { ToldOutcome } from "../matcher/outcome.ts";
import { type Delimiter, writeCell } from "../tables/write.ts";
import { type Rank, rankOrdinal } from "../taxonomy/rank.ts";
import { isSynonym } from "../taxonomy/status.ts";
import { ByteSink } from "./bytes/byte-sink.ts";
import { HigherFragments } from "./bytes/higher-fragments.ts";
import { AnswerTaxa } from "./bytes/usages.ts";
import { COLUMN_RANKS, USAGE_COLUMNS } from "./table-columns.ts";

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const BAR = 0x7c;
const BLANK = 0x20;

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

/** Delimiter, quotes, and the blank before an authorship. */
const MOST_SIGNS = 4;

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
  /** Rank and status by their flags. */
  readonly #flagPieces = new Map<number, Piece>();
  /** Name and authorship of the usage written last, one behind the other. */
  readonly #name = new ByteSink(1 << 10);
  #wordsEnd = 0;
  #nameEnd = 0;
  /** False when it is written by way of strings. */
  #isRead = false;
  /** True when the authorship has a delimiter in it. */
  #isQuoted = false;

  constructor(image: ImageReader, delimiter: Delimiter) {
    this.#image = image;
    this.#delimiter = delimiter;
    this.#delimiterByte = delimiter.charCodeAt(0);
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
    this.#isRead = text.isPlain && this.#readName(text);
    this.#idCell(text, sink);
    if (!this.#isRead) {
      this.#cell(this.#image.scientificName(text.usage), sink);
      return;
    }
    sink.reserve(this.#nameEnd + MOST_SIGNS);
    const { view } = sink;
    const name = this.#name.view;
    let at = this.#open(view, sink.length);
    at = copyBytes(name, 0, this.#wordsEnd, view, at);
    if (this.#nameEnd > this.#wordsEnd) {
      view.setUint8(at, BLANK);
      at = copyBytes(name, this.#wordsEnd, this.#nameEnd - this.#wordsEnd, view, at + 1);
    }
    sink.length = this.#close(view, at);
  }

  /** Canonical name, authorship, rank and status of the usage whose name was written last. */
  #otherCells(text: UsageText, sink: ByteSink): void {
    sink.writeByte(this.#delimiterByte);
    this.#canonical(text, sink);
    if (this.#isRead) {
      sink.reserve(this.#nameEnd + MOST_SIGNS);
      const at = this.#open(sink.view, sink.length);
      const length = this.#nameEnd - this.#wordsEnd;
      sink.length = this.#close(sink.view, copyBytes(this.#name.view, this.#wordsEnd, length, sink.view, at));
    } else this.#cell(this.#image.authorship(text.usage) ?? "", sink);
    sink.put(this.#flagCells(text.flags));
  }

  /** The canonical name of the usage whose name was written last. */
  #canonical(text: UsageText, sink: ByteSink): void {
    if (!this.#isRead) {
      this.#text(this.#image.canonicalName(text.usage), sink);
      return;
    }
    sink.reserve(this.#wordsEnd);
    const name = this.#name.view;
    const { view } = sink;
    const { secondEnd, thirdStart } = text;
    let at = copyBytes(name, 0, secondEnd, view, sink.length);
    if (this.#wordsEnd > thirdStart) {
      view.setUint8(at, BLANK);
      at = copyBytes(name, thirdStart, this.#wordsEnd - thirdStart, view, at + 1);
    }
    sink.length = at;
  }

  /**
   * Reads name and authorship of a usage as bytes; false for names that do not follow from their words, and for bytes
   * that a cell must not hold as they are.
   */
  #readName(text: UsageText): boolean {
    const name = this.#name;
    name.reserve(text.mostNameBytes + text.mostAuthorshipBytes);
    const { view, bytes } = name;
    const end = text.writeName(view, 0, true);
    if (end < 0 || this.#signsIn(bytes, 0, end) !== PLAIN) return false;
    this.#wordsEnd = end;
    this.#nameEnd = text.hasAuthorship ? text.writeAuthorship(view, end) : end;
    const signs = this.#signsIn(bytes, end, this.#nameEnd);
    this.#isQuoted = signs === DELIMITED;
    return signs !== ODD;
  }

  /** Which signs that matter to a table are among these bytes: {@link PLAIN}, {@link DELIMITED} or {@link ODD}. */
  #signsIn(bytes: Uint8Array, start: number, end: number): number {
    let signs = PLAIN;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE || byte === LF || byte === CR || byte === TAB) return ODD;
      if (byte === this.#delimiterByte) signs = DELIMITED;
    }
    return signs;
  }

  #open(view: DataView, at: number): number {
    view.setUint8(at, this.#delimiterByte);
    if (!this.#isQuoted) return at + 1;
    view.setUint8(at + 1, QUOTE);
    return at + 2;
  }

  #close(view: DataView, at: number): number {
    if (!this.#isQuoted) return at;
    view.setUint8(at, QUOTE);
    return at + 1;
  }

  #idCell(text: UsageText, sink: ByteSink): void {
    sink.reserve(1 + text.mostIdBytes);
    const start = sink.length + 1;
    const end = text.writeId(sink.view, start);
    if (!text.isIdSafe && this.#signsIn(sink.bytes, start, end) !== PLAIN) {
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

  /** Rank and status. */
  #flagCells(flags: number): Piece {
    const key = flags & WORD_BITS;
    let piece = this.#flagPieces.get(key);
    if (piece === undefined) {
      piece = pieceOf(`${this.#delimiter}${rankOf(key) ?? ""}${this.#delimiter}${statusOf(key)}`);
      this.#flagPieces.set(key, piece);
    }
    return piece;
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
