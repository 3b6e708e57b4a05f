/** The report of an attempt as one page without scripts: what happened, what is odd, and how to mend it. */

import type { AttemptInfo } from "../attempts.ts";
import type { AttemptReport } from "./attempt-report.ts";
import { type Counted, MAP_CELL_DEGREES } from "./chunk-report.ts";

import { mendingHint } from "./mending.ts";

/** Rows of long tables that are shown. */
const SHOWN = 100;

/** The page. */
export function reportHtml(report: AttemptReport, info: AttemptInfo): string {
  const { identity } = report;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(info.title ?? info.source)}: ${info.attempt}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}table{border-collapse:collapse;margin:.5rem 0 1.5rem}
td,th{text-align:left;padding:.15rem .8rem .15rem 0;vertical-align:top;border-bottom:1px solid #ddd}td.n{text-align:right;font-variant-numeric:tabular-nums}
svg{max-width:100%;height:auto;background:#f4f6f8}code{font-size:.9em}</style></head><body>
<h1>${escaped(info.title ?? info.source)}</h1>
<p>${info.attempt}, ${new Date(info.now).toISOString()}, binomen ${escaped(info.version)}. Source <code>${escaped(info.source)}</code> (${report.format}),
checklists ${info.checklists.map(({ checklistKey, releaseId }) => `${escaped(checklistKey)} <code>${escaped(releaseId)}</code>`).join(", ") || "none"}.</p>
<h2>Records</h2>
${table([
  ["rows of the source", report.rows],
  ["records", report.records],
  ["new", identity.new],
  ["changed", identity.changed],
  ["unchanged", identity.unchanged],
  ["deleted since the attempt before", identity.deleted],
  [`identified by`, identity.scheme],
  ["rows without occurrenceID", identity.missingOccurrenceIDs],
  ["rows without institution, collection or catalogue number", identity.incompleteTriplets],
])}
${countedTable("Rows that became no record", report.dropped)}
${countedTable("Rows that were odd", report.problems)}
${plainTable("Rows of extensions that belong to no record", report.unclaimedExtensionRows)}
<h2>Issues</h2>
<table><tr><th>issue<th>records<th>for instance<th>how to mend it</tr>
${byCount(report.issues)
  .map(
    ([issue, { count, examples }]) =>
      `<tr><td><code>${issue}</code><td class="n">${grouped(count)}<td>${examples.slice(0, 3).join(", ")}<td>${escaped(mendingHint(issue))}</tr>`,
  )
  .join("\n")}</table>
${countedTable("Faults", report.failures)}
<h2>Names</h2>
${plainTable("Match types", report.counts["matchType"] ?? {})}
<h3>Names without a match</h3>
${table(report.unmatchedNames.slice(0, SHOWN).map(({ name, records }) => [name || "(no name)", records]))}
<h2>Values that are not known</h2>
${Object.entries(report.unknown)
  .map(([term, values]) => countedTable(term, values))
  .join("\n")}
<h2>Where</h2>
${densityMap(report.map)}
${plainTable("Countries", report.counts["countryCode"] ?? {})}
<h2>When</h2>
${histogram(report.years)}
${["basisOfRecord", "occurrenceStatus", "license", "continent", "kingdom"].map((field) => plainTable(field, report.counts[field] ?? {})).join("\n")}
</body></html>
`;
}

/** Squares on a plate carrée, darker with more records. */
function densityMap(cells: Readonly<Record<string, number>>): string {
  const entries = Object.entries(cells);
  const most = Math.log1p(Math.max(1, ...entries.map(([, count]) => count)));
  const squares = entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([cell, count]) => {
      const [row, column] = cell.split(",").map(Number) as [number, number];
      const opacity = (0.15 + 0.85 * (Math.log1p(count) / most)).toFixed(2);
      const title = `${column * MAP_CELL_DEGREES - 180}, ${row * MAP_CELL_DEGREES - 90}: ${grouped(count)}`;
      return `<rect x="${column * 5}" y="${(71 - row) * 5}" width="5" height="5" fill="#b3400f" fill-opacity="${opacity}"><title>${title}</title></rect>`;
    });
  return `<svg viewBox="0 0 720 360" role="img" aria-label="Records by place"><path d="M0 180H720M360 0V360" stroke="#ccd" fill="none"/>${squares.join("")}</svg>`;
}

function histogram(years: Readonly<Record<string, number>>): string {
  const all = Object.keys(years).map(Number);
  if (all.length === 0) return "<p>No record has a year.</p>";
  const first = Math.min(...all);
  const last = Math.max(...all);
  const most = Math.max(...Object.values(years));
  const width = 720 / (last - first + 1);
  const bars = all
    .sort((a, b) => a - b)
    .map((year) => {
      const height = (180 * years[year]!) / most;
      return `<rect x="${((year - first) * width).toFixed(2)}" y="${(180 - height).toFixed(2)}" width="${Math.max(0.5, width * 0.9).toFixed(2)}" height="${height.toFixed(2)}" fill="#2a6f97"><title>${year}: ${grouped(years[year]!)}</title></rect>`;
    });
  return `<svg viewBox="0 0 720 200" role="img" aria-label="Records by year">${bars.join("")}<text x="0" y="196" font-size="12">${first}</text><text x="720" y="196" font-size="12" text-anchor="end">${last}</text></svg>`;
}

function countedTable(title: string, counted: Readonly<Record<string, Counted>>): string {
  const rows = byCount(counted);
  if (rows.length === 0) return "";
  const body = rows
    .slice(0, SHOWN)
    .map(
      ([key, { count, examples }]) =>
        `<tr><td>${escaped(key)}<td class="n">${grouped(count)}<td>${escaped(examples.slice(0, 3).join(", "))}</tr>`,
    );
  const more = rows.length > SHOWN ? `<tr><td>… ${grouped(rows.length - SHOWN)} more in report.json</tr>` : "";
  return `<h3>${escaped(title)}</h3><table><tr><th>what<th>count<th>for instance</tr>${body.join("\n")}${more}</table>`;
}

function plainTable(title: string, counts: Readonly<Record<string, number>>): string {
  const rows = Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return rows.length === 0
    ? ""
    : `<h3>${escaped(title)}</h3>${table(rows.slice(0, SHOWN).map(([key, count]) => [key || "(none)", count]))}`;
}

function table(rows: readonly (readonly [string, number | string])[]): string {
  return `<table>${rows.map(([name, value]) => `<tr><td>${escaped(name)}<td class="n">${typeof value === "number" ? grouped(value) : escaped(value)}</tr>`).join("\n")}</table>`;
}

function byCount(counted: Readonly<Record<string, Counted>>): [string, Counted][] {
  return Object.entries(counted).sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1));
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char]!);
}
