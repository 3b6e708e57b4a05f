/**
 * What is the name of one author?
 *
 * Particles, initials before and behind the surname, abbreviations, hyphens, suffixes of generations.
 */
import { type AuthorContext, isSmallAuthor, leadsToCapital, lostAuthorEnd, startsAuthor } from "./author-context.ts";
import { append, dotted, dottedInitials, initialsFirst, titleCase } from "./author-text.ts";
import {
  GENERATIONS,
  IN_WORDS,
  JOINING_AUTHORS,
  NOTE_CAPITALS,
  PARTICLES,
  SUFFIXES,
  UNKNOWN_AUTHORS,
} from "./author-words.ts";
import { isLetter } from "./chars.ts";
import { NO_ROLE, roleOf } from "./lexicon.ts";
import { rankMarker } from "./rank-markers.ts";
import {
  ALL_CAPS,
  AMPERSAND,
  CAPITAL,
  CLOSE,
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
  SEMICOLON,
  SIGN,
  SLASH,
  TICK,
  type Tokens,
} from "./tokens.ts";

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
        // "Hook . f ." with blanks
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

/** Perhaps lower-case particles, then one lower-case word and a separator or the end. */
function particlesThenWord(c: AuthorContext, from: number): boolean {
  const t = c.tokens;
  let at = from;
  while (at < from + 3 && t.kind[at] === LOWERCASE && PARTICLES.has(t.word(at))) at++;
  if (t.kind[at] !== LOWERCASE) return false;
  if (at === from && (!isPlainWord(t, at) || t.is(at + 1, DOT))) return false;
  return at + 1 >= c.end || t.kind[at + 1] === SIGN || t.kind[at + 1] === NUMBER;
}

/** A word that neither joins authors nor ranks nor notes: "Van ty". */
function isPlainWord(t: Tokens, at: number): boolean {
  return roleOf(t.word(at)) === NO_ROLE;
}

/** Genus and epithet: "Hydnellum scrobiculatum", "S. caprea". */
function startsBinomial(c: AuthorContext, at: number): boolean {
  const t = c.tokens;
  if (t.kind[at] !== CAPITAL) return false;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  if (t.kind[next] !== LOWERCASE || t.length(next) < 3) return false;
  const word = t.word(next);
  return !PARTICLES.has(word) && !JOINING_AUTHORS.has(word) && !SUFFIXES.has(word) && !IN_WORDS.has(word);
}

/** Capitals and a number at the end: the number of a culture or specimen. */
export function isCode(t: Tokens, at: number, end: number): boolean {
  const next = t.is(at + 1, DASH) ? at + 2 : at + 1;
  const kind = t.kind[next];
  if (next + 1 < end || (kind !== NUMBER && kind !== MIXED)) return false;
  return kind === MIXED || t.length(next) !== 4 || !/^(?:1[789]|20)/.test(t.word(next));
}

/** "Gen. nov.", "Spec nov": a note. */
function isNovelty(c: AuthorContext, at: number, word: string): boolean {
  const t = c.tokens;
  const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
  if (word.length > 4 || t.kind[next] !== LOWERCASE) return false;
  return /^(?:Gen|Sp|Spec|Fam|Var|Comb|Ord)$/.test(word) && /^(?:nov|nova|novum|n|et)$/.test(t.word(next));
}

function isAuthorWord(c: AuthorContext, at: number): boolean {
  const t = c.tokens;
  const kind = t.kind[at];
  if (kind === CAPITAL) return !NOTE_CAPITALS.has(t.word(at)) && t.touches(at);
  return kind === LOWERCASE && SUFFIXES.has(t.word(at));
}

/** "f." after a surname is filius unless an epithet follows it with a blank before: "L. f. typica", but "L.f. typica". */
function isSuffix(c: AuthorContext, at: number, word: string): boolean {
  const t = c.tokens;
  let next = at + 1;
  const dotted = t.is(next, DOT);
  if (dotted) next++;
  if (word === "ter" || word === "bis") return t.kind[next] !== LOWERCASE || !leadsToCapital(c, next);
  if (word !== "f") return true;
  if (t.kind[next] !== LOWERCASE) return true;
  if (dotted && t.touches(at) && !t.touches(next)) return true;
  const after = t.word(next);
  // "L. f. subsp. alba": the epithet has its own marker.
  if (
    after.length > 1 &&
    t.kind[t.is(next + 1, DOT) ? next + 2 : next + 1] === LOWERCASE &&
    rankMarker(after) !== undefined
  )
    return true;
  return (
    PARTICLES.has(after) || IN_WORDS.has(after) || JOINING_AUTHORS.has(after) || after === "ex" || after.length < 4
  );
}

/** "y", "e", "i" between two full names join them; inside a name they are particles. */
function joinsHere(word: string, name: string, surnames: number): boolean {
  if (name === "" || surnames === 0) return false;
  if (word === "e") return !/\b(?:[DdAa]a|[Dd]os?|de) /.test(name);
  if (word === "y" || word === "et" || word === "and" || word === "und") return true;
  return false;
}

/** End of the initials that start at `from`, when nothing but initials stands up to the next separator. */
function initialsAfterComma(c: AuthorContext, from: number): number {
  const t = c.tokens;
  let at = from;
  let letters = 0;
  while (at < c.end) {
    const kind = t.kind[at];
    if (kind === ALL_CAPS && NOTE_CAPITALS.has(t.word(at))) return from;
    if (letters === 0 && isProParte(c, at)) return from;
    if (kind === CAPITAL && t.length(at) === 1) letters++;
    else if (kind === ALL_CAPS && t.length(at) <= 3) letters++;
    else if (kind === CAPITAL && letters === 0 && t.length(at) === 3 && t.word(at).charAt(1) === "-") letters++;
    else if (t.is(at, DASH) && letters > 0 && t.touches(at)) {
      at++;
      if (t.length(at) !== 1) return from;
    } else if (t.is(at, DOT) && letters > 0) {
      at++;
      continue;
    } else break;
    at++;
  }
  if (letters === 0) return from;
  if (at >= c.end) return at;
  const joins =
    t.is(at, COMMA) || t.is(at, AMPERSAND) || t.is(at, CLOSE) || t.is(at, SEMICOLON) || t.kind[at] === NUMBER;
  if (joins) return at;
  if (t.kind[at] !== LOWERCASE) return from;
  const word = t.word(at);
  return JOINING_AUTHORS.has(word) || IN_WORDS.has(word) || word === "ex" ? at : from;
}

/** "P. P." at the end: pro parte. */
export function isProParte(c: AuthorContext, at: number): boolean {
  const t = c.tokens;
  return (
    t.first(at) === 0x50 && t.length(at) === 1 && t.first(at + 2) === 0x50 && t.length(at + 2) === 1 && at + 4 >= c.end
  );
}
