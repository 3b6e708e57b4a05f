import type { AnswerTaxon, AnswerUsage, MatchAnswer } from "../taxonomy/match.ts";

/**
 * The answer of GBIF's `GET /v1/species/match2`: nested like API v2, with the keys, match types and statuses of API v1.
 *
 * @param flat the v1 answer to the same query
 */
export function nestedAnswer(answer: MatchAnswer, flat: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { usage, acceptedUsage, classification, diagnostics, synonym } = answer;
  return {
    synonym,
    ...(usage && { usage: briefUsage(usage) }),
    ...(acceptedUsage && { acceptedUsage: briefUsage(acceptedUsage) }),
    ...(classification && { classification: classification.map(briefUsage) }),
    diagnostics: {
      matchType: flat["matchType"],
      confidence: flat["confidence"],
      ...(flat["status"] !== undefined && { status: flat["status"] }),
      ...(flat["note"] !== undefined && { note: flat["note"] }),
      ...(diagnostics.alternatives && {
        alternatives: diagnostics.alternatives.map((alternative, i) =>
          nestedAnswer(alternative, ((flat["alternatives"] as object[] | undefined)?.[i] ?? {}) as typeof flat),
        ),
      }),
      ...(flat["diagnostics"] as object | undefined),
    },
    issues: diagnostics.issues ?? [],
  };
}

function briefUsage({ key, name, rank }: AnswerUsage | AnswerTaxon): Record<string, unknown> {
  return { key: numberOf(key), name, ...(rank && { rank }) };
}

/** API v1 has whole numbers as keys; others stay strings. */
function numberOf(key: string): number | string {
  const number = Number(key);
  return Number.isSafeInteger(number) && String(number) === key ? number : key;
}
