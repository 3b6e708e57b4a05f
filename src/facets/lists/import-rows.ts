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
import { csvRows } from "../../tables/csv-cells.ts";
import { nameNumber } from "../records/identifiers.ts";

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
  /** Default UTF-8. Another encoding is never guessed. */
  encoding?: "utf-8" | "windows-1252" | undefined;
}

/** Longest value that a report repeats, in UTF-16 units. */
const LONGEST_SHOWN = 80;

/**
 * Reads rows and problems in file order.
 *
 * @throws BinomenError FACET_IMPORT_ENCODING when the bytes are not of the encoding
 */
export async function* importRows(
  bytes: AsyncIterable<Uint8Array>,
  format: ImportFormat,
): AsyncGenerator<ImportRow | RowProblem> {
  const text = decoded(bytes, format.encoding ?? "utf-8")[Symbol.asyncIterator]();
  let head = "";
  // Enough of the file to see its first line.
  while (head.trim() === "" || !/[\r\n]/.test(head.trimStart())) {
    const next = await text.next();
    if (next.done) break;
    head += next.value;
  }
  const pieces = prefixed(head, text);
  if (head.trimStart().startsWith("{")) yield* jsonRows(pieces, format.kind);
  else yield* tableRows(pieces, delimiterOf(head), format.kind);
}

/** True for what {@link importRows} could not use. */
export function isProblem(row: ImportRow | RowProblem): row is RowProblem {
  return "code" in row;
}

async function* tableRows(
  pieces: AsyncIterable<string>,
  delimiter: string,
  kind: ListKind,
): AsyncGenerator<ImportRow | RowProblem> {
  let header: string[] | undefined;
  for await (const { line, cells, unclosedQuote } of csvRows(pieces, delimiter)) {
    if (header === undefined) {
      // A first cell that is a name id tells that there is no header.
      const hasHeader = nameNumber(trimmed(cells[0] as string)) < 0;
      header = cells.map((cell, column) => (hasHeader && trimmed(cell)) || `col_${column}`);
      if (hasHeader) continue;
    }
    if (unclosedQuote) {
      const hint = "A quote was opened on this line and never closed.";
      yield { code: "QUOTE_UNCLOSED", line, column: header[0] as string, value: shown(cells[0] as string), hint };
      continue;
    }
    const named: [string, string][] = cells.map((cell, column) => [header?.[column] ?? `col_${column}`, trimmed(cell)]);
    yield rowOf(line, named, header[0] as string, kind === "snippets" ? cells[1] : "", header[1] ?? "col_1", kind);
  }
}

async function* jsonRows(pieces: AsyncIterable<string>, kind: ListKind): AsyncGenerator<ImportRow | RowProblem> {
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
    const named = metadata && Object.entries(metadata).map(([key, cell]): [string, string] => [key, textOf(cell)]);
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
  return { line, name, body: text, metadata: named && JSON.stringify(Object.fromEntries(named)) };
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

/** Without blanks, no-break spaces and byte order marks at both ends; NFC. */
function trimmed(cell: string): string {
  // String.prototype.trim takes U+00A0 and U+FEFF for blanks; zero-width spaces it does not.
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
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The delimiter that the first line has most of. */
function delimiterOf(head: string): string {
  const line = head.trimStart().split(/[\r\n]/, 1)[0] ?? "";
  let best = ",";
  for (const delimiter of [";", "\t"]) {
    if (line.split(delimiter).length > line.split(best).length) best = delimiter;
  }
  return best;
}

async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let offset = 0;
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw new BinomenError("FACET_IMPORT_ENCODING", { encoding, offset }, { cause });
    }
  };
  for await (const piece of bytes) {
    yield decode(piece);
    offset += piece.length;
  }
  yield decode();
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
