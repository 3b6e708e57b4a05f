// Measures: nothing in seconds. Kills an importing process with SIGKILL at 50 random moments; see test/facets/kill.ts.
// Usage:    node bench/facets/kill.ts [kills]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killImports } from "../../test/facets/kill.ts";
import { writeResult } from "../result.ts";

const directory = mkdtempSync(join(tmpdir(), "binomen-kill-"));
const report = await killImports(directory, Number(process.argv[2] ?? 50), Math.random);
rmSync(directory, { recursive: true, force: true });
console.error(report);
writeResult(
  "facets-kill",
  "node bench/facets/kill.ts",
  [{ ...report }],
  [
    "After every kill the store verified, the list was the version acknowledged last or the whole next one (`between`: the",
    "latter), and a reader that had followed from the beginning held the same documents.",
  ],
);
