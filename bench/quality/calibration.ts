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
              group: `${bin * STEP}-${Math.min(100, bin * STEP + STEP - 1)}`,
              names,
              rightPercent: Math.round((10_000 * this.#right[bin]!) / names) / 100,
            },
          ],
    );
  }

  /** The curve as SVG: confidence to the right, share of right answers upwards, the dashed line is perfect. */
  svg(): string {
    const [width, height, margin] = [480, 360, 48];
    const x = (confidence: number) => margin + ((confidence - 50) / 50) * (width - 2 * margin);
    const y = (share: number) => height - margin - share * (height - 2 * margin);
    const points = this.#all.flatMap((names, bin) => {
      if (names < 20 || bin * STEP < 50) return [];
      const middle = Math.min(100, bin * STEP + STEP / 2);
      return [{ cx: x(middle), cy: y(this.#right[bin]! / names), r: 2 + Math.log10(names) }];
    });
    const line = points.map(({ cx, cy }) => `${cx.toFixed(1)},${cy.toFixed(1)}`).join(" ");
    const dots = points
      .map(
        ({ cx, cy, r }) => `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="${r.toFixed(1)}" fill="#1a6840"/>`,
      )
      .join("\n  ");
    const ticks = [50, 60, 70, 80, 90, 100]
      .map(
        (tick) =>
          `<text x="${x(tick)}" y="${height - margin + 18}" text-anchor="middle">${tick}</text>` +
          `<line x1="${x(tick)}" x2="${x(tick)}" y1="${height - margin}" y2="${height - margin + 4}" stroke="#444"/>`,
      )
      .join("\n  ");
    const shares = [0, 0.2, 0.4, 0.6, 0.8, 1]
      .map(
        (share) =>
          `<text x="${margin - 8}" y="${y(share) + 4}" text-anchor="end">${share * 100}</text>` +
          `<line x1="${margin}" x2="${width - margin}" y1="${y(share)}" y2="${y(share)}" stroke="#ddd"/>`,
      )
      .join("\n  ");
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
  <rect width="${width}" height="${height}" fill="white"/>
  ${shares}
  ${ticks}
  <line x1="${x(50)}" y1="${y(0.5)}" x2="${x(100)}" y2="${y(1)}" stroke="#888" stroke-dasharray="4 4"/>
  <polyline points="${line}" fill="none" stroke="#1a6840" stroke-width="2"/>
  ${dots}
  <text x="${width / 2}" y="${height - 8}" text-anchor="middle">confidence</text>
  <text x="14" y="${height / 2}" text-anchor="middle" transform="rotate(-90 14 ${height / 2})">right, %</text>
</svg>
`;
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
