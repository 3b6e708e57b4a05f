/**
 * Measures: nothing. Do the programs that people use with GBIF get from binomen what they get from GBIF?
 * Clients: pygbif from PyPI, in an environment of its own; OpenRefine's own classes from Maven Central, without its window; in R rgbif when it is installed, else httr2 (Debian:
 * r-base-core r-cran-httr2 r-cran-jsonlite r-cran-tibble). What is not on this machine is left out, and said.
 * Compared with: recorded answers of GBIF, when there are some: rows of a table, and columns that GBIF never sends.
 *
 *   npm run bench:clients
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "../http/child-server.ts";
import { type ResultRow, writeResult } from "../result.ts";

/** The version that was read when the routes were built; a newer one may send something else. */
const PYGBIF = "0.7.0";

/** The version that was on Maven Central when this was written. */
const OPENREFINE = "3.9.3";

const MISSPELLINGS = fileURLToPath(new URL("../../data/misspellings.tsv", import.meta.url));
const HERE = fileURLToPath(new URL("./", import.meta.url));
const CLIENTS = fileURLToPath(new URL("../../clients", import.meta.url));
const RECORDED = fileURLToPath(new URL("../../../shared/data/gbif/recorded.jsonl", import.meta.url));
const recorded = existsSync(RECORDED) ? [RECORDED] : [];

const folder = mkdtempSync(join(tmpdir(), "binomen-clients-"));
const server = await startServer([join(HERE, "../../src/cli/main.ts"), "serve", "--port", "0"]);
try {
  const rows = [
    ...checkedBy("pygbif", pythonWithPygbif(), [join(HERE, "pygbif_check.py"), server.url, ...recorded]),
    ...checkedByOpenRefine(),
    ...checkedBy("R", isThere("Rscript") ? "Rscript" : undefined, [join(HERE, "r_check.R"), server.url, CLIENTS]),
  ];
  console.table(rows);
  writeResult("clients", "npm run bench:clients", rows, [
    "Each client is the real package, asked in the way of its users, over the bundled backbone.",
    "OpenRefine: its own classes reconcile a column of 1,000 real misspellings and fetch all columns for 100 usages. A near spelling is offered, not matched by itself: whoever looks decides. Of those matched by themselves, the others are synonyms of what is meant.",
    recorded.length > 0
      ? "Recorded: requests that clients sent to GBIF, sent to binomen. Other rows: answers that make another number of rows of a table than GBIF's. Foreign columns: members that GBIF never sends."
      : "No recorded answers of GBIF are here: they were not compared.",
  ]);
  if (rows.length === 0 || rows.some(({ exitCode }) => exitCode !== 0)) process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A column of misspellings, reconciled and extended by what OpenRefine does it with; Maven brings it. */
function checkedByOpenRefine(): ResultRow[] {
  if (!isThere("mvn") || !isThere("java")) return checkedBy("OpenRefine", undefined, []);
  const dependency = `<dependency><groupId>org.openrefine</groupId><artifactId>main</artifactId><version>${OPENREFINE}</version></dependency>`;
  writeFileSync(
    join(folder, "pom.xml"),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>binomen</groupId><artifactId>clients</artifactId><version>1</version><packaging>pom</packaging><dependencies>${dependency}</dependencies></project>`,
  );
  const classPath = join(folder, "class-path");
  const maven = ["-q", "-B", "dependency:build-classpath", `-Dmdep.outputFile=${classPath}`];
  const { status, stdout } = spawnSync("mvn", maven, { cwd: folder, encoding: "utf8", timeout: 600_000 });
  if (status !== 0) {
    console.log(`OpenRefine cannot be had from Maven Central: left out\n${stdout}`);
    return [];
  }
  const program = join(HERE, "OpenRefineCheck.java");
  return checkedBy("OpenRefine", "java", [
    "-cp",
    readFileSync(classPath, "utf8").trim(),
    program,
    server.url,
    MISSPELLINGS,
    OPENREFINE,
  ]);
}

/** What a client's own script counted, in the JSON of its last line. */
function checkedBy(name: string, program: string | undefined, parameters: readonly string[]): ResultRow[] {
  if (program === undefined) {
    console.log(`${name} is not on this machine: left out`);
    return [];
  }
  const { stdout, stderr, status } = spawnSync(program, parameters, { encoding: "utf8", timeout: 300_000 });
  const lines = stdout.trim().split("\n");
  const counts = lines.pop() ?? "";
  for (const line of lines) if (line !== "") console.log(`${name}: ${line}`);
  if (!counts.startsWith("{")) {
    console.error(`${name}: ${counts}\n${stderr}`);
    return [{ client: name, exitCode: status ?? -1 }];
  }
  return [{ ...(JSON.parse(counts) as ResultRow), exitCode: status }];
}

/** A Python with pygbif in it; `undefined` when it cannot be had here. */
function pythonWithPygbif(): string | undefined {
  if (!isThere("python3")) return undefined;
  const python = join(folder, "bin", "python");
  const made = spawnSync("python3", ["-m", "venv", folder], { encoding: "utf8", timeout: 120_000 });
  const pip = ["-m", "pip", "install", "--quiet", `pygbif==${PYGBIF}`];
  const installed = made.status === 0 ? spawnSync(python, pip, { encoding: "utf8", timeout: 300_000 }) : made;
  if (installed.status === 0) return python;
  console.log(`pygbif ${PYGBIF} cannot be installed: ${installed.stderr}`);
  return undefined;
}

function isThere(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}
