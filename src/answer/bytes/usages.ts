/**
 * Which usages stand in an answer, beside the higher taxa?
 *
 * The usage, its accepted usage, and genera, species and the like above it. They are few, and hardly ever those of the
 * answer before: what is above them is kept by `HigherFragments`. All columns are read before anything is written, those
 * that depend on others later than those, so that the processor waits for main memory three or four times and not ten.
 */
import { RANK_BITS } from "../../image/layout/flags.ts";
import { NO_TAXON } from "../../image/layout/format.ts";
import type { ImageReader, UsageOrdinal } from "../../image/read.ts";
import type { UsageText } from "../../image/usages/usage-text.ts";
import { rankOrdinal } from "../../taxonomy/rank.ts";

/** A chain of parents has hardly more than subspecies, species, section, subgenus and genus. */
export const MOST_LOW = 8;
/** Of the rank in a usage's flags. */
const GENUS = rankOrdinal("GENUS") + 1;

/** Reads the usages of one answer at a time. */
export class AnswerTaxa {
  /** The usage that was asked for. */
  usage: UsageText;
  /** Its accepted usage; the same when it is accepted itself, or when nobody knows. */
  readonly taxon: UsageText;
  /** The taxon and what is above it down from a genus, the lowest first; those behind {@link count} mean nothing. */
  readonly low: readonly UsageText[];
  /** 0 when the taxon itself is higher than a genus, or has no rank. */
  count = 0;
  /** The first that is higher or has no rank, or the first one too many; {@link NO_TAXON} when there is none. */
  above: UsageOrdinal = NO_TAXON;
  readonly #image: ImageReader;
  readonly #synonym: UsageText;

  constructor(image: ImageReader) {
    this.#image = image;
    this.low = Array.from({ length: MOST_LOW }, () => image.newUsageText());
    this.taxon = this.low[0]!;
    this.usage = this.taxon;
    this.#synonym = image.newUsageText();
  }

  /** True when the usage and its accepted usage are two. */
  get isSynonym(): boolean {
    return this.usage !== this.taxon;
  }

  /** Takes a usage. */
  read(usage: UsageOrdinal): void {
    const { taxon } = this;
    const accepted = this.#image.accepted(usage);
    this.usage = taxon;
    if (accepted !== NO_TAXON) {
      this.usage = this.#synonym;
      this.usage.read(usage);
      this.usage.readAuthorship();
    }
    taxon.read(accepted === NO_TAXON ? usage : accepted);
    taxon.readAuthorship();
    this.#climb();
    this.usage.readTeam();
    if (this.isSynonym) taxon.readTeam();
  }

  /** Next higher taxon of one of the usages; {@link NO_TAXON} when there is none. */
  parentOf(text: UsageText): UsageOrdinal {
    return text.isLinkAccepted ? this.#image.parent(text.usage) : text.link;
  }

  #climb(): void {
    let text = this.taxon;
    let above: UsageOrdinal = text.usage;
    let flags = text.flags;
    let count = 0;
    while ((flags & RANK_BITS) >= GENUS) {
      if (count > 0) text.read(above);
      count++;
      above = this.parentOf(text);
      if (above === NO_TAXON || count === MOST_LOW) break;
      text = this.low[count]!;
      flags = this.#image.kindOf(above);
    }
    this.count = count;
    this.above = above;
  }
}
