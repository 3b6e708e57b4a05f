// Measures: are all odd archives read, and is every row a record or reported?
// Corpus:   archives that broke other readers (../shared/data/pipeline/dwca), tables of museums (…/occurrence/inbo, misc).
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BinomenError } from "../../src/errors.ts";
import { runAttempt } from "../../src/occurrences/dataset/run.ts";

const ROOT = fileURLToPath(new URL("../../../shared/data/pipeline/", import.meta.url));
if (!existsSync(ROOT)) {
  console.log("skipped: ../shared/data/pipeline is not here");
  process.exit(0);
}

/** Archives are files, or folders that hold a meta.xml or a single kind of table. */
function archivesIn(folder: string): string[] {
  const children = readdirSync(folder, { withFileTypes: true });
  if (children.some(({ name }) => /^meta\.xml$/i.test(name))) return [folder];
  return children.flatMap((child) => {
    const path = join(folder, child.name);
    if (child.isDirectory()) return archivesIn(path);
    return /\.(zip|gz|txt|tab|csv|tsv|dwca|tar)$/i.test(child.name) ? [path] : [];
  });
}

const counts = { read: 0, refused: 0, crashed: 0, unbalanced: 0 };
const out = mkdtempSync(join(tmpdir(), "binomen-archives-"));
for (const path of ["dwca", "occurrence/inbo", "occurrence/misc"].flatMap((name) => archivesIn(join(ROOT, name)))) {
  const name = path.slice(ROOT.length);
  const dataset = join(out, "dataset");
  rmSync(dataset, { recursive: true, force: true });
  try {
    const { records, identity, folder } = await runAttempt({
      source: path,
      out: dataset,
      checklists: [],
      version: "bench",
      workers: 1,
    });
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
    const dropped = Object.values(report.dropped as Record<string, { count: number }>).reduce(
      (sum, { count }) => sum + count,
      0,
    );
    const isBalanced =
      report.rows === records + dropped && report.rows === identity.rows + (report.dropped["NOT_JSON"]?.count ?? 0);
    counts.read++;
    if (!isBalanced) counts.unbalanced++;
    const failures = Object.keys(report.failures);
    console.log(
      `${isBalanced ? "read    " : "ODD     "} ${String(records).padStart(6)} of ${report.rows} ${report.format} ${name} ${failures.join("; ")}`,
    );
  } catch (error) {
    const isRefused = error instanceof BinomenError && error.code !== "INTERNAL" && error.code !== "WORKER_FAILED";
    counts[isRefused ? "refused" : "crashed"]++;
    console.log(`${isRefused ? "refused " : "CRASHED "} ${name}: ${(error as Error).message.slice(0, 160)}`);
  }
}
rmSync(out, { recursive: true });
console.log(JSON.stringify(counts));
