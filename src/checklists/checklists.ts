/**
 * Which release answers for which checklist?
 *
 * Replacing is one assignment: a request that began sees the old release to its end, the next one sees the new.
 */
import { BinomenError } from "../errors.ts";
import { ChecklistKeys } from "./checklist-keys.ts";
import type { Release } from "./release.ts";

/** The checklists that are served, the default one first. */
export class Checklists {
  readonly #current = new Map<string, Release>();
  readonly #onFree: (release: Release) => void;
  readonly #keys: ChecklistKeys;

  /**
   * @param onFree told when a replaced release is used by nobody any more
   * @param keys further keys of the checklists
   */
  constructor(onFree: (release: Release) => void, keys = new ChecklistKeys([])) {
    this.#onFree = onFree;
    this.#keys = keys;
  }

  /** Serves a release from now on; the one that it replaces is let go of. */
  serve(release: Release): void {
    const previous = this.#current.get(release.checklistKey);
    this.#current.set(release.checklistKey, release);
    if (previous && previous !== release) previous.retire(() => this.#onFree(previous));
  }

  /**
   * The release that answers now.
   *
   * @param checklistKey its own key or a further one; absent or empty for the default checklist
   * @throws CHECKLIST_UNKNOWN with the keys there are
   */
  release(checklistKey?: string): Release {
    const release = checklistKey
      ? (this.#current.get(checklistKey) ?? this.#meant(checklistKey))
      : this.#current.values().next().value;
    if (release) return release;
    const loaded = [...this.#current.keys()].join(", ") || "none";
    throw new BinomenError("CHECKLIST_UNKNOWN", { checklistKey: checklistKey ?? "(default)", loaded });
  }

  #meant(furtherKey: string): Release | undefined {
    const key = this.#keys.meant(furtherKey, [...this.#current.keys()]);
    return key === undefined ? undefined : this.#current.get(key);
  }

  /** Current releases, the default one first. */
  all(): Release[] {
    return [...this.#current.values()];
  }
}
