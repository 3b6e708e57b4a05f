import type { AuthorTeam } from "../parsed-name.ts";
import type { Scan } from "../text/scan.ts";
import {
  ALL_CAPS,
  AMPERSAND,
  CAPITAL,
  CLOSE_SQUARE,
  COMMA,
  DASH,
  DOT,
  INNER_CAPITAL,
  LOWERCASE,
  NUMBER,
  OPEN,
  OPEN_SQUARE,
  QUESTION,
  SIGN,
  TICK,
  type Tokens,
} from "../text/tokens.ts";
import { NOTE_CAPITALS, PARTICLES, UNKNOWN_AUTHORS } from "../words/authors.ts";

/** Shared by all teams without ex-, in- or emending authors: most of them. Frozen, so that nobody writes into it. */
export const NOBODY = Object.freeze([]) as unknown as string[];

/** The state of one reading. */
export class AuthorContext {
  readonly scan: Scan;
  readonly tokens: Tokens;
  /** First token that is not to be read. */
  end = 0;
  /** Author just read: in written order, and with the initials first. */
  written = "";
  author = "";
  /** Names of a "Balsamo M Fregni E" list, when one was read. */
  pairs: string[] | undefined;
  /** Authors just listed, initials first. */
  members: string[] = NOBODY;
  /** Authors just listed, in written order, as one text. */
  listed = "";
  /** Text of the team read last, and of what emends it. */
  teamText = "";
  emendText = "";
  /** "Busk ms in Chimonides". */
  manuscript = false;
  /** First token of "emend. Imhoff", -1 when nothing was emended. */
  emendFrom = -1;
  /** "Smith?", "Jarocki or Schinz". */
  uncertain = false;

  constructor(scan: Scan) {
    this.scan = scan;
    this.tokens = scan.tokens;
  }
}

/** True when the sign stands within the next eight tokens. */
export function closes(context: AuthorContext, from: number, sign: number): boolean {
  for (let at = from + 1; at < context.end && at < from + 8; at++) if (context.tokens.is(at, sign)) return true;
  return false;
}

/** True when a parenthesis was opened between two tokens. */
export function hasOpenBefore(context: AuthorContext, from: number, at: number): boolean {
  for (let k = from; k < at; k++) if (context.tokens.is(k, OPEN)) return true;
  return false;
}

/** True when the token is exactly this word. */
export function isWord(context: AuthorContext, at: number, word: string): boolean {
  const t = context.tokens;
  return at < context.end && t.length(at) === word.length && t.word(at) === word;
}

/** The token behind a full stop, if one stands here. */
export function skipDot(context: AuthorContext, at: number): number {
  return context.tokens.is(at, DOT) ? at + 1 : at;
}

/** True when an author can start here. */
export function startsAuthor(context: AuthorContext, at: number): boolean {
  const t = context.tokens;
  if (at >= context.end) return false;
  switch (t.kind[at]) {
    case CAPITAL:
    case ALL_CAPS:
      return !NOTE_CAPITALS.has(t.word(at));
    case INNER_CAPITAL:
      return true;
    case LOWERCASE: {
      const word = t.word(at);
      if (UNKNOWN_AUTHORS.has(word) || isSmallAuthor(context, at)) return true;
      return PARTICLES.has(word) && leadsToCapital(context, at + 1);
    }
    case SIGN:
      if (t.is(at, QUESTION)) return lostAuthorEnd(context, at) > at;
      if (t.is(at, TICK)) return t.kind[at + 1] === LOWERCASE && leadsToCapital(context, at + 2);
      // One bracket only: a call for each of 100,000 brackets would overflow the stack.
      if (t.is(at, OPEN_SQUARE))
        return !t.is(at + 1, OPEN_SQUARE) && startsAuthor(context, at + 1) && closes(context, at, CLOSE_SQUARE);
      return false;
    default:
      return false;
  }
}

/** "king, 1869": an author written small before comma and year. */
export function isSmallAuthor(context: AuthorContext, at: number): boolean {
  const t = context.tokens;
  return (
    t.length(at) > 2 &&
    t.is(at + 1, COMMA) &&
    t.kind[at + 2] === NUMBER &&
    t.length(at + 2) === 4 &&
    at + 2 < context.end
  );
}

/** End of an author whose first letter was lost ("?ulc, 1909", "?lipi?ski & Giorgi"), `at` when it is none. */
export function lostAuthorEnd(context: AuthorContext, at: number): number {
  const t = context.tokens;
  let k = at;
  while (
    k < at + 8 &&
    t.is(k, QUESTION) &&
    t.kind[k + 1] === LOWERCASE &&
    t.touches(k + 1) &&
    (k === at || t.touches(k))
  )
    k += 2;
  if (k === at || k > context.end) return at;
  return t.is(k, COMMA) || t.is(k, AMPERSAND) || t.kind[k] === NUMBER ? k : at;
}

/** True when only particles and full stops stand before the next capitalised word. */
export function leadsToCapital(context: AuthorContext, from: number): boolean {
  const t = context.tokens;
  for (let at = from; at < context.end && at < from + 6; at++) {
    const kind = t.kind[at];
    if (kind === CAPITAL || kind === ALL_CAPS || kind === INNER_CAPITAL) return !NOTE_CAPITALS.has(t.word(at));
    if (t.is(at, DOT) || t.is(at, TICK) || t.is(at, DASH)) continue;
    if (kind !== LOWERCASE || !PARTICLES.has(t.word(at))) return false;
  }
  return false;
}

/** A team without members. */
export function newTeam(): AuthorTeam {
  return {
    authors: NOBODY,
    exAuthors: NOBODY,
    inAuthors: NOBODY,
    emendAuthors: NOBODY,
    sanctioningAuthor: undefined,
    year: undefined,
    imprintYear: undefined,
    yearApproximate: false,
  };
}
