/**
 * What do rank, code and status of a usage say in JSON?
 *
 * They stand side by side in an answer and in the image: one number tells the bytes.
 */

import { codeOf, RANK_BITS, rankOf, statusOf } from "../../image/layout/flags.ts";
import { type Piece, pieceOf } from "../../image/layout/literals.ts";

/** By rank; each begins with the quote that closes the value before. */
const byRank = (end: string): readonly Piece[] =>
  Array.from({ length: RANK_BITS + 1 }, (_, flags) => pieceOf(`"${member("rank", rankOf(flags))}${end}`));

const STEP_ENDS = byRank("},");
const LAST_STEP_ENDS = byRank('}],"diagnostics":{"matchType":"');
/** End of a step of a classification: `","rank":"GENUS"},`. */
export function stepEnd(flags: number): Piece {
  return STEP_ENDS[flags & RANK_BITS]!;
}

/** End of the last step, up to the match type: `","rank":"SPECIES"}],"diagnostics":{"matchType":"`. */
export function lastStepEnd(flags: number): Piece {
  return LAST_STEP_ENDS[flags & RANK_BITS]!;
}

/** `,"rank":"SPECIES","code":"BOTANICAL","status":"ACCEPTED"`, the status for the usage that was asked for only. */
export function flagMembers(flags: number, withStatus: boolean): string {
  const words = member("rank", rankOf(flags)) + member("code", codeOf(flags));
  return withStatus ? words + member("status", statusOf(flags)) : words;
}

function member(name: string, word: string | undefined): string {
  return word === undefined ? "" : `,"${name}":"${word}"`;
}
