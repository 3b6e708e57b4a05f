/**
 * What is said of taxa, as rows of numbers of texts: what a worker keeps of a backbone from chunk to chunk.
 *
 * A chunk of records names thousands of taxa, each a few times. Their fields are never put together as strings: columns are
 * numbered here and written from the bytes of the texts.
 */
import type { HigherTaxa, MatchedTaxon } from "../../answer/taxon-answers.ts";
import { QUERY_RANKS } from "../../taxonomy/match.ts";
import type { InterpretedField } from "./interpreted.ts";
import { TextPool } from "./text-pool.ts";

/** A field that is said of a taxon, and what it says. */
type TaxonField = readonly [field: InterpretedField, valueIn: (taxon: MatchedTaxon) => string | undefined];

const OWN_TEXTS: readonly TaxonField[] = [
  ["taxonKey", ({ key }) => key],
  ["acceptedTaxonKey", ({ acceptedKey }) => acceptedKey],
  ["scientificName", ({ name }) => name],
  ["scientificNameAuthorship", ({ authorship }) => authorship],
  ["acceptedScientificName", ({ acceptedName }) => acceptedName],
  ["genericName", ({ genericName }) => genericName],
  ["specificEpithet", ({ specificEpithet }) => specificEpithet],
  ["infraspecificEpithet", ({ infraspecificEpithet }) => infraspecificEpithet],
  ["taxonRank", ({ acceptedRank }) => acceptedRank],
  ["taxonomicStatus", ({ status }) => status],
  ["species", ({ species }) => species],
  ["speciesKey", ({ speciesKey }) => speciesKey],
];

/** The fields of texts: its own, then those of its higher taxa. */
export const TAXON_TEXTS: readonly TaxonField[] = [
  ...OWN_TEXTS,
  ...QUERY_RANKS.slice(0, -1).flatMap((rank, column): TaxonField[] => [
    [rank, ({ higher }) => higher.names[column]],
    [`${rank}Key`, ({ higher }) => higher.rankKeys[column]],
  ]),
];

/** From the root down, a synonym behind its accepted taxon; each once. */
export function taxonKeysOf({ key, acceptedKey, higher }: MatchedTaxon): readonly string[] {
  let { keys } = higher;
  if (!keys.includes(acceptedKey)) keys = keys.concat(acceptedKey);
  return key !== acceptedKey && !keys.includes(key) ? keys.concat(key) : keys;
}

/** Numbers of a row: its texts, where its list of keys begins and where it ends. */
const WIDTH = TAXON_TEXTS.length + 2;
const LIST_START = TAXON_TEXTS.length;
const LIST_END = LIST_START + 1;

const FIRST_ROWS = 1 << 8;
/** Some twenty megabytes. When there are more, all are forgotten: what is met again is read again in some microseconds. */
const MOST_ROWS = 1 << 16;

/** The row of no taxon, whose texts are all absent. */
export const NO_ROW = 0;

/** Rows by taxon. */
export class TaxonRows {
  readonly texts = new TextPool();
  /** Lists of keys, one behind the other. */
  keys = new Int32Array(FIRST_ROWS * 8);
  #keyCount = 0;
  #rows = new Int32Array(FIRST_ROWS * WIDTH);
  #count = 1;
  /** A row of a taxon with these higher taxa. */
  #withHigher = new WeakMap<HigherTaxa, number>();
  /** Open addressing: a taxon and its row, 0 where there is none. */
  #slots = new Int32Array(FIRST_ROWS * 4);

  /** How many rows there are. */
  get count(): number {
    return this.#count;
  }

  /** Forgets all when there are too many: numbers that were given before mean nothing any more. */
  makeRoom(most = MOST_ROWS): void {
    if (this.#count <= most) return;
    this.texts.clear();
    this.keys = new Int32Array(FIRST_ROWS * 8);
    this.#keyCount = 0;
    this.#rows = new Int32Array(FIRST_ROWS * WIDTH);
    this.#count = 1;
    this.#withHigher = new WeakMap();
    this.#slots = new Int32Array(FIRST_ROWS * 4);
  }

  /**
   * The row of a taxon.
   *
   * @param id a whole number that tells taxa apart
   * @param read what is said of it, asked when it is met first
   */
  of(id: number, read: (id: number) => MatchedTaxon): number {
    const slot = this.#slotOf(id);
    const known = this.#slots[slot + 1]!;
    return known === 0 ? this.#add(slot, id, read(id)) : known;
  }

  /** The texts of a field, by row; `into` gets those of `rows`. @returns false when none has any */
  column(field: number, rows: Int32Array, into: Int32Array): boolean {
    const all = this.#rows;
    let any = 0;
    for (let i = 0; i < rows.length; i++) any |= into[i] = all[rows[i]! * WIDTH + field]!;
    return any !== 0;
  }

  /** Where among {@link keys} the list of a row begins. */
  keysStart(row: number): number {
    return this.#rows[row * WIDTH + LIST_START]!;
  }

  /** Where it ends. */
  keysEnd(row: number): number {
    return this.#rows[row * WIDTH + LIST_END]!;
  }

  #add(slot: number, id: number, taxon: MatchedTaxon): number {
    const row = this.#count++;
    if (this.#count * WIDTH > this.#rows.length) this.#rows = doubled(this.#rows);
    const { texts } = this;
    const start = row * WIDTH;
    const { higher } = taxon;
    // Most genera have several species: what is above them is looked up once.
    const like = this.#withHigher.get(higher);
    const own = like === undefined ? TAXON_TEXTS.length : OWN_TEXTS.length;
    for (let field = 0; field < own; field++) this.#rows[start + field] = texts.of(TAXON_TEXTS[field]![1](taxon));
    if (like === undefined) this.#withHigher.set(higher, row);
    else this.#rows.copyWithin(start + own, like * WIDTH + own, like * WIDTH + TAXON_TEXTS.length);
    const keys = taxonKeysOf(taxon);
    while (this.#keyCount + keys.length > this.keys.length) this.keys = doubled(this.keys);
    const list = this.#keyCount;
    const shared = like === undefined ? 0 : higher.keys.length;
    if (like !== undefined) this.keys.copyWithin(list, this.keysStart(like), this.keysStart(like) + shared);
    for (let i = shared; i < keys.length; i++) this.keys[list + i] = texts.of(keys[i]);
    this.#keyCount += keys.length;
    this.#rows[start + LIST_START] = list;
    this.#rows[start + LIST_END] = this.#keyCount;
    this.#slots[slot] = id;
    this.#slots[slot + 1] = row;
    if (this.#count * 4 > this.#slots.length) this.#growSlots();
    return row;
  }

  #slotOf(id: number): number {
    const slots = this.#slots;
    const last = slots.length - 2;
    let slot = (Math.imul(id, 0x9e3779b1) >>> 7) & last;
    while (slots[slot + 1] !== 0 && slots[slot] !== id) slot = (slot + 2) & last;
    return slot;
  }

  #growSlots(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 2)
      if (old[at + 1] !== 0) this.#slots.set(old.subarray(at, at + 2), this.#slotOf(old[at]!));
  }
}

function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * numbers.length);
  larger.set(numbers);
  return larger;
}
