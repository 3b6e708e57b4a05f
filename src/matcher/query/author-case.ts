/**
 * How are authors written whose capitals are lost, and which values of an author column name nobody?
 */
import { BETWEEN_AUTHORS, PARTICLES } from "../../names/words/authors.ts";
import { NOTHING } from "../../names/words/remarks.ts";

/** "s.l.", "p.p." and their kin are no initials. */
const NOTES = /(?<![\p{L}.])(?:s\. ?(?:l|lat|str|s)|p\. ?p)\.?(?![\p{L}])/gu;

/** Authors with their capitals: `" (l.) hook. f. & arn."` → `" (L.) Hook. f. & Arn."`. */
export function withCapitals(authors: string): string {
  const notes = [...authors.matchAll(NOTES)].map(({ index, 0: { length } }) => [index, index + length] as const);
  return authors.replace(/(?<![\p{L}'’])\p{Ll}[\p{L}'’]*/gu, (word, at: number) => {
    if (notes.some(([from, to]) => at >= from && at < to)) return word;
    if (BETWEEN_AUTHORS.has(word)) return word;
    if (word === "f" || word === "fil") return isSon(authors, at, word.length) ? word : capitalised(word);
    return PARTICLES.has(word) &&
      word.length > 1 &&
      /\p{L}/u.test(authors.slice(0, at)) &&
      /^\s\p{L}/u.test(authors.slice(at + word.length))
      ? word
      : capitalised(word);
  });
}

/** "hook.f.", "l. f.": behind a name, and no initial of the next one. */
function isSon(authors: string, at: number, length: number): boolean {
  return /[\p{L}.]\s?$/u.test(authors.slice(0, at)) && !/^\.\p{L}/u.test(authors.slice(at + length));
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** True for a value that says that there is none: "-", "n/a", "0". */
export function saysNothing(written: string): boolean {
  const letters = written.replace(/[^\p{L}\d]+/gu, "").toLowerCase();
  return letters === "" || NOTHING.has(letters) || /^0+$/.test(letters);
}

/** The authorship that a column of its own gives to `name`; `undefined` when it names nobody. */
export function authorshipGiven(written: string, name: string | undefined): string | undefined {
  let authorship = written;
  // Some columns repeat the name before its author.
  if (
    name !== undefined &&
    authorship.length > name.length &&
    authorship.toLowerCase().startsWith(`${name.toLowerCase()} `)
  )
    authorship = authorship.slice(name.length + 1).trim();
  // Or the last word of it: "robur L."
  const last = name === undefined ? "" : name.slice(name.lastIndexOf(" ") + 1);
  if (
    last !== "" &&
    /^\p{Ll}{3}/u.test(last) &&
    authorship.startsWith(`${last} `) &&
    /^[(\p{Lu}]/u.test(authorship.slice(last.length + 1))
  )
    authorship = authorship.slice(last.length + 1);
  if (saysNothing(authorship)) return undefined;
  return /\p{Lu}/u.test(authorship) ? authorship : withCapitals(authorship);
}
