/**
 * In which order are words numbered?
 *
 * By length, then by first appearance, from 1. Lists sorted by word are thereby windowed by length, and the place of a
 * word's letters follows from its number: no offsets are kept.
 */

import { hashBytes, slotOf } from "../layout/hash.ts";
import { letterBases, slotValue, wordIdBits, wordSignature } from "../layout/word-bytes.ts";
import type { StringTable } from "./build-strings.ts";

/** The sections of the word table, and the new number of each old one. */
export interface NumberedWords {
  wordLetters: Uint8Array;
  wordLengthStart: Uint32Array;
  wordSignature: Uint32Array;
  wordSlots: Uint32Array;
  renumbered: Uint32Array;
}

/** Slots per word: a miss then looks at 1.7 slots on average. */
const SLOTS_PER_WORD = 1.5;

/** Numbers the words of a string table. Letters and lengths are in shared memory, for threads to read. */
export function numberWords(words: StringTable): NumberedWords {
  const count = words.size - 1;
  const starts = words.starts.values;
  let longest = 0;
  for (let w = 1; w <= count; w++) longest = Math.max(longest, starts[w + 1]! - starts[w]!);
  // wordLengthStart[l] is the first word of length l; the last element closes the longest.
  const wordLengthStart = new Uint32Array(new SharedArrayBuffer(4 * (longest + 2)));
  for (let w = 1; w <= count; w++) wordLengthStart[starts[w + 1]! - starts[w]! + 1]!++;
  wordLengthStart[0] = 1;
  for (let l = 1; l < wordLengthStart.length; l++) wordLengthStart[l]! += wordLengthStart[l - 1]!;
  const next = wordLengthStart.slice();
  const letterBase = letterBases(wordLengthStart);
  const renumbered = new Uint32Array(count + 1);
  const wordLetters = new Uint8Array(new SharedArrayBuffer(words.byteLength));
  const signatures = new Uint32Array(count + 1);
  const slots = new Uint32Array(Math.ceil(count * SLOTS_PER_WORD) + 1);
  const idBits = wordIdBits(count);
  for (let w = 1; w <= count; w++) {
    const start = starts[w]!;
    const end = starts[w + 1]!;
    const length = end - start;
    const word = next[length]!++;
    renumbered[w] = word;
    const at = letterBase[length]! + (word - wordLengthStart[length]!) * length;
    for (let i = 0; i < length; i++) wordLetters[at + i] = words.bytes[start + i]!;
    signatures[word] = wordSignature(words.bytes, start, end);
    const hash = hashBytes(words.bytes, start, end);
    let slot = slotOf(hash, slots.length);
    while (slots[slot] !== 0) if (++slot === slots.length) slot = 0;
    slots[slot] = slotValue(hash, word, idBits);
  }
  return { wordLetters, wordLengthStart, wordSignature: signatures, wordSlots: slots, renumbered };
}
