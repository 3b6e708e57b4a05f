/**
 * GBIF's own test cases for matching, and what it means that an answer fits one (spec of the cases: gbif-matching §3).
 *
 * They stand beside the project, not in it: everything here returns `undefined` when they are absent.
 */
import { existsSync, readFileSync } from "node:fs";
import { answerV1 } from "../src/answer/v1.ts";
import { answerV2 } from "../src/answer/v2.ts";
import { buildImage } from "../src/image/build.ts";
import { JoinTable } from "../src/image/ids/build-joins.ts";
import { withJoins } from "../src/image/join-identifiers.ts";
import { ImageReader } from "../src/image/read.ts";
import { joinChecklist } from "../src/matcher/join-checklist.ts";
import { Matcher } from "../src/matcher/match.ts";
import { assembleName, expandAbbreviatedGenus, isSimpleBinomial } from "../src/matcher/query/name-assembly.ts";
import { isVirus, SCORED_RANKS, scoreOfRank, VIRUS_PENALTY } from "../src/matcher/score/classification-score.ts";
import { confidenceOf } from "../src/matcher/score/confidence.ts";
import { normaliseHigherTaxon, saysNothing, usualHigherTaxon } from "../src/matcher/score/higher-taxon.ts";
import { spansRank } from "../src/matcher/score/homonym.ts";
import { rankScore } from "../src/matcher/score/rank-score.ts";
import { distanceSimilarity, nameSimilarity } from "../src/matcher/score/similarity.ts";
import { LINNEAN_RANKS } from "../src/matcher/score/taxa.ts";
import { storedIdentifier } from "../src/taxonomy/identifier-sources.ts";
import type { MatchQuery } from "../src/taxonomy/match.ts";
import type { NameUsage } from "../src/taxonomy/name-usage.ts";
import type { Rank } from "../src/taxonomy/rank.ts";
import { parseRank } from "../src/taxonomy/rank-spelling.ts";
import { parseStatus } from "../src/taxonomy/status-spelling.ts";

const FOLDER = new URL("../../shared/data/gbif/", import.meta.url);

/** One case. */
export interface GbifCase {
  src: string;
  kind: "match" | "id" | "index" | "unit";
  backbone?: string;
  api: "v1" | "v2";
  query: Record<string, unknown> & { fn?: string; args?: unknown[] };
  expect: Record<string, unknown>;
}

/** All cases, or `undefined` when the shared data is absent. */
export function gbifCases(): GbifCase[] | undefined {
  const file = new URL("cases.jsonl", FOLDER);
  if (!existsSync(file)) return undefined;
  return lines(file).map((line) => JSON.parse(line) as GbifCase);
}

function lines(file: URL): string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** The backbone of a group of cases: `nub` (v1), or `ws` (v2) with the identifiers of the checklist "ext" joined to it. */
export function gbifBackbone(backbone: "nub" | "ws"): ImageReader {
  const image = backboneImage(backbone);
  return new ImageReader(backbone === "nub" ? image : withExtJoins(image));
}

function backboneImage(backbone: "nub" | "ws"): Uint8Array {
  const [head, ...rows] = lines(new URL(backbone === "nub" ? "backbone.tsv" : "backbone_ws.tsv", FOLDER));
  const columns = head!.split("\t");
  const usages = rows.map((row, line): NameUsage => {
    const cells = row.split("\t");
    const cell = (column: string) => cells[columns.indexOf(column)] || undefined;
    const name = cell("scientificName")!;
    const authorship = cell("authorship");
    const isWhole = authorship === undefined || name.endsWith(authorship);
    return {
      id: cell("taxonID")!,
      parentId: cell("parentID"),
      acceptedId: cell("acceptedID"),
      scientificName: name,
      authorship: isWhole ? undefined : authorship,
      rank: parseRank(cell("rank")),
      status: cell("status") === "DOUBTFUL" ? "PROVISIONALLY_ACCEPTED" : parseStatus(cell("status"))!,
      line: line + 2,
    };
  });
  return buildImage(usages, { checklistKey: backbone });
}

/** The ten names of the index tests, as far as the tests tell them. */
export function tenNames(): ImageReader {
  const taxon = (id: string, parentId: string | undefined, scientificName: string, rank: string): NameUsage => ({
    id,
    parentId,
    scientificName,
    rank: parseRank(rank),
    status: "ACCEPTED",
    line: Number(id),
  });
  const usages = [
    taxon("1", undefined, "Plantae", "kingdom"),
    taxon("2", "1", "Pinophyta", "phylum"),
    taxon("3", "2", "Pinopsida", "class"),
    taxon("4", "3", "Pinales", "order"),
    taxon("5", "4", "Pinaceae", "family"),
    taxon("6", "5", "Abies Mill.", "genus"),
    taxon("7", "6", "Abies alba Mill.", "species"),
    taxon("8", "1", "Magnoliophyta", "phylum"),
    taxon("9", "8", "Araliaceae", "family"),
    taxon("10", "9", "Acanthophora Merr.", "genus"),
  ];
  return new ImageReader(buildImage(usages, { checklistKey: "test10" }));
}

function withExtJoins(image: Uint8Array): Uint8Array {
  const [, ...rows] = lines(new URL("id_join_fixture.tsv", FOLDER));
  const usages = rows.map((row, line): NameUsage => {
    const [id, parentId, scientificName, rank] = row.split("\t");
    return {
      id: id!,
      parentId: parentId || undefined,
      scientificName: scientificName!,
      rank: parseRank(rank),
      status: "ACCEPTED",
      line: line + 2,
    };
  });
  const ext = new ImageReader(buildImage(usages, { checklistKey: "ext" }));
  const table = new JoinTable();
  const joinedCount = joinChecklist(new Matcher(new ImageReader(image)), ext, "ext", (id, usage) =>
    table.add(id, usage),
  );
  const note = {
    source: "ext",
    title: "ext",
    sourceChecksum: "",
    usageCount: usages.length,
    joinedCount,
    problems: [],
  };
  return withJoins(image, table, [note]);
}

/** The query that a case asks. */
export function queryOf({ query }: GbifCase): MatchQuery {
  const { name, rank, authorship, usageKey, fuzzy, maxMatches: _, ...rest } = query;
  return {
    ...(rest as MatchQuery),
    ...(name === undefined ? {} : { scientificName: name as string }),
    ...(rank === undefined ? {} : { taxonRank: rank as string }),
    ...(authorship === undefined ? {} : { scientificNameAuthorship: authorship as string }),
    ...(usageKey === undefined ? {} : { usageKey: String(usageKey) }),
    ...(fuzzy === false ? { strict: true } : {}),
  };
}

/** What is wrong with the answer to a case, in words; `undefined` when it fits. */
export function misfit(testCase: GbifCase, matcher: Matcher): string | undefined {
  if (testCase.kind === "unit") return unitMisfit(testCase);
  const { expect, api } = testCase;
  const outcome = matcher.match(queryOf(testCase), api);
  const flat = answerV1(outcome, matcher.image);
  const nested = answerV2(outcome, matcher.image);
  const key = (api === "v1" ? flat["usageKey"] : nested.usage?.key) ?? null;
  const type = api === "v1" ? flat["matchType"] : nested.diagnostics.matchType;
  const confidence = (api === "v1" ? flat["confidence"] : nested.diagnostics.confidence) ?? null;
  const wrong: string[] = [];
  const differs = (what: string, found: unknown) => wrong.push(`${what} ${JSON.stringify(found)}`);
  if ("usageKey" in expect && String(key) !== String(expect["usageKey"])) {
    differs("key", `${key} ${flat["scientificName"] ?? ""}`);
  }
  if (expect["empty"] === true && key !== null) differs("key", key);
  if (expect["matchTypeNot"] === type) differs("type", type);
  if (expect["matchType"] !== undefined && expect["matchType"] !== type) differs("type", type);
  if ("confidence" in expect && expect["confidence"] !== confidence) differs("confidence", confidence);
  const { minConfidence, maxConfidence } = expect as Record<string, number>;
  // GBIF's helper for "no match" never looks at the range; such cases say so in a note.
  if (minConfidence !== undefined && expect["note"] === undefined) {
    if (confidence === null || Number(confidence) < minConfidence || Number(confidence) > maxConfidence!) {
      differs("confidence", confidence);
    }
  }
  for (const member of ["scientificName", "canonicalName", "rank", "synonym"]) {
    if (member in expect && flat[member] !== expect[member]) differs(member, flat[member]);
  }
  if ("acceptedUsageKey" in expect && (flat["acceptedUsageKey"] ?? null) !== expect["acceptedUsageKey"]) {
    differs("accepted", flat["acceptedUsageKey"]);
  }
  return wrong.length === 0 ? undefined : wrong.join(", ");
}

/** The arguments come from a file of cases: only the function itself knows what they are. */
type Fn = (...args: never[]) => unknown;

/** What GBIF calls the fields of a query's name. */
interface NameArguments {
  name?: string;
  authorship?: string;
  rank?: Rank;
  infraSpecificEpithet?: string;
  classification?: Readonly<Record<string, string>>;
  genericName?: string;
  specificEpithet?: string;
}

const nothing = <T>(value: T | undefined) => value ?? null;

/** Score of one classification against another, as the matcher adds it up from an image. */
function classificationScore(query: Record<string, string>, candidate: Record<string, string>): number {
  const usual = (name: string | undefined, rank: string) => (name ? usualHigherTaxon(name, rank) : undefined);
  const scores = SCORED_RANKS.map((rank, slot) =>
    scoreOfRank(slot, usual(query[rank], rank), usual(candidate[rank], rank)),
  );
  const sum = scores.reduce((a, b) => a + b, isVirus(candidate["kingdom"]) ? VIRUS_PENALTY : 0);
  return Math.max(-60, Math.min(50, sum));
}

/** The functions that unit cases call, by GBIF's name. */
export const FUNCTIONS: Record<string, Fn> = {
  rankSimilarity: rankScore,
  normConfidence: confidenceOf,
  classificationSimilarity: (a, b) => classificationScore(a, b),
  scientificNameSimilarity: nameSimilarity,
  editDistanceToSimilarity: (distance: number, a: string, b: string) =>
    distanceSimilarity(distance, a.length, b.length),
  isSimpleBinomial,
  expandAbbreviatedGenus,
  higherTaxonLookup: (name, rank: string) => nothing(usualHigherTaxon(name, rank.toLowerCase())),
  higherTaxonNorm: (name) => nothing(normaliseHigherTaxon(name)),
  isBlacklisted: saysNothing,
  extractKeyForSearch: (id, scheme) => nothing(storedIdentifier(id, scheme)),
  assembleName: ({ name, authorship, rank, infraSpecificEpithet, classification, ...rest }: NameArguments) => {
    const answer = assembleName(
      {
        ...classification,
        ...rest,
        scientificName: name,
        scientificNameAuthorship: authorship,
        infraspecificEpithet: infraSpecificEpithet,
      },
      rank,
    );
    return { name: nothing(answer.name), rank: nothing(answer.rank) };
  },
  similarButSpanRank: (matches: Record<string, unknown>[], within: number, rank: string) =>
    spansRank(
      matches.length,
      (i) => matches[i]!["confidence"] as number,
      (i, slot) => matches[i]![LINNEAN_RANKS[slot]!],
      within,
      LINNEAN_RANKS.indexOf(rank.toLowerCase() as "class"),
    ),
};

function unitMisfit({ query, expect }: GbifCase): string | undefined {
  const fn = FUNCTIONS[query.fn!];
  if (fn === undefined) return `there is no function ${query.fn}`;
  const actual = fn(...(query.args as never[]));
  const { equals, min, max, tolerance } = expect as Record<string, number>;
  const found = JSON.stringify(actual);
  if (tolerance !== undefined) return Math.abs((actual as number) - equals!) <= tolerance ? undefined : found;
  if ("equals" in expect && found !== JSON.stringify(equals)) return found;
  if (min !== undefined && (actual as number) < min) return `${found} is below ${min}`;
  if (max !== undefined && (actual as number) > max) return `${found} is above ${max}`;
  return undefined;
}
