/** Records whose values come from few, so that they repeat: good ones, odd ones, none. */
import fc from "fast-check";
import { stages } from "../../../src/occurrences/interpretation/interpret.ts";

/** All terms that any stage reads. */
export const ALL_TERMS: readonly string[] = [...new Set(stages.flatMap(({ terms }) => terms))];

const VALUES: Readonly<Record<string, readonly string[]>> = {
  basisOfRecord: ["HumanObservation", "fossil", "rubbish"],
  occurrenceStatus: ["absent", "present", "rubbish"],
  individualCount: ["0", "3", "many"],
  decimalLatitude: ["50.4", "-50.4", "0", "95", "x", "45.1234567"],
  decimalLongitude: ["30.5", "0", "100", "-30,5"],
  geodeticDatum: ["WGS84", "NAD27", "rubbish"],
  coordinateUncertaintyInMeters: ["10", "0", "20000"],
  footprintWKT: ["POINT(30.5 50.4)", "POLYGON((1 1,2 2,1 2,1 1))", "rubbish"],
  country: ["Ukraine", "Germany", "rubbish"],
  countryCode: ["UA", "DE"],
  continent: ["Europe", "Asia", "rubbish"],
  publishingCountry: ["UA", "DE"],
  eventDate: ["2010-05-06", "05/06/2010", "2010-05-06/2010-05-09", "rubbish", "2011-00-00"],
  year: ["2010", "1400", "x"],
  month: ["5", "13"],
  day: ["6", "0"],
  startDayOfYear: ["126"],
  verbatimEventDate: ["6.V.2010", "6 May '10"],
  modified: ["2020-01-01", "1960-01-01", "rubbish"],
  dateIdentified: ["2020", "1700-01-01", "rubbish"],
  license: ["CC0", "see http://creativecommons.org/licenses/by/4.0/ there", "mine"],
  sex: ["male", "rubbish"],
  lifeStage: ["adult", "rubbish"],
  dynamicProperties: ['{"sex":"female"}', "age class: juvenile"],
  typeStatus: ["holotype of Abies alba", "possibly type?", "rubbish", "holotype; paratype"],
  references: ["http://example.org/a", "rubbish"],
  recordedBy: ["A|B", "C"],
  recordedByID: ["https://orcid.org/0000-0001-6215-3617|B"],
  minimumElevationInMeters: ["100", "200 ft", "x"],
  maximumElevationInMeters: ["50", "20000"],
  minimumDepthInMeters: ["5", "-3"],
  organismQuantity: ["5"],
  organismQuantityType: ["individuals"],
  sampleSizeValue: ["10"],
  sampleSizeUnit: ["individuals"],
  earliestEonOrLowestEonothem: ["Phanerozoic", "rubbish"],
  earliestEpochOrLowestSeries: ["Ypresian", "Eocene"],
  latestEpochOrHighestSeries: ["Eocene", "Holocene"],
  associatedMedia: ["http://example.org/a.jpg|http://example.org/b.mp3", "rubbish"],
  associatedSequences: ["AB1234|AB1235"],
  locality: ["NEW YORK", "an der Straße", "Müllers Wald &amp; Wiese", "BC"],
  scientificName: ["Abies alba Mill.", "Abies", "null"],
};

/** Values of some of the terms, few of each. */
export const someValues: fc.Arbitrary<Readonly<Record<string, string | undefined>>> = fc.record(
  Object.fromEntries(
    ALL_TERMS.map((term) => [term, fc.constantFrom(...(VALUES[term] ?? ["one", "two | three", " spaced "]), "")]),
  ),
  { requiredKeys: [] },
);
