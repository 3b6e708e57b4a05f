/**
 * Under which other names was a species put since it was described?
 *
 * A checklist seldom says which name is the basionym of which, but the names do: *Puma concolor* (Linnaeus, 1771) is a
 * combination of *Felis concolor* Linnaeus, 1771 when both are names of one taxon, have one epithet but for its ending,
 * and the authors in the brackets of the one are those of the other (ICN Art. 6.10, 49; ICZN Art. 51.3).
 */
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import { authorKey, sameAuthor } from "../names/authors/author-key.ts";
import { foldName } from "../names/keys/fold.ts";
import { stemEpithet } from "../names/keys/stem.ts";
import { parseName } from "../names/parse.ts";
import type { AuthorTeam, ParsedName } from "../names/parsed-name.ts";
import type { Relatives } from "./relatives.ts";

/** Combinations of which a usage is the basionym; none for names that are combinations themselves. */
export function combinationsOf(basionym: UsageOrdinal, image: ImageReader, relatives: Relatives): UsageOrdinal[] {
  const original = parsed(image, basionym);
  const authors = original.combinationAuthorship;
  const stem = lastStem(original);
  if (authors === undefined || original.basionymAuthorship !== undefined || stem === undefined) return [];
  const accepted = image.accepted(basionym);
  const taxon = accepted >= 0 ? accepted : basionym;
  return [taxon, ...relatives.synonyms(taxon)].filter((usage) => {
    if (usage === basionym) return false;
    const name = parsed(image, usage);
    return (
      lastStem(name) === stem && name.basionymAuthorship !== undefined && isSameTeam(name.basionymAuthorship, authors)
    );
  });
}

function parsed(image: ImageReader, usage: UsageOrdinal): ParsedName {
  return parseName(image.scientificName(usage), { rank: image.rank(usage), code: image.code(usage) });
}

function lastStem({ infraspecificEpithet, specificEpithet }: ParsedName): string | undefined {
  const epithet = infraspecificEpithet ?? specificEpithet;
  return epithet === undefined ? undefined : stemEpithet(foldName(epithet));
}

function isSameTeam(a: AuthorTeam, b: AuthorTeam): boolean {
  if (a.year !== undefined && b.year !== undefined && a.year !== b.year) return false;
  if (a.authors.length === 0 || a.authors.length !== b.authors.length) return false;
  return a.authors.every((author, i) => sameAuthor(authorKey(author), authorKey(b.authors[i]!), false) > 0);
}
