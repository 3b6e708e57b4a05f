/**
 * The same JSON as `JSON.stringify(answerV2(…))`, byte for byte, without building the object or its text.
 *
 * Ready pieces, names and ids are copied from where they are; what stands in an answer several times is copied from its
 * first place. Names with odd letters take the way of strings; answers with alternatives, candidates or steps are rare
 * and take the plain way.
 */

import { statusOf } from "../image/layout/flags.ts";
import { NO_TAXON } from "../image/layout/format.ts";
import { copyBytes, copyPiece, type Piece, pieceOf } from "../image/layout/literals.ts";
import type { ImageReader } from "../image/read.ts";
import type { UsageText } from "../image/usages/usage-text.ts";
import type { ToldOutcome } from "../matcher/outcome.ts";
import { formattedName, nameType } from "../names/forms/formatted-name.ts";
import { isSynonym } from "../taxonomy/status.ts";
import { ByteSink } from "./bytes/byte-sink.ts";
import { DiagnosticsBytes } from "./bytes/diagnostics-bytes.ts";
import { flagMembers, lastStepEnd } from "./bytes/flag-pieces.ts";
import { isLatinName, isLongWordedLatin, mustEscape } from "./bytes/latin-bytes.ts";
import { LineageBytes } from "./bytes/lineage-bytes.ts";
import { NameParts, usageTemplate } from "./bytes/usage-template.ts";
import { AnswerTaxa } from "./bytes/usages.ts";
import { type AnswerOptions, answerV2 } from "./v2.ts";

const BLANK = 0x20;

const USAGE = pieceOf('{"usage":{"key":"');
const ACCEPTED_USAGE = pieceOf(',"acceptedUsage":{"key":"');
const NAME = pieceOf('","name":"');
const CANONICAL_NAME_LENGTH = '","canonicalName":"'.length;
const CLASSIFICATION = pieceOf(',"classification":[');
const STEP_KEY = pieceOf('{"key":"');
const NO_USAGE = pieceOf('{"diagnostics":{"matchType":"');
const NO_USAGE_END = pieceOf(',"synonym":false}');
const SYNONYM_END = pieceOf(',"synonym":true}');

/** Room for the ready pieces of a usage and of the step of a classification. */
const MOST_PIECES = 600;
/** So many times an id or a name stands in a usage and its step. */
const MOST_REPEATS = 6;

const decoder = new TextDecoder();

/** Writes answers of one image as JSON. Keeps fragments: one writer per thread. */
export class AnswerWriter {
  readonly image: ImageReader;
  readonly #lineages: LineageBytes;
  readonly #diagnostics = new DiagnosticsBytes();
  readonly #taxa: AnswerTaxa;
  readonly #parts = new NameParts();
  readonly #own = new ByteSink(1 << 12);
  /** Where id and canonical name of the last usage stand in the sink, without quotes. */
  #keyStart = 0;
  #keyEnd = 0;
  #nameStart = 0;
  #nameEnd = 0;

  constructor(image: ImageReader) {
    this.image = image;
    this.#lineages = new LineageBytes(image);
    this.#taxa = new AnswerTaxa(image);
  }

  /** JSON of the v2 answer. */
  v2(outcome: ToldOutcome, options: AnswerOptions = {}): string {
    const sink = this.#own;
    sink.length = 0;
    this.write(outcome, options, sink);
    return decoder.decode(sink.bytes.subarray(0, sink.length));
  }

  /** Appends the JSON of the v2 answer. */
  write(outcome: ToldOutcome, options: AnswerOptions, sink: ByteSink): void {
    if (options.verbose === true || (options.details === true && outcome.ambiguous)) {
      sink.write(JSON.stringify(answerV2(outcome, this.image, options)));
      return;
    }
    const { usage } = outcome;
    if (usage === NO_TAXON) {
      sink.put(NO_USAGE);
      this.#diagnostics.write(outcome, options, sink);
      sink.put(NO_USAGE_END);
      return;
    }
    const taxa = this.#taxa;
    taxa.read(usage);
    this.#lineages.read(taxa);
    this.#writeUsage(taxa.usage, USAGE, true, sink);
    if (taxa.isSynonym) this.#writeUsage(taxa.taxon, ACCEPTED_USAGE, false, sink);
    sink.put(CLASSIFICATION);
    this.#lineages.write(taxa, sink);
    this.#writeLastStep(taxa.taxon.flags, sink);
    this.#diagnostics.write(outcome, options, sink);
    sink.put(isSynonym(statusOf(taxa.usage.flags)) ? SYNONYM_END : NO_USAGE_END);
  }

  /** A usage that was read; `before` ends where its id begins. */
  #writeUsage(text: UsageText, before: Piece, withStatus: boolean, sink: ByteSink): void {
    const most = text.mostIdBytes + text.mostNameBytes + text.mostAuthorshipBytes;
    sink.reserve(MOST_PIECES + MOST_REPEATS * most);
    if (text.isPlain && this.#writeLatin(text, before, withStatus, sink)) return;
    this.#writeText(text, before, withStatus, sink);
  }

  /** A usage whose name is plain Latin words. False, and nothing written, for others. */
  #writeLatin(text: UsageText, before: Piece, withStatus: boolean, sink: ByteSink): boolean {
    const { view, bytes } = sink;
    const key = copyPiece(before, view, sink.length);
    const keyEnd = text.writeId(view, key);
    const name = copyPiece(NAME, view, keyEnd);
    const canonicalEnd = text.writeName(view, name, true);
    if (canonicalEnd < 0) return false;
    const { firstEnd, secondEnd, thirdStart, wordCount } = text;
    let nameEnd = canonicalEnd;
    if (text.hasAuthorship) {
      view.setUint8(nameEnd, BLANK);
      nameEnd = text.writeAuthorship(view, nameEnd + 1);
    }
    const parts = this.#parts;
    parts.set(name, firstEnd, secondEnd, thirdStart, canonicalEnd, nameEnd);
    const canonical = nameEnd + CANONICAL_NAME_LENGTH;
    const end = usageTemplate(text.flags, wordCount, text.hasAuthorship, withStatus).write(parts, view, nameEnd);
    // The name without the marker of its rank.
    const canonicalNameEnd = canonical + canonicalEnd - name - Math.max(0, thirdStart - secondEnd - 1);
    let shortest = firstEnd - name;
    if (wordCount > 1) shortest = Math.min(shortest, secondEnd - firstEnd - 1);
    if (wordCount > 2) shortest = Math.min(shortest, canonicalEnd - thirdStart);
    const isLatin =
      isLongWordedLatin(view, canonical, canonicalNameEnd, wordCount, shortest) ||
      isLatinName(bytes, canonical, canonicalNameEnd);
    if (!isLatin || mustEscape(view, canonicalEnd, nameEnd)) return false;
    if (!text.isIdSafe && mustEscape(view, key, keyEnd)) return false;
    this.#keyStart = key;
    this.#keyEnd = keyEnd;
    this.#nameStart = canonical;
    this.#nameEnd = canonicalNameEnd;
    sink.length = end;
    return true;
  }

  /** Any other usage, by way of strings. */
  #writeText({ usage, flags }: UsageText, before: Piece, withStatus: boolean, sink: ByteSink): void {
    const { image } = this;
    const canonicalName = image.canonicalName(usage);
    const name = image.scientificName(usage);
    const authorship = image.authorship(usage);
    const type = nameType(canonicalName);
    sink.put(before);
    // Here and below: a text that is quoted begins with the quote that a piece before it has written already.
    this.#keyStart = sink.length;
    sink.length--;
    sink.writeQuoted(image.id(usage));
    this.#keyEnd = sink.length - 1;
    sink.write(',"name":');
    sink.writeQuoted(name);
    sink.write(',"canonicalName":');
    this.#nameStart = sink.length + 1;
    sink.writeQuoted(canonicalName);
    this.#nameEnd = sink.length - 1;
    if (authorship !== undefined) {
      sink.write(',"authorship":');
      sink.writeQuoted(authorship);
    }
    sink.write(flagMembers(flags, withStatus));
    if (type === "SCIENTIFIC") writeEpithets(canonicalName, sink);
    sink.write(`,"type":"${type}","formattedName":`);
    sink.writeQuoted(formattedName(name, canonicalName, type));
    sink.write("}");
  }

  /** The taxon whose usage was written last, as a step of its classification: its bytes are there already. */
  #writeLastStep(flags: number, sink: ByteSink): void {
    sink.reserve(MOST_PIECES + this.#nameEnd - this.#keyStart);
    const { view } = sink;
    let at = copyPiece(STEP_KEY, view, sink.length);
    at = copyBytes(view, this.#keyStart, this.#keyEnd - this.#keyStart, view, at);
    at = copyPiece(NAME, view, at);
    at = copyBytes(view, this.#nameStart, this.#nameEnd - this.#nameStart, view, at);
    sink.length = copyPiece(lastStepEnd(flags), view, at);
  }
}

/** Genus and epithets of a Latin name. */
function writeEpithets(canonicalName: string, sink: ByteSink): void {
  const words = canonicalName.split(" ");
  if (words.length < 2) return;
  sink.write(',"genericName":');
  sink.writeQuoted(words[0]!);
  sink.write(',"specificEpithet":');
  sink.writeQuoted(words[1]!);
  if (words.length < 3) return;
  sink.write(',"infraspecificEpithet":');
  sink.writeQuoted(words.at(-1)!);
}
