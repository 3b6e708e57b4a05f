// Measures: exact and nearest-name look-ups per second, one thread, warm; bytes per name of every section.
// Corpus:   an image file given as argument, or the bundled backbone, or grown ones of N names: --names 10000,8000000
// Rival:    comparing with every name (--scan N queries): the same sets of names, however slowly.
// Note:     retrieval alone, no decision; queries are folded outside of the timed loop and drawn uniformly, so that
//           every one finds cold caches. "Nearest" asks within one edit first and within two when that finds nothing.
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { readImage } from "../../src/image/file.ts";
import { readSectionTable } from "../../src/image/layout/format.ts";
import { alignmentDistance } from "../../src/image/near/words/distance.ts";
import { ImageReader, NameHits } from "../../src/image/read.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import { measureLatencies, measureThroughput, percentile } from "../measure.ts";
import { profileText } from "../profile.ts";
import { type QueryKind, QueryMaker } from "../queries.ts";
import type { ResultRow } from "../result.ts";
import { bundledImage, corpusImage, namesOfImage } from "./images.ts";
import { writeKeepingRows } from "./keep-rows.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    names: { type: "string" },
    scan: { type: "string", default: "0" },
    seconds: { type: "string", default: "2" },
  },
});
const KINDS: readonly QueryKind[] = ["exact", "oneEdit", "twoEdits", "spaceEdit", "absent"];
const QUERIES = 20_000;

const rows: ResultRow[] = [];
let profile = "";
const sections: ResultRow[] = [];

async function measure(label: string, bytes: Uint8Array): Promise<void> {
  const image = new ImageReader(bytes, label);
  const hits = new NameHits();
  const loadBefore = +loadavg()[0]!.toFixed(1);
  const maker = new QueryMaker(namesOfImage(image, 300_000), 5);
  const nearest = (query: string): void => {
    image.nearestNames(query, 1, hits);
    if (hits.length === 0) image.nearestNames(query, 2, hits);
  };
  const row: Record<string, string | number> = { image: label, names: image.nameCount, usages: image.usageCount };
  for (const kind of KINDS) {
    const queries = maker.make(kind, QUERIES).map(({ text }) => foldName(text));
    const answer = kind === "exact" ? (i: number) => image.exactName(queries[i]!) : (i: number) => nearest(queries[i]!);
    measureThroughput(answer, QUERIES, { seconds: Number(values.seconds) / 4, stride: 64 });
    const before = process.threadCpuUsage();
    const { calls, perSecond } = measureThroughput(answer, QUERIES, { seconds: Number(values.seconds), stride: 64 });
    const { user, system } = process.threadCpuUsage(before);
    row[`${kind}PerSecond`] = Math.round(perSecond);
    row[`${kind}PerCpuSecond`] = Math.round((calls / (user + system)) * 1e6);
    row[`${kind}P99Microseconds`] = +percentile(measureLatencies(answer, QUERIES), 99).toFixed(1);
    if (kind !== "oneEdit") continue;
    const work = () => queries.forEach((_, index) => void answer(index));
    profile = `Nearest names of names with one edit, ${image.nameCount} names (${label}), one thread\n\n${await profileText(work, 25)}`;
  }
  // Recall, outside of the timed loops: is the name that the query was made from among the candidates?
  for (const kind of ["oneEdit", "twoEdits", "spaceEdit"] as const) {
    const limit = kind === "twoEdits" ? 2 : 1;
    const names = namesOfImage(image, 20_000, 8);
    const queries = new QueryMaker(names, 6).make(kind, 5000);
    let found = 0;
    for (const { text, name } of queries) {
      const wanted = image.exactName(foldName(names.canonicalNames[name]!));
      image.nearestNames(foldName(text), limit, hits);
      if (hits.names.subarray(0, hits.length).includes(wanted)) found++;
    }
    row[`${kind}RecallPercent`] = +((100 * found) / queries.length).toFixed(2);
  }
  let index = 0;
  let usages = 0;
  for (const { name, byteLength } of readSectionTable(bytes, label)) {
    const perName = byteLength / image.nameCount;
    if (/^(usage|authorship|author|ownText)/.test(name)) usages += perName;
    else index += perName;
    if (perName >= 0.05) sections.push({ image: label, section: name, bytesPerName: +perName.toFixed(2) });
  }
  row["loadBefore"] = loadBefore;
  row["indexBytesPerName"] = +index.toFixed(1);
  row["bytesPerName"] = +(index + usages).toFixed(1);
  console.log(row);
  const scans = Number(values.scan);
  if (scans > 0) row["equalToScan"] = compareWithScan(image, maker, scans);
  rows.push(row);
}

/** Asks `count` queries of all kinds and compares every set with a comparison of all names. */
function compareWithScan(image: ImageReader, maker: QueryMaker, count: number): string {
  // Names side by side in one arena: a scan of text objects would take hours.
  const starts = new Float64Array(image.nameCount + 1);
  const parts: Buffer[] = [];
  for (let name = 0; name < image.nameCount; name++) {
    const text = Buffer.from(image.foldedName(name));
    parts.push(text);
    starts[name + 1] = starts[name]! + text.length;
  }
  const arena = new Uint8Array(Buffer.concat(parts));
  const hits = new NameHits();
  let equal = 0;
  for (let i = 0; i < count; i++) {
    const [query] = maker.make(KINDS[i % KINDS.length]!, 1);
    const folded = foldName(query!.text);
    const bytes = new Uint8Array(Buffer.from(folded));
    image.nearestNames(folded, 2, hits);
    const found = Array.from(hits.names.subarray(0, hits.length), (name, j) => `${name} ${hits.distances[j]}`).sort();
    const scanned: string[] = [];
    for (let name = 0; name < image.nameCount; name++) {
      const distance = alignmentDistance(bytes, 0, bytes.length, arena, starts[name]!, starts[name + 1]!, 2);
      if (distance <= 2) scanned.push(`${name} ${distance}`);
    }
    if (scanned.sort().join() === found.join()) equal++;
    else console.log("differs:", folded, scanned, found);
  }
  const result = `${equal} of ${count}`;
  console.log(`equal to a scan of all names: ${result}`);
  if (equal !== count) process.exitCode = 1;
  return result;
}

for (const path of positionals) await measure(path.replace(/^.*\//, ""), readImage(path));
for (const count of values.names?.split(",") ?? [])
  await measure(`corpus of ${count}`, readImage(await corpusImage(Number(count))));
if (positionals.length === 0 && values.names === undefined) await measure("bundled backbone", await bundledImage());

console.table(sections);
const notes = [
  "One thread, warm, retrieval without the decision; queries drawn uniformly from the names.",
  "What limits: see [profile-lookup.txt](results/profile-lookup.txt), names with one edit in the checklist measured last; the more names, the more of it is waiting for memory.",
  "PerCpuSecond counts the time that the thread ran: what the machine gives when nobody else uses it, but for its caches.",
];
const command = `node bench/micro/lookup.ts ${process.argv.slice(2).join(" ")}`.trim();
writeKeepingRows("lookup", command, "image", rows, notes);
writeFileSync(new URL("../results/profile-lookup.txt", import.meta.url), profile);
writeKeepingRows("sections", command, "image", sections, ["Bytes of each section divided by the number of names."]);
