/**
 * Which authorship belongs to the part of the name read last, and what stands in the way of it?
 */
import { added } from "../added.ts";
import { CLOSE, CLOSE_SQUARE, DOT, LOWERCASE, OPEN, OPEN_SQUARE } from "../text/tokens.ts";
import type { NameContext } from "./name-context.ts";

/** Authorship of the name read last. */
export function readAuthorship(context: NameContext, from: number): number {
  const t = context.tokens;
  let at = skipSicNote(context, from);
  // "mihi" stands for the writer.
  if (t.kind[at] === LOWERCASE && t.word(at) === "mihi") {
    context.scan.warn("author placeholder");
    at = t.is(at + 1, DOT) ? at + 2 : at + 1;
  }
  if (at >= context.end) return at;
  const read = context.authors.read(at, context.end);
  if (read === undefined) return at;
  context.state.authorship = read;
  return read.to;
}

/** The token behind "(sic)", "[sic]" or "[sic!]"; `at` when none stands here. */
export function skipSic(context: NameContext, at: number): number {
  const t = context.tokens;
  if ((t.is(at, OPEN_SQUARE) || t.is(at, OPEN)) && t.word(at + 1) === "sic") {
    let close = at + 2;
    if (t.is(close, 0x21)) close++;
    if (t.is(close, CLOSE_SQUARE) || t.is(close, CLOSE)) return close + 1;
  }
  return at;
}

/** As {@link skipSic}, with "corrig." too; both are kept as qualifiers. */
export function skipSicNote(context: NameContext, at: number): number {
  const after = skipSic(context, at);
  if (after > at) {
    context.scan.mark("note", at, after - 1);
    addSpelling(context, "sic");
  } else if (context.tokens.kind[at] === LOWERCASE && context.tokens.word(at) === "corrig") {
    addSpelling(context, "corrig.");
    return context.tokens.is(at + 1, DOT) ? at + 2 : at + 1;
  }
  return after;
}

/** "sic" and "corrig." tell that a spelling is meant as it stands. */
function addSpelling(context: NameContext, term: string): void {
  const name = context.name;
  const qualifies =
    name.infraspecificEpithet !== undefined
      ? "infraspecificEpithet"
      : name.specificEpithet !== undefined
        ? "specificEpithet"
        : "uninomial";
  name.qualifiers = added(name.qualifiers, { term, qualifies });
}
