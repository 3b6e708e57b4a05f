/**
 * Under which other keys does a checklist answer?
 *
 * Clients of GBIF send GBIF's keys of checklists unasked: pygbif names Catalogue of Life's extended release in every
 * request. Who serves one checklist means it by these keys, too; who serves several says which: `KEY=CHECKLIST`.
 */
import { BinomenError } from "../errors.ts";

/** Keys that clients send by default: Catalogue of Life's extended release, and GBIF's backbone (techdocs.gbif.org). */
const DEFAULT_KEYS = ["7ddf754f-d193-4cc9-b351-99906754a03b", "d7dddbf4-2cf0-4f39-9b2a-bb099caae36c"];

/** The setting that gives no further keys at all. */
const NO_KEYS = "none";

/** Further keys of checklists. */
export class ChecklistKeys {
  /** Further key → key of a checklist; `undefined` when nothing was set. */
  readonly #set: ReadonlyMap<string, string> | undefined;

  /**
   * @param written `["7ddf754f-d193-4cc9-b351-99906754a03b=col"]`, `["none"]`, or empty for the default
   * @throws CONFIG_INVALID
   */
  constructor(written: readonly string[]) {
    if (written.length > 0)
      this.#set = new Map(written.filter((one) => one !== NO_KEYS).map((one) => keyAndChecklist(one)));
  }

  /** The key of the checklist that is meant, `undefined` when this is no further key of one that is served. */
  meant(key: string, served: readonly string[]): string | undefined {
    if (this.#set !== undefined) return this.#set.get(key);
    return served.length === 1 && DEFAULT_KEYS.includes(key) ? served[0] : undefined;
  }
}

function keyAndChecklist(written: string): [string, string] {
  const [, key, checklist] = /^([^=\s]+)=([\w.-]+)$/.exec(written) ?? [];
  if (key === undefined || checklist === undefined)
    throw new BinomenError("CONFIG_INVALID", {
      setting: "checklistKeys",
      problem: `"${written}" does not say which checklist a key means. Write KEY=CHECKLIST, or none.`,
    });
  return [key, checklist];
}
