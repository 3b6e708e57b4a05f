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
import { reportAround, type SourceFile, type SourceFiles } from "../../archive/packed/source-file.ts";
import { isWorkbook, workbookSheet } from "../../archive/packed/workbook.ts";
import { readSample, readText, sniffTable } from "../../archive/sniff.ts";
import type { ByteProgress, SourceMetadata } from "../../archive/source.ts";
import { BinomenError } from "../../errors.ts";
import { binaryKind } from "../../tables/binary.ts";
import { ProblemReport } from "../../taxonomy/problem-report.ts";
import { cutRows, isCutAtLines } from "./cut.ts";
import { whyNoRecords } from "./refusal.ts";
import type { RowChunk, RowForm } from "./rows.ts";
import { countKnownTerms, distinctTerms, hasRecords, isKnownTerm } from "./terms.ts";

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
  const format = isDownload
    ? "gbif-dwca"
    : !occurrences
      ? "dwca-occurrence"
      : core.rowType === "taxon"
        ? "dwca-taxon"
        : "dwca-event";
  return sourceOf(path, format, await readMetadata(source.files, descriptor.metadata), await open(main), sides, source);
}

function isSimple({ rowType }: MetaTable): boolean {
  return ["simpledarwinrecord", "darwincore", "simpledarwincore", "record"].includes(rowType);
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

/** More than a table has columns: one of records is preferred to any other. */
const MOST_TERMS = 10_000;

/** The sheet of a workbook that holds records; sheets of their events or media are passed over. */
function sheetOfRecords(path: string): Promise<SourceFiles> {
  const isOfRecords = (header: readonly string[]) => hasRecords(distinctTerms(header));
  return workbookSheet(
    path,
    undefined,
    (header) => countKnownTerms(header) + (isOfRecords(header) ? MOST_TERMS : 0),
    (sheets) => {
      const found = sheets.flatMap(({ sheet, header }) => (header && isOfRecords(header) ? [sheet] : []));
      if (found.length < 2) return;
      throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
        path,
        problem: `Several sheets of it hold records (${found.slice(0, 5).join(", ")}). Save each as CSV, or as a workbook of its own.`,
      });
    },
  );
}

async function openTable(path: string, source: SourceFiles): Promise<OccurrenceSource> {
  let best: { file: SourceFile; known: number; form: RowForm; terms: readonly string[] } | undefined;
  const ofRecords: string[] = [];
  const candidates = source.packing === "file" ? source.files : source.files.filter(mayBeTable);
  for (const file of candidates) {
    const sample = await readSample(file);
    if (binaryKind(sample, false)) continue;
    if (/^\uFEFF?\s*[{[]/.test(sample.subarray(0, 200).toString("utf8"))) {
      const members = firstMembers(sample.toString("utf8"));
      if (members === undefined) continue;
      const isOfRecords = hasRecords(distinctTerms(members));
      if (isOfRecords) ofRecords.push(file.name);
      const known = countKnownTerms(members) + (isOfRecords ? MOST_TERMS : 0);
      if (best === undefined || known > best.known) best = { file, known, form: { kind: "json" }, terms: [] };
      continue;
    }
    const { format, firstLine } = sniffTable(sample, {}, file.name);
    const terms = distinctTerms(firstLine);
    const isOfRecords = hasRecords(terms);
    if (isOfRecords) ofRecords.push(file.name);
    const known = countKnownTerms(firstLine) + (isOfRecords ? MOST_TERMS : 0);
    if (known === 0 || (best !== undefined && known <= best.known)) continue;
    const form: RowForm = {
      kind: isCutAtLines(format) ? "lines" : "cells",
      format,
      columnCount: firstLine.length,
      terms: isSimpleCsv(terms) ? verbatimColumns(terms) : terms,
      defaults: {},
      idColumn: undefined,
    };
    best = { file, known, form, terms: form.terms.filter((term) => term !== undefined) };
  }
  if (ofRecords.length > 1)
    throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
      path,
      problem: `Several files in it hold records (${ofRecords.slice(0, 5).join(", ")}), and no meta.xml says how they belong together. Give one of them.`,
    });
  if (best === undefined)
    throw new BinomenError("SOURCE_UNKNOWN_FORMAT", { path, problem: await whyNoRecords(source, candidates) });
  const format =
    best.form.kind === "json"
      ? "ndjson"
      : isSimpleCsv(distinctTerms(await headerOf(best.file)))
        ? "gbif-simple-csv"
        : "table";
  const files = [{ file: best.file, form: best.form }];
  return sourceOf(path, format, await readMetadata(source.files), files, [], source);
}

async function headerOf(file: SourceFile): Promise<readonly string[]> {
  return sniffTable(await readSample(file)).firstLine;
}

/** What stands beside tables in archives and folders. */
function mayBeTable({ name }: SourceFile): boolean {
  return (
    !/\.(xml|html?|rtf|pdf|md|json|png|jpe?g)$/i.test(name) && !/(^|\/)(rights|citations?|readme)\.txt$/i.test(name)
  );
}

/** Members of the first line that is a JSON object; `undefined` when the whole is one JSON value. */
function firstMembers(text: string): string[] | undefined {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  for (const line of lines) {
    try {
      const first = JSON.parse(line) as Record<string, unknown>;
      // An array, and a page of an API, are one line, too.
      if (Array.isArray(first) || Array.isArray(first["results"])) return undefined;
      const core = (first["verbatim"] as { core?: object } | undefined)?.core;
      return Object.keys(core ?? first);
    } catch {}
  }
  const isIndented = /^\s*[{[]\s*$/.test(lines[0]!) && /^\s+["{[]/.test(lines[1] ?? "");
  return isIndented || /^\s*\[/.test(lines[0]!) ? undefined : [];
}

function isSimpleCsv(terms: readonly (string | undefined)[]): boolean {
  return ["gbifID", "verbatimScientificName", "taxonKey", "lastInterpreted"].every((term) => terms.includes(term));
}

/** Of a SIMPLE_CSV the verbatim name is asked again, not the one that GBIF made of it, nor the parts of that. */
function verbatimColumns(terms: readonly (string | undefined)[]): (string | undefined)[] {
  const verbatim: Record<string, string> = {
    verbatimScientificName: "scientificName",
    verbatimScientificNameAuthorship: "scientificNameAuthorship",
    scientificName: "gbifScientificName",
    genus: "gbifGenus",
    species: "gbifSpecies",
    infraspecificEpithet: "gbifInfraspecificEpithet",
    taxonRank: "gbifTaxonRank",
    lastInterpreted: "gbifLastInterpreted",
    issue: "gbifIssue",
  };
  return terms.map((term) => (term === undefined ? undefined : (verbatim[term] ?? term)));
}

function sourceOf(
  path: string,
  format: OccurrenceFormat,
  metadata: SourceMetadata,
  files: readonly FormedFile[],
  sides: readonly SideTable[],
  source: SourceFiles,
): OccurrenceSource {
  const problems = new ProblemReport();
  reportAround(source, path, problems);
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
function reportHeader({ file: { name: file }, form, skippedRows = [] }: FormedFile, problems: ProblemReport): void {
  for (const line of skippedRows) problems.add("SKIPPED_ROW", line, undefined, file);
  if (form.kind === "json") return;
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
