/**
 * What kind of change is it when a name is answered otherwise by another release?
 *
 * A change has one kind, the gravest, and tells all that differs. Whoever gave a name an identifier wants to know first
 * which names lost theirs, then which mean something else, and only then what moved above them.
 */
import type { AnswerUsage, MatchAnswer } from "../taxonomy/match.ts";

/** Kinds of change, the gravest first. */
export const CHANGE_KINDS = [
  "lost",
  "found",
  "other usage",
  "other higher taxon",
  "other accepted name",
  "other status",
  "other classification",
  "other rank",
  "other authorship",
  "other match type",
  "other key",
  "same",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What each kind means, for readers of a report. */
export const KIND_MEANINGS: Readonly<Record<ChangeKind, string>> = {
  lost: "matched before; now not at all, or to a higher taxon only",
  found: "matched now; before not at all, or to a higher taxon only",
  "other usage": "another name is matched, or another usage of the same name (a homonym)",
  "other higher taxon": "matched to a higher taxon, to another one than before",
  "other accepted name": "the same usage, but its accepted name is another",
  "other status": "the same usage with another taxonomic status",
  "other classification": "kingdom, phylum, class, order or family changed",
  "other rank": "only the rank changed",
  "other authorship": "only the authorship is written otherwise",
  "other match type": "the same usage, found in another way",
  "other key": "nothing but the identifier changed",
  same: "nothing changed",
};

const CLASSIFICATION_RANKS = ["kingdom", "phylum", "class", "order", "family"] as const;

/** What a name is in one release. */
export interface ChangeSide {
  readonly matchType: string;
  readonly confidence?: number | undefined;
  readonly key?: string | undefined;
  readonly name?: string | undefined;
  readonly rank?: string | undefined;
  readonly status?: string | undefined;
  readonly acceptedKey?: string | undefined;
  readonly acceptedName?: string | undefined;
  readonly kingdom?: string | undefined;
  readonly phylum?: string | undefined;
  readonly class?: string | undefined;
  readonly order?: string | undefined;
  readonly family?: string | undefined;
}

/** Two answers to one query, compared. */
export interface Comparison {
  readonly kind: ChangeKind;
  /** Members of the sides that differ: `["status", "acceptedName"]`. */
  readonly differs: readonly string[];
  readonly before: ChangeSide;
  readonly after: ChangeSide;
}

/** Compares the answers of two releases to the same query. */
export function compareAnswers(one: MatchAnswer, two: MatchAnswer): Comparison {
  const [before, after] = [sideOf(one), sideOf(two)];
  const differs = Object.keys({ ...before, ...after }).filter(
    (member) => member !== "confidence" && before[member as keyof ChangeSide] !== after[member as keyof ChangeSide],
  );
  return { kind: kindOf(one, two, before, after, differs), differs, before, after };
}

function sideOf({ usage, acceptedUsage, classification, diagnostics }: MatchAnswer): ChangeSide {
  const accepted = usage && (acceptedUsage ?? usage);
  const above = CLASSIFICATION_RANKS.map((rank) => [
    rank,
    classification?.find((taxon) => taxon.rank?.toLowerCase() === rank)?.name,
  ]);
  return {
    matchType: diagnostics.matchType,
    confidence: diagnostics.confidence,
    key: usage?.key,
    name: usage?.name,
    rank: usage?.rank,
    status: usage?.status,
    acceptedKey: accepted?.key,
    acceptedName: accepted?.name,
    ...Object.fromEntries(above),
  };
}

function kindOf(
  one: MatchAnswer,
  two: MatchAnswer,
  before: ChangeSide,
  after: ChangeSide,
  differs: readonly string[],
): ChangeKind {
  const changes = (...members: string[]): boolean => members.some((member) => differs.includes(member));
  if (!one.usage && !two.usage) return changes("matchType") ? "other match type" : "same";
  if (!two.usage) return "lost";
  if (!one.usage) return "found";
  const isHigher = (side: ChangeSide): boolean => side.matchType === "HIGHERRANK";
  if (isHigher(before) !== isHigher(after)) return isHigher(after) ? "lost" : "found";
  if (isOther(one.usage, two.usage, before.kingdom, after.kingdom))
    return isHigher(before) ? "other higher taxon" : "other usage";
  const [oldAccepted, newAccepted] = [one.acceptedUsage ?? one.usage, two.acceptedUsage ?? two.usage];
  if (isOther(oldAccepted, newAccepted, before.kingdom, after.kingdom)) return "other accepted name";
  if (changes("status")) return "other status";
  if (changes(...CLASSIFICATION_RANKS)) return "other classification";
  if (changes("rank")) return "other rank";
  if (changes("name", "acceptedName")) return "other authorship";
  if (changes("matchType")) return "other match type";
  return changes("key", "acceptedKey") ? "other key" : "same";
}

/**
 * True when two usages of two releases are not the same one: another name; or one name with other keys, where the
 * authors or the kingdoms say that they are homonyms.
 */
function isOther(
  one: AnswerUsage,
  two: AnswerUsage,
  oneKingdom: string | undefined,
  twoKingdom: string | undefined,
): boolean {
  if ((one.canonicalName ?? one.name) !== (two.canonicalName ?? two.name)) return true;
  if (one.key === two.key) return false;
  if (oneKingdom && twoKingdom && oneKingdom !== twoKingdom) return true;
  return haveOtherAuthors(one.authorship ?? "", two.authorship ?? "");
}

/** True when both name authors and none of one may be one of the other: `"Mill."` and `"Miller"` may, `"L."` and `"Vieillot"` may not. */
function haveOtherAuthors(one: string, two: string): boolean {
  const [ones, twos] = [authorWords(one), authorWords(two)];
  if (ones.length === 0 || twos.length === 0) return false;
  return !ones.some((a) => twos.some((b) => a.startsWith(b) || b.startsWith(a)));
}

function authorWords(authorship: string): string[] {
  return (
    authorship
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  );
}
