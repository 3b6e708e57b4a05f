/**
 * What stands in an answer above its own taxon?
 *
 * The classification is most of an answer, and thousands of answers share theirs: the bytes are kept per taxon and
 * copied. Those of a genus are those of its family and one step more, so that little is made anew even where every name
 * asked for is of another genus.
 */
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import { ByteKeeper } from "./byte-keeper.ts";
import { ByteSink } from "./byte-sink.ts";
import { Recent } from "./recent.ts";
import { MAX_DEPTH, NO_TAXON } from "./taxa.ts";

/**
 * Lineages kept, about 0.7 kB each: those of higher taxa, and of genera asked for twice. A checklist of 8 M names has
 * about 600,000 genera and 30,000 higher taxa.
 */
const MAX_KEPT = 60_000;

/** Parents that are remembered as asked for; a power of two. */
const ASKED = 1 << 15;

const COMMA = 0x2c;

/** The bytes of the taxa from the root to one of them, and how many they are. */
interface Lineage {
  readonly bytes: Uint8Array;
  readonly steps: number;
}

const EMPTY: Lineage = { bytes: new Uint8Array(), steps: 0 };

/** Writes the classifications of one image. Keeps their bytes: one per thread. */
export class LineageBytes {
  readonly #image: ImageReader;
  readonly #kept = new Recent<UsageOrdinal, Lineage>(MAX_KEPT);
  readonly #keeper = new ByteKeeper();
  readonly #sink = new ByteSink(1 << 12);
  /** Parents asked for lately, plus one, by their low bits. */
  readonly #asked = new Uint32Array(ASKED);

  constructor(image: ImageReader) {
    this.#image = image;
  }

  /** Appends the taxa above `taxon` from the root on, as members of a JSON array, each with a comma behind it. */
  writeAbove(taxon: UsageOrdinal, sink: ByteSink): void {
    const parent = this.#image.parent(taxon);
    if (parent === NO_TAXON) return;
    if (!this.#isAskedAgain(parent) && this.#writeOnce(parent, sink)) return;
    const above = this.#lineage(parent, 0);
    // The taxon itself is one step.
    if (above !== undefined && above.steps < MAX_DEPTH) sink.append(above.bytes);
    else this.#writeCut(parent, sink);
    sink.writeByte(COMMA);
  }

  /** True when the taxon was asked for lately: then its bytes are worth keeping. */
  #isAskedAgain(taxon: UsageOrdinal): boolean {
    const place = taxon & (this.#asked.length - 1);
    if (this.#asked[place] === taxon + 1) return true;
    this.#asked[place] = taxon + 1;
    return false;
  }

  /** Appends the taxa down to `parent` without keeping its own step; false when that cannot be. */
  #writeOnce(parent: UsageOrdinal, sink: ByteSink): boolean {
    const above = this.#lineage(this.#image.parent(parent), 0);
    if (above === undefined || above.steps + 1 >= MAX_DEPTH) return false;
    if (above.steps > 0) {
      sink.append(above.bytes);
      sink.writeByte(COMMA);
    }
    this.#writeStep(parent, sink);
    sink.writeByte(COMMA);
    return true;
  }

  /** The lineage of a taxon, `undefined` when its parents form a circle or are too many. */
  #lineage(taxon: UsageOrdinal, depth: number): Lineage | undefined {
    if (taxon === NO_TAXON) return EMPTY;
    const kept = this.#kept.get(taxon);
    if (kept !== undefined) return kept;
    if (depth > MAX_DEPTH) return undefined;
    const above = this.#lineage(this.#image.parent(taxon), depth + 1);
    if (above === undefined) return undefined;
    const sink = this.#sink;
    sink.length = 0;
    sink.append(above.bytes);
    if (above.steps > 0) sink.writeByte(COMMA);
    this.#writeStep(taxon, sink);
    const lineage = { bytes: this.#keeper.keep(sink.bytes, 0, sink.length), steps: above.steps + 1 };
    this.#kept.set(taxon, lineage);
    return lineage;
  }

  /** Taxa up to {@link MAX_DEPTH}, as `Taxa.lineage` cuts them. */
  #writeCut(parent: UsageOrdinal, sink: ByteSink): void {
    const taxa: UsageOrdinal[] = [];
    for (let taxon = parent; taxon !== NO_TAXON && taxa.length < MAX_DEPTH - 1; taxon = this.#image.parent(taxon))
      taxa.push(taxon);
    for (let i = taxa.length - 1; i >= 0; i--) {
      this.#writeStep(taxa[i]!, sink);
      if (i > 0) sink.writeByte(COMMA);
    }
  }

  #writeStep(taxon: UsageOrdinal, sink: ByteSink): void {
    const image = this.#image;
    sink.write('{"key":');
    sink.writeQuoted(image.id(taxon));
    sink.write(',"name":');
    sink.writeQuoted(image.canonicalName(taxon));
    const rank = image.rank(taxon);
    if (rank !== undefined) {
      sink.write(',"rank":"');
      sink.write(rank);
      sink.write('"}');
    } else sink.write("}");
  }
}
