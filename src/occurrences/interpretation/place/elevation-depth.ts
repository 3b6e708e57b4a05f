/**
 * How high or deep? GBIF's `LocationInterpreter`: the mean of minimum and maximum, and half their distance.
 *
 * Other than there, a value that is dropped is flagged, too: users asked where their depths had gone.
 */

import type { InterpretedRecord } from "../interpreted.ts";
import type { OccurrenceIssue } from "../issues.ts";
import { roundTo } from "../numbers.ts";
import type { VerbatimRecord } from "../record.ts";
import type { Interpreter } from "../tools.ts";
import { parseMetres } from "./metres.ts";

const MIN_ELEVATION = -430;
const MAX_ELEVATION = 17_000;
const MAX_DEPTH = 11_000;

/** Sets elevation, its accuracy, and the verbatim minimum and maximum as numbers. */
export const interpretElevation: Interpreter = (record, out) => {
  const elevation = range(record, out, "ELEVATION", "minimumElevationInMeters", "maximumElevationInMeters");
  if (elevation === undefined) return;
  if (elevation.value >= MIN_ELEVATION && elevation.value <= MAX_ELEVATION) {
    out.elevation = elevation.value;
    out.elevationAccuracy = elevation.accuracy;
  } else out.flag("ELEVATION_UNLIKELY");
};

/** Sets depth, its accuracy, and the verbatim minimum and maximum as numbers. */
export const interpretDepth: Interpreter = (record, out) => {
  const depth = range(record, out, "DEPTH", "minimumDepthInMeters", "maximumDepthInMeters");
  if (depth === undefined) return;
  if (depth.value < 0 || depth.value > MAX_DEPTH) out.flag("DEPTH_UNLIKELY");
  const value = Math.abs(depth.value);
  if (value > MAX_DEPTH) return;
  out.depth = value;
  out.depthAccuracy = depth.accuracy;
};

/** Sets the distances above the surface. */
export const interpretDistance: Interpreter = (record, out) => {
  for (const term of ["minimumDistanceAboveSurfaceInMeters", "maximumDistanceAboveSurfaceInMeters"] as const) {
    const text = record.value(term);
    if (text !== undefined) out[term] = parseMetres(text).value;
  }
};

function range(
  record: VerbatimRecord,
  out: InterpretedRecord,
  what: "ELEVATION" | "DEPTH",
  minimumTerm: "minimumElevationInMeters" | "minimumDepthInMeters",
  maximumTerm: "maximumElevationInMeters" | "maximumDepthInMeters",
): { value: number; accuracy: number | undefined } | undefined {
  const minimumText = record.value(minimumTerm);
  const maximumText = record.value(maximumTerm);
  if (minimumText === undefined && maximumText === undefined) return undefined;
  const texts = [minimumText, maximumText].map((text) => (text === undefined ? undefined : parseMetres(text)));
  let [minimum, maximum] = [texts[0]?.value, texts[1]?.value];
  out[minimumTerm] = minimum;
  out[maximumTerm] = maximum;
  if (texts.some((text) => text?.nonNumeric || (text && text.value === undefined)))
    out.flag(`${what}_NON_NUMERIC` satisfies OccurrenceIssue);
  if (texts.some((text) => text?.notMetric)) out.flag(`${what}_NOT_METRIC` satisfies OccurrenceIssue);
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    [minimum, maximum] = [maximum, minimum];
    out.flag(`${what}_MIN_MAX_SWAPPED` satisfies OccurrenceIssue);
  }
  if (minimum !== undefined && maximum !== undefined)
    return { value: roundTo((minimum + maximum) / 2, 2), accuracy: roundTo((maximum - minimum) / 2, 2) };
  const value = minimum ?? maximum;
  return value === undefined ? undefined : { value, accuracy: undefined };
}
