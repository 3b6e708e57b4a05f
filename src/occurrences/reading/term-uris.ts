/** Which URI does a term have? Records show what was published under the names and URIs that GBIF's API has for it. */
import { isKnownTerm } from "./terms.ts";

const DARWIN_CORE = "http://rs.tdwg.org/dwc/terms/";
const DUBLIN_CORE = "http://purl.org/dc/terms/";
const GBIF = "http://rs.gbif.org/terms/1.0/";
/** Where GBIF puts terms of no vocabulary that it knows. */
const UNKNOWN = "http://unknown.org/";

const OF_DUBLIN_CORE = new Set(
  (
    "abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative audience available " +
    "bibliographicCitation conformsTo contributor coverage created creator date dateAccepted dateCopyrighted " +
    "dateSubmitted description educationLevel extent format hasFormat hasPart hasVersion identifier instructionalMethod " +
    "isFormatOf isPartOf isReferencedBy isReplacedBy isRequiredBy isVersionOf issued language license mediator medium " +
    "modified provenance publisher references relation replaces requires rights rightsHolder source spatial subject " +
    "tableOfContents temporal title type valid "
  )
    .trim()
    .split(" "),
);
const OF_GBIF = new Set(
  (
    "gbifID datasetKey publishingCountry lastInterpreted lastParsed lastCrawled issue taxonKey acceptedTaxonKey " +
    "kingdomKey phylumKey classKey orderKey familyKey genusKey subgenusKey speciesKey species acceptedScientificName " +
    "verbatimScientificName verbatimScientificNameAuthorship typifiedName elevation elevationAccuracy depth depthAccuracy " +
    "distanceFromCentroidInMeters mediaType hasCoordinate hasGeospatialIssues protocol repatriated isSequenced " +
    "relativeOrganismQuantity projectId programmeAcronym gbifRegion publishedByGbifRegion "
  )
    .trim()
    .split(" "),
);

/** URIs of the row types that GBIF knows, by the name that datasets have for them. */
export const ROW_TYPES: Map<string, string> = new Map(
  [
    "http://rs.tdwg.org/ac/terms/Multimedia",
    ...["Amplification", "Cloning", "GelImage", "Loan", "MaterialSample", "Permit", "Preparation", "Preservation"].map(
      (name) => `http://data.ggbn.org/schemas/ggbn/terms/${name}`,
    ),
    ...["GermplasmAccession", "MeasurementScore", "MeasurementTrait", "MeasurementTrial"].map(
      (name) => `http://purl.org/germplasm/germplasmTerm#${name}`,
    ),
    ...["Identification", "MeasurementOrFact", "ResourceRelationship", "Event", "Occurrence", "Taxon"].map(
      (name) => DARWIN_CORE + name,
    ),
    ...["Identifier", "Image", "Reference", "DNADerivedData", "Multimedia"].map((name) => GBIF + name),
    "http://rs.iobis.org/obis/terms/ExtendedMeasurementOrFact",
    "http://rs.tdwg.org/chrono/terms/ChronometricAge",
  ].map((uri): [string, string] => [uri.replace(/^.*[/#]/, "").toLowerCase(), uri]),
);
// Audubon Core's extension has the same last part as GBIF's.
ROW_TYPES.set("audubon", "http://rs.tdwg.org/ac/terms/Multimedia");

/** The URI of a term: `"habitat"` → `"http://rs.tdwg.org/dwc/terms/habitat"`. */
export function termUri(term: string): string {
  if (/^https?:/.test(term)) return term;
  if (OF_DUBLIN_CORE.has(term)) return DUBLIN_CORE + term;
  if (term === "publishingOrgKey") return `http://rs.gbif.org/terms/internal/${term}`;
  if (OF_GBIF.has(term)) return GBIF + term;
  return (isKnownTerm(term) ? DARWIN_CORE : UNKNOWN) + term;
}

/** As a record has it: the name alone of a term that is known, else its URI. */
export function termShown(term: string): string {
  const uri = termUri(term);
  return uri.startsWith(UNKNOWN) ? uri : term;
}

/** The namespace of the terms of an extension that no other vocabulary has. */
function ownNamespace(rowType: string | undefined): string {
  // Terms of GBIF's own that are not of version 1.0.
  if (rowType?.endsWith("/DNADerivedData")) return "http://rs.gbif.org/terms/";
  return rowType?.replace(/[^/#]+$/, "") ?? UNKNOWN;
}

/** The URI of a term of an extension: what no vocabulary has belongs to the one of its row type. */
export function extensionTermUri(term: string, rowType: string | undefined): string {
  if (/^https?:/.test(term)) return term;
  if (/^\d{7}$/.test(term)) return `https://w3id.org/mixs/${term}`;
  const uri = termUri(term);
  return uri.startsWith(UNKNOWN) ? ownNamespace(rowType) + term : uri;
}

/** Rows of extensions under the URIs of row types and terms. */
export function extensionsShown(
  extensions: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>,
): Record<string, Record<string, string>[]> {
  return Object.fromEntries(
    Object.entries(extensions).map(([name, rows]) => {
      const rowType = ROW_TYPES.get(name);
      const shown = rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([term, value]) => [extensionTermUri(term, rowType), value])),
      );
      return [rowType ?? UNKNOWN + name, shown];
    }),
  );
}
