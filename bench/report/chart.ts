/**
 * How do the figures look? Lines and points as SVG, written by hand: no library, no script, no font of its own.
 *
 * Readable on white and on black: colours of Okabe and Ito (told apart by the colour-blind), a marker per series besides,
 * text and grid follow the reader's colour scheme.
 */

export interface Series {
  readonly label: string;
  /** `[x, y]`, drawn in this order. `title` is shown when the mouse rests on the point. */
  readonly points: readonly (readonly [x: number, y: number, title?: string])[];
  /** Points without a line between them. */
  readonly scatter?: boolean | undefined;
  /** Dashed, without markers: a limit or an ideal. */
  readonly reference?: boolean | undefined;
}

export interface Axis {
  /** With its unit: "names in the checklist", "answer time (ms)". */
  readonly title: string;
  readonly scale: "linear" | "log";
  /** Otherwise from the points. */
  readonly range?: readonly [number, number] | undefined;
  /** Otherwise whole powers of ten, or about six round values. */
  readonly ticks?: readonly (readonly [value: number, label: string])[] | undefined;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

const WIDTH = 760;
const HEIGHT = 420;
const PLOT = { left: 78, right: 545, top: 46, bottom: 362 };
const COLOURS = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#8a7d00",
  "#8c6bb1",
  "#7f7f7f",
  "#b15928",
  "#44aa99",
  "#aa4499",
  "#6699cc",
];

/** The chart as one SVG document. Series without points are left out; without any point the frame stays empty. */
export function renderChart(chart: Chart): string {
  const series = chart.series.filter(({ points }) => points.length > 0);
  const x = placeAxis(
    chart.x,
    series.flatMap(({ points }) => points.map(([value]) => value)),
    PLOT.left,
    PLOT.right,
  );
  const y = placeAxis(
    chart.y,
    series.flatMap(({ points }) => points.map(([, value]) => value)),
    PLOT.bottom,
    PLOT.top,
  );
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escapeXml(chart.title)}">`,
    `<style>
text { font: 13px system-ui, sans-serif; fill: #24292f } .title { font-size: 15px; font-weight: 600 } .tick { font-size: 12px }
.page { fill: #ffffff } .grid { stroke: #8c959f; stroke-opacity: .35 } .frame { stroke: #57606a; fill: none }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .page { fill: #0d1117 } .frame { stroke: #8b949e } }
</style>`,
    `<rect class="page" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="${PLOT.left}" y="26">${escapeXml(chart.title)}</text>`,
    ...x.ticks.map(
      ([value, label]) =>
        `<path class="grid" d="M${at(x.place(value))} ${PLOT.top}V${PLOT.bottom}"/>` +
        `<text class="tick" x="${at(x.place(value))}" y="${PLOT.bottom + 19}" text-anchor="middle">${escapeXml(label)}</text>`,
    ),
    ...y.ticks.map(
      ([value, label]) =>
        `<path class="grid" d="M${PLOT.left} ${at(y.place(value))}H${PLOT.right}"/>` +
        `<text class="tick" x="${PLOT.left - 8}" y="${at(y.place(value) + 4)}" text-anchor="end">${escapeXml(label)}</text>`,
    ),
    `<path class="frame" d="M${PLOT.left} ${PLOT.top}V${PLOT.bottom}H${PLOT.right}"/>`,
    `<text x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 14}" text-anchor="middle">${escapeXml(chart.x.title)}</text>`,
    `<text transform="translate(18 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">${escapeXml(chart.y.title)}</text>`,
  ];
  series.forEach((one, index) => {
    const colour = one.reference ? "#7f7f7f" : COLOURS[index % COLOURS.length]!;
    const places = one.points.map(([px, py]) => `${at(x.place(px))} ${at(y.place(py))}`);
    if (!one.scatter)
      parts.push(
        `<path d="M${places.join("L")}" fill="none" stroke="${colour}" stroke-width="2"${one.reference ? ' stroke-dasharray="5 4"' : ""}/>`,
      );
    if (!one.reference)
      one.points.forEach(([px, py, title], point) => {
        const tip = title ?? `${one.label}: ${px}, ${py}`;
        parts.push(marker(index, places[point]!, colour, tip));
      });
    const row = PLOT.top + 10 + index * 21;
    const key = one.reference
      ? `<path d="M${PLOT.right + 13} ${row}h14" stroke="${colour}" stroke-width="2" stroke-dasharray="5 4"/>`
      : marker(index, `${PLOT.right + 20} ${row}`, colour, one.label);
    parts.push(`${key}<text class="tick" x="${PLOT.right + 34}" y="${row + 4}">${escapeXml(one.label)}</text>`);
  });
  return `${parts.join("\n")}\n</svg>\n`;
}

/** Values to pixels, and the ticks that fit. */
function placeAxis(axis: Axis, values: readonly number[], from: number, to: number) {
  const positive = axis.scale === "log" ? values.filter((value) => value > 0) : values;
  const low = axis.range?.[0] ?? Math.min(...positive);
  const high = axis.range?.[1] ?? Math.max(...positive);
  const [start, end] = axis.range ?? roundRange(low, high, axis.scale);
  const scaled = axis.scale === "log" ? Math.log10 : (value: number) => value;
  const place = (value: number) =>
    from + ((scaled(value) - scaled(start)) / (scaled(end) - scaled(start))) * (to - from);
  return { place, ticks: axis.ticks ?? roundTicks(start, end, axis.scale) };
}

function roundRange(low: number, high: number, scale: Axis["scale"]): readonly [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [1, 10];
  if (scale === "log") {
    const start = 10 ** Math.floor(Math.log10(low));
    return [start, Math.max(10 ** Math.ceil(Math.log10(high)), start * 10)];
  }
  return [Math.min(0, low), high <= 0 ? 1 : high * 1.05];
}

function roundTicks(start: number, end: number, scale: Axis["scale"]): [number, string][] {
  const ticks: [number, string][] = [];
  if (scale === "log") {
    for (let power = Math.ceil(Math.log10(start) - 1e-9); 10 ** power <= end * 1.0001; power++)
      ticks.push([10 ** power, shortNumber(10 ** power)]);
    return ticks;
  }
  const rough = (end - start) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  for (let value = Math.ceil(start / step) * step; value <= end * 1.0001; value += step)
    ticks.push([value, shortNumber(Number(value.toPrecision(6)))]);
  return ticks;
}

/** `1500` → "1.5 k", `2e6` → "2 M", `0.001` → "0.001". */
export function shortNumber(value: number): string {
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`;
  if (Math.abs(value) >= 1e3) return `${Number((value / 1e3).toPrecision(3))} k`;
  return String(Number(value.toPrecision(3)));
}

function marker(index: number, place: string, colour: string, tip: string): string {
  const shapes = [
    '<circle r="4.5"/>',
    '<path d="M-4.5-4.5h9v9h-9z"/>',
    '<path d="M0-5.5 5.5 4.5h-11z"/>',
    '<path d="M0-6 6 0 0 6-6 0z"/>',
    '<path d="M0 5.5 5.5-4.5h-11z"/>',
  ];
  const shape = shapes[index % shapes.length]!;
  return `<g transform="translate(${place})" fill="${colour}"><title>${escapeXml(tip)}</title>${shape}</g>`;
}

function at(pixel: number): string {
  return pixel.toFixed(1).replace(/\.0$/, "");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
