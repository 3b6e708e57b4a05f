/**
 * Who worked together? Lists of authors with ex, in, apud, emend. and sanctioning authors.
 */
import { added } from "../added.ts";
import type { AuthorTeam } from "../parsed-name.ts";
import {
  ALL_CAPS,
  AMPERSAND,
  CAPITAL,
  CLOSE,
  COLON,
  COMMA,
  DOT,
  LOWERCASE,
  NUMBER,
  OPEN,
  PLUS,
  QUESTION,
  SEMICOLON,
} from "../text/tokens.ts";
import { EMEND_WORDS, IN_WORDS, JOINING_AUTHORS } from "../words/authors.ts";
import { type AuthorContext, isWord, NOBODY, newTeam, skipDot, startsAuthor } from "./author-context.ts";
import { isProParte, startsOtherName, yearOfDate } from "./author-lookahead.ts";
import { listed } from "./author-text.ts";
import { readAuthor } from "./scan-author.ts";
import { readYear, yearText } from "./scan-year.ts";

/** Authors with ex, in and year. Returns `from` when there is none. */
export function readTeam(context: AuthorContext, from: number, team: AuthorTeam, inParentheses: boolean): number {
  const t = context.tokens;
  let at = readAuthors(context, from);
  team.authors = context.members;
  if (at === from) {
    // "ex Harv." without anybody before
    if (isWord(context, at, "ex") && startsAuthor(context, skipDot(context, at + 1))) {
      at = readAuthors(context, skipDot(context, at + 1));
      team.authors = context.members;
      context.teamText = context.listed;
    } else return from;
  } else context.teamText = context.listed;
  for (;;) {
    // A year may stand before ex or in, too.
    const isYearBehindStop = t.is(at, DOT) && t.kind[at + 1] === NUMBER && t.length(at + 1) === 4;
    const yearAt = dateAt(context, t.is(at, COMMA) || t.is(at, SEMICOLON) || isYearBehindStop ? at + 1 : at, team);
    if (team.year === undefined) {
      const afterYear = readYear(context, t.is(yearAt, COMMA) ? yearAt + 1 : yearAt, team);
      if (afterYear > yearAt + (t.is(yearAt, COMMA) ? 1 : 0)) {
        at = afterYear;
        continue;
      }
    } else if (team.inAuthors.length > 0 && t.kind[yearAt] === NUMBER && t.length(yearAt) === 4) {
      at = yearAt + 1; // "Smith, 1899 in Jones, 1900": that of the work
      continue;
    }
    const wordAt = t.is(at, COMMA) || t.is(at, OPEN) ? at + 1 : at;
    if (t.kind[wordAt] === LOWERCASE || t.kind[wordAt] === CAPITAL || t.kind[wordAt] === ALL_CAPS) {
      let word = t.word(wordAt);
      let linkAt = wordAt;
      const isOfManuscript = word === "ms" || word === "MS";
      if (isOfManuscript && isWord(context, wordAt + 1, "in")) {
        linkAt++;
        word = "in";
        context.manuscript = true;
      } else if (isOfManuscript && isWord(context, wordAt + 1, "ex")) {
        linkAt++; // "Leach MS ex Gray, 1849" was published.
        word = "ex";
      }
      const isClosed = !t.is(at, OPEN) || closesSoon(context, at);
      if (word === "ex" && team.inAuthors.length === 0 && isClosed) {
        const dot = t.is(linkAt + 1, DOT);
        const start = dot ? linkAt + 2 : linkAt + 1;
        if (startsAuthor(context, start)) {
          if (dot) context.scan.warn("ex followed by full stop");
          context.scan.warn("author before ex");
          team.exAuthors = team.exAuthors.length === 0 ? team.authors : [...team.exAuthors, ...team.authors];
          const before = context.teamText;
          const isOpen = t.is(at, OPEN);
          at = readAuthors(context, start);
          team.authors = context.members;
          context.teamText = `${before} ex ${context.listed}`;
          at = isOpen ? closedTeam(context, at, team) : at;
          continue;
        }
      } else if (IN_WORDS.has(word) && isClosed) {
        const start = skipDot(context, linkAt + 1);
        if (startsAuthor(context, start)) {
          if (word === "in") context.scan.warn("author in another work");
          const before = context.teamText;
          const isOpen = t.is(at, OPEN);
          at = readAuthors(context, start);
          team.inAuthors = team.inAuthors.length === 0 ? context.members : [...team.inAuthors, ...context.members];
          context.teamText = `${before} ${word === "in" ? "in" : "apud"} ${context.listed}`;
          at = isOpen ? closedTeam(context, at, team) : at;
          continue;
        }
      }
    }
    if ((t.is(at, COLON) || (t.is(at, DOT) && t.is(at + 1, COLON))) && team.sanctioningAuthor === undefined) {
      const start = t.is(at, COLON) ? at + 1 : at + 2;
      // Only Fries and Persoon sanctioned names (ICN Art. F.3).
      if (t.kind[start] === CAPITAL && /^(?:Fr|Pers)/.test(t.word(start)) && team.year === undefined) {
        at = readAuthors(context, start);
        team.sanctioningAuthor = context.members.join(" & ");
        context.teamText = `${context.teamText} : ${context.listed}`;
        continue;
      }
    }
    break;
  }
  if (team.year !== undefined) {
    const year = yearText(context, team);
    context.teamText = `${context.teamText}, ${year}`;
  }
  // "(DC:) Baker"
  if (inParentheses && t.is(at, COLON) && t.is(at + 1, CLOSE)) at++;
  // "(Fabricius ex Chemnitz MS)"
  if (inParentheses && at > from && (isWord(context, at, "MS") || isWord(context, at, "ms")) && t.is(at + 1, CLOSE)) {
    context.manuscript = true;
    at++;
  }
  return at;
}

/** "(ex Jones)", "(in Jones, 1900)": the parenthesis closes behind a few words. */
function closesSoon(context: AuthorContext, open: number): boolean {
  for (let at = open + 1; at < context.end && at < open + 12; at++) if (context.tokens.is(at, CLOSE)) return true;
  return false;
}

/** Behind the authors in such a parenthesis: a year, and the sign that closes it. */
function closedTeam(context: AuthorContext, from: number, team: AuthorTeam): number {
  const t = context.tokens;
  const yearAt = t.is(from, COMMA) ? from + 1 : from;
  const at = team.year === undefined ? readYear(context, yearAt, team) : yearAt;
  const end = at > yearAt ? at : from;
  return t.is(end, CLOSE) ? end + 1 : end;
}

/** The token of the year behind "c.", "ca.", a month or a day; `at` when none stands here. */
function dateAt(context: AuthorContext, at: number, team: AuthorTeam): number {
  const t = context.tokens;
  if (t.kind[at] === LOWERCASE && /^(?:c|ca|circa)$/.test(t.word(at))) {
    const year = skipDot(context, at + 1);
    if (t.kind[year] !== NUMBER || t.length(year) !== 4 || team.year !== undefined) return at;
    context.scan.warn("approximate year");
    return year;
  }
  return yearOfDate(t, at);
}

/** One or more authors with what joins them. */
function readAuthors(context: AuthorContext, from: number): number {
  const t = context.tokens;
  let authors: string[] = NOBODY;
  let written: string[] = NOBODY;
  let at = from;
  let etAl = false;
  let beforeAuthor = from;
  let lastComma = from;
  for (;;) {
    const after = readAuthor(context, at);
    if (after === at) break;
    lastComma = beforeAuthor;
    if (context.pairs !== undefined) {
      for (const pair of context.pairs) {
        authors = added(authors, pair);
        written = added(written, pair);
      }
      context.pairs = undefined;
    } else {
      authors = added(authors, context.author);
      written = added(written, context.written);
    }
    at = after;
    // What joins the next author?
    let next = at;
    let joins = false;
    for (;;) {
      if (t.is(next, COMMA) || t.is(next, SEMICOLON) || t.is(next, AMPERSAND) || joinsByPlus(context, next)) next++;
      else if (
        t.kind[next] === LOWERCASE &&
        JOINING_AUTHORS.has(t.word(next)) &&
        !(t.length(next) === 1 && t.is(next - 1, AMPERSAND))
      ) {
        next++;
        if (t.is(next, DOT) && isEtAl(context, next + 1)) next++; // "et. al."
      } else if (t.kind[next] === CAPITAL && t.length(next) === 2 && t.word(next) === "Et") next++;
      else break;
      joins = true;
      if (next > at + 4) break;
    }
    if (!joins) {
      if (isEtAl(context, next)) {
        // "Wakabayashi al." without anything between
      } else break;
    }
    if (isEtAl(context, next)) {
      etAl = true;
      at = next + 1;
      if (t.is(at, DOT)) at++;
      authors = added(authors, "al.");
      break;
    }
    if (next >= context.end || !startsAuthor(context, next)) break;
    if (
      isRankLike(context, next) ||
      isProParte(context, next) ||
      startsOtherName(context, next) ||
      yearOfDate(t, next) > next
    )
      break;
    beforeAuthor = at;
    at = next;
  }
  if (written.length > 1 && !etAl && isPublication(context, at)) {
    // "Rich., Actes Soc. Hist. Nat. Paris 1: 109": the last one is a journal.
    written.pop();
    authors.pop();
    at = lastComma;
  }
  context.listed = listed(written, etAl);
  context.members = authors;
  return at;
}

/** "Smith + Jones, 1900", but "+ Laburnum anagyroides" is the other part of a graft chimera. */
function joinsByPlus(context: AuthorContext, at: number): boolean {
  const t = context.tokens;
  return t.is(at, PLUS) && t.kind[at + 1] === CAPITAL && t.kind[at + 2] !== LOWERCASE;
}

/** A volume number, an edition or "of the" follows: what was read last is the title of a publication. */
function isPublication(context: AuthorContext, from: number): boolean {
  const t = context.tokens;
  // "Symb. Antill. (Urban). 4(3)", "Gard. Dict., ed. 8": the editor of a series, another word of the title
  let at = afterEditor(context, from);
  const hasEditor = at > from;
  if (t.is(at, COMMA) || (hasEditor && t.is(at, DOT))) at++;
  if (at >= context.end) return false;
  if (t.kind[at] === LOWERCASE) {
    const word = t.word(at);
    return (at === from && word === "of") || (PARTS_OF_WORKS.has(word) && t.kind[skipDot(context, at + 1)] === NUMBER);
  }
  if (t.kind[at] !== NUMBER || t.length(at) > 3 || (at > from && !hasEditor)) return false;
  return t.is(at + 1, COLON) || t.is(at + 1, OPEN) || t.is(at + 1, DOT) || t.is(at + 1, COMMA);
}

/** Words before the number of an edition, a series, a volume, a plate. */
const PARTS_OF_WORKS: ReadonlySet<string> = new Set("ed edn ser vol fasc suppl tom no tab pl fig".split(" "));

/** The token behind "(Urban)", `from` when none stands here. */
function afterEditor(context: AuthorContext, from: number): number {
  const t = context.tokens;
  if (!t.is(from, OPEN) || t.kind[from + 1] !== CAPITAL) return from;
  const close = skipDot(context, from + 2);
  return t.is(close, CLOSE) ? close + 1 : from;
}

/** A lower-case word that starts what looks like a particle but is a rank marker before an epithet. */
function isRankLike(context: AuthorContext, at: number): boolean {
  const t = context.tokens;
  return t.kind[at] === LOWERCASE && t.word(at) === "f" && t.kind[at + 2] === LOWERCASE;
}

function isEtAl(context: AuthorContext, at: number): boolean {
  const t = context.tokens;
  if (at >= context.end || (t.kind[at] !== LOWERCASE && t.kind[at] !== CAPITAL)) return false;
  const word = t.word(at);
  // "Thouless, al Bassri": an Arabic surname
  if (word === "al" && startsAuthor(context, at + 1)) return false;
  return (
    word === "al" || word === "alii" || word === "alia" || word === "aliorum" || word === "others" || word === "Al"
  );
}

/** "(?)" stands for an unknown author. */
export function anonymousQuestion(context: AuthorContext, at: number, team: AuthorTeam): number {
  const t = context.tokens;
  if (!t.is(at, QUESTION) || !t.is(at + 1, CLOSE)) return at;
  team.authors = ["anon."];
  context.teamText = "anon.";
  context.scan.warn("question mark");
  return at + 1;
}

/** Reads "emend. Imhoff, 2003" into the team that was emended; returns the token behind it. */
export function readEmend(context: AuthorContext, from: number, team: AuthorTeam | undefined): number {
  const t = context.tokens;
  let at = t.is(from, COMMA) || t.is(from, OPEN) ? from + 1 : from;
  if (team === undefined || t.kind[at] !== LOWERCASE || !EMEND_WORDS.has(t.word(at))) return from;
  const emendFrom = at;
  at = skipDot(context, at + 1);
  const emended = newTeam();
  const to = readTeam(context, at, emended, false);
  if (to === at) return from;
  context.scan.warn("emended");
  team.emendAuthors = emended.authors;
  context.emendText = ` emend. ${context.teamText}`;
  context.emendFrom = emendFrom;
  return t.is(from, OPEN) && t.is(to, CLOSE) ? to + 1 : to;
}
