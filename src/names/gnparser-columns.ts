/**
 * How does gnparser show a parsed name in its flat output?
 *
 * Its columns in its order, so that scripts that read gnparser's CSV read ours. `Id` is a UUID version 5 of the
 * verbatim string, which takes a hash function: the caller passes it.
 */
import type { AuthorTeam, ParsedName } from "./parsed-name.ts";

/** Header of gnparser's flat output. */
export const GNPARSER_COLUMNS = [
  "Id",
  "Verbatim",
  "Cardinality",
  "CanonicalStem",
  "CanonicalSimple",
  "CanonicalFull",
  "Authorship",
  "Year",
  "Quality",
] as const;

/** gnparser writes a blank behind full stops in author names and no comma before the year. */
export function gnparserAuthorship(authorship: string | undefined): string {
  if (authorship === undefined) return "";
  return authorship
    .replace(/\.(?=[\p{L}'])/gu, ". ")
    .replace(/, (?=\(?\d)/g, " ")
    .replace(/ \[\d+\]/g, "")
    .replace(/(?<= )(?:f\.?|filius|fil)(?=[ ),]|$)/g, "fil.");
}

function yearText(team: AuthorTeam | undefined): string | undefined {
  if (team?.year === undefined) return undefined;
  return team.yearApproximate ? `(${team.year})` : team.year;
}

/** Cells of one name under {@link GNPARSER_COLUMNS}. Unparsed strings have only id, verbatim, 0 and 0. */
export function gnparserRow(name: ParsedName, uuid5: (verbatim: string) => string): string[] {
  const id = uuid5(name.verbatim);
  if (name.quality === 0) return [id, name.verbatim, "0", "", "", "", "", "", "0"];
  return [
    id,
    name.verbatim,
    String(name.cardinality),
    name.canonicalStem ?? "",
    name.canonicalName ?? "",
    name.canonicalFull ?? "",
    gnparserAuthorship(name.authorship),
    yearText(name.combinationAuthorship) ?? yearText(name.basionymAuthorship) ?? "",
    String(name.quality),
  ];
}
