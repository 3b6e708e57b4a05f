/**
 * By which fields does iDigBio search? One table: its name of a field, the term behind it, and the column that holds it.
 *
 * What a source wrote and nobody interpreted, such as the county, is a column of the verbatim files; such a column is
 * named `verbatim:county` here, and `sourceOf` of the search joins it.
 */
import type { Kind, Parameter } from "./parameters.ts";
import { parameterNamed } from "./parameters.ts";

/** Types of `/v2/meta/fields`. */
type FieldType = "string" | "integer" | "float" | "boolean" | "date" | "geo_point";

/** A field of iDigBio's index. */
export interface IdigbioField {
  /** `"catalognumber"` */
  readonly name: string;
  readonly type: FieldType;
  /** The term that it comes from: `"dwc:catalogNumber"`. */
  readonly term: string;
  /** What is compared; its column is `undefined` when no dataset holds the field. */
  readonly parameter: Parameter;
  /** True when the field is shown as a list. */
  readonly isListed: boolean;
}

/** Columns of verbatim files begin so in SQL. */
export const VERBATIM = "verbatim:";

const table: IdigbioField[] = [];

function add(type: FieldType, name: string, term: string, parameter: Parameter, isListed = false): void {
  table.push({ name, type, term, parameter, isListed });
}

/** A parameter that GBIF does not have. */
function own(name: string, kind: Kind, column: string | undefined, isList = false): Parameter {
  return { name, key: name.toUpperCase(), kind, column, isList };
}

/** Fields that are GBIF's parameters under another name: `field:term:parameter`, the parameter as the term unless named. */
const AS_GBIF = `
  basisofrecord:dwc:basisOfRecord continent:dwc:continent occurrenceid:dwc:occurrenceID:occurrenceId
  institutioncode:dwc:institutionCode collectioncode:dwc:collectionCode catalognumber:dwc:catalogNumber
  recordnumber:dwc:recordNumber stateprovince:dwc:stateProvince locality:dwc:locality waterbody:dwc:waterBody
  samplingprotocol:dwc:samplingProtocol typestatus:dwc:typeStatus sex:dwc:sex lifestage:dwc:lifeStage
  island:dwc:island islandgroup:dwc:islandGroup fieldnumber:dwc:fieldNumber
  group:dwc:group formation:dwc:formation member:dwc:member bed:dwc:bed
  lowestbiostratigraphiczone:dwc:lowestBiostratigraphicZone highestbiostratigraphiczone:dwc:highestBiostratigraphicZone
  earliesteonorlowesteonothem:dwc:earliestEonOrLowestEonothem latesteonorhighesteonothem:dwc:latestEonOrHighestEonothem
  earliesteraorlowesterathem:dwc:earliestEraOrLowestErathem latesteraorhighesterathem:dwc:latestEraOrHighestErathem
  earliestperiodorlowestsystem:dwc:earliestPeriodOrLowestSystem
  latestperiodorhighestsystem:dwc:latestPeriodOrHighestSystem
  earliestepochorlowestseries:dwc:earliestEpochOrLowestSeries latestepochorhighestseries:dwc:latestEpochOrHighestSeries
  earliestageorloweststage:dwc:earliestAgeOrLowestStage latestageorhigheststage:dwc:latestAgeOrHighestStage
  collector:dwc:recordedBy:recordedBy recordset:idigbio:recordset:datasetKey`;
for (const line of AS_GBIF.trim().split(/\s+/)) {
  const [name, prefix, local, parameter] = line.split(":");
  const same = parameterNamed(parameter ?? local!)!;
  // Any value is a value here: what no vocabulary knows finds nothing.
  const kind = same.kind === "enumeration" ? "enumeration" : "text";
  add("string", name!, `${prefix}:${local}`, { ...same, kind });
}
for (const rank of ["kingdom", "phylum", "class", "order", "family", "subfamily", "tribe", "genus", "subgenus"])
  add("string", rank, `dwc:${rank}`, own(rank, "text", rank));
add("string", "scientificname", "dwc:scientificName", parameterNamed("scientificName")!);
add("string", "canonicalname", "gbif:canonicalName", own("canonicalname", "text", "species"));
add("string", "specificepithet", "dwc:specificEpithet", own("specificepithet", "text", "specificEpithet"));
add("string", "infraspecificepithet", "dwc:infraspecificEpithet", own("infraepithet", "text", "infraspecificEpithet"));
add("string", "taxonid", "dwc:taxonID", own("taxonid", "text", "taxonKey"));
add("string", "taxonrank", "dwc:taxonRank", own("taxonrank", "text", "taxonRank"));
add("string", "taxonomicstatus", "dwc:taxonomicStatus", own("taxonomicstatus", "text", "taxonomicStatus"));
add("string", "country", "dwc:country", { ...parameterNamed("country")!, name: "countryName", column: "country" });
add("string", "countrycode", "idigbio:isoCountryCode", parameterNamed("country")!);
add("string", "eventdate", "dwc:eventDate", own("eventdate", "text", "eventDate"));
add("string", "flags", "idigbio:flags", { ...parameterNamed("issue")!, kind: "text" }, true);
add("string", "uuid", "idigbio:uuid", own("uuid", "integer", "gbifID"));
add("string", "etag", "idigbio:etag", own("etag", "text", undefined));
add("string", "recordids", "idigbio:recordIds", own("recordids", "text", "occurrenceID"), true);
add("string", "mediarecords", "idigbio:mediarecords", own("mediarecords", "text", "mediaType", true), true);
add("date", "datecollected", "idigbio:dateCollected", own("datecollected", "date", "eventDateGte"));
add("date", "datemodified", "idigbio:dateModified", own("datemodified", "date", "lastInterpreted"));
add("boolean", "hasImage", "idigbio:hasImage", own("hasimage", "boolean", "mediaType", true));
add("boolean", "hasMedia", "idigbio:hasMedia", own("hasmedia", "boolean", "mediaType", true));
add("geo_point", "geopoint", "idigbio:geoPoint", own("geopoint", "decimal", "decimalLatitude"));
for (const [name, column] of [
  ["year", "year"],
  ["month", "month"],
  ["day", "day"],
  ["startdayofyear", "startDayOfYear"],
  ["individualcount", "individualCount"],
] as const)
  add("integer", name, `dwc:${column}`, own(name, "decimal", column));
for (const [name, column] of [
  ["coordinateuncertainty", "coordinateUncertaintyInMeters"],
  ["minelevation", "minimumElevationInMeters"],
  ["maxelevation", "maximumElevationInMeters"],
  ["mindepth", "minimumDepthInMeters"],
  ["maxdepth", "maximumDepthInMeters"],
] as const)
  add("float", name, `dwc:${column}`, own(name, "decimal", column));
add("float", "dqs", "idigbio:dataQualityScore", own("dqs", "decimal", undefined));
add("integer", "version", "idigbio:version", own("version", "decimal", undefined));
for (const term of [
  ...["county", "municipality", "verbatimLocality", "verbatimEventDate", "higherClassification", "vernacularName"],
  ...["institutionID", "collectionID", "geologicalContextID", "lithostratigraphicTerms"],
]) {
  const name = { vernacularName: "commonname", higherClassification: "highertaxon" }[term] ?? term.toLowerCase();
  add("string", name, `dwc:${term}`, own(name, "text", `${VERBATIM}${term}`));
}

/** All fields of records. */
export const IDIGBIO_FIELDS: readonly IdigbioField[] = [...table].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Columns that media are laid out in, see `mediaSource` of the search. */
const MEDIA: readonly [name: string, type: FieldType, term: string, column: string | undefined][] = [
  ["uuid", "string", "idigbio:uuid", "uuid"],
  ["records", "string", "idigbio:records", "record"],
  ["recordset", "string", "idigbio:recordset", "datasetKey"],
  ["accessuri", "string", "ac:accessURI", "identifier"],
  ["format", "string", "dcterms:format", "format"],
  ["mediatype", "string", "idigbio:mediaType", "mediatype"],
  ["type", "string", "dcterms:type", "type"],
  ["title", "string", "dcterms:title", "title"],
  ["creator", "string", "dcterms:creator", "creator"],
  ["rights", "string", "dcterms:license", "license"],
  ["owner", "string", "dcterms:rightsHolder", "rightsHolder"],
  ["datemodified", "date", "idigbio:dateModified", "lastInterpreted"],
  ["hasSpecimen", "boolean", "idigbio:hasSpecimen", "hasSpecimen"],
  ["dqs", "float", "idigbio:dataQualityScore", undefined],
  // ridigbio asks for them; those of ours belong to records.
  ["flags", "string", "idigbio:flags", undefined],
  ["etag", "string", "idigbio:etag", undefined],
  ["version", "integer", "idigbio:version", undefined],
];
const KINDS: Readonly<Record<FieldType, Kind>> = {
  string: "text",
  integer: "decimal",
  float: "decimal",
  boolean: "boolean",
  date: "date",
  geo_point: "decimal",
};

/** All fields of media. */
export const IDIGBIO_MEDIA_FIELDS: readonly IdigbioField[] = MEDIA.map(([name, type, term, column]) => ({
  name,
  type,
  term,
  parameter: own(`media ${name}`, KINDS[type], column),
  isListed: name === "records",
}));

const DUBLIN_CORE = new Set(
  "license rightsHolder accessRights bibliographicCitation references modified language type".split(" "),
);

/** The name of a verbatim column in iDigBio's `data`: `"genus"` → `"dwc:genus"`; a URI stays one. */
export function dataTermOf(column: string): string {
  if (column.includes(":")) return column;
  return `${DUBLIN_CORE.has(column) ? "dcterms" : "dwc"}:${column}`;
}

/** Fields by which records of these verbatim columns are found: the table, and `data.dwc:…` of each column. */
export function recordFields(verbatimColumns: readonly string[]): ReadonlyMap<string, IdigbioField> {
  const present = new Set(verbatimColumns);
  const fields = IDIGBIO_FIELDS.map((field): [string, IdigbioField] => {
    const { column } = field.parameter;
    const isAbsent = column?.startsWith(VERBATIM) && !present.has(column.slice(VERBATIM.length));
    return [field.name, isAbsent ? { ...field, parameter: { ...field.parameter, column: undefined } } : field];
  });
  const raw = verbatimColumns.map((column): [string, IdigbioField] => {
    const term = dataTermOf(column);
    const name = `data.${term}`;
    return [
      name,
      { name, type: "string", term, parameter: own(name, "text", `${VERBATIM}${column}`), isListed: false },
    ];
  });
  return new Map([...fields, ...raw]);
}

/** Fields of media by name. */
export const MEDIA_FIELDS: ReadonlyMap<string, IdigbioField> = new Map(
  IDIGBIO_MEDIA_FIELDS.map((field) => [field.name, field]),
);

// A record's UUID bears its key, so that it needs no table: "binome", version 8, the key in its last seven bytes.
const UUID = /^62696e6f-6d65-8000-80([0-9a-f]{2})-([0-9a-f]{12})$/i;
const MEDIA_UUID = /^6d656469-([0-9a-f]{4})-8000-80([0-9a-f]{2})-([0-9a-f]{12})$/i;

/** The UUID of a record's key: `7` → `"62696e6f-6d65-8000-8000-000000000007"`. */
export function uuidOf(gbifId: number): string {
  const hex = gbifId.toString(16).padStart(14, "0");
  return `62696e6f-6d65-8000-80${hex.slice(0, 2)}-${hex.slice(2)}`;
}

/** The key that a UUID bears; `undefined` for a UUID that is not of a record here. */
export function keyOfUuid(uuid: string): number | undefined {
  return keyIn(UUID.exec(uuid.trim())?.slice(1));
}

/** The record and the place in its list, from 1, of the UUID of a media record. */
export function mediaOfUuid(uuid: string): { key: number; at: number } | undefined {
  const found = MEDIA_UUID.exec(uuid.trim());
  const key = keyIn(found?.slice(2));
  return found && key !== undefined ? { key, at: Number.parseInt(found[1]!, 16) } : undefined;
}

function keyIn(parts: readonly string[] | undefined): number | undefined {
  const key = parts === undefined ? Number.NaN : Number.parseInt(parts.join(""), 16);
  return Number.isSafeInteger(key) ? key : undefined;
}
