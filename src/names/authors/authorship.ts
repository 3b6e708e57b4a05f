/**
 * Who is meant by an authorship, and do two authorships mean the same people?
 *
 * {@link compareAuthorship} answers EQUAL, DIFFERENT or UNKNOWN with graded evidence. Rules `"v1"` and `"v2"` are those
 * of GBIF's matching (checklistbank's `AuthorComparator`, the Catalogue of Life's after it): one shared author is
 * enough; combination authors decide, basionym authors only when there are none; ex-authors may stand for the author.
 * The grade 0-7 is gnames': all, some or no authors shared, by the years.
 */

import { type AuthorTeam, emptyName } from "../parsed-name.ts";
import { clean } from "../text/clean.ts";
import { Scan } from "../text/scan.ts";
import { type AuthorKey, authorKey, sameAuthor } from "./author-key.ts";
import { PlainAuthors } from "./plain-authors.ts";
import { AuthorScanner, emendation, readAuthorsBehindNote } from "./scan-authors.ts";
import { readNotes } from "./scan-notes.ts";

const scan = new Scan();
const scanner = new AuthorScanner(scan);
const plain = new PlainAuthors();

/** Longest authorship read as plain. */
const MAX_PLAIN = 250;

/** Parts of an authorship that stands in a column of its own. */
export interface ParsedAuthorship {
  combination: AuthorTeam | undefined;
  basionym: AuthorTeam | undefined;
  /** `"(Basionym) Author, year"`, empty when nothing was read. */
  text: string;
  taxonomicNote: string | undefined;
  nomenclaturalNote: string | undefined;
}

/** Reads an authorship alone: `"(L.) Mill., 1768"`. Never throws. */
export function parseAuthorship(text: string): ParsedAuthorship {
  const cleaned = clean(text);
  scan.begin(cleaned.text);
  const end = scan.tokens.count;
  let read = scanner.read(0, end);
  const notes = emptyName(text);
  const to = readNotes(scan, notes, read === undefined ? 0 : read.to, end);
  if (read === undefined && notes.taxonomicNote !== undefined) {
    read = readAuthorsBehindNote(scanner, scan.tokens, to, end);
    if (read !== undefined) readNotes(scan, notes, read.to, end);
  }
  const year = read === undefined ? scanner.readYearAlone(0, end) : undefined;
  const yearOnly: AuthorTeam | undefined =
    year === undefined
      ? undefined
      : { authors: [], exAuthors: [], inAuthors: [], emendAuthors: [], year: year.year, yearApproximate: false };
  return {
    combination: read?.combination ?? yearOnly,
    basionym: read?.basionym,
    text: read?.text ?? year?.year ?? "",
    taxonomicNote: notes.taxonomicNote ?? (read === undefined ? undefined : emendation(scan.tokens, read)),
    nomenclaturalNote: notes.nomenclaturalNote ?? (read?.manuscript ? "ms" : undefined),
  };
}

/** A team, ready to compare. */
interface TeamKey {
  authors: AuthorKey[];
  exAuthors: AuthorKey[];
  /** "et al.": there are more. */
  openEnded: boolean;
  year: string | undefined;
}

/** An authorship, ready to compare. */
export interface AuthorshipKey {
  combination: TeamKey | undefined;
  basionym: TeamKey | undefined;
  /** Normalised string: equal strings are the same authorship. `"(l) mill,1768"` */
  text: string;
}

/** Verdict on two authorships or teams. */
type AuthorVerdict = "EQUAL" | "DIFFERENT" | "UNKNOWN";

/** What the verdict rests on. */
export interface AuthorshipComparison {
  verdict: AuthorVerdict;
  evidence: {
    combination: AuthorVerdict;
    basionym: AuthorVerdict;
    years: "same" | "near" | "different" | "unknown";
    /** Authors of the smaller team found in the other, 0-1; `undefined` when one side names none. */
    shared: number | undefined;
    /** gnames' grade: 7 identical teams and year … 1 nothing to compare, 0 contradiction. */
    grade: number;
    /** The normalised strings are the same. */
    identical: boolean;
  };
}

function teamKey(team: AuthorTeam | undefined): TeamKey | undefined {
  if (team === undefined) return undefined;
  let openEnded = false;
  const authors: AuthorKey[] = [];
  for (const author of team.authors) {
    if (author === "al.") openEnded = true;
    else if (author !== "anon.") authors.push(authorKey(author));
  }
  let exAuthors = NO_KEYS;
  if (team.exAuthors.length > 0) exAuthors = team.exAuthors.filter((author) => author !== "al.").map(authorKey);
  return { authors, exAuthors, openEnded, year: team.year };
}

/** Shared by all teams without ex-authors. Frozen, so that nobody writes into it. */
const NO_KEYS = Object.freeze([]) as unknown as AuthorKey[];

function teamText(team: TeamKey | undefined): string {
  if (team === undefined) return "";
  const first = team.authors[0];
  let authors = first === undefined ? "" : first.text;
  for (let i = 1; i < team.authors.length; i++) authors += `|${team.authors[i]!.text}`;
  return team.year === undefined ? authors : `${authors},${team.year}`;
}

/** Key of an authorship: `"(L.) Mill., 1768"`; of parsed teams when the name was parsed anyway. */
export function normalizeAuthorship(
  authorship: string | { combination?: AuthorTeam | undefined; basionym?: AuthorTeam | undefined },
): AuthorshipKey {
  const parsed = typeof authorship === "string" ? readTeams(authorship) : authorship;
  const combination = teamKey(parsed.combination);
  const basionym = teamKey(parsed.basionym);
  const text = basionym === undefined ? teamText(combination) : `(${teamText(basionym)})${teamText(combination)}`;
  return { combination, basionym, text };
}

/** The teams of an authorship; most are plain and need no tokens. */
function readTeams(authorship: string): { combination?: AuthorTeam | undefined; basionym?: AuthorTeam | undefined } {
  plain.words = [];
  return authorship.length <= MAX_PLAIN && plain.read(authorship, 0) ? plain : parseAuthorship(authorship);
}

/** Rules of comparison. */
export interface ComparisonRules {
  /** GBIF's older or newer rules; default v2. */
  rules?: "v1" | "v2" | undefined;
}

/** Compares two authorships. */
export function compareAuthorship(
  a: AuthorshipKey | string,
  b: AuthorshipKey | string,
  options: ComparisonRules = {},
): AuthorshipComparison {
  const x = typeof a === "string" ? normalizeAuthorship(a) : a;
  const y = typeof b === "string" ? normalizeAuthorship(b) : b;
  const combination = compareTeams(x.combination, y.combination, options);
  let basionym = compareTeams(x.basionym, y.basionym, options);
  let verdict = combination;
  if (verdict === "UNKNOWN") verdict = basionym;
  if (verdict === "UNKNOWN") {
    // One wrote parentheses, the other did not.
    const across =
      x.basionym !== undefined && y.basionym === undefined
        ? compareTeams(x.basionym, y.combination, options)
        : y.basionym !== undefined && x.basionym === undefined
          ? compareTeams(x.combination, y.basionym, options)
          : "UNKNOWN";
    if (across === "EQUAL") {
      verdict = "EQUAL";
      basionym = "EQUAL";
    }
  }
  const mainX = x.combination ?? x.basionym;
  const mainY = y.combination ?? y.basionym;
  const shared = sharedAuthors(mainX, mainY, options);
  const years = compareYears(mainX?.year, mainY?.year);
  return {
    verdict,
    evidence: {
      combination,
      basionym,
      years,
      shared: shared?.share,
      grade: grade(shared, years),
      identical: x.text !== "" && x.text === y.text,
    },
  };
}

/** EQUAL, DIFFERENT or UNKNOWN for two teams with their years. */
function compareTeams(a: TeamKey | undefined, b: TeamKey | undefined, options: ComparisonRules = {}): AuthorVerdict {
  if (a === undefined || b === undefined) return "UNKNOWN";
  const years = yearsApart(a.year, b.year);
  if (a.authors.length === 0 || b.authors.length === 0) {
    if (years === undefined) return "UNKNOWN";
    return years <= 1 ? "EQUAL" : "DIFFERENT";
  }
  const likeness = teamLikeness(a, b, options);
  if (likeness === 0) {
    if (options.rules === "v1" && years !== undefined && years <= 1 && shareCapital(a, b)) return "EQUAL";
    return "DIFFERENT";
  }
  if (options.rules === "v1" || years === undefined) return "EQUAL";
  // The same people published for decades; people with nearly the same name need the year.
  return years <= (likeness === 2 ? MAX_YEARS_SAME_AUTHOR : MAX_YEARS_LIKE_AUTHOR) ? "EQUAL" : "DIFFERENT";
}

/** Years between two publications of one name by the same author that may be an error of citation. */
const MAX_YEARS_SAME_AUTHOR = 15;
const MAX_YEARS_LIKE_AUTHOR = 2;

/** Best likeness of any pair of authors; ex-authors may stand for authors, but not in GBIF's older rules. */
function teamLikeness(a: TeamKey, b: TeamKey, options: ComparisonRules): 0 | 1 | 2 {
  let best = bestLikeness(a.authors, b, options);
  if (best === 2 || options.rules === "v1" || a.exAuthors.length === 0) return best;
  const ofEx = bestLikeness(a.exAuthors, b, options);
  if (ofEx > best) best = ofEx;
  return best;
}

function bestLikeness(authors: readonly AuthorKey[], team: TeamKey, options: ComparisonRules): 0 | 1 | 2 {
  let best: 0 | 1 | 2 = 0;
  for (const author of authors) {
    const like = authorLikeness(author, team, options);
    if (like === 2) return 2;
    if (like > best) best = like;
  }
  return best;
}

/** Best likeness of one author and any of a team. */
function authorLikeness(author: AuthorKey, team: TeamKey, options: ComparisonRules): 0 | 1 | 2 {
  let best: 0 | 1 | 2 = 0;
  for (const other of team.authors) {
    const like = likeness(author, other, options);
    if (like === 2) return 2;
    if (like > best) best = like;
  }
  if (options.rules === "v1") return best;
  for (const other of team.exAuthors) {
    const like = likeness(author, other, options);
    if (like === 2) return 2;
    if (like > best) best = like;
  }
  return best;
}

function likeness(one: AuthorKey, other: AuthorKey, options: ComparisonRules): 0 | 1 | 2 {
  return sameAuthor(one, other, options.rules !== "v1");
}

function shareCapital(a: TeamKey, b: TeamKey): boolean {
  return a.authors.some((x) => b.authors.some((y) => x.surname.charAt(0) === y.surname.charAt(0)));
}

/** Years between two years; "188?" is 0 apart from every year it can mean. `undefined` when one is missing. */
function yearsApart(a: string | undefined, b: string | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a.includes("?") || b.includes("?")) {
    const length = Math.min(a.replace("?", "").length, b.replace("?", "").length);
    return a.slice(0, length) === b.slice(0, length) ? 0 : Math.abs(Number(a.slice(0, 3)) - Number(b.slice(0, 3))) * 10;
  }
  return Math.abs(Number.parseInt(a, 10) - Number.parseInt(b, 10));
}

function compareYears(a: string | undefined, b: string | undefined): "same" | "near" | "different" | "unknown" {
  const apart = yearsApart(a, b);
  if (apart === undefined) return "unknown";
  if (apart === 0) return "same";
  return apart <= 2 ? "near" : "different";
}

interface Shared {
  share: number;
  /** Both teams wholly in each other. */
  all: boolean;
}

function sharedAuthors(a: TeamKey | undefined, b: TeamKey | undefined, options: ComparisonRules): Shared | undefined {
  if (a === undefined || b === undefined || a.authors.length === 0 || b.authors.length === 0) return undefined;
  const smaller = a.authors.length <= b.authors.length ? a : b;
  const other = smaller === a ? b : a;
  let inOther = 0;
  for (const author of smaller.authors) if (authorLikeness(author, other, options) > 0) inOther++;
  const all = inOther === smaller.authors.length && a.authors.length === b.authors.length;
  return { share: inOther / smaller.authors.length, all };
}

/** gnames' scale: identical sets 7/6/5 by year, one within the other 6/5/4, overlap 5/4/2, years contradict 1, none 0. */
function grade(shared: Shared | undefined, years: "same" | "near" | "different" | "unknown"): number {
  if (shared === undefined) return 1;
  if (shared.share === 0) return 0;
  if (years === "different") return 1;
  const column = years === "same" ? 0 : years === "near" ? 1 : 2;
  if (shared.all) return [7, 6, 5][column]!;
  if (shared.share === 1) return [6, 5, 4][column]!;
  return [5, 4, 2][column]!;
}
