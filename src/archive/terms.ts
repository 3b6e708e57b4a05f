/**
 * Which field of a name usage does a column hold?
 *
 * One table of column names: Darwin Core and ColDP terms, the headers of GBIF, WFO, The Plant List, ITIS and IPNI
 * files. Case, spaces, underscores, prefixes ("dwc:", "col:") and namespaces do not count.
 */
import { type ColumnTerm, columnKey, resemblingTerm, spellingsOf } from "../taxonomy/column-names.ts";
import { FLAT_RANKS } from "../taxonomy/name-usage.ts";

/** Fields that usages are made of; the flat classification adds one for each of `FLAT_RANKS`. */
export const FIELDS = [
  "id",
  "taxonId",
  "parentId",
  "acceptedId",
  "parentName",
  "acceptedName",
  "scientificName",
  "canonicalName",
  "authorship",
  "rank",
  "verbatimRank",
  "status",
  "isSynonym",
  "provisional",
  "code",
  "uninomial",
  "genericName",
  "genericMark",
  "infragenericEpithet",
  "specificEpithet",
  "specificMark",
  "infraspecificEpithet",
  "infraspecificAuthorship",
  "cultivarEpithet",
  "notho",
  "nomenclaturalStatus",
  "combinationAuthors",
  "combinationExAuthors",
  "combinationYear",
  "basionymAuthors",
  "basionymExAuthors",
  "basionymYear",
  "nameId",
  "vernacularName",
  "language",
  ...FLAT_RANKS,
] as const;

/** One of {@link FIELDS}. */
export type Field = (typeof FIELDS)[number];

/** Names of columns, the preferred one first: when two columns mean one field, the earlier word wins. */
const NAMES: Readonly<Partial<Record<Field, string>>> = {
  id: "id nameusageid usageid wfoid usagekey key identifier coreid recordid tsn",
  taxonId: "taxonid",
  parentId:
    "parentnameusageid parentid parentkey parentwfoid parenttaxonid parentusageid parentusagekey parenttsn highertaxonid highernameusageid",
  acceptedId:
    "acceptednameusageid acceptedid acceptedwfoid acceptedtaxonid acceptedkey acceptedusageid acceptedusagekey acceptednameid " +
    "acceptednameusagekey tsnaccepted validnameid",
  parentName: "parentnameusage parentname parent highertaxonname",
  acceptedName: "acceptednameusage acceptedname acceptedscientificname acceptedtaxonname validname acceptedtaxon",
  scientificName:
    "scientificname fullname taxonname nameusage name scientificnamewithauthor scientificnamewithauthorship verbatimscientificname " +
    "taxon latinname sciname completename speciesname",
  canonicalName: "canonicalname canonical simplename scientificnamewithoutauthorship scientificnamecanonical",
  authorship:
    "scientificnameauthorship authorship authors author nameauthor taxonauthor nameauthorship authority taxonauthors authorstring",
  rank: "taxonrank rank rankname infraspecificrank taxonomicrank",
  verbatimRank: "verbatimtaxonrank infraspecificmarker rankmarker",
  status: "taxonomicstatus status taxonstatus usagestatus taxonomicstatusintpl nameusagestatus sp2000namestatus",
  isSynonym: "issynonym synonym",
  provisional: "provisional",
  code: "nomenclaturalcode code nomcode nomenclaturalcodeid",
  uninomial: "uninomial",
  genericName: "genericname genusname",
  genericMark: "genushybridmarker",
  infragenericEpithet: "infragenericepithet subgenusname",
  specificEpithet: "specificepithet speciesepithet",
  specificMark: "specieshybridmarker",
  infraspecificEpithet: "infraspecificepithet infraspecies subspecificepithet infraspecieepithet",
  infraspecificAuthorship: "infraspeciesauthorstring infraspecificauthorship infraspecificauthor",
  cultivarEpithet: "cultivarepithet cultivar",
  notho: "notho nothotype",
  nomenclaturalStatus: "nomenclaturalstatus nomstatus namestatus nomenclaturalstatusfromoriginaldatasource",
  combinationAuthors: "combinationauthorship combinationauthors",
  combinationExAuthors: "combinationexauthorship",
  combinationYear: "combinationauthorshipyear combinationyear",
  basionymAuthors: "basionymauthorship basionymauthors bracketauthorship",
  basionymExAuthors: "basionymexauthorship",
  basionymYear: "basionymauthorshipyear basionymyear bracketyear",
  nameId: "nameid",
  vernacularName: "vernacularname commonname vernacular",
  language: "language lang languagecode",
  domain: "domain superkingdom",
  class: "class clazz classis",
  order: "order ordo taxonorder",
  family: "family familia",
};

const TERMS = new Map<string, { field: Field; preference: number }>();
for (const field of FIELDS)
  [...(NAMES[field] ?? field).toLowerCase().split(/\s+/)].forEach((name, preference) => {
    TERMS.set(name, { field, preference });
  });

/** Terms whose columns are called in many ways in every table; what archives call otherwise stands above. */
const SHARED: Readonly<Partial<Record<ColumnTerm, Field>>> = {
  scientificName: "scientificName",
  scientificNameAuthorship: "authorship",
  taxonRank: "rank",
  verbatimTaxonRank: "verbatimRank",
  genericName: "genericName",
  specificEpithet: "specificEpithet",
  infraspecificEpithet: "infraspecificEpithet",
  nomenclaturalCode: "code",
  ...Object.fromEntries(FLAT_RANKS.map((rank) => [rank, rank])),
};
for (const [term, field] of Object.entries(SHARED) as [ColumnTerm, Field][])
  spellingsOf(term).forEach((name, preference) => {
    if (!TERMS.has(name)) TERMS.set(name, { field, preference: preference + 100 });
  });

/** `"dwc:taxonID"`, `"http://rs.tdwg.org/dwc/terms/taxonID"`, `"Taxon ID"` → `"taxonid"`. */
export function termKey(name: string): string {
  return name
    .trim()
    .replace(/^.*[/#]/, "")
    .replace(/^[a-z]+:/i, "")
    .replace(/[\s_.-]+/g, "")
    .toLowerCase();
}

/** Field that a column holds, `undefined` when the column says nothing about names. */
export function fieldOf(name: string): Field | undefined {
  return termOf(name)?.field;
}

function termOf(name: string): { field: Field; preference: number } | undefined {
  return TERMS.get(termKey(name)) ?? TERMS.get(columnKey(name));
}

/** Columns that are not read although their names resemble those of names, authors, ranks … */
export function resemblingColumns(names: readonly string[], { columns }: FieldMap): string[] {
  const used = new Set<number | undefined>(Object.values(columns));
  return names.filter(
    (name, column) => !used.has(column) && termOf(name) === undefined && resemblingTerm(name) !== undefined,
  );
}

/** How many of these column names are known: what tells a header from a row of data. */
export function knownColumns(names: readonly string[]): number {
  return new Set(names.map((name) => fieldOf(name)).filter((field) => field !== undefined)).size;
}

/** Which column holds which field, and constants that stand for a column. */
export interface FieldMap {
  columns: Partial<Record<Field, number>>;
  defaults: Partial<Record<Field, string>>;
}

/**
 * Maps the columns of a header.
 *
 * @param map column name → field or term, for columns whose names are not known; it overrides the table. A field of
 *   `""` leaves the column out.
 */
export function mapColumns(names: readonly string[], map: Readonly<Record<string, string>> = {}): FieldMap {
  const columns: Partial<Record<Field, number>> = {};
  const preference: Partial<Record<Field, number>> = {};
  const own = new Map(Object.entries(map).map(([column, term]) => [column.trim().toLowerCase(), term]));
  names.forEach((name, column) => {
    const given = own.get(name.trim().toLowerCase());
    const term = termOf(given ?? name);
    if (!term) return;
    const rank = given === undefined ? term.preference : -1;
    if (rank < (preference[term.field] ?? Number.POSITIVE_INFINITY)) {
      columns[term.field] = column;
      preference[term.field] = rank;
    }
  });
  // "Species" is the epithet in files that write names in parts (The Plant List), else the name of the species.
  const parts = columns.scientificName ?? columns.canonicalName ?? columns.specificEpithet;
  if (parts === undefined) {
    const species = names.findIndex((name) => termKey(name) === "species");
    if (species >= 0) columns.specificEpithet = species;
  }
  return { columns, defaults: {} };
}

/** True when there are columns of names, but none of ids. */
export function lacksIds({ columns }: FieldMap): boolean {
  return (
    (columns.parentName !== undefined && columns.parentId === undefined) ||
    (columns.acceptedName !== undefined && columns.acceptedId === undefined)
  );
}
