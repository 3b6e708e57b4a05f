/**
 * Which name does a row of a checklist bear?
 *
 * Clean names (`Abies alba`, `Abies alba var. alpina` with the authorship in its own column) are told apart from the
 * rest by their letters alone and not parsed: they are nine of ten, and a parse costs more than all else of a row.
 */
import { foldName, foldNameShort } from "../../names/keys/fold.ts";
import { parseName } from "../../names/parse.ts";
import type { NameUsage } from "../../taxonomy/name-usage.ts";
import type { Rank } from "../../taxonomy/rank.ts";
import { RANK_MARKERS, TEXT_MARKER, TEXT_PLAIN } from "../layout/flags.ts";

/** The name of a usage, in the forms that the image keeps. */
export interface UsageName {
  /** Look-up key. */
  folded: string;
  /** Look-up key of the second folding (ö → o), when it differs. */
  foldedShort: string | undefined;
  /** Without authorship, rank markers and hybrid signs: `"Abies alba alpina"`. */
  canonicalName: string;
  /** As shown, with authorship. */
  scientificName: string;
  authorship: string | undefined;
  /** How the texts follow from the folded words (format-flags.ts), when that is known already. */
  textForm?: number | undefined;
}

/** Lower-case words that mean something to a parser, so that a name with one of them is not clean. */
const NOT_EPITHETS: ReadonlySet<string> = new Set(
  (
    "sp spp ssp subsp subspecies var variety varietas subvar f fo form forma subf subform sect section subsect subg " +
    "subgen subgenus ser series subser cf aff nr near agg aggr group complex hybrid x sensu auct auctt non nec not et ex " +
    "in and or y e de da du di do dos la le van von der den ter nov gen comb stat nom nud ined cv cultivar strain clone " +
    "pv bv biovar pathovar serovar morph morpha ab aberration nothosp nothosubsp nothovar notho convar prol proles lusus " +
    "race natio grex mut mutatio monstr virus viroid phage satellite prion sedis incertae environmental sample undescribed " +
    "unnamed unknown undet indet ind gr stirps"
  ).split(" "),
);

/** First words that do not start a name of their own. */
const NOT_GENERA: ReadonlySet<string> = new Set([
  "Candidatus",
  "Uncultured",
  "Unidentified",
  "Unclassified",
  "Unknown",
  "Incertae",
  "Cf",
  "Aff",
  "Not",
]);

/** The name of a row. */
export function readUsageName(usage: NameUsage): UsageName {
  const { scientificName, authorship } = usage;
  const bare = withoutAuthorship(scientificName, authorship);
  const canonicalName = cleanCanonical(bare, usage.rank);
  if (canonicalName === undefined) return readOddName(usage, bare);
  return {
    folded: foldName(canonicalName),
    foldedShort: undefined,
    canonicalName,
    scientificName: shown(bare, authorship),
    authorship,
    textForm: canonicalName.length === bare.length ? TEXT_PLAIN : TEXT_MARKER,
  };
}

/** The name without the authorship, for sources that have it both as a column and at the end of the name. */
function withoutAuthorship(scientificName: string, authorship: string | undefined): string {
  if (authorship === undefined || !scientificName.endsWith(authorship)) return scientificName;
  const end = scientificName.length - authorship.length;
  return end > 1 && scientificName.charCodeAt(end - 1) === 32 ? scientificName.slice(0, end - 1) : scientificName;
}

function shown(bare: string, authorship: string | undefined): string {
  return authorship === undefined ? bare : `${bare} ${authorship}`;
}

/** The canonical name when it can be seen without parsing. */
function cleanCanonical(scientificName: string, rank: Rank | undefined): string | undefined {
  const first = wordEnd(scientificName, 0);
  if (first < 2 || !isCapital(scientificName.charCodeAt(0)) || !isLetters(scientificName, 1, first)) return undefined;
  if (first === scientificName.length) return NOT_GENERA.has(scientificName) ? undefined : scientificName;
  if (NOT_GENERA.has(scientificName.slice(0, first))) return undefined;
  const second = epithetEnd(scientificName, first + 1);
  if (second < 0) return undefined;
  if (second === scientificName.length) return scientificName;
  const marker = rank === undefined ? undefined : RANK_MARKERS.get(rank);
  const isMarked = marker !== undefined && scientificName.startsWith(`${marker} `, second + 1);
  const third = epithetEnd(scientificName, isMarked ? second + marker.length + 2 : second + 1);
  if (third !== scientificName.length) return undefined;
  return isMarked ? scientificName.slice(0, second) + scientificName.slice(second + 1 + marker.length) : scientificName;
}

/** Where the epithet that starts at `start` ends, or -1 when it is none. */
function epithetEnd(text: string, start: number): number {
  const end = wordEnd(text, start);
  if (end - start < 2 || !isLetters(text, start, end)) return -1;
  return end - start <= 13 && NOT_EPITHETS.has(text.slice(start, end)) ? -1 : end;
}

function wordEnd(text: string, start: number): number {
  const blank = text.indexOf(" ", start);
  return blank < 0 ? text.length : blank;
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

function isLetters(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 97 || code > 122) return false;
  }
  return true;
}

/**
 * The name of a row that is not clean, parsed.
 *
 * Only a whole scientific name is kept under its canonical name. "Abies sp. 1", "Abies cf. alba", "Abies alba 'Nana'",
 * formulas and what is no name are kept under all they say: under the canonical name alone they would be mistaken for
 * the taxon that they only resemble.
 */
function readOddName(usage: NameUsage, bare: string): UsageName {
  const parsed = parseName(bare, { rank: usage.rank, code: usage.code });
  const hasOwnAuthorship = parsed.authorshipVerbatim !== undefined;
  const scientificName = hasOwnAuthorship ? bare.trim() : shown(bare.trim(), usage.authorship);
  const authorship = usage.authorship ?? parsed.authorshipVerbatim;
  const isWhole =
    parsed.kind === "scientific" &&
    parsed.canonicalName !== undefined &&
    parsed.cultivarEpithet === undefined &&
    parsed.phrase === undefined &&
    parsed.tail === undefined &&
    parsed.qualifiers.length === 0;
  const canonicalName = isWhole ? parsed.canonicalName! : (parsed.canonicalName ?? bare.trim());
  const key = isWhole ? canonicalName : bare;
  const folded = foldName(key);
  // The parser writes "ue" for "ü" already; what it makes of the name without its marks is the second folding.
  const unmarked = isWhole && foldNameShort(bare) !== foldName(bare) ? withoutMarks(bare) : undefined;
  const short = unmarked === undefined ? foldNameShort(key) : foldName(parseName(unmarked).canonicalName ?? unmarked);
  return {
    // A name without a letter or digit is kept as it is: it must not vanish, and only itself finds it.
    folded: folded === "" ? key.trim() : folded,
    foldedShort: short === folded || short === "" ? undefined : short,
    canonicalName,
    scientificName,
    authorship,
  };
}

/** Letters that the second folding reads as if they had no mark, without it. */
function withoutMarks(text: string): string {
  return text.normalize("NFC").replace(/[äåöøüÄÅÖØÜ]/g, (letter) => {
    return letter === "ø" ? "o" : letter === "Ø" ? "O" : letter.normalize("NFD").charAt(0);
  });
}
