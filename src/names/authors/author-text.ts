/**
 * How are the parts of an author's name written?
 *
 * Without a space after a full stop, initials first: "M.T.Lucas".
 */
import type { AuthorTeam } from "../parsed-name.ts";
import { DASH, DOT } from "../text/tokens.ts";

/** Joins a part to a name: no space after a full stop, a hyphen or at the start. */
export function append(name: string, part: string, glued = false): string {
  if (name === "" || glued) return name + part;
  const last = name.charCodeAt(name.length - 1);
  return last === DOT || last === DASH ? name + part : `${name} ${part}`;
}

/** "H Milne Edwards" → "H.Milne Edwards". */
export function dottedInitials(name: string): string {
  if (name.charCodeAt(1) !== 0x20) return name;
  return name.replace(/^(?:\p{Lu} )+/u, (initials) => initials.replaceAll(" ", "."));
}

/** "Fregni", "E" → "E.Fregni". */
export function initialsFirst(name: string, initials: string): string {
  return `${dotted(initials)}${name}`;
}

/** Initials with full stops: `"MA"` → `"M.A."`. */
export function dotted(initials: string): string {
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

/** Names as one text: `"Goh, Smith & Hsieh"`, `"Boiss. et al."`. */
export function listed(names: readonly string[], etAl: boolean): string {
  if (names.length === 1) return etAl ? `${names[0]} et al.` : names[0]!;
  if (etAl) return `${names.join(", ")} et al.`;
  return `${names.slice(0, -1).join(", ")} & ${names[names.length - 1]}`;
}

/** An authorship of plain teams in standard form: `"(Basionym) Author, year"`. */
export function standardText(basionym: AuthorTeam | undefined, combination: AuthorTeam | undefined): string {
  if (basionym === undefined) return combination === undefined ? "" : teamText(combination);
  return combination === undefined ? `(${teamText(basionym)})` : `(${teamText(basionym)}) ${teamText(combination)}`;
}

function teamText(team: AuthorTeam): string {
  const authors = listedAuthors(team.authors);
  const all = team.exAuthors.length === 0 ? authors : `${listedAuthors(team.exAuthors)} ex ${authors}`;
  return team.year === undefined ? all : `${all}, ${team.year}`;
}

function listedAuthors(authors: readonly string[]): string {
  return authors[authors.length - 1] === "al." ? listed(authors.slice(0, -1), true) : listed(authors, false);
}
