/**
 * What is said of taxa, as rows of numbers of texts: what a worker keeps of a backbone from chunk to chunk.
 *
 * A chunk of records names thousands of taxa, each a few times. Their fields are never put together as strings: columns are
 * numbered here and written from the bytes of the texts.
 */
import { USAGE_PARTS, type UsageParts } from "../../answer/bytes/usage-parts.ts";
import { SPECIES } from "../../answer/taxon-answers.ts";
import { QUERY_RANKS } from "../../taxonomy/match.ts";
import { type Hierarchy, HigherRows, NO_HIGHER } from "./higher-rows.ts";
import type { InterpretedField } from "./interpreted.ts";
import { grownInts, NO_TEXT, TextPool } from "./text-pool.ts";

/** Who knows what is said of a taxon. */
export interface TaxonReader extends Hierarchy {
  /** The accepted usage of a synonym, any other usage itself. */
  accepted(usage: number): number;
  /** The texts of a usage; they mean nothing after the next call. */
  parts(usage: number): UsageParts;
  rank(usage: number): string | undefined;
  status(usage: number): string | undefined;
  /** Place of the rank of a taxon in `QUERY_RANKS`, −1 for all other ranks. */
  column(taxon: number): number;
}

const OWN_TEXTS = [
  "taxonKey",
  "acceptedTaxonKey",
  "scientificName",
  "scientificNameAuthorship",
  "acceptedScientificName",
  "genericName",
  "specificEpithet",
  "infraspecificEpithet",
  "taxonRank",
  "taxonomicStatus",
  "species",
  "speciesKey",
] as const satisfies readonly InterpretedField[];

/** The fields of texts: its own, then those of its classification. */
export const TAXON_TEXTS: readonly InterpretedField[] = [
  ...OWN_TEXTS,
  ...QUERY_RANKS.slice(0, -1).flatMap((rank) => [rank, `${rank}Key`] as const),
];

const placeOf = (field: (typeof OWN_TEXTS)[number]) => OWN_TEXTS.indexOf(field);
const KEY = placeOf("taxonKey");
const ACCEPTED_KEY = placeOf("acceptedTaxonKey");
const NAME = placeOf("scientificName");
const ACCEPTED_NAME = placeOf("acceptedScientificName");
const RANK = placeOf("taxonRank");
const STATUS = placeOf("taxonomicStatus");
const SPECIES_NAME = placeOf("species");
const SPECIES_KEY = placeOf("speciesKey");
/** Those that are told of the usage itself, and what tells them. */
const OWN_PARTS = [
  [KEY, USAGE_PARTS.key],
  [NAME, USAGE_PARTS.name],
  [placeOf("scientificNameAuthorship"), USAGE_PARTS.authorship],
  [placeOf("genericName"), USAGE_PARTS.genericName],
  [placeOf("specificEpithet"), USAGE_PARTS.specificEpithet],
  [placeOf("infraspecificEpithet"), USAGE_PARTS.infraspecificEpithet],
] as const;

/** Numbers of a row: its own texts, and the row of what is above. */
const OWN_COUNT = OWN_TEXTS.length;
const HIGHER = OWN_COUNT;
const WIDTH = OWN_COUNT + 1;

const FIRST_ROWS = 1 << 8;
/** Some twenty megabytes. When there are more, all are forgotten: what is met again is read again in some microseconds. */
const MOST_ROWS = 1 << 17;

/** The row of no taxon, whose texts are all absent. */
export const NO_ROW = 0;

/** Key and name that GBIF gives a record whose taxon nobody knows. */
const INCERTAE_SEDIS = { key: "0", name: "incertae sedis", rank: "KINGDOM", column: 0 };

/** Rows by taxon. */
export class TaxonRows {
  readonly texts = new TextPool();
  readonly #higher = new HigherRows(this.texts);
  #rows = new Int32Array(FIRST_ROWS * WIDTH);
  #count = 1;
  /** Open addressing: a taxon and its row, 0 where there is none. */
  #slots = new Int32Array(FIRST_ROWS * 4);
  /** Numbers of the texts of ranks and statuses. */
  readonly #words = new Map<string, number>();

  /** How many rows there are. */
  get count(): number {
    return this.#count;
  }

  /** Forgets all when there are too many: numbers that were given before mean nothing any more. */
  makeRoom(most = MOST_ROWS): void {
    if (this.#count + this.#higher.count <= most) return;
    this.texts.clear();
    this.#higher.clear();
    this.#words.clear();
    this.#rows = new Int32Array(FIRST_ROWS * WIDTH);
    this.#count = 1;
    this.#slots = new Int32Array(FIRST_ROWS * 4);
  }

  /**
   * The row of a usage.
   *
   * @param usage −1 for "incertae sedis"
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

  /** Appends numbers of keys to a list, from the root down, a synonym behind its accepted taxon, each once; the new end. */
  writeKeys(row: number, to: Int32Array, start: number): number {
    const higher = this.#higher;
    const at = row * WIDTH;
    const above = this.#rows[at + HIGHER]!;
    let end = start;
    const last = higher.keysEnd(above);
    for (let key = higher.keysStart(above); key < last; key++) to[end++] = higher.keys[key]!;
    const accepted = this.#rows[at + ACCEPTED_KEY]!;
    if (accepted !== NO_TEXT && !isAmong(to, start, end, accepted)) to[end++] = accepted;
    const own = this.#rows[at + KEY]!;
    if (own !== accepted && !isAmong(to, start, end, own)) to[end++] = own;
    return end;
  }

  /** What {@link writeKeys} appends, as texts. */
  keys(row: number): string[] {
    const numbers = new Int32Array(this.mostKeys(row));
    return Array.from(numbers.subarray(0, this.writeKeys(row, numbers, 0)), (key) => this.texts.text(key)!);
  }

  /** Most numbers that {@link writeKeys} appends. */
  mostKeys(row: number): number {
    const above = this.#rows[row * WIDTH + HIGHER]!;
    return this.#higher.keysEnd(above) - this.#higher.keysStart(above) + 2;
  }

  #higherText(row: number, place: number): number {
    const higher = this.#rows[row * WIDTH + HIGHER]!;
    return place % 2 === 0 ? this.#higher.name(higher, place >> 1) : this.#higher.key(higher, place >> 1);
  }

  #add(slot: number, usage: number, reader: TaxonReader): number {
    const row = this.#count++;
    if (this.#count * WIDTH > this.#rows.length) this.#rows = grownInts(this.#rows, 2 * this.#rows.length);
    if (usage < 0) this.#fillWithNothing(row * WIDTH);
    else this.#fill(row * WIDTH, usage, reader);
    this.#slots[slot] = usage;
    this.#slots[slot + 1] = row;
    if (this.#count * 4 > this.#slots.length) this.#growSlots();
    return row;
  }

  #fillWithNothing(start: number): void {
    const rows = this.#rows;
    const { texts } = this;
    const { key, name, rank, column } = INCERTAE_SEDIS;
    rows[start + KEY] = rows[start + ACCEPTED_KEY] = texts.of(key);
    rows[start + NAME] = rows[start + ACCEPTED_NAME] = texts.of(name);
    rows[start + RANK] = this.#numberOf(rank);
    rows[start + HIGHER] = this.#higher.below(NO_HIGHER, texts.of(key), texts.of(name), column);
  }

  #fill(start: number, usage: number, reader: TaxonReader): void {
    const rows = this.#rows;
    const accepted = reader.accepted(usage);
    let parts = reader.parts(usage);
    for (let i = 0; i < OWN_PARTS.length; i++) rows[start + OWN_PARTS[i]![0]] = this.#partOf(parts, OWN_PARTS[i]![1]);
    let key = rows[start + KEY]!;
    let name = rows[start + NAME]!;
    if (accepted !== usage) {
      parts = reader.parts(accepted);
      key = this.#partOf(parts, USAGE_PARTS.key);
      name = this.#partOf(parts, USAGE_PARTS.name);
    }
    rows[start + ACCEPTED_KEY] = key;
    rows[start + ACCEPTED_NAME] = name;
    rows[start + RANK] = this.#numberOf(reader.rank(accepted));
    rows[start + STATUS] = this.#numberOf(reader.status(usage));
    const column = reader.column(accepted);
    const canonical = column < 0 ? NO_TEXT : this.#partOf(parts, USAGE_PARTS.canonicalName);
    this.#classify(start, reader.parent(accepted), reader, { key, canonical, column });
  }

  /** Sets species and what is above: with the accepted usage itself where it has a rank of `QUERY_RANKS` above species. */
  #classify(
    start: number,
    parent: number,
    reader: TaxonReader,
    { key, canonical, column }: { readonly key: number; readonly canonical: number; readonly column: number },
  ): void {
    const higher = this.#higher;
    const rows = this.#rows;
    const above = parent < 0 ? NO_HIGHER : higher.upTo(parent, reader);
    const isSpecies = column === SPECIES;
    rows[start + SPECIES_NAME] = isSpecies ? canonical : higher.name(above, SPECIES);
    rows[start + SPECIES_KEY] = isSpecies ? key : higher.key(above, SPECIES);
    rows[start + HIGHER] = column < 0 || isSpecies ? above : higher.below(above, key, canonical, column);
  }

  #partOf(parts: UsageParts, place: number): number {
    const start = parts.starts[place]!;
    return start < 0 ? NO_TEXT : this.texts.ofBytes(parts.bytes, start, parts.ends[place]!);
  }

  #numberOf(word: string | undefined): number {
    if (word === undefined) return NO_TEXT;
    let number = this.#words.get(word);
    if (number === undefined) {
      number = this.texts.of(word);
      this.#words.set(word, number);
    }
    return number;
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

function isAmong(numbers: Int32Array, start: number, end: number, number: number): boolean {
  for (let at = start; at < end; at++) if (numbers[at] === number) return true;
  return false;
}
