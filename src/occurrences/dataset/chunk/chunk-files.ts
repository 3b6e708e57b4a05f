/** The Parquet files of a chunk: its records as understood and as published, and the names that were asked. */

import type { MatchedTaxon } from "../../../answer/taxon-answers.ts";
import { QUERY_RANKS } from "../../../taxonomy/match.ts";
import type { InterpretedField, InterpretedRecord } from "../../interpretation/interpreted.ts";
import { type AskedTaxon, TAXON_TERMS } from "../../interpretation/taxa.ts";
import type { ChecklistAnswer, TaxonMatcher } from "../../interpretation/taxon-matcher.ts";
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
type AnswerColumn = readonly [
  name: string,
  type: ColumnType,
  valueIn: (answer: ChecklistAnswer, taxon: MatchedTaxon | undefined) => ColumnValue,
];
const KINGDOM = QUERY_RANKS.indexOf("kingdom");
const FAMILY = QUERY_RANKS.indexOf("family");
const ANSWER_COLUMNS: readonly AnswerColumn[] = [
  ["matchType", "text", ({ matchType }) => matchType],
  ["confidence", "integer", ({ confidence }) => confidence],
  ["usageKey", "text", (_, taxon) => taxon?.key],
  ["usageName", "text", (_, taxon) => taxon?.name],
  ["usageRank", "text", (_, taxon) => taxon?.rank],
  ["taxonomicStatus", "text", (_, taxon) => taxon?.status],
  ["acceptedKey", "text", (_, taxon) => taxon?.acceptedKey],
  ["acceptedName", "text", (_, taxon) => taxon?.acceptedName],
  ["kingdomName", "text", (_, taxon) => taxon?.above.kingdom ?? ownName(taxon, KINGDOM)],
  ["familyName", "text", (_, taxon) => taxon?.above.family ?? ownName(taxon, FAMILY)],
];

function ownName(taxon: MatchedTaxon | undefined, column: number): string | undefined {
  return taxon?.acceptedColumn === column ? taxon.acceptedCanonicalName : undefined;
}

/** Columns of names.tsv: what was asked, then what was answered. */
export const NAME_COLUMNS: readonly Column[] = [
  ...[...TAXON_TERMS, "checklistKey"].map((name) => ({ name, type: "text" as const })),
  ...ANSWER_COLUMNS.map(([name, type]) => ({ name, type })),
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
  const column = (fill: (values: ColumnValue[]) => void): ColumnValues | NumberedValues => {
    const values: ColumnValue[] = [];
    fill(values);
    return values.every((value) => value === undefined) ? nothing : values;
  };
  const ofQuestions = (valueIn: (one: AskedTaxon) => ColumnValue) =>
    column((values) => {
      for (const one of asked) {
        const value = valueIn(one);
        for (let i = 0; i < matchers.length; i++) values.push(value);
      }
    });
  // What the default checklist says of a refused answer is not in its fields, but people want to see it.
  const taxa = asked.flatMap(({ answers }) =>
    answers.map(({ usage }, i) => (usage < 0 ? undefined : matchers[i]!.taxon(usage))),
  );
  const values = [
    ...TAXON_TERMS.map((term) => ofQuestions(({ query }) => query[term])),
    {
      codes: new Int32Array(rowCount).map((_, row) => row % matchers.length),
      values: rowCount === 0 ? [] : matchers.map(({ checklistKey }) => checklistKey),
    },
    ...ANSWER_COLUMNS.map(([, , valueIn]) =>
      column((values) => {
        for (const { answers } of asked)
          for (const answer of answers) values.push(valueIn(answer, taxa[values.length]));
      }),
    ),
    ofQuestions(({ count }) => count),
  ];
  return parquetFile(NAME_COLUMNS, values, rowCount, createdBy, packed);
}
