/**
 * What stands behind name and authorship?
 *
 * Notes about the concept ("sensu Mill.", "auct. non L.", "s.l."), notes about the name ("nom. illeg.", "sp. nov."),
 * and the rest, which is the tail. Notes never change the name before them.
 */
import { added } from "../added.ts";
import type { ParsedName } from "../parsed-name.ts";
import type { Scan } from "../text/scan.ts";
import {
  ALL_CAPS,
  CAPITAL,
  CLOSE,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  DASH,
  DOT,
  INNER_CAPITAL,
  LOWERCASE,
  NUMBER,
  OPEN,
  OPEN_SQUARE,
  QUESTION,
  SEMICOLON,
  type Tokens,
} from "../text/tokens.ts";
import { NOMENCLATURAL_NOTES, NOVELTY, TAXONOMIC_NOTES } from "../words/names.ts";

/** Reads notes from token `from` on and returns the token at which the tail starts. */
export function readNotes(scan: Scan, name: ParsedName, from: number, end: number): number {
  const t = scan.tokens;
  if (from >= end) return from;
  let at = from;
  for (let guard = 0; guard < 20 && at < end; guard++) {
    const start = skipSeparators(t, at, end);
    if (start >= end) return start;
    const word = noteWord(t, start);
    if (word === "") {
      if (isLaterUse(t, start, end)) {
        const use = t.text.slice(t.start[start + 1]!, t.end[end - 1]!);
        name.taxonomicNote = name.taxonomicNote === undefined ? use : `${name.taxonomicNote} ${use}`;
        scan.mark("note", start + 1, end - 1);
        scan.warn("annotation at the end");
        return end;
      }
      if (t.is(start, QUESTION)) {
        scan.warn("question mark");
        at = start + 1;
        continue;
      }
      return at;
    }
    const opened = start > from && (t.is(start - 1, OPEN) || t.is(start - 1, OPEN_SQUARE));
    if (isApprovedList(t, start)) {
      scan.warn("annotation at the end");
      at = start + 2;
      while (t.kind[at] === NUMBER || t.is(at, COMMA)) at++;
      continue;
    }
    let concept = conceptNoteEnd(t, start, end, word);
    if (concept === end) concept = closedNoteEnd(t, start, end, opened);
    if (concept > start) {
      const whole = opened && concept === end && closingBefore(t, start, end) > 0;
      const text = noteText(t, whole ? start - 1 : start, concept, opened && !whole);
      name.taxonomicNote = name.taxonomicNote === undefined ? text : `${name.taxonomicNote} ${text}`;
      addSense(name, text);
      scan.mark("note", start, concept - 1);
      scan.warn("annotation at the end");
      at = concept;
      continue;
    }
    const nomenclatural = nameNoteEnd(t, start, end, word);
    if (nomenclatural > start) {
      const text = spaced(noteText(t, start, nomenclatural, opened));
      name.nomenclaturalNote = name.nomenclaturalNote === undefined ? text : `${name.nomenclaturalNote}, ${text}`;
      scan.mark("note", start, nomenclatural - 1);
      scan.warn("annotation at the end");
      at = nomenclatural;
      continue;
    }
    return at;
  }
  return at;
}

function skipSeparators(tokens: Tokens, from: number, end: number): number {
  let at = from;
  while (
    at < end &&
    (tokens.is(at, COMMA) ||
      tokens.is(at, SEMICOLON) ||
      tokens.is(at, OPEN) ||
      tokens.is(at, OPEN_SQUARE) ||
      tokens.is(at, CLOSE) ||
      tokens.is(at, CLOSE_SQUARE) ||
      tokens.is(at, DOT))
  )
    at++;
  return at;
}

/** Lower-case form of a word token, "" for other tokens. */
function noteWord(tokens: Tokens, at: number): string {
  const kind = tokens.kind[at]!;
  if (kind === 0 || kind > LOWERCASE + 1 || tokens.length(at) > 14) return "";
  return tokens.word(at).toLowerCase();
}

/** Where a note about the concept ends; such notes run to the end of the string. */
function conceptNoteEnd(tokens: Tokens, at: number, end: number, word: string): number {
  // "s.l.", "s. str.", "s.lat.", "p.p.", "s.s."
  if ((word === "s" || word === "p") && tokens.kind[at + 1] !== 0) {
    const next = tokens.is(at + 1, DOT) ? at + 2 : at + 1;
    const second = noteWord(tokens, next);
    const isSense = word === "s" && /^(?:l|lat|lato|str|stricto|s|ampl|ampliss|strictiss)$/.test(second);
    if (!isSense && !(word === "p" && second === "p")) return at;
    if (tokens.kind[at] !== LOWERCASE && word === "s") return at;
    let to = tokens.is(next + 1, DOT) ? next + 2 : next + 1;
    if (word === "p" && tokens.touches(to) && noteWord(tokens, to) !== "") to++;
    return to;
  }
  if (word === "sl" || word === "ss") {
    const next = tokens.is(at + 1, DOT) ? at + 2 : at + 1;
    return Math.max(next, end);
  }
  if (word === "pro") {
    return noteWord(tokens, at + 1) === "parte" ? at + 2 : at;
  }
  if (word === "not") return tokens.kind[at + 1] === LOWERCASE && tokens.word(at + 1).startsWith("valid") ? at : end;
  if (!TAXONOMIC_NOTES.has(word)) return at;
  if (word === "sec" && tokens.kind[at] !== LOWERCASE) return at;
  return end;
}

/**
 * Who used the name later? "Linnaeus, 1758: Fabricius, 1793" as zoologists cite it (ICZN Rec. 51F), "Testudo geometrica —
 * SOWERBY 1872" as lists of reptiles do.
 */
function isLaterUse(tokens: Tokens, at: number, end: number): boolean {
  const isDash = tokens.is(at, DASH) && !tokens.touches(at);
  if (!isDash && !(tokens.is(at, COLON) && tokens.kind[at - 1] === NUMBER)) return false;
  const kind = tokens.kind[at + 1];
  if (at + 2 >= end || !(kind === CAPITAL || kind === ALL_CAPS || kind === INNER_CAPITAL)) return false;
  if (!isDash) return tokens.kind[end - 1] === NUMBER && tokens.length(end - 1) === 4;
  for (let k = at + 2; k < end && k < at + LOOKAHEAD; k++)
    if (tokens.kind[k] === NUMBER && tokens.length(k) === 4) return true;
  return false;
}

/** "(Approved Lists 1980)": where the names of bacteria start anew, no part of the authorship. */
function isApprovedList(tokens: Tokens, at: number): boolean {
  return (
    tokens.kind[at] === CAPITAL &&
    tokens.length(at) === 8 &&
    tokens.word(at) === "Approved" &&
    tokens.word(at + 1) === "Lists"
  );
}

/** The parenthesis that closes before the end of the string, 0 when none does. */
function closingBefore(tokens: Tokens, from: number, end: number): number {
  let depth = 1;
  for (let at = from; at < end && at < from + LOOKAHEAD; at++) {
    if (tokens.is(at, OPEN)) depth++;
    if (tokens.is(at, CLOSE) && --depth === 0) return at + 1 < end && !tokens.is(at + 1, DOT) ? at : 0;
  }
  return 0;
}

/** Tokens looked ahead for a closing parenthesis. */
const LOOKAHEAD = 30;

/**
 * A note in parentheses ends with them when authors follow: "(sensu Mereschkowsky, 1878) Jankowski, 1992"; with another
 * note behind it, both are one: "(non Scacchi, 1836) sensu Zibrowius, 1968". A note about the name ends it too.
 */
function closedNoteEnd(tokens: Tokens, from: number, end: number, opened: boolean): number {
  if (opened) {
    const close = closingBefore(tokens, from, end);
    if (close > 0 && !TAXONOMIC_NOTES.has(noteWord(tokens, close + 1))) return close + 1;
  }
  for (let at = from + 1; at + 1 < end; at++)
    if (
      (tokens.is(at, COMMA) || tokens.is(at, SEMICOLON)) &&
      /^(?:nom|nomen|comb|stat)$/.test(noteWord(tokens, at + 1))
    )
      return at;
  return end;
}

/** Where a note about the name ends: at a comma, semicolon, closing bracket, or a note about the concept. */
function nameNoteEnd(tokens: Tokens, from: number, end: number, word: string): number {
  const novelty = NOVELTY.has(word) && isNovelty(tokens, from, end);
  if (!novelty && !NOMENCLATURAL_NOTES.has(word)) {
    if (word === "not" && noteWord(tokens, from + 1).startsWith("valid")) return separatorAfter(tokens, from, end);
    if (word === "in" && /^(?:obs|litt|sched|syn|press)/.test(noteWord(tokens, from + 1))) {
      const dot = tokens.is(from + 2, DOT) ? 3 : 2;
      return from + dot;
    }
    return from;
  }
  let at = from;
  while (at < end) {
    if (tokens.is(at, COMMA) || tokens.is(at, SEMICOLON) || tokens.is(at, CLOSE) || tokens.is(at, CLOSE_SQUARE)) break;
    if (at > from) {
      if (tokens.is(at, OPEN)) break;
      if (tokens.is(at, OPEN_SQUARE)) break;
      const next = noteWord(tokens, at);
      // "nom. nud. in Sampelayo 1935"
      if (next === "in" && tokens.kind[at + 1] === CAPITAL) break;
      // "gen. nov. New Caledonia": a note of a new name ends before other words
      if (novelty && tokens.kind[at] === CAPITAL && !NOVELTY.has(next)) break;
      if (TAXONOMIC_NOTES.has(next) && next !== "emend") break;
    }
    at++;
  }
  return at;
}

/** The next comma, semicolon or closing bracket. */
function separatorAfter(tokens: Tokens, from: number, end: number): number {
  let at = from;
  while (
    at < end &&
    !tokens.is(at, COMMA) &&
    !tokens.is(at, SEMICOLON) &&
    !tokens.is(at, CLOSE) &&
    !tokens.is(at, CLOSE_SQUARE)
  )
    at++;
  return at;
}

/** "sp. nov.", "gen. et sp. nov.", "var. n.". */
function isNovelty(tokens: Tokens, from: number, end: number): boolean {
  for (let at = from; at < end && at < from + 10; at++) {
    if (tokens.is(at, DOT)) continue;
    const word = noteWord(tokens, at);
    if (word === "nov" || word === "nova" || word === "novum" || word === "novus") return true;
    if (word === "n" && at > from && (tokens.is(at + 1, DOT) || at + 1 >= end)) return true;
    if (word === "n" && at === from && tokens.is(at + 1, DOT))
      return /^(?:sp|spec|gen|comb|var|ssp|subsp|fam)$/.test(noteWord(tokens, at + 2));
    if (!NOVELTY.has(word)) return false;
  }
  return false;
}

function noteText(tokens: Tokens, from: number, to: number, opened: boolean): string {
  let last = to - 1;
  if (opened && (tokens.is(last, CLOSE) || tokens.is(last, CLOSE_SQUARE))) last--;
  const text = tokens.text.slice(tokens.start[from]!, tokens.end[last]!);
  // "Auct." starts a note like "auct."
  return /^(?:Auct|Sensu|Non|Nec)\b/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Notes that end with an abbreviation whose full stop was left out. */
const ABBREVIATED = /\b(?:spec|nov|inval|illeg|nud|superfl|cons|rej|rejic|orth|var|publ|stat|syn)$/;

/** "nom.illeg." → "nom. illeg." */
function spaced(text: string): string {
  const note = text
    .replace(/\.(?=\p{L})/gu, ". ")
    .replace(/ +/g, " ")
    .replace(/\bet typ\./, "& typ.");
  if (/^M[sS]$/.test(note)) return "ms";
  // The full stop behind a whole word is that of a sentence.
  if (
    /(?:invalid|(?:nud|superflu|illegitim|dubi|oblit|protect|conservand|rejiciend|invalid|nov)(?:um|a))\.$/.test(note)
  )
    return note.slice(0, -1);
  return ABBREVIATED.test(note) ? `${note}.` : note;
}

/** Notes of a wider or narrower sense are qualifiers as well. */
function addSense(name: ParsedName, text: string): void {
  const sense = /^(?:sensu lato|s\. ?l|s\. ?lat|s\.? ?ampl|sl)\b/.test(text)
    ? "s.l."
    : /^(?:sensu stricto|s\. ?str|s\. ?s)\b/.test(text)
      ? "s.str."
      : undefined;
  if (sense === undefined) return;
  const qualifies =
    name.infraspecificEpithet !== undefined
      ? "infraspecificEpithet"
      : name.specificEpithet !== undefined
        ? "specificEpithet"
        : "uninomial";
  name.qualifiers = added(name.qualifiers, { term: sense, qualifies });
}
