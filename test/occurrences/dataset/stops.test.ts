/** Attempts that stop by themselves: what would be lost, and that nothing is left of them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type AttemptRequest, datasetFolders } from "../../../src/occurrences/dataset/attempts.ts";
import { runAttempt } from "../../../src/occurrences/dataset/run.ts";
import { ZipWriter } from "../../../src/occurrences/export/zip.ts";
import { writeXlsx } from "../../../src/tables/write-workbook.ts";

const MAIN = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "binomen-stops-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function request(folder: string, source: string, more: Partial<AttemptRequest> = {}): AttemptRequest {
  return { source, out: join(folder, "dataset"), checklists: [], version: "test", now: 0, workers: 1, ...more };
}

function reportOf(folder: string): {
  rows: number;
  records: number;
  dropped: Record<string, { count: number }>;
  problems: Record<string, object>;
} {
  return JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
}

/** JSON lines, of which some hold no object. */
function lines(path: string, good: number, bad: readonly string[]): string {
  const records = Array.from({ length: good }, (_, i) => JSON.stringify({ occurrenceID: `o:${i}`, country: "Peru" }));
  writeFileSync(path, `${[...records, ...bad].join("\n")}\n`);
  return path;
}

const META = (rowType: string, file: string, fields: string) =>
  `<archive xmlns="http://rs.tdwg.org/dwc/text/">${fields.replace("ROWS", `rowType="http://rs.tdwg.org/dwc/terms/${rowType}" fieldsTerminatedBy="," linesTerminatedBy="\\n" ignoreHeaderLines="1"`).replace("FILE", `<files><location>${file}</location></files>`)}</archive>`;

function zip(path: string, members: Record<string, string>): string {
  const writer = new ZipWriter(path);
  for (const [name, text] of Object.entries(members)) writer.addWhole(name, text);
  writer.end();
  return path;
}

for (const [what, write] of [
  ["CSV", (path: string) => writeFileSync(`${path}.csv`, "occurrenceID,scientificName\r\n\r\n\n")],
  ["workbook", (path: string) => writeFileSync(`${path}.xlsx`, writeXlsx(["occurrenceID", "country"], []))],
  [
    "archive of events",
    (path: string) =>
      zip(`${path}.zip`, {
        "meta.xml": META("Event", "e.csv", `<core ROWS>FILE<id index="0"/></core>`).replace(
          "</archive>",
          `${META("Occurrence", "o.csv", `<extension ROWS>FILE<coreid index="0"/><field index="1" term="http://rs.tdwg.org/dwc/terms/occurrenceID"/></extension>`).replace(/<\/?archive[^>]*>/g, "")}</archive>`,
        ),
        "e.csv": "eventID\ne:1\n",
        "o.csv": "eventID,occurrenceID\n",
      }),
  ],
] as const)
  test(`${what} without rows: the attempt stops, nothing is left of it, and a forced one has no records`, async (t) => {
    const folder = folderOf(t);
    mkdirSync(join(folder, "source"));
    write(join(folder, "source", "records"));
    const source = join(folder, "source", readdirSync(join(folder, "source"))[0]!);
    await assert.rejects(runAttempt(request(folder, source)), { code: "ATTEMPT_STOPPED", message: /no rows.*--force/ });
    assert.deepEqual(readdirSync(join(folder, "dataset")), []);
    const { records } = await runAttempt(request(folder, source, { force: true }));
    assert.equal(records, 0);
    assert.equal(reportOf(join(folder, "dataset", "attempt-0001")).rows, 0);
  });

test("a source without rows does not take the place of the attempt before", async (t) => {
  const folder = folderOf(t);
  await runAttempt(request(folder, lines(join(folder, "a.ndjson"), 30, [])));
  writeFileSync(join(folder, "b.csv"), "occurrenceID,country\n");
  await assert.rejects(runAttempt(request(folder, join(folder, "b.csv"))), { code: "ATTEMPT_STOPPED" });
  const { attempts, partial } = datasetFolders(join(folder, "dataset"));
  assert.deepEqual({ attempts, partial }, { attempts: ["attempt-0001"], partial: undefined });
  const { records, identity } = await runAttempt(request(folder, join(folder, "a.ndjson")));
  assert.deepEqual([records, identity.unchanged], [30, 30]);
});

for (const [good, bad, stops] of [
  [95, ["{", "", "null", "[1]", "7", '{"a":1}}'], false],
  [94, ["{", "null", "[1]", "7", '{"a":1}}', "text"], true],
  [0, ["{", "nothing"], true],
] as const)
  test(`${good} records beside ${bad.length} other lines ${stops ? "stop" : "do not stop"} an attempt`, async (t) => {
    const folder = folderOf(t);
    const source = lines(join(folder, "a.ndjson"), good, bad);
    const attempt = runAttempt(request(folder, source, { force: false }));
    const count = bad.filter((line) => line !== "").length;
    if (stops) {
      const first = `a.ndjson:${good + 1}`;
      const message = new RegExp(`${count} of ${good + count} rows cannot be kept, more than 5 %.*${first}`);
      await assert.rejects(attempt, { code: "ATTEMPT_STOPPED", message });
      assert.deepEqual(readdirSync(join(folder, "dataset")), []);
      await runAttempt(request(folder, source, { force: true }));
    } else await attempt;
    const report = reportOf(join(folder, "dataset", "attempt-0001"));
    assert.deepEqual([report.rows, report.records], [good + count, good]);
    assert.equal(report.dropped["NOT_JSON"]!.count, count);
  });

test("rows with identifiers of two records of the attempt before are not kept, and stop it when they are many", async (t) => {
  const folder = folderOf(t);
  const table = (path: string, shift: number) => {
    const rows = Array.from({ length: 40 }, (_, i) => `o:${i},I,C,${i < 10 ? (i + shift) % 10 : i}`);
    writeFileSync(path, `${["occurrenceID,institutionCode,collectionCode,catalogNumber", ...rows].join("\n")}\n`);
    return path;
  };
  await runAttempt(request(folder, table(join(folder, "a.csv"), 0)));
  await assert.rejects(runAttempt(request(folder, table(join(folder, "b.csv"), 1))), {
    code: "ATTEMPT_STOPPED",
    message: /10 of 40 rows cannot be kept.*two different records/,
  });
  const { identity } = await runAttempt(request(folder, join(folder, "b.csv"), { force: true }));
  assert.equal(identity.conflicts, 10);
});

for (const quote of ["", '"'])
  test(`rows of an extension with too many cells are reported, ${quote ? "quoted" : "plain"}`, async (t) => {
    const folder = folderOf(t);
    const table = (rowType: string, file: string, id: string, term: string) =>
      `<${id === "id" ? "core" : "extension"} rowType="${rowType}" fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy='${quote}' ignoreHeaderLines="1"><files><location>${file}</location></files><${id} index="0"/><field index="1" term="${term}"/></${id === "id" ? "core" : "extension"}>`;
    const source = zip(join(folder, "a.zip"), {
      "meta.xml": `<archive xmlns="http://rs.tdwg.org/dwc/text/">${table("http://rs.tdwg.org/dwc/terms/Occurrence", "o.csv", "id", "http://rs.tdwg.org/dwc/terms/occurrenceID")}${table("http://rs.gbif.org/terms/1.0/Multimedia", "m.csv", "coreid", "http://purl.org/dc/terms/identifier")}</archive>`,
      "o.csv": "id,occurrenceID\n1,o:1\n",
      "m.csv": `id,identifier\n1,${quote}http://a.org/1.jpg${quote}\n1,http://a.org/2.jpg,more\n1\n`,
    });
    await runAttempt(request(folder, source));
    const { problems } = reportOf(join(folder, "dataset", "attempt-0001"));
    assert.deepEqual(problems["BAD_ROW"], { count: 2, examples: ["m.csv:3"] });
  });

test("second rows of an identifier are reported and do not stop an attempt: their first rows are kept", async (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, "a.csv"), "occurrenceID,country\na,Peru\na,Chile\nb,Peru\na,Cuba\n");
  const { records } = await runAttempt(request(folder, join(folder, "a.csv")));
  assert.equal(records, 2);
  assert.equal(reportOf(join(folder, "dataset", "attempt-0001")).dropped["DUPLICATE_ID"]!.count, 2);
});

for (const [what, name, text] of [
  ["nothing", "a.csv", ""],
  ["a byte order mark", "a.csv", "\uFEFF"],
  ["a header without terms", "a.csv", "alpha,beta\n1,2\n"],
  ["empty lines", "a.ndjson", "\n\n\n"],
] as const)
  test(`a file with ${what} is not a source, and leaves no attempt`, async (t) => {
    const folder = folderOf(t);
    writeFileSync(join(folder, name), text);
    await assert.rejects(runAttempt(request(folder, join(folder, name))), { code: "SOURCE_UNKNOWN_FORMAT" });
    assert.equal(datasetFolders(join(folder, "dataset")).partial, undefined);
  });

test("the command line tells why it stopped, and goes on with --force", (t) => {
  const folder = folderOf(t);
  const source = lines(join(folder, "a.ndjson"), 2, ["{"]);
  writeFileSync(join(folder, "list.csv"), "scientificName\nAbies alba\n");
  const interpret = (...more: string[]) => {
    const own = ["--backbone", join(folder, "list.csv"), "--data-dir", folder, "--workers", "1", "--json"];
    const args = [MAIN, "interpret", source, "--out", join(folder, "dataset"), ...own, ...more];
    return spawnSync(process.execPath, args, { encoding: "utf8", input: "" });
  };
  const stopped = interpret();
  assert.equal(stopped.status, 1, stopped.stdout);
  const { code, message } = JSON.parse(stopped.stderr);
  assert.equal(code, "ATTEMPT_STOPPED");
  assert.match(message, /1 of 3 rows.*a\.ndjson:3.*--force/);
  assert.ok(!existsSync(join(folder, "dataset", "attempt-0001.partial")));
  const forced = interpret("--force");
  const { records, unreadable } = JSON.parse(forced.stdout);
  assert.deepEqual([records, unreadable], [2, 1], forced.stderr);
});

test("what was odd in a source, and changed what was read, stands in the closing words of the command line", (t) => {
  const folder = folderOf(t);
  const source = join(folder, "a.csv");
  const rows = ["a,Abies alba,DE,FR", "b,Abies alba,DE,FR,more", 'c,Abies alba,"DE,FR'];
  writeFileSync(source, ["occurrenceID,scientificName,country,country", ...rows, ""].join("\n"));
  writeFileSync(join(folder, "list.csv"), "scientificName\nAbies alba\n");
  const args = ["--backbone", join(folder, "list.csv"), "--data-dir", folder, "--workers", "1"];
  const { stderr, status } = spawnSync(
    process.execPath,
    [MAIN, "interpret", source, "--out", join(folder, "dataset"), ...args],
    { encoding: "utf8", input: "" },
  );
  assert.equal(status, 0, stderr);
  assert.match(stderr, /3 records of 3 rows/);
  for (const told of [
    /1 × The row has another number of columns.*\(a\.csv:3\)/,
    /1 × A quoted cell.*\(a\.csv:4\)/,
    /1 × Several columns/,
  ])
    assert.match(stderr, told);
});
