/**
 * Which name do the pieces of a string make that spaces were lost from, and put into: "Quer cusro bur", "Q u e r c u s robur"?
 *
 * All letters together, parted anew where the checklist has a genus and an epithet of it.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { type Asked, type Target, targetOfText, wordsAsWritten } from "../query/target.ts";
import { hasDigitAtLetter, withLikelyLetters } from "./digits.ts";

const PIECES = /^\p{Lu}\p{Ll}*(?: \p{Ll}+){2,20}$/u;
const SHORTEST = 3;
/** Pieces of more letters each are words. */
const MOST_LETTERS_OF_PIECE = 12;

/** The name that the pieces make; `undefined` when the checklist has none, or none was torn. */
export function tornName(
  asked: Asked,
  text: string,
  target: Target | undefined,
  image: ImageReader,
): Target | undefined {
  if (text.length > 60 || !PIECES.test(text)) return undefined;
  const isName = target?.folded.includes(" ") === true && image.exactName(target.folded) >= 0;
  if (isName) return undefined;
  const pieces = text.split(" ");
  if (pieces.some(({ length }) => length > MOST_LETTERS_OF_PIECE)) return undefined;
  const letters = foldName(pieces.join(""));
  for (let at = SHORTEST; at <= letters.length - SHORTEST; at++) {
    const name = `${letters.slice(0, at)} ${letters.slice(at)}`;
    if (image.exactName(name) < 0) continue;
    const reread = targetOfText(asked, name.charAt(0).toUpperCase() + name.slice(1));
    if (reread === undefined) return undefined;
    reread.rereadings = [`It is read as “${reread.text}”: the checklist has that name of these letters.`];
    return reread;
  }
  return undefined;
}

/** "pumaconcolor", "pumaconcolor (L.)"; "PumaconcolorL.", "Pumaconcolor2" with an author or a footnote at it as well. */
const GLUED = /^(?:(\p{Ll}{8,40})(?:\s+([\p{Lu}(].*))?|(\p{Lu}\p{Ll}{7,40})(?:\d{1,2}|([\p{Lu}(].*)))$/u;

/** The name that one word is without its space; `undefined` when the checklist has none, has the word itself, or has two. */
export function gluedName(asked: Asked, text: string, image: ImageReader): Target | undefined {
  const [, small, behindSmall, capital, behindCapital] = GLUED.exec(text) ?? [];
  const letters = foldName(small ?? capital ?? "");
  if (letters === "" || image.exactName(letters) >= 0) return undefined;
  let name: string | undefined;
  for (let at = SHORTEST; at <= letters.length - SHORTEST; at++) {
    const parted = `${letters.slice(0, at)} ${letters.slice(at)}`;
    if (image.exactName(parted) < 0) continue;
    if (name !== undefined) return undefined;
    name = parted.charAt(0).toUpperCase() + parted.slice(1);
  }
  if (name === undefined) return undefined;
  const reread = targetOfText(asked, `${name} ${behindSmall ?? behindCapital ?? ""}`.trim());
  if (reread === undefined) return undefined;
  reread.rereadings = [`It is read as “${reread.text}”: the checklist has that name of these letters.`];
  return reread;
}

/** A genus and epithets, some with a digit within. Numbers at the end of a word are footnotes, or codes. */
const MISREAD = /^(?=.*\d\p{Ll})(?!.*\d(?: |$|\d))\p{Lu}[\p{Ll}\d]{2,}(?: [\p{Ll}\d]{3,}){0,2}$/u;

/** "Streptococcus 1actis": digits that text recognition takes for letters, in a word of letters. */
export function isMisread({ kind, text, canonical }: Target): boolean {
  if (text === canonical || kind === "virus" || kind === "identifier") return false;
  return hasDigitAtLetter(text) && MISREAD.test(text);
}

/** "Acoloithus fa lsarius", "Angelic a anomala": small words are parts of a word, when the checklist has the whole. */
export function withSplitWord(target: Target | undefined, image: ImageReader): Target | undefined {
  if (target === undefined) return undefined;
  if (isMisread(target)) {
    const letters = withLikelyLetters(target.text);
    return wordsAsWritten({ ...target, qualifier: undefined }, letters, foldName(letters));
  }
  if (target.qualifier !== undefined) return undefined;
  if (!target.hasTail && target.kind !== "notAName") return undefined;
  const { text } = target;
  const folded = foldName(text);
  if (!/^\p{Lu}\p{Ll}+(?: \p{Ll}+){1,3}$/u.test(text)) return undefined;
  for (let at = folded.indexOf(" "); at > 0; at = folded.indexOf(" ", at + 1)) {
    if (image.exactName(folded.slice(0, at) + folded.slice(at + 1)) < 0) continue;
    // That it is one edit away, and why, the look-up of like names finds.
    return wordsAsWritten(target, text, folded);
  }
  return undefined;
}
