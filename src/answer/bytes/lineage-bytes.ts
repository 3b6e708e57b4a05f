/**
 * What stands in an answer above its own taxon?
 *
 * The classification is most of an answer. Its higher taxa are copied as one fragment; the genus and what else is below
 * them is written anew.
 */

import { RANK_BITS } from "../../image/layout/flags.ts";
import { NO_TAXON } from "../../image/layout/format.ts";
import { copyPiece, pieceOf } from "../../image/layout/literals.ts";
import type { ImageReader, UsageOrdinal } from "../../image/read.ts";
import type { UsageText } from "../../image/usages/usage-text.ts";
import { MAX_DEPTH } from "../../matcher/score/taxa.ts";
import { TAXON_V2 } from "../forms/usage-forms.ts";
import { taxonV2 } from "../v2.ts";
import type { ByteSink } from "./byte-sink.ts";
import { HigherFragments } from "./higher-fragments.ts";
import { mustEscape } from "./latin-bytes.ts";
import { literalsByRank } from "./template.ts";
import type { AnswerTaxa } from "./usages.ts";

const KEY = pieceOf('{"key":"');
const NAME = pieceOf('","name":"');
const STEP_ENDS = literalsByRank(TAXON_V2, "},");
/** Room for what stands around key and name of a step. */
const MOST_AROUND_STEP = 80;

/** Writes the classifications of one image. Keeps bytes: one per thread. */
export class LineageBytes {
  readonly #image: ImageReader;
  readonly #text: UsageText;
  readonly #higher: HigherFragments;
  #above: UsageOrdinal = NO_TAXON;

  constructor(image: ImageReader) {
    this.#image = image;
    this.#text = image.newUsageText();
    this.#higher = new HigherFragments((taxon, sink) => {
      const chain = this.#chain(taxon, MAX_DEPTH);
      this.#writeChain(chain, sink);
      return chain.length;
    });
  }

  /** Looks up what is above the taxon of an answer, for {@link write}. */
  read(taxa: AnswerTaxa): void {
    this.#above = taxa.count === 0 ? taxa.parentOf(taxa.taxon) : taxa.above;
    if (this.#above !== NO_TAXON) this.#higher.find(this.#above);
  }

  /** Appends the taxa above that of the answer from the root on, as members of a JSON array, each with a comma behind it. */
  write(taxa: AnswerTaxa, sink: ByteSink): void {
    const { low, count, taxon } = taxa;
    const higher = this.#higher;
    if (this.#above !== NO_TAXON) {
      if (higher.mark + Math.max(1, count) > MAX_DEPTH) {
        // As `Taxa.lineage` cuts them; one place is for the taxon itself.
        this.#writeChain(this.#chain(taxa.parentOf(taxon), MAX_DEPTH - 1), sink);
        return;
      }
      sink.reserve(higher.length);
      sink.length = higher.copy(0, higher.length, sink.view, sink.length);
    }
    for (let i = count - 1; i > 0; i--) this.#writeStep(low[i]!, sink);
  }

  /** A taxon and those above it, the highest first, so many at most. */
  #chain(lowest: UsageOrdinal, most: number): UsageOrdinal[] {
    const taxa: UsageOrdinal[] = [];
    for (let taxon = lowest; taxon !== NO_TAXON && taxa.length < most; taxon = this.#image.parent(taxon))
      taxa.push(taxon);
    return taxa.reverse();
  }

  #writeChain(chain: readonly UsageOrdinal[], sink: ByteSink): void {
    for (const taxon of chain) {
      this.#text.read(taxon);
      this.#writeStep(this.#text, sink);
    }
  }

  #writeStep(text: UsageText, sink: ByteSink): void {
    sink.reserve(text.mostIdBytes + text.mostNameBytes + MOST_AROUND_STEP);
    const { view } = sink;
    const key = copyPiece(KEY, view, sink.length);
    const keyEnd = text.writeId(view, key);
    const name = copyPiece(NAME, view, keyEnd);
    const end = text.isPlain ? text.writeName(view, name, false) : -1;
    if (end < 0 || mustEscape(view, name, end) || (!text.isIdSafe && mustEscape(view, key, keyEnd)))
      sink.write(`${JSON.stringify(taxonV2(text.usage, this.#image))},`);
    else sink.length = copyPiece(STEP_ENDS[text.flags & RANK_BITS]!, view, end);
  }
}
