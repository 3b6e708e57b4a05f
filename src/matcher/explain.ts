import { NO_TAXON } from "../image/layout/format.ts";
import type { ImageReader } from "../image/read.ts";
import type { MatchOutcome } from "./outcome.ts";
import type { Target } from "./query/target.ts";
import { REASONS } from "./reasons.ts";
import type { Candidate } from "./score/candidate.ts";
import type { Hints } from "./score/hints.ts";
import type { Taxa } from "./score/taxa.ts";

/** What is told of a query under way: `steps` only exists when somebody asked. */
export interface Explained {
  readonly steps: string[] | undefined;
  readonly image: ImageReader;
  readonly taxa: Taxa;
  readonly target: Target;
  readonly hints: Hints;
}

/** Tells how the name was read. */
export function explainTarget(search: Explained): void {
  const { steps, target } = search;
  if (steps === undefined) return;
  const rank = target.rank === undefined ? "" : ` of rank ${inWords(target.rank)}`;
  const author = target.authorship === undefined ? "no authorship" : `authorship ${target.authorship}`;
  const as = target.kind === "scientific" ? `the name ${target.canonical}${rank}, ${author}` : KINDS[target.kind];
  steps.push(`“${target.text}” is read as ${as}.`);
  steps.push(...target.rereadings);
  if (target.qualifier !== undefined) steps.push(`It is qualified by “${target.qualifier}”.`);
  if (search.hints.any) {
    const hints = search.hints.written.filter((hint) => hint !== undefined);
    steps.push(`The query places it in ${hints.join(", ")}.`);
  }
}

const KINDS = {
  scientific: "a name",
  informal: "an open name: only part of it is determined",
  hybridFormula: "a hybrid formula",
  virus: "the name of a virus, which is matched as written",
  identifier: "an identifier, which is matched as written",
  placeholder: "a placeholder, not a name",
  notAName: "no scientific name; it is matched as written",
} as const;

/** Tells which usages a stage looked at, best first. */
export function explainCandidates(search: Explained, what: string, candidates: readonly Candidate[]): void {
  const { steps, image, taxa } = search;
  if (steps === undefined) return;
  if (candidates.length === 0) {
    steps.push(`${what}: none.`);
    return;
  }
  const shown = candidates.slice(0, 5).map((candidate) => {
    const status = inWords(image.status(candidate.usage));
    const kingdom = taxa.kingdom(candidate.usage) ?? "no kingdom";
    const edits =
      candidate.editDistance > 0 ? `, ${candidate.editDistance} edit${candidate.editDistance > 1 ? "s" : ""}` : "";
    return `${image.scientificName(candidate.usage)} (${status}, ${kingdom}${edits}; ${scoreInWords(candidate)})`;
  });
  const rest = candidates.length - shown.length;
  steps.push(`${what}: ${shown.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}.`);
}

function scoreInWords(candidate: Candidate): string {
  const parts = [`name ${candidate.nameScore}`];
  if (candidate.authorship !== "UNKNOWN") {
    parts.push(`authorship ${candidate.authorship === "EQUAL" ? "agrees" : "differs"} ${candidate.authorshipScore}`);
  }
  parts.push(`classification ${candidate.classificationScore}`, `rank ${candidate.rankScore}`);
  parts.push(`status ${candidate.statusScore}`);
  return `${parts.join(", ")}: ${candidate.score} points`;
}

/** Tells why candidates were refused. */
export function explainReason(search: Explained, reason: keyof typeof REASONS): void {
  search.steps?.push(REASONS[reason]);
}

/** Tells what was decided. */
export function explainDecision(search: Explained, outcome: MatchOutcome): void {
  const { steps, image } = search;
  if (steps === undefined) return;
  if (outcome.usage === NO_TAXON) {
    steps.push("So no usage of this checklist is meant with any certainty.");
    return;
  }
  const name = image.scientificName(outcome.usage);
  const accepted = image.accepted(outcome.usage);
  steps.push(
    accepted === NO_TAXON
      ? `So ${name} is meant, with confidence ${outcome.confidence}.`
      : `So ${name} is meant, with confidence ${outcome.confidence}; its accepted name is ` +
          `${image.scientificName(accepted)}.`,
  );
}

function inWords(term: string): string {
  return term.toLowerCase().replaceAll("_", " ");
}
