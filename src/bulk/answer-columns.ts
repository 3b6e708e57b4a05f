/**
 * Which columns does a table of answers have?
 *
 * The columns of the request stay as they are and these are added after them. Their names say "matched" so that they
 * do not clash with Darwin Core columns of the request.
 */
import type { AnswerTaxon, MatchAnswer } from "../taxonomy/match.ts";

type Column = readonly [name: string, value: (answer: MatchAnswer) => string | number | undefined];

const higherTaxon = (rank: AnswerTaxon["rank"]) => (answer: MatchAnswer) =>
  answer.classification?.find((taxon) => taxon.rank === rank)?.name;

const COLUMNS: readonly Column[] = [
  ["matchType", (answer) => answer.diagnostics.matchType],
  ["matchConfidence", (answer) => answer.diagnostics.confidence],
  ["usageKey", (answer) => answer.usage?.key],
  ["matchedName", (answer) => answer.usage?.name],
  ["matchedCanonicalName", (answer) => answer.usage?.canonicalName],
  ["matchedAuthorship", (answer) => answer.usage?.authorship],
  ["matchedRank", (answer) => answer.usage?.rank],
  ["matchedStatus", (answer) => answer.usage?.status],
  ["acceptedUsageKey", (answer) => (answer.acceptedUsage ?? answer.usage)?.key],
  ["acceptedName", (answer) => (answer.acceptedUsage ?? answer.usage)?.name],
  ["matchedKingdom", higherTaxon("KINGDOM")],
  ["matchedPhylum", higherTaxon("PHYLUM")],
  ["matchedClass", higherTaxon("CLASS")],
  ["matchedOrder", higherTaxon("ORDER")],
  ["matchedFamily", higherTaxon("FAMILY")],
  ["matchedGenus", higherTaxon("GENUS")],
  ["matchedSpecies", higherTaxon("SPECIES")],
  ["editDistance", (answer) => answer.diagnostics.editDistance],
  ["matchReasons", (answer) => joined(answer.diagnostics.reasons)],
  ["matchIssues", (answer) => joined(answer.diagnostics.issues)],
  ["candidateKeys", (answer) => joined(answer.diagnostics.candidates?.map((candidate) => candidate.key))],
  ["matchError", () => undefined],
];

/** Names of the answer's columns; a name that the request has already gets a number. */
export function answerColumns(taken: readonly string[]): string[] {
  const used = new Set(taken);
  return COLUMNS.map(([name]) => {
    let free = name;
    for (let n = 2; used.has(free); n++) free = `${name}_${n}`;
    return free;
  });
}

/** The cells of an answer, `""` where there is nothing to say. */
export function answerCells(answer: MatchAnswer): string[] {
  return COLUMNS.map(([, value]) => String(value(answer) ?? ""));
}

/** The cells of a row that could not be read. */
export function errorCells(problem: string): string[] {
  return COLUMNS.map(([name]) => (name === "matchError" ? problem : name === "matchType" ? "NONE" : ""));
}

function joined(values: readonly string[] | undefined): string | undefined {
  return values?.join("|");
}
