/**
 * Which usages are below a taxon, and which are its synonyms?
 *
 * An image says of each usage what is above it; here that is turned round, once, when it is first asked for: two numbers
 * for each usage, and two more for what is counted below it.
 */
import type { ImageReader, UsageOrdinal } from "../image/read.ts";
import { rankOrdinal } from "../taxonomy/rank.ts";
import { isSynonym } from "../taxonomy/status.ts";

/** Usages looked at between two pauses. */
const SLICE = 100_000;
const UNRANKED = "UNRANKED";

/** What is below the usages of one image. */
export class Relatives {
  readonly #image: ImageReader;
  /** Usages that lead to usage u, as children or synonyms: `#linked[#starts[u], #starts[u + 1])`. */
  readonly #starts: Uint32Array;
  readonly #linked: Uint32Array;
  readonly #descendants: Uint32Array;
  readonly #species: Uint32Array;

  private constructor(image: ImageReader, starts: Uint32Array, linked: Uint32Array) {
    this.#image = image;
    this.#starts = starts;
    this.#linked = linked;
    this.#descendants = new Uint32Array(image.usageCount);
    this.#species = new Uint32Array(image.usageCount);
  }

  /** Reads all usages. @param pause is awaited now and then, so that a server goes on answering */
  static async read(image: ImageReader, pause: () => Promise<void>): Promise<Relatives> {
    const count = image.usageCount;
    const starts = new Uint32Array(count + 2);
    for (let usage = 0; usage < count; usage++) {
      if (usage % SLICE === 0) await pause();
      const link = linkOf(image, usage);
      if (link >= 0) starts[link + 2]!++;
    }
    for (let i = 2; i < starts.length; i++) starts[i]! += starts[i - 1]!;
    // While it is filled, `starts[u + 1]` is where the next usage below u goes; afterwards where those below u end.
    const linked = new Uint32Array(starts[count + 1]!);
    for (let usage = 0; usage < count; usage++) {
      if (usage % SLICE === 0) await pause();
      const link = linkOf(image, usage);
      if (link >= 0) linked[starts[link + 1]!++] = usage;
    }
    const relatives = new Relatives(image, starts, linked);
    await relatives.#count(pause);
    return relatives;
  }

  /** Taxa right below a taxon, by rank and name; synonyms of it not. */
  children(taxon: UsageOrdinal): UsageOrdinal[] {
    const image = this.#image;
    const isChild = (usage: UsageOrdinal) => image.accepted(usage) < 0 && !isSynonym(image.status(usage));
    return this.#sorted(this.#below(taxon).filter(isChild));
  }

  /** Synonyms of a taxon, by rank and name. */
  synonyms(taxon: UsageOrdinal): UsageOrdinal[] {
    return this.#sorted(this.#below(taxon).filter((usage) => this.#image.accepted(usage) === taxon));
  }

  /** Accepted taxa with nothing above them, by rank and name. */
  roots(): UsageOrdinal[] {
    const image = this.#image;
    const roots: UsageOrdinal[] = [];
    for (let usage = 0; usage < image.usageCount; usage++)
      if (linkOf(image, usage) < 0 && isTaxon(image, usage)) roots.push(usage);
    return this.#sorted(roots);
  }

  /** Number of taxa below a taxon at any depth. */
  descendantCount(taxon: UsageOrdinal): number {
    return this.#descendants[taxon]!;
  }

  /** Number of species below a taxon at any depth. */
  speciesCount(taxon: UsageOrdinal): number {
    return this.#species[taxon]!;
  }

  /** Number of synonyms of a taxon. */
  synonymCount(taxon: UsageOrdinal): number {
    return this.#below(taxon).filter((usage) => this.#image.accepted(usage) === taxon).length;
  }

  /** All that is below a taxon at any depth, synonyms of what is below it included. */
  *below(taxon: UsageOrdinal): Generator<UsageOrdinal> {
    const waiting = this.#below(taxon).filter((usage) => this.#image.accepted(usage) !== taxon);
    for (let usage = waiting.pop(); usage !== undefined; usage = waiting.pop()) {
      // A usage leads to one other only, so a circle of parents comes back to where it began.
      if (usage === taxon) continue;
      yield usage;
      for (let i = this.#starts[usage]!; i < this.#starts[usage + 1]!; i++) waiting.push(this.#linked[i]!);
    }
  }

  #below(taxon: UsageOrdinal): UsageOrdinal[] {
    return Array.from(this.#linked.subarray(this.#starts[taxon], this.#starts[taxon + 1]));
  }

  #sorted(usages: readonly UsageOrdinal[]): UsageOrdinal[] {
    const image = this.#image;
    const read = usages.map((usage) => ({
      usage,
      rank: rankOrdinal(image.rank(usage) ?? UNRANKED),
      name: image.scientificName(usage),
    }));
    read.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.usage - b.usage));
    return read.map(({ usage }) => usage);
  }

  /** Adds each taxon to those above it, from the lowest taxa upwards; what stands in a circle of parents is never lowest. */
  async #count(pause: () => Promise<void>): Promise<void> {
    const image = this.#image;
    const open = new Uint32Array(image.usageCount);
    const lowest: UsageOrdinal[] = [];
    for (let usage = 0; usage < image.usageCount; usage++) {
      open[usage] = this.#starts[usage + 1]! - this.#starts[usage]!;
      if (open[usage] === 0) lowest.push(usage);
    }
    let done = 0;
    for (let usage = lowest.pop(); usage !== undefined; usage = lowest.pop()) {
      if (++done % SLICE === 0) await pause();
      const link = linkOf(image, usage);
      if (link < 0) continue;
      if (image.accepted(usage) < 0 && isTaxon(image, usage)) {
        this.#descendants[link]! += this.#descendants[usage]! + 1;
        this.#species[link]! += this.#species[usage]! + (image.rank(usage) === "SPECIES" ? 1 : 0);
      }
      if (--open[link]! === 0) lowest.push(link);
    }
  }
}

/** The usage that a usage leads to: its accepted one, else its parent. */
function linkOf(image: ImageReader, usage: UsageOrdinal): UsageOrdinal {
  const accepted = image.accepted(usage);
  return accepted >= 0 ? accepted : image.parent(usage);
}

function isTaxon(image: ImageReader, usage: UsageOrdinal): boolean {
  const status = image.status(usage);
  return !isSynonym(status) && status !== "BARE_NAME";
}
