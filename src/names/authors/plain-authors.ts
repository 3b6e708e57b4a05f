/**
 * Who named it, when the authorship is written as most are?
 *
 * `Mill.` · `(L.) A.Gray & Torr., 1840` · `Hook.f. ex J.-P.Smith, Jones & Van Tieghem 1900`: surnames and initials, commas,
 * "&", one "ex", one pair of parentheses, a year at the end. Anything else is left to `scan-authors.ts`, which would read
 * what is read here to the same result (a property test and a run over all names of a backbone hold them together).
 */

import type { AuthorTeam } from "../parsed-name.ts";
import { charClass, isDigit, LETTER, LOWER } from "../text/chars.ts";
import type { WordKind } from "../text/scan.ts";
import { AMPERSAND, CLOSE, COMMA, DASH, DOT, OPEN, TICK } from "../text/tokens.ts";
import { LATINISED_AUTHORS } from "../words/authors.ts";
import { isCleanLetter, isUpperAt, particleEnd } from "../words/particles.ts";
import { isPlainAuthor, mayTellKindAt, packLetter } from "../words/plain-ends.ts";
import { newTeam } from "./author-context.ts";
import { standardText } from "./author-text.ts";

const SPACE = 0x20;
const SMALL_A = 0x61;
const SMALL_E = 0x65;
const SMALL_F = 0x66;

/** What stands behind an author. */
const NOTHING = 0;
const LIST_COMMA = 1;
const LIST_AND = 2;
const EX = 3;
const YEAR_COMMA = 4;
const YEAR_SPACE = 5;
const TEAM_END = 6;
const ET_AL = 7;

/** Longest author, far below the bound of `scan-author.ts`. */
const MAX_AUTHOR = 100;

/** A word of the name with its place. */
interface PlainWord {
  kind: WordKind;
  start: number;
  end: number;
}

/** Reads authorships. One object is reused for all names: take what was found before the next `read`. */
export class PlainAuthors {
  /** Words of the whole name; those of the authorship are added. */
  words: PlainWord[] = [];
  combination: AuthorTeam | undefined;
  basionym: AuthorTeam | undefined;
  /** The authorship in standard form. */
  authorship = "";
  /** The authorship is written in standard form already. */
  isStandard = true;
  /** Some team has authors before "ex". */
  hasEx = false;

  #text = "";
  #at = 0;
  /** What stands behind the author read last; the position is behind it. */
  #next = NOTHING;
  /** The author read last has a surname; or an abbreviation in capitals ("DC."); initials ("L."). */
  #hasSurname = false;
  #hasCapitals = false;
  #initials = 0;

  /** Reads the authorship from `from` to the end of the text; false when it is not plain. */
  read(text: string, from: number): boolean {
    this.#text = text;
    this.#at = from;
    this.isStandard = true;
    this.hasEx = false;
    this.combination = undefined;
    this.basionym = undefined;
    if (text.charCodeAt(from) === OPEN) {
      this.#at++;
      this.basionym = this.#team();
      if (this.basionym === undefined || this.#at >= text.length) return false; // no parenthesis closes
      this.#at++;
      if (this.#at < text.length) {
        if (text.charCodeAt(this.#at) !== SPACE) return false;
        this.#at++;
        if (this.#at >= text.length) return false;
      }
    }
    if (this.#at < text.length) {
      this.combination = this.#team();
      if (this.combination === undefined || this.#at < text.length) return false;
    }
    this.authorship = this.isStandard ? text.slice(from) : standardText(this.basionym, this.combination);
    return true;
  }

  /** One team with its year up to a closing parenthesis or the end; `undefined` when it is odd. */
  #team(): AuthorTeam | undefined {
    const team = newTeam();
    let authors = this.#list();
    if (authors === undefined) return undefined;
    if (this.#next === EX) {
      this.hasEx = true;
      team.exAuthors = authors;
      authors = this.#list();
      if (authors === undefined || this.#next === EX) return undefined;
    }
    team.authors = authors;
    if (this.#next === TEAM_END) return team;
    if (this.#next === YEAR_SPACE) this.isStandard = false;
    const year = this.#year();
    if (year === undefined) return undefined;
    team.year = year;
    return team;
  }

  /** Authors joined by commas and "&"; `undefined` when one of them is odd. */
  #list(): string[] | undefined {
    const first = this.#author();
    // "P. P." may be pro parte; "L." is Linnaeus.
    if (first === "" || !(this.#hasSurname || this.#hasCapitals || this.#initials === 1)) return undefined;
    const authors = [first];
    let isLast = false;
    for (;;) {
      const joint = this.#next;
      if (joint !== LIST_COMMA && joint !== LIST_AND) break;
      if (isLast) this.isStandard = false;
      isLast = joint === LIST_AND;
      // Initials behind a comma may belong to the surname before it: "Walker, F.".
      const author = this.#author();
      if (author === "" || !(this.#hasSurname || (isLast && this.#hasCapitals))) return undefined;
      authors.push(author);
    }
    if (this.#next === ET_AL) {
      if (isLast) this.isStandard = false;
      authors.push("al.");
      return this.#behindEtAl() ? authors : undefined;
    }
    if (authors.length > 1 && !isLast) this.isStandard = false;
    return authors;
  }

  /** Behind "et al.": the end or a year. */
  #behindEtAl(): boolean {
    const text = this.#text;
    const at = this.#at;
    this.#next = TEAM_END;
    if (at >= text.length || text.charCodeAt(at) === CLOSE) return true;
    const hasComma = text.charCodeAt(at) === COMMA;
    const yearAt = hasComma ? at + 2 : at + 1;
    if (yearAt >= text.length || text.charCodeAt(yearAt - 1) !== SPACE) return false;
    this.#next = hasComma ? YEAR_COMMA : YEAR_SPACE;
    this.#at = yearAt;
    return isDigit(text.charCodeAt(yearAt));
  }

  /** One author; "" when it is odd. */
  #author(): string {
    const text = this.#text;
    const start = this.#at;
    let from = start;
    let name = "";
    this.#hasSurname = false;
    this.#hasCapitals = false;
    this.#initials = 0;
    this.#particles(start);
    if (!this.#part()) return "";
    for (;;) {
      const at = this.#at;
      if (at - start > MAX_AUTHOR) return "";
      const afterDot = text.charCodeAt(at - 1) === DOT;
      const step = this.#behindPart(at, afterDot);
      if (step === END_OF_AUTHOR) return name === "" ? text.slice(start, at) : name + text.slice(from, at);
      if (step === ODD_STEP) return "";
      if (afterDot && text.charCodeAt(at) === SPACE) {
        // No space behind a full stop: "A. Gray" → "A.Gray".
        this.isStandard = false;
        name += text.slice(from, at);
        from = at + 1;
      }
      if (step === NEXT_PART && !this.#part()) return "";
    }
  }

  /** Looks at what stands behind a part of an author at `at` and goes there. */
  #behindPart(at: number, afterDot: boolean): number {
    const text = this.#text;
    if (at >= text.length) return this.#endAuthor(TEAM_END, at);
    switch (text.charCodeAt(at)) {
      case SPACE:
        return this.#behindSpace(at);
      case COMMA: {
        if (text.charCodeAt(at + 1) !== SPACE) return ODD_STEP;
        const next = text.charCodeAt(at + 2);
        if (isDigit(next)) return this.#endAuthor(YEAR_COMMA, at + 2);
        if (!isUpperAt(next) && particleEnd(text, at + 2) === at + 2) return ODD_STEP;
        return this.#endAuthor(LIST_COMMA, at + 2);
      }
      case CLOSE:
        return this.#endAuthor(TEAM_END, at);
    }
    if (!afterDot) return ODD_STEP;
    if (text.charCodeAt(at) === DASH) {
      if (!isUpperAt(text.charCodeAt(at + 1))) return ODD_STEP;
      this.#at = at + 1;
      return NEXT_PART; // "J.-P.Smith"
    }
    if (isUpperAt(text.charCodeAt(at)) || this.#particles(at)) return NEXT_PART; // "W.J.de Wilde"
    return this.#filius(at);
  }

  #behindSpace(at: number): number {
    const text = this.#text;
    const next = text.charCodeAt(at + 1);
    if (isUpperAt(next)) {
      this.#at = at + 1;
      return NEXT_PART;
    }
    if (isDigit(next)) return this.#endAuthor(YEAR_SPACE, at + 1);
    if (this.#particles(at + 1)) return NEXT_PART;
    if (next === AMPERSAND) return text.charCodeAt(at + 2) === SPACE ? this.#endAuthor(LIST_AND, at + 3) : ODD_STEP;
    if (next === SMALL_E || next === SMALL_A) return this.#behindWord(at);
    if (next !== SMALL_F) return ODD_STEP;
    // "Schedl f." before a space could be a form.
    const behind = at + 3 < text.length ? text.charCodeAt(at + 3) : CLOSE;
    const joins = text.startsWith(" &", at + 3) || text.startsWith(" ex ", at + 3);
    return behind === CLOSE || behind === COMMA || joins ? this.#filius(at + 1) : ODD_STEP;
  }

  /** "ex", "and" and "et" before an author, "et al." */
  #behindWord(at: number): number {
    const text = this.#text;
    if (text.startsWith("ex ", at + 1)) return this.#endAuthor(EX, at + 4);
    if (text.startsWith("et al.", at + 1)) return this.#endAuthor(ET_AL, at + 7);
    const from = text.startsWith("and ", at + 1) ? at + 5 : text.startsWith("et ", at + 1) ? at + 4 : 0;
    if (from === 0) return ODD_STEP;
    this.isStandard = false; // "&" in standard form
    return this.#endAuthor(LIST_AND, from);
  }

  /** "van der" before a surname at `from`: goes to the surname; false when no particle stands here. */
  #particles(from: number): boolean {
    const text = this.#text;
    let at = from;
    for (;;) {
      const end = particleEnd(text, at);
      if (end === at) break;
      this.words.push({ kind: "author", start: at, end });
      at = end + 1;
    }
    if (at === from) return false;
    this.#at = at;
    return true;
  }

  /** "f." behind a surname. */
  #filius(at: number): number {
    const text = this.#text;
    if (text.charCodeAt(at) !== SMALL_F || text.charCodeAt(at + 1) !== DOT) return ODD_STEP;
    this.words.push({ kind: "filius", start: at, end: at + 2 });
    this.#at = at + 2;
    return READ_ON;
  }

  #endAuthor(next: number, at: number): number {
    this.#next = next;
    this.#at = at;
    return END_OF_AUTHOR;
  }

  /** A surname or an initial with its full stop; false when it is odd. */
  #part(): boolean {
    const text = this.#text;
    const start = this.#at;
    if (!isUpperAt(text.charCodeAt(start))) return false;
    let packed = packLetter(0, text.charCodeAt(start));
    let small = 0;
    let part = start;
    let hasJoiner = false;
    let at = start + 1;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code >= 0x61 && code <= 0x7a) small++;
      else if (code < 0x80) {
        if (code === DASH || code === TICK) {
          if (at + 1 >= text.length || !(charClass(text.charCodeAt(at + 1)) & LETTER)) break;
          if (code === DASH) {
            if (mayTellKindAt(packed, at - part)) return false;
            part = at + 1;
          }
          hasJoiner = true;
          continue;
        }
        if (code < 0x41 || code > 0x5a) break;
      } else {
        const bits = charClass(code);
        if (!isCleanLetter(text, at, bits)) return false;
        if (bits & LOWER) small++;
      }
      packed = packLetter(packed, code);
    }
    const length = at - start;
    const dotted = at < text.length && text.charCodeAt(at) === DOT;
    if (small === 0) {
      if (!dotted || length > 3 || hasJoiner) return false;
      if (length > 1) this.#hasCapitals = true;
      else this.#initials++;
    } else this.#hasSurname = true;
    if (!isPlainAuthor(text, start, at, packed)) return false;
    // "Linnaeus. 1758": the full stop abbreviates nothing.
    if (dotted && length > 4 && isDigit(text.charCodeAt(at + 2)) && isLatinised(text.slice(start, at))) return false;
    if (dotted) at++;
    this.words.push({ kind: "author", start, end: at });
    this.#at = at;
    return true;
  }

  /** Four digits before the end or a closing parenthesis. */
  #year(): string | undefined {
    const text = this.#text;
    const start = this.#at;
    const end = start + 4;
    if (end > text.length || (end < text.length && text.charCodeAt(end) !== CLOSE)) return undefined;
    for (let at = start; at < end; at++) if (!isDigit(text.charCodeAt(at))) return undefined;
    const year = text.slice(start, end);
    if (year < "1000" || year > "2199") return undefined;
    this.words.push({ kind: "year", start, end });
    this.#at = end;
    return year;
  }
}

function isLatinised(word: string): boolean {
  return LATINISED_AUTHORS.has(word.toLowerCase());
}

/** What to do behind a part of an author. */
const ODD_STEP = 0;
const END_OF_AUTHOR = 1;
const NEXT_PART = 2;
const READ_ON = 3;
