/**
 * Which one name string, and which rank, does a query of many fields ask for?
 *
 * The rules are GBIF's (`NameNRank`): a full name wins, an epithet alone is completed by the genus, an abbreviated
 * genus is expanded, the authorship is appended once, and without any name the lowest higher taxon is asked for.
 */

import { LATINISED_AUTHORS } from "../../names/words/authors.ts";
import { OPEN_NOTES } from "../../names/words/names.ts";
import { type MatchQuery, QUERY_RANKS } from "../../taxonomy/match.ts";
import type { Rank } from "../../taxonomy/rank.ts";
import { authorshipGiven, saysNothing } from "./author-case.ts";

/** The fields of a query that make up the name. */
export type NameFields = Pick<
  MatchQuery,
  "scientificName" | "scientificNameAuthorship" | "genericName" | "specificEpithet" | "infraspecificEpithet"
> & { [rank in (typeof QUERY_RANKS)[number]]?: string | undefined };

/** What is asked for. */
export interface AssembledName {
  /** `undefined` when no field says anything. */
  name: string | undefined;
  rank: Rank | undefined;
}

/** The rank words that stand between a species and its infraspecific epithet. */
const RANK_WORDS: Partial<Record<Rank, string>> = {
  SUBSPECIES: "subsp.",
  VARIETY: "var.",
  SUBVARIETY: "subvar.",
  FORM: "f.",
  SUBFORM: "subf.",
  FORMA_SPECIALIS: "f.sp.",
  CONVARIETY: "convar.",
  PROLES: "prol.",
  ABERRATION: "ab.",
  MORPH: "morph",
  NATIO: "natio",
  MUTATIO: "mut.",
  LUSUS: "lusus",
  PATHOVAR: "pv.",
  BIOVAR: "bv.",
  CHEMOVAR: "chemovar",
  MORPHOVAR: "morphovar",
  PHAGOVAR: "phagovar",
  SEROVAR: "serovar",
  INFRASPECIFIC_NAME: "infrasp.",
};

/** A field as text, or `undefined` when it is empty or one of the nulls that exports write (`\N`, `NULL`). */
export function present(field: string | undefined | null): string | undefined {
  if (field === undefined || field === null || field.length === 0) return undefined;
  if (field.length > 5 && field.charCodeAt(0) > 32) return field;
  const text = field.trim();
  if (text === "" || text === "\\N" || text === "\\NULL" || text.toLowerCase() === "null") return undefined;
  return text;
}

/** A field that names something: `undefined` for "NA", "-" and the like, too. */
function named(field: string | undefined): string | undefined {
  const value = present(field);
  return value === undefined || saysNothing(value) ? undefined : value;
}

/** The name string that the fields mean: `{genericName: "Abies", specificEpithet: "alba"}` → `"Abies alba"`. */
export function assembleName(fields: NameFields, rank?: Rank): AssembledName {
  const whole = nameGiven(fields);
  const written = present(fields.scientificNameAuthorship);
  const authorship = written === undefined ? undefined : authorshipGiven(written, whole);
  const species = named(fields.species);
  const speciesBinomial = species !== undefined && isSimpleBinomial(species) ? species.split(/\s+/) : undefined;
  const genusField = genusOrFamily(fields);
  const genus = withoutEpithet(
    fullGenus(genusAlone(named(fields.genericName)), genusField) ??
      genusField ??
      speciesBinomial?.[0] ??
      genusBeside(whole, fields),
    fields.specificEpithet,
  );
  const specific =
    withoutInitial(epithetGiven(fields.specificEpithet), genus) ??
    (speciesBinomial?.[1] || soleEpithet(withoutInitial(species, genus), genus));
  const below = inSmallLetters(lastOfTrinomial(epithetGiven(fields.infraspecificEpithet), genus));
  const given = below === undefined || /^spp?\.?$/i.test(below) ? undefined : below;
  // A species whose epithet was copied into the next column.
  const infraspecific = rank === "SPECIES" && given !== undefined && given === specific ? undefined : given;
  const isPart =
    whole !== undefined &&
    (isEpithetOnly(whole, genus, specific, infraspecific, species) || isGenusOnly(whole, genus, specific));

  if (whole !== undefined && !isPart) {
    const expanded = genus === undefined ? whole : expandOddAbbreviation(expandAbbreviatedGenus(whole, genus), genus);
    return { name: appendAuthorship(withInfraspecific(expanded, infraspecific, rank), authorship), rank };
  }
  const epithets = specific ?? infraspecific ?? (whole === undefined ? undefined : whole);
  if (epithets === undefined && genus !== undefined && UNKNOWN_EPITHET.test(fields.specificEpithet ?? ""))
    return { name: `${genus} indet.`, rank };
  if (epithets !== undefined || present(fields.genericName) !== undefined) {
    // Without an epithet, "Quercus, Fagus" or "Quercus L." says more than its first word.
    const isAlone = specific === undefined && infraspecific === undefined && whole === undefined;
    const parts: string[] = [(isAlone ? fullGenus(named(fields.genericName), genusField) : undefined) ?? genus ?? "?"];
    if (specific !== undefined) parts.push(specific);
    else if (infraspecific === undefined && whole !== undefined) parts.push(whole);
    if (infraspecific !== undefined) {
      const word = rank === undefined ? undefined : RANK_WORDS[rank];
      if (word !== undefined) parts.push(word);
      parts.push(infraspecific);
    }
    return { name: appendAuthorship(parts.join(" "), authorship), rank };
  }
  for (let i = QUERY_RANKS.length - 1; i >= 0; i--) {
    const queryRank = QUERY_RANKS[i]!;
    const name = present(fields[queryRank]);
    if (name !== undefined) {
      const isOther = queryRank === "genus" && ENDING_OF_FAMILY.test(name);
      const said = isOther ? undefined : (queryRank.toUpperCase() as Rank);
      return { name: appendAuthorship(name, authorship), rank: rank ?? said };
    }
  }
  return { name: undefined, rank };
}

/** The name string, unless it says that there is none while other fields make a species: "N/A", "(L.)". */
function nameGiven(fields: NameFields): string | undefined {
  const whole = present(fields.scientificName);
  const isAlone = fields.specificEpithet === undefined && fields.species === undefined;
  return whole === undefined || isAlone || !isUnknown(whole, fields) ? whole : undefined;
}

/** True for a value that names nothing, beside fields that make a species. */
function isUnknown(whole: string, fields: NameFields): boolean {
  if (!NAMES_NOTHING.test(whole) && !AUTHORS_ALONE.test(whole)) return false;
  if (epithetGiven(fields.specificEpithet) !== undefined)
    return (present(fields.genericName) ?? present(fields.genus)) !== undefined;
  const species = epithetGiven(fields.species);
  return species !== undefined && (/^\p{Lu}\p{L}+\s+\p{L}{3}/u.test(species) || present(fields.genus) !== undefined);
}

/** "-", "?", "N/A", "#REF!", "unknown", and authors alone. */
const NAMES_NOTHING =
  /^(?:[^\p{L}]*|#?n\.?\/?\s?a\.?[!?]?|na|nan|nil|null|none|nothing|unknown|unidentified|undetermined|indet(?:\.|erminate)?|not (?:given|known|identified)|missing|#[A-Z]+[!?]|\(.*\)\.?(?:\s+\p{Lu}[\p{L}.& ]*)?)$/iu;
/** "Bleeker, 1852", "McCulloch & Waite, 1918": authors and a year, and no epithet. */
const AUTHORS_ALONE = /^(?:\p{Lu}[\p{L}.'’-]*(?:\s+|,\s*)|(?:&|et|and|de|von|van|f\.)\s+)+\(?\d{4}\)?$/u;

/** The genus that a query gives beside its name: `"Quercus"`; `undefined` when it gives none. */
export function genusGiven(fields: NameFields): string | undefined {
  return genusAlone(present(fields.genericName)) ?? genusAlone(present(fields.genus));
}

/** True when the "whole name" is one lower-case epithet that the other fields repeat, and a genus is known. */
function isEpithetOnly(
  whole: string,
  genus: string | undefined,
  specific: string | undefined,
  infraspecific: string | undefined,
  species: string | undefined,
): boolean {
  if (genus === undefined || /\s/.test(whole)) return false;
  // In any case: a genus of the same letters stands in its own field.
  const word = whole.toLowerCase();
  if (word !== whole && word === genus.toLowerCase()) return false;
  return [specific, infraspecific, species].some((epithet) => epithet?.toLowerCase() === word);
}

/** True when the "whole name" is the genus only, and the epithet stands in its own field. */
function isGenusOnly(whole: string, genus: string | undefined, epithet: string | undefined): boolean {
  if (epithet === undefined || genus === undefined) return false;
  if (whole !== genus && genusAlone(whole) !== genus) return false;
  return (
    /^\p{Lu}\p{Ll}+$/u.test(genus) &&
    (/^\p{Ll}[\p{Ll}-]{2,}(?:\s+[(\p{Lu}].*)?$/u.test(epithet) || OPEN_EPITHET.test(epithet))
  );
}

/** "sp. 1", "spp." where an epithet should stand. */
const OPEN_EPITHET = /^(?:spp?|spec|n\. ?sp|morphosp)\b\.?/;

/** The only name that stands beside an epithet: its genus. */
function genusBeside(whole: string | undefined, { specificEpithet, species }: NameFields): string | undefined {
  const hasEpithet = present(specificEpithet) !== undefined || present(species) !== undefined;
  const genus = hasEpithet ? genusAlone(whole) : undefined;
  return genus !== undefined && /^\p{Lu}\p{Ll}+$/u.test(genus) ? genus : undefined;
}

const ENDING_OF_FAMILY = /^\p{Lu}\p{Ll}+(?:idae|aceae)$/u;

/** A value that says that the species is not known, which is more than that none is given. */
const UNKNOWN_EPITHET = /^\s*(?:\?+|unknown|unidentified|undetermined|not (?:identified|determined|known))\s*$/i;

/** The genus of its field, or of that of the family where the two changed places. */
function genusOrFamily(fields: NameFields): string | undefined {
  const genus = named(fields.genus);
  if (genus === undefined || !ENDING_OF_FAMILY.test(genus)) return genus;
  const family = present(fields.family);
  const hasEpithet = fields.specificEpithet !== undefined && family !== undefined;
  return hasEpithet && /^\p{Lu}\p{Ll}+$/u.test(family) && !ENDING_OF_FAMILY.test(family) ? family : genus;
}

/** "Q." beside the genus Quercus. */
function fullGenus(genericName: string | undefined, genus: string | undefined): string | undefined {
  if (genericName === undefined || genus === undefined) return genericName;
  if (ENDING_OF_FAMILY.test(genericName)) return genus;
  return /^\p{Lu}\p{Ll}{0,2}\.?$/u.test(genericName) && genus.startsWith(genericName.replace(".", ""))
    ? genus
    : genericName;
}

/** "Q. robur" as an epithet of Quercus. */
function withoutInitial(epithet: string | undefined, genus: string | undefined): string | undefined {
  if (epithet === undefined || genus === undefined) return epithet;
  const [all, initial] = /^(\p{Lu}\p{Ll}{0,2})(?:\.\s*|\s+)(?=\p{Ll}{3})/u.exec(epithet) ?? [];
  return all !== undefined && genus.startsWith(initial!) ? epithet.slice(all.length) : epithet;
}

/** An epithet of a field, unless it says that there is none: "-", "n/a". */
function epithetGiven(field: string | undefined): string | undefined {
  const epithet = unquoted(present(field));
  if (epithet === undefined || saysNothing(epithet)) return undefined;
  // "robur sp."
  return epithet.replace(/(?<=^\p{Ll}{3,})\s+sp\.?$/u, "");
}

/** An infraspecific epithet, perhaps behind the word for its rank. */
const INFRASPECIFIC =
  /^(?:(subsp|ssp|subspecies|var|variety|f|fo|forma|form|subvar|subf)\b\.?\s+)?(\p{Ll}[\p{Ll}-]+)$/u;

/** "Nigra", "NIGRA": an epithet, as the field says. Abbreviations and authors that end like epithets stay. */
function inSmallLetters(epithet: string | undefined): string | undefined {
  if (epithet === undefined || !/^\p{Lu}(?:[\p{Ll}-]{3,}|[\p{Lu}-]{3,})$/u.test(epithet)) return epithet;
  const word = epithet.toLowerCase();
  return LATINISED_AUTHORS.has(word) ? epithet : word;
}

/** "Panthera leo persica", "P. leo subsp. persica" in the field of the epithet: its last word. */
function lastOfTrinomial(epithet: string | undefined, genus: string | undefined): string | undefined {
  if (epithet === undefined || genus === undefined) return epithet;
  const [, first, rest] = /^(\p{Lu}[\p{L}-]*)\.?\s+\p{Ll}[\p{Ll}.-]+\s+(.+)$/u.exec(epithet) ?? [];
  return first !== undefined && genus.startsWith(first) && INFRASPECIFIC.test(rest!) ? rest : epithet;
}

/** A species, with its author or without, and the infraspecific epithet that stands in its own field. */
function withInfraspecific(name: string, given: string | undefined, rank: Rank | undefined): string {
  const [, marker, infraspecific] = (given === undefined ? null : INFRASPECIFIC.exec(given)) ?? [];
  if (infraspecific === undefined) return name;
  const word = marker === undefined ? (rank === undefined ? undefined : RANK_WORDS[rank]) : `${marker}.`;
  if (word === undefined && (rank !== undefined || isSpeciesOfItself(name, infraspecific)) && !MARKER_LAST.test(name))
    return name;
  // "Abies alba var." and the epithet in its own column
  if (MARKER_LAST.test(name)) return `${name} ${infraspecific}`;
  if (isSimpleBinomial(name))
    return word === undefined ? `${name} ${infraspecific}` : `${name} ${word} ${infraspecific}`;
  return BINOMIAL_BY.test(name) ? `${name} ${word ?? RANK_WORDS.INFRASPECIFIC_NAME} ${infraspecific}` : name;
}

const MARKER_LAST = /^\p{Lu}\p{Ll}+ \p{Ll}[\p{Ll}-]+ (?:subsp|ssp|var|f|subvar)\.?$/u;

/** "Quercus robur L.": nothing but authors behind the species. */
const BINOMIAL_BY = /^\p{Lu}\p{Ll}+ \p{Ll}[\p{Ll}-]+(?:,? (?:[(\p{Lu}][\p{L}.')-]*|&|ex|et|in|\(?\d{4}\)?))+$/u;

/** True when the epithet is that of the species, which some repeat. */
function isSpeciesOfItself(name: string, epithet: string): boolean {
  return name.split(/\s+/)[1] === epithet;
}

/** A genus without the epithet that stands in its own field as well: `"Quercus robur"`, `"robur"` → `"Quercus"`. */
function withoutEpithet(genus: string | undefined, epithet: string | undefined): string | undefined {
  const end = genus === undefined || epithet === undefined ? -1 : genus.indexOf(" ");
  return end > 0 && genus!.slice(end).trim() === epithet!.trim() ? genus!.slice(0, end) : genus;
}

/** Without the quotes that some programs put around every value. */
function unquoted(field: string | undefined): string | undefined {
  return field?.replace(/^["'](.+)["']$/, "$1");
}

/** A genus without the author that some put into its field: `"Quercus L."` → `"Quercus"`. */
function genusAlone(genus: string | undefined): string | undefined {
  return unquoted(genus)?.replace(/^(\p{Lu}[\p{Ll}-]+)[\s,]+[(\p{Lu}].*$/u, "$1");
}

function soleEpithet(species: string | undefined, genus: string | undefined): string | undefined {
  // "Robur", "ROBUR" beside the genus Quercus.
  const isCapital =
    genus !== undefined && species !== undefined && /^\p{Lu}(?:[\p{Ll}-]+|[\p{Lu}-]{2,})$/u.test(species);
  if (isCapital && species.toLowerCase() !== genus.toLowerCase()) return species.toLowerCase();
  return species !== undefined && /^[\p{Ll}1-9-]+$/u.test(species) ? species : undefined;
}

/** The name followed by its authorship, unless it already contains it (case aside). */
export function appendAuthorship(name: string, authorship: string | undefined): string {
  if (authorship === undefined) return name;
  return name.toLowerCase().includes(authorship.toLowerCase()) ? name : `${name} ${authorship}`;
}

/** `"A. alba"` with genus `"Abies"` → `"Abies alba"`; unchanged when the initial does not agree. */
export function expandAbbreviatedGenus(name: string, genus: string): string {
  const first = name.charAt(0);
  let end = 1;
  if (name.charAt(end) === ".") end++;
  if (first === "?") {
    if (name.charAt(end) !== " ") return name;
  } else {
    const isCapital = first !== first.toLowerCase();
    if (!isCapital || (name.charAt(end) !== " " && end === 1)) return name;
    if (first !== genus.charAt(0).toUpperCase()) return name;
  }
  const rest = name.slice(end).trimStart();
  return rest === "" ? name : `${genus} ${rest}`;
}

/** "Que. robur", "Q-robur", "q. robur" beside the genus Quercus. */
function expandOddAbbreviation(name: string, genus: string): string {
  const [all, letters] = /^(\p{Lu}\p{Ll}{0,3}|\p{Ll})(?:\.\s*|-)(?=\p{Ll}{3})/u.exec(name) ?? [];
  if (all === undefined || OPEN_NOTES.has(letters!.toLowerCase())) return name;
  return genus.toLowerCase().startsWith(letters!.toLowerCase()) ? `${genus} ${name.slice(all.length)}` : name;
}

/** True for a capitalised word and one epithet, which may hold digits and hyphens: `"Adalia 8punctata"`. */
export function isSimpleBinomial(name: string): boolean {
  return /^\p{Lu}\p{Ll}+\s+[\p{Ll}1-9-]+$/u.test(name.trim());
}
