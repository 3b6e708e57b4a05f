/**
 * Which taxon does a record name, and what is said of it?
 *
 * For records by the million. A match is a few numbers; the texts of a usage are put together when somebody asks for them,
 * and whoever asks keeps them. The JSON of GBIF's answer is written where it is wanted, not kept.
 */
import { NO_TAXON } from "../image/layout/format.ts";
import { ImageReader, type UsageOrdinal } from "../image/read.ts";
import { Matcher } from "../matcher/match.ts";
import { MAX_DEPTH } from "../matcher/score/taxa.ts";
import { type MatchQuery, type MatchType, QUERY_RANKS } from "../taxonomy/match.ts";
import type { ByteSink } from "./bytes/byte-sink.ts";
import { UsageParts } from "./bytes/usage-parts.ts";
import { AnswerWriter } from "./v2-bytes.ts";

/** A match without its texts. */
export interface TaxonMatch {
  /** The usage meant, {@link NO_TAXON} when none. */
  readonly usage: UsageOrdinal;
  readonly matchType: MatchType;
  /** 0-100; absent when nothing was matched. */
  readonly confidence: number | undefined;
  readonly issues: readonly string[];
}

/** A taxon as a step of a classification. */
export interface TaxonStep {
  readonly key: string;
  /** Its canonical name. */
  readonly name: string;
  /** Place of its rank in `QUERY_RANKS`, −1 for all other ranks. */
  readonly column: number;
}

/** What lists of names say of a usage. */
export interface UsageOutline {
  readonly key: string;
  readonly name: string;
  readonly rank: string | undefined;
  readonly status: string | undefined;
  /** Its accepted usage, or the usage itself. */
  readonly acceptedKey: string;
  readonly acceptedName: string;
  /** Canonical names of the highest taxa of these ranks; the accepted usage counts where it has a rank above species. */
  readonly kingdom: string | undefined;
  readonly family: string | undefined;
}

/** Steps above the accepted usage of a taxon that are followed. */
export const MOST_STEPS = MAX_DEPTH - 1;

const COLUMN_OF: ReadonlyMap<string, number> = new Map(QUERY_RANKS.map((rank, column) => [rank.toUpperCase(), column]));
const columnOf = (rank: string | undefined) => (rank === undefined ? -1 : (COLUMN_OF.get(rank) ?? -1));
const KINGDOM = columnOf("KINGDOM");
const FAMILY = columnOf("FAMILY");
/** Place of the species in `QUERY_RANKS`. */
export const SPECIES = columnOf("SPECIES");

/** Answers from one image: one per thread. */
export class TaxonAnswers {
  readonly #image: ImageReader;
  readonly #matcher: Matcher;
  readonly #writer: AnswerWriter;
  readonly #parts: UsageParts;

  /** @param image its bytes, or what reads them */
  constructor(image: Uint8Array | ImageReader) {
    this.#image = image instanceof ImageReader ? image : new ImageReader(image);
    this.#matcher = new Matcher(this.#image);
    this.#writer = new AnswerWriter(this.#image);
    this.#parts = new UsageParts(this.#image);
  }

  /** The usage that a query means. */
  match(query: MatchQuery): TaxonMatch {
    const { usage, matchType, confidence, issues } = this.#matcher.match(query);
    return {
      usage,
      matchType,
      confidence: matchType === "NONE" ? undefined : confidence,
      issues: issues.length > 0 ? [...issues] : NO_ISSUES,
    };
  }

  /** Appends what GBIF's API v2 says of a usage: {@link AnswerWriter.writeTaxon}. */
  write(usage: UsageOrdinal, sink: ByteSink): void {
    this.#writer.writeTaxon(usage, sink);
  }

  /** The accepted usage of a synonym, any other usage itself. */
  accepted(usage: UsageOrdinal): UsageOrdinal {
    const accepted = this.#image.accepted(usage);
    return accepted === NO_TAXON ? usage : accepted;
  }

  /** The next higher taxon, {@link NO_TAXON} at the root. */
  parent(usage: UsageOrdinal): UsageOrdinal {
    return this.#image.parent(usage);
  }

  /** What a taxon is in the classifications of those below. */
  step(taxon: UsageOrdinal): TaxonStep {
    const image = this.#image;
    return { key: image.id(taxon), name: image.canonicalName(taxon), column: columnOf(image.rank(taxon)) };
  }

  /** The texts of a usage; they mean nothing after the next call. */
  parts(usage: UsageOrdinal): UsageParts {
    this.#parts.read(usage);
    return this.#parts;
  }

  rank(usage: UsageOrdinal): string | undefined {
    return this.#image.rank(usage);
  }

  status(usage: UsageOrdinal): string {
    return this.#image.status(usage);
  }

  /** Place of the rank of a taxon in `QUERY_RANKS`, −1 for all other ranks. */
  column(taxon: UsageOrdinal): number {
    return columnOf(this.#image.rank(taxon));
  }

  /** What lists of names say of a usage. */
  outline(usage: UsageOrdinal): UsageOutline {
    const image = this.#image;
    const accepted = this.accepted(usage);
    let kingdom: UsageOrdinal = NO_TAXON;
    let family: UsageOrdinal = NO_TAXON;
    // A taxon above species is a step of its own classification.
    const column = columnOf(image.rank(accepted));
    let step = column >= 0 && column !== SPECIES ? accepted : image.parent(accepted);
    for (let left = step === accepted ? MAX_DEPTH : MOST_STEPS; step !== NO_TAXON && left > 0; left--) {
      const ofStep = columnOf(image.rank(step));
      if (ofStep === KINGDOM) kingdom = step;
      else if (ofStep === FAMILY) family = step;
      step = image.parent(step);
    }
    const key = image.id(usage);
    const name = image.scientificName(usage);
    return {
      ...{ key, name, rank: image.rank(usage), status: image.status(usage) },
      acceptedKey: accepted === usage ? key : image.id(accepted),
      acceptedName: accepted === usage ? name : image.scientificName(accepted),
      kingdom: kingdom === NO_TAXON ? undefined : image.canonicalName(kingdom),
      family: family === NO_TAXON ? undefined : image.canonicalName(family),
    };
  }
}

const NO_ISSUES: readonly string[] = [];
