/** Records made up by DuckDB, in the files of an attempt. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { INTERPRETED_COLUMNS } from "../../src/occurrences/dataset/schema.ts";

const SQL_TYPES: Readonly<Record<string, string>> = {
  ...{ text: "VARCHAR", json: "VARCHAR", list: "VARCHAR[]", integer: "INTEGER", long: "BIGINT", decimal: "DOUBLE" },
  ...{ boolean: "BOOLEAN", timestamp: "TIMESTAMP_MS" },
};
const YEAR = "(1950 + hash(i) % 75)::int";
const MONTH = "(1 + hash(i) % 12)::int";
const DAY = "(1 + hash(i) % 28)::int";
const TAXON = "(hash(i) % 20000)::varchar";

/** What the columns hold of record `i`; the others are empty, as most are in most datasets. */
const COLUMNS: Readonly<Record<string, string>> = {
  gbifID: "i + 1",
  datasetKey: "'4fa7b334-ce0d-4e88-aaae-2e0c138d049e'",
  publishingOrgKey: "'28eb1a3f-1c15-4a95-931a-4af90ecb574d'",
  publishingCountry: "'DK'",
  occurrenceID: "'urn:catalog:museum:' || hash(i)",
  institutionCode: "'MUS'",
  collectionCode: "'HERB'",
  catalogNumber: "'H-' || i",
  basisOfRecord: "(['HUMAN_OBSERVATION', 'PRESERVED_SPECIMEN'])[1 + (i % 2)]",
  occurrenceStatus: "'PRESENT'",
  license: "'CC_BY_4_0'",
  recordedBy: "['Collector ' || (hash(i) % 5000)]",
  identifiedBy: "['Identifier ' || (hash(i) % 500)]",
  typeStatus: "[]::varchar[]",
  mediaType: "[]::varchar[]",
  issue: "['COORDINATE_ROUNDED']",
  eventDate: `strftime(make_date(${YEAR}, ${MONTH}, ${DAY}), '%Y-%m-%d')`,
  eventDateGte: `make_date(${YEAR}, ${MONTH}, ${DAY})::timestamp`,
  eventDateLte: `make_date(${YEAR}, ${MONTH}, ${DAY})::timestamp + interval 86399999 millisecond`,
  year: YEAR,
  month: MONTH,
  day: DAY,
  lastInterpreted: "timestamp '2026-01-01 12:00:00.5'",
  countryCode: "(['DK', 'SE', 'NO', 'US'])[1 + (hash(i) % 4)::int]",
  stateProvince: "'Province ' || (hash(i) % 50)",
  locality: "'Near the old mill no. ' || (hash(i + 1) % 100000)",
  decimalLatitude: "round((hash(i + 2) % 18000000) / 100000.0 - 90, 5)::double",
  decimalLongitude: "round((hash(i + 3) % 36000000) / 100000.0 - 180, 5)::double",
  coordinateUncertaintyInMeters: "(hash(i) % 1000)::double",
  elevation: "CASE WHEN i % 3 = 0 THEN (hash(i) % 3000)::double END",
  hasCoordinate: "true",
  hasGeospatialIssues: "false",
  taxonKey: TAXON,
  acceptedTaxonKey: TAXON,
  speciesKey: TAXON,
  scientificName: "'Genus species' || (hash(i) % 20000)",
  species: "'Genus species' || (hash(i) % 20000)",
  verbatimScientificName: "'Genus species' || (hash(i) % 20000) || ' L.'",
  kingdom: "'Plantae'",
  kingdomKey: "'6'",
  phylum: "'Tracheophyta'",
  class: "'Magnoliopsida'",
  order: "'Asterales'",
  family: "'Family' || (hash(i) % 200)",
  genus: "'Genus' || (hash(i) % 3000)",
  taxonRank: "'SPECIES'",
  taxonKeys: `['6', ${TAXON}]`,
};

/** Writes `count` records as an attempt of a dataset in `folder`. */
export async function makeDataset(folder: string, count: number, perPart: number): Promise<void> {
  const attempt = join(folder, "attempt-0001");
  rmSync(folder, { recursive: true, force: true });
  for (const kind of ["interpreted", "verbatim"]) mkdirSync(join(attempt, kind), { recursive: true });
  const columns = INTERPRETED_COLUMNS.map(
    ({ name, type }) => `(${COLUMNS[name] ?? "NULL"})::${SQL_TYPES[type]} AS "${name}"`,
  );
  const verbatim = `i + 1 AS "gbifID", NULL::varchar AS "coreId", 'H-' || i AS "catalogNumber", NULL::varchar AS extensions`;
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "2",
    memory_limit: "1GB",
    temp_directory: join(folder, "spill"),
  });
  const connection = await instance.connect();
  for (let part = 0; part * perPart < count; part++) {
    const range = `range(${part * perPart}, ${Math.min(count, (part + 1) * perPart)}) t(i)`;
    const name = `part-${String(part).padStart(6, "0")}.parquet`;
    const write = (what: string, kind: string) =>
      connection.run(`COPY (SELECT ${what} FROM ${range}) TO '${join(attempt, kind, name)}' (FORMAT parquet)`);
    await write(columns.join(", "), "interpreted");
    await write(verbatim, "verbatim");
  }
  connection.closeSync();
  instance.closeSync();
  const about = { attempt: "attempt-0001", version: "0", source: "made up", title: "Made-up records", checksum: "0" };
  const info = { ...about, format: "table", now: 0, options: {}, defaults: {}, dictionaries: "", checklists: [] };
  writeFileSync(join(attempt, "dataset.json"), JSON.stringify({ ...info, records: count, parts: 1 }));
}
