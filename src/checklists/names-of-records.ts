/**
 * Which taxa does a name mean when records are searched by it, and under which names do records of a taxon stand?
 */
import type { MatchAnswer } from "../taxonomy/match.ts";
import type { Matching } from "./served.ts";

/** Names of searches; against the default checklist where none is named. */
export class NamesOfRecords {
  readonly #matching: Matching;

  constructor(matching: Matching) {
    this.#matching = matching;
  }

  /** The match of a name, with details; in the default checklist unless another is named. */
  match(scientificName: string, checklistKey?: string): MatchAnswer {
    // Not strict: a strict match takes the name as it is written only.
    const query = { scientificName, verbose: true, details: true };
    return JSON.parse(this.#matching.answer(query, "v2", checklistKey).toString()) as MatchAnswer;
  }

  /**
   * Keys of the accepted taxa: of the one usage that is meant, however it is spelt; of all usages that bear the name when
   * nothing decides between them, where GBIF finds nothing (rgbif#500).
   */
  taxaNamed(scientificName: string, checklistKey?: string): string[] {
    const { usage, acceptedUsage, diagnostics } = this.match(scientificName, checklistKey);
    const taxon = acceptedUsage ?? usage;
    if (taxon !== undefined && diagnostics.matchType !== "HIGHERRANK") return [taxon.key];
    const { usages } = this.#matching.usages(checklistKey);
    const { image } = usages;
    const bearers = usages
      .named(scientificName)
      .map((one) => image.id(image.accepted(one) < 0 ? one : image.accepted(one)));
    return [...new Set(bearers)];
  }

  /** Id of the release in which names are matched. @throws CHECKLIST_UNKNOWN */
  releaseId(checklistKey?: string): string {
    return this.#matching.releaseId(checklistKey);
  }

  /** The accepted name of a taxon and all its synonyms, with authorship; none for an unknown key. */
  async namesOfTaxon(key: string, checklistKey?: string): Promise<string[]> {
    const { usages } = this.#matching.usages(checklistKey);
    const usage = usages.withKey(key);
    if (usage < 0) return [];
    const synonyms = (await usages.relatives()).synonyms(usage);
    return [...new Set([usage, ...synonyms].map((one) => usages.image.scientificName(one)))];
  }
}
