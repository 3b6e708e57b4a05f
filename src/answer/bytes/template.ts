/**
 * How are the bytes of a form written?
 *
 * Literals that are the same for all usages of a kind, and between them parts of the name, which stands somewhere already:
 * two arrays say the order, one loop copies. That is as fast as a call for each piece was.
 */
import { RANK_BITS, WORD_BITS } from "../../image/layout/flags.ts";
import { copyBytes, type Piece, pieceOf } from "../../image/layout/literals.ts";
import type { UsageText } from "../../image/usages/usage-text.ts";
import { type Escaping, type Form, JSON_ESCAPING, PARTS, segmentsBehindName, type UsageKind } from "../forms/form.ts";

const SPACE = 0x20;
const PART_COUNT = PARTS.nothing + 1;

/** A plain name with its authorship, and where its parts are. */
export class PlainName {
  readonly starts = new Int32Array(PART_COUNT);
  readonly lengths = new Int32Array(PART_COUNT);
  /** Where it begins, where its words and where its authorship end. */
  start = 0;
  wordsEnd = 0;
  end = 0;
  /** Bytes of the canonical name: all words, without the marker of a rank. */
  canonicalLength = 0;

  /** Writes the name of a usage at `at`; false when it does not follow from its words. */
  write(text: UsageText, to: DataView, at: number): boolean {
    const wordsEnd = text.isPlain ? text.writeName(to, at, true) : -1;
    if (wordsEnd < 0) return false;
    let end = wordsEnd;
    if (text.hasAuthorship) {
      to.setUint8(end, SPACE);
      end = text.writeAuthorship(to, end + 1);
    }
    const { firstEnd, secondEnd, thirdStart } = text;
    this.start = at;
    this.wordsEnd = wordsEnd;
    this.end = end;
    this.canonicalLength = wordsEnd - at - Math.max(0, thirdStart - secondEnd - 1);
    const { starts, lengths } = this;
    starts[PARTS.first] = at;
    lengths[PARTS.first] = firstEnd - at;
    starts[PARTS.second] = firstEnd + 1;
    lengths[PARTS.second] = Math.max(0, secondEnd - firstEnd - 1);
    starts[PARTS.beforeThird] = at;
    lengths[PARTS.beforeThird] = secondEnd - at;
    starts[PARTS.third] = thirdStart;
    lengths[PARTS.third] = wordsEnd - thirdStart;
    starts[PARTS.between] = secondEnd;
    lengths[PARTS.between] = thirdStart - secondEnd;
    starts[PARTS.authorship] = wordsEnd + 1;
    lengths[PARTS.authorship] = Math.max(0, end - wordsEnd - 1);
    starts[PARTS.tail] = wordsEnd;
    lengths[PARTS.tail] = end - wordsEnd;
    return true;
  }

  /** Letters of the shortest of its words. */
  shortestWord(wordCount: number): number {
    const { lengths } = this;
    let shortest = lengths[PARTS.first]!;
    if (wordCount > 1) shortest = Math.min(shortest, lengths[PARTS.second]!);
    return wordCount > 2 ? Math.min(shortest, lengths[PARTS.third]!) : shortest;
  }
}

/** A form for usages of one kind. */
export class Template {
  readonly #literals: Piece;
  /** By segment: how long its literal is, and the part that follows. */
  readonly #lengths: Int32Array;
  readonly #parts: Int32Array;

  constructor(form: Form<never>, kind: UsageKind, escaping: Escaping, end: string) {
    const segments = segmentsBehindName(form, kind, escaping, end);
    this.#literals = pieceOf(segments.map(([literal]) => literal).join(""));
    this.#lengths = Int32Array.from(segments, ([literal]) => literal.length);
    this.#parts = Int32Array.from(segments, ([, part]) => part);
  }

  /** Writes it at `at` with the parts of a name that stands in `from`, which may be `to`; its end. */
  write({ starts, lengths }: PlainName, from: DataView, to: DataView, start: number): number {
    const { view, start: first } = this.#literals;
    let at = start;
    let literal = first;
    for (let i = 0; i < this.#parts.length; i++) {
      const length = this.#lengths[i]!;
      const part = this.#parts[i]!;
      at = copyBytes(view, literal, length, to, at);
      at = copyBytes(from, starts[part]!, lengths[part]!, to, at);
      literal += length;
    }
    return at;
  }
}

/** A form for usages of every kind: templates are made when they are first needed. */
export class Templates {
  readonly #form: Form<never>;
  readonly #escaping: Escaping;
  readonly #end: string;
  /** By kind, see {@link of}: looked up for every usage. */
  readonly #byKind: (Template | undefined)[] = new Array((WORD_BITS + 1) * 8).fill(undefined);

  constructor(form: Form<never>, escaping: Escaping, end: string) {
    this.#form = form;
    this.#escaping = escaping;
    this.#end = end;
  }

  /** The template of a usage whose name is plain. */
  of({ flags, wordCount, hasAuthorship }: UsageText): Template {
    const key = ((flags & WORD_BITS) * 4 + wordCount) * 2 + (hasAuthorship ? 1 : 0);
    let template = this.#byKind[key];
    if (template === undefined) {
      template = new Template(this.#form, { flags, wordCount, hasAuthorship }, this.#escaping, this.#end);
      this.#byKind[key] = template;
    }
    return template;
  }
}

/** What a form without parts says of taxa behind their names, by rank as it stands in the flags of a usage. */
export function literalsByRank(form: Form<never>, end: string): readonly Piece[] {
  return Array.from({ length: RANK_BITS + 1 }, (_, flags) => {
    const kind = { flags, wordCount: 1, hasAuthorship: false };
    return pieceOf(segmentsBehindName(form, kind, JSON_ESCAPING, end)[0]![0]);
  });
}
