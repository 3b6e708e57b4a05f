/**
 * What would change for the records of a dataset if another backbone were used? Each distinct name of names.tsv is
 * matched against both; changes are weighted by the records that bear the name.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Answerer } from "../../../answer/answerer.ts";
import { BinomenError } from "../../../errors.ts";
import { ImageReader } from "../../../image/read.ts";
import type { MatchAnswer, MatchQuery } from "../../../taxonomy/match.ts";
import { TAXON_TERMS } from "../../interpretation/taxa.ts";

/** Kinds of change, the gravest first. */
export const IMPACT_KINDS = [
  "lost",
  "found",
  "other species",
  "other higher taxon",
  "other accepted name",
  "other classification",
  "other match type",
  "other key",
  "same",
] as const;
export type ImpactKind = (typeof IMPACT_KINDS)[number];

/** What a name was and would be. */
export interface NameImpact {
  readonly kind: ImpactKind;
  readonly records: number;
  readonly scientificName: string;
  readonly before: ImpactSide;
  readonly after: ImpactSide;
}

/** One side of a change. */
export interface ImpactSide {
  readonly matchType: string;
  readonly key?: string | undefined;
  readonly name?: string | undefined;
  readonly acceptedName?: string | undefined;
  readonly family?: string | undefined;
  readonly kingdom?: string | undefined;
}

/** All that would change. */
export interface Impact {
  readonly names: number;
  readonly records: number;
  readonly byKind: Readonly<Record<ImpactKind, { names: number; records: number }>>;
  /** Names that change, those of most records first. */
  readonly changes: readonly NameImpact[];
}

/** Compares two images over a names.tsv. @throws SOURCE_UNKNOWN_FORMAT when the file is not one */
export async function impactOf(before: Uint8Array, after: Uint8Array, namesPath: string): Promise<Impact> {
  const old = new Answerer(new ImageReader(before), 0);
  const next = new Answerer(new ImageReader(after), 0);
  const byKind = Object.fromEntries(IMPACT_KINDS.map((kind) => [kind, { names: 0, records: 0 }])) as Impact["byKind"];
  const changes: NameImpact[] = [];
  let names = 0;
  let records = 0;
  let header: string[] | undefined;
  const seen = new Set<string>();
  for await (const line of createInterface({
    input: createReadStream(namesPath),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const cells = line.split("\t");
    if (header === undefined) {
      header = cells;
      if (!header.includes("scientificName"))
        throw new BinomenError("SOURCE_UNKNOWN_FORMAT", {
          path: namesPath,
          problem: "It has no column scientificName.",
        });
      continue;
    }
    const row = Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""]));
    const asked = TAXON_TERMS.map((term) => row[term] ?? "").join("\t");
    // Rows of further checklists ask the same.
    if (seen.has(asked)) continue;
    seen.add(asked);
    const query: MatchQuery = Object.fromEntries(TAXON_TERMS.flatMap((term) => (row[term] ? [[term, row[term]]] : [])));
    const count = Number(row["count"] || 1);
    const [one, two] = [sideOf(old.answer(query)), sideOf(next.answer(query))];
    const kind = kindOf(one, two);
    byKind[kind].names++;
    byKind[kind].records += count;
    names++;
    records += count;
    if (kind !== "same")
      changes.push({ kind, records: count, scientificName: row["scientificName"]!, before: one, after: two });
  }
  changes.sort((a, b) => b.records - a.records || (a.scientificName < b.scientificName ? -1 : 1));
  return { names, records, byKind, changes };
}

function sideOf({ usage, acceptedUsage, classification, diagnostics }: MatchAnswer): ImpactSide {
  const ofRank = (rank: string) => classification?.find((taxon) => taxon.rank?.toUpperCase() === rank)?.name;
  return {
    matchType: diagnostics.matchType,
    key: usage?.key,
    name: usage?.name,
    acceptedName: (acceptedUsage ?? usage)?.name,
    family: ofRank("FAMILY"),
    kingdom: ofRank("KINGDOM"),
  };
}

function kindOf(before: ImpactSide, after: ImpactSide): ImpactKind {
  if (before.name === undefined && after.name === undefined) return "same";
  if (after.name === undefined) return "lost";
  if (before.name === undefined) return "found";
  const isHigher = (side: ImpactSide) => side.matchType === "HIGHERRANK";
  if (isHigher(before) !== isHigher(after)) return isHigher(after) ? "lost" : "found";
  if (isHigher(before) && before.name !== after.name) return "other higher taxon";
  if (withoutAuthor(before.name) !== withoutAuthor(after.name)) return "other species";
  if (withoutAuthor(before.acceptedName) !== withoutAuthor(after.acceptedName)) return "other accepted name";
  if (before.family !== after.family || before.kingdom !== after.kingdom) return "other classification";
  if (before.matchType !== after.matchType) return "other match type";
  return before.key === after.key ? "same" : "other key";
}

/** The words in small letters after the first: what another spelling of an author does not change. */
function withoutAuthor(name: string | undefined): string {
  return /^\S+(?: \([^)]*\))?(?: (?:[a-z]+\.|×|[\p{Ll}-]+))*/u.exec(name ?? "")?.[0] ?? "";
}

/** The change as a page. */
export function impactHtml(impact: Impact, before: string, after: string): string {
  const escaped = (text: string | undefined) =>
    (text ?? "").replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]!);
  const kinds = IMPACT_KINDS.map(
    (kind) => `<tr><td>${kind}<td>${impact.byKind[kind].names}<td>${impact.byKind[kind].records}</tr>`,
  );
  const rows = impact.changes
    .slice(0, 1000)
    .map(
      ({ kind, records, scientificName, before: one, after: two }) =>
        `<tr><td>${kind}<td>${records}<td>${escaped(scientificName)}<td>${escaped(one.acceptedName ?? one.matchType)} (${escaped(one.family)})<td>${escaped(two.acceptedName ?? two.matchType)} (${escaped(two.family)})</tr>`,
    );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Impact of ${escaped(after)}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem}td,th{text-align:left;padding:.15rem .8rem .15rem 0;border-bottom:1px solid #ddd}</style></head><body>
<h1>From ${escaped(before)} to ${escaped(after)}</h1><p>${impact.names} names, ${impact.records} records.</p>
<table><tr><th>change<th>names<th>records</tr>${kinds.join("")}</table>
<table><tr><th>change<th>records<th>name<th>before<th>after</tr>${rows.join("\n")}</table></body></html>
`;
}
