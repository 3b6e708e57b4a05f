/**
 * Which name do the pieces of a string make that spaces were lost from, and put into: "Quer cusro bur", "Q u e r c u s robur"?
 *
 * All letters together, parted anew where the checklist has a genus and an epithet of it.
 */
import type { ImageReader } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { type Asked, type Target, targetOfText } from "../query/target.ts";

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
