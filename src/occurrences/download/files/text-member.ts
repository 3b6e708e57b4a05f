/**
 * A table of text, group by group, as a member of a zip.
 *
 * DuckDB writes each group as a file, which is read, cut and compressed by Node's own threads while the next one is written.
 * Pieces are cut by size alone: the same text has the same bytes, however many groups it came in.
 */
import { createReadStream, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { constants, crc32, deflateRaw } from "node:zlib";
import { type DeflatedPiece, deflatePiece, type ZipWriter } from "../../export/zip.ts";
import type { SqlValue } from "../../predicate/to-sql.ts";
import type { Engine } from "../../search/engine.ts";

type Piece = Buffer<ArrayBuffer>;

/** A query, and what it binds. */
export interface Query {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Bytes of text that are compressed at a time. */
const PIECE_BYTES = 1 << 20;
/** Pieces that are compressed at the same time. */
const AT_ONCE = 3;
/** Files of text that are written ahead. */
const AHEAD = 2;
const READ_BYTES = 1 << 18;
const TEXT = `(FORMAT csv, DELIMITER '\t', QUOTE '', ESCAPE '', NULLSTR '', HEADER false)`;

/** Adds the rows of all queries to the member that is open; how many there are. */
export async function addText(
  zip: ZipWriter,
  engine: Engine,
  queries: readonly Query[],
  scratch: string,
  onRows: (rows: number) => void,
): Promise<number> {
  let rows = 0;
  const written = inOrder(queries, AHEAD, async ({ sql, values }, index) => {
    const path = `${scratch}.${index}`;
    return { path, rows: await engine.run(`COPY (${sql}) TO ${literal(path)} ${TEXT}`, values) };
  });
  const files = async function* () {
    for await (const { path, rows: more } of written) {
      if (more > 0) yield path;
      rmSync(path, { force: true });
      rows += more;
      onRows(rows);
    }
  };
  // Buffers are used again and again: new ones for each piece are garbage sooner than it is collected.
  const free = Array.from({ length: AT_ONCE + 1 }, () => Buffer.alloc(PIECE_BYTES));
  const compressing: { piece: Promise<DeflatedPiece>; buffer: Piece }[] = [];
  const addFirst = async () => {
    const { piece, buffer } = compressing.shift()!;
    zip.add(await piece);
    free.push(buffer);
  };
  for await (const { buffer, length } of pieces(files(), () => free.pop()!)) {
    const piece = deflated(buffer.subarray(0, length));
    piece.catch(() => {});
    compressing.push({ piece, buffer });
    if (compressing.length >= AT_ONCE) await addFirst();
  }
  while (compressing.length > 0) await addFirst();
  return rows;
}

/** Adds files to a zip as members of their own, as queries write them. */
export async function addFiles(
  zip: ZipWriter,
  engine: Engine,
  queries: readonly (Query & { readonly member: string })[],
  scratch: string,
  onRows: (rows: number) => void,
): Promise<number> {
  let rows = 0;
  const written = inOrder(queries, AHEAD, async ({ sql, values, member }, index) => {
    const path = `${scratch}.${index}`;
    return { path, member, rows: await engine.run(`COPY (${sql}) TO ${literal(path)} (FORMAT parquet)`, values) };
  });
  for await (const { path, member, rows: more } of written) {
    if (more > 0) {
      zip.begin(member);
      for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES }))
        zip.add(deflatePiece(chunk as Buffer));
    }
    rmSync(path, { force: true });
    rows += more;
    onRows(rows);
  }
  return rows;
}

/** A text of SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The bytes of files one behind the other, in buffers that are full, and the rest in a last one. */
async function* pieces(
  paths: AsyncIterable<string>,
  next: () => Piece,
): AsyncGenerator<{ readonly buffer: Piece; readonly length: number }> {
  let buffer = next();
  let length = 0;
  for await (const path of paths) {
    const file = await open(path);
    try {
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length);
        if (bytesRead === 0) break;
        length += bytesRead;
        if (length < buffer.length) continue;
        yield { buffer, length };
        buffer = next();
        length = 0;
      }
    } finally {
      await file.close();
    }
  }
  if (length > 0) yield { buffer, length };
}

function deflated(bytes: Buffer): Promise<DeflatedPiece> {
  // A twentieth more bytes than level 4 in two thirds of its time.
  const options = { level: 2, finishFlush: constants.Z_FULL_FLUSH };
  return new Promise((resolve, reject) => {
    deflateRaw(bytes, options, (error, compressed) =>
      error ? reject(error) : resolve({ deflated: compressed, crc: crc32(bytes), size: bytes.length }),
    );
  });
}

/** Results in the order of the items, several at work at a time. What was begun is waited for when something fails. */
async function* inOrder<T, R>(
  items: readonly T[],
  ahead: number,
  run: (item: T, index: number) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  let next = 0;
  try {
    while (next < items.length || running.length > 0) {
      while (next < items.length && running.length < ahead) {
        const started = run(items[next]!, next++);
        started.catch(() => {});
        running.push(started);
      }
      yield await running.shift()!;
    }
  } finally {
    await Promise.allSettled(running);
  }
}
