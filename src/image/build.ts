/**
 * How does a stream of name usages become an image?
 *
 * Rows are taken one by one into growing columns (`add`); `finish` resolves parents and accepted usages, numbers words
 * by length, orders names, and lays the sections out. What is wrong with a row is reported and never fatal.
 */
import { sourceOfChecklist } from "../taxonomy/identifier-sources.ts";
import type { NameUsage } from "../taxonomy/name-usage.ts";
import { ProblemReport } from "../taxonomy/problem-report.ts";
import { appendChunk, type RowChunk } from "./build-chunk.ts";
import { type LookupTask, lookupTasks, runLookupTask, wordRoles } from "./build-lookups.ts";
import { JoinTable } from "./ids/build-joins.ts";
import { countBits, rankBits } from "./layout/bits.ts";
import { type ImageHeader, layOutImage, type Sections } from "./layout/format.ts";
import { orderNames } from "./names/build-index.ts";
import { readUsageName } from "./names/build-names.ts";
import { alphabetOf } from "./near/build-filters.ts";
import { layOutIds, layOutOwnTexts, layOutUsages } from "./usages/build-columns.ts";
import { HigherTaxa } from "./usages/build-higher-taxa.ts";
import { linkByClassification } from "./usages/build-implied.ts";
import { resolveLinks } from "./usages/build-links.ts";
import { RowColumns, TextColumn } from "./usages/build-usage-rows.ts";
import { NumberColumn, release } from "./words/build-strings.ts";
import { type NumberedWords, numberWords } from "./words/build-words.ts";

/** What the builder cannot know. */
export interface ImageOptions {
  checklistKey: string;
  title?: string | undefined;
  /** ISO 8601 time; the build has no clock. */
  created?: string | undefined;
  sourceChecksum?: string | undefined;
  /** The source whose identifiers the usages bear; by default what the key says. */
  identifierSource?: string | undefined;
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
    const { rows } = this;
    const id = rows.ids.intern(usage.id);
    if (!this.isNew(id, rows.length)) {
      this.problems.add("DUPLICATE_ID", usage.line, usage.id);
      return;
    }
    rows.push(usage, readUsageName(usage), id);
    const isLinked = usage.parentId !== undefined || usage.acceptedId !== undefined;
    this.nodeOfRow.push(isLinked ? 0 : this.taxa.nodeOf(usage));
  }

  /** Takes the rows of a chunk, which another thread read, with the problems it saw. */
  addChunk(chunk: RowChunk): void {
    const { rows } = this;
    appendChunk(
      chunk,
      rows,
      this.taxa,
      this.nodeOfRow,
      (id, row) => this.isNew(id, row),
      (id, line) => this.problems.add("DUPLICATE_ID", line, rows.ids.text(id)),
    );
    this.problems.merge(chunk.problems);
  }

  /** Makes room for so many rows: saves copying while columns grow. */
  expect(rowCount: number): void {
    this.rows.reserve(rowCount);
    this.nodeOfRow.reserve(rowCount);
    this.rowOfId.reserve(rowCount);
  }

  /**
   * The image. The builder is of no use afterwards.
   * @param allocate gives the memory; by default a SharedArrayBuffer, which threads can share
   */
  finish(allocate: (byteLength: number) => ArrayBufferLike = shared): Uint8Array {
    const words = this.numberWords();
    return this.layOut(words, words.tasks.map(runLookupTask), allocate);
  }

  /**
   * As {@link finish}, with the tasks that need only words done by `runTasks`, in threads for instance, while this thread
   * orders the names.
   */
  async finishWith(runTasks: (tasks: LookupTask[]) => Promise<Partial<Sections>[]>): Promise<Uint8Array> {
    const words = this.numberWords();
    const running = runTasks(words.tasks);
    const names = this.orderNames(words);
    return this.layOut(words, await running, shared, names);
  }

  private isNew(id: number, row: number): boolean {
    const { rowOfId } = this;
    while (rowOfId.length < this.rows.ids.size) rowOfId.push(0);
    if (rowOfId.values[id] !== 0) return false;
    rowOfId.values[id] = row + 1;
    return true;
  }

  /** Adds what the classifications imply, then numbers the words. */
  private numberWords(): NumberedRows {
    const { rows } = this;
    this.phase("words");
    const impliedCount = linkByClassification(rows, this.taxa, this.nodeOfRow, this.idRows());
    for (let row = rows.length - impliedCount; row < rows.length; row++) this.isNew(rows.id.values[row]!, row);
    this.nodeOfRow.close();
    const { renumbered, ...sections } = numberWords(rows.words);
    rows.words.close();
    for (const column of [rows.genus, rows.epithet, rows.third]) {
      const used = column.used();
      for (let i = 0; i < used.length; i++) used[i] = renumbered[used[i]!]!;
    }
    release(renumbered);
    const roles = wordRoles(sections, rows.genus.used(), rows.epithet.used(), rows.third.used());
    return { sections, impliedCount, tasks: lookupTasks(roles, rows.authorships) };
  }

  /** Resolves the links of rows and orders names and usages. */
  private orderNames({ sections: words }: NumberedRows) {
    const { rows } = this;
    this.phase("links");
    const links = resolveLinks(rows, this.idRows(), this.problems);
    rows.ids.close();
    for (const column of [rows.parentId, rows.acceptedId, rows.line, this.rowOfId]) column.close();
    this.phase("names");
    const { genus, epithet, third } = rows;
    const wordCount = words.wordSignature.length - 1;
    const names = orderNames(genus.used(), epithet.used(), third.used(), wordCount, words.wordSignature);
    for (const column of [genus, epithet, third]) column.close();
    this.phase("usages");
    const { rowOrder, nameCount, binomialCount, ...lists } = names;
    const usageOfRow = new Uint32Array(rowOrder.length);
    for (let usage = 0; usage < rowOrder.length; usage++) usageOfRow[rowOrder[usage]!] = usage;
    const nameBitCounts = countBits(lists.nameBits);
    const usageRows = layOutUsages(rows, links, rowOrder, usageOfRow);
    release(links.accepted, links.parent);
    for (const column of [rows.flags, rows.authorship]) column.close();
    const sections = {
      ...lists,
      nameBitCounts,
      usageRows,
      ...layOutIds(rows.ids, rows.id.used(), rowOrder),
      ...new JoinTable().finish(),
      ...layOutOwnTexts(rows, usageOfRow),
      ...secondFoldings(rows, usageOfRow, lists.nameBits, nameBitCounts),
    };
    const usageCount = rowOrder.length;
    rows.id.close();
    release(rowOrder, usageOfRow);
    return { nameCount, binomialCount, usageCount, sections };
  }

  private layOut(
    words: NumberedRows,
    lookups: Partial<Sections>[],
    allocate: (byteLength: number) => ArrayBufferLike,
    names = this.orderNames(words),
  ): Uint8Array {
    this.phase("image");
    const { options, rows } = this;
    const { nameCount, binomialCount, usageCount } = names;
    const header: Omit<ImageHeader, "releaseId"> = {
      checklistKey: options.checklistKey,
      title: options.title ?? options.checklistKey,
      created: options.created ?? "",
      builder: BUILDER_VERSION,
      sourceChecksum: options.sourceChecksum ?? "",
      nameCount,
      usageCount,
      binomialCount,
      wordCount: words.sections.wordSignature.length - 1,
      alphabet: alphabetOf(words.sections.wordLetters),
      idTemplates: rows.ids.templates,
      identifierSource: options.identifierSource ?? sourceOfChecklist(options.checklistKey) ?? "",
      joins: [],
      notes: { ...options.notes, impliedCount: words.impliedCount, problems: this.problems.toJSON() },
    };
    const sections = { header: new Uint8Array(0), ...words.sections, ...names.sections };
    return layOutImage(Object.assign(sections, ...lookups) as Sections, header, allocate);
  }

  private phase(name: string): void {
    this.options.onPhase?.(name);
  }

  /** Row + 1 of each id ordinal, 0 for ids without a row. */
  private idRows(): Uint32Array {
    while (this.rowOfId.length < this.rows.ids.size) this.rowOfId.push(0);
    return this.rowOfId.used();
  }
}

/** The rows, their words numbered, and what can be made of the words alone. */
interface NumberedRows {
  sections: Omit<NumberedWords, "renumbered">;
  impliedCount: number;
  tasks: LookupTask[];
}

function shared(byteLength: number): SharedArrayBuffer {
  return new SharedArrayBuffer(byteLength);
}

/** Builds an image of usages that are at hand. */
export function buildImage(usages: Iterable<NameUsage>, options: ImageOptions): Uint8Array {
  const builder = new ImageBuilder(options);
  for (const usage of usages) builder.add(usage);
  return builder.finish();
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
