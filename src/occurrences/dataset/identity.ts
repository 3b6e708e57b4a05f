/**
 * What tells a record from all others? Hashes of its occurrenceID, of institution, collection and catalogue number, of
 * its row id, and of all that it says.
 *
 * A hash is a pair of whole numbers below 2^53: the first becomes the key of a new record, both together tell whether two
 * ids are the same.
 */
import { hash } from "node:crypto";
import { lentDoubles } from "../reading/chunk-memory.ts";
import type { CellColumn, ColumnSet } from "../reading/columns.ts";

/** A hash, `undefined` of what is not there. */
export type IdHash = readonly [number, number] | undefined;

/** Hashes of rows, by their halves; NaN of what is not there. */
export interface HashColumn {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** The hashes of rows; a column is absent where no row has any. */
export interface RowIdentities {
  readonly id: HashColumn | undefined;
  readonly triplet: HashColumn | undefined;
  readonly row: HashColumn | undefined;
  /** Keys that GBIF gave the records; NaN where it gave none. */
  readonly gbifID: Float64Array | undefined;
  /** Of all that a row says, whatever the order of its columns. */
  readonly content: HashColumn;
}

/** The identities of rows. */
export function identitiesOf(set: ColumnSet): RowIdentities {
  const { rowCount, terms, columns, ids, extensions } = set;
  const column = (term: string): CellColumn | undefined => {
    const found = columns[terms.indexOf(term)];
    return found && { codes: found.codes, values: found.values.map((value) => value?.trim() || undefined) };
  };
  const [dataset, occurrence, gbifID] = ["datasetKey", "occurrenceID", "gbifID"].map(column);
  const [institution, collection, number] = ["institutionCode", "collectionCode", "catalogNumber"].map(column);
  const owners = dataset?.values.map((key) => `${key ?? ""}${NO_OWNER}`) ?? [];
  const owner = (row: number) => (dataset === undefined ? NO_OWNER : owners[dataset.codes[row]!]!);
  const contentOf = contentsOf(set);
  return {
    id: occurrence && hashesOf(rowCount, (row) => textBehind(owner, row, valueAt(occurrence, row))),
    triplet:
      institution &&
      collection &&
      number &&
      hashesOf(rowCount, (row) => {
        const [first, second, third] = [valueAt(institution, row), valueAt(collection, row), valueAt(number, row)];
        if (first === undefined || second === undefined || third === undefined) return undefined;
        return `${owner(row)}urn:catalog:${first}:${second}:${third}`;
      }),
    row: ids && hashesOf(rowCount, (row) => valueAt(ids, row)),
    gbifID:
      gbifID &&
      Float64Array.from({ length: rowCount }, (_, row) => {
        const given = valueAt(gbifID, row);
        return given !== undefined && /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
      }),
    content: hashesOf(rowCount, (row) => contentOf(row) + (extensions?.[row] ? JSON.stringify(extensions[row]) : "")),
  };
}

const NO_OWNER = "\u001f";

function valueAt(column: CellColumn | undefined, row: number): string | undefined {
  return column?.values[column.codes[row]!];
}

function textBehind(owner: (row: number) => string, row: number, text: string | undefined): string | undefined {
  return text === undefined ? undefined : owner(row) + text;
}

function hashesOf(rowCount: number, textOf: (row: number) => string | undefined): HashColumn {
  const first = lentDoubles(rowCount);
  const second = lentDoubles(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const text = textOf(row);
    const digest = text === undefined ? undefined : digestOf(text);
    first[row] = digest === undefined ? Number.NaN : fiftyThreeBits(digest, 0);
    second[row] = digest === undefined ? Number.NaN : fiftyThreeBits(digest, 8);
  }
  return { first, second };
}

/** All that a row says, whatever the order of its columns. */
function contentsOf({ terms, columns }: ColumnSet): (row: number) => string {
  const sorted = terms
    .map((term, i) => ({ term, ...columns[i]! }))
    .sort((a, b) => (a.term < b.term ? -1 : 1))
    .map(({ term, codes, values }) => ({
      codes,
      texts: values.map((value) => (value === undefined ? "" : `${term}=${value}\u001f`)),
    }));
  return (row) => {
    let text = "";
    for (const { codes, texts } of sorted) text += texts[codes[row]!]!;
    return text;
  };
}

/** The hash of a text. */
export function hashOf(text: string): readonly [number, number] {
  const digest = digestOf(text);
  return [fiftyThreeBits(digest, 0), fiftyThreeBits(digest, 8)];
}

/** Keys of records that are interpreted on their own, the same that they would get in a new dataset. */
export function keysOf({ gbifID, id, triplet, row, content }: RowIdentities): Float64Array {
  const sources = [gbifID, id?.first, triplet?.first, row?.first, content.first].filter((keys) => keys !== undefined);
  return content.first.map((_, at) => sources.find((keys) => !Number.isNaN(keys[at]!))![at]!);
}

/** One character for each byte: a buffer for each row costs three times as much as its hash. */
function digestOf(text: string): string {
  return hash("sha1", text, "binary");
}

function fiftyThreeBits(digest: string, at: number): number {
  return (wordAt(digest, at) & 0x1fffff) * 2 ** 32 + (wordAt(digest, at + 4) >>> 0);
}

function wordAt(digest: string, at: number): number {
  return (
    (digest.charCodeAt(at) << 24) |
    (digest.charCodeAt(at + 1) << 16) |
    (digest.charCodeAt(at + 2) << 8) |
    digest.charCodeAt(at + 3)
  );
}
