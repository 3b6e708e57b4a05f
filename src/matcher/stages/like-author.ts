/**
 * Which usage of a name has an author written almost like the one asked for?
 *
 * "Rodoute" for Redouté decides between homonyms when no other author is like it. Only between usages of one name: a
 * single usage is taken whoever its author.
 */
import { foldName } from "../../names/keys/fold.ts";
import { editDistance } from "../compare/edit-distance.ts";
import type { Candidate } from "../score/candidate.ts";
import type { Search } from "../search.ts";

/** Points for an author with an error, somewhat less than for the author as written. */
const LIKE_AUTHOR = 6;
/** Shorter surnames with a letter changed are other surnames. */
const SHORTEST = 4;
const SHORTEST_WITH_TWO_EDITS = 7;

/** Raises the usages whose author differs by an error, when those of one taxon have such an author; candidates must be scored. */
export function preferLikeAuthor({ list, target, image, taxa }: Search): void {
  const { items } = list;
  if (target.authorship === undefined || items.length < 2) return;
  if (items.some(({ authorship }) => authorship === "EQUAL")) return;
  const asked = surnames(target.authorship);
  const year = yearOf(target.authorship);
  const alike: Candidate[] = [];
  for (const candidate of items) {
    if (candidate.authorship !== "DIFFERENT" || candidate.excluded) continue;
    const authorship = image.authorship(candidate.usage)!;
    const other = yearOf(authorship);
    if (year !== undefined && other !== undefined && year !== other) continue;
    if (surnames(authorship).some((name) => asked.some((one) => isLike(one, name)))) alike.push(candidate);
  }
  const first = alike[0];
  if (first === undefined || alike.some(({ usage }) => taxa.accepted(usage) !== taxa.accepted(first.usage))) return;
  for (const candidate of alike) {
    candidate.score += LIKE_AUTHOR - candidate.authorshipScore;
    candidate.authorshipScore = LIKE_AUTHOR;
    candidate.authorship = "EQUAL";
  }
}

function surnames(authorship: string): string[] {
  return (authorship.match(/\p{Lu}[\p{L}'’-]{3,}/gu) ?? []).map(foldName);
}

function yearOf(authorship: string): string | undefined {
  return /\b1[789]\d\d\b|\b20\d\d\b/.exec(authorship)?.[0];
}

function isLike(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (shorter < SHORTEST) return false;
  return editDistance(a, b) <= (shorter < SHORTEST_WITH_TWO_EDITS ? 1 : 2);
}
