// Measures: which weights tell errors of writing from names that a checklist lacks, and what share the weights in use get right.
// Corpus:   sets (a), (b), (d) and recombined names, first halves; left-out species and uninomials of some draws. Tried on
//           the second halves and on a draw that nothing is fitted on. Without ../shared/data set (b) is left out.
// Notes:    `npm run bench:fit [-- --draws 3]` prints the weights as `src/matcher/score/spelling-weights.ts` writes them; that
//           file is changed by hand, and `bench:quality` has the last word.
import { parseArgs } from "node:util";
import { fitted } from "./logistic.ts";
import { IN_USE, type Place, weighed } from "./spelling-features.ts";
import { type Sample, samples } from "./spelling-samples.ts";

const { values } = parseArgs({ options: { draws: { type: "string", default: "6" } } });
const draws = Number(values.draws);
if (!Number.isInteger(draws) || draws < 1 || draws > 6) throw new Error("--draws is a number from 1 to 6");

const all: Sample[] = [];
for await (const found of samples(draws)) {
  all.push(...found);
  console.error(`${found[0]?.set ?? "nothing"}: ${found.length} near spellings`);
}

/** Of the near spellings tried on: how many are taken, rightly and wrongly, by set. */
function tried(of: readonly Sample[], weights: Readonly<Record<string, number>>): string {
  const sets = new Map<string, { right: number; wrong: number; all: number }>();
  for (const { set, values, isRight } of of) {
    const counts = sets.get(set) ?? { right: 0, wrong: 0, all: 0 };
    sets.set(set, counts);
    counts.all++;
    if (weighed(values, weights) < 0) continue;
    if (isRight) counts.right++;
    else counts.wrong++;
  }
  return [...sets]
    .map(([set, { right, wrong, all: of }]) => `${set} ${right} right, ${wrong} wrong of ${of}`)
    .join("; ");
}

for (const place of Object.keys(IN_USE) as Place[]) {
  const here = all.filter((sample) => sample.place === place);
  const names = Object.keys(IN_USE[place]);
  const learned = here.filter(({ isTried }) => !isTried);
  const weights = fitted(
    names,
    learned.map(({ values: row, isRight, weight }) => ({ row: names.map((name) => row[name]!), isRight, weight })),
  );
  const other = here.filter(({ isTried }) => isTried);
  console.log(`export const ${place} = {`);
  for (const [name, weight] of Object.entries(weights)) console.log(`  ${name}: ${Number(weight.toFixed(2))},`);
  console.log(`} as const; // of ${learned.length}`);
  console.log(`// as fitted: ${tried(other, weights)}`);
  console.log(`// in use:    ${tried(other, IN_USE[place])}`);
}
