// Measures: how many names are found in each form that people write them in, of 100 that are found when written properly.
// Corpus:   names drawn from the bundled and the merged backbone, seeded; the forms stand beside this file.
// Notes:    `npm run bench:forms [-- --quick] [--held-out | --unseen | --afresh | --untried | --novel] [--bundled | --merged] [--names 2000] [--only WORD] [--misses 5]`.
//           Held-out, unseen, afresh, untried and novel forms were thought up before any rule was made for them; what they got then is kept beside.
//           --kept takes the images of the last run; --quick does, asks 200 names per form and writes no result.
import { parseArgs } from "node:util";
import { openChecklist } from "../../src/checklists/compile.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import { BUNDLED, hasSource, imageOf, MERGED, projectFile } from "../quality/images.ts";
import { Random } from "../random.ts";
import { type ResultRow, readResult, writeResult } from "../result.ts";
import { AFRESH } from "./afresh-tables.ts";
import { AUTHORS } from "./authors.ts";
import { COLUMNS } from "./columns.ts";
import { runFieldCases } from "./field-cases.ts";
import { type Form, isRight } from "./form.ts";
import { HELD_OUT } from "./held-out-tables.ts";
import { NOVEL } from "./novel/combined.ts";
import { OPEN } from "./open-names.ts";
import { Sampler } from "./sample.ts";
import { COMBINED, TWO_NAMES } from "./several.ts";
import { CASE, MARKS } from "./spelling.ts";
import { UNSEEN } from "./unseen-files.ts";
import { UNTRIED } from "./untried-columns.ts";

const FORMS: readonly Form[] = [...CASE, ...MARKS, ...COLUMNS, ...OPEN, ...TWO_NAMES, ...AUTHORS, ...COMBINED];
/** Forms that no rule was made for, by the result that tells of them. */
const NO_RULE_MADE: Readonly<Record<string, readonly Form[]>> = {
  "forms-held-out": HELD_OUT,
  "forms-unseen": UNSEEN,
  "forms-afresh": AFRESH,
  "forms-untried": UNTRIED,
  "forms-novel": NOVEL,
};
const SEED = 20261129;

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    kept: { type: "boolean", default: false },
    bundled: { type: "boolean", default: false },
    merged: { type: "boolean", default: false },
    "held-out": { type: "boolean", default: false },
    unseen: { type: "boolean", default: false },
    afresh: { type: "boolean", default: false },
    untried: { type: "boolean", default: false },
    novel: { type: "boolean", default: false },
    names: { type: "string" },
    only: { type: "string" },
    misses: { type: "string", default: "0" },
    seed: { type: "string", default: String(SEED) },
  },
});
const count = Number(values.names ?? (values.quick ? 200 : 2000));
const both = values.bundled === values.merged;
const set = values["held-out"]
  ? HELD_OUT
  : values.unseen
    ? UNSEEN
    : values.afresh
      ? AFRESH
      : values.untried
        ? UNTRIED
        : values.novel
          ? NOVEL
          : [...FORMS, ...HELD_OUT, ...UNSEEN, ...AFRESH, ...UNTRIED, ...NOVEL];
const asked = set.filter(({ kind, form }) => values.only === undefined || `${kind} ${form}`.includes(values.only));

interface Measured {
  names: number;
  percent: number;
  example: string;
}

/** Share of right answers, by form. */
function measure(image: ImageReader): Map<Form, Measured> {
  const matcher = new Matcher(image);
  const results = new Map<Form, Measured>();
  const sampler = new Sampler(image, matcher, new Random(Number(values.seed)));
  for (const form of asked) {
    const random = new Random(Number(values.seed) + form.form.length);
    let names = 0;
    let right = 0;
    let example = "";
    let shown = 0;
    // Not every name has what a form needs.
    for (const sample of sampler.samples(form.of, count * 3)) {
      if (names === count) break;
      const written = form.write(sample, { random, sampler });
      if (written === undefined) continue;
      const { query, other } =
        typeof written === "string" ? { query: { scientificName: written }, other: undefined } : written;
      if (example === "") example = JSON.stringify(query).replace(/^\{"scientificName":"([^"]*)"\}$/, "$1");
      names++;
      const outcome = matcher.match(query);
      sampler.taxa.clear();
      if (isRight(form, sample, other, outcome, sampler)) right++;
      else if (shown++ < Number(values.misses)) {
        const found = outcome.usage < 0 ? "–" : image.scientificName(outcome.usage);
        console.log(
          `   ${JSON.stringify(query)} of ${sample.name} ${sample.author}: ${outcome.matchType} ${found} ` +
            `${outcome.qualifier ?? ""} ${outcome.reasons.join(" ")}`,
        );
      }
    }
    const percent = Math.round((10_000 * right) / Math.max(1, names)) / 100;
    results.set(form, { names, percent, example });
    if (names > 0)
      console.log(`${percent.toFixed(1).padStart(6)} %  ${form.kind}: ${form.form} (${names}, ${form.wants})`);
  }
  return results;
}

async function openImage(path: string): Promise<ImageReader> {
  if (!values.quick && !values.kept) return imageOf(path);
  const folder = projectFile(".cache/forms");
  return new ImageReader(
    (await openChecklist(path, folder, { checklistKey: path === BUNDLED ? "bundled" : "merged" })).image,
  );
}

const notes = [
  "Drawn are names that are answered rightly when written properly: what is lost is lost by the form.",
  "`same`: the usage or its accepted one; `qualified`: that, and the answer says the qualifier; `genus`, `common`: as HIGHERRANK, " +
    "the genus or the lowest taxon of both names; `atMost`: the species, with a qualifier or as HIGHERRANK; `none`: no usage.",
];
const measured: Partial<Record<"bundled" | "merged", Map<Form, Measured>>> = {};
const images: Partial<Record<"bundled" | "merged", ImageReader>> = {};
if (both || values.bundled) {
  images.bundled = await openImage(BUNDLED);
  measured.bundled = measure(images.bundled);
}
if (both || values.merged) {
  if (hasSource(MERGED)) {
    images.merged = await openImage(MERGED);
    measured.merged = measure(images.merged);
  } else notes.push("The merged backbone is not there: bundled names only.");
}

type Backbone = "bundled" | "merged";

function mean(of: Map<Form, Measured> | undefined, forms: readonly Form[]): number | null {
  const figures = forms.map((form) => of?.get(form)).filter((found) => found !== undefined && found.names > 0);
  const sum = figures.reduce((total, found) => total + found!.percent, 0);
  return figures.length === 0 ? null : Math.round((100 * sum) / figures.length) / 100;
}

/** A row for the mean of the forms, and one for each. */
function rowsOf(forms: readonly Form[]): ResultRow[] {
  const percent = (backbone: Backbone, form: Form) => measured[backbone]?.get(form)?.percent ?? null;
  return [
    {
      kind: "all",
      form: `mean of ${forms.length} forms`,
      wanted: "",
      names: count,
      bundledPercent: mean(measured.bundled, forms),
      mergedPercent: mean(measured.merged, forms),
    },
    ...forms.map((form) => ({
      kind: form.kind,
      form: form.form,
      wanted: form.wants,
      names: measured.bundled?.get(form)?.names ?? measured.merged?.get(form)?.names ?? 0,
      bundledPercent: percent("bundled", form),
      mergedPercent: percent("merged", form),
    })),
  ];
}

/** Rows of forms that no rule was made for, each with what it got when it was measured first. */
function withFirst(result: string, rows: readonly ResultRow[]): ResultRow[] {
  const kept = new Map((readResult(result)?.rows ?? []).map((row) => [`${row["kind"]} ${row["form"]}`, row]));
  return rows.map((row) => {
    const before = kept.get(`${row["kind"]} ${row["form"]}`) ?? row;
    return {
      ...row,
      bundledFirstPercent: before["bundledFirstPercent"] ?? before["bundledPercent"] ?? null,
      mergedFirstPercent: before["mergedFirstPercent"] ?? before["mergedPercent"] ?? null,
    };
  });
}

const usual = asked.filter((form) => FORMS.includes(form));
const rows = rowsOf(usual);
if (usual.length > 0) console.log(JSON.stringify(rows[0]));
const noRuleMade = Object.entries(NO_RULE_MADE).flatMap(([result, forms]) => {
  const measuredForms = asked.filter((form) => forms.includes(form));
  return measuredForms.length === 0 ? [] : [{ result, rows: withFirst(result, rowsOf(measuredForms)) }];
});
for (const { result, rows } of noRuleMade) console.log(result, JSON.stringify(rows[0]));
const field = await runFieldCases(images, Number(values.misses) > 0 || values.quick);
if (field !== undefined) {
  notes.push(`Names from public reports (field_cases.jsonl): ${field.right} of ${field.asked} are answered as wanted.`);
  console.log(notes.at(-1));
}
if (!values.quick && values.only === undefined && both) {
  if (usual.length > 0) writeResult("forms", "npm run bench:forms", rows, notes);
  for (const { result, rows } of noRuleMade) {
    writeResult(result, "npm run bench:forms", rows, [
      "Forms thought up before any rule was made for them; _first_: what they got then.",
      ...notes.slice(0, 2),
    ]);
  }
}
