/**
 * What is the name of one author?
 *
 * Particles, initials before and behind the surname, abbreviations, hyphens, suffixes of generations.
 */

import { isLetter } from "../text/chars.ts";
import {
  ALL_CAPS,
  CAPITAL,
  CLOSE_SQUARE,
  COMMA,
  DASH,
  DOT,
  INNER_CAPITAL,
  LOWERCASE,
  MIXED,
  NUMBER,
  OPEN_SQUARE,
  QUESTION,
  SIGN,
  SLASH,
  TICK,
} from "../text/tokens.ts";
import { GENERATIONS, NOTE_CAPITALS, PARTICLES, SUFFIXES, UNKNOWN_AUTHORS } from "../words/authors.ts";
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

/** One author. Returns `from` when there is none. */
export function readAuthor(c: AuthorContext, from: number): number {
  const t = c.tokens;
  let at = from;
  let name = "";
  let surnames = 0;
  let bareInitials = "";
  let pairs: string[] | undefined;
  let bracket = false;
  if (t.is(at, OPEN_SQUARE) && startsAuthor(c, at + 1)) {
    bracket = true;
    at++;
  }
  if (t.is(at, QUESTION)) {
    const lostEnd = lostAuthorEnd(c, at);
    if (lostEnd === at) return from;
    for (let k = at + 1; k < lostEnd; k += 2) name += t.word(k);
    c.uncertain = true;
    c.scan.mark("author", at, lostEnd - 1);
    c.author = name;
    c.written = name;
    return lostEnd;
  }
  if (t.kind[at] === LOWERCASE && isSmallAuthor(c, at) && !PARTICLES.has(t.word(at))) {
    const word = t.word(at);
    c.scan.mark("author", at);
    c.scan.warn("capitals changed");
    c.author = word.charAt(0).toUpperCase() + word.slice(1);
    c.written = c.author;
    return at + 1;
  }
  while (at < c.end && name.length < MAX_NAME_LENGTH) {
    const kind = t.kind[at];
    if (kind === CAPITAL || kind === ALL_CAPS || kind === INNER_CAPITAL) {
      let word = t.word(at);
      if (NOTE_CAPITALS.has(word) && !(word === "Not" && t.is(at + 1, DOT))) break;
      const capsParticle =
        kind === ALL_CAPS && t.kind[at + 1] === ALL_CAPS && t.length(at + 1) > 3 && PARTICLES.has(word.toLowerCase());
      if (kind === ALL_CAPS && (word.length > 3 || capsParticle) && !t.is(at + 1, DOT)) {
        word = titleCase(word);
        c.scan.warn("author in capitals");
      }
      // "D. Hall X Hydnellum scrobiculatum": a formula
      if (word === "X" && at > from && startsBinomial(c, at + 1)) break;
      // "XXZ_21243", "ATCC 11775": codes
      if (t.is(at + 1, 0x5f) && t.touches(at + 1)) break;
      if (kind === ALL_CAPS && name === "" && isCode(t, at, c.end)) break;
      if (isNovelty(c, at, word)) break;
      if (name !== "" && isCultivarGroup(t, at)) break; // "L. Capitata Group"
      const unknown = /^[AHah]/.test(word) && word.length <= 12 ? UNKNOWN_AUTHORS.get(word.toLowerCase()) : undefined;
      const dotted = t.is(at + 1, DOT) && t.touches(at + 1);
      const isInitials = word.length === 1 || (kind === ALL_CAPS && word.length <= 3 && !dotted);
      if (isInitials && !dotted && surnames > 0 && kind !== INNER_CAPITAL) {
        // "Lindberg H", "Todaro MA": bare initials after a surname
        if (GENERATIONS.has(word)) name = append(name, word);
        else {
          c.scan.mark("author", at);
          bareInitials += bareInitials === "" ? word : ` ${word}`;
          at++;
          const next = t.kind[at];
          if (next === CAPITAL && t.length(at) > 2 && !t.is(at + 1, DOT) && !NOTE_CAPITALS.has(t.word(at))) {
            // another surname: "Balsamo M Fregni E Tongiorgi MA"
            pairs ??= [];
            pairs.push(initialsFirst(name, bareInitials));
            name = "";
            bareInitials = "";
            surnames = 0;
          }
          continue;
        }
      } else {
        if (bareInitials !== "") {
          name = append(name, bareInitials);
          bareInitials = "";
        }
        if (unknown !== undefined) {
          name = append(name, unknown);
          c.scan.warn("unknown author");
        } else if (GENERATIONS.has(word) && surnames > 0) name = append(name, word.toUpperCase());
        else name = append(name, dotted ? `${word}.` : word, t.touches(at) && at > from && t.is(at - 1, DASH));
      }
      c.scan.mark("author", at, dotted ? at + 1 : at);
      if (word.length > 1 && !(kind === ALL_CAPS && word.length <= 3)) surnames++;
      at += dotted ? 2 : 1;
      continue;
    }
    if (kind === LOWERCASE) {
      const word = t.word(at);
      const suffix = name !== "" ? SUFFIXES.get(word) : undefined;
      if (suffix !== undefined && isSuffix(c, at, word)) {
        const dotted = t.is(at + 1, DOT);
        name = append(name, dotted ? `${word}.` : word);
        c.scan.mark(word.startsWith("f") ? "filius" : "author", at, dotted ? at + 1 : at);
        at += dotted ? 2 : 1;
        continue;
      }
      const unknown = name === "" ? UNKNOWN_AUTHORS.get(word) : undefined;
      if (unknown !== undefined) {
        name = append(name, unknown);
        c.scan.warn("unknown author");
        const dotted = t.is(at + 1, DOT);
        c.scan.mark("author", at, dotted ? at + 1 : at);
        at += dotted ? 2 : 1;
        surnames++;
        continue;
      }
      if (t.touches(at) && t.is(at - 1, DASH) && name !== "" && isLetter(t.first(at))) {
        // "Delam. -deb."
        const dotted = t.is(at + 1, DOT);
        name += dotted ? `${word}.` : word;
        at += dotted ? 2 : 1;
        continue;
      }
      if (PARTICLES.has(word) && leadsToCapital(c, at + 1) && !joinsHere(word, name, surnames)) {
        const dotted = t.is(at + 1, DOT) && t.touches(at + 1);
        if (word === "t" && t.is(at + 1, TICK) && t.touches(at + 1)) {
          name = append(name, "'t"); // "t' Hart"
          c.scan.mark("author", at, at + 1);
          at += 2;
          continue;
        }
        name = append(name, dotted ? `${word}.` : word);
        c.scan.mark("author", at, dotted ? at + 1 : at);
        at += dotted ? 2 : 1;
        continue;
      }
      if (surnames === 1 && /^(?:Van|Von|De|Den|Del|Di|Da)$/.test(name) && particlesThenWord(c, at)) {
        // "Van den heede", "Van ty"
        while (PARTICLES.has(t.word(at))) name = append(name, t.word(at++));
        name = append(name, t.word(at++));
        continue;
      }
      if (word === "in" && name !== "" && t.is(at + 1, TICK) && t.word(at + 2) === "t" && t.touches(at + 2)) {
        name = append(name, word); // "Man in 't Veld"
        c.scan.mark("author", at);
        at++;
        continue;
      }
      if (word === "or" && name !== "" && leadsToCapital(c, at + 1)) {
        name = append(name, word);
        c.uncertain = true;
        at++;
        continue;
      }
      break;
    }
    if (kind === SIGN) {
      if (t.is(at, TICK) && t.kind[at + 1] === LOWERCASE && t.touches(at + 1) && leadsToCapital(c, at + 2)) {
        name = append(name, `'${t.word(at + 1)}`);
        c.scan.mark("author", at, at + 1);
        at += 2;
        continue;
      }
      if (t.is(at, DASH) && name !== "" && t.touches(at + 1) && t.kind[at + 1] !== NUMBER && t.kind[at + 1] !== MIXED) {
        const next = t.kind[at + 1];
        if (next === CAPITAL || next === LOWERCASE || next === ALL_CAPS) {
          name += "-";
          at++;
          continue;
        }
      }
      if (bracket && t.is(at, CLOSE_SQUARE)) {
        at++;
        bracket = false;
        continue;
      }
      if (t.is(at, DOT) && name !== "" && at + 1 < c.end && isAuthorWord(c, at + 1)) {
        // "Hook . f ." with spaces
        if (!name.endsWith(".")) name += ".";
        at++;
        continue;
      }
      if (t.is(at, QUESTION) && name !== "") {
        c.uncertain = true;
        c.scan.warn("question mark");
        // "D?s?gl.": lost letters inside a word
        if (t.touches(at) && t.touches(at + 1) && t.kind[at + 1] === LOWERCASE) {
          name += t.word(at + 1);
          at += 2;
          continue;
        }
        at++;
        continue;
      }
      if (t.is(at, SLASH) && name !== "" && t.kind[at + 1] === CAPITAL) {
        name += `/${t.word(at + 1)}`;
        c.uncertain = true;
        at += 2;
        continue;
      }
    }
    break;
  }
  if (name === "" && pairs === undefined) return from;
  // "Smith, Jr."
  if (surnames > 0 && t.is(at, COMMA) && /^(?:[JS]r|jr|sr|Jun|Sen)$/.test(t.word(at + 1))) {
    const dotted = t.is(at + 2, DOT);
    name = append(name, dotted ? `${t.word(at + 1)}.` : t.word(at + 1));
    c.scan.mark("author", at + 1);
    at += dotted ? 3 : 2;
  }
  // "Walker, F." and "Choi,J.H.": initials behind a comma belong to the surname before it.
  if (bareInitials === "" && surnames === 1 && t.is(at, COMMA)) {
    const after = initialsAfterComma(c, at + 1);
    if (after > at + 1) {
      let initials = "";
      for (let k = at + 1; k < after; k++) initials += t.word(k);
      for (let k = at + 1; k < after; k++) if (t.kind[k] !== SIGN) c.scan.mark("author", k);
      c.author = `${initials.endsWith(".") || initials.length > 3 ? initials : dotted(initials)}${name}`;
      c.written = `${name}, ${initials}`;
      return after;
    }
  }
  if (pairs !== undefined && name !== "") {
    pairs.push(bareInitials === "" ? name : initialsFirst(name, bareInitials));
    c.pairs = pairs;
    return at;
  }
  c.author = bareInitials === "" ? dottedInitials(name) : initialsFirst(name, bareInitials);
  c.written = bareInitials === "" ? name : `${name} ${bareInitials}`;
  return at;
}
