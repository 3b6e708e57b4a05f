/** Which words does a string have, and in which case are they written? */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";

/** A word of the string. */
export interface Token {
  /** As written, without a full stop behind it. */
  readonly text: string;
  readonly lower: string;
  readonly folded: string;
  readonly hasStop: boolean;
  readonly start: number;
  readonly end: number;
}

const MOST_TOKENS = 24;

/** The words of a string, the first {@link MOST_TOKENS} and one more. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/\p{L}(?:[\p{L}\p{M}\d'’-]*[\p{L}\p{M}\d])?/gu)) {
    const word = match[0];
    const end = match.index + word.length;
    tokens.push({
      text: word,
      lower: word.toLowerCase(),
      folded: foldName(word),
      hasStop: text.charAt(end) === ".",
      start: match.index,
      end,
    });
    if (tokens.length > MOST_TOKENS) break;
  }
  return tokens;
}

/** "Quercus-robur", "QuercusRobur": two words written as one. */
export function splitGenus(tokens: Token[], image: ImageReader): Token[] {
  const first = tokens[0];
  if (first === undefined || image.hasGenus(first.folded)) return tokens;
  const at = endOfFirstWord(first.text);
  if (at === undefined) return tokens;
  const genus = first.text.slice(0, at);
  const rest = first.text.slice(at).replace(/^-/, "");
  const cut = (word: string, start: number, hasStop: boolean): Token => ({
    text: word,
    lower: word.toLowerCase(),
    folded: foldName(word),
    hasStop,
    start,
    end: start + word.length,
  });
  return [cut(genus, first.start, false), cut(rest, first.end - rest.length, first.hasStop), ...tokens.slice(1)];
}

/**
 * Where a capital and small letters end before a hyphen or another capital that small letters follow; `undefined` when they do
 * not. A regular expression with letters of all scripts costs half a millisecond each time V8 has to compile it anew.
 */
function endOfFirstWord(text: string): number | undefined {
  if (!isCapital(text.charAt(0))) return undefined;
  let at = 1;
  while (at < text.length && isSmall(text.charAt(at))) at++;
  if (at === 1 || at === text.length) return undefined;
  const isNext = isCapital(text.charAt(at)) && isSmall(text.charAt(at + 1));
  return isNext || text.charAt(at) === "-" ? at : undefined;
}

/** True for a letter that is not in small case. */
export function isCapital(letter: string): boolean {
  return letter !== letter.toLowerCase();
}

/** True for a letter that is not a capital. */
export function isSmall(letter: string): boolean {
  return letter !== letter.toUpperCase();
}

/** True when no letter is small. */
export function isWithoutSmall(text: string): boolean {
  return !/\p{Ll}/u.test(text);
}

/** True when no word begins with a capital: what looks like an epithet may be an author. */
export function isWithoutCapitals(text: string): boolean {
  return !/\p{Lu}/u.test(text);
}
