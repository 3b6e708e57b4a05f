/**
 * Which identifier of the checklist does an outside identifier stand for?
 *
 * `gbif:123`, an LSID or a URL carry a prefix that says whose they are. A scheme lists the prefixes it recognises and
 * how the checklist itself writes the rest (spec: GBIF matching-ws, `datasets.json`).
 */
import type { UsageOrdinal } from "../../image/read.ts";

/** Identifier → accepted usage of the matched checklist, see `joins.ts`. */
export type Joins = ReadonlyMap<string, UsageOrdinal>;

/** How identifiers of one source are written. */
export interface IdentifierScheme {
  /** A query's identifier is tried only when it begins with one of these. */
  recognisedPrefixes: readonly string[];
  /** True: the prefix is cut before the search. */
  removePrefixForMatching: boolean;
  /** Put before what is left: the form in which identifiers are stored. */
  indexedPrefix: string;
}

/** Prefixes of the checklists that are matched most often, as published by those checklists. */
export const KNOWN_SCHEMES: readonly IdentifierScheme[] = [
  scheme(["gbif:", "https://www.gbif.org/species/", "http://www.gbif.org/species/"]),
  scheme(["iucn:"]),
  scheme(["urn:lsid:ipni.org:names:", "ipni:", "https://www.ipni.org/n/"]),
  scheme([
    "urn:lsid:marinespecies.org:taxname:",
    "worms:",
    "AphiaID:",
    "https://www.marinespecies.org/aphia.php?p=taxdetails&id=",
    "http://www.marinespecies.org/aphia.php?p=taxdetails&id=",
  ]),
  scheme(["urn:lsid:dyntaxa.se:Taxon:", "urn:lsid:dyntaxa.se:taxon:"]),
  scheme(["itis:", "tsn:", "https://www.itis.gov/servlet/SingleRpt/SingleRpt?search_topic=TSN&search_value="]),
  scheme(["NCBI:txid", "NCBITaxon:", "ncbi:"]),
  scheme(["wfo:", "https://list.worldfloraonline.org/", "http://www.worldfloraonline.org/taxon/"]),
  scheme(["col:", "https://www.checklistbank.org/dataset/3LR/taxon/", "https://www.catalogueoflife.org/data/taxon/"]),
];

function scheme(recognisedPrefixes: readonly string[]): IdentifierScheme {
  return { recognisedPrefixes, removePrefixForMatching: true, indexedPrefix: "" };
}

/** The identifier as the scheme stores it, or `undefined` when it is not one of its identifiers. */
export function storedIdentifier(identifier: string, source: IdentifierScheme): string | undefined {
  for (const prefix of source.recognisedPrefixes) {
    if (identifier.startsWith(prefix)) {
      const rest = source.removePrefixForMatching ? identifier.slice(prefix.length) : identifier;
      return source.indexedPrefix + rest;
    }
  }
  return undefined;
}
