/** How are places called? Spaces collapsed, capitals calmed; the footprint. */
import type { Interpreter } from "../tools.ts";
import { parseWktPoint } from "./coordinate-text.ts";
import { isWkt } from "./wkt.ts";

/** How near a point must be to be the footprint. */
const SAME_POINT = 1e-6;

/** Sets the name of a place. */
export function interpretPlaceName(term: "stateProvince" | "waterBody" | "locality"): Interpreter {
  return (record, out) => {
    out[term] = placeName(record.value(term));
  };
}

/** Sets footprintWKT, or says why it is not one. Runs after the coordinates. */
export const interpretFootprint: Interpreter = (record, out, { dictionaries }) => {
  const text = record.value("footprintWKT");
  if (text === undefined) return;
  const system = record.value("footprintSRS");
  if (system !== undefined && dictionaries.datums.lookup(system).kind === "unknown") {
    out.flag("FOOTPRINT_SRS_INVALID");
    return;
  }
  const { point, issues } = parseWktPoint(text);
  if (issues.includes("COORDINATE_OUT_OF_RANGE")) out.flag("FOOTPRINT_WKT_MISMATCH");
  else if (point) {
    const { decimalLatitude: lat, decimalLongitude: lng } = out;
    const isSame =
      lat !== undefined &&
      lng !== undefined &&
      Math.abs(lat - point.latitude) <= SAME_POINT &&
      Math.abs(lng - point.longitude) <= SAME_POINT;
    // A point that was shifted, exchanged or negated by us is still the one that was given.
    const isChanged = out.issue.some((issue) => /^(COORDINATE_REPROJECTED|PRESUMED_)/.test(issue));
    if (!isSame && !isChanged) out.flag("FOOTPRINT_WKT_MISMATCH");
  } else if (isWkt(text)) out.footprintWKT = text;
  else out.flag("FOOTPRINT_WKT_INVALID");
};

/** Spaces that are more than one, or none that stay. */
const SPACES = /\s{2}|[^\S ]/;

/** `"NEW   YORK"` → `"New York"`; GBIF makes it "New york". Names with any small letter, digit or sign stay. */
function placeName(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const collapsed = SPACES.test(text) ? text.replace(/\s+/g, " ") : text;
  if (!/^\p{Lu}[\p{Lu} ]*$/u.test(collapsed)) return collapsed;
  // Abbreviations stay: "CA", "BC", "NSW".
  if (collapsed.length <= 3) return collapsed;
  return collapsed.toLowerCase().replace(/(^| )\p{L}/gu, (start) => start.toUpperCase());
}
