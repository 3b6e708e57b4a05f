/**
 * How far is it?
 *
 * One line on stderr that is written over, on terminals only: a pipe or a log gets no progress.
 */
const INTERVAL_MS = 100;

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

  /** Shows `text()`, unless the line was shown just now or nobody is there to see it. */
  show(text: () => string): void {
    if (!this.#stream.isTTY) return;
    const now = performance.now();
    if (now - this.#shown < INTERVAL_MS) return;
    this.#shown = now;
    this.#stream.write(`\r\u001b[K${text().slice(0, (this.#stream.columns || 80) - 1)}`);
    this.#isOpen = true;
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

/**
 * How far, how quick, and how long it takes yet: `"12,000 of 50,000 names, 24 %, 6,000/s, 7 s left"`.
 * Without a total, what is done and how quick. The first half second says nothing of the rest.
 */
export function shareText(done: number, total: number | undefined, unit: string, seconds: number): string {
  const rate = done / Math.max(seconds, 0.001);
  if (total === undefined || total <= 0) return `${grouped(done)} ${unit}, ${grouped(rate)}/s`;
  const share = Math.min(1, done / total);
  const parts = [`${grouped(done)} of ${grouped(total)} ${unit}`, `${Math.floor(100 * share)} %`, `${grouped(rate)}/s`];
  return [...parts, ...leftText(share, seconds)].join(", ");
}

/** `["7 s left"]` when a share of the work took so many seconds; nothing while that cannot be told. */
export function leftText(share: number, seconds: number): string[] {
  if (seconds < 0.5 || share <= 0) return [];
  const left = Math.ceil((seconds / share) * (1 - share));
  if (left < 100) return [`${left} s left`];
  return [left < 5_400 ? `${Math.round(left / 60)} min left` : `${(left / 3_600).toFixed(1)} h left`];
}

/** `1234567` → `"1,234,567"`. */
export function grouped(count: number): string {
  return Math.round(count).toLocaleString("en");
}

/** `1536000` → `"1.5 MB"`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
