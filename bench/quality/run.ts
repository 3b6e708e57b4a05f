// Measures: right, wrong, higher taxon only and none of 100 names, by group; whether confidence means what it says.
// Corpus:   real misspellings (a, b), expert alignments (c), seeded errors (d), absent names (e); no hints are given.
// Rival:    (f) FlexSearch candidates, best by fuzzball, on the same names of (a).
// Notes:    `npm run bench:quality [-- a b c d e f]`; sets whose data is not there are left out and named.
//           `--draw 23` seeds (d) and (e) otherwise, so that nothing was fitted on them, and writes no result.
import { writeFileSync } from "node:fs";
import type { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import type { ToldOutcome } from "../../src/matcher/outcome.ts";
import { type ResultRow, readResult, writeResult } from "../result.ts";
import { Calibration } from "./calibration.ts";
import { halfOf } from "./halves.ts";
import {
  BUNDLED,
  hasSource,
  imageOf,
  MERGED,
  USUAL_DRAW,
  withoutSomeSpecies,
  withoutSomeUninomials,
} from "./images.ts";
import { isAncestor, judge, type QualityCase, type Verdict } from "./judge.ts";
import { flexsearchAnswers } from "./rival.ts";
import { alignments, isAbsent, ncbiMisspellings, recombinedNames, recordedMisspellings, seededErrors } from "./sets.ts";
import { Tallies } from "./tally.ts";

const drawAt = process.argv.indexOf("--draw");
const DRAW = drawAt < 0 ? USUAL_DRAW : Number(process.argv[drawAt + 1]);
if (!Number.isInteger(DRAW) || DRAW < 0 || DRAW > 49) throw new Error("--draw is one of fifty: 0 to 49");
const SEED = DRAW === USUAL_DRAW ? 20261124 : DRAW;
const wanted = new Set(process.argv.slice(2).filter((word) => /^[a-f]$/.test(word)));
const wants = (set: string) => wanted.size === 0 || wanted.has(set);
const showsMisses = process.argv.includes("--misses");
const showsGroups = process.argv.includes("--groups");
const rows: ResultRow[] = [];
const notes: string[] = ["No hints are given: the name alone is asked. Shares are per cent of the names of a row."];
/** Sets (a), (b), (d), (e). */
const calibration = new Calibration();
/** Higher taxa that are answered: is the taxon meant among what they hold? */
const higherCalibration = new Calibration();
/** Set (c): experts of other checklists, whose taxonomy differs from the backbone's even where it has the very name. */
const alignmentCalibration = new Calibration();

function groupsOf({ editDistance, uninomial, kind }: QualityCase, outcome: ToldOutcome, image: ImageReader): string[] {
  const edits = editDistance < 0 ? [] : [`edits: ${editDistance > 2 ? "3+" : editDistance}`];
  const words = uninomial ? "uninomial" : "two or three words";
  const groups = ["all", `match type: ${outcome.matchType}`, `words: ${words}`, `kind: ${kind}`, ...edits];
  if (!uninomial && editDistance >= 0 && editDistance <= 2) groups.push("two or three words within two edits");
  if (outcome.usage >= 0) {
    let root = outcome.usage;
    for (let parent = root; parent >= 0; parent = image.parent(root)) {
      root = parent;
      if (image.rank(root) === "KINGDOM") break;
    }
    groups.push(`kingdom: ${image.rank(root) === "KINGDOM" ? image.canonicalName(root) : "none"}`);
  }
  return groups;
}

function run(set: string, image: ImageReader, cases: readonly QualityCase[], absent = false): void {
  const matcher = new Matcher(image);
  const tallies = new Tallies();
  const misses: string[] = [];
  for (const testCase of cases) {
    const outcome = matcher.match(testCase.query);
    const verdict: Verdict = judge(testCase, outcome, image);
    const name = testCase.query.scientificName!;
    tallies.add(verdict, [...groupsOf(testCase, outcome, image), `half: ${halfOf(name)}`]);
    if (outcome.matchType === "HIGHERRANK" && !set.startsWith("(c)")) {
      const holds = isAncestor(testCase, outcome, image);
      if (holds !== undefined) higherCalibration.add(outcome.confidence, holds, name);
    }
    if (outcome.matchType === "EXACT" || outcome.matchType === "VARIANT") {
      const counted = set.startsWith("(c)") ? alignmentCalibration : calibration;
      counted.add(outcome.confidence, verdict === "right", name);
    }
    if (verdict !== "right" && !(absent && verdict !== "wrong")) {
      const found = outcome.usage < 0 ? "–" : image.scientificName(outcome.usage);
      misses.push(
        `${verdict}\t${testCase.query.scientificName}\t${testCase.rightName ?? nameWithId(testCase.rightKey, image)}\t` +
          `${testCase.editDistance}\t${found}\t${outcome.confidence}\t${outcome.reasons.join(" ")}`,
      );
    }
  }
  rows.push(...tallies.rows(set, "binomen"));
  for (const row of tallies.rows(set, "binomen"))
    if (showsGroups || row["group"] === "all" || String(row["group"]).startsWith("half"))
      console.log(JSON.stringify(row));
  if (showsMisses)
    writeFileSync(`${process.env["TMPDIR"] ?? "/tmp"}/misses-${set.replace(/[^a-z]+/gi, "-")}.tsv`, misses.join("\n"));
}

function nameWithId(id: string | undefined, image: ImageReader): string {
  const usage = id === undefined ? -1 : image.usageWithId(id);
  return usage < 0 ? "?" : image.canonicalName(usage);
}

if (wants("a") || wants("d") || wants("e") || wants("f")) {
  const image = await imageOf(BUNDLED);
  const known = ncbiMisspellings();
  if (wants("a")) run("(a) misspellings in NCBI, bundled backbone", image, known);
  if (wants("d")) run("(d) seeded errors, bundled backbone", image, seededErrors(image, 2000, SEED));
  if (wants("e")) run("(e) absent: recombined, bundled backbone", image, recombinedNames(image, 20_000, SEED), true);
  if (wants("f")) rows.push(...flexsearchAnswers(image, known));
}
if (wants("e")) {
  const { image, left } = await withoutSomeSpecies(DRAW);
  const absent = left.filter(({ name }) => isAbsent(name, image));
  run(
    "(e) absent: left out, bundled backbone",
    image,
    absent.map(({ name, parentKey }) => ({
      query: { scientificName: name },
      parentKey,
      editDistance: -1,
      uninomial: false,
      kind: "left out",
    })),
    true,
  );
}
if (wants("e")) {
  const { image, left } = await withoutSomeUninomials(DRAW);
  run(
    "(e) absent: genera and above left out, bundled backbone",
    image,
    left.map((name) => ({
      query: { scientificName: name },
      editDistance: -1,
      uninomial: true,
      kind: "uninomial left out",
    })),
    true,
  );
}
if (wants("b") || wants("c")) {
  const recorded = recordedMisspellings();
  const aligned = alignments();
  if (!hasSource(MERGED) || recorded === undefined || aligned === undefined) {
    notes.push("Sets (b) and (c) were left out: the merged backbone is not there.");
  } else {
    const image = await imageOf(MERGED);
    if (wants("b")) run("(b) recorded misspellings, merged backbone", image, recorded);
    if (wants("c")) run("(c) expert alignments, merged backbone", image, aligned);
  }
}
if (DRAW !== USUAL_DRAW) {
  console.table(rows.filter(({ group }) => group === "all" || String(group).startsWith("match type")));
  process.exit();
}
rows.push(...calibration.rows());
const higherRows = higherCalibration.rows("calibration of higher taxa");
rows.push(...higherRows);
for (const row of higherRows) console.log(JSON.stringify(row));
for (const confidence of [80, 85, 90, 95]) {
  const { names, rightPercent } = calibration.rightFrom(confidence);
  const rounded = Math.round(100 * rightPercent) / 100;
  rows.push({ set: "calibration", group: `confidence ${confidence} and more`, names, rightPercent: rounded });
  console.log(`confidence ≥ ${confidence}: ${names} answers, ${rightPercent.toFixed(2)} % right`);
}
const aligned = alignmentCalibration.rightFrom(95);
notes.push(
  "The calibration is that of (a), (b), (d) and (e), absent names included. Set (c) compares taxonomies as well: experts " +
    "answer with another accepted name even where the backbone has the very name asked. Of its " +
    `${aligned.names} answers with confidence 95 and more ${aligned.rightPercent.toFixed(1)} % agree with the expert.`,
);
if (wanted.size === 0) {
  writeResult("quality", "npm run bench:quality", rows, notes);
  writeResult(
    "calibration",
    "npm run bench:quality",
    [...calibration.halfRows("names"), ...higherCalibration.halfRows("higher taxa")],
    [
      "_names_: answers of the level that was asked for that are right; _higher taxa_: HIGHERRANK answers that hold what was meant.",
      "Set by hand near what all names gave together; the halves, drawn by a hash of the name, show how far such a " +
        "share varies.",
    ],
  );
} else {
  const kept = readResult("quality");
  console.log(kept === null ? "No result of all sets is there yet." : "The result of all sets is left as it is.");
}
