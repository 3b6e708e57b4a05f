/**
 * How does a stream of name usages become an image?
 *
 * Rows are taken one by one into growing columns (`add`); `finish` resolves parents and accepted usages, numbers words
 * by length, orders names, and lays the sections out. What is wrong with a row is reported and never fatal.
 */
import type { NameUsage } from "../taxonomy/name-usage.ts";
import { ProblemReport } from "../taxonomy/problem-report.ts";
import { layOutAuthorships } from "./build-authorship.ts";
import { layOutIds, layOutOwnTexts } from "./build-columns.ts";
import { buildDeletions } from "./build-deletions.ts";
import { alphabetOf, filterOf } from "./build-filters.ts";
import { HigherTaxa } from "./build-higher-taxa.ts";
import { linkByClassification } from "./build-implied.ts";
import { type ListSections, orderNames } from "./build-index.ts";
import { type Links, NO_ROW, resolveLinks } from "./build-links.ts";
import { readUsageName } from "./build-names.ts";
import { RowColumns, TextColumn } from "./build-rows.ts";
import { NumberColumn } from "./build-strings.ts";
import { bucketVariants } from "./build-variants.ts";
import { numberWords } from "./build-words.ts";
import { type ImageHeader, layOutImage, NO_USAGE, type Sections, sectionBytes, sumOf } from "./format.ts";
import { countBits, rankBits } from "./format-bits.ts";
import { oneDeletion, twoDeletions } from "./format-deletions.ts";
import { LINK_IS_ACCEPTED } from "./format-flags.ts";
import { encodeText, MAX_BYTES_PER_UNIT } from "./format-text.ts";

/** What the builder cannot know. */
export interface ImageOptions {
  checklistKey: string;
  title?: string | undefined;
  /** ISO 8601 time; the build has no clock. */
  created?: string | undefined;
  sourceChecksum?: string | undefined;
  /** Where problems are counted; the source's own report, usually. */
  problems?: ProblemReport | undefined;
  /** Kept in the header: metadata of the source, counts. */
  notes?: Record<string, unknown> | undefined;
  /** Called with the name of each phase as it begins. */
  onPhase?: ((phase: string) => void) | undefined;
}

/** Version of binomen that stands in images. */
export const BUILDER_VERSION = "0.1.0";

/** Gathers usages and builds the image. */
export class ImageBuilder {
  readonly problems: ProblemReport;
  private readonly options: ImageOptions;
  private readonly rows = new RowColumns();
  private readonly taxa = new HigherTaxa();
  private readonly nodeOfRow = new NumberColumn();
  /** By id ordinal: row + 1. */
  private readonly rowOfId = new NumberColumn();

  constructor(options: ImageOptions) {
    this.options = options;
    this.problems = options.problems ?? new ProblemReport();
  }

  /** Usages taken so far. */
  get usageCount(): number {
    return this.rows.length;
  }

  /** Takes one row. A row whose id was seen before is reported and left out. */
  add(usage: NameUsage): void {
    const { rows, rowOfId } = this;
    const id = rows.ids.intern(usage.id);
    while (rowOfId.length < rows.ids.size) rowOfId.push(0);
    if (rowOfId.values[id] !== 0) {
      this.problems.add("DUPLICATE_ID", usage.line, usage.id);
      return;
    }
    const row = rows.push(usage, readUsageName(usage), id);
    rowOfId.values[id] = row + 1;
    const isLinked = usage.parentId !== undefined || usage.acceptedId !== undefined;
    this.nodeOfRow.push(isLinked ? 0 : this.taxa.nodeOf(usage));
  }

  /**
   * The image. The builder is of no use afterwards.
   * @param allocate gives the memory; by default a SharedArrayBuffer, which threads can share
   */
  finish(allocate: (byteLength: number) => ArrayBufferLike = (length) => new SharedArrayBuffer(length)): Uint8Array {
    const { rows, options } = this;
    const phase = options.onPhase ?? (() => {});
    phase("links");
    const impliedCount = linkByClassification(rows, this.taxa, this.nodeOfRow, this.idRows());
    const links = resolveLinks(rows, this.idRows(), this.problems);
    phase("words");
    const { renumbered, ...words } = numberWords(rows.words);
    const wordCount = renumbered.length - 1;
    for (const column of [rows.genus, rows.epithet, rows.third]) {
      const used = column.used();
      for (let i = 0; i < used.length; i++) used[i] = renumbered[used[i]!]!;
    }
    phase("names");
    const { rowOrder, nameCount, binomialCount, ...lists } = orderNames(
      rows.genus.used(),
      rows.epithet.used(),
      rows.third.used(),
      wordCount,
      words.wordSignature,
    );
    phase("dictionaries");
    const { startsName, isUninomial, followsGenus } = roles(lists);
    const genusDictionary = buildDeletions(words, startsName, oneDeletion);
    const uninomialDictionary = buildDeletions(words, isUninomial, twoDeletions);
    phase("usages");
    const usageOfRow = new Uint32Array(rowOrder.length);
    for (let usage = 0; usage < rowOrder.length; usage++) usageOfRow[rowOrder[usage]!] = usage;
    const nameBitCounts = countBits(lists.nameBits);
    const sections: Sections = {
      ...words,
      ...lists,
      nameBitCounts,
      ...usageColumns(rows, links, rowOrder, usageOfRow),
      ...layOutIds(rows.ids, rows.id.used(), rowOrder),
      ...layOutAuthorships(rows.authorships),
      ...layOutOwnTexts(rows, usageOfRow),
      genusFilter: filterOf(words, startsName),
      epithetFilter: filterOf(words, followsGenus),
      genusBuckets: genusDictionary.buckets,
      genusDeletions: genusDictionary.entries,
      uninomialBuckets: uninomialDictionary.buckets,
      uninomialDeletions: uninomialDictionary.entries,
      ...secondFoldings(rows, usageOfRow, lists.nameBits, nameBitCounts),
      ...bucketVariants(words, startsName, followsGenus),
      header: new Uint8Array(0),
    };
    phase("image");
    const header: ImageHeader = {
      releaseId: sumOf(sectionSums(sections)),
      checklistKey: options.checklistKey,
      title: options.title ?? options.checklistKey,
      created: options.created ?? "",
      builder: BUILDER_VERSION,
      sourceChecksum: options.sourceChecksum ?? "",
      nameCount,
      usageCount: rowOrder.length,
      binomialCount,
      wordCount,
      alphabet: alphabetOf(words.wordLetters),
      idTemplates: rows.ids.templates,
      notes: { ...options.notes, impliedCount, problems: this.problems.toJSON() },
    };
    const text = JSON.stringify(header);
    const bytes = new Uint8Array(text.length * MAX_BYTES_PER_UNIT);
    sections.header = bytes.subarray(0, encodeText(text, bytes));
    return layOutImage(sections, allocate);
  }

  /** Row of each id ordinal, NO_ROW without one. */
  private idRows(): Uint32Array {
    const byId = new Uint32Array(this.rows.ids.size).fill(NO_ROW);
    const ids = this.rows.id.used();
    for (let row = 0; row < ids.length; row++) byId[ids[row]!] = row;
    return byId;
  }
}

/** Builds an image of usages that are at hand. */
export function buildImage(usages: Iterable<NameUsage>, options: ImageOptions): Uint8Array {
  const builder = new ImageBuilder(options);
  for (const usage of usages) builder.add(usage);
  return builder.finish();
}

function usageColumns(
  rows: RowColumns,
  links: Links,
  rowOrder: Uint32Array,
  usageOfRow: Uint32Array,
): Pick<Sections, "usageFlags" | "usageLink" | "usageAuthorship"> {
  const usageFlags = new Uint16Array(rowOrder.length);
  const usageLink = new Uint32Array(rowOrder.length);
  const usageAuthorship = new Uint32Array(rowOrder.length);
  for (let usage = 0; usage < rowOrder.length; usage++) {
    const row = rowOrder[usage]!;
    const accepted = links.accepted[row]!;
    const link = accepted === NO_ROW ? links.parent[row]! : accepted;
    usageFlags[usage] = rows.flags.values[row]! | (accepted === NO_ROW ? 0 : LINK_IS_ACCEPTED);
    usageLink[usage] = link === NO_ROW ? NO_USAGE : usageOfRow[link]!;
    usageAuthorship[usage] = rows.authorship.values[row]!;
  }
  return { usageFlags, usageLink, usageAuthorship };
}

/** In which places of names a word stands. */
function roles(lists: ListSections): Record<"startsName" | "isUninomial" | "followsGenus", (word: number) => boolean> {
  const { binomialStart, binomialEpithet, trinomialStart, bearerStart, trinomialThird } = lists;
  const isThird = new Uint8Array(bearerStart.length);
  for (const word of trinomialThird) isThird[word] = 1;
  const isUsed = (starts: Uint32Array, word: number) => starts[word + 1]! > starts[word]!;
  return {
    startsName: (word) => isUsed(binomialStart, word) || isUsed(trinomialStart, word),
    isUninomial: (word) => isUsed(binomialStart, word) && binomialEpithet[binomialStart[word]!] === 0,
    followsGenus: (word) => isThird[word] === 1 || isUsed(bearerStart, word),
  };
}

/** Names by their second folding, ascending. */
function secondFoldings(
  rows: RowColumns,
  usageOfRow: Uint32Array,
  nameBits: Uint32Array,
  nameBitCounts: Uint32Array,
): Pick<Sections, "secondFoldingText" | "secondFoldingStart" | "secondFoldingName"> {
  const found = rows.shortFoldings.map(({ folded, row }) => ({
    folded,
    name: rankBits(nameBits, nameBitCounts, usageOfRow[row]! + 1) - 1,
  }));
  found.sort((a, b) => (a.folded < b.folded ? -1 : a.folded > b.folded ? 1 : a.name - b.name));
  const texts = new TextColumn();
  for (const { folded } of found) texts.push(folded);
  return {
    secondFoldingText: texts.used(),
    secondFoldingStart: texts.starts.used(),
    secondFoldingName: Uint32Array.from(found, ({ name }) => name),
  };
}

/** The checksums of all sections but the header, as bytes. */
function sectionSums(sections: Sections): Uint8Array {
  const text = Object.entries(sections)
    .filter(([name]) => name !== "header")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, section]) => name + sumOf(sectionBytes(section)))
    .join();
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
