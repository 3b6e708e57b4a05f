/**
 * How does GBIF's `/parser/name` show a parsed name?
 *
 * The flat object of GBIF's API v1, members in its order, empty ones absent. `canonicalName` is the simple canonical
 * name. Hybrid formulas are given with `parsed` true here (GBIF refuses them); binomen's own facts that GBIF has no
 * member for are not added, because strict clients refuse unknown members.
 */
import type { Rank } from "../../taxonomy/rank.ts";
import type { AuthorTeam, NamePart, ParsedName } from "../parsed-name.ts";

/** GBIF's `ParsedName` (API v1). */
export interface GbifParsedName {
  scientificName: string;
  type: string;
  genusOrAbove?: string;
  infraGeneric?: string;
  specificEpithet?: string;
  infraSpecificEpithet?: string;
  cultivarEpithet?: string;
  strain?: string;
  notho?: string;
  parsed: boolean;
  authorship?: string;
  bracketAuthorship?: string;
  year?: string;
  bracketYear?: string;
  sensu?: string;
  nomStatus?: string;
  remarks?: string;
  parsedPartially: boolean;
  canonicalName?: string;
  canonicalNameWithMarker?: string;
  canonicalNameComplete?: string;
  rankMarker?: string;
}

/** GBIF's rank markers of names without a written marker. */
const MARKERS: Partial<Record<Rank, string>> = {
  FAMILY: "fam.",
  SUBFAMILY: "subfam.",
  TRIBE: "trib.",
  SUBTRIBE: "subtrib.",
  ORDER: "ord.",
  GENUS: "gen.",
  SUBGENUS: "subgen.",
  SECTION_BOTANY: "sect.",
  SUBSECTION_BOTANY: "subsect.",
  SERIES_BOTANY: "ser.",
  SUBSERIES_BOTANY: "subser.",
  INFRAGENERIC_NAME: "infragen.",
  SPECIES_AGGREGATE: "agg.",
  SPECIES: "sp.",
  INFRASPECIFIC_NAME: "infrasp.",
  INFRASUBSPECIFIC_NAME: "infrasubsp.",
  SUBSPECIES: "subsp.",
  VARIETY: "var.",
  SUBVARIETY: "subvar.",
  FORM: "f.",
  SUBFORM: "subf.",
  CONVARIETY: "convar.",
  PATHOVAR: "pv.",
  BIOVAR: "biovar.",
  FORMA_SPECIALIS: "f.sp.",
  CULTIVAR: "cv.",
  CULTIVAR_GROUP: "Group",
  GREX: "grex",
  STRAIN: "strain",
  PROLES: "prol.",
  NATIO: "natio",
  ABERRATION: "ab.",
  MORPH: "morph",
  LUSUS: "lusus",
  MUTATIO: "mut.",
};

const NOTHO: Record<NamePart, string> = {
  uninomial: "GENERIC",
  genus: "GENERIC",
  infragenericEpithet: "INFRAGENERIC",
  specificEpithet: "SPECIFIC",
  infraspecificEpithet: "INFRASPECIFIC",
  cultivarEpithet: "SPECIFIC",
};

function typeOf(name: ParsedName): string {
  switch (name.kind) {
    case "virus":
      return "VIRUS";
    case "hybridFormula":
      return "HYBRID";
    case "identifier":
      return "OTU";
    case "placeholder":
      return "PLACEHOLDER";
    case "notAName":
      return "NO_NAME";
    case "informal":
      return "INFORMAL";
    default:
      break;
  }
  if (name.code === "VIRUS") return "VIRUS";
  if (name.candidatus) return "CANDIDATUS";
  if (name.cultivarEpithet !== undefined) return "CULTIVAR";
  return name.warnings.some((warning) => DOUBTFUL.has(warning)) ? "DOUBTFUL" : "SCIENTIFIC";
}

/** Warnings that make GBIF call a name doubtful. */
const DOUBTFUL = new Set(["question mark", "characters lost", "epithet is no epithet", "year unlikely"]);

/** Authors as GBIF joins them: `"Nyl. ex Banker"`, `"Goh, Smith & Hsieh"`. */
function teamText(team: AuthorTeam | undefined): string | undefined {
  if (team === undefined || team.authors.length === 0) return undefined;
  const authors = joined(team.authors);
  const ex = team.exAuthors.length === 0 ? "" : `${joined(team.exAuthors)} ex `;
  const sanctioning = team.sanctioningAuthor === undefined ? "" : ` : ${team.sanctioningAuthor}`;
  return `${ex}${authors}${sanctioning}`;
}

function joined(authors: readonly string[]): string {
  if (authors.length < 2) return authors[0] ?? "";
  if (authors[authors.length - 1] === "al.") return `${authors.slice(0, -1).join(", ")} et al.`;
  return `${authors.slice(0, -1).join(", ")} & ${authors[authors.length - 1]}`;
}

/** The object that `GET /v1/parser/name` answers for one name. */
export function gbifParsedName(name: ParsedName): GbifParsedName {
  const parsed = name.quality > 0;
  const out: GbifParsedName = { scientificName: name.verbatim, type: typeOf(name), parsed, parsedPartially: false };
  if (!parsed) return out;
  const set = <K extends keyof GbifParsedName>(member: K, value: GbifParsedName[K] | undefined): void => {
    if (value !== undefined && value !== "") out[member] = value as GbifParsedName[K];
  };
  set("genusOrAbove", name.genus ?? name.uninomial);
  set("infraGeneric", name.infragenericEpithet);
  set("specificEpithet", name.specificEpithet);
  set("infraSpecificEpithet", name.infraspecificEpithet);
  set("cultivarEpithet", name.cultivarEpithet);
  if (name.rank === "STRAIN" || name.kind === "informal") set("strain", name.phrase);
  const notho = name.notho[name.notho.length - 1];
  set("notho", notho === undefined ? undefined : NOTHO[notho]);
  set("authorship", teamText(name.combinationAuthorship));
  set("bracketAuthorship", teamText(name.basionymAuthorship));
  set("year", name.combinationAuthorship?.year);
  set("bracketYear", name.basionymAuthorship?.year);
  set("sensu", name.taxonomicNote);
  set("nomStatus", name.nomenclaturalNote);
  set("remarks", name.tail);
  out.parsedPartially = name.tail !== undefined;
  set("canonicalName", name.canonicalName);
  set("canonicalNameWithMarker", name.canonicalFull);
  set("canonicalNameComplete", name.normalised);
  set("rankMarker", rankMarkerOf(name));
  return inOrder(out);
}

function rankMarkerOf(name: ParsedName): string | undefined {
  const last = name.infraspecifics[name.infraspecifics.length - 1];
  if (last?.rankMarker !== undefined) return last.rankMarker;
  return name.rank === undefined ? undefined : MARKERS[name.rank];
}

/** Members in the order in which they are written. */
export const GBIF_MEMBERS: readonly (keyof GbifParsedName)[] = [
  "scientificName",
  "type",
  "genusOrAbove",
  "infraGeneric",
  "specificEpithet",
  "infraSpecificEpithet",
  "cultivarEpithet",
  "strain",
  "notho",
  "parsed",
  "authorship",
  "bracketAuthorship",
  "year",
  "bracketYear",
  "sensu",
  "nomStatus",
  "remarks",
  "parsedPartially",
  "canonicalName",
  "canonicalNameWithMarker",
  "canonicalNameComplete",
  "rankMarker",
];

/** The same members in GBIF's order. */
function inOrder(unordered: GbifParsedName): GbifParsedName {
  const out: Record<string, unknown> = {};
  for (const member of GBIF_MEMBERS) if (unordered[member] !== undefined) out[member] = unordered[member];
  return out as unknown as GbifParsedName;
}
