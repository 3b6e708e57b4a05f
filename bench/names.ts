/**
 * Measures: how often does the parser agree with the cases of gnparser's and GBIF's test suites?
 * Corpus:   ../shared/data/names/parse-gnparser.jsonl (528), parse-gbif.jsonl (941), stem_cases.tsv (29,316).
 * Run:      npm run bench:names [-- --show <part of a figure's name>] prints failing cases grouped by figure.
 *
 * The two parsers write the same facts differently. The adapters below translate our result into each one's way of
 * writing; they never look at the expected value. gnparser: a space after a full stop in author names, no comma before
 * the year, "fil.", strings with graft chimeras refused unless the code is that of cultivated plants. GBIF: hybrid
 * formulas refused, `UNRANKED` for a uninomial without rank, ex-authors behind "ex" are the authors, apud/in = publishedIn.
 */
import { existsSync, readFileSync } from "node:fs";
import { parseAuthorship } from "../src/names/authors/authorship.ts";
import { gnparserAuthorship } from "../src/names/forms/gnparser-columns.ts";
import { canonicalWord } from "../src/names/keys/canonical.ts";
import { stemEpithet } from "../src/names/keys/stem.ts";
import { parseName } from "../src/names/parse.ts";
import type { AuthorTeam, ParsedName } from "../src/names/parsed-name.ts";
import type { NomenclaturalCode } from "../src/taxonomy/nomenclatural-code.ts";
import type { Rank } from "../src/taxonomy/rank.ts";
import { NOT_HERE } from "./result.ts";

const FOLDER = new URL("../../shared/data/names/", import.meta.url);
const show = process.argv.indexOf("--show") > 0 ? process.argv[process.argv.indexOf("--show") + 1] : undefined;

interface Figure {
  name: string;
  aim: number;
  right: number;
  wrong: string[];
}

const figures = new Map<string, Figure>();

function count(name: string, aim: number, ok: boolean, failure: () => string): void {
  const figure = figures.get(name) ?? { name, aim, right: 0, wrong: [] };
  figures.set(name, figure);
  if (ok) figure.right++;
  else figure.wrong.push(failure());
}

function readLines(file: string): string[] {
  const path = new URL(file, FOLDER);
  if (!existsSync(path)) {
    console.error(`${path.pathname} is absent: nothing measured for it.`);
    return [];
  }
  return readFileSync(path, "utf8").split("\n").filter(Boolean);
}

/**
 * Input → the canonical name that GBIF's parser finds. Where it is ours and gnparser's differs, the case is contested: it is
 * listed apart and its figure given with and without it.
 */
const gbifCanonical = new Map<string, string>();
function rememberGbif(fields: Record<string, unknown>): void {
  const parts = [fields.uninomial ?? fields.genus, fields.specificEpithet, fields.infraspecificEpithet];
  const words = parts.filter((part) => typeof part === "string").map((part) => canonicalWord(part));
  if (words.length > 0) gbifCanonical.set(fields.input as string, words.join(" "));
}
for (const line of readLines("parse-gbif.jsonl")) rememberGbif(JSON.parse(line) as Record<string, unknown>);

// gnparser ------------------------------------------------------------------------------------------------------

interface GnCase {
  input: string;
  section: string;
  parsed: boolean;
  canonicalSimple?: string;
  canonicalFull?: string;
  authorship?: string;
  cardinality: number;
  virus?: boolean;
  hybrid?: string;
  surrogate?: string;
  code?: string;
}

const GN_CODES: Record<string, NomenclaturalCode> = {
  cultivar: "CULTIVARS",
  botanical: "BOTANICAL",
  zoological: "ZOOLOGICAL",
  bacterial: "BACTERIAL",
};

/** gnparser drops what follows an approximation, takes initials behind a comma for an author, and counts "hort." as an annotation unless "ex" follows. */
function gnAuthorship(name: ParsedName): string {
  if (gnSurrogate(name) === "APPROXIMATION") return "";
  const written = gnparserAuthorship(name).replace(/, ((?:\p{Lu}\. ?)+)(?=\d|$)/u, " & $1");
  return /^\(?hort\.(?! ex)/.test(written) ? "" : written;
}

/** gnparser parses graft chimeras only under the code of cultivated plants, and needs a capital. */
function gnRefuses(name: ParsedName, code: NomenclaturalCode | undefined): boolean {
  if (name.quality === 0) return true;
  if (code !== "CULTIVARS" && name.warnings.includes("graft chimera")) return true;
  // It replaces underscores before it trims, and does not repair digits in letters.
  if (/^\s/.test(name.verbatim) && name.warnings.includes("underscores for spaces")) return true;
  return name.warnings.includes("digit read as letter");
}

function gnHybrid(name: ParsedName): boolean {
  return name.kind === "hybridFormula" || name.notho.length > 0 || name.warnings.includes("graft chimera");
}

function gnSurrogate(name: ParsedName): string {
  if (name.warnings.includes("approximation")) return "APPROXIMATION";
  return name.warnings.includes("comparison") ? "COMPARISON" : "";
}

for (const line of readLines("parse-gnparser.jsonl")) {
  const expected = JSON.parse(line) as GnCase;
  const code = GN_CODES[expected.code ?? ""] ?? (expected.section.startsWith("cultivars") ? "CULTIVARS" : undefined);
  const name = parseName(expected.input, { code });
  const refused = gnRefuses(name, code);
  const tell = (found: unknown, wanted: unknown) => () =>
    `[${expected.section}] ${expected.input}\n      expected ${String(wanted)}\n      found    ${String(found)}`;
  const virus = name.kind === "virus" || name.code === "VIRUS";
  count("gnparser: virus flag", 98, virus === (expected.virus ?? false), tell(virus, expected.virus));
  if (!expected.parsed) {
    count("gnparser: unparsable recognised", 97, refused, tell(name.normalised, "refused"));
    continue;
  }
  count("gnparser: parsable parsed", 99, !refused, tell("refused", expected.canonicalFull));
  count(
    "gnparser: canonical simple",
    99,
    name.canonicalName === expected.canonicalSimple,
    tell(name.canonicalName, expected.canonicalSimple),
  );
  const contested =
    name.canonicalName !== expected.canonicalSimple && gbifCanonical.get(expected.input) === name.canonicalName;
  if (!contested)
    count(
      "gnparser: canonical simple, uncontested",
      99,
      name.canonicalName === expected.canonicalSimple,
      tell(name.canonicalName, expected.canonicalSimple),
    );
  count(
    "gnparser: canonical full",
    99,
    name.canonicalFull === expected.canonicalFull,
    tell(name.canonicalFull, expected.canonicalFull),
  );
  count(
    "gnparser: cardinality",
    99,
    name.cardinality === expected.cardinality,
    tell(name.cardinality, expected.cardinality),
  );
  const authorship = gnAuthorship(name);
  count(
    "gnparser: authorship normalised",
    97,
    authorship.toLowerCase() === (expected.authorship ?? "").toLowerCase(),
    tell(authorship, expected.authorship ?? ""),
  );
  count(
    "gnparser: hybrid flag",
    98,
    gnHybrid(name) === (expected.hybrid !== undefined),
    tell(gnHybrid(name), expected.hybrid),
  );
  count(
    "gnparser: surrogate flag",
    98,
    gnSurrogate(name) === (expected.surrogate ?? ""),
    tell(gnSurrogate(name), expected.surrogate ?? ""),
  );
}

// GBIF ----------------------------------------------------------------------------------------------------------

type GbifCase = Record<string, unknown> & {
  kind: "parsed" | "informal" | "unparsable" | "authorship";
  input: string;
  test: string;
  hints?: { rank?: Rank; code?: NomenclaturalCode; authorship?: string };
};

const NOTHO: Record<string, string> = {
  genus: "GENERIC",
  uninomial: "GENERIC",
  infragenericEpithet: "INFRAGENERIC",
  specificEpithet: "SPECIFIC",
  infraspecificEpithet: "INFRASPECIFIC",
};

function gbifType(name: ParsedName): string {
  switch (name.kind) {
    case "scientific":
      return "SCIENTIFIC";
    case "informal":
      return "INFORMAL";
    case "placeholder":
      return "PLACEHOLDER";
    case "identifier":
      return "IDENTIFIER";
    case "hybridFormula":
      return "FORMULA";
    default:
      return "OTHER";
  }
}

function teamFields(out: Record<string, unknown>, prefix: string, team: AuthorTeam | undefined): void {
  out[`${prefix}Authors`] = team?.authors ?? [];
  out[`${prefix}ExAuthors`] = team?.exAuthors ?? [];
  const onlyImprint = team?.imprintYear !== undefined && team.imprintYear === team.year;
  if (team?.year !== undefined && !onlyImprint) out[`${prefix}Year`] = team.year;
  if (team?.imprintYear !== undefined) out.imprintYear = team.imprintYear;
  if (team?.sanctioningAuthor !== undefined) out.sanctioningAuthor = team.sanctioningAuthor;
}

function gbifFields(name: ParsedName): Record<string, unknown> {
  const out: Record<string, unknown> = {
    uninomial: name.uninomial,
    genus: name.genus,
    infragenericEpithet: name.infragenericEpithet,
    specificEpithet: name.specificEpithet,
    infraspecificEpithet: name.infraspecificEpithet,
    cultivarEpithet: name.cultivarEpithet,
    rank: name.rank ?? "UNRANKED",
    code: name.code,
    type: gbifType(name),
    notho: name.notho.map((part) => NOTHO[part]).slice(-1),
    phrase: name.phrase,
    taxonomicNote: name.taxonomicNote,
    nomenclaturalNote: name.nomenclaturalNote,
    candidatus: name.candidatus,
    extinct: name.extinct,
  };
  teamFields(out, "combination", name.combinationAuthorship);
  teamFields(out, "basionym", name.basionymAuthorship);
  return out;
}

/** Fields that GBIF asserts and that have no counterpart here (wording of warnings, publication). */
const NOT_COMPARED = new Set([
  "kind",
  "input",
  "test",
  "hints",
  "complete",
  "warnings",
  "publishedIn",
  "publishedInPage",
  "publishedInYear",
  "state",
  "unparsed",
  "doubtful",
  "manuscript",
  "originalSpelling",
  "autonym",
  "canonical",
  "epithetQualifier",
  "genericAuthors",
  "genericBasionymAuthors",
  "specificAuthors",
]);

const GBIF = "GBIF: asserted fields";
for (const line of readLines("parse-gbif.jsonl")) {
  const expected = JSON.parse(line) as GbifCase;
  const where = expected.test.split(".").pop();
  if (expected.kind === "authorship") {
    const read = parseAuthorship(expected.input);
    const found: Record<string, unknown> = { taxonomicNote: read.taxonomicNote };
    teamFields(found, "combination", read.combination);
    teamFields(found, "basionym", read.basionym);
    compareFields("authorship: ", expected, found, where);
    continue;
  }
  const name = parseName(expected.input, expected.hints);
  if (expected.kind === "unparsable") {
    const refused = name.quality === 0 || name.kind === "hybridFormula";
    count(GBIF, 95, refused, () => `unparsable [${where}] ${expected.input}\n      found ${name.normalised}`);
    continue;
  }
  const found = gbifFields(name);
  if (expected.kind === "informal") {
    found.taxon = name.canonicalName;
    found.taxonRank = expected.taxonRank;
    if (expected.phrase === "null") delete expected.phrase;
  }
  compareFields("", expected, found, where);
}

function compareFields(prefix: string, expected: GbifCase, found: Record<string, unknown>, where?: string): void {
  for (const [field, wanted] of Object.entries(expected)) {
    if (NOT_COMPARED.has(field)) continue;
    const ok = JSON.stringify(found[field] ?? null) === JSON.stringify(wanted);
    const failure = () =>
      `${prefix}${field} [${where}] ${expected.input}\n      expected ${JSON.stringify(wanted)}\n      found    ${JSON.stringify(found[field])}`;
    count(GBIF, 95, ok, failure);
    count(`GBIF:   ${field}`, 0, ok, failure);
  }
}

// stems ---------------------------------------------------------------------------------------------------------

for (const line of readLines("stem_cases.tsv")) {
  const [word, stem] = line.split("\t");
  count("stems", 100, stemEpithet(word!) === stem, () => `${word} expected ${stem} found ${stemEpithet(word!)}`);
}

if (figures.size === 0) process.exitCode = NOT_HERE;
for (const { name, aim, right, wrong } of figures.values()) {
  const all = right + wrong.length;
  const share = (100 * right) / all;
  const verdict = aim === 0 ? "" : share >= aim ? "ok" : `BELOW ${aim} %`;
  console.log(`${name.padEnd(40)} ${share.toFixed(2).padStart(6)} %  ${right}/${all}  ${verdict}`);
}
if (show !== undefined) {
  for (const { name, wrong } of figures.values()) {
    if (!name.includes(show) || wrong.length === 0) continue;
    console.log(`\n== ${name}: ${wrong.length} wrong`);
    for (const failure of wrong.sort()) console.log(`  - ${failure}`);
  }
}
