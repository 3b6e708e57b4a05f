/**
 * How is the process itself?
 *
 * Read when somebody asks, from what the platform counts anyway: the metrics library's own set samples the utilisation of
 * the event loop ten times a second into digests, which took 13 % of a core of a server that nobody asked. The delay of the
 * event loop comes from the platform's native histogram, which costs twenty wake-ups a second.
 */
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { Counter, Gauge, type Registry } from "@prometheus-io/client";

/** A look each 50 ms: delays of some milliseconds are seen, and an idle process sleeps. */
const RESOLUTION_MILLISECONDS = 50;

/** The delay of the event loop since the last scrape, in seconds. */
export class LoopDelay {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MILLISECONDS });

  constructor() {
    this.#histogram.enable();
  }

  /** Quantiles by their share; then counts anew. */
  take(shares: readonly number[]): number[] {
    const seconds = shares.map((share) => {
      const nanoseconds = this.#histogram.count === 0 ? 0 : this.#histogram.percentile(share * 100);
      // The histogram holds the whole time between two looks.
      return Math.max(0, nanoseconds / 1e9 - RESOLUTION_MILLISECONDS / 1e3);
    });
    this.#histogram.reset();
    return seconds;
  }

  close(): void {
    this.#histogram.disable();
  }
}

const SHARES = [0.5, 0.9, 0.99, 1];

/** Registers the figures of the process. Returns what ends the watching. */
export function processMetrics(registry: Registry): () => void {
  const registers = [registry];
  const delay = new LoopDelay();
  const quantiles = new Gauge({
    name: "nodejs_eventloop_delay_seconds",
    help: "How late the event loop was since the last scrape, by quantile.",
    labelNames: ["quantile"],
    registers,
    collect() {
      for (const [i, seconds] of delay.take(SHARES).entries()) quantiles.set({ quantile: String(SHARES[i]) }, seconds);
    },
  });
  let utilization = performance.eventLoopUtilization();
  gauge(
    "nodejs_eventloop_utilization",
    "Share of the time since the last scrape in which the event loop worked.",
    () => {
      const now = performance.eventLoopUtilization();
      const { utilization: share } = performance.eventLoopUtilization(now, utilization);
      utilization = now;
      return share;
    },
  );
  const cpu = new Counter({
    name: "process_cpu_seconds_total",
    help: "Processor time of all threads.",
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      cpu.reset();
      cpu.inc((user + system) / 1e6);
    },
  });
  gauge(
    "process_start_time_seconds",
    "When the process started, in seconds since 1970.",
    () => performance.timeOrigin / 1e3,
  );
  gauge("process_resident_memory_bytes", "Memory of the process, shared images included.", () =>
    process.memoryUsage.rss(),
  );
  const memory = new Gauge({
    name: "nodejs_memory_bytes",
    help: "Memory of the main thread's objects: heap, used heap, and bytes outside of it.",
    labelNames: ["kind"],
    registers,
    collect() {
      const { heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
      for (const [kind, bytes] of Object.entries({ heapTotal, heapUsed, external, arrayBuffers }))
        memory.set({ kind }, bytes);
    },
  });
  return () => delay.close();

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
}
