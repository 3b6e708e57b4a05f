/**
 * Measures: resident memory of `binomen serve` after its start, after 20,000 GETs, after a list of 200,000 names; and how
 * long it takes from the start of the process to the first answer.
 * Corpus: an image (--image), or a grown checklist of --names names, or the bundled backbone.
 * Notes: started as by npm start; resident memory of the whole process, workers included; peak is the most it ever was, the start included. Every
 * query is different, so the cache of recent answers fills as fast as it can.
 *
 *   npm run bench:memory -- [--image FILE] [--names 8000000] [--label TEXT]
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readImage, writeImage } from "../src/image/file.ts";
import { ImageReader } from "../src/image/read.ts";
import { bodyOf, MEDIA_TYPES } from "./http/bulk-client.ts";
import { type ChildServer, processMemory, processorSeconds, startServer } from "./http/child-server.ts";
import { bundledImage, corpusImage, namesOfImage } from "./micro/images.ts";
import { writeKeepingRows } from "./micro/keep-rows.ts";
import { QueryMaker } from "./queries.ts";
import type { ResultRow } from "./result.ts";

const { values } = parseArgs({
  options: {
    image: { type: "string" },
    names: { type: "string" },
    label: { type: "string" },
    gets: { type: "string", default: "20000" },
    list: { type: "string", default: "200000" },
  },
});
/** What `npm start` runs. */
const [, ...START] = manifest().scripts["start"]!.split(" ");
const GETS = Number(values.gets);
const LIST = Number(values.list);
const CONNECTIONS = 16;

const folder = mkdtempSync(join(tmpdir(), "binomen-bench-memory-"));
try {
  const { path, label } = await imageFile();
  const image = new ImageReader(readImage(path));
  const queries = queriesOf(image);
  const environment = { BINOMEN_DATA_DIR: folder, BINOMEN_STATE_DIR: folder, BINOMEN_LOG_LEVEL: "warn" };
  const server = await startServer([...START, "--port", "0", "--backbone", path], environment);
  try {
    const rows = await measure(server, queries, {
      checklist: label,
      usages: image.usageCount,
      imageMiB: Math.round(statSync(path).size / 2 ** 20),
    });
    writeKeepingRows("memory", "npm run bench:memory", "checklist", rows, [
      "Resident memory of the server's process, all threads. It holds the image once, for all threads; the rest is Node, the workers' heaps and the answers given lately.",
      "Start: from the start of the process until it listens, the image in the page cache.",
    ]);
  } finally {
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true });
}

function manifest(): { scripts: Record<string, string> } {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
}

async function imageFile(): Promise<{ path: string; label: string }> {
  if (values.image !== undefined) return { path: values.image, label: values.label ?? values.image };
  if (values.names !== undefined) {
    const names = Number(values.names);
    return { path: await corpusImage(names), label: values.label ?? `corpus of ${names.toLocaleString("en")}` };
  }
  const path = join(folder, "bundled.img");
  writeImage(path, await bundledImage());
  return { path, label: values.label ?? "bundled backbone" };
}

/** As many different name strings as will be asked. */
function queriesOf(image: ImageReader): string[] {
  const maker = new QueryMaker(namesOfImage(image, 300_000), 17);
  const texts = new Set<string>();
  while (texts.size < GETS + LIST) for (const { text } of maker.mix(50_000)) texts.add(text);
  return [...texts].slice(0, GETS + LIST);
}

async function measure(server: ChildServer, queries: readonly string[], about: ResultRow): Promise<ResultRow[]> {
  const rows: ResultRow[] = [];
  const note = (after: string, more: ResultRow = {}) => {
    rows.push({ ...about, after, ...processMemory(server.pid), ...more });
    process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
  };
  note("start", { startSeconds: Number((server.startMs / 1000).toFixed(2)) });
  await ask(server.url, queries.slice(0, GETS));
  note(`${GETS.toLocaleString("en")} GETs`);
  const before = processorSeconds(server.pid);
  const answers = await sendList(server.url, queries.slice(GETS));
  const used = (processorSeconds(server.pid) - before) / LIST;
  if (answers !== LIST) throw new Error(`${LIST} names, ${answers} answers`);
  note(`a list of ${LIST.toLocaleString("en")}`, { serverUsPerName: Number((used * 1e6).toFixed(1)) });
  return rows;
}

/** Asks all, on several connections; every answer has to be a 200. */
async function ask(url: string, texts: readonly string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let next = 0;
  const one = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const path = `${url}/v2/species/match?scientificName=${encodeURIComponent(text)}`;
      request(path, { agent }, (reply) => {
        reply
          .resume()
          .on("end", () => (reply.statusCode === 200 ? resolve() : reject(new Error(`${text}: ${reply.statusCode}`))));
      })
        .on("error", reject)
        .end();
    });
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (next < texts.length) await one(texts[next++]!);
    }),
  );
  agent.destroy();
}

/** Sends one list and counts the lines that come back. */
async function sendList(url: string, texts: readonly string[]): Promise<number> {
  const type = MEDIA_TYPES.ndjson;
  const reply = await fetch(`${url}/v2/species/match`, {
    method: "POST",
    headers: { "content-type": type, accept: type },
    body: new Uint8Array(bodyOf("ndjson", texts)),
  });
  if (reply.status !== 200 || reply.body === null) throw new Error(`the list was answered ${reply.status}`);
  let lines = 0;
  for await (const chunk of reply.body) for (const byte of chunk as Uint8Array) if (byte === 10) lines++;
  return lines;
}
