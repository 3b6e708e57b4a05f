/**
 * What does this record say? Read {@link stages} aloud: that is the order.
 *
 * Every stage reads the verbatim record and sets fields and issues of the interpreted one; three read what an earlier
 * one set. A stage that fails costs the record what that stage would have said and flags INTERPRETATION_ERROR; the
 * record is kept.
 */
import { interpretDates } from "./dates/temporal.ts";
import { chooseIdentification } from "./identification.ts";
import { InterpretedRecord } from "./interpreted.ts";
import { GEOSPATIAL_ISSUES } from "./issues.ts";
import { interpretContinent } from "./place/continent.ts";
import { interpretCoordinates } from "./place/coordinates.ts";
import { interpretCountry } from "./place/country.ts";
import { interpretElevationAndDepth } from "./place/elevation-depth.ts";
import { interpretFootprint, interpretLocality } from "./place/locality.ts";
import type { VerbatimRecord } from "./record.ts";
import { interpretTaxonomy } from "./taxonomy.ts";
import { interpretBasics } from "./terms/basic.ts";
import { interpretBasisOfRecord } from "./terms/basis-of-record.ts";
import { interpretGeologicalContext } from "./terms/geological-context.ts";
import { interpretMedia } from "./terms/media.ts";
import { interpretOccurrenceStatus } from "./terms/occurrence-status.ts";
import { interpretPeople } from "./terms/people.ts";
import { interpretVocabularyTerms } from "./terms/vocabulary-terms.ts";
import type { Interpreter, Tools } from "./tools.ts";

/** The stages, in order. */
export const stages: Readonly<Record<string, Interpreter>> = {
  basics: interpretBasics,
  taxonomy: interpretTaxonomy,
  coordinates: interpretCoordinates,
  country: interpretCountry,
  continent: interpretContinent,
  locality: interpretLocality,
  footprint: interpretFootprint,
  elevationAndDepth: interpretElevationAndDepth,
  dates: interpretDates,
  basisOfRecord: interpretBasisOfRecord,
  occurrenceStatus: interpretOccurrenceStatus,
  vocabularyTerms: interpretVocabularyTerms,
  people: interpretPeople,
  geologicalContext: interpretGeologicalContext,
  media: interpretMedia,
};

const STAGES = Object.entries(stages);

/** A stage that failed. */
export interface StageFailure {
  stage: string;
  problem: string;
}

/**
 * Interprets one record. @param onFailure told of stages that failed
 */
export function interpretRecord(
  record: VerbatimRecord,
  tools: Tools,
  onFailure: (failure: StageFailure) => void = () => {},
): InterpretedRecord {
  const out = new InterpretedRecord();
  out.lastInterpreted = tools.now;
  chooseIdentification(record, tools.dictionaries.months);
  for (const [stage, interpret] of STAGES) {
    try {
      interpret(record, out, tools);
    } catch (error) {
      out.flag("INTERPRETATION_ERROR");
      onFailure({ stage, problem: (error as Error).message });
    }
  }
  out.hasCoordinate = out.decimalLatitude !== undefined && out.decimalLongitude !== undefined;
  out.hasGeospatialIssues = out.issue.some((issue) => GEOSPATIAL_ISSUES.has(issue));
  out.issue.sort();
  return out;
}
