/**
 * Why is this the answer?
 *
 * Stable codes, sent in `diagnostics.reasons` in the order in which they applied. Match on the code; the sentences are
 * for people and may change.
 */
export const REASONS = {
  // what was found
  USAGE_KEY: "The usage was asked for by its key.",
  IDENTIFIER: "An identifier of the query belongs to this usage.",
  SAME_NAME: "The checklist has this name.",
  SAME_NAME_OTHER_SPELLING: "The checklist has this name with another ending, hyphen, diacritic or doubled letter.",
  OTHER_COMBINATION: "The genus (or species) is a synonym; the name exists under the accepted one.",
  NEAR_SPELLING: "No such name exists; this is the only one spelled almost like it.",
  OCR_CONFUSION: "The letters that differ are often confused by text recognition.",
  SPLIT_OR_JOINED_WORD: "The spellings differ by a space.",
  ABBREVIATED_GENUS: "The genus was abbreviated; only one genus with that initial has the epithet.",
  READ_OTHERWISE: "The words were read otherwise than they are written (case, order, marks, remarks): see the steps.",
  // what decided between usages
  AUTHORSHIP_AGREES: "The authorship agrees.",
  AUTHORSHIP_DIFFERS: "The authorship differs, and the name is taken nevertheless.",
  SAME_ACCEPTED_TAXON: "All usages of this name belong to one accepted taxon.",
  CLASSIFICATION_AGREES: "A higher taxon of the query fits.",
  CLASSIFICATION_CONFLICT: "A higher taxon of the query does not fit.",
  RANK_DIFFERS: "The rank given is not that of the name; the name is taken.",
  CONCEPT: "The name is used in the sense of somebody else (auct., sensu, non, p.p.): see the qualifier.",
  UNCERTAIN: "The identification is uncertain (cf., ?): see the qualifier.",
  AMBIGUOUS: "Several usages fit equally well.",
  LOWEST_COMMON_TAXON: "This is the lowest taxon that the equally good usages have in common.",
  // why a usage was refused
  LOW_CONFIDENCE: "What was found fits too badly.",
  NEAR_SPELLING_OTHER_KINGDOM: "A name spelled almost like it belongs to another kingdom.",
  NEAR_SPELLING_SEVERAL: "Several names are spelled almost like it.",
  NEAR_SPELLING_REAL_NAME: "Genus and epithet are words in use: likely a name that the checklist lacks, not an error.",
  NEAR_SPELLING_OTHER_AUTHOR: "A name spelled almost like it has another author or year.",
  NEAR_SPELLING_OTHER_RANK:
    "A name spelled almost like it has another rank than the one given, or than its ending says.",
  NEAR_SPELLING_TOO_SHORT: "The words are too short to tell an error from another name.",
  // what was answered instead
  SPECIES_OF_NAME: "The species of the name is answered instead.",
  GENUS_OF_NAME: "The genus of the name is answered instead.",
  HIGHER_TAXON_OF_QUERY: "A higher taxon that the query gives is answered instead.",
  DETERMINED_PART: "The name is open; what it determines is answered.",
  SEVERAL_NAMES: "The query holds several names; what they have in common is answered.",
  HYBRID_FORMULA: "The name is a hybrid formula; its parents are looked up.",
  NO_NAME: "The query has no name.",
  TOO_LONG: "A text of the query is longer than any name; it was not read.",
  NOTHING_FOUND: "Nothing was found.",
} as const;

/** A reason code. */
export type Reason = keyof typeof REASONS;
