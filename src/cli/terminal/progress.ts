/**
 * How far is it?
 *
 * One line on stderr that is written over; when stderr is no terminal, a plain line every few seconds instead, so that
 * a log shows life without being flooded.
 */
const TERMINAL_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 10_000;

/** A progress line. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #began = performance.now();
  #shown = Number.NEGATIVE_INFINITY;
  #isOpen = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  /** Seconds since the line was made. */
  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** Shows `text()`, unless the line was shown just now. */
  show(text: () => string): void {
    const now = performance.now();
    const interval = this.#stream.isTTY ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS;
    if (this.#shown === Number.NEGATIVE_INFINITY && !this.#stream.isTTY) this.#shown = now;
    if (now - this.#shown < interval) return;
    this.#shown = now;
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\u001b[K${text().slice(0, (this.#stream.columns ?? 80) - 1)}`);
      this.#isOpen = true;
    } else this.#stream.write(`${text()}\n`);
  }

  /** Writes a line that stays, above the progress line. */
  say(text: string): void {
    this.end();
    this.#stream.write(`${text}\n`);
  }

  /** Takes the progress line away. */
  end(): void {
    if (this.#isOpen) this.#stream.write("\r\u001b[K");
    this.#isOpen = false;
  }
}

/** `1234567` → `"1,234,567"`. */
export function grouped(count: number): string {
  return Math.round(count).toLocaleString("en");
}

/** `1536000` → `"1.5 MB"`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
