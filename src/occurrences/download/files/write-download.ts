/**
 * The file of a download: rows of the parts of attempts, rendered by DuckDB, compressed as they come, so that any number of
 * them takes the same memory.
 */

import { INTERPRETED_COLUMNS } from "../../dataset/schema.ts";
import { MULTIMEDIA_COLUMNS, OCCURRENCE_COLUMNS, SIMPLE_COLUMNS, VERBATIM_COLUMNS } from "../../export/columns.ts";
import { DERIVED_COLUMNS } from "../../export/derived-columns.ts";
import { deflatePiece, ZipWriter } from "../../export/zip.ts";
import { quoted } from "../../predicate/to-sql.ts";
import type { Engine } from "../../search/engine.ts";
import type { Documents } from "../documents.ts";
import { cleanCells, cleanText, interpretedCell, type TextCell } from "./cells-sql.ts";
import { type ExtensionTable, extensionRows } from "./extensions.ts";
import type { PartGroup } from "./part-groups.ts";
import { type Selection, verbatimColumns } from "./selection.ts";
import { addFiles, addText, literal, type Query } from "./text-member.ts";

/** What to write. */
export interface DownloadFile {
  readonly engine: Engine;
  readonly groups: readonly PartGroup[];
  readonly selection: Selection;
  /** Extensions as they were published, in an archive. */
  readonly extensions: readonly ExtensionTable[];
  /** Key of the download: the name of its table. */
  readonly key: string;
  readonly out: string;
  /** Citations, rights … */
  readonly documents: Documents;
  readonly progress: (phase: string, rows: number) => void;
}

const INTERPRETED: ReadonlySet<string> = new Set([
  ...INTERPRETED_COLUMNS.map(({ name }) => name),
  ...DERIVED_COLUMNS.keys(),
]);

/** Writes the zip; the number of its records. */
export async function writeDownload(
  file: DownloadFile,
  format: "SIMPLE_CSV" | "SIMPLE_PARQUET" | "DWCA",
): Promise<number> {
  const zip = new ZipWriter(file.out);
  try {
    const records = await (format === "SIMPLE_CSV" ? simpleCsv : format === "DWCA" ? archive : simpleParquet)(
      zip,
      file,
    );
    for (const [name, text] of Object.entries(file.documents.members)) zip.addWhole(name, text);
    zip.end(file.documents.comment);
    return records;
  } catch (error) {
    zip.abandon();
    throw error;
  }
}

async function simpleCsv(
  zip: ZipWriter,
  { engine, groups, selection, key, out, progress }: DownloadFile,
): Promise<number> {
  const { cells, beside } = cleanCells(SIMPLE_COLUMNS.map(interpretedCell));
  begin(zip, `${key}.csv`, SIMPLE_COLUMNS);
  const queries = groups.map((group) => selection.rows(group, numbered(cells), { beside }));
  return addText(zip, engine, queries, `${out}.text`, (rows) => progress("writing", rows));
}

async function simpleParquet(
  zip: ZipWriter,
  { engine, groups, selection, out, progress }: DownloadFile,
): Promise<number> {
  const select = SIMPLE_COLUMNS.map(quoted).join(", ");
  const queries = groups.map((group, i) => ({
    ...selection.rows(group, select),
    member: `occurrence.parquet/part-${String(i).padStart(5, "0")}.parquet`,
  }));
  return addFiles(zip, engine, queries, `${out}.table`, (rows) => progress("writing", rows));
}

async function archive(
  zip: ZipWriter,
  { engine, groups, selection, extensions, out, progress }: DownloadFile,
): Promise<number> {
  const published = new Map<PartGroup, ReadonlySet<string>>();
  for (const group of groups) published.set(group, await verbatimColumns(engine, group));
  const tables: [member: string, columns: readonly { name: string }[], of: (group: PartGroup) => Query | undefined][] =
    [
      ["occurrence.txt", OCCURRENCE_COLUMNS, (group) => occurrenceRows(selection, group, published.get(group)!)],
      ["verbatim.txt", VERBATIM_COLUMNS, (group) => verbatimRows(selection, group, published.get(group)!)],
      ["multimedia.txt", MULTIMEDIA_COLUMNS, (group) => mediaRows(selection, group)],
      ...extensions.map((table): (typeof tables)[number] => [
        table.member,
        table.columns,
        (group) => extensionRows(selection, group, published.get(group)!, table),
      ]),
    ];
  let records = 0;
  for (const [member, columns, rowsOf] of tables) {
    begin(
      zip,
      member,
      columns.map(({ name }) => name),
    );
    const queries = groups.flatMap((group) => rowsOf(group) ?? []);
    const count = await addText(zip, engine, queries, `${out}.text`, (rows) => progress(member, rows));
    if (member === "occurrence.txt") records = count;
  }
  return records;
}

function begin(zip: ZipWriter, member: string, columns: readonly string[]): void {
  zip.begin(member);
  zip.add(deflatePiece(Buffer.from(`${columns.join("\t")}\n`)));
}

/** Expressions as columns with short names. */
function numbered(cells: readonly string[]): string {
  return cells.map((cell, i) => `${cell} AS c${i}`).join(", ");
}

const NOTHING: TextCell = { text: "NULL", isClean: true };

/** A column of the verbatim files. */
function publishedCell(name: string): TextCell {
  return { text: quoted(`v:${name}`), isClean: false };
}

/** What was interpreted, else what was published. */
function occurrenceRows(selection: Selection, group: PartGroup, published: ReadonlySet<string>): Query {
  const isVerbatim = (name: string) => !INTERPRETED.has(name) && published.has(name);
  const { cells, beside } = cleanCells(
    OCCURRENCE_COLUMNS.map(({ name }) => {
      if (INTERPRETED.has(name)) return interpretedCell(name);
      return isVerbatim(name) ? publishedCell(name) : NOTHING;
    }),
  );
  const wanted = OCCURRENCE_COLUMNS.map(({ name }) => name).filter(isVerbatim);
  return selection.rows(group, numbered(cells), { beside, ...(wanted.length > 0 && { verbatim: wanted }) });
}

function verbatimRows(selection: Selection, group: PartGroup, published: ReadonlySet<string>): Query {
  const names = VERBATIM_COLUMNS.map(({ name }) => name);
  const isPublished = (name: string) => name !== "gbifID" && published.has(name);
  const { cells, beside } = cleanCells(
    names.map((name) => {
      if (name === "gbifID") return interpretedCell(name);
      return isPublished(name) ? publishedCell(name) : NOTHING;
    }),
  );
  const wanted = names.filter(isPublished);
  return selection.rows(group, numbered(cells), { beside, ...(wanted.length > 0 && { verbatim: wanted }) });
}

/** A row for each of the media of a record. */
function mediaRows(selection: Selection, group: PartGroup): Query {
  const list = "CAST(media AS JSON[])";
  const inner = selection.rows(
    group,
    `"gbifID", filename, file_row_number, unnest(${list}) AS medium, generate_subscripts(${list}, 1) AS nth`,
  );
  const cells = MULTIMEDIA_COLUMNS.map(({ name }, i) => {
    const cell = name === "gbifID" ? `CAST("gbifID" AS VARCHAR)` : cleanText(`medium ->> ${literal(`$."${name}"`)}`);
    return `${cell} AS c${i}`;
  });
  return {
    sql: `SELECT ${cells.join(", ")} FROM (${inner.sql}) ORDER BY filename, file_row_number, nth`,
    values: inner.values,
  };
}
