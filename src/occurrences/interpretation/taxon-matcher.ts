/** Who is asked for taxa, and what is kept of an answer? */
import type { ByteSink } from "../../answer/bytes/byte-sink.ts";
import type { TaxonAnswers, TaxonMatch, UsageOutline } from "../../answer/taxon-answers.ts";
import type { MatchQuery } from "../../taxonomy/match.ts";
import type { OccurrenceIssue } from "./issues.ts";
import type { TaxonReader } from "./taxon-rows.ts";

/** Matches against one checklist. */
export interface TaxonMatcher {
  readonly checklistKey: string;
  /** Id of the release that answers. */
  readonly release: string;
  /** Which usage is meant? */
  match(query: MatchQuery): TaxonMatch;
  /** What is said of usages. */
  readonly taxa: TaxonReader;
  /** What lists of names say of a usage. */
  outline(usage: number): UsageOutline;
  /** Appends `{"usage":{…},"acceptedUsage":{…},"taxonomicStatus":"…","classification":[…]`. */
  write(usage: number, sink: ByteSink): void;
}

/** Matches against the checklist of an image. */
export function matcherOf(checklistKey: string, release: string, answers: TaxonAnswers): TaxonMatcher {
  return {
    checklistKey,
    release,
    match: (query) => answers.match(query),
    taxa: answers,
    outline: (usage) => answers.outline(usage),
    write: (usage, sink) => answers.write(usage, sink),
  };
}

/** How sure a checklist is of what it answers. There are few different ones. */
export interface Verdict {
  readonly matchType: string;
  readonly confidence: number | undefined;
  /** True for what a record must not be given, as it may be another taxon. */
  readonly isRefused: boolean;
  readonly issues: readonly OccurrenceIssue[];
}

/** What one checklist answers to a question. */
export interface ChecklistAnswer {
  /** The usage meant, −1 when none. */
  readonly usage: number;
  readonly verdict: Verdict;
}
