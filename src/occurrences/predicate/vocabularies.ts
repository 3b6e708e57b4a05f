/** Which values has an enumeration, in any spelling? And what is asked of the dictionaries, which this room cannot read. */
import { BASES_OF_RECORD, CONTINENTS, LICENSES, OCCURRENCE_STATUSES } from "../dictionaries/enumerations.ts";

const ENUMERATIONS: Readonly<Record<string, readonly string[]>> = {
  BASIS_OF_RECORD: BASES_OF_RECORD,
  OCCURRENCE_STATUS: OCCURRENCE_STATUSES,
  CONTINENT: CONTINENTS,
  LICENSE: [...LICENSES, "UNSPECIFIED", "UNSUPPORTED"],
  MEDIA_TYPE: ["StillImage", "MovingImage", "Sound", "InteractiveResource"],
  TAXONOMIC_STATUS: [
    "ACCEPTED",
    "DOUBTFUL",
    "SYNONYM",
    "HETEROTYPIC_SYNONYM",
    "HOMOTYPIC_SYNONYM",
    "PROPARTE_SYNONYM",
    "MISAPPLIED",
    "AMBIGUOUS_SYNONYM",
    "PROVISIONALLY_ACCEPTED",
    "BARE_NAME",
  ],
  PROTOCOL: [
    "EML",
    "FEED",
    "WFS",
    "WMS",
    "TCS_RDF",
    "TCS_XML",
    "DWC_ARCHIVE",
    "DIGIR",
    "DIGIR_MANIS",
    "TAPIR",
    "BIOCASE",
    "OAI_PMH",
    "COLDP",
    "CAMTRAP_DP",
    "OTHER",
  ],
  GBIF_REGION: ["AFRICA", "ASIA", "EUROPE", "NORTH_AMERICA", "OCEANIA", "LATIN_AMERICA", "ANTARCTICA"],
  PUBLISHED_BY_GBIF_REGION: ["AFRICA", "ASIA", "EUROPE", "NORTH_AMERICA", "OCEANIA", "LATIN_AMERICA", "ANTARCTICA"],
};

/** Issues have names of several words, or of one with "INVALID" behind it: any such word may be asked for. */
const ISSUE = /^[A-Z]+(?:_[A-Z0-9]+)+$/;

/** The value in its own spelling, `undefined` for an unknown one: `"human observation"` → `"HUMAN_OBSERVATION"`. */
export function enumerationOf(key: string, written: string): string | undefined {
  const values = ENUMERATIONS[key];
  if (values) {
    const bare = bareOf(written);
    return values.find((value) => bareOf(value) === bare);
  }
  const upper = written.trim().toUpperCase().replace(/[ -]/g, "_");
  return ISSUE.test(upper) ? upper : undefined;
}

function bareOf(text: string): string {
  return text.replace(/[ _-]/g, "").toUpperCase();
}

/** Accepted taxa that a name means. */
export interface TaxaMeant {
  /** None when no usage bears the name. */
  readonly keys: readonly string[];
  /** The datasets whose checklist it was, when they are not all (`from` in a predicate). */
  readonly places?: readonly string[] | undefined;
}

/** What the dictionaries say of values, and the checklists of names. */
export interface Meanings {
  /** ISO-2 code of a country by its code or enumeration name. */
  country(text: string): string | undefined;
  /** A concept of a vocabulary and all that is part of it; `undefined` for an unknown one. */
  concepts(parameter: string, text: string): readonly string[] | undefined;
  /**
   * What a name means: in the checklist that is asked for, else in the one of each dataset.
   * @throws BinomenError CHECKLIST_UNKNOWN when the server does not have it
   */
  taxa(scientificName: string, checklistKey?: string): readonly TaxaMeant[];
  /**
   * The checklist to look into for a key; `undefined` when it is the one that all columns hold.
   * @throws BinomenError OCCURRENCE_QUERY_INVALID for one that no record was matched against
   */
  checklist?(checklistKey: string): string | undefined;
}
