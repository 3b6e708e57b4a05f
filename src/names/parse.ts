/**
 * What does a name string say?
 *
 * Most names are plain and read in one pass (`plain.ts`). For the others, {@link parseName} cleans the string (`clean.ts`), splits it into tokens (`tokens.ts`), sorts out what is no name
 * (`not-names.ts`), reads the name (`scan-name.ts`, `scan-authors.ts`, `scan-notes.ts`), and renders the standard forms
 * (`render.ts`). Every step is linear in the length of the string; strings beyond {@link LONG} code units are read whole and get
 * a warning, up to the limit of names (`limits.ts`).
 */

import { isTooLong } from "../limits.ts";
import { emendation, readAuthorsBehindNote } from "./authors/scan-authors.ts";
import { readNotes } from "./authors/scan-notes.ts";
import { renderFormula, renderName } from "./forms/render.ts";
import { stemEpithet } from "./keys/stem.ts";
import { emptyName, type ParsedName, type ParseOptions } from "./parsed-name.ts";
import { inferRankAndCode } from "./parts/infer.ts";
import { usualCase } from "./parts/letter-case.ts";
import type { NameScan } from "./parts/name-context.ts";
import { classify, isIctv } from "./parts/not-names.ts";
import { NameScanner } from "./parts/scan-name.ts";
import { PlainReader } from "./plain.ts";
import { withoutMarks } from "./text/bracketed-marks.ts";
import { type Cleaned, clean } from "./text/clean.ts";
import { Scan } from "./text/scan.ts";
import { LOWERCASE, QUESTION } from "./text/tokens.ts";
import { WARNINGS } from "./warnings.ts";
import { isIctvGenus } from "./words/kinds.ts";

/** Strings longer than this are read, but a name they are hardly. */
const LONG = 1000;

const scan = new Scan();
const scanner = new NameScanner(scan);
const plainReader = new PlainReader();

/** Steps taken by the last call, for the test that time is linear. */
export function stepsOfLastParse(): number {
  return scan.tokens.steps;
}

/**
 * Parts of a name string: `"Abies alba Mill."` → genus Abies, specific epithet alba, authorship Mill. Never throws; a
 * string that is no name has `quality` 0 and a `kind` that says what it is; so does one longer than any name
 * (`limits.ts`), which is not read.
 */
export function parseName(nameString: string, options?: ParseOptions): ParsedName {
  if (isTooLong(nameString)) return notRead(nameString);
  const plain = plainReader.read(nameString, options);
  if (plain === undefined) return parseAnyName(nameString, options);
  scan.tokens.steps = nameString.length;
  return plain;
}

/** As {@link parseName}, whatever the string is like: the same result by the longer way. */
export function parseAnyName(nameString: string, options?: ParseOptions): ParsedName {
  scan.tokens.steps = 0;
  const cleaned = clean(nameString);
  const text = withoutMarks(cleaned.text);
  scan.begin(text);
  const kind = classify(scan, text);
  const recased = kind === undefined ? usualCase(scan.tokens) : undefined;
  if (recased !== undefined) {
    const isSmall = scan.tokens.kind[0] === LOWERCASE;
    scan.begin(recased);
    scan.warn(isSmall ? "lower-case start" : "capitals changed");
  }
  for (const warning of cleaned.warnings) scan.warn(warning);
  if (nameString.length > LONG) scan.warn("unusually long");
  // Who knows that the name is of an animal or a plant knows better than the look of a word.
  const isOtherCode = options?.code !== undefined && options.code !== "VIRUS";
  const overruled = kind === "virus" && isOtherCode && !isIctvGenus(scan.tokens.word(0));
  if (kind !== undefined && !overruled) return unparsed(nameString, kind);
  const end = scan.tokens.count;
  if (isIctv(scan.tokens) && end > 1) return ictvSpecies(nameString, cleaned);
  const first = scanner.read(0, end, nameString, undefined, options);
  if (first.failed) return unparsed(nameString, "notAName");
  if (first.rightFrom >= 0) return parseFormula(nameString, cleaned, first, end, options);
  finish(first, end, options, cleaned);
  const name = first.name;
  // Prose in small letters: "moss common on damp ground".
  if (name.tail !== undefined && name.authorship === undefined && scan.warnings.includes("lower-case start"))
    return unparsed(nameString, "notAName");
  name.words = placed(cleaned);
  name.warnings = scan.warnings;
  name.quality = quality();
  if (options?.authorship !== undefined && name.authorship === undefined) addAuthorship(name, first, options);
  return name;
}

/** Notes, authorship, rank, code and standard forms of one name. */
function finish(state: NameScan, end: number, options: ParseOptions | undefined, cleaned: Cleaned): void {
  const name = state.name;
  const notesFrom = state.to;
  let to = name.tail === undefined ? readNotes(scan, name, notesFrom, end) : end;
  const t = scan.tokens;
  if (state.authorship === undefined && to < end && name.taxonomicNote !== undefined) {
    const isSense = /^(?:s|sensu)\.? ?(?:l|lat|lato|str|stricto)\.?$/.test(name.taxonomicNote);
    const read = readAuthorsBehindNote(scanner.authors, t, to, end, isSense);
    if (read !== undefined) {
      state.authorship = read;
      // "(auct.) Rolfe": the basionym has no known author, the concept is Rolfe's.
      if (/^auctt?\.?$/.test(name.taxonomicNote)) name.taxonomicNote = undefined;
      to = readNotes(scan, name, read.to, end);
    }
  }
  const authorship = state.authorship;
  if (authorship !== undefined) {
    name.combinationAuthorship = authorship.combination;
    name.basionymAuthorship = authorship.basionym;
    if (authorship.text !== "") name.authorship = authorship.text;
    name.authorshipVerbatim = verbatim(cleaned, name.verbatim, t.start[authorship.from]!, t.end[authorship.to - 1]!);
    if (authorship.emendFrom >= 0) name.taxonomicNote ??= emendation(t, authorship);
    if (authorship.manuscript) name.nomenclaturalNote ??= "ms";
  }
  if (to < end && name.tail === undefined) {
    const tail = t.text.slice(t.start[to]!).trim();
    if (!/^[\s.,;:)\]]*$/.test(tail)) {
      name.tail = tail;
      scan.warn("unparsed tail");
    } else if (tail !== "" && tail !== ".") scan.warn("unparsed tail");
  }
  if (state.informal && name.kind === "scientific") name.kind = "informal";
  inferRankAndCode(state, options);
  renderName(state, options?.code === "CULTIVARS");
  if (t.hasNonAscii && hasNonAsciiPart(name)) scan.warn("non-ASCII letters in the name");
}

function hasNonAsciiPart(name: ParsedName): boolean {
  for (const part of [name.uninomial, name.genus, name.specificEpithet, name.infraspecificEpithet])
    if (part !== undefined && /[^\0-\x7f]/.test(part)) return true;
  return false;
}

/** All parents of "A × B × C"; each takes the genus of the one before when its own is short or missing. */
function parseFormula(
  nameString: string,
  cleaned: Cleaned,
  first: NameScan,
  end: number,
  options: ParseOptions | undefined,
): ParsedName {
  const parents: ParsedName[] = [];
  let state = first;
  let from = 0;
  let lastEnd = end;
  for (;;) {
    const isLast = state.rightFrom < 0;
    const to = isLast ? end : state.rightFrom - 1;
    finish(state, Math.max(to, state.to), options, cleaned);
    state.name.quality = 1;
    const { start, end: ends } = scan.tokens;
    if (to > from) state.name.verbatim = verbatim(cleaned, nameString, start[from]!, ends[to - 1]!);
    parents.push(state.name);
    if (isLast) break;
    const next = scanner.read(state.rightFrom, end, nameString, state, options);
    if (next.failed) {
      lastEnd = state.rightFrom - 1;
      break;
    }
    from = state.rightFrom;
    state = next;
  }
  for (const parent of parents) parent.words = [];
  // "Columnea × Alladin's": the other side is no name; "Arthopyrenia hyalospora × ?": it is not known.
  if (parents.length === 1 && !isUnknownParent(first.rightFrom, end)) return unparsed(nameString, "notAName");
  const name = emptyName(nameString);
  name.kind = "hybridFormula";
  name.hybridParents = parents;
  name.tail = parents[parents.length - 1]!.tail;
  for (const parent of parents) parent.tail = undefined;
  if (lastEnd < end && parents.length > 1) name.tail = scan.tokens.text.slice(scan.tokens.start[lastEnd]!).trim();
  name.qualifiers = parents.flatMap((parent) => parent.qualifiers);
  renderFormula(name, first.graftFormula ? "+" : "×");
  name.words = placed(cleaned);
  name.warnings = scan.warnings;
  name.quality = quality();
  return name;
}

/** Nothing, or a question mark, stands for the other parent. */
function isUnknownParent(from: number, end: number): boolean {
  return from >= end || (scan.tokens.is(from, QUESTION) && from + 1 >= end);
}

/** Names like "Ictavirus ictaluridallo1", "Aghbyvirus ISAO8": the second word is the epithet whatever it looks like. */
function ictvSpecies(nameString: string, cleaned: Cleaned): ParsedName {
  const t = scan.tokens;
  const name = emptyName(nameString);
  const genus = t.word(0);
  const epithet = cleaned.text.slice(t.start[1]!).trim();
  name.genus = genus;
  name.specificEpithet = epithet;
  name.rank = "SPECIES";
  name.rankOrigin = "inferred";
  name.code = "VIRUS";
  name.codeOrigin = "inferred";
  name.canonicalName = `${genus} ${epithet}`;
  name.canonicalFull = name.canonicalName;
  name.canonicalStem = `${genus} ${stemEpithet(epithet)}`;
  name.normalised = name.canonicalName;
  name.cardinality = 2;
  scan.mark("genus", 0);
  scan.mark("specificEpithet", 1, t.count - 1);
  name.words = placed(cleaned);
  name.warnings = scan.warnings;
  return name;
}

function unparsed(nameString: string, kind: ParsedName["kind"]): ParsedName {
  const name = emptyName(nameString);
  name.kind = kind;
  name.quality = 0;
  name.warnings = scan.warnings;
  return name;
}

/** What is said of a string that is longer than any name. */
function notRead(nameString: string): ParsedName {
  scan.tokens.steps = 0;
  scan.begin("");
  scan.warn("unusually long");
  return unparsed(nameString, "notAName");
}

/** The words with their places in the verbatim string. */
function placed(cleaned: Cleaned): ParsedName["words"] {
  const words = scan.words;
  if (cleaned.starts === undefined || cleaned.ends === undefined) return words;
  for (const word of words) {
    word.start = cleaned.starts[word.start]!;
    word.end = cleaned.ends[word.end - 1]!;
  }
  return words;
}

function verbatim(cleaned: Cleaned, original: string, from: number, to: number): string {
  if (cleaned.starts === undefined || cleaned.ends === undefined) return original.slice(from, to);
  return original.slice(cleaned.starts[from]!, cleaned.ends[to - 1]!);
}

function quality(): ParsedName["quality"] {
  let worst = 1;
  for (const warning of scan.warnings) worst = Math.max(worst, WARNINGS[warning]);
  return worst as ParsedName["quality"];
}

/** Adds the authorship of its own column. */
function addAuthorship(name: ParsedName, state: NameScan, options: ParseOptions): void {
  const cleaned = clean(options.authorship!);
  scan.tokens.read(cleaned.text);
  const read = scanner.authors.read(0, scan.tokens.count);
  scan.words = [];
  if (read === undefined) return;
  name.combinationAuthorship = read.combination;
  name.basionymAuthorship = read.basionym;
  if (read.text !== "") name.authorship = read.text;
  name.authorshipVerbatim = options.authorship;
  if (name.codeOrigin === "inferred" || name.code === undefined) {
    name.code = undefined;
    name.rank = name.rankOrigin === "inferred" ? undefined : name.rank;
    inferRankAndCode(state, options);
  }
  renderName(state, options.code === "CULTIVARS");
}
