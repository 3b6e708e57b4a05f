/** The Parquet files of a chunk: its records as understood and as published, and the names that were asked. */
import { InterpretedRecord } from "../interpretation/interpreted.ts";
import type { Extensions } from "../interpretation/record.ts";
import { type AskedTaxon, TAXON_TERMS, type TaxonMatcher } from "../interpretation/taxa.ts";
import type { Row } from "../reading/rows.ts";
import type { ChunkTools, InterpretedChunk, InterpretedRow } from "./interpret-chunk.ts";
import type { ColumnValues } from "./parquet/parquet-column.ts";
import { parquetFile } from "./parquet/parquet-file.ts";
import { type Column, INTERPRETED_COLUMNS } from "./schema.ts";

type Value = ColumnValues[number];

/** Where each column stands among the fields of a record, which all have the same order. */
const FIELD_OF_COLUMN = (() => {
  const fields = Object.keys(new InterpretedRecord());
  return INTERPRETED_COLUMNS.map(({ name }) => fields.indexOf(name));
})();

/** Values of records by column. Most columns stay empty; an array is made for a column when it gets its first value. */
export class RecordColumns {
  readonly #values: (Value[] | undefined)[] = INTERPRETED_COLUMNS.map(() => undefined);
  readonly #capacity: number;
  #count = 0;

  /** @param capacity most records that are added */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Adds a record, and keeps nothing of it but its values. */
  add(record: InterpretedRecord): void {
    // Fields are taken as a list, because asking 145 names of each record took a tenth of all the time.
    const fields = Object.values(record) as Value[];
    const row = this.#count++;
    for (let column = 0; column < FIELD_OF_COLUMN.length; column++) {
      const value = fields[FIELD_OF_COLUMN[column]!];
      if (value === undefined) continue;
      let values = this.#values[column];
      if (values === undefined) {
        values = new Array<Value>(this.#capacity).fill(undefined);
        this.#values[column] = values;
      }
      values[row] = value;
    }
  }

  /** The file of the records. */
  file(createdBy: string): Uint8Array {
    const count = this.#count;
    const empty = new Array<Value>(count).fill(undefined);
    const values = this.#values.map((column) => {
      if (column === undefined) return empty;
      column.length = count;
      return column;
    });
    return parquetFile(INTERPRETED_COLUMNS, values, count, createdBy);
  }
}

/** The file of interpreted records. */
export function interpretedFile(records: readonly InterpretedRecord[], createdBy: string): Uint8Array {
  const columns = new RecordColumns(records.length);
  for (const record of records) columns.add(record);
  return columns.file(createdBy);
}

/** Takes the records of a chunk and makes its files. */
export class ChunkFiles {
  readonly #records: RecordColumns;
  readonly #rows: Row[] = [];
  readonly #keys: (number | undefined)[] = [];
  readonly #extensions: Extensions[] = [];

  /** @param capacity most records that the chunk has */
  constructor(capacity: number) {
    this.#records = new RecordColumns(capacity);
  }

  /** Takes a record. */
  add({ row, extensions, record }: InterpretedRow): void {
    this.#records.add(record);
    this.#rows.push(row);
    this.#keys.push(record.gbifID);
    this.#extensions.push(extensions);
  }

  /** The files. @param terms columns of the verbatim file, the same for all chunks of a table */
  files(
    chunk: InterpretedChunk,
    terms: readonly string[],
    { matchers, createdBy }: ChunkTools,
  ): { interpreted: Uint8Array; verbatim: Uint8Array; names: Uint8Array } {
    return {
      interpreted: this.#records.file(createdBy),
      verbatim: this.#verbatimFile(chunk.terms, terms, createdBy),
      names: namesFile(chunk.asked, matchers, createdBy),
    };
  }

  #verbatimFile(terms: readonly string[], wanted: readonly string[], createdBy: string): Uint8Array {
    const rows = this.#rows;
    const column = new Map(terms.map((term, i) => [term, i]));
    const names = wanted.length > 0 ? wanted : terms;
    const columns: Column[] = [
      { name: "gbifID", type: "long" },
      { name: "coreId", type: "text" },
      ...names
        .filter((term) => term !== "gbifID" && term !== "coreId" && term !== "extensions")
        .map((name) => ({ name, type: "text" as const })),
      { name: "extensions", type: "json" },
    ];
    const values: ColumnValues[] = columns.map(({ name }) => {
      if (name === "gbifID") return this.#keys;
      if (name === "coreId") return rows.map(({ id }) => id);
      if (name === "extensions")
        return this.#extensions.map((extensions) =>
          Object.keys(extensions).length > 0 ? JSON.stringify(extensions) : undefined,
        );
      const at = column.get(name);
      return at === undefined ? rows.map(() => undefined) : rows.map(({ cells }) => cells[at]);
    });
    return parquetFile(columns, values, rows.length, createdBy);
  }
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
