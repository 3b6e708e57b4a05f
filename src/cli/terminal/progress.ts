/**
 * How far is it?
 *
 * One line on stderr that is written over, on terminals only: a pipe or a log gets no progress.
 */
import { speaksJson, tell } from "./voice.ts";

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
    if (!this.#stream.isTTY || speaksJson()) return;
    const now = performance.now();
    if (now - this.#shown < INTERVAL_MS) return;
    this.#shown = now;
    this.#stream.write(`\r\u001b[K${text().slice(0, (this.#stream.columns || 80) - 1)}`);
    this.#isOpen = true;
  }

  /** Tells something that stays, above the progress line; see {@link tell}. */
  say(text: string, more: Readonly<Record<string, unknown>> = {}): void {
    this.end();
    tell(text, more, this.#stream);
  }

  /** Takes the progress line away. */
  end(): void {
    if (this.#isOpen) this.#stream.write("\r\u001b[K");
    this.#isOpen = false;
  }
}

/**
 * Texts for work in phases: `"interpreting: 12,000 of 50,000 rows, …"`. Each phase has a clock of its own, since the rate of
 * one says nothing of the next; it begins when the one before was last told of.
 */
export function phaseTexts(unit: string, now: () => number = () => performance.now()) {
  let current = "";
  let told = now();
  let began = told;
  return (phase: string, done: number, total?: number, share?: number): string => {
    if (phase !== current) [current, began] = [phase, told];
    told = now();
    return `${phase}: ${shareText(done, total, unit, (told - began) / 1000, share)}`;
  };
}

/**
 * How far, how quick, and how long it takes yet: `"12,000 of 50,000 names, 6,000/s, 24 %, 7 s left"`.
 * @param known the share that is done, where the total is not known
 */
export function shareText(
  done: number,
  total: number | undefined,
  unit: string,
  seconds: number,
  known?: number,
): string {
  const of = total === undefined ? "" : ` of ${grouped(total)}`;
  const share = total === undefined || total <= 0 ? known : done / total;
  return [`${grouped(done)}${of} ${unit}`, rateText(done, seconds), ...shareTexts(share, seconds)].join(", ");
}

/** `"6,000/s"` */
export function rateText(done: number, seconds: number): string {
  return `${grouped(done / Math.max(seconds, 0.001))}/s`;
}

/** `["24 %", "7 s left"]` when this share of the work took so many seconds; without what cannot be told. */
export function shareTexts(share: number | undefined, seconds: number): string[] {
  if (share === undefined || Number.isNaN(share)) return [];
  const done = Math.min(1, Math.max(0, share));
  const percent = `${Math.floor(100 * done)} %`;
  // The first moments say nothing of the rest.
  if (seconds < 0.5 || done === 0 || done === 1) return [percent];
  const left = Math.ceil((seconds / done) * (1 - done));
  if (left < 100) return [percent, `${left} s left`];
  return [percent, left < 5_400 ? `${Math.round(left / 60)} min left` : `${(left / 3_600).toFixed(1)} h left`];
}

/** `1234567` → `"1,234,567"`. */
export function grouped(count: number): string {
  return Math.round(count).toLocaleString("en");
}

/** `1536000` → `"1.5 MB"`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
