/**
 * How much of a string is a name of plain words, its own canonical name, so that there is nothing to parse?
 *
 * Nine of ten names in practice are. One pass over the letters decides; whatever looks odd is left to the parser. Which
 * words are odd is told in one place, `words/plain-ends.ts`, for all who read names.
 */

import { plainEpithetEnd, plainGenusEnd } from "./words/plain-ends.ts";

const SPACE = 0x20;
const MOST_WORDS = 3;

/**
 * Where the plain words at the beginning end: `"Abies alba"` → 10, `"Abies alba Mill."` → 10, `"Abies cf. alba"` → 0.
 *
 * One to three words of ASCII letters, the first capitalised, none of them a rank word, a particle, or the name of a
 * virus. 0 when there is no such word, and when a word has other signs in it; behind the end stands a space, if anything.
 */
export function plainNameEnd(text: string): number {
  let end = plainGenusEnd(text, 0);
  if (end === 0) return 0;
  for (let words = 1; words < MOST_WORDS && text.charCodeAt(end) === SPACE; words++) {
    const first = text.charCodeAt(end + 1);
    if (!(first >= 0x61 && first <= 0x7a)) return end;
    const stop = plainEpithetEnd(text, end + 1);
    // A third word of two letters is a particle or a word of another language.
    if (stop < end + (words === 1 ? 3 : 4)) return 0;
    end = stop;
  }
  return end === text.length || text.charCodeAt(end) === SPACE ? end : 0;
}
