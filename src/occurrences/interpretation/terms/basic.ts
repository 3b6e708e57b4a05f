/** Identifiers, quantities, licence, references and lists: what needs little understanding. */
import { LICENSES } from "../../dictionaries/enumerations.ts";
import type { InterpretedRecord } from "../interpreted.ts";
import { parseDecimal } from "../numbers.ts";
import type { VerbatimRecord } from "../record.ts";
import type { Interpreter, Tools } from "../tools.ts";
import { linkOf } from "./links.ts";

const TEXTS = [
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
const LISTS = [
  "preparations",
  "samplingProtocol",
  "datasetID",
  "datasetName",
  "projectId",
  "previousIdentifications",
] as const;
const CC_LICENSES: ReadonlySet<string | undefined> = new Set(LICENSES);
/** Extensions whose rows tell that there is a sequence. */
const SEQUENCE_EXTENSIONS = ["dnaderiveddata", "amplification", "cloning", "gelimage"];
/** GBIF's index takes no longer texts. */
const LONGEST_BYTES = 32_000;

/** Sets them. */
export const interpretBasics: Interpreter = (record, out, tools) => {
  const { options } = tools;
  for (const term of record.given(TEXTS)) {
    const value = record.value(term);
    out[term] =
      value !== undefined && value.length * 3 >= LONGEST_BYTES && Buffer.byteLength(value) >= LONGEST_BYTES
        ? undefined
        : value;
  }
  for (const term of record.given(LISTS)) out[term] = record.list(term);
  if (record.mayHave(MORE)) interpretMore(record, out);
  out.isSequenced =
    out.associatedSequences !== undefined || SEQUENCE_EXTENSIONS.some((rowType) => record.rows(rowType).length > 0);
  out.datasetKey = record.value("datasetKey") ?? options.datasetKey;
  out.publishingOrgKey = record.value("publishingOrgKey") ?? options.publishingOrgKey;
  out.license = licenseOf(record, tools);
};

const MORE = [
  "otherCatalogNumbers",
  "associatedSequences",
  "organismQuantity",
  "sampleSizeValue",
  "organismQuantityType",
  "sampleSizeUnit",
  "references",
] as const;

function interpretMore(record: VerbatimRecord, out: InterpretedRecord): void {
  out.otherCatalogNumbers = record.list("otherCatalogNumbers", /[|;]/);
  out.associatedSequences = record.list("associatedSequences", /[|;]/);
  interpretQuantities(record, out);
  const references = record.value("references");
  if (references !== undefined) {
    out.references = linkOf(references);
    if (out.references === undefined) out.flag("REFERENCES_URI_INVALID");
  }
}

function interpretQuantities(record: VerbatimRecord, out: InterpretedRecord): void {
  const decimal = (term: string) => {
    const text = record.value(term);
    return text === undefined ? undefined : parseDecimal(text);
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
}

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
