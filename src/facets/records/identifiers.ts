/**
 * How are names, facets, values, sources and snippets called on the wire?
 *
 * Inside the store everything is a number; the prefixes (`wfo-f-2`, `wfo-fv-52`, `wfo-0000632146-s-60-direct`) exist
 * only at its edge. Facet sources and snippet sources share one number space, the prefix tells the kind.
 */
import { BinomenError } from "../../errors.ts";

const NAME_ID = /^wfo-[0-9]{10}$/;

/** Largest number a facet, value, source or snippet may have: two of them must fit into one exact double. */
export const MAX_ID = 2 ** 26 - 1;

/** The ten digits of a WFO name id as a number: `"wfo-0000632146"` → `632146`; -1 when the text is no name id. */
export function nameNumber(nameId: string): number {
  return NAME_ID.test(nameId) ? Number(nameId.slice(4)) : -1;
}

/** The WFO name id of a number: `632146` → `"wfo-0000632146"`. */
export function nameId(name: number): string {
  // Below 2^53 and ten digits at most, so the leading 1 of the sum is always cut off; padStart takes three times as long.
  return `wfo-${String(name + 1e10).slice(1)}`;
}

/** Number of a name id. @throws BinomenError FACET_NAME_ID_INVALID for anything but `wfo-` and ten digits. */
export function requireName(text: unknown, where: string): number {
  const name = typeof text === "string" ? nameNumber(text) : -1;
  // What is no text is named by its type: an object may have no text, or be nested 100,000 deep.
  const value = typeof text === "string" ? text.slice(0, 100) : typeof text;
  if (name < 0) throw new BinomenError("FACET_NAME_ID_INVALID", { where, value });
  return name;
}

export const facetTag = (facet: number): string => `wfo-f-${facet}`;
export const valueTag = (value: number): string => `wfo-fv-${value}`;
export const snippetTag = (snippet: number): string => `wfo-snippet-${snippet}`;
/** `wfo-fs-7` for a list of scores, `wfo-ss-7` for a list of snippets. */
export const sourceTag = (source: number, ofSnippets: boolean): string => `wfo-${ofSnippets ? "ss" : "fs"}-${source}`;
/** Document id of a score. The source stands before the value. */
export const scoreTag = (name: number, source: number, value: number): string =>
  `wfo-fvs-${nameId(name)}-${source}-${value}`;

/** Seconds since 1970 as the store writes them: `1774880981` → `"2026-03-30T14:29:41Z"`. */
export function tickTime(tick: number): string {
  // Hundreds of documents in a row share a tick.
  if (tick !== lastTick) {
    lastTick = tick;
    lastTime = `${new Date(tick * 1000).toISOString().slice(0, 19)}Z`;
  }
  return lastTime;
}

let lastTick = -1;
let lastTime = "";
