/** Which letters of two names differ? For names that are spelled almost alike. */

/** A stretch of a name; `differs` when the other name has something else there. */
export interface Stretch {
  text: string;
  differs: boolean;
}

/** Beyond this the table of alignments is not worth its time; both names are shown as they are. */
const LONGEST = 200;

/**
 * Aligns two names with the fewest edits and marks what differs in each: `"Bellis perenis"` and `"Bellis perennis"` give
 * one marked `"n"` in the second. Upper and lower case are the same letter.
 */
export function differingLetters(one: string, other: string): [Stretch[], Stretch[]] {
  const a = [...one];
  const b = [...other];
  if (a.length > LONGEST || b.length > LONGEST)
    return [[{ text: one, differs: false }], [{ text: other, differs: false }]];
  const width = b.length + 1;
  const same = (i: number, j: number) => a[i]?.toLowerCase() === b[j]?.toLowerCase();
  // costs[i * width + j]: edits between the rest of a from i and the rest of b from j.
  const costs = new Uint16Array((a.length + 1) * width);
  const cost = (i: number, j: number) => costs[i * width + j] ?? 0;
  for (let i = a.length; i >= 0; i--)
    for (let j = b.length; j >= 0; j--) {
      let best = i === a.length ? b.length - j : j === b.length ? a.length - i : 0;
      if (i < a.length && j < b.length)
        best = same(i, j) ? cost(i + 1, j + 1) : 1 + Math.min(cost(i + 1, j + 1), cost(i + 1, j), cost(i, j + 1));
      costs[i * width + j] = best;
    }
  const inOne: Stretch[] = [];
  const inOther: Stretch[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && same(i, j)) {
      add(inOne, a[i++] ?? "", false);
      add(inOther, b[j++] ?? "", false);
      continue;
    }
    const here = cost(i, j);
    const isSwap = i < a.length && j < b.length && cost(i + 1, j + 1) + 1 === here;
    const takesOne = isSwap || (i < a.length && (j === b.length || cost(i + 1, j) + 1 === here));
    if (takesOne) add(inOne, a[i++] ?? "", true);
    if (isSwap || !takesOne) add(inOther, b[j++] ?? "", true);
  }
  return [inOne, inOther];
}

function add(stretches: Stretch[], text: string, differs: boolean): void {
  const last = stretches.at(-1);
  if (last && last.differs === differs) last.text += text;
  else stretches.push({ text, differs });
}
