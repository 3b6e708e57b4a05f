/** Which column holds what? Guessed by the names of the columns and by what stands in them; people can choose others. */
import type { ColumnRole, Roles } from "../protocol.ts";

/** Names of columns, without case, spaces and signs, that mean a role. The first that is found wins. */
const COLUMN_NAMES: Readonly<Record<ColumnRole, readonly string[]>> = {
  scientificName: [
    "scientificname",
    "verbatimscientificname",
    "verbatimname",
    "taxonname",
    "fullname",
    "speciesname",
    "latinname",
    "canonicalname",
    "namestring",
    "name",
    "names",
    "taxon",
    "taxa",
    "species",
    "binomial",
    "organism",
    "art",
    "artname",
    "especie",
    "espece",
    "soort",
    "wissenschaftlichername",
    "lateinischername",
    "botanischername",
    "zoologischername",
    "nombrecientifico",
    "nomscientifique",
    "nomecientifico",
    "nomescientifico",
    "wetenschappelijkenaam",
    "vetenskapligtnamn",
  ],
  scientificNameAuthorship: [
    "scientificnameauthorship",
    "authorship",
    "author",
    "authors",
    "authority",
    "autor",
    "autoren",
    "autores",
    "auteur",
    "autore",
  ],
  taxonRank: ["taxonrank", "verbatimtaxonrank", "rank", "rang", "rango"],
  nomenclaturalCode: ["nomenclaturalcode", "nomcode", "code"],
  genericName: ["genericname", "genericepithet"],
  specificEpithet: ["specificepithet", "speciesepithet", "epithet"],
  infraspecificEpithet: ["infraspecificepithet", "subspecies", "subspecificepithet", "infraspecies"],
  kingdom: ["kingdom", "reich", "reino", "regne"],
  phylum: ["phylum", "division", "stamm", "filo"],
  class: ["class", "klasse", "clase", "classe"],
  order: ["order", "ordnung", "orden", "ordre"],
  family: ["family", "familie", "familia", "famille", "famiglia"],
  genus: ["genus", "gattung", "genero", "genre", "geslacht"],
};

const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/^[a-z]+:/, "")
    .normalize("NFD")
    .replace(/[^\p{L}]/gu, "");

/** The roles that the names of columns mean. */
export function rolesOfHeader(header: readonly string[]): (ColumnRole | "")[] {
  const names = header.map(plain);
  const roles: (ColumnRole | "")[] = header.map(() => "");
  for (const [role, spellings] of Object.entries(COLUMN_NAMES)) {
    const spelling = spellings.find((one) => names.some((name, column) => name === one && roles[column] === ""));
    if (spelling !== undefined) roles[names.indexOf(spelling)] = role as ColumnRole;
  }
  return roles;
}

/** True when a row is a header with a column of names, or of their parts. */
export function isHeader(cells: readonly string[]): boolean {
  const roles = rolesOfHeader(cells);
  return roles.includes("scientificName") || (roles.includes("specificEpithet") && roles.includes("genus"));
}

/** `Abies alba`, `×Aus bus`, `"Aus bus` … at the begin of a cell. */
const BINOMIAL = /^\s*["'×]?\s*\p{Lu}\p{Ll}+\.?\s+(?:[×x]\s*|cf\.?\s+|aff\.?\s+)?\p{Ll}{2,}/u;
const EPITHET = /^\s*\p{Ll}[\p{Ll}-]+\s*$/u;
const SAMPLED_ROWS = 200;

/**
 * Has a table a header, and what does each column hold? Without a header that is known, names stand in the column with
 * most binomials.
 */
export function guessLayout(
  rows: readonly (readonly string[])[],
  hasHeader?: boolean,
): { hasHeader: boolean; roles: Roles } {
  const [first = [], ...others] = rows.slice(0, SAMPLED_ROWS);
  const width = Math.max(0, ...rows.slice(0, SAMPLED_ROWS).map((row) => row.length));
  const padded = Array.from({ length: width }, (_, column) => first[column] ?? "");
  const known = rolesOfHeader(padded);
  const sample = others.length > 0 ? others : [first];
  if (hasHeader !== false && isHeader(padded)) return { hasHeader: true, roles: settled(known, sample) };
  const counts = padded.map((_, column) => sample.filter((cells) => BINOMIAL.test(cells[column] ?? "")).length);
  const most = Math.max(0, ...counts);
  const column = Math.max(0, counts.indexOf(most));
  const isHead =
    hasHeader ?? (width > 1 && most > 0.3 * sample.length && looksLikeHeader(padded, known, column, sample));
  const roles = isHead ? known : padded.map((): ColumnRole | "" => "");
  if (!roles.includes("scientificName")) roles[column] = "scientificName";
  return { hasHeader: isHead, roles: isHead ? settled(roles, sample) : roles };
}

/**
 * A first row is a header when it has no name where the others have, when it has a title that is known, or words where
 * the others have numbers: "Was gefunden wurde" reads like a binomial.
 */
function looksLikeHeader(
  first: readonly string[],
  known: readonly string[],
  column: number,
  sample: readonly (readonly string[])[],
): boolean {
  if (!BINOMIAL.test(first[column] ?? "") || known.some((role) => role !== "")) return true;
  const isNumber = (cell = "") => /^\s*[-+]?[\d.,:/\s-]*\d[\d.,:/\s-]*$/.test(cell);
  return first.some((cell, at) => {
    const filled = sample.filter((cells) => (cells[at] ?? "").trim() !== "");
    const numbers = filled.filter((cells) => isNumber(cells[at])).length;
    return cell.trim() !== "" && !isNumber(cell) && filled.length > 0 && numbers > 0.9 * filled.length;
  });
}

/** "species" beside "genus" is an epithet when that is what stands there; the two then make the name. */
function settled(roles: (ColumnRole | "")[], sample: readonly (readonly string[])[]): (ColumnRole | "")[] {
  const name = roles.indexOf("scientificName");
  const genus = roles.indexOf("genus");
  if (name < 0 || genus < 0 || roles.includes("specificEpithet")) return roles;
  const epithets = sample.filter((cells) => EPITHET.test(cells[name] ?? "")).length;
  return epithets > 0.5 * sample.length
    ? roles.map((role, column) => (column === name ? "specificEpithet" : role))
    : roles;
}

/** The question of a row and the name it asks for as people would write it; no question when it has no name. */
export function questionOf(
  cells: readonly string[],
  roles: Roles,
): { name: string; query: Record<string, string> } | undefined {
  const query: Record<string, string> = {};
  roles.forEach((role, column) => {
    const text = role === "" ? "" : (cells[column] ?? "").trim();
    if (role !== "" && text !== "" && query[role] === undefined) query[role] = text;
  });
  const { scientificName, genus, genericName, specificEpithet, infraspecificEpithet, scientificNameAuthorship } = query;
  const first = genericName ?? genus;
  let name = scientificName ?? "";
  if (name === "" && first && specificEpithet) {
    name = [first, specificEpithet, infraspecificEpithet].filter(Boolean).join(" ");
    query["scientificName"] = name;
    delete query["specificEpithet"];
    delete query["infraspecificEpithet"];
    delete query["genericName"];
  } else if (first && /^\p{Ll}/u.test(name)) {
    name = `${first} ${name}`;
    query["scientificName"] = name;
  } else if (name === "" && first && roles.includes("specificEpithet")) {
    // A genus without an epithet, in a table of names in parts: the genus is what is asked for.
    name = first;
    query["scientificName"] = name;
    delete query["genus"];
    delete query["genericName"];
  }
  if (name === "") return undefined;
  const shown =
    scientificNameAuthorship && !name.includes(scientificNameAuthorship) ? `${name} ${scientificNameAuthorship}` : name;
  return { name: shown, query };
}
