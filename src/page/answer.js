/** What does an answer say in words, and in the columns of the download? */

/** @typedef {{ key: string, name: string, rank?: string, status?: string, acceptedKey?: string, kingdom?: string, family?: string, confidence?: number }} Candidate */
/** @typedef {{ key: string, name: string, canonicalName?: string, rank?: string, status?: string }} Usage */
/**
 * @typedef {{
 *   usage?: Usage, acceptedUsage?: Usage, synonym?: boolean,
 *   classification?: { key: string, name: string, rank?: string }[],
 *   diagnostics: { matchType: string, confidence?: number, note?: string, reasons?: string[], qualifier?: string,
 *     decidedBy?: string[], issues?: string[], candidates?: Candidate[], alternatives?: Answer[] },
 * }} Answer
 */

/** What is shown for each match type, in the order of the filters. */
export const MATCH_TYPES = /** @type {Readonly<Record<string, string>>} */ ({
  EXACT: "exact",
  VARIANT: "spelling differs",
  HIGHERRANK: "higher taxon",
  AMBIGUOUS: "undecided",
  NONE: "nothing found",
});

/**
 * What is shown for an answer: a key of {@link MATCH_TYPES} where it has one. Homonyms that nothing tells apart are sent
 * as NONE with their candidates, which is something else than a name that is not there.
 *
 * @param {Answer} answer
 */
export function shownType({ usage, diagnostics }) {
  return !usage && (diagnostics.candidates?.length ?? 0) > 1 ? "AMBIGUOUS" : diagnostics.matchType;
}

/** Columns that the download adds behind the original ones. */
export const ADDED_COLUMNS = [
  "matchType",
  "confidence",
  "matchedKey",
  "matchedName",
  "matchedRank",
  "matchedStatus",
  "acceptedKey",
  "acceptedName",
  "kingdom",
  "phylum",
  "class",
  "order",
  "family",
  "genus",
  "reasons",
  "chosenBy",
];

/**
 * Cells of {@link ADDED_COLUMNS}.
 *
 * @param {Answer} answer
 * @param {string} chosenBy
 * @returns {string[]}
 */
export function addedCells(answer, chosenBy) {
  const { usage, acceptedUsage, classification = [], diagnostics } = answer;
  const accepted = acceptedUsage ?? (answer.synonym ? undefined : usage);
  const taxon = (/** @type {string} */ rank) => classification.find((step) => step.rank === rank)?.name ?? "";
  return [
    diagnostics.matchType,
    diagnostics.confidence === undefined ? "" : String(diagnostics.confidence),
    usage?.key ?? "",
    usage?.name ?? "",
    usage?.rank ?? "",
    usage?.status ?? "",
    accepted?.key ?? "",
    accepted?.name ?? "",
    ...["KINGDOM", "PHYLUM", "CLASS", "ORDER", "FAMILY", "GENUS"].map(taxon),
    whyOf(answer).join("; "),
    usage ? chosenBy : "",
  ];
}

/**
 * Why this answer, in short sentences.
 *
 * @param {Answer} answer
 * @returns {string[]}
 */
export function whyOf({ diagnostics }) {
  const { reasons = [], qualifier, decidedBy = [], note } = diagnostics;
  const words = reasons.map(wordsOf);
  if (qualifier) words.push(`marked "${qualifier}"`);
  // Seven higher taxa may decide; the first two say enough.
  if (decidedBy.length) words.push(`${decidedBy.slice(0, 2).map(wordsOf).join(" or ")} would decide`);
  if (words.length === 0 && note) words.push(note);
  return words;
}

/**
 * `"AUTHORSHIP_DIFFERS"` and `"scientificNameAuthorship"` as words.
 *
 * @param {string} code
 */
export function wordsOf(code) {
  return code
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}

/**
 * Higher taxa that help to recognise a usage: kingdom and family.
 *
 * @param {Answer} answer
 */
export function placeOf({ classification = [] }) {
  return classification
    .filter(({ rank }) => rank === "KINGDOM" || rank === "FAMILY")
    .map(({ name }) => name)
    .join(" › ");
}

/**
 * Usages that may be meant instead, the one found first.
 *
 * @param {Answer} answer
 * @returns {Candidate[]}
 */
export function candidatesOf({ usage, acceptedUsage, classification, diagnostics }) {
  /** @type {Map<string, Candidate>} */
  const candidates = new Map();
  const put = (/** @type {Candidate} */ candidate) => {
    if (!candidates.has(candidate.key)) candidates.set(candidate.key, candidate);
  };
  const taxon = (/** @type {string} */ rank, /** @type {Answer["classification"]} */ steps = []) =>
    steps.find((step) => step.rank === rank)?.name;
  const ofUsage = (/** @type {Usage} */ own, /** @type {Answer["classification"]} */ steps) => ({
    ...own,
    kingdom: taxon("KINGDOM", steps),
    family: taxon("FAMILY", steps),
  });
  const listed = diagnostics.candidates?.find(({ key }) => key === usage?.key);
  if (usage)
    put(/** @type {Candidate} */ ({ ...listed, ...ofUsage(usage, classification), acceptedKey: acceptedUsage?.key }));
  for (const candidate of diagnostics.candidates ?? []) put(candidate);
  for (const { usage: other, classification: steps } of diagnostics.alternatives ?? [])
    if (other) put(/** @type {Candidate} */ (ofUsage(other, steps)));
  return [...candidates.values()];
}
