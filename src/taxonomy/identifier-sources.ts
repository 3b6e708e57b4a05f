/**
 * Whose identifier is this?
 *
 * `gbif:123`, an LSID or a URL say by how they begin which source gave them. The number behind it means something in that
 * source alone: 9606 is a human to NCBI and a worm to WoRMS. So it is looked for only where a checklist is known to have
 * the identifiers of that source (prefixes: GBIF matching-ws, `datasets.json`, and what the sources publish).
 */

/** How identifiers of one source are written. */
export interface IdentifierScheme {
  /** An identifier is taken for one of this source only when it begins with one of these. */
  readonly recognisedPrefixes: readonly string[];
  /** True: the prefix is cut before the search. */
  readonly removePrefixForMatching: boolean;
  /** Put before what is left: the form in which identifiers are stored. */
  readonly indexedPrefix: string;
}

/** A source whose identifiers are recognised. */
export interface IdentifierSource extends IdentifierScheme {
  /** As `--identifiers` and `--join` name it: `"worms"`. */
  readonly name: string;
  /** Identifiers that say whose they are without a prefix. */
  readonly ownForm?: RegExp;
}

/** The sources whose identifiers stand most often in published records. */
const IDENTIFIER_SOURCES: readonly IdentifierSource[] = [
  source("gbif", ["gbif:", ...webPages("www.gbif.org/species/")]),
  source("col", [
    "col:",
    ...webPages("www.checklistbank.org/dataset/3LR/taxon/", "www.catalogueoflife.org/data/taxon/"),
  ]),
  source("worms", [
    "urn:lsid:marinespecies.org:taxname:",
    "worms:",
    "WoRMS:",
    "AphiaID:",
    "aphiaID:",
    ...webPages(
      "www.marinespecies.org/aphia.php?p=taxdetails&id=",
      "marinespecies.org/aphia.php?p=taxdetails&id=",
      "www.marinespecies.org/aphia/taxdetails/",
    ),
  ]),
  source("ipni", ["urn:lsid:ipni.org:names:", "ipni:", ...webPages("www.ipni.org/n/", "ipni.org/n/")]),
  source("wfo", ["wfo:", ...webPages("list.worldfloraonline.org/", "www.worldfloraonline.org/taxon/")], /^wfo-\d{10}/),
  source("iucn", ["iucn:"]),
  source("itis", [
    "itis:",
    "tsn:",
    ...webPages("www.itis.gov/servlet/SingleRpt/SingleRpt?search_topic=TSN&search_value="),
  ]),
  source("ncbi", ["NCBI:txid", "NCBITaxon:", "ncbi:", "taxon:"]),
  source("dyntaxa", ["urn:lsid:dyntaxa.se:Taxon:", "urn:lsid:dyntaxa.se:taxon:", "dyntaxa:"]),
  { ...source("uksi", ["NHMSYS", "NBNSYS"]), removePrefixForMatching: false },
];

function source(name: string, recognisedPrefixes: readonly string[], ownForm?: RegExp): IdentifierSource {
  const scheme = { name, recognisedPrefixes, removePrefixForMatching: true, indexedPrefix: `${name}:` };
  return ownForm === undefined ? scheme : { ...scheme, ownForm };
}

function webPages(...pages: readonly string[]): string[] {
  return pages.flatMap((page) => [`https://${page}`, `http://${page}`]);
}

/** The names of {@link IdentifierSource}s, for those who choose one. */
export const IDENTIFIER_SOURCE_NAMES: readonly string[] = IDENTIFIER_SOURCES.map(({ name }) => name);

/** The source of this name; `undefined` for a name that is none of ours. */
export function identifierSource(name: string): IdentifierSource | undefined {
  return IDENTIFIER_SOURCES.find((one) => one.name === name);
}

/**
 * The name of the source that a checklist is, by the words of its key: `"col"` for `col-2026-10`, `"ncbi"` for
 * `ncbi-taxonomy-dwca`; `undefined` when no word of it names one, or two do.
 */
export function sourceOfChecklist(checklistKey: string): string | undefined {
  const words = checklistKey.toLowerCase().split(/[^a-z]+/);
  const named = IDENTIFIER_SOURCE_NAMES.filter((name) => words.includes(name));
  return named.length === 1 ? named[0] : undefined;
}

/** The source that an identifier says it is of; `undefined` when it says nothing. */
export function sourceOfIdentifier(identifier: string): IdentifierSource | undefined {
  return IDENTIFIER_SOURCES.find(
    ({ recognisedPrefixes, ownForm }) =>
      recognisedPrefixes.some((prefix) => identifier.startsWith(prefix)) || ownForm?.test(identifier) === true,
  );
}

/** The identifier as the scheme stores it, or `undefined` when it is not one of its identifiers. */
export function storedIdentifier(identifier: string, scheme: IdentifierScheme): string | undefined {
  const prefix = scheme.recognisedPrefixes.find((one) => identifier.startsWith(one));
  if (prefix === undefined) return undefined;
  const rest = scheme.removePrefixForMatching ? identifier.slice(prefix.length) : identifier;
  return scheme.indexedPrefix + rest;
}

/**
 * The forms in which a checklist may hold an identifier that is written in another: `ipni:77-1` is also
 * `urn:lsid:ipni.org:names:77-1`. The bare number is among them only when the checklist's own identifiers are of that
 * source, or when it says itself whose it is.
 *
 * @param ownSource name of the source whose identifiers the checklist has; empty when that is not known
 */
export function otherForms(identifier: string, ownSource: string): string[] {
  const from = sourceOfIdentifier(identifier);
  if (from === undefined || !from.removePrefixForMatching) return [];
  const rest = bareIdentifier(identifier, from);
  const forms = from.recognisedPrefixes.map((prefix) => prefix + rest);
  if (from.name === ownSource || from.ownForm?.test(rest) === true) forms.unshift(rest);
  return forms.filter((form) => form !== identifier);
}

/**
 * The identifier under which records of a joined checklist are kept: with the name of a known source before it, as it is
 * for others. What bears no prefix in the source's own table is taken for one of its numbers.
 */
export function joinedIdentifier(id: string, sourceName: string): string {
  const from = identifierSource(sourceName);
  if (from === undefined) return id;
  return storedIdentifier(id, from) ?? from.indexedPrefix + id;
}

function bareIdentifier(identifier: string, { recognisedPrefixes }: IdentifierSource): string {
  const prefix = recognisedPrefixes.find((one) => identifier.startsWith(one)) ?? "";
  return identifier.slice(prefix.length);
}
