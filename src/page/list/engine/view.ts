/** Which rows are shown, in which order, and how many are there of each kind? */
import { MATCH_TYPES, taxonAt } from "../../answer.ts";
import { CONFIDENCE_STEPS, FILTERS, type Filter, type Found, type ViewQuery, type ViewResult } from "../protocol.ts";
import type { NameList } from "./name-list.ts";

/** From here on an exact name is taken without a look, and a spelling that differs as well. */
const SURE = 90;

/** True when somebody should look at a row: nothing, several, only a higher taxon, or not quite sure. */
export function needsLook(found: Found): boolean {
  if (found.type === "EXACT" || found.type === "VARIANT")
    return (found.confidence ?? 0) < SURE || found.qualifier !== undefined;
  return true;
}

/** Computes the rows of a view: their numbers in order, with the counts that its controls show. */
export function computeView(list: NameList, query: ViewQuery): { rows: Int32Array; result: ViewResult } {
  const counts = Object.fromEntries(FILTERS.map((filter) => [filter, 0])) as Record<Filter, number>;
  const kingdoms = new Map<string, number>();
  const confidences = Array<number>(CONFIDENCE_STEPS.length).fill(0);
  const decisions = { confirmed: 0, picked: 0, rejected: 0 };
  const wanted = query.search.trim().toLowerCase();
  const rows: number[] = [];
  for (let row = 0; row < list.rowCount; row++) {
    const settled = list.settled(row);
    const decision = list.decisions.get(row);
    const kingdom = settled ? taxonAt(settled.classification, "KINGDOM") : "";
    if (decision) decisions[decision.kind]++;
    if (settled) {
      kingdoms.set(kingdom, (kingdoms.get(kingdom) ?? 0) + 1);
      if (settled.usage && settled.confidence !== undefined) {
        const { confidence } = settled;
        const step = CONFIDENCE_STEPS.findLastIndex((from) => confidence >= from);
        confidences[step] = (confidences[step] ?? 0) + 1;
      }
    }
    let isShown = false;
    for (const filter of FILTERS)
      if (isKind(filter, settled, decision !== undefined)) {
        counts[filter]++;
        if (filter === query.filter) isShown = true;
      }
    if (!isShown || !isInKingdom(query.kingdom, kingdom, settled)) continue;
    if (wanted !== "" && !isFound(wanted, list.names[row] ?? "", settled)) continue;
    rows.push(row);
  }
  const sorted = Int32Array.from(rows);
  sort(list, sorted, query);
  const result: ViewResult = {
    total: sorted.length,
    counts,
    kingdoms: [...kingdoms].sort(([, a], [, b]) => b - a),
    confidences,
    decisions,
    canUndo: list.canUndo,
  };
  return { rows: sorted, result };
}

function isKind(filter: Filter, found: Found | undefined, isDecided: boolean): boolean {
  switch (filter) {
    case "all":
      return true;
    case "decided":
      return isDecided;
    case "look":
      return found !== undefined && !isDecided && needsLook(found);
    case "ambiguous":
      return !isDecided && found?.type === "AMBIGUOUS";
    case "none":
      return found?.type === "NONE";
    case "higher":
      return found?.type === "HIGHERRANK";
    case "variant":
      return found?.type === "VARIANT";
    case "exact":
      return found?.type === "EXACT";
    case "synonym":
      return found?.isSynonym === true;
  }
}

/** `"-"` stands for answers without a kingdom. */
function isInKingdom(wanted: string, kingdom: string, found: Found | undefined): boolean {
  if (wanted === "") return true;
  return found !== undefined && kingdom === (wanted === "-" ? "" : wanted);
}

function isFound(wanted: string, name: string, found: Found | undefined): boolean {
  return (
    name.toLowerCase().includes(wanted) ||
    (found?.usage?.name.toLowerCase().includes(wanted) ?? false) ||
    (found?.accepted?.name.toLowerCase().includes(wanted) ?? false)
  );
}

function sort(list: NameList, rows: Int32Array, { sortBy, descending }: ViewQuery): void {
  if (sortBy === "line") {
    if (descending) rows.reverse();
    return;
  }
  const sign = descending ? -1 : 1;
  if (sortBy === "confidence" || sortBy === "type") {
    const orderOf = (row: number) => {
      const found = list.settled(row);
      if (sortBy === "confidence") return found?.usage ? (found.confidence ?? 0) : -1;
      return found ? MATCH_TYPES.indexOf(found.type) : -1;
    };
    const values = new Map([...rows].map((row) => [row, orderOf(row)]));
    rows.sort((a, b) => sign * ((values.get(a) ?? 0) - (values.get(b) ?? 0)) || a - b);
    return;
  }
  const textOf = (row: number) => {
    const found = list.settled(row);
    if (sortBy === "name") return list.names[row] ?? "";
    if (sortBy === "found") return found?.usage?.name ?? "";
    if (sortBy === "accepted") return found?.accepted?.name ?? "";
    return found
      ? ["KINGDOM", "CLASS", "ORDER", "FAMILY"].map((rank) => taxonAt(found.classification, rank)).join(" ")
      : "";
  };
  const texts = new Map([...rows].map((row) => [row, textOf(row).toLowerCase()]));
  // Code units, not a collation: names are Latin, and a collation takes seconds for 100,000.
  rows.sort((a, b) => {
    const one = texts.get(a) ?? "";
    const other = texts.get(b) ?? "";
    // What has nothing there comes last either way.
    if (one === "" || other === "") return one === other ? a - b : one === "" ? 1 : -1;
    return one < other ? -sign : one > other ? sign : a - b;
  });
}
