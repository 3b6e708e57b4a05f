/**
 * How do chunks of answers leave for a socket or a file?
 *
 * One after the other, each when the one before it was taken; only then is it sure that nobody reads its memory any
 * more. A pipe would not say so.
 */
import type { Writable } from "node:stream";

/**
 * Writes all chunks; the target is not ended. `chunks` is ended in any case.
 *
 * @param onTaken gets each chunk once its memory is free
 * @returns `undefined` when all were taken, else what the target failed of
 * @throws what `chunks` throws
 */
export async function writeChunks(
  chunks: AsyncIterable<Uint8Array>,
  target: Writable,
  onTaken: (chunk: Uint8Array) => void,
): Promise<Error | undefined> {
  const outlet = new Outlet(target);
  try {
    for await (const chunk of chunks) {
      await outlet.write(chunk);
      if (outlet.failure !== undefined) return outlet.failure;
      onTaken(chunk);
    }
    return outlet.failure;
  } finally {
    outlet.close();
  }
}

/** Ends a target; resolves when all it was given has left, or it failed. */
export function endOf(target: Writable): Promise<Error | undefined> {
  return new Promise((resolve) => {
    target.once("close", () => resolve(target.errored ?? undefined));
    target.once("error", resolve);
    target.end(() => resolve(undefined));
  });
}

class Outlet {
  failure: Error | undefined;
  readonly #target: Writable;
  #goOn = () => {};
  readonly #onError = (error: Error) => this.#fail(error);
  readonly #onClose = () => this.#fail(new Error("closed before all was written"));

  constructor(target: Writable) {
    this.#target = target;
    // Stays: errors may come after the last chunk, and one without a listener ends the process.
    target.on("error", this.#onError);
    target.on("close", this.#onClose);
  }

  /** Resolves when the chunk was taken or the target failed. */
  write(chunk: Uint8Array): Promise<void> {
    if (this.failure !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.#goOn = resolve;
      this.#target.write(chunk, (error) => (error ? this.#fail(error) : resolve()));
    });
  }

  close(): void {
    this.#target.off("close", this.#onClose);
  }

  #fail(error: Error): void {
    this.failure ??= error;
    this.#goOn();
  }
}
