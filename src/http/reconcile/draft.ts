/**
 * What does the draft of version 1.0 of the Reconciliation API say in another way?
 *
 * Questions are a list of conditions, answers a list in the same order, properties of usages a list of lists. What a
 * question means and which candidates answer it is the same as in 0.2 (`reconciliation.ts`).
 */
import type { MatchQuery } from "../../taxonomy/match.ts";
import { invalid, type Question, readQuestion, refuseTooMany, TAXON } from "./reconciliation.ts";

/** A condition on a property that a candidate has to fulfil. */
export interface Requirement {
  property: string;
  values: string[];
  quantifier: "any" | "all" | "none";
}

/** A question of a batch. */
export interface DraftQuestion {
  query: MatchQuery;
  limit: number;
  /** An id that was asked for instead of a name. */
  id?: string;
  required: Requirement[];
  /** False for things of another type than taxa, of which there are none. */
  isTaxon: boolean;
}

interface Condition {
  matchType?: unknown;
  propertyId?: unknown;
  propertyValue?: unknown;
  required?: unknown;
  matchQuantifier?: unknown;
}

/**
 * Reads the body of `POST /match`.
 * @throws BinomenError REQUEST_INVALID naming the condition, REQUEST_TOO_LARGE
 */
export function readDraftQuestions(body: unknown): DraftQuestion[] {
  const queries = (body as { queries?: unknown } | null)?.queries;
  if (!Array.isArray(queries)) throw invalid("queries", "has to be an array");
  refuseTooMany(queries.length);
  return queries.map((question, at) => readDraftQuestion(question, `queries[${at}]`));
}

function readDraftQuestion(question: unknown, where: string): DraftQuestion {
  const { conditions, limit, type } = (question ?? {}) as { conditions?: unknown; limit?: unknown; type?: unknown };
  if (!Array.isArray(conditions) || conditions.length === 0)
    throw invalid(`${where}.conditions`, "has to be an array with at least one condition");
  if (type !== undefined && typeof type !== "string") throw invalid(`${where}.type`, "has to be a string");
  const asked: Question & { properties: { pid: string; v: unknown }[] } = { properties: [] };
  if (limit !== undefined) asked.limit = limit;
  const required: Requirement[] = [];
  let id: string | undefined;
  conditions.forEach((condition: Condition | null, at) => {
    const place = `${where}.conditions[${at}]`;
    const { matchType, propertyId, propertyValue, matchQuantifier = "any" } = condition ?? {};
    const values = [propertyValue]
      .flat()
      .map(textOf)
      .filter((text) => text !== "");
    if (propertyValue === undefined) throw invalid(`${place}.propertyValue`, "is missing");
    if (matchQuantifier !== "any" && matchQuantifier !== "all" && matchQuantifier !== "none")
      throw invalid(`${place}.matchQuantifier`, "has to be any, all or none");
    if (matchType === "name") asked.query ??= values[0];
    else if (matchType === "id") id ??= values[0];
    else if (matchType === "property") {
      if (typeof propertyId !== "string") throw invalid(`${place}.propertyId`, "has to be a string");
      if (matchQuantifier !== "none") asked.properties.push({ pid: propertyId, v: propertyValue });
      if (condition?.required === true || matchQuantifier === "none")
        required.push({ property: propertyId, values, quantifier: matchQuantifier });
    } else throw invalid(`${place}.matchType`, "has to be name, id or property");
  });
  if (id !== undefined) asked.query ??= "";
  const { query: read, limit: most } = readQuestion(asked, where);
  const query = id === undefined ? read : { ...read, usageKey: id };
  const isTaxon = type === undefined || type === TAXON.id;
  return { query, limit: most, required, isTaxon, ...(id === undefined ? {} : { id }) };
}

/** Does a usage with these properties fulfil a requirement? Capitals do not matter. */
export function fulfils(
  view: Readonly<Record<string, unknown>>,
  { property, values, quantifier }: Requirement,
): boolean {
  const own = String(view[property === "code" ? "nomenclaturalCode" : property] ?? "").toLowerCase();
  const isEqual = (value: string) => own === value.toLowerCase();
  if (quantifier === "none") return !values.some(isEqual);
  return quantifier === "all" ? values.every(isEqual) : values.some(isEqual);
}

function textOf(value: unknown): string {
  const one =
    typeof value === "object" && value !== null
      ? ((value as { name?: unknown }).name ?? (value as { id?: unknown }).id)
      : value;
  return typeof one === "string" || typeof one === "number" || typeof one === "boolean" ? String(one) : "";
}
