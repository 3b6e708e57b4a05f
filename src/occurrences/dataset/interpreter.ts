/**
 * Interprets records that come as a stream of JSON lines: no dataset, no identifiers to compare, one line out for each
 * line in, in order.
 */
import { Piscina } from "piscina";
import { BinomenError } from "../../errors.ts";
import { DEFAULT_OPTIONS, type InterpretationOptions } from "../interpretation/tools.ts";
import type { RowChunk } from "../reading/rows.ts";
import type { AttemptMessage, AttemptSettings, ChunkDone, SharedChecklist } from "./messages.ts";

const WORKER_FILE = new URL(`./worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** What goes to a worker at a time. */
const CHUNK_BYTES = 1 << 18;
/** Longest line: no record is longer. */
const LONGEST_LINE_BYTES = 1 << 22;
const LF = 0x0a;
const BYTE_ORDER_MARK = Buffer.from("\uFEFF");

/** How an interpreter is opened. */
export interface InterpreterSettings {
  readonly checklists: readonly SharedChecklist[];
  readonly workers: number;
  readonly ownDictionaries?: string | undefined;
  /** Threads that have nothing to do end after this time. */
  readonly idleMilliseconds?: number | undefined;
}

/** Interprets streams. */
export class Interpreter {
  readonly #pool: Piscina<AttemptMessage, ChunkDone>;
  readonly #workers: number;
  #running = 0;
  #isClosing = false;

  constructor({ checklists, workers, ownDictionaries, idleMilliseconds }: InterpreterSettings) {
    this.#workers = workers;
    const settings: AttemptSettings = {
      checklists,
      ownDictionaries,
      options: DEFAULT_OPTIONS,
      defaults: undefined,
      now: 0,
      createdBy: "binomen",
    };
    this.#pool = new Piscina({
      filename: WORKER_FILE.href,
      minThreads: 0,
      maxThreads: workers,
      idleTimeout: idleMilliseconds ?? Number.POSITIVE_INFINITY,
      atomics: "disabled",
      workerData: settings,
    });
    this.#pool.on("error", () => {});
  }

  /**
   * The interpreted records of a stream of JSON lines, as JSON lines; a line that is not an object is answered with an
   * error. A byte order mark at the beginning is skipped.
   *
   * @param now what counts as the present, in milliseconds
   * @param enter waits for the turn of so many bytes; what it gives is called when they are done
   * @throws REQUEST_TOO_LARGE for a line longer than 4 MiB, WORKER_FAILED
   */
  async *stream(
    input: AsyncIterable<Uint8Array>,
    options: Partial<InterpretationOptions> = {},
    now = Date.now(),
    enter: (bytes: number) => Promise<() => void> = async () => () => {},
  ): AsyncGenerator<Uint8Array> {
    this.#running++;
    const running: Promise<ChunkDone>[] = [];
    try {
      for await (const chunk of jsonChunks(input)) {
        const message = { kind: "stream" as const, chunk, options: { ...DEFAULT_OPTIONS, ...options }, now };
        const done = enter(chunk.bytes.length).then((leave) => this.#interpret(message).finally(leave));
        done.catch(() => {});
        running.push(done);
        if (running.length > this.#workers) yield (await running.shift()!).bytes!;
      }
      while (running.length > 0) yield (await running.shift()!).bytes!;
    } finally {
      this.#running--;
      if (this.#isClosing && this.#running === 0) await this.#pool.destroy();
    }
  }

  /** Ends the threads once no stream needs them. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#running === 0) await this.#pool.destroy();
  }

  async #interpret(message: AttemptMessage): Promise<ChunkDone> {
    try {
      return await this.#pool.run(message);
    } catch {
      // Never an answer that was not computed: once more, then the stream fails.
      try {
        return await this.#pool.run(message);
      } catch (cause) {
        throw new BinomenError("WORKER_FAILED", { problem: (cause as Error).message }, { cause });
      }
    }
  }
}

async function* jsonChunks(input: AsyncIterable<Uint8Array>): AsyncGenerator<RowChunk> {
  let rest: Buffer = Buffer.alloc(0);
  let index = 0;
  let firstLine = 1;
  const chunkOf = (from: Buffer): RowChunk => {
    const isMarked = index === 0 && from.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    const bytes = isMarked ? from.subarray(BYTE_ORDER_MARK.length) : from;
    const chunk = {
      index: index++,
      form: { kind: "json" as const },
      bytes: Uint8Array.from(bytes),
      file: "",
      firstLine,
    };
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) firstLine++;
    return chunk;
  };
  const tooLong = (): BinomenError =>
    new BinomenError("REQUEST_TOO_LARGE", {
      found: `a line of more than ${LONGEST_LINE_BYTES} bytes (line ${firstLine})`,
      limit: `${LONGEST_LINE_BYTES} bytes a line`,
      hint: "One record a line is expected.",
    });
  for await (const arrived of input) {
    rest = rest.length > 0 ? Buffer.concat([rest, arrived]) : Buffer.from(arrived);
    while (rest.length >= CHUNK_BYTES) {
      const end = rest.lastIndexOf(LF, CHUNK_BYTES) + 1 || rest.indexOf(LF) + 1;
      if (end === 0) break;
      if (end > LONGEST_LINE_BYTES) throw tooLong();
      yield chunkOf(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
    if (rest.length > LONGEST_LINE_BYTES && rest.indexOf(LF) < 0) throw tooLong();
  }
  if (rest.length > 0) yield chunkOf(rest);
}
