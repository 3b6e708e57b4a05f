/** Which images are measured? The bundled backbone, samples of it, grown ones, and what queries an image can be asked. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSource } from "../../src/archive/open.ts";
import { ImageBuilder } from "../../src/image/build.ts";
import { writeImage } from "../../src/image/file.ts";
import type { ImageReader } from "../../src/image/read.ts";
import { foldName } from "../../src/names/keys/fold.ts";
import { buildFromSource } from "../../src/pool/build-pool.ts";
import { corpusOf } from "../corpus.ts";
import type { NameList } from "../queries.ts";
import { Random } from "../random.ts";

const BUNDLED = fileURLToPath(new URL("../../data/ncbi-taxonomy-dwca.zip", import.meta.url));

/** Builds the bundled backbone, or a sample: higher taxa whole (so that classifications stay), `size` usages in all. */
export async function bundledImage(size = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  if (!existsSync(BUNDLED)) throw new Error(`${BUNDLED} is not there`);
  const builder = new ImageBuilder({ checklistKey: "bench" });
  const source = await openSource(BUNDLED);
  const random = new Random(3);
  const total = 443_553;
  for await (const batch of source.usages())
    for (const usage of batch) if (random.fraction() < size / total) builder.add(usage);
  await source.close();
  return builder.finish();
}

/** What an image depends on: when a file in here changed, a kept image is built anew. */
const SOURCES = ["archive", "image", "names", "pool", "taxonomy"].map((folder) =>
  fileURLToPath(new URL(`../../src/${folder}/`, import.meta.url)),
);

/**
 * Path of the image of a grown checklist (corpus.ts). It is kept beside the corpus, so that several benchmarks share it,
 * until a source file of binomen that it depends on is newer.
 */
export async function corpusImage(nameCount: number): Promise<string> {
  const corpus = await corpusOf(nameCount);
  const kept = keptImage(corpus);
  const newest = Math.max(
    ...SOURCES.flatMap((folder) => readdirSync(folder).map((file) => changed(join(folder, file)))),
  );
  if (changed(kept) > newest) return kept;
  const source = await openSource(corpus);
  const builder = new ImageBuilder({ checklistKey: `corpus-${nameCount}`, problems: source.report });
  const image = await buildFromSource(source, builder, { threads: availableParallelism() });
  await source.close();
  if (image === undefined) throw new Error(`${corpus} has no rows`);
  writeImage(kept, image);
  return kept;
}

/** Where the image of a grown checklist is kept. */
export function keptImage(corpus: string): string {
  return corpus.replace(/\.tsv$/, ".img");
}

/** When a file was changed last, ms; 0 when it is not there. */
function changed(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Up to `count` usages of an image, drawn at random: what queries are made from. Names of letters only. */
export function namesOfImage(image: ImageReader, count: number, seed = 9): NameList {
  const random = new Random(seed);
  const canonicalNames: string[] = [];
  const authorships: string[] = [];
  for (let draw = 0; draw < count * 2 && canonicalNames.length < count; draw++) {
    const usage = random.below(image.usageCount);
    const name = image.canonicalName(usage);
    if (!/^[A-Z][a-z-]+( [a-z-]+)*$/.test(name)) continue;
    canonicalNames.push(name);
    authorships.push(image.authorship(usage) ?? "");
  }
  return { canonicalNames, authorships, exists: (name) => image.exactName(foldName(name)) !== -1 };
}
