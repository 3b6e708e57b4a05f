/**
 * Which genus do the other names of a list give an abbreviated one?
 *
 * In a list of names "A. alba" behind "Abies procera" is Abies alba. Only for lists that come as a whole: a stream is
 * cut where it suits the pool, and no answer may depend on the cut. Only when one genus of the list has the initial,
 * and the query itself names no genus.
 */
import type { MatchQuery } from "../taxonomy/match.ts";

/** `"A. alba"`, `"A alba"`, `"Ab. alba"`: up to three letters and a stop, or one letter, then an epithet. */
const ABBREVIATED = /^\s*([A-Z])(?:[a-z]{0,2}\.\s*|\s+)(?=[a-z])/;
/** A genus written out: a capital and three letters or more, alone or before an epithet, an author or a bracket. */
const GENUS = /^\s*([A-Z][a-zë-]{3,})(?=\s|$)/;

/** Sets `genericName` of the queries whose genus is abbreviated and that the list decides. */
export function expandGenera(queries: readonly MatchQuery[]): void {
  if (!queries.some(isOpen)) return;
  const generaOf = new Map<string, Set<string>>();
  for (const { scientificName, genus, genericName } of queries) {
    const written = genericName ?? genus ?? GENUS.exec(scientificName ?? "")?.[1];
    if (written === undefined || written === "") continue;
    const initial = written[0] as string;
    const genera = generaOf.get(initial) ?? new Set();
    generaOf.set(initial, genera.add(written));
  }
  for (const query of queries) {
    if (!isOpen(query)) continue;
    const [, initial] = ABBREVIATED.exec(query.scientificName as string) as unknown as [string, string];
    const written = /^[A-Za-z]+/.exec((query.scientificName as string).trim())?.[0] as string;
    const genera = [...(generaOf.get(initial) ?? [])].filter((genus) => genus.startsWith(written));
    if (genera.length === 1) Object.assign(query, { genericName: genera[0] });
  }
}

/** True for a query whose genus is abbreviated and stands nowhere else in it. */
function isOpen({ scientificName, genus, genericName }: MatchQuery): boolean {
  return (
    scientificName !== undefined && genus === undefined && genericName === undefined && ABBREVIATED.test(scientificName)
  );
}
