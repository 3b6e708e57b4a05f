/**
 * What tells a record from all others? Hashes of its occurrenceID, of institution, collection and catalogue number, of
 * its row id, and of all that it says.
 *
 * A hash is a pair of whole numbers below 2^53: the first becomes the key of a new record, both together tell whether two
 * ids are the same.
 */
import { hash } from "node:crypto";
import type { CellColumn, ColumnSet } from "../reading/columns.ts";

/** A hash, `undefined` of what is not there. */
export type IdHash = readonly [number, number] | undefined;

/** The hashes of one row. */
export interface RowIdentity {
  readonly id: IdHash;
  readonly triplet: IdHash;
  readonly row: IdHash;
  /** Key that GBIF gave the record. */
  readonly gbifID: number | undefined;
  /** Hash of all that the row says, whatever the order of its columns. */
  readonly content: IdHash;
}

/** The identities of rows. @param withContent false where only ids are needed */
export function identitiesOf(set: ColumnSet, withContent = true): RowIdentity[] {
  const { rowCount, terms, columns, ids, extensions } = set;
  const column = (term: string): CellColumn | undefined => {
    const found = columns[terms.indexOf(term)];
    return found && { codes: found.codes, values: found.values.map((value) => value?.trim() || undefined) };
  };
  const [dataset, occurrence, gbifID] = ["datasetKey", "occurrenceID", "gbifID"].map(column);
  const codes = ["institutionCode", "collectionCode", "catalogNumber"].map(column);
  const content = withContent ? contentsOf(set) : undefined;
  return Array.from({ length: rowCount }, (_, row): RowIdentity => {
    const owner = `${valueAt(dataset, row) ?? ""}\u001f`;
    const id = valueAt(occurrence, row);
    const [institution, collection, number] = [valueAt(codes[0], row), valueAt(codes[1], row), valueAt(codes[2], row)];
    const hasTriplet = institution !== undefined && collection !== undefined && number !== undefined;
    const given = valueAt(gbifID, row);
    const rowId = valueAt(ids, row);
    return {
      id: id === undefined ? undefined : hashOf(owner + id),
      triplet: hasTriplet ? hashOf(`${owner}urn:catalog:${institution}:${collection}:${number}`) : undefined,
      row: rowId === undefined ? undefined : hashOf(rowId),
      gbifID: given !== undefined && /^\d{1,15}$/.test(given) ? Number(given) : undefined,
      content: content && hashOf(content(row) + (extensions?.[row] ? JSON.stringify(extensions[row]) : "")),
    };
  });
}

function valueAt(column: CellColumn | undefined, row: number): string | undefined {
  return column?.values[column.codes[row]!];
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
  const digest = hash("sha1", text, "buffer");
  return [fiftyThreeBits(digest, 0), fiftyThreeBits(digest, 8)];
}

/** The key of a record that is interpreted on its own, the same that it would get in a new dataset. */
export function keyOf({ gbifID, id, triplet, row, content }: RowIdentity): number {
  return gbifID ?? (id ?? triplet ?? row ?? content)![0];
}

function fiftyThreeBits(digest: Buffer, at: number): number {
  return (digest.readUInt32BE(at) & 0x1fffff) * 2 ** 32 + digest.readUInt32BE(at + 4);
}
