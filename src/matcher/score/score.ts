/**
 * How good is a candidate?
 *
 * A sum of integers, GBIF's: name, authorship, classification, rank, status. How strictly each counts depends on the
 * mode: `fuzzy` is the usual one, `strict` multiplies disagreements, `higher` looks for a taxon to fall back to and
 * ignores authorship.
 */
import type { ImageReader, NameOrdinal, UsageOrdinal } from "../../image/read.ts";
import { type AuthorshipKey, compareAuthorship, normalizeAuthorship } from "../../names/authors/authorship.ts";
import { isInfraspecific, isSuprageneric, type Rank } from "../../taxonomy/rank.ts";
import type { TaxonomicStatus } from "../../taxonomy/status.ts";
import type { NameComparison } from "../compare/name-comparison.ts";
import { authorshipKeyOf, type Target } from "../query/target.ts";
import type { Candidate } from "./candidate.ts";
import type { Hints } from "./hints.ts";
import { rankScore } from "./rank-score.ts";
import { nameSimilarity } from "./similarity.ts";

/** How the parts of the score are weighed. */
export type Mode = "fuzzy" | "strict" | "higher";

const STATUS_SCORES: Readonly<Record<TaxonomicStatus, number>> = {
  ACCEPTED: 1,
  SYNONYM: 0,
  AMBIGUOUS_SYNONYM: -1,
  PROVISIONALLY_ACCEPTED: -5,
  BARE_NAME: -5,
  MISAPPLIED: -10,
};

/** What scoring reads of the query under way. The decision cache rests on it: it holds all that is read here. */
export interface Scoring {
  readonly image: ImageReader;
  readonly hints: Hints;
  readonly api: "v1" | "v2";
  /** The name asked for beside another; holds until the next call. */
  compare(name: NameOrdinal, target: Target): NameComparison;
}

/** Fills in the scores of a candidate. */
export function scoreCandidate(candidate: Candidate, search: Scoring, target: Target, mode: Mode): void {
  const { usage } = candidate;
  const { image, hints, api } = search;
  candidate.nameScore = nameScore(candidate, search, target);
  candidate.authorshipScore = mode === "higher" ? 0 : authorshipScore(candidate, image, target, mode, api);
  candidate.classificationScore = mode === "strict" ? hints.strictScore(usage) : hints.score(usage);
  candidate.rankScore = weighedRank(rankScore(rankAsked(candidate, search, target), rankOf(image, usage)), mode);
  candidate.statusScore = STATUS_SCORES[image.status(usage)];
  candidate.score = candidate.excluded
    ? 0
    : candidate.nameScore +
      candidate.authorshipScore +
      candidate.classificationScore +
      candidate.rankScore +
      candidate.statusScore;
}

/** The rank of a usage. Lists of bare names say none; that of two or three Latin words follows from their number. */
function rankOf(image: ImageReader, usage: UsageOrdinal): Rank | undefined {
  const rank = image.rank(usage);
  if (rank !== undefined || !image.isPlain(usage)) return rank;
  const count = image.wordCountOf(image.nameOf(usage));
  return count === 1 ? undefined : count === 2 ? "SPECIES" : "INFRASPECIFIC_NAME";
}

/** The rank asked for. A rank that follows from the number of words says nothing when that number is in doubt. */
function rankAsked(candidate: Candidate, search: Scoring, target: Target): Rank | undefined {
  if (target.rankGiven) return target.rank;
  const found = rankOf(search.image, candidate.usage);
  // Checklists rank some names of three words as species, and some of two words as forms.
  if (target.rank === "INFRASPECIFIC_NAME" && found === "SPECIES") return found;
  if (target.rank === "SPECIES" && found !== undefined && isInfraspecific(found)) return found;
  if (candidate.spelling !== "near") return target.rank;
  return search.compare(candidate.name, target).isAligned ? target.rank : found;
}

function weighedRank(score: number, mode: Mode): number {
  if (mode === "higher") return score * 2;
  return mode === "strict" && score < 0 ? score * 10 : score;
}

/** As a name that normalises to the same, in the same genus. */
const SAME_BUT_FOR_DOTS = 100;

function nameScore(candidate: Candidate, search: Scoring, target: Target): number {
  if (candidate.spelling === "exact") {
    if (target.kind === "identifier" || target.kind === "virus" || target.kind === "hybridFormula") return 120;
    return target.canonical.includes(" ") ? 110 : 100;
  }
  // Letters without their dots are no error, in the genus neither.
  if (candidate.spelling === "variant" && candidate.editCost === 0) return SAME_BUT_FOR_DOTS;
  const { image } = search;
  if (candidate.spelling === "near" && image.isPlain(candidate.usage)) {
    const comparison = search.compare(candidate.name, target);
    if (comparison.foundCount === 1) return nearNameScore(candidate, true, false);
    const isSameGenus =
      (comparison.isPlain && !comparison.differs(0)) || target.canonical.startsWith(capitalised(comparison.found(0)!));
    return nearNameScore(candidate, false, !isSameGenus, isWordInUse(comparison));
  }
  const name = image.canonicalName(candidate.usage);
  const genusEnd = name.indexOf(" ");
  const genus = genusEnd < 0 ? 0 : target.canonical.startsWith(name.slice(0, genusEnd)) ? 5 : -10;
  if (candidate.spelling === "variant")
    return Math.max(90, Math.trunc(nameSimilarity(target.canonical, name))) - 5 + genus;
  return nearNameScore(candidate, genusEnd < 0, genus < 0);
}

/** True when the epithet asked for, which is not that of the candidate, is one of other genera. */
function isWordInUse(comparison: NameComparison): boolean {
  return comparison.asked.length > 1 && comparison.differs(1) && comparison.generaWithAsked(1) > 0;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/**
 * Name score of a spelling within two edits: 95 for one edit in an epithet, less for two and for other genera. GBIF's own
 * similarity depends on where in the word the edit sits, which users complain about (matching-ws#13).
 */
function nearNameScore(candidate: Candidate, isUninomial: boolean, otherGenus: boolean, isInUse = false): number {
  // A word in use is hardly an error: such names are absent from the checklist as often as misspelt.
  const edits = isInUse ? 82 : candidate.editCost <= 1 ? 95 : candidate.editCost <= 2 ? 88 : 82;
  // One letter off, most genera are other genera: GBIF's figure, just enough when nothing contradicts.
  if (isUninomial) return candidate.editCost <= 0.5 ? 84 : candidate.editCost <= 1 ? 81 : 77;
  return otherGenus ? edits - 6 : edits;
}

/** Authorship, −36…+20 in the usual mode (GBIF v2): zero when either side has none. */
function authorshipScore(
  candidate: Candidate,
  image: ImageReader,
  target: Target,
  mode: Mode,
  api: "v1" | "v2",
): number {
  candidate.authorship = "UNKNOWN";
  if (target.authorship === undefined) return 0;
  const authorship = image.authorshipOrdinal(candidate.usage);
  if (authorship === 0) return isAutonym(target) ? 0 : -1;
  if (authorship === target.authorshipOrdinal && api === "v2") {
    candidate.authorship = "EQUAL";
    return sameAuthorshipScore(rankFactor(image, candidate), target, mode);
  }
  const asked = authorshipKeyOf(target);
  const key = keyOfAuthorship(image, authorship);
  if (api === "v1") return legacyAuthorshipScore(candidate, asked, key, mode);
  const { verdict, evidence } = compareAuthorship(asked, key);
  candidate.authorship = verdict === "DIFFERENT" && isSameBasionymAuthor(asked, key) ? "UNKNOWN" : verdict;
  const factor = rankFactor(image, candidate);
  if (verdict === "EQUAL" && evidence.identical) return sameAuthorshipScore(factor, target, mode);
  let score = verdict === "EQUAL" ? 2 * factor : candidate.authorship === "DIFFERENT" ? -3 * factor : 0;
  if (evidence.identical) score += isAutonym(target) ? 1 : 8;
  if (mode === "strict") score *= 2;
  return score < 0 ? score * 2 : score;
}

function rankFactor(image: ImageReader, { usage }: Candidate): number {
  const rank = image.rank(usage);
  return rank !== undefined && isSuprageneric(rank) ? 2 : 6;
}

/** Both authorships are written alike. */
function sameAuthorshipScore(factor: number, target: Target, mode: Mode): number {
  const score = 2 * factor + (isAutonym(target) ? 1 : 8);
  return mode === "strict" ? score * 2 : score;
}

/**
 * "Iris xiphium (L.) Dryand." against "Iris xiphium L.": the name was published by the author in brackets, so that what
 * follows is an error of citation rather than another name.
 */
function isSameBasionymAuthor(asked: AuthorshipKey, key: AuthorshipKey): boolean {
  if (asked.basionym === undefined || key.basionym !== undefined) return false;
  return compareAuthorship({ ...asked, combination: asked.basionym, basionym: undefined }, key).verdict === "EQUAL";
}

const LEGACY = { rules: "v1" } as const;

/** Authorship of API v1: combination and bracket authors are added up, so that a right bracket softens a wrong author. */
function legacyAuthorshipScore(candidate: Candidate, asked: AuthorshipKey, key: AuthorshipKey, mode: Mode): number {
  const { verdict, evidence } = compareAuthorship(asked, key, LEGACY);
  candidate.authorship = verdict;
  const points = (part: string, equal: number, different: number) =>
    part === "EQUAL" ? equal : part === "DIFFERENT" ? different : 0;
  const sum = points(evidence.combination, 6, -9) + points(evidence.basionym, 2, -3);
  const score = sum * (mode === "strict" ? 4 : 2);
  return score < 0 ? score * 2 : score;
}

/** Normalised authorships of usages met lately, by image: few authors have most of the names. */
const keys = new WeakMap<ImageReader, Map<number, AuthorshipKey>>();
const MAX_KEYS = 50_000;

function keyOfAuthorship(image: ImageReader, authorship: number): AuthorshipKey {
  let known = keys.get(image);
  if (known === undefined) {
    known = new Map();
    keys.set(image, known);
  }
  let key = known.get(authorship);
  if (key === undefined) {
    if (known.size >= MAX_KEYS) known.clear();
    key = normalizeAuthorship(image.authorshipText(authorship));
    known.set(authorship, key);
  }
  return key;
}

function isAutonym(target: Target): boolean {
  return target.infraspecificEpithet !== undefined && target.infraspecificEpithet === target.specificEpithet;
}
