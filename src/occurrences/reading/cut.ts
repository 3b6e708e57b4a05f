/**
 * Where is a source cut into chunks? Always at the same rows, whatever pieces its bytes arrive in.
 */
import type { SourceFile } from "../../archive/packed/source-file.ts";
import { RowSplitter, type TableFormat } from "../../tables/rows.ts";
import { decodePieces } from "../../tables/text.ts";
import type { ProblemReport } from "../../taxonomy/problem-report.ts";
import { CELL_END, ROW_END, type RowChunk, type RowForm } from "./rows.ts";

/** Rows of a chunk; a chunk becomes one part of the dataset. */
export const CHUNK_ROWS = 8_192;
/** A chunk of long rows ends earlier. */
const CHUNK_BYTES = 1 << 23;

const LF = 0x0a;

/** Rows in chunks. @param firstIndex number of the first chunk */
export function cutRows(
  file: SourceFile,
  form: RowForm,
  path: string,
  firstIndex: number,
  report: ProblemReport,
): AsyncGenerator<RowChunk> {
  if (form.kind === "cells") return cutCells(file, form, path, firstIndex, report);
  return cutLines(file, form, firstIndex, form.kind === "json" ? 0 : form.format.headerLines);
}

/** True for tables whose rows end at every line feed and whose bytes can be cut there. */
export function isCutAtLines({ quote, newline, encoding }: TableFormat): boolean {
  return (
    quote === "" && newline === "\n" && /^(utf-?8|windows-1252|iso-8859-1|latin-?1|us-ascii|ascii)$/i.test(encoding)
  );
}

async function* cutLines(
  file: SourceFile,
  form: RowForm,
  firstIndex: number,
  headerLines: number,
): AsyncGenerator<RowChunk> {
  let index = firstIndex;
  let line = 1;
  let pieces: Buffer[] = [];
  let bytes = 0;
  let rows = 0;
  let toSkip = headerLines;
  const take = (): RowChunk => {
    const chunk: RowChunk = { index: index++, form, bytes: ownBytes(pieces, bytes), file: file.name, firstLine: line };
    line += rows;
    pieces = [];
    bytes = 0;
    rows = 0;
    return chunk;
  };
  let isStart = true;
  for await (const arrived of file.read()) {
    let start = 0;
    if (isStart) {
      isStart = false;
      if (arrived[0] === 0xef && arrived[1] === 0xbb && arrived[2] === 0xbf) start = 3;
    }
    let from = start;
    while (from < arrived.length) {
      const end = arrived.indexOf(LF, from);
      if (end < 0) break;
      from = end + 1;
      if (toSkip > 0) {
        toSkip--;
        line++;
        start = from;
        pieces = [];
        bytes = 0;
        continue;
      }
      rows++;
      if (rows < CHUNK_ROWS && bytes + (from - start) < CHUNK_BYTES) continue;
      pieces.push(arrived.subarray(start, from));
      bytes += from - start;
      start = from;
      yield take();
    }
    if (start < arrived.length) {
      pieces.push(arrived.subarray(start));
      bytes += arrived.length - start;
    }
  }
  if (bytes > 0 && toSkip === 0) yield take();
}

async function* cutCells(
  file: SourceFile,
  form: Extract<RowForm, { kind: "cells" | "lines" }>,
  path: string,
  firstIndex: number,
  report: ProblemReport,
): AsyncGenerator<RowChunk> {
  let index = firstIndex;
  let texts: string[] = [];
  let length = 0;
  let firstLine = 0;
  const ready: RowChunk[] = [];
  const take = () => {
    const bytes = new Uint8Array(Buffer.from(texts.join("")));
    ready.push({ index: index++, form, bytes, file: file.name, firstLine });
    texts = [];
    length = 0;
  };
  const splitter = new RowSplitter(
    form.format,
    { wanted: Array.from({ length: form.columnCount }, (_, i) => i), count: form.columnCount },
    (cells, line) => {
      if (texts.length === 0) firstLine = line;
      const joined = cells.join(CELL_END);
      // A cell that has our own separators in it: they say nothing there.
      const text = joined.includes(ROW_END) || count(joined) !== cells.length - 1 ? escaped(cells) : joined;
      texts.push(`${line}${CELL_END}${text}${ROW_END}`);
      length += text.length;
      if (texts.length >= CHUNK_ROWS || length >= CHUNK_BYTES) take();
    },
    report,
    { file: file.name },
  );
  for await (const piece of decodePieces(file.read(), form.format, path)) {
    splitter.push(piece);
    yield* ready.splice(0);
  }
  splitter.end();
  if (texts.length > 0) take();
  yield* ready.splice(0);
}

function count(text: string): number {
  let found = 0;
  for (let at = text.indexOf(CELL_END); at >= 0; at = text.indexOf(CELL_END, at + 1)) found++;
  return found;
}

function escaped(cells: readonly string[]): string {
  return cells.map((cell) => cell.replace(/[\u001e\u001f]/g, " ")).join(CELL_END);
}

/** One buffer of its own, so that it can be handed to another thread. */
function ownBytes(pieces: readonly Buffer[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
