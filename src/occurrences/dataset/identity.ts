/**
 * What tells a record from all others? Hashes of its occurrenceID, of institution, collection and catalogue number, of
 * its row id, and of all that it says.
 *
 * A hash is a pair of whole numbers below 2^53: the first becomes the key of a new record, both together tell whether two
 * ids are the same.
 */
import { hash } from "node:crypto";
import { lentDoubles } from "../reading/chunk-memory.ts";
import { BLOCK, type CellColumn, type ColumnSet } from "../reading/columns.ts";
import { type FramedCells, framed, hasAll, rowBytes } from "../reading/row-bytes.ts";

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

/** Separates owner and id, and the values of a row. */
const SEPARATOR = "\u001f";
const TRIPLET = ["institutionCode", "collectionCode", "catalogNumber"] as const;

/** The identities of rows. */
export function identitiesOf(set: ColumnSet): RowIdentities {
  const { rowCount, ids } = set;
  const gbifID = columnOf(set, "gbifID");
  const cells = cellsOfAll(set);
  return {
    id: idHashes(set),
    triplet: tripletHashes(set),
    row: ids && hashesOf(rowCount, (row) => ids.values[ids.codes[row]!]),
    gbifID: gbifID && givenKeys(gbifID),
    content: cells ? hashesOfCells(rowCount, cells, false) : contentHashes(set),
  };
}

function columnOf({ terms, columns }: ColumnSet, term: string): CellColumn | undefined {
  return columns[terms.indexOf(term)];
}

function idHashes(set: ColumnSet): HashColumn | undefined {
  const column = columnOf(set, "occurrenceID");
  const dataset = columnOf(set, "datasetKey");
  if (column === undefined) return undefined;
  const { codes, cells } = column;
  if (cells?.isClean && dataset === undefined)
    return hashesOfCells(set.rowCount, [framed({ codes, cells }, SEPARATOR, "")], true);
  const ownerOf = ownersOf(dataset);
  const idOf = trimmedOf(column);
  return hashesOf(set.rowCount, (row) => {
    const id = idOf(row);
    return id && ownerOf(row) + id;
  });
}

function tripletHashes(set: ColumnSet): HashColumn | undefined {
  const dataset = columnOf(set, "datasetKey");
  const columns = TRIPLET.flatMap((term) => columnOf(set, term) ?? []);
  if (columns.length < TRIPLET.length) return undefined;
  const clean = columns.flatMap(({ codes, cells }, i) =>
    cells?.isClean ? [framed({ codes, cells }, i === 0 ? `${SEPARATOR}urn:catalog:` : ":", "")] : [],
  );
  if (clean.length === TRIPLET.length && dataset === undefined) return hashesOfCells(set.rowCount, clean, true);
  const ownerOf = ownersOf(dataset);
  const [first, second, third] = columns.map(trimmedOf) as [TextOfRow, TextOfRow, TextOfRow];
  return hashesOf(set.rowCount, (row) => {
    const [institution, collection, number] = [first(row), second(row), third(row)];
    if (institution === undefined || collection === undefined || number === undefined) return undefined;
    return `${ownerOf(row)}urn:catalog:${institution}:${collection}:${number}`;
  });
}

type TextOfRow = (row: number) => string | undefined;

function trimmedOf({ codes, values }: CellColumn): TextOfRow {
  const trimmed = values.map((value) => value?.trim() || undefined);
  return (row) => trimmed[codes[row]!];
}

/** Ids of two datasets are different. */
function ownersOf(dataset: CellColumn | undefined): (row: number) => string {
  if (dataset === undefined) return () => SEPARATOR;
  const keyOf = trimmedOf(dataset);
  return (row) => `${keyOf(row) ?? ""}${SEPARATOR}`;
}

function givenKeys(column: CellColumn): Float64Array {
  const keyOf = trimmedOf(column);
  return Float64Array.from(column.codes, (_, row) => {
    const given = keyOf(row);
    return given !== undefined && /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  });
}

function hashesOf(rowCount: number, textOf: TextOfRow): HashColumn {
  const hashes = { first: lentDoubles(rowCount), second: lentDoubles(rowCount) };
  for (let row = 0; row < rowCount; row++) {
    const text = textOf(row);
    note(hashes, row, text === undefined ? undefined : digestOf(text));
  }
  return hashes;
}

/** Of what the cells of rows say together. @param isWhole true when only rows that have all of them have a hash */
function hashesOfCells(rowCount: number, columns: readonly FramedCells[], isWhole: boolean): HashColumn {
  const hashes = { first: lentDoubles(rowCount), second: lentDoubles(rowCount) };
  for (let row = 0; row < rowCount; row += BLOCK)
    hashBlock(hashes, columns, isWhole, row, Math.min(rowCount, row + BLOCK));
  return hashes;
}

function hashBlock(
  hashes: HashColumn,
  columns: readonly FramedCells[],
  isWhole: boolean,
  from: number,
  to: number,
): void {
  for (let row = from; row < to; row++)
    note(hashes, row, isWhole && !hasAll(columns, row) ? undefined : digestOf(rowBytes(columns, row)));
}

function note({ first, second }: HashColumn, row: number, digest: string | undefined): void {
  first[row] = digest === undefined ? Number.NaN : fiftyThreeBits(digest, 0);
  second[row] = digest === undefined ? Number.NaN : fiftyThreeBits(digest, 8);
}

/** All cells of rows, as {@link contentsOf} puts them together; `undefined` where some are not as they stand in the chunk. */
function cellsOfAll({ terms, columns, extensions }: ColumnSet): FramedCells[] | undefined {
  if (extensions !== undefined) return undefined;
  const all = columns.flatMap(({ codes, cells }, i) =>
    cells ? [{ term: terms[i]!, ...framed({ codes, cells }, `${terms[i]}=`, SEPARATOR) }] : [],
  );
  return all.length === columns.length ? all.sort((a, b) => (a.term < b.term ? -1 : 1)) : undefined;
}

function contentHashes(set: ColumnSet): HashColumn {
  const contentOf = contentsOf(set);
  const { rowCount, extensions } = set;
  return hashesOf(rowCount, (row) => contentOf(row) + (extensions?.[row] ? JSON.stringify(extensions[row]) : ""));
}

/** All that a row says, whatever the order of its columns. */
function contentsOf({ terms, columns }: ColumnSet): (row: number) => string {
  const sorted = terms
    .map((term, i) => ({ term, column: columns[i]! }))
    .sort((a, b) => (a.term < b.term ? -1 : 1))
    .map(({ term, column: { codes, values } }) => ({
      codes,
      texts: values.map((value) => (value === undefined ? "" : `${term}=${value}${SEPARATOR}`)),
    }));
  return (row) => {
    let text = "";
    for (const { codes, texts } of sorted) text += texts[codes[row]!]!;
    return text;
  };
}

/** The hash of a text, or of its UTF-8. */
export function hashOf(text: string | Uint8Array): readonly [number, number] {
  const digest = digestOf(text);
  return [fiftyThreeBits(digest, 0), fiftyThreeBits(digest, 8)];
}

/** Keys of records that are interpreted on their own, the same that they would get in a new dataset. */
export function keysOf({ gbifID, id, triplet, row, content }: RowIdentities): Float64Array {
  const sources = [gbifID, id?.first, triplet?.first, row?.first, content.first].filter((keys) => keys !== undefined);
  return content.first.map((_, at) => sources.find((keys) => !Number.isNaN(keys[at]!))![at]!);
}

/** One character for each byte: a buffer for each row costs three times as much as its hash. */
function digestOf(content: string | Uint8Array): string {
  return hash("sha1", content, "binary");
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
