/**
 * Measures: the full decision (parse, find, compare authorship and rank, choose, confidence) on one thread, in process, by
 * kind of query; then the mix as in lists, where the names of 32 queries are looked up together, and that with the answers
 * written as bytes of JSON, as they are sent.
 * Corpus: the bundled backbone and samples of it; any image with --image. Queries seeded, uniform, practically all different.
 * Notes: warm. Right answers are counted outside of the timed loop. Sizes are usages.
 *
 *   npm run bench:match -- [--seconds 2] [--sizes 10000,100000,443553] [--image FILE]… [--add]
 *
 * The mix is repeated under V8's sampling profiler at the largest size: bench/results/profile-match.txt.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ByteSink } from "../../src/answer/bytes/byte-sink.ts";
import { AnswerWriter } from "../../src/answer/v2-bytes.ts";
import { restartTuned } from "../../src/cli/terminal/runtime.ts";
import { readImage } from "../../src/image/file.ts";
import { ImageReader } from "../../src/image/read.ts";
import { Matcher } from "../../src/matcher/match.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import type { MatchQuery } from "../../src/taxonomy/match.ts";
import { measureLatencies, measureThroughput, percentile } from "../measure.ts";
import { profileText } from "../profile.ts";
import { type Query, QueryMaker } from "../queries.ts";
import { type ResultRow, readResult, writeResult } from "../result.ts";
import { bundledImage, namesOfImage } from "./images.ts";

// As `serve` and `match` have it.
restartTuned("on");

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "2" },
    sizes: { type: "string", default: "10000,100000,443553" },
    image: { type: "string", multiple: true, default: [] },
    /** Keeps the rows of sizes that are not measured now. */
    add: { type: "boolean", default: false },
  },
});
const SECONDS = Number(values.seconds);
const QUERIES = 60_000;
/** Answers that are written into one buffer, as in a list. */
const BATCH = 1000;
const KINDS = ["mix", "exact", "exactWithAuthor", "oneEdit", "twoEdits", "absent", "spaceEdit"] as const;

const rows: ResultRow[] = [];
let profile = "";
for (const size of values.sizes.split(",").filter((part) => part !== "")) {
  const count = Number(size);
  await measureImage(new ImageReader(await bundledImage(count >= 443_553 ? undefined : count)), "bundled backbone");
}
for (const path of values.image) await measureImage(new ImageReader(readImage(path)), "artificial names");

const kept = values.add
  ? (readResult("match")?.rows ?? []).filter((row) => !rows.some((r) => r["names"] === row["names"]))
  : [];
writeResult(
  "match",
  "npm run bench:match",
  [...kept, ...rows],
  [
    "Per processor second: what one thread does that has its core to itself. Per second: what was seen while other work shared the machine, as were the percentiles.",
    "One thread, in process, warm, no answer cache; queries all different, drawn uniformly: the worst case for the processor's caches.",
    "Right: the answer's canonical name is the one the query was made from. A spoilt name may truly be nearer to another. Absent: a species-level answer, though there is none; lower is better.",
    "Images lie in large pages of memory, as in `serve` and `match`, where the system gives them.",
    "What limits: see [profile-match.txt](results/profile-match.txt), the mix at the largest size.",
  ],
);
mkdirSync(new URL("../results/", import.meta.url), { recursive: true });
writeFileSync(new URL("../results/profile-match.txt", import.meta.url), profile);

async function measureImage(image: ImageReader, source: string): Promise<void> {
  const matcher = new Matcher(image);
  const writer = new AnswerWriter(image);
  const options = { release: image.header.releaseId };
  const sink = new ByteSink();
  const names = namesOfImage(image, 200_000);
  const maker = new QueryMaker(names, 31);
  const measureAlso = (kind: string, run: (index: number) => unknown) => {
    measureThroughput(run, QUERIES, { seconds: 0.7, stride: 32 });
    const { perSecond, perProcessorSecond } = measureThroughput(run, QUERIES, { seconds: SECONDS, stride: 32 });
    const speed = { perProcessorSecond: Math.round(perProcessorSecond), perSecond: Math.round(perSecond) };
    rows.push({ names: image.usageCount, source, kind, ...speed });
    report(rows.at(-1)!);
  };
  for (const kind of KINDS) {
    const queries = kind === "mix" ? maker.mix(QUERIES) : maker.make(kind, QUERIES);
    const texts = queries.map(({ text }) => text);
    const decide = (index: number) => matcher.match({ scientificName: texts[index]! });
    // V8 goes on compiling for the first 600,000 decisions, on other threads, whose processor time counts.
    const isFirst = rows.length === 0;
    measureThroughput(decide, QUERIES, { seconds: isFirst ? 8 : 0.7, stride: 32, rounds: isFirst ? 10 : 2 });
    const { perSecond, perProcessorSecond } = measureThroughput(decide, QUERIES, { seconds: SECONDS, stride: 32 });
    const latencies = measureLatencies(decide, Math.min(QUERIES, Math.ceil(perSecond * SECONDS)));
    rows.push({
      names: image.usageCount,
      source,
      kind,
      perProcessorSecond: Math.round(perProcessorSecond),
      perSecond: Math.round(perSecond),
      p50Us: micros(percentile(latencies, 50)),
      p99Us: micros(percentile(latencies, 99)),
      p999Us: micros(percentile(latencies, 99.9)),
      ...shares(image, matcher, queries.slice(0, 10_000), names.canonicalNames),
    });
    report(rows.at(-1)!);
    if (kind !== "mix") continue;
    const asked: MatchQuery[] = texts.map((scientificName) => ({ scientificName }));
    let next = 0;
    const decideExpected = (index: number) => {
      if (index === 0) next = 0;
      if (index === next) next += matcher.expect(asked, index);
      return matcher.match(asked[index]!);
    };
    measureAlso("mix, as in lists", decideExpected);
    const write = (index: number) => {
      if (index % BATCH === 0) sink.length = 0;
      writer.write(decideExpected(index), options, sink);
    };
    measureAlso("mix, JSON written", write);
    profile = `The mix, full decision and JSON, ${image.usageCount} usages (${source}), one thread\n\n${await profileText(
      () => {
        for (let index = 0; index < QUERIES; index++) write(index);
      },
    )}`;
  }
}

/** Shares of the queries answered with the name meant, or (absent names) with any at species level, in per cent. */
function shares(image: ImageReader, matcher: Matcher, queries: readonly Query[], names: readonly string[]) {
  let right = 0;
  let present = 0;
  let invented = 0;
  for (const { text, name, kind } of queries) {
    const outcome = matcher.match({ scientificName: text });
    const answered = outcome.usage >= 0 && outcome.matchType !== "HIGHERRANK" && outcome.matchType !== "NONE";
    if (kind === "absent") invented += answered ? 1 : 0;
    else {
      present++;
      if (answered && foldName(image.canonicalName(outcome.usage)) === foldName(names[name]!)) right++;
    }
  }
  const percent = (part: number, whole: number) => (whole === 0 ? null : Number(((100 * part) / whole).toFixed(2)));
  return { rightPercent: percent(right, present), absentAnsweredPercent: percent(invented, queries.length - present) };
}

function micros(value: number): number {
  return Number(value.toPrecision(3));
}

function report(row: ResultRow): void {
  process.stderr.write(
    `${row["names"]} names, ${row["kind"]}: ${row["perProcessorSecond"]}/s of processor time, ${row["perSecond"]}/s seen\n`,
  );
}
