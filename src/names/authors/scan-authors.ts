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
import { readYear } from "./scan-year.ts";

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
    let at = from;
    let basionym: AuthorTeam | undefined;
    let combination: AuthorTeam | undefined;
    let exOfBasionym = false;
    c.manuscript = false;
    let basionymText = "";
    let combinationText = "";
    if (t.kind[at] === LOWERCASE && !startsAuthor(c, at) && !isWord(c, at, "ex")) return undefined;
    if (t.is(at, COMMA) && startsOtherName(c, at + 1)) return undefined;
    if (t.is(at, COMMA) && startsAuthor(c, at + 1)) at++;
    if (t.is(at, OPEN) || (t.is(at, OPEN_SQUARE) && closes(c, at, CLOSE_SQUARE) && startsAuthor(c, at + 1))) {
      if (isHigherTaxonIn(t, at + 1)) return undefined; // "Quercus robur (Fagaceae)"
      let inside = at + 1;
      while (t.is(inside, OPEN)) inside++;
      const team = newTeam();
      let after = anonymousQuestion(c, inside, team);
      if (after === inside) after = readTeam(c, inside, team, true);
      basionymText = c.teamText;
      if (after === inside) {
        // "Schedl (1935)" is no basionym: a year alone in parentheses belongs to a team before it.
        return undefined;
      }
      if (t.is(after, DOT)) after++;
      if (t.is(after, COMMA) && t.is(after + 1, CLOSE)) after++;
      if (t.is(after, CLOSE) || t.is(after, CLOSE_SQUARE)) {
        after++;
        while (t.is(after, CLOSE)) after++;
        at = after;
        basionym = team;
      } else if (after >= end) {
        c.scan.warn("parenthesis missing");
        at = after;
        basionym = team;
      } else if (team.year !== undefined && (startsAuthor(c, after) || endsHere(c, after))) {
        c.scan.warn("parenthesis missing");
        at = after;
        basionym = team;
      } else return undefined;
      // "(Fr. Duby) ex Oudem." and "(Lambillion) & Cabeau"
      if (isWord(c, at, "ex") && startsAuthor(c, skipDot(c, at + 1))) {
        at = skipDot(c, at + 1);
        exOfBasionym = true;
      } else if (t.is(at, AMPERSAND) && startsAuthor(c, at + 1) && !startsOtherName(c, at + 1)) at++;
      if (t.is(at, COMMA) && startsAuthor(c, at + 1) && !startsOtherName(c, at + 1)) at++;
      const next = newTeam();
      let to = readTeam(c, at, next, false);
      combinationText = to > at ? c.teamText : "";
      if (to === at && (t.kind[at] === NUMBER || t.is(at, COMMA))) {
        // "(Hombrot & Jacquinot, 1842), 2020"
        const yearAt = t.is(at, COMMA) ? at + 1 : at;
        to = readYear(c, yearAt, next);
        if (to === yearAt) to = at;
        else {
          c.scan.warn("year misplaced");
          if (basionym.year === undefined && next.year !== undefined) {
            basionym.year = next.year;
            basionymText += `, ${next.year}`;
          }
        }
      }
      if (to > at) {
        at = to;
        combination = next;
      }
    } else {
      const team = newTeam();
      const to = readTeam(c, at, team, false);
      if (to === at) return undefined;
      combinationText = c.teamText;
      at = to;
      if (t.is(at, CLOSE) && !hasOpenBefore(c, from, at)) {
        c.scan.warn("parenthesis missing");
        basionym = team;
        basionymText = combinationText;
        at++;
        const next = newTeam();
        const after = readTeam(c, at, next, false);
        combinationText = after > at ? c.teamText : "";
        if (after > at) {
          at = after;
          combination = next;
        }
      } else combination = team;
    }
    if (c.uncertain) c.scan.warn("author uncertain");
    c.uncertain = false;
    c.emendText = "";
    c.emendFrom = -1;
    const emend = readEmend(c, at, combination ?? basionym);
    if (emend > at) {
      at = emend;
      combinationText += c.emendText;
    }
    let text = combinationText;
    if (basionym !== undefined) {
      text = `(${basionymText})`;
      if (combinationText !== "") text += `${exOfBasionym ? " ex" : ""} ${combinationText.trimStart()}`;
    }
    return {
      combination: named(combination),
      basionym: named(basionym),
      text,
      from,
      to: at,
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

/** "(sensu Mereschkowsky, 1878) Jankowski, 1992", "s.l. Mill.": authors behind a note in parentheses or of a sense. */
export function readAuthorsBehindNote(
  scanner: AuthorScanner,
  t: Tokens,
  from: number,
  end: number,
  isSense = false,
): Authorship | undefined {
  const kind = t.kind[from];
  return (t.is(from - 1, CLOSE) || isSense) && (kind === CAPITAL || kind === ALL_CAPS)
    ? scanner.read(from, end)
    : undefined;
}

/** What was emended, as it is written: `"emend. Imhoff, 2003"`; `undefined` when nothing was. */
export function emendation(t: Tokens, authorship: Authorship): string | undefined {
  if (authorship.emendFrom < 0) return undefined;
  const last = t.is(authorship.to - 1, CLOSE) ? authorship.to - 2 : authorship.to - 1;
  return t.text.slice(t.start[authorship.emendFrom]!, t.end[last]!);
}

/** A family or order alone in parentheses is no author. */
function isHigherTaxonIn(t: Tokens, at: number): boolean {
  return t.kind[at] === CAPITAL && (t.is(at + 1, CLOSE) || t.is(at + 1, CLOSE_SQUARE)) && isHigherTaxon(t.word(at));
}

function endsHere(c: AuthorContext, at: number): boolean {
  return at >= c.end;
}

/** A team that names an author or a year; `undefined` otherwise. */
function named(team: AuthorTeam | undefined): AuthorTeam | undefined {
  return team === undefined || (team.authors.length === 0 && team.year === undefined) ? undefined : team;
}
