/**
 * The changes between two releases as one page: no script, no other file, nothing that is not escaped. What is too much
 * for a page is counted, and said to be left out.
 */
import { escaped } from "../tables/markup.ts";
import { CHANGE_KINDS, type ChangeSide, KIND_MEANINGS } from "./kinds.ts";
import type { NameChange, NameChanges } from "./name-changes.ts";
import { type ShownUsage, USAGE_MEMBERS, type UsageChange, type UsageCounts } from "./usage-changes.ts";

/** Rows of one section of the page. */
const MOST_ROWS = 2_000;

/** What the page says of where the changes come from. */
export interface ReportSubject {
  /** The older and the newer release, as the reader knows them. */
  readonly before: string;
  readonly after: string;
  /** What the names were read from. */
  readonly list?: string | undefined;
  /** What a name is counted in: "rows", "records". */
  readonly unit: string;
}

/** The page of what changes for a list of names. */
export function nameChangesHtml({ names, count, byKind, changes }: NameChanges, subject: ReportSubject): string {
  const changed = names - byKind.same.names;
  const summary = CHANGE_KINDS.map((kind) => {
    const { names: own, count: bearing } = byKind[kind];
    const label = own > 0 && kind !== "same" ? `<a href="#${idOf(kind)}">${kind}</a>` : kind;
    return `<tr><td>${label}<td class="n">${grouped(own)}<td class="n">${grouped(bearing)}<td>${bar(own, names)}<td class="m">${KIND_MEANINGS[kind]}</tr>`;
  });
  const sections = CHANGE_KINDS.map((kind) =>
    section(
      kind,
      changes.filter((change) => change.kind === kind),
      [subject.unit, "name", "before", "after", "differs"],
      nameRow,
    ),
  );
  return page(
    subject,
    `<p>${grouped(changed)} of ${grouped(names)} names change; they stand for ${grouped(count - byKind.same.count)} of ${grouped(count)} ${escaped(subject.unit)}.</p>
<table><tr><th>change<th class="n">names<th class="n">${escaped(subject.unit)}<th>share of names<th class="m">what it means</tr>${summary.join("\n")}</table>
${sections.join("\n")}`,
  );
}

/** The page of the usages that came, went and changed. */
export function usageChangesHtml(
  counts: UsageCounts,
  changes: () => Iterable<UsageChange>,
  subject: ReportSubject,
): string {
  const rows = (["removed", "changed", "added", "unchanged"] as const).map(
    (what) =>
      `<tr><td>${counts[what] > 0 && what !== "unchanged" ? `<a href="#${what}">${what}</a>` : what}<td class="n">${grouped(counts[what])}<td>${bar(counts[what], Math.max(counts.before, counts.after))}</tr>`,
  );
  const members = USAGE_MEMBERS.map(
    (member) => `<tr><td>${MEMBER_LABELS[member]}<td class="n">${grouped(counts.byMember[member])}</tr>`,
  );
  const shown = { removed: [] as UsageChange[], changed: [] as UsageChange[], added: [] as UsageChange[] };
  for (const change of changes()) if (shown[change.change].length < MOST_ROWS) shown[change.change].push(change);
  const sections = (["removed", "changed", "added"] as const).map((what) =>
    section(what, shown[what], ["key", "before", "after", "differs"], usageRow, counts[what]),
  );
  return page(
    subject,
    `<p>${grouped(counts.before)} usages before, ${grouped(counts.after)} after, paired by ${counts.pairedBy === "id" ? "identifier" : "name, authorship and rank"}.</p>
<table><tr><th>usages<th class="n">count<th>share</tr>${rows.join("\n")}</table>
<h2>What changed</h2><table>${members.join("\n")}</table>
${sections.join("\n")}`,
  );
}

const MEMBER_LABELS = {
  name: "name or authorship",
  rank: "rank",
  status: "status",
  acceptedName: "accepted name",
  parent: "parent",
} as const;

function section<T>(
  title: string,
  changes: readonly T[],
  columns: readonly string[],
  row: (change: T) => string,
  total = changes.length,
): string {
  if (total === 0) return "";
  const heads = columns.map((column) => `<th>${escaped(column)}`).join("");
  const shown = changes.slice(0, MOST_ROWS).map(row);
  const more =
    total > shown.length
      ? `<p>${grouped(total - shown.length)} more are not shown here; the table and the JSON have them all.</p>`
      : "";
  return `<details open id="${idOf(title)}"><summary><h2>${escaped(title)} <small>${grouped(total)}</small></h2></summary>
<table><tr>${heads}</tr>
${shown.join("\n")}</table>${more}</details>`;
}

function nameRow({ count, scientificName, before, after, differs }: NameChange): string {
  return `<tr><td class="n">${grouped(count)}<td>${escaped(scientificName)}<td>${side(before)}<td>${side(after)}<td class="m">${escaped(differs.join(", "))}</tr>`;
}

function side({ matchType, name, status, acceptedName, kingdom, family, key }: ChangeSide): string {
  if (name === undefined) return `<i>${escaped(matchType.toLowerCase())}</i>`;
  const accepted = acceptedName === undefined || acceptedName === name ? "" : ` → ${escaped(acceptedName)}`;
  const small = [status?.toLowerCase(), family, kingdom, key].filter((text) => text !== undefined).join(" · ");
  return `${escaped(name)}${accepted}<br><small>${escaped(small)}</small>`;
}

function usageRow({ differs, before, after }: UsageChange): string {
  return `<tr><td>${escaped((after ?? before)!.key)}<td>${usage(before)}<td>${usage(after)}<td class="m">${escaped(differs.join(", "))}</tr>`;
}

function usage(shown: ShownUsage | undefined): string {
  if (!shown) return "";
  const { name, rank, status, acceptedName, parent } = shown;
  const small = [rank?.toLowerCase(), status.toLowerCase(), parent && `in ${parent}`].filter(Boolean).join(" · ");
  return `${escaped(name)}${acceptedName === undefined ? "" : ` → ${escaped(acceptedName)}`}<br><small>${escaped(small)}</small>`;
}

function bar(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (100 * part) / whole;
  const text = `${share.toFixed(share > 0 && share < 1 ? 2 : 1)} %`;
  return `<svg width="104" height="12" role="img" aria-label="${text}"><rect width="${share.toFixed(1)}" height="12" rx="2"/></svg> ${text}`;
}

function page({ before, after, list }: ReportSubject, body: string): string {
  const title = `From ${before} to ${after}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;display:inline}summary{margin:1.5rem 0 .5rem;cursor:pointer}small,.m{opacity:.75;font-size:.85em}
h1,p,td{overflow-wrap:break-word}table{display:block;overflow-x:auto;border-collapse:collapse;margin:.5rem 0 1rem}th{white-space:nowrap}td,th{text-align:left;padding:.2rem .9rem .2rem 0;vertical-align:top;border-bottom:1px solid #8885}
.n{text-align:right;font-variant-numeric:tabular-nums}svg rect{fill:#2a7f62}@media(max-width:40rem){.m,svg{display:none}}</style></head><body>
<h1>${escaped(title)}</h1>${list === undefined ? "" : `<p>Names of ${escaped(list)}.</p>`}
${body}
</body></html>
`;
}

function idOf(title: string): string {
  return title.replaceAll(" ", "-");
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
