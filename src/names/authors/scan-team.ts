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
export function readTeam(c: AuthorContext, from: number, team: AuthorTeam, inParentheses: boolean): number {
  const t = c.tokens;
  let at = readAuthors(c, from);
  team.authors = c.members;
  if (at === from) {
    // "ex Harv." without anybody before
    if (isWord(c, at, "ex") && startsAuthor(c, skipDot(c, at + 1))) {
      at = readAuthors(c, skipDot(c, at + 1));
      team.authors = c.members;
      c.teamText = c.listed;
    } else return from;
  } else c.teamText = c.listed;
  for (;;) {
    // A year may stand before ex or in, too.
    const yearAt = dateAt(c, t.is(at, COMMA) || t.is(at, SEMICOLON) ? at + 1 : at, team);
    if (team.year === undefined) {
      const afterYear = readYear(c, t.is(yearAt, COMMA) ? yearAt + 1 : yearAt, team);
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
      if ((word === "ms" || word === "MS") && isWord(c, wordAt + 1, "in")) {
        linkAt++;
        word = "in";
        c.manuscript = true;
      }
      const isClosed = !t.is(at, OPEN) || closesSoon(c, at);
      if (word === "ex" && team.inAuthors.length === 0 && isClosed) {
        const dot = t.is(linkAt + 1, DOT);
        const start = dot ? linkAt + 2 : linkAt + 1;
        if (startsAuthor(c, start)) {
          if (dot) c.scan.warn("ex followed by full stop");
          c.scan.warn("author before ex");
          team.exAuthors = team.exAuthors.length === 0 ? team.authors : [...team.exAuthors, ...team.authors];
          const before = c.teamText;
          const isOpen = t.is(at, OPEN);
          at = readAuthors(c, start);
          team.authors = c.members;
          c.teamText = `${before} ex ${c.listed}`;
          at = isOpen ? closedTeam(c, at, team) : at;
          continue;
        }
      } else if (IN_WORDS.has(word) && isClosed) {
        const start = skipDot(c, linkAt + 1);
        if (startsAuthor(c, start)) {
          if (word === "in") c.scan.warn("author in another work");
          const before = c.teamText;
          const isOpen = t.is(at, OPEN);
          at = readAuthors(c, start);
          team.inAuthors = team.inAuthors.length === 0 ? c.members : [...team.inAuthors, ...c.members];
          c.teamText = `${before} ${word === "in" ? "in" : "apud"} ${c.listed}`;
          at = isOpen ? closedTeam(c, at, team) : at;
          continue;
        }
      }
    }
    if ((t.is(at, COLON) || (t.is(at, DOT) && t.is(at + 1, COLON))) && team.sanctioningAuthor === undefined) {
      const start = t.is(at, COLON) ? at + 1 : at + 2;
      // Only Fries and Persoon sanctioned names (ICN Art. F.3).
      if (t.kind[start] === CAPITAL && /^(?:Fr|Pers)/.test(t.word(start)) && team.year === undefined) {
        at = readAuthors(c, start);
        team.sanctioningAuthor = c.members.join(" & ");
        c.teamText = `${c.teamText} : ${c.listed}`;
        continue;
      }
    }
    break;
  }
  if (team.year !== undefined) {
    const year = yearText(c, team);
    c.teamText = `${c.teamText}, ${year}`;
  }
  // "(DC:) Baker"
  if (inParentheses && t.is(at, COLON) && t.is(at + 1, CLOSE)) at++;
  return at;
}

/** "(ex Jones)", "(in Jones, 1900)": the parenthesis closes behind a few words. */
function closesSoon(c: AuthorContext, open: number): boolean {
  for (let at = open + 1; at < c.end && at < open + 12; at++) if (c.tokens.is(at, CLOSE)) return true;
  return false;
}

/** Behind the authors in such a parenthesis: a year, and the sign that closes it. */
function closedTeam(c: AuthorContext, from: number, team: AuthorTeam): number {
  const t = c.tokens;
  const yearAt = t.is(from, COMMA) ? from + 1 : from;
  const at = team.year === undefined ? readYear(c, yearAt, team) : yearAt;
  const end = at > yearAt ? at : from;
  return t.is(end, CLOSE) ? end + 1 : end;
}

/** The token of the year behind "c.", "ca.", a month or a day; `at` when none stands here. */
function dateAt(c: AuthorContext, at: number, team: AuthorTeam): number {
  const t = c.tokens;
  if (t.kind[at] === LOWERCASE && /^(?:c|ca|circa)$/.test(t.word(at))) {
    const year = skipDot(c, at + 1);
    if (t.kind[year] !== NUMBER || t.length(year) !== 4 || team.year !== undefined) return at;
    c.scan.warn("approximate year");
    return year;
  }
  return yearOfDate(t, at);
}

/** One or more authors with what joins them. */
function readAuthors(c: AuthorContext, from: number): number {
  const t = c.tokens;
  let authors: string[] = NOBODY;
  let written: string[] = NOBODY;
  let at = from;
  let etAl = false;
  let beforeAuthor = from;
  let lastComma = from;
  for (;;) {
    const after = readAuthor(c, at);
    if (after === at) break;
    lastComma = beforeAuthor;
    if (c.pairs !== undefined) {
      for (const pair of c.pairs) {
        authors = added(authors, pair);
        written = added(written, pair);
      }
      c.pairs = undefined;
    } else {
      authors = added(authors, c.author);
      written = added(written, c.written);
    }
    at = after;
    // What joins the next author?
    let next = at;
    let joins = false;
    for (;;) {
      if (t.is(next, COMMA) || t.is(next, SEMICOLON) || t.is(next, AMPERSAND) || joinsByPlus(c, next)) next++;
      else if (
        t.kind[next] === LOWERCASE &&
        JOINING_AUTHORS.has(t.word(next)) &&
        !(t.length(next) === 1 && t.is(next - 1, AMPERSAND))
      ) {
        next++;
        if (t.is(next, DOT) && isEtAl(c, next + 1)) next++; // "et. al."
      } else if (t.kind[next] === CAPITAL && t.length(next) === 2 && t.word(next) === "Et") next++;
      else break;
      joins = true;
      if (next > at + 4) break;
    }
    if (!joins) {
      if (isEtAl(c, next)) {
        // "Wakabayashi al." without anything between
      } else break;
    }
    if (isEtAl(c, next)) {
      etAl = true;
      at = next + 1;
      if (t.is(at, DOT)) at++;
      authors = added(authors, "al.");
      break;
    }
    if (next >= c.end || !startsAuthor(c, next)) break;
    if (isRankLike(c, next) || isProParte(c, next) || startsOtherName(c, next) || yearOfDate(t, next) > next) break;
    beforeAuthor = at;
    at = next;
  }
  if (written.length > 1 && !etAl && isPublication(c, at)) {
    // "Rich., Actes Soc. Hist. Nat. Paris 1: 109": the last one is a journal.
    written.pop();
    authors.pop();
    at = lastComma;
  }
  c.listed = listed(written, etAl);
  c.members = authors;
  return at;
}

/** "Smith + Jones, 1900", but "+ Laburnum anagyroides" is the other part of a graft chimera. */
function joinsByPlus(c: AuthorContext, at: number): boolean {
  const t = c.tokens;
  return t.is(at, PLUS) && t.kind[at + 1] === CAPITAL && t.kind[at + 2] !== LOWERCASE;
}

/** A volume number, an edition or "of the" follows: what was read last is the title of a publication. */
function isPublication(c: AuthorContext, from: number): boolean {
  const t = c.tokens;
  // "Symb. Antill. (Urban). 4(3)", "Gard. Dict., ed. 8": the editor of a series, another word of the title
  let at = afterEditor(c, from);
  const hasEditor = at > from;
  if (t.is(at, COMMA) || (hasEditor && t.is(at, DOT))) at++;
  if (at >= c.end) return false;
  if (t.kind[at] === LOWERCASE) {
    const word = t.word(at);
    return (at === from && word === "of") || (PARTS_OF_WORKS.has(word) && t.kind[skipDot(c, at + 1)] === NUMBER);
  }
  if (t.kind[at] !== NUMBER || t.length(at) > 3 || (at > from && !hasEditor)) return false;
  return t.is(at + 1, COLON) || t.is(at + 1, OPEN) || t.is(at + 1, DOT) || t.is(at + 1, COMMA);
}

/** Words before the number of an edition, a series, a volume, a plate. */
const PARTS_OF_WORKS: ReadonlySet<string> = new Set("ed edn ser vol fasc suppl tom no tab pl fig".split(" "));

/** The token behind "(Urban)", `from` when none stands here. */
function afterEditor(c: AuthorContext, from: number): number {
  const t = c.tokens;
  if (!t.is(from, OPEN) || t.kind[from + 1] !== CAPITAL) return from;
  const close = skipDot(c, from + 2);
  return t.is(close, CLOSE) ? close + 1 : from;
}

/** A lower-case word that starts what looks like a particle but is a rank marker before an epithet. */
function isRankLike(c: AuthorContext, at: number): boolean {
  const t = c.tokens;
  return t.kind[at] === LOWERCASE && t.word(at) === "f" && t.kind[at + 2] === LOWERCASE;
}

function isEtAl(c: AuthorContext, at: number): boolean {
  const t = c.tokens;
  if (at >= c.end || (t.kind[at] !== LOWERCASE && t.kind[at] !== CAPITAL)) return false;
  const word = t.word(at);
  // "Thouless, al Bassri": an Arabic surname
  if (word === "al" && startsAuthor(c, at + 1)) return false;
  return (
    word === "al" || word === "alii" || word === "alia" || word === "aliorum" || word === "others" || word === "Al"
  );
}

/** "(?)" stands for an unknown author. */
export function anonymousQuestion(c: AuthorContext, at: number, team: AuthorTeam): number {
  const t = c.tokens;
  if (!t.is(at, QUESTION) || !t.is(at + 1, CLOSE)) return at;
  team.authors = ["anon."];
  c.teamText = "anon.";
  c.scan.warn("question mark");
  return at + 1;
}

/** Reads "emend. Imhoff, 2003" into the team that was emended; returns the token behind it. */
export function readEmend(c: AuthorContext, from: number, team: AuthorTeam | undefined): number {
  const t = c.tokens;
  let at = t.is(from, COMMA) || t.is(from, OPEN) ? from + 1 : from;
  if (team === undefined || t.kind[at] !== LOWERCASE || !EMEND_WORDS.has(t.word(at))) return from;
  const emendFrom = at;
  at = skipDot(c, at + 1);
  const emended = newTeam();
  const to = readTeam(c, at, emended, false);
  if (to === at) return from;
  c.scan.warn("emended");
  team.emendAuthors = emended.authors;
  c.emendText = ` emend. ${c.teamText}`;
  c.emendFrom = emendFrom;
  return t.is(from, OPEN) && t.is(to, CLOSE) ? to + 1 : to;
}
