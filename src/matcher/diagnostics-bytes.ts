/** What stands in the diagnostics of an answer, as bytes? */
import { copyPiece, type Piece, pieceOf } from "../image/format-copy.ts";
import { type AnswerOptions, noteOf } from "./answer.ts";
import type { ByteSink } from "./byte-sink.ts";
import type { MatchOutcome } from "./outcome.ts";
import { REASONS } from "./reasons.ts";

const CLOSING = 0x5d;
const REASONS_START = pieceOf(',"reasons":[');
/** With the comma that follows, or becomes the bracket. */
const REASON_PIECES: ReadonlyMap<string, Piece> = new Map(
  Object.keys(REASONS).map((reason) => [reason, pieceOf(`"${reason}",`)]),
);
/** By match type and confidence, between 0 and 100: `EXACT","confidence":97`. */
const CERTAIN = new Map<string, Piece[]>();
const HIGHEST_CONFIDENCE = 100;

const LONGEST_REASON = Math.max(...Array.from(REASON_PIECES.values(), ({ length }) => length));
/** Room for the other ready pieces. */
const MOST_PIECES = 100;

/** Writes diagnostics that need no list of other usages. */
export class DiagnosticsBytes {
  #release: string | undefined;
  #end = pieceOf("}");

  /** Appends the diagnostics behind `{"matchType":"`. */
  write(outcome: MatchOutcome, options: AnswerOptions, sink: ByteSink): void {
    sink.reserve(MOST_PIECES);
    writeFound(outcome, sink);
    const note = noteOf(outcome, false);
    if (note !== undefined) {
      sink.write(',"note":');
      sink.writeQuoted(note);
    }
    if (options.timeTaken !== undefined) sink.write(`,"timeTaken":${JSON.stringify(options.timeTaken)}`);
    if (outcome.reasons.length > 0) writeReasons(outcome.reasons, sink);
    const { chosen } = outcome;
    if (chosen !== undefined && chosen.spelling !== "exact") sink.write(`,"editDistance":${chosen.editDistance}`);
    if (outcome.qualifier !== undefined) {
      sink.write(',"qualifier":');
      sink.writeQuoted(outcome.qualifier);
    }
    if (outcome.decidedBy.length > 0) sink.write(`,"decidedBy":${JSON.stringify(outcome.decidedBy)}`);
    this.#writeEnd(options.release, sink);
  }

  #writeEnd(release: string | undefined, sink: ByteSink): void {
    if (release !== this.#release) {
      this.#release = release;
      this.#end = pieceOf(release === undefined ? "}" : `,"release":${JSON.stringify(release)}}`);
    }
    sink.reserve(this.#end.length);
    sink.length = copyPiece(this.#end, sink.view, sink.length);
  }
}

/** Match type, issues, flags and confidence. */
function writeFound(outcome: MatchOutcome, sink: ByteSink): void {
  const { matchType, issues, flags, confidence } = outcome;
  const none = matchType === "NONE";
  if (!none && issues.length === 0 && flags.length === 0) {
    const piece = certain(matchType, confidence);
    if (piece !== undefined) {
      sink.length = copyPiece(piece, sink.view, sink.length);
      return;
    }
  }
  sink.write(`${matchType}"`);
  if (issues.length > 0 || none) sink.write(`,"issues":${JSON.stringify(issues)}`);
  if (flags.length > 0) sink.write(`,"processingFlags":${JSON.stringify(flags)}`);
  if (!none) sink.write(`,"confidence":${confidence}`);
}

/** `undefined` for a confidence that is no whole number up to 100. */
function certain(matchType: string, confidence: number): Piece | undefined {
  if (!Number.isInteger(confidence) || confidence < 0 || confidence > HIGHEST_CONFIDENCE) return undefined;
  let pieces = CERTAIN.get(matchType);
  if (pieces === undefined) {
    pieces = Array.from({ length: HIGHEST_CONFIDENCE + 1 }, (_, i) => pieceOf(`${matchType}","confidence":${i}`));
    CERTAIN.set(matchType, pieces);
  }
  return pieces[confidence];
}

function writeReasons(reasons: readonly string[], sink: ByteSink): void {
  sink.reserve(REASONS_START.length + reasons.length * LONGEST_REASON);
  const { view } = sink;
  let at = copyPiece(REASONS_START, view, sink.length);
  for (let i = 0; i < reasons.length; i++) at = copyPiece(REASON_PIECES.get(reasons[i]!)!, view, at);
  view.setUint8(at - 1, CLOSING);
  sink.length = at;
}
