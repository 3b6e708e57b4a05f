/**
 * How many edits lie between two strings?
 *
 * Optimal string alignment: insertion, deletion, replacement and transposition of neighbours cost 1, and no part is
 * edited twice. This is the plain table, for strings of any length and any bytes.
 */

/** Rows of the table, reused. */
let before = new Uint16Array(256);
let previous = new Uint16Array(256);
let current = new Uint16Array(256);

/** The distance of `a[aStart, aEnd)` and `b[bStart, bEnd)`, or `limit + 1` when it is more than `limit`. */
export function alignmentDistance(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
  limit: number,
): number {
  const m = aEnd - aStart;
  const n = bEnd - bStart;
  if (Math.abs(m - n) > limit) return limit + 1;
  if (n + 1 > current.length) {
    before = new Uint16Array(n * 2);
    previous = new Uint16Array(n * 2);
    current = new Uint16Array(n * 2);
  }
  for (let j = 0; j <= n; j++) previous[j] = j;
  let leastBefore = 0;
  for (let i = 1; i <= m; i++) {
    current[0] = i;
    // Only a band of `limit` cells on both sides of the diagonal can stay within the limit.
    const from = Math.max(1, i - limit);
    const to = Math.min(n, i + limit);
    if (from > 1) current[from - 1] = limit + 1;
    let least = from > 1 ? limit + 1 : i;
    const x = a[aStart + i - 1]!;
    for (let j = from; j <= to; j++) {
      const y = b[bStart + j - 1]!;
      let cost = previous[j - 1]! + (x === y ? 0 : 1);
      if (j < i + limit && previous[j]! + 1 < cost) cost = previous[j]! + 1;
      if (current[j - 1]! + 1 < cost) cost = current[j - 1]! + 1;
      if (i > 1 && j > 1 && x === b[bStart + j - 2]! && y === a[aStart + i - 2]! && before[j - 2]! + 1 < cost) {
        cost = before[j - 2]! + 1;
      }
      current[j] = cost;
      if (cost < least) least = cost;
    }
    if (to < n) current[to + 1] = limit + 1;
    // A transposition reaches back over one row, so one hopeless row is not enough to stop.
    if (least > limit && leastBefore > limit) return limit + 1;
    leastBefore = least;
    const spare = before;
    before = previous;
    previous = current;
    current = spare;
  }
  return previous[n]! > limit ? limit + 1 : previous[n]!;
}
