/**
 * The same JSON as `JSON.stringify(answerV1(…))`, byte for byte, without building the object or its text.
 *
 * As `v2-bytes.ts` does it for API v2. Names and keys of the ranks above genera are kept as three fragments side by
 * side: names, keys, and the class, which stands at the end of the object.
 */

import { RANK_BITS, statusOf } from "../image/layout/flags.ts";
import { NO_TAXON } from "../image/layout/format.ts";
import { copyBytes, copyPiece, type Piece, pieceOf } from "../image/layout/literals.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import type { UsageText } from "../image/usages/usage-text.ts";
import type { ToldOutcome } from "../matcher/outcome.ts";
import { MAX_DEPTH, Taxa } from "../matcher/score/taxa.ts";
import { type Rank, rankOrdinal } from "../taxonomy/rank.ts";
import { isSynonym } from "../taxonomy/status.ts";
import type { ByteSink } from "./bytes/byte-sink.ts";
import { HigherFragments } from "./bytes/higher-fragments.ts";
import { mustEscape } from "./bytes/latin-bytes.ts";
import { PlainName, Templates } from "./bytes/template.ts";
import { AnswerTaxa, MOST_LOW } from "./bytes/usages.ts";
import { JSON_ESCAPING } from "./forms/form.ts";
import { MATCH_TYPES, USAGE_V1 } from "./forms/usage-forms.ts";
import { answerV1, FLAT, FLAT_KEYS, keyOf } from "./v1.ts";
import { type AnswerOptions, noteOf } from "./v2.ts";

const QUOTE = 0x22;

const KEY = pieceOf('{"usageKey":');
const ACCEPTED_KEY = pieceOf(',"acceptedUsageKey":');
const NAME = pieceOf(',"scientificName":"');
const CANONICAL_NAME_LENGTH = '","canonicalName":"'.length;
const USAGES = new Templates(USAGE_V1, JSON_ESCAPING, ',"confidence":');
const QUOTED = pieceOf('"');
const SYNONYM = pieceOf(',"synonym":true');
const NO_SYNONYM = pieceOf(',"synonym":false');

const FIRST_LOW_SLOT = 5;
const CLASS_SLOT = 2;
/** Ranks below families, as they stand in the flags of a usage, with what stands before their names and keys. */
const LOW_RANKS = FLAT.filter(([slot]) => slot >= FIRST_LOW_SLOT).map(([slot, member]) => ({
  flags: rankOrdinal(member.toUpperCase() as Rank) + 1,
  name: pieceOf(`,"${member}":"`),
  key: pieceOf(`,"${FLAT_KEYS.find(([keySlot]) => keySlot === slot)![1]}":`),
}));

/** What is kept with fragments that lower taxa must not be put behind. */
const READ_WHOLE = -1;
/** Bits for the length of a fragment of names or keys. */
const LENGTH_BITS = 15;
/** Longer chains of parents are read as a whole: with the taxa below them they might be longer than `Taxa` follows. */
const DEEPEST = MAX_DEPTH - MOST_LOW - 1;

/** Room for the ready pieces around names and keys. */
const MOST_PIECES = 300;
/** So many times a name stands in an answer. */
const MOST_REPEATS = 3;

/** Writes flat answers of one image as JSON. Keeps fragments: one writer per thread. */
export class FlatWriter {
  readonly #image: ImageReader;
  readonly #taxa: AnswerTaxa;
  readonly #linnean: Taxa;
  readonly #higher: HigherFragments;
  readonly #name = new PlainName();
  /** Where the canonical name of the usage written last stands. */
  #nameStart = 0;
  #nameEnd = 0;

  constructor(image: ImageReader) {
    this.#image = image;
    this.#taxa = new AnswerTaxa(image);
    this.#linnean = new Taxa(image);
    this.#higher = new HigherFragments((taxon, sink) => this.#writeHigher(taxon, sink));
  }

  /** Appends the JSON of the v1 answer. */
  write(outcome: ToldOutcome, options: AnswerOptions, sink: ByteSink): void {
    const start = sink.length;
    if (
      options.verbose === true ||
      options.details === true ||
      outcome.usage === NO_TAXON ||
      !this.#writeUsage(outcome, sink)
    ) {
      sink.length = start;
      sink.write(JSON.stringify(answerV1(outcome, this.#image, options)));
    }
  }

  /** False for usages that must be read by way of strings. */
  #writeUsage(outcome: ToldOutcome, sink: ByteSink): boolean {
    const taxa = this.#taxa;
    const higher = this.#higher;
    taxa.read(outcome.usage);
    if (taxa.above !== NO_TAXON) {
      higher.find(taxa.above);
      if (higher.mark === READ_WHOLE) return false;
    }
    const text = taxa.usage;
    sink.put(KEY);
    this.#writeKey(text, sink);
    if (taxa.isSynonym) {
      sink.put(ACCEPTED_KEY);
      this.#writeKey(taxa.taxon, sink);
    }
    return this.#writeName(text, outcome, sink) && this.#writeTaxa(isSynonym(statusOf(text.flags)), sink);
  }

  /** From the scientific name to the match type; false when something in the name must be escaped. */
  #writeName(text: UsageText, outcome: ToldOutcome, sink: ByteSink): boolean {
    sink.reserve(MOST_PIECES + MOST_REPEATS * (text.mostNameBytes + text.mostAuthorshipBytes));
    const { view } = sink;
    const name = this.#name;
    if (!name.write(text, view, copyPiece(NAME, view, sink.length))) return false;
    if (mustEscape(view, name.start, name.end)) return false;
    sink.length = USAGES.of(text).write(name, view, view, name.end);
    this.#nameStart = name.end + CANONICAL_NAME_LENGTH;
    this.#nameEnd = this.#nameStart + name.canonicalLength;
    sink.writeNumber(outcome.confidence);
    const note = noteOf(outcome, false);
    if (note !== undefined) {
      sink.write(',"note":');
      sink.writeQuoted(note);
    }
    sink.put(FOUND[outcome.matchType]);
    return true;
  }

  /** The Linnean taxa; false when something in a name must be escaped. */
  #writeTaxa(isSynonymous: boolean, sink: ByteSink): boolean {
    const { low, above, isSynonym: hasOtherName } = this.#taxa;
    const higher = this.#higher;
    const hasHigher = above !== NO_TAXON;
    const namesEnd = hasHigher ? higher.mark & ((1 << LENGTH_BITS) - 1) : 0;
    const keysEnd = hasHigher ? namesEnd + (higher.mark >> LENGTH_BITS) : 0;
    if (hasHigher) this.#appendHigher(0, namesEnd, sink);
    for (const { flags, name } of LOW_RANKS) {
      const place = this.#placeOf(flags);
      if (place < 0) continue;
      sink.put(name);
      if (place === 0 && !hasOtherName) {
        sink.reserve(this.#nameEnd - this.#nameStart);
        sink.length = copyBytes(sink.view, this.#nameStart, this.#nameEnd - this.#nameStart, sink.view, sink.length);
      } else if (!this.#writeLowName(low[place]!, sink)) return false;
      sink.put(QUOTED);
    }
    if (hasHigher) this.#appendHigher(namesEnd, keysEnd, sink);
    for (const { flags, key } of LOW_RANKS) {
      const place = this.#placeOf(flags);
      if (place < 0) continue;
      sink.put(key);
      this.#writeKey(low[place]!, sink);
    }
    sink.put(isSynonymous ? SYNONYM : NO_SYNONYM);
    if (hasHigher) this.#appendHigher(keysEnd, higher.length, sink);
    sink.write("}");
    return true;
  }

  /** Which of the low taxa is the lowest of this rank; -1 when none is. */
  #placeOf(rankFlags: number): number {
    const { low, count } = this.#taxa;
    for (let i = 0; i < count; i++) if ((low[i]!.flags & RANK_BITS) === rankFlags) return i;
    return -1;
  }

  #writeLowName(text: UsageText, sink: ByteSink): boolean {
    if (!text.isPlain) return false;
    sink.reserve(text.mostNameBytes);
    const end = text.writeName(sink.view, sink.length, false);
    if (end < 0 || mustEscape(sink.view, sink.length, end)) return false;
    sink.length = end;
    return true;
  }

  #appendHigher(from: number, to: number, sink: ByteSink): void {
    sink.reserve(to - from);
    sink.length = this.#higher.copy(from, to, sink.view, sink.length);
  }

  /** The key of a usage: a number where it is one. */
  #writeKey(text: UsageText, sink: ByteSink): void {
    sink.reserve(text.mostIdBytes + 2);
    const { view, bytes } = sink;
    if (text.isIdNumber) {
      sink.length = text.writeId(view, sink.length);
      return;
    }
    const start = sink.length + 1;
    const end = text.writeId(view, start);
    // With a letter it is no number, however it is read.
    if (!hasLetter(bytes, start, end) || mustEscape(view, start, end)) {
      sink.write(JSON.stringify(keyOf(this.#image.id(text.usage))));
      return;
    }
    view.setUint8(start - 1, QUOTE);
    view.setUint8(end, QUOTE);
    sink.length = end + 1;
  }

  /** Names, keys and class of a taxon that is no genus, species or the like, and of those above it. */
  #writeHigher(taxon: UsageOrdinal, sink: ByteSink): number {
    const image = this.#image;
    // `Taxa` starts at the accepted usage, which is right for the lowest taxon only.
    if (image.accepted(taxon) !== NO_TAXON || image.lineage(taxon).length > DEEPEST) return READ_WHOLE;
    this.#linnean.clear();
    const linnean = this.#linnean.linnean(taxon);
    for (let slot = FIRST_LOW_SLOT; slot < linnean.length; slot++) if (linnean[slot] !== NO_TAXON) return READ_WHOLE;
    const nameOf = (slot: number) => JSON.stringify(image.canonicalName(linnean[slot]!));
    for (const [slot, member] of FLAT) if (linnean[slot] !== NO_TAXON) sink.write(`,"${member}":${nameOf(slot)}`);
    const namesLength = sink.length;
    for (const [slot, member] of FLAT_KEYS)
      if (linnean[slot] !== NO_TAXON) sink.write(`,"${member}":${JSON.stringify(keyOf(image.id(linnean[slot]!)))}`);
    const keysLength = sink.length - namesLength;
    if (linnean[CLASS_SLOT] !== NO_TAXON) sink.write(`,"class":${nameOf(CLASS_SLOT)}`);
    const isShort = Math.max(namesLength, keysLength) < 1 << LENGTH_BITS;
    return isShort ? namesLength | (keysLength << LENGTH_BITS) : READ_WHOLE;
  }
}

/** By match type: `,"matchType":"EXACT"`. */
const FOUND = Object.fromEntries(
  Object.entries(MATCH_TYPES).map(([matchType, name]) => [matchType, pieceOf(`,"matchType":"${name}"`)]),
) as Record<ToldOutcome["matchType"], Piece>;

function hasLetter(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]! | 0x20;
    if (byte >= 0x61 && byte <= 0x7a) return true;
  }
  return false;
}
