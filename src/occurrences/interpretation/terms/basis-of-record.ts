/** What kind of evidence is the record? GBIF's `BasicInterpreter`: what is missing or unknown is flagged. */
import type { Interpreter } from "../tools.ts";

/** What two retired values became. */
const TODAY: Readonly<Record<string, string>> = { LITERATURE: "MATERIAL_CITATION", UNKNOWN: "OCCURRENCE" };

/** Sets basisOfRecord; always. */
export const interpretBasisOfRecord: Interpreter = (record, out, { dictionaries, unknown }) => {
  const value = record.plain("basisOfRecord");
  // Darwin Core has the names as URIs, too: http://rs.tdwg.org/dwc/terms/HumanObservation
  const name = value === undefined ? undefined : value.replace(/^(https?:\/\/.*[/#]|dwc:)/i, "");
  const found = name === undefined ? undefined : dictionaries.basisOfRecord.lookup(name);
  if (found === undefined) {
    out.basisOfRecord = "OCCURRENCE";
    out.flag("BASIS_OF_RECORD_INVALID");
    if (value) unknown("basisOfRecord", value);
  } else out.basisOfRecord = TODAY[found] ?? found;
};
