/**
 * What is a grown checklist asked over HTTP? A file of different name strings, the usual mix, one a line, for
 * `bench:http -- --queries FILE`.
 *
 *   node bench/corpus-queries.ts 8000000        writes .cache/corpus-8000000.queries
 */
import { writeFileSync } from "node:fs";
import { readImage } from "../src/image/file.ts";
import { ImageReader } from "../src/image/read.ts";
import { corpusImage, namesOfImage } from "./micro/images.ts";
import { QueryMaker } from "./queries.ts";

/** More than a few seconds of requests use up. */
const COUNT = 250_000;

const path = await corpusImage(Number(process.argv[2] ?? 8_000_000));
const maker = new QueryMaker(namesOfImage(new ImageReader(readImage(path)), 300_000), 11);
const texts = new Set<string>();
while (texts.size < COUNT) for (const { text } of maker.mix(50_000)) texts.add(text);
const file = path.replace(/\.img$/, ".queries");
writeFileSync(file, `${[...texts].slice(0, COUNT).join("\n")}\n`);
console.log(file);
