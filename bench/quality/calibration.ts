/** Does a confidence of 95 mean that 95 of 100 answers are right? */
import type { ResultRow } from "../result.ts";
import { type Half, halfOf } from "./halves.ts";

const STEP = 5;
const HALVES = ["first", "second"] as const;

/** Answers by confidence, in steps of five points, in the two halves of the names. */
export class Calibration {
  readonly #right = countsOf();
  readonly #all = countsOf();

  /** Counts an answer: of the level that was asked for, or all of them higher taxa. */
  add(confidence: number, right: boolean, name: string): void {
    const bin = Math.floor(confidence / STEP);
    const half = halfOf(name);
    this.#all[half][bin]!++;
    if (right) this.#right[half][bin]!++;
  }

  /** Share of right answers among those with at least this confidence, in per cent. */
  rightFrom(confidence: number): { names: number; rightPercent: number } {
    const first = confidence / STEP;
    const names = sum(both(this.#all).slice(first));
    return { names, rightPercent: (100 * sum(both(this.#right).slice(first))) / Math.max(1, names) };
  }

  /** One row a step that has answers. */
  rows(set = "calibration"): ResultRow[] {
    return rowsOf(set, both(this.#all), both(this.#right));
  }

  /** The same for each half. */
  halfRows(set: string): ResultRow[] {
    return HALVES.flatMap((half) => rowsOf(set, this.#all[half], this.#right[half]).map((row) => ({ ...row, half })));
  }
}

function countsOf(): Record<Half, number[]> {
  const zeros = () => Array.from({ length: 100 / STEP + 1 }, () => 0);
  return { first: zeros(), second: zeros() };
}

function both({ first, second }: Readonly<Record<Half, readonly number[]>>): number[] {
  return first.map((count, bin) => count + second[bin]!);
}

function rowsOf(set: string, all: readonly number[], right: readonly number[]): ResultRow[] {
  return all.flatMap((names, bin) =>
    names === 0
      ? []
      : [
          {
            set,
            group: `confidence ${bin * STEP}-${Math.min(100, bin * STEP + STEP - 1)}`,
            // The middle of the step: where the plot of the report puts it.
            confidence: Math.min(100, bin * STEP + (STEP - 1) / 2),
            names,
            rightPercent: Math.round((10_000 * right[bin]!) / names) / 100,
          },
        ],
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
