/** Which question does a row of a table ask? Columns are guessed by their names and can be chosen. */

/**
 * Parameters of a match that a column can give, with the column names (without case, blanks and signs) that mean them.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const PARAMETERS = {
  scientificName: [
    "scientificname",
    "name",
    "taxonname",
    "taxon",
    "species",
    "speciesname",
    "latinname",
    "fullname",
    "canonicalname",
    "verbatimscientificname",
    "names",
    "binomial",
    "art",
    "especie",
    "espece",
    "taxa",
    "wissenschaftlichername",
    "botanischername",
    "zoologischername",
    "nombrecientifico",
    "nomscientifique",
    "nomecientifico",
    "wetenschappelijkenaam",
    "nomescientifico",
  ],
  scientificNameAuthorship: [
    "scientificnameauthorship",
    "authorship",
    "author",
    "authors",
    "authority",
    "autor",
    "autoren",
    "auteur",
    "autore",
  ],
  taxonRank: ["taxonrank", "rank"],
  nomenclaturalCode: ["nomenclaturalcode", "code"],
  kingdom: ["kingdom"],
  phylum: ["phylum", "division"],
  class: ["class"],
  order: ["order"],
  family: ["family", "familie", "famille", "familia"],
  genus: ["genus", "gattung", "genre", "genero"],
};

/** What the chooser calls the parameters. */
export const PARAMETER_LABELS = /** @type {Readonly<Record<string, string>>} */ ({
  scientificName: "Name",
  scientificNameAuthorship: "Authorship",
  taxonRank: "Rank",
  nomenclaturalCode: "Code",
  kingdom: "Kingdom",
  phylum: "Phylum",
  class: "Class",
  order: "Order",
  family: "Family",
  genus: "Genus",
});

/** @typedef {Partial<Record<string, number>>} Columns column of each parameter */

/**
 * Guesses which columns hold what.
 *
 * @param {readonly string[]} header
 * @returns {Columns}
 */
export function guessColumns(header) {
  const keys = header.map((name) =>
    name
      .toLowerCase()
      .replace(/^[a-z]+:/, "")
      .normalize("NFD")
      .replace(/[^\p{L}]/gu, ""),
  );
  /** @type {Columns} */
  const columns = {};
  for (const [parameter, names] of Object.entries(PARAMETERS)) {
    const name = names.find((candidate) => keys.includes(candidate));
    if (name !== undefined) columns[parameter] = keys.indexOf(name);
  }
  // "genus" and "species" as the two parts of a name are put together by the question, not guessed as a full name.
  return columns;
}

/** `Abies alba`, `×Aus bus` … at the beginning. */
const BINOMIAL = /^\s*["×]?\s*\p{Lu}\p{Ll}+\.?\s+(?:×\s*|x\s+)?\p{Ll}{2,}/u;

/**
 * Does a table begin with column names, and which column holds what? Without a header that is known, the column with
 * most binomials is that of the names, and the first line is a header if it has none there.
 *
 * @param {readonly (readonly string[])[]} rows
 * @returns {{ hasHeader: boolean, columns: Columns }}
 */
export function guessLayout(rows) {
  const [first = [], ...others] = rows;
  const columns = guessColumns(first);
  if (columns.scientificName !== undefined) return { hasHeader: true, columns };
  const counts = first.map(
    (_, column) => others.slice(0, 200).filter((cells) => BINOMIAL.test(cells[column] ?? "")).length,
  );
  const most = Math.max(0, ...counts);
  const column = Math.max(0, counts.indexOf(most));
  if (most === 0 || first.length < 2 || BINOMIAL.test(first[column] ?? ""))
    return { hasHeader: false, columns: { scientificName: column } };
  return { hasHeader: true, columns: { ...columns, scientificName: column } };
}

/**
 * True when a line is a header with a column of names.
 *
 * @param {readonly string[]} cells
 */
export function isHeader(cells) {
  return guessColumns(cells).scientificName !== undefined;
}

/**
 * The question of a row, with empty parameters left out. An epithet alone in the column of names is completed by the
 * column of genera.
 *
 * @param {readonly string[]} row
 * @param {Columns} columns
 * @returns {Record<string, string>}
 */
export function questionOf(row, columns) {
  /** @type {Record<string, string>} */
  const question = {};
  for (const [parameter, column] of Object.entries(columns)) {
    const text = column === undefined ? "" : (row[column] ?? "").trim();
    if (text) question[parameter] = text;
  }
  const { scientificName, genus } = question;
  if (scientificName && genus && /^\p{Ll}/u.test(scientificName))
    question.scientificName = `${genus} ${scientificName}`;
  return question;
}
