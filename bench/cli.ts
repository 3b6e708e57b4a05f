/**
 * Measures: `binomen match` from file to file, as a user runs it: every name of a checklist once, spoilt as in the mix.
 * Corpus: an image (--image), or the bundled backbone.
 * Notes: the time includes starting, opening the image, reading, matching on all cores and writing. Memory is looked at four
 * times a second; it must not grow with the list. The number and the order of the answers are checked afterwards.
 *
 *   npm run bench:cli -- [--image FILE] [--label TEXT] [--names 8000000] [--add]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readImage } from "../src/image/file.ts";
import { ImageReader } from "../src/image/read.ts";
import { foldName } from "../src/names/keys/fold.ts";
import { processMemory, processorSeconds } from "./http/child-server.ts";
import { bundledImage } from "./micro/images.ts";
import { QueryMaker } from "./queries.ts";
import { readResult, writeResult } from "./result.ts";

const { values } = parseArgs({
  options: {
    image: { type: "string" },
    label: { type: "string", default: "bundled backbone" },
    names: { type: "string", default: "8000000" },
    /** Keeps the rows of other labels. */
    add: { type: "boolean", default: false },
  },
});
const CLI = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "binomen-bench-cli-"));
const input = join(directory, "names.csv");
const output = join(directory, "answers.csv");

try {
  const written = await writeNames(Number(values.names));
  const seen = await runMatch();
  const answered = await countAnswers(output);
  if (answered !== written) throw new Error(`${written} names, ${answered} answers`);
  const kept = values.add ? (readResult("cli")?.rows ?? []).filter((row) => row["checklist"] !== values.label) : [];
  const row = {
    checklist: values.label,
    names: written,
    totalSeconds: Number(seen.seconds.toFixed(1)),
    namesPerSecond: Math.round(written / seen.seconds),
    processorSeconds: Math.round(seen.processorSeconds),
    memoryEarlyMiB: seen.earlyMiB,
    memoryMostMiB: seen.peakMiB,
    inputMiB: Math.round(statSync(input).size / 2 ** 20),
    outputMiB: Math.round(statSync(output).size / 2 ** 20),
  };
  process.stderr.write(`${JSON.stringify(row)}\n`);
  writeResult(
    "cli",
    "npm run bench:cli",
    [...kept, row],
    [
      "From a CSV file of different names to a CSV file of answers, start and opening of the image included, all cores.",
      "What limits: matching; processor seconds by total seconds says how many cores were kept busy.",
      "Memory early: resident after a quarter of the run; most: the highest ever. Both hold the image.",
    ],
  );
} finally {
  rmSync(directory, { recursive: true });
}

/** Writes one query of each name, at most so many, batch by batch; resolves to their number. */
async function writeNames(limit: number): Promise<number> {
  const image = new ImageReader(values.image === undefined ? await bundledImage() : readImage(values.image));
  const file = createWriteStream(input);
  file.write("id,scientificName\n");
  let written = 0;
  const batch = 100_000;
  for (let start = 0; start < image.nameCount && written < limit; start += batch) {
    const end = Math.min(start + batch, image.nameCount, start + limit - written);
    const usages = Array.from({ length: end - start }, (_, offset) => image.firstUsage(start + offset));
    const maker = new QueryMaker(
      {
        canonicalNames: usages.map((usage) => image.canonicalName(usage)),
        authorships: usages.map((usage) => image.authorship(usage) ?? ""),
        exists: (name) => image.exactName(foldName(name)) !== -1,
      },
      start + 1,
    );
    const lines = maker.each().map(({ text }) => `${++written},"${text.replaceAll('"', '""')}"\n`);
    if (!file.write(lines.join(""))) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
  return written;
}

async function runMatch() {
  const backbone = values.image === undefined ? [] : ["--backbone", values.image];
  const start = performance.now();
  const child = spawn(process.execPath, [CLI, "match", input, ...backbone], { stdio: ["ignore", "pipe", "ignore"] });
  child.stdout.pipe(createWriteStream(output));
  const samples: { residentMiB: number; peakMiB: number; processorSeconds: number }[] = [];
  const timer = setInterval(() => {
    try {
      samples.push({ ...processMemory(child.pid!), processorSeconds: processorSeconds(child.pid!) });
    } catch {
      // gone between two looks
    }
  }, 250);
  const [code] = await once(child, "close");
  clearInterval(timer);
  if (code !== 0) throw new Error(`binomen match ended with ${code}`);
  const last = samples.at(-1);
  return {
    seconds: (performance.now() - start) / 1000,
    earlyMiB: samples[Math.floor(samples.length / 4)]?.residentMiB ?? 0,
    peakMiB: last?.peakMiB ?? 0,
    processorSeconds: last?.processorSeconds ?? 0,
  };
}

/** Counts the answers, and sees that each stands on the line of its question: its first column is the id that was sent. */
async function countAnswers(path: string): Promise<number> {
  let answers = -1; // the heading
  for await (const line of createInterface({ input: createReadStream(path) })) {
    answers++;
    if (answers > 0 && !line.startsWith(`${answers},`)) throw new Error(`line ${answers + 1} answers another: ${line}`);
  }
  return answers;
}
