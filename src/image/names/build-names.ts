/**
 * Which name does a row of a checklist bear?
 *
 * Clean names (`Abies alba`, `Abies alba var. alpina` with the authorship in its own column) are told apart from the
 * rest by their letters alone and not parsed: they are nine of ten, and a parse costs more than all else of a row.
 */
import { foldName, foldNameShort } from "../../names/keys/fold.ts";
import { parseName } from "../../names/parse.ts";
import { plainEpithetEnd, plainGenusEnd } from "../../names/words/plain-ends.ts";
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
  /** How the texts follow from the folded words (layout/flags.ts), when that is known already. */
  textForm?: number | undefined;
}

/** The name of a row. */
export function readUsageName(usage: NameUsage): UsageName {
  const { scientificName, authorship } = usage;
  const bare = withoutAuthorship(scientificName, authorship);
  const canonicalName = cleanCanonical(bare, usage.rank);
  if (canonicalName === undefined) return readOddName(usage, bare);
  const folded = foldName(canonicalName);
  return {
    folded,
    foldedShort: undefined,
    canonicalName,
    scientificName: shown(bare, authorship),
    authorship,
    textForm: folded.length === canonicalName.length ? formOf(canonicalName, bare) : undefined,
  };
}

function formOf(canonicalName: string, bare: string): number {
  return canonicalName.length === bare.length ? TEXT_PLAIN : TEXT_MARKER;
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
  const first = plainGenusEnd(scientificName, 0);
  if (first < 2) return undefined;
  if (first === scientificName.length) return scientificName;
  const second = epithetEnd(scientificName, first);
  if (second < 0) return undefined;
  if (second === scientificName.length) return scientificName;
  const marker = rank === undefined ? undefined : RANK_MARKERS.get(rank);
  const isMarked = marker !== undefined && scientificName.startsWith(`${marker} `, second + 1);
  const third = epithetEnd(scientificName, isMarked ? second + marker.length + 1 : second);
  if (third !== scientificName.length || (!isMarked && third < second + 4)) return undefined;
  return isMarked ? scientificName.slice(0, second) + scientificName.slice(second + 1 + marker.length) : scientificName;
}

/** Where the epithet behind the space at `space` ends; -1 when none stands there. */
function epithetEnd(text: string, space: number): number {
  if (text.charCodeAt(space) !== 0x20) return -1;
  const end = plainEpithetEnd(text, space + 1);
  return end < space + 3 ? -1 : end;
}

/**
 * The name of a row that is not clean, parsed.
 *
 * Only a whole scientific name is kept under its canonical name. "Abies sp. 1", "Abies cf. alba", "Abies alba 'Nana'",
 * formulas and what is no name are kept under all they say: under the canonical name alone they would be mistaken for
 * the taxon that they only resemble.
 */
function readOddName(usage: NameUsage, bare: string): UsageName {
  const parsed = parseName(bare, { rank: usage.rank, code: usage.code, authorship: usage.authorship });
  const hasOwnAuthorship = parsed.authorshipVerbatim !== undefined && parsed.authorshipVerbatim !== usage.authorship;
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
