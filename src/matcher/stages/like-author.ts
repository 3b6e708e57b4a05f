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

/**
 * Raises the usages whose authorship is written most like the one asked for, when the authors of usages of several taxa
 * agree with it: "(Kuth) Swallen" is (Kunth) Swallen rather than (Humb., Bonpl. & Kunth) Swallen.
 */
function preferClosest({ list, target, image, taxa }: Search): void {
  const equal = list.items.filter(({ authorship, excluded }) => authorship === "EQUAL" && !excluded);
  const first = equal[0];
  if (first === undefined || equal.every(({ usage }) => taxa.accepted(usage) === taxa.accepted(first.usage))) return;
  const asked = lettersOf(target.authorship!);
  const distances = equal.map(({ usage }) => editDistance(asked, lettersOf(image.authorship(usage)!)));
  const least = Math.min(...distances);
  if (least > Math.max(1, asked.length / 5)) return;
  const closest = equal.filter((_, at) => distances[at] === least);
  if (closest.some(({ usage }) => taxa.accepted(usage) !== taxa.accepted(closest[0]!.usage))) return;
  for (const candidate of closest) {
    candidate.score += CLOSEST_AUTHOR;
    candidate.authorshipScore += CLOSEST_AUTHOR;
  }
}

/** More than an accepted name is ahead of one that is so only for the time being. */
const CLOSEST_AUTHOR = 8;

/** An authorship without its spaces and full stops; brackets tell a combination from an original name. */
function lettersOf(authorship: string): string {
  return foldName(
    authorship
      .replace(/[\s.,]+/g, "")
      .replace(/&|\bet\b/g, "")
      .replace(/\(/g, "zq")
      .replace(/\)/g, "qz"),
  );
}

/** Raises the usages whose author differs by an error, when those of one taxon have such an author; candidates must be scored. */
export function preferLikeAuthor(search: Search): void {
  const { list, target, image, taxa } = search;
  const { items } = list;
  if (target.authorship === undefined || target.strict || items.length < 2) return;
  if (items.some(({ authorship }) => authorship === "EQUAL")) {
    preferClosest(search);
    return;
  }
  const asked = surnames(target.authorship);
  const year = yearOf(target.authorship);
  const letters = lettersOf(withoutYear(target.authorship));
  const alike: Candidate[] = [];
  for (const candidate of items) {
    if (candidate.authorship !== "DIFFERENT" || candidate.excluded) continue;
    const authorship = image.authorship(candidate.usage)!;
    const other = yearOf(authorship);
    if (year !== undefined && other !== undefined && year !== other) continue;
    // "RBr" is R.Br. without its full stops.
    const isSame = lettersOf(withoutYear(authorship)) === letters;
    if (isSame || surnames(authorship).some((name) => asked.some((one) => isLike(one, name)))) alike.push(candidate);
  }
  const first = alike[0];
  if (first === undefined || alike.some(({ usage }) => taxa.accepted(usage) !== taxa.accepted(first.usage))) return;
  for (const candidate of alike) {
    candidate.score += LIKE_AUTHOR - candidate.authorshipScore;
    candidate.authorshipScore = LIKE_AUTHOR;
    candidate.authorship = "EQUAL";
  }
}

function withoutYear(authorship: string): string {
  return authorship.replace(/,?\s*\[?\d{4}\]?/g, "");
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
