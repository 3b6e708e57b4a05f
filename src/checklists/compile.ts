/**
 * How does a source become an image, and where is the image kept?
 *
 * A source is compiled once and kept under `images/` of the data folder by its checksum and the versions of format and builder:
 * a source that changed, or another version of binomen, finds no image and compiles again. Images are written
 * under a temporary name and renamed, so a start that is killed leaves nothing that a later start would take for whole.
 * Images of older formats go when an image of this one stands, and those of the same source by older code, but the last.
 */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { openSource } from "../archive/open.ts";
import type { SourceFormat } from "../archive/source.ts";
import { BinomenError } from "../errors.ts";
import { ImageBuilder } from "../image/build.ts";
import { readImage, writeImage } from "../image/file.ts";
import { buildFromSource } from "../pool/build-pool.ts";
import { makeFolder } from "../storage/folder.ts";
import { keepVernaculars } from "../suggest/vernaculars.ts";
import {
  beginsAsImage,
  keptImagePath,
  removeHalfImages,
  removeOlderImages,
  removeReplacedImages,
} from "./image-folder.ts";
import { sourceChecksum } from "./source-checksum.ts";

/** How far a compilation is. */
export interface CompileProgress {
  phase: string;
  usageCount: number;
  bytesRead: number;
  bytesTotal: number;
}

/** Told what happens while a checklist is opened. */
export interface CompileEvents {
  onProgress?: ((progress: CompileProgress) => void) | undefined;
  /** A sentence about something odd that was dealt with: a damaged image that is built anew. */
  onNotice?: ((sentence: string) => void) | undefined;
}

/** An image in memory and where it came from. */
export interface OpenedImage {
  image: Uint8Array;
  /** The image file. */
  path: string;
  /** True when the source was compiled just now. */
  isCompiled: boolean;
}

/** Options of {@link compileSource}. */
export interface CompileOptions extends CompileEvents {
  checklistKey: string;
  title?: string | undefined;
  /** Column of a table → Darwin Core term, for tables with other names. */
  map?: Readonly<Record<string, string>> | undefined;
  /** Sheet of a workbook; by default the one that looks most like a list of names. */
  sheet?: string | undefined;
  checksum?: string | undefined;
  /** The source whose identifiers the usages bear (taxonomy/identifier-sources.ts); by default what the key says. */
  identifierSource?: string | undefined;
  /** Worker threads for large sources; by default one per core. */
  threads?: number | undefined;
}

/** Rows between two progress reports. */
const PROGRESS_ROWS = 20_000;

/**
 * Opens what a path names: an image as it is; a source through its kept image, which is built when there is none.
 *
 * @throws IMAGE_… when an image was named and cannot be read; SOURCE_… when a source cannot be read.
 */
export async function openChecklist(path: string, dataDir: string, options: CompileOptions): Promise<OpenedImage> {
  if (isImage(path)) return { image: readImage(path), path, isCompiled: false };
  const checksum = await sourceChecksum(path);
  const folder = join(dataDir, "images");
  const kept = keptImagePath(folder, options.checklistKey, checksum);
  if (existsSync(kept)) {
    try {
      const image = readImage(kept);
      removeOlderImages(folder);
      removeReplacedImages(kept);
      return { image, path: kept, isCompiled: false };
    } catch (error) {
      if (!(error instanceof BinomenError)) throw error;
      options.onNotice?.(`${error.message} It is built anew from ${path}.`);
    }
  }
  makeFolder(folder);
  removeHalfImages(folder);
  const image = await compileSource(path, { ...options, checksum });
  writeImage(kept, image);
  await compileVernaculars(path, kept, options);
  // Now that its successor stands.
  removeOlderImages(folder);
  removeReplacedImages(kept);
  return { image, path: kept, isCompiled: true };
}

/** Compiles a source into an image in shared memory. */
export async function compileSource(path: string, options: CompileOptions): Promise<Uint8Array> {
  const source = await openSource(path, { map: options.map, sheet: options.sheet });
  try {
    const notes: Record<string, unknown> = { format: source.format satisfies SourceFormat, ...source.metadata };
    const progress = (phase: string, usageCount: number): void => {
      const { read: bytesRead, total: bytesTotal } = source.progress;
      options.onProgress?.({ phase, usageCount, bytesRead, bytesTotal });
    };
    const builder = new ImageBuilder({
      checklistKey: options.checklistKey,
      title: options.title ?? source.metadata.title ?? basename(path),
      created: new Date().toISOString(),
      sourceChecksum: options.checksum ?? (await sourceChecksum(path)),
      identifierSource: options.identifierSource,
      problems: source.report,
      notes,
      onPhase: (phase) => progress(phase, builder.usageCount),
    });
    let reported = 0;
    const image = await buildFromSource(source, builder, {
      threads: options.threads ?? availableParallelism(),
      onRows: (rows) => {
        if (rows - reported < PROGRESS_ROWS) return;
        reported = rows;
        progress("reading", rows);
      },
    });
    if (image === undefined)
      throw new BinomenError("SOURCE_UNKNOWN_FORMAT", { path, problem: "No row of it could be read as a name." });
    return image;
  } finally {
    await source.close();
  }
}

/** Keeps the common names of a source beside its image. */
export async function compileVernaculars(path: string, imagePath: string, { map }: CompileOptions): Promise<void> {
  const source = await openSource(path, { map });
  try {
    await keepVernaculars(source.vernaculars(), imagePath);
  } finally {
    await source.close();
  }
}

/** True when the file is an image, by its first bytes or its name. False also for what is not there or is a folder. */
export function isImage(path: string): boolean {
  return beginsAsImage(path) || path.endsWith(".img");
}

/** A key for a checklist from the name of its file: `"data/ncbi-taxonomy-dwca.zip"` → `"ncbi-taxonomy-dwca"`. */
export function checklistKeyOf(path: string): string {
  const name = basename(path).replace(/(\.(zip|tar|tgz|gz|zst|tsv|csv|txt|json|jsonl|ndjson|img))+$/i, "");
  return name.replace(/[^\w.-]+/g, "-").toLowerCase() || "checklist";
}
