/**
 * What does a checklist say about one of its usages?
 *
 * The members and their order are those of GBIF's `GET /v1/species/{key}`, as far as a checklist has them.
 */
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import { isSynonym } from "../taxonomy/status.ts";

/** A usage as API v1 shows it. */
export type UsageView = Record<string, unknown>;

const LINNEAN = ["KINGDOM", "PHYLUM", "CLASS", "ORDER", "FAMILY", "GENUS", "SUBGENUS", "SPECIES"] as const;

/** The usage with this id, `undefined` when there is none. */
export function viewUsage(image: ImageReader, id: string): UsageView | undefined {
  const usage = image.usageWithId(id);
  if (usage < 0) return undefined;
  const accepted = image.accepted(usage);
  const parent = image.parent(usage);
  const view: UsageView = { key: keyOf(id), taxonID: id, datasetTitle: image.header.title };
  placeLinnean(view, image, usage, accepted);
  if (parent >= 0) Object.assign(view, { parentKey: keyOf(image.id(parent)), parent: image.scientificName(parent) });
  if (accepted >= 0)
    Object.assign(view, { acceptedKey: keyOf(image.id(accepted)), accepted: image.scientificName(accepted) });
  view["scientificName"] = image.scientificName(usage);
  view["canonicalName"] = image.canonicalName(usage);
  view["authorship"] = image.authorship(usage) ?? "";
  view["rank"] = image.rank(usage) ?? "UNRANKED";
  view["taxonomicStatus"] = image.status(usage);
  const code = image.code(usage);
  if (code !== undefined) view["nomenclaturalCode"] = code;
  view["synonym"] = isSynonym(image.status(usage));
  view["release"] = image.header.releaseId;
  return view;
}

function placeLinnean(view: UsageView, image: ImageReader, usage: UsageOrdinal, accepted: UsageOrdinal): void {
  const lineage = [...image.lineage(usage), accepted >= 0 ? accepted : usage];
  const taxa = new Map(lineage.map((taxon) => [image.rank(taxon), taxon]));
  for (const suffix of ["", "Key"])
    for (const rank of LINNEAN) {
      const taxon = taxa.get(rank);
      if (taxon === undefined) continue;
      view[rank.toLowerCase() + suffix] = suffix ? keyOf(image.id(taxon)) : image.canonicalName(taxon);
    }
}

/** A number where the id is one, as in API v1. */
function keyOf(id: string): number | string {
  const key = Number(id);
  return Number.isSafeInteger(key) && String(key) === id ? key : id;
}

/** Usages per rank, for the metadata of a checklist. */
export function countByRank(image: ImageReader): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let usage = 0; usage < image.usageCount; usage++) {
    const rank = image.rank(usage) ?? "UNRANKED";
    counts[rank] = (counts[rank] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort(([, a], [, b]) => b - a));
}
