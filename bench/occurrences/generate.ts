/**
 * A dataset of any number of records, made by DuckDB alone: 50,000 species in a tree of seven ranks, some of them a thousand
 * times as frequent as others, each around a place of its own, in the order of a source that is sorted by nothing.
 *
 * The same for the same number; takes about 20 s for a million records.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { INTERPRETED_COLUMNS, SQL_TYPES } from "../../src/occurrences/dataset/schema.ts";

const PER_PART = 100_000;
const SPECIES = 50_000;

/** A number from 0 to 1 that belongs to a record or species. */
const chance = (what: string, salt: number) => `((hash(${what}, ${salt}) % 1000003) / 1000003.0)`;

/** Expressions of the columns that are filled; `i` is the record, `s` its species. */
const FILLED: Readonly<Record<string, string>> = {
  gbifID: "(i * 7919 + 1000000)",
  datasetKey: "'4fa7b334-ce0d-4e88-aaae-2e0c138d049e'",
  occurrenceID: "'urn:catalog:bench:' || i",
  basisOfRecord: `CASE WHEN ${chance("i", 1)} < 0.8 THEN 'HUMAN_OBSERVATION' ELSE 'PRESERVED_SPECIMEN' END`,
  occurrenceStatus: "'PRESENT'",
  license: "'CC_BY_4_0'",
  catalogNumber: "'B' || i",
  recordedBy: "['Observer ' || (hash(i, 2) % 20000)]",
  year: `(2024 - floor(${chance("i", 3)} * ${chance("i", 4)} * 120))::INTEGER`,
  month: "(1 + hash(i, 5) % 12)::INTEGER",
  day: "(1 + hash(i, 6) % 28)::INTEGER",
  countryCode: "chr((65 + s % 26)::INTEGER) || chr((65 + (s // 26) % 7)::INTEGER)",
  locality: "'locality ' || (hash(i, 7) % 200000)",
  decimalLatitude: `round(greatest(-85, least(85, (${chance("s", 8)} - 0.5) * 140 + (${chance("i", 9)} - 0.5) * 12)), 5)`,
  decimalLongitude: `round(((${chance("s", 10)} * 360 + (${chance("i", 11)} - 0.5) * 20 + 360) % 360) - 180, 5)`,
  hasCoordinate: "TRUE",
  hasGeospatialIssues: "FALSE",
  taxonKey: "'s' || s",
  acceptedTaxonKey: "'s' || s",
  scientificName: "'Genus' || (s // 5) || ' species' || s",
  acceptedScientificName: "'Genus' || (s // 5) || ' species' || s",
  kingdom: "'Kingdom' || (s // 20000)",
  kingdomKey: "'k' || (s // 20000)",
  phylum: "'Phylum' || (s // 10000)",
  phylumKey: "'p' || (s // 10000)",
  class: "'Class' || (s // 5000)",
  classKey: "'c' || (s // 5000)",
  order: "'Order' || (s // 1000)",
  orderKey: "'o' || (s // 1000)",
  family: "'Family' || (s // 100)",
  familyKey: "'f' || (s // 100)",
  genus: "'Genus' || (s // 5)",
  genusKey: "'g' || (s // 5)",
  species: "'Genus' || (s // 5) || ' species' || s",
  speciesKey: "'s' || s",
  taxonRank: "'SPECIES'",
  taxonomicStatus: "'ACCEPTED'",
  taxonKeys:
    "['k' || (s // 20000), 'p' || (s // 10000), 'c' || (s // 5000), 'o' || (s // 1000), 'f' || (s // 100), 'g' || (s // 5), 's' || s]",
  issue: `CASE WHEN ${chance("i", 12)} < 0.3 THEN ['COORDINATE_ROUNDED'] END`,
};

/** Writes the dataset. */
export async function generateDataset(folder: string, records: number): Promise<void> {
  const attempt = join(folder, "attempt-0001");
  for (const kind of ["interpreted", "verbatim"]) mkdirSync(join(attempt, kind), { recursive: true });
  const database = await DuckDBInstance.create(":memory:", { temp_directory: join(folder, "spill") });
  const connection = await database.connect();
  const columns = INTERPRETED_COLUMNS.map(
    ({ name, type }) => `CAST(${FILLED[name] ?? "NULL"} AS ${SQL_TYPES[type]}) AS "${name}"`,
  );
  for (let start = 0, part = 0; start < records; start += PER_PART, part++) {
    const end = Math.min(records, start + PER_PART);
    const name = `part-${String(part).padStart(6, "0")}.parquet`;
    const species = `floor(pow(${chance("i", 13)}, 3) * ${SPECIES})::BIGINT`;
    const source = `(SELECT i, (hash(${species}) % ${SPECIES})::BIGINT AS s FROM range(${start}, ${end}) r(i))`;
    await connection.run(
      `COPY (SELECT ${columns.join(", ")} FROM ${source}) TO '${join(attempt, "interpreted", name)}' (FORMAT parquet)`,
    );
    await connection.run(
      `COPY (SELECT ${FILLED["gbifID"]}::BIGINT AS "gbifID", ${FILLED["scientificName"]} AS "scientificName" FROM ${source}) TO '${join(attempt, "verbatim", name)}' (FORMAT parquet)`,
    );
  }
  connection.closeSync();
  database.closeSync();
  const made = { attempt: "attempt-0001", version: "0", source: "generated", checksum: "0", now: 0, options: {} };
  writeFileSync(join(attempt, "dataset.json"), JSON.stringify({ ...made, checklists: [], records }));
}
