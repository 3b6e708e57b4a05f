/** Which code of nomenclature governs a name? The values are GBIF's API v2 enumeration. */
export const NOMENCLATURAL_CODES = [
  "ZOOLOGICAL",
  "BOTANICAL",
  "BACTERIAL",
  "VIRUS",
  "CULTIVARS",
  "PHYTOSOCIOLOGICAL",
] as const;

/** `"ZOOLOGICAL"`, `"BOTANICAL"` … */
export type NomenclaturalCode = (typeof NOMENCLATURAL_CODES)[number];
