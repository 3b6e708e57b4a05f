/** How many answers of a group were right? */
import type { ResultRow } from "../result.ts";
import type { Verdict } from "./judge.ts";

/** Counts of verdicts. */
export class Tally {
  readonly counts: Record<Verdict, number> = { right: 0, wrong: 0, higher: 0, none: 0 };

  /** Counts one. */
  add(verdict: Verdict): void {
    this.counts[verdict]++;
  }

  /** All that were counted. */
  get total(): number {
    return this.counts.right + this.counts.wrong + this.counts.higher + this.counts.none;
  }

  /** The row of a table: shares in per cent; precision is right ÷ (right + wrong). */
  row(set: string, matcher: string, group: string): ResultRow {
    const { right, wrong, higher, none } = this.counts;
    const percent = (count: number) => Math.round((10_000 * count) / Math.max(1, this.total)) / 100;
    return {
      set,
      matcher,
      group,
      names: this.total,
      rightPercent: percent(right),
      wrongPercent: percent(wrong),
      higherPercent: percent(higher),
      nonePercent: percent(none),
      precisionPercent: Math.round((10_000 * right) / Math.max(1, right + wrong)) / 100,
    };
  }
}

/** Tallies by group, in the order in which groups appear. */
export class Tallies {
  readonly #groups = new Map<string, Tally>();

  /** Counts a verdict in each of these groups. */
  add(verdict: Verdict, groups: readonly string[]): void {
    for (const group of groups) {
      let tally = this.#groups.get(group);
      if (tally === undefined) {
        tally = new Tally();
        this.#groups.set(group, tally);
      }
      tally.add(verdict);
    }
  }

  /** The tally of a group. */
  get(group: string): Tally {
    return this.#groups.get(group) ?? new Tally();
  }

  /** One row a group, groups sorted by name but "all" first. */
  rows(set: string, matcher: string): ResultRow[] {
    return [...this.#groups]
      .sort(([a], [b]) => (a === "all" ? -1 : b === "all" ? 1 : a < b ? -1 : 1))
      .map(([group, tally]) => tally.row(set, matcher, group));
  }
}
