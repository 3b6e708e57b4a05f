/**
 * What would another release answer to these names? Each distinct query is asked of both, and what differs is counted
 * by the kind of change, in names and in what bears them: rows of a list, records of a dataset.
 */
import { Answerer } from "../answer/answerer.ts";
import type { ImageReader } from "../image/read.ts";
import type { MatchQuery } from "../taxonomy/match.ts";
import { CHANGE_KINDS, type ChangeKind, type Comparison, compareAnswers } from "./kinds.ts";

/** What is asked, and how many rows or records ask it. */
export interface CountedQuery {
  readonly query: MatchQuery;
  readonly count: number;
}

/** A name that is answered otherwise. */
export interface NameChange extends Comparison {
  /** The name as it was asked: see {@link queryText}. */
  readonly scientificName: string;
  readonly query: MatchQuery;
  readonly count: number;
}

/** How many names, and how many rows or records that bear them. */
export interface Tally {
  names: number;
  count: number;
}

/** All that would change. */
export interface NameChanges {
  readonly names: number;
  readonly count: number;
  readonly byKind: Readonly<Record<ChangeKind, Tally>>;
  /** Names that change, the gravest kind first, then those that most rows bear; with `all` those that do not, too. */
  readonly changes: readonly NameChange[];
}

/** Queries whose names are looked up together. */
const TOGETHER = 512;

/**
 * Asks two releases the same queries.
 *
 * @param options.all also names that do not change are listed
 * @param options.onProgress told how many names are done
 */
export function nameChanges(
  before: ImageReader,
  after: ImageReader,
  queries: readonly CountedQuery[],
  options: { all?: boolean | undefined; onProgress?: ((names: number) => void) | undefined } = {},
): NameChanges {
  const [old, next] = [new Answerer(before, 0), new Answerer(after, 0)];
  const byKind = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, { names: 0, count: 0 }])) as Record<
    ChangeKind,
    Tally
  >;
  const changes: NameChange[] = [];
  let total = 0;
  for (let from = 0; from < queries.length; from += TOGETHER) {
    const some = queries.slice(from, from + TOGETHER);
    const asked = some.map(({ query }) => query);
    const answers = [old, next].map((answerer) => {
      let told = 0;
      return asked.map((query, i) => {
        if (i === told) told += answerer.expect(asked, i);
        return answerer.answer(query);
      });
    });
    some.forEach(({ query, count }, i) => {
      const comparison = compareAnswers(answers[0]![i]!, answers[1]![i]!);
      byKind[comparison.kind].names++;
      byKind[comparison.kind].count += count;
      total += count;
      if (options.all || comparison.kind !== "same")
        changes.push({ ...comparison, scientificName: queryText(query), query, count });
    });
    options.onProgress?.(Math.min(from + TOGETHER, queries.length));
  }
  const gravity = new Map(CHANGE_KINDS.map((kind, i) => [kind, i]));
  changes.sort(
    (a, b) =>
      gravity.get(a.kind)! - gravity.get(b.kind)! ||
      b.count - a.count ||
      (a.scientificName < b.scientificName ? -1 : a.scientificName > b.scientificName ? 1 : 0),
  );
  return { names: queries.length, count: total, byKind, changes };
}

/** A query in one line: its name with its author, else its parts, else its identifier. */
export function queryText(query: MatchQuery): string {
  const { scientificName, genericName, genus, specificEpithet, infraspecificEpithet, scientificNameAuthorship } = query;
  const name =
    scientificName ?? [genericName ?? genus, specificEpithet, infraspecificEpithet].filter(Boolean).join(" ");
  const author = scientificNameAuthorship && !name.includes(scientificNameAuthorship) ? scientificNameAuthorship : "";
  return (
    [name, author].filter(Boolean).join(" ") ||
    query.species ||
    query.usageKey ||
    query.taxonID ||
    query.scientificNameID ||
    query.taxonConceptID ||
    ""
  );
}
