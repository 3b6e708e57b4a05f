/**
 * What kind of source is this?
 *
 * The content decides, in this order: a `meta.xml`, the files of ColDP or ACEF, a text tree, lines of JSON, GBIF's
 * simple backbone, any table with a column of names. To add a format, add its line to {@link openByContent}.
 */
import { BinomenError } from "../errors.ts";
import { binaryKind } from "../tables/binary.ts";
import { openAcef } from "./acef.ts";
import { openColdp } from "./coldp.ts";
import { type MapOptions, openDelimited } from "./delimited.ts";
import { findMetaXml, openDwca } from "./dwca.ts";
import { openGbifSimple } from "./gbif-simple.ts";
import { openNdjson } from "./ndjson.ts";
import { openFiles } from "./packed/files.ts";
import { reportPacking, type SourceFiles } from "./packed/source-file.ts";
import { isWorkbook, workbookSheet } from "./packed/workbook.ts";
import { readSample, sniffTable } from "./sniff.ts";
import type { Source } from "./source.ts";
import { knownColumns } from "./terms.ts";
import { openTextTree } from "./text-tree.ts";

/** Options of {@link openSource}. */
export interface OpenOptions extends MapOptions {
  /** Sheet of a workbook; by default the one that looks most like a list of names. */
  sheet?: string | undefined;
}

/**
 * Opens a source of name usages: a file, zip, tar or folder in any format that binomen reads.
 *
 * ```ts
 * const source = await openSource("data/ncbi-taxonomy-dwca.zip");
 * for await (const batch of source.usages()) for (const usage of batch) …
 * console.log(source.report.toJSON());
 * await source.close();
 * ```
 *
 * @throws SOURCE_NOT_FOUND, SOURCE_DAMAGED, SOURCE_UNKNOWN_FORMAT (with what was found instead).
 */
export async function openSource(path: string, options: OpenOptions = {}): Promise<Source> {
  const files = await openFiles(path);
  try {
    if (isWorkbook(files)) {
      await files.close();
      return await openAndReport(path, await workbookSheet(path, options.sheet, knownColumns), options);
    }
    return await openAndReport(path, files, options);
  } catch (error) {
    await files.close();
    throw error;
  }
}

async function openAndReport(path: string, files: SourceFiles, options: OpenOptions): Promise<Source> {
  const source = await openFormat(path, files, options);
  reportPacking(files, path, source.report);
  return source;
}

async function openFormat(path: string, files: SourceFiles, options: OpenOptions): Promise<Source> {
  if (files.files.every((file) => file.size === 0))
    throw new BinomenError("SOURCE_UNKNOWN_FORMAT", { path, problem: "It is empty." });
  if (files.packing === "file") {
    const kind = binaryKind(await readSample(files.files[0]!, 1 << 14));
    if (kind) throw new BinomenError("SOURCE_UNKNOWN_FORMAT", { path, problem: `It is ${kind.name}. ${kind.hint}` });
  }
  const source = isMapped(options)
    ? ((await openNdjson(path, files, options)) ?? (await openDelimited(path, files, options)))
    : await openByContent(path, files, options);
  if (source) return source;
  throw new BinomenError("SOURCE_UNKNOWN_FORMAT", { path, problem: await foundInstead(path, files) });
}

async function openByContent(path: string, files: SourceFiles, options: OpenOptions): Promise<Source | undefined> {
  const meta = findMetaXml(files.files);
  return (
    (meta && (await openDwca(path, files, meta))) ??
    (await openColdp(path, files)) ??
    (await openAcef(path, files)) ??
    (await openNdjson(path, files, options)) ??
    (await openGbifSimple(path, files)) ??
    (await openTextTree(path, files)) ??
    (await openDelimited(path, files, options))
  );
}

/** Who maps columns means a table: descriptors and fixed orders of columns are then not asked. */
function isMapped({ map }: OpenOptions): boolean {
  return map !== undefined && Object.keys(map).length > 0;
}

async function foundInstead(path: string, { files, packing }: SourceFiles): Promise<string> {
  if (packing !== "file") {
    const names = files.slice(0, 8).map((file) => file.name);
    return `No file in it has a column of scientific names (found: ${names.join(", ") || "nothing"}${files.length > 8 ? ", …" : ""}).`;
  }
  const { firstLine } = sniffTable(await readSample(files[0]!), {}, path);
  if (firstLine.some(hasControlCharacters)) return "It is neither text nor an archive that can be opened.";
  const columns = firstLine.slice(0, 8).map((column) => `"${column.slice(0, 30)}"`);
  return `No column holds scientific names (the first line has ${columns.join(", ")}); name it with --map COLUMN=scientificName.`;
}

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;

/** True for what no text has: such bytes are not shown to anybody's terminal. */
function hasControlCharacters(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== TAB && code !== LF && code !== CR) return true;
  }
  return false;
}
