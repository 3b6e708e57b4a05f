/**
 * Which concept of a GBIF vocabulary is meant?
 *
 * Concept names, then labels in all languages (where several concepts have a label, the English one), then hidden
 * labels, then what binomen adds, by a key without whitespace, case and accents (gbif/vocabulary `InMemoryVocabularyLookup`).
 */
import { dictionaryPairs, letterKey } from "./dictionary.ts";
import { foldToAscii } from "./fold.ts";
import { Remembered } from "./remembered.ts";

/** Changes values and labels before they are compared. */
export type Prefilter = (text: string) => string;

/** A concept of a vocabulary. */
export interface Concept {
  readonly name: string;
  readonly parent: string | undefined;
  /** `rank`, `startage`, `endage` of geological times. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The concepts of a vocabulary and what they are called. */
export class Vocabulary {
  readonly #concepts = new Map<string, Concept>();
  readonly #names = new Map<string, string>();
  readonly #labels = new Map<string, string>();
  readonly #hidden = new Map<string, string>();
  readonly #own = new Map<string, string>();
  readonly #more = new Map<string, string>();
  readonly #fallback = new Map<string, string>();
  readonly #prefilter: Prefilter;
  readonly #remembered = new Remembered((value: string) => this.#find(value));

  /**
   * @param tsv a file of data/dictionaries/vocabulary: kind, concept, language, text
   * @param files.own a user's lines `text<tab>concept`, which come first
   * @param files.more binomen's lines, for what the vocabulary does not have
   * @param files.fallback lines of an older dictionary, `text<tab>CONCEPT`, for what the vocabulary does not have
   */
  constructor(
    tsv: string,
    prefilter: Prefilter = (text) => text,
    {
      own,
      more,
      fallback,
    }: { own?: string | undefined; more?: string | undefined; fallback?: string | undefined } = {},
  ) {
    this.#prefilter = prefilter;
    const labels = new Map<string, { concept: string; language: string }[]>();
    for (const line of tsv.split(/\r?\n/).slice(1)) {
      const [kind, concept, language, text] = line.split("\t");
      if (kind === undefined || concept === undefined || language === undefined || text === undefined) continue;
      if (kind === "concept") {
        this.#concepts.set(concept, { name: concept, parent: text || undefined, tags: {} });
        this.#names.set(key(concept).replace(/[-_]/g, ""), concept);
      } else if (kind === "tag") {
        const [, name, value] = /^([^:]*):(.*)$/s.exec(text) ?? [];
        if (name !== undefined)
          (this.#concepts.get(concept)!.tags as Record<string, string>)[name.trim().toLowerCase()] = value!.trim();
      } else {
        const of = key(prefilter(text));
        if (of === "") continue;
        if (kind === "hidden") this.#hidden.set(of, concept);
        else labels.set(of, [...(labels.get(of) ?? []), { concept, language }]);
      }
    }
    for (const [of, found] of labels) {
      const concepts = new Set(found.map(({ concept }) => concept));
      const english = new Set(found.filter(({ language }) => language === "en").map(({ concept }) => concept));
      if (concepts.size === 1) this.#labels.set(of, found[0]!.concept);
      else if (english.size === 1) this.#labels.set(of, [...english][0]!);
    }
    for (const line of (own ?? "").split(/\r?\n/)) {
      const [text, concept] = line.split("\t");
      if (text !== undefined && concept !== undefined && this.#concepts.has(concept.trim()))
        this.#own.set(key(prefilter(text)), concept.trim());
    }
    for (const [text, concept] of dictionaryPairs(more ?? ""))
      if (this.#concepts.has(concept)) this.#more.set(key(prefilter(text)), concept);
    for (const name of this.#concepts.keys()) this.#fallback.set(letterKey(name), name);
    for (const [text, value] of dictionaryPairs(fallback ?? "")) {
      const concept = this.#names.get(key(value).replace(/[-_]/g, ""));
      if (concept !== undefined) this.#fallback.set(letterKey(text), concept);
    }
  }

  /** The concept, `undefined` when the value is unknown: `"  imago"` → `"Imago"`. */
  lookup(value: string): string | undefined {
    return this.#remembered.of(value);
  }

  #find(value: string): string | undefined {
    // "adults (2)", "juv. x 3": how many is no part of what they are.
    const counted = /^(.*\p{L}[.]?)\s*(?:\(\d+\)|[x×]\s*\d+|\s\d+)$/u.exec(value)?.[1];
    return this.#findWhole(value) ?? (counted === undefined ? undefined : this.#findWhole(counted));
  }

  #findWhole(value: string): string | undefined {
    const of = key(this.#prefilter(value));
    if (of === "") return undefined;
    return (
      this.#own.get(of) ??
      this.#names.get(of.replace(/[-_]/g, "")) ??
      this.#labels.get(of) ??
      this.#hidden.get(of) ??
      this.#more.get(of) ??
      // A question mark or "possible" says that the publisher was not sure: the older dictionary does not heed it.
      (UNSURE.test(value) ? undefined : this.#fallback.get(letterKey(value)))
    );
  }

  /** A concept by its name. */
  concept(name: string): Concept | undefined {
    return this.#concepts.get(name);
  }

  /** The concept and all that is part of it. */
  within(name: string): string[] {
    return [...this.#concepts.keys()].filter((other) => this.lineage(other).some((above) => above.name === name));
  }

  /** The concept and what it is part of, from the concept upwards. */
  lineage(name: string): Concept[] {
    const lineage: Concept[] = [];
    for (
      let at = this.#concepts.get(name);
      at && !lineage.includes(at);
      at = at.parent ? this.#concepts.get(at.parent) : undefined
    )
      lineage.push(at);
    return lineage;
  }
}

const UNSURE = /\?|\b(?:possibl[ey]|potential|maybe|perhaps)\b/i;

function key(text: string): string {
  return foldToAscii(text.replace(/\s+/g, "").toLowerCase()).toLowerCase();
}
