/**
 * Which columns does a table of answers have?
 *
 * The columns of the request stay as they are and these are added after them. Their names say "matched" so that they
 * do not clash with Darwin Core columns of the request. Values are those of the JSON answer.
 */
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import { ByteKeeper } from "../matcher/byte-keeper.ts";
import { ByteSink } from "../matcher/byte-sink.ts";
import type { MatchOutcome } from "../matcher/outcome.ts";
import { Recent } from "../matcher/recent.ts";
import type { Rank } from "../taxonomy/rank.ts";
import { type Delimiter, writeCell } from "./delimited-text.ts";

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const BAR = 0x7c;
const BLANK = 0x20;
const CAPITAL_A = 0x41;
const SMALL_A = 0x61;
const SMALL_Z = 0x7a;

/** Bytes of a cell: nothing to do, to be put into quotes, to be looked at as text. */
const PLAIN = 0;
const DELIMITED = 1;
const ODD = 2;

/** Ranks with a column of their own, in the order of the columns. */
const RANKS: readonly Rank[] = ["KINGDOM", "PHYLUM", "CLASS", "ORDER", "FAMILY", "GENUS", "SPECIES"];

const COLUMNS = [
  "matchType",
  "matchConfidence",
  "usageKey",
  "matchedName",
  "matchedCanonicalName",
  "matchedAuthorship",
  "matchedRank",
  "matchedStatus",
  "acceptedUsageKey",
  "acceptedName",
  "matchedKingdom",
  "matchedPhylum",
  "matchedClass",
  "matchedOrder",
  "matchedFamily",
  "matchedGenus",
  "matchedSpecies",
  "editDistance",
  "matchReasons",
  "matchIssues",
  "candidateKeys",
  "matchError",
] as const;

/** Columns from `usageKey` to `matchedSpecies`. */
const USAGE_COLUMNS = 8 + RANKS.length;

/** Taxa whose lineages are kept as finished cells; most names share theirs with others of the genus. */
const MAX_KEPT = 50_000;
/** Longer chains of parents are read as a whole. */
const DEEPEST_KEPT = 100;

/** Names by column, and the same as finished cells. */
interface Lineage {
  readonly names: readonly string[];
  readonly cells: Uint8Array;
}

/** Names of the answer's columns; a name that the request has already gets a number. */
export function answerColumns(taken: readonly string[]): string[] {
  const used = new Set(taken);
  return COLUMNS.map((name) => {
    let free: string = name;
    for (let n = 2; used.has(free); n++) free = `${name}_${n}`;
    return free;
  });
}

/** The cells of a row that could not be read, each with a delimiter before it. */
export function errorCells(problem: string, delimiter: Delimiter): string {
  return COLUMNS.map((name) => {
    const text = name === "matchError" ? problem : name === "matchType" ? "NONE" : "";
    return delimiter + writeCell(text, delimiter);
  }).join("");
}

/** Names by column of taxa from the root on; the higher of two taxa of one rank. */
function namesOf(taxa: readonly UsageOrdinal[], image: ImageReader): string[] {
  const names = RANKS.map(() => "");
  for (const taxon of taxa) {
    const column = RANKS.indexOf(image.rank(taxon) as Rank);
    if (column >= 0 && names[column] === "") names[column] = image.canonicalName(taxon);
  }
  return names;
}

/** Writes the cells of answers from one image, for tables of one delimiter. Keeps lineages: one writer per thread. */
export class CellWriter {
  readonly #image: ImageReader;
  readonly #keeper = new ByteKeeper();
  readonly #sink = new ByteSink(1 << 10);
  /** Canonical name and authorship of the usage read last, one behind the other. */
  readonly #name = new ByteSink(1 << 10);
  #canonicalEnd = 0;
  /** True when its authorship has a delimiter in it. */
  #isQuoted = false;
  readonly #lineages = new Recent<UsageOrdinal, Lineage>(MAX_KEPT);
  readonly #nothing: Lineage;
  readonly #delimiter: Delimiter;
  readonly #delimiterByte: number;

  constructor(image: ImageReader, delimiter: Delimiter) {
    this.#image = image;
    this.#delimiter = delimiter;
    this.#delimiterByte = delimiter.charCodeAt(0);
    this.#nothing = this.#lineageOf(RANKS.map(() => ""));
  }

  /** Appends the cells of an answer, each with a delimiter before it; empty where there is nothing to say. */
  write(outcome: MatchOutcome, sink: ByteSink): void {
    const { matchType, confidence, usage, chosen, reasons, issues, others, ambiguous } = outcome;
    this.#word(matchType, sink);
    this.#word(matchType === "NONE" ? "" : String(confidence), sink);
    if (usage < 0) for (let column = 0; column < USAGE_COLUMNS; column++) sink.writeByte(this.#delimiterByte);
    else this.#usageCells(usage, sink);
    this.#word(chosen !== undefined && chosen.spelling !== "exact" ? String(chosen.editDistance) : "", sink);
    this.#words(reasons, sink);
    this.#words(issues, sink);
    this.#cell(ambiguous ? others.map((other) => this.#image.id(other.usage)).join("|") : "", sink);
    sink.writeByte(this.#delimiterByte);
  }

  /** From `usageKey` to `matchedSpecies`. */
  #usageCells(usage: UsageOrdinal, sink: ByteSink): void {
    const image = this.#image;
    const keyStart = sink.length;
    this.#cell(image.id(usage), sink);
    const isRead = this.#readName(usage);
    this.#nameCell(usage, isRead, sink);
    const nameEnd = sink.length;
    this.#canonicalCell(usage, isRead, sink);
    this.#authorshipCell(usage, isRead, sink);
    this.#word(image.rank(usage) ?? "", sink);
    this.#word(image.status(usage), sink);
    const accepted = image.accepted(usage);
    if (accepted < 0) {
      sink.repeat(keyStart, nameEnd);
      this.#lineageCells(usage, isRead, sink);
      return;
    }
    this.#cell(image.id(accepted), sink);
    const isAcceptedRead = this.#readName(accepted);
    this.#nameCell(accepted, isAcceptedRead, sink);
    this.#lineageCells(accepted, isAcceptedRead, sink);
  }

  /**
   * Reads canonical name and authorship of a usage as bytes, without making strings of them; false for names that are not
   * put together from words, and for bytes that a cell must not hold as they are.
   */
  #readName(usage: UsageOrdinal): boolean {
    const image = this.#image;
    if (!image.isWords(usage)) return false;
    const name = this.#name;
    name.length = 0;
    name.reserve(image.mostBytesOf(usage));
    const end = image.writeFoldedName(image.nameOf(usage), name.bytes, 0);
    const first = name.bytes[0]!;
    if (first < SMALL_A || first > SMALL_Z || this.#signsIn(name.bytes, 0, end) !== PLAIN) return false;
    name.bytes[0] = first - SMALL_A + CAPITAL_A;
    const hasAuthor = image.authorshipOrdinal(usage) !== 0;
    name.length = hasAuthor ? image.writeAuthorship(usage, name.bytes, end) : end;
    const signs = this.#signsIn(name.bytes, end, name.length);
    this.#canonicalEnd = end;
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

  #nameCell(usage: UsageOrdinal, isRead: boolean, sink: ByteSink): void {
    if (!isRead) {
      this.#cell(this.#image.scientificName(usage), sink);
      return;
    }
    const end = this.#canonicalEnd;
    sink.writeByte(this.#delimiterByte);
    if (this.#isQuoted) sink.writeByte(QUOTE);
    sink.appendPart(this.#name.bytes, 0, end);
    if (this.#name.length > end) {
      sink.writeByte(BLANK);
      sink.appendPart(this.#name.bytes, end, this.#name.length);
    }
    if (this.#isQuoted) sink.writeByte(QUOTE);
  }

  #canonicalCell(usage: UsageOrdinal, isRead: boolean, sink: ByteSink): void {
    sink.writeByte(this.#delimiterByte);
    this.#canonical(usage, isRead, sink);
  }

  #canonical(usage: UsageOrdinal, isRead: boolean, sink: ByteSink): void {
    if (isRead) sink.appendPart(this.#name.bytes, 0, this.#canonicalEnd);
    else this.#text(this.#image.canonicalName(usage), sink);
  }

  #authorshipCell(usage: UsageOrdinal, isRead: boolean, sink: ByteSink): void {
    if (!isRead) {
      this.#cell(this.#image.authorship(usage) ?? "", sink);
      return;
    }
    sink.writeByte(this.#delimiterByte);
    if (this.#isQuoted) sink.writeByte(QUOTE);
    sink.appendPart(this.#name.bytes, this.#canonicalEnd, this.#name.length);
    if (this.#isQuoted) sink.writeByte(QUOTE);
  }

  #lineageCells(taxon: UsageOrdinal, isRead: boolean, sink: ByteSink): void {
    const image = this.#image;
    // Species are the most: theirs is the lineage of the parent with the last cell filled, and is not kept.
    const isSpecies = image.rank(taxon) === "SPECIES";
    const parent = image.parent(taxon);
    const { cells } = isSpecies ? this.#lineage(parent) : this.#lineage(taxon);
    sink.append(cells);
    if (isSpecies && cells[cells.length - 1] === this.#delimiterByte) this.#canonical(taxon, isRead, sink);
  }

  /** The names of a taxon and those above it. */
  #lineage(taxon: UsageOrdinal): Lineage {
    return this.#keptLineage(taxon, 0) ?? this.#lineageOf(namesOf([...this.#image.lineage(taxon), taxon], this.#image));
  }

  /** That of the parent with one more name; `undefined` when the parents form a circle or are too many. */
  #keptLineage(taxon: UsageOrdinal, depth: number): Lineage | undefined {
    if (taxon < 0) return this.#nothing;
    const kept = this.#lineages.get(taxon);
    if (kept !== undefined) return kept;
    if (depth > DEEPEST_KEPT) return undefined;
    const image = this.#image;
    const above = this.#keptLineage(image.parent(taxon), depth + 1);
    if (above === undefined) return undefined;
    const column = RANKS.indexOf(image.rank(taxon) as Rank);
    const isNew = column >= 0 && above.names[column] === "";
    const lineage = isNew ? this.#lineageOf(above.names.with(column, image.canonicalName(taxon))) : above;
    this.#lineages.set(taxon, lineage);
    return lineage;
  }

  #lineageOf(names: readonly string[]): Lineage {
    const sink = this.#sink;
    sink.length = 0;
    for (const name of names) this.#cell(name, sink);
    return { names, cells: this.#keeper.keep(sink.bytes, 0, sink.length) };
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
    const { bytes, length } = sink;
    for (let at = start; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === this.#delimiterByte || byte === QUOTE || byte === LF || byte === CR || byte === TAB) {
        sink.length = start;
        sink.write(writeCell(text, this.#delimiter));
        return;
      }
    }
  }
}
