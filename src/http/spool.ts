/**
 * Where do answers wait that the client does not take yet?
 *
 * Many clients (Python's requests, R's httr) send the whole body before they read anything. If answers simply waited,
 * reading would stop, and both sides would wait for each other. So while the body still comes, answers that are not
 * taken are kept: some in memory, the rest in a file that has no name. Once the body has come in whole, or while it stops
 * although all of it was read, nothing is computed ahead of what the client reads: a body that withholds its last byte
 * fills no disk.
 */
import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { BinomenError } from "../errors.ts";
import type { SpoolSpace } from "./spool-space.ts";

/** Limits of a spool. */
export interface SpoolOptions {
  /** True while the client still sends: not when it has stopped for a while. */
  isUploading: () => boolean;
  /** What all requests share. */
  space: SpoolSpace;
  /** Bytes kept in memory. */
  memoryBytes?: number | undefined;
  /** Gets each chunk whose bytes were copied to the file: its memory is free. */
  onCopied?: ((chunk: Uint8Array) => void) | undefined;
}

const MEMORY_BYTES = 1 << 23;
/** Time between two looks whether a client that had stopped sends again. */
const LOOK_MILLISECONDS = 250;
/** Computed ahead of the client once it reads. */
const AHEAD_BYTES = 1 << 20;

/**
 * The same chunks in the same order, taken from `source` as fast as it gives them while the client uploads.
 *
 * @throws REQUEST_TOO_LARGE, OVERLOADED, STORAGE_FULL when there is no room, and what `source` throws, after the chunks that
 * came before
 */
export async function* spooled(source: AsyncGenerator<Uint8Array>, options: SpoolOptions): AsyncGenerator<Uint8Array> {
  const spool = new Spool(source, options);
  try {
    for (let chunk = await spool.take(); chunk !== undefined; chunk = await spool.take()) yield chunk;
  } finally {
    await spool.close();
  }
}

class Spool {
  readonly #source: AsyncGenerator<Uint8Array>;
  readonly #options: SpoolOptions;
  readonly #memory: Uint8Array[] = [];
  #memoryLength = 0;
  #file: FileHandle | undefined;
  /** Lengths of the chunks in the file, oldest first. */
  readonly #fileChunks: number[] = [];
  #readAt = 0;
  #writeAt = 0;
  #fileLength = 0;
  #isEnded = false;
  #isClosed = false;
  #error: unknown;
  #wakeReader = () => {};
  #wakeFiller = () => {};
  readonly #filling: Promise<void>;

  constructor(source: AsyncGenerator<Uint8Array>, options: SpoolOptions) {
    this.#source = source;
    this.#options = options;
    this.#filling = this.#fill();
  }

  /** The oldest chunk; `undefined` after the last. */
  async take(): Promise<Uint8Array | undefined> {
    for (;;) {
      const chunk = this.#memory.shift();
      if (chunk) {
        this.#memoryLength -= chunk.length;
        this.#options.space.giveMemory(chunk.length);
        this.#wakeFiller();
        return chunk;
      }
      if (this.#fileChunks.length > 0) return await this.#takeFromFile();
      if (this.#isEnded) {
        if (this.#error !== undefined) throw this.#error;
        return undefined;
      }
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
  }

  /** Stops the source and gives the file up. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wakeFiller();
    await this.#source.return(undefined);
    await this.#filling;
    this.#options.space.giveMemory(this.#memoryLength);
    this.#options.space.giveFile(this.#fileLength);
    await this.#file?.close();
  }

  async #fill(): Promise<void> {
    try {
      while (!this.#isClosed) {
        const { value, done } = await this.#source.next();
        if (done) break;
        await this.#keep(value);
        this.#wakeReader();
        while (!this.#isClosed && !this.#options.isUploading() && this.#waitingBytes > AHEAD_BYTES)
          await this.#wokenOrLater();
      }
    } catch (error) {
      this.#error = error;
      // The rest of the body is taken in and dropped, so that a client that reads only when all is sent hears of it.
      await this.#source.return(undefined).catch(() => undefined);
    }
    this.#isEnded = true;
    this.#wakeReader();
  }

  async #wokenOrLater(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wakeFiller = resolve;
      timer = setTimeout(resolve, LOOK_MILLISECONDS);
    });
    clearTimeout(timer);
  }

  get #waitingBytes(): number {
    return this.#memoryLength + this.#writeAt - this.#readAt;
  }

  async #keep(chunk: Uint8Array): Promise<void> {
    const { memoryBytes = MEMORY_BYTES, space } = this.#options;
    const { length } = chunk;
    // What is in the file is newer than what is in memory, so nothing may go to memory before the file is empty.
    if (this.#fileChunks.length === 0 && this.#memoryLength + length <= memoryBytes && space.takeMemory(length)) {
      this.#memory.push(chunk);
      this.#memoryLength += length;
      return;
    }
    if (this.#fileChunks.length === 0) {
      this.#readAt = 0;
      this.#writeAt = 0;
    }
    // The file never shrinks, but is written from its beginning when all of it was read.
    const more = Math.max(0, this.#writeAt + length - this.#fileLength);
    if (more > 0) await space.takeFile(more, this.#fileLength);
    this.#fileLength += more;
    try {
      this.#file ??= await this.#openFile();
      await this.#writeWhole(this.#file, chunk);
    } catch (cause) {
      if (!/^(ENOSPC|EDQUOT|EFBIG)$/.test(String((cause as NodeJS.ErrnoException).code))) throw cause;
      throw new BinomenError("STORAGE_FULL", { what: "answers" }, { cause });
    }
    this.#writeAt += length;
    this.#fileChunks.push(length);
    this.#options.onCopied?.(chunk);
  }

  /** A disk that is nearly full takes a part. */
  async #writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const { bytesWritten } = await file.write(chunk, at, chunk.length - at, this.#writeAt + at);
      at += bytesWritten;
    }
  }

  async #takeFromFile(): Promise<Uint8Array> {
    const chunk = Buffer.allocUnsafe(this.#fileChunks[0]!);
    await this.#file!.read(chunk, 0, chunk.length, this.#readAt);
    this.#readAt += chunk.length;
    this.#fileChunks.shift();
    this.#wakeFiller();
    return chunk;
  }

  /** Unlinked at once: whatever happens to this process, the space is given back. */
  async #openFile(): Promise<FileHandle> {
    const { folder } = this.#options.space;
    const path = join(folder, `answers-${randomUUID()}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(path, "wx+", 0o600);
    await unlink(path);
    return file;
  }
}
