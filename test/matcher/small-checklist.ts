/** A checklist of a few names, and its answers in a line each. */
import { buildImage } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import type { ToldOutcome } from "../../src/matcher/outcome.ts";
import type { MatchQuery } from "../../src/taxonomy/match.ts";
import { parseRank } from "../../src/taxonomy/rank-spelling.ts";

/** Id, name, authorship, rank, id of the parent. */
export type SmallName = readonly [id: string, name: string, authorship: string, rank: string, parentId: string];

/** An image of accepted names. */
export function imageOfNames(names: readonly SmallName[]): ImageReader {
  const usages = names.map(([id, scientificName, authorship, rank, parentId]) => ({
    id,
    scientificName,
    authorship: authorship || undefined,
    rank: parseRank(rank),
    status: "ACCEPTED" as const,
    ...(parentId === "" ? {} : { parentId }),
    line: 1,
  }));
  return new ImageReader(buildImage(usages, { checklistKey: "small" }));
}

/** What a checklist answers: `outcomeOf` all of it, `answer` as in `"EXACT Quercus robur cf."`. */
export function answersOf(image: ImageReader): {
  matcher: Matcher;
  outcomeOf: (query: MatchQuery | string) => ToldOutcome;
  answer: (query: MatchQuery | string) => string;
} {
  const matcher = new Matcher(image);
  const outcomeOf = (query: MatchQuery | string) =>
    matcher.match(typeof query === "string" ? { scientificName: query } : query);
  const answer = (query: MatchQuery | string) => {
    const { matchType, usage, qualifier } = outcomeOf(query);
    const name = usage < 0 ? "-" : image.canonicalName(usage);
    return `${matchType} ${name}${qualifier === undefined ? "" : ` ${qualifier}`}`;
  };
  return { matcher, outcomeOf, answer };
}
