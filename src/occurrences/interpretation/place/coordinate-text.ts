/**
 * Which point is written here? Decimal degrees, degrees with minutes and seconds, one text with both, or a WKT point.
 *
 * After gbif/pipelines `CoordinateParseUtils`; `O` is east there (German, Dutch), though Spanish and French write it
 * for west.
 */

import type { OccurrenceIssue } from "../issues.ts";
import { parseDecimal, roundTo } from "../numbers.ts";

/** A point, or why there is none. An empty list of issues without a point: nothing was written. */
export interface ParsedPoint {
  readonly point?: { readonly latitude: number; readonly longitude: number } | undefined;
  readonly issues: readonly OccurrenceIssue[];
}

const NO_ISSUES: OccurrenceIssue[] = [];
const NOTHING: ParsedPoint = { issues: [] };
const INVALID: ParsedPoint = { issues: ["COORDINATE_INVALID"] };

const DEGREES = String.raw`(\d{1,3})\s*[°dº\sgo]\s*`;
const MINUTES = String.raw`([0-6]?\d)`;
const MINUTE_UNIT = String.raw`\s*['m\s´’′]\s*`;
const SECONDS = String.raw`(?:(\d{1,2}(?:[.,]\d+)?)?\s*(?:"|''|´´|″|”|s)?)?`;
const FULL = new RegExp(`^${DEGREES}${MINUTES}${MINUTE_UNIT}${SECONDS}$`, "i");
const DECIMAL_MINUTES = new RegExp(String.raw`^${DEGREES}([0-6]?\d(?:[.,]\d+)?)(?:${MINUTE_UNIT})?$`, "i");
const DECIMAL_DEGREES = /^(\d{1,3}(?:[.,]\d+)?)\s*[°dºgo]?$/i;
const WITH_LETTER = String.raw`\d{1,3}\s*[°dº\sgo]?[^NSEOWnseow]*?[sS]?\s*`;
const TWO_WITH_LETTERS = new RegExp(String.raw`^(${WITH_LETTER}[NSEOW])\s*[ ,;/]?\s*(${WITH_LETTER}[NSEOW])$`, "i");
const WKT_POINT = /^\s*POINT\s*\(\s*(-?\d{1,3}(?:\.\d+)?)\s*[\s,;/]\s*(-?\d{1,3}(?:\.\d+)?)\s*\)\s*$/i;

/** A pair of latitude and longitude. One empty half means that nothing was written. */
export function parsePair(latitude: string | undefined, longitude: string | undefined): ParsedPoint {
  if (latitude === undefined || longitude === undefined || latitude === "" || longitude === "") return NOTHING;
  let lat = parseDecimal(latitude);
  let lng = parseDecimal(longitude);
  let isDecimal = true;
  if (lat === undefined || lng === undefined) {
    lat = parseDegrees(latitude, "NS");
    lng = parseDegrees(longitude, "EOW");
    isDecimal = false;
  }
  return lat === undefined || lng === undefined ? INVALID : checked(lat, lng, isDecimal);
}

/** Latitude and longitude in one text. */
export function parseBoth(text: string): ParsedPoint {
  if (text === "") return NOTHING;
  const two = TWO_WITH_LETTERS.exec(text.trim());
  if (two) {
    const first = two[1]!.trim();
    const second = two[2]!.trim();
    const isFirstLatitude = /[NS]$/i.test(first);
    if (isFirstLatitude === /[NS]$/i.test(second)) return INVALID;
    const lat = parseDegrees(isFirstLatitude ? first : second, "NS");
    const lng = parseDegrees(isFirstLatitude ? second : first, "EOW");
    return lat === undefined || lng === undefined ? INVALID : checked(lat, lng, false);
  }
  if (text.length > 4)
    for (const delimiter of [",", ";", "/", " "]) {
      const halves = text.split(delimiter);
      if (halves.length !== 2) continue;
      const parsed = parsePair(halves[0]!.trim(), halves[1]!.trim());
      return parsed === NOTHING ? INVALID : parsed;
    }
  return INVALID;
}

/** A WKT point, longitude first; anything else is nothing. */
export function parseWktPoint(text: string): ParsedPoint {
  const found = WKT_POINT.exec(text);
  return found ? checked(Number(found[2]), Number(found[1]), true) : NOTHING;
}

/** Degrees with minutes and seconds, or decimal with a letter. @param letters of the directions, e.g. `"NS"` */
export function parseDegrees(text: string, letters: string): number | undefined {
  let rest = text.trim().toUpperCase();
  if (rest.length <= 3) return undefined;
  let direction = "";
  if (letters.includes(rest[0]!)) {
    direction = rest[0]!;
    rest = rest.slice(1);
  } else if (letters.includes(rest.at(-1)!)) {
    direction = rest.at(-1)!;
    rest = rest.slice(0, -1);
  }
  rest = rest.trim();
  const value = degreesOf(rest);
  if (value === undefined) return undefined;
  return roundTo("SW".includes(direction) && direction !== "" ? -value : value, 6);
}

function degreesOf(text: string): number | undefined {
  const decimal = DECIMAL_DEGREES.exec(text);
  if (decimal) return number(decimal[1]!);
  const minutes = DECIMAL_MINUTES.exec(text);
  if (minutes) return Number(minutes[1]) + number(minutes[2]!) / 60;
  const full = FULL.exec(text);
  if (full) return Number(full[1]) + Number(full[2]) / 60 + number(full[3] ?? "0") / 3600;
  return undefined;
}

function number(text: string): number {
  return Number(text.replace(",", "."));
}

function checked(latitude: number, longitude: number, isDecimal: boolean): ParsedPoint {
  const lat = roundTo(latitude, 6);
  const lng = roundTo(longitude, 6);
  const isRounded = isDecimal && (lat !== latitude || lng !== longitude);
  const isZero = lat === 0 && lng === 0;
  const issues: OccurrenceIssue[] = isRounded || isZero ? [] : NO_ISSUES;
  if (isRounded) issues.push("COORDINATE_ROUNDED");
  if (isZero) issues.push("ZERO_COORDINATE");
  if (Math.abs(lat) <= 90 && Math.abs(lng) <= 180) return { point: { latitude: lat, longitude: lng }, issues };
  if (Math.abs(lat) > 90 && Math.abs(lng) <= 90 && Math.abs(lat) <= 180) {
    return { point: { latitude: lng, longitude: lat }, issues: [...issues, "PRESUMED_SWAPPED_COORDINATE"] };
  }
  return { issues: ["COORDINATE_OUT_OF_RANGE"] };
}
