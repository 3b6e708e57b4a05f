/**
 * Who builds an image?
 *
 * The caller's thread appends rows, orders names and lays out columns; worker threads read parts of the source into
 * chunks before, and make filters and dictionaries from words meanwhile. Chunks are the same whatever the number of
 * threads and are appended in the order of the source, so that the image is the same too. Small sources are built
 * without threads: starting one costs as much as reading 50,000 rows.
 */
import { statSync } from "node:fs";
import { Piscina } from "piscina";
import type { Source } from "../archive/source.ts";
import { splitTable, type TableRange, type UsageTable } from "../archive/usage-table.ts";
import type { ImageBuilder } from "../image/build.ts";
import type { RowChunk } from "../image/build-chunk.ts";
import type { LookupTask } from "../image/build-lookups.ts";
import type { Sections } from "../image/layout/format.ts";

/** Beside this file, as .ts in the sources and as .js in the package. */
const WORKER_FILE = new URL(`./build-worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** Bytes of a source that become one chunk: small enough that a few chunks in flight weigh little. */
const CHUNK_BYTES = 1 << 24;

/** Sources smaller than this, and checklists with fewer rows, are built by the caller's thread alone. */
const SMALL_BYTES = 1 << 24;
const SMALL_ROWS = 200_000;

/**
 * Young heap of a worker. It holds rows of short life: with half of it reading takes twice as long, without a limit a
 * worker keeps 60 MiB more.
 */
const WORKER_MEMORY = { maxYoungGenerationSizeMb: 48 };

/** What is asked of a build worker. */
export type BuildTask = { kind: "rows"; table: UsageTable; range: TableRange } | LookupTask;

/** Options of {@link buildFromSource}. */
export interface BuildOptions {
  /** Worker threads beside the caller's. */
  threads: number;
  /** Bytes of a source that become one chunk. When given, even a small source is built by threads. */
  chunkBytes?: number | undefined;
  /** Called now and then with the rows read so far; the source's progress is up to date then. */
  onRows?: ((rows: number) => void) | undefined;
}

/**
 * Reads all usages of a source into the builder and gives its image; `undefined` when the source has no rows.
 * @throws BinomenError SOURCE_DAMAGED
 */
export async function buildFromSource(
  source: Source,
  builder: ImageBuilder,
  { threads, onRows, chunkBytes }: BuildOptions,
): Promise<Uint8Array | undefined> {
  const isLarge = (size: number, limit: number) => threads > 0 && (chunkBytes !== undefined || size > limit);
  const piscina = new Piscina({
    filename: WORKER_FILE.href,
    minThreads: 0,
    maxThreads: Math.max(1, threads),
    idleTimeout: Number.POSITIVE_INFINITY,
    resourceLimits: WORKER_MEMORY,
  });
  try {
    const { table } = source;
    if (table !== undefined && isLarge(statSync(table.path).size, SMALL_BYTES)) {
      await readInParts(source, table, builder, piscina, { threads, onRows, chunkBytes });
    } else {
      for await (const batch of source.usages()) {
        for (const usage of batch) builder.add(usage);
        onRows?.(builder.usageCount);
      }
    }
    if (builder.usageCount === 0) return undefined;
    if (!isLarge(builder.usageCount, SMALL_ROWS)) return builder.finish();
    return await builder.finishWith(async (tasks) => {
      const sections = await Promise.all(tasks.map((task) => piscina.run(task) as Promise<Partial<Sections>>));
      await piscina.destroy();
      return sections;
    });
  } finally {
    await piscina.destroy();
  }
}

async function readInParts(
  source: Source,
  table: UsageTable,
  builder: ImageBuilder,
  piscina: Piscina,
  { threads, onRows, chunkBytes = CHUNK_BYTES }: BuildOptions,
): Promise<void> {
  const size = statSync(table.path).size;
  const ranges = splitTable(table, Math.ceil(size / chunkBytes));
  const chunks: Promise<RowChunk>[] = [];
  const read = (range: TableRange | undefined) => {
    if (range === undefined) return;
    const chunk = piscina.run({ kind: "rows", table, range } satisfies BuildTask) as Promise<RowChunk>;
    // A failure is met when its turn comes; until then it must not count as unhandled.
    chunk.catch(() => {});
    chunks.push(chunk);
  };
  // One chunk more than threads, so that none waits for this thread.
  for (let i = 0; i <= threads; i++) read(ranges[i]);
  for (let i = 0; i < ranges.length; i++) {
    const chunk = await chunks[i]!;
    chunks[i] = undefined!;
    read(ranges[i + threads + 1]);
    if (i === 0) builder.expect(Math.ceil((chunk.id.length / (ranges[0]!.end - ranges[0]!.start)) * size * 1.02));
    builder.addChunk(chunk);
    source.progress.read = ranges[i]!.end;
    onRows?.(builder.usageCount);
  }
}
