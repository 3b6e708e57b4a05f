/**
 * How are the bytes of a zip read from the disk? Its directory has two small pieces for each file, and each file a small head:
 * what is small is taken from a window that is read ahead, so that a zip of 66,000 files costs no 130,000 reads.
 */
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { RandomAccessReader } from "yauzl";
import type { ZipPlace } from "./zip-place.ts";

/** What is read ahead, and the largest piece that is taken from it. */
const WINDOW_BYTES = 1 << 17;
const SMALL_BYTES = 1 << 14;

/** What is read at a time of a file that is no small one. */
const STREAM_BYTES = 1 << 18;

/** Reads a zip that lies somewhere in a file. */
export class ZipReader extends RandomAccessReader {
  readonly #file: FileHandle;
  readonly #start: number;
  #window: Buffer = Buffer.alloc(0);
  /** Where the window begins in the zip. */
  #windowAt = 0;

  private constructor(file: FileHandle, start: number) {
    super();
    this.#file = file;
    this.#start = start;
  }

  /** Opens a zip, and says how long it is. @param place all of the file when it is not given */
  static async open(path: string, place?: ZipPlace): Promise<{ reader: ZipReader; size: number }> {
    const file = await open(path);
    const { start, end } = place ?? { start: 0, end: (await file.stat()).size };
    return { reader: new ZipReader(file, start), size: end - start };
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const taken = this.#taken(length, position);
    if (taken !== undefined) {
      taken.copy(buffer, offset);
      // Not at once: a call for each file of a large zip would be a call in a call.
      process.nextTick(callback, null);
      return;
    }
    this.#lookAt(length, position).then(
      (piece) => {
        piece.copy(buffer, offset);
        callback(piece.length < length ? new Error("unexpected end of file") : null);
      },
      (error: Error) => callback(error),
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const taken = this.#taken(end - start, start);
    if (taken !== undefined) return Readable.from([Buffer.from(taken)]);
    // A stream of `node:fs` closes the file when it is left early, although others read it.
    return Readable.from(this.#pieces(start, end), { objectMode: false });
  }

  async *#pieces(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; ) {
      const bytes = Buffer.allocUnsafe(Math.min(STREAM_BYTES, end - at));
      const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, this.#start + at);
      if (bytesRead === 0) return;
      yield bytes.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  override close(callback: (error: Error | null) => void): void {
    this.#file.close().then(
      () => callback(null),
      (error: Error) => callback(error),
    );
  }

  /** What the window holds; `undefined` when it does not hold all of it. */
  #taken(length: number, position: number): Buffer | undefined {
    const from = position - this.#windowAt;
    if (from < 0 || from + length > this.#window.length) return undefined;
    return this.#window.subarray(from, from + length);
  }

  /** A piece of the zip; a small one with what stands behind it. */
  async #lookAt(length: number, position: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length <= SMALL_BYTES ? WINDOW_BYTES : length);
    const { bytesRead } = await this.#file.read(bytes, 0, bytes.length, this.#start + position);
    if (length <= SMALL_BYTES) {
      this.#window = bytes.subarray(0, bytesRead);
      this.#windowAt = position;
    }
    return bytes.subarray(0, Math.min(length, bytesRead));
  }
}
