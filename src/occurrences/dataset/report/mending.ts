/** How does a publisher mend what an issue flags? One sentence each, for the report. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^ZERO_COORDINATE$/, "Leave coordinates empty where they are not known; 0, 0 is a place in the Gulf of Guinea."],
  [
    /^COORDINATE_OUT_OF_RANGE$/,
    "Latitudes are -90 to 90 and longitudes -180 to 180; metres of a grid belong in verbatimCoordinates.",
  ],
  [/^COORDINATE_INVALID$/, "Write decimal degrees with a dot: 47.35, -8.12."],
  [/^COORDINATE_ROUNDED$/, "Nothing to mend: more than six decimals say less than a decimetre."],
  [/^GEODETIC_DATUM_ASSUMED/, "Fill geodeticDatum, mostly with EPSG:4326 (WGS84)."],
  [/^GEODETIC_DATUM_INVALID$/, "Write the EPSG code of the datum: EPSG:4326, EPSG:4267."],
  [/^COORDINATE_REPROJECTED$/, "Nothing to mend: coordinates were shifted from their datum to WGS84."],
  [/^COORDINATE_REPROJECTION_/, "Compare geodeticDatum with the coordinates: one of them is of another system."],
  [
    /^COORDINATE_PRECISION_INVALID$/,
    "coordinatePrecision is in degrees, 0 to 1; metres belong in coordinateUncertaintyInMeters.",
  ],
  [/^COORDINATE_UNCERTAINTY/, "Write a number of metres above 0, or leave it empty."],
  [/^PRESUMED_SWAPPED/, "Exchange latitude and longitude."],
  [/^PRESUMED_NEGATED/, "South and west are negative; the sign is missing or too much."],
  [/^FOOTPRINT_/, "Check footprintWKT: longitude first, rings closed, and in agreement with the coordinates."],
  [/^COUNTRY_COORDINATE_MISMATCH$/, "Coordinates and country name different places; one is wrong."],
  [/^COUNTRY_MISMATCH$/, "country and countryCode name two countries."],
  [/^COUNTRY_INVALID$/, "Write the ISO code in countryCode: DE, BR."],
  [/^COUNTRY_DERIVED/, "Fill countryCode; here it was taken from the coordinates."],
  [/^CONTINENT_DERIVED/, "Nothing to mend: the continent follows from the place."],
  [/^CONTINENT_/, "Compare continent with the country and the coordinates, or leave it empty."],
  [/^(DEPTH|ELEVATION)_NON_NUMERIC$/, "Write numbers without units; both terms are in metres."],
  [/^(DEPTH|ELEVATION)_NOT_METRIC$/, "Convert to metres."],
  [/^(DEPTH|ELEVATION)_MIN_MAX/, "Exchange minimum and maximum."],
  [/^DEPTH_UNLIKELY$/, "Depths are positive and less than 11,000 m."],
  [/^ELEVATION_UNLIKELY$/, "Elevations are -430 to 17,000 m."],
  [
    /^RECORDED_DATE_INVALID$/,
    "Write ISO dates: 2004-07-15, 2004-07, 2004-07-01/2004-07-31. 05/06/2010 can be two days: name the order with --date-order.",
  ],
  [/^RECORDED_DATE_MISMATCH$/, "eventDate and year, month, day say different things."],
  [/^RECORDED_DATE_UNLIKELY$/, "The date is before 1500 or in the future."],
  [/^(MODIFIED|IDENTIFIED)_DATE/, "Write an ISO date that is possible."],
  [/^TAXON_MATCH_FUZZY$/, "Compare the spelling of the name with the matched one in names.tsv."],
  [
    /^TAXON_MATCH_HIGHERRANK$/,
    "The name is not in the backbone; its genus or a higher taxon is. Check the spelling, or add the name to the checklist.",
  ],
  [
    /^TAXON_MATCH_NONE$/,
    "Nothing like this name is in the backbone, or the name alone does not decide: fill kingdom and family.",
  ],
  [
    /_ID_(IGNORED|NOT_FOUND)$|_INCONSISTENT$|_AMBIGUOUS$|AGGREGATE$/,
    "Identifiers of names and the name itself do not lead to one usage of the backbone.",
  ],
  [/^BASIS_OF_RECORD_INVALID$/, "Use Darwin Core's values: PreservedSpecimen, HumanObservation, MaterialSample …"],
  [/^(TYPE_STATUS_INVALID|SUSPECTED_TYPE)$/, "Write the kind of type only (holotype), several with | between them."],
  [/^REFERENCES_URI_INVALID$/, "references is a link with http:// or https://."],
  [/^INDIVIDUAL_COUNT_INVALID$/, "individualCount is a whole number; estimates belong in organismQuantity."],
  [/^INDIVIDUAL_COUNT_CONFLICTS/, "A count of 0 is absent, more is present."],
  [/^OCCURRENCE_STATUS_/, "Fill occurrenceStatus with present or absent."],
  [/^MULTIMEDIA_/, "Media need a link (identifier) and an ISO date (created)."],
  [/^INTERPRETATION_ERROR$/, "A fault of binomen: please report it with the values of the record."],
  [
    /_(INFERRED_FROM_PARENT_RANK|RANK_MISMATCH|INVALID_RANGE|MISMATCH)$/,
    "Put each geological term into the column of its rank, older before younger.",
  ],
];

/** The sentence for an issue. */
export function mendingHint(issue: string): string {
  return HINTS.find(([pattern]) => pattern.test(issue))?.[1] ?? "";
}
