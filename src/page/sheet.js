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
  ],
  scientificNameAuthorship: ["scientificnameauthorship", "authorship", "author", "authors", "authority"],
  taxonRank: ["taxonrank", "rank"],
  nomenclaturalCode: ["nomenclaturalcode", "code"],
  kingdom: ["kingdom"],
  phylum: ["phylum", "division"],
  class: ["class"],
  order: ["order"],
  family: ["family"],
  genus: ["genus"],
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
