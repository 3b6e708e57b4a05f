/**
 * Which occurrence records are in this source, and what else belongs to them?
 *
 * Darwin Core archives with occurrences in the core or in an extension, GBIF's downloads, and tables or JSON lines with
 * Darwin Core names. The table whose rows are the records is cut into chunks; the rows of other tables are joined to them
 * by the id of the core row.
 */
import { findMetaXml, openDescribedFile } from "../../archive/dwca.ts";
import { type MetaTable, readMetaDescriptor } from "../../archive/meta-xml.ts";
import { readMetadata } from "../../archive/metadata.ts";
import { openFiles } from "../../archive/packed/files.ts";
import { reportPacking, type SourceFile, type SourceFiles } from "../../archive/packed/source-file.ts";
import { isWorkbook } from "../../archive/packed/workbook.ts";
import { readText } from "../../archive/sniff.ts";
import type { ByteProgress, SourceMetadata } from "../../archive/source.ts";
import { BinomenError } from "../../errors.ts";
import { ProblemReport } from "../../taxonomy/problem-report.ts";
import { cutRows, isCutAtLines } from "./cut.ts";
import type { RowChunk, RowForm } from "./rows.ts";
import { sheetOfRecords, type TableOfRecords, tableOfRecords } from "./table-of-records.ts";
import { countKnownTerms, distinctTerms, isKnownTerm } from "./terms.ts";

/** What a source is. */
export type OccurrenceFormat =
  | "dwca-occurrence"
  | "dwca-event"
  | "dwca-taxon"
  | "gbif-dwca"
  | "gbif-simple-csv"
  | "table"
  | "ndjson";

/** A file with the way to read it. */
interface FormedFile {
  readonly file: SourceFile;
  readonly form: RowForm;
  /** Lines that meta.xml takes for header, and that are rows. */
  readonly skippedRows?: readonly number[] | undefined;
  /** Titles and comments above the header. */
  readonly titles?: TableOfRecords["titles"] | undefined;
}

/** Rows that belong to records. */
export interface SideTable {
  /** `"multimedia"`, or `"core"` for the event or taxon of an occurrence. */
  readonly rowType: string;
  readonly files: readonly FormedFile[];
}

/** A source of occurrence records. */
export interface OccurrenceSource {
  readonly path: string;
  readonly format: OccurrenceFormat;
  readonly metadata: SourceMetadata;
  /** Terms of the columns of the records; empty for JSON, whose members differ from row to row. */
  readonly terms: readonly string[];
  readonly sides: readonly SideTable[];
  /** What was wrong with rows that the main thread cut; chunks tell of the others. */
  readonly problems: ProblemReport;
  /** The same of the rows of side tables. */
  readonly sideProblems: ProblemReport;
  /** How much of all tables was read since the last call of {@link chunks}. */
  readonly progress: ByteProgress;
  /** The records in chunks, from the beginning. */
  chunks(): AsyncGenerator<RowChunk>;
  /** The rows of a side table in chunks. */
  sideChunks(side: SideTable): AsyncGenerator<RowChunk>;
  close(): Promise<void>;
}

/**
 * Opens a source.
 *
 * @throws SOURCE_NOT_FOUND, SOURCE_DAMAGED, SOURCE_UNKNOWN_FORMAT when it holds no occurrences
 */
export async function openOccurrences(path: string): Promise<OccurrenceSource> {
  const source = await openFiles(path);
  try {
    if (isWorkbook(source)) return await openTable(path, await sheetOfRecords(path));
    const meta = findMetaXml(source.files);
    return meta ? await openArchive(path, source, meta) : await openTable(path, source);
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function openArchive(path: string, source: SourceFiles, meta: SourceFile): Promise<OccurrenceSource> {
  const descriptor = readMetaDescriptor(await readText(meta), path);
  const folder = meta.name.replace(/[^/]*$/, "");
  const { core, extensions } = descriptor;
  const occurrences = extensions.find(({ rowType }) => rowType === "occurrence");
  const isOccurrenceCore =
    core.rowType === "occurrence" || (isSimple(core) && countKnownTerms(core.fields.map(({ term }) => term)) > 0);
  const isDownload = occurrences !== undefined && isOccurrenceCore && isGbifDownload(core);
  const main = occurrences ?? (isOccurrenceCore ? core : undefined);
  if (!main)
    throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
      path,
      problem: `Its core holds rows of type "${core.rowType}", and no extension holds occurrences.`,
    });
  const sides: SideTable[] = [];
  const open = (table: MetaTable) => formedFiles(path, source.files, folder, table);
  // The occurrence core of a download of GBIF is its interpretation of the verbatim rows, which are the source here.
  if (occurrences && !isDownload) sides.push({ rowType: "core", files: await open(core) });
  for (const table of extensions)
    if (table !== occurrences && table.rowType !== "occurrence" && table.idIndex !== undefined)
      sides.push({ rowType: table.rowType, files: await open(table) });
  const unread = [
    ...extensions.filter((table) => table.rowType === "occurrence" && table !== occurrences),
    // The occurrences of an extension win over those of the core, unless the core is an interpretation of them.
    ...(occurrences && isOccurrenceCore && !isDownload && core.rowType === "occurrence" ? [core] : []),
  ].flatMap(({ locations }) => locations);
  const descriptors = source.files.filter((file) => /(^|\/)meta\.xml$/i.test(file.name) && file.name !== meta.name);
  unread.push(...descriptors.map(({ name }) => name));
  const format = isDownload
    ? "gbif-dwca"
    : !occurrences
      ? "dwca-occurrence"
      : core.rowType === "taxon"
        ? "dwca-taxon"
        : "dwca-event";
  const metadata = await readMetadata(source.files, descriptor.metadata);
  return sourceOf(path, format, metadata, await open(main), sides, source, unread);
}

function isSimple({ rowType }: MetaTable): boolean {
  return ["", "simpledarwinrecord", "darwincore", "simpledarwincore", "record"].includes(rowType);
}

/** The interpreted core of a download has GBIF's own keys. */
function isGbifDownload({ fields }: MetaTable): boolean {
  const terms = fields.map(({ term }) => term.toLowerCase());
  return terms.some((term) => term.endsWith("/taxonkey")) && terms.some((term) => term.endsWith("/lastinterpreted"));
}

async function formedFiles(
  path: string,
  files: readonly SourceFile[],
  folder: string,
  table: MetaTable,
): Promise<FormedFile[]> {
  const formed: FormedFile[] = [];
  for (const location of table.locations) {
    const { file, format, columnCount, skippedRows } = await openDescribedFile(path, files, folder, table, location);
    const names: (string | undefined)[] = Array.from({ length: columnCount });
    const defaults: Record<string, string> = {};
    for (const field of table.fields) {
      if (field.index !== undefined) names[field.index] ??= field.term;
      const [term] = distinctTerms([field.term]);
      if (field.default !== undefined && term !== undefined) defaults[term] = field.default;
    }
    const form: RowForm = {
      kind: isCutAtLines(format) ? "lines" : "cells",
      format,
      columnCount,
      terms: distinctTerms(names),
      defaults,
      idColumn: table.idIndex,
    };
    formed.push({ file, form, skippedRows });
  }
  if (formed.length === 0)
    throw new BinomenError("SOURCE_DAMAGED", { path, problem: `meta.xml names no file for "${table.rowType}".` });
  return formed;
}

async function openTable(path: string, source: SourceFiles): Promise<OccurrenceSource> {
  const { format, ...file } = await tableOfRecords(path, source);
  return sourceOf(path, format, await readMetadata(source.files), [file], [], source);
}

function sourceOf(
  path: string,
  format: OccurrenceFormat,
  metadata: SourceMetadata,
  files: readonly FormedFile[],
  sides: readonly SideTable[],
  source: SourceFiles,
  unread: readonly string[] = [],
): OccurrenceSource {
  const problems = new ProblemReport();
  reportPacking(source, path, problems);
  for (const name of unread) problems.addAlways("UNREAD_TABLE", 1, undefined, name);
  const sideProblems = new ProblemReport();
  const tables = [files, ...sides.map((side) => side.files)];
  const progress = { read: 0, total: tables.flat().reduce((total, { file }) => total + file.size, 0) };
  const cut = async function* (formed: readonly FormedFile[], report: ProblemReport) {
    let index = 0;
    for (const { file, form } of formed)
      for await (const chunk of cutRows(counted(file, progress), form, path, index, report)) {
        index = chunk.index + 1;
        yield chunk;
      }
  };
  const terms = new Set<string>();
  for (const { form } of files)
    if (form.kind !== "json")
      for (const term of [...form.terms, ...Object.keys(form.defaults)]) if (term !== undefined) terms.add(term);
  return {
    path,
    format,
    metadata,
    terms: [...terms],
    sides,
    problems,
    sideProblems,
    progress,
    chunks: () => {
      problems.clear();
      for (const file of files) reportHeader(file, problems);
      progress.read = 0;
      return cut(files, problems);
    },
    sideChunks: (side) => {
      for (const file of side.files) reportHeader(file, sideProblems);
      return cut(side.files, sideProblems);
    },
    close: () => source.close(),
  };
}

/** Columns with the name of an earlier one are kept as `country_2` and not interpreted; rows above the first are not read. */
function reportHeader(
  { file: { name: file }, form, skippedRows = [], titles = [] }: FormedFile,
  problems: ProblemReport,
): void {
  for (const line of skippedRows) problems.add("SKIPPED_ROW", line, undefined, file);
  for (const { line, text } of titles) problems.add("TITLE_LINE", line, text, file);
  if (form.kind === "json") return;
  const { unknownEncoding } = form.format;
  if (unknownEncoding !== undefined) problems.add("GUESSED_ENCODING", 1, unknownEncoding || undefined, file);
  for (const term of form.terms) {
    const first = term?.match(/^(.+)_\d+$/)?.[1];
    if (first !== undefined && isKnownTerm(first) && form.terms.includes(first))
      problems.add("DUPLICATE_COLUMN", Math.max(1, form.format.headerLines), term, file);
  }
}

/** The same file; what is read of it is added to `progress`. */
function counted(file: SourceFile, progress: { read: number }): SourceFile {
  const count = (bytes: number) => {
    progress.read += bytes;
  };
  return { name: file.name, size: file.size, plainPath: file.plainPath, read: () => file.read(count) };
}
