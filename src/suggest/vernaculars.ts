/**
 * Which usages are called so in a living language?
 *
 * Common names are kept beside the image (`<image>.vernaculars.zst`, NDJSON) when a source is compiled, and indexed by
 * flexsearch when they are first asked for: the beginning of each word finds the name, without regard to case and accents.
 */
import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import { Index } from "flexsearch";
import type { VernacularName } from "../taxonomy/name-usage.ts";

/** Names added between two pauses. */
const SLICE = 2_000;

/** Where the common names of an image are kept. */
export function vernacularFile(imagePath: string): string {
  return `${imagePath}.vernaculars.zst`;
}

/** Keeps the common names of a source beside its image; without any, no file is left. Returns how many. */
export async function keepVernaculars(names: AsyncIterable<VernacularName>, imagePath: string): Promise<number> {
  const path = vernacularFile(imagePath);
  const lines: string[] = [];
  for await (const name of names) lines.push(JSON.stringify(name));
  if (lines.length === 0) await rm(path, { force: true });
  else {
    // Under another name first: a stop in between leaves no half file.
    const half = `${path}.${process.pid}.tmp`;
    await writeFile(half, await promisify(zstdCompress)(Buffer.from(lines.join("\n"))));
    await rename(half, path);
  }
  return lines.length;
}

/** The common names of one image. */
export class Vernaculars {
  readonly #imagePath: string;
  #read: Promise<readonly VernacularName[]> | undefined;
  #byUsage: Promise<ReadonlyMap<string, readonly VernacularName[]>> | undefined;
  #opened: Promise<{ names: readonly VernacularName[]; index: Index }> | undefined;

  constructor(imagePath: string) {
    this.#imagePath = imagePath;
  }

  /** Common names that hold what was typed, the best first. @param pause is awaited while the index is made */
  async find(typed: string, limit: number, pause: () => Promise<void>): Promise<VernacularName[]> {
    this.#opened ??= this.#open(pause);
    const { names, index } = await this.#opened;
    return (index.search(typed, { limit }) as number[]).map((at) => names[at] as VernacularName);
  }

  /** Common names of the usage with this id, in the order of the source. @param pause as in {@link find} */
  async of(usageId: string, pause: () => Promise<void>): Promise<readonly VernacularName[]> {
    this.#byUsage ??= this.#names(pause).then((names) => Map.groupBy(names, (name) => name.usageId));
    return (await this.#byUsage).get(usageId) ?? [];
  }

  #names(pause: () => Promise<void>): Promise<readonly VernacularName[]> {
    this.#read ??= readNames(vernacularFile(this.#imagePath), pause);
    return this.#read;
  }

  async #open(pause: () => Promise<void>): Promise<{ names: readonly VernacularName[]; index: Index }> {
    const index = new Index({ tokenize: "forward" });
    const names = await this.#names(pause);
    for (let at = 0; at < names.length; at++) {
      index.add(at, (names[at] as VernacularName).vernacularName);
      if (at % SLICE === SLICE - 1) await pause();
    }
    return { names, index };
  }
}

async function readNames(path: string, pause: () => Promise<void>): Promise<readonly VernacularName[]> {
  const names: VernacularName[] = [];
  if (!existsSync(path)) return names;
  const text = (await promisify(zstdDecompress)(await readFile(path))).toString("utf8");
  for (const line of text.split("\n")) if (names.push(JSON.parse(line) as VernacularName) % SLICE === 0) await pause();
  return names;
}
