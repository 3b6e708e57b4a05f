/** Which images are measured? The bundled backbone, samples of it, and what queries an image can be asked. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openSource } from "../../src/archive/open.ts";
import { ImageBuilder } from "../../src/image/build.ts";
import type { ImageReader } from "../../src/image/read.ts";
import { foldName } from "../../src/names/fold.ts";
import type { NameList } from "../queries.ts";
import { Random } from "../random.ts";

const BUNDLED = fileURLToPath(new URL("../../data/ncbi-taxonomy-dwca.zip", import.meta.url));

/** Builds the bundled backbone, or a sample: higher taxa whole (so that classifications stay), `size` usages in all. */
export async function bundledImage(size = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  if (!existsSync(BUNDLED)) throw new Error(`${BUNDLED} is not there`);
  const builder = new ImageBuilder({ checklistKey: "bench" });
  const source = await openSource(BUNDLED);
  const random = new Random(3);
  const total = 443_575;
  for await (const batch of source.usages())
    for (const usage of batch) if (random.fraction() < size / total) builder.add(usage);
  await source.close();
  return builder.finish();
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
