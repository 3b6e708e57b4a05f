/** Which key and which fate does each row of a chunk have? Chunks are asked for in their order. */
import type { DuckDBConnection } from "@duckdb/node-api";

/** Chunks that are read together: about a row group of the file, which is decoded as a whole. */
const TOGETHER = 15;

/** Of the rows of a chunk, in their order. */
export interface ChunkKeys {
  readonly keys: Float64Array;
  readonly fates: Uint8Array;
}

const NO_KEYS: ChunkKeys = { keys: new Float64Array(0), fates: new Uint8Array(0) };

/** Reads `identity.parquet`, which is sorted by chunk and row. */
export class ChunkKeysReader {
  readonly #run: DuckDBConnection;
  readonly #path: string;
  #end = 0;
  #ready = new Map<number, ChunkKeys>();

  constructor(run: DuckDBConnection, path: string) {
    this.#run = run;
    this.#path = path;
  }

  /** The keys of a chunk. */
  async of(chunk: number): Promise<ChunkKeys> {
    if (chunk >= this.#end) await this.#read(chunk);
    const found = this.#ready.get(chunk) ?? NO_KEYS;
    this.#ready.delete(chunk);
    return found;
  }

  async #read(from: number): Promise<void> {
    this.#end = from + TOGETHER;
    this.#ready = new Map();
    // As doubles: big integers would be an object for each row. Keys are below 2^53.
    const found = await this.#run.runAndReadAll(
      `select chunk::double, key::double, fate::double from read_parquet('${this.#path.replaceAll("'", "''")}')
        where chunk >= ${from} and chunk < ${this.#end} order by chunk, pos`,
    );
    const [chunks = [], keys = [], fates = []] = found.getColumnsJS() as number[][];
    for (let start = 0; start < chunks.length; ) {
      let end = start + 1;
      while (end < chunks.length && chunks[end] === chunks[start]) end++;
      this.#ready.set(chunks[start]!, {
        keys: Float64Array.from(keys.slice(start, end)),
        fates: Uint8Array.from(fates.slice(start, end)),
      });
      start = end;
    }
  }
}
