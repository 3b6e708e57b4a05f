/** What `binomen interpret` tells of an attempt: true of every sort of table. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

const NUMBERED = "institutionCode,collectionCode,catalogNumber,scientificName\n";

for (const [what, table, told] of [
  ["whose rows have an occurrenceID each", "occurrenceID,country\na,Peru\nb,Peru\n", "occurrenceID"],
  [
    "whose rows have an occurrenceID, some of them twice",
    "occurrenceID,country\na,Peru\nb,Peru\na,Chile\n",
    "occurrenceID, of which 1 is there again",
  ],
  [
    "of catalogue numbers, one of them twice",
    `${NUMBERED}A,B,1,Puma\nA,B,2,Puma\nA,B,1,Felis\n`,
    "institutionCode, collectionCode and catalogNumber, of which 1 is there again",
  ],
  [
    "in which one row has no occurrenceID",
    "occurrenceID,country\na,Peru\n,Chile\n",
    "what each has first of occurrenceID; row id, else by what it says",
  ],
  [
    "without any id",
    "basisOfRecord,country\nHumanObservation,Peru\nHumanObservation,Peru\n",
    "what they say and where they stand: no row has an id",
  ],
] as const)
  test(`of a table ${what} it is told by what its rows are told apart`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), "binomen-interpret-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const source = join(folder, "records.csv");
    const backbone = join(folder, "cats.csv");
    writeFileSync(source, table);
    writeFileSync(backbone, "scientificName\nPuma concolor\n");
    const args = [
      MAIN,
      "interpret",
      source,
      "--out",
      join(folder, "out"),
      "--backbone",
      backbone,
      "--data-dir",
      folder,
    ];
    const { status, stderr } = spawnSync(process.execPath, [...args, "--workers", "1", "--force"], {
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    assert.equal(/told apart by (.*)/.exec(stderr)?.[1], told);
  });
