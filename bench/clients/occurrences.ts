/**
 * Measures: nothing. Do the programs that people use for GBIF's and iDigBio's records work with binomen's?
 * Clients: pygbif and idigbio from PyPI, in an environment of their own; what ridigbio sends, request by request.
 * Corpus: the records in answers that GBIF's clients recorded, when there are some, else records made up.
 *
 *   npm run bench:clients:occurrences
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { recordedAnswers, recordedDataset } from "../../test/http/recorded-answers.ts";
import { randomRecords, writeDataset } from "../../test/occurrences/search/random-dataset.ts";
import { startServer } from "../http/child-server.ts";
import { type ResultRow, writeResult } from "../result.ts";

/** The versions that were read when the routes were built; newer ones may send something else. */
const PACKAGES = ["pygbif==0.7.0", "idigbio==0.8.5"];
const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const CHECK = fileURLToPath(new URL("./occurrences_check.py", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "binomen-clients-"));
const environment = {
  ...{ BINOMEN_STATE_DIR: join(folder, "state"), BINOMEN_DATA_DIR: join(folder, "data") },
  ...{ XDG_CACHE_HOME: join(folder, "cache") },
};
const answers = recordedAnswers();
const { dataset, checklists } =
  answers.length > 0
    ? await recordedDataset(answers, folder)
    : { dataset: writeDataset(randomRecords(1_000, 7)), checklists: [] };
const created = execFileSync(
  process.execPath,
  [MAIN, "keys", "create", "--label", "birder", "--scope", "facets:read", "--json"],
  { encoding: "utf8", env: { ...process.env, ...environment } },
);
const { token } = JSON.parse(created) as { token: string };
const backbones = checklists.flatMap((one) => ["--backbone", one]);
const server = await startServer(
  [MAIN, "serve", "--port", "0", "--dataset", `records=${dataset}`, ...backbones],
  environment,
);
try {
  const python = pythonWithClients();
  if (python !== undefined) {
    const { stdout, stderr, status } = spawnSync(python, [CHECK, server.url, "birder", token], {
      ...{ encoding: "utf8", timeout: 500_000, env: { ...process.env, ...environment } },
    });
    const lines = stdout.trim().split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) if (line !== "") console.log(line);
    if (!last.startsWith("[")) throw new Error(`${last}\n${stderr}`);
    const rows = JSON.parse(last) as ResultRow[];
    console.table(rows);
    writeResult("clients-occurrences", "npm run bench:clients:occurrences", rows, [
      "Calls that users of each package write. pygbif and idigbio are the real packages, whose addresses of GBIF and iDigBio lead to binomen; ridigbio needs R and is taken at its requests.",
      answers.length > 0
        ? "Records: those of answers that GBIF's clients recorded, interpreted anew."
        : "Records made up: no recorded answers of GBIF are here.",
    ]);
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  if (answers.length === 0) rmSync(dataset, { recursive: true, force: true });
}

/** A Python with the clients in it; `undefined` when it cannot be had here. */
function pythonWithClients(): string | undefined {
  const home = join(folder, "python");
  const python = join(home, "bin", "python");
  const made = spawnSync("python3", ["-m", "venv", home], { encoding: "utf8", timeout: 120_000 });
  const pip = ["-m", "pip", "install", "--quiet", ...PACKAGES];
  const installed = made.status === 0 ? spawnSync(python, pip, { encoding: "utf8", timeout: 300_000 }) : made;
  if (installed.status === 0) return python;
  console.log(`${PACKAGES.join(", ")} cannot be installed: ${installed.stderr}`);
  process.exitCode = 1;
  return undefined;
}
