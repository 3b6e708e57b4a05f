/**
 * Which rank and nomenclatural code follow from what is written?
 *
 * Ranks come from markers and, above the genus, from endings that only one code uses. The code comes from markers,
 * notes, and the way of citing: botanists cite basionym authors in parentheses before the combining ones, zoologists a
 * year behind the authors (ICN Art. 49, ICZN Art. 51). Both are marked as inferred.
 */
import type { NomenclaturalCode } from "../../taxonomy/nomenclatural-code.ts";
import type { Rank } from "../../taxonomy/rank.ts";
import type { ParsedName } from "../parsed-name.ts";
import { ictvRank } from "../words/kinds.ts";
import type { NameScan } from "./name-context.ts";

/** What rank and code follow from, beside the name itself. */
export type RankEvidence = Pick<NameScan, "name" | "marker" | "aggregate" | "endsInfrageneric">;

/** Sets rank and code of a name. `hints` are what the caller knows. */
export function inferRankAndCode(
  scan: RankEvidence,
  hints: { rank?: Rank | undefined; code?: NomenclaturalCode | undefined } | undefined,
): void {
  const name = scan.name;
  inferCode(name, scan, hints?.code);
  inferRank(name, scan, hints?.rank);
}

function inferCode(name: ParsedName, scan: RankEvidence, hint: NomenclaturalCode | undefined): void {
  if (hint !== undefined) {
    name.code = hint;
    name.codeOrigin = "written";
    return;
  }
  const written = scan.marker?.code;
  let code: NomenclaturalCode | undefined;
  if (name.cultivarEpithet !== undefined) code = "CULTIVARS";
  else if (name.candidatus) code = "BACTERIAL";
  else if (written !== undefined) {
    name.code = written;
    name.codeOrigin = "written";
    return;
  } else {
    const first = name.uninomial ?? name.genus;
    if (first !== undefined && first.length > 5 && ictvRank(first) !== undefined) code = "VIRUS";
    else code = fromNote(name.nomenclaturalNote) ?? fromAuthorship(name);
  }
  if (code === undefined) return;
  name.code = code;
  name.codeOrigin = "inferred";
}

/** Terms of one code only: "nom. illeg." is botanical, "nomen oblitum" zoological. */
function fromNote(note: string | undefined): NomenclaturalCode | undefined {
  if (note === undefined) return undefined;
  if (/\b(?:oblitum|protectum|dubium)\b/.test(note)) return "ZOOLOGICAL";
  if (/\b(?:illeg|superfl|cons|rej|inval)\b|utique/.test(note)) return "BOTANICAL";
  return undefined;
}

function fromAuthorship(name: ParsedName): NomenclaturalCode | undefined {
  const combination = name.combinationAuthorship;
  const basionym = name.basionymAuthorship;
  if (combination?.sanctioningAuthor !== undefined || basionym?.sanctioningAuthor !== undefined) return "BOTANICAL";
  if (basionym !== undefined) {
    if (combination === undefined) return "ZOOLOGICAL";
    if (combination.authors.length === 0) return "ZOOLOGICAL";
    return combination.year === undefined && basionym.year === undefined ? "BOTANICAL" : undefined;
  }
  if (combination?.year === undefined) return undefined;
  if (combination.inAuthors.length > 0 || combination.exAuthors.length > 0) return undefined;
  return combination.imprintYear === combination.year ? undefined : "ZOOLOGICAL";
}

function inferRank(name: ParsedName, scan: RankEvidence, hint: Rank | undefined): void {
  const marker = scan.marker;
  if (name.rank !== undefined) return;
  if (marker?.rank !== undefined && name.cultivarEpithet === undefined) {
    name.rank = zoological(marker.rank, name.code);
    name.rankOrigin = "written";
    return;
  }
  if (hint !== undefined && hint !== "UNRANKED" && hint !== "OTHER") {
    if (!(hint === "SPECIES" && name.infraspecificEpithet !== undefined)) {
      name.rank = hint;
      name.rankOrigin = "written";
      return;
    }
  }
  let rank: Rank | undefined;
  let origin: "written" | "inferred" = "inferred";
  if (scan.aggregate) {
    rank = "SPECIES_AGGREGATE";
    origin = "written";
  } else if (name.cultivarEpithet !== undefined) rank = "CULTIVAR";
  else if (name.infraspecifics.length > 0)
    rank =
      name.infraspecifics.length > 1
        ? "INFRASUBSPECIFIC_NAME"
        : name.code === "ZOOLOGICAL"
          ? "SUBSPECIES"
          : "INFRASPECIFIC_NAME";
  else if (name.specificEpithet !== undefined) rank = "SPECIES";
  else if (name.qualifiers.some((q) => q.qualifies === "specificEpithet")) rank = "SPECIES";
  else if (scan.endsInfrageneric) rank = "INFRAGENERIC_NAME";
  else if (name.uninomial !== undefined) rank = uninomialRank(name.uninomial);
  if (rank === undefined) return;
  name.rank = rank;
  name.rankOrigin = origin;
}

/** Endings that one rank of one code has: ICN Art. 17-19, ICTV rule 3. -idae is left open: it is also a subclass of plants. */
function uninomialRank(word: string): Rank | undefined {
  if (word.endsWith("aceae")) return "FAMILY";
  if (word.length > 7 && ictvRank(word) === "FAMILY") return "FAMILY";
  return undefined;
}

/** Sections and series are below the genus in botany, above it in zoology. */
function zoological(rank: Rank, code: NomenclaturalCode | undefined): Rank {
  if (code !== "ZOOLOGICAL") return rank;
  switch (rank) {
    case "SECTION_BOTANY":
      return "SECTION_ZOOLOGY";
    case "SUBSECTION_BOTANY":
      return "SUBSECTION_ZOOLOGY";
    case "SERIES_BOTANY":
      return "SERIES_ZOOLOGY";
    case "SUBSERIES_BOTANY":
      return "SUBSERIES_ZOOLOGY";
    default:
      return rank;
  }
}
