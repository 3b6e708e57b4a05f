/**
 * What is said of taxa, as rows of numbers of texts: what a worker keeps of a backbone from chunk to chunk.
 *
 * A chunk of records names thousands of taxa, each a few times. Their fields are never put together as strings: columns are
 * numbered here and written from the bytes of the texts.
 */
import { type MatchedUsage, SPECIES } from "../../answer/taxon-answers.ts";
import { QUERY_RANKS } from "../../taxonomy/match.ts";
import { type Hierarchy, HigherRows, NO_HIGHER } from "./higher-rows.ts";
import type { InterpretedField } from "./interpreted.ts";
import { grownInts, TextPool } from "./text-pool.ts";

/** Who knows what is said of a taxon. */
export interface TaxonReader extends Hierarchy {
  /** The accepted usage of a synonym, any other usage itself. */
  accepted(usage: number): number;
  usage(usage: number): MatchedUsage;
}

const OWN_TEXTS = [
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
] as const satisfies readonly (readonly [InterpretedField, (usage: MatchedUsage) => string | undefined])[];

/** The fields of texts: its own, then those of its classification. */
export const TAXON_TEXTS: readonly InterpretedField[] = [
  ...OWN_TEXTS.map(([field]) => field),
  "species",
  "speciesKey",
  ...QUERY_RANKS.slice(0, -1).flatMap((rank) => [rank, `${rank}Key`] as const),
];

/** Its own texts, species and its key, the row of what is above, where the list of keys begins and where it ends. */
const SPECIES_AT = OWN_TEXTS.length;
const SPECIES_KEY_AT = SPECIES_AT + 1;
const OWN_COUNT = SPECIES_AT + 2;
const HIGHER_AT = OWN_COUNT;
const LIST_START = OWN_COUNT + 1;
const LIST_END = OWN_COUNT + 2;
const WIDTH = OWN_COUNT + 3;

const FIRST_ROWS = 1 << 8;
/** Some ten megabytes. When there are more, all are forgotten: what is met again is read again in some microseconds. */
const MOST_ROWS = 1 << 16;

/** The row of no taxon, whose texts are all absent. */
export const NO_ROW = 0;

/** What GBIF says of a record whose taxon nobody knows. */
export const INCERTAE_SEDIS: MatchedUsage = {
  key: "0",
  name: "incertae sedis",
  authorship: undefined,
  genericName: undefined,
  specificEpithet: undefined,
  infraspecificEpithet: undefined,
  rank: "KINGDOM",
  status: undefined,
  acceptedKey: "0",
  acceptedName: "incertae sedis",
  acceptedRank: "KINGDOM",
};
const INCERTAE_SEDIS_STEP = { key: INCERTAE_SEDIS.key, name: INCERTAE_SEDIS.name, column: 0 };

/** Rows by taxon. */
export class TaxonRows {
  readonly texts = new TextPool();
  /** Lists of keys, one behind the other. */
  keys = new Int32Array(FIRST_ROWS * 8);
  readonly #higher = new HigherRows(this.texts);
  #keyCount = 0;
  #rows = new Int32Array(FIRST_ROWS * WIDTH);
  #count = 1;
  /** Open addressing: a taxon and its row, 0 where there is none. */
  #slots = new Int32Array(FIRST_ROWS * 4);

  /** How many rows there are. */
  get count(): number {
    return this.#count;
  }

  /** Forgets all when there are too many: numbers that were given before mean nothing any more. */
  makeRoom(most = MOST_ROWS): void {
    if (this.#count + this.#higher.count <= most) return;
    this.texts.clear();
    this.keys = new Int32Array(FIRST_ROWS * 8);
    this.#higher.clear();
    this.#keyCount = 0;
    this.#rows = new Int32Array(FIRST_ROWS * WIDTH);
    this.#count = 1;
    this.#slots = new Int32Array(FIRST_ROWS * 4);
  }

  /**
   * The row of a usage.
   *
   * @param usage −1 for {@link INCERTAE_SEDIS}
   * @param reader asked for what is met first
   */
  of(usage: number, reader: TaxonReader): number {
    const slot = this.#slotOf(usage);
    const known = this.#slots[slot + 1]!;
    return known === 0 ? this.#add(slot, usage, reader) : known;
  }

  /** The texts of a field, by row; `into` gets those of `rows`. @returns false when none has any */
  column(field: number, rows: Int32Array, into: Int32Array): boolean {
    let any = 0;
    if (field < OWN_COUNT) {
      const all = this.#rows;
      for (let i = 0; i < rows.length; i++) any |= into[i] = all[rows[i]! * WIDTH + field]!;
    } else for (let i = 0; i < rows.length; i++) any |= into[i] = this.#higherText(rows[i]!, field - OWN_COUNT);
    return any !== 0;
  }

  /** What a row says. @param field place among {@link TAXON_TEXTS} */
  text(row: number, field: number): string | undefined {
    return this.texts.text(
      field < OWN_COUNT ? this.#rows[row * WIDTH + field]! : this.#higherText(row, field - OWN_COUNT),
    );
  }

  /** Where among {@link keys} the list of a row begins: from the root down, a synonym behind its accepted taxon. */
  keysStart(row: number): number {
    return this.#rows[row * WIDTH + LIST_START]!;
  }

  /** Where it ends. */
  keysEnd(row: number): number {
    return this.#rows[row * WIDTH + LIST_END]!;
  }

  #higherText(row: number, place: number): number {
    const higher = this.#rows[row * WIDTH + HIGHER_AT]!;
    return place % 2 === 0 ? this.#higher.name(higher, place >> 1) : this.#higher.key(higher, place >> 1);
  }

  #add(slot: number, usage: number, reader: TaxonReader): number {
    const row = this.#count++;
    if (this.#count * WIDTH > this.#rows.length) this.#rows = grownInts(this.#rows, 2 * this.#rows.length);
    const { texts } = this;
    const start = row * WIDTH;
    const own = usage < 0 ? INCERTAE_SEDIS : reader.usage(usage);
    for (let field = 0; field < OWN_TEXTS.length; field++)
      this.#rows[start + field] = texts.of(OWN_TEXTS[field]![1](own));
    this.#rows[start + HIGHER_AT] = this.#classify(start, usage, reader);
    this.#addList(start, own);
    this.#slots[slot] = usage;
    this.#slots[slot + 1] = row;
    if (this.#count * 4 > this.#slots.length) this.#growSlots();
    return row;
  }

  /** The row of what is above a usage; with itself where it has a rank of `QUERY_RANKS` above species. Sets its species. */
  #classify(start: number, usage: number, reader: TaxonReader): number {
    const higher = this.#higher;
    if (usage < 0) return higher.below(NO_HIGHER, INCERTAE_SEDIS_STEP);
    const accepted = reader.accepted(usage);
    const parent = reader.parent(accepted);
    const above = parent < 0 ? NO_HIGHER : higher.upTo(parent, reader);
    const step = reader.step(accepted);
    const isSpecies = step.column === SPECIES;
    this.#rows[start + SPECIES_AT] = isSpecies ? this.texts.of(step.name) : higher.name(above, SPECIES);
    this.#rows[start + SPECIES_KEY_AT] = isSpecies ? this.texts.of(step.key) : higher.key(above, SPECIES);
    return step.column < 0 || isSpecies ? above : higher.below(above, step);
  }

  /** The keys of the classification, then that of the accepted usage and its own, each once. */
  #addList(start: number, { key, acceptedKey }: MatchedUsage): void {
    const higher = this.#higher;
    const above = this.#rows[start + HIGHER_AT]!;
    const from = higher.keysStart(above);
    const to = higher.keysEnd(above);
    const list = this.#keyCount;
    while (list + to - from + 2 > this.keys.length) this.keys = grownInts(this.keys, 2 * this.keys.length);
    const { keys } = this;
    let end = list;
    for (let at = from; at < to; at++) keys[end++] = higher.keys[at]!;
    for (const own of [acceptedKey, key]) {
      const text = this.texts.of(own);
      if (keys.subarray(list, end).indexOf(text) < 0) keys[end++] = text;
    }
    this.#keyCount = end;
    this.#rows[start + LIST_START] = list;
    this.#rows[start + LIST_END] = end;
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
