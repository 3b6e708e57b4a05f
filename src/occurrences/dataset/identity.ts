/**
 * What tells a record from all others? Hashes of its occurrenceID, of institution, collection and catalogue number, of
 * its row id, and of all that it says.
 *
 * A hash is a pair of whole numbers below 2^53: the first becomes the key of a new record, both together tell whether two
 * ids are the same.
 */
import { hash } from "node:crypto";
import type { Row } from "../reading/rows.ts";

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

/** Reads identities from rows of one set. */
export class Identities {
  readonly #column: ReadonlyMap<string, number>;
  readonly #sorted: readonly (readonly [string, number])[];

  constructor(terms: readonly string[]) {
    this.#column = new Map(terms.map((term, i) => [term, i]));
    this.#sorted = [...this.#column].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The identity of a row. @param withContent false where only ids are needed */
  of(row: Row, withContent = true): RowIdentity {
    const dataset = this.#value(row, "datasetKey") ?? "";
    const id = this.#value(row, "occurrenceID");
    const codes = ["institutionCode", "collectionCode", "catalogNumber"].map((term) => this.#value(row, term));
    const triplet = codes.every((code) => code !== undefined) ? `urn:catalog:${codes.join(":")}` : undefined;
    const given = this.#value(row, "gbifID");
    return {
      id: id === undefined ? undefined : hashOf(`${dataset}\u001f${id}`),
      triplet: triplet === undefined ? undefined : hashOf(`${dataset}\u001f${triplet}`),
      row: row.id === undefined ? undefined : hashOf(row.id),
      gbifID: given !== undefined && /^\d{1,15}$/.test(given) ? Number(given) : undefined,
      content: withContent ? this.#contentOf(row) : undefined,
    };
  }

  #value(row: Row, term: string): string | undefined {
    const column = this.#column.get(term);
    return (column === undefined ? undefined : row.cells[column]?.trim()) || undefined;
  }

  #contentOf(row: Row): IdHash {
    let text = "";
    for (const [term, column] of this.#sorted) {
      const cell = row.cells[column];
      if (cell !== undefined) text += `${term}=${cell}\u001f`;
    }
    return hashOf(text + (row.extensions ? JSON.stringify(row.extensions) : ""));
  }
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
