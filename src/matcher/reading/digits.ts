/**
 * Which letters are the digits in the words of a name: "Ab1es alba", "Quercu5 robur L."?
 *
 * Text recognition takes letters for digits. A digit may be several letters, a footnote or part of a code: the checklist
 * says which, or that it is none of them.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { type Asked, type Target, targetOfText } from "../query/target.ts";

/** Small letters that look like digits, or like their capitals. */
const LETTERS: readonly (readonly string[])[] = [
  ...[["o"], ["i", "l"], ["z"], ["e"], ["a"], ["s"], ["b", "g"], ["t"], ["b"], ["g", "q"]],
];
const MOST_DIGITS = 2;
const MOST_WORDS = 3;
/** A genus, an epithet, with digits or without. */
const GENUS = /^(?=(?:.*\p{L}){3})[\p{Lu}\d][\p{Ll}\d]{3,}$/u;
const EPITHET = /^(?=(?:.*\p{Ll}){2})[\p{Ll}\d]{3,}$/u;
/** Shorter words of one letter more or less are too many for a genus without an epithet. */
const SHORTEST_LONE = 5;

/** The text with a letter for each digit that the folding does not know. */
export function withLikelyLetters(text: string): string {
  return text.replace(/[34679]/g, (digit) => LETTERS[Number(digit)]![0]!);
}

/** True when a digit touches a letter, as in few names. */
export function hasDigitAtLetter(text: string): boolean {
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code >= 48 && code <= 57 ? 1 : code > 64 ? 2 : 0;
    if (kind + before === 3) return true;
    before = kind;
  }
  return false;
}

/**
 * The name of the checklist whose letters look like these digits; `undefined` when it has none, or when what was read is
 * a name that it has.
 */
export function digitsAsLetters(asked: Asked, target: Target | undefined, image: ImageReader): Target | undefined {
  if (!hasDigitAtLetter(asked.name)) return undefined;
  if (target?.genus !== undefined && !target.determinedPartOnly && image.exactName(target.folded) >= 0)
    return undefined;
  const words = nameWords(asked.name);
  for (let count = words.length; count > 0; count--) {
    const written = words.slice(0, count).join(" ");
    if (count === 1 && (words.length > 1 || written.length < SHORTEST_LONE || written !== asked.name)) continue;
    const name = lettersOf(written, image);
    if (name === undefined) continue;
    const read = targetOfText(asked, name.charAt(0).toUpperCase() + name.slice(1) + asked.name.slice(written.length));
    if (read === undefined) return undefined;
    // Its words as they are written: what is found is another spelling of them.
    const rest = read.canonical.split(" ").slice(count);
    read.text = asked.name;
    read.canonical = [written, ...rest].join(" ");
    read.folded = foldName(read.canonical);
    if (count > 1) [read.genus, read.specificEpithet] = words;
    if (count > 2) read.infraspecificEpithet = words[2];
    read.rereadings = [`Digits stand for letters: the checklist has “${name}”.`];
    return read;
  }
  return undefined;
}

/** The words that a name begins with. */
function nameWords(text: string): string[] {
  const words: string[] = [];
  for (const word of text.split(" ", MOST_WORDS)) {
    if (!(words.length === 0 ? GENUS : EPITHET).test(word)) break;
    words.push(word);
  }
  return words;
}

/** The name with letters for its digits that the checklist has. */
function lettersOf(written: string, image: ImageReader): string | undefined {
  const digits = written.match(/\d/g) ?? [];
  if (digits.length === 0 || digits.length > MOST_DIGITS) return undefined;
  let names = [""];
  for (let at = 0; at < written.length; at++) {
    const sign = written[at]!;
    const isDigit = sign >= "0" && sign <= "9";
    const letters = isDigit ? LETTERS[Number(sign)]! : [sign];
    // At the end of a word it may be a footnote.
    const isLast = isDigit && written.includes(" ") && (at + 1 === written.length || written[at + 1] === " ");
    const all = isLast ? [...letters, ""] : letters;
    names = names.flatMap((name) => all.map((letter) => name + letter));
  }
  return names.find((name) => image.exactName(foldName(name)) >= 0);
}
