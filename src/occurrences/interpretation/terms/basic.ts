/** Identifiers, quantities, licence, references and lists: what needs little understanding. */
import { LICENSES } from "../../dictionaries/enumerations.ts";
import { isThousandsOrDecimals, parseDecimal } from "../numbers.ts";
import type { VerbatimRecord } from "../record.ts";
import type { Interpreter, Tools } from "../tools.ts";
import { linkOf } from "./links.ts";

/** Terms whose text is taken as it stands. */
export const TEXTS = [
  "occurrenceID",
  "eventID",
  "parentEventID",
  "institutionCode",
  "collectionCode",
  "catalogNumber",
  "recordNumber",
  "fieldNumber",
  "organismID",
  "rightsHolder",
] as const;
/** Terms whose values stand between `|`. */
export const LISTS = [
  "preparations",
  "samplingProtocol",
  "datasetID",
  "datasetName",
  "projectId",
  "previousIdentifications",
] as const;
const CC_LICENSES: ReadonlySet<string | undefined> = new Set(LICENSES);
/** Extensions whose rows tell that there is a sequence. */
export const SEQUENCE_EXTENSIONS = ["dnaderiveddata", "amplification", "cloning", "gelimage"] as const;
/** GBIF's index takes no longer texts. */
const LONGEST_BYTES = 32_000;

/** Sets the field of a text. */
export function interpretText(term: (typeof TEXTS)[number]): Interpreter {
  return (record, out) => {
    const value = record.value(term);
    out[term] =
      value !== undefined && value.length * 3 >= LONGEST_BYTES && Buffer.byteLength(value) >= LONGEST_BYTES
        ? undefined
        : value;
  };
}

/** Sets otherCatalogNumbers. */
export const interpretCatalogNumbers: Interpreter = (record, out) => {
  out.otherCatalogNumbers = record.list("otherCatalogNumbers", /[|;]/);
};

/** Sets associatedSequences and isSequenced. */
export const interpretSequences: Interpreter = (record, out) => {
  out.associatedSequences = record.list("associatedSequences", /[|;]/);
  out.isSequenced =
    out.associatedSequences !== undefined || SEQUENCE_EXTENSIONS.some((rowType) => record.rows(rowType).length > 0);
};

/** Sets references. */
export const interpretReferences: Interpreter = (record, out) => {
  const references = record.value("references");
  if (references === undefined) return;
  out.references = linkOf(references);
  if (out.references === undefined) out.flag("REFERENCES_URI_INVALID");
};

/** Sets the keys of dataset and publisher. */
export const interpretDataset: Interpreter = (record, out, { options }) => {
  out.datasetKey = record.value("datasetKey") ?? options.datasetKey;
  out.publishingOrgKey = record.value("publishingOrgKey") ?? options.publishingOrgKey;
};

/** Sets the quantities of organisms and of the sample. */
export const interpretQuantities: Interpreter = (record, out) => {
  const decimal = (term: string) => {
    const text = record.value(term);
    // A thousand to some and one to others.
    return text === undefined || isThousandsOrDecimals(text) ? undefined : parseDecimal(text);
  };
  out.organismQuantity = decimal("organismQuantity");
  out.sampleSizeValue = decimal("sampleSizeValue");
  out.organismQuantityType = record.value("organismQuantityType");
  out.sampleSizeUnit = record.value("sampleSizeUnit");
  const { organismQuantity, sampleSizeValue, organismQuantityType, sampleSizeUnit } = out;
  if (organismQuantity === undefined || sampleSizeValue === undefined || !organismQuantityType) return;
  if (organismQuantityType.toLowerCase() !== sampleSizeUnit?.toLowerCase()) return;
  const relative = organismQuantity / sampleSizeValue;
  if (Number.isFinite(relative)) out.relativeOrganismQuantity = relative;
};

/** Sets the licence. */
export const interpretLicense: Interpreter = (record, out, tools) => {
  out.license = licenseOf(record, tools);
};

/**
 * One of the three licences that GBIF knows, else that of the dataset. A licence with words around its URL counts, too
 * (GBIF falls back to the dataset's).
 */
function licenseOf(record: VerbatimRecord, { dictionaries, options, unknown }: Tools): string | undefined {
  const text = record.value("license");
  let found: string | undefined;
  if (text !== undefined) {
    found = dictionaries.license.lookup(text);
    if (found === undefined) {
      const link = /(?:https?:\/\/)?(?:www\.)?creativecommons\.org\/[\w./-]*\w/i.exec(text)?.[0];
      if (link !== undefined) found = dictionaries.license.lookup(link);
    }
    if (found === undefined) unknown("license", text);
  }
  if (CC_LICENSES.has(found)) return found;
  return options.datasetLicense ?? (text === undefined ? "UNSPECIFIED" : "UNSUPPORTED");
}
