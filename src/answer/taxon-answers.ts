/**
 * Which taxon does a record name, and what is said of it?
 *
 * For records by the million. A match is a few numbers; what is said of a usage is read once for all that lead to it, and
 * the taxa above it are shared with its neighbours. The JSON of GBIF's answer is written where it is wanted, not kept.
 */
import { NO_TAXON } from "../image/layout/format.ts";
import { ImageReader, type UsageOrdinal } from "../image/read.ts";
import { Matcher } from "../matcher/match.ts";
import { MAX_DEPTH } from "../matcher/score/taxa.ts";
import { type MatchQuery, type MatchType, QUERY_RANKS } from "../taxonomy/match.ts";
import type { ByteSink } from "./bytes/byte-sink.ts";
import { Recent } from "./cache/recent.ts";
import { UsageTexts } from "./forms/usage-forms.ts";
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

/** The taxa above one, from the root down. */
export interface HigherTaxa {
  /** How many they are, those that are met twice included. */
  readonly depth: number;
  /** Keys, distinct. */
  readonly keys: readonly string[];
  /** Canonical names and keys by rank (the order of `QUERY_RANKS`); of several of one rank the lowest. */
  readonly names: readonly (string | undefined)[];
  readonly rankKeys: readonly (string | undefined)[];
  /** Of several the highest. */
  readonly kingdom: string | undefined;
  readonly family: string | undefined;
}

/** What is said of a usage. */
export interface MatchedTaxon {
  readonly key: string;
  readonly name: string;
  readonly authorship: string | undefined;
  readonly genericName: string | undefined;
  readonly specificEpithet: string | undefined;
  readonly infraspecificEpithet: string | undefined;
  readonly rank: string | undefined;
  readonly status: string | undefined;
  /** Its accepted usage, or the usage itself. */
  readonly acceptedKey: string;
  readonly acceptedName: string;
  readonly acceptedRank: string | undefined;
  readonly species: string | undefined;
  readonly speciesKey: string | undefined;
  /** What is above the accepted usage; with itself where it has a rank of `QUERY_RANKS` above species. */
  readonly higher: HigherTaxa;
}

/** Nothing is above it. */
export const NO_HIGHER_TAXA: HigherTaxa = {
  depth: 0,
  keys: [],
  names: new Array(QUERY_RANKS.length).fill(undefined),
  rankKeys: new Array(QUERY_RANKS.length).fill(undefined),
  kingdom: undefined,
  family: undefined,
};

const COLUMN_OF: ReadonlyMap<string, number> = new Map(QUERY_RANKS.map((rank, column) => [rank.toUpperCase(), column]));
const columnOf = (rank: string | undefined) => (rank === undefined ? -1 : (COLUMN_OF.get(rank) ?? -1));
const KINGDOM = columnOf("KINGDOM");
const FAMILY = columnOf("FAMILY");
const SPECIES = columnOf("SPECIES");

/** Usages and higher taxa that are remembered: 0.7 kB each. */
const USAGES = 12_000;
const HIGHER = 8_000;

/** Answers from one image. Keeps what it read lately: one per thread. */
export class TaxonAnswers {
  readonly #image: ImageReader;
  readonly #matcher: Matcher;
  readonly #writer: AnswerWriter;
  readonly #usages = new Recent<UsageOrdinal, MatchedTaxon>(USAGES);
  readonly #higher = new Recent<UsageOrdinal, HigherTaxa>(HIGHER);

  /** @param image its bytes, or what reads them */
  constructor(image: Uint8Array | ImageReader) {
    this.#image = image instanceof ImageReader ? image : new ImageReader(image);
    this.#matcher = new Matcher(this.#image);
    this.#writer = new AnswerWriter(this.#image);
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

  /** What is said of a usage; shared, do not change it. */
  taxon(usage: UsageOrdinal): MatchedTaxon {
    let taxon = this.#usages.get(usage);
    if (taxon === undefined) {
      taxon = this.#read(usage);
      this.#usages.set(usage, taxon);
    }
    return taxon;
  }

  /** Appends what GBIF's API v2 says of a usage: {@link AnswerWriter.writeTaxon}. */
  write(usage: UsageOrdinal, sink: ByteSink): void {
    this.#writer.writeTaxon(usage, sink);
  }

  #read(usage: UsageOrdinal): MatchedTaxon {
    const image = this.#image;
    const own = image.accepted(usage);
    const accepted = own === NO_TAXON ? usage : own;
    const texts = new UsageTexts(image, usage);
    const ofAccepted = accepted === usage ? texts : new UsageTexts(image, accepted);
    const key = texts.key;
    const acceptedKey = accepted === usage ? key : ofAccepted.key;
    const acceptedRank = ofAccepted.rank;
    const column = columnOf(acceptedRank);
    const parent = image.parent(accepted);
    const above = parent === NO_TAXON ? NO_HIGHER_TAXA : this.#upTo(parent);
    return {
      key,
      name: texts.name,
      authorship: texts.authorship,
      genericName: texts.epithet(0),
      specificEpithet: texts.epithet(1),
      infraspecificEpithet: texts.epithet(2),
      rank: texts.rank,
      status: texts.status,
      acceptedKey,
      acceptedName: ofAccepted.name,
      acceptedRank,
      species: column === SPECIES ? ofAccepted.canonicalName : above.names[SPECIES],
      speciesKey: column === SPECIES ? acceptedKey : above.rankKeys[SPECIES],
      higher: column < 0 || column === SPECIES ? above : this.#below(above, accepted),
    };
  }

  /** A taxon and what is above it; one place of the longest classification is for the taxon below. */
  #upTo(lowest: UsageOrdinal): HigherTaxa {
    const chain: UsageOrdinal[] = [];
    let higher: HigherTaxa | undefined;
    for (let taxon = lowest; taxon !== NO_TAXON && chain.length < MAX_DEPTH - 1; taxon = this.#image.parent(taxon)) {
      higher = this.#higher.get(taxon);
      if (higher !== undefined && higher.depth + chain.length < MAX_DEPTH) break;
      higher = undefined;
      chain.push(taxon);
    }
    // What was cut off above is not the same for the taxa on the way.
    const isWhole = (higher?.depth ?? 0) + chain.length < MAX_DEPTH - 1;
    higher ??= NO_HIGHER_TAXA;
    for (let i = chain.length - 1; i >= 0; i--) {
      higher = this.#below(higher, chain[i]!);
      if (isWhole || i === 0) this.#higher.set(chain[i]!, higher);
    }
    return higher;
  }

  #below(above: HigherTaxa, taxon: UsageOrdinal): HigherTaxa {
    const image = this.#image;
    const key = image.id(taxon);
    const rank = image.rank(taxon);
    const column = columnOf(rank);
    let { names, rankKeys, kingdom, family } = above;
    if (column >= 0) {
      const name = image.canonicalName(taxon);
      names = names.with(column, name);
      rankKeys = rankKeys.with(column, key);
      if (column === KINGDOM) kingdom ??= name;
      if (column === FAMILY) family ??= name;
    }
    // A spread list has room for 16 more.
    const keys = above.keys.includes(key) ? above.keys : above.keys.concat(key);
    return { depth: above.depth + 1, keys, names, rankKeys, kingdom, family };
  }
}

const NO_ISSUES: readonly string[] = [];
