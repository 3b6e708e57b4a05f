import type { NomenclaturalCode } from "../taxonomy/nomenclatural-code.ts";
import type { Rank } from "../taxonomy/rank.ts";

/** What kind of string it is. Only `scientific` and `hybridFormula` have parts that obey a code. */
export type NameKind =
  | "scientific"
  | "hybridFormula"
  | "informal"
  | "virus"
  | "identifier"
  | "placeholder"
  | "notAName";

/** One team of authors with its year. */
export interface AuthorTeam {
  authors: string[];
  exAuthors: string[];
  inAuthors: string[];
  emendAuthors: string[];
  sanctioningAuthor?: string | undefined;
  /** As written without marks: `"1753"`, `"188?"`. */
  year?: string | undefined;
  imprintYear?: string | undefined;
  yearApproximate: boolean;
}

/** A part of a name. */
export type NamePart =
  | "uninomial"
  | "genus"
  | "infragenericEpithet"
  | "specificEpithet"
  | "infraspecificEpithet"
  | "cultivarEpithet";

/** `cf.`, `aff.`, `sp.` … with the part it stands before. */
export interface Qualifier {
  /** Normalised: `"cf."`, `"aff."`, `"sp."`, `"agg."`, `"s.l."` … */
  term: string;
  qualifies: NamePart;
}

/** A word of the verbatim string: `verbatim.slice(start, end)`. */
export interface ParsedWord {
  kind: string;
  start: number;
  end: number;
}

/** The parts of a name string. Every field is filled by `parse.ts`; absent parts are `undefined`, never `""`. */
export interface ParsedName {
  verbatim: string;
  kind: NameKind;
  uninomial?: string | undefined;
  genus?: string | undefined;
  infragenericEpithet?: string | undefined;
  specificEpithet?: string | undefined;
  /** The last infraspecific epithet. */
  infraspecificEpithet?: string | undefined;
  /** All infraspecific epithets with their rank words, first to last. */
  infraspecifics: { rankMarker?: string | undefined; epithet: string }[];
  cultivarEpithet?: string | undefined;
  /** Rank written or inferred. */
  rank?: Rank | undefined;
  rankOrigin?: "written" | "inferred" | undefined;
  code?: NomenclaturalCode | undefined;
  codeOrigin?: "written" | "inferred" | undefined;
  /** Parts that bear a hybrid sign or a notho rank. */
  notho: NamePart[];
  /** Parents of a hybrid formula. */
  hybridParents: ParsedName[];
  combinationAuthorship?: AuthorTeam | undefined;
  basionymAuthorship?: AuthorTeam | undefined;
  /** Authorship as written, and normalised as `"(Basionym) Author, year"`. */
  authorshipVerbatim?: string | undefined;
  authorship?: string | undefined;
  candidatus: boolean;
  extinct: boolean;
  qualifiers: Qualifier[];
  /** `sensu Mill.`, `auct. non L.`, `sec. …` */
  taxonomicNote?: string | undefined;
  /** `nom. illeg.`, `comb. nov.` … */
  nomenclaturalNote?: string | undefined;
  /** The free part of a phrase name or an informal name: `"sp. Bloomfield (Smith 12)"`. */
  phrase?: string | undefined;
  /** What was not understood at the end. */
  tail?: string | undefined;
  /** 1 (clean) to 4 (doubtful), 0 when nothing could be parsed. */
  quality: 0 | 1 | 2 | 3 | 4;
  warnings: string[];
  /** Number of name words: 1-3 (4 with several infraspecific epithets); 0 for formulas and unparsed strings. */
  cardinality: number;
  /** Without authorship, rank markers, hybrid signs: `"Abies alba"`. */
  canonicalName?: string | undefined;
  /** With rank markers and hybrid signs. */
  canonicalFull?: string | undefined;
  /** Epithets stemmed. */
  canonicalStem?: string | undefined;
  /** The whole string in standard form. */
  normalised?: string | undefined;
  words: ParsedWord[];
}

/** What the caller knows beside the string. */
export interface ParseOptions {
  /** Authorship from a column of its own. Used when the string has none. */
  authorship?: string | undefined;
  rank?: Rank | undefined;
  code?: NomenclaturalCode | undefined;
}

/** Shared by all names without hybrid parts, qualifiers and so on: most of them. Frozen, so that nobody writes into it. */
const NONE = Object.freeze([]) as unknown as never[];

/** An empty {@link ParsedName}; all fields are there so that every name has the same hidden class. */
export function emptyName(verbatim: string): ParsedName {
  return {
    verbatim,
    kind: "scientific",
    uninomial: undefined,
    genus: undefined,
    infragenericEpithet: undefined,
    specificEpithet: undefined,
    infraspecificEpithet: undefined,
    infraspecifics: NONE,
    cultivarEpithet: undefined,
    rank: undefined,
    rankOrigin: undefined,
    code: undefined,
    codeOrigin: undefined,
    notho: NONE,
    hybridParents: NONE,
    combinationAuthorship: undefined,
    basionymAuthorship: undefined,
    authorshipVerbatim: undefined,
    authorship: undefined,
    candidatus: false,
    extinct: false,
    qualifiers: NONE,
    taxonomicNote: undefined,
    nomenclaturalNote: undefined,
    phrase: undefined,
    tail: undefined,
    quality: 1,
    warnings: NONE,
    cardinality: 0,
    canonicalName: undefined,
    canonicalFull: undefined,
    canonicalStem: undefined,
    normalised: undefined,
    words: NONE,
  };
}
