/**
 * How does GBIF show a usage of a checklist?
 *
 * The members and their order are those of GBIF's `GET /v1/species/{key}`, as far as a checklist has them; results of a
 * search and suggestions have some of their own. What GBIF does not have (title, code of nomenclature, release) is given
 * on demand only.
 */
import { STATUSES } from "../answer/forms/usage-forms.ts";
import { keyOf } from "../answer/v1.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import { type NameType, nameType } from "../names/forms/formatted-name.ts";
import { isSynonym } from "../taxonomy/status.ts";

/** A usage as API v1 shows it. */
export type UsageView = Record<string, unknown>;

/** A common name as API v1 shows it. */
export interface VernacularView {
  vernacularName: string;
  language?: string;
}

/** What an image does not tell of a usage. */
export interface UsageContext {
  /** Under which key the checklist is served. */
  checklistKey: string;
  /** With the members that GBIF does not have. */
  details?: boolean | undefined;
}

const LINNEAN = ["KINGDOM", "PHYLUM", "CLASS", "ORDER", "FAMILY", "GENUS", "SUBGENUS", "SPECIES"] as const;

/** As API v1 calls the types of names. */
const NAME_TYPES: Readonly<Record<NameType, string>> = {
  SCIENTIFIC: "SCIENTIFIC",
  VIRUS: "VIRUS",
  HYBRID_FORMULA: "HYBRID",
  OTU: "OTU",
  INFORMAL: "INFORMAL",
};

/** Type of a usage's name, as API v1 calls it. */
export function nameTypeOf(image: ImageReader, usage: UsageOrdinal): string {
  return NAME_TYPES[nameType(image.canonicalName(usage))];
}

/** Every type of a name that {@link nameTypeOf} knows. */
export const KNOWN_NAME_TYPES: readonly string[] = Object.values(NAME_TYPES);

/** A usage, as `GET /v1/species/{key}` shows it. */
export function viewUsage(image: ImageReader, usage: UsageOrdinal, context: UsageContext): UsageView {
  const view: UsageView = { key: keyOf(image.id(usage)), taxonID: image.id(usage) };
  placeLinnean(view, image, usage);
  view["datasetKey"] = context.checklistKey;
  placeRelatives(view, image, usage);
  placeName(view, image, usage);
  view["nameType"] = nameTypeOf(image, usage);
  view["rank"] = image.rank(usage) ?? "UNRANKED";
  view["origin"] = "SOURCE";
  view["taxonomicStatus"] = statusOf(image, usage);
  view["nomenclaturalStatus"] = [];
  view["issues"] = [];
  view["synonym"] = isSynonym(image.status(usage));
  placeClass(view, image, usage);
  if (context.details) placeOwn(view, image, usage);
  return view;
}

/** A usage, as `GET /v1/species/search` shows it. */
export function viewFound(
  image: ImageReader,
  usage: UsageOrdinal,
  context: UsageContext,
  known: { numDescendants: number; vernacularNames: readonly VernacularView[] },
): UsageView {
  const view: UsageView = { key: keyOf(image.id(usage)), datasetKey: context.checklistKey };
  placeRelatives(view, image, usage);
  placeLinnean(view, image, usage);
  placeName(view, image, usage);
  view["nameType"] = nameTypeOf(image, usage);
  view["taxonomicStatus"] = statusOf(image, usage);
  view["rank"] = image.rank(usage) ?? "UNRANKED";
  view["origin"] = "SOURCE";
  view["numDescendants"] = known.numDescendants;
  view["numOccurrences"] = 0;
  view["taxonID"] = image.id(usage);
  for (const list of ["habitats", "nomenclaturalStatus", "threatStatuses", "descriptions"]) view[list] = [];
  view["vernacularNames"] = known.vernacularNames;
  view["higherClassificationMap"] = higherClassification(image, usage);
  view["synonym"] = isSynonym(image.status(usage));
  placeClass(view, image, usage);
  if (context.details) placeOwn(view, image, usage);
  return view;
}

/** A usage, as `GET /v1/species/suggest` shows it. */
export function viewSuggested(image: ImageReader, usage: UsageOrdinal, context: UsageContext): UsageView {
  const view: UsageView = { key: keyOf(image.id(usage)) };
  placeLinnean(view, image, usage);
  placeRelatives(view, image, usage);
  view["scientificName"] = image.scientificName(usage);
  view["canonicalName"] = image.canonicalName(usage);
  view["rank"] = image.rank(usage) ?? "UNRANKED";
  view["status"] = statusOf(image, usage);
  view["synonym"] = isSynonym(image.status(usage));
  view["higherClassificationMap"] = higherClassification(image, usage);
  placeClass(view, image, usage);
  if (context.details) placeOwn(view, image, usage);
  return view;
}

/** The status as API v1 calls it; it has none for bare names, which are doubtful there. */
export function statusOf(image: ImageReader, usage: UsageOrdinal): string {
  return STATUSES[image.status(usage)] ?? "DOUBTFUL";
}

/** The Linnean taxa of a usage by rank: those above it, and itself. */
function linneanOf(image: ImageReader, usage: UsageOrdinal): Map<string | undefined, UsageOrdinal> {
  const accepted = image.accepted(usage);
  const lineage = [...image.lineage(usage), accepted >= 0 ? accepted : usage];
  return new Map(lineage.map((taxon) => [image.rank(taxon), taxon]));
}

function placeLinnean(view: UsageView, image: ImageReader, usage: UsageOrdinal): void {
  const taxa = linneanOf(image, usage);
  for (const rank of LINNEAN) {
    const taxon = taxa.get(rank);
    // As GBIF's own: `class` stands at the end.
    if (taxon !== undefined && rank !== "CLASS") view[rank.toLowerCase()] = image.canonicalName(taxon);
  }
  for (const rank of LINNEAN) {
    const taxon = taxa.get(rank);
    if (taxon !== undefined) view[`${rank.toLowerCase()}Key`] = keyOf(image.id(taxon));
  }
}

function placeClass(view: UsageView, image: ImageReader, usage: UsageOrdinal): void {
  const taxon = linneanOf(image, usage).get("CLASS");
  if (taxon !== undefined) view["class"] = image.canonicalName(taxon);
}

function placeRelatives(view: UsageView, image: ImageReader, usage: UsageOrdinal): void {
  const parent = image.parent(usage);
  const accepted = image.accepted(usage);
  if (parent >= 0) Object.assign(view, { parentKey: keyOf(image.id(parent)), parent: image.scientificName(parent) });
  if (accepted >= 0)
    Object.assign(view, { acceptedKey: keyOf(image.id(accepted)), accepted: image.scientificName(accepted) });
}

function placeName(view: UsageView, image: ImageReader, usage: UsageOrdinal): void {
  view["scientificName"] = image.scientificName(usage);
  view["canonicalName"] = image.canonicalName(usage);
  view["authorship"] = image.authorship(usage) ?? "";
}

/** Canonical names of the taxa above a usage by key, root first. */
function higherClassification(image: ImageReader, usage: UsageOrdinal): Record<string, string> {
  return Object.fromEntries(image.lineage(usage).map((taxon) => [image.id(taxon), image.canonicalName(taxon)]));
}

function placeOwn(view: UsageView, image: ImageReader, usage: UsageOrdinal): void {
  view["datasetTitle"] = image.header.title;
  const code = image.code(usage);
  if (code !== undefined) view["nomenclaturalCode"] = code;
  view["release"] = image.header.releaseId;
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
