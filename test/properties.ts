/**
 * The seed of every property test, loaded before them by `npm test`.
 *
 * Continuous integration judges a change, so the same commit has to give the same result there: the seed is fixed.
 * Who looks for new counterexamples sets TEST_SEED=random, or a number that a failure printed, and `npm run test:random` does so.
 */
import fc from "fast-check";

const given = process.env.TEST_SEED;
if (given !== "random") {
  const seed = given === undefined ? 20_261_130 : Number(given);
  if (!Number.isInteger(seed)) throw new Error(`TEST_SEED is "${given}"; give an integer or "random"`);
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
}
