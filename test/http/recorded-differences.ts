/**
 * Where do our answers differ from those that GBIF gave? Everything that they lack or add stands here with its reason; what
 * differs otherwise is a fault.
 */

/** Members of answers that differ, and why. */
export interface Difference {
  readonly kind: "lacks" | "adds";
  /** Of the route and the path of the member: `"GET /v1/occurrence/search results[].gadm.level0"`. */
  readonly where: RegExp;
  readonly why: string;
}

/** Differences of members. */
export const MEMBERS: readonly Difference[] = [
  {
    kind: "lacks",
    where:
      /\.?(installationKey|hostingOrganizationKey|networkKeys(\[\])?|institutionKey|collectionKey|organizationTitle)$/,
    why: "stands in GBIF's registry, which is not here",
  },
  { kind: "lacks", where: /\.?datasetDOI$/, why: "stands in GBIF's registry, which is not here" },
  { kind: "lacks", where: /\.?(protocol|crawlId)$/, why: "tells how GBIF's crawler came to the records" },
  { kind: "lacks", where: /gadm\.level/, why: "the borders of GADM may not be passed on" },
  { kind: "lacks", where: /distanceFromCentroidInMeters$/, why: "there is no list of centroids" },
  { kind: "lacks", where: /nucleotideSequence/, why: "sequences are not analysed" },
  { kind: "lacks", where: /iucnRedListCategory(Code)?$/, why: "the checklists of the test have no categories" },
  { kind: "lacks", where: /_redacted$/, why: "was added by those who collected the answers" },
  { kind: "lacks", where: /[ .]doi$/, why: "downloads have no DOI" },
  { kind: "lacks", where: /request\.sql$/, why: "downloads by SQL are not made" },
  {
    kind: "lacks",
    where: /http:\/\/unknown\.org\/species$/,
    why: "a term is known by its last part: this one is taken for GBIF's species",
  },
  {
    kind: "lacks",
    where: /record (references|footprintWKT)$/,
    why: "the text was taken out by those who collected the answers, and what is left is no address and no shape",
  },
  { kind: "lacks", where: /(\{n\}|record) continent$/, why: "of a point off the coast GBIF and we take another one" },
  { kind: "adds", where: /record continent$/, why: "GBIF leaves it out where country and point tell two" },
  { kind: "lacks", where: /record genericName$/, why: "a name of which GBIF reads the first word alone" },
  { kind: "lacks", where: /infragenericEpithet$/, why: "the name in the checklist is a species without its subgenus" },
  {
    kind: "lacks",
    where: /datasetTitle$/,
    why: "an old column of a publisher, of which we do not know that GBIF knows it",
  },
  { kind: "adds", where: /http:\/\/unknown\.org\/datasetTitle$/, why: "the same" },
  {
    kind: "adds",
    where: /\{n\} (identifier|scientificNameAuthorship|dnaSequenceID|classifications.*)$/,
    why: "GBIF's answer was recorded before it had them",
  },
  {
    kind: "adds",
    where: /record (scientificNameAuthorship|dnaSequenceID|classifications|identifier)$/,
    why: "GBIF's answer was recorded before it had them",
  },
  { kind: "adds", where: /search understood/, why: "says which taxa a scientificName was taken for" },
  {
    kind: "adds",
    where: /results\[\]\.request\.verbatimExtensions\[\]$/,
    why: "the requests of that user in GBIF's list asked for none",
  },
  { kind: "adds", where: /[ .]release$/, why: "a download says which attempts it was made from" },
  { kind: "adds", where: /facets\[\]\.count$/, why: "how many values a facet has: asked for by users" },
  { kind: "adds", where: /\.?verbatimScientificName$/, why: "the name as it was published, as in downloads" },
  {
    kind: "adds",
    where: /(usage|acceptedUsage)\.(canonicalName|status|type)$/,
    why: "as in answers of /v2/species/match",
  },
  {
    kind: "adds",
    where: /\/(datasets|countries|dataset\/\{uuid\}) .*(datasetTitle|datasetCitation|publishingCountryCode)$/,
    why: "GBIF gives them in some answers, here they are in all",
  },
];

/** Requests that are answered otherwise. */
export const ANSWERS: readonly { readonly where: RegExp; readonly status: number; readonly why: string }[] = [
  { where: /^429 /, status: 200, why: "GBIF was busy" },
  { where: /"sql":/, status: 400, why: "downloads by SQL are not made" },
  { where: /^200 GET \S+\/occurrence\/term /, status: 400, why: "the list of terms is not served" },
];
