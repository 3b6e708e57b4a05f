/** What does the server send? The members of its JSON that the page reads, and small questions to them. */

/** A usage as an answer names it. */
export interface Usage {
  key: string;
  name: string;
  canonicalName?: string;
  authorship?: string;
  rank?: string;
  status?: string;
}

/** A step of a classification, root first. */
export interface Taxon {
  key: string;
  name: string;
  rank?: string;
}

/** A usage that may be meant instead. */
export interface Candidate extends Usage {
  acceptedKey?: string;
  kingdom?: string;
  family?: string;
  confidence?: number;
}

/** What is known of how an answer was found. */
export interface Diagnostics {
  matchType: string;
  confidence?: number;
  note?: string;
  reasons?: string[];
  qualifier?: string;
  decidedBy?: string[];
  candidates?: Candidate[];
  alternatives?: Answer[];
  editDistance?: number;
  score?: Record<string, number>;
  steps?: string[];
}

/** The answer of `/v2/species/match?details=true`. */
export interface Answer {
  usage?: Usage;
  acceptedUsage?: Usage;
  classification?: Taxon[];
  synonym?: boolean;
  diagnostics: Diagnostics;
}

/** How a name was found, in the order in which people look at them. */
export const MATCH_TYPES = ["EXACT", "VARIANT", "HIGHERRANK", "AMBIGUOUS", "NONE"] as const;

/** One of {@link MATCH_TYPES}. */
export type ShownType = (typeof MATCH_TYPES)[number];

/**
 * The type that is shown. Homonyms that nothing tells apart are sent as NONE with their candidates, which is something
 * else than a name that is not there.
 */
export function shownType({ usage, diagnostics }: Answer): ShownType {
  if (!usage && (diagnostics.candidates?.length ?? 0) > 1) return "AMBIGUOUS";
  const known = MATCH_TYPES.find((type) => type === diagnostics.matchType);
  return known ?? (usage ? "VARIANT" : "NONE");
}

/** Usages that may be meant, the one found first, each once. */
export function candidatesOf({ usage, acceptedUsage, classification, diagnostics }: Answer): Candidate[] {
  const candidates = new Map<string, Candidate>();
  const put = (candidate: Candidate) => {
    const before = candidates.get(candidate.key);
    candidates.set(candidate.key, before ? { ...candidate, ...before } : candidate);
  };
  if (usage) put(asCandidate(usage, classification, acceptedUsage, diagnostics.confidence));
  for (const candidate of diagnostics.candidates ?? []) put(candidate);
  for (const other of diagnostics.alternatives ?? [])
    if (other.usage)
      put(asCandidate(other.usage, other.classification, other.acceptedUsage, other.diagnostics.confidence));
  return [...candidates.values()];
}

function asCandidate(
  usage: Usage,
  classification: readonly Taxon[] = [],
  accepted: Usage | undefined,
  confidence: number | undefined,
): Candidate {
  const kingdom = taxonAt(classification, "KINGDOM");
  const family = taxonAt(classification, "FAMILY");
  return {
    ...usage,
    ...(kingdom ? { kingdom } : {}),
    ...(family ? { family } : {}),
    ...(accepted ? { acceptedKey: accepted.key } : {}),
    ...(confidence === undefined ? {} : { confidence }),
  };
}

/** The name of the taxon of a rank in a classification, `""` without one. */
export function taxonAt(classification: readonly Taxon[], rank: string): string {
  return classification.find((step) => step.rank === rank)?.name ?? "";
}

/** A code as words: `"AUTHORSHIP_DIFFERS"` → `"authorship differs"`, `"taxonRank"` → `"taxon rank"`. */
export function wordsOf(code: string): string {
  return code
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
}
