/** What stands in the diagnostics of an answer, as bytes? The members are those of `v2.ts`. */
import { type Piece, pieceOf } from "../../image/layout/literals.ts";
import type { ImageReader } from "../../image/read.ts";
import type { ToldOutcome } from "../../matcher/outcome.ts";
import { type AnswerOptions, type DiagnosticsMember, GBIF_DIAGNOSTICS, mayHave, OWN_DIAGNOSTICS } from "../v2.ts";
import type { ByteSink } from "./byte-sink.ts";

const OPENING = 0x5b;
const CLOSING = 0x5d;
const COMMA = 0x2c;
const END = pieceOf("}");
/** By match type, up to the confidence. */
const FOUND = {
  EXACT: pieceOf('EXACT","confidence":'),
  VARIANT: pieceOf('VARIANT","confidence":'),
  HIGHERRANK: pieceOf('HIGHERRANK","confidence":'),
} as const;

/** A member with what stands before its value. */
type Written = Pick<DiagnosticsMember, "value"> & { before: Piece };

/** The members that answers with some options may have: behind the match type, and behind the confidence. */
interface MembersOf {
  readonly behindType: readonly Written[];
  readonly behindConfidence: readonly Written[];
}

/** By {@link optionBits}. */
const MEMBERS: readonly MembersOf[] = Array.from({ length: 8 }, (_, bits) =>
  membersOf({ verbose: (bits & 1) !== 0, details: (bits & 2) !== 0, timeTaken: (bits & 4) !== 0 ? 0 : undefined }),
);

function membersOf(options: AnswerOptions): MembersOf {
  const all = [...GBIF_DIAGNOSTICS, ...(options.details === true ? OWN_DIAGNOSTICS : [])];
  const behind = (from: number) =>
    all
      .slice(from + 1)
      .filter((member) => mayHave(member, options))
      .map(({ name, value }) => ({ value, before: pieceOf(`,"${name}":`) }));
  return { behindType: behind(0), behindConfidence: behind(all.findIndex(({ name }) => name === "confidence")) };
}

function optionBits({ verbose, details, timeTaken }: AnswerOptions): number {
  return (verbose === true ? 1 : 0) + (details === true ? 2 : 0) + (timeTaken !== undefined ? 4 : 0);
}

/** Writes the diagnostics of answers. */
export class DiagnosticsBytes {
  readonly #image: ImageReader;

  constructor(image: ImageReader) {
    this.#image = image;
  }

  /** Appends the diagnostics behind `{"matchType":"`. */
  write(outcome: ToldOutcome, options: AnswerOptions, sink: ByteSink): void {
    const { behindType, behindConfidence } = MEMBERS[optionBits(options)]!;
    const { matchType, issues, flags, confidence } = outcome;
    // What nearly all answers say.
    if (matchType !== "NONE" && issues.length === 0 && flags.length === 0) {
      sink.put(FOUND[matchType]);
      sink.writeNumber(confidence);
      this.#writeMembers(behindConfidence, outcome, options, sink);
    } else {
      sink.write(`${matchType}"`);
      this.#writeMembers(behindType, outcome, options, sink);
    }
    sink.put(END);
  }

  #writeMembers(members: readonly Written[], outcome: ToldOutcome, options: AnswerOptions, sink: ByteSink): void {
    for (let i = 0; i < members.length; i++) {
      const { value, before } = members[i]!;
      const said = value(outcome, this.#image, options);
      if (said === undefined) continue;
      sink.put(before);
      writeValue(said, sink);
    }
  }
}

/** As JSON: most are texts, or lists of words. */
function writeValue(said: unknown, sink: ByteSink): void {
  if (typeof said === "string") sink.writeQuoted(said);
  else if (!Array.isArray(said) || typeof said[0] !== "string") sink.write(JSON.stringify(said));
  else {
    for (let i = 0; i < said.length; i++) {
      sink.writeByte(i === 0 ? OPENING : COMMA);
      sink.writeQuoted(said[i] as string);
    }
    sink.writeByte(CLOSING);
  }
}
