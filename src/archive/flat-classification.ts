/** Which higher taxa do the columns of a row name? Read once for all rows that name the same. */

import type { Columns, TableFormat } from "../tables/rows.ts";
import { FLAT_RANKS, type FlatRank, type NameUsage } from "../taxonomy/name-usage.ts";
import { cleanCell, ownCopy, REMEMBERED } from "./cell.ts";
import { FIELDS, type Field, type FieldMap } from "./terms.ts";

/** The columns of higher taxa, when they are neighbours in a table without quotes and nothing else is among them. */
export function spanOf(format: TableFormat, { columns }: FieldMap, ranks: readonly FlatRank[]): Columns["span"] {
  const positions = ranks.map((rank) => columns[rank]).filter((column) => column !== undefined);
  if (format.quote !== "" || format.delimiter.length !== 1 || positions.length < 2) return undefined;
  const [from, to] = [Math.min(...positions), Math.max(...positions)];
  const isMixed = FIELDS.some((field) => {
    const column = columns[field];
    return column !== undefined && column >= from && column <= to && !(FLAT_RANKS as readonly Field[]).includes(field);
  });
  return isMixed ? undefined : { from, to };
}

type Classification = NonNullable<NameUsage["classification"]>;

/** Gives rows with the same higher taxa the same object: a backbone has twenty times as many rows as genera. */
export class FlatClassification {
  readonly #ranks: readonly FlatRank[];
  /** Cells of the row that is asked for, by rank; filled by the caller of {@link ofCells}. */
  readonly cells: (string | undefined)[];
  readonly #byLowest = new Map<string, { cells: (string | undefined)[]; classification: Classification }>();
  readonly #byText = new Map<string, Classification | null>();
  readonly #delimiter: string;
  /** Place of each rank in the span, and what stands for an empty cell. */
  readonly #places: readonly number[];
  readonly #constants: readonly (string | undefined)[];
  #lastText: string | undefined;
  #lastClassification: NameUsage["classification"];

  constructor(ranks: readonly FlatRank[], { columns, defaults }: FieldMap, span: Columns["span"], delimiter: string) {
    this.#ranks = ranks;
    this.cells = ranks.map(() => undefined);
    this.#delimiter = delimiter;
    this.#places = ranks.map((rank) => (columns[rank] ?? -1) - (span?.from ?? 0));
    this.#constants = ranks.map((rank) => defaults[rank]);
  }

  /** The classification that a span of columns means, `undefined` when it is empty. */
  ofText(text: string): NameUsage["classification"] {
    if (text === this.#lastText) return this.#lastClassification;
    let classification = this.#byText.get(text);
    if (classification === undefined) {
      const parts = text.split(this.#delimiter);
      this.#places.forEach((place, i) => {
        this.cells[i] = cleanCell(parts[place] ?? "") ?? this.#constants[i];
      });
      classification = this.ofCells() ?? null;
      if (this.#byText.size >= REMEMBERED) this.#byText.clear();
      this.#byText.set(ownCopy(text), classification);
    }
    this.#lastText = text;
    this.#lastClassification = classification ?? undefined;
    return this.#lastClassification;
  }

  /** The classification that {@link cells} make, `undefined` when all are empty. */
  ofCells(): NameUsage["classification"] {
    const { cells } = this;
    let lowest = cells.length - 1;
    while (lowest >= 0 && cells[lowest] === undefined) lowest--;
    if (lowest < 0) return undefined;
    const known = this.#byLowest.get(cells[lowest]!);
    if (known !== undefined) {
      let i = 0;
      while (i < cells.length && cells[i] === known.cells[i]) i++;
      if (i === cells.length) return known.classification;
    }
    const classification: Partial<Record<FlatRank, string>> = {};
    const copies = cells.map((cell) => (cell === undefined ? undefined : ownCopy(cell)));
    copies.forEach((copy, i) => {
      if (copy !== undefined) classification[this.#ranks[i]!] = copy;
    });
    if (this.#byLowest.size >= REMEMBERED) this.#byLowest.clear();
    this.#byLowest.set(copies[lowest]!, { cells: copies, classification });
    return classification;
  }
}
