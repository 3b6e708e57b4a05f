/**
 * Swaps releases in a process of its own and prints its resident memory in MiB after each, as a JSON list.
 *
 *   node test/checklists/swaps.ts <folder> <image>…     the images take each other's place
 */
import { openMatching } from "../../src/checklists/matching.ts";
import { loadConfig } from "../../src/config.ts";

const [folder, first, ...others] = process.argv.slice(2) as [string, string, ...string[]];
const form = { asked: "text", answered: "ndjson", defaults: {}, maxRows: 10, maxBytes: 1000 } as const;
// Without remembered answers, whose memory V8 sees: it would collect for their sake.
const matching = await openMatching(
  loadConfig({ backbones: [`swapped=${first}`], dataDir: folder, stateDir: folder, workers: 2, answerCache: 0 }, {}),
);

/** By the pool and by this thread, so that all threads hold the release. */
async function ask(): Promise<void> {
  async function* input() {
    yield Buffer.from("Helianthus annuus\n".repeat(5_000));
  }
  let answers = "";
  for await (const chunk of matching.answerStream(input(), form)) answers = Buffer.from(chunk).toString();
  if (!answers.includes('"matchType":"EXACT"')) throw new Error(`unexpected answers: ${answers.slice(0, 200)}`);
  matching.answer({ scientificName: "Puma" }, "v2");
}

await matching.warmUp();
await ask();
const residentMiB: number[] = [];
for (const other of others) {
  await matching.loadRelease("swapped", other);
  await ask();
  // The turn after the one that let go of the release.
  await new Promise((resolve) => setImmediate(resolve));
  await ask();
  residentMiB.push(Math.round(process.memoryUsage.rss() / 2 ** 20));
}
process.stdout.write(JSON.stringify(residentMiB));
await matching.close();
