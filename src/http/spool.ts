/**
 * Where do answers wait that the client does not take yet?
 *
 * Many clients (Python's requests, R's httr) send the whole body before they read anything. If answers simply waited,
 * reading would stop, and both sides would wait for each other. So while the body still comes, answers that are not
 * taken are kept: some in memory, the rest in a file that has no name. Once the body has come in whole, nothing is
 * computed ahead of what the client reads.
 */
import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { BinomenError } from "../errors.ts";

/** Limits of a spool. */
export interface SpoolOptions {
  /** True while the client still sends. */
  isUploading: () => boolean;
  /** Folder for the file. */
  folder: string;
  /** Bytes kept in memory. */
  memoryBytes?: number | undefined;
  /** Bytes kept in the file. */
  fileBytes?: number | undefined;
  /** Gets each chunk whose bytes were copied to the file: its memory is free. */
  onCopied?: ((chunk: Uint8Array) => void) | undefined;
}

const MEMORY_BYTES = 1 << 23;
const FILE_BYTES = 2 ** 34;
/** Computed ahead of the client once it reads. */
const AHEAD_BYTES = 1 << 20;

/**
 * The same chunks in the same order, taken from `source` as fast as it gives them while the client uploads.
 *
 * @throws REQUEST_TOO_LARGE when the file is full, and what `source` throws, after the chunks that came before
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
          await new Promise<void>((resolve) => {
            this.#wakeFiller = resolve;
          });
      }
    } catch (error) {
      this.#error = error;
    }
    this.#isEnded = true;
    this.#wakeReader();
  }

  get #waitingBytes(): number {
    return this.#memoryLength + this.#writeAt - this.#readAt;
  }

  async #keep(chunk: Uint8Array): Promise<void> {
    const { memoryBytes = MEMORY_BYTES, fileBytes = FILE_BYTES } = this.#options;
    // What is in the file is newer than what is in memory, so nothing may go to memory before the file is empty.
    if (this.#fileChunks.length === 0 && this.#memoryLength + chunk.length <= memoryBytes) {
      this.#memory.push(chunk);
      this.#memoryLength += chunk.length;
      return;
    }
    if (this.#fileChunks.length === 0) {
      this.#readAt = 0;
      this.#writeAt = 0;
    }
    if (this.#writeAt + chunk.length > fileBytes)
      throw new BinomenError("REQUEST_TOO_LARGE", {
        found: "more answers than can wait for a client that does not read",
        limit: `${fileBytes} bytes of answers`,
        hint: "Read while you send (as curl does), or send less at a time.",
      });
    this.#file ??= await this.#openFile();
    await this.#file.write(chunk, 0, chunk.length, this.#writeAt);
    this.#writeAt += chunk.length;
    this.#fileChunks.push(chunk.length);
    this.#options.onCopied?.(chunk);
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
    const path = join(this.#options.folder, `answers-${randomUUID()}`);
    await mkdir(this.#options.folder, { recursive: true });
    const file = await open(path, "wx+", 0o600);
    await unlink(path);
    return file;
  }
}
