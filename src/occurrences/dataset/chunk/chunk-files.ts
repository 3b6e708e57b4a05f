/** The Parquet files of a chunk: its records as understood and as published, and the names that were asked. */
import type { InterpretedField, InterpretedRecord } from "../../interpretation/interpreted.ts";
import { type AskedTaxon, TAXON_TERMS, type TaxonMatcher } from "../../interpretation/taxa.ts";
import type { ColumnValues, NumberedValues } from "../parquet/leaves.ts";
import { parquetFile } from "../parquet/parquet-file.ts";
import { type Column, INTERPRETED_COLUMNS } from "../schema.ts";
import type { ChunkTools, InterpretedChunk } from "./interpret-chunk.ts";

/** The file of interpreted records. */
export function interpretedFile(records: readonly InterpretedRecord[], createdBy: string): Uint8Array {
  const values = INTERPRETED_COLUMNS.map(({ name }) => records.map((record) => record[name as InterpretedField]));
  return parquetFile(INTERPRETED_COLUMNS, values, records.length, createdBy);
}

/** The files of a chunk. @param terms columns of the verbatim file, the same for all chunks of a table */
export function chunkFiles(
  chunk: InterpretedChunk,
  terms: readonly string[],
  { matchers, createdBy }: ChunkTools,
): { interpreted: Uint8Array; verbatim: Uint8Array; names: Uint8Array } {
  const { set, keys, fields } = chunk;
  const ids = Array.from(keys);
  const nothing: NumberedValues = {
    codes: new Int32Array(set.rowCount),
    values: set.rowCount === 0 ? [] : [undefined],
  };
  const interpreted = INTERPRETED_COLUMNS.map(({ name }) =>
    name === "gbifID" ? ids : (fields.get(name as InterpretedField) ?? nothing),
  );
  return {
    interpreted: parquetFile(INTERPRETED_COLUMNS, interpreted, set.rowCount, createdBy),
    verbatim: verbatimFile(chunk, ids, terms, createdBy),
    names: namesFile(chunk.asked, matchers, createdBy),
  };
}

function verbatimFile(
  { set, extensions }: InterpretedChunk,
  keys: readonly number[],
  wanted: readonly string[],
  createdBy: string,
): Uint8Array {
  const { terms, rowCount } = set;
  const nothing: NumberedValues = { codes: new Int32Array(rowCount), values: rowCount === 0 ? [] : [undefined] };
  const names = (wanted.length > 0 ? wanted : terms).filter(
    (term) => term !== "gbifID" && term !== "coreId" && term !== "extensions",
  );
  const columns: Column[] = [
    { name: "gbifID", type: "long" },
    { name: "coreId", type: "text" },
    ...names.map((name) => ({ name, type: "text" as const })),
    { name: "extensions", type: "json" },
  ];
  const rows = extensions?.map((ofRow) =>
    ofRow !== undefined && Object.keys(ofRow).length > 0 ? JSON.stringify(ofRow) : undefined,
  );
  const values: (ColumnValues | NumberedValues)[] = [
    keys,
    set.ids ?? nothing,
    ...names.map((name) => set.columns[terms.indexOf(name)] ?? nothing),
    rows ?? nothing,
  ];
  return parquetFile(columns, values, rowCount, createdBy);
}

/** Columns of names.tsv: what was asked, then what was answered. */
export const NAME_COLUMNS: readonly Column[] = [
  ...TAXON_TERMS.map((name) => ({ name, type: "text" as const })),
  ...["checklistKey", "matchType"].map((name) => ({ name, type: "text" as const })),
  { name: "confidence", type: "integer" },
  ...[
    "usageKey",
    "usageName",
    "usageRank",
    "taxonomicStatus",
    "acceptedKey",
    "acceptedName",
    "kingdomName",
    "familyName",
  ].map((name) => ({
    name,
    type: "text" as const,
  })),
  { name: "count", type: "integer" },
];

/** The file of the names that were asked. */
export function namesFile(
  asked: readonly AskedTaxon[],
  matchers: readonly TaxonMatcher[],
  createdBy: string,
): Uint8Array {
  const rows = asked.flatMap(({ query, answers, count }) =>
    answers.map(
      (answer, i): Record<string, string | number | undefined> => ({
        ...(query as Record<string, string>),
        checklistKey: matchers[i]!.checklistKey,
        ...answer,
        count,
      }),
    ),
  );
  const values = NAME_COLUMNS.map(({ name }) => rows.map((row) => row[name]));
  return parquetFile(NAME_COLUMNS, values, rows.length, createdBy);
}
