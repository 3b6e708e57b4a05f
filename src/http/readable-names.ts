/**
 * Which name bears this id?
 *
 * The facet store knows ids only. The checklists that are served know names: an id is looked up in the one that the
 * request names, else in all of them, the default one first.
 */
import { BinomenError } from "../errors.ts";
import type { Service } from "../service.ts";
import type { UsageOrdinal, Usages } from "../usages/usages.ts";

type Matching = Service["matching"];
type Served = ReturnType<Matching["usages"]>;

/** A name for people. */
export interface ReadableName {
  scientificName: string;
  authorship: string | null;
  rank: string | null;
  status: string;
  /** Of a synonym: the name that is accepted instead. */
  accepted?: { id: string; scientificName: string };
}

/**
 * Whether a call is asked for names beside ids (`names=1`), for people; indexers have their own.
 * @throws REQUEST_INVALID for anything but 1, 0, true and false
 */
function wantsNames(query: unknown): boolean {
  const { names } = query as { names?: unknown };
  if (names === undefined || names === "0" || names === "false") return false;
  if (names === "1" || names === "true") return true;
  throw new BinomenError("REQUEST_INVALID", { field: "names", problem: `1 or 0 is expected, found ${names}` });
}

/** Names by id if the call is asked for them. @throws as `wantsNames` and `readableNames` */
export function namesWanted(matching: Matching, query: unknown): ((id: string) => ReadableName | null) | undefined {
  return wantsNames(query) ? readableNames(matching, (query as { checklistKey?: string }).checklistKey) : undefined;
}

/** Names by id; `null` when no checklist has it. @throws CHECKLIST_UNKNOWN */
export function readableNames(matching: Matching, checklistKey?: string): (id: string) => ReadableName | null {
  const served = servedUsages(matching, checklistKey);
  return (id) => {
    for (const { usages } of served) {
      const usage = usages.withKey(id);
      if (usage >= 0) return readableName(usages, usage);
    }
    return null;
  };
}

/** The checklists that a request may mean. @throws CHECKLIST_UNKNOWN */
export function servedUsages(matching: Matching, checklistKey?: string): Served[] {
  if (checklistKey) return [matching.usages(checklistKey)];
  return matching.checklists().map((one) => matching.usages(one.checklistKey));
}

/** A usage for people. */
export function readableName({ image }: Usages, usage: UsageOrdinal): ReadableName {
  const accepted = image.accepted(usage);
  return {
    scientificName: image.scientificName(usage),
    authorship: image.authorship(usage) ?? null,
    rank: image.rank(usage) ?? null,
    status: image.status(usage),
    ...(accepted >= 0 && { accepted: { id: image.id(accepted), scientificName: image.scientificName(accepted) } }),
  };
}
