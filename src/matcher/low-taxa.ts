/**
 * Which genera, species and other taxa of their kind lie above a taxon?
 *
 * They are few, and hardly ever those of the answer before: what is above them is kept by `HigherFragments`.
 */
import { RANK_BITS } from "../image/format-flags.ts";
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import type { UsageText } from "../image/read-usage-text.ts";
import { rankOrdinal } from "../taxonomy/rank.ts";
import { NO_TAXON } from "./taxa.ts";

/** A chain of parents has hardly more than subspecies, species, section, subgenus and genus. */
const MOST_LOW = 8;
/** Of the rank in a usage's flags. */
const GENUS = rankOrdinal("GENUS") + 1;

/** Walks up from one taxon at a time. */
export class LowTaxa {
  /** The lowest first; those behind {@link count} are of no meaning. */
  readonly taxa: readonly UsageText[];
  count = 0;
  /** The taxon above them, not of such a rank unless they are too many; {@link NO_TAXON} when there is none. */
  above: UsageOrdinal = NO_TAXON;
  readonly #image: ImageReader;

  constructor(image: ImageReader) {
    this.#image = image;
    this.taxa = Array.from({ length: MOST_LOW }, () => image.newUsageText());
  }

  /** Reads a taxon and what is above it, up to the first that is higher than a genus or has no rank. */
  climb(lowest: UsageOrdinal): void {
    let above = lowest;
    let count = 0;
    while (above !== NO_TAXON && count < MOST_LOW) {
      const text = this.taxa[count]!;
      text.read(above);
      if ((text.flags & RANK_BITS) < GENUS) break;
      above = text.isLinkAccepted ? this.#image.parent(above) : text.link;
      count++;
    }
    this.count = count;
    this.above = above;
  }
}
