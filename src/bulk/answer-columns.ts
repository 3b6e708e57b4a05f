/**
 * Which columns does a table of answers have?
 *
 * The columns of the request stay as they are and these are added after them. Their names say "matched" so that they
 * do not clash with Darwin Core columns of the request. Values are those of the JSON answer.
 */
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import type { MatchOutcome } from "../matcher/outcome.ts";
import type { Rank } from "../taxonomy/rank.ts";
import { type Delimiter, writeCell } from "./delimited-text.ts";

/** Ranks with a column of their own, in the order of the columns. */
const RANKS: readonly Rank[] = ["KINGDOM", "PHYLUM", "CLASS", "ORDER", "FAMILY", "GENUS", "SPECIES"];

const COLUMNS = [
  "matchType",
  "matchConfidence",
  "usageKey",
  "matchedName",
  "matchedCanonicalName",
  "matchedAuthorship",
  "matchedRank",
  "matchedStatus",
  "acceptedUsageKey",
  "acceptedName",
  "matchedKingdom",
  "matchedPhylum",
  "matchedClass",
  "matchedOrder",
  "matchedFamily",
  "matchedGenus",
  "matchedSpecies",
  "editDistance",
  "matchReasons",
  "matchIssues",
  "candidateKeys",
  "matchError",
] as const;

/** Lineages that are kept as finished cells; most names share theirs with others of the genus. */
const MAX_KEPT = 50_000;

/** Names of the answer's columns; a name that the request has already gets a number. */
export function answerColumns(taken: readonly string[]): string[] {
  const used = new Set(taken);
  return COLUMNS.map((name) => {
    let free: string = name;
    for (let n = 2; used.has(free); n++) free = `${name}_${n}`;
    return free;
  });
}

/** The cells of a row that could not be read, each with a delimiter before it. */
export function errorCells(problem: string, delimiter: Delimiter): string {
  return COLUMNS.map((name) => {
    const text = name === "matchError" ? problem : name === "matchType" ? "NONE" : "";
    return delimiter + writeCell(text, delimiter);
  }).join("");
}

/** Writes the cells of answers from one image. Keeps lineages: one writer per thread. */
export class CellWriter {
  readonly #image: ImageReader;
  readonly #lineages = new Map<UsageOrdinal, string>();
  #delimiter: Delimiter = ",";

  constructor(image: ImageReader) {
    this.#image = image;
  }

  /** The cells of an answer, each with a delimiter before it; empty where there is nothing to say. */
  cells(outcome: MatchOutcome, delimiter: Delimiter): string {
    if (delimiter !== this.#delimiter) this.#lineages.clear();
    this.#delimiter = delimiter;
    const { matchType, confidence, usage, chosen, reasons, issues, others, ambiguous } = outcome;
    const distance = chosen !== undefined && chosen.spelling !== "exact" ? chosen.editDistance : "";
    const candidates = ambiguous ? others.map((other) => this.#image.id(other.usage)).join("|") : "";
    return (
      `${delimiter}${matchType}${delimiter}${matchType === "NONE" ? "" : confidence}${this.#usageCells(usage)}` +
      `${delimiter}${distance}${delimiter}${reasons.join("|")}${delimiter}${issues.join("|")}` +
      `${this.#cell(candidates)}${delimiter}`
    );
  }

  /** From `usageKey` to `matchedSpecies`. */
  #usageCells(usage: UsageOrdinal): string {
    const image = this.#image;
    if (usage < 0) return this.#delimiter.repeat(8 + RANKS.length);
    const accepted = image.accepted(usage);
    const taxon = accepted < 0 ? usage : accepted;
    return (
      this.#cell(image.id(usage)) +
      this.#cell(image.scientificName(usage)) +
      this.#cell(image.canonicalName(usage)) +
      this.#cell(image.authorship(usage) ?? "") +
      this.#cell(image.rank(usage) ?? "") +
      this.#cell(image.status(usage)) +
      this.#cell(image.id(taxon)) +
      this.#cell(image.scientificName(taxon)) +
      this.#lineageCells(taxon)
    );
  }

  #lineageCells(taxon: UsageOrdinal): string {
    const image = this.#image;
    const ownColumn = RANKS.indexOf(image.rank(taxon) as Rank);
    const parent = image.parent(taxon);
    // Taxa without a column of their own have the lineage of their parent.
    if (ownColumn < 0) return parent < 0 ? this.#delimiter.repeat(RANKS.length) : this.#keptLineage(parent);
    if (image.rank(taxon) !== "SPECIES" || parent < 0) return this.#keptLineage(taxon);
    // Species are the most; theirs is the lineage of the genus with one more cell.
    const above = this.#keptLineage(parent);
    return above.endsWith(this.#delimiter) ? above.slice(0, -1) + this.#cell(image.canonicalName(taxon)) : above;
  }

  #keptLineage(taxon: UsageOrdinal): string {
    let cells = this.#lineages.get(taxon);
    if (cells !== undefined) return cells;
    const image = this.#image;
    const names = new Array<string>(RANKS.length).fill("");
    for (const step of [...image.lineage(taxon), taxon]) {
      const column = RANKS.indexOf(image.rank(step) as Rank);
      if (column >= 0 && names[column] === "") names[column] = image.canonicalName(step);
    }
    cells = names.map((name) => this.#cell(name)).join("");
    if (this.#lineages.size >= MAX_KEPT) this.#lineages.clear();
    this.#lineages.set(taxon, cells);
    return cells;
  }

  #cell(text: string): string {
    return this.#delimiter + writeCell(text, this.#delimiter);
  }
}
