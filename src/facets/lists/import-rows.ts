/**
 * Which rows does an import file hold?
 *
 * Files are as WFO keeps them. Scores: a name id in the first column, everything else is metadata. Snippets: name id,
 * text, metadata. CSV with or without a header row, or NDJSON (one object a line: `wfo_id`, `body` for snippets, and
 * `meta` or further members). A row that cannot be used is reported with line, column, value and hint, never repaired
 * on the quiet and never dropped silently.
 *
 * Not here: unpacking (callers give bytes) and what a row changes (`imports.ts`).
 */
import { BinomenError } from "../../errors.ts";
import { MOST_COLUMNS } from "../../tables/limits.ts";
import { parseLongAsRaw } from "../../tables/long-numbers.ts";
import { type SniffedText, sniffText } from "../../tables/sniff.ts";
import { distinctNames, excessOf, rowsOf } from "../../tables/table.ts";
import { nameNumber } from "../records/identifiers.ts";
import { decodedList, type NamedEncoding } from "./decode-list.ts";

/** What a list is made of. */
export type ListKind = "scores" | "snippets";

/** A usable row. */
export interface ImportRow {
  line: number;
  /** Number of the name id. */
  name: number;
  /** Text of a snippet; `""` for scores. */
  body: string;
  /** The whole row as header: value pairs, JSON with members in column order; `null` when it says it has none. */
  metadata: string | null;
}

/** Why a row could not be used. */
export type RowProblemCode =
  | "NAME_ID_EMPTY"
  | "NAME_ID_INVALID"
  | "BODY_EMPTY"
  | "QUOTE_UNCLOSED"
  | "ROW_TOO_LONG"
  | "JSON_INVALID"
  | "DUPLICATE_NAME";

/** A row that could not be used. */
export interface RowProblem {
  code: RowProblemCode;
  line: number;
  column: string;
  value: string;
  hint: string;
}

/** Options of a read. */
export interface ImportFormat {
  kind: ListKind;
  /** Default UTF-8, or UTF-16 when a byte order mark says so. Another encoding is never guessed. */
  encoding?: NamedEncoding | undefined;
  /** A column, or member of the metadata, that the list must have. */
  keyColumn?: string | undefined;
}

/** Longest value that a report repeats, in UTF-16 units. */
const LONGEST_SHOWN = 80;

/** What is looked at to find out how a list is written down, in characters. */
const SAMPLE = 1 << 16;

/** WFO's lists have quotes whatever their delimiter, written either way and sometimes both in one file. */
const WRITTEN = { fallback: ",", declared: { quote: '"', escape: "backslash" } } as const;

/**
 * Reads rows and problems in file order.
 *
 * @throws BinomenError FACET_IMPORT_ENCODING when the bytes are not of the encoding, FILE_NOT_A_TABLE for a binary file,
 *   FACET_IMPORT_COLUMN when `keyColumn` is missing
 */
export async function* importRows(
  bytes: AsyncIterable<Uint8Array>,
  format: ImportFormat,
): AsyncGenerator<ImportRow | RowProblem> {
  const text = decodedList(bytes, format.encoding)[Symbol.asyncIterator]();
  let head = "";
  let isWhole = false;
  while (head.length < SAMPLE && !isWhole) {
    const next = await text.next();
    if (next.done) isWhole = true;
    else head += next.value;
  }
  const pieces = prefixed(head, text);
  if (head.trimStart().startsWith("{")) yield* jsonRows(pieces, format);
  else yield* tableRows(pieces, sniffText(head, isWhole, { ...WRITTEN, known: knownColumns }), format);
}

/** A first cell that is a name id is surer than any header. */
function knownColumns(cells: readonly string[]): number {
  if (nameNumber(trimmed(cells[0] ?? "")) >= 0) return 10;
  return cells.filter((cell) => /^"?(wfo|name|taxon)?[ _-]?id"?$|^"?(body|text|snippet|wfo)"?$/i.test(trimmed(cell)))
    .length;
}

/** True for what {@link importRows} could not use. */
export function isProblem(row: ImportRow | RowProblem): row is RowProblem {
  return "code" in row;
}

async function* tableRows(
  pieces: AsyncIterable<string>,
  { dialect, skippedLines, rows: [first = []] }: SniffedText,
  { kind, keyColumn }: ImportFormat,
): AsyncGenerator<ImportRow | RowProblem> {
  // A first cell that is a name id tells that there is no header.
  const hasHeader = nameNumber(trimmed(first[0] ?? "")) < 0;
  if (first.length > MOST_COLUMNS) {
    const problem = `the first row has ${first.length} columns, at most ${MOST_COLUMNS} are read.`;
    throw new BinomenError("FACET_FILE_INVALID", { file: "The list", problem });
  }
  const names = distinctNames(first.map((cell, column) => (hasHeader && trimmed(cell)) || `col_${column}`));
  requireColumn(keyColumn, names);
  let isHeader = hasHeader;
  for await (const { line, cells, isUnclosed } of rowsOf(pieces, dialect, first.length)) {
    if (line <= skippedLines) continue;
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const id = cells[0] ?? "";
    if (isUnclosed) {
      const hint = "A quote was opened on this line and never closed.";
      yield { code: "QUOTE_UNCLOSED", line, column: names[0] as string, value: shown(id), hint };
      continue;
    }
    if (hasHeader && excessOf(cells, names.length) > 0) {
      const hint = `The row has ${cells.length} cells, the header ${names.length}: quote cells with the delimiter in them.`;
      yield { code: "ROW_TOO_LONG", line, column: names[0] as string, value: shown(id), hint };
      continue;
    }
    const named: [string, string][] = cells.flatMap((cell, column) =>
      // Empty cells behind the last column are those of a spreadsheet.
      column >= names.length && cell === "" ? [] : [[names[column] ?? `col_${column}`, trimmed(cell)]],
    );
    yield rowOf(line, named, names[0] as string, kind === "snippets" ? cells[1] : "", names[1] ?? "col_1", kind);
  }
}

/** @throws BinomenError FACET_IMPORT_COLUMN */
function requireColumn(column: string | undefined, names: readonly string[]): void {
  if (column === undefined || names.includes(column)) return;
  throw new BinomenError("FACET_IMPORT_COLUMN", { column, found: names.slice(0, 12).join(", ") });
}

async function* jsonRows(
  pieces: AsyncIterable<string>,
  { kind, keyColumn }: ImportFormat,
): AsyncGenerator<ImportRow | RowProblem> {
  let line = 0;
  for await (const text of lines(pieces)) {
    line++;
    if (text.trim() === "") continue;
    const value = parsedObject(text);
    if (value === undefined) {
      const hint = "Every line has to be one JSON object.";
      yield { code: "JSON_INVALID", line, column: "", value: shown(text), hint };
      continue;
    }
    const { meta, ...members } = value;
    const metadata = typeof meta === "object" ? meta : members;
    const named = metadata && inOrder(metadata, text).map(([key, cell]): [string, string] => [key, textOf(cell)]);
    requireColumn(keyColumn, named?.map(([key]) => key) ?? []);
    yield rowOf(line, named, "wfo_id", textOf(value["body"]), "body", kind, textOf(value["wfo_id"]));
  }
}

function rowOf(
  line: number,
  named: [string, string][] | null,
  idColumn: string,
  body: string | undefined,
  bodyColumn: string,
  kind: ListKind,
  id = named?.[0]?.[1] ?? "",
): ImportRow | RowProblem {
  const name = nameNumber(trimmed(id));
  if (name < 0) return { ...idProblem(trimmed(id)), line, column: idColumn, value: shown(id) };
  const text = kind === "snippets" ? trimmed(body ?? "") : "";
  if (kind === "snippets" && text === "") {
    return { code: "BODY_EMPTY", line, column: bodyColumn, value: "", hint: "A snippet needs a text." };
  }
  return { line, name, body: text, metadata: named && objectText(named) };
}

/** Members as they stand in the text: an object that was parsed has numbers first. */
function inOrder(members: object, text: string): [string, unknown][] {
  const entries = Object.entries(members);
  if (!entries.some(([key]) => /^[0-9]+$/.test(key))) return entries;
  // The last place that could be the member's: the row's own members, or `meta`, which export writes last.
  const places = new Map(entries.map(([key]) => [key, text.lastIndexOf(`${JSON.stringify(key)}:`)]));
  return entries.sort(([a], [b]) => (places.get(a) as number) - (places.get(b) as number));
}

/** JSON with members in the order of the columns: an object would put numbers first (`"2019"` before `"name"`). */
function objectText(members: readonly [string, string][]): string {
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
}

/** Says what is wrong with an id, and what it may have been meant to be. */
function idProblem(id: string): Pick<RowProblem, "code" | "hint"> {
  if (id === "" || id === "0" || id === "?" || id === "-") {
    return { code: "NAME_ID_EMPTY", hint: "This row was not matched to a name yet." };
  }
  const inside = /wfo-[0-9]{10}(?![0-9])/i.exec(id)?.[0].toLowerCase();
  return {
    code: "NAME_ID_INVALID",
    hint: inside ? `Write ${inside}.` : "A name id is wfo- and ten digits.",
  };
}

/** Without spaces, no-break spaces and byte order marks at both ends; NFC. */
function trimmed(cell: string): string {
  // String.prototype.trim takes U+00A0 and U+FEFF for spaces; zero-width spaces it does not.
  return cell.replace(/^[\s\u200b]+|[\s\u200b]+$/g, "").normalize("NFC");
}

function shown(value: string): string {
  return value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function parsedObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = parseLongAsRaw(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

async function* prefixed(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* lines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let open = "";
  for await (const piece of pieces) {
    const parts = (open + piece).split("\n");
    open = parts.pop() as string;
    yield* parts;
  }
  if (open !== "") yield open;
}
