/** Does a confidence of 95 mean that 95 of 100 answers are right? */
import type { ResultRow } from "../result.ts";

const STEP = 5;

/** Answers by confidence, in steps of five points. */
export class Calibration {
  readonly #right: number[] = Array.from({ length: 100 / STEP + 1 }, () => 0);
  readonly #all: number[] = Array.from({ length: 100 / STEP + 1 }, () => 0);

  /** Counts an answer on the level that was asked for (no higher taxon, no "none"). */
  add(confidence: number, right: boolean): void {
    const bin = Math.floor(confidence / STEP);
    this.#all[bin]!++;
    if (right) this.#right[bin]!++;
  }

  /** Share of right answers among those with at least this confidence, in per cent. */
  rightFrom(confidence: number): { names: number; rightPercent: number } {
    const first = confidence / STEP;
    const names = sum(this.#all.slice(first));
    return { names, rightPercent: (100 * sum(this.#right.slice(first))) / Math.max(1, names) };
  }

  /** One row a step that has answers. */
  rows(): ResultRow[] {
    return this.#all.flatMap((names, bin) =>
      names === 0
        ? []
        : [
            {
              set: "calibration",
              group: `confidence ${bin * STEP}-${Math.min(100, bin * STEP + STEP - 1)}`,
              // The middle of the step: where the plot of the report puts it.
              confidence: Math.min(100, bin * STEP + (STEP - 1) / 2),
              names,
              rightPercent: Math.round((10_000 * this.#right[bin]!) / names) / 100,
            },
          ],
    );
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
