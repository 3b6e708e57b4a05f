/**
 * Which usages came, went and changed between two releases of a checklist?
 *
 * Usages are paired by the identifier of the source, or, for lists whose identifiers are no more than line numbers, by
 * name, authorship and rank. Only ordinals are kept; texts are made when they are asked for, so that two releases of
 * millions of usages can be compared.
 */
import type { ImageReader, UsageOrdinal } from "../image/read.ts";

/** How usages of two releases are paired. */
export type PairedBy = "id" | "name";

/** What may differ between a usage before and after. */
export const USAGE_MEMBERS = ["name", "rank", "status", "acceptedName", "parent"] as const;
type UsageMember = (typeof USAGE_MEMBERS)[number];

/** A usage of one release, as it is shown. */
export interface ShownUsage {
  readonly key: string;
  readonly name: string;
  readonly rank?: string | undefined;
  readonly status: string;
  readonly acceptedName?: string | undefined;
  /** Name of the next higher usage. */
  readonly parent?: string | undefined;
}

/** A usage that came, went or changed. */
export interface UsageChange {
  readonly change: "added" | "removed" | "changed";
  readonly differs: readonly UsageMember[];
  readonly before?: ShownUsage | undefined;
  readonly after?: ShownUsage | undefined;
}

/** Figures of two releases compared. */
export interface UsageCounts {
  readonly pairedBy: PairedBy;
  readonly before: number;
  readonly after: number;
  readonly unchanged: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Changed usages by what differs; one may count several times. */
  readonly byMember: Readonly<Record<UsageMember, number>>;
}

/** Usages between two progress reports. */
const PROGRESS_USAGES = 20_000;

/** Two releases, compared. */
export class UsageChanges {
  readonly counts: UsageCounts;
  readonly #before: ShowUsage;
  readonly #after: ShowUsage;
  readonly #removed: UsageOrdinal[] = [];
  readonly #added: UsageOrdinal[] = [];
  readonly #changed: (readonly [UsageOrdinal, UsageOrdinal])[] = [];

  /** @param onProgress told how many usages of the older release are done */
  constructor(
    before: ImageReader,
    after: ImageReader,
    { pairedBy = "id" as PairedBy, onProgress = (_usages: number): void => {} } = {},
  ) {
    this.#before = new ShowUsage(before);
    this.#after = new ShowUsage(after);
    const pair = pairedBy === "id" ? pairById(before, after) : pairByName(before, after);
    const taken = new Uint8Array(after.usageCount);
    const byMember = Object.fromEntries(USAGE_MEMBERS.map((member) => [member, 0])) as Record<UsageMember, number>;
    for (let one = 0; one < before.usageCount; one++) {
      if (one % PROGRESS_USAGES === 0) onProgress(one);
      const two = pair(one, taken);
      if (two < 0) {
        this.#removed.push(one);
        continue;
      }
      taken[two] = 1;
      const differs = differing(this.#before.show(one), this.#after.show(two));
      for (const member of differs) byMember[member]++;
      if (differs.length > 0) this.#changed.push([one, two]);
    }
    for (let two = 0; two < after.usageCount; two++) if (taken[two] === 0) this.#added.push(two);
    const [removed, added, changed] = [this.#removed.length, this.#added.length, this.#changed.length];
    const unchanged = before.usageCount - removed - changed;
    this.counts = {
      pairedBy,
      before: before.usageCount,
      after: after.usageCount,
      unchanged,
      added,
      removed,
      changed,
      byMember,
    };
  }

  /** All changes: removed, changed, added; each in the order of names. */
  *all(): Generator<UsageChange> {
    for (const one of this.#removed) yield { change: "removed", differs: [], before: this.#before.show(one) };
    for (const [one, two] of this.#changed) {
      const [before, after] = [this.#before.show(one), this.#after.show(two)];
      yield { change: "changed", differs: differing(before, after), before, after };
    }
    for (const two of this.#added) yield { change: "added", differs: [], after: this.#after.show(two) };
  }
}

/**
 * Whether identifiers seem to be no more than line numbers: most usages that share one have different names. Looks at some
 * thousand usages.
 */
export function seemUnstable(before: ImageReader, after: ImageReader): boolean {
  const step = Math.max(1, Math.floor(before.usageCount / 2_000));
  let shared = 0;
  let other = 0;
  for (let one = 0; one < before.usageCount; one += step) {
    const two = after.usageWithId(before.id(one));
    if (two < 0) continue;
    shared++;
    if (before.canonicalName(one) !== after.canonicalName(two)) other++;
  }
  return shared > 0 ? other > shared / 2 : before.usageCount > 0 && after.usageCount > 0;
}

type Pair = (one: UsageOrdinal, taken: Uint8Array) => UsageOrdinal;

function pairById(before: ImageReader, after: ImageReader): Pair {
  return (one) => after.usageWithId(before.id(one));
}

function pairByName(before: ImageReader, after: ImageReader): Pair {
  return (one, taken) => {
    const name = after.exactName(before.foldedName(before.nameOf(one)));
    if (name < 0) return -1;
    const text = before.scientificName(one);
    for (let two = after.firstUsage(name); two < after.endUsage(name); two++)
      if (!taken[two] && after.scientificName(two) === text && after.rank(two) === before.rank(one)) return two;
    return -1;
  };
}

function differing(before: ShownUsage, after: ShownUsage): UsageMember[] {
  return USAGE_MEMBERS.filter((member) => before[member] !== after[member]);
}

/** Makes texts of usages; remembers the name of the last parent, which neighbours share. */
class ShowUsage {
  readonly #image: ImageReader;
  #lastParent: UsageOrdinal = -1;
  #lastParentName = "";

  constructor(image: ImageReader) {
    this.#image = image;
  }

  show(usage: UsageOrdinal): ShownUsage {
    const image = this.#image;
    const accepted = image.accepted(usage);
    const parent = image.parent(usage);
    if (parent >= 0 && parent !== this.#lastParent) {
      this.#lastParent = parent;
      this.#lastParentName = image.scientificName(parent);
    }
    return {
      key: image.id(usage),
      name: image.scientificName(usage),
      rank: image.rank(usage),
      status: image.status(usage),
      acceptedName: accepted < 0 ? undefined : image.scientificName(accepted),
      parent: parent < 0 ? undefined : this.#lastParentName,
    };
  }
}
