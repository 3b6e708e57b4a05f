/**
 * Endings that make an epithet of the name of a place, a person or a thing (W. T. Stearn, Botanical Latin, ch. XXI): `"adeli"` →
 * `"adeliensis"`, "of Adélie Land". Longer ones first: the first that fits is the ending.
 */
export const DERIVATIONS: readonly string[] = [
  "iensis",
  "iense",
  "ensis",
  "ense",
  "ianus",
  "iana",
  "ianum",
  "anus",
  "ana",
  "anum",
  "icus",
  "aris",
  "are",
  "alis",
  "ale",
  "orum",
  "arum",
  "ica",
  "icum",
];
