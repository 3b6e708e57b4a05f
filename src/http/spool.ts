/**
 * Where does a list wait whose answers the client does not take yet?
 *
 * Many clients (Python's requests, R's httr) send the whole body before they read anything. If the body simply waited, too,
 * both sides would wait for each other. So while answers wait for their client, the rest of the body is taken in and kept, a
 * little in memory and the rest in a file that has no name, and is answered as the client reads.
 *
 * The body is kept as it came, packed or not, never what is made of it: a client fills a disk with no more than it sent.
 * Answers are 20 times longer than names, and packed names 100 times shorter. When there is no room left the body waits
 * until the client reads; one that never does is let go after the time for that (`connections.ts`).
 */
import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { clientOf } from "./auth.ts";
import type { SpoolSpace } from "./spool-space.ts";

/** What a spool is told. */
export interface SpoolOptions {
  /** True while answers wait for the client to take them: only then the body is read ahead. */
  isHeldUp: () => boolean;
  /** Who sends: the limit is for all of its requests together. */
  client: string;
  /** What all requests share. */
  space: SpoolSpace;
  /** Told once when the body has to wait since there is no room. */
  onFull?: (() => void) | undefined;
}

/** The spool for the body of a request. */
export function bodySpool(request: FastifyRequest, reply: FastifyReply, space: SpoolSpace): BodySpool {
  // Fastify gives no body when none is announced.
  return new BodySpool((request.body ?? request.raw) as Readable, {
    // What was written and has not left: the client's side is full.
    isHeldUp: () => reply.raw.writableLength > 0,
    client: clientOf(request),
    space,
    onFull: () => request.log.warn({ requestId: request.id }, "a list waits for its client: there is no room for more"),
  });
}

/** Kept in memory of each body. */
const AHEAD_BYTES = 1 << 17;
/** Time between two looks whether answers wait, or there is room. */
const LOOK_MILLISECONDS = 100;

/** A body that is read ahead while its answers wait. To be closed. */
export class BodySpool {
  readonly #body: Readable;
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
  #isFull = false;
  #error: unknown;
  #wakeReader = () => {};
  #wakeFiller = () => {};
  #writing: Promise<unknown> = Promise.resolve();

  constructor(body: Readable, options: SpoolOptions) {
    this.#body = body;
    this.#options = options;
    void this.#fill();
  }

  /**
   * The chunks of the body, in their order.
   * @throws what the body fails of, after the chunks that came before
   */
  async *chunks(): AsyncGenerator<Uint8Array> {
    for (let chunk = await this.#take(); chunk !== undefined; chunk = await this.#take()) yield chunk;
  }

  /** Gives the room back. What still comes of the body is taken in and dropped, so that the connection can go on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wakeFiller();
    this.#wakeReader();
    await this.#writing;
    this.#options.space.giveMemory(this.#memoryLength);
    this.#options.space.giveFile(this.#options.client, this.#fileLength);
    this.#memoryLength = 0;
    this.#fileLength = 0;
    await this.#file?.close();
    this.#file = undefined;
  }

  async #take(): Promise<Uint8Array | undefined> {
    while (!this.#isClosed) {
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
    return undefined;
  }

  async #fill(): Promise<void> {
    try {
      for await (const chunk of this.#body.iterator({ destroyOnReturn: false })) {
        while (!this.#isGivenUp && !(await this.#placed(chunk as Uint8Array))) await this.#wokenOrLater();
        if (this.#isClosed) break;
        this.#wakeReader();
      }
    } catch (error) {
      this.#error = error;
    }
    this.#isEnded = true;
    this.#wakeReader();
    this.#body.resume();
  }

  /** A body that was read to its end is destroyed, too, while its last chunk may still wait here. */
  get #isGivenUp(): boolean {
    return this.#isClosed || (this.#body.destroyed && !this.#body.readableEnded);
  }

  async #wokenOrLater(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wakeFiller = resolve;
      timer = setTimeout(resolve, LOOK_MILLISECONDS);
    });
    clearTimeout(timer);
  }

  #placed(chunk: Uint8Array): Promise<boolean> | boolean {
    const { space, isHeldUp } = this.#options;
    // What is in the file is newer than what is in memory, so nothing may go to memory before the file is empty.
    if (this.#fileChunks.length === 0 && this.#memoryLength < AHEAD_BYTES) {
      this.#memory.push(chunk);
      this.#memoryLength += chunk.length;
      space.takeMemory(chunk.length);
      return true;
    }
    if (!isHeldUp()) return false;
    const writing = this.#written(chunk);
    this.#writing = writing.catch(() => undefined);
    return writing;
  }

  /** False when there is no room. */
  async #written(chunk: Uint8Array): Promise<boolean> {
    const { space, client, onFull } = this.#options;
    if (this.#fileChunks.length === 0) {
      this.#readAt = 0;
      this.#writeAt = 0;
    }
    // The file never shrinks, but is written from its beginning when all of it was read.
    const more = Math.max(0, this.#writeAt + chunk.length - this.#fileLength);
    let isThere = more === 0 || (await space.takeFile(client, more));
    if (isThere) {
      this.#fileLength += more;
      try {
        this.#file ??= await this.#openFile();
        await this.#writeWhole(this.#file, chunk);
        this.#writeAt += chunk.length;
        this.#fileChunks.push(chunk.length);
      } catch (cause) {
        // Full, read-only, gone: whatever it is, there is no room.
        if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
        this.#fileLength -= more;
        space.giveFile(client, more);
        isThere = false;
      }
    }
    if (!isThere && !this.#isFull) {
      this.#isFull = true;
      onFull?.();
    }
    return isThere;
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
    const path = join(folder, `list-${randomUUID()}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(path, "wx+", 0o600);
    await unlink(path);
    return file;
  }
}
