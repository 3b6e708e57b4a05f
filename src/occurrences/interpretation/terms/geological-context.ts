/**
 * From which geological time is it? Five ranks, each with an earliest and a latest concept of GBIF's GeoTime.
 *
 * After gbif/pipelines `GeologicalContextInterpreter`: a finer concept than the term asks for is lifted to its ancestor,
 * a coarser one is dropped; ranges that run backwards are dropped; ranges outside of the next coarser one are flagged.
 */
import type { Concept } from "../../dictionaries/vocabulary.ts";
import type { GeologicalRank, OccurrenceIssue } from "../issues.ts";
import type { Interpreter } from "../tools.ts";

const RANKS = [
  ["eon", "EON_OR_EONOTHEM", "earliestEonOrLowestEonothem", "latestEonOrHighestEonothem"],
  ["era", "ERA_OR_ERATHEM", "earliestEraOrLowestErathem", "latestEraOrHighestErathem"],
  ["period", "PERIOD_OR_SYSTEM", "earliestPeriodOrLowestSystem", "latestPeriodOrHighestSystem"],
  ["epoch", "EPOCH_OR_SERIES", "earliestEpochOrLowestSeries", "latestEpochOrHighestSeries"],
  ["age", "AGE_OR_STAGE", "earliestAgeOrLowestStage", "latestAgeOrHighestStage"],
] as const satisfies readonly (readonly [string, GeologicalRank, string, string])[];

const ORDER: Readonly<Record<string, number>> = {
  eon: 0,
  era: 1,
  period: 2,
  "sub-period": 2.5,
  subperiod: 2.5,
  epoch: 3,
  age: 4,
};

/** Terms that are taken as they stand. */
const TEXTS = [
  "lowestBiostratigraphicZone",
  "highestBiostratigraphicZone",
  "group",
  "formation",
  "member",
  "bed",
] as const;

/** Terms that are read, and the fields that are set but for the ages. */
export const GEOLOGICAL_CONTEXT = [...TEXTS, ...RANKS.flatMap(([, , earliest, latest]) => [earliest, latest])] as const;

/** Sets the geological terms and the ages. */
export const interpretGeologicalContext: Interpreter = (record, out, { dictionaries: { geoTime }, unknown }) => {
  if (!record.mayHave(GEOLOGICAL_CONTEXT)) return;
  for (const term of TEXTS) out[term] = record.value(term);
  let coarser: { issue: GeologicalRank; start: number; end: number } | undefined;
  for (const [level, [rank, name, earliestTerm, latestTerm]] of RANKS.entries()) {
    const at = (term: typeof earliestTerm | typeof latestTerm): Concept | undefined => {
      const value = record.value(term);
      if (value === undefined) return undefined;
      const found = geoTime.lookup(value);
      if (found === undefined) {
        unknown(term, value);
        return undefined;
      }
      const concept = geoTime.concept(found)!;
      const own = ORDER[(concept.tags["rank"] ?? "").toLowerCase()];
      if (own === level) return concept;
      if (own !== undefined && own > level) {
        const ancestor = geoTime.lineage(found).find(({ tags }) => (tags["rank"] ?? "").toLowerCase() === rank);
        if (name !== "EON_OR_EONOTHEM" && ancestor)
          out.flag(`${name}_INFERRED_FROM_PARENT_RANK` satisfies OccurrenceIssue);
        return ancestor;
      }
      out.flag(`${name}_RANK_MISMATCH` satisfies OccurrenceIssue);
      return undefined;
    };
    const earliest = at(earliestTerm);
    const latest = at(latestTerm);
    const start = ageOf(earliest ?? latest, "startage");
    const end = ageOf(latest ?? earliest, "endage");
    if (
      earliest &&
      latest &&
      (ageOf(latest, "startage")! > ageOf(earliest, "startage")! ||
        ageOf(latest, "endage")! > ageOf(earliest, "endage")!)
    ) {
      out.flag(`${name}_INVALID_RANGE` satisfies OccurrenceIssue);
      continue;
    }
    out[earliestTerm] = earliest?.name;
    out[latestTerm] = latest?.name;
    if (start === undefined || end === undefined) continue;
    // The issue names neighbours only; a rank that is left out in between has none.
    const issue = coarser && (`${coarser.issue}_AND_${name}_MISMATCH` as OccurrenceIssue);
    if (coarser && issue && PAIRS.has(issue) && (start > coarser.start || end < coarser.end)) out.flag(issue);
    coarser = { issue: name, start, end };
    out.startAge = start;
    out.endAge = end;
  }
};

const PAIRS: ReadonlySet<OccurrenceIssue> = new Set([
  "EON_OR_EONOTHEM_AND_ERA_OR_ERATHEM_MISMATCH",
  "ERA_OR_ERATHEM_AND_PERIOD_OR_SYSTEM_MISMATCH",
  "PERIOD_OR_SYSTEM_AND_EPOCH_OR_SERIES_MISMATCH",
  "EPOCH_OR_SERIES_AND_AGE_OR_STAGE_MISMATCH",
]);

function ageOf(concept: Concept | undefined, tag: "startage" | "endage"): number | undefined {
  const age = Number(concept?.tags[tag] ?? Number.NaN);
  return Number.isFinite(age) ? age : undefined;
}
