/**
 * What does this record say? Read {@link stages} aloud: that is the order.
 *
 * Every stage reads the verbatim record and sets fields and issues of the interpreted one. A stage names the terms that it
 * reads and the fields that it sets, so that it need not be asked again for a record that says the same; steps that read
 * what an earlier one set belong to one stage. A step that fails costs the record what it would have said and flags
 * INTERPRETATION_ERROR; the record is kept.
 */
import { interpretDateIdentified, interpretEventDate, interpretModified } from "./dates/temporal.ts";
import { chooseIdentification } from "./identification.ts";
import { type InterpretedField, InterpretedRecord } from "./interpreted.ts";
import { GEOSPATIAL_ISSUES } from "./issues.ts";
import { interpretContinent } from "./place/continent.ts";
import { interpretCoordinates } from "./place/coordinates.ts";
import { interpretCountry } from "./place/country.ts";
import { interpretDepth, interpretDistance, interpretElevation } from "./place/elevation-depth.ts";
import { interpretFootprint, interpretPlaceName } from "./place/locality.ts";
import { NO_QUESTION } from "./questions.ts";
import type { VerbatimRecord } from "./record.ts";
import { ASKED } from "./taxa.ts";
import { askTaxonomy, interpretTaxonomy, TAXON_FIELDS } from "./taxonomy.ts";
import {
  interpretCatalogNumbers,
  interpretDataset,
  interpretLicense,
  interpretQuantities,
  interpretReferences,
  interpretSequences,
  interpretText,
  LISTS,
  SEQUENCE_EXTENSIONS,
  TEXTS,
} from "./terms/basic.ts";
import { interpretBasisOfRecord } from "./terms/basis-of-record.ts";
import { GEOLOGICAL_CONTEXT, interpretGeologicalContext } from "./terms/geological-context.ts";
import { interpretMedia, MEDIA_EXTENSIONS } from "./terms/media.ts";
import { interpretOccurrenceStatus } from "./terms/occurrence-status.ts";
import { interpretPeopleIds } from "./terms/people.ts";
import {
  interpretDynamicProperties,
  interpretTypeStatus,
  interpretTypifiedName,
  interpretVocabularyTerm,
} from "./terms/vocabulary-terms.ts";
import type { Interpreter, Tools } from "./tools.ts";

/** Steps that belong together. */
export interface Stage {
  /** By the names that failures are told with. */
  readonly steps: Readonly<Record<string, Interpreter>>;
  /** All terms that they read. */
  readonly terms: readonly string[];
  /** All fields that they set, beside issues. */
  readonly fields: readonly InterpretedField[];
  /** Extensions whose rows they read. */
  readonly rowTypes?: readonly string[] | undefined;
  /**
   * True when its field says what its term says, but for the word "null", spaces around and texts that are too long: a value
   * without them need not be asked.
   */
  readonly takesAsItStands?: boolean | undefined;
  /** Does what its one step does, but gives the number of a question back instead of setting fields of the answer. */
  readonly ask?: ((record: VerbatimRecord, out: InterpretedRecord, tools: Tools) => number) | undefined;
}

/** A stage that reads a term and sets the field of that name. */
function ofTerm<T extends InterpretedField>(step: string, term: T, interpret: Interpreter): Stage {
  return { steps: { [step]: interpret }, terms: [term], fields: [term] };
}

type ListField = (typeof LISTS)[number] | "recordedBy" | "identifiedBy" | "higherGeography" | "georeferencedBy";

function interpretList(term: ListField): Interpreter {
  return (record, out) => {
    out[term] = record.list(term);
  };
}

function interpretValue(term: "island" | "islandGroup"): Interpreter {
  return (record, out) => {
    out[term] = record.value(term);
  };
}

const setLastInterpreted: Interpreter = (_, out, { now }) => {
  out.lastInterpreted = now;
};

/** Sums up what the steps before it found of the place. */
const setLocated: Interpreter = (_, out) => {
  out.hasCoordinate = out.decimalLatitude !== undefined && out.decimalLongitude !== undefined;
  out.hasGeospatialIssues = out.issue.some((issue) => GEOSPATIAL_ISSUES.has(issue));
};

/** The stages, in order. */
export const stages: readonly Stage[] = [
  { steps: { clock: setLastInterpreted }, terms: [], fields: ["lastInterpreted"] },
  ...TEXTS.map((term) => ({ ...ofTerm("basics", term, interpretText(term)), takesAsItStands: true })),
  ...LISTS.map((term) => ofTerm("basics", term, interpretList(term))),
  ofTerm("basics", "otherCatalogNumbers", interpretCatalogNumbers),
  {
    steps: { basics: interpretSequences },
    terms: ["associatedSequences"],
    fields: ["associatedSequences", "isSequenced"],
    rowTypes: SEQUENCE_EXTENSIONS,
  },
  {
    steps: { basics: interpretQuantities },
    terms: ["organismQuantity", "organismQuantityType", "sampleSizeValue", "sampleSizeUnit"],
    fields: [
      "organismQuantity",
      "organismQuantityType",
      "sampleSizeValue",
      "sampleSizeUnit",
      "relativeOrganismQuantity",
    ],
  },
  ofTerm("basics", "references", interpretReferences),
  {
    steps: { basics: interpretDataset },
    terms: ["datasetKey", "publishingOrgKey"],
    fields: ["datasetKey", "publishingOrgKey"],
  },
  ofTerm("basics", "license", interpretLicense),
  { steps: { taxonomy: interpretTaxonomy }, terms: ASKED, fields: TAXON_FIELDS, ask: askTaxonomy },
  {
    steps: {
      coordinates: interpretCoordinates,
      country: interpretCountry,
      continent: interpretContinent,
      footprint: interpretFootprint,
      located: setLocated,
    },
    terms: [
      ...["decimalLatitude", "decimalLongitude", "verbatimLatitude", "verbatimLongitude", "verbatimCoordinates"],
      ...["geodeticDatum", "coordinateUncertaintyInMeters", "coordinatePrecision", "footprintWKT", "footprintSRS"],
      ...["countryCode", "country", "continent", "publishingCountry"],
    ],
    fields: [
      ...(["decimalLatitude", "decimalLongitude", "coordinateUncertaintyInMeters", "coordinatePrecision"] as const),
      ...(["countryCode", "country", "continent", "publishingCountry", "repatriated", "footprintWKT"] as const),
      ...(["hasCoordinate", "hasGeospatialIssues"] as const),
    ],
  },
  ...(["stateProvince", "waterBody", "locality"] as const).map((term) =>
    ofTerm("locality", term, interpretPlaceName(term)),
  ),
  ...(["island", "islandGroup"] as const).map((term) => ofTerm("locality", term, interpretValue(term))),
  ...(["higherGeography", "georeferencedBy"] as const).map((term) => ofTerm("locality", term, interpretList(term))),
  {
    steps: { elevation: interpretElevation },
    terms: ["minimumElevationInMeters", "maximumElevationInMeters"],
    fields: ["minimumElevationInMeters", "maximumElevationInMeters", "elevation", "elevationAccuracy"],
  },
  {
    steps: { depth: interpretDepth },
    terms: ["minimumDepthInMeters", "maximumDepthInMeters"],
    fields: ["minimumDepthInMeters", "maximumDepthInMeters", "depth", "depthAccuracy"],
  },
  {
    steps: { distance: interpretDistance },
    terms: ["minimumDistanceAboveSurfaceInMeters", "maximumDistanceAboveSurfaceInMeters"],
    fields: ["minimumDistanceAboveSurfaceInMeters", "maximumDistanceAboveSurfaceInMeters"],
  },
  {
    steps: { dates: interpretEventDate },
    terms: ["year", "month", "day", "eventDate", "startDayOfYear", "endDayOfYear", "verbatimEventDate"],
    fields: [
      ...(["eventDate", "eventDateGte", "eventDateLte", "year", "month", "day"] as const),
      ...(["startDayOfYear", "endDayOfYear"] as const),
    ],
  },
  ofTerm("dates", "modified", interpretModified),
  ofTerm("dates", "dateIdentified", interpretDateIdentified),
  {
    steps: { basisOfRecord: interpretBasisOfRecord, occurrenceStatus: interpretOccurrenceStatus },
    terms: ["basisOfRecord", "occurrenceStatus", "individualCount"],
    fields: ["basisOfRecord", "occurrenceStatus", "individualCount"],
  },
  {
    steps: {
      sex: interpretVocabularyTerm("sex"),
      lifeStage: interpretVocabularyTerm("lifeStage"),
      dynamicProperties: interpretDynamicProperties,
    },
    terms: ["sex", "lifeStage", "dynamicProperties"],
    fields: ["sex", "lifeStage"],
  },
  ...(["establishmentMeans", "degreeOfEstablishment", "pathway"] as const).map((term) =>
    ofTerm(term, term, interpretVocabularyTerm(term)),
  ),
  {
    steps: { typeStatus: interpretTypeStatus, typifiedName: interpretTypifiedName },
    terms: ["typeStatus", "typifiedName"],
    fields: ["typeStatus", "typifiedName"],
  },
  ...(["recordedBy", "identifiedBy"] as const).map((term) => ofTerm("people", term, interpretList(term))),
  ...(["recordedByID", "identifiedByID"] as const).map((term) => ofTerm("people", term, interpretPeopleIds(term))),
  {
    steps: { geologicalContext: interpretGeologicalContext },
    terms: GEOLOGICAL_CONTEXT,
    fields: [...GEOLOGICAL_CONTEXT, "startAge", "endAge"],
  },
  {
    steps: { media: interpretMedia },
    terms: ["associatedMedia"],
    fields: ["media", "mediaType"],
    rowTypes: MEDIA_EXTENSIONS,
  },
];

/** A step that failed. */
export interface StepFailure {
  step: string;
  problem: string;
}

/** Runs the steps of a stage. @param onFailure told of steps that failed */
export function runStage(
  { steps }: Stage,
  record: VerbatimRecord,
  out: InterpretedRecord,
  tools: Tools,
  onFailure: (failure: StepFailure) => void,
): void {
  for (const step in steps) {
    try {
      steps[step]!(record, out, tools);
    } catch (error) {
      out.flag("INTERPRETATION_ERROR");
      onFailure({ step, problem: (error as Error).message });
    }
  }
}

/** Asks the matchers for a stage that does; what fails is the failure of its step. */
export function askStage(
  { ask, steps }: Stage,
  record: VerbatimRecord,
  out: InterpretedRecord,
  tools: Tools,
  onFailure: (failure: StepFailure) => void,
): number {
  try {
    return ask?.(record, out, tools) ?? NO_QUESTION;
  } catch (error) {
    out.flag("INTERPRETATION_ERROR");
    onFailure({ step: Object.keys(steps)[0]!, problem: (error as Error).message });
    return NO_QUESTION;
  }
}

/**
 * Interprets one record. @param onFailure told of steps that failed
 */
export function interpretRecord(
  record: VerbatimRecord,
  tools: Tools,
  onFailure: (failure: StepFailure) => void = () => {},
): InterpretedRecord {
  const out = new InterpretedRecord();
  chooseIdentification(record, tools.dictionaries.months);
  for (const stage of stages) runStage(stage, record, out, tools, onFailure);
  out.issue.sort();
  return out;
}
