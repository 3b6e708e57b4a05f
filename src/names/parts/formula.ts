/**
 * Does a hybrid formula split here?
 */

import { ALL_CAPS, CAPITAL, DOT, LOWERCASE, OPEN, PLUS, QUESTION, TIMES } from "../text/tokens.ts";
import { isEpithet } from "./epithets.ts";
import { isCross, markerAt, type NameContext } from "./name-context.ts";

/** Where the other parent of a hybrid formula starts, as the new position; -1 when no formula stands here. */
export function formulaAt(context: NameContext, at: number): number {
  const t = context.tokens;
  if (at >= context.end) return -1;
  const graft = t.is(at, PLUS);
  if (!graft && !isCross(context, at)) return -1;
  const next = at + 1;
  if (next >= context.end)
    return graft || context.name.specificEpithet === undefined || t.first(at) === 0x58 ? -1 : split(context, at, false);
  const kind = t.kind[next];
  const capital = kind === CAPITAL || kind === ALL_CAPS;
  const lower = kind === LOWERCASE && (isEpithet(context, next) || markerAt(context, next) !== undefined);
  if (graft && context.state.authorship !== undefined && capital && t.kind[next + 1] !== LOWERCASE) return -1;
  if (!capital && !(lower && context.name.specificEpithet !== undefined) && !t.is(next, QUESTION)) return -1;
  if (t.is(at, TIMES) === false && !graft && capital && t.is(next + 1, DOT) && t.length(next) === 1) {
    // "Zhang X Y. Li" is no formula, "aurita x S. caprea" is: an epithet must follow.
    if (t.kind[next + 2] !== LOWERCASE && !t.is(next + 2, OPEN)) return -1;
  }
  if (
    lower &&
    !capital &&
    markerAt(context, next) !== undefined &&
    context.state.authorship === undefined &&
    !t.is(at, TIMES)
  )
    return -1;
  return split(context, at, graft);
}

function split(context: NameContext, at: number, graft: boolean): number {
  context.scan.mark("hybridSign", at);
  context.scan.warn(graft ? "graft chimera" : "hybrid formula");
  if (graft) context.state.graftFormula = true;
  context.state.rightFrom = at + 1;
  return at + 1;
}
