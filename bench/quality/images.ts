/** The checklists on which quality is measured, as images in memory. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openSource } from "../../src/archive/open.ts";
import { ImageBuilder } from "../../src/image/build.ts";
import { ImageReader } from "../../src/image/read.ts";
import type { NameUsage } from "../../src/taxonomy/name-usage.ts";

/** Path of a file of the project. */
export function projectFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** The bundled backbone. */
export const BUNDLED = projectFile("data/ncbi-taxonomy-dwca.zip");

/** The merged backbone of 38 checklists, beside the project. */
export const MERGED = projectFile("../shared/data/backbone/backbone.tsv.zst");

/** True when a source is there. */
export function hasSource(path: string): boolean {
  return existsSync(path);
}

/** Builds an image of a source, without the usages that `isLeftOut` names. */
export async function imageOf(
  path: string,
  isLeftOut: (usage: NameUsage) => boolean = () => false,
): Promise<ImageReader> {
  const source = await openSource(path);
  const builder = new ImageBuilder({ checklistKey: "bench" });
  for await (const batch of source.usages()) for (const usage of batch) if (!isLeftOut(usage)) builder.add(usage);
  await source.close();
  return new ImageReader(builder.finish());
}

/** Which fiftieth is left out, unless another is asked for. */
export const USUAL_DRAW = 7;

/** One text in fifty, by its hash. */
function isDrawn(id: string, draw: number): boolean {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % 50 === draw;
}

/** The bundled backbone without some species, their synonyms and what is below them; these species and their parents. */
export async function withoutSomeSpecies(draw: number): Promise<{
  image: ImageReader;
  left: { name: string; parentKey: string | undefined }[];
}> {
  const left: { name: string; parentKey: string | undefined }[] = [];
  const image = await imageOf(BUNDLED, (usage) => {
    const isSpecies = usage.rank === "SPECIES" && usage.acceptedId === undefined;
    if (isSpecies && isDrawn(usage.id, draw)) {
      const [genus, epithet] = usage.scientificName.split(" ", 2);
      if (/^[a-z-]{3,}$/.test(epithet ?? "")) left.push({ name: `${genus} ${epithet}`, parentKey: usage.parentId });
      return true;
    }
    const above = usage.acceptedId ?? (usage.rank === "SPECIES" ? undefined : usage.parentId);
    return above !== undefined && isDrawn(above, draw);
  });
  return { image, left };
}

const HIGHER_RANKS = new Set(["GENUS", "SUBFAMILY", "FAMILY", "TRIBE", "ORDER"]);

/** The bundled backbone without all names that begin with one word in fifty; those words that were accepted uninomials. */
export async function withoutSomeUninomials(draw: number): Promise<{ image: ImageReader; left: string[] }> {
  const left = new Set<string>();
  const image = await imageOf(BUNDLED, ({ scientificName, rank, acceptedId }) => {
    const word = /^[A-Z][a-z-]+/.exec(scientificName)?.[0];
    if (word === undefined || !isDrawn(word, draw)) return false;
    if (word.length > 3 && acceptedId === undefined && rank !== undefined && HIGHER_RANKS.has(rank)) left.add(word);
    return true;
  });
  return { image, left: [...left].filter((word) => image.exactName(word.toLowerCase()) < 0) };
}
