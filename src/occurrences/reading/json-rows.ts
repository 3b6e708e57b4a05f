/**
 * Rows that are JSON objects, one a line. Whatever an object holds is kept: lists and objects as JSON, numbers with all of their
 * digits, a second member of the same term beside the first.
 */
import { isTooDeep } from "../../limits.ts";
import { parseLongAsText } from "../../tables/long-numbers.ts";
import { decodeLines } from "../../tables/text.ts";
import { type ProblemKind, ProblemReport } from "../../taxonomy/problem-report.ts";
import { cleanCell, rowTypeKey } from "./clean.ts";
import type { Row, RowChunk, RowSet } from "./rows.ts";
import { shortTerm } from "./terms.ts";

const TEXT = { encoding: "utf-8", newline: "\n" } as const;

/** Reads all rows of a chunk of JSON lines. */
export function readJson(chunk: RowChunk): RowSet {
  const problems = new ProblemReport();
  const notices = new Map<number, ProblemKind[]>();
  const columns = new Map<string, number>();
  const rows: Row[] = [];
  const badLines: number[] = [];
  const order: number[] = [];
  let line = chunk.firstLine - 1;
  const notice = (kind: ProblemKind, value?: string) => {
    problems.add(kind, line, value, chunk.file);
    const ofLine = notices.get(line);
    if (ofLine === undefined) notices.set(line, [kind]);
    else if (!ofLine.includes(kind)) ofLine.push(kind);
  };
  const columnOf = (term: string): number => {
    let column = columns.get(term);
    if (column === undefined) {
      column = columns.size;
      columns.set(term, column);
    }
    return column;
  };
  const piece = decodeLines(Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength), TEXT);
  const misread = new Set(piece.badLines);
  const lost = new Set(piece.lostLines);
  for (const [at, jsonLine] of piece.text.split("\n").entries()) {
    line++;
    if (jsonLine.trim() === "") continue;
    if (misread.has(at)) notice("WRONG_ENCODING");
    if (lost.has(at)) notice("LOST_CHARACTERS");
    const object = objectOf(jsonLine);
    if (object === undefined) {
      problems.add("BAD_ROW", line, jsonLine, chunk.file);
      badLines.push(line);
      continue;
    }
    for (const name of repeatedMembers(jsonLine, object)) notice("REPEATED_MEMBER", name);
    const cells: (string | undefined)[] = [];
    let extensions: Record<string, Record<string, string>[]> | undefined;
    let isInOrder = true;
    order.length = 0;
    for (const [name, value] of membersOf(object)) {
      if (/^extensions$/i.test(name) && isObject(value)) {
        extensions = extensionsOf(value);
        continue;
      }
      const written = textOf(value);
      if (written === undefined) continue;
      const term = shortTerm(name);
      const text = cleanCell(written);
      let column = columnOf(term);
      // As columns of a table that have one name: the first is interpreted, the others are kept.
      for (let count = 2; text !== undefined && cells[column] !== undefined && cells[column] !== text; count++) {
        if (count === 2) notice("DUPLICATE_COLUMN", name);
        column = columnOf(`${term}_${count}`);
      }
      cells[column] ??= text;
      if (order.length > 0 && column <= order.at(-1)!) isInOrder = false;
      order.push(column);
    }
    rows.push({ cells, id: undefined, line, extensions, order: isInOrder ? undefined : [...new Set(order)] });
  }
  return { terms: [...columns.keys()], rows, problems, badLines, notices: notices.size > 0 ? notices : undefined };
}

/** Members of a record; `{verbatim: {core, extensions}}`, as datasets are exported, counts as its core and extensions. */
function membersOf(object: Record<string, unknown>): [string, unknown][] {
  const verbatim = object["verbatim"];
  if (isObject(verbatim) && isObject(verbatim["core"]))
    return [...Object.entries(verbatim["core"]), ["extensions", verbatim["extensions"]]];
  return Object.entries(object);
}

/** Rows by row type; one row may stand alone. */
function extensionsOf(value: Record<string, unknown>): Record<string, Record<string, string>[]> {
  const extensions: Record<string, Record<string, string>[]> = {};
  for (const [rowType, list] of Object.entries(value)) {
    const rows = (Array.isArray(list) ? list : [list]).filter(isObject).map(extensionRow);
    if (rows.length === 0 && !Array.isArray(list)) continue;
    const key = rowTypeKey(rowType);
    extensions[key] = [...(extensions[key] ?? []), ...rows];
  }
  return extensions;
}

function extensionRow(row: Record<string, unknown>): Record<string, string> {
  const members = Object.entries(row).flatMap(([name, member]) => {
    const written = textOf(member);
    return written === undefined ? [] : [[shortTerm(name), written] as const];
  });
  return Object.fromEntries(members);
}

/** A value as text: lists with bars between, unless they hold lists or objects. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null))
    return value.map(textOf).filter(Boolean).join("|");
  // `dynamicProperties` is meant to be JSON; elsewhere an object is no value, and is kept as it is.
  return JSON.stringify(value);
}

function objectOf(line: string): Record<string, unknown> | undefined {
  try {
    const value = parseLongAsText(line);
    // What is nested deeper than any record would overflow the stack of whoever reads it.
    return isObject(value) && !isTooDeep(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const MEMBER_START = '":';

/** Names of members that the object has twice: JSON.parse keeps the last without a word. */
function repeatedMembers(line: string, object: object): string[] {
  let colons = 0;
  for (let at = line.indexOf(MEMBER_START); at >= 0; at = line.indexOf(MEMBER_START, at + 2)) colons++;
  // As many as there are members: none is repeated. Strings with such a colon, and spaces before one, are rare.
  if (colons === memberCount(object)) return [];
  const seen = new Set<string>();
  const repeated: string[] = [];
  let depth = 0;
  for (const [token, name] of line.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === "{") depth++;
    else if (token === "}") depth--;
    else if (name !== undefined && depth === 1) {
      const member = JSON.parse(name) as string;
      if (seen.has(member)) repeated.push(member);
      seen.add(member);
    }
  }
  return repeated;
}

function memberCount(value: object): number {
  if (Array.isArray(value)) {
    let count = 0;
    for (const item of value) if (typeof item === "object" && item !== null) count += memberCount(item as object);
    return count;
  }
  let count = 0;
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name];
    count += typeof member === "object" && member !== null ? 1 + memberCount(member) : 1;
  }
  return count;
}
