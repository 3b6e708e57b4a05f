/**
 * Was the organism there, and how many of them?
 *
 * The status that is given, the count and the kind of record decide together, as in GBIF's table
 * (`BasicInterpreter.interpretOccurrenceStatus`). Runs after the basis of record.
 */
import { parseCount } from "../numbers.ts";
import type { Interpreter } from "../tools.ts";

const SPECIMENS: ReadonlySet<string | undefined> = new Set([
  "PRESERVED_SPECIMEN",
  "FOSSIL_SPECIMEN",
  "LIVING_SPECIMEN",
]);

/** Sets individualCount and occurrenceStatus, the latter always. */
export const interpretOccurrenceStatus: Interpreter = (record, out, { dictionaries, unknown }) => {
  const countText = record.value("individualCount");
  const count = countText === undefined ? undefined : parseCount(countText);
  if (countText !== undefined && count === undefined) out.flag("INDIVIDUAL_COUNT_INVALID");
  out.individualCount = count;

  const statusText = record.value("occurrenceStatus");
  const status = statusText === undefined ? undefined : dictionaries.occurrenceStatus.lookup(statusText);
  const isRubbish = statusText !== undefined && status === undefined;
  if (isRubbish) {
    out.flag("OCCURRENCE_STATUS_UNPARSABLE");
    unknown("occurrenceStatus", statusText);
  }
  if (status !== undefined) {
    out.occurrenceStatus = status;
    if (count !== undefined && count > 0 !== (status === "PRESENT"))
      out.flag("INDIVIDUAL_COUNT_CONFLICTS_WITH_OCCURRENCE_STATUS");
  } else if (count === undefined) out.occurrenceStatus = "PRESENT";
  else if (count === 0 && !isRubbish && SPECIMENS.has(out.basisOfRecord)) {
    // A specimen was there, whatever its count says.
    out.occurrenceStatus = "PRESENT";
    out.flag("OCCURRENCE_STATUS_INFERRED_FROM_BASIS_OF_RECORD");
  } else {
    out.occurrenceStatus = count > 0 ? "PRESENT" : "ABSENT";
    out.flag("OCCURRENCE_STATUS_INFERRED_FROM_INDIVIDUAL_COUNT");
  }
};
