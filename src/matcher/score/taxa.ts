/** Which higher taxa does a usage belong to? */
import { NO_TAXON } from "../../image/layout/format.ts";
import type { ImageReader, UsageOrdinal } from "../../image/read.ts";
import type { Rank } from "../../taxonomy/rank.ts";

/** Linnean ranks, highest first. */
export const LINNEAN_RANKS = ["kingdom", "phylum", "class", "order", "family", "genus", "species"] as const;

const SLOT: Partial<Record<Rank, number>> = Object.fromEntries(
  LINNEAN_RANKS.map((rank, slot) => [rank.toUpperCase(), slot]),
);

/** Longest chain of parents that is followed: a checklist whose parents form a circle must not hang the service. */
export const MAX_DEPTH = 100;

/** So many kingdoms are remembered; the marks are bytes. */
const MAX_KINGDOMS = 253;

/** The mark of a usage without a kingdom. */
const NO_KINGDOM = 1;

/** Reads Linnean taxa; keeps those of the usages of one query, so that asking twice costs nothing. */
export class Taxa {
  readonly image: ImageReader;
  /** By usage: 0 not looked up yet, NO_KINGDOM, else the position in #kingdoms + 2. Most usages share their way up. */
  #kingdomOf: Uint8Array | undefined;
  readonly #kingdoms: UsageOrdinal[] = [];
  readonly #rows: Int32Array[] = [];
  readonly #usages: UsageOrdinal[] = [];
  #count = 0;

  constructor(image: ImageReader) {
    this.image = image;
  }

  /** Forgets what it knows of the last query. */
  clear(): void {
    this.#count = 0;
  }

  /** The accepted usage of a synonym, else the usage itself. */
  accepted(usage: UsageOrdinal): UsageOrdinal {
    const accepted = this.image.accepted(usage);
    return accepted === NO_TAXON ? usage : accepted;
  }

  /** Kingdom … species of a usage (through its accepted usage, itself included) as ordinals, {@link NO_TAXON} when absent. */
  linnean(usage: UsageOrdinal): Int32Array {
    for (let i = 0; i < this.#count; i++) if (this.#usages[i] === usage) return this.#rows[i]!;
    let row = this.#rows[this.#count];
    if (row === undefined) {
      row = new Int32Array(LINNEAN_RANKS.length);
      this.#rows.push(row);
    }
    this.#usages[this.#count++] = usage;
    row.fill(NO_TAXON);
    let taxon: UsageOrdinal = this.accepted(usage);
    for (let depth = 0; depth < MAX_DEPTH && taxon !== NO_TAXON; depth++) {
      const rank = this.image.rank(taxon);
      const slot = rank === undefined ? undefined : SLOT[rank];
      if (slot !== undefined && row[slot] === NO_TAXON) row[slot] = taxon;
      else if (row[0] === NO_TAXON && this.image.isKingdom(taxon)) row[0] = taxon;
      taxon = this.image.parent(taxon);
    }
    return row;
  }

  /** The kingdom (through the accepted usage), {@link NO_TAXON} when there is none: the first of {@link linnean}. */
  kingdomTaxon(usage: UsageOrdinal): UsageOrdinal {
    this.#kingdomOf ??= new Uint8Array(this.image.usageCount);
    const mark = this.#kingdomOf[usage]!;
    if (mark === 0) return this.#findKingdom(usage, this.#kingdomOf);
    return mark === NO_KINGDOM ? NO_TAXON : this.#kingdoms[mark - 2]!;
  }

  /** Follows the parents up to the kingdom, or to one whose kingdom is known, and marks the way. */
  #findKingdom(usage: UsageOrdinal, known: Uint8Array): UsageOrdinal {
    const start = this.accepted(usage);
    let mark = NO_KINGDOM;
    let depth = 0;
    let taxon: UsageOrdinal = start;
    for (; depth < MAX_DEPTH && taxon !== NO_TAXON; depth++) {
      if (known[taxon] !== 0) {
        mark = known[taxon]!;
        break;
      }
      if (this.image.isKingdom(taxon)) {
        if (this.#kingdoms.length === MAX_KINGDOMS) return taxon;
        mark = this.#kingdoms.push(taxon) + 1;
        known[taxon] = mark;
        break;
      }
      taxon = this.image.parent(taxon);
    }
    if (depth < MAX_DEPTH) {
      for (let step = start; step !== taxon; step = this.image.parent(step)) known[step] = mark;
      known[usage] = mark;
    }
    return mark === NO_KINGDOM ? NO_TAXON : this.#kingdoms[mark - 2]!;
  }

  /** Canonical name of the kingdom, or `undefined`. */
  kingdom(usage: UsageOrdinal): string | undefined {
    const kingdom = this.kingdomTaxon(usage);
    return kingdom === NO_TAXON ? undefined : this.image.canonicalName(kingdom);
  }

  /** Usages from the root to the accepted taxon itself. */
  lineage(usage: UsageOrdinal): UsageOrdinal[] {
    const lineage: UsageOrdinal[] = [];
    let taxon: UsageOrdinal = this.accepted(usage);
    for (let depth = 0; depth < MAX_DEPTH && taxon !== NO_TAXON; depth++) {
      lineage.push(taxon);
      taxon = this.image.parent(taxon);
    }
    return lineage.reverse();
  }

  /** True when `taxon` is the usage, its accepted usage or a parent of it. */
  isWithin(usage: UsageOrdinal, taxon: UsageOrdinal): boolean {
    if (usage === taxon) return true;
    let step: UsageOrdinal = this.accepted(usage);
    for (let depth = 0; depth < MAX_DEPTH && step !== NO_TAXON; depth++) {
      if (step === taxon) return true;
      step = this.image.parent(step);
    }
    return false;
  }
}
