/**
 * Why do we differ from a download that GBIF made years ago? The kinds of difference that test/golden/interpretation.md
 * explains, each recognised by what was published, never by the record.
 */
import type { InterpretedRecord } from "../../src/occurrences/interpretation/interpreted.ts";
import type { Pair } from "./golden-sets.ts";

/** The kinds, and what is said of each in the table. */
export const KINDS = {
  dateForm: "dates were instants of UTC, partial dates and intervals were cut or left out (to 2019)",
  zeroDate: "year 0000, month 0 and day 0 were filled up; now what is known stands, flagged (2015)",
  interval: "years and days of an interval that its ends do not share were taken from its start (to 2019)",
  vocabulary: "concepts of vocabularies in place of enumerations (2022)",
  basis: "UNKNOWN is OCCURRENCE, flagged (2021)",
  continent: "continents are derived from country or coordinates, flagged (2023)",
  rounding: "five decimals until 2019, six since; reprojection with other parameters",
  status: "occurrence status and individual count are flagged (2020)",
  zeroUncertainty: "an uncertainty of 0 m is not accepted any more, flagged",
  dropped: "an elevation or depth that is dropped is flagged (ours)",
  identified: "dateIdentified that is no date is flagged",
  modified: "the table that the records come from has no column modified",
  license: "the licence of the dataset, which the table does not have",
} as const;

/** A kind of difference. */
export type Kind = keyof typeof KINDS;

const same = (a: string, b: string) => a.toLowerCase().replace(/[_ ]/g, "") === b.toLowerCase().replace(/[_ ]/g, "");
const isZero = (text: string | undefined) => text !== undefined && text !== "" && Number(text) === 0;

/** The kind of a difference in a field, `undefined` when nothing explains it. */
export function kindOfField(field: string, ours: string, theirs: string, { verbatim }: Pair): Kind | undefined {
  const hasZero = [verbatim["year"], verbatim["month"], verbatim["day"]].some(isZero);
  const isInterval = (verbatim["eventDate"] ?? "").includes("/") || /\d\s*-\s*\d/.test(verbatim["year"] ?? "");
  switch (field) {
    case "eventDate":
      if (hasZero) return "zeroDate";
      if (ours.includes("/") || ours === "") return isInterval ? "interval" : undefined;
      // A whole date, of which ours is the part that was given.
      return theirs === "" || ours.slice(0, 10) === theirs.slice(0, 10) || theirs.startsWith(ours)
        ? "dateForm"
        : undefined;
    case "year":
    case "month":
      if (isZero(verbatim["year"]) || isZero(verbatim["month"])) return "zeroDate";
      return isInterval ? "interval" : ours === "" && theirs === "1" && field === "month" ? "dateForm" : undefined;
    case "day":
      if (hasZero) return "zeroDate";
      if (isInterval) return "interval";
      // "1930" was the first of January.
      return ours === "" && theirs === "1" ? "dateForm" : undefined;
    case "sex":
    case "lifeStage":
    case "typeStatus":
    case "establishmentMeans":
      return theirs === "" || same(ours, theirs) ? "vocabulary" : undefined;
    case "basisOfRecord":
      return theirs === "UNKNOWN" && ours === "OCCURRENCE" ? "basis" : undefined;
    case "continent":
      return theirs === "" && !("continent" in verbatim) ? "continent" : undefined;
    case "license":
      return ours === "UNSPECIFIED" && !("license" in verbatim) ? "license" : undefined;
    case "decimalLatitude":
    case "decimalLongitude": {
      const apart = Math.abs(Number(ours) - Number(theirs));
      return apart < 6e-6 || (verbatim["geodeticDatum"] !== undefined && apart < 1e-3) ? "rounding" : undefined;
    }
    case "occurrenceStatus":
      return same(ours, theirs) ? "status" : undefined;
    default:
      return undefined;
  }
}

/** The kind of an issue that only one of both flags. */
export function kindOfIssue(issue: string, out: InterpretedRecord, { verbatim, golden }: Pair): Kind | undefined {
  const isOurs = (out.issue as readonly string[]).includes(issue);
  if (/^CONTINENT_/.test(issue)) return isOurs ? "continent" : undefined;
  if (/^(OCCURRENCE_STATUS_|INDIVIDUAL_COUNT_)/.test(issue)) return isOurs ? "status" : undefined;
  const hasZero = [verbatim["year"], verbatim["month"], verbatim["day"]].some(isZero);
  switch (issue) {
    case "ELEVATION_NON_NUMERIC":
    case "ELEVATION_UNLIKELY":
      return isOurs && out.elevation === undefined ? "dropped" : undefined;
    case "DEPTH_NON_NUMERIC":
    case "DEPTH_UNLIKELY":
      return isOurs && out.depth === undefined ? "dropped" : undefined;
    case "BASIS_OF_RECORD_INVALID":
      return isOurs && golden["basisOfRecord"] === "UNKNOWN" ? "basis" : undefined;
    case "COORDINATE_UNCERTAINTY_METERS_INVALID":
      return isOurs && isZero(verbatim["coordinateUncertaintyInMeters"]) ? "zeroUncertainty" : undefined;
    case "IDENTIFIED_DATE_INVALID":
      return isOurs && out.dateIdentified === undefined ? "identified" : undefined;
    case "RECORDED_DATE_INVALID":
    case "RECORDED_DATE_UNLIKELY":
      if (hasZero) return "zeroDate";
      return /\d\s*-\s*\d/.test(verbatim["year"] ?? "") ? "interval" : undefined;
    case "COORDINATE_ROUNDED":
      return isOurs ? undefined : "rounding";
    case "MODIFIED_DATE_UNLIKELY":
      return !isOurs && !("modified" in verbatim) ? "modified" : undefined;
    default:
      return undefined;
  }
}
