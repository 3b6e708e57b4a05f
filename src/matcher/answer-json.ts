/**
 * The same JSON as `JSON.stringify(answerV2(…))`, byte for byte, without building the object or its text.
 *
 * A name stands in an answer up to five times: its bytes are written once and repeated. Answers with alternatives,
 * candidates or steps are rare and take the plain way.
 */
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import { isSynonym } from "../taxonomy/status.ts";
import { type AnswerOptions, answerV2, noteOf } from "./answer.ts";
import { ByteSink } from "./byte-sink.ts";
import { formattedName, nameType } from "./formatted-name.ts";
import { isLatinName } from "./latin-bytes.ts";
import { LineageBytes } from "./lineage-bytes.ts";
import type { MatchOutcome } from "./outcome.ts";
import { NO_TAXON } from "./taxa.ts";

const BLANK = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What a small ASCII letter has more than its capital. */
const CAPITAL = 0x20;
const decoder = new TextDecoder();

/** Writes answers of one image as JSON. Keeps fragments: one writer per thread. */
export class AnswerWriter {
  readonly image: ImageReader;
  readonly #lineages: LineageBytes;
  readonly #own = new ByteSink(1 << 12);
  /** Where key and canonical name of the last usage stand in the sink, with their quotes. */
  #keyStart = 0;
  #keyEnd = 0;
  #nameStart = 0;
  #nameEnd = 0;

  constructor(image: ImageReader) {
    this.image = image;
    this.#lineages = new LineageBytes(image);
  }

  /** JSON of the v2 answer. */
  v2(outcome: MatchOutcome, options: AnswerOptions = {}): string {
    const sink = this.#own;
    sink.length = 0;
    this.write(outcome, options, sink);
    return decoder.decode(sink.bytes.subarray(0, sink.length));
  }

  /** Appends the JSON of the v2 answer. */
  write(outcome: MatchOutcome, options: AnswerOptions, sink: ByteSink): void {
    if (options.verbose === true || outcome.ambiguous) {
      sink.write(JSON.stringify(answerV2(outcome, this.image, options)));
      return;
    }
    const { image } = this;
    const { usage } = outcome;
    if (usage === NO_TAXON) {
      sink.write('{"diagnostics":');
      writeDiagnostics(outcome, options, sink);
      sink.write(',"synonym":false}');
      return;
    }
    sink.write('{"usage":');
    this.#writeUsage(usage, true, sink);
    const accepted = image.accepted(usage);
    if (accepted !== NO_TAXON) {
      sink.write(',"acceptedUsage":');
      this.#writeUsage(accepted, false, sink);
    }
    const taxon = accepted === NO_TAXON ? usage : accepted;
    sink.write(',"classification":[');
    this.#lineages.writeAbove(taxon, sink);
    this.#writeLastStep(taxon, sink);
    sink.write('],"diagnostics":');
    writeDiagnostics(outcome, options, sink);
    sink.write(isSynonym(image.status(usage)) ? ',"synonym":true}' : ',"synonym":false}');
  }

  #writeUsage(usage: UsageOrdinal, withStatus: boolean, sink: ByteSink): void {
    if (!this.#writeLatin(usage, withStatus, sink)) this.#writeText(usage, withStatus, sink);
  }

  /** A usage whose name is plain Latin words: bytes are copied from the image. False, and nothing written, for others. */
  #writeLatin(usage: UsageOrdinal, withStatus: boolean, sink: ByteSink): boolean {
    const { image } = this;
    if (!image.isWords(usage)) return false;
    const before = sink.length;
    sink.write('{"key":');
    this.#keyStart = sink.length;
    sink.writeQuoted(image.id(usage));
    this.#keyEnd = sink.length;
    sink.write(',"name":"');
    sink.reserve(image.mostBytesOf(usage));
    const start = sink.length;
    const end = image.writeFoldedName(image.nameOf(usage), sink.bytes, start);
    const hasAuthor = image.authorshipOrdinal(usage) !== 0;
    let nameEnd = end;
    if (isLatinName(sink.bytes, start, end)) {
      sink.bytes[start]! -= CAPITAL;
      if (hasAuthor) {
        sink.bytes[end] = BLANK;
        nameEnd = image.writeAuthorship(usage, sink.bytes, end + 1);
      }
    } else nameEnd = -1;
    if (nameEnd < 0 || mustEscape(sink.bytes, end, nameEnd)) {
      sink.length = before;
      return false;
    }
    sink.length = nameEnd;
    sink.write('","canonicalName":');
    this.#nameStart = sink.length;
    sink.writeByte(QUOTE);
    sink.repeat(start, end);
    sink.writeByte(QUOTE);
    this.#nameEnd = sink.length;
    if (hasAuthor) writePiece(',"authorship":"', end + 1, nameEnd, sink);
    writeWord(',"rank":"', image.rank(usage), sink);
    writeWord(',"code":"', image.code(usage), sink);
    if (withStatus) writeWord(',"status":"', image.status(usage), sink);
    writeEpithets(start, end, sink);
    sink.write(',"type":"SCIENTIFIC","formattedName":"');
    writeItalic(start, end, sink);
    sink.repeat(end, nameEnd);
    sink.write('"}');
    return true;
  }

  /** Any other usage, by way of strings. */
  #writeText(usage: UsageOrdinal, withStatus: boolean, sink: ByteSink): void {
    const { image } = this;
    const canonicalName = image.canonicalName(usage);
    const name = image.scientificName(usage);
    sink.write('{"key":');
    this.#keyStart = sink.length;
    sink.writeQuoted(image.id(usage));
    this.#keyEnd = sink.length;
    sink.write(',"name":');
    sink.writeQuoted(name);
    sink.write(',"canonicalName":');
    this.#nameStart = sink.length;
    sink.writeQuoted(canonicalName);
    this.#nameEnd = sink.length;
    writeMember(',"authorship":', image.authorship(usage), sink);
    writeWord(',"rank":"', image.rank(usage), sink);
    writeWord(',"code":"', image.code(usage), sink);
    if (withStatus) writeWord(',"status":"', image.status(usage), sink);
    const type = nameType(canonicalName);
    if (type === "SCIENTIFIC") writeEpithets(this.#nameStart + 1, this.#nameEnd - 1, sink);
    writeWord(',"type":"', type, sink);
    writeMember(',"formattedName":', formattedName(name, canonicalName, type), sink);
    sink.write("}");
  }

  /** The taxon whose usage was written last, as a step of its classification: its bytes are there already. */
  #writeLastStep(taxon: UsageOrdinal, sink: ByteSink): void {
    sink.write('{"key":');
    sink.repeat(this.#keyStart, this.#keyEnd);
    sink.write(',"name":');
    sink.repeat(this.#nameStart, this.#nameEnd);
    writeWord(',"rank":"', this.image.rank(taxon), sink);
    sink.write("}");
  }
}

/** True when a byte must be escaped in a JSON string. */
function mustEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < BLANK || byte === QUOTE || byte === BACKSLASH) return true;
  }
  return false;
}

/** Genus and epithets from the bytes of the canonical name, which stand at `[start, end)` of the sink. */
function writeEpithets(start: number, end: number, sink: ByteSink): void {
  const first = wordEnd(start, end, sink);
  if (first === end) return;
  const second = wordEnd(first + 1, end, sink);
  writePiece(',"genericName":"', start, first, sink);
  writePiece(',"specificEpithet":"', first + 1, second, sink);
  if (second === end) return;
  let last = second + 1;
  for (let next = wordEnd(last, end, sink); next < end; next = wordEnd(last, end, sink)) last = next + 1;
  writePiece(',"infraspecificEpithet":"', last, end, sink);
}

/** Where the word at `start` ends, at `end` at the latest. */
function wordEnd(start: number, end: number, { bytes }: ByteSink): number {
  let at = start;
  while (at < end && bytes[at] !== BLANK) at++;
  return at;
}

function writePiece(before: string, start: number, end: number, sink: ByteSink): void {
  sink.write(before);
  sink.repeat(start, end);
  sink.writeByte(QUOTE);
}

/** The words at `[start, end)` of the sink, each in italics. */
function writeItalic(start: number, end: number, sink: ByteSink): void {
  for (let from = start; from < end; ) {
    const to = wordEnd(from, end, sink);
    sink.write(from === start ? "<i>" : " <i>");
    sink.repeat(from, to);
    sink.write("</i>");
    from = to + 1;
  }
}

/** A member whose value is a text; nothing when there is none. */
function writeMember(before: string, value: string | undefined, sink: ByteSink): void {
  if (value === undefined) return;
  sink.write(before);
  sink.writeQuoted(value);
}

/** A member whose value is a word of a vocabulary, with nothing to escape; `before` opens the quotes. */
function writeWord(before: string, value: string | undefined, sink: ByteSink): void {
  if (value === undefined) return;
  sink.write(before);
  sink.write(value);
  sink.writeByte(QUOTE);
}

/** A member whose value is a list of words of a vocabulary. */
function writeWords(before: string, words: readonly string[], sink: ByteSink): void {
  sink.write(before);
  for (let i = 0; i < words.length; i++) {
    sink.write(i === 0 ? '"' : ',"');
    sink.write(words[i]!);
    sink.writeByte(QUOTE);
  }
  sink.write("]");
}

function writeDiagnostics(outcome: MatchOutcome, options: AnswerOptions, sink: ByteSink): void {
  const none = outcome.matchType === "NONE";
  writeWord('{"matchType":"', outcome.matchType, sink);
  if (outcome.issues.length > 0 || none) writeWords(',"issues":[', outcome.issues, sink);
  if (outcome.flags.length > 0) writeWords(',"processingFlags":[', outcome.flags, sink);
  if (!none) sink.write(`,"confidence":${outcome.confidence}`);
  writeMember(',"note":', noteOf(outcome, false), sink);
  if (options.timeTaken !== undefined) sink.write(`,"timeTaken":${JSON.stringify(options.timeTaken)}`);
  if (outcome.reasons.length > 0) writeWords(',"reasons":[', outcome.reasons, sink);
  const { chosen } = outcome;
  if (chosen !== undefined && chosen.spelling !== "exact") sink.write(`,"editDistance":${chosen.editDistance}`);
  writeMember(',"qualifier":', outcome.qualifier, sink);
  if (outcome.decidedBy.length > 0) sink.write(`,"decidedBy":${JSON.stringify(outcome.decidedBy)}`);
  writeMember(',"release":', options.release, sink);
  sink.write("}");
}
