/**
 * Who named it, and when?
 *
 * Reads an authorship from tokens: teams of authors with particles, initials, suffixes; ex, in, apud, emend.;
 * basionym authors in parentheses; sanctioning authors after a colon; years with letters, ranges, brackets, question
 * marks and pages. Each token is read once.
 *
 * Names are written without a blank after a full stop, initials first ("M.T.Lucas", also for "Lucas, M. T."), as GBIF
 * does; `text` keeps the written order of initials.
 */
import {
  EMEND_WORDS,
  GENERATIONS,
  IN_WORDS,
  JOINING_AUTHORS,
  NOTE_CAPITALS,
  PARTICLES,
  SUFFIXES,
  UNKNOWN_AUTHORS,
} from "./author-words.ts";
import { isLetter } from "./chars.ts";
import type { AuthorTeam } from "./parsed-name.ts";
import type { Scan } from "./scan.ts";
import {
  ALL_CAPS,
  AMPERSAND,
  CAPITAL,
  CLOSE,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  DASH,
  DOT,
  INNER_CAPITAL,
  LOWERCASE,
  MIXED,
  NUMBER,
  OPEN,
  OPEN_SQUARE,
  PLUS,
  QUESTION,
  QUOTE,
  SEMICOLON,
  SIGN,
  SLASH,
  TICK,
  type Tokens,
} from "./tokens.ts";

/** An authorship as read. */
export interface Authorship {
  combination: AuthorTeam | undefined;
  basionym: AuthorTeam | undefined;
  /** `"(Basionym) Author, year"`. */
  text: string;
  /** First token and first token after it. */
  from: number;
  to: number;
}

interface MutableTeam extends AuthorTeam {
  text: string;
}

function newTeam(): MutableTeam {
  return { authors: [], exAuthors: [], inAuthors: [], emendAuthors: [], yearApproximate: false, text: "" };
}

/** Reads authorships from the tokens of a scan. */
export class AuthorScanner {
  readonly #scan: Scan;
  readonly #tokens: Tokens;
  #end = 0;
  /** Author just read: in written order, and with the initials first. */
  #written = "";
  #author = "";
  #uncertain = false;

  constructor(scan: Scan) {
    this.#scan = scan;
    this.#tokens = scan.tokens;
  }

  /** Reads an authorship that starts at token `from`. `undefined` when there is none. */
  read(from: number, end: number): Authorship | undefined {
    const t = this.#tokens;
    this.#end = end;
    let at = from;
    let basionym: MutableTeam | undefined;
    let combination: MutableTeam | undefined;
    let exOfBasionym = false;
    if (t.is(at, COMMA) && this.#startsAuthor(at + 1)) at++;
    if (t.is(at, OPEN) || (t.is(at, OPEN_SQUARE) && this.#closes(at, CLOSE_SQUARE) && this.#startsAuthor(at + 1))) {
      let inside = at + 1;
      while (t.is(inside, OPEN)) inside++;
      const team = newTeam();
      let after = this.#anonymousQuestion(inside, team);
      if (after === inside) after = this.#readTeam(inside, team, true);
      if (after === inside) {
        // "Schedl (1935)" is no basionym; a year alone in parentheses belongs to a team before it.
        const afterYear = this.#readYear(inside, team);
        if (afterYear === inside || !t.is(afterYear, CLOSE)) return undefined;
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
        this.#scan.warn("parenthesis missing");
        at = after;
        basionym = team;
      } else if (team.year !== undefined && (this.#startsAuthor(after) || this.#endsHere(after))) {
        this.#scan.warn("parenthesis missing");
        at = after;
        basionym = team;
      } else return undefined;
      // "(Fr. Duby) ex Oudem." and "(Lambillion) & Cabeau"
      if (this.#isWord(at, "ex") && this.#startsAuthor(this.#skipDot(at + 1))) {
        at = this.#skipDot(at + 1);
        exOfBasionym = true;
      } else if (t.is(at, AMPERSAND) && this.#startsAuthor(at + 1)) at++;
      if (t.is(at, COMMA) && this.#startsAuthor(at + 1)) at++;
      const next = newTeam();
      let to = this.#readTeam(at, next, false);
      if (to === at && (t.kind[at] === NUMBER || t.is(at, COMMA))) {
        // "(Hombrot & Jacquinot, 1842), 2020"
        const yearAt = t.is(at, COMMA) ? at + 1 : at;
        to = this.#readYear(yearAt, next);
        if (to === yearAt) to = at;
        else {
          this.#scan.warn("year misplaced");
          if (basionym.year === undefined) basionym.year = next.year;
          else next.text = "";
        }
      }
      if (to > at) {
        at = to;
        combination = next;
      }
    } else {
      const team = newTeam();
      const to = this.#readTeam(at, team, false);
      if (to === at) return undefined;
      at = to;
      if (t.is(at, CLOSE) && !this.#hasOpenBefore(from, at)) {
        this.#scan.warn("parenthesis missing");
        basionym = team;
        at++;
        const next = newTeam();
        const after = this.#readTeam(at, next, false);
        if (after > at) {
          at = after;
          combination = next;
        }
      } else combination = team;
    }
    if (this.#uncertain) this.#scan.warn("author uncertain");
    this.#uncertain = false;
    const emend = this.#readEmend(at, combination ?? basionym);
    if (emend > at) at = emend;
    let text = "";
    if (basionym !== undefined) text = `(${basionym.text})`;
    if (combination !== undefined && combination.text !== "")
      text = text === "" ? combination.text : `${text}${exOfBasionym ? " ex" : ""} ${combination.text}`;
    return { combination: strip(combination), basionym: strip(basionym), text, from, to: at };
  }

  /** Reads a lone year as in "Goggia gemmula 1996": a number, nothing else. */
  readYearAlone(from: number, end: number): { year: string; to: number } | undefined {
    this.#end = end;
    const team = newTeam();
    const to = this.#readYear(from, team);
    return to > from && team.year !== undefined ? { year: team.year, to } : undefined;
  }

  #closes(from: number, sign: number): boolean {
    for (let at = from + 1; at < this.#end && at < from + 8; at++) if (this.#tokens.is(at, sign)) return true;
    return false;
  }

  #hasOpenBefore(from: number, at: number): boolean {
    for (let k = from; k < at; k++) if (this.#tokens.is(k, OPEN)) return true;
    return false;
  }

  #endsHere(at: number): boolean {
    return at >= this.#end;
  }

  #isWord(at: number, word: string): boolean {
    const t = this.#tokens;
    return at < this.#end && t.length(at) === word.length && t.word(at) === word;
  }

  #skipDot(at: number): number {
    return this.#tokens.is(at, DOT) ? at + 1 : at;
  }

  /** "(?)" stands for an unknown author. */
  #anonymousQuestion(at: number, team: MutableTeam): number {
    const t = this.#tokens;
    if (!t.is(at, QUESTION) || !t.is(at + 1, CLOSE)) return at;
    team.authors.push("anon.");
    team.text = "anon.";
    this.#scan.warn("question mark");
    return at + 1;
  }

  /** True when an author can start here. */
  #startsAuthor(at: number): boolean {
    const t = this.#tokens;
    if (at >= this.#end) return false;
    switch (t.kind[at]) {
      case CAPITAL:
      case ALL_CAPS:
        return !NOTE_CAPITALS.has(t.word(at));
      case INNER_CAPITAL:
        return true;
      case LOWERCASE: {
        const word = t.word(at);
        if (UNKNOWN_AUTHORS.has(word)) return true;
        return PARTICLES.has(word) && this.#leadsToCapital(at + 1);
      }
      case SIGN:
        if (t.is(at, TICK)) return t.kind[at + 1] === LOWERCASE && this.#leadsToCapital(at + 2);
        if (t.is(at, OPEN_SQUARE)) return this.#startsAuthor(at + 1) && this.#closes(at, CLOSE_SQUARE);
        return false;
      default:
        return false;
    }
  }

  /** True when only particles and full stops stand before the next capitalised word. */
  #leadsToCapital(from: number): boolean {
    const t = this.#tokens;
    for (let at = from; at < this.#end && at < from + 6; at++) {
      const kind = t.kind[at];
      if (kind === CAPITAL || kind === ALL_CAPS || kind === INNER_CAPITAL) return !NOTE_CAPITALS.has(t.word(at));
      if (t.is(at, DOT) || t.is(at, TICK) || t.is(at, DASH)) continue;
      if (kind !== LOWERCASE || !PARTICLES.has(t.word(at))) return false;
    }
    return false;
  }

  /** Authors with ex, in and year. Returns `from` when there is none. */
  #readTeam(from: number, team: MutableTeam, inParentheses: boolean): number {
    const t = this.#tokens;
    let at = this.#readAuthors(from, team.authors);
    if (at === from) {
      // "ex Harv." without anybody before
      if (this.#isWord(at, "ex") && this.#startsAuthor(this.#skipDot(at + 1))) {
        at = this.#readAuthors(this.#skipDot(at + 1), team.authors);
        team.text = this.#listed;
      } else return from;
    } else team.text = this.#listed;
    for (;;) {
      // A year may stand before ex or in, too.
      const yearAt = t.is(at, COMMA) || t.is(at, SEMICOLON) ? at + 1 : at;
      if (team.year === undefined) {
        const afterYear = this.#readYear(t.is(yearAt, COMMA) ? yearAt + 1 : yearAt, team);
        if (afterYear > yearAt + (t.is(yearAt, COMMA) ? 1 : 0)) {
          at = afterYear;
          continue;
        }
      }
      const wordAt = t.is(at, COMMA) || t.is(at, OPEN) ? at + 1 : at;
      if (t.kind[wordAt] === LOWERCASE || t.kind[wordAt] === CAPITAL) {
        let word = t.word(wordAt);
        let linkAt = wordAt;
        if (word === "ms" && this.#isWord(wordAt + 1, "in")) {
          linkAt++;
          word = "in";
        }
        if (word === "ex" && team.inAuthors.length === 0 && (wordAt === at || t.is(at, COMMA))) {
          const dot = t.is(linkAt + 1, DOT);
          const start = dot ? linkAt + 2 : linkAt + 1;
          if (this.#startsAuthor(start)) {
            if (dot) this.#scan.warn("ex followed by full stop");
            this.#scan.warn("author before ex");
            team.exAuthors.push(...team.authors);
            team.authors = [];
            const before = team.text;
            at = this.#readAuthors(start, team.authors);
            team.text = `${before} ex ${this.#listed}`;
            continue;
          }
        } else if (IN_WORDS.has(word) && (wordAt === at || t.is(at, COMMA))) {
          const start = this.#skipDot(linkAt + 1);
          if (this.#startsAuthor(start)) {
            if (word === "in") this.#scan.warn("author in another work");
            const before = team.text;
            at = this.#readAuthors(start, team.inAuthors);
            team.text = `${before} ${word === "in" ? "in" : "apud"} ${this.#listed}`;
            continue;
          }
        }
      }
      if ((t.is(at, COLON) || (t.is(at, DOT) && t.is(at + 1, COLON))) && team.sanctioningAuthor === undefined) {
        const start = t.is(at, COLON) ? at + 1 : at + 2;
        // Only Fries and Persoon sanctioned names (ICN Art. F.3).
        if (t.kind[start] === CAPITAL && /^(?:Fr|Pers)/.test(t.word(start)) && team.year === undefined) {
          const sanctioning: string[] = [];
          at = this.#readAuthors(start, sanctioning);
          team.sanctioningAuthor = sanctioning.join(" & ");
          team.text = `${team.text} : ${this.#listed}`;
          continue;
        }
      }
      break;
    }
    if (team.year !== undefined) {
      const year = this.#yearText(team);
      team.text = `${team.text}, ${year}`;
    }
    // "(DC:) Baker"
    if (inParentheses && t.is(at, COLON) && t.is(at + 1, CLOSE)) at++;
    return at;
  }

  #yearText(team: AuthorTeam): string {
    const year = team.yearApproximate ? `(${team.year})` : team.year!;
    return team.imprintYear !== undefined && team.imprintYear !== team.year ? `${year} [${team.imprintYear}]` : year;
  }

  /** Authors just listed, in written order. */
  #listed = "";

  /** One or more authors with what joins them. */
  #readAuthors(from: number, authors: string[]): number {
    const t = this.#tokens;
    const written: string[] = [];
    let at = from;
    let etAl = false;
    let beforeAuthor = from;
    let lastComma = from;
    for (;;) {
      const after = this.#readAuthor(at);
      if (after === at) break;
      lastComma = beforeAuthor;
      if (this.#pairs !== undefined) {
        for (const pair of this.#pairs) authors.push(pair);
        written.push(...this.#pairs);
        this.#pairs = undefined;
      } else {
        authors.push(this.#author);
        written.push(this.#written);
      }
      at = after;
      // What joins the next author?
      let next = at;
      let joins = false;
      for (;;) {
        if (t.is(next, COMMA) || t.is(next, SEMICOLON) || t.is(next, AMPERSAND)) next++;
        else if (t.kind[next] === LOWERCASE && JOINING_AUTHORS.has(t.word(next))) {
          next++;
          if (t.is(next, DOT) && this.#isEtAl(next + 1)) next++; // "et. al."
        } else if (t.kind[next] === CAPITAL && t.length(next) === 2 && t.word(next) === "Et") next++;
        else break;
        joins = true;
        if (next > at + 4) break;
      }
      if (!joins) {
        if (this.#isEtAl(next)) {
          // "Wakabayashi al." without anything between
        } else break;
      }
      if (this.#isEtAl(next)) {
        etAl = true;
        at = next + 1;
        if (t.is(at, DOT)) at++;
        authors.push("al.");
        break;
      }
      if (next >= this.#end || !this.#startsAuthor(next)) break;
      if (this.#isRankLike(next) || this.#isProParte(next)) break;
      beforeAuthor = at;
      at = next;
    }
    if (written.length > 1 && !etAl && this.#isPublication(at)) {
      // "Rich., Actes Soc. Hist. Nat. Paris 1: 109": the last one is a journal.
      written.pop();
      authors.pop();
      at = lastComma;
    }
    this.#listed = listed(written, etAl);
    return at;
  }

  /** A volume number or "of the" follows: what was read last is the title of a publication. */
  #isPublication(at: number): boolean {
    const t = this.#tokens;
    if (at >= this.#end) return false;
    if (t.kind[at] === LOWERCASE) return t.word(at) === "of";
    if (t.kind[at] !== NUMBER || t.length(at) > 3) return false;
    return t.is(at + 1, COLON) || t.is(at + 1, OPEN) || t.is(at + 1, DOT) || t.is(at + 1, COMMA);
  }

  /** A lower-case word that starts what looks like a particle but is a rank marker before an epithet. */
  #isRankLike(at: number): boolean {
    const t = this.#tokens;
    return t.kind[at] === LOWERCASE && t.word(at) === "f" && t.kind[at + 2] === LOWERCASE;
  }

  /** "P. P." at the end: pro parte. */
  #isProParte(at: number): boolean {
    const t = this.#tokens;
    return (
      t.first(at) === 0x50 &&
      t.length(at) === 1 &&
      t.first(at + 2) === 0x50 &&
      t.length(at + 2) === 1 &&
      at + 4 >= this.#end
    );
  }

  #isEtAl(at: number): boolean {
    const t = this.#tokens;
    if (at >= this.#end || (t.kind[at] !== LOWERCASE && t.kind[at] !== CAPITAL)) return false;
    const word = t.word(at);
    return word === "al" || word === "alii" || word === "aliorum" || word === "others" || word === "Al";
  }

  /** Names of a "Balsamo M Fregni E" list, when one was read. */
  #pairs: string[] | undefined;

  /** One author. Returns `from` when there is none. */
  #readAuthor(from: number): number {
    const t = this.#tokens;
    let at = from;
    let name = "";
    let surnames = 0;
    let bareInitials = "";
    let pairs: string[] | undefined;
    let bracket = false;
    if (t.is(at, OPEN_SQUARE) && this.#startsAuthor(at + 1)) {
      bracket = true;
      at++;
    }
    if (t.is(at, QUESTION)) return from;
    while (at < this.#end) {
      const kind = t.kind[at];
      if (kind === CAPITAL || kind === ALL_CAPS || kind === INNER_CAPITAL || kind === MIXED) {
        let word = t.word(at);
        if (kind === MIXED) {
          break;
        }
        if (NOTE_CAPITALS.has(word) && !(word === "Not" && t.is(at + 1, DOT))) break;
        if (kind === ALL_CAPS && word.length > 3 && !t.is(at + 1, DOT)) {
          word = titleCase(word);
          this.#scan.warn("author in capitals");
        }
        // "D. Hall X Hydnellum scrobiculatum": a formula
        if (word === "X" && at > from && this.#startsBinomial(at + 1)) break;
        // "XXZ_21243", "ATCC 11775": codes
        if (t.is(at + 1, 0x5f) && t.touches(at + 1)) break;
        if (kind === ALL_CAPS && name === "" && this.#isCode(at)) break;
        if (this.#isNovelty(at, word)) break;
        const unknown = word.length <= 12 ? UNKNOWN_AUTHORS.get(word.toLowerCase()) : undefined;
        const dotted = t.is(at + 1, DOT) && t.touches(at + 1);
        const isInitials = word.length === 1 || (kind === ALL_CAPS && word.length <= 3 && !dotted);
        if (isInitials && !dotted && surnames > 0 && kind !== INNER_CAPITAL) {
          // "Lindberg H", "Todaro MA": bare initials after a surname
          if (GENERATIONS.has(word)) name = append(name, word);
          else {
            this.#scan.mark("author", at);
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
            this.#scan.warn("unknown author");
          } else if (GENERATIONS.has(word) && surnames > 0) name = append(name, word.toUpperCase());
          else name = append(name, dotted ? `${word}.` : word, t.touches(at) && at > from && t.is(at - 1, DASH));
        }
        this.#scan.mark("author", at, dotted ? at + 1 : at);
        if (word.length > 1 && !(kind === ALL_CAPS && word.length <= 3)) surnames++;
        at += dotted ? 2 : 1;
        continue;
      }
      if (kind === LOWERCASE) {
        const word = t.word(at);
        const suffix = name !== "" ? SUFFIXES.get(word) : undefined;
        if (suffix !== undefined && this.#isSuffix(at, word)) {
          const dotted = t.is(at + 1, DOT);
          name = append(name, dotted ? `${word}.` : word);
          this.#scan.mark(word.startsWith("f") ? "filius" : "author", at, dotted ? at + 1 : at);
          at += dotted ? 2 : 1;
          continue;
        }
        const unknown = name === "" ? UNKNOWN_AUTHORS.get(word) : undefined;
        if (unknown !== undefined) {
          name = append(name, unknown);
          this.#scan.warn("unknown author");
          const dotted = t.is(at + 1, DOT);
          this.#scan.mark("author", at, dotted ? at + 1 : at);
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
        if (PARTICLES.has(word) && this.#leadsToCapital(at + 1) && !this.#joinsHere(at, word, name, surnames)) {
          const dotted = t.is(at + 1, DOT) && t.touches(at + 1);
          name = append(name, dotted ? `${word}.` : word);
          this.#scan.mark("author", at, dotted ? at + 1 : at);
          at += dotted ? 2 : 1;
          continue;
        }
        if (surnames === 1 && /^(?:Van|Von|De|Den|Del|Di|Da)$/.test(name) && this.#particlesThenWord(at)) {
          // "Van den heede"
          while (PARTICLES.has(t.word(at))) name = append(name, t.word(at++));
          name = append(name, t.word(at++));
          continue;
        }
        if (word === "or" && name !== "" && this.#leadsToCapital(at + 1)) {
          name = append(name, word);
          this.#uncertain = true;
          at++;
          continue;
        }
        break;
      }
      if (kind === SIGN) {
        if (t.is(at, TICK) && t.kind[at + 1] === LOWERCASE && t.touches(at + 1) && this.#leadsToCapital(at + 2)) {
          name = append(name, `'${t.word(at + 1)}`);
          this.#scan.mark("author", at, at + 1);
          at += 2;
          continue;
        }
        if (
          t.is(at, DASH) &&
          name !== "" &&
          t.touches(at + 1) &&
          t.kind[at + 1] !== NUMBER &&
          t.kind[at + 1] !== MIXED
        ) {
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
        if (t.is(at, DOT) && name !== "" && at + 1 < this.#end && this.#isAuthorWord(at + 1)) {
          // "Hook . f ." with blanks
          if (!name.endsWith(".")) name += ".";
          at++;
          continue;
        }
        if (t.is(at, QUESTION) && name !== "") {
          this.#uncertain = true;
          this.#scan.warn("question mark");
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
          this.#uncertain = true;
          at += 2;
          continue;
        }
      }
      break;
    }
    if (name === "" && pairs === undefined) return from;
    // "Walker, F." and "Choi,J.H.": initials behind a comma belong to the surname before it.
    if (bareInitials === "" && surnames === 1 && t.is(at, COMMA)) {
      const after = this.#initialsAfterComma(at + 1);
      if (after > at + 1) {
        let initials = "";
        for (let k = at + 1; k < after; k++) initials += t.word(k);
        for (let k = at + 1; k < after; k++) if (t.kind[k] !== SIGN) this.#scan.mark("author", k);
        this.#author = `${initials.endsWith(".") || initials.length > 3 ? initials : dotted(initials)}${name}`;
        this.#written = `${name}, ${initials}`;
        return after;
      }
    }
    if (pairs !== undefined && name !== "") {
      pairs.push(bareInitials === "" ? name : initialsFirst(name, bareInitials));
      this.#pairs = pairs;
      return at;
    }
    this.#author = bareInitials === "" ? dottedInitials(name) : initialsFirst(name, bareInitials);
    this.#written = bareInitials === "" ? name : `${name} ${bareInitials}`;
    return at;
  }

  /** Lower-case particles, then one lower-case word and a separator or the end. */
  #particlesThenWord(from: number): boolean {
    const t = this.#tokens;
    let at = from;
    while (at < from + 3 && t.kind[at] === LOWERCASE && PARTICLES.has(t.word(at))) at++;
    if (at === from || t.kind[at] !== LOWERCASE) return false;
    return at + 1 >= this.#end || t.kind[at + 1] === SIGN || t.kind[at + 1] === NUMBER;
  }

  /** Genus and epithet: "Hydnellum scrobiculatum", "S. caprea". */
  #startsBinomial(at: number): boolean {
    const t = this.#tokens;
    if (t.kind[at] !== CAPITAL) return false;
    const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
    if (t.kind[next] !== LOWERCASE || t.length(next) < 3) return false;
    const word = t.word(next);
    return !PARTICLES.has(word) && !JOINING_AUTHORS.has(word) && !SUFFIXES.has(word) && !IN_WORDS.has(word);
  }

  /** Capitals and a number at the end: the number of a culture or specimen. */
  #isCode(at: number): boolean {
    const t = this.#tokens;
    const next = t.is(at + 1, DASH) ? at + 2 : at + 1;
    const kind = t.kind[next];
    if (next + 1 < this.#end || (kind !== NUMBER && kind !== MIXED)) return false;
    return kind === MIXED || t.length(next) !== 4 || !/^(?:1[789]|20)/.test(t.word(next));
  }

  /** "Gen. nov.", "Spec nov": a note. */
  #isNovelty(at: number, word: string): boolean {
    if (word.length > 4 || !/^(?:Gen|Sp|Spec|Fam|Var|Comb|Ord)$/.test(word)) return false;
    const t = this.#tokens;
    const next = t.is(at + 1, DOT) ? at + 2 : at + 1;
    return t.kind[next] === LOWERCASE && /^(?:nov|nova|novum|n|et)$/.test(t.word(next));
  }

  #isAuthorWord(at: number): boolean {
    const t = this.#tokens;
    const kind = t.kind[at];
    if (kind === CAPITAL) return !NOTE_CAPITALS.has(t.word(at)) && t.touches(at);
    return kind === LOWERCASE && SUFFIXES.has(t.word(at));
  }

  /** "f." after a surname is filius unless an epithet follows: "L. f. typica". */
  #isSuffix(at: number, word: string): boolean {
    const t = this.#tokens;
    let next = at + 1;
    const dotted = t.is(next, DOT);
    if (dotted) next++;
    if (word === "ter" || word === "bis") return t.kind[next] !== LOWERCASE || !this.#leadsToCapital(next);
    if (word !== "f") return true;
    if (t.kind[next] !== LOWERCASE) return true;
    const after = t.word(next);
    return (
      PARTICLES.has(after) || IN_WORDS.has(after) || JOINING_AUTHORS.has(after) || after === "ex" || after.length < 4
    );
  }

  /** "y", "e", "i" between two full names join them; inside a name they are particles. */
  #joinsHere(at: number, word: string, name: string, surnames: number): boolean {
    if (name === "" || surnames === 0) return false;
    if (word === "e") return !/\b(?:[DdAa]a|[Dd]os?|de) /.test(name);
    if (word === "y" || word === "et" || word === "and" || word === "und") return true;
    void at;
    return false;
  }

  /** End of the initials that start at `from`, when nothing but initials stands up to the next separator. */
  #initialsAfterComma(from: number): number {
    const t = this.#tokens;
    let at = from;
    let letters = 0;
    while (at < this.#end) {
      const kind = t.kind[at];
      if (kind === ALL_CAPS && NOTE_CAPITALS.has(t.word(at))) return from;
      if (letters === 0 && this.#isProParte(at)) return from;
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
    if (at >= this.#end) return at;
    const joins =
      t.is(at, COMMA) || t.is(at, AMPERSAND) || t.is(at, CLOSE) || t.is(at, SEMICOLON) || t.kind[at] === NUMBER;
    if (joins) return at;
    if (t.kind[at] !== LOWERCASE) return from;
    const word = t.word(at);
    return JOINING_AUTHORS.has(word) || IN_WORDS.has(word) || word === "ex" ? at : from;
  }

  #readEmend(from: number, team: AuthorTeam | undefined): number {
    const t = this.#tokens;
    let at = t.is(from, COMMA) || t.is(from, OPEN) ? from + 1 : from;
    if (team === undefined || t.kind[at] !== LOWERCASE || !EMEND_WORDS.has(t.word(at))) return from;
    at = this.#skipDot(at + 1);
    const emended = newTeam();
    const to = this.#readTeam(at, emended, false);
    if (to === at) return from;
    this.#scan.warn("emended");
    team.emendAuthors.push(...emended.authors);
    (team as MutableTeam).text += ` emend. ${emended.text}`;
    return t.is(from, OPEN) && t.is(to, CLOSE) ? to + 1 : to;
  }

  /** A year with its oddities. Returns `from` when there is none. */
  #readYear(from: number, team: AuthorTeam): number {
    const t = this.#tokens;
    let at = from;
    let wrapper = 0;
    if (t.is(at, OPEN) || t.is(at, OPEN_SQUARE) || t.is(at, QUOTE)) {
      wrapper = t.first(at);
      at++;
    }
    const kind = t.kind[at];
    if (at >= this.#end || (kind !== NUMBER && kind !== MIXED)) return from;
    const word = t.word(at);
    const digits = leadingDigits(word);
    if (digits < 3 || digits > 4) return from;
    let year = word.slice(0, digits);
    const rest = word.slice(digits);
    const lost = t.is(at + 1, QUESTION);
    if (digits === 4) {
      if (year < "1000" || year > "2199") return from;
      if (rest.startsWith("-")) this.#scan.warn("year range");
      else if (rest.length > 1 || (rest.length === 1 && !isLetter(rest.charCodeAt(0)))) return from;
    } else if (lost && rest === "") {
      if (year < "100" || year > "219") return from;
    } else if (rest.length === 2 && isLetter(rest.charCodeAt(0))) {
      this.#scan.warn("year unlikely"); // "193k7"
    } else if (rest === "" && t.is(at + 1, CLOSE) && year > "099") this.#scan.warn("year unlikely");
    else return from;
    if (digits === 4 && rest.length === 1) this.#scan.warn("year with letter");
    const numberAt = at;
    at++;
    let approximate = wrapper === OPEN || wrapper === OPEN_SQUARE;
    if (lost) {
      year += "?";
      approximate = true;
      at++;
    }
    // "1858/59", "1891-92"
    if ((t.is(at, SLASH) || t.is(at, DASH)) && t.kind[at + 1] === NUMBER && t.length(at + 1) <= 4) {
      this.#scan.warn("year range");
      approximate = true;
      at += 2;
      // "1903-01-01"
      if (t.is(at, DASH) && t.kind[at + 1] === NUMBER) at += 2;
    } else if (rest.startsWith("-")) approximate = true;
    if (wrapper === OPEN && t.is(at, CLOSE)) at++;
    else if (wrapper === OPEN_SQUARE && t.is(at, CLOSE_SQUARE)) at++;
    else if (wrapper === QUOTE && t.is(at, QUOTE)) at++;
    else if (wrapper !== 0) return from;
    // ": 29", ":29-31"
    if (t.is(at, COLON) && t.kind[at + 1] === NUMBER) {
      this.#scan.warn("page after year");
      at += 2;
      while ((t.is(at, DASH) || t.is(at, COMMA)) && t.kind[at + 1] === NUMBER && t.touches(at)) at += 2;
    }
    team.year = year;
    team.yearApproximate = approximate;
    if (wrapper === OPEN_SQUARE) team.imprintYear = year;
    if (approximate) this.#scan.warn("approximate year");
    this.#scan.mark(approximate ? "approximateYear" : "year", numberAt);
    return this.#readImprint(at, team);
  }

  /** "1973 [1974]", "1922 (imprint 1923)", "1921 \"1922\"". */
  #readImprint(from: number, team: AuthorTeam): number {
    const t = this.#tokens;
    let at = from;
    if (t.is(at, COMMA)) at++;
    const open = t.first(at);
    if (open !== OPEN_SQUARE && open !== OPEN && open !== QUOTE) return from;
    at++;
    if (t.is(at, QUOTE)) at++;
    while (t.kind[at] === LOWERCASE && at < from + 6) at++;
    if (t.is(at, QUOTE)) at++;
    if (t.kind[at] !== NUMBER || t.length(at) !== 4) return from;
    const year = t.word(at);
    at++;
    if (t.is(at, QUESTION)) at++;
    if (t.is(at, QUOTE)) at++;
    if (open !== QUOTE) {
      if (!t.is(at, CLOSE) && !t.is(at, CLOSE_SQUARE)) return from;
      at++;
    }
    if (open === OPEN && at === from + 3) return from; // "1758 (1766)": no imprint
    team.imprintYear = year;
    return at;
  }
}

/** Copies a team without what only the scanner needs. */
function strip(team: MutableTeam | undefined): AuthorTeam | undefined {
  if (team === undefined || (team.authors.length === 0 && team.year === undefined)) return undefined;
  const out: AuthorTeam = {
    authors: team.authors,
    exAuthors: team.exAuthors,
    inAuthors: team.inAuthors,
    emendAuthors: team.emendAuthors,
    yearApproximate: team.yearApproximate,
  };
  if (team.sanctioningAuthor !== undefined) out.sanctioningAuthor = team.sanctioningAuthor;
  if (team.year !== undefined) out.year = team.year;
  if (team.imprintYear !== undefined) out.imprintYear = team.imprintYear;
  return out;
}

/** Joins a part to a name: no blank after a full stop, a hyphen or at the start. */
function append(name: string, part: string, glued = false): string {
  if (name === "" || glued) return name + part;
  const last = name.charCodeAt(name.length - 1);
  return last === DOT || last === DASH ? name + part : `${name} ${part}`;
}

/** "H Milne Edwards" → "H.Milne Edwards". */
function dottedInitials(name: string): string {
  if (name.charCodeAt(1) !== 0x20) return name;
  return name.replace(/^(?:\p{Lu} )+/u, (initials) => initials.replaceAll(" ", "."));
}

/** "Fregni", "E" → "E.Fregni". */
function initialsFirst(name: string, initials: string): string {
  return `${dotted(initials)}${name}`;
}

function dotted(initials: string): string {
  if (initials.includes(".") || initials.includes("-")) return initials.endsWith(".") ? initials : `${initials}.`;
  let out = "";
  for (const letter of initials) if (letter !== " ") out += `${letter}.`;
  return out;
}

/** "GÓMEZ-BOLEA" → "Gómez-Bolea". */
export function titleCase(word: string): string {
  let out = "";
  let start = true;
  for (let i = 0; i < word.length; i++) {
    const char = word.charAt(i);
    out += start ? char : char.toLowerCase();
    start = char === "-" || (char === "'" && i < 3);
  }
  return out;
}

function leadingDigits(word: string): number {
  let i = 0;
  while (i < word.length && word.charCodeAt(i) >= 0x30 && word.charCodeAt(i) <= 0x39) i++;
  return i;
}

function listed(names: readonly string[], etAl: boolean): string {
  if (names.length === 1) return etAl ? `${names[0]} et al.` : names[0]!;
  if (etAl) return `${names.join(", ")} et al.`;
  return `${names.slice(0, -1).join(", ")} & ${names[names.length - 1]}`;
}

// PLUS is a sign of graft chimeras and never part of an authorship.
void PLUS;
