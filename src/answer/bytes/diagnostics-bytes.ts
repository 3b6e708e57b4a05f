/** What stands in the diagnostics of an answer, as bytes? */
import { copyPiece, type Piece, pieceOf } from "../../image/layout/literals.ts";
import type { ToldOutcome } from "../../matcher/outcome.ts";
import { REASONS } from "../../matcher/reasons.ts";
import { type AnswerOptions, noteOf } from "../v2.ts";
import type { ByteSink } from "./byte-sink.ts";

const CLOSING = 0x5d;
const END = pieceOf("}");
const EDIT_DISTANCE = pieceOf(',"editDistance":');
const REASONS_START = pieceOf(',"reasons":[');
/** With the comma that follows, or becomes the bracket. */
const REASON_PIECES: ReadonlyMap<string, Piece> = new Map(
  Object.keys(REASONS).map((reason) => [reason, pieceOf(`"${reason}",`)]),
);
/** By match type. */
const FOUND = {
  EXACT: pieceOf('EXACT","confidence":'),
  VARIANT: pieceOf('VARIANT","confidence":'),
  HIGHERRANK: pieceOf('HIGHERRANK","confidence":'),
} as const;
const LONGEST_REASON = Math.max(...Array.from(REASON_PIECES.values(), ({ length }) => length));

/** Writes diagnostics that need no list of other usages. */
export class DiagnosticsBytes {
  #release: string | undefined;
  #end = END;

  /** Appends the diagnostics behind `{"matchType":"`. */
  write(outcome: ToldOutcome, options: AnswerOptions, sink: ByteSink): void {
    writeFound(outcome, sink);
    const note = noteOf(outcome, false);
    if (note !== undefined) {
      sink.write(',"note":');
      sink.writeQuoted(note);
    }
    if (options.timeTaken !== undefined) sink.write(`,"timeTaken":${JSON.stringify(options.timeTaken)}`);
    if (options.details === true) this.#writeOwn(outcome, options, sink);
    else sink.put(END);
  }

  /** What GBIF does not have. */
  #writeOwn(outcome: ToldOutcome, options: AnswerOptions, sink: ByteSink): void {
    if (outcome.reasons.length > 0) writeReasons(outcome.reasons, sink);
    const { chosen } = outcome;
    if (chosen !== undefined && chosen.spelling !== "exact") {
      sink.put(EDIT_DISTANCE);
      sink.writeNumber(chosen.editDistance);
    }
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
      this.#end = release === undefined ? END : pieceOf(`,"release":${JSON.stringify(release)}}`);
    }
    sink.put(this.#end);
  }
}

/** Match type, issues, flags and confidence. */
function writeFound({ matchType, issues, flags, confidence }: ToldOutcome, sink: ByteSink): void {
  const none = matchType === "NONE";
  if (!none && issues.length === 0 && flags.length === 0) {
    sink.put(FOUND[matchType]);
    sink.writeNumber(confidence);
    return;
  }
  sink.write(`${matchType}"`);
  if (issues.length > 0 || none) sink.write(`,"issues":${JSON.stringify(issues)}`);
  if (flags.length > 0) sink.write(`,"processingFlags":${JSON.stringify(flags)}`);
  if (!none) sink.write(`,"confidence":${confidence}`);
}

function writeReasons(reasons: readonly string[], sink: ByteSink): void {
  sink.reserve(REASONS_START.length + reasons.length * LONGEST_REASON);
  const { view } = sink;
  let at = copyPiece(REASONS_START, view, sink.length);
  for (let i = 0; i < reasons.length; i++) at = copyPiece(REASON_PIECES.get(reasons[i]!)!, view, at);
  view.setUint8(at - 1, CLOSING);
  sink.length = at;
}
