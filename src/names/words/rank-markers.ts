/**
 * Which words between the parts of a name tell a rank, and how are they written in standard form?
 *
 * Source: ICN Art. 5A and 24, ICZN Art. 45, ICNP rule 5; older and colloquial markers from own knowledge of lists.
 * The spelling of whole rank columns is `taxonomy/rank-spelling.ts`; this table holds what stands inside names.
 */
import type { NomenclaturalCode } from "../../taxonomy/nomenclatural-code.ts";
import type { Rank } from "../../taxonomy/rank.ts";

/** Where a marked name stands. */
type MarkerLevel = "suprageneric" | "infrageneric" | "infraspecific";

/** A rank marker. */
export interface RankMarker {
  /** Standard form: `"subsp."`. */
  text: string;
  rank: Rank | undefined;
  level: MarkerLevel;
  notho: boolean;
  code: NomenclaturalCode | undefined;
  /** Not in common use: lowers the quality. */
  uncommon: boolean;
}

const MARKERS = new Map<string, RankMarker>();

function add(
  level: MarkerLevel,
  rank: Rank | undefined,
  text: string,
  spellings: string,
  code?: NomenclaturalCode,
  uncommon = false,
): void {
  for (const spelling of spellings.split(" "))
    MARKERS.set(spelling, { text, rank, level, notho: false, code, uncommon });
}

/** Markers written as they are given ("agamovar."), with the rank of another. */
function addAsWritten(level: MarkerLevel, rank: Rank | undefined, spellings: string, uncommon: boolean): void {
  for (const spelling of spellings.split(" "))
    MARKERS.set(spelling, { text: `${spelling}.`, rank, level, notho: false, code: undefined, uncommon });
}

add("infraspecific", "SUBSPECIES", "subsp.", "subsp subspec ssp subspecies sspec susp subssp subspp unterart");
add("infraspecific", "VARIETY", "var.", "var varietas variety vars varietät varieté vari");
add("infraspecific", "SUBVARIETY", "subvar.", "subvar subvarietas svar");
add("infraspecific", "FORM", "f.", "f fo fa fm form forma fma forme");
add("infraspecific", "SUBFORM", "subf.", "subf subfo subform subforma sf");
add("infraspecific", "FORMA_SPECIALIS", "f. sp.", "fsp");
add("infraspecific", "CONVARIETY", "convar.", "convar convarietas", "CULTIVARS");
add("infraspecific", "PROLES", "prol.", "prol proles", undefined, true);
add("infraspecific", "LUSUS", "lus.", "lus lusus", undefined, true);
add("infraspecific", "MUTATIO", "mut.", "mut mutatio", undefined, true);
add("infraspecific", "ABERRATION", "ab.", "ab aberr aberration aberratio");
add("infraspecific", "MORPH", "morph", "morph", undefined, true);
add("infraspecific", "MORPH", "morpha", "morpha", undefined, true);
add("infraspecific", "NATIO", "natio", "natio", undefined, true);
add("infraspecific", "NATIO", "nat", "nat", undefined, true);
add("infraspecific", "INFRASPECIFIC_NAME", "infrasp.", "infrasp infraspec infraspecific", undefined, true);
add("infraspecific", undefined, "st.", "st");
add("infraspecific", "PROLES", "race", "race", undefined, true);
add("infraspecific", "PATHOVAR", "pv.", "pv", "BACTERIAL");
add("infraspecific", "PATHOVAR", "pathovar.", "pathovar", "BACTERIAL");
add("infraspecific", "BIOVAR", "bv.", "bv biovar", "BACTERIAL");
add("infraspecific", "CHEMOVAR", "chemovar.", "chemovar", "BACTERIAL");
add("infraspecific", "MORPHOVAR", "morphovar.", "morphovar", "BACTERIAL");
add("infraspecific", "PHAGOVAR", "phagovar.", "phagovar", "BACTERIAL");
addAsWritten("infraspecific", "VARIETY", "agamovar", false);
addAsWritten("infraspecific", "SUBSPECIES", "agamosp agamossp agamosubsp", false);
addAsWritten("infraspecific", undefined, "microgene monstr modif dim tax", true);

add("infrageneric", "SUBGENUS", "subgen.", "subgen subgenus subg sgen untergattung");
add("infrageneric", "SUPERSECTION_BOTANY", "supersect.", "supersect supersection suprasect suprasectio", "BOTANICAL");
add("infrageneric", "SECTION_BOTANY", "sect.", "sect section sectio sekt sektion", "BOTANICAL");
add("infrageneric", "SUBSECTION_BOTANY", "subsect.", "subsect subsection subsectio", "BOTANICAL");
add("infrageneric", "SUPERSERIES_BOTANY", "superser.", "superser superseries supraser supraseries", "BOTANICAL");
add("infrageneric", "SERIES_BOTANY", "ser.", "ser series", "BOTANICAL");
add("infrageneric", "SUBSERIES_BOTANY", "subser.", "subser subseries", "BOTANICAL");
add("infrageneric", "INFRAGENERIC_NAME", "infragen.", "infragen", undefined, true);
add("infrageneric", "INFRAGENERIC_NAME", "div", "div divisio", undefined, false);

add("suprageneric", "SUPERFAMILY", "superfam.", "superfam");
add("suprageneric", "FAMILY", "fam.", "fam");
add("suprageneric", "SUBFAMILY", "subfam.", "subfam subfamily");
add("suprageneric", "SUPERTRIBE", "supertrib.", "supertrib supertribe supertribus");
add("suprageneric", "TRIBE", "trib.", "trib tribus tribe tr");
add("suprageneric", "SUBTRIBE", "subtrib.", "subtrib subtribus subtribe subtr");
add("suprageneric", "ORDER", "ord.", "ord");
add("suprageneric", "SUBORDER", "subord.", "subord");

// Slips of the pen that stand for no other word.
add(
  "infraspecific",
  "SUBSPECIES",
  "subsp.",
  "subps sbsp sups supsp subs sussp sssp sspp suspp subsps",
  undefined,
  true,
);
add("infraspecific", "VARIETY", "var.", "varr vra vaar varieta varietat", undefined, true);
add("infraspecific", "FORM", "f.", "frm formae fora frma", undefined, true);

// Hybrid taxa: "nothosubsp.", "nvar." (ICN Art. H.3.1)
for (const [word, marker] of [...MARKERS]) {
  if (marker.level === "suprageneric" || word.startsWith("agamo")) continue;
  for (const prefix of ["notho", "notho-", "n"]) {
    const spelling = prefix + word;
    if (word.length > 1 || prefix !== "n")
      if (!MARKERS.has(spelling))
        MARKERS.set(spelling, { ...marker, text: `notho${marker.text}`, notho: true, uncommon: false });
  }
}

// Nothomorphs are treated as varieties (ICN Art. H.12.2).
for (const word of ["nm", "nothomorph"]) MARKERS.set(word, MARKERS.get("nothovar")!);

/** Longest spelling, so that longer words are not looked up. */
export const MAX_MARKER_LENGTH = Math.max(...[...MARKERS.keys()].map((word) => word.length));

/** The marker meant by a word without its full stop; infraspecific ones win ("f.", "subf."). */
export function rankMarker(word: string): RankMarker | undefined {
  return MARKERS.get(word);
}

/** Slips that are also Latin words or abbreviations of something else: markers only with a full stop before an epithet. */
const SLIPS: ReadonlyMap<string, string> = new Map([
  ["ss", "subsp"],
  ["sp", "subsp"],
  ["for", "forma"],
  ["v", "var"],
  ["s", "subsp"],
  ["vat", "var"],
]);

/** What a full stop makes of a word that is no marker by itself: "ss." is "subsp.". */
export function slippedMarker(word: string): RankMarker | undefined {
  const meant = SLIPS.get(word);
  return meant === undefined ? undefined : MARKERS.get(meant);
}

/** "subf." is a subfamily above the genus. */
export function supragenericMarker(word: string): RankMarker | undefined {
  const marker = word === "subf" ? MARKERS.get("subfam") : MARKERS.get(word);
  return marker !== undefined && marker.level !== "infraspecific" ? marker : undefined;
}

/** All spellings. */
export const RANK_MARKER_WORDS: readonly string[] = [...MARKERS.keys()];
