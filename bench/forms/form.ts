/** What is a form, and when is its answer right? */
import type { UsageOrdinal } from "../../src/image/read.ts";
import type { ToldOutcome } from "../../src/matcher/outcome.ts";
import type { MatchQuery } from "../../src/taxonomy/match.ts";
import type { Random } from "../random.ts";
import type { Sample, SampleKind, Sampler } from "./sample.ts";

/**
 * What must hold: `same` usage (or its accepted one) as EXACT or VARIANT; the same usage `qualified` in the answer; the
 * `genus` as HIGHERRANK; the lowest taxon `common` to both names as HIGHERRANK; the usage or its species `atMost`, when the
 * form says less than the name did; `none` when nothing is named.
 */
export type Wanted = "same" | "qualified" | "genus" | "common" | "atMost" | "none";

/** A name in another form. */
export interface Written {
  readonly query: MatchQuery;
  /** The other name of a cell with two. */
  readonly other?: Sample | undefined;
}

/** What a form may need beside the name. */
export interface Context {
  readonly random: Random;
  readonly sampler: Sampler;
}

/** A way of writing names. */
export interface Form {
  readonly kind: string;
  /** Says the form by an example, so that a table can be read. */
  readonly form: string;
  readonly of: SampleKind;
  readonly wants: Wanted;
  /** Writes a name; `undefined` when the name has not what the form needs. */
  write(sample: Sample, context: Context): Written | string | undefined;
}

/** Forms of one kind, each as `[form, write]`. */
export function forms(
  kind: string,
  of: SampleKind,
  wants: Wanted,
  list: Readonly<Record<string, Form["write"]>>,
): readonly Form[] {
  return Object.entries(list).map(([form, write]) => ({ kind, form, of, wants, write }));
}

/** True when an answer is what the form wants. */
export function isRight(
  { wants }: Form,
  sample: Sample,
  other: Sample | undefined,
  outcome: ToldOutcome,
  sampler: Sampler,
): boolean {
  const { taxa, image } = sampler;
  const { usage, matchType } = outcome;
  if (usage < 0) return wants === "none";
  const isSame = (a: UsageOrdinal, b: UsageOrdinal) => taxa.accepted(a) === taxa.accepted(b);
  switch (wants) {
    case "same":
      return matchType !== "HIGHERRANK" && isSame(usage, sample.usage);
    case "qualified":
      return isSame(usage, sample.usage) && outcome.qualifier !== undefined;
    case "genus":
      return matchType === "HIGHERRANK" && isSame(usage, sample.genusUsage);
    case "common": {
      if (matchType !== "HIGHERRANK" || other === undefined) return false;
      const common = sampler.common(sample.usage, other.usage);
      if (usage === common) return true;
      // A synonym's genus is not that of its accepted name: the genus that both names say is as good.
      return sample.genus === other.genus && image.canonicalName(usage) === sample.genus;
    }
    case "atMost":
      return isSame(usage, sample.usage) && (matchType === "HIGHERRANK" || outcome.qualifier !== undefined);
    case "none":
      return false;
  }
}
