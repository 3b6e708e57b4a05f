/**
 * How many edits lie between two words?
 *
 * Optimal string alignment: insert, delete, replace, or swap two neighbours. {@link isOcrConfusion} knows the confusions
 * of scanned text. Both are for a handful of candidates; the index (`image`) has its own, faster scan.
 */
import type { Word } from "../../names/keys/word.ts";

const MAX_LENGTH = 255;
const rows = [new Uint16Array(MAX_LENGTH + 1), new Uint16Array(MAX_LENGTH + 1), new Uint16Array(MAX_LENGTH + 1)];

/** Edits between two strings; strings longer than 255 letters are compared by their first 255. */
export function editDistance(a: string, b: string): number {
  const aEnd = Math.min(a.length, MAX_LENGTH);
  const bEnd = Math.min(b.length, MAX_LENGTH);
  let start = 0;
  while (start < aEnd && start < bEnd && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let aStop = aEnd;
  let bStop = bEnd;
  while (aStop > start && bStop > start && a.charCodeAt(aStop - 1) === b.charCodeAt(bStop - 1)) {
    aStop--;
    bStop--;
  }
  const n = aStop - start;
  const m = bStop - start;
  if (n === 0) return m;
  if (m === 0) return n;
  let [before, above, row] = rows as [Uint16Array, Uint16Array, Uint16Array];
  for (let j = 0; j <= m; j++) above[j] = j;
  for (let i = 1; i <= n; i++) {
    row[0] = i;
    const letter = a.charCodeAt(start + i - 1);
    for (let j = 1; j <= m; j++) {
      const other = b.charCodeAt(start + j - 1);
      let cost = above[j - 1]! + (letter === other ? 0 : 1);
      if (above[j]! + 1 < cost) cost = above[j]! + 1;
      if (row[j - 1]! + 1 < cost) cost = row[j - 1]! + 1;
      if (i > 1 && j > 1 && letter === b.charCodeAt(start + j - 2) && a.charCodeAt(start + i - 2) === other) {
        if (before[j - 2]! + 1 < cost) cost = before[j - 2]! + 1;
      }
      row[j] = cost;
    }
    [before, above, row] = [above, row, before];
  }
  return above[m]!;
}

/** Letters that scanned text confuses, by code unit: all of a group stand as its first. */
const OCR_LETTERS = new Uint8Array(128);
for (let code = 0; code < OCR_LETTERS.length; code++) OCR_LETTERS[code] = code;
for (const alike of ["i1l|!", "ce", "uvn", "o0", "fs", "hb"]) {
  for (const letter of alike) OCR_LETTERS[letter.charCodeAt(0)] = alike.charCodeAt(0);
}

const R = 114;
const N = 110;
const M = 109;

/** True when two different words are the same to scanned text: "confused, not misspelled". "rn" looks like "m". */
export function isOcrConfusion(a: Word, b: Word): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const isRnInA = isRn(a, i);
    const isRnInB = isRn(b, j);
    if ((isRnInA ? M : ocrLetter(a, i)) !== (isRnInB ? M : ocrLetter(b, j))) return false;
    i += isRnInA ? 2 : 1;
    j += isRnInB ? 2 : 1;
  }
  return i === a.length && j === b.length;
}

function ocrLetter({ codes }: Word, at: number): number {
  const letter = codes[at]!;
  return letter < OCR_LETTERS.length ? OCR_LETTERS[letter]! : letter;
}

function isRn({ codes, length }: Word, at: number): boolean {
  return codes[at] === R && at + 1 < length && codes[at + 1] === N;
}
