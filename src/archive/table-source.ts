/** A source whose usages stand in one or several tables: how are they read, with their links and vernacular names? */

import { RowSplitter } from "../tables/rows.ts";
import { decodePieces } from "../tables/text.ts";
import type { NameUsage, VernacularName } from "../taxonomy/name-usage.ts";
import { ProblemReport } from "../taxonomy/problem-report.ts";
import { cleanCell } from "./cell.ts";
import type { SourceFile } from "./packed/source-file.ts";
import type { SniffedTable } from "./sniff.ts";
import type { ByteProgress, Source, SourceFormat, SourceMetadata } from "./source.ts";
import { lacksIds } from "./terms.ts";
import { isSplittable, readTable, type UsageTable } from "./usage-table.ts";

/** One file of a table. */
export interface TablePart {
  readonly file: SourceFile;
  readonly table: Omit<UsageTable, "path">;
  /** Columns to report: of names that resemble others, or are the same. */
  readonly columns?: { readonly resembling: readonly string[]; readonly duplicates: readonly string[] } | undefined;
  /** Lines above the header. */
  readonly titles?: SniffedTable["titles"] | undefined;
}

/** What a format finds out before anything is read. */
interface TableSourceParts {
  path: string;
  format: SourceFormat;
  metadata: SourceMetadata;
  parts: readonly TablePart[];
  vernaculars?: readonly TablePart[];
  /** Rows refer to each other by name: see name-links.ts. */
  linkedByName?: boolean;
  /** Vernacular names refer to the row id, not to the taxonID. */
  vernacularsUseRowId?: boolean;
  close: () => Promise<void>;
}

/** A source of tables. */
export class TableSource implements Source {
  readonly path: string;
  readonly format: SourceFormat;
  readonly metadata: SourceMetadata;
  readonly progress: ByteProgress;
  readonly table: UsageTable | undefined;
  readonly report = new ProblemReport();
  protected readonly parts: readonly TablePart[];
  readonly #vernaculars: readonly TablePart[];
  readonly #vernacularsUseRowId: boolean;
  readonly #linkedByName: boolean;
  readonly #close: () => Promise<void>;

  constructor(parts: TableSourceParts) {
    this.path = parts.path;
    this.format = parts.format;
    this.metadata = parts.metadata;
    this.progress = { read: 0, total: parts.parts.reduce((total, { file }) => total + file.size, 0) };
    this.parts = parts.parts;
    this.#vernaculars = parts.vernaculars ?? [];
    this.#vernacularsUseRowId = parts.vernacularsUseRowId ?? false;
    this.#close = parts.close;
    const only = parts.parts.length === 1 ? parts.parts[0] : undefined;
    this.#linkedByName = parts.linkedByName ?? parts.parts.some(({ table }) => lacksIds(table.fields));
    if (only?.file.plainPath && isSplittable(only.table.format) && !this.#linkedByName)
      this.table = { path: only.file.plainPath, ...only.table };
  }

  async *usages(): AsyncIterable<NameUsage[]> {
    this.report.clear();
    for (const { file, table, columns, titles } of this.parts) {
      const named = this.parts.length > 1 ? file.name : undefined;
      const line = Math.max(1, table.format.headerLines);
      const { unknownEncoding } = table.format;
      if (unknownEncoding !== undefined) this.report.add("GUESSED_ENCODING", 1, unknownEncoding || undefined, named);
      for (const title of titles ?? []) this.report.add("TITLE_LINE", title.line, title.text, named);
      for (const column of columns?.resembling ?? []) this.report.add("UNUSED_COLUMN", line, column, named);
      for (const column of columns?.duplicates ?? []) this.report.add("DUPLICATE_COLUMN", line, column, named);
    }
    const idOfName = this.#linkedByName ? await this.#idsByName() : undefined;
    this.progress.read = 0;
    for (const { file, table } of this.parts) {
      const named = this.parts.length > 1 ? file.name : undefined;
      const bytes = file.read((count) => {
        this.progress.read += count;
      });
      const where = { path: this.path, file: named, idOfName };
      for await (const batch of readTable(bytes, table, this.report, where)) yield batch;
    }
  }

  async *vernaculars(): AsyncIterable<VernacularName> {
    if (!this.#vernaculars.length) return;
    const usageIds = await this.#usageIdsByRowId();
    for (const { file, table } of this.#vernaculars) {
      const { id, taxonId, vernacularName, language } = table.fields.columns;
      const idColumn = id ?? taxonId;
      if (idColumn === undefined || vernacularName === undefined) continue;
      let batch: VernacularName[] = [];
      const splitter = new RowSplitter(
        table.format,
        { wanted: [...new Set([idColumn, vernacularName, language ?? idColumn])], count: table.columnCount },
        ([rowId = "", name = "", written = ""]) => {
          const usageId = cleanCell(rowId);
          const vernacular = cleanCell(name);
          if (usageId === undefined || vernacular === undefined) return;
          batch.push({
            usageId: usageIds?.get(usageId) ?? usageId,
            vernacularName: vernacular,
            language: language === undefined ? table.fields.defaults.language : cleanCell(written),
          });
        },
        this.report,
        { file: file.name },
      );
      for await (const piece of decodePieces(file.read(), table.format, this.path, () => splitter.line)) {
        splitter.push(piece);
        yield* batch;
        batch = [];
      }
      splitter.end();
      yield* batch;
    }
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** Reads the names once, so that rows that refer by name find the usage. */
  async #idsByName(): Promise<(name: string, line: number) => string | undefined> {
    const ids = new Map<string, string>();
    const idsWithoutAuthorship = new Map<string, string>();
    const ambiguous = new Set<string>();
    const put = (map: Map<string, string>, name: string, id: string): void => {
      const other = map.get(name);
      if (other === undefined) map.set(name, id);
      else if (other !== id) ambiguous.add(name);
    };
    const quiet = new ProblemReport();
    for (const { file, table } of this.parts)
      for await (const batch of readTable(file.read(), table, quiet, { path: this.path }))
        for (const { id, scientificName, authorship } of batch) {
          // Some sources write ids into the columns of names.
          ids.set(id, id);
          put(ids, scientificName, id);
          if (authorship !== undefined) put(ids, `${scientificName} ${authorship}`, id);
          else put(idsWithoutAuthorship, leadingWords(scientificName), id);
        }
    return (name, line) => {
      const id = ids.get(name) ?? idsWithoutAuthorship.get(name);
      if (id === undefined) this.report.add("UNKNOWN_REFERENCE", line, name);
      else if (ambiguous.has(name)) this.report.add("AMBIGUOUS_REFERENCE", line, name);
      return id;
    };
  }

  /** Usage ids by row id, when rows have both and they differ. */
  async #usageIdsByRowId(): Promise<Map<string, string> | undefined> {
    const ids = new Map<string, string>();
    for (const { file, table } of this.parts) {
      const { id, taxonId } = table.fields.columns;
      if (!this.#vernacularsUseRowId || id === undefined || taxonId === undefined || id === taxonId) continue;
      const splitter = new RowSplitter(
        table.format,
        { wanted: [id, taxonId], count: table.columnCount },
        ([rowId = "", usageId = ""]) => {
          const own = cleanCell(usageId);
          if (own !== undefined && own !== rowId) ids.set(rowId.trim(), own);
        },
        new ProblemReport(),
      );
      for await (const piece of decodePieces(file.read(), table.format, this.path, () => splitter.line))
        splitter.push(piece);
      splitter.end();
    }
    return ids.size ? ids : undefined;
  }
}

/** The name words at the beginning: a capital word and the words in small letters behind it. */
function leadingWords(name: string): string {
  return /^\S+(?: \(\p{Lu}\p{Ll}+\))?(?: (?:×|\p{Ll}[\p{Ll}-]+\.?))*/u.exec(name)?.[0] ?? name;
}
