/** Which benchmarks are there, and what of each is affordable? In the order in which they run: some leave what later ones use. */

/** One benchmark. */
export interface Part {
  /** What it is called in `--only`, in the summary and in messages. */
  readonly name: string;
  /** npm script. */
  readonly script: string;
  /** Its arguments in the affordable run; `null`: only in the full run. */
  readonly affordable: readonly string[] | null;
  readonly full: readonly string[];
}

/** Left by `build` beside its corpus. */
const LARGE = ".cache/corpus-8000000.img";
const LARGE_LABEL = "8 million names";
const QUERIES = ".cache/corpus-8000000.queries";
const LARGE_SERVER = ["--add", "--backbone", LARGE, "--label", LARGE_LABEL, "--queries", QUERIES];

/** About ten minutes in the affordable run on two cores; how long each took stands in results/run.json. */
export const PARTS: readonly Part[] = [
  part("names", [], []),
  part("parse", [], []),
  part("gbif", [], []),
  part("archive", [], []),
  part("quality", [], []),
  part("forms", [], []),
  part("build", ["--names", "10000,100000,1000000,8000000"], ["--names", "10000,100000,1000000,8000000"]),
  part("lookup", ["--seconds", "0.5"], ["--seconds", "4"]),
  {
    name: "lookup-large",
    script: "bench:lookup",
    affordable: ["--seconds", "0.5", "--names", "8000000"],
    full: ["--seconds", "4", "--names", "10000,100000,1000000,8000000"],
  },
  part("match", ["--seconds", "0.5", "--image", LARGE, "--add"], ["--seconds", "4", "--image", LARGE, "--add"]),
  part("http", ["--seconds", "3", "--add"], ["--seconds", "10", "--add"]),
  part("queries", ["8000000"], ["8000000"]),
  {
    name: "http-large",
    script: "bench:http",
    affordable: ["--seconds", "3", ...LARGE_SERVER],
    full: ["--seconds", "10", ...LARGE_SERVER],
  },
  part("memory", ["--image", LARGE, "--label", LARGE_LABEL], ["--image", LARGE, "--label", LARGE_LABEL]),
  part(
    "rivals",
    ["--sizes", "100000", "--seconds", "0.5", "--limit", "60", "--add"],
    ["--sizes", "10000,100000,425310,1000000", "--seconds", "10", "--limit", "900"],
  ),
  part("cli", ["--names", "200000", "--add"], ["--image", LARGE, "--label", LARGE_LABEL, "--add"]),
  part("facets", ["--made-up", "1000000"], []),
  part("kill", ["10"], ["50"]),
];

function part(name: string, affordable: readonly string[] | null, full: readonly string[]): Part {
  return { name, script: `bench:${name}`, affordable, full };
}
