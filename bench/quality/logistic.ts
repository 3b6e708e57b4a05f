/** Logistic regression by Newton's method, with a small penalty on all weights but that of the first feature, the bias. */

/** One thing seen. */
export interface Seen {
  readonly row: readonly number[];
  readonly isRight: boolean;
  /** How much it counts. */
  readonly weight: number;
}

const STEPS = 25;
const PENALTY = 1;
/** No weight changes by more in one step: rare features would leap. */
const LONGEST_STEP = 2;
const CLOSE_ENOUGH = 1e-4;

/** The weight of each feature. @param names of the features, the bias first */
export function fitted(names: readonly string[], seen: readonly Seen[]): Record<string, number> {
  const weights = new Array<number>(names.length).fill(0);
  for (let step = 0; step < STEPS; step++) {
    let longest = 0;
    for (const [i, change] of solved(equations(weights, seen)).entries()) {
      const bounded = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, change));
      weights[i]! += bounded;
      longest = Math.max(longest, Math.abs(bounded));
    }
    if (longest < CLOSE_ENOUGH) break;
  }
  return Object.fromEntries(names.map((name, i) => [name, weights[i]!]));
}

/** Second derivatives and, in the last column, first ones. */
function equations(weights: readonly number[], seen: readonly Seen[]): number[][] {
  const count = weights.length;
  const rows = weights.map((weight, i) => {
    const row = new Array<number>(count + 1).fill(0);
    row[i] = i === 0 ? 1e-6 : PENALTY;
    row[count] = i === 0 ? 0 : -PENALTY * weight;
    return row;
  });
  for (const { row, isRight, weight } of seen) {
    const odds = row.reduce((sum, value, i) => sum + weights[i]! * value, 0);
    const chance = 1 / (1 + Math.exp(-odds));
    const error = ((isRight ? 1 : 0) - chance) * weight;
    const spread = chance * (1 - chance) * weight;
    for (let i = 0; i < count; i++) {
      const value = row[i]!;
      if (value === 0) continue;
      rows[i]![count]! += error * value;
      for (let j = 0; j < count; j++) rows[i]![j]! += spread * value * row[j]!;
    }
  }
  return rows;
}

/** Gauss and Jordan's way, largest pivot first. */
function solved(rows: number[][]): number[] {
  const count = rows.length;
  for (let at = 0; at < count; at++) {
    let pivot = at;
    for (let i = at; i < count; i++) if (Math.abs(rows[i]![at]!) > Math.abs(rows[pivot]![at]!)) pivot = i;
    [rows[at], rows[pivot]] = [rows[pivot]!, rows[at]!];
    for (let i = 0; i < count; i++) {
      if (i === at) continue;
      const factor = rows[i]![at]! / rows[at]![at]!;
      for (let j = at; j <= count; j++) rows[i]![j]! -= factor * rows[at]![j]!;
    }
  }
  return rows.map((row, i) => row[count]! / row[i]!);
}
