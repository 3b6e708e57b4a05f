/**
 * The same JSON as `JSON.stringify(answerV2(…))`, byte for byte, without building the object or its text.
 *
 * Forms (`forms/usage-forms.ts`) are compiled to pieces; names and ids are copied from where they are, and what stands in
 * an answer several times from its first place. Usages whose names have odd letters are interpreted as objects.
 */

import { RANK_BITS, statusOf } from "../image/layout/flags.ts";
import { NO_TAXON } from "../image/layout/format.ts";
import { copyBytes, copyPiece, type Piece, pieceOf } from "../image/layout/literals.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import type { UsageText } from "../image/usages/usage-text.ts";
import type { ToldOutcome } from "../matcher/outcome.ts";
import { isSynonym } from "../taxonomy/status.ts";
import { ByteSink } from "./bytes/byte-sink.ts";
import { DiagnosticsBytes } from "./bytes/diagnostics-bytes.ts";
import { isLatinName, isLongWordedLatin, mustEscape } from "./bytes/latin-bytes.ts";
import { LineageBytes } from "./bytes/lineage-bytes.ts";
import { literalsByRank, PlainName, Templates } from "./bytes/template.ts";
import { AnswerTaxa } from "./bytes/usages.ts";
import { JSON_ESCAPING } from "./forms/form.ts";
import { ACCEPTED_V2, TAXON_V2, USAGE_V2 } from "./forms/usage-forms.ts";
import { type AnswerOptions, taxonV2, usageV2 } from "./v2.ts";

const KEY = pieceOf('{"key":"');
const USAGE = pieceOf('{"usage":{"key":"');
const ACCEPTED_USAGE = pieceOf(',"acceptedUsage":{"key":"');
const NAME = pieceOf('","name":"');
const CANONICAL_NAME_LENGTH = '","canonicalName":"'.length;
const CLASSIFICATION = pieceOf(',"classification":[');
const BEHIND_CLASSIFICATION = '],"diagnostics":{"matchType":"';
const LAST_STEP_ENDS = literalsByRank(TAXON_V2, `}${BEHIND_CLASSIFICATION}`);
const BEHIND_CLASSIFICATION_LENGTH = BEHIND_CLASSIFICATION.length - 1;
const SAME_ACCEPTED_USAGE = pieceOf(',"acceptedUsage":');
const USAGE_MEMBER_LENGTH = '{"usage":'.length;
const NO_USAGE = pieceOf('{"diagnostics":{"matchType":"');
const NO_USAGE_END = pieceOf(',"synonym":false}');
const SYNONYM_END = pieceOf(',"synonym":true}');

const USAGES = new Templates(USAGE_V2, JSON_ESCAPING, "}");
const ACCEPTED = new Templates(ACCEPTED_V2, JSON_ESCAPING, "}");

/** Room for the ready pieces of a usage and of the step of a classification. */
const MOST_PIECES = 600;
/** So many times an id or a name stands in a usage and its step. */
const MOST_REPEATS = 6;

const decoder = new TextDecoder();

/** Writes answers of one image as JSON. Keeps fragments: one writer per thread. */
export class AnswerWriter {
  readonly image: ImageReader;
  readonly #lineages: LineageBytes;
  readonly #diagnostics: DiagnosticsBytes;
  readonly #taxa: AnswerTaxa;
  readonly #name = new PlainName();
  readonly #own = new ByteSink(1 << 12);
  /** Was the last usage put together from bytes? */
  #isCopied = false;
  /** Where its id and canonical name then stand in the sink, without quotes. */
  #keyStart = 0;
  #keyEnd = 0;
  #nameStart = 0;
  #nameEnd = 0;

  constructor(image: ImageReader) {
    this.image = image;
    this.#lineages = new LineageBytes(image);
    this.#diagnostics = new DiagnosticsBytes(image);
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
    this.#writeLastStep(taxa.taxon, sink);
    this.#diagnostics.write(outcome, options, sink);
    sink.put(isSynonym(statusOf(taxa.usage.flags)) ? SYNONYM_END : NO_USAGE_END);
  }

  /**
   * Appends what is said of a usage, as occurrence records keep it, but for the closing brace:
   * `{"usage":{…},"acceptedUsage":{…},"taxonomicStatus":"…","classification":[…]`. The accepted usage always stands.
   */
  writeTaxon(usage: UsageOrdinal, sink: ByteSink): void {
    const taxa = this.#taxa;
    const status = `,"taxonomicStatus":"${this.image.status(usage)}"`;
    taxa.read(usage);
    this.#lineages.read(taxa);
    const start = sink.length + USAGE_MEMBER_LENGTH;
    this.#writeUsage(taxa.usage, USAGE, true, sink);
    const end = sink.length;
    if (taxa.isSynonym) this.#writeUsage(taxa.taxon, ACCEPTED_USAGE, false, sink);
    else {
      sink.put(SAME_ACCEPTED_USAGE);
      sink.reserve(end - start);
      sink.bytes.copyWithin(sink.length, start, end);
      sink.length += end - start;
    }
    sink.write(status);
    sink.put(CLASSIFICATION);
    this.#lineages.write(taxa, sink);
    this.#writeLastStep(taxa.taxon, sink);
    sink.length -= BEHIND_CLASSIFICATION_LENGTH;
  }

  /** A usage that was read; `before` ends where its id begins. */
  #writeUsage(text: UsageText, before: Piece, withStatus: boolean, sink: ByteSink): void {
    const most = text.mostIdBytes + text.mostNameBytes + text.mostAuthorshipBytes;
    sink.reserve(MOST_PIECES + MOST_REPEATS * most);
    this.#isCopied = this.#writeLatin(text, before, withStatus, sink);
    if (this.#isCopied) return;
    sink.put(before);
    sink.length -= KEY.length;
    sink.write(JSON.stringify(usageV2(text.usage, this.image, withStatus)));
  }

  /** A usage whose name is plain Latin words. False, and nothing written, for others. */
  #writeLatin(text: UsageText, before: Piece, withStatus: boolean, sink: ByteSink): boolean {
    const { view, bytes } = sink;
    const name = this.#name;
    const key = copyPiece(before, view, sink.length);
    const keyEnd = text.writeId(view, key);
    if (!name.write(text, view, copyPiece(NAME, view, keyEnd))) return false;
    const end = (withStatus ? USAGES : ACCEPTED).of(text).write(name, view, view, name.end);
    const canonical = name.end + CANONICAL_NAME_LENGTH;
    const canonicalEnd = canonical + name.canonicalLength;
    const { wordCount } = text;
    const isLatin =
      isLongWordedLatin(view, canonical, canonicalEnd, wordCount, name.shortestWord(wordCount)) ||
      isLatinName(bytes, canonical, canonicalEnd);
    if (!isLatin || mustEscape(view, name.wordsEnd, name.end)) return false;
    if (!text.isIdSafe && mustEscape(view, key, keyEnd)) return false;
    this.#keyStart = key;
    this.#keyEnd = keyEnd;
    this.#nameStart = canonical;
    this.#nameEnd = canonicalEnd;
    sink.length = end;
    return true;
  }

  /** The taxon whose usage was written last, as a step of its classification: most have their bytes there already. */
  #writeLastStep({ usage, flags }: UsageText, sink: ByteSink): void {
    if (!this.#isCopied) {
      sink.write(JSON.stringify(taxonV2(usage, this.image)));
      sink.write(BEHIND_CLASSIFICATION);
      return;
    }
    sink.reserve(MOST_PIECES + this.#nameEnd - this.#keyStart);
    const { view } = sink;
    let at = copyPiece(KEY, view, sink.length);
    at = copyBytes(view, this.#keyStart, this.#keyEnd - this.#keyStart, view, at);
    at = copyPiece(NAME, view, at);
    at = copyBytes(view, this.#nameStart, this.#nameEnd - this.#nameStart, view, at);
    sink.length = copyPiece(LAST_STEP_ENDS[flags & RANK_BITS]!, view, at);
  }
}
