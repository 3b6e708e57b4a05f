/**
 * What is wrong in a source, how often, and where?
 *
 * Readers add what they see in a row, the image build adds what only shows when rows are linked. Problems never stop a
 * reading; they are counted by kind with the first few places, so that the owner of the data can look them up.
 */

/** Kinds of problems with a sentence that tells the owner of the data what was found and what was done. */
const PROBLEM_KINDS = {
  // seen when a source is opened
  BYTES_AROUND_ZIP: "The file has other bytes before or behind the zip, which are left out.",
  REPEATED_FILE: "The zip has two files of this name; the first is read.",
  MERGED_CELLS: "Cells of several rows of the sheet are merged; only the first of these rows has their text.",
  UNREAD_TABLE: "The archive has this table of records besides; its rows are not read as records.",
  GUESSED_ENCODING:
    "The file is not UTF-8, and nothing says what it is, or an encoding that is not known; it is read as Windows-1252.",
  TITLE_LINE: "The line stands above the header, like a title or a comment; it is left out.",
  // seen in a header or row
  BAD_ROW:
    "The row has another number of columns than the header; missing cells are read as empty, further ones are left out.",
  MIXED_LINE_ENDS:
    "The line holds several rows that end otherwise than the lines of the file (carriage return or line feed alone); each is read as a row.",
  UNCLOSED_QUOTE: "A quoted cell does not end; the row is read without quotes.",
  UNDECLARED_QUOTES:
    "A cell of the row begins with a quote that it does not end with, and cells are said not to be quoted: the row may go on in the next line or cell. Declare the quotes (fieldsEnclosedBy) if so.",
  WRONG_ENCODING: "The line is not in the encoding that is declared or detected; it is read as Windows-1252.",
  LOST_CHARACTERS: "The line has characters that an earlier conversion of its encoding destroyed; it is read as it is.",
  UNUSED_COLUMN: "The column is not used, though its name resembles one that is; name it with --map COLUMN=TERM.",
  SKIPPED_ROW: "The line is said to be a header, and holds values of its columns; it is left out.",
  DUPLICATE_COLUMN: "Several columns have the same name; the first is used.",
  REPEATED_MEMBER: "The JSON object has a member twice; the last is used.",
  MISSING_NAME: "The row has no scientific name; it is left out.",
  MISSING_ID: "The row has no identifier; line:<line number> is used.",
  UNKNOWN_RANK: "The rank is not known; the row is kept without rank.",
  UNKNOWN_STATUS:
    "The taxonomic status is not known; the row is taken as provisionally accepted, or as a synonym if it names an accepted usage.",
  UNKNOWN_CODE: "The nomenclatural code is not known; the row is kept without code.",
  CONFLICTING_STATUS:
    "The status says accepted, but another usage is named as the accepted one; the row is taken as a synonym.",
  SEVERAL_ACCEPTED: "The row names several accepted usages (pro parte); the first is used.",
  UNKNOWN_REFERENCE: "The row refers to a name that no row of the source has; the reference is left out.",
  AMBIGUOUS_REFERENCE: "The row refers by name to several rows of the source; the first is used.",
  // seen when a table is written
  CELL_CUT: "A cell of a workbook holds 32,767 characters; what is longer is cut. CSV and TSV hold it.",
  // seen when rows are linked
  DUPLICATE_ID: "Two rows have the same identifier; the first is kept.",
  DANGLING_PARENT: "The parent is not in the source; the usage becomes a root.",
  DANGLING_ACCEPTED: "The accepted usage is not in the source; the usage stays a synonym without accepted usage.",
  SYNONYM_WITHOUT_ACCEPTED:
    "The status says synonym, but it leads to no accepted usage; the usage stays a synonym without accepted usage.",
  PARENT_AS_ACCEPTED: "The synonym names no accepted usage, but a parent of its rank; that is taken as accepted.",
  CHAINED_SYNONYM: "The accepted usage is itself a synonym; the end of the chain is used.",
  SYNONYM_CYCLE: "Synonyms refer to each other in a circle; the circle is cut.",
  PARENT_CYCLE: "Parents refer to each other in a circle; the circle is cut.",
  SYNONYM_AS_PARENT: "The parent is a synonym; its accepted usage is used.",
} as const;

/** What a problem of this kind means, for people; the kind itself when it is not known. */
export function problemMessage(kind: string): string {
  return PROBLEM_KINDS[kind as ProblemKind] ?? kind;
}

/** A kind of problem. */
export type ProblemKind = keyof typeof PROBLEM_KINDS;

/** Where a problem was seen. */
interface ProblemPlace {
  /** File inside the source, when there are several. */
  file?: string | undefined;
  /** 1-based line in that file. */
  line: number;
  /** The offending value. */
  value?: string | undefined;
}

/** A kind of problem, how often it was seen, and the first places. */
export interface ProblemCount {
  kind: ProblemKind;
  count: number;
  message: string;
  first: ProblemPlace[];
}

/** How many places of each kind are kept. */
export const PLACES_KEPT = 10;

/** Longest value that is kept of an offending cell, in UTF-16 units. */
const VALUE_KEPT = 80;

/** Counts problems by kind and keeps the first {@link PLACES_KEPT} places of each. */
export class ProblemReport {
  readonly #counts = new Map<ProblemKind, ProblemCount>();
  readonly #always: Parameters<ProblemReport["add"]>[] = [];

  /** Counts one problem. Values are shortened to 80 characters. */
  add(kind: ProblemKind, line: number, value?: string, file?: string): void {
    const counted = this.#of(kind);
    counted.count++;
    if (counted.first.length >= PLACES_KEPT) return;
    const place: ProblemPlace = { line };
    if (value !== undefined) place.value = value.length > VALUE_KEPT ? `${value.slice(0, VALUE_KEPT - 1)}…` : value;
    if (file !== undefined) place.file = file;
    counted.first.push(place);
  }

  /** Counts a problem of the source itself, which is there again after {@link clear}. */
  addAlways(...problem: Parameters<ProblemReport["add"]>): void {
    this.#always.push(problem);
    this.add(...problem);
  }

  /** Forgets what rows had: a reader starts over. */
  clear(): void {
    this.#counts.clear();
    for (const problem of this.#always) this.add(...problem);
  }

  /** How often a kind was seen. */
  count(kind: ProblemKind): number {
    return this.#counts.get(kind)?.count ?? 0;
  }

  /** Number of problems of all kinds. */
  get total(): number {
    let total = 0;
    for (const { count } of this.#counts.values()) total += count;
    return total;
  }

  /** Adds the problems of another report, for instance one that a worker sent as JSON. */
  merge(other: ProblemReport | readonly ProblemCount[]): void {
    for (const { kind, count, first } of other instanceof ProblemReport ? other.toJSON() : other) {
      const counted = this.#of(kind);
      counted.count += count;
      counted.first = [...counted.first, ...first].sort((a, b) => a.line - b.line).slice(0, PLACES_KEPT);
    }
  }

  /** All kinds that were seen, in the order of {@link PROBLEM_KINDS}. */
  toJSON(): ProblemCount[] {
    return (Object.keys(PROBLEM_KINDS) as ProblemKind[]).flatMap((kind) => this.#counts.get(kind) ?? []);
  }

  #of(kind: ProblemKind): ProblemCount {
    let counted = this.#counts.get(kind);
    if (counted === undefined) {
      counted = { kind, count: 0, message: PROBLEM_KINDS[kind], first: [] };
      this.#counts.set(kind, counted);
    }
    return counted;
  }
}
