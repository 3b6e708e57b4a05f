// Measures: how far our interpretation agrees with GBIF's, field by field and issue by issue, and why where it does not.
// Corpus:   three GBIF downloads with the verbatim and the interpreted record side by side, and one that is interpreted
//           once more (../shared/data/pipeline/occurrence).
// Notes:    a difference counts as agreement only when its kind is explained (changed-rules.ts, test/golden/interpretation.md);
//           how many of each kind there are is printed. Taxa are those of another year's backbone: bench/interpret/taxa.ts.
import { loadDictionaries } from "../../src/occurrences/dictionaries/dictionaries.ts";
import { interpretRecord } from "../../src/occurrences/interpretation/interpret.ts";
import type { InterpretedRecord } from "../../src/occurrences/interpretation/interpreted.ts";
import { VerbatimRecord } from "../../src/occurrences/interpretation/record.ts";
import { Taxa } from "../../src/occurrences/interpretation/taxa.ts";
import { DEFAULT_OPTIONS } from "../../src/occurrences/interpretation/tools.ts";
import { KINDS, type Kind, kindOfField, kindOfIssue } from "./changed-rules.ts";
import { goldenSets, type Pair } from "./golden-sets.ts";

const sets = goldenSets();
if (sets === undefined) {
  console.log("skipped: ../shared/data/pipeline is not here");
  process.exit(0);
}
const tools = {
  dictionaries: loadDictionaries(),
  matchers: [],
  taxa: new Taxa([]),
  options: DEFAULT_OPTIONS,
  now: Date.UTC(2026, 10, 29),
  unknown: () => {},
};

const FIELDS = [
  "basisOfRecord",
  "occurrenceStatus",
  "eventDate",
  "year",
  "month",
  "day",
  "countryCode",
  "stateProvince",
  "continent",
  "decimalLatitude",
  "decimalLongitude",
  "coordinateUncertaintyInMeters",
  "elevation",
  "elevationAccuracy",
  "depth",
  "typeStatus",
  "sex",
  "lifeStage",
  "establishmentMeans",
  "hasCoordinate",
  "hasGeospatialIssues",
  "license",
  "individualCount",
  "locality",
] as const satisfies readonly (keyof InterpretedRecord)[];

/** Taxa decide these. */
const isTaxonomic = (issue: string) => issue.startsWith("TAXON_");

function text(value: unknown): string {
  return value === undefined || value === null ? "" : Array.isArray(value) ? value.join(";") : String(value);
}

for (const [name, pairs] of Object.entries(sets)) compare(name, pairs);

function compare(name: string, pairs: readonly Pair[]): void {
  const fields = FIELDS.filter((field) => pairs.some(({ golden }) => golden[field]));
  const tally = Object.fromEntries([...fields, "issue sets"].map((what) => [what, { equal: 0, explained: 0 }]));
  const kinds = new Map<Kind, number>();
  const unexplained = new Map<string, number>();
  const sea = { points: 0, agree: 0 };
  let falseMismatch = 0;
  let located = 0;
  for (const pair of pairs) {
    const out = interpretRecord(VerbatimRecord.of(pair.verbatim), tools);
    const found = new Set<Kind>();
    for (const field of fields) {
      const [ours, theirs] = [text(out[field]), pair.golden[field] ?? ""];
      if (ours === theirs || (ours !== "" && theirs !== "" && Number(ours) === Number(theirs))) tally[field]!.equal++;
      else judge(field, kindOfField(field, ours, theirs, pair), `${field}: ours "${ours}" GBIF "${theirs}"`);
    }
    const theirs = (pair.golden["issue"] ?? "").split(";").filter((issue) => issue !== "" && !isTaxonomic(issue));
    const apart = [...new Set([...out.issue, ...theirs])].filter(
      (issue) => (out.issue as readonly string[]).includes(issue) !== theirs.includes(issue),
    );
    if (apart.length === 0) tally["issue sets"]!.equal++;
    else {
      const why = apart.map((issue) => kindOfIssue(issue, out, pair));
      const open = apart.filter((_, i) => why[i] === undefined);
      for (const kind of why) if (kind) found.add(kind);
      judge("issue sets", open.length === 0 ? why[0] : undefined, `issues: ${open}`);
    }
    for (const kind of found) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const isMismatch = out.issue.includes("COUNTRY_COORDINATE_MISMATCH");
    if (out.hasCoordinate) located++;
    if (isMismatch && !theirs.includes("COUNTRY_COORDINATE_MISMATCH")) falseMismatch++;
    const { decimalLatitude: lat, decimalLongitude: lng } = out;
    if (lat !== undefined && lng !== undefined && tools.dictionaries.places.at(lat, lng).length === 0 && (lat || lng)) {
      sea.points++;
      if (
        text(out.countryCode) === text(pair.golden["countryCode"]) &&
        isMismatch === theirs.includes("COUNTRY_COORDINATE_MISMATCH")
      )
        sea.agree++;
    }
    function judge(what: string, kind: Kind | undefined, example: string): void {
      if (kind !== undefined) {
        found.add(kind);
        tally[what]!.explained++;
      } else unexplained.set(example, (unexplained.get(example) ?? 0) + 1);
    }
  }
  const percent = (count: number, of = pairs.length) => `${((100 * count) / Math.max(1, of)).toFixed(2)} %`;
  console.log(`\n${name}: ${pairs.length} records, ${located} located`);
  console.log(`  ${"".padEnd(30)}      equal  with explained kinds`);
  for (const [what, { equal, explained }] of Object.entries(tally))
    console.log(`  ${what.padEnd(30)} ${percent(equal).padStart(10)} ${percent(equal + explained).padStart(10)}`);
  console.log(`  false COUNTRY_COORDINATE_MISMATCH ${percent(falseMismatch, located)} of the located`);
  console.log(`  points at sea: ${sea.agree} of ${sea.points} agree in country and mismatch`);
  for (const [kind, count] of kinds) console.log(`  ${String(count).padStart(6)} records: ${KINDS[kind]}`);
  for (const [what, count] of unexplained) console.log(`  NOT EXPLAINED ${count} ${what}`);
  if (unexplained.size > 0) process.exitCode = 1;
}
