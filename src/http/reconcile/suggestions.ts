/** What do people who reconcile choose from? Usages by their beginning, columns that help, the one type of things. */
import { BinomenError } from "../../errors.ts";
import { FORM } from "../../limits.ts";
import type { Service } from "../../service.ts";
import { first, type Parameters } from "../parameters.ts";
import { HINTS, TAXON } from "./reconciliation.ts";

/** Suggestions of one answer. */
const SUGGESTIONS = 10;

/** Something that is suggested. */
interface Suggested {
  id: string;
  name: string;
}

/**
 * What was typed so far.
 * @throws BinomenError REQUEST_INVALID when it is missing or longer than what people type
 */
export function prefixOf(query: unknown): string {
  const prefix = first((query as Parameters)["prefix"]);
  if (prefix === undefined) throw new BinomenError("REQUEST_INVALID", { field: "prefix", problem: "is missing" });
  if (prefix.length > FORM.typedLength)
    throw new BinomenError("REQUEST_INVALID", {
      field: "prefix",
      problem: `has more than ${FORM.typedLength} characters`,
    });
  return prefix;
}

/** Usages whose name begins like that. @throws BinomenError CHECKLIST_UNKNOWN */
export function suggestEntities(
  matching: Service["matching"],
  key: string | undefined,
  prefix: string,
): { result: object[] } {
  const { usages, checklistKey } = matching.usages(key);
  const views = usages.suggest(prefix, SUGGESTIONS, { checklistKey });
  return {
    result: views.map((view) => ({
      id: String(view["key"]),
      name: String(view["scientificName"]),
      description: [view["rank"], view["family"]].filter((part) => part).join(", "),
      notable: [TAXON],
    })),
  };
}

/** Columns that help to match, by the beginning of their id or name. */
export function suggestProperties(prefix: string): { result: readonly Suggested[] } {
  return { result: startingWith(HINTS, prefix) };
}

/** The one type of things, when it begins like that. */
export function suggestTypes(prefix: string): { result: readonly Suggested[] } {
  return { result: startingWith([TAXON], prefix) };
}

function startingWith(all: readonly Suggested[], prefix: string): readonly Suggested[] {
  const wanted = prefix.toLowerCase();
  return all.filter(({ id, name }) => id.toLowerCase().startsWith(wanted) || name.toLowerCase().startsWith(wanted));
}
