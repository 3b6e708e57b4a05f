/**
 * Which names are the engines compared on?
 *
 * Up to 443,553 usages: the bundled backbone. Above: the large merged backbone, where it lies beside the project
 * (../shared/data); without it the larger sizes are left out, and the results say so.
 */
import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createZstdDecompress, constants as zlib } from "node:zlib";
import { open as openZip } from "yauzl";
import type { NameList } from "./queries.ts";
import { Random } from "./random.ts";

/** A list of different canonical names, lower case letters kept as written, and where they come from. */
export interface SourcedNameList extends NameList {
  readonly authorships: readonly string[];
  readonly source: string;
}

const BUNDLED = ["../data/ncbi-taxonomy-dwca.zip", "../../shared/data/ncbi/ncbi-taxonomy-dwca.zip"].map(pathOf);
const LARGE = pathOf("../../shared/data/backbone/backbone.tsv.zst");

/** All different canonical names of the bundled backbone, or of the large one; `null` when that is not on this machine. */
export async function readNameList(which: "bundled" | "large"): Promise<SourcedNameList | null> {
  const path = which === "bundled" ? BUNDLED.find((candidate) => existsSync(candidate)) : LARGE;
  if (path === undefined || !existsSync(path)) return null;
  const canonicalNames: string[] = [];
  const authorships: string[] = [];
  const seen = new Set<string>();
  const stream = which === "bundled" ? await zipEntry(path, "taxon.txt") : zstdStream(path);
  let first = true;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    const columns = line.split("\t"); // both files: scientificName in column 3, authorship in column 4, no quotes
    if (first) {
      first = false;
      continue;
    }
    const authorship = columns[4] ?? "";
    let name = columns[3] ?? "";
    if (authorship !== "" && name.endsWith(` ${authorship}`)) name = name.slice(0, -authorship.length - 1);
    // Names of letters only: a rank marker or a hybrid sign is the parser's business, which the rivals do not have.
    if (!/^[A-Z][a-z-]+( [a-z-]+)*$/.test(name) || seen.has(name)) continue;
    seen.add(name);
    canonicalNames.push(name);
    authorships.push(authorship);
  }
  return { canonicalNames, authorships, source: which === "bundled" ? "bundled backbone" : "merged backbone" };
}

/** `size` names of the list, drawn without repetition; the same for the same seed. All of them when it is shorter. */
export function sampleNames(list: SourcedNameList, size: number, seed = 20): SourcedNameList {
  const total = list.canonicalNames.length;
  if (size >= total) return list;
  const random = new Random(seed);
  const order = Uint32Array.from({ length: total }, (_, index) => index);
  for (let index = 0; index < size; index++) {
    const other = index + random.below(total - index);
    [order[index], order[other]] = [order[other]!, order[index]!];
  }
  const chosen = order.subarray(0, size).sort();
  return {
    canonicalNames: Array.from(chosen, (index) => list.canonicalNames[index]!),
    authorships: Array.from(chosen, (index) => list.authorships[index]!),
    source: list.source,
  };
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

function zstdStream(path: string): Readable {
  return createReadStream(path).pipe(createZstdDecompress({ params: { [zlib.ZSTD_d_windowLogMax]: 27 } }));
}

function zipEntry(path: string, fileName: string): Promise<Readable> {
  return new Promise((resolve, reject) => {
    openZip(path, { lazyEntries: true, autoClose: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on("error", reject);
      zip.on("end", () => reject(new Error(`${path} holds no ${fileName}`)));
      zip.on("entry", (entry) => {
        if (entry.fileName !== fileName) return zip.readEntry();
        zip.openReadStream(entry, (failure, stream) => (failure ? reject(failure) : resolve(stream)));
      });
      zip.readEntry();
    });
  });
}
