// Measures: how far our interpretation agrees with GBIF's, field by field, and why where it does not.
// Corpus:   three GBIF downloads with the verbatim and the interpreted record side by side (../shared/data/pipeline/occurrence).
// Notes:    rules that changed since the downloads were made are not counted: see `changedRule`. Taxa are those of another
//           year's backbone; they are compared by bench/interpret/taxa.ts.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { loadDictionaries } from "../../src/occurrences/dictionaries/dictionaries.ts";
import { interpretRecord } from "../../src/occurrences/interpretation/interpret.ts";
import type { InterpretedRecord } from "../../src/occurrences/interpretation/interpreted.ts";
import { VerbatimRecord } from "../../src/occurrences/interpretation/record.ts";
import { Taxa } from "../../src/occurrences/interpretation/taxa.ts";
import { DEFAULT_OPTIONS } from "../../src/occurrences/interpretation/tools.ts";

const FOLDER = new URL("../../../shared/data/pipeline/occurrence/", import.meta.url);
if (!existsSync(FOLDER)) {
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

type Pair = { verbatim: Record<string, string>; golden: Record<string, string> };

function tsv(text: string): Record<string, string>[] {
  const [header, ...lines] = text.split("\n").filter((line) => line !== "");
  const names = header!.split("\t");
  return lines.map((line) => Object.fromEntries(line.split("\t").map((cell, i) => [names[i]!, cell])));
}

function pairsOf(name: string): Pair[] {
  return tsv(readFileSync(new URL(`${name}/verbatim_vs_interpreted.tsv`, FOLDER), "utf8")).map((row) => {
    const part = (prefix: string) =>
      Object.fromEntries(
        Object.entries(row).flatMap(([column, cell]) =>
          column.startsWith(prefix) && cell !== "" ? [[column.slice(2), cell]] : [],
        ),
      );
    return { verbatim: part("v_"), golden: part("i_") };
  });
}

/** The full download: every column of the verbatim file beside every column of the interpreted one. */
function wholePairs(): Pair[] {
  const read = (name: string) => tsv(gunzipSync(readFileSync(new URL(`pontaurus/${name}`, FOLDER))).toString("utf8"));
  const golden = new Map(read("occurrence.txt.gz").map((row) => [row["gbifID"], row]));
  const filled = (row: Record<string, string>) =>
    Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== ""));
  return read("verbatim.txt.gz").map((row) => ({ verbatim: filled(row), golden: filled(golden.get(row["gbifID"])!) }));
}

const FIELDS = [
  "basisOfRecord",
  "eventDate",
  "year",
  "month",
  "day",
  "countryCode",
  "stateProvince",
  "continent",
  "decimalLatitude",
  "decimalLongitude",
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

/** Issues that did not exist when the downloads were made, or that taxa decide. */
const OTHER_ISSUES =
  /^(CONTINENT_|TAXON_|OCCURRENCE_STATUS_|INDIVIDUAL_COUNT_|TYPE_STATUS_|SUSPECTED_|COORDINATE_ROUNDED|MODIFIED_)/;

/** True where a rule of GBIF changed since: interpretation.md in test/golden names them. */
function changedRule(field: string, ours: string, theirs: string, { verbatim }: Pair): boolean {
  const same = (a: string, b: string) => a.toLowerCase().replace(/[_ ]/g, "") === b.toLowerCase().replace(/[_ ]/g, "");
  switch (field) {
    case "eventDate":
      return (
        theirs === "" ||
        ours.includes("/") ||
        ours.slice(0, 10) === theirs.slice(0, 10) ||
        (ours.length < 10 && theirs.startsWith(ours))
      );
    case "year":
    case "month":
    case "day":
      return (
        (ours === "" && (theirs === "1" || verbatim["month"] === "0" || /-/.test(verbatim["year"] ?? ""))) ||
        (verbatim["eventDate"] ?? "").includes("/")
      );
    case "sex":
    case "lifeStage":
    case "typeStatus":
    case "establishmentMeans":
      return theirs === "" || same(ours, theirs);
    case "basisOfRecord":
      return theirs === "UNKNOWN" && ours === "OCCURRENCE";
    case "continent":
      return theirs === "" || !("continent" in verbatim);
    case "decimalLatitude":
    case "decimalLongitude":
      // Five decimals until 2019.
      return (
        Math.abs(Number(ours) - Number(theirs)) < 6e-6 ||
        (verbatim["geodeticDatum"] !== undefined && Math.abs(Number(ours) - Number(theirs)) < 1e-3)
      );
    default:
      return false;
  }
}

function text(value: unknown): string {
  return value === undefined || value === null ? "" : Array.isArray(value) ? value.join(";") : String(value);
}

const sets: Record<string, Pair[]> = {
  pontaurus: pairsOf("pontaurus"),
  lemurs: pairsOf("lemurs-open"),
  "pontaurus, all columns": wholePairs(),
};
for (const [name, pairs] of Object.entries(sets)) {
  const wrong = new Map<string, number>();
  const examples = new Map<string, string>();
  let falseMismatch = 0;
  let located = 0;
  let issueSets = 0;
  for (const pair of pairs) {
    const out = interpretRecord(VerbatimRecord.of(pair.verbatim), tools);
    for (const field of FIELDS) {
      if (!pairs[0]!.golden[field] && !pairs.some(({ golden }) => golden[field])) continue;
      const ours = text(out[field]);
      const theirs = pair.golden[field] ?? "";
      const equal = ours === theirs || (ours !== "" && theirs !== "" && Number(ours) === Number(theirs));
      if (equal || changedRule(field, ours, theirs, pair)) continue;
      wrong.set(field, (wrong.get(field) ?? 0) + 1);
      const key = `${field}: ours "${ours}" GBIF "${theirs}"`;
      if (!examples.has(key) && examples.size < 40)
        examples.set(
          key,
          JSON.stringify(
            Object.fromEntries(
              Object.entries(pair.verbatim).filter(([term]) =>
                /date|year|month|day|lat|lon|datum|country|type|sex|stage|state|elev|basis|coord|localit|licen/i.test(
                  term,
                ),
              ),
            ),
          ),
        );
    }
    const issues = (list: readonly string[]) =>
      list
        .filter((issue) => issue !== "" && !OTHER_ISSUES.test(issue))
        .sort()
        .join(";");
    const [ours, theirs] = [issues(out.issue), issues((pair.golden["issue"] ?? "").split(";"))];
    const dates = /RECORDED_DATE_\w+;?/g;
    if (ours === theirs || ours.replace(dates, "") === theirs.replace(dates, "")) issueSets++;
    else {
      const key = `issues: ours ${ours} GBIF ${theirs}`;
      if (!examples.has(key) && examples.size < 40) examples.set(key, JSON.stringify(pair.verbatim).slice(0, 600));
    }
    if (out.hasCoordinate) located++;
    if (ours.includes("COUNTRY_COORDINATE_MISMATCH") && !theirs.includes("COUNTRY_COORDINATE_MISMATCH"))
      falseMismatch++;
  }
  console.log(`\n${name}: ${pairs.length} records, ${located} located`);
  for (const field of FIELDS)
    if (pairs.some(({ golden }) => golden[field]))
      console.log(
        `  ${field.padEnd(22)} ${((100 * (pairs.length - (wrong.get(field) ?? 0))) / pairs.length).toFixed(2)} %`,
      );
  console.log(`  issue sets             ${((100 * issueSets) / pairs.length).toFixed(2)} %`);
  console.log(`  false mismatches       ${((100 * falseMismatch) / Math.max(1, located)).toFixed(2)} % of the located`);
  if (process.argv.includes("--examples"))
    for (const [what, where] of examples) console.log(`    ${what}\n      ${where}`);
}
