/** How do the columns of a row make a name, and where does its authorship begin? */
import type { NomenclaturalCode } from "../taxonomy/nomenclatural-code.ts";
import type { Rank } from "../taxonomy/rank.ts";
import { isInfrageneric } from "../taxonomy/rank.ts";

/** Columns that hold parts of a name. */
interface NameParts {
  uninomial: string | undefined;
  genericName: string | undefined;
  genericMark: string | undefined;
  infragenericEpithet: string | undefined;
  specificEpithet: string | undefined;
  specificMark: string | undefined;
  infraspecificEpithet: string | undefined;
  cultivarEpithet: string | undefined;
  /** ColDP: which part bears a hybrid sign, `generic`, `infrageneric`, `specific` or `infraspecific`. */
  notho: string | undefined;
  rank: Rank | undefined;
  verbatimRank: string | undefined;
  code: NomenclaturalCode | undefined;
}

/** Markers before infraspecific epithets (ICN Art. 24); zoology writes none. */
const MARKERS: Readonly<Partial<Record<Rank, string>>> = {
  SUBSPECIES: "subsp.",
  CONVARIETY: "convar.",
  PROLES: "proles",
  VARIETY: "var.",
  SUBVARIETY: "subvar.",
  FORM: "f.",
  SUBFORM: "subf.",
  FORMA_SPECIALIS: "f. sp.",
  PATHOVAR: "pv.",
  BIOVAR: "bv.",
  LUSUS: "lusus",
  MUTATIO: "mut.",
  ABERRATION: "ab.",
};

/** Name without authorship, put together from its parts: `"Carex nigra subsp. juncea"`; `undefined` without parts. */
export function assembleName(parts: NameParts): string | undefined {
  const { rank, code } = parts;
  const sign = (part: string): string => (parts.notho?.toLowerCase() === part ? "× " : "");
  const genus = parts.genericName ?? parts.uninomial;
  if (genus === undefined) return undefined;
  const words = [`${parts.genericMark ? `${parts.genericMark} ` : sign("generic")}${genus}`];
  if (parts.specificEpithet === undefined) {
    if (parts.infragenericEpithet && parts.infragenericEpithet !== genus)
      words.push(infragenericWords(parts.infragenericEpithet, rank, code));
  } else {
    if (parts.infragenericEpithet) words.push(`(${parts.infragenericEpithet})`);
    words.push(`${parts.specificMark ? `${parts.specificMark} ` : sign("specific")}${parts.specificEpithet}`);
    if (parts.infraspecificEpithet) {
      const marker = code === "ZOOLOGICAL" && rank === "SUBSPECIES" ? undefined : rank && MARKERS[rank];
      if (marker) words.push(marker);
      words.push(`${sign("infraspecific")}${parts.infraspecificEpithet}`);
    }
  }
  if (parts.cultivarEpithet) words.push(`'${parts.cultivarEpithet}'`);
  return words.join(" ");
}

function infragenericWords(epithet: string, rank: Rank | undefined, code: NomenclaturalCode | undefined): string {
  if (code === "ZOOLOGICAL" || rank === undefined || !isInfrageneric(rank)) return `(${epithet})`;
  const marker = { SUBGENUS: "subgen.", SECTION_BOTANY: "sect.", SUBSECTION_BOTANY: "subsect.", SERIES_BOTANY: "ser." }[
    rank as string
  ];
  return marker ? `${marker} ${epithet}` : `(${epithet})`;
}

/** `"(Basionym, 1851) Author, 1900"` from its parts; `undefined` without authors and year. */
export function assembleAuthorship(parts: {
  authors: string | undefined;
  exAuthors: string | undefined;
  year: string | undefined;
  basionymAuthors: string | undefined;
  basionymExAuthors: string | undefined;
  basionymYear: string | undefined;
}): string | undefined {
  const team = (authors?: string, exAuthors?: string, year?: string): string =>
    [
      // ColDP separates the authors of a team by bars.
      [exAuthors, authors]
        .filter((part) => part !== undefined)
        .map(teamOf)
        .join(" ex "),
      year,
    ]
      .filter(Boolean)
      .join(", ");
  const basionym = team(parts.basionymAuthors, parts.basionymExAuthors, parts.basionymYear);
  const own = team(parts.authors, parts.exAuthors, parts.year);
  return [basionym && `(${basionym})`, own].filter(Boolean).join(" ") || undefined;
}

function teamOf(authors: string): string {
  const names = authors.split("|").map((name) => name.trim());
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} & ${names.at(-1)}` : authors;
}

/**
 * Takes the authorship off a name that ends with it. Spacing and punctuation may differ: `"Puma concolor (Linnaeus
 * 1771)"` with `"(Linnaeus, 1771)"` gives `"Puma concolor"`.
 *
 * When the authorship stands in the middle (`"Abies alba Mill. var. alba"`) the name stays whole and the authorship is
 * `undefined`: it is part of the name. Without authorship, a `canonicalName` that the name begins with tells it.
 */
export function splitAuthorship(
  name: string,
  authorship: string | undefined,
  canonicalName?: string | undefined,
): { name: string; authorship: string | undefined } {
  if (authorship === undefined) {
    if (canonicalName && name.length > canonicalName.length + 1 && name.startsWith(`${canonicalName} `)) {
      const rest = name.slice(canonicalName.length).trim();
      // What follows must look like authors, not like a further epithet or a rank marker.
      if (/^[(\p{Lu}'"[]|^(?:d[aei]|de[nrl]?|v[ao]n|[dv]'|le|la|ter|zu[mr]?) ?\p{L}/u.test(rest))
        return { name: canonicalName, authorship: rest };
    }
    return { name, authorship: undefined };
  }
  if (name.length > authorship.length && name.endsWith(authorship)) {
    const before = name.charCodeAt(name.length - authorship.length - 1);
    if (before === 32 || before === 160 || authorship.charCodeAt(0) === 40)
      return { name: name.slice(0, name.length - authorship.length).trimEnd(), authorship };
  }
  const at = looseSuffix(name, authorship);
  if (at > 0) return { name: name.slice(0, at).trimEnd(), authorship };
  if (authorship.length > 2 && name.includes(authorship)) return { name, authorship: undefined };
  return { name, authorship };
}

/** Where `suffix` begins at the end of `text` when only letters and digits count; -1 when it is no suffix. */
function looseSuffix(text: string, suffix: string): number {
  // Most names have no authorship at all and end in a lower-case letter that settles it at once.
  let at = text.length - 1;
  let from = suffix.length - 1;
  let letters = 0;
  for (; from >= 0; from--) {
    const wanted = suffix.charCodeAt(from);
    if (!isWordCharacter(wanted)) continue;
    while (at >= 0 && !isWordCharacter(text.charCodeAt(at))) at--;
    if (at < 0 || text.charCodeAt(at) !== wanted) return -1;
    at--;
    letters++;
  }
  if (letters === 0) return -1;
  // The word must begin here, else "L." would be found in "Abies alpina subsp. tall".
  let start = at + 1;
  while (start > 0 && /[("'[]/.test(text[start - 1]!)) start--;
  return start > 0 && /[\s,]/.test(text[start - 1]!) ? start : -1;
}

function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code > 160;
}
