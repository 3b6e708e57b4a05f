/**
 * How do the questions of OpenRefine become match queries, and answers become candidates?
 *
 * Reconciliation Service API 0.1 and 0.2 (W3C Entity Reconciliation group); `draft.ts` has what 1.0 does otherwise. Hints are properties: `authorship`, `rank`,
 * `code` and any rank of a classification. A candidate is a sure match only when the name is the same, the confidence
 * is high and nothing else fits as well.
 */
import { queryField } from "../../answer/query-fields.ts";
import { BinomenError } from "../../errors.ts";
import { FORM } from "../../limits.ts";
import type { MatchAnswer, MatchQuery } from "../../taxonomy/match.ts";

/** From here on a candidate with the same name is taken without asking: of such answers 97 of 100 are right. */
const SURE_CONFIDENCE = 95;
const DEFAULT_LIMIT = 5;
/** A higher taxon is no match for a name, only the place where to look. */
const HIGHER_RANK_SCORE = 50;

/** The one type of things that a checklist has. */
export const TAXON = { id: "Taxon", name: "Taxon" };

/** A question as clients send it. */
export interface Question {
  query?: unknown;
  limit?: unknown;
  properties?: unknown;
}

/** A possible match. */
export interface Candidate {
  id: string;
  name: string;
  description?: string;
  score: number;
  match: boolean;
  type: { id: string; name: string }[];
  features: { id: string; name: string; value: number | boolean }[];
}

/**
 * Reads a batch of questions.
 * @throws BinomenError REQUEST_INVALID naming the question, REQUEST_TOO_LARGE
 */
export function readQuestions(json: string): Map<string, { query: MatchQuery; limit: number }> {
  let batch: unknown;
  try {
    batch = JSON.parse(json);
  } catch (cause) {
    throw invalid("queries", `is no JSON (${(cause as Error).message})`);
  }
  if (typeof batch !== "object" || batch === null || Array.isArray(batch))
    throw invalid("queries", 'has to be an object: {"q0": {"query": "Abies alba"}}');
  const entries = Object.entries(batch as Record<string, Question>);
  refuseTooMany(entries.length);
  return new Map(entries.map(([id, question]) => [id, readQuestion(question, `queries.${id}`)]));
}

/** @throws BinomenError REQUEST_TOO_LARGE when a batch has more questions than one request may ask */
export function refuseTooMany(count: number): void {
  if (count > FORM.questions)
    throw new BinomenError("REQUEST_TOO_LARGE", {
      found: `${count} queries`,
      limit: FORM.questions,
      hint: "Send them in several batches.",
    });
}

/**
 * Reads one question.
 * @param where names it in an error
 * @throws BinomenError REQUEST_INVALID
 */
export function readQuestion(question: Question, where: string): { query: MatchQuery; limit: number } {
  if (typeof question !== "object" || question === null) throw invalid(where, "has to be an object");
  const { query: name, limit = DEFAULT_LIMIT, properties = [] } = question;
  if (name !== undefined && typeof name !== "string") throw invalid(`${where}.query`, "has to be a string");
  if (typeof limit !== "number" || !(limit >= 1)) throw invalid(`${where}.limit`, "has to be a number from 1");
  if (!Array.isArray(properties)) throw invalid(`${where}.properties`, "has to be an array");
  const query: Record<string, unknown> = { scientificName: name, verbose: true, details: true };
  for (const property of properties as { pid?: unknown; v?: unknown }[]) {
    if (typeof property?.pid !== "string") throw invalid(`${where}.properties`, "need a pid each");
    const field = queryField(PROPERTY_FIELDS.get(property.pid) ?? property.pid);
    const value = textOf(property.v);
    // Columns that a name has no use for are sent by people who map them all.
    if (field !== undefined && value !== "") query[field] = value;
  }
  if (name === undefined && Object.keys(query).length === 3) throw invalid(where, "needs a query or properties");
  return { query: query as MatchQuery, limit: Math.min(limit, 50) };
}

const PROPERTY_FIELDS: ReadonlyMap<string, string> = new Map([
  ["authorship", "scientificNameAuthorship"],
  ["rank", "taxonRank"],
  ["code", "nomenclaturalCode"],
]);

/** A value may be a string, a number, an entity that was matched before, or a list of these: the first one counts. */
function textOf(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  const { name, id } = (typeof one === "object" && one !== null ? one : { id: one }) as {
    name?: unknown;
    id?: unknown;
  };
  const text = name ?? id;
  return typeof text === "string" || typeof text === "number" || typeof text === "boolean" ? String(text) : "";
}

/** The candidates of an answer that was asked for with `verbose`, the best first. */
export function candidatesOf(answer: MatchAnswer, limit: number): Candidate[] {
  const { diagnostics } = answer;
  const found: Candidate[] = [];
  const best = candidateOf(
    answer,
    diagnostics.matchType === "EXACT" && (diagnostics.confidence ?? 0) >= SURE_CONFIDENCE,
  );
  if (best !== undefined) found.push(best);
  for (const alternative of diagnostics.alternatives ?? []) {
    const candidate = candidateOf(alternative, false);
    if (candidate !== undefined && !found.some(({ id }) => id === candidate.id)) found.push(candidate);
  }
  return found.slice(0, limit);
}

function candidateOf(answer: MatchAnswer, match: boolean): Candidate | undefined {
  const { usage, acceptedUsage, classification = [], diagnostics } = answer;
  if (usage === undefined) return undefined;
  const family = classification.find(({ rank }) => rank === "FAMILY")?.name;
  const about = [
    usage.rank?.toLowerCase().replaceAll("_", " "),
    family && family !== usage.canonicalName ? `in ${family}` : undefined,
    acceptedUsage && `synonym of ${acceptedUsage.name}`,
  ].filter((part) => part);
  const isHigher = diagnostics.matchType === "HIGHERRANK";
  const confidence = Math.max(0, Math.min(100, diagnostics.confidence ?? 0));
  return {
    id: usage.key,
    name: usage.name,
    ...(about.length > 0 ? { description: about.join(", ") } : {}),
    score: isHigher ? Math.min(HIGHER_RANK_SCORE, confidence) : confidence,
    match,
    type: [TAXON],
    features: [
      { id: "same_name", name: "Same name", value: diagnostics.matchType === "EXACT" },
      { id: "higher_rank", name: "Higher taxon only", value: isHigher },
      ...(diagnostics.editDistance === undefined
        ? []
        : [{ id: "edit_distance", name: "Letters that differ", value: diagnostics.editDistance }]),
    ],
  };
}

/** What can be fetched for a usage that was matched, with its name for people. */
export const EXTENSIONS: readonly { id: string; name: string }[] = [
  { id: "scientificName", name: "Scientific name" },
  { id: "canonicalName", name: "Canonical name" },
  { id: "authorship", name: "Authorship" },
  { id: "rank", name: "Rank" },
  { id: "taxonomicStatus", name: "Taxonomic status" },
  { id: "nomenclaturalCode", name: "Nomenclatural code" },
  { id: "accepted", name: "Accepted name" },
  { id: "acceptedKey", name: "Key of the accepted usage" },
  { id: "parent", name: "Parent" },
  { id: "kingdom", name: "Kingdom" },
  { id: "phylum", name: "Phylum" },
  { id: "class", name: "Class" },
  { id: "order", name: "Order" },
  { id: "family", name: "Family" },
  { id: "genus", name: "Genus" },
  { id: "species", name: "Species" },
];

/** Columns that help to match, with their name for people. */
export const HINTS: readonly { id: string; name: string }[] = [
  { id: "authorship", name: "Authorship" },
  { id: "rank", name: "Rank" },
  { id: "code", name: "Nomenclatural code" },
  { id: "kingdom", name: "Kingdom" },
  { id: "phylum", name: "Phylum" },
  { id: "class", name: "Class" },
  { id: "order", name: "Order" },
  { id: "family", name: "Family" },
  { id: "genus", name: "Genus" },
];

/** What is asked of matched usages: their ids, and the properties that are wanted. */
export interface Extension {
  ids: string[];
  properties: { id: string; name: string }[];
}

/**
 * Reads a request for properties of matched usages.
 * @throws BinomenError REQUEST_INVALID, REQUEST_TOO_LARGE
 */
export function readExtension(json: string): Extension {
  let sent: unknown;
  try {
    sent = JSON.parse(json);
  } catch (cause) {
    throw invalid("extend", `is no JSON (${(cause as Error).message})`);
  }
  return extensionOf(sent);
}

/**
 * As {@link readExtension}, of JSON that was read already.
 * @throws BinomenError REQUEST_INVALID, REQUEST_TOO_LARGE
 */
export function extensionOf(sent: unknown): Extension {
  const { ids, properties } = (sent ?? {}) as { ids?: unknown; properties?: unknown };
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === "string"))
    throw invalid("extend.ids", "has to be strings");
  if (!Array.isArray(properties)) throw invalid("extend.properties", "has to be an array");
  const asked = new Set(ids as string[]);
  if (asked.size > FORM.extendedUsages)
    throw new BinomenError("REQUEST_TOO_LARGE", {
      found: `${asked.size} ids`,
      limit: FORM.extendedUsages,
      hint: "Send them in several requests.",
    });
  const wanted = new Map<string, { id: string; name: string }>();
  for (const property of properties as ({ id?: unknown } | null)[]) {
    const id = property?.id;
    const known = typeof id === "string" ? EXTENSION_OF.get(id) : undefined;
    if (known === undefined)
      throw invalid(
        "extend.properties",
        `${typeof id === "string" ? id.slice(0, 60) : typeof id} is not known. Known: ${EXTENSIONS.map(({ id }) => id).join(", ")}`,
      );
    wanted.set(known.id, known);
  }
  return { ids: [...asked], properties: [...wanted.values()] };
}

const EXTENSION_OF: ReadonlyMap<string, { id: string; name: string }> = new Map(
  EXTENSIONS.map((extension) => [extension.id, extension]),
);

/** What a client has to put right in a question. */
export function invalid(field: string, problem: string): BinomenError {
  return new BinomenError("REQUEST_INVALID", { field, problem });
}
