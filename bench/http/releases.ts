/**
 * Measures: what a server's memory does while releases replace each other, and how long a swap takes.
 * Corpus: the bundled backbone and a sample of nine tenths of it, in turn; after each swap the pool and the main thread answer.
 * Notes: resident memory of the whole process, with the threads. Kept, every release would add its image.
 *
 *   npm run bench:releases -- [--swaps 20]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openMatching } from "../../src/checklists/matching.ts";
import { loadConfig } from "../../src/config.ts";
import { writeImage } from "../../src/image/file.ts";
import { ImageReader } from "../../src/image/read.ts";
import { bundledImage, namesOfImage } from "../micro/images.ts";
import { QueryMaker } from "../queries.ts";
import { type ResultRow, writeResult } from "../result.ts";

const { values } = parseArgs({ options: { swaps: { type: "string", default: "20" } } });
const NAMES = 5_000;
const FORM = { asked: "text", answered: "ndjson", defaults: {}, maxRows: 10, maxBytes: 1000 } as const;

const folder = mkdtempSync(join(tmpdir(), "binomen-bench-releases-"));
try {
  await measure();
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(): Promise<void> {
  const images = [join(folder, "whole.img"), join(folder, "sample.img")] as const;
  const whole = await bundledImage();
  const maker = new QueryMaker(namesOfImage(new ImageReader(whole), 50_000), 5);
  writeImage(images[0], whole);
  writeImage(images[1], await bundledImage(400_000));
  const matching = await openMatching(loadConfig({ backbones: [`swapped=${images[0]}`], dataDir: folder }, {}));
  await matching.warmUp();
  const ask = async () => {
    const text = maker
      .mix(NAMES)
      .map((query) => `${query.text}\n`)
      .join("");
    let lines = 0;
    for await (const chunk of matching.answerStream(once(text), FORM)) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
      matching.recycle(chunk);
    }
    if (lines !== NAMES) throw new Error(`${lines} answers to ${NAMES} names`);
  };
  const rows: ResultRow[] = [];
  await ask();
  for (let swap = 0; swap <= Number(values.swaps); swap++) {
    const start = performance.now();
    if (swap > 0) await matching.loadRelease("swapped", images[swap % 2]!);
    const swapMs = Math.round(performance.now() - start);
    await ask();
    const { bytes } = matching.metadata();
    rows.push({ swap, swapMs, imageMiB: mebibytes(bytes), residentMiB: mebibytes(process.memoryUsage.rss()) });
    process.stderr.write(`swap ${swap}: ${rows.at(-1)!["residentMiB"]} MiB, ${swapMs} ms\n`);
  }
  writeResult("releases", "npm run bench:releases", rows, [
    "Swap 0 is the start, in a process that has just built both images.",
    "A release is let go of when the last request that uses it ends; each thread then collects its garbage.",
  ]);
  await matching.close();
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function mebibytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
