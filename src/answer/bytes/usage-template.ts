/**
 * What stands in the JSON of a usage behind its name?
 *
 *     ","canonicalName":"…","authorship":"…","rank":"SPECIES","status":"ACCEPTED","genericName":"…", … "formattedName":"…"}
 *
 * Pieces that are the same for all usages of a kind, and between them parts of the name, which stands before it already:
 * a table says the order, one loop writes it. That is as fast as a call for each piece was, and shorter.
 */

import { WORD_BITS } from "../../image/layout/flags.ts";
import { copyBytes, type Piece, pieceOf } from "../../image/layout/literals.ts";
import { flagMembers } from "./flag-pieces.ts";

/** Parts of a name with its authorship: first and second word, … */
const FIRST = 0;
const SECOND = 1;
/** … all before the third word and its marker, … */
const BEFORE_THIRD = 2;
const THIRD = 3;
/** … blanks and marker between second and third word, … */
const BETWEEN = 4;
const AUTHORSHIP = 5;
/** … the authorship with the blank before it; nothing. */
const TAIL = 6;
const NOTHING = 7;

/** The kind of a usage. */
export interface UsageKind {
  /** Rank, code and status, as in the flags of the image. */
  flags: number;
  wordCount: number;
  hasAuthorship: boolean;
  withStatus: boolean;
}

/** Where in the bytes written already the parts of a name stand. */
export class NameParts {
  readonly starts = new Int32Array(NOTHING + 1);
  readonly lengths = new Int32Array(NOTHING + 1);

  /** Takes a name by the ends of its first two words, the start of its third, and its ends without and with authorship. */
  set(start: number, firstEnd: number, secondEnd: number, thirdStart: number, wordsEnd: number, end: number): void {
    const hasAuthorship = end > wordsEnd;
    this.#put(FIRST, start, firstEnd);
    this.#put(SECOND, firstEnd + 1, Math.max(firstEnd + 1, secondEnd));
    this.#put(BEFORE_THIRD, start, secondEnd);
    this.#put(THIRD, thirdStart, wordsEnd);
    this.#put(BETWEEN, secondEnd, thirdStart);
    this.#put(AUTHORSHIP, hasAuthorship ? wordsEnd + 1 : end, end);
    this.#put(TAIL, wordsEnd, end);
  }

  #put(part: number, start: number, end: number): void {
    this.starts[part] = start;
    this.lengths[part] = end - start;
  }
}

/** The pieces of one kind of usages. */
export class UsageTemplate {
  readonly #pieces: Piece;
  /** By piece: how long it is, and the part that follows it. */
  readonly #lengths: Int32Array;
  readonly #parts: Int32Array;

  constructor(kind: UsageKind) {
    const segments = segmentsOf(kind);
    this.#pieces = pieceOf(segments.map(([text]) => text).join(""));
    this.#lengths = Int32Array.from(segments, ([text]) => text.length);
    this.#parts = Int32Array.from(segments, ([, part]) => part);
  }

  /** Writes it with the parts of a name; its end. */
  write({ starts, lengths }: NameParts, to: DataView, start: number): number {
    let at = start;
    const { view, start: first } = this.#pieces;
    let from = first;
    for (let i = 0; i < this.#parts.length; i++) {
      const length = this.#lengths[i]!;
      const part = this.#parts[i]!;
      at = copyBytes(view, from, length, to, at);
      at = copyBytes(to, starts[part]!, lengths[part]!, to, at);
      from += length;
    }
    return at;
  }
}

const TEMPLATES = new Map<number, UsageTemplate>();

/** The template of a kind, made once. */
export function usageTemplate(flags: number, words: number, hasAuthorship: boolean, withStatus: boolean) {
  const key = (((flags & WORD_BITS) * 4 + words) * 2 + (hasAuthorship ? 1 : 0)) * 2 + (withStatus ? 1 : 0);
  let template = TEMPLATES.get(key);
  if (template === undefined) {
    template = new UsageTemplate({ flags, wordCount: words, hasAuthorship, withStatus });
    TEMPLATES.set(key, template);
  }
  return template;
}

/** ASCII texts, each with the part that follows it. */
function segmentsOf({ flags, wordCount, hasAuthorship, withStatus }: UsageKind): [text: string, part: number][] {
  const segments: [string, number][] = [['","canonicalName":"', BEFORE_THIRD]];
  if (wordCount > 2) segments.push([" ", THIRD]);
  if (hasAuthorship) segments.push(['","authorship":"', AUTHORSHIP]);
  const members = `"${flagMembers(flags, withStatus)}`;
  const type = '"type":"SCIENTIFIC","formattedName":"<i>';
  if (wordCount > 1) {
    segments.push([`${members},"genericName":"`, FIRST], ['","specificEpithet":"', SECOND]);
    if (wordCount > 2) segments.push(['","infraspecificEpithet":"', THIRD]);
    segments.push([`",${type}`, FIRST], ["</i> <i>", SECOND]);
  } else segments.push([`${members},${type}`, FIRST]);
  if (wordCount > 2) segments.push(["</i>", BETWEEN], ["<i>", THIRD]);
  segments.push(["</i>", TAIL], ['"}', NOTHING]);
  return segments;
}
