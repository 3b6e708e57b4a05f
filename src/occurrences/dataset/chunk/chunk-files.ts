/** The Parquet files of a chunk: its records as understood and as published, and the names that were asked. */
import type { InterpretedField, InterpretedRecord } from "../../interpretation/interpreted.ts";
import { type AnswerSummary, type AskedTaxon, TAXON_TERMS, type TaxonMatcher } from "../../interpretation/taxa.ts";
import type { ColumnValue, ColumnValues, NumberedValues, Numbers } from "../parquet/leaves.ts";
import { PackedTexts } from "../parquet/packed-texts.ts";
import { parquetFile } from "../parquet/parquet-file.ts";
import { type Column, type ColumnType, INTERPRETED_COLUMNS } from "../schema.ts";
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
  const nothing = sameValue(set.rowCount, undefined);
  const interpreted = INTERPRETED_COLUMNS.map(({ name }) =>
    name === "gbifID" ? keys : (fields.get(name as InterpretedField) ?? nothing),
  );
  const packed = new PackedTexts();
  return {
    interpreted: parquetFile(INTERPRETED_COLUMNS, interpreted, set.rowCount, createdBy, packed),
    verbatim: verbatimFile(chunk, terms, createdBy, packed),
    names: namesFile(chunk.asked, matchers, createdBy, packed),
  };
}

function sameValue(rowCount: number, value: ColumnValue): NumberedValues {
  return { codes: new Int32Array(rowCount), values: rowCount === 0 ? [] : [value] };
}

function verbatimFile(
  { set, extensions, keys }: InterpretedChunk,
  wanted: readonly string[],
  createdBy: string,
  packed: PackedTexts,
): Uint8Array {
  const { terms, rowCount } = set;
  const nothing = sameValue(rowCount, undefined);
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
  const values: (ColumnValues | NumberedValues | Numbers)[] = [
    keys,
    set.ids ?? nothing,
    ...names.map((name) => set.columns[terms.indexOf(name)] ?? nothing),
    rows ?? nothing,
  ];
  return parquetFile(columns, values, rowCount, createdBy, packed);
}

/** What an answer says, by column. */
const ANSWER_COLUMNS: Readonly<Record<keyof AnswerSummary, ColumnType>> = {
  matchType: "text",
  confidence: "integer",
  usageKey: "text",
  usageName: "text",
  usageRank: "text",
  taxonomicStatus: "text",
  acceptedKey: "text",
  acceptedName: "text",
  kingdomName: "text",
  familyName: "text",
};

/** Columns of names.tsv: what was asked, then what was answered. */
export const NAME_COLUMNS: readonly Column[] = [
  ...[...TAXON_TERMS, "checklistKey"].map((name) => ({ name, type: "text" as const })),
  ...Object.entries(ANSWER_COLUMNS).map(([name, type]) => ({ name, type })),
  { name: "count", type: "integer" },
];

/** The file of the names that were asked. */
export function namesFile(
  asked: readonly AskedTaxon[],
  matchers: readonly TaxonMatcher[],
  createdBy: string,
  packed?: PackedTexts,
): Uint8Array {
  const rowCount = asked.length * matchers.length;
  const nothing = sameValue(rowCount, undefined);
  const values = NAME_COLUMNS.map(({ name }): ColumnValues | NumberedValues => {
    if (name === "checklistKey")
      return {
        codes: new Int32Array(rowCount).map((_, row) => row % matchers.length),
        values: rowCount === 0 ? [] : matchers.map(({ checklistKey }) => checklistKey),
      };
    const isAnswered = name in ANSWER_COLUMNS;
    const column: ColumnValue[] = new Array(rowCount);
    let row = 0;
    let isEmpty = true;
    for (const { query, answers, count } of asked) {
      const value = name === "count" ? count : (query as Record<string, string | undefined>)[name];
      for (const answer of answers) {
        column[row] = isAnswered ? answer[name as keyof AnswerSummary] : value;
        if (column[row++] !== undefined) isEmpty = false;
      }
    }
    return isEmpty ? nothing : column;
  });
  return parquetFile(NAME_COLUMNS, values, rowCount, createdBy, packed);
}
