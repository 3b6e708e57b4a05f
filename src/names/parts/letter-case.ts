/**
 * How would the string be written in the usual letter case?
 *
 * Lists come in capitals ("QUERCUS ROBUR L. VAR. ALBA MILL."), in small letters ("brugmansia arborea (l.) steud.") and with
 * capitals on words of open nomenclature ("Galaxias Sp.", "Carex Subg. Vignea"). The text is rewritten letter by letter, its
 * length stays, and all that follows reads the usual case only.
 */
import {
  ALL_CAPS,
  AMPERSAND,
  CAPITAL,
  CLOSE,
  COMMA,
  DOT,
  INNER_CAPITAL,
  LOWERCASE,
  NUMBER,
  OPEN,
  QUOTE,
  SIGN,
  TICK,
  type Tokens,
} from "../text/tokens.ts";
import { LATINISED_AUTHORS, PARTICLES } from "../words/authors.ts";
import { CAPITAL_NOTES, CAPITALISED_MARKERS, looksLatin, OPEN_NOTES, TAXONOMIC_NOTES } from "../words/names.ts";
import { rankMarker } from "../words/rank-markers.ts";
import { NOTE, QUALIFIER, roleOf, SUFFIX } from "../words/roles.ts";
import { authorsInSmall, joinsAuthors } from "./small-letters.ts";

/** The text in the usual case, `undefined` when it is written so already. */
export function usualCase(tokens: Tokens): string | undefined {
  let capitals = 0;
  let smalls = 0;
  let words = 0;
  for (let at = 0; at < tokens.count; at++) {
    const kind = tokens.kind[at];
    if (kind === ALL_CAPS) {
      capitals++;
      words++;
    } else if (kind === LOWERCASE) {
      smalls++;
      words++;
    } else if (kind === CAPITAL || kind === INNER_CAPITAL) {
      words++;
      if (tokens.length(at) > 1) smalls++;
    }
  }
  if (words < 2) return undefined;
  const draft = new Draft(tokens);
  if (capitals > 0 && smalls === 0) allCapitals(tokens, draft);
  else if (smalls === words && firstWord(tokens) >= 0 && hasNoCapital(tokens)) allSmall(tokens, draft);
  else someCapitals(tokens, draft);
  return draft.text();
}

/** A text whose words change their case. */
class Draft {
  readonly #tokens: Tokens;
  #text = "";
  #at = 0;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  /** Writes a word anew, in order from left to right. */
  set(at: number, word: string): void {
    const t = this.#tokens;
    if (word.length !== t.length(at) || word === t.word(at)) return;
    this.#text += t.text.slice(this.#at, t.start[at]!) + word;
    this.#at = t.end[at]!;
  }

  text(): string | undefined {
    return this.#at === 0 ? undefined : this.#text + this.#tokens.text.slice(this.#at);
  }
}

function firstWord(tokens: Tokens): number {
  for (let at = 0; at < tokens.count; at++)
    if (tokens.kind[at] !== SIGN) return tokens.kind[at] === LOWERCASE ? at : -1;
  return -1;
}

function hasNoCapital(tokens: Tokens): boolean {
  for (let at = 0; at < tokens.count; at++) {
    const kind = tokens.kind[at];
    if (kind === CAPITAL || kind === ALL_CAPS || kind === INNER_CAPITAL) return false;
  }
  return true;
}

function title(word: string): string {
  let out = "";
  let start = true;
  for (const char of word) {
    out += start ? char.toUpperCase() : char.toLowerCase();
    start = char === "-" || char === "'";
  }
  return out;
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** "QUERCUS ROBUR L. VAR. ALBA MILL." */
function allCapitals(tokens: Tokens, draft: Draft): void {
  let first = 0;
  while (first < tokens.count && (tokens.kind[first] === SIGN || tokens.length(first) === 1)) first++;
  let epithets = 0;
  let isEpithetNext = true;
  let inAuthors = false;
  /** Where an epithet stands, whatever its letters: behind a marker of its rank. */
  let marked = -1;
  for (let at = 0; at < tokens.count; at++) {
    const kind = tokens.kind[at];
    if (tokens.is(at, OPEN)) {
      if (isSubgenus(tokens, at, first)) {
        draft.set(at + 1, title(tokens.word(at + 1)));
        at += 2;
      } else inAuthors = true;
      continue;
    }
    if (tokens.is(at, TICK) || tokens.is(at, QUOTE)) {
      at = cultivarWords(tokens, draft, at);
      inAuthors = true;
      continue;
    }
    if (kind !== ALL_CAPS && kind !== CAPITAL) continue;
    const word = tokens.word(at);
    const lower = word.toLowerCase();
    if (at === first) {
      draft.set(at, title(word));
      continue;
    }
    const dotted = tokens.is(at + 1, DOT);
    const role = roleOf(lower);
    if (lower === "x" && !dotted && at > 0 && tokens.kind[at + 1] === ALL_CAPS) {
      draft.set(at, "x");
      isEpithetNext = true;
      continue;
    }
    if (kind === CAPITAL) {
      if (word === "S" && dotted && isSense(tokens, at + 2)) {
        draft.set(at, "s");
        draft.set(at + 2, tokens.word(at + 2).toLowerCase());
        at += 2;
        continue;
      }
      // "HOOK. F."
      if (lower === "f" && inAuthors && dotted && !tokens.is(at - 1, OPEN) && endsAuthor(tokens, at + 2))
        draft.set(at, "f");
      continue;
    }
    const marker = rankMarker(lower);
    if (
      marker !== undefined &&
      lower.length > 1 &&
      (dotted || lower.length > 3) &&
      tokens.kind[at + (dotted ? 2 : 1)] === ALL_CAPS
    ) {
      draft.set(at, lower);
      isEpithetNext = marker.level === "infraspecific";
      inAuthors = false;
      if (isEpithetNext) marked = dotted ? at + 2 : at + 1;
      if (!isEpithetNext) {
        const next = dotted ? at + 2 : at + 1;
        draft.set(next, title(tokens.word(next)));
        at = next;
        inAuthors = true;
      }
      continue;
    }
    if (
      role === QUALIFIER ||
      OPEN_NOTES.has(lower) ||
      lower === "ssp" ||
      lower === "subsp" ||
      CAPITAL_NOTES.has(lower)
    ) {
      draft.set(at, lower);
      isEpithetNext = true;
      if (TAXONOMIC_NOTES.has(lower)) inAuthors = true;
      continue;
    }
    if (inAuthors && (joinsAuthors(lower) || role === NOTE || role === SUFFIX)) {
      draft.set(at, lower);
      continue;
    }
    const isEpithet = isEpithetNext && (isCapsEpithet(tokens, at, lower) || (at === marked && lower.length > 2));
    if (!inAuthors && isEpithet && epithets < 3) {
      draft.set(at, lower);
      epithets++;
      continue;
    }
    inAuthors = true;
    isEpithetNext = false;
    if (PARTICLES.has(lower) && tokens.kind[at + 1] === ALL_CAPS && !dotted) draft.set(at, lower);
    else if (word.length > 2) draft.set(at, title(word));
  }
}

/** "'BISHOP OF LLANDAFF'": the words of a cultivar; the closing quote or the end. */
function cultivarWords(tokens: Tokens, draft: Draft, open: number): number {
  let at = open + 1;
  for (; at < tokens.count && tokens.first(at) !== tokens.first(open); at++) {
    const lower = tokens.word(at).toLowerCase();
    if (tokens.kind[at] === ALL_CAPS) draft.set(at, /^(?:of|the|and|de|la|du|von)$/.test(lower) ? lower : title(lower));
  }
  return at;
}

/** A single word in parentheses behind a genus, and a word or nothing behind it. */
function isSubgenus(tokens: Tokens, open: number, genus: number): boolean {
  if (open !== genus + 1 || tokens.kind[open + 1] !== ALL_CAPS || !tokens.is(open + 2, CLOSE)) return false;
  return (
    open + 3 >= tokens.count ||
    (tokens.kind[open + 3] === ALL_CAPS &&
      !(tokens.is(open + 4, DOT) && !OPEN_NOTES.has(tokens.word(open + 3).toLowerCase())))
  );
}

function endsAuthor(tokens: Tokens, at: number): boolean {
  return (
    at >= tokens.count ||
    tokens.is(at, CLOSE) ||
    tokens.is(at, COMMA) ||
    tokens.is(at, AMPERSAND) ||
    tokens.kind[at] === NUMBER
  );
}

/** A word in capitals that no author has: Latin, and neither comma, full stop nor year behind it. */
function isCapsEpithet(tokens: Tokens, at: number, lower: string): boolean {
  if (lower.length < 3 || tokens.is(at + 1, DOT) || tokens.is(at + 1, COMMA) || tokens.is(at + 1, AMPERSAND))
    return false;
  if (tokens.kind[at + 1] === NUMBER || LATINISED_AUTHORS.has(lower)) return false;
  return looksLatin(lower);
}

/** "brugmansia arborea (l.) steud.", "pinus sylvestris l. var. hamata steven" */
function allSmall(tokens: Tokens, draft: Draft): void {
  const genus = firstWord(tokens);
  const plan = authorsInSmall(tokens, genus);
  if (plan === undefined) return;
  draft.set(genus, capitalised(tokens.word(genus)));
  for (const at of plan) draft.set(at, capitalised(tokens.word(at)));
}

/** "Galaxias Sp.", "Carex Subg. Vignea", "Aus bus Smith EX Jones": single words that are written small elsewhere. */
function someCapitals(tokens: Tokens, draft: Draft): void {
  for (let at = 1; at < tokens.count; at++) {
    const kind = tokens.kind[at];
    if (kind !== CAPITAL && kind !== ALL_CAPS) continue;
    const length = tokens.length(at);
    if (length > 12) continue;
    const word = tokens.word(at);
    const lower = word.toLowerCase();
    const next = tokens.is(at + 1, DOT) ? at + 2 : at + 1;
    if (length === 1) {
      // "vulgaris S.L.", "vulgaris S. Str."
      if (word === "S" && tokens.is(at + 1, DOT) && isSense(tokens, next) && tokens.kind[at - 1] === LOWERCASE) {
        draft.set(at, "s");
        draft.set(next, tokens.word(next).toLowerCase());
        at = next;
      }
      continue;
    }
    if (kind === ALL_CAPS && (word === "EX" || word === "ET" || word === "AND")) {
      const isBetween = tokens.kind[at - 1] === CAPITAL || tokens.is(at - 1, DOT) || tokens.is(at - 1, CLOSE);
      if (isBetween && tokens.kind[at + 1] === CAPITAL) draft.set(at, lower);
      continue;
    }
    const isBehindName = at === 1 || tokens.kind[at - 1] === LOWERCASE || (tokens.is(at - 1, CLOSE) && at === 4);
    if (OPEN_NOTES.has(lower)) {
      // "Aus bus Sp. nov." is a note of a new name.
      if (isBehindName && (at === 1 || !lower.startsWith("sp") || tokens.is(at - 1, CLOSE))) draft.set(at, lower);
    } else if (lower === "lato" || lower === "stricto") {
      if (tokens.word(at - 1).toLowerCase() === "sensu") draft.set(at, lower);
    } else if (CAPITALISED_MARKERS.has(lower)) {
      const marker = rankMarker(lower)!;
      const isMarked =
        marker.level === "infraspecific"
          ? tokens.kind[next] === LOWERCASE ||
            (tokens.is(at + 1, DOT) && isBehindName && tokens.kind[next] === CAPITAL && tokens.length(next) > 4)
          : isBehindName && tokens.kind[next] === CAPITAL && tokens.length(next) > 3;
      if (isMarked) draft.set(at, lower);
    }
  }
}

/** "L", "Str", "Lat" at the end or before an author. */
function isSense(tokens: Tokens, at: number): boolean {
  const after = tokens.is(at + 1, DOT) ? at + 2 : at + 1;
  return /^(?:l|lat|str|s)$/i.test(tokens.word(at)) && after >= tokens.count;
}
