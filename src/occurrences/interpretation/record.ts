/**
 * A record as it was published: cells by Darwin Core term, and the rows of its extensions.
 *
 * Terms are asked by their short names (`"eventDate"`). Interpreters read and never change it.
 */

/** A row of an extension: values by short term. */
export type ExtensionRow = Readonly<Record<string, string>>;

/** Rows by the last part of their row type in small letters: `"multimedia"`, `"identification"`. */
export type Extensions = Readonly<Record<string, readonly ExtensionRow[]>>;

const NO_ROWS: readonly ExtensionRow[] = [];
const NO_EXTENSIONS: Extensions = {};

/** Those of a list of terms for which a chunk has columns. */
const COLUMNS_HAVE = new WeakMap<ReadonlyMap<string, number>, Map<readonly string[], readonly string[]>>();

/** One record. The columns are shared by all records of a chunk. */
export class VerbatimRecord {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #cells: readonly (string | undefined)[];
  readonly extensions: Extensions;
  readonly #defaults: ExtensionRow | undefined;
  /** Values that stand in for missing ones of the core: those of the chosen identification. */
  #substitutes: ExtensionRow | undefined;

  /** @param defaults values of the user for terms that the record has not */
  constructor(
    columns: ReadonlyMap<string, number>,
    cells: readonly (string | undefined)[],
    extensions: Extensions = NO_EXTENSIONS,
    defaults?: ExtensionRow,
  ) {
    this.#columns = columns;
    this.#cells = cells;
    this.extensions = extensions;
    this.#defaults = defaults;
  }

  /** A record from named values. */
  static of(
    values: Readonly<Record<string, string | null | undefined>>,
    extensions?: Extensions,
    defaults?: ExtensionRow,
  ): VerbatimRecord {
    const names = Object.keys(values);
    return new VerbatimRecord(
      new Map(names.map((name, i) => [name, i])),
      names.map((name) => values[name] ?? undefined),
      extensions,
      defaults,
    );
  }

  /** False when no record of the chunk has any of the terms, so that nobody need ask for each. */
  mayHave(terms: readonly string[]): boolean {
    return this.given(terms).length > 0;
  }

  /** Those of the terms that a record of the chunk may have: asking for the others is in vain. */
  given<T extends string>(terms: readonly T[]): readonly T[] {
    if (this.#substitutes !== undefined || this.#defaults !== undefined) return terms;
    let known = COLUMNS_HAVE.get(this.#columns);
    if (known === undefined) {
      known = new Map();
      COLUMNS_HAVE.set(this.#columns, known);
    }
    let given = known.get(terms);
    if (given === undefined) {
      given = terms.filter((term) => this.#columns.has(term));
      known.set(terms, given);
    }
    return given as readonly T[];
  }

  /** The value as it stands, `undefined` when there is none. */
  verbatim(term: string): string | undefined {
    const column = this.#columns.get(term);
    const cell = column === undefined ? undefined : this.#cells[column];
    return cell ?? this.#substitutes?.[term] ?? this.#defaults?.[term];
  }

  /** The trimmed value; an empty one is present. */
  plain(term: string): string | undefined {
    return this.verbatim(term)?.trim();
  }

  /** The trimmed value; empty ones and the word "null" are absent. */
  value(term: string): string | undefined {
    const value = this.plain(term);
    return value === undefined || value === "" || (value.length === 4 && value.toLowerCase() === "null")
      ? undefined
      : value;
  }

  /** The parts between `|`, trimmed, without empty ones; `undefined` when there are none. */
  list(term: string, separator: string | RegExp = "|"): readonly string[] | undefined {
    const value = this.plain(term);
    if (value === undefined || value === "") return undefined;
    const parts = value
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== "");
    return parts.length > 0 ? parts : undefined;
  }

  /** Rows of an extension. */
  rows(rowType: string): readonly ExtensionRow[] {
    return this.extensions[rowType] ?? NO_ROWS;
  }

  /** Lets values of an extension row stand in for terms that the core has not. */
  substitute(row: ExtensionRow): void {
    this.#substitutes = row;
  }
}
