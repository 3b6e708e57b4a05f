/**
 * Who named it, and when?
 *
 * Reads an authorship from tokens: teams of authors with particles, initials, suffixes; ex, in, apud, emend.;
 * basionym authors in parentheses; sanctioning authors after a colon; years with letters, ranges, brackets, question
 * marks and pages. Each token is read once.
 *
 * Names are written without a space after a full stop, initials first ("M.T.Lucas", also for "Lucas, M. T."), as GBIF
 * does; `text` keeps the written order of initials.
 */

import type { AuthorTeam } from "../parsed-name.ts";
import type { Scan } from "../text/scan.ts";
import {
  ALL_CAPS,
  AMPERSAND,
  CAPITAL,
  CLOSE,
  CLOSE_SQUARE,
  COMMA,
  DOT,
  LOWERCASE,
  NUMBER,
  OPEN,
  OPEN_SQUARE,
  type Tokens,
} from "../text/tokens.ts";
import { isHigherTaxon } from "../words/plain-ends.ts";
import { AuthorContext, closes, hasOpenBefore, isWord, newTeam, skipDot, startsAuthor } from "./author-context.ts";
import { startsOtherName } from "./author-lookahead.ts";
import { anonymousQuestion, readEmend, readTeam } from "./scan-team.ts";
import { readYear, yearText } from "./scan-year.ts";

/** An authorship as read. */
export interface Authorship {
  combination: AuthorTeam | undefined;
  basionym: AuthorTeam | undefined;
  /** `"(Basionym) Author, year"`. */
  text: string;
  /** First token and first token after it. */
  from: number;
  to: number;
  /** First token of what was emended, -1 for nothing. */
  emendFrom: number;
  /** The name was taken from a manuscript: "Busk ms in Chimonides". */
  manuscript: boolean;
}

/** Reads authorships from the tokens of a scan. */
export class AuthorScanner {
  readonly #context: AuthorContext;

  constructor(scan: Scan) {
    this.#context = new AuthorContext(scan);
  }

  /** Reads an authorship that starts at token `from`. `undefined` when there is none. */
  read(from: number, end: number): Authorship | undefined {
    const c = this.#context;
    const t = c.tokens;
    c.end = end;
    c.manuscript = false;
    if (t.kind[from] === LOWERCASE && !startsAuthor(c, from) && !isWord(c, from, "ex")) return undefined;
    if (t.is(from, COMMA) && startsOtherName(c, from + 1)) return undefined;
    const start = t.is(from, COMMA) && startsAuthor(c, from + 1) ? from + 1 : from;
    const isSquare = t.is(start, OPEN_SQUARE) && closes(c, start, CLOSE_SQUARE) && startsAuthor(c, start + 1);
    const teams = t.is(start, OPEN) || isSquare ? readBracketed(c, start) : readOpen(c, start, from);
    if (teams === undefined) return undefined;
    if (c.uncertain) c.scan.warn("author uncertain");
    c.uncertain = false;
    c.emendText = "";
    c.emendFrom = -1;
    const { basionym, combination } = teams;
    const emend = readEmend(c, teams.to, combination ?? basionym);
    let combinationText = teams.combinationText;
    if (emend > teams.to) combinationText += c.emendText;
    let text = combinationText;
    if (basionym !== undefined) {
      text = `(${teams.basionymText})`;
      if (combinationText !== "") text += `${teams.exOfBasionym ? " ex" : ""} ${combinationText.trimStart()}`;
    }
    return {
      combination: named(combination),
      basionym: named(basionym),
      text,
      from,
      to: Math.max(emend, teams.to),
      emendFrom: c.emendFrom,
      manuscript: c.manuscript,
    };
  }

  /** Reads a lone year as in "Goggia gemmula 1996": a number, nothing else. */
  readYearAlone(from: number, end: number): { year: string; to: number } | undefined {
    const c = this.#context;
    c.end = end;
    const team = newTeam();
    const to = readYear(c, from, team);
    return to > from && team.year !== undefined ? { year: team.year, to } : undefined;
  }
}

/** Both teams of an authorship with their texts, and the token behind them. */
interface Teams {
  basionym: AuthorTeam | undefined;
  basionymText: string;
  combination: AuthorTeam | undefined;
  combinationText: string;
  /** "(Fr. Duby) ex Oudem." */
  exOfBasionym: boolean;
  to: number;
}

/** "(L.) Mill.": a team in brackets and perhaps another behind; `undefined` when the brackets hold no team. */
function readBracketed(context: AuthorContext, open: number): Teams | undefined {
  const t = context.tokens;
  if (isHigherTaxonIn(t, open + 1)) return undefined; // "Quercus robur (Fagaceae)"
  let inside = open + 1;
  while (t.is(inside, OPEN)) inside++;
  const basionym = newTeam();
  let after = anonymousQuestion(context, inside, basionym);
  if (after === inside) after = readTeam(context, inside, basionym, true);
  // "Schedl (1935)" is no basionym: a year alone in parentheses belongs to a team before it.
  if (after === inside) return undefined;
  const basionymText = context.teamText;
  const doubtful = readDoubtfulEx(context, open, after, basionym);
  if (doubtful !== undefined) return doubtful;
  const closed = behindBracket(context, after, basionym);
  if (closed < 0) return undefined;
  const teams: Teams = {
    basionym,
    basionymText,
    combination: undefined,
    combinationText: "",
    exOfBasionym: false,
    to: closed,
  };
  readCombination(context, teams);
  return teams;
}

/** "[W.Hall ex] Weihe": who is in square brackets did not publish (ICN Rec. 46D). */
function readDoubtfulEx(context: AuthorContext, open: number, from: number, before: AuthorTeam): Teams | undefined {
  if (!context.tokens.is(open, OPEN_SQUARE) || !isWord(context, from, "ex")) return undefined;
  const text = context.teamText;
  const close = skipDot(context, from + 1);
  if (!context.tokens.is(close, CLOSE_SQUARE)) return undefined;
  const combination = newTeam();
  const to = readTeam(context, close + 1, combination, false);
  if (to === close + 1) return undefined;
  combination.exAuthors = [...before.authors, ...combination.exAuthors];
  const combinationText = `${text} ex ${context.teamText}`;
  return { basionym: undefined, basionymText: "", combination, combinationText, exOfBasionym: false, to };
}

/** The token behind the closing bracket, or where one was forgotten; -1 when the brackets hold something else. */
function behindBracket(context: AuthorContext, from: number, team: AuthorTeam): number {
  const t = context.tokens;
  let at = t.is(from, DOT) ? from + 1 : from;
  if (t.is(at, COMMA) && t.is(at + 1, CLOSE)) at++;
  if (t.is(at, CLOSE) || t.is(at, CLOSE_SQUARE)) {
    at++;
    while (t.is(at, CLOSE)) at++;
    return at;
  }
  if (at < context.end && (team.year === undefined || !startsAuthor(context, at))) return -1;
  context.scan.warn("parenthesis missing");
  return at;
}

/** The team behind the basionym's, or the year that was written outside of its parentheses. */
function readCombination(context: AuthorContext, teams: Teams): void {
  const t = context.tokens;
  let at = teams.to;
  // "(Fr. Duby) ex Oudem." and "(Lambillion) & Cabeau"
  if (isWord(context, at, "ex") && startsAuthor(context, skipDot(context, at + 1))) {
    at = skipDot(context, at + 1);
    teams.exOfBasionym = true;
  } else if (t.is(at, AMPERSAND) && startsAuthor(context, at + 1) && !startsOtherName(context, at + 1)) at++;
  if (t.is(at, COMMA) && startsAuthor(context, at + 1) && !startsOtherName(context, at + 1)) at++;
  const team = newTeam();
  let to = readTeam(context, at, team, false);
  if (to > at) teams.combinationText = context.teamText;
  else if (t.kind[at] === NUMBER || t.is(at, COMMA) || t.is(at, DOT) || startsYearInBrackets(t, at)) {
    // "(Hombrot & Jacquinot, 1842), 2020"
    const yearAt = t.is(at, COMMA) || t.is(at, DOT) ? at + 1 : at;
    const behind = readYear(context, yearAt, team);
    if (behind > yearAt) {
      to = behind;
      context.scan.warn("year misplaced");
      const basionym = teams.basionym!;
      if (basionym.year === undefined && team.year !== undefined) {
        basionym.year = team.year;
        basionym.imprintYear = team.imprintYear;
        teams.basionymText += `, ${yearText(context, team)}`;
      }
    }
  }
  teams.to = at;
  if (to === at) return;
  teams.to = to;
  teams.combination = team;
}

/** "[1757]", "(1823)" behind the authors in brackets. */
function startsYearInBrackets(tokens: Tokens, at: number): boolean {
  return (tokens.is(at, OPEN) || tokens.is(at, OPEN_SQUARE)) && tokens.kind[at + 1] === NUMBER;
}

/** "L.", or "L.) Mill." whose parenthesis was not opened. */
function readOpen(context: AuthorContext, at: number, from: number): Teams | undefined {
  const t = context.tokens;
  const team = newTeam();
  const to = readTeam(context, at, team, false);
  if (to === at) return undefined;
  const text = context.teamText;
  if (!t.is(to, CLOSE) || hasOpenBefore(context, from, to))
    return {
      basionym: undefined,
      basionymText: "",
      combination: team,
      combinationText: text,
      exOfBasionym: false,
      to,
    };
  context.scan.warn("parenthesis missing");
  const next = newTeam();
  const after = readTeam(context, to + 1, next, false);
  const hasNext = after > to + 1;
  return {
    basionym: team,
    basionymText: text,
    combination: hasNext ? next : undefined,
    combinationText: hasNext ? context.teamText : "",
    exOfBasionym: false,
    to: hasNext ? after : to + 1,
  };
}

/** "(sensu Mereschkowsky, 1878) Jankowski, 1992", "s.l. Mill.": authors behind a note in parentheses or of a sense. */
export function readAuthorsBehindNote(
  scanner: AuthorScanner,
  tokens: Tokens,
  from: number,
  end: number,
  isSense = false,
): Authorship | undefined {
  const kind = tokens.kind[from];
  return (tokens.is(from - 1, CLOSE) || isSense) && (kind === CAPITAL || kind === ALL_CAPS)
    ? scanner.read(from, end)
    : undefined;
}

/** What was emended, as it is written: `"emend. Imhoff, 2003"`; `undefined` when nothing was. */
export function emendation(tokens: Tokens, authorship: Authorship): string | undefined {
  if (authorship.emendFrom < 0) return undefined;
  const last = tokens.is(authorship.to - 1, CLOSE) ? authorship.to - 2 : authorship.to - 1;
  return tokens.text.slice(tokens.start[authorship.emendFrom]!, tokens.end[last]!);
}

/** A family or order alone in parentheses is no author. */
function isHigherTaxonIn(tokens: Tokens, at: number): boolean {
  return (
    tokens.kind[at] === CAPITAL &&
    (tokens.is(at + 1, CLOSE) || tokens.is(at + 1, CLOSE_SQUARE)) &&
    isHigherTaxon(tokens.word(at))
  );
}

/** A team that names an author or a year; `undefined` otherwise. */
function named(team: AuthorTeam | undefined): AuthorTeam | undefined {
  return team === undefined || (team.authors.length === 0 && team.year === undefined) ? undefined : team;
}
