/**
 * Names to be written in other forms: drawn from an image, each with the answer that its proper form gets.
 *
 * Only names are drawn that are answered rightly when they are written properly (with and without authorship, the genus
 * alone too), so that what a form loses is lost by the form.
 */
import type { ImageReader, UsageOrdinal } from "../../src/image/read.ts";
import type { Matcher } from "../../src/matcher/match.ts";
import { LINNEAN_RANKS, Taxa } from "../../src/matcher/score/taxa.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import type { Random } from "../random.ts";

/** What names a form is made of. */
export type SampleKind = "species" | "infraspecific" | "genus" | "family" | "homonym";

/** A name and what it means. */
export interface Sample {
  readonly usage: UsageOrdinal;
  /** `"Quercus robur"`. */
  readonly name: string;
  readonly genus: string;
  readonly epithet: string;
  /** Of three words, the last; else `""`. */
  readonly last: string;
  /** `""` when the checklist gives none. */
  readonly author: string;
  /** What the genus alone is answered with; −1 when it is not drawn. */
  readonly genusUsage: UsageOrdinal;
  /** Names of the Linnean taxa above it, by rank in lower case. */
  readonly above: Readonly<Record<string, string>>;
}

const WORDS: Readonly<Record<SampleKind, RegExp>> = {
  species: /^[A-Z][a-z]{2,} [a-z]{3,}$/,
  infraspecific: /^[A-Z][a-z]{2,} [a-z]{3,} [a-z]{3,}$/,
  genus: /^[A-Z][a-z]{3,}$/,
  family: /^[A-Z][a-z]+(?:idae|aceae)$/,
  homonym: /^[A-Z][a-z]{2,}(?: [a-z]{3,})?$/,
};

/** Ends of names, and epithets, that mean something else than a name to every reader. */
const ODD = /vir(?:us|idae)\b|viroid|phage|bacterium|unclassified|unknown|incertae/i;

/** Draws names of an image. */
export class Sampler {
  readonly image: ImageReader;
  readonly taxa: Taxa;
  readonly #matcher: Matcher;
  readonly #random: Random;
  readonly #kept = new Map<SampleKind, Sample[]>();

  constructor(image: ImageReader, matcher: Matcher, random: Random) {
    this.image = image;
    this.taxa = new Taxa(image);
    this.#matcher = matcher;
    this.#random = random;
  }

  /** So many names of a kind, the same ones for every form; fewer when the image has not enough. */
  samples(kind: SampleKind, count: number): readonly Sample[] {
    let kept = this.#kept.get(kind);
    if (kept === undefined) {
      kept = [];
      this.#kept.set(kind, kept);
    }
    const seen = new Set(kept.map(({ name }) => name));
    for (let tries = 0; kept.length < count && tries < count * 400; tries++) {
      const sample = this.#draw(kind, this.#random.below(this.image.usageCount));
      if (sample === undefined || seen.has(sample.name)) continue;
      seen.add(sample.name);
      kept.push(sample);
    }
    return kept.slice(0, count);
  }

  /** Another name of the same genus, or of the same family when `near` says so; `undefined` when there is none at hand. */
  partner(sample: Sample, near: "genus" | "family"): Sample | undefined {
    const { image } = this;
    const from = near === "genus" ? sample.genusUsage : sample.usage;
    if (near === "family" && sample.above["family"] === undefined) return undefined;
    for (let tries = 0; tries < 400; tries++) {
      // Names of one genus stand close to each other in most sources.
      const at = from + this.#random.below(4000) - 2000;
      if (at < 0 || at >= image.usageCount) continue;
      const name = image.canonicalName(at);
      const inGenus = name.startsWith(`${sample.genus} `);
      if (near === "genus" ? !inGenus : inGenus) continue;
      if (near === "family" && this.#familyOf(at) !== sample.above["family"]) continue;
      const other = this.#draw("species", at);
      if (other === undefined || this.#isSame(other.usage, sample.usage)) continue;
      return other;
    }
    return undefined;
  }

  /** The lowest taxon that two usages have in common, by Linnean ranks; −1 when none. */
  common(a: UsageOrdinal, b: UsageOrdinal): UsageOrdinal {
    const first = this.taxa.lineage(a);
    const second = new Set(this.taxa.lineage(b));
    for (let i = first.length - 1; i >= 0; i--) {
      const rank = this.image.rank(first[i]!)?.toLowerCase();
      if (second.has(first[i]!) && (LINNEAN_RANKS as readonly string[]).includes(rank ?? "")) return first[i]!;
    }
    return -1;
  }

  #familyOf(usage: UsageOrdinal): string | undefined {
    this.taxa.clear();
    const family = this.taxa.linnean(usage)[LINNEAN_RANKS.indexOf("family")]!;
    return family < 0 ? undefined : this.image.canonicalName(family);
  }

  #isSame(a: UsageOrdinal, b: UsageOrdinal): boolean {
    return this.taxa.accepted(a) === this.taxa.accepted(b);
  }

  #draw(kind: SampleKind, usage: UsageOrdinal): Sample | undefined {
    const { image, taxa } = this;
    const name = image.canonicalName(usage);
    if (!WORDS[kind].test(name) || ODD.test(name) || image.isVirus(usage)) return undefined;
    const rank = image.rank(usage);
    const words = name.split(" ");
    if (words.length === 2 && rank !== "SPECIES") return undefined;
    if (kind === "genus" && rank !== "GENUS") return undefined;
    if (kind === "family" && rank !== "FAMILY") return undefined;
    if (/ [x×]|^[x×]/.test(image.scientificName(usage))) return undefined;
    const author = image.authorship(usage) ?? "";
    if (ODD.test(author) || /auct|sensu|non |"/.test(author)) return undefined;
    const isRight = (scientificName: string) => {
      const outcome = this.#matcher.match({ scientificName });
      return outcome.matchType === "EXACT" && this.#isSame(outcome.usage, usage);
    };
    if (author !== "" && !isRight(`${name} ${author}`)) return undefined;
    if (kind === "homonym") {
      if (author === "" || isRight(name)) return undefined;
    } else if (!isRight(name)) return undefined;
    let genusUsage = -1;
    if (words.length > 1 && kind !== "homonym") {
      const outcome = this.#matcher.match({ scientificName: words[0]! });
      if (outcome.matchType !== "EXACT") return undefined;
      genusUsage = outcome.usage;
      // A genus that is a synonym of another kingdom's would be judged by chance.
      if (taxa.kingdom(genusUsage) !== taxa.kingdom(usage)) return undefined;
    } else if (words.length === 1) genusUsage = usage;
    const above: Record<string, string> = {};
    taxa.clear();
    for (const [slot, taxon] of taxa.linnean(usage).entries()) {
      if (taxon >= 0) above[LINNEAN_RANKS[slot]!] = image.canonicalName(taxon);
    }
    const [genus = "", epithet = "", last = ""] = words;
    return { usage, name, genus, epithet, last, author, genusUsage, above };
  }

  /** True when no usage of another taxon with the same name has the same authorship, as far as `part` of it goes. */
  isOnly(sample: Sample, part: (authorship: string) => string): boolean {
    const { image } = this;
    const name = image.nameOf(sample.usage);
    for (let usage = image.firstUsage(name); usage < image.endUsage(name); usage++) {
      if (this.#isSame(usage, sample.usage)) continue;
      if (foldName(part(image.authorship(usage) ?? "")) === foldName(part(sample.author))) return false;
    }
    return true;
  }

  /** True when the checklist has no such name. */
  isAbsent(name: string): boolean {
    return this.image.exactName(foldName(name)) < 0;
  }

  /** True when the name, as written, is answered with what the sample means. */
  isFound(scientificName: string, sample: Sample): boolean {
    const outcome = this.#matcher.match({ scientificName });
    return outcome.usage >= 0 && outcome.matchType !== "HIGHERRANK" && this.#isSame(outcome.usage, sample.usage);
  }
}
