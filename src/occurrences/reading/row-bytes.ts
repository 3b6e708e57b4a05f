/** The bytes of several cells of a row one after the other, for hashes of rows: no text is made of them. */
import type { Cells } from "./cells.ts";

/** Longer cells are copied by the platform. */
const LONGEST_BY_HAND = 48;

/** One for all rows of a thread: it is as long as the longest row was. */
let room = new Uint8Array(1 << 12);
/** Rows of a length up to which views are kept. */
const LONGEST_KEPT = 2_048;
/** Its beginnings by their length: one for each row would be garbage. */
let beginnings: (Uint8Array | undefined)[] = [];

/** A column of cells, and what stands before and behind each value. */
export interface FramedCells {
  readonly codes: Int32Array;
  readonly cells: Cells;
  readonly before: Uint8Array;
  readonly behind: Uint8Array;
}

/** What {@link rowBytes} puts around the values of a column. */
export function framed(
  { codes, cells }: { readonly codes: Int32Array; readonly cells: Cells },
  before: string,
  behind: string,
): FramedCells {
  return { codes, cells, before: Buffer.from(before), behind: Buffer.from(behind) };
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

function appended({ codes, cells, before, behind }: FramedCells, row: number, length: number): number {
  const code = codes[row]!;
  if (cells.absent[code] === 1) return length;
  const start = cells.starts[code]!;
  const end = cells.ends[code]!;
  const needed = length + before.length + (end - start) + behind.length;
  if (needed > room.length) {
    const larger = new Uint8Array(2 * needed);
    larger.set(room);
    room = larger;
    beginnings = [];
  }
  const at = copied(before, 0, before.length, length);
  return copied(behind, 0, behind.length, copied(cells.bytes, start, end, at));
}

function copied(bytes: Uint8Array, start: number, end: number, at: number): number {
  if (end - start > LONGEST_BY_HAND) {
    room.set(bytes.subarray(start, end), at);
    return at + end - start;
  }
  const into = room;
  let to = at;
  for (let from = start; from < end; from++) into[to++] = bytes[from]!;
  return to;
}
