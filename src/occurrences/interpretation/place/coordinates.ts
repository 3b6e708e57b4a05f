/**
 * Where was it? The first source of coordinates that can be read, shifted to WGS 84.
 *
 * After gbif/pipelines `CoordinatesParser` and `Wgs84Projection`.
 */

import type { InterpretedRecord } from "../interpreted.ts";
import type { OccurrenceIssue } from "../issues.ts";
import { parseDecimal, roundTo } from "../numbers.ts";
import type { VerbatimRecord } from "../record.ts";
import type { Interpreter, Tools } from "../tools.ts";
import { type ParsedPoint, parseBoth, parsePair, parseWktPoint } from "./coordinate-text.ts";
import { parseMetres } from "./metres.ts";

/** Half of the earth's circumference: an uncertainty beyond it says nothing. */
const MAX_UNCERTAINTY = 20_037_509;
/** A datum shift beyond this many degrees is none. */
const MAX_SHIFT = 0.1;

/** Sets the coordinates, their uncertainty and precision. */
export const interpretCoordinates: Interpreter = (record, out, tools) => {
  const source = setPoint(record, out);
  if (source !== undefined) {
    reportOtherWest(record, tools);
    shiftToWgs84(record.value(source === wktPoint ? "footprintSRS" : "geodeticDatum"), out, tools);
  }
  const uncertaintyText = record.value("coordinateUncertaintyInMeters");
  if (uncertaintyText !== undefined) {
    const value = parseMetres(uncertaintyText).value;
    const uncertainty = value === undefined ? 0 : Math.abs(value);
    if (uncertainty > 0 && uncertainty < MAX_UNCERTAINTY) out.coordinateUncertaintyInMeters = uncertainty;
    else out.flag("COORDINATE_UNCERTAINTY_METERS_INVALID");
  }
  const precisionText = record.value("coordinatePrecision");
  if (precisionText !== undefined) {
    const precision = parseDecimal(precisionText);
    if (precision !== undefined && precision >= 0 && precision <= 1) out.coordinatePrecision = precision;
    else out.flag("COORDINATE_PRECISION_INVALID");
  }
};

/** `O` is taken for east, as at GBIF; it is west in Spanish, French, Italian and Portuguese, so it is told of. */
function reportOtherWest(record: VerbatimRecord, { unknown }: Tools): void {
  for (const term of ["decimalLongitude", "verbatimLongitude", "verbatimCoordinates"] as const) {
    const text = record.value(term);
    if (text !== undefined && /o/i.test(text) && OTHER_WEST.test(text)) unknown(term, text);
  }
}

const OTHER_WEST = /[\d°º'"′″´’]\s*O\b|\bO\s*\d/i;

/** Sets the point of the first source that gives one, and gives back that source; when none does, the issues of all are set. */
function setPoint(record: VerbatimRecord, out: InterpretedRecord): PointSource | undefined {
  let failed: OccurrenceIssue[] | undefined;
  for (const parse of SOURCES) {
    const { point, issues } = parse(record);
    if (point) {
      out.decimalLatitude = point.latitude;
      out.decimalLongitude = point.longitude;
      for (const issue of issues) out.flag(issue);
      return parse;
    }
    if (issues.length > 0) failed = failed ? [...failed, ...issues] : [...issues];
  }
  for (const issue of failed ?? []) out.flag(issue);
  return undefined;
}

type PointSource = (record: VerbatimRecord) => ParsedPoint;

const wktPoint: PointSource = (record) => parseWktPoint(record.plain("footprintWKT") ?? "");

const SOURCES: readonly PointSource[] = [
  (record) => parsePair(record.value("decimalLatitude"), record.value("decimalLongitude")),
  (record) => parsePair(record.value("verbatimLatitude"), record.value("verbatimLongitude")),
  (record) => parseBoth(record.value("verbatimCoordinates") ?? ""),
  wktPoint,
];

/** Shifts the point that the record has. */
function shiftToWgs84(datumText: string | undefined, out: InterpretedRecord, { dictionaries, unknown }: Tools): void {
  const { decimalLatitude: latitude = Number.NaN, decimalLongitude: longitude = Number.NaN } = out;
  if (datumText === undefined) {
    out.flag("GEODETIC_DATUM_ASSUMED_WGS84");
    return;
  }
  const datum = dictionaries.datums.lookup(datumText);
  if (datum.kind === "wgs84") return;
  if (datum.kind === "unknown") {
    out.flag("GEODETIC_DATUM_INVALID");
    out.flag("GEODETIC_DATUM_ASSUMED_WGS84");
    unknown("geodeticDatum", datumText);
    return;
  }
  if (datum.kind === "metres") {
    out.flag("COORDINATE_REPROJECTION_SUSPICIOUS");
    return;
  }
  const shifted = dictionaries.datums.toWgs84(datum.code, latitude, longitude);
  if (shifted === undefined) {
    out.flag("COORDINATE_REPROJECTION_FAILED");
    return;
  }
  const lat = roundTo(shifted.latitude, 7);
  const lng = roundTo(shifted.longitude, 7);
  if (Math.abs(lat - latitude) > MAX_SHIFT || Math.abs(lng - longitude) > MAX_SHIFT)
    out.flag("COORDINATE_REPROJECTION_SUSPICIOUS");
  else if (lat !== latitude || lng !== longitude) {
    out.decimalLatitude = lat;
    out.decimalLongitude = lng;
    out.flag("COORDINATE_REPROJECTED");
  }
}
