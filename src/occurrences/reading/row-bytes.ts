/** The bytes of several cells of a row one after the other, for hashes of rows: no text is made of them. */
import { COPY_PADDING, copyBytes, copyPiece, type Piece, pieceOf, viewFrom } from "../../image/layout/literals.ts";
import type { Cells } from "./cells.ts";

/** Longer cells are copied by the platform. */
const LONGEST_BY_HAND = 96;

/** One for all rows of a thread: it is as long as the longest row was. */
let room = new Uint8Array(1 << 12);
let view = viewFrom(room);
/** Rows of a length up to which views are kept. */
const LONGEST_KEPT = 2_048;
/** Its beginnings by their length: one for each row would be garbage. */
let beginnings: (Uint8Array | undefined)[] = [];

/** A column of cells, and what stands before and behind each value. */
export interface FramedCells {
  readonly codes: Int32Array;
  readonly cells: Cells;
  /** The bytes of the cells. */
  readonly view: DataView;
  readonly before: Piece;
  readonly behind: Piece;
}

/** What {@link rowBytes} puts around the values of a column. */
export function framed(
  { codes, cells }: { readonly codes: Int32Array; readonly cells: Cells },
  before: string,
  behind: string,
): FramedCells {
  return { codes, cells, view: viewFrom(cells.bytes), before: pieceOf(before), behind: pieceOf(behind) };
}

/** The values of a row, each in its frame; absent ones are left out, frame and all. It means nothing after the next call. */
export function rowBytes(columns: readonly FramedCells[], row: number): Uint8Array {
  let length = 0;
  for (let i = 0; i < columns.length; i++) length = appended(columns[i]!, row, length);
  if (length > LONGEST_KEPT) return room.subarray(0, length);
  beginnings[length] ??= room.subarray(0, length);
  return beginnings[length]!;
}

/** True when a row has a value in each column. */
export function hasAll(columns: readonly FramedCells[], row: number): boolean {
  for (let i = 0; i < columns.length; i++) {
    const { codes, cells } = columns[i]!;
    if (cells.absent[codes[row]!] === 1) return false;
  }
  return true;
}

function appended({ codes, cells, view: from, before, behind }: FramedCells, row: number, length: number): number {
  const code = codes[row]!;
  if (cells.absent[code] === 1) return length;
  const start = cells.starts[code]!;
  const size = cells.ends[code]! - start;
  const needed = length + before.length + size + behind.length + COPY_PADDING;
  if (needed > room.length) makeRoom(needed);
  let at = copyPiece(before, view, length);
  if (size > LONGEST_BY_HAND || start + size + COPY_PADDING > from.byteLength) {
    room.set(cells.bytes.subarray(start, start + size), at);
    at += size;
  } else at = copyBytes(from, start, size, view, at);
  return copyPiece(behind, view, at);
}

function makeRoom(needed: number): void {
  const larger = new Uint8Array(2 * needed);
  larger.set(room);
  room = larger;
  view = viewFrom(room);
  beginnings = [];
}
