/**
 * Does the code obey the dependency rule of src/README.md?
 *
 * Runs dependency-cruiser and refuses its verdict when it saw too few modules: a resolver that finds nothing passes
 * every rule (seen with TypeScript 7).
 */
import { cruise } from "dependency-cruiser";
import extractDepcruiseConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";

const LEAST_MODULES = 20;
const options = await extractDepcruiseConfig("./.dependency-cruiser.cjs");
const { output } = await cruise(["src"], { ...options.options, ruleSet: options, validate: true }, undefined, {
  tsConfig: extractTSConfig("tsconfig.json"),
});
if (typeof output === "string") throw new Error("dependency-cruiser gave text where a result was expected");
const seen = output.modules.filter((module) => module.source.startsWith("src/"));
const linked = seen.filter((module) => module.dependencies.some((d) => d.resolved.startsWith("src/")));
if (seen.length < LEAST_MODULES || linked.length < LEAST_MODULES / 2)
  throw new Error(
    `only ${seen.length} modules with ${linked.length} importers seen, at least ${LEAST_MODULES} expected`,
  );
for (const v of output.summary.violations) console.error(`${v.rule.name}: ${v.from} → ${v.to}`);
console.log(`${seen.length} modules seen, ${output.summary.violations.length} violations`);
process.exitCode = output.summary.violations.length ? 1 : 0;
