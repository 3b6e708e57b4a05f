/**
 * What was imported, and how is it taken back?
 *
 * Every import that changed something is recorded with all that it was told, and its file is kept (the newest KEPT_FILES
 * per source). Taking an import back imports that file again in the same way, so that exactly what stood there stands
 * there again, the source's licence and citation included.
 */
import { isUtf8 } from "node:buffer";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { BinomenError } from "../../errors.ts";
import type { Databases } from "../records/databases.ts";
import { numberKey, usageKey } from "../records/layout.ts";
import type { FacetWriter } from "../store/commit/writer.ts";
import type { FacetStore } from "../store/store.ts";
import { ABOUT, type About, type ImportOptions, type ReadList } from "./read-list.ts";

/** Imported files kept per source for rollback. */
export const KEPT_FILES = 5;

/** A past import. */
export interface ImportRecord {
  id: number;
  source: number;
  /** ISO 8601. */
  at: string;
  by: string;
  fileName: string | null;
  oid: string;
  rollbackTo: number | null;
  rows: number;
  added: number;
  changed: number;
  removed: number;
  /** How the file was read; imports from before format 2 do not say. */
  kind?: "scores" | "snippets";
  encoding?: "utf-8" | "windows-1252" | null;
  keyColumn?: string | null;
  /** What was said of the source after it. */
  about?: About;
}

/** Writes the import into the history, unless it changed nothing at all. Inside its commit. */
export function keepImport(
  store: FacetStore,
  writer: FacetWriter,
  { source: id, bytes, options, report }: ReadList,
): void {
  const rowsChanged = report.added + report.changed + report.removed > 0;
  const before = writer.vocabulary.sources.get(id);
  const draft = { ...options.source, id, oid: report.oid };
  writer.putSource(rowsChanged ? { ...draft, lastImport: writer.tick } : draft);
  const after = writer.vocabulary.sources.get(id);
  if (!rowsChanged && before === after) return;
  report.import = writer.nextImport();
  const record: ImportRecord = {
    id: report.import,
    source: id,
    at: new Date(store.now()).toISOString(),
    by: options.by,
    fileName: options.fileName ?? null,
    oid: report.oid,
    rollbackTo: options.rollbackTo ?? null,
    rows: report.rows,
    added: report.added,
    changed: report.changed,
    removed: report.removed,
    kind: report.kind,
    encoding: options.encoding ?? null,
    keyColumn: options.keyColumn ?? null,
    about: Object.fromEntries(ABOUT.map((member) => [member, after?.[member] ?? null])) as unknown as About,
  };
  const { imports, importFiles, importsOfSource } = store.databases;
  imports.put(numberKey(record.id, 4), record);
  importsOfSource.put(usageKey(id, record.id), EMPTY);
  importFiles.put(numberKey(record.id, 4), zstdCompressSync(bytes));
  for (const old of importsOf(store.databases, id).slice(KEPT_FILES)) {
    // The newest come first: whoever finds one without its file has passed the last that has one.
    if (!importFiles.doesExist(numberKey(old, 4))) break;
    importFiles.remove(numberKey(old, 4));
  }
}

const EMPTY = Buffer.alloc(0);

/** Numbers of a source's imports, newest first. */
function importsOf({ importsOfSource }: Databases, source: number): number[] {
  const range = { start: usageKey(source + 1, 0), end: usageKey(source, 0), reverse: true };
  return [...(importsOfSource.getKeys(range) as Iterable<Buffer>)].map((key) => key.readUInt32BE(4));
}

/** Imports of a source, newest first; of all sources without one. */
export function importHistory({ databases }: FacetStore, source?: number): ImportRecord[] {
  if (source === undefined)
    return [...databases.imports.getRange({ reverse: true })].map(({ value }) => value as ImportRecord);
  return importsOf(databases, source).flatMap((id) => (databases.imports.get(numberKey(id, 4)) as ImportRecord) ?? []);
}

/**
 * The file of an import and how it has to be read, so that `importList` restores what stood there after it.
 * @throws BinomenError FACET_NOT_FOUND when the history has no such import, or its file is no longer kept
 */
export function pastImport(
  { databases }: FacetStore,
  importId: number,
  by: string,
): { source: number; bytes: Buffer; options: ImportOptions } {
  const key = numberKey(importId, 4);
  const record = databases.imports.get(key) as ImportRecord | undefined;
  const packed = databases.importFiles.get(key);
  if (record === undefined || packed === undefined) {
    const kind = `kept file of import (the newest ${KEPT_FILES} per source are kept)`;
    throw new BinomenError("FACET_NOT_FOUND", { kind, id: importId });
  }
  const { source, kind, keyColumn, about, fileName } = record;
  const bytes = zstdDecompressSync(packed);
  // Records from before format 2 do not say; a file that is no UTF-8 can only have been taken as the other one.
  const encoding = record.encoding ?? (kind === undefined && !isUtf8(bytes) ? "windows-1252" : undefined);
  const options: ImportOptions = {
    by,
    force: true,
    allowEmpty: true,
    encoding,
    keyColumn: keyColumn ?? undefined,
    fileName: fileName ?? undefined,
    source: about,
    rollbackTo: importId,
  };
  return { source, bytes, options };
}
