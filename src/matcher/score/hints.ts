/**
 * What do the higher taxa and the code of a query say about a candidate?
 *
 * Hints are read once per query and brought to their usual form: by the vocabularies, and by the checklist itself when
 * it knows the hint as a synonym of another higher taxon (Hexapoda → Insecta).
 */

import { NO_TAXON } from "../../image/layout/format.ts";
import type { ImageReader, UsageOrdinal } from "../../image/read.ts";
import { foldName } from "../../names/keys/fold.ts";
import { kingdomsMeant, kingdomsOfCode, parseKingdom } from "../../taxonomy/kingdom.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";
import type { NomenclaturalCode } from "../../taxonomy/nomenclatural-code.ts";
import { isSuprageneric } from "../../taxonomy/rank.ts";
import { parseRank } from "../../taxonomy/rank-spelling.ts";
import { present } from "../query/name-assembly.ts";
import {
  NO_HINTS_SCORE,
  SCORED_RANKS,
  scoreOfRank,
  strictKingdomScore,
  VIRUS_PENALTY,
} from "./classification-score.ts";
import { saysNothing, usualHigherTaxon } from "./higher-taxon.ts";
import type { Taxa } from "./taxa.ts";

/** A candidate under another code than the query's is as unlikely as one of another kingdom. */
const OTHER_CODE_PENALTY = -15;

/** The hints of one query. */
export class Hints {
  readonly #image: ImageReader;
  readonly #taxa: Taxa;
  /** Hints as written, first word only, by position in SCORED_RANKS. */
  readonly written: (string | undefined)[] = [];
  /** Hints in their usual form. */
  readonly #usual: (string | undefined)[] = [];
  /** Usual form of the checklist's own taxa, by ordinal. */
  readonly #known: Map<number, string | undefined>[] = SCORED_RANKS.map(() => new Map());
  /** Which kingdoms are those of viruses. */
  #code: NomenclaturalCode | undefined;
  /** True when the query names a higher taxon. */
  any = false;

  constructor(taxa: Taxa) {
    this.#taxa = taxa;
    this.#image = taxa.image;
  }

  /** Reads the hints of a query. */
  read(query: MatchQuery, genusOfName: string | undefined, code: NomenclaturalCode | undefined): void {
    this.#code = code;
    this.any = false;
    for (let i = 0; i < SCORED_RANKS.length; i++) {
      const rank = SCORED_RANKS[i]!;
      let written = present(query[rank]);
      if (written === undefined && rank === "genus") written = genusOfName;
      else if (written !== undefined) {
        const isNothing = !PLAIN.test(written) && saysNothing(written);
        written = firstWord(withoutLabel(written));
        // "n/a", "?": no taxon, but something was given.
        if (isNothing || written.length < SHORTEST_TAXON) {
          this.written[i] = written;
          this.#usual[i] = undefined;
          this.any = true;
          continue;
        }
      }
      this.written[i] = written;
      this.#usual[i] = written === undefined ? undefined : this.#usualForm(written, i);
      if (written !== undefined) this.any = true;
    }
  }

  /** No hints: the fast way. */
  clear(): void {
    this.#code = undefined;
    if (this.written.length === 0) return;
    this.any = false;
    this.written.length = 0;
    this.#usual.length = 0;
  }

  /** The kingdom hint as written. */
  get kingdom(): string | undefined {
    return this.written[0];
  }

  #usualForm(written: string, slot: number): string | undefined {
    const usual = usualHigherTaxon(written, SCORED_RANKS[slot]!);
    if (usual === undefined || slot === 0) return usual;
    const name = this.#image.exactName(foldName(usual));
    if (name === NO_TAXON) return usual;
    let synonym: UsageOrdinal | undefined;
    for (let usage = this.#image.firstUsage(name); usage < this.#image.endUsage(name); usage++) {
      const rank = this.#image.rank(usage);
      if (slot < 5 && (rank === undefined || !isSuprageneric(rank))) continue;
      const accepted = this.#image.accepted(usage);
      if (accepted === NO_TAXON) return usual;
      synonym = accepted;
    }
    return synonym === undefined || slot === 5 ? usual : this.#image.canonicalName(synonym);
  }

  #usualTaxon(taxon: number, slot: number): string | undefined {
    const known = this.#known[slot]!;
    if (known.has(taxon)) return known.get(taxon);
    const usual = usualHigherTaxon(this.#image.canonicalName(taxon), SCORED_RANKS[slot]!);
    known.set(taxon, usual);
    return usual;
  }

  /** Score −60…50 of a candidate's classification. */
  score(usage: UsageOrdinal): number {
    if (!this.any && this.#code === undefined) return NO_HINTS_SCORE + (this.#image.isVirus(usage) ? VIRUS_PENALTY : 0);
    const kingdomTaxon = this.#taxa.kingdomTaxon(usage);
    const kingdom = kingdomTaxon === NO_TAXON ? undefined : this.#usualTaxon(kingdomTaxon, 0);
    let score = kingdom === "Viruses" ? VIRUS_PENALTY : 0;
    if (this.any) {
      const linnean = this.#taxa.linnean(usage);
      for (let slot = 0; slot < SCORED_RANKS.length; slot++) score += this.#fit(usage, slot, linnean[slot]!);
    } else score += NO_HINTS_SCORE;
    if (this.#code !== undefined && this.#codeConflicts(usage, kingdom)) score += OTHER_CODE_PENALTY;
    return Math.max(-60, Math.min(50, score));
  }

  #fit(usage: UsageOrdinal, slot: number, taxon: number): number {
    const hint = this.#usual[slot];
    const found = taxon === NO_TAXON ? undefined : this.#usualTaxon(taxon, slot);
    const score = scoreOfRank(slot, hint, found);
    // A checklist may give the taxon another rank (Hexapoda as subphylum): what counts is that it is a parent.
    if (hint !== undefined && hint !== found && slot > 0 && slot < 5 && this.#isBelow(usage, hint)) {
      return scoreOfRank(slot, hint, hint);
    }
    return score;
  }

  #isBelow(usage: UsageOrdinal, name: string): boolean {
    for (const taxon of this.#taxa.lineage(usage)) {
      if (taxon !== usage && this.#image.canonicalName(taxon) === name) return true;
    }
    return false;
  }

  #codeConflicts(usage: UsageOrdinal, kingdom: string | undefined): boolean {
    const code = this.#image.code(usage);
    if (code !== undefined) return code !== this.#code;
    const kingdoms = kingdomsMeant(kingdom);
    const possible = kingdomsOfCode(this.#code!);
    return kingdoms.length > 0 && possible.length > 0 && !kingdoms.some((one) => possible.includes(one));
  }

  /** Score of the kingdom alone, for strict matching. */
  strictScore(usage: UsageOrdinal): number {
    const score = strictKingdomScore(this.kingdom, this.#taxa.kingdom(usage));
    return score < 0 ? score * 10 : score;
  }

  /** True when the kingdom hint and the candidate's kingdom cannot be the same. */
  kingdomConflicts(usage: UsageOrdinal): boolean {
    const hint = this.kingdom;
    if (hint === undefined) return false;
    const asked = parseKingdom(hint);
    const found = parseKingdom(this.#taxa.kingdom(usage));
    return asked !== undefined && found !== undefined && asked !== found;
  }
}

/** A name as it should be. */
const PLAIN = /^[A-Z][a-z]{4,}$/;
/** A letter alone is the initial of an author, or a code; Aa, Ia and Io are genera. */
const SHORTEST_TAXON = 2;

/** "Fam. Brassicaceae" → "Brassicaceae", "12 Charcotiidae", "\"Fabaceae\"": the name without a number, marks or a rank before it. */
function withoutLabel(written: string): string {
  if (PLAIN.test(written)) return written;
  const text = written.replace(/^[^\p{L}]+/u, "");
  const [label, word] = /^(\p{L}{3,})[.:]?\s+(?=\p{Lu}\p{L}{3})/u.exec(text) ?? [];
  return label !== undefined && parseRank(word!.toLowerCase()) !== undefined ? text.slice(label.length) : text;
}

/** "Fungi Bartling, 1830" → "Fungi". */
export function firstWord(name: string): string {
  const match = /^[\p{L}\p{M}-]+/u.exec(name);
  return match === null ? name : match[0];
}
