// Measures: what is answered for species that the checklist lacks, of genera that it has, in each form that people write.
// Corpus:   genera of the bundled backbone, each with the epithet of another genus; the forms stand beside this file.
// Notes:    `npm run bench:lacking [-- --names 300] [--only WORD] [--misses 2]`. Wanted is the genus as HIGHERRANK. A name that is
//           lacking may be answered otherwise when it is written properly: those, and epithets with the stem of one there, are left out.
import { parseArgs } from "node:util";
import { ImageReader, NameHits } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import { bundledImage } from "../micro/images.ts";
import { Random } from "../random.ts";
import { type ResultRow, writeResult } from "../result.ts";
import { AFRESH } from "./afresh-tables.ts";
import { AUTHORS } from "./authors.ts";
import { COLUMNS } from "./columns.ts";
import type { Form } from "./form.ts";
import { HELD_OUT } from "./held-out-tables.ts";
import { OPEN } from "./open-names.ts";
import { type Sample, Sampler } from "./sample.ts";
import { COMBINED } from "./several.ts";
import { CASE, MARKS } from "./spelling.ts";
import { UNSEEN } from "./unseen-files.ts";
import { UNTRIED } from "./untried-columns.ts";

const { values } = parseArgs({
  options: {
    names: { type: "string", default: "300" },
    only: { type: "string", default: "" },
    misses: { type: "string", default: "0" },
    seed: { type: "string", default: "5" },
  },
});
const FORMS = [
  ...CASE,
  ...MARKS,
  ...COLUMNS,
  ...OPEN,
  ...AUTHORS,
  ...COMBINED,
  ...HELD_OUT,
  ...UNSEEN,
  ...AFRESH,
  ...UNTRIED,
];
const asked = FORMS.filter(
  ({ of, wants, kind, form }) =>
    of === "species" && (wants === "same" || wants === "qualified") && `${kind} ${form}`.includes(values.only),
);

/** How names were answered, in counts. */
interface Tally {
  names: number;
  genus: number;
  none: number;
  genusAsItself: number;
  other: number;
}

/** Names of a genus and an epithet that it lacks, answered with the genus when written properly. */
function lackingNames(image: ImageReader, matcher: Matcher, sampler: Sampler, random: Random): Sample[] {
  const count = Number(values.names);
  const drawn = sampler.samples("species", count * 4);
  const hits = new NameHits();
  const names: Sample[] = [];
  for (const sample of drawn) {
    if (names.length === count) break;
    const { epithet, author, genus } = drawn[random.below(drawn.length)]!;
    const name = `${sample.genus} ${epithet}`;
    if (genus === sample.genus || image.exactName(foldName(name)) >= 0) continue;
    image.namesWithStem(foldName(name), hits);
    if (hits.length > 0) continue;
    const { matchType, usage } = matcher.match({ scientificName: name });
    sampler.taxa.clear();
    if (matchType === "HIGHERRANK" && usage === sample.genusUsage) names.push({ ...sample, name, epithet, author });
  }
  return names;
}

function measure(form: Form, names: readonly Sample[], matcher: Matcher, sampler: Sampler): Tally {
  const random = new Random(Number(values.seed) + form.form.length);
  const tally: Tally = { names: 0, genus: 0, none: 0, genusAsItself: 0, other: 0 };
  let shown = 0;
  for (const name of names) {
    const written = form.write(name, { random, sampler });
    if (written === undefined) continue;
    const query = typeof written === "string" ? { scientificName: written } : written.query;
    const { usage, matchType, reasons } = matcher.match(query);
    sampler.taxa.clear();
    tally.names++;
    const isGenus = usage >= 0 && sampler.taxa.accepted(usage) === sampler.taxa.accepted(name.genusUsage);
    const isHigher = matchType === "HIGHERRANK";
    const verdict = usage < 0 ? "none" : !isGenus ? "other" : isHigher ? "genus" : "genusAsItself";
    tally[verdict]++;
    if (verdict !== "genus" && shown++ < Number(values.misses)) {
      const found = usage < 0 ? "–" : sampler.image.scientificName(usage);
      console.log(`   ${JSON.stringify(query)}: ${matchType} ${found} ${reasons.join(" ")}`);
    }
  }
  return tally;
}

/** Means over the forms of a kind, so that a form counts the same however many names it can write. */
function rowOf(kind: string, tallies: readonly Tally[]): ResultRow {
  const percent = (field: keyof Tally) => {
    const sum = tallies.reduce((total, tally) => total + (100 * tally[field]) / tally.names, 0);
    return Math.round((100 * sum) / tallies.length) / 100;
  };
  return {
    kind,
    forms: tallies.length,
    genusPercent: percent("genus"),
    nonePercent: percent("none"),
    genusAsItselfPercent: percent("genusAsItself"),
    otherPercent: percent("other"),
  };
}

const image = new ImageReader(await bundledImage());
const matcher = new Matcher(image);
const sampler = new Sampler(image, matcher, new Random(Number(values.seed)));
const names = lackingNames(image, matcher, sampler, new Random(Number(values.seed) + 1));
const byKind = new Map<string, Tally[]>();
for (const form of asked) {
  const tally = measure(form, names, matcher, sampler);
  if (tally.names === 0) continue;
  const percent = (100 * tally.genus) / tally.names;
  console.log(`${percent.toFixed(1).padStart(6)} %  ${form.kind}: ${form.form} (${tally.names})`);
  byKind.set(form.kind, [...(byKind.get(form.kind) ?? []), tally]);
}
const rows = [rowOf("all", [...byKind.values()].flat()), ...[...byKind].map(([kind, tallies]) => rowOf(kind, tallies))];
console.log(JSON.stringify(rows[0]));
if (values.only === "") {
  writeResult("forms-lacking", "npm run bench:lacking", rows, [
    `${names.length} names of a genus of the bundled backbone and an epithet that it lacks, in each form that wants the species of a name that is there.`,
    "`genus`: the genus as HIGHERRANK, as wanted; `genusAsItself`: the genus as EXACT, as if no epithet had been written; `other`: another taxon.",
    "When this was measured first (commit 0fb2aad): genus 90.7 %, none 5.4, genus as itself 3.5, other 0.45.",
    "What is left: a family of another species is believed before the genus; genus and epithet glued without a capital; genitives of surnames with a capital.",
  ]);
}
