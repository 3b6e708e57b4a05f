/**
 * What is the name of one author?
 *
 * Particles, initials before and behind the surname, abbreviations, hyphens, suffixes of generations.
 */

import { isLetter } from "../text/chars.ts";
import type { WordKind } from "../text/scan.ts";
import {
  ALL_CAPS,
  CAPITAL,
  CLOSE_SQUARE,
  COMMA,
  DASH,
  DOT,
  INNER_CAPITAL,
  LOWERCASE,
  NUMBER,
  OPEN_SQUARE,
  QUESTION,
  SIGN,
  SLASH,
  TICK,
} from "../text/tokens.ts";
import {
  GENERATIONS,
  LATINISED_AUTHORS,
  NOTE_CAPITALS,
  PARTICLES,
  SUFFIXES,
  UNKNOWN_AUTHORS,
} from "../words/authors.ts";
import { SENTENCE_STARTS } from "../words/prose.ts";
import { type AuthorContext, isSmallAuthor, leadsToCapital, lostAuthorEnd, startsAuthor } from "./author-context.ts";
import {
  initialsAfterComma,
  isAuthorWord,
  isCode,
  isCultivarGroup,
  isNovelty,
  isSuffix,
  joinsHere,
  particlesThenWord,
  startsBinomial,
} from "./author-lookahead.ts";
import { append, dotted, dottedInitials, initialsFirst, titleCase } from "./author-text.ts";

/** Longest name of an author that is put together; what is longer is garbage and left to the tail. */
const MAX_NAME_LENGTH = 250;

/** What was read of one author so far. */
interface Draft {
  from: number;
  name: string;
  surnames: number;
  /** Initials without full stops behind a surname: "Lindberg H". */
  bareInitials: string;
  /** Names of a "Balsamo M Fregni E" list. */
  pairs: string[] | undefined;
  /** "[Smith" was opened. */
  bracket: boolean;
}

/** One author. Returns `from` when there is none. */
export function readAuthor(context: AuthorContext, from: number): number {
  const t = context.tokens;
  if (t.is(from, QUESTION)) return readLostAuthor(context, from);
  if (t.kind[from] === LOWERCASE && isSmallAuthor(context, from) && !PARTICLES.has(t.word(from)))
    return readSmall(context, from);
  const bracket = t.is(from, OPEN_SQUARE) && startsAuthor(context, from + 1);
  const draft: Draft = { from, name: "", surnames: 0, bareInitials: "", pairs: undefined, bracket };
  let at = bracket ? from + 1 : from;
  if (bracket && t.is(at, QUESTION)) return readLostAuthor(context, at) > at ? readLostAuthor(context, at) : from;
  while (at < context.end && draft.name.length < MAX_NAME_LENGTH) {
    const after = readPart(context, draft, at);
    if (after === at) break;
    at = after;
  }
  return takeAuthor(context, draft, at);
}

/** "?ulc, 1909": an author whose first letter was lost; `at` when none stands here. */
function readLostAuthor(context: AuthorContext, at: number): number {
  const end = lostAuthorEnd(context, at);
  if (end === at) return at;
  let name = "";
  for (let k = at + 1; k < end; k += 2) name += context.tokens.word(k);
  context.uncertain = true;
  context.scan.mark("author", at, end - 1);
  context.author = name;
  context.written = name;
  return end;
}

/** "king, 1869": an author written small. */
function readSmall(context: AuthorContext, at: number): number {
  const word = context.tokens.word(at);
  context.scan.mark("author", at);
  context.scan.warn("capitals changed");
  context.author = word.charAt(0).toUpperCase() + word.slice(1);
  context.written = context.author;
  return at + 1;
}

/** One part of the name; `at` when the name ends here. */
function readPart(context: AuthorContext, draft: Draft, at: number): number {
  switch (context.tokens.kind[at]) {
    case CAPITAL:
    case ALL_CAPS:
    case INNER_CAPITAL:
      return readCapital(context, draft, at);
    case LOWERCASE:
      return readSmallWord(context, draft, at);
    case SIGN:
      return readSign(context, draft, at);
    default:
      return at;
  }
}

/** A surname, its abbreviation, or initials. */
function readCapital(context: AuthorContext, draft: Draft, at: number): number {
  const t = context.tokens;
  const kind = t.kind[at];
  let word = t.word(at);
  if (endsBefore(context, draft, at)) return at;
  const capsParticle =
    kind === ALL_CAPS && t.kind[at + 1] === ALL_CAPS && t.length(at + 1) > 3 && PARTICLES.has(word.toLowerCase());
  if (kind === ALL_CAPS && (word.length > 3 || capsParticle) && !t.is(at + 1, DOT)) {
    word = titleCase(word);
    context.scan.warn("author in capitals");
  }
  const unknown = /^[AHah]/.test(word) && word.length <= 12 ? UNKNOWN_AUTHORS.get(word.toLowerCase()) : undefined;
  const dotted = t.is(at + 1, DOT) && t.touches(at + 1);
  // "Linnaeus. 1758": nothing is abbreviated.
  const isWhole = dotted && t.kind[at + 2] === NUMBER && word.length > 4 && LATINISED_AUTHORS.has(word.toLowerCase());
  const isInitials = word.length === 1 || (kind === ALL_CAPS && word.length <= 3 && !dotted);
  const isGeneration = GENERATIONS.has(word);
  if (isInitials && !dotted && draft.surnames > 0 && kind !== INNER_CAPITAL) {
    // "Lindberg H", "Todaro MA": bare initials after a surname
    if (!isGeneration) return readBareInitials(context, draft, at, word);
    draft.name = append(draft.name, word);
  } else {
    if (draft.bareInitials !== "") {
      draft.name = append(draft.name, draft.bareInitials);
      draft.bareInitials = "";
    }
    if (unknown !== undefined) {
      draft.name = append(draft.name, unknown);
      context.scan.warn("unknown author");
    } else if (isGeneration && draft.surnames > 0) draft.name = append(draft.name, word.toUpperCase());
    else {
      const isGlued = t.touches(at) && at > draft.from && t.is(at - 1, DASH);
      draft.name = append(draft.name, dotted && !isWhole ? `${word}.` : word, isGlued);
    }
  }
  context.scan.mark("author", at, dotted ? at + 1 : at);
  if (word.length > 1 && !(kind === ALL_CAPS && word.length <= 3)) draft.surnames++;
  return at + (dotted ? 2 : 1);
}

/** True when the capitalised word belongs to a note, a formula, a code, a Group of cultivars. */
function endsBefore(context: AuthorContext, draft: Draft, at: number): boolean {
  const t = context.tokens;
  const word = t.word(at);
  if (NOTE_CAPITALS.has(word) && !(word === "Not" && t.is(at + 1, DOT))) return true;
  // "D. Hall X Hydnellum scrobiculatum": a formula
  if (word === "X" && at > draft.from && startsBinomial(context, at + 1)) return true;
  // "L. This is a tree": a sentence
  if (draft.name !== "" && t.kind[at + 1] === LOWERCASE && SENTENCE_STARTS.has(word)) return true;
  // "XXZ_21243", "ATCC 11775": codes
  if (t.is(at + 1, 0x5f) && t.touches(at + 1)) return true;
  if (t.kind[at] === ALL_CAPS && draft.name === "" && isCode(t, at, context.end)) return true;
  // "L. Capitata Group"
  return isNovelty(context, at, word) || (draft.name !== "" && isCultivarGroup(t, at));
}

/** "H" in "Lindberg H"; another surname behind begins another author: "Balsamo M Fregni E Tongiorgi MA". */
function readBareInitials(context: AuthorContext, draft: Draft, from: number, word: string): number {
  const t = context.tokens;
  context.scan.mark("author", from);
  draft.bareInitials += draft.bareInitials === "" ? word : ` ${word}`;
  const at = from + 1;
  const isSurname = t.kind[at] === CAPITAL && t.length(at) > 2 && !t.is(at + 1, DOT);
  if (isSurname && !NOTE_CAPITALS.has(t.word(at))) {
    draft.pairs ??= [];
    draft.pairs.push(initialsFirst(draft.name, draft.bareInitials));
    draft.name = "";
    draft.bareInitials = "";
    draft.surnames = 0;
  }
  return at;
}

/** Takes a lower-case word with its full stop into the name; the token behind it. */
function takeWord(context: AuthorContext, draft: Draft, at: number, word: string, kind: WordKind = "author"): number {
  const dotted = context.tokens.is(at + 1, DOT);
  draft.name = append(draft.name, dotted && !word.endsWith(".") ? `${word}.` : word);
  context.scan.mark(kind, at, dotted ? at + 1 : at);
  return at + (dotted ? 2 : 1);
}

/** A particle, a suffix of generations, "hort.", the second half of a double name. */
function readSmallWord(context: AuthorContext, draft: Draft, at: number): number {
  const t = context.tokens;
  const word = t.word(at);
  if (draft.name !== "" && SUFFIXES.has(word) && isSuffix(context, at, word))
    return takeWord(context, draft, at, word, word.startsWith("f") ? "filius" : "author");
  const unknown = draft.name === "" ? UNKNOWN_AUTHORS.get(word) : undefined;
  if (unknown !== undefined) {
    context.scan.warn("unknown author");
    draft.surnames++;
    return takeWord(context, draft, at, unknown);
  }
  if (t.touches(at) && t.is(at - 1, DASH) && draft.name !== "" && isLetter(t.first(at))) {
    // "Delam. -deb."
    const dotted = t.is(at + 1, DOT);
    draft.name += dotted ? `${word}.` : word;
    return at + (dotted ? 2 : 1);
  }
  if (PARTICLES.has(word) && leadsToCapital(context, at + 1) && !joinsHere(word, draft.name, draft.surnames)) {
    if (word === "t" && t.is(at + 1, TICK) && t.touches(at + 1)) {
      draft.name = append(draft.name, "'t"); // "t' Hart"
      context.scan.mark("author", at, at + 1);
      return at + 2;
    }
    const dotted = t.is(at + 1, DOT) && t.touches(at + 1);
    draft.name = append(draft.name, dotted ? `${word}.` : word);
    context.scan.mark("author", at, dotted ? at + 1 : at);
    return at + (dotted ? 2 : 1);
  }
  if (draft.surnames === 1 && /^(?:Van|Von|De|Den|Del|Di|Da)$/.test(draft.name) && particlesThenWord(context, at)) {
    // "Van den heede", "Van ty"
    let next = at;
    while (PARTICLES.has(t.word(next))) draft.name = append(draft.name, t.word(next++));
    draft.name = append(draft.name, t.word(next++));
    return next;
  }
  if (word === "in" && draft.name !== "" && t.is(at + 1, TICK) && t.word(at + 2) === "t" && t.touches(at + 2)) {
    draft.name = append(draft.name, word); // "Man in 't Veld"
    context.scan.mark("author", at);
    return at + 1;
  }
  if (word === "or" && draft.name !== "" && leadsToCapital(context, at + 1)) {
    draft.name = append(draft.name, word);
    context.uncertain = true;
    return at + 1;
  }
  return at;
}

/** A hyphen, an apostrophe, a closing bracket, the mark of a lost letter. */
function readSign(context: AuthorContext, draft: Draft, at: number): number {
  const t = context.tokens;
  if (t.is(at, TICK) && t.kind[at + 1] === LOWERCASE && t.touches(at + 1) && leadsToCapital(context, at + 2)) {
    draft.name = append(draft.name, `'${t.word(at + 1)}`);
    context.scan.mark("author", at, at + 1);
    return at + 2;
  }
  if (draft.bracket && t.is(at, CLOSE_SQUARE)) {
    draft.bracket = false;
    return at + 1;
  }
  if (draft.name === "") return at;
  const next = t.kind[at + 1];
  const isWord = next === CAPITAL || next === LOWERCASE || next === ALL_CAPS;
  if (t.is(at, DASH) && t.touches(at + 1) && isWord) {
    draft.name += "-";
    return at + 1;
  }
  if (t.is(at, DOT) && at + 1 < context.end && isAuthorWord(context, at + 1)) {
    // "Hook . f ." with spaces
    if (!draft.name.endsWith(".")) draft.name += ".";
    return at + 1;
  }
  if (t.is(at, QUESTION)) {
    context.uncertain = true;
    context.scan.warn("question mark");
    // "D?s?gl.": lost letters inside a word
    if (!t.touches(at) || !t.touches(at + 1) || next !== LOWERCASE) return at + 1;
    draft.name += t.word(at + 1);
    return at + 2;
  }
  if (t.is(at, SLASH) && next === CAPITAL) {
    draft.name += `/${t.word(at + 1)}`;
    context.uncertain = true;
    return at + 2;
  }
  return at;
}

/** Puts the name together, with what follows it behind a comma; returns the token behind it. */
function takeAuthor(context: AuthorContext, draft: Draft, end: number): number {
  const t = context.tokens;
  const { pairs, bareInitials } = draft;
  let { name } = draft;
  let at = end;
  if (name === "" && pairs === undefined) return draft.from;
  // "Smith, Jr."
  if (draft.surnames > 0 && t.is(at, COMMA) && /^(?:[JS]r|jr|sr|Jun|Sen)$/.test(t.word(at + 1))) {
    const dotted = t.is(at + 2, DOT);
    name = append(name, dotted ? `${t.word(at + 1)}.` : t.word(at + 1));
    context.scan.mark("author", at + 1);
    at += dotted ? 3 : 2;
  }
  // "Walker, F." and "Choi,J.H.": initials behind a comma belong to the surname before it.
  if (bareInitials === "" && draft.surnames === 1 && t.is(at, COMMA)) {
    const after = initialsAfterComma(context, at + 1);
    if (after > at + 1) {
      let initials = "";
      for (let k = at + 1; k < after; k++) initials += t.word(k);
      for (let k = at + 1; k < after; k++) if (t.kind[k] !== SIGN) context.scan.mark("author", k);
      context.author = `${initials.endsWith(".") || initials.length > 3 ? initials : dotted(initials)}${name}`;
      context.written = `${name}, ${initials}`;
      return after;
    }
  }
  if (pairs !== undefined && name !== "") {
    pairs.push(bareInitials === "" ? name : initialsFirst(name, bareInitials));
    context.pairs = pairs;
    return at;
  }
  context.author = bareInitials === "" ? dottedInitials(name) : initialsFirst(name, bareInitials);
  context.written = bareInitials === "" ? name : `${name} ${bareInitials}`;
  return at;
}
