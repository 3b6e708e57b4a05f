/** Downloads with the taxonomy of another checklist: what interpretation writes where that one is the first. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parquetReadObjects } from "hyparquet";
import yauzl from "yauzl";
import type { Job } from "../../../src/jobs/job.ts";
import type { Jobs } from "../../../src/jobs/jobs.ts";
import { openSharedChecklists } from "../../../src/occurrences/dataset/checklists.ts";
import { runAttempt } from "../../../src/occurrences/dataset/run.ts";
import { downloadRequestOf } from "../../../src/occurrences/download/download-request.ts";
import { type Occurrences, openOccurrences } from "../../../src/occurrences/occurrences.ts";
import { openJobs } from "../../jobs/open-jobs.ts";

const HEAD =
  "taxonID,parentNameUsageID,acceptedNameUsageID,scientificName,scientificNameAuthorship,taxonRank,taxonomicStatus";
const ONE = `${HEAD}
1,,,Animalia,,kingdom,accepted
2,1,,Felidae,"Fischer, 1817",family,accepted
3,2,,Puma,"Jardine, 1834",genus,accepted
4,3,,Puma concolor,"(Linnaeus, 1771)",species,accepted
5,,4,Felis concolor,"Linnaeus, 1771",species,synonym
6,4,,Puma concolor couguar,"(Kerr, 1792)",subspecies,accepted
`;
const TWO = `${HEAD}
a,,,Metazoa,,kingdom,accepted
b,a,,Carnivora,"Bowdich, 1821",order,accepted
c,b,,Felis,"Linnaeus, 1758",genus,accepted
d,c,,Felis concolor,"Linnaeus, 1771",species,accepted
e,,d,Puma concolor,"(Linnaeus, 1771)",species,synonym
f,a,,Abies,Mill.,genus,accepted
`;
const RECORDS = `occurrenceID,scientificName,country,eventDate
1,"Puma concolor (Linnaeus, 1771)",Denmark,1999-01-02
2,Felis concolor,Nowhereland,1999
3,Puma concolor couguar,Sweden,
4,Abies alba,,
5,Qwertz uiop,,
6,,Norway,2001
7,Puma concollor,,
`;

const root = mkdtempSync(join(tmpdir(), "binomen-taxonomy-"));
const opened: { occurrences: Occurrences; jobs: Jobs }[] = [];

before(async () => {
  for (const [name, text] of [
    ["one", ONE],
    ["two", TWO],
    ["records", RECORDS],
  ] as const)
    writeFileSync(join(root, `${name}.csv`), text);
  const source = join(root, "records.csv");
  for (const [name, order] of [
    ["one-first", ["one", "two"]],
    ["two-first", ["two", "one"]],
    ["one-only", ["one"]],
  ] as const) {
    const checklists = await openSharedChecklists(
      order.map((key) => `${key}=${join(root, `${key}.csv`)}`),
      root,
    );
    await runAttempt({
      source,
      out: join(root, name),
      checklists,
      version: "test",
      now: Date.UTC(2026, 0, 1),
      workers: 1,
    });
  }
  for (const [folders, smallRecords] of [
    [["one-first"], 1_000],
    [["one-first"], 0],
    [["two-first"], 1_000],
    [["one-first", "one-only"], 1_000],
  ] as const) {
    const jobs = openJobs(join(root, `jobs-${opened.length}`));
    const named = folders.map((folder) => `${folder}=${join(root, folder)}`);
    opened.push({ jobs, occurrences: await openOccurrences(named, () => [], jobs, { version: "1", smallRecords }) });
  }
});
after(async () => {
  for (const { jobs, occurrences } of opened) {
    await jobs.close();
    await occurrences.close();
  }
  rmSync(root, { recursive: true });
});

async function tables(at: number, body: object): Promise<Record<string, Buffer>> {
  const { occurrences, jobs } = opened[at]!;
  const { key } = await occurrences.downloads.request(downloadRequestOf(body, "ann"));
  let job: Job | undefined;
  for await (const now of jobs.updates(key, new AbortController().signal)) job = now ?? job;
  assert.equal(job!.status, "SUCCEEDED", JSON.stringify(job!.problem));
  const zip = await yauzl.fromBufferPromise(readFileSync((await jobs.file(job!)).path));
  const members: Record<string, Buffer> = {};
  for await (const entry of zip.eachEntry()) {
    if (!/\.(csv|txt|parquet)$/.test(entry.fileName) || /^(citations|rights)/.test(entry.fileName)) continue;
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    members[entry.fileName.replace(key, "key")] = Buffer.concat(chunks);
  }
  return members;
}
const texts = (members: Record<string, Buffer>) =>
  Object.fromEntries(Object.entries(members).map(([name, bytes]) => [name, bytes.toString().split("\n")]));

for (const format of ["SIMPLE_CSV", "DWCA", "SPECIES_LIST"])
  test(`a ${format} with checklistKey is that of a dataset that has this checklist first`, async () => {
    const wanted = texts(await tables(2, { format }));
    const [first = ""] = Object.values(wanted);
    assert.ok(String(first).includes("Felis concolor Linnaeus, 1771"));
    for (const at of [0, 1]) assert.deepEqual(texts(await tables(at, { format, checklistKey: "two" })), wanted);
    // The first one's columns are in the files as they are.
    assert.deepEqual(texts(await tables(0, { format, checklistKey: "one" })), texts(await tables(0, { format })));
    assert.notDeepEqual(texts(await tables(0, { format })), wanted);
  });

test("a SIMPLE_PARQUET with checklistKey has the same rows", async () => {
  const rowsOf = async (at: number, body: object) => {
    const [file] = Object.values(await tables(at, { format: "SIMPLE_PARQUET", ...body }));
    return parquetReadObjects({ file: new Uint8Array(file!).buffer });
  };
  assert.deepEqual(await rowsOf(0, { checklistKey: "two" }), await rowsOf(2, {}));
});

test("a condition on taxa means the checklist that it names, whatever the columns are of", async () => {
  for (const [value, checklistKey, count] of [
    ["4", undefined, 3],
    ["d", "two", 3],
    ["d", undefined, 0],
  ] as const) {
    const predicate = { type: "equals", key: "TAXON_KEY", value, checklistKey };
    const [csv] = Object.values(texts(await tables(0, { format: "SIMPLE_CSV", checklistKey: "two", predicate })));
    assert.equal(csv!.length - 2, count);
  }
});

test("a checklist that a dataset was not matched against is refused by name, as an unknown one is", async () => {
  const ask = (checklistKey: string) =>
    opened[3]!.occurrences.downloads.request(downloadRequestOf({ format: "SIMPLE_CSV", checklistKey }, "ann"));
  await assert.rejects(ask("two"), {
    code: "OCCURRENCE_QUERY_INVALID",
    message: /one-only were not matched against two/,
  });
  await assert.rejects(ask("col"), { code: "OCCURRENCE_QUERY_INVALID", message: /one, two/ });
  assert.ok(await ask("one"));
});
