/**
 * Which value of a vocabulary is meant by a text? Exact look-up by a key of letters.
 *
 * As GBIF's parsers do (gbif/parsers `EnumParser`): what says "not available" is no value; accents, case and everything
 * that is not a letter do not matter; the first mapping of a key wins, so that what a user adds comes before what is
 * shipped. A line without a right side says that the left one must not be understood.
 */
import { foldToAscii } from "./fold.ts";
import { Remembered } from "./remembered.ts";

const NOT_AVAILABLE: ReadonlySet<string> = new Set([
  ...["A", "K"].flatMap((x) => [`N/${x}`, `N.${x}.`, `N.${x}`, `N / ${x}`, `#N/${x}`, `[N/${x}]`, `(N/${x})`]),
  "UNK.",
  "UNK",
]);

/** True for texts that say that there is no value: `"n/a"`, `"[N/K]"`, `"unk."`; not `"NA"`, which is Namibia. */
export function isNotAvailable(text: string): boolean {
  return NOT_AVAILABLE.has(text.trim().toUpperCase());
}

/** Letters only, in capitals, and the signs of the sexes: `"1250 specimens"` → `"SPECIMENS"`. */
export function letterKey(text: string): string {
  return foldToAscii(text)
    .replace(/[^\p{L}♀♂]/gu, "")
    .toUpperCase();
}

/** Letters and digits in capitals, without the protocol of a URL: `"CC-BY 4.0"` → `"CCBY40"`. */
export function letterDigitKey(text: string): string {
  return foldToAscii(text.trim().replace(/^https?:\/\//i, ""))
    .replace(/[^\p{L}\p{N}©]/gu, "")
    .toUpperCase();
}

/** As {@link letterDigitKey}, the text of a Creative Commons licence counting as the licence itself. */
export function licenseKey(text: string): string {
  return letterDigitKey(
    text
      .trim()
      .replace(/^(https?:\/\/)?www\.(?=creativecommons\.)/i, "")
      .replace(/\/(?:legalcode|deed)(?:\.\w+)?\/?$/i, ""),
  );
}

/** Tab-separated pairs of a dictionary file; comments and lines that are not pairs are left out. */
export function dictionaryPairs(tsv: string): [left: string, right: string][] {
  const pairs: [string, string][] = [];
  for (const line of tsv.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const cells = line.split("\t");
    if (cells.length === 2 && cells[0]!.trim() !== "") pairs.push([cells[0]!, cells[1]!.trim()]);
  }
  return pairs;
}

/** Texts of the files of a dictionary, each with `text<tab>value` lines. */
export interface DictionaryFiles {
  /** Of the user. */
  readonly own?: string | undefined;
  /** Of binomen: what GBIF's file lacks, and where it is wrong. */
  readonly more?: string | undefined;
  /** GBIF's. */
  readonly shipped: string;
}

/** Values by key. */
export class Dictionary {
  readonly #values = new Map<string, string>();
  readonly #keyOf: (text: string) => string;
  readonly #remembered = new Remembered((text: string) =>
    isNotAvailable(text) ? undefined : this.#values.get(this.#keyOf(text)) || undefined,
  );

  /**
   * @param values the values themselves, which are understood under their own names
   * @param files texts of dictionary files: the user's own first, then what binomen adds to GBIF's or corrects in it
   * @param keyOf what of a text counts
   */
  constructor(values: Iterable<string>, files: DictionaryFiles, keyOf: (text: string) => string = letterKey) {
    this.#keyOf = keyOf;
    if (files.own !== undefined) this.#addAll(dictionaryPairs(files.own));
    for (const value of values) this.add(value, value);
    this.#addAll(dictionaryPairs(files.more ?? ""));
    this.#addAll(dictionaryPairs(files.shipped));
  }

  /** Adds a mapping unless there is one. */
  add(text: string, value: string): void {
    const key = this.#keyOf(text);
    if (key !== "" && !this.#values.has(key)) this.#values.set(key, value);
  }

  /** The value that is meant; `undefined` when the text is empty, not available or unknown. */
  lookup(text: string): string | undefined {
    return this.#remembered.of(text);
  }

  #addAll(pairs: readonly [string, string][]): void {
    for (const [text, value] of pairs) if (value !== "") this.add(text, value);
  }
}
