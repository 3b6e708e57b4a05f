// Measures: nothing in seconds. Random histories of a store against seven readers; see test/facets/histories.ts.
// Usage:    node bench/facets/histories.ts [histories] [seed]
import { checkHistories } from "../../test/facets/histories.ts";
import { writeResult } from "../result.ts";

const count = Number(process.argv[2] ?? 2000);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31));
console.error(`${count} histories, seed ${seed}`);
const happened = await checkHistories(count, seed);
console.error(happened);
writeResult(
  "facets-histories",
  "node bench/facets/histories.ts",
  [{ histories: count, seed, ...happened }],
  [
    "After every history the copies of seven readers equalled the store, the index documents of all taxa were what evaluation",
    "gives, and the store verified. `kill`: a process was killed inside its commit; `refused`: imports that the rules refuse.",
  ],
);
