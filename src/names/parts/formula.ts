/**
 * Does a hybrid formula split here?
 */

import { ALL_CAPS, CAPITAL, DOT, LOWERCASE, OPEN, PLUS, QUESTION, TIMES } from "../text/tokens.ts";
import { isEpithet } from "./epithets.ts";
import { isCross, markerAt, type NameContext } from "./name-context.ts";

/** Where the other parent of a hybrid formula starts, as the new position; -1 when no formula stands here. */
export function formulaAt(c: NameContext, at: number): number {
  const t = c.tokens;
  if (at >= c.end) return -1;
  const graft = t.is(at, PLUS);
  if (!graft && !isCross(c, at)) return -1;
  const next = at + 1;
  if (next >= c.end)
    return graft || c.name.specificEpithet === undefined || t.first(at) === 0x58 ? -1 : split(c, at, false);
  const kind = t.kind[next];
  const capital = kind === CAPITAL || kind === ALL_CAPS;
  const lower = kind === LOWERCASE && (isEpithet(c, next) || markerAt(c, next) !== undefined);
  if (graft && c.state.authorship !== undefined && capital && t.kind[next + 1] !== LOWERCASE) return -1;
  if (!capital && !(lower && c.name.specificEpithet !== undefined) && !t.is(next, QUESTION)) return -1;
  if (t.is(at, TIMES) === false && !graft && capital && t.is(next + 1, DOT) && t.length(next) === 1) {
    // "Zhang X Y. Li" is no formula, "aurita x S. caprea" is: an epithet must follow.
    if (t.kind[next + 2] !== LOWERCASE && !t.is(next + 2, OPEN)) return -1;
  }
  if (lower && !capital && markerAt(c, next) !== undefined && c.state.authorship === undefined && !t.is(at, TIMES))
    return -1;
  return split(c, at, graft);
}

function split(c: NameContext, at: number, graft: boolean): number {
  c.scan.mark("hybridSign", at);
  c.scan.warn(graft ? "graft chimera" : "hybrid formula");
  if (graft) c.state.graftFormula = true;
  c.state.rightFrom = at + 1;
  return at + 1;
}
