/**
 * How does gnparser show a parsed name in its flat output?
 *
 * Its columns in its order, so that scripts that read gnparser's CSV read ours. `Id` is a UUID version 5 of the
 * verbatim string, which takes a hash function: the caller passes it.
 */
import type { AuthorTeam, ParsedName } from "../parsed-name.ts";

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

/** gnparser writes a space behind full stops in author names, no comma before the year, doubtful years in parentheses. */
export function gnparserAuthorship(name: ParsedName): string {
  let written = name.authorship;
  if (written === undefined) return "";
  for (const team of [name.combinationAuthorship, name.basionymAuthorship])
    if (team?.yearApproximate && team.year !== undefined)
      written = written.replace(new RegExp(`\\[?${team.year.replace("?", "\\?")}\\]?(?=[ )]|$)`), `(${team.year})`);
  return written
    .replace(/(?<!(?<!\p{L})\p{Ll})\.(?=[\p{L}'])|\.(?=[\p{Lu}'])/gu, ". ")
    .replace(/, (?=\(?\d)/g, " ")
    .replace(/(?<=\d) \[[\d-]+\]/g, "")
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
    gnparserAuthorship(name),
    yearText(name.combinationAuthorship) ?? yearText(name.basionymAuthorship) ?? "",
    String(name.quality),
  ];
}
