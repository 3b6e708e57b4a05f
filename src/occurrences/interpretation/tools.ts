/** What interpreters are given beside the record, and what they hand over beside the interpreted one. */
import type { Dictionaries } from "../dictionaries/dictionaries.ts";
import type { DateOrder } from "./dates/date-text.ts";
import type { InterpretedRecord } from "./interpreted.ts";
import type { VerbatimRecord } from "./record.ts";
import type { Taxa } from "./taxa.ts";
import type { TaxonMatcher } from "./taxon-matcher.ts";

/** Choices of the user; all have defaults. */
export interface InterpretationOptions {
  /** Orders in which ambiguous dates of this dataset are written: `["DMY"]`. */
  dateOrders: readonly DateOrder[];
  /** Read verbatimEventDate where no other term gives a date. */
  readVerbatimDate: boolean;
  /** First of the hundred years that years of two digits in verbatimEventDate mean: 1880 makes '79 1979 and '92 1892. */
  twoDigitYearsFrom: number | undefined;
  /** Flag coordinates that seem exchanged or negated, but leave them as they were given. */
  keepCoordinates: boolean;
  /** Licence of the dataset, for records that name none of the three that GBIF knows. */
  datasetLicense: string | undefined;
  /** Key of the dataset, for records that name none. */
  datasetKey: string | undefined;
  publishingOrgKey: string | undefined;
  publishingCountry: string | undefined;
}

/** The defaults of all choices. */
export const DEFAULT_OPTIONS: InterpretationOptions = {
  dateOrders: [],
  readVerbatimDate: false,
  twoDigitYearsFrom: undefined,
  keepCoordinates: false,
  datasetLicense: undefined,
  datasetKey: undefined,
  publishingOrgKey: undefined,
  publishingCountry: undefined,
};

/** What an interpreter may use. */
export interface Tools {
  readonly dictionaries: Dictionaries;
  /** Matchers by checklist, the default one first; none when taxa are not interpreted. */
  readonly matchers: readonly TaxonMatcher[];
  /** The answers of the matchers so far. */
  readonly taxa: Taxa;
  readonly options: InterpretationOptions;
  /** Start of the attempt in milliseconds: what lies after it is in the future. */
  readonly now: number;
  /** How many records say the same as the one that is asked; 1 when absent. */
  readonly standsFor?: number | undefined;
  /** Told of values that no dictionary knows. */
  readonly unknown: (term: string, value: string) => void;
}

/** Reads terms of the record and sets fields and issues of the other. */
export type Interpreter = (record: VerbatimRecord, out: InterpretedRecord, tools: Tools) => void;
