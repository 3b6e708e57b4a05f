/**
 * How long does it take?
 *
 * The clock of the in-process benchmarks: warm-up, a budget in seconds, and percentiles. Answers are checked by the
 * caller, outside the timed loop.
 */

/** Nearest-rank percentile (0-100) of unsorted values; NaN when there are none. */
export function percentile(values: ArrayLike<number>, percent: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** What a timed loop saw. */
export interface Throughput {
  /** Calls timed, all of them inside the budget but the last. */
  readonly calls: number;
  readonly perSecond: number;
  readonly microsecondsPerCall: number;
  /** Calls per second of processor time: what a thread does that has its core to itself. Collector included. */
  readonly perProcessorSecond: number;
}

/** Seconds of processor time that this process has used so far, all its threads. */
export function ownProcessorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * Calls `run(0), run(1), …, run(count - 1)` and again from 0, until it has used `seconds` of processor
 * time, which other work on the machine does not shorten.
 *
 * The clock is read once per `stride` calls: 1 for calls of milliseconds, 256 for calls of a microsecond.
 */
export function measureThroughput(
  run: (index: number) => unknown,
  count: number,
  options: { seconds: number; stride?: number; rounds?: number },
): Throughput {
  const stride = options.stride ?? 1;
  const last = options.rounds === undefined ? Number.POSITIVE_INFINITY : options.rounds * count;
  const start = performance.now();
  const processorStart = ownProcessorSeconds();
  let calls = 0;
  let used = 0;
  while (used < options.seconds && calls < last) {
    const end = Math.min(calls + stride, last);
    for (; calls < end; calls++) run(calls % count);
    used = ownProcessorSeconds() - processorStart;
  }
  const elapsedMs = performance.now() - start;
  return {
    calls,
    perSecond: (calls / elapsedMs) * 1000,
    microsecondsPerCall: (elapsedMs * 1000) / calls,
    perProcessorSecond: calls / used,
  };
}

/** Microseconds that each of `count` calls took, one clock reading per call (it costs about 0.05 µs). */
export function measureLatencies(run: (index: number) => unknown, count: number): Float64Array {
  const latencies = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const start = performance.now();
    run(index);
    latencies[index] = (performance.now() - start) * 1000;
  }
  return latencies;
}

/** Resident memory of this process in MiB, after a garbage collection when node runs with --expose-gc. */
export function residentMiB(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}
