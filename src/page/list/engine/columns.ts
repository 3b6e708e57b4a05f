/** Which column holds what? Guessed by the names of the columns and by what stands in them; people can choose others. */
import { type ColumnTerm, columnTerm } from "../../../taxonomy/column-names.ts";
import { COLUMN_ROLES, type ColumnRole, type Roles } from "../protocol.ts";

/** What a column of a species is taken for: the name, unless its cells show that it holds epithets. */
const ROLE_OF_TERM: Partial<Record<ColumnTerm, ColumnRole>> = {
  ...Object.fromEntries(COLUMN_ROLES.map((role) => [role, role])),
  canonicalName: "scientificName",
  verbatimTaxonRank: "taxonRank",
  species: "scientificName",
};

/** The roles that the names of columns mean. Of several that mean the same, the surest has it. */
export function rolesOfHeader(header: readonly string[]): (ColumnRole | "")[] {
  const best = new Map<ColumnRole, { column: number; doubt: number }>();
  header.forEach((name, column) => {
    const found = columnTerm(name);
    const role = found && ROLE_OF_TERM[found.term];
    if (!found || !role) return;
    // "species" means the name only when no other column does.
    const doubt = found.term === role ? found.preference : 1000 + found.preference;
    if (doubt < (best.get(role)?.doubt ?? Number.POSITIVE_INFINITY)) best.set(role, { column, doubt });
  });
  const roles: (ColumnRole | "")[] = header.map(() => "");
  for (const [role, { column }] of best) roles[column] = role;
  return roles;
}

/** How many cells of a row are names of columns that are known. */
export function knownColumns(cells: readonly string[]): number {
  return rolesOfHeader(cells).filter((role) => role !== "").length;
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
