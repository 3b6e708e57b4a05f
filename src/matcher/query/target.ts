/**
 * What does the query ask for, once its name is read?
 *
 * A query becomes a {@link Target}: the name to look up, its rank and authorship, and how strictly it is meant. Open
 * nomenclature is resolved here: "sp." and "aff." ask for the genus, "cf." for the species, a hybrid formula for what
 * its parents have in common, and strings that are no Latin names (viruses, OTUs) for exactly themselves.
 */
import { type AuthorshipKey, normalizeAuthorship } from "../../names/authors/authorship.ts";
import { nameType } from "../../names/forms/formatted-name.ts";
import { foldName } from "../../names/keys/fold.ts";
import { parseName } from "../../names/parse.ts";
import type { NameKind, ParsedName } from "../../names/parsed-name.ts";
import { APPROXIMATIONS } from "../../names/words/names.ts";
import { parseCode } from "../../taxonomy/code-spelling.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";
import type { NomenclaturalCode } from "../../taxonomy/nomenclatural-code.ts";
import { isInfrageneric, type Rank } from "../../taxonomy/rank.ts";
import { parseRank, RANKS_BY_CODE } from "../../taxonomy/rank-spelling.ts";
import { cleanText } from "./clean-text.ts";
import { assembleName, present } from "./name-assembly.ts";

/** The name asked for. */
export interface Target {
  /** The name string after assembly and cleaning. */
  text: string;
  /** Canonical name without authorship, rank marker, hybrid sign: what usages are compared with. */
  canonical: string;
  /** Key of the canonical name in the image. */
  folded: string;
  kind: NameKind;
  /** First word of a name of several words. */
  genus: string | undefined;
  specificEpithet: string | undefined;
  infraspecificEpithet: string | undefined;
  rank: Rank | undefined;
  /** True when the query says the rank, false when it follows from the name. */
  rankGiven: boolean;
  code: NomenclaturalCode | undefined;
  authorship: string | undefined;
  /** The authorship, ready to compare; made when it is asked for, see {@link authorshipKeyOf}. */
  authorshipKey: AuthorshipKey | undefined;
  /** The checklist's number of the authorship, when it writes it letter by letter; else 0. */
  authorshipOrdinal: number;
  /** Only the same (or equally normalised) spelling will do. */
  exactOnly: boolean;
  /** Query said `strict`. */
  strict: boolean;
  /** `"cf."`, `"aff."`, `"sp."`, `"agg."` … when the name is open. */
  qualifier: string | undefined;
  /** The name stands for less than was written: answers are HIGHERRANK. */
  determinedPartOnly: boolean;
  /** Something at the end of the string was not understood. */
  hasTail: boolean;
  /** Parents of a hybrid formula. */
  parents: string[];
  /** The query is a name and nothing else: there are no hints. */
  plain: boolean;
  /** Genus of an infrageneric name (subgenus, section): a hint for its classification. */
  hintGenus: string | undefined;
  /** What stands in brackets between genus and species. */
  subgenus: string | undefined;
  /** The name is used in another sense than its author's: "auct.", "sensu Smith", "non L.". */
  concept: "misapplied" | "part" | undefined;
  /** The string holds several names: its `parents`. */
  several: boolean;
  /** The string was read otherwise than it is written: what was done, in words, and why. */
  rereadings: readonly string[];
}

const NONE: readonly string[] = [];

/** Open nomenclature that means "not this species, but something near it". */
const NEAR = new Set(["aff.", "nr.", "near", "affinis", "prox."]);

/**
 * Open nomenclature that means "most likely this species", wherever it stands. Source: Sigovini, Keppel and Tagliapietra
 * (2016), after Bengtson (1988): a question mark says that the identification is uncertain, as "cf." does.
 */
const UNSURE = new Set(["cf.", "?"]);

/** Reads a query; `undefined` when it has no name at all. */
export function targetOf(query: MatchQuery): Target | undefined {
  const asked = askedOf(query);
  return asked === undefined ? undefined : targetOfText(asked, asked.name);
}

/** What the fields of a query say together. */
export interface Asked {
  readonly name: string;
  readonly rank: Rank | undefined;
  /** True when the query says the rank, false when it follows from the field that holds the name. */
  readonly rankGiven: boolean;
  readonly code: NomenclaturalCode | undefined;
  readonly strict: boolean;
}

/** The name string, rank and code of a query; `undefined` when it has no name at all. */
export function askedOf(query: MatchQuery): Asked | undefined {
  const code = codeGiven(query);
  const rank = rankGiven(query, code);
  const { name, rank: assembledRank } = assembleName(query, rank);
  if (name === undefined) return undefined;
  return { name, rank: assembledRank, rankGiven: rank !== undefined, code, strict: query.strict === true };
}

/**
 * Reads a name string; `undefined` when nothing is left of it once it is cleaned.
 * @param known what the parser made of a string: used when it is this one
 */
export function targetOfText(
  { rank, rankGiven, code, strict }: Asked,
  name: string,
  known?: ParsedName,
): Target | undefined {
  const text = cleanText(name);
  if (text === "") return undefined;
  const target = emptyTarget(text, rank, rankGiven, code, strict);
  readParsed(target, isReadBefore(known, text, rank, code) ? known : parsedAs(text, rank, code));
  return target;
}

function isReadBefore(
  known: ParsedName | undefined,
  text: string,
  rank: Rank | undefined,
  code: NomenclaturalCode | undefined,
): known is ParsedName {
  return known?.verbatim === text && rank === undefined && code === undefined;
}

function parsedAs(text: string, rank: Rank | undefined, code: NomenclaturalCode | undefined): ParsedName {
  if (rank === undefined && code === undefined) return parseName(text);
  return parseName(text, { ...(rank === undefined ? {} : { rank }), ...(code === undefined ? {} : { code }) });
}

/** The code that a query gives. */
export function codeGiven(query: MatchQuery): NomenclaturalCode | undefined {
  return parseCode(present(query.nomenclaturalCode));
}

/** The rank that a query gives. */
export function rankGiven(query: MatchQuery, code: NomenclaturalCode | undefined): Rank | undefined {
  return parseRank(present(query.taxonRank), code) ?? parseRank(present(query.verbatimTaxonRank), code);
}

/** A target of which nothing but these is known. */
export function emptyTarget(
  text: string,
  rank: Rank | undefined,
  rankGiven: boolean,
  code: NomenclaturalCode | undefined,
  strict: boolean,
): Target {
  return {
    text,
    canonical: text,
    folded: "",
    kind: "scientific",
    genus: undefined,
    specificEpithet: undefined,
    infraspecificEpithet: undefined,
    rank,
    rankGiven,
    code,
    authorship: undefined,
    authorshipKey: undefined,
    authorshipOrdinal: 0,
    exactOnly: strict,
    strict,
    qualifier: undefined,
    determinedPartOnly: false,
    hasTail: false,
    parents: [],
    plain: false,
    hintGenus: undefined,
    subgenus: undefined,
    concept: undefined,
    several: false,
    rereadings: NONE,
  };
}

function readParsed(target: Target, parsed: ParsedName): void {
  target.kind = parsed.kind;
  target.hasTail = parsed.tail !== undefined;
  // "sect." and "ser." stand in both codes.
  if (parsed.codeOrigin === "written" && !(parsed.rank !== undefined && RANKS_BY_CODE.has(parsed.rank)))
    target.code ??= parsed.code;
  if (parsed.kind === "scientific" || parsed.kind === "informal") readName(target, parsed);
  else readOther(target, parsed);
  target.folded = foldName(target.canonical);
}

/** What a note about the concept says: a name in the sense of others is misapplied, "p.p." is part of what it was. */
function conceptOf(note: string): Target["concept"] {
  if (/\bs\.? ?(?:l|lat|str|s)\b|sensu (?:lato|stricto|amplo|str)/i.test(note)) return undefined;
  return /^(?:p\.? ?p|pro parte|partim)/i.test(note) ? "part" : "misapplied";
}

/** Parts of a Latin name, as far as it is determined. */
function readName(target: Target, parsed: ParsedName): void {
  const qualifier = parsed.qualifiers[0]?.term;
  target.qualifier = qualifier;
  if (parsed.cultivarEpithet !== undefined) target.qualifier ??= "cv.";
  // "Quercus 'Fastigiata'": of a species that is not told.
  if (parsed.specificEpithet === undefined && /^\p{Lu}/u.test(parsed.cultivarEpithet ?? ""))
    target.determinedPartOnly = true;
  if (parsed.taxonomicNote !== undefined) {
    target.qualifier ??= parsed.taxonomicNote;
    target.concept = conceptOf(parsed.taxonomicNote);
  }
  const genus = parsed.genus;
  let specific = parsed.specificEpithet;
  let infraspecific = parsed.infraspecificEpithet;
  for (const { term, qualifies } of parsed.qualifiers) {
    if (!NEAR.has(term)) continue;
    // "Aus aff. bus" is no Aus bus: what is known is the genus.
    if (qualifies === "specificEpithet") specific = infraspecific = undefined;
    else if (qualifies === "infraspecificEpithet") infraspecific = undefined;
    target.determinedPartOnly = true;
  }
  // "A. alba" is one of many names, not an error for another.
  if (genus !== undefined && /^\p{Lu}\p{Ll}{0,4}\.$/u.test(genus)) target.exactOnly = true;
  if (genus === undefined || specific === undefined) {
    const name = parsed.infragenericEpithet && isInfragenericName(parsed) ? parsed.infragenericEpithet : undefined;
    target.canonical = name ?? genus ?? parsed.uninomial ?? parsed.canonicalName ?? target.text;
    target.hintGenus = name === undefined ? undefined : genus;
  } else {
    target.genus = genus;
    target.specificEpithet = specific;
    target.infraspecificEpithet = infraspecific;
    target.subgenus = parsed.infragenericEpithet;
    target.canonical = infraspecific === undefined ? `${genus} ${specific}` : `${genus} ${specific} ${infraspecific}`;
  }
  // "Aus cf. bus" and "Aus ?bus" are most likely Aus bus; "Aus sp." or "Aus bus ssp." is more than what it names.
  if (
    parsed.kind === "informal" &&
    (specific === undefined || !parsed.qualifiers.some(({ term }) => UNSURE.has(term)))
  ) {
    target.determinedPartOnly = true;
  }
  // What follows an authorship is a remark; before one, it belongs to the name.
  if (
    parsed.authorship === undefined &&
    parsed.tail !== undefined &&
    yearAlone(parsed.tail) === undefined &&
    /^[\p{Ll}\d]/u.test(parsed.tail)
  )
    target.determinedPartOnly = true;
  // "Quercus L. sp. 1": the author of the genus stands before what leaves the name open.
  const open = specific === undefined ? openTerm(parsed.tail) : undefined;
  if (open !== undefined) {
    target.determinedPartOnly = true;
    target.qualifier ??= open;
    target.hasTail = false;
  }
  // "Quercus robur L. var. indet.": the author of the species stands before what leaves the variety open.
  if (
    specific !== undefined &&
    parsed.authorship !== undefined &&
    parsed.tail !== undefined &&
    OPEN_MARKER.test(parsed.tail)
  )
    target.determinedPartOnly = true;
  // "Quercus robur subsp. nov." has no name yet.
  if (specific !== undefined && infraspecific === undefined && parsed.nomenclaturalNote !== undefined)
    target.determinedPartOnly ||= OPEN_MARKER.test(parsed.nomenclaturalNote);
  const partOnly = target.determinedPartOnly;
  if (specific !== undefined) {
    if (!target.rankGiven || partOnly) {
      const inferred: Rank = infraspecific === undefined ? "SPECIES" : "INFRASPECIFIC_NAME";
      target.rank = partOnly ? inferred : (bottomRank(parsed, infraspecific) ?? inferred);
    }
  } else if (partOnly || !target.rankGiven) {
    target.rank = partOnly || parsed.rankOrigin !== "written" ? undefined : parsed.rank;
  }
  if (!partOnly || specific !== undefined) {
    target.authorship = parsed.authorship ?? parsed.authorshipVerbatim ?? yearAlone(parsed.tail);
  }
}

/** A marker without an epithet: "var.", "ssp. ?", "f. indet.". */
const OPEN_MARKER = /^(?:var|subsp|ssp|fo|forma|f|subvar|cv)\b\.?\s*(?:$|\?|indet|undet|nov|n\.|sp\b|\d)/;

/** "sp. 1" → `"sp."`; `undefined` when a tail does not begin so. */
function openTerm(tail: string | undefined): string | undefined {
  const word = tail === undefined ? undefined : /^\p{L}+/u.exec(tail)?.[0];
  return word === undefined ? undefined : APPROXIMATIONS.get(word.toLowerCase());
}

/** The authorship of a target that has one, ready to compare. */
export function authorshipKeyOf(target: Target): AuthorshipKey {
  target.authorshipKey ??= normalizeAuthorship(target.authorship!);
  return target.authorshipKey;
}

/** "Oenanthe 1816": a year alone tells authors apart. */
function yearAlone(tail: string | undefined): string | undefined {
  return tail !== undefined && /^\(?1[789]\d\d\)?$|^\(?20\d\d\)?$/.test(tail) ? tail : undefined;
}

/** The written rank, when it is one that a name of so many words can have. */
function bottomRank(parsed: ParsedName, infraspecific: string | undefined): Rank | undefined {
  const rank = parsed.rank;
  if (rank === undefined || rank === "OTHER" || rank === "UNRANKED") return undefined;
  if (rank === "SPECIES_AGGREGATE") return "SPECIES";
  return infraspecific === undefined && rank !== "SPECIES" ? undefined : rank;
}

function isInfragenericName(parsed: ParsedName): boolean {
  return parsed.rank === undefined || isInfrageneric(parsed.rank);
}

/** Viruses, OTUs, formulas and what is no name: looked up as written. */
function readOther(target: Target, parsed: ParsedName): void {
  target.exactOnly = true;
  target.canonical = parsed.kind === "identifier" ? (parsed.normalised ?? target.text) : target.text;
  if (parsed.kind === "hybridFormula") {
    for (const parent of parsed.hybridParents) if (parent.canonicalName) target.parents.push(parent.canonicalName);
  }
}

/** Makes the whole text, as folded, the name that is looked up. */
export function asWritten(target: Target, folded: string): void {
  target.folded = folded;
  target.canonical = target.text;
  target.genus = target.specificEpithet = target.infraspecificEpithet = undefined;
  target.authorship = undefined;
  target.determinedPartOnly = false;
  const type = nameType(target.text);
  if (type === "VIRUS") target.kind = "virus";
  else if (type === "OTU") target.kind = "identifier";
  if (!target.rankGiven) target.rank = undefined;
}

/** A target for the words of a text, each taken for a word of the name. */
export function wordsAsWritten(read: Target, text: string, folded: string): Target {
  const [genus, specific, ...rest] = text.split(" ");
  return {
    ...read,
    kind: "scientific",
    canonical: text,
    folded,
    genus: specific === undefined ? undefined : genus,
    specificEpithet: specific,
    infraspecificEpithet: rest.length === 0 ? undefined : rest.join(" "),
    rank: read.rankGiven || specific === undefined ? read.rank : rest.length === 0 ? "SPECIES" : "INFRASPECIFIC_NAME",
    exactOnly: read.strict,
    authorship: undefined,
    authorshipKey: undefined,
    determinedPartOnly: false,
  };
}

/** A target for a part of another target's name: its species or genus, whoever the author. */
export function partialTarget(whole: Target, canonical: string, rank: Rank | undefined): Target {
  const target = emptyTarget(canonical, rank, false, whole.code, false);
  target.folded = foldName(canonical);
  const words = canonical.split(" ");
  if (words.length > 1) {
    target.genus = words[0];
    target.specificEpithet = words[1];
    target.infraspecificEpithet = words[2];
  }
  return target;
}
