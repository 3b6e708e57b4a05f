import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { appendFileSync, existsSync, readdirSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { BinomenError } from "../../src/errors.ts";
import type { Job } from "../../src/jobs/job.ts";
import type { JobContext, JobKind } from "../../src/jobs/job-runner.ts";
import type { Jobs, NewJob } from "../../src/jobs/jobs.ts";
import { temporaryFolder } from "../http/small-service.ts";
import { LIMITS, openJobs } from "./open-jobs.ts";

type Work = (job: Job, context: JobContext) => Promise<void> | void;

/** Writes "made" into a file after `work`. */
function kindOf(work: Work = () => {}): JobKind {
  return {
    isLarge: ({ facts }) => facts["large"] === true,
    run: async (job, _request, context) => {
      await work(job, context);
      writeFileSync(join(context.folder, "out.zip"), "made");
      return { file: "out.zip", facts: { records: 4 } };
    },
  };
}

function opened(t: TestContext, options: Parameters<typeof openJobs>[1] = {}): { jobs: Jobs; folder: string } {
  const folder = join(temporaryFolder(t), "jobs");
  const jobs = openJobs(folder, options);
  t.after(() => jobs.close());
  return { jobs, folder };
}

const asked = (owner = "ann", more: Partial<NewJob> = {}): NewJob => ({ kind: "work", owner, request: {}, ...more });
const code = (expected: string) => (error: unknown) => error instanceof BinomenError && error.code === expected;

/** The job once it has ended. */
async function ended(jobs: Jobs, key: string): Promise<Job> {
  let last: Job | undefined;
  for await (const job of jobs.updates(key, new AbortController().signal)) last = job ?? last;
  return last!;
}

test("a job is done, and its file is known by size and checksum", async (t) => {
  const { jobs } = opened(t);
  jobs.register(
    "work",
    kindOf((_, { progress }) => progress("counting", 2, 4)),
  );
  const { key, status } = jobs.add(asked());
  assert.equal(status, "PREPARING");
  const job = await ended(jobs, key);
  assert.equal(job.status, "SUCCEEDED");
  assert.deepEqual(job.progress, { phase: "counting", done: 2, total: 4 });
  assert.deepEqual(job.facts, { records: 4 });
  const sha256 = createHash("sha256").update("made").digest("hex");
  assert.deepEqual(job.file, { name: "out.zip", size: 4, sha256 });
  assert.ok(existsSync((await jobs.file(job)).path));
});

for (const [what, damage] of [
  ["cut", (path: string) => truncateSync(path, 3)],
  ["longer", (path: string) => appendFileSync(path, "!")],
  ["changed in its middle", (path: string) => writeFileSync(path, "mode")],
  [
    "changed, and got its old time again,",
    (path: string) => {
      const { atime, mtime } = statSync(path);
      writeFileSync(path, "mode");
      utimesSync(path, atime, mtime);
    },
  ],
] as const)
  test(`a file that was ${what} is not given away, and the same request makes another`, async (t) => {
    const { jobs } = opened(t);
    jobs.register("work", kindOf());
    const { key } = jobs.add(asked("ann", { same: "x" }));
    const job = await ended(jobs, key);
    damage((await jobs.file(job)).path);
    await assert.rejects(jobs.file(job), code("JOB_FILE_GONE"));
    assert.equal(jobs.job(key).status, "FAILED");
    assert.equal(jobs.same("x"), undefined);
    assert.notEqual(jobs.add(asked("ann", { same: "x" })).key, key);
  });

test("the same request is the same job for a day", async (t) => {
  let now = Date.UTC(2026, 0, 1);
  const { jobs } = opened(t, { now: () => now });
  jobs.register("work", kindOf());
  const first = jobs.add(asked("ann", { same: "x" }));
  assert.equal(jobs.add(asked("bob", { same: "x" })).key, first.key);
  assert.notEqual(jobs.add(asked("bob", { same: "y" })).key, first.key);
  await ended(jobs, first.key);
  now += 23 * 3600 * 1000;
  assert.equal(jobs.add(asked("ann", { same: "x" })).key, first.key);
  now += 3600 * 1000;
  assert.notEqual(jobs.add(asked("ann", { same: "x" })).key, first.key);
});

test("a client with as many jobs as it may have is refused with their keys; others are not", (t) => {
  const { jobs } = opened(t);
  const keys = [1, 2, 3].map(() => jobs.add(asked()).key);
  assert.throws(
    () => jobs.add(asked()),
    (error: BinomenError) => error.code === "JOBS_TOO_MANY" && keys.every((key) => error.message.includes(key)),
  );
  assert.ok(jobs.add(asked("bob")).key);
  jobs.cancel(keys[0]!);
  assert.ok(jobs.add(asked()).key, "a cancelled one counts no longer");
});

test("when too many wait, all are told to come later", (t) => {
  const { jobs } = opened(t, { limits: { ...LIMITS, jobsUnderWay: 2 } });
  jobs.add(asked("ann"));
  jobs.add(asked("bob"));
  assert.throws(() => jobs.add(asked("cy")), code("OVERLOADED"));
});

test("turns go round: a client with one job at work waits for others, and large jobs leave a place to small ones", async (t) => {
  const { jobs } = opened(t);
  const order: string[] = [];
  const begun = new EventEmitter();
  const gates = new Map<string, () => void>();
  jobs.register(
    "work",
    kindOf(async ({ facts }) => {
      const gate = Promise.withResolvers<void>();
      gates.set(String(facts["name"]), gate.resolve);
      order.push(String(facts["name"]));
      begun.emit("begun");
      await gate.promise;
    }),
  );
  /** Resolves when so many jobs have begun, however long that takes beside other work. */
  const haveBegun = async (count: number) => {
    while (order.length < count) await once(begun, "begun");
  };
  const add = (owner: string, name: string, large = false) => jobs.add(asked(owner, { facts: { name, large } })).key;
  try {
    const keys = [add("ann", "a1", true), add("ann", "a2", true), add("bob", "b1", true), add("ann", "a3")];
    await haveBegun(2);
    assert.deepEqual(order, ["a1", "a3"], "one place is for small jobs");
    gates.get("a1")!();
    await ended(jobs, keys[0]!);
    await haveBegun(3);
    assert.equal(order[2], "b1", "bob has none at work, ann has");
    for (const name of ["a3", "b1"]) gates.get(name)!();
    await ended(jobs, keys[2]!);
    await haveBegun(4);
    gates.get("a2")!();
    assert.equal((await ended(jobs, keys[1]!)).status, "SUCCEEDED");
  } finally {
    // What is still at work must end, or the jobs are never closed.
    for (const open of gates.values()) open();
  }
});

test("jobs that are made within one moment are served in their order", async (t) => {
  const { jobs } = opened(t, { now: () => 1_000_000 });
  const order: unknown[] = [];
  jobs.register(
    "work",
    kindOf(({ facts }) => void order.push(facts["name"])),
  );
  const names = Array.from({ length: 12 }, (_, at) => at);
  const keys = names.map((name) => jobs.add(asked(`client ${name}`, { facts: { name } })).key);
  for (const key of keys) await ended(jobs, key);
  assert.deepEqual(order, names);
});

test("a job that is cancelled ends at its next step and leaves no files", async (t) => {
  const { jobs, folder } = opened(t);
  const begun = Promise.withResolvers<void>();
  jobs.register(
    "work",
    kindOf(async (_, { signal, progress, folder: own }) => {
      writeFileSync(join(own, "part"), "half");
      begun.resolve();
      await once(signal, "abort");
      progress("never", 1);
    }),
  );
  const { key } = jobs.add(asked());
  await begun.promise;
  assert.equal(jobs.cancel(key).status, "CANCELLED");
  await jobs.close();
  assert.deepEqual(readdirSync(folder), []);
});

test("what fails says why, also that the disk was full, and leaves no files", async (t) => {
  const { jobs, folder } = opened(t);
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const failures: unknown[] = [
    full,
    new BinomenError("SOURCE_DAMAGED", { path: "a.zip", problem: "cut" }),
    new Error("x"),
  ];
  jobs.register(
    "work",
    kindOf(() => {
      throw failures.shift();
    }),
  );
  const problems: unknown[] = [];
  for (let i = 0; i < 3; i++) problems.push((await ended(jobs, jobs.add(asked()).key)).problem?.code);
  assert.deepEqual(problems, ["STORAGE_FULL", "SOURCE_DAMAGED", "INTERNAL"]);
  assert.deepEqual(readdirSync(folder), []);
});

test("files are removed when their time is over; what was asked stays known", async (t) => {
  let now = Date.UTC(2026, 0, 1);
  const { jobs, folder } = opened(t, { now: () => now });
  jobs.register("work", kindOf());
  const { key } = jobs.add(asked());
  await ended(jobs, key);
  now += 182 * 24 * 3600 * 1000 - 1;
  jobs.look();
  assert.equal(jobs.job(key).status, "SUCCEEDED");
  now += 2;
  jobs.look();
  const job = jobs.job(key);
  assert.equal(job.status, "FILE_ERASED");
  assert.deepEqual(readdirSync(folder), []);
  await assert.rejects(jobs.file(job), code("JOB_FILE_GONE"));
});

test("a server that stops leaves the job to the next one", async (t) => {
  const folder = join(temporaryFolder(t), "jobs");
  const first = openJobs(folder);
  const begun = Promise.withResolvers<void>();
  first.register(
    "work",
    kindOf(async (_, { signal }) => {
      begun.resolve();
      await once(signal, "abort");
    }),
  );
  const { key } = first.add(asked());
  await begun.promise;
  await first.close();
  const second = openJobs(folder);
  t.after(() => second.close());
  assert.equal(second.job(key).status, "PREPARING");
  second.register("work", kindOf());
  const job = await ended(second, key);
  assert.deepEqual([job.status, job.starts], ["SUCCEEDED", 1], "the start that was broken off does not count");
});

/** Begins the jobs of a folder in a process of its own, which is killed in the middle. */
async function killedInTheMiddle(folder: string): Promise<void> {
  const script = `
    import { openJobs } from ${JSON.stringify(new URL("./open-jobs.ts", import.meta.url).href)};
    const jobs = openJobs(${JSON.stringify(folder)});
    jobs.register("work", { isLarge: () => false, run: () => { console.log("begun"); setInterval(() => {}, 1000); return new Promise(() => {}); } });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(createInterface({ input: child.stdout }), "line");
  child.kill("SIGKILL");
  await once(child, "exit");
}

test("a job whose server was killed is begun again, and given up when that happened three times", async (t) => {
  const folder = join(temporaryFolder(t), "jobs");
  const jobs = openJobs(folder);
  t.after(() => jobs.close());
  const { key } = jobs.add(asked());
  await killedInTheMiddle(folder);
  assert.deepEqual([jobs.job(key).status, jobs.job(key).starts], ["RUNNING", 1]);
  await killedInTheMiddle(folder);
  await killedInTheMiddle(folder);
  jobs.register("work", kindOf());
  const job = await ended(jobs, key);
  assert.equal(job.status, "FAILED");
  assert.match(job.problem!.message, /stopped 3 times/);
  const other = jobs.add(asked()).key;
  assert.equal((await ended(jobs, other)).status, "SUCCEEDED");
});

test("a job that another living process works on is left to it", async (t) => {
  const folder = join(temporaryFolder(t), "jobs");
  const jobs = openJobs(folder);
  t.after(() => jobs.close());
  const { key } = jobs.add(asked());
  const script = `
    import { openJobs } from ${JSON.stringify(new URL("./open-jobs.ts", import.meta.url).href)};
    const jobs = openJobs(${JSON.stringify(folder)});
    jobs.register("work", { isLarge: () => false, run: () => { console.log("begun"); setInterval(() => {}, 1000); return new Promise(() => {}); } });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  await once(createInterface({ input: child.stdout }), "line");
  let begun = 0;
  jobs.register(
    "work",
    kindOf(() => void begun++),
  );
  jobs.look();
  await new Promise(setImmediate);
  assert.deepEqual([begun, jobs.job(key).runner?.pid], [0, child.pid]);
});

test("lists are of one client alone, newest first, and an unknown key is no job", (t) => {
  let now = 1;
  const { jobs } = opened(t, { now: () => now++ });
  const [first, second] = [jobs.add(asked()), jobs.add(asked())];
  jobs.add(asked("bob"));
  assert.deepEqual(
    jobs.list("ann").map(({ key }) => key),
    [second.key, first.key],
  );
  for (const key of ["", "0000000-000000000000000", "../../etc/passwd", "x".repeat(5000), "\0"])
    assert.throws(() => jobs.job(key), code("JOB_NOT_FOUND"));
});
