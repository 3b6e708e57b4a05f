/**
 * What is in a Darwin Core Archive?
 *
 * A zip, a folder or a bare file; rows of taxa in the core, described by `meta.xml` or, when that is missing, by the
 * headers. The descriptor is not always right: it is checked against the first line of the file.
 */
import { BinomenError } from "../errors.ts";
import type { TableFormat } from "../tables/rows.ts";
import { type MetaTable, readMetaDescriptor } from "./meta-xml.ts";
import { readMetadata } from "./metadata.ts";
import { areLinkedByName } from "./name-links.ts";
import type { SourceFile, SourceFiles } from "./packed/source-file.ts";
import { readSample, readText, type SniffedTable, sniffTable } from "./sniff.ts";
import type { Source } from "./source.ts";
import { type TablePart, TableSource } from "./table-source.ts";
import { type Field, type FieldMap, fieldOf, mapColumns, termKey } from "./terms.ts";
import { USUAL_RULES } from "./usage-rows.ts";

/** The `meta.xml` of an archive: the one nearest to the top. */
export function findMetaXml(files: readonly SourceFile[]): SourceFile | undefined {
  return files
    .filter((file) => /(^|\/)meta\.xml$/i.test(file.name))
    .sort((a, b) => a.name.split("/").length - b.name.split("/").length)[0];
}

/**
 * Opens an archive that has a `meta.xml`.
 *
 * @throws SOURCE_DAMAGED when the descriptor or a file it names is missing or unreadable, SOURCE_UNKNOWN_FORMAT when
 *   the archive holds no taxa.
 */
export async function openDwca(path: string, { files, close }: SourceFiles, meta: SourceFile): Promise<Source> {
  const descriptor = readMetaDescriptor(await readText(meta), path);
  const folder = meta.name.replace(/[^/]*$/, "");
  const taxa = [descriptor.core, ...descriptor.extensions].find((table) => isTaxonTable(table));
  if (!taxa)
    throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
      path,
      problem: `Its core holds rows of type "${descriptor.core.rowType}", and nothing in it holds taxa.`,
    });
  const parts: TablePart[] = [];
  for (const location of taxa.locations) parts.push(await partOf(path, files, folder, taxa, location));
  if (!parts.length)
    throw new BinomenError("SOURCE_DAMAGED", { path, problem: "meta.xml names no file for the core." });
  const vernaculars = [];
  for (const table of descriptor.extensions.filter((extension) => extension.rowType === "vernacularname"))
    for (const location of table.locations) {
      const part = await partOf(path, files, folder, table, location);
      vernaculars.push(part);
    }
  for (const table of descriptor.extensions.filter((extension) => extension !== taxa && isSynonymTable(extension)))
    for (const location of table.locations) parts.push(await synonymPart(path, files, folder, table, location));
  return new TableSource({
    path,
    format: "dwca",
    metadata: await readMetadata(files, descriptor.metadata),
    parts,
    linkedByName: await areLinkedByName(parts, path),
    vernaculars,
    // Extensions refer to the id of the core row, which need not be its taxonID.
    vernacularsUseRowId: taxa.idIndex !== undefined,
    close,
  });
}

function isTaxonTable(table: MetaTable): boolean {
  const names = table.fields.map((field) => fieldOf(field.term));
  const hasName = names.some((field) => field === "scientificName" || field === "genericName" || field === "genus");
  return (
    table.rowType === "taxon" ||
    (["simpledarwinrecord", "name", "nameusage", "darwincore"].includes(table.rowType) && hasName)
  );
}

/**
 * Synonyms as an extension of taxa: what Global Names, EOL's LifeDesks and old GBIF exports wrote before synonyms were rows of
 * the core. The core id of a row is that of its accepted usage.
 */
function isSynonymTable({ rowType, idIndex, fields }: MetaTable): boolean {
  return (
    ["scientificname", "synonym", "synonyms", "taxon", "taxonsynonym"].includes(rowType) &&
    idIndex !== undefined &&
    fields.some(({ term, index }) => index !== undefined && NAME_FIELDS.has(fieldOf(term) ?? ""))
  );
}

const NAME_FIELDS: ReadonlySet<string> = new Set(["scientificName", "canonicalName", "genericName", "uninomial"]);

async function synonymPart(
  path: string,
  files: readonly SourceFile[],
  folder: string,
  table: MetaTable,
  location: string,
): Promise<TablePart> {
  const part = await partOf(path, files, folder, table, location);
  const { id, taxonId, acceptedId: _, parentId: __, ...columns } = part.table.fields.columns;
  const fields: FieldMap = {
    // A taxonID that is the core id again is not the synonym's own.
    columns: { ...columns, acceptedId: id!, ...(taxonId !== undefined && taxonId !== id && { taxonId }) },
    defaults: part.table.fields.defaults,
  };
  const rules = { ...USUAL_RULES, statusWhenEmpty: "SYNONYM" as const, idPrefix: "synonym:" };
  return { ...part, table: { ...part.table, fields, rules } };
}

/** A file that a descriptor names, and how it is really written down. */
export interface DescribedFile {
  readonly file: SourceFile;
  readonly format: TableFormat;
  readonly columnCount: number;
  /** 1-based lines that are said to be header, and hold values of the columns. */
  readonly skippedRows: readonly number[];
}

/**
 * Finds a file that a descriptor names and compares what it says of it with the first lines.
 *
 * @throws SOURCE_DAMAGED when the file is not there
 */
export async function openDescribedFile(
  path: string,
  files: readonly SourceFile[],
  folder: string,
  table: MetaTable,
  location: string,
): Promise<DescribedFile> {
  // What was packed on Windows may say "data\\occurrence.txt" of an entry "data/occurrence.txt".
  const wanted = (folder + location.replaceAll("\\", "/").replace(/^\.\//, "")).toLowerCase();
  const file =
    files.find((f) => f.name.toLowerCase() === wanted) ??
    files.find((f) => f.name.toLowerCase().endsWith(`/${wanted.replace(/^.*\//, "")}`));
  if (!file)
    throw new BinomenError("SOURCE_DAMAGED", {
      path,
      problem: `meta.xml names the file "${location}", which is not there (found: ${files.map((f) => f.name).join(", ")}).`,
    });
  const sample = await readSample(file);
  let sniffed = sniffTable(sample, table);
  const last = Math.max(table.idIndex ?? 0, ...table.fields.map((field) => field.index ?? 0));
  if (last > 0 && sniffed.firstLine.length === 1) {
    // The declared delimiter does not occur: believe the file.
    const { encoding, newline, headerLines } = table;
    const own = sniffTable(sample, { encoding, newline, headerLines });
    if (own.firstLine.length > last) sniffed = own;
  }
  const headerLines = Math.max(table.headerLines, isHeader(sniffed, table) ? 1 : 0);
  return {
    file,
    format: { ...sniffed.format, headerLines },
    columnCount: columnCountOf(sniffed, headerLines, last + 1),
    skippedRows: rowsAmong(sniffed.lines, headerLines),
  };
}

/**
 * Lines among those of the header that hold values: a column has the same text there as in a row below, which the name of a
 * column never has.
 */
function rowsAmong(lines: readonly (readonly string[])[], headerLines: number): number[] {
  const rows = lines.slice(headerLines);
  return lines.slice(0, headerLines).flatMap((cells, i) => {
    const isRow = cells.some((cell, column) => cell.length > 1 && rows.some((row) => row[column] === cell));
    return isRow ? [i + 1] : [];
  });
}

async function partOf(
  path: string,
  files: readonly SourceFile[],
  folder: string,
  table: MetaTable,
  location: string,
): Promise<TablePart> {
  const { file, format, columnCount } = await openDescribedFile(path, files, folder, table, location);
  return { file, table: { format, fields: fieldsOf(table), columnCount, rules: USUAL_RULES } };
}

/** Archives often have more columns than `meta.xml` maps; the first line tells how many. */
function columnCountOf(sniffed: SniffedTable, headerLines: number, mapped: number): number {
  const line = sniffed.lines[Math.min(headerLines > 0 ? headerLines - 1 : 0, sniffed.lines.length - 1)];
  return Math.max(mapped, line?.length ?? 0);
}

/** True when the first line repeats the terms although the descriptor says that there is no header. */
function isHeader(sniffed: SniffedTable, table: MetaTable): boolean {
  if (table.headerLines > 0) return false;
  const repeated = table.fields.filter(
    ({ index, term }) => index !== undefined && termKey(sniffed.firstLine[index] ?? "") === termKey(term),
  );
  return repeated.length > 1 || (repeated.length === 1 && table.fields.length === 1);
}

function fieldsOf(table: MetaTable): FieldMap {
  const names: string[] = [];
  const defaults: Partial<Record<Field, string>> = {};
  for (const { term, index, default: constant } of table.fields) {
    if (index !== undefined && names[index] === undefined) names[index] = term;
    const field = fieldOf(term);
    if (field !== undefined && constant !== undefined) defaults[field] = constant;
  }
  const { columns } = mapColumns(Array.from(names, (name) => name ?? ""));
  // One column may be mapped to several terms.
  for (const { term, index } of table.fields) {
    const field = fieldOf(term);
    if (field !== undefined && index !== undefined) columns[field] ??= index;
  }
  if (table.idIndex !== undefined) columns.id = table.idIndex;
  return { columns, defaults };
}
