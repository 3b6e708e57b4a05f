/**
 * Does the code obey the rules of src/README.md?
 *
 * Runs dependency-cruiser and refuses its verdict when it saw less than nine in ten of the files on the disk: a resolver
 * that finds nothing passes every rule (seen with TypeScript 7). Then the rules of rooms.ts. With `--draw` the drawing of
 * the rooms in src/README.md is written anew.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cruise } from "dependency-cruiser";
import extractDepcruiseConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import rooms from "./rooms.cjs";
import {
  commentFaults,
  drawingFaults,
  type House,
  quoteFaults,
  redrawn,
  roomFaults,
  sizes,
  wordListFaults,
} from "./rooms.ts";

const LEAST_SHARE_SEEN = 0.9;
const MAP = "src/README.md";

const house: House = new Map(
  readdirSync("src", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .map((path) => [path.slice("src/".length), readFileSync(path, "utf8")]),
);
/** Files that comments may name beside those of src/. */
const elsewhere = new Set(
  ["bench", "test"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((path) => [path, `${folder}/${path}`]),
  ),
);
if (process.argv.includes("--draw")) writeFileSync(MAP, redrawn(house, readFileSync(MAP, "utf8")));

const options = await extractDepcruiseConfig("./.dependency-cruiser.cjs");
const { output } = await cruise(["src"], { ...options.options, ruleSet: options, validate: true }, undefined, {
  tsConfig: extractTSConfig("tsconfig.json"),
});
if (typeof output === "string") throw new Error("dependency-cruiser gave text where a result was expected");
const onDisk = new Set([...house.keys()].filter((path) => /\.tsx?$/.test(path)).map((path) => `src/${path}`));
// Some modules are listed twice.
const seen = new Set(output.modules.map(({ source }) => source).filter((source) => onDisk.has(source)));
const linked = new Set(
  output.modules.filter((m) => m.dependencies.some((d) => onDisk.has(d.resolved))).map(({ source }) => source),
);
for (const [what, count] of [
  ["seen", seen.size],
  ["seen to import another", linked.size * 1.5],
] as const)
  if (onDisk.size === 0 || count < onDisk.size * LEAST_SHARE_SEEN)
    throw new Error(`of ${onDisk.size} files in src/ only ${Math.round(count)} were ${what}`);

const faults = [
  ...output.summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to}`),
  ...roomFaults(
    house,
    rooms.ROOMS.map(([room]) => room),
  ),
  ...wordListFaults(house),
  ...quoteFaults(house),
  ...commentFaults(house, elsewhere),
  ...drawingFaults(house, readFileSync(MAP, "utf8")),
];
for (const fault of faults) console.error(fault);
console.log(`${seen.size} of ${onDisk.size} modules seen in ${sizes(house).size} rooms, ${faults.length} violations`);
process.exitCode = faults.length > 0 ? 1 : 0;
